"""The public directory: who does what, as cards, as a list, on a map."""

from associations.filters import OrganisationFilter
from associations.models import Organisation
from cooperation.core.lists import FilteredList

VIEWS = ("fiches", "liste", "carte")


class OrganisationList(FilteredList):
    template_name = "associations/organisation_list.html"
    context_object_name = "organisations"
    paginate_by = 24

    def get_queryset(self):
        self.filter = OrganisationFilter(self.request.GET, queryset=Organisation.objects.public())
        return self.filter.sorted().for_list()

    def get_context_data(self, **kwargs):
        view = self.request.GET.get("vue")
        return super().get_context_data(view=view if view in VIEWS else VIEWS[0], **kwargs)
