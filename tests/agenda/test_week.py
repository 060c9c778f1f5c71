"""The agenda as a week, and the days that people ask for most."""

from datetime import date, timedelta

import pytest

from agenda.filters import OccurrenceFilter
from agenda.models import Event, Occurrence
from agenda.models.occurrences import start_of_day
from agenda.views.quick import quick_days, weekend
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

WEEK = "/agenda/?vue=semaine&du=2030-10-24"


def at(day, hour=18):
    return start_of_day(date(2030, 10, day)) + timedelta(hours=hour)


def make(title, day, hour=18, *, until=None, **kwargs):
    return EventFactory(title=title, starts_at=at(day, hour), ends_at=until or at(day, hour + 1), **kwargs)


def shown(response):
    return {day.iso[-2:]: [row.event.title for row in day.occurrences] for day in response.context["days"]}


def test_week_goes_from_monday_to_sunday(client):
    make("Dimanche d’avant", 20)
    make("Lundi", 21)
    make("Dimanche", 27)
    make("Lundi d’après", 28)

    response = client.get(WEEK)

    assert response.context["week_title"] == "Du 21 au 27 octobre 2030"
    assert shown(response) == {
        "21": ["Lundi"],
        **{str(day): [] for day in range(22, 27)},
        "27": ["Dimanche"],
    }


def test_week_of_a_clock_change_has_seven_days(client):
    """The clocks change on Sunday 27 October 2030."""
    make("Tard", 27, 23, until=at(27, 23))

    response = client.get(WEEK)

    assert len(response.context["days"]) == 7
    assert shown(response)["27"] == ["Tard"]


def test_week_shows_what_lasts_on_each_of_its_days(client):
    make("Stage", 22, 9, until=at(24, 17))

    titles = shown(client.get(WEEK))

    assert [day for day, rows in titles.items() if rows == ["Stage"]] == ["22", "23", "24"]


def test_week_ends_with_the_last_day_asked_for(client):
    make("Vendredi", 25)

    response = client.get(f"{WEEK}&au=2030-10-24")

    assert response.context["shown"] == 0


def test_week_leads_to_its_neighbours(client):
    response = client.get(f"{WEEK}&theme=x")

    assert "du=2030-10-14" in response.text
    assert "du=2030-10-28" in response.text


def test_week_at_the_ends_of_time_has_one_neighbour(client):
    assert client.get("/agenda/?vue=semaine&du=1970-01-01").context["previous_week"] is None
    assert client.get("/agenda/?vue=semaine&du=2199-12-31").context["next_week"] is None


def test_week_shows_cancelled_and_full(client):
    make("Annulé", 22, status=Event.Status.CANCELLED)
    make("Plein", 23, status=Event.Status.FULL)

    text = client.get(WEEK).text

    assert (text.count("tone-brick"), text.count("tone-ochre")) == (1, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_week_has_a_constant_number_of_queries(client, django_assert_num_queries, rows):
    for number in range(rows):
        make(f"Titre {number}", 21 + number)

    with django_assert_num_queries(8):
        client.get(WEEK)


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 11, 25), (date(2026, 11, 28), date(2026, 11, 29))),
        (date(2026, 11, 28), (date(2026, 11, 28), date(2026, 11, 29))),
        (date(2026, 11, 29), (date(2026, 11, 29), date(2026, 11, 29))),
        (date(2026, 11, 30), (date(2026, 12, 5), date(2026, 12, 6))),
    ],
)
def test_weekend_is_the_one_to_come(today, days):
    assert weekend(today) == days


@pytest.mark.parametrize(
    ("today", "span"),
    [
        (date(2026, 11, 25), ("Vacances de Noël", date(2026, 12, 19), date(2027, 1, 3))),
        (date(2026, 12, 24), ("Vacances de Noël", date(2026, 12, 24), date(2027, 1, 3))),
    ],
)
def test_holidays_are_offered_from_today_on(today, span):
    filter_ = OccurrenceFilter({}, queryset=Occurrence.objects.public())

    last = quick_days(filter_, today=today)[-1]

    assert (last.label, last.first, last.last) == span


def test_quick_days_tell_the_one_chosen():
    filter_ = OccurrenceFilter({"du": "2026-11-25", "au": "2026-11-25"}, queryset=Occurrence.objects.public())

    offered = quick_days(filter_, today=date(2026, 11, 25))

    assert [(quick.label, quick.chosen) for quick in offered][:2] == [
        ("Aujourd’hui", True),
        ("Ce week-end", False),
    ]
