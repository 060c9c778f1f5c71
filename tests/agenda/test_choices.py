"""The numbers after each choice of the agenda's filters."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.filters import FACETS, OccurrenceFilter
from agenda.models import Occurrence
from tests.factories import DistrictFactory, EventFactory, OrganisationFactory, PlaceFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def events():
    """Three events: two of gardens (one a series), one of music; two for families or everybody."""
    gardens, music = ThemeFactory(slug="jardins"), ThemeFactory(slug="musique")
    mazargues = DistrictFactory(slug="mazargues")
    accessible = PlaceFactory(district=mazargues, accessibility=["mi"])
    organiser, friend = OrganisationFactory(slug="les-mains"), OrganisationFactory(slug="les-amis")
    one = EventFactory(place=accessible, organiser=organiser, weekly=True, themes=[gardens])
    one.co_organisers.add(friend)
    EventFactory(organiser=friend, themes=[gardens, music], publics=["parents"], language="ar", is_free=False)
    EventFactory(
        organiser=None, themes=[music], publics=["seniors"], place=PlaceFactory(accessibility=["hi"])
    )


def totals(today, **query):
    filter_ = OccurrenceFilter(query, queryset=Occurrence.objects.public())
    return filter_.totals(today, today + timedelta(days=30))


def test_choices_count_events_once(today, events):
    counted = totals(today)

    asked = ("theme", "quartier", "organisateur")
    assert {key: value for key, value in counted.items() if key[0] in asked and key[1] is not None} == {
        ("theme", "jardins"): 2,
        ("theme", "musique"): 2,
        ("quartier", "mazargues"): 1,
        ("organisateur", "les-mains"): 1,
        ("organisateur", "les-amis"): 2,
    }


@pytest.mark.parametrize("query", [{}, {"theme": "jardins"}, {"public": "seniors", "gratuit": "on"}])
def test_each_count_is_what_choosing_it_alone_gives(today, events, query):
    counted = totals(today, **query)

    for (name, value), total in counted.items():
        if value is None:
            continue
        asked = query | {name: "on" if name == "gratuit" else value}
        found = OccurrenceFilter(asked, queryset=Occurrence.objects.public())
        window = found.qs.filter(starts_at__date__lte=today + timedelta(days=30))
        assert window.values("event").distinct().count() == total, (name, value)


def test_choices_count_the_days_of_the_page(today, events):
    filter_ = OccurrenceFilter({}, queryset=Occurrence.objects.public())

    assert (
        filter_.totals(today + timedelta(days=400), today + timedelta(days=401)).get(("theme", "musique"))
        is None
    )


def test_choices_are_counted_in_one_query(today, events, django_assert_num_queries):
    filter_ = OccurrenceFilter({}, queryset=Occurrence.objects.public())

    with django_assert_num_queries(1):
        filter_.totals(today, today + timedelta(days=30))


def test_choices_tell_their_number_on_the_page(client, events):
    text = client.get("/agenda/").text

    assert "Gratuit seulement (2)" in text
    assert text.count(" (2)</option>") >= 2


def test_every_facet_is_a_field_of_the_form():
    filter_ = OccurrenceFilter({}, queryset=Occurrence.objects.public())

    assert set(FACETS) <= set(filter_.form.fields)


def test_district_counts_every_place_of_an_event_once(today):
    mazargues, cabot = DistrictFactory(slug="mazargues"), DistrictFactory(slug="cabot")
    event = EventFactory(place=PlaceFactory(district=mazargues), weekly=True)
    event.other_places.add(PlaceFactory(district=mazargues), PlaceFactory(district=cabot))
    moved = EventFactory(place=PlaceFactory(district=mazargues))
    moved.occurrences.update(place=PlaceFactory(district=cabot))

    counted = totals(today)

    assert (counted["quartier", "mazargues"], counted["quartier", "cabot"]) == (1, 2)
