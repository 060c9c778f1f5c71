"""What a followed calendar no longer has: shown as cancelled for a while, then gone; and as before when it comes back."""

import icalendar
import pytest
import recurring_ical_events

from agenda import ics
from agenda.imports.vanishing import archive_vanished, drop_vanished_dates
from agenda.models import Event, Occurrence, Source
from agenda.tasks import let_vanished_go
from tests.agenda.imports.calendars import vcalendar
from tests.agenda.sources import (
    PARIS,
    WEEKLY,
    YEAR,
    at,
    event,
    later,
    moments,
    read_source,
    serve,
    server,
    several,
    source,
    web_page,
)

pytestmark = pytest.mark.django_db

__all__ = ["server", "source"]


# Events


def test_event_that_vanishes_is_shown_as_cancelled_then_archived(server, source):
    serve(server, *several(3))
    read_source(source)
    serve(server, *several(3, first=2))

    told = read_source(source)

    gone = Event.objects.get(external_uid="e1@example.org")
    assert told.cancelled == 1
    assert (gone.status, gone.state, gone.sequence) == (Event.Status.CANCELLED, "published", 1)
    assert "STATUS:CANCELLED" in ics.calendar(Event.objects.filter(pk=gone.pk), name="x").decode()
    with later(days=13):
        assert archive_vanished() == 0
    with later(days=15):
        let_vanished_go(timestamp=0)
    gone.refresh_from_db()
    assert gone.state == "archived"


def test_event_that_comes_back_is_as_before(server, source):
    serve(server, *several(3))
    read_source(source)
    Event.objects.filter(external_uid="e1@example.org").update(status=Event.Status.FULL)
    serve(server, *several(3, first=2))
    read_source(source)
    serve(server, *several(3))

    told = read_source(source)

    back = Event.objects.get(external_uid="e1@example.org")
    assert (back.status, back.vanished_at, back.state) == (Event.Status.FULL, None, "published")
    assert (told.created, told.unchanged) == (0, 3)


def test_event_that_comes_back_after_it_was_archived_is_public_again(server, source):
    serve(server, *several(3))
    read_source(source)
    serve(server, *several(3, first=2))
    read_source(source)
    with later(days=15):
        archive_vanished()
    serve(server, *several(3))

    read_source(source)

    assert set(Event.objects.values_list("state", "status")) == {("published", Event.Status.SCHEDULED)}


def test_vanished_event_that_somebody_here_reinstated_stays(server, source):
    serve(server, *several(2))
    read_source(source)
    serve(server, *several(2, first=2))
    read_source(source)
    Event.objects.get(external_uid="e1@example.org").reinstate(by=None)
    serve(server, event("e2", "SUMMARY:Autre", day=2))

    read_source(source)
    with later(days=15):
        archive_vanished()

    mine = Event.objects.get(external_uid="e1@example.org")
    assert (mine.state, mine.status) == ("published", Event.Status.SCHEDULED)


def test_event_cancelled_here_before_it_vanished_stays_cancelled_when_it_comes_back(server, source):
    serve(server, *several(3))
    read_source(source)
    Event.objects.get(external_uid="e1@example.org").cancel(by=None)
    serve(server, *several(3, first=2))
    read_source(source)
    serve(server, *several(3))
    read_source(source)

    assert Event.objects.get(external_uid="e1@example.org").is_cancelled


def test_what_is_over_is_not_cancelled_when_the_calendar_forgets_it(server, source):
    serve(server, *several(3))
    read_source(source)
    serve(server, event("autre", "SUMMARY:Autre", "RRULE:FREQ=YEARLY"))

    with later(days=500):
        told = read_source(source)

    assert (told.outcome, told.cancelled) == ("read", 0)
    assert not Event.objects.filter(status=Event.Status.CANCELLED).exists()


def test_proposal_that_nobody_read_is_archived_at_once_and_comes_back_as_a_proposal(server, source):
    Source.objects.update(publishes=False)
    serve(server, *several(2))
    read_source(source)
    serve(server, *several(2, first=2))
    read_source(source)
    first = Event.objects.get(external_uid="e1@example.org")
    assert first.state == "archived"

    serve(server, *several(2))
    read_source(source)

    first.refresh_from_db()
    assert (first.state, first.status) == ("pending", Event.Status.SCHEDULED)


def test_event_made_private_is_hidden_at_once(server, source):
    serve(server, *several(2))
    read_source(source)
    serve(server, event("e1", "CLASS:PRIVATE", day=1), event("e2", "SUMMARY:Atelier 2", day=2))

    read_source(source)

    assert Event.objects.get(external_uid="e1@example.org").state == "archived"


def test_private_event_is_hidden_even_by_a_reading_that_was_cut(server, source):
    serve(server, *several(2))
    read_source(source)
    cut = vcalendar(event("e1", "CLASS:PRIVATE", day=1)).replace(b"END:VCALENDAR\r\n", b"")
    server.pages["/agenda.ics"] = cut

    read_source(source)

    assert dict(Event.objects.values_list("external_uid", "state")) == {
        "e1@example.org": "archived",
        "e2@example.org": "published",
    }


def test_private_date_of_a_series_hides_that_date_only(server, source):
    date = f"RECURRENCE-ID;TZID=Europe/Paris:{YEAR}0112T180000"
    serve(server, event("s", WEEKLY))
    read_source(source)
    serve(server, event("s", WEEKLY), event("s", date, "CLASS:PRIVATE", day=12))

    read_source(source)

    assert moments(Event.objects.get()) == [(at(day), day == 12) for day in (5, 12, 19, 26)]


def test_event_that_is_refused_now_is_left_as_it_was(server, source):
    serve(server, *several(2))
    read_source(source)
    serve(server, event("e1", "DTSTART:demain"), event("e2", "SUMMARY:Atelier 2", day=2))

    told = read_source(source)

    assert (told.refused, told.cancelled) == (1, 0)


def statuses():
    return dict(Event.objects.order_by("pk").values_list("title", "status"))


def test_what_a_page_lacks_twice_is_shown_as_cancelled(server, source):
    server.pages["/agenda.ics"] = web_page(5, 6, 7)
    read_source(source)
    server.pages["/agenda.ics"] = web_page(5, 7)

    assert read_source(source).cancelled == 0
    assert source.missing == ["https://asso.example.org/6"]
    assert read_source(source).cancelled == 1
    assert statuses() == {"Atelier 5": 1, "Atelier 6": Event.Status.CANCELLED, "Atelier 7": 1}
    assert source.missing == []
    assert read_source(source).outcome == "unchanged"

    server.pages["/agenda.ics"] = web_page(5, 6, 7)
    read_source(source)
    assert statuses() == {"Atelier 5": 1, "Atelier 6": 1, "Atelier 7": 1}


def test_what_a_page_lacks_once_is_left(server, source):
    for days in ([5, 6, 7], [5, 7], [5, 6, 7], [5, 7], [5, 6, 7]):
        server.pages["/agenda.ics"] = web_page(*days)
        assert read_source(source).cancelled == 0

    assert source.missing == []


def test_what_is_beyond_the_last_of_a_page_is_on_its_next_page(server, source):
    server.pages["/agenda.ics"] = web_page(5, 6, 7)
    read_source(source)
    server.pages["/agenda.ics"] = web_page(3, 5, 6)

    for _time in range(3):
        assert read_source(source).cancelled == 0
    assert set(statuses().values()) == {Event.Status.SCHEDULED}


def test_page_of_which_a_part_is_malformed_cancels_nothing(server, source):
    server.pages["/agenda.ics"] = web_page(5, 6, 7)
    read_source(source)
    broken = '<script type="application/ld+json">{"@type": "Event", "name</script>'
    server.pages["/agenda.ics"] = web_page(5, 7, more=broken)

    for _time in range(3):
        assert read_source(source).cancelled == 0


def test_page_that_empties_is_held_and_applied_once_somebody_says_so(server, source):
    server.pages["/agenda.ics"] = web_page(5, 6)
    read_source(source)
    server.pages["/agenda.ics"] = web_page()

    told = read_source(source)

    assert (told.outcome, told.error) == ("held", "Ce calendrier est soudain vide.")
    source.accept_held()
    assert read_source(source).cancelled == 2


def test_feed_holds_the_latest_only_and_its_page_says_so(client, server, source):
    items = [
        f"<item><title>Atelier {day}</title><guid>https://x.example.org/{day}</guid>"
        f"<startdate>{at(day).isoformat()}</startdate></item>"
        for day in (5, 6)
    ]
    for shown in (items, items[1:], items[1:]):
        server.pages["/agenda.ics"] = (
            f"<rss version='2.0'><channel><title>x</title>{''.join(shown)}</channel></rss>".encode()
        )
        told = read_source(source)

    assert (told.cancelled, source.format) == (0, "rss")
    assert set(statuses().values()) == {Event.Status.SCHEDULED}
    client.force_login(source.organisation.memberships.get().user)
    assert (
        "Ce flux n’annonce que les derniers événements"
        in client.get(source.get_absolute_url()).content.decode()
    )


def test_reading_that_was_cut_cancels_nothing(server, source):
    serve(server, *several(3))
    read_source(source)
    server.pages["/agenda.ics"] = vcalendar(*several(1)).replace(b"END:VCALENDAR\r\n", b"")

    told = read_source(source)

    assert (told.outcome, told.cancelled) == ("read", 0)
    assert "le fichier semble coupé : « END:VCALENDAR » manque" in told.warnings


# Dates of a series


def feed_dates(mine):
    """(start, status) of each date of the feed, as an independent reader sees it."""
    calendar = icalendar.Calendar.from_ical(ics.calendar(Event.objects.filter(pk=mine.pk), name="x"))
    found = recurring_ical_events.of(calendar).between((YEAR - 1, 12, 1), (YEAR, 3, 1))
    return sorted((date["DTSTART"].dt.astimezone(PARIS), str(date["STATUS"])) for date in found)


def taken_out(*days):
    return [f"EXDATE;TZID=Europe/Paris:{YEAR}01{day:02}T180000" for day in days]


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        ([WEEKLY, *taken_out(12)], {12}),
        (["RRULE:FREQ=WEEKLY;COUNT=2"], {19, 26}),
        ([f"RRULE:FREQ=WEEKLY;UNTIL={YEAR}0106T000000Z"], {12, 19, 26}),
        ([], {12, 19, 26}),
    ],
    ids=["exdate", "count", "until", "no rule"],
)
def test_date_that_the_series_loses_is_shown_as_cancelled(server, source, lines, gone):
    serve(server, event("s", WEEKLY))
    read_source(source)
    serve(server, event("s", *lines))

    read_source(source)

    mine = Event.objects.get()
    expected = [(at(day), day in gone) for day in (5, 12, 19, 26)]
    assert moments(mine) == expected
    assert feed_dates(mine) == [
        (start, "CANCELLED" if cancelled else "CONFIRMED") for start, cancelled in expected
    ]
    assert read_source(source).outcome == "unchanged"
    Event.objects.write_occurrences()
    assert moments(mine) == expected


def test_sentence_of_a_series_does_not_announce_what_it_lost(server, source):
    serve(server, event("s", WEEKLY))
    read_source(source)
    serve(server, event("s", "RRULE:FREQ=WEEKLY;COUNT=2"))
    read_source(source)
    shortened = str(Event.objects.get().schedule_wording)

    Event.objects.all().delete()
    Source.objects.update(digest="", etag="")
    source.refresh_from_db()
    read_source(source)

    assert shortened == str(Event.objects.get().schedule_wording)


def test_lost_date_goes_after_a_fortnight(server, source):
    serve(server, event("s", WEEKLY))
    read_source(source)
    serve(server, event("s", "RRULE:FREQ=WEEKLY;COUNT=3", *taken_out(12)))
    read_source(source)
    mine = Event.objects.get()
    assert [day for day, cancelled in moments(mine) if cancelled] == [at(12), at(26)]
    before = mine.sequence

    with later(days=13):
        assert drop_vanished_dates() == 0
    with later(days=15):
        assert drop_vanished_dates() == 2

    mine.refresh_from_db()
    assert moments(mine) == [(at(5), False), (at(19), False)]
    assert feed_dates(mine) == [(at(5), "CONFIRMED"), (at(19), "CONFIRMED")]
    assert (mine.vanished_dates, mine.rdates, mine.sequence) == ({}, [], before + 1)


def test_lost_date_that_is_given_again_is_as_before(server, source):
    serve(server, event("s", WEEKLY))
    read_source(source)
    serve(server, event("s", WEEKLY, *taken_out(12)))
    read_source(source)
    serve(server, event("s", WEEKLY))

    read_source(source)

    mine = Event.objects.get()
    assert moments(mine) == [(at(day), False) for day in (5, 12, 19, 26)]
    assert not mine.occurrences.filter(is_override=True).exists()
    assert (mine.vanished_dates, mine.exdates) == ({}, [])


def test_date_cancelled_here_stays_cancelled_when_the_source_gives_it_again(server, source):
    serve(server, event("s", WEEKLY))
    read_source(source)
    Occurrence.objects.get(recurrence_id=at(12)).cancel(by=None)
    for lines in ([WEEKLY, *taken_out(12)], [WEEKLY]):
        serve(server, event("s", *lines))
        read_source(source)

        assert moments(Event.objects.get()) == [(at(day), day == 12) for day in (5, 12, 19, 26)]


def test_lost_dates_add_up(server, source):
    serve(server, event("s", WEEKLY))
    read_source(source)
    for days in ([12], [12, 19]):
        serve(server, event("s", WEEKLY, *taken_out(*days)))
        read_source(source)

    mine = Event.objects.get()
    assert moments(mine) == [(at(5), False), (at(12), True), (at(19), True), (at(26), False)]
    assert len(mine.vanished_dates) == 2


def test_series_that_moves_to_another_day_or_hour_cancels_nothing(server, source):
    serve(server, event("s", WEEKLY))
    read_source(source)
    serve(server, event("s", WEEKLY, day=6))
    read_source(source)
    assert moments(Event.objects.get()) == [(at(day), False) for day in (6, 13, 20, 27)]

    hour = [f"DTSTART;TZID=Europe/Paris:{YEAR}0106T190000", f"DTEND;TZID=Europe/Paris:{YEAR}0106T203000"]
    serve(server, event("s", WEEKLY, *hour))
    read_source(source)

    assert moments(Event.objects.get()) == [(at(day, 19), False) for day in (6, 13, 20, 27)]


def test_first_of_several_listed_dates_may_vanish(server, source):
    listed = f"RDATE;TZID=Europe/Paris:{YEAR}0108T180000,{YEAR}0110T180000"
    serve(server, event("s", listed))
    read_source(source)
    serve(server, event("s", f"RDATE;TZID=Europe/Paris:{YEAR}0110T180000", day=8))

    read_source(source)

    mine = Event.objects.get()
    assert moments(mine) == [(at(5), True), (at(8), False), (at(10), False)]
    assert feed_dates(mine) == [(at(5), "CANCELLED"), (at(8), "CONFIRMED"), (at(10), "CONFIRMED")]
    with later(days=15):
        drop_vanished_dates()
    assert moments(mine) == [(at(8), False), (at(10), False)]


def test_dates_of_all_day_series_vanish_too(server, source):
    days = [f"DTSTART;VALUE=DATE:{YEAR}0105", f"DTEND;VALUE=DATE:{YEAR}0106"]
    serve(server, event("s", *days, WEEKLY))
    read_source(source)
    serve(server, event("s", *days, WEEKLY, f"EXDATE;VALUE=DATE:{YEAR}0112"))

    read_source(source)

    assert moments(Event.objects.get()) == [(at(day, 0), day == 12) for day in (5, 12, 19, 26)]
