"""The public list: initiatives, projects and experiments that others may do again."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from cooperation.core.lists import FilteredList
from initiatives.filters import InitiativeFilter
from initiatives.models import Initiative


class Counted(Paginator):
    """A paginator of what a filter has counted already, with its facets."""

    def __init__(self, filter_, *args, **kwargs):
        self.filter = filter_
        super().__init__(*args, **kwargs)

    @cached_property
    def count(self):
        return self.filter.total


class InitiativeList(FilteredList):
    template_name = "initiatives/initiative_list.html"
    context_object_name = "initiatives"
    paginate_by = 24

    def get_queryset(self):
        self.filter = InitiativeFilter(self.request.GET, queryset=Initiative.objects.public())
        return self.filter.sorted().as_cards()

    def get_paginator(self, *args, **kwargs):
        return Counted(self.filter, *args, **kwargs)
