"""Calendars written for this test give the dates that recurring-ical-events, an independent library, finds."""

import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from agenda.imports import ics
from agenda.recurrence import spans

from .calendars import vcalendar, vevent, vtimezone

PARIS = ZoneInfo("Europe/Paris")
SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
EUROPE = {
    "standard": "+0200,+0100,FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "daylight": "+0100,+0200,FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
}
FORM = "%Y%m%dT%H%M%S"
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=8"
NAMED = "DTSTART;TZID=Europe/Paris:"


def event(start="20261006T180000", end="20261006T193000", *lines, zone=";TZID=Europe/Paris", uid="UID:a"):
    return vevent(uid, f"DTSTART{zone}:{start}", f"DTEND{zone}:{end}", *lines)


def other(recurrence, start="", end="", *lines, zone=";TZID=Europe/Paris", uid="UID:a", extent=""):
    start = start or recurrence
    if not end:
        end = (datetime.strptime(start, FORM).replace(tzinfo=UTC) + timedelta(minutes=90)).strftime(FORM)
    return event(start, end, f"RECURRENCE-ID{extent}{zone}:{recurrence}", *lines, zone=zone, uid=uid)


def future(*arguments, **options):
    return other(*arguments, **options, extent=";RANGE=THISANDFUTURE")


def ours(reading):
    """(start, end, cancelled), as the agenda writes them down: the schedule's dates with what overrides them."""
    found = []
    for entry in reading.entries:
        dates = {
            span.start: (*span, entry.cancelled)
            for span in spans(entry.schedule, since=SINCE, until=UNTIL).spans
        }
        for override in entry.overrides:
            start, end = override.start.astimezone(UTC), override.end.astimezone(UTC)
            dates[override.recurrence_id.astimezone(UTC)] = (
                start,
                end,
                entry.cancelled or override.cancelled,
            )
        found += dates.values()
    return Counter(row for row in found if SINCE <= row[0] < UNTIL)


def theirs(data):
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(SINCE, UNTIL)
    rows = (
        (instant(item.start), instant(item.end), str(item.get("STATUS", "")) == "CANCELLED") for item in found
    )
    return Counter(row for row in rows if SINCE <= row[0] < UNTIL)


def instant(moment):
    if isinstance(moment, date) and not isinstance(moment, datetime):
        moment = datetime.combine(moment, clock())
    return (moment.replace(tzinfo=PARIS) if moment.tzinfo is None else moment).astimezone(UTC)


def check(*components, header=("X-WR-TIMEZONE:Europe/Paris",), number=None):
    data = vcalendar(*components, header=header)

    reading = ics.read(data)

    assert not reading.refusals
    dates = ours(reading)
    assert dates == theirs(data)
    if number is not None:
        assert sum(dates.values()) == number
    return reading


CALENDARS = {
    "autumn clock change": ([event("20261020T180000", "20261020T193000", WEEKLY)], 8),
    "spring clock change": ([event("20270316T180000", "20270316T193000", WEEKLY)], 8),
    "night of the change": ([event("20261024T230000", "20261025T050000", "RRULE:FREQ=DAILY;COUNT=3")], 3),
    "hour that is skipped": ([event("20270321T023000", "20270321T024500", "RRULE:FREQ=WEEKLY;COUNT=3")], 3),
    "southern zone": (
        [event("20260901T180000", "20260901T190000", "RRULE:FREQ=MONTHLY;COUNT=12", zone=";TZID=Australia/Sydney")],
        12,
    ),
    "floating": ([event("20261006T180000", "20261006T193000", WEEKLY, zone="")], 8),
    "whole days": (
        [event("20261023", "20261025", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;VALUE=DATE:20261030", zone=";VALUE=DATE")],
        3,
    ),
    "excluded": (
        [
            event(
                "20261006T180000", "20261006T193000", "RRULE:FREQ=WEEKLY;COUNT=10",
                "EXDATE;TZID=Europe/Paris:20261013T180000,20261027T180000", "EXDATE:20261103T170000Z",
            )
        ],
        7,
    ),
    "added": (
        [event("20261006T180000", "20261006T193000", "RDATE;TZID=Europe/Paris:20261008T100000,20271008T100000")],
        3,
    ),
    "moved, cancelled and elsewhere": (
        [
            event("20261006T180000", "20261006T193000", WEEKLY),
            other("20261013T180000", "20261014T090000"),
            other("20261020T180000", "", "", "STATUS:CANCELLED"),
            other("20261027T180000", "", "", "LOCATION:Ailleurs"),
            other("20261103T180000", "20270103T180000", "20270104T180000"),
        ],
        8,
    ),
    "moved across the change": (
        [event("20261020T180000", "20261020T193000", WEEKLY), other("20261027T180000", "20261024T180000")],
        8,
    ),
    "until of a day": ([event("20261006T180000", "20261006T193000", "RRULE:FREQ=WEEKLY;UNTIL=20261201T225959Z")], 9),
    "last Friday": ([event("20261030T180000", "20261030T193000", "RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=9")], 9),
    "leap days": ([event("20240229T180000", "20240229T193000", "RRULE:FREQ=YEARLY;COUNT=4")], 1),
    "thirty-first": ([event("20260131T180000", "20260131T193000", "RRULE:FREQ=MONTHLY;COUNT=9")], 9),
    "last working day": (
        [event("20260130T180000", "20260130T193000", "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=9")],
        9,
    ),
    "every other week from Sunday": (
        [event("20261004T180000", "20261004T193000", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU;COUNT=9")],
        9,
    ),
    "without end": ([event("20261006T180000", "20261006T193000", "RRULE:FREQ=WEEKLY")], 117),
    "without DTEND": ([vevent(f"{NAMED}20261006T180000", WEEKLY, without=("DTEND",))], 8),
    "a day without DTEND": ([vevent("DTSTART;VALUE=DATE:20261006", WEEKLY, without=("DTEND",))], 8),
    "duration over the change": (
        [vevent(f"{NAMED}20261024T180000", "DURATION:P1D", "RRULE:FREQ=DAILY;COUNT=2", without=("DTEND",))],
        2,
    ),
    "without DTSTAMP": ([vevent(WEEKLY, without=("DTSTAMP",))], 8),
}  # fmt: skip


@pytest.mark.parametrize(("components", "number"), CALENDARS.values(), ids=CALENDARS)
def test_calendar_gives_the_dates_of_an_independent_library(components, number):
    check(*components, number=number)


def test_series_in_universal_time_stays_there():
    """Without X-WR-TIMEZONE, by which the other library moves it."""
    check(event("20261006T160000Z", "20261006T170000Z", WEEKLY, zone=""), header=(), number=8)


def test_windows_zone_with_its_definition_gives_the_same_dates():
    zone = "Romance Standard Time"

    check(
        vtimezone(zone, **EUROPE),
        event("20261020T180000", "20261020T193000", WEEKLY, zone=f";TZID={zone}"),
        number=8,
    )


def test_many_calendars_in_one_file_do_not_disturb_each_other():
    components = [
        component.replace("UID:a", f"UID:{number}").replace("UID:atelier@example.org", f"UID:{number}")
        for number, (parts, _dates) in enumerate(CALENDARS.values())
        for component in parts
    ]

    check(*components)


# This date and those that follow

FUTURE = {
    "later in the day": ([WEEKLY], [future("20261020T180000", "20261020T200000")]),
    "shorter": ([WEEKLY], [future("20261020T180000", "20261020T180000", "20261020T183000")]),
    "another day": ([WEEKLY], [future("20261020T180000", "20261022T100000")]),
    "an earlier day": ([WEEKLY], [future("20261020T180000", "20261018T100000")]),
    "two days of the week": (["RRULE:FREQ=WEEKLY;BYDAY=TU,FR;COUNT=12"], [future("20261020T180000", "20261021T100000")]),
    "every other week": (
        ["RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA;COUNT=12"], [future("20261020T180000", "20261022T180000")]
    ),
    "without end": (["RRULE:FREQ=WEEKLY"], [future("20261020T180000", "20261022T100000")]),
    "until": (["RRULE:FREQ=WEEKLY;UNTIL=20270101T000000Z"], [future("20261020T180000", "20261022T200000")]),
    "each day": (["RRULE:FREQ=DAILY;COUNT=30"], [future("20261020T180000", "20261021T060000")]),
    "of months": (["RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=12"], [future("20261103T180000", "20261104T180000")]),
    "hour of months": (["RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=12"], [future("20261103T180000", "20261103T190000")]),
    "twice": (
        ["RRULE:FREQ=WEEKLY;COUNT=20"],
        [future("20261020T180000", "20261020T200000"), future("20261117T180000", "20261118T090000")],
    ),
    "then one of them": (
        [WEEKLY],
        [
            future("20261020T180000", "20261020T200000"),
            other("20261027T180000", "20261028T120000"),
            other("20261110T180000", "", "", "STATUS:CANCELLED"),
        ],
    ),
    "before it one of them": (
        [WEEKLY], [other("20261013T180000", "20261014T120000"), future("20261020T180000", "20261020T200000")]
    ),
    "from the first": ([WEEKLY], [future("20261006T180000", "20261006T170000")]),
    "at the last": ([WEEKLY], [future("20261124T180000", "20261124T170000")]),
    "cancelled": ([WEEKLY], [future("20261020T180000", "", "", "STATUS:CANCELLED")]),
    "over the clock change": (
        ["RRULE:FREQ=WEEKLY;COUNT=30"], [future("20261020T180000", "20261020T190000"), other("20270330T180000")]
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "changes"), FUTURE.values(), ids=FUTURE)
def test_change_of_this_and_the_following_dates(rule, changes):
    check(event("20261006T180000", "20261006T193000", *rule), *changes)


def test_excluded_and_added_dates_follow_the_change():
    """recurring-ical-events looks for EXDATE before moving, as we do."""
    check(
        event(
            "20261006T180000", "20261006T193000", "RRULE:FREQ=WEEKLY;COUNT=10",
            "EXDATE;TZID=Europe/Paris:20261013T180000,20261103T180000",
        ),
        future("20261020T180000", "20261021T100000"),
        number=8,
    )  # fmt: skip


def test_change_that_lasts_has_words_and_an_identity_of_its_own():
    reading = check(
        event("20261006T180000", "20261006T193000", WEEKLY, "LOCATION:Salle 1", "CATEGORIES:Jeux"),
        future("20261020T180000", "20261020T200000", "", "SUMMARY:Plus tard", "LOCATION:Salle 2"),
    )

    assert [(entry.uid, entry.title, entry.place_name, entry.categories) for entry in reading.entries] == [
        ("a", "Atelier", "Salle 1", ("Jeux",)),
        ("a#20261020T160000Z", "Plus tard", "Salle 2", ("Jeux",)),
    ]
    assert reading.entries[0].schedule.rrule == "FREQ=WEEKLY;UNTIL=20261013T160000Z"


def test_change_from_the_first_date_keeps_the_identity():
    reading = check(
        event("20261006T180000", "20261006T193000", WEEKLY), future("20261006T180000", "20261006T170000")
    )

    assert [entry.uid for entry in reading.entries] == ["a"]


def test_change_that_lasts_without_its_series_is_one_date_and_it_is_said():
    reading = ics.read(vcalendar(future("20261020T180000", "20261020T200000")))

    assert [entry.uid for entry in reading.entries] == ["a#20261020T160000Z"]
    assert reading.warnings == [
        "Ligne 4 : changement de plusieurs dates d’une série absente : seule la première est lue"
    ]


def test_endless_days_that_no_rule_says_are_listed_and_it_is_said():
    reading = check(
        event("20261006T180000", "20261006T193000", "RRULE:FREQ=MONTHLY;BYDAY=1TU"),
        future("20261103T180000", "20261104T180000"),
    )

    assert len(reading.entries[1].schedule.rdates) == 60
    assert reading.warnings == [
        "Ligne 13 : série sans fin que son changement empêche d’écrire : cinq ans de dates sont gardés"
    ]


RULES = ["FREQ=WEEKLY", "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY", "FREQ=WEEKLY;BYDAY=TU,TH,SA"]


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(RULES),
    st.integers(2, 20), st.integers(0, 19), st.integers(-48, 48), st.integers(1, 300),
)  # fmt: skip
def test_any_change_that_lasts_gives_the_same_dates(rule, count, which, hours, minutes):
    """Away from the clock changes, where a move in hours is one thing on the clock and another in time."""
    start = datetime(2026, 4, 7, 12, tzinfo=PARIS)
    series = event("20260407T120000", "20260407T130000", f"RRULE:{rule};COUNT={count}")
    dates = [
        span.start.astimezone(PARIS)
        for span in spans(ics.read(vcalendar(series)).entries[0].schedule, since=SINCE, until=UNTIL).spans
    ]
    date = dates[which % len(dates)]
    moved = date + timedelta(hours=hours)
    change = future(
        date.strftime(FORM),
        moved.strftime(FORM),
        (moved + timedelta(minutes=minutes)).strftime(FORM),
    )

    assert start == dates[0]
    check(series, change)


# Calendars that no library should be asked to expand, or that are not valid: what is read of them


def test_rules_that_explode_are_refused_alone_and_in_no_time():
    storms = [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=MINUTELY;COUNT=1000000000",
        "RRULE:FREQ=HOURLY;INTERVAL=1",
        "RRULE:FREQ=DAILY;BYHOUR="
        + ",".join(map(str, range(24)))
        + ";BYMINUTE="
        + ",".join(map(str, range(60))),
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=YEARLY;BYDAY=MO;BYSETPOS=366",
    ]
    started = time.perf_counter()

    reading = ics.read(
        vcalendar(*(vevent(f"UID:{n}", storm) for n, storm in enumerate(storms)), vevent("UID:z"))
    )

    assert [entry.uid for entry in reading.entries] == ["z"]
    assert [refusal.line for refusal in reading.refusals] == [4 + 8 * n for n in range(len(storms))]
    assert time.perf_counter() - started < 10


def test_count_of_a_billion_and_storm_of_positions_are_expanded_within_bounds():
    positions = ",".join(map(str, range(1, 367)))
    rules = [
        "FREQ=DAILY;COUNT=1000000000",
        f"FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS={positions}"[:480].rpartition(",")[0],
    ]
    started = time.perf_counter()

    for rule in rules:
        for entry in ics.read(vcalendar(vevent(f"RRULE:{rule}"))).entries:
            assert len(spans(entry.schedule, since=SINCE, until=UNTIL).spans) <= 5000

    assert time.perf_counter() - started < 10
