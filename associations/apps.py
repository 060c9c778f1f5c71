from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssociationsConfig(AppConfig):
    name = "associations"
    verbose_name = _("Associations et partenaires")
    default_auto_field = "django.db.models.BigAutoField"
