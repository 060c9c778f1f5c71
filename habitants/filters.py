"""One filter for the board of concerns and its export, with the counts that guide the choice."""

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from associations.filters import ThemedFilter
from associations.models import Organisation, Theme
from cooperation.core.faceted import FacetFilter
from cooperation.core.facets import Array, Unnest, grouped
from cooperation.core.text_search import matching
from habitants.models import Addressing, Concern
from habitants.models.addressings import MIN_ANSWERS, with_answer_times

LATE = "oui"


class ConcernFilter(ThemedFilter):
    """The board's filters, read from the query string. It asks for what its choices are made of, once each."""

    FACETS = ("etat", "retard", "theme", "quartier", "destinataire")

    etat = FacetFilter(
        label=_("Où elle en est"),
        field_name="etat",
        choices=[(state.value, state.label) for state in Concern.State.of_the_board()],
    )
    retard = FacetFilter(label=_("Échéance"), field_name="retard", choices=[(LATE, _("Réponse en retard"))])
    theme = FacetFilter(label=_("Thème"), field_name="theme")
    quartier = FacetFilter(label=_("Quartier"), field_name="quartier")
    destinataire = FacetFilter(label=_("Adressée à"), field_name="destinataire")

    class Meta:
        model = Concern
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["destinataire"].extra["choices"] = [(row.slug, row.label) for row in self.addressees]

    @cached_property
    def addressees(self):
        """Who was asked something that the board shows, with how long they take."""
        rows = Organisation.objects.only("name", "short_name", "slug", "is_published", "kind")
        return list(with_answer_times(rows))

    @property
    def answer_times(self):
        """Those that gave enough answers for their median to mean something, the quickest first."""
        enough = [row for row in self.addressees if row.answered >= MIN_ANSWERS]
        for row in enough:
            row.days = round(row.median_days)
        return sorted(enough, key=lambda row: (row.median_days, row.label))

    def search(self, queryset, name, value):
        return queryset.filter(matching(value)) if value.strip() else queryset

    def has_any(self, facet, values):
        """Concerns that have one of these values of a facet."""
        match facet:
            case "etat":
                return Q(state__in=values)
            case "retard":
                late = Addressing.objects.late().filter(concern=OuterRef("pk"))
                return Q(Exists(late), state=Concern.State.ADDRESSED)
            case "theme":
                return Q(theme__in=Theme.objects.families(values))
            case "quartier":
                return Q(district__slug__in=values)
            case "destinataire":
                asked = Addressing.objects.filter(organisation__slug__in=values)
                return Q(pk__in=asked.values("concern"))
        raise ValueError(facet)

    def counts(self, facet, concerns):
        """(value, number of these concerns that have it)."""
        match facet:
            case "etat":
                return grouped(concerns, F("state"), Count("*"))
            case "retard":
                late = Addressing.objects.late().filter(concern=OuterRef("pk"))
                flag = Case(When(Exists(late), then=Value(LATE)), default=Value(""), output_field=CharField())
                return grouped(concerns.filter(state=Concern.State.ADDRESSED), flag, Count("*"))
            case "theme":
                root = Coalesce("theme__parent__slug", "theme__slug", output_field=CharField())
                return grouped(
                    concerns.exclude(theme=None),
                    Unnest(Array(root, "theme__slug")),
                    Count("pk", distinct=True),
                )
            case "quartier":
                return grouped(concerns.exclude(district=None), F("district__slug"), Count("*"))
            case "destinataire":
                asked = Addressing.objects.filter(concern__in=concerns.order_by().values("pk"))
                return grouped(asked, F("organisation__slug"), Count("*"))
        raise ValueError(facet)
