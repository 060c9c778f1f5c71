"""One filter for the sheets' list, its feeds and its exports, with the counts that guide the choice."""

from typing import NamedTuple

import django_filters
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Count, F, Q, TextField, Value
from django.db.models.functions import Concat, Left
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from associations.filters import KEYS, Keys, ThemedFilter, tags
from associations.models import District, Organisation, Public, Theme
from cooperation.core.faceted import BY_RELEVANCE, FacetFilter
from cooperation.core.facets import grouped
from cooperation.core.text_search import (
    MIN_TYPO_WORD,
    any_word,
    each_of,
    headline,
    typed,
)
from initiatives.models import Finding, Initiative, Lever, Obstacle, Word
from initiatives.models.words import MEANT
from initiatives.sections import Section

BY_DATE = "date"
# Words that are looked for among those of the sheets when they may be misspelt.
CORRECTED = 8
# Characters of a story that snippets are taken from: five parts as long as they may be.
READ = 100_000
# The facets that are one column of the sheet.
COLUMNS = {"nature": "kind", "budget": "budget", "refaire": "transferable"}
TAGS = {"frein": "obstacle", "levier": "lever"}


class Reading(NamedTuple):
    """How the words of a search were read, and the sheets that have them."""

    query: SearchQuery
    keys: list
    # (what was typed, the known words that were taken instead), where one was misspelt.
    instead: tuple = ()
    # No sheet has them all: any will do.
    relaxed: bool = False


class InitiativeFilter(ThemedFilter):
    """The filters of public sheets, read from the query string."""

    FACETS = ("theme", "quartier", "frein", "levier", "public", "nature", "budget", "refaire")
    usual_order = BY_DATE

    theme = FacetFilter(label=_("Thème"), field_name="theme")
    quartier = FacetFilter(label=_("Quartier"), field_name="quartier")
    frein = FacetFilter(label=_("Frein rencontré"), field_name="frein")
    levier = FacetFilter(label=_("Levier"), field_name="levier")
    public = FacetFilter(label=_("Pour qui"), field_name="public", choices=Public.choices)
    nature = FacetFilter(label=_("Nature"), field_name="nature", choices=Initiative.Kind.choices)
    budget = FacetFilter(
        label=_("Budget, hors salaires"), field_name="budget", choices=Initiative.Budget.choices
    )
    refaire = FacetFilter(
        label=_("Peut-on la refaire ?"), field_name="refaire", choices=Initiative.Transferable.choices
    )
    association = django_filters.ModelChoiceFilter(
        label=_("Association ou partenaire"),
        queryset=Organisation.objects.public(),
        to_field_name="slug",
        method="involving",
    )
    tri = django_filters.ChoiceFilter(
        label=_("Trier par"),
        method="sort",
        choices=[(BY_RELEVANCE, _("pertinence")), (BY_DATE, _("date"))],
        empty_label=None,
    )

    class Meta:
        model = Initiative
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, choices in (("frein", self.obstacles), ("levier", self.levers)):
            self.filters[name].extra["choices"] = [(tag.slug, tag.name) for tag in choices]

    def offered(self):
        """All tags that sheets may have, in one query."""
        themes, districts, self.obstacles, self.levers = tags(Theme, District, Obstacle, Lever)
        return themes, districts

    # Words

    @cached_property
    def reading(self):
        """
        The words as they are spelt; where no sheet has them all, with what sheets say instead of those that nobody
        wrote; where that finds nothing either, any of them. The sheets are found once: the page and each of its
        facets ask for the same ones.
        """
        query = SearchQuery(self.words, config="fr", search_type="websearch")
        if keys := self._having(query)["keys"]:
            return Reading(query, keys)
        words = typed(self.words)
        long = [word for word in words if len(word) >= MIN_TYPO_WORD][:CORRECTED]
        known = Word.objects.meant(long, most=MEANT)
        instead = tuple((word, found) for word, found in known.items() if found and found != [word])
        groups = [known.get(word, [word]) for word in words]
        some = any_word(" ".join(word for group in [*groups, words] for word in group))
        every = each_of(groups) if instead and all(groups) else some
        has_every = ArrayAgg("pk", filter=Q(search_vector=every), default=[])
        found = self._having(some, every=has_every)
        if every is not some and found["every"]:
            return Reading(every, found["every"], instead)
        return Reading(some, found["keys"], instead, relaxed=True)

    def _having(self, query, **more):
        rows = self.queryset.order_by().filter(search_vector=query)
        return rows.aggregate(keys=ArrayAgg("pk", default=[]), **more)

    @property
    def relaxed(self):
        return bool(self.words) and self.reading.relaxed

    @property
    def instead(self):
        """[(what was typed, words taken instead)], [] where all was spelt right."""
        return self.reading.instead if self.words else ()

    def search(self, queryset, name, value):
        return queryset.filter(pk__in=Keys(Value(self.reading.keys, KEYS))) if self.words else queryset

    def sorted(self):
        """The sheets found, as the page shows them; with the words that were found, where some were searched."""
        rows = self.qs
        if not self.words:
            return rows.order_by("-published_at", "-pk")
        query = self.reading.query
        story = Concat(
            *(part for section in Section.texts() for part in (section.value, Value("\n"))),
            output_field=TextField(),
        )
        rows = rows.annotate(
            title_found=headline(F("title"), query, whole=True),
            summary_found=headline(F("summary"), query, whole=True),
            story_found=headline(Left(story, READ), query),
        )
        if self.order == BY_DATE:
            return rows.order_by("-published_at", "-pk")
        # The rank of a title alone: how many of the words it says.
        titled = SearchRank(SearchVector("title", config="fr"), query)
        rank = SearchRank(F("search_vector"), query, normalization=Value(1))
        return rows.annotate(relevance=titled * 2 + rank).order_by("-relevance", "-published_at", "-pk")

    # Facets

    def involving(self, queryset, name, value):
        return queryset.filter(Q(pk__in=self.queryset.involving(value).order_by().values("pk")))

    def has_any(self, facet, values):
        if facet in COLUMNS:
            return Q((f"{COLUMNS[facet]}__in", values))
        if facet in TAGS:
            findings = Finding.objects.filter(**{f"{TAGS[facet]}__slug__in": values})
            return Q(pk__in=findings.order_by().values("initiative"))
        return super().has_any(facet, values)

    def counts(self, facet, rows):
        if facet in COLUMNS:
            return grouped(rows, F(COLUMNS[facet]), Count("*"))
        if facet in TAGS:
            findings = Finding.objects.filter(initiative__in=rows.order_by().values("pk"))
            findings = findings.filter(**{f"{TAGS[facet]}__isnull": False})
            return grouped(findings, F(f"{TAGS[facet]}__slug"), Count("initiative", distinct=True))
        return super().counts(facet, rows)
