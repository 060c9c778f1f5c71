"""The filters of the methods' page, with the counts that guide the choice."""

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from associations.filters import ThemedFilter
from associations.models import Theme
from cooperation.core.faceted import FacetFilter
from cooperation.core.facets import Array, Unnest, grouped
from cooperation.core.text_search import folded, matching
from initiatives.models import Method

# value: (label, condition): a method is of one duration, and fits each group that its range touches.
DURATIONS = {
    "30": (_("30 minutes au plus"), Q(minutes__lte=30)),
    "60": (_("30 minutes à une heure"), Q(minutes__gt=30, minutes__lte=60)),
    "120": (_("une à deux heures"), Q(minutes__gt=60, minutes__lte=120)),
    "plus": (_("plus de deux heures"), Q(minutes__gt=120)),
}
GROUPS = {
    "petit": (_("moins de 8 personnes"), Q(group_min__lt=8)),
    "moyen": (_("8 à 15 personnes"), Q(group_min__lte=15, group_max__gte=8)),
    "grand": (_("16 à 30 personnes"), Q(group_min__lte=30, group_max__gte=16)),
    "foule": (_("plus de 30 personnes"), Q(group_max__gt=30)),
}
BANDS = {"duree": DURATIONS, "groupe": GROUPS}


def choices(bands):
    return [(value, label) for value, (label, _condition) in bands.items()]


class MethodFilter(ThemedFilter):
    """The filters of methods, read from the query string."""

    FACETS = ("theme", "duree", "groupe")

    theme = FacetFilter(label=_("Thème"), field_name="theme")
    duree = FacetFilter(label=_("Durée"), field_name="duree", choices=choices(DURATIONS))
    groupe = FacetFilter(label=_("Taille du groupe"), field_name="groupe", choices=choices(GROUPS))

    class Meta:
        model = Method
        fields = []

    def offered(self):
        """All themes; a method is of no district."""
        return list(Theme.objects.all()), []

    def search(self, queryset, name, value):
        return queryset.filter(matching(self.words)) if self.words else queryset

    def sorted(self):
        return self.qs.order_by(folded(F("title")), "pk")

    def has_any(self, facet, values):
        if facet not in BANDS:
            return super().has_any(facet, values)
        found = Q(pk__in=[])
        for value in values:
            found |= BANDS[facet][value][1]
        return found

    def counts(self, facet, rows):
        if facet not in BANDS:
            return super().counts(facet, rows)
        cases = [When(condition, then=Value(value)) for value, (_label, condition) in BANDS[facet].items()]
        if facet == "duree":
            return grouped(rows, Case(*cases, output_field=CharField()), Count("*"))
        fits = [Case(case, default=Value(""), output_field=CharField()) for case in cases]
        return grouped(rows, Unnest(Array(*fits)), Count("pk", distinct=True))
