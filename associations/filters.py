"""One filter for the directory's page, its map and its exports, with the counts that guide the choice."""

import unicodedata
from typing import NamedTuple

import django_filters
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from associations.models import Accessibility, District, Organisation, Place, Public, Theme
from cooperation.core.faceted import BY_RELEVANCE, FacetedFilter, FacetFilter
from cooperation.core.facets import Array, Unnest, grouped
from cooperation.core.text_search import folded, matching_any, misspelt, spelt

BY_NAME = "nom"
KEYS = ArrayField(BigIntegerField())


class Keys(Func):
    """The rows of an array of keys, for `pk__in`: one parameter, however many there are."""

    template = "SELECT unnest(%(expressions)s)"
    output_field = BigIntegerField()


class Tag(NamedTuple):
    """A theme, a district, an obstacle or a lever, as a choice."""

    kind: str
    pk: int
    slug: str
    name: str
    parent_id: int | None


def tags(*models):
    """All tags of these models, a list for each, in order, in one query."""
    rows = [
        model.objects.order_by().values_list(
            Value(model._meta.model_name, CharField()),
            "pk",
            "slug",
            "name",
            F("parent_id") if model is Theme else Value(None, IntegerField()),
            F("position") if hasattr(model, "position") else Value(0),
        )
        for model in models
    ]
    first, *others = rows
    every = first.union(*others, all=True).order_by()
    found = {model._meta.model_name: [] for model in models}
    for row in sorted(every, key=lambda row: (row[5], _in_order(row[3]))):
        found[row[0]].append(Tag(*row[:5]))
    return list(found.values())


def _in_order(name):
    """Without accents: "Éoures" among the E."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").lower()


class ThemedFilter(FacetedFilter):
    """
    Facets on what sheets of all kinds have: themes of two levels, districts, and whom they are for. Subclasses say
    which of them they have.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.themes, self.districts = self.offered()
        self.filters["theme"].extra["choices"] = [(theme.slug, theme.name) for theme in self.themes]
        if "quartier" in self.filters:
            self.filters["quartier"].extra["choices"] = [(row.slug, row.name) for row in self.districts]

    def offered(self):
        """All themes and all districts, in order."""
        return tags(Theme, District)

    def choices_of(self, name):
        if name != "theme":
            return super().choices_of(name)
        parts = {theme.pk: [] for theme in self.themes}
        for theme in self.themes:
            parts.get(theme.parent_id, []).append((theme.slug, theme.name))
        roots = (theme for theme in self.themes if theme.parent_id is None)
        return [(theme.slug, theme.name, parts[theme.pk]) for theme in roots]

    def has_any(self, facet, values):
        model = self._meta.model
        row = model._meta.model_name
        match facet:
            case "theme":
                links = model.themes.through.objects.filter(theme__in=Theme.objects.families(values))
                return Q(pk__in=links.values(row))
            case "quartier":
                links = model.districts.through.objects.filter(district__slug__in=values)
                return Q(pk__in=links.values(row))
            case "public":
                # Who names no public is there for everybody.
                return Q(publics__overlap=values) | Q(publics=[])
        raise ValueError(facet)

    def counts(self, facet, rows):
        """Each table is read once."""
        model = self._meta.model
        row = model._meta.model_name
        of_these = {f"{row}__in": rows.order_by().values("pk")}
        match facet:
            case "theme":
                # A theme counts what it is divided into, once for each row.
                links = model.themes.through.objects.filter(**of_these)
                root = Coalesce("theme__parent__slug", "theme__slug", output_field=CharField())
                return grouped(links, Unnest(Array(root, "theme__slug")), Count(row, distinct=True))
            case "quartier":
                links = model.districts.through.objects.filter(**of_these)
                return grouped(links, F("district__slug"), Count("*"))
            case "public":
                everybody = Value(Public.values, model._meta.get_field("publics"))
                named = Unnest(Case(When(publics=[], then=everybody), default="publics"))
                return grouped(rows, named, Count("pk", distinct=True))
        raise ValueError(facet)


class OrganisationFilter(ThemedFilter):
    """
    The directory's filters, read from the query string. `relaxed` says that no sheet has all the words: those
    that have some of them are shown, the nearest first.
    """

    FACETS = ("theme", "quartier", "type", "public", "accessible")
    usual_order = BY_NAME

    theme = FacetFilter(label=_("Thème"), field_name="theme")
    quartier = FacetFilter(label=_("Quartier"), field_name="quartier")
    type = FacetFilter(label=_("Type"), field_name="type", choices=Organisation.Kind.choices)
    public = FacetFilter(label=_("Pour qui"), field_name="public", choices=Public.choices)
    accessible = FacetFilter(label=_("Accessibilité"), field_name="accessible", choices=Accessibility.choices)
    tri = django_filters.ChoiceFilter(
        label=_("Trier par"),
        method="sort",
        choices=[(BY_RELEVANCE, _("pertinence")), (BY_NAME, _("nom"))],
        empty_label=None,
    )

    class Meta:
        model = Organisation
        fields = []

    @cached_property
    def near(self):
        """
        How the words are read, in one query: None as they are spelt; else the keys of the sheets that have
        something like each of them; else [], any of them will do. Trigrams are compared with every text that
        may be near: done once, since the page and each of its facets ask for the same sheets.
        """
        near = misspelt(self.words)
        nothing = Value([], KEYS)
        keys = ArraySubquery(self.queryset.filter(near).order_by().values("pk")) if near else nothing
        answer = self.queryset.order_by().values_list(
            Case(
                When(Exists(self.queryset.filter(spelt(self.words))), then=Value(None, KEYS)),
                default=keys,
            )
        )[:1]
        return next((keys for (keys,) in answer), None)

    @property
    def relaxed(self):
        """Whether no sheet has all of the words."""
        return bool(self.words) and self.near == []

    def sorted(self):
        """The organisations found, as the page shows them."""
        if self.words and self.order == BY_RELEVANCE:
            return self.qs.by_relevance(self.words)
        return self.qs.order_by(folded("name"), "pk")

    def search(self, queryset, name, value):
        if not self.words:
            return queryset
        if self.near is None:
            return queryset.filter(spelt(self.words))
        if self.near:
            return queryset.filter(pk__in=Keys(Value(self.near, KEYS)))
        return queryset.filter(matching_any(self.words))

    def has_any(self, facet, values):
        match facet:
            case "type":
                return Q(kind__in=values)
            case "accessible":
                places = Place.objects.filter(accessibility__overlap=values)
                links = Organisation.other_places.through.objects.filter(place__in=places)
                return Q(place__in=places) | Q(pk__in=links.values("organisation"))
        return super().has_any(facet, values)

    def counts(self, facet, rows):
        match facet:
            case "type":
                return grouped(rows, F("kind"), Count("*"))
            case "accessible":
                codes = Func("place__accessibility", "other_places__accessibility", function="array_cat")
                return grouped(rows, Unnest(codes), Count("pk", distinct=True))
        return super().counts(facet, rows)
