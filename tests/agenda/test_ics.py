"""Our calendars as two other libraries read them: exactly the dates that the pages show."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from icalendar import Calendar

from agenda import ics
from agenda.models import Event
from associations.models import Place
from tests.agenda.reading import PARIS, dates_in_calendar, dates_in_database
from tests.factories import EventFactory, OrganisationFactory, PlaceFactory, ThemeFactory

pytestmark = pytest.mark.django_db

# Dates are written two years ahead: all of next year is there, with both of its clock changes.
YEAR = timezone.localdate().year + 1
SINCE, UNTIL = datetime(YEAR, 1, 1, tzinfo=PARIS), datetime(YEAR + 1, 1, 1, tzinfo=PARIS)
NINETY_MINUTES = timedelta(minutes=90)
WHOLE_DAY, FIVE_MINUTES = timedelta(days=1), timedelta(minutes=5)


def at(month, day, hour=0, minute=0, zone=PARIS):
    return datetime(YEAR, month, day, hour, minute, tzinfo=zone)


def calendar(*events):
    return ics.calendar(
        Event.objects.filter(pk__in=[event.pk for event in events]).order_by("pk"), name="Essai"
    )


def vevents(body):
    return Calendar.from_ical(body).walk("VEVENT")


def unfolded(body):
    return body.decode().replace("\r\n ", "").split("\r\n")


SCHEDULES = {
    "once": {},
    "weekly": {"rrule": "FREQ=WEEKLY"},
    "twice a week": {"rrule": "FREQ=WEEKLY;BYDAY=TU,TH"},
    "biweekly": {"rrule": "FREQ=WEEKLY;INTERVAL=2"},
    "monthly by weekday": {"rrule": "FREQ=MONTHLY;BYDAY=2TU"},
    "monthly on the last day": {"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1"},
    "daily": {"rrule": "FREQ=DAILY"},
    "ten times": {"rrule": "FREQ=WEEKLY;COUNT=10"},
    "until a day": {"rrule": f"FREQ=WEEKLY;UNTIL={YEAR}0601T160000Z"},
    "several dates": {"rdates": [at(3, 27, 18), at(3, 28, 18), at(10, 30, 9)]},
    "a rule and another date": {"rrule": "FREQ=MONTHLY", "rdates": [at(7, 14, 11)]},
    "without some dates": {"rrule": "FREQ=WEEKLY", "exdates": [at(1, 12, 18), at(7, 13, 18)]},
    "without duration": {"rrule": "FREQ=WEEKLY", "length": timedelta()},
    "overnight": {"rrule": "FREQ=DAILY", "starts_at": at(1, 5, 22), "length": timedelta(hours=5)},
    "three days long": {"rrule": "FREQ=MONTHLY", "length": timedelta(days=2, hours=4)},
    "one whole day": {"all_day": True, "starts_at": at(5, 1), "length": WHOLE_DAY},
    "whole days": {
        "all_day": True,
        "starts_at": at(1, 5),
        "length": WHOLE_DAY,
        "rrule": "FREQ=DAILY",
        "exdates": [at(3, 28), at(10, 31)],
    },
    "whole weekends": {
        "all_day": True,
        "starts_at": at(1, 2),
        "length": 2 * WHOLE_DAY,
        "rrule": "FREQ=WEEKLY;BYDAY=SA",
        "rdates": [at(7, 14)],
    },
    "in Berlin": {
        "rrule": "FREQ=WEEKLY",
        "starts_at": at(1, 5, 18, zone=ZoneInfo("Europe/Berlin")),
        "timezone": "Europe/Berlin",
    },
    "in New York": {
        "rrule": "FREQ=WEEKLY",
        "starts_at": at(1, 5, 12, zone=ZoneInfo("America/New_York")),
        "timezone": "America/New_York",
        "exdates": [at(3, 16, 12, zone=ZoneInfo("America/New_York"))],
    },
    "in universal time": {"rrule": "FREQ=WEEKLY", "starts_at": at(1, 5, 17, zone=UTC), "timezone": "UTC"},
}


def event_with(*, length=NINETY_MINUTES, starts_at=None, **schedule):
    """An event whose `length` is what clocks show, whatever the clock change."""
    starts_at = starts_at or at(1, 5, 18)
    return EventFactory(starts_at=starts_at, ends_at=starts_at + length, **schedule)


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=SCHEDULES)
def test_calendar_gives_the_dates_of_the_pages(schedule):
    event = event_with(**schedule)

    dates = dates_in_calendar(calendar(event), SINCE, UNTIL)

    assert dates == dates_in_database([event], SINCE, UNTIL)
    assert dates


def test_weekly_event_stays_at_its_hour_across_both_clock_changes():
    event = event_with(rrule="FREQ=WEEKLY")

    dates = dates_in_calendar(calendar(event), SINCE, UNTIL)

    assert {f"{start.astimezone(PARIS):%H:%M} {end.astimezone(PARIS):%H:%M}" for start, end, _ in dates} == {
        "18:00 19:30"
    }
    assert {start.hour for start, _, _ in dates} == {16, 17}
    assert len(dates) == 52


def test_hour_that_the_clock_change_skips_or_repeats_is_understood_alike():
    event = event_with(rrule="FREQ=DAILY", starts_at=at(1, 5, 2, 30))

    starts = [start for start, _, _ in dates_in_calendar(calendar(event), SINCE, UNTIL)]

    # Where such a date ends, readers disagree: some subtract what clocks show.
    assert starts == [start for start, _, _ in dates_in_database([event], SINCE, UNTIL)]
    assert len(starts) == 361


def test_calendar_tells_a_moved_a_cancelled_and_an_annotated_date():
    event = event_with(rrule="FREQ=WEEKLY")
    first, second, third, fourth = event.occurrences.in_order()[:4]
    second.change(by=None, starts_at=at(1, 13, 9), ends_at=at(1, 13, 11))
    third.cancel(by=None)
    fourth.change(
        by=None,
        starts_at=fourth.starts_at,
        ends_at=fourth.ends_at,
        note="Salle du fond",
        title="Atelier crêpes",
    )
    event.refresh_from_db()

    body = calendar(event)

    dates = dates_in_calendar(body, SINCE, UNTIL)
    assert dates == dates_in_database([event], SINCE, UNTIL)
    assert dates[:3] == [
        (first.starts_at, first.ends_at, False),
        (at(1, 13, 9), at(1, 13, 11), False),
        (third.starts_at, third.ends_at, True),
    ]
    series, *others = vevents(body)
    assert [str(other["RECURRENCE-ID"].dt) for other in others] == [
        f"{YEAR}-01-12 18:00:00+01:00",
        f"{YEAR}-01-19 18:00:00+01:00",
        f"{YEAR}-01-26 18:00:00+01:00",
    ]
    assert [str(other["SUMMARY"]) for other in others] == [
        event.title,
        f"[Annulé] {event.title}",
        "Atelier crêpes",
    ]
    assert [other["STATUS"] for other in (series, *others)] == [
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
        "CONFIRMED",
    ]
    assert str(others[2]["DESCRIPTION"]).startswith("Salle du fond\n")
    assert {str(other["UID"]) for other in (series, *others)} == {event.uid}
    assert {other["SEQUENCE"] for other in (series, *others)} == {3}


def test_calendar_tells_a_moved_whole_day_and_a_moved_single_date():
    days = event_with(all_day=True, starts_at=at(3, 1), length=WHOLE_DAY, rrule="FREQ=WEEKLY")
    once = event_with()
    days.occurrences.all()[1].change(by=None, starts_at=at(3, 9), ends_at=at(3, 10))
    once.occurrences.get().change(by=None, starts_at=at(2, 1, 10), ends_at=at(2, 1, 12))

    for event in (days, once):
        assert dates_in_calendar(calendar(event), SINCE, UNTIL) == dates_in_database([event], SINCE, UNTIL)
    assert dates_in_calendar(calendar(once), SINCE, UNTIL) == [(at(2, 1, 10), at(2, 1, 12), False)]


def test_calendar_of_a_cancelled_event_cancels_all_its_dates():
    event = event_with(rrule="FREQ=WEEKLY;COUNT=3")
    event.cancel(by=None)

    body = calendar(event)

    assert [cancelled for _, _, cancelled in dates_in_calendar(body, SINCE, UNTIL)] == [True] * 3
    assert str(vevents(body)[0]["SUMMARY"]) == f"[Annulé] {event.title}"


def test_calendar_says_full_and_postponed():
    full, postponed = EventFactory(status=Event.Status.FULL), EventFactory(status=Event.Status.POSTPONED)

    first, second = vevents(calendar(full, postponed))

    assert str(first["SUMMARY"]) == f"[Complet] {full.title}"
    assert first["STATUS"] == "CONFIRMED"
    assert second["STATUS"] == "TENTATIVE"


# Any schedule that a form or an import may give, with dates moved and cancelled.

RULES = st.sampled_from(
    [
        *("", "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=DAILY;COUNT=40", "FREQ=WEEKLY", "FREQ=MONTHLY"),
        *("FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=MO,WE,SU", "FREQ=WEEKLY;COUNT=7"),
        *("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=MONTHLY;BYDAY=5SA"),
        *("FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO,3MO", "FREQ=YEARLY"),
    ]
)
ZONES = st.sampled_from(["Europe/Paris", "Europe/Paris", "Europe/Berlin", "UTC", "America/New_York"])


@st.composite
def schedules(draw):
    all_day = draw(st.booleans())
    zone = "Europe/Paris" if all_day else draw(ZONES)
    day = draw(st.integers(0, 300))
    # Not in the hour that a clock change skips: see the test of its own.
    minutes = 0 if all_day else 5 * draw(st.integers(36, 287))
    start = datetime(YEAR, 1, 1, tzinfo=ZoneInfo(zone)) + timedelta(days=day, minutes=minutes)
    lengths = (
        st.integers(1, 4).map(WHOLE_DAY.__mul__) if all_day else st.integers(0, 400).map(FIVE_MINUTES.__mul__)
    )
    length = draw(lengths)
    return {
        "starts_at": start,
        "ends_at": start + length,
        "timezone": zone,
        "all_day": all_day,
        "rrule": draw(RULES),
        "rdates": [start + timedelta(days=days) for days in draw(st.sets(st.integers(1, 60), max_size=3))],
    }


@hypothesis_settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_calendar_gives_the_dates_of_the_pages_whatever_the_schedule(db, data):
    schedule = data.draw(schedules())
    event = EventFactory(organiser=None, place=None, **schedule)
    chosen = data.draw(st.sets(st.integers(0, 20), max_size=4))
    for number, row in enumerate(event.occurrences.in_order()[:21]):
        if number not in chosen:
            continue
        match data.draw(st.sampled_from(["move", "cancel", "drop"])):
            case "move":
                step = timedelta(days=1) if event.all_day else timedelta(minutes=35)
                row.change(
                    by=None, starts_at=row.starts_at + step, ends_at=row.ends_at + step, note="Ailleurs"
                )
            case "cancel":
                row.cancel(by=None)
            case "drop" if event.is_series:
                event.exdates.append(row.recurrence_id)
                event.save()
                event.write_dates()
    # What only just begins before the new year may end in it: a window of its own keeps clear of the edges.
    since, until = SINCE - timedelta(days=5), UNTIL + timedelta(days=5)

    event = Event.objects.get(pk=event.pk)
    if event.occurrences.exists():
        assert dates_in_calendar(calendar(event), since, until) == dates_in_database([event], since, until)


# The text of a calendar.


def test_lines_are_folded_at_75_octets_without_cutting_a_character():
    event = EventFactory(
        title="Été à l’Étang " + "🎉👩‍👩‍👧" * 12, summary="é" * 200, description="“Œuvre” – " * 300
    )

    body = calendar(event)

    lines = body.split(b"\r\n")
    assert max(map(len, lines)) == 75
    assert all(line.decode() or True for line in lines)
    assert str(vevents(body)[0]["SUMMARY"]) == event.title
    assert event.summary in str(vevents(body)[0]["DESCRIPTION"])


@pytest.mark.parametrize("length", range(70, 80))
def test_fold_is_undone_by_unfolding(length):
    for text in ("x" * length, "é" * length, "x" * (length % 7) + "🎉" * length):
        folded = ics.fold(text)

        assert folded.endswith(b"\r\n")
        assert folded[:-2].replace(b"\r\n ", b"").decode() == text
        assert all(len(line) <= 75 for line in folded.split(b"\r\n"))


def test_text_is_escaped():
    title = r"Goûter ; jeux, et \ plus : « 5 < 6 & 7 > 2 » \n"
    event = EventFactory(
        title=title,
        description="Un\n\n- deux & trois\n- **quatre**",
        conditions="Prix libre ; à partir de 1,50 €",
        place=PlaceFactory(name="Salle A, B; C", address="2, rue d’\\Ici"),
        organiser=OrganisationFactory(name="A; B, C"),
        uid="a,b;c\\d@example.org",
    )
    event.themes.set([ThemeFactory(name="Santé, sport"), ThemeFactory(name="Jeux")])

    (vevent,) = vevents(calendar(event))

    assert str(vevent["SUMMARY"]) == title
    assert str(vevent["UID"]) == event.uid
    assert str(vevent["LOCATION"]) == "Salle A, B; C, 2, rue d’\\Ici, 13009 Marseille"
    assert str(vevent["CONTACT"]) == "A; B, C"
    assert vevent["CATEGORIES"].cats == ["Jeux", "Santé, sport"]
    assert "deux & trois\nquatre" in str(vevent["DESCRIPTION"])
    assert "Prix libre ; à partir de 1,50 €" in str(vevent["DESCRIPTION"])


BREAKS = ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x1b", "\x7f"]


@pytest.mark.parametrize("line_break", BREAKS, ids=[f"{ord(text[0]):x}-{len(text)}" for text in BREAKS])
def test_no_text_can_add_a_line(line_break):
    attack = f"Titre{line_break}STATUS:CANCELLED{line_break}END:VEVENT"
    event = EventFactory(
        title=attack,
        summary=attack,
        description=attack,
        conditions=attack,
        uid=attack,
        rrule="FREQ=WEEKLY;COUNT=2",
    )
    Event.objects.filter(pk=event.pk).update(online_url=f"https://example.org/{attack}")
    Place.objects.filter(pk=event.place_id).update(name=attack)
    event.occurrences.update(note=attack, title=attack, is_override=True)

    body = calendar(event)

    for lines in (unfolded(body), body.decode().replace("\r\n ", "").splitlines()):
        assert lines.count("END:VEVENT") == 3
        assert "STATUS:CANCELLED" not in lines
    assert len(vevents(body)) == 3


# The properties that clients rely on.


def test_calendar_says_what_it_is_and_when_to_come_back():
    event = EventFactory()

    lines = unfolded(calendar(event))

    assert lines[:10] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Coopération Sud//Agenda//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Essai",
        "X-WR-CALNAME:Essai",
        "X-WR-TIMEZONE:Europe/Paris",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]


def test_calendar_defines_each_zone_that_it_names_once():
    paris, berlin, utc = (
        event_with(**SCHEDULES[name]) for name in ("weekly", "in Berlin", "in universal time")
    )

    body = calendar(paris, berlin, utc)

    zones = [str(zone["TZID"]) for zone in Calendar.from_ical(body).walk("VTIMEZONE")]
    assert zones == ["Europe/Berlin", "Europe/Paris"]
    assert f"DTSTART;TZID=Europe/Berlin:{YEAR}0105T180000" in unfolded(body)
    assert f"DTSTART:{YEAR}0105T170000Z" in unfolded(body)
    summer, winter = at(7, 1, 12), at(12, 1, 12)
    for zone in Calendar.from_ical(body).walk("VTIMEZONE"):
        for moment in (summer, winter, at(3, 28, 2), at(3, 28, 4), at(10, 31, 1), at(10, 31, 4)):
            naive = moment.replace(tzinfo=None)
            assert naive.replace(tzinfo=zone.to_tz(lookup_tzid=False)).utcoffset() == moment.utcoffset()


def test_uid_is_stable_and_sequence_and_last_modified_grow():
    event = event_with(rrule="FREQ=WEEKLY")
    seen = []

    def look():
        vevent = vevents(calendar(event))[0]
        seen.append((str(vevent["UID"]), vevent["SEQUENCE"], vevent["LAST-MODIFIED"].dt))

    look()
    for change in (
        lambda: event.occurrences.first().cancel(by=None),
        lambda: Event.objects.get(pk=event.pk).cancel(by=None),
        lambda: Event.objects.get(pk=event.pk).reinstate(by=None),
        lambda: Event.objects.get(pk=event.pk).publish(by=None),
    ):
        Event.objects.filter(pk=event.pk).update(
            updated_at=Event.objects.get(pk=event.pk).updated_at - timedelta(minutes=1)
        )
        change()
        look()

    assert {uid for uid, _, _ in seen} == {event.uid}
    assert [sequence for _, sequence, _ in seen] == [0, 1, 2, 3, 4]
    assert [modified for _, _, modified in seen] == sorted(modified for _, _, modified in seen)
    assert seen[-1][2].utcoffset() == timedelta()


def test_image_is_given_with_what_it_shows():
    event = EventFactory(image="agenda/affiche.webp", image_alt="Des enfants plantent un figuier.")

    (vevent,) = vevents(calendar(event))

    assert str(vevent["IMAGE"]) == "http://testserver/media/agenda/affiche.webp"
    assert vevent["IMAGE"].params["FMTTYPE"] == "image/webp"
    assert "Image : Des enfants plantent un figuier." in str(vevent["DESCRIPTION"]).split("\n")


def test_calendar_has_no_cap_and_few_queries(django_assert_num_queries):
    one = EventFactory()
    with django_assert_num_queries(7):
        ics.calendar(Event.objects.filter(pk=one.pk), name="Essai")
    Event.objects.bulk_create(
        Event(
            title=f"Événement {number}",
            slug=f"evenement-en-nombre-{number}",
            starts_at=at(5, 1, 10),
            ends_at=at(5, 1, 12),
            state=Event.State.PUBLISHED,
            organiser=one.organiser,
        )
        for number in range(599)
    )

    # Those of three lots of 200, and one for the time zones of all.
    with django_assert_num_queries(18):
        body = ics.calendar(Event.objects.all(), name="Essai")

    assert len({str(vevent["UID"]) for vevent in vevents(body)}) == 600
