"""
French full-text search with typo tolerance, the same for every searchable list.

PostgreSQL does the work, without any collation or extension beyond `unaccent` and `pg_trgm`: the text-search
configuration `fr` (French stems over unaccented words) finds "événements" for "evenement"; trigrams find
"atelier" for "athelier". Both are indexed (see `Searchable.Meta`).
"""

import re

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower

# Shorter words have too few trigrams to tell a typo from another word.
MIN_TYPO_WORD = 4
MAX_QUERY_LENGTH = 200
_WORD = re.compile(r"\w+")


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


def as_any_word(query):
    """`query` as PostgreSQL's to_tsquery reads it: rows that have any of its words."""
    return " | ".join(f"'{word}'" for word in _WORD.findall(_clean(query))) or "''"


def _clean(query):
    return query.replace("\x00", " ").strip()[:MAX_QUERY_LENGTH]


def matching_any(query, *, prefix=""):
    """Rows that have at least one of the words of `query`: what is left when no row has them all."""
    words = SearchQuery(as_any_word(query), config="fr", search_type="raw")
    return Q(**{f"{prefix}search_vector": words})


def matching(query, *, prefix=""):
    """
    Rows found by `query`, as a Q: all of its words by their French stems, or, when one is misspelt, all of
    its longer words by their trigrams. `prefix` is the path to a `Searchable` ("event__").
    """
    query = _clean(query)
    found = Q(**{f"{prefix}search_vector": SearchQuery(query, config="fr", search_type="websearch")})
    words = [word for word in query.split() if len(word) >= MIN_TYPO_WORD]
    if words:
        found |= Q(
            *(Q(**{f"{prefix}search_folded__trigram_word_similar": folded(Value(word))}) for word in words)
        )
    return found
