from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cooperation.core.network import belongs_by


class AssociationsConfig(AppConfig):
    name = "associations"
    verbose_name = _("Associations et partenaires")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from associations.models import Membership

        belongs_by(Membership.objects.active)
