"""One filter for the directory's page, its map and its exports, with the counts that guide the choice."""

import django_filters
from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Case, CharField, Count, Exists, F, Func, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from associations.models import Accessibility, District, Organisation, Place, Public, Theme
from cooperation.core.facets import Array, Unnest, grouped, totals
from cooperation.core.filters import ListFilter
from cooperation.core.text_search import folded, matching_any, misspelt, spelt, subject

FACETS = ("theme", "quartier", "type", "public", "accessible")
BY_NAME, BY_RELEVANCE = "nom", "pertinence"
KEYS = ArrayField(BigIntegerField())


class Keys(Func):
    """The rows of an array of keys, for `pk__in`: one parameter, however many there are."""

    template = "SELECT unnest(%(expressions)s)"
    output_field = BigIntegerField()


class FacetFilter(django_filters.MultipleChoiceFilter):
    """Values of one facet, any of which will do. An unknown one is told, as for every filter."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)

    def filter(self, queryset, value):
        return queryset.filter(has_any(self.field_name, value)) if value else queryset


def has_any(facet, values):
    """Organisations that have one of these values of a facet."""
    match facet:
        case "theme":
            links = Organisation.themes.through.objects.filter(theme__in=Theme.objects.families(values))
            return Q(pk__in=links.values("organisation"))
        case "quartier":
            links = Organisation.districts.through.objects.filter(district__slug__in=values)
            return Q(pk__in=links.values("organisation"))
        case "type":
            return Q(kind__in=values)
        case "public":
            # Who names no public is there for everybody.
            return Q(publics__overlap=values) | Q(publics=[])
        case "accessible":
            places = Place.objects.filter(accessibility__overlap=values)
            links = Organisation.other_places.through.objects.filter(place__in=places)
            return Q(place__in=places) | Q(pk__in=links.values("organisation"))
    raise ValueError(facet)


def counts(facet, organisations):
    """(value, number of these organisations that have it), each table read once."""
    of_these = {"organisation__in": organisations.order_by().values("pk")}
    once = Count("pk", distinct=True)
    match facet:
        case "theme":
            # A theme counts what it is divided into, once for each organisation.
            links = Organisation.themes.through.objects.filter(**of_these)
            root = Coalesce("theme__parent__slug", "theme__slug", output_field=CharField())
            return grouped(links, Unnest(Array(root, "theme__slug")), Count("organisation", distinct=True))
        case "quartier":
            links = Organisation.districts.through.objects.filter(**of_these)
            return grouped(links, F("district__slug"), Count("*"))
        case "type":
            return grouped(organisations, F("kind"), Count("*"))
        case "public":
            everybody = Value(Public.values, Organisation._meta.get_field("publics"))
            return grouped(
                organisations, Unnest(Case(When(publics=[], then=everybody), default="publics")), once
            )
        case "accessible":
            codes = Func("place__accessibility", "other_places__accessibility", function="array_cat")
            return grouped(organisations, Unnest(codes), once)
    raise ValueError(facet)


class OrganisationFilter(ListFilter):
    """
    The directory's filters, read from the query string. `relaxed` says that no sheet has all the words: those
    that have some of them are shown, the nearest first.
    """

    looks = ("tri",)

    q = django_filters.CharFilter(
        label=_("Rechercher"),
        method="search",
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.themes = list(Theme.objects.all())
        self.districts = list(District.objects.all())
        self.filters["theme"].extra["choices"] = [(theme.slug, theme.name) for theme in self.themes]
        self.filters["quartier"].extra["choices"] = [(row.slug, row.name) for row in self.districts]

    @cached_property
    def words(self):
        """What is searched: the question without the words that ask it."""
        self.is_valid()
        return subject(self.form.cleaned_data.get("q") or "")

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

    @property
    def order(self):
        self.is_valid()
        return self.form.cleaned_data.get("tri") or (BY_RELEVANCE if self.words else BY_NAME)

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

    def sort(self, queryset, name, value):
        return queryset

    @cached_property
    def totals(self):
        """{(facet, value): number of organisations}, for all facets in one query."""
        self.is_valid()
        return totals(
            (facet, counts(facet, self.without(facet).select_related(None).prefetch_related(None)))
            for facet in FACETS
        )

    @cached_property
    def facets(self):
        """What the page offers: each facet with its choices, how many organisations each would give."""
        self.is_valid()
        return [Facet(self, name) for name in FACETS]


class Choice:
    """One value of a facet: its words, its count, whether it is chosen, and what it is divided into."""

    def __init__(self, facet, value, label, parts=()):
        self.id = f"id_{facet.name}_{value}"
        self.value, self.label = value, label
        self.total = facet.filter.totals.get((facet.name, value), 0)
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
        if self.name == "theme":
            themes = self.filter.themes
            parts = {theme.pk: [] for theme in themes}
            for theme in themes:
                parts.get(theme.parent_id, []).append((theme.slug, theme.name))
            roots = (theme for theme in themes if theme.parent_id is None)
            choices = [Choice(self, theme.slug, theme.name, parts[theme.pk]) for theme in roots]
        else:
            choices = [
                Choice(self, value, label) for value, label in self.filter.form.fields[self.name].choices
            ]
        return [choice for choice in choices if choice.total or choice.opened]
