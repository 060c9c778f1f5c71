from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HabitantsConfig(AppConfig):
    name = "habitants"
    verbose_name = _("Habitants-relais")
    default_auto_field = "django.db.models.BigAutoField"
