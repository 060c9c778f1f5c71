"""Calendars whose UIDs change: what says the same, or has only moved, keeps its identity here."""

import uuid

import pytest

from agenda.models import Event, Source
from tests.agenda.sources import YEAR, at, event, moments, read_source, serve, server, source

pytestmark = pytest.mark.django_db

__all__ = ["server", "source"]

LATER = [f"DTSTART;TZID=Europe/Paris:{YEAR}0105T190000", f"DTEND;TZID=Europe/Paris:{YEAR}0105T203000"]
ELSEWHEN = [f"DTSTART;TZID=Europe/Paris:{YEAR}0122T190000", f"DTEND;TZID=Europe/Paris:{YEAR}0122T203000"]
PAGE = "URL:https://asso.example.org/e/1"


def rows():
    return list(Event.objects.order_by("pk").values_list("pk", "uid", "status", "state"))


def test_uids_that_change_at_each_reading_make_no_doubles(server, source):
    for number in range(4):
        again = [event(uuid.uuid4().hex, f"SUMMARY:Atelier {day}", day=day) for day in (1, 2, 3, 4)]
        serve(server, *again)
        told = read_source(source)
        if number == 0:
            first = rows()

    assert rows() == first
    assert len(first) == 4
    assert (told.outcome, told.created, told.unchanged, told.cancelled) == ("read", 0, 4, 0)
    assert told.warnings == [
        "4 événements ont un autre identifiant (UID) qu’avant dans ce calendrier\u00a0: ils sont reconnus à "
        "ce qu’ils disent"
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([PAGE], [PAGE, *ELSEWHEN]),
        ([PAGE], [PAGE, "SUMMARY:Couture et tricot"]),
        ([], LATER),
        (
            ["RRULE:FREQ=WEEKLY"],
            [
                "RRULE:FREQ=WEEKLY",
                f"DTSTART;TZID=Europe/Paris:{YEAR}0119T180000",
                f"DTEND;TZID=Europe/Paris:{YEAR}0119T193000",
            ],
        ),
    ],
    ids=["moved, same page", "retitled, same page", "same day", "later start of one series"],
)
def test_event_that_moved_under_another_uid_is_the_same(server, source, before, after):
    other = event("x", "SUMMARY:Lecture", day=20)
    serve(server, event("un", "SUMMARY:Couture", *before), other)
    read_source(source)
    first = rows()
    given = after if any("SUMMARY" in line for line in after) else ["SUMMARY:Couture", *after]
    serve(server, event("deux", *given), other)

    told = read_source(source)

    assert rows() == first
    assert (told.created, told.cancelled, told.updated) == (0, 0, 1)
    assert Event.objects.get(pk=first[0][0]).external_uid == "deux@example.org"


def test_new_date_of_a_moved_event_is_shown(server, source):
    serve(server, event("un", PAGE), event("x", "SUMMARY:Lecture", day=20))
    read_source(source)
    serve(server, event("deux", PAGE, *ELSEWHEN), event("x", "SUMMARY:Lecture", day=20))
    read_source(source)

    assert moments(Event.objects.get(title="Atelier")) == [(at(22, 19), False)]


def test_page_that_all_events_share_tells_nothing(server, source):
    serve(server, event("un", PAGE, "SUMMARY:Un"), event("x", PAGE, "SUMMARY:Lecture", day=20))
    read_source(source)
    serve(server, event("deux", PAGE, "SUMMARY:Deux", day=9), event("x", PAGE, "SUMMARY:Lecture", day=20))

    told = read_source(source)

    assert (told.created, told.cancelled) == (1, 1)


def test_two_that_could_be_meant_are_not_guessed(server, source):
    serve(server, event("un", "SUMMARY:Jeux"), event("x", "SUMMARY:Lecture", day=20))
    read_source(source)
    twice = [
        event("deux", "SUMMARY:Jeux", *LATER),
        event("trois", "SUMMARY:Jeux", *[line.replace("T19", "T09").replace("T20", "T10") for line in LATER]),
    ]
    serve(server, *twice, event("x", "SUMMARY:Lecture", day=20))

    told = read_source(source)

    assert (told.created, told.cancelled) == (2, 1)


def test_all_uids_changed_and_nothing_recognised_is_held(server, source):
    serve(server, event("un", "SUMMARY:Jeux"), event("deux", "SUMMARY:Lecture", day=7))
    read_source(source)
    serve(server, event("a", "SUMMARY:Yoga", day=8), event("b", "SUMMARY:Chant", day=9))

    told = read_source(source)

    assert told.outcome == "held"
    assert "d’autres identifiants (UID)" in told.error
    assert Event.objects.count() == 2


def test_what_was_archived_here_stays_so_under_another_uid(server, source):
    serve(server, event("un", "SUMMARY:Jeux"), event("x", "SUMMARY:Lecture", day=20))
    read_source(source)
    Event.objects.get(title="Jeux").archive(by=None)
    serve(server, event("deux", "SUMMARY:Jeux"), event("x", "SUMMARY:Lecture", day=20))

    told = read_source(source)

    assert told.created == 0
    assert Event.objects.get(title="Jeux").state == "archived"


def test_held_reading_renames_nothing(server, source):
    serve(server, *(event(f"e{day}", f"SUMMARY:Atelier {day}", day=day) for day in range(1, 7)))
    read_source(source)
    serve(server, event("autre", "SUMMARY:Atelier 1", day=1))

    assert read_source(source).outcome == "held"
    assert not Event.objects.filter(external_uid="autre@example.org").exists()
    assert Source.objects.get().state == "held"
