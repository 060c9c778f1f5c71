from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = _("Initiatives et formations")
    default_auto_field = "django.db.models.BigAutoField"

    def load_reference_data(self):
        """What `reference_data` creates here: the obstacles and levers to begin with."""
        from initiatives import factor_list
        from initiatives.models import Lever, Obstacle

        factor_list.write(Obstacle.objects, Lever.objects)
