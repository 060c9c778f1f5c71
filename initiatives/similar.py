"""Sheets like another: those that say words of its title, ranked by how much of its summary they say too."""

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, Exists, F, FloatField, OuterRef, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast

from cooperation.core.text_search import any_word
from initiatives.models import Finding, Initiative
from initiatives.models.initiatives import SHORT

# Whom it was adapted from, who adapted it, and so on: the page shows them as a family.
FAMILY = """
    WITH RECURSIVE family(id) AS (
        SELECT %s::bigint
        UNION
        SELECT CASE WHEN source_id = family.id THEN adaptation_id ELSE source_id END
          FROM initiatives_transfer JOIN family ON family.id IN (source_id, adaptation_id)
    )
    SELECT id FROM family
"""
# How many of those that share a word are compared.
COMPARED = 300
# A theme in common, or an obstacle, adds this to the rank of the words (0 to 1, mostly below 0.1).
SHARED = 0.03


def similar(initiative, *, limit=3):
    """
    The public sheets most like this one, its own family left out, in one query. The words of its title find them, by
    an index on titles and summaries; a sheet that shares none is not like it, whatever its theme. Where many share
    one, the latest are compared: comparing takes longer than finding.
    """
    near = Initiative.objects.public().annotate(short=SHORT).filter(short=any_word(initiative.title))
    near = near.exclude(pk__in=RawSQL(FAMILY, [initiative.pk]))  # noqa: S611 -- a key is its only parameter
    near = near.order_by("-published_at", "-pk").values("pk")[:COMPARED]
    said = any_word(f"{initiative.title} {initiative.summary}")
    likeness = (
        Cast(SearchRank(F("search_vector"), said, normalization=Value(1)), FloatField())
        + _shared(Initiative.themes.through.objects, "theme", initiative)
        + _shared(Finding.objects.exclude(obstacle=None), "obstacle", initiative)
    )
    rows = Initiative.objects.filter(pk__in=near).annotate(likeness=likeness)
    # Their cards show neither themes nor districts, which would be two queries more.
    return rows.order_by("-likeness", "-published_at", "-pk").as_cards().prefetch_related(None)[:limit]


def _shared(rows, name, initiative):
    own = rows.filter(initiative=initiative.pk).values(name)
    shared = rows.filter(**{"initiative": OuterRef("pk"), f"{name}__in": own})
    return Case(When(Exists(shared), then=Value(SHARED)), default=Value(0.0), output_field=FloatField())
