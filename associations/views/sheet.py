"""The sheet of an organisation, as each person may see it."""

from django.utils import timezone
from django.views.generic import DetailView

from associations.models import Organisation, Report
from associations.structured_data import organisation_json_ld


class OrganisationDetail(DetailView):
    template_name = "associations/organisation_detail.html"
    context_object_name = "organisation"

    def get_queryset(self):
        return (
            Organisation.objects.visible_to(self.request.user)
            .select_related("place__district", "main_theme")
            .prefetch_related("themes", "districts", "other_places__district", "contacts__theme")
        )

    def get_context_data(self, **kwargs):
        user, organisation = self.request.user, self.object
        is_run = Organisation.objects.managed_by(user).filter(pk=organisation.pk).exists()
        membership = None
        if user.is_authenticated:
            membership = organisation.memberships.active().filter(user=user).first()
        contacts = organisation.contacts.select_related("theme")
        reports = Report.objects.waiting().filter(organisation=organisation) if is_run else []
        return super().get_context_data(
            today=timezone.localdate().weekday(),
            contacts=contacts.visible_to(user),
            is_run=is_run,
            membership=membership,
            reports=reports,
            json_ld=organisation_json_ld(organisation),
            **kwargs,
        )
