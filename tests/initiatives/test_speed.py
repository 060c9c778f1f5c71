"""With thousands of sheets, words are looked up in an index, whatever the page asks beside."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from initiatives.models import Initiative, Word
from initiatives.similar import similar
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

NUMBER = 2_000


@pytest.fixture
def many():
    """Sheets of some thirty words, a few of which each are theirs alone."""
    carrier, now = OrganisationFactory(), timezone.now()
    rows = Initiative.objects.bulk_create(
        (
            Initiative(
                title=f"Unique{n} essai{n % 500}",
                slug=f"fiche-{n}",
                summary=f"Un essai essai{n % 500}.",
                carrier=carrier,
                state=Initiative.State.PUBLISHED,
                published_at=now - timedelta(minutes=n),
                search_text=f"unique{n} essai{n % 500} "
                + " ".join(f"mot{(n * step) % 5000}x" for step in range(1, 30)),
            )
            for n in range(NUMBER)
        ),
        batch_size=500,
    )
    with connection.cursor() as cursor:
        # What autovacuum does in life: what was just inserted waits beside these indexes.
        for name in ("initiative_search_vector", "initiative_short", "word_trigrams"):
            cursor.execute("SELECT gin_clean_pending_list(%s)", [name])
        cursor.execute("ANALYZE initiatives_initiative, initiatives_word")
    return rows


def plans(work, sign):
    """The plans of the queries of `work` that have this in their text."""
    with CaptureQueriesContext(connection) as queries:
        work()
    found = []
    with connection.cursor() as cursor:
        for query in queries.captured_queries:
            if sign in query["sql"]:
                cursor.execute(f"EXPLAIN {query['sql']}")
                found.append("\n".join(line for (line,) in cursor.fetchall()))
    return found


def test_search_with_facets_reads_the_index(client, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        response = client.get("/initiatives/", {"q": "unique1500", "nature": "initiative"})

    found = plans(lambda: client.get("/initiatives/?q=unique1500&nature=initiative"), 'search_vector" @@')

    assert response.context_data["paginator"].count == 1
    assert found
    assert all("initiative_search_vector" in plan for plan in found)


def test_misspelt_word_is_looked_up_in_the_index_of_words(client, many):
    found = plans(lambda: Word.objects.meant(["uniqque1500"]), "similarity")

    assert "word_trigrams" in found[0]
    assert client.get("/initiatives/", {"q": "uniqque1500"}).context_data["filter"].instead


def test_sheets_like_one_are_found_in_the_index(many):
    (plan,) = plans(lambda: list(similar(many[0])), "initiatives_transfer")

    assert "initiative_short" in plan


def test_keeping_one_sheet_reads_no_other(many):
    with connection.cursor() as cursor:
        # Of so few rows PostgreSQL may read all: asked is whether it could do otherwise.
        cursor.execute("SET LOCAL enable_seqscan = off")

    queries = plans(Initiative.objects.filter(pk=many[0].pk).refresh_search_text, "initiatives_initiative")

    assert queries
    assert not any("Seq Scan on initiatives_initiative" in plan for plan in queries)
