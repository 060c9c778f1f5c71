"""What the agenda already has from elsewhere is written once."""

import pytest

from agenda.models import Event, Source
from tests.agenda.imports.calendars import vcalendar, vevent
from tests.agenda.sources import (
    YEAR,
    event,
    read_source,
    serve,
    server,
    source,
)
from tests.factories import (
    EventFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

__all__ = ["server", "source"]


def test_event_of_ours_that_comes_back_is_no_double(server, source):
    mine = EventFactory(title="Le nôtre")
    serve(
        server,
        vevent(f"UID:{mine.uid}", f"DTSTART:{YEAR}0101T100000Z", f"DTEND:{YEAR}0101T110000Z"),
        event("1"),
    )

    told = read_source(source)

    assert (told.created, told.already_here, source.entries) == (1, 1, 1)
    mine.refresh_from_db()
    assert mine.title == "Le nôtre"


def test_same_event_of_two_associations_calendars_is_written_once(server, source):
    serve(server, event("ensemble"))
    other = SourceFactory(url=source.url)
    read_source(source)

    told = read_source(other)

    assert (told.created, told.already_here) == (0, 1)
    assert Event.objects.count() == 1


def test_uid_that_may_be_anybody_s_is_not_enough(server, source):
    serve(server, vevent("UID:1", "SUMMARY:Un", f"DTSTART:{YEAR}0101T100000Z", f"DTEND:{YEAR}0101T110000Z"))
    read_source(source)
    other = SourceFactory(url=f"{server.url}/autre.ics")
    server.pages["/autre.ics"] = vcalendar(
        vevent("UID:1", "SUMMARY:Deux", f"DTSTART:{YEAR}0102T100000Z", f"DTEND:{YEAR}0102T110000Z")
    )

    assert read_source(other).created == 1


def test_two_calendars_of_one_association_share_an_event_without_fighting_over_it(server, source):
    serve(server, event("1", "SUMMARY:Du premier"))
    read_source(source)
    second = SourceFactory(organisation=source.organisation, url=f"{server.url}/second.ics")
    server.pages["/second.ics"] = vcalendar(event("1", "SUMMARY:Du second"))
    assert read_source(second).already_here == 1
    assert Event.objects.get().title == "Du premier"

    source.stop(by=None, archive=False)
    Source.objects.update(digest="", etag="")
    second.refresh_from_db()
    read_source(second)

    assert (Event.objects.get().title, Event.objects.get().source) == ("Du second", second)
