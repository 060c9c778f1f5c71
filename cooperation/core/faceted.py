"""Lists that are narrowed by facets: each says what its choices would give, were it alone to change."""

import django_filters
from django import forms
from django.db.models import CharField, Count, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cooperation.core.facets import grouped, totals
from cooperation.core.filters import ListFilter
from cooperation.core.text_search import subject

BY_RELEVANCE = "pertinence"
# What the number of all rows found is counted under, beside the facets.
ALL = "tout"


class FacetFilter(django_filters.MultipleChoiceFilter):
    """Values of one facet, any of which will do. An unknown one is told, as for every filter."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)

    def filter(self, queryset, value):
        return queryset.filter(self.parent.has_any(self.field_name, value)) if value else queryset


class FacetedFilter(ListFilter):
    """
    Words and facets, read from the query string. Subclasses name their `FACETS`, each a `FacetFilter` of that name,
    and say in `has_any` which rows have a value of it, in `counts` how many of the rows given have each.
    """

    FACETS = ()
    looks = ("tri",)
    # The order of the list when no words are searched, and when nothing else was asked.
    usual_order = ""

    q = django_filters.CharFilter(
        label=_("Rechercher"),
        method="search",
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def has_any(self, facet, values):
        """Rows that have one of these values of a facet, as a Q."""
        raise NotImplementedError

    def counts(self, facet, rows):
        """(value, number of these rows that have it), as `facets.grouped` gives them."""
        raise NotImplementedError

    def choices_of(self, name):
        """(value, label) or (value, label, parts) of a facet, in order."""
        return self.form.fields[name].choices

    def search(self, queryset, name, value):
        raise NotImplementedError

    def sort(self, queryset, name, value):
        return queryset

    @cached_property
    def words(self):
        """What is searched: the question without the words that ask it."""
        self.is_valid()
        return subject(self.form.cleaned_data.get("q") or "")

    @property
    def order(self):
        self.is_valid()
        return self.form.cleaned_data.get("tri") or (BY_RELEVANCE if self.words else self.usual_order)

    def counted(self):
        """(facet, its counts) of all that is counted in one query, with how many rows are found."""
        every = (ALL, grouped(self._bare(self.qs), Value("", CharField()), Count("*")))
        return [
            *((facet, self.counts(facet, self._bare(self.without(facet)))) for facet in self.FACETS),
            every,
        ]

    def _bare(self, rows):
        return rows.select_related(None).prefetch_related(None)

    @cached_property
    def totals(self):
        """{(facet, value): number of rows}, for all facets in one query."""
        self.is_valid()
        return totals(self.counted())

    @property
    def total(self):
        """How many rows are found, counted with all the rest."""
        return self.totals.get((ALL, ""), 0)

    @cached_property
    def facets(self):
        """What the page offers: each facet with its choices, how many rows each would give."""
        self.is_valid()
        return [Facet(self, name) for name in self.FACETS]


class Choice:
    """One value of a facet: its words, its count, whether it is chosen, and what it is divided into."""

    def __init__(self, facet, value, label, parts=()):
        self.id = f"id_{facet.name}_{value}"
        self.value, self.label = value, label
        self.total = facet.filter.totals.get((facet.name, str(value)), 0)
        self.chosen = value in facet.chosen
        self.parts = [Choice(facet, *part) for part in parts]

    @property
    def opened(self):
        """Its parts are shown once it, or one of them, is chosen."""
        return self.chosen or any(part.chosen for part in self.parts)

    @property
    def shown_parts(self):
        return [part for part in self.parts if part.total or part.chosen] if self.opened else []


class Facet:
    def __init__(self, filter_, name):
        self.filter, self.name = filter_, name
        self.label = filter_.form.fields[name].label
        self.chosen = filter_.form.cleaned_data.get(name) or []

    @property
    def choices(self):
        """Those that would give something, and those already chosen."""
        choices = [Choice(self, *choice) for choice in self.filter.choices_of(self.name)]
        return [choice for choice in choices if choice.total or choice.opened]
