"""Lists that are narrowed by a filter, whole or, for htmx, their results alone."""

from django.core.paginator import Paginator
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.vary import vary_on_headers
from django.views.generic import ListView

from cooperation.core.faceted import FacetedFilter
from cooperation.core.filters import export_query


class Counted(Paginator):
    """A paginator of what a filter has counted already, with its facets."""

    def __init__(self, filter_, *args, **kwargs):
        self.filter = filter_
        super().__init__(*args, **kwargs)

    @cached_property
    def count(self):
        return self.filter.total


@method_decorator(vary_on_headers("HX-Request"), name="dispatch")
class FilteredList(ListView):
    """Subclasses set `filter` in `get_queryset`; their template has a partial named `results`."""

    def get_template_names(self):
        return [f"{self.template_name}#results" if self.is_fragment else self.template_name]

    def get_paginator(self, *args, **kwargs):
        if isinstance(self.filter, FacetedFilter):
            return Counted(self.filter, *args, **kwargs)
        return super().get_paginator(*args, **kwargs)

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
