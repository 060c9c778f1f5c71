"""The public list: initiatives, projects and experiments that others may do again."""

from django.core.paginator import Paginator
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.vary import vary_on_headers
from django.views.generic import ListView

from cooperation.core.filters import export_query
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


@method_decorator(vary_on_headers("HX-Request"), name="dispatch")
class InitiativeList(ListView):
    template_name = "initiatives/initiative_list.html"
    context_object_name = "initiatives"
    paginate_by = 24

    def get_queryset(self):
        self.filter = InitiativeFilter(self.request.GET, queryset=Initiative.objects.public())
        return self.filter.sorted().as_cards()

    def get_paginator(self, *args, **kwargs):
        return Counted(self.filter, *args, **kwargs)

    def get_template_names(self):
        """htmx asks for the list alone."""
        if self.is_fragment:
            return [f"{self.template_name}#results"]
        return [self.template_name]

    @property
    def is_fragment(self):
        return bool(self.request.htmx and not self.request.htmx.boosted)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            filter=self.filter,
            export_query=export_query(self.request.GET),
            is_fragment=self.is_fragment,
            **kwargs,
        )
