from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cooperation.core.network import belongs_by


class HabitantsConfig(AppConfig):
    name = "habitants"
    verbose_name = _("Habitants-relais")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from habitants.models import Relay

        belongs_by(Relay.objects.current)
