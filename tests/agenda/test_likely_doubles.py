"""Likely doubles among ten thousand events are found through the dates' index, in a bounded time."""

import sys
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.models import Event, LikelyDouble
from agenda.models.likely_doubles import likely_doubles_of, spot
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

EVENTS = 10_000
WORDS = [
    "Atelier cuisine",
    "Loto du quartier",
    "Permanence CAF",
    "Yoga doux",
    "Aide aux devoirs",
    "Café des parents",
]


@pytest.fixture
def many():
    """One event in five is weekly for a year, all in the hours and the titles of a district: 110,000 dates or so."""
    model = EventFactory(title="Modèle", dates=False)
    columns = [
        field.column for field in Event._meta.concrete_fields if not field.generated and not field.primary_key
    ]
    day = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)
    start = f"'{day.isoformat()}'::timestamptz + make_interval(days => n % 365, hours => n %% 12)".replace(
        "%%", "%"
    )
    titles = "ARRAY[" + ", ".join(f"'{words}'" for words in WORDS) + "]"
    values = {
        "title": f"({titles})[1 + n % {len(WORDS)}] || ' ' || (n % 97)",
        "slug": "'e-' || n",
        "uid": "'u-' || n",
        "submission": "gen_random_uuid()",
        "starts_at": start,
        "ends_at": f"{start} + interval '90 minutes'",
    }
    chosen = ", ".join(values.get(column, column) for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO agenda_event ({', '.join(columns)}) "  # noqa: S608
            f"SELECT {chosen} FROM agenda_event, generate_series(1, {EVENTS}) n WHERE id = {model.pk}"
        )
        cursor.execute(
            "INSERT INTO agenda_occurrence "
            "(event_id, recurrence_id, starts_at, ends_at, is_cancelled, is_override, title, note) "
            "SELECT id, starts_at + week * interval '7 days', starts_at + week * interval '7 days', "
            "       ends_at + week * interval '7 days', false, false, '', '' "
            "  FROM agenda_event, generate_series(0, 51) week WHERE slug LIKE 'e-%' AND (week = 0 OR id % 5 = 0)"
        )
        cursor.execute("ANALYZE agenda_event, agenda_occurrence")
    return model


def plan_of(queries, mark):
    """The plan of the query that holds these words."""
    sql = next(query["sql"] for query in queries.captured_queries if mark in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, COSTS OFF) " + sql)
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize("rule", ["", "FREQ=WEEKLY"], ids=["once", "weekly"])
def test_candidates_among_ten_thousand_events_come_from_the_index(many, rule):
    known = Event.objects.get(slug="e-4000")
    typed = EventFactory.build(
        title=known.title, starts_at=known.starts_at, rrule=rule, place=known.place, organiser=known.organiser
    )

    with CaptureQueriesContext(connection) as queries:
        started = time.perf_counter()
        found = likely_doubles_of(typed, Event.objects.public())
        elapsed = time.perf_counter() - started

    plan = plan_of(queries, "SIMILARITY")
    sys.stdout.write(f"{rule or 'once'}: {elapsed * 1000:.0f} ms\n{plan}\n")
    assert known in found
    assert len(queries) <= 6
    assert "occurrence_span" in plan
    assert "Seq Scan on agenda_occurrence" not in plan
    assert elapsed < 1


def test_five_hundred_new_events_are_compared_with_ten_thousand(many):
    new = list(Event.objects.filter(slug__startswith="e-").order_by("pk")[:500])
    keys = [event.pk for event in new]

    with CaptureQueriesContext(connection) as queries:
        started = time.perf_counter()
        found = spot(Event.objects.filter(pk__in=keys))
        elapsed = time.perf_counter() - started

    plan = plan_of(queries, "WITH mine")
    sys.stdout.write(f"500 new: {elapsed * 1000:.0f} ms, {LikelyDouble.objects.count()} pairs\n{plan}\n")
    assert all(len(others) <= 3 for others in found.values())
    assert "Seq Scan on agenda_occurrence" not in plan
    assert len(queries) <= 7
    assert elapsed < 10


def test_event_that_is_over_is_compared_with_nothing():
    past = EventFactory(starts_at=timezone.now() - timedelta(days=2))
    EventFactory(title=past.title, starts_at=past.starts_at, place=past.place)

    assert likely_doubles_of(past, Event.objects.public()) == []
    assert spot(Event.objects.filter(pk=past.pk)) == {}


def test_cancelled_date_makes_no_double():
    event = EventFactory()
    twin = EventFactory(title=event.title, starts_at=event.starts_at, place=event.place)
    twin.occurrences.update(is_cancelled=True)

    assert likely_doubles_of(event, Event.objects.public()) == []
