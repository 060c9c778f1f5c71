"""An OpenAgenda agenda that is given in pages, and what it takes back, read from a real server on loopback."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from agenda.imports import pages
from agenda.imports.vanishing import archive_vanished
from agenda.models import Event
from tests.agenda.sources import at, later, loopback_fetch, read_source, server, source
from tests.agenda.test_sources import PRIVATE, redirecting
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

__all__ = ["server", "source"]


def announced(uid, **more):
    timing = {"begin": at(1 + uid % 28).isoformat(), "end": at(1 + uid % 28, 20).isoformat()}
    return {"uid": uid, "title": {"fr": f"Événement {uid}"}, "state": 2, "timings": [timing], **more}


def serve_pages(server, events, *, size=20, after_last=False):
    """As OpenAgenda: pages of `size`, a cursor of two values; the last page has one too when `after_last`."""

    def answer(handler):
        query = parse_qs(urlsplit(handler.path).query)
        begins = int(query["after[]"][1]) if "after[]" in query else 0
        page = events[begins : begins + size]
        more = begins + size < len(events) or (after_last and page)
        body = {"total": len(events), "events": page, "after": [1790000000000, begins + size] if more else []}
        handler.send_response(200)
        handler.send_header("ETag", '"page"')
        handler.end_headers()
        handler.wfile.write(json.dumps(body).encode())

    server.answers["/agenda.ics"] = answer
    for begins in range(0, len(events) + size, size):
        for first in ("?", "?key=k&"):
            cursor = f"{first}size=300&after%5B%5D=1790000000000&after%5B%5D={begins}"
            server.answers[f"/agenda.ics{cursor}"] = answer
    server.answers["/agenda.ics?key=k&size=20"] = answer


@pytest.mark.parametrize("after_last", [False, True])
def test_all_pages_are_one_complete_reading(server, source, after_last):
    serve_pages(server, [announced(uid) for uid in range(45)], after_last=after_last)

    told = read_source(source)

    assert (told.outcome, told.created, told.warnings) == ("read", 45, [])
    assert len(server.asked) == 3
    assert source.etag == ""
    assert read_source(source).outcome == "unchanged"

    serve_pages(server, [announced(uid) for uid in range(45) if uid != 31], after_last=after_last)
    told = read_source(source)

    assert (told.outcome, told.created, told.cancelled) == ("read", 0, 1)
    assert Event.objects.get(external_uid="openagenda:31").is_cancelled


def test_key_of_the_address_goes_along_and_its_size_does_not(server, source):
    type(source).objects.update(url=f"{server.url}/agenda.ics?key=k&size=20")
    serve_pages(server, [announced(uid) for uid in range(21)])

    assert read_source(source).created == 21


def test_agenda_beyond_the_bounds_is_a_part_of_which_nothing_vanishes(server, source, monkeypatch):
    monkeypatch.setattr(pages, "MAX_PAGES", 2)
    serve_pages(server, [announced(uid) for uid in range(45)])
    told = read_source(source)
    assert (told.created, told.warnings) == (
        40,
        ["40 événements sur 45\u00a0: ce n’est qu’une partie de l’agenda"],
    )

    serve_pages(server, [announced(uid) for uid in range(2, 47)])
    told = read_source(source)

    assert (told.created, told.cancelled) == (2, 0)


def test_server_that_ignores_the_cursor_is_asked_twice_and_is_a_part(server, source):
    page = {"total": 45, "events": [announced(uid) for uid in range(20)], "after": [1, 2]}
    for path in ("/agenda.ics", "/agenda.ics?size=300&after%5B%5D=1&after%5B%5D=2"):
        server.pages[path] = json.dumps(page).encode()

    told = read_source(source)

    assert (told.created, len(told.warnings), len(server.asked)) == (20, 1, 2)


def test_each_page_is_checked_like_any_address(server, source):
    serve_pages(server, [announced(uid) for uid in range(45)])
    second = "/agenda.ics?size=300&after%5B%5D=1790000000000&after%5B%5D=20"
    server.answers[second] = redirecting("http://10.0.0.1/agenda.json")

    told = read_source(source)

    assert (told.outcome, told.error) == ("failed", PRIVATE)
    assert not Event.objects.exists()


def test_our_own_json_is_followed_to_its_end(server, source):
    for number in range(25):
        EventFactory(title=f"Ailleurs {number}", starts_at=at(1 + number))
    client = Client()
    query, after, numbers = "", ["first"], set()
    while after:
        body = client.get(f"/agenda.json{query}").content
        server.pages[f"/agenda.ics{query}"] = body
        after = json.loads(body)["after"]
        numbers |= {event["uid"] for event in json.loads(body)["events"]}
        query = "?size=300" + "".join(f"&after%5B%5D={value}" for value in after)

    fetched = pages.fetch_whole(f"{server.url}/agenda.ics", fetch=loopback_fetch, timeout=20)

    joined = json.loads(fetched.content)
    assert len(server.asked) == 2
    assert {event["uid"] for event in joined["events"]} == numbers
    assert (len(numbers), joined["total"]) == (25, 25)


@pytest.mark.parametrize(
    "words", [{"removed": True, "title": None, "timings": None}, {"state": 0}, {"state": 1}, {"state": -1}]
)
def test_event_that_is_taken_back_is_gone_and_comes_back(server, source, words):
    def serve(*events):
        server.pages["/agenda.ics"] = json.dumps({"total": len(events), "events": events}).encode()

    serve(announced(1), announced(2))
    read_source(source)
    serve(announced(1), announced(2) | words)

    told = read_source(source)

    gone = Event.objects.get(external_uid="openagenda:2")
    assert (told.outcome, told.cancelled, told.refused) == ("read", 1, 1)
    assert (gone.status, gone.state, gone.vanished_at is None) == (Event.Status.CANCELLED, "published", False)
    with later(days=15):
        assert archive_vanished() == 1

    serve(announced(1), announced(2))
    read_source(source)
    gone.refresh_from_db()
    assert (gone.status, gone.state) == (Event.Status.SCHEDULED, "published")


def test_tombstone_counts_in_a_part_too_where_nothing_else_vanishes(server, source):
    server.pages["/agenda.ics"] = json.dumps({"events": [announced(1), announced(2)]}).encode()
    read_source(source)
    server.pages["/agenda.ics"] = json.dumps({"total": 90, "events": [{"uid": 2, "removed": True}]}).encode()

    told = read_source(source)

    assert (told.outcome, told.cancelled) == ("read", 1)
    assert dict(Event.objects.values_list("external_uid", "status")) == {
        "openagenda:1": Event.Status.SCHEDULED,
        "openagenda:2": Event.Status.CANCELLED,
    }


def test_agenda_that_takes_all_back_itself_is_believed(server, source):
    events = [announced(uid) for uid in range(1, 7)]
    server.pages["/agenda.ics"] = json.dumps({"events": events}).encode()
    read_source(source)
    tombstones = [{"uid": event["uid"], "removed": True} for event in events]
    server.pages["/agenda.ics"] = json.dumps({"events": tombstones}).encode()

    assert read_source(source).cancelled == 6
