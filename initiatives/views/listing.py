"""The public list: initiatives, projects and experiments that others may do again."""

from cooperation.core.lists import FilteredList
from initiatives.filters import InitiativeFilter
from initiatives.models import Initiative


class InitiativeList(FilteredList):
    template_name = "initiatives/initiative_list.html"
    context_object_name = "initiatives"
    paginate_by = 24

    def get_queryset(self):
        self.filter = InitiativeFilter(self.request.GET, queryset=Initiative.objects.public())
        return self.filter.sorted().as_cards()
