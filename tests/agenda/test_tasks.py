"""What the worker does at night, with the clock moved on."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from agenda.models import Event
from agenda.models.occurrences import HORIZON
from agenda.tasks import (
    VISITOR_ADDRESS_KEPT,
    erase_visitor_addresses,
    extend_series,
    purge_unconfirmed,
    refresh_search_text,
)
from associations.models import Organisation, Place
from cooperation.core.text_search import matching
from tests.factories import DistrictFactory, EventFactory, OrganisationFactory, PlaceFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def at(moment: datetime):
    return patch("django.utils.timezone.now", return_value=moment)


def test_extend_series_writes_the_weeks_that_came_nearer():
    event = EventFactory(weekly=True)
    single = EventFactory()
    before = event.occurrences.count()
    later = timezone.now() + timedelta(days=28)

    with at(later):
        extend_series(timestamp=0)

    event.refresh_from_db()
    assert event.occurrences.count() == before + 4
    assert event.written_until == later + HORIZON
    assert single.occurrences.count() == 1


def test_extend_series_twice_changes_nothing():
    event = EventFactory(weekly=True)
    rows = list(event.occurrences.in_order().values_list("pk"))

    extend_series(timestamp=0)
    extend_series(timestamp=0)

    assert list(event.occurrences.in_order().values_list("pk")) == rows


def test_extend_series_says_nothing_to_the_calendars():
    event = EventFactory(weekly=True)

    with at(timezone.now() + timedelta(days=28)):
        extend_series(timestamp=0)

    after = Event.objects.get()
    assert (after.sequence, after.updated_at) == (event.sequence, event.updated_at)


@pytest.mark.parametrize(
    ("extra", "kept"), [(timedelta(hours=-1), "v@example.org"), (timedelta(hours=1), "")]
)
def test_visitor_address_is_erased_a_year_after_the_last_date(extra, kept):
    event = EventFactory(author_email="v@example.org")

    with at(event.ends_at + VISITOR_ADDRESS_KEPT + extra):
        erase_visitor_addresses(timestamp=0)

    event.refresh_from_db()
    assert event.author_email == kept


def test_visitor_address_of_a_series_is_kept_while_it_goes_on():
    event = EventFactory(author_email="v@example.org", weekly=True)

    with at(timezone.now() + VISITOR_ADDRESS_KEPT + timedelta(days=30)):
        erase_visitor_addresses(timestamp=0)

    event.refresh_from_db()
    assert event.author_email == "v@example.org"


def test_visitor_address_is_not_in_the_history():
    event = EventFactory(author_email="v@example.org")

    assert "v@example.org" not in str(list(event.history.values()))


@pytest.mark.parametrize(("extra", "left"), [(timedelta(hours=-1), 1), (timedelta(hours=1), 0)])
def test_proposal_never_confirmed_goes_with_its_link(extra, left):
    event = EventFactory(state=Event.State.UNCONFIRMED, author_email="v@example.org", organiser=None)

    with at(event.created_at + timedelta(days=Event.PROPOSAL_DAYS) + extra):
        purge_unconfirmed(timestamp=0)

    assert Event.objects.count() == left
    assert event.history.model.objects.exists() == bool(left)
    assert Place.objects.count() == left


@pytest.mark.parametrize("state", [state for state in Event.State if state != Event.State.UNCONFIRMED])
def test_event_in_any_other_state_stays(state):
    event = EventFactory(state=state)

    with at(event.created_at + timedelta(days=Event.PROPOSAL_DAYS + 1)):
        purge_unconfirmed(timestamp=0)

    assert Event.objects.exists()


def test_place_that_others_use_or_that_was_known_stays():
    used, hosting, known = PlaceFactory(), PlaceFactory(), PlaceFactory()
    EventFactory(place=used)
    OrganisationFactory(place=hosting)
    Place.objects.filter(pk=known.pk).update(updated_at=timezone.now() - timedelta(days=1))
    for place in (used, hosting, known):
        EventFactory(state=Event.State.UNCONFIRMED, place=place)

    with at(timezone.now() + timedelta(days=Event.PROPOSAL_DAYS + 1)):
        purge_unconfirmed(timestamp=0)

    assert set(Place.objects.all()) == {used, hosting, known}


@pytest.mark.parametrize("shared", [False, True])
def test_picture_of_a_proposal_goes_unless_a_copy_shows_it(shared):
    event = EventFactory(state=Event.State.UNCONFIRMED, image_alt="Un marché")
    event.image.save("marche.webp", picture())
    if shared:
        EventFactory(image=event.image.name, image_alt="Un marché")

    with at(timezone.now() + timedelta(days=Event.PROPOSAL_DAYS + 1)):
        purge_unconfirmed(timestamp=0)

    names = [event.image.name, event.image.thumbnail_name]
    assert [event.image.storage.exists(name) for name in names] == [shared, shared]


def picture():
    file = ContentFile(b"")
    Image.new("RGB", (40, 20)).save(file, "PNG")
    return file


def found(model, word):
    return model.objects.filter(matching(word)).exists()


def test_event_is_found_by_the_new_names_of_who_where_and_what():
    district = DistrictFactory(name="Mazargues")
    event = EventFactory(place=PlaceFactory(district=district), themes=[ThemeFactory()])
    theme = event.themes.get()
    event.organiser.districts.set([district])
    rows = {event.organiser: "Amandiers", event.place: "Gymnase", theme: "Jardinage", district: "Sormiou"}
    for row, name in rows.items():
        type(row).objects.filter(pk=row.pk).update(name=name)

    refresh_search_text(timestamp=0)

    assert [found(Event, name) for name in rows.values()] == [True] * 4
    assert [found(Event, "Mazargues"), found(Organisation, "Mazargues")] == [False, False]
    assert found(Organisation, "Sormiou")


def test_refreshing_the_words_writes_no_history_and_no_change():
    event = EventFactory()
    Organisation.objects.update(name="Les Amandiers")
    before = event.history.count(), event.organiser.history.count()

    refresh_search_text(timestamp=0)

    after = Event.objects.get()
    assert (event.history.count(), event.organiser.history.count()) == before
    assert (after.updated_at, after.sequence) == (event.updated_at, event.sequence)
