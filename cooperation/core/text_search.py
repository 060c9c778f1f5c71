"""
French full-text search with typo tolerance, the same for every searchable list.

PostgreSQL does the work, without any collation or extension beyond `unaccent` and `pg_trgm`: the text-search
configuration `fr` (French stems over unaccented words) finds "événements" for "evenement"; trigrams find
"atelier" for "athelier". Both are indexed (see `Searchable.Meta`).
"""

import re

from django.apps import apps
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower

# Shorter words have too few trigrams to tell a typo from another word.
MIN_TYPO_WORD = 4
MAX_QUERY_LENGTH = 200
_WORD = re.compile(r"\w+")
# What stands around a word that was found, until the text is escaped: characters that no text has (private use).
HIT, HIT_END = "\ue000", "\ue001"
# Markdown's marks, and the addresses of its links.
_MARKS = r"\]\([^)\s]*\)|[*_#>`~|\[\]\ue000\ue001]+"
# How people ask, which no sheet says: "qui peut m’aider pour mes papiers ?" is about "papiers".
_ASKING = re.compile(
    r"\b(qui|que|quoi|où|comment|quel(le)?s?|peu[tx]|pourrai[st]|puis-je|trouver|cherch(e|er|ons)|besoin"
    r"|ve(ut|ux)|voudrais|aimerais|[mt]['’]?\s?aid(er|e|ez)|aide[rz]|faut|quelqu['’]un|est-ce|y|a-t-il)\b|\?",
    re.IGNORECASE,
)


def subject(query):
    """What a question is about, without the words that ask it; the whole query when nothing else is left."""
    left = " ".join(_ASKING.sub(" ", _clean(query)).split())
    return left if _WORD.search(left) else _clean(query)


class Unaccent(Func):
    """`f_unaccent(text)`: the IMMUTABLE wrapper of `unaccent`, usable in indexes and generated columns."""

    function = "f_unaccent"
    output_field = models.TextField()


def folded(expression):
    """The expression without accents nor capitals: what trigrams and alphabetical order work on."""
    return Lower(Unaccent(expression))


class Searchable(models.Model):
    """
    Keeps `search_text`, all the words a row may be found by, and lets PostgreSQL derive the rest from it.

    A model calls `refresh_search_text` on the rows whose words changed; it is denormalised because the words
    come from several tables (an event is found by its organiser's name).
    """

    # The paths to what else it is found by, by the name of that model: `refresh_found_by` follows them.
    FOUND_BY = {}

    search_text = models.TextField(default="", blank=True, editable=False)
    search_vector = models.GeneratedField(
        expression=SearchVector("search_text", config="fr"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )
    search_folded = models.GeneratedField(
        expression=folded("search_text"), output_field=models.TextField(), db_persist=True, editable=False
    )

    class Meta:
        abstract = True
        indexes = [
            GinIndex(fields=["search_vector"], name="%(class)s_search_vector"),
            GinIndex(OpClass(F("search_folded"), "gin_trgm_ops"), name="%(class)s_search_trgm"),
        ]


def refresh_found_by(row):
    """A theme, a district or a place was renamed: whatever is found by its words is found by the new ones."""
    for model in apps.get_models():
        if paths := getattr(model, "FOUND_BY", {}).get(row._meta.model_name):
            named = Q(*((path, row.pk) for path in paths), _connector=Q.OR)
            found = model.objects.filter(named).order_by().values("pk")
            model.objects.filter(pk__in=found).refresh_search_text()


def any_word(query):
    """A SearchQuery for the rows that have any of the words of `query`."""
    words = " | ".join(f"'{word}'" for word in _WORD.findall(_clean(query)))
    return SearchQuery(words, config="fr", search_type="raw" if words else "plain")


def _clean(query):
    return query.replace("\x00", " ").strip()[:MAX_QUERY_LENGTH]


def matching_any(query, *, prefix=""):
    """Rows that have at least one of the words of `query`: what is left when no row has them all."""
    return Q(**{f"{prefix}search_vector": any_word(query)})


def spelt(query, *, prefix=""):
    """Rows that have all the words of `query`, by their French stems, as a Q. `prefix` leads to a `Searchable`."""
    found = SearchQuery(_clean(query), config="fr", search_type="websearch")
    return Q(**{f"{prefix}search_vector": found})


def misspelt(query, *, prefix=""):
    """Rows that have something like each of its longer words, by their trigrams; None where all are short."""
    words = [word for word in _clean(query).split() if len(word) >= MIN_TYPO_WORD]
    if not words:
        return None
    return Q(*(Q(**{f"{prefix}search_folded__trigram_word_similar": folded(Value(word))}) for word in words))


def matching(query, *, prefix=""):
    """
    Rows found by `query`, as a Q: all of its words by their French stems, or, when one is misspelt, all of
    its longer words by their trigrams. `prefix` is the path to a `Searchable` ("event__").
    """
    near = misspelt(query, prefix=prefix)
    return spelt(query, prefix=prefix) | near if near else spelt(query, prefix=prefix)


def each_of(groups):
    """A SearchQuery for the rows that have a word of each of these groups of words."""
    words = " & ".join("(" + " | ".join(f"'{word}'" for word in group) + ")" for group in groups)
    return SearchQuery(words, config="fr", search_type="raw")


def typed(query):
    """The words of a query, each once, as they were typed."""
    return list(dict.fromkeys(_WORD.findall(_clean(query))))


def headline(expression, query, *, whole=False):
    """
    The fragments of a Markdown text where words of the SearchQuery stand, or the `whole` of a short one, the words
    between `HIT` and `HIT_END`: the template filter `hits` shows them.
    """
    text = Func(
        expression,
        Value(_MARKS),
        Value(" "),
        Value("g"),
        function="regexp_replace",
        output_field=models.TextField(),
    )
    how = {"highlight_all": True} if whole else {"max_fragments": 2, "max_words": 22, "min_words": 10}
    return SearchHeadline(text, query, config="fr", start_sel=HIT, stop_sel=HIT_END, **how)
