from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "cooperation.core"
    verbose_name = _("Comptes")
    default_auto_field = "django.db.models.BigAutoField"
