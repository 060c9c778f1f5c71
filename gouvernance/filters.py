"""What the list of decisions is narrowed to, with the counts that guide the choice."""

from django.db.models import F, Q, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cooperation.core.faceted import FacetedFilter, FacetFilter
from cooperation.core.facets import grouped
from cooperation.core.text_search import folded
from gouvernance.models import Body, Decision


class DecisionFilter(FacetedFilter):
    FACETS = ("etat", "instance")

    etat = FacetFilter(label=_("Où en est-on"), field_name="etat", choices=Decision.FollowUp.choices)
    instance = FacetFilter(label=_("Instance"), field_name="instance")

    class Meta:
        model = Decision
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["instance"].extra["choices"] = self.bodies

    @cached_property
    def bodies(self):
        return list(Body.objects.values_list("slug", "name"))

    def search(self, queryset, name, value):
        """Each word, wherever it stands in what is decided or in the name of who follows it."""
        for word in value.split():
            spelt = folded(Value(word))
            found = queryset.alias(said=folded(F("text")), holder=folded(F("owner")))
            queryset = found.filter(Q(said__contains=spelt) | Q(holder__contains=spelt))
        return queryset

    def has_any(self, facet, values):
        match facet:
            case "etat":
                return Q(follow_up__in=values)
            case "instance":
                return Q(item__meeting__body__slug__in=values)
        raise ValueError(facet)

    def counts(self, facet, rows):
        columns = {"etat": "follow_up", "instance": "item__meeting__body__slug"}
        return grouped(rows, F(columns[facet]))
