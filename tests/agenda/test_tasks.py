"""What the worker does at night, with the clock moved on."""

from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from agenda.models import Event
from agenda.models.occurrences import HORIZON
from agenda.tasks import VISITOR_ADDRESS_KEPT, erase_visitor_addresses, extend_series
from tests.factories import EventFactory

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
