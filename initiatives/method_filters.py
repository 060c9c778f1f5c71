"""The filters of the methods' page, with the counts that guide the choice."""

import django_filters
from django import forms
from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from associations.models import Theme
from cooperation.core.facets import Array, Unnest, grouped, totals
from cooperation.core.filters import ListFilter
from cooperation.core.text_search import folded, matching
from initiatives.models import Method

# value: (label, condition): a method is of one duration, and fits each group that its range touches.
DURATIONS = {
    "30": (_("30 minutes au plus"), Q(minutes__lte=30)),
    "60": (_("jusqu’à une heure"), Q(minutes__gt=30, minutes__lte=60)),
    "120": (_("une à deux heures"), Q(minutes__gt=60, minutes__lte=120)),
    "plus": (_("plus de deux heures"), Q(minutes__gt=120)),
}
GROUPS = {
    "petit": (_("moins de 8 personnes"), Q(group_min__lt=8)),
    "moyen": (_("8 à 15 personnes"), Q(group_min__lte=15, group_max__gte=8)),
    "grand": (_("16 à 30 personnes"), Q(group_min__lte=30, group_max__gte=16)),
    "foule": (_("plus de 30 personnes"), Q(group_max__gt=30)),
}
FACETS = ("theme", "duree", "groupe")


class FacetFilter(django_filters.MultipleChoiceFilter):
    """Values of one facet, any of which will do."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)

    def filter(self, queryset, value):
        return queryset.filter(has_any(self.field_name, value)) if value else queryset


def has_any(facet, values):
    if facet == "theme":
        links = Method.themes.through.objects.filter(theme__in=Theme.objects.families(values))
        return Q(pk__in=links.values("method"))
    bands = DURATIONS if facet == "duree" else GROUPS
    found = Q(pk__in=[])
    for value in values:
        found |= bands[value][1]
    return found


def counts(facet, methods):
    """(value, number of these methods that have it)."""
    if facet == "theme":
        links = Method.themes.through.objects.filter(method__in=methods.order_by().values("pk"))
        root = Coalesce("theme__parent__slug", "theme__slug", output_field=CharField())
        return grouped(links, Unnest(Array(root, "theme__slug")), Count("method", distinct=True))
    if facet == "duree":
        bands = [When(condition, then=Value(value)) for value, (_label, condition) in DURATIONS.items()]
        return grouped(methods, Case(*bands, output_field=CharField()), Count("*"))
    fits = [
        Case(When(condition, then=Value(value)), default=Value(""), output_field=CharField())
        for value, (_label, condition) in GROUPS.items()
    ]
    return grouped(methods, Unnest(Array(*fits)), Count("pk", distinct=True))


class MethodFilter(ListFilter):
    q = django_filters.CharFilter(
        label=_("Rechercher"),
        method="search",
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    theme = FacetFilter(label=_("Thème"), field_name="theme")
    duree = FacetFilter(
        label=_("Durée"), field_name="duree", choices=[(key, label) for key, (label, _q) in DURATIONS.items()]
    )
    groupe = FacetFilter(
        label=_("Taille du groupe"),
        field_name="groupe",
        choices=[(key, label) for key, (label, _q) in GROUPS.items()],
    )

    class Meta:
        model = Method
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.themes = list(Theme.objects.all())
        self.filters["theme"].extra["choices"] = [(theme.slug, theme.name) for theme in self.themes]

    def search(self, queryset, name, value):
        return queryset.filter(matching(value))

    def sorted(self):
        return self.qs.order_by(folded(F("title")), "pk")

    @cached_property
    def totals(self):
        self.is_valid()
        return totals((facet, counts(facet, self.without(facet))) for facet in FACETS)

    @cached_property
    def facets(self):
        """Each facet with its choices, and how many methods each would give; those that give none are left out."""
        self.is_valid()
        roots = [(theme.slug, theme.name) for theme in self.themes if theme.parent_id is None]
        return [
            {
                "name": name,
                "label": self.form.fields[name].label,
                "choices": self._choices(name, roots if name == "theme" else self.form.fields[name].choices),
            }
            for name in FACETS
        ]

    def _choices(self, name, offered):
        chosen = self.form.cleaned_data.get(name) or []
        rows = [
            {
                "id": f"id_{name}_{value}",
                "value": value,
                "label": label,
                "total": self.totals.get((name, value), 0),
                "chosen": value in chosen,
            }
            for value, label in offered
        ]
        return [row for row in rows if row["total"] or row["chosen"]]
