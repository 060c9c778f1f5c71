"""What the lists of decisions and of deliberations are narrowed to."""

import django_filters
from django.db.models import F, Q, Value
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cooperation.core.faceted import FacetedFilter, FacetFilter
from cooperation.core.facets import grouped
from cooperation.core.filters import ListFilter
from cooperation.core.text_search import folded
from gouvernance.models import Body, Decision, Deliberation


class DecisionFilter(FacetedFilter):
    """Decisions by words, follow-up and body, with the counts that guide the choice."""

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


class DeliberationFilter(ListFilter):
    """Deliberations of one body, or at one point of their way."""

    WHERE = {
        "ouvertes": (_("en cours"), Deliberation.State.running()),
        "decidees": (_("décidées"), Deliberation.State.decided()),
        "sans-decision": (
            _("closes sans décision"),
            [state for state in Deliberation.State.closed() if state not in Deliberation.State.decided()],
        ),
        "brouillons": (_("en préparation"), [Deliberation.State.DRAFT]),
    }

    instance = django_filters.ModelChoiceFilter(
        label=_("Instance"),
        queryset=Body.objects.all(),
        to_field_name="slug",
        field_name="body",
        empty_label=_("Toutes"),
    )
    etat = django_filters.ChoiceFilter(
        label=_("Où elle en est"),
        choices=[(key, label) for key, (label, _states) in WHERE.items()],
        method="at",
        empty_label=_("Toutes"),
    )

    def at(self, queryset, name, value):
        return queryset.filter(state__in=self.WHERE[value][1])
