import random
import time as clock
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from agenda.recurrence import (
    Schedule,
    SimpleRule,
    Span,
    build_rule,
    has_end,
    normalise_rule,
    read_rule,
    spans,
    starts_on_rule,
)
from agenda.rrule import MAX_LENGTH, RuleError

PARIS = ZoneInfo("Europe/Paris")
NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
examples = settings(
    max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def paris(*args, fold=0):
    return datetime(*args, tzinfo=PARIS, fold=fold)


def wall(*args):
    return datetime(*args)  # noqa: DTZ001


def utc(*args):
    return datetime(*args, tzinfo=UTC)


def starts(schedule, since=None, until=None, **kwargs):
    """Local starts, from the first date on and for 24 months."""
    since = since or min(schedule.start, *schedule.rdates, schedule.start)
    until = until or since + timedelta(days=731)
    zone = ZoneInfo(schedule.zone)
    expansion = spans(schedule, since=since, until=until, **kwargs)
    return [one.start.astimezone(zone).replace(tzinfo=None) for one in expansion.spans]


def weekly(start, length=HOUR, **kwargs):
    return Schedule(start, start + length, **{"rrule": "FREQ=WEEKLY"} | kwargs)


# RFC 5545 § 3.8.5.3, "Examples": DTSTART, RRULE and the dates that follow from it, all at 9:00 in New York.
# HOURLY and MINUTELY are left out; "…" stands where the RFC says so.
WEEKDAYS = "MO,TU,WE,TH,FR"
JANUARIES = " ".join(f"{year}-01:{','.join(map(str, range(1, 32)))}" for year in (1998, 1999, 2000))
TUESDAYS = "1997-09:2,9,16,23,30 1997-10:7,14,21,28 1997-11:4"
TUESDAYS_AND_THURSDAYS = "1997-09:2,4,9,11,16,18,23,25,30 1997-10:2"
RFC_EXAMPLES = [
    ("19970902", "DAILY;COUNT=10", "1997-09:2,3,4,5,6,7,8,9,10,11"),
    ("19970902", "DAILY;INTERVAL=10;COUNT=5", "1997-09:2,12,22 1997-10:2,12"),
    ("19970902", "DAILY;INTERVAL=2", "1997-09:2,4,6,8,10,12,14,16,18,20,22,24,26,28,30 1997-10:2,4 …"),
    ("19980101", "YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", JANUARIES),
    ("19980101", "DAILY;UNTIL=20000131T140000Z;BYMONTH=1", JANUARIES),
    ("19970902", "WEEKLY;COUNT=10", TUESDAYS),
    ("19970902", "WEEKLY;UNTIL=19971224T000000Z", f"{TUESDAYS},11,18,25 1997-12:2,9,16,23"),
    (
        "19970902",
        "WEEKLY;INTERVAL=2;WKST=SU",
        "1997-09:2,16,30 1997-10:14,28 1997-11:11,25 1997-12:9,23 1998-01:6,20 1998-02:3,17 …",
    ),
    ("19970902", "WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", TUESDAYS_AND_THURSDAYS),
    ("19970902", "WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", TUESDAYS_AND_THURSDAYS),
    (
        "19970901",
        "WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997-09:1,3,5,15,17,19,29 1997-10:1,3,13,15,17,27,29,31 1997-11:10,12,14,24,26,28"
        " 1997-12:8,10,12,22",
    ),
    (
        "19970902",
        "WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "1997-09:2,4,16,18,30 1997-10:2,14,16",
    ),
    (
        "19970905",
        "MONTHLY;COUNT=10;BYDAY=1FR",
        "1997-09:5 1997-10:3 1997-11:7 1997-12:5 1998-01:2 1998-02:6 1998-03:6 1998-04:3 1998-05:1 1998-06:5",
    ),
    ("19970905", "MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997-09:5 1997-10:3 1997-11:7 1997-12:5"),
    (
        "19970907",
        "MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997-09:7,28 1997-11:2,30 1998-01:4,25 1998-03:1,29 1998-05:3,31",
    ),
    (
        "19970922",
        "MONTHLY;COUNT=6;BYDAY=-2MO",
        "1997-09:22 1997-10:20 1997-11:17 1997-12:22 1998-01:19 1998-02:16",
    ),
    (
        "19970928",
        "MONTHLY;BYMONTHDAY=-3",
        "1997-09:28 1997-10:29 1997-11:28 1997-12:29 1998-01:29 1998-02:26 …",
    ),
    (
        "19970902",
        "MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1997-09:2,15 1997-10:2,15 1997-11:2,15 1997-12:2,15 1998-01:2,15",
    ),
    (
        "19970930",
        "MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997-09:30 1997-10:1,31 1997-11:1,30 1997-12:1,31 1998-01:1,31 1998-02:1",
    ),
    (
        "19970910",
        "MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "1997-09:10,11,12,13,14,15 1999-03:10,11,12,13",
    ),
    (
        "19970902",
        "MONTHLY;INTERVAL=2;BYDAY=TU",
        "1997-09:2,9,16,23,30 1997-11:4,11,18,25 1998-01:6,13,20,27 1998-03:3,10,17,24,31 …",
    ),
    (
        "19970610",
        "YEARLY;COUNT=10;BYMONTH=6,7",
        " ".join(f"{year}-06:10 {year}-07:10" for year in range(1997, 2002)),
    ),
    (
        "19970310",
        "YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "1997-03:10 1999-01:10 1999-02:10 1999-03:10 2001-01:10 2001-02:10 2001-03:10"
        " 2003-01:10 2003-02:10 2003-03:10",
    ),
    (
        "19970101",
        "YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "1997-01:1 1997-04:10 1997-07:19 2000-01:1 2000-04:9 2000-07:18 2003-01:1 2003-04:10 2003-07:19"
        " 2006-01:1",
    ),
    ("19970519", "YEARLY;BYDAY=20MO", "1997-05:19 1998-05:18 1999-05:17 …"),
    ("19970512", "YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05:12 1998-05:11 1999-05:17 …"),
    (
        "19970313",
        "YEARLY;BYMONTH=3;BYDAY=TH",
        "1997-03:13,20,27 1998-03:5,12,19,26 1999-03:4,11,18,25 …",
    ),
    (
        "19970605",
        "YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        "1997-06:5,12,19,26 1997-07:3,10,17,24,31 1997-08:7,14,21,28 1998-06:4,11,18,25 …",
    ),
    (
        "19970902",
        "MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "1997-09:2 1998-02:13 1998-03:13 1998-11:13 1999-08:13 2000-10:13 …",
    ),
    (
        "19970913",
        "MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "1997-09:13 1997-10:11 1997-11:8 1997-12:13 1998-01:10 1998-02:7 1998-03:7 1998-04:11 1998-05:9"
        " 1998-06:13 …",
    ),
    (
        "19961105",
        "YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "1996-11:5 2000-11:7 2004-11:2 …",
    ),
    ("19970904", "MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09:4 1997-10:7 1997-11:6"),
    (
        "19970929",
        f"MONTHLY;BYDAY={WEEKDAYS};BYSETPOS=-2",
        "1997-09:29 1997-10:30 1997-11:27 1997-12:30 1998-01:29 1998-02:26 1998-03:30 …",
    ),
    ("19970805", "WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08:5,10,19,24"),
    ("19970805", "WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08:5,17,19,31"),
    ("20070115", "MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01:15,30 2007-02:15 2007-03:15,30"),
]


@pytest.mark.parametrize(("dtstart", "rrule", "expected"), RFC_EXAMPLES)
def test_rfc_5545_examples(dtstart, rrule, expected):
    start = datetime.combine(date.fromisoformat(dtstart), time(9), NEW_YORK)
    rule = normalise_rule(f"FREQ={rrule}", start=start, zone="America/New_York")
    dates = [
        datetime.fromisoformat(f"{month}-{int(day):02}T09:00")
        for month, days in (word.split(":") for word in expected.removesuffix(" …").split())
        for day in days.split(",")
    ]

    schedule = Schedule(start, start + HOUR, "America/New_York", rrule=rule)
    found = starts(schedule, until=start + timedelta(days=3660))

    assert (found[: len(dates)] if expected.endswith("…") else found) == dates


def test_rfc_5545_example_daily_until():
    start = datetime(1997, 9, 2, 9, tzinfo=NEW_YORK)
    schedule = Schedule(start, start + HOUR, "America/New_York", rrule="FREQ=DAILY;UNTIL=19971224T000000Z")

    assert starts(schedule) == [wall(1997, 9, 2, 9) + timedelta(days=n) for n in range(113)]


def test_rfc_5545_example_every_20_minutes_of_office_hours():
    start = datetime(1997, 9, 2, 9, tzinfo=NEW_YORK)
    rule = "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40"
    schedule = Schedule(start, start + HOUR, "America/New_York", rrule=rule)

    found = starts(schedule, until=start + timedelta(days=1, hours=1))

    assert found[:24] == [wall(1997, 9, 2, 9) + timedelta(minutes=20 * n) for n in range(24)]
    assert found[24:] == [wall(1997, 9, 3, 9, minute) for minute in (0, 20, 40)]


# Time: the wall clock recurs.


def test_weekly_keeps_its_wall_clock_across_both_changes():
    autumn, spring = weekly(paris(2026, 10, 20, 18)), weekly(paris(2027, 3, 23, 18))

    assert spans(autumn, since=autumn.start, until=autumn.start + timedelta(days=8)).spans == [
        Span(utc(2026, 10, 20, 16), utc(2026, 10, 20, 17)),
        Span(utc(2026, 10, 27, 17), utc(2026, 10, 27, 18)),
    ]
    assert spans(spring, since=spring.start, until=spring.start + timedelta(days=8)).spans == [
        Span(utc(2027, 3, 23, 17), utc(2027, 3, 23, 18)),
        Span(utc(2027, 3, 30, 16), utc(2027, 3, 30, 17)),
    ]


def test_skipped_local_time_is_read_with_the_offset_before_the_gap():
    schedule = weekly(paris(2027, 3, 21, 2, 30))

    found = spans(schedule, since=utc(2027, 3, 28), until=utc(2027, 3, 29)).spans

    assert found == [Span(utc(2027, 3, 28, 1, 30), utc(2027, 3, 28, 2, 30))]


def test_local_time_that_comes_twice_is_its_first():
    schedule = weekly(paris(2026, 10, 18, 2, 30))

    found = spans(schedule, since=utc(2026, 10, 24), until=utc(2026, 10, 26)).spans

    assert found == [Span(utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 2, 30))]


def test_first_date_in_the_second_pass_of_an_hour_stays_there():
    schedule = weekly(paris(2026, 10, 25, 2, 30, fold=1), rdates=(paris(2027, 10, 31, 2, 30, fold=1),))

    found = spans(schedule, since=utc(2026, 10, 24), until=utc(2026, 11, 2)).spans
    added = spans(schedule, since=utc(2027, 10, 31, 1), until=utc(2027, 11, 1)).spans

    assert [one.start for one in found] == [utc(2026, 10, 25, 1, 30), utc(2026, 11, 1, 1, 30)]
    assert added == [Span(utc(2027, 10, 31, 1, 30), utc(2027, 10, 31, 2, 30))]


def test_night_across_a_change_ends_at_its_wall_clock():
    schedule = weekly(paris(2026, 10, 17, 22), timedelta(hours=6))

    found = spans(schedule, since=utc(2026, 10, 24), until=utc(2026, 10, 25)).spans

    assert found == [Span(utc(2026, 10, 24, 20), utc(2026, 10, 25, 3))]


def test_whole_days_go_from_midnight_to_midnight():
    schedule = Schedule(
        paris(2026, 10, 17), paris(2026, 10, 19), all_day=True, rrule="FREQ=WEEKLY;UNTIL=20261024"
    )

    found = spans(schedule, since=utc(2026, 1, 1), until=utc(2027, 1, 1)).spans

    assert found == [
        Span(utc(2026, 10, 16, 22), utc(2026, 10, 18, 22)),
        Span(utc(2026, 10, 23, 22), utc(2026, 10, 25, 23)),
    ]


def test_whole_day_without_an_end_lasts_a_day():
    schedule = Schedule(paris(2026, 11, 24), paris(2026, 11, 24), all_day=True)

    found = spans(schedule, since=utc(2026, 11, 1), until=utc(2026, 12, 1)).spans

    assert found == [Span(utc(2026, 11, 23, 23), utc(2026, 11, 24, 23))]


# The recurrence set.


def test_rdates_and_exdates():
    schedule = weekly(
        paris(2026, 11, 24, 18),
        rrule="FREQ=WEEKLY;COUNT=4",
        rdates=(paris(2026, 12, 5, 10), paris(2026, 12, 1, 18), paris(2026, 11, 20, 9)),
        exdates=(utc(2026, 12, 8, 17), utc(2026, 12, 15, 18)),
    )

    assert starts(schedule) == [
        wall(2026, 11, 20, 9),
        wall(2026, 11, 24, 18),
        wall(2026, 12, 1, 18),
        wall(2026, 12, 5, 10),
        wall(2026, 12, 15, 18),
    ]


def test_exdate_of_whole_days_is_a_day():
    schedule = Schedule(
        paris(2026, 11, 24),
        paris(2026, 11, 25),
        all_day=True,
        rrule="FREQ=DAILY;COUNT=3",
        exdates=(paris(2026, 11, 25, 15),),
    )

    assert starts(schedule) == [wall(2026, 11, 24), wall(2026, 11, 26)]


def test_first_date_out_of_the_rule_is_a_date_and_not_counted():
    schedule = weekly(paris(2026, 11, 24, 18), rrule="FREQ=WEEKLY;COUNT=2;BYDAY=TH")

    assert starts(schedule) == [wall(2026, 11, day, 18) for day in (24, 26)] + [wall(2026, 12, 3, 18)]
    assert not starts_on_rule(schedule)
    assert starts_on_rule(replace(schedule, rrule="FREQ=WEEKLY;BYDAY=TU,TH"))


def test_rule_that_is_over_before_it_starts_gives_nothing():
    schedule = weekly(paris(2026, 11, 24, 18), rrule="FREQ=WEEKLY;UNTIL=20261101T000000Z")

    assert starts(schedule) == []


def test_window_includes_its_start_and_not_its_end():
    schedule = weekly(paris(2026, 11, 24, 18))

    found = starts(schedule, since=utc(2026, 12, 1, 17), until=utc(2026, 12, 15, 17))

    assert found == [wall(2026, 12, 1, 18), wall(2026, 12, 8, 18)]


def test_limit_is_told():
    schedule = weekly(paris(2026, 11, 24, 18), rrule="FREQ=DAILY;COUNT=1000000000")
    until = schedule.start + timedelta(days=10)

    assert spans(schedule, since=schedule.start, until=until, limit=10).truncated is False
    assert spans(schedule, since=schedule.start, until=until, limit=9).truncated is True
    assert len(spans(schedule, since=schedule.start, until=until, limit=9).spans) == 9


@pytest.mark.parametrize("year", [1, 2, 1583, 9998, 9999])
@pytest.mark.parametrize("zone", ["Europe/Paris", "Pacific/Auckland", "America/Los_Angeles"])
@pytest.mark.parametrize("rrule", ["", "FREQ=DAILY", "FREQ=YEARLY;BYWEEKNO=1,53", "FREQ=DAILY;COUNT=9"])
@pytest.mark.parametrize("all_day", [False, True])
def test_dates_at_the_edges_of_the_calendar(year, zone, rrule, all_day):
    for start in (utc(year, 1, 1), utc(year, 12, 31, 23, 59)):
        schedule = Schedule(start, start, zone, all_day=all_day, rrule=rrule, rdates=(start,))
        everything = spans(schedule, since=utc(1, 1, 1), until=utc(9999, 12, 31, 23, 59, 59), limit=3)
        now = spans(schedule, since=utc(2026, 1, 1), until=utc(2026, 1, 3))

        assert everything.spans[0].start.year in (year - 1, year, year + 1)
        assert len(now.spans) <= 3


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("", True),
        ("FREQ=WEEKLY", False),
        ("FREQ=WEEKLY;COUNT=3", True),
        ("FREQ=DAILY;UNTIL=20270101T000000Z", True),
    ],
)
def test_has_end(rrule, expected):
    assert has_end(weekly(paris(2026, 11, 24, 18), rrule=rrule)) is expected


# The text of a rule.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" rrule:freq=weekly;byday=th, tu ;interval=1; ", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("FREQ=WEEKLY;WKST=SU;COUNT=6;BYDAY=MO,TU,WE", "FREQ=WEEKLY;COUNT=6;BYDAY=MO,TU,WE"),
        ("WKST=SU;INTERVAL=2;FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2;WKST=SU"),
        ("FREQ=MONTHLY;BYDAY=+2TU,-1FR", "FREQ=MONTHLY;BYDAY=2TU,-1FR"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "FREQ=MONTHLY;BYDAY=2TU"),
        ("FREQ=YEARLY;BYWEEKNO=20", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=TU"),
        ("FREQ=DAILY;COUNT=1000000000", "FREQ=DAILY;COUNT=1000000000"),
        ("FREQ=DAILY;UNTIL=20270630", "FREQ=DAILY;UNTIL=20270630T215959Z"),
        ("FREQ=DAILY;UNTIL=20270630T180000", "FREQ=DAILY;UNTIL=20270630T160000Z"),
        ("FREQ=DAILY;UNTIL=20270630T180000Z", "FREQ=DAILY;UNTIL=20270630T180000Z"),
        ("FREQ=DAILY;UNTIL=99991231", "FREQ=DAILY;UNTIL=99991231T225959Z"),
    ],
)
def test_normalise_rule(text, expected):
    assert normalise_rule(text, start=paris(2026, 11, 24, 18), zone="Europe/Paris") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FREQ=DAILY;UNTIL=20270630", "FREQ=DAILY;UNTIL=20270630"),
        ("FREQ=DAILY;UNTIL=20270630T180000", "FREQ=DAILY;UNTIL=20270630"),
        ("FREQ=DAILY;UNTIL=20270629T220000Z", "FREQ=DAILY;UNTIL=20270630"),
        ("FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0", "FREQ=DAILY"),
    ],
)
def test_normalise_rule_of_whole_days(text, expected):
    assert normalise_rule(text, start=paris(2026, 11, 24), zone="Europe/Paris", all_day=True) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("FREQ=SECONDLY", "par seconde"),
        ("FREQ=MINUTELY", "par minute"),
        ("FREQ=HOURLY;INTERVAL=24", "par heure"),
        ("FREQ=FORTNIGHTLY", "« FREQ=FORTNIGHTLY », qui n’est pas compris"),
        ("INTERVAL=2", "ne dit pas sa fréquence"),
        ("tous les mardis", "n’est pas compris"),
        ("FREQ=DAILY;FREQ=WEEKLY", "deux fois FREQ"),
        ("FREQ=DAILY;COUNT=0", "« COUNT=0 »"),
        ("FREQ=DAILY;COUNT=-3", "« COUNT=-3 »"),
        ("FREQ=DAILY;COUNT=dix", "« COUNT=DIX »"),
        ("FREQ=DAILY;COUNT=٣", "« COUNT=٣ »"),
        ("FREQ=DAILY;COUNT=10000000000", "« COUNT=10000000000 »"),
        ("FREQ=DAILY;COUNT=" + "9" * 400, "« COUNT=9999"),
        ("FREQ=DAILY;INTERVAL=0", "« INTERVAL=0 »"),
        ("FREQ=DAILY;INTERVAL=1001", "« INTERVAL=1001 »"),
        ("FREQ=DAILY;INTERVAL=1.5", "« INTERVAL=1.5 »"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20271231", "pas les deux"),
        ("FREQ=DAILY;UNTIL=20261101", "s’arrête avant la première date"),
        ("FREQ=DAILY;UNTIL=20270231", "« UNTIL=20270231 »"),
        ("FREQ=DAILY;UNTIL=demain", "« UNTIL=DEMAIN »"),
        ("FREQ=DAILY;UNTIL=", "« UNTIL= »"),
        ("FREQ=YEARLY;BYEASTER=0", "« BYEASTER=0 »"),
        ("FREQ=DAILY;X-NAME=1", "« X-NAME=1 »"),
        ("FREQ=DAILY\x00", "n’est pas compris"),
        ("FREQ=YEARLY;BYMONTH=13", "« BYMONTH=13 »"),
        ("FREQ=YEARLY;BYMONTH=-1", "« BYMONTH=-1 »"),
        ("FREQ=YEARLY;BYMONTH=", "« BYMONTH= »"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "« BYMONTHDAY=0 »"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "« BYMONTHDAY=32 »"),
        ("FREQ=MONTHLY;BYDAY=6MO", "ce BYDAY"),
        ("FREQ=MONTHLY;BYDAY=0MO", "« BYDAY=0 »"),
        ("FREQ=MONTHLY;BYDAY=LU", "« BYDAY=LU »"),
        ("FREQ=MONTHLY;BYDAY=MO,2TU", "ce BYDAY"),
        ("FREQ=WEEKLY;BYDAY=1MO", "ce BYDAY"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "ce BYMONTHDAY"),
        ("FREQ=MONTHLY;BYWEEKNO=20", "ce BYWEEKNO"),
        ("FREQ=DAILY;BYYEARDAY=20", "ce BYYEARDAY"),
        ("FREQ=MONTHLY;BYSETPOS=1", "ce BYSETPOS"),
        ("FREQ=MONTHLY;BYDAY=MO;BYHOUR=9,10;BYSETPOS=1", "ce BYSETPOS"),
        ("FREQ=DAILY;BYHOUR=24", "« BYHOUR=24 »"),
        ("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12", "trop de dates par jour"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "Aucune date"),
        ("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "Aucune date"),
        ("FREQ=YEARLY;BYYEARDAY=" + ",".join(map(str, range(1, 200))), "trop longue"),
    ],
)
def test_refused_rule_says_why(text, message):
    with pytest.raises(RuleError) as refusal:
        normalise_rule(text, start=paris(2026, 11, 24, 18), zone="Europe/Paris")

    assert message in str(refusal.value)


# The event form.


@pytest.mark.parametrize(
    ("start", "choices", "expected"),
    [
        (date(2026, 11, 24), {"frequency": "daily", "count": 5}, "FREQ=DAILY;COUNT=5"),
        (date(2026, 11, 24), {"frequency": "weekly"}, "FREQ=WEEKLY;BYDAY=TU"),
        (date(2026, 11, 24), {"frequency": "weekly", "weekdays": [3]}, "FREQ=WEEKLY;BYDAY=TU,TH"),
        (
            date(2026, 11, 24),
            {"frequency": "biweekly", "until": date(2027, 6, 30)},
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270630T215959Z;BYDAY=TU",
        ),
        (
            date(2026, 11, 24),
            {"frequency": "weekly", "until": date(2027, 6, 30), "all_day": True},
            "FREQ=WEEKLY;UNTIL=20270630;BYDAY=TU",
        ),
        (date(2026, 11, 10), {"frequency": "monthly_weekday"}, "FREQ=MONTHLY;BYDAY=2TU"),
        (date(2026, 11, 24), {"frequency": "monthly_weekday"}, "FREQ=MONTHLY;BYDAY=4TU"),
        (date(2026, 12, 29), {"frequency": "monthly_weekday"}, "FREQ=MONTHLY;BYDAY=-1TU"),
        (date(2026, 11, 15), {"frequency": "monthly_day"}, "FREQ=MONTHLY;BYMONTHDAY=15"),
        (paris(2027, 7, 14, 22), {"frequency": "yearly"}, "FREQ=YEARLY"),
    ],
)
def test_build_rule(start, choices, expected):
    assert build_rule(start=start, **choices) == expected


def test_build_rule_refuses_an_end_before_the_first_date():
    with pytest.raises(RuleError):
        build_rule(frequency="weekly", start=date(2026, 11, 24), until=date(2026, 11, 23))


@examples
@given(
    frequency=st.sampled_from(["daily", "weekly", "biweekly", "monthly_weekday", "monthly_day", "yearly"]),
    start=st.datetimes(wall(2020, 1, 1), wall(2030, 1, 1), timezones=st.just(PARIS)),
    weekdays=st.sets(st.integers(0, 6)),
    limit=st.one_of(
        st.just({}),
        st.integers(1, 99).map(lambda count: {"count": count}),
        st.dates(date(2030, 1, 1), date(2031, 1, 1)).map(lambda day: {"until": day}),
    ),
    all_day=st.booleans(),
)
def test_read_rule_is_the_inverse_of_build_rule(frequency, start, weekdays, limit, all_day):
    text = build_rule(frequency=frequency, start=start, weekdays=weekdays, all_day=all_day, **limit)

    choices = read_rule(text, start, all_day=all_day)

    is_weekly = frequency in ("weekly", "biweekly")
    days = tuple(sorted({*weekdays, start.weekday()})) if is_weekly else ()
    assert choices == SimpleRule(frequency, days, limit.get("until"), limit.get("count"))


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("", None),
        ("FREQ=WEEKLY", SimpleRule("weekly", (1,))),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=24", SimpleRule("yearly")),
        ("FREQ=MONTHLY;BYDAY=-1TU", SimpleRule("monthly_last")),
        ("FREQ=MONTHLY;BYDAY=-2TU", None),
        ("FREQ=WEEKLY;BYDAY=TH", None),
        ("FREQ=WEEKLY;INTERVAL=3", SimpleRule("every_weeks", (1,), weeks=3)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", None),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", SimpleRule("biweekly", (1,))),
        # Until 17:00 on that day: too early for that day's date at 18:00.
        ("FREQ=WEEKLY;UNTIL=20270112T160000Z", SimpleRule("weekly", (1,), date(2027, 1, 11))),
        ("FREQ=WEEKLY;UNTIL=20270112T170000Z", SimpleRule("weekly", (1,), date(2027, 1, 12))),
    ],
)
def test_read_rule(rrule, expected):
    assert read_rule(rrule, paris(2026, 11, 24, 18)) == expected


# Any rule: the same dates as recurring-ical-events finds in our feed, in bounded time.


def numbers(least, greatest, *, signed=False):
    one = st.integers(least, greatest)
    if signed:
        one |= one.map(lambda number: -number)
    return st.lists(one, min_size=1, max_size=3, unique=True).map(lambda items: ",".join(map(str, items)))


def weekday_lists(nth):
    return st.lists(
        st.tuples(nth, st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])).map(
            "{0[0]}{0[1]}".format
        ),
        min_size=1,
        max_size=3,
        unique=True,
    ).map(",".join)


@st.composite
def rules(draw):
    """Rules that § 3.3.10 allows; two parts at most, so that most of them have dates."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {
        "BYMONTH": numbers(1, 12),
        "BYMONTHDAY": numbers(1, 31, signed=True),
        "BYDAY": weekday_lists(st.just("")),
        "BYHOUR": numbers(0, 23),
    }
    if frequency == "WEEKLY":
        del parts["BYMONTHDAY"]
    if frequency in ("MONTHLY", "YEARLY"):
        nth = [-5, -2, -1, 1, 2, 3, 4, 5]
        parts["BYDAY"] = parts["BYDAY"] | weekday_lists(st.sampled_from(nth))
    if frequency == "YEARLY":
        parts |= {"BYYEARDAY": numbers(1, 366, signed=True), "BYWEEKNO": numbers(1, 53, signed=True)}
    chosen = draw(st.lists(st.sampled_from(sorted(parts)), max_size=2, unique=True))
    rule = {"FREQ": frequency, "INTERVAL": str(draw(st.integers(1, 4)))}
    rule |= {part: draw(parts[part]) for part in chosen}
    if chosen and frequency != "WEEKLY" and draw(st.booleans()):
        rule["BYSETPOS"] = draw(numbers(1, 3, signed=True))
    rule["WKST"] = draw(st.sampled_from(["MO", "SU", "TH"]))
    match draw(st.sampled_from(["", "COUNT", "UNTIL"])):
        case "COUNT":
            rule["COUNT"] = str(draw(st.integers(1, 60)))
        case "UNTIL":
            rule["UNTIL"] = f"{draw(st.datetimes(wall(2026, 1, 1), wall(2029, 1, 1))):%Y%m%dT%H%M%S}Z"
    return ";".join(f"{part}={value}" for part, value in rule.items())


@st.composite
def schedules(draw):
    start = draw(st.datetimes(wall(2024, 1, 1), wall(2027, 1, 1), timezones=st.just(PARIS)))
    all_day = draw(st.booleans())
    start = start.replace(second=0, microsecond=0, **({"hour": 0, "minute": 0} if all_day else {}))
    length = timedelta(days=draw(st.integers(1, 3))) if all_day else HOUR * draw(st.integers(0, 30))
    try:
        rule = normalise_rule(draw(rules()), start=start, zone="Europe/Paris", all_day=all_day)
    except RuleError:
        assume(False)
    weeks = st.lists(st.integers(0, 100).map(lambda n: start + timedelta(days=n)), max_size=3).map(tuple)
    return Schedule(
        start, start + length, all_day=all_day, rrule=rule, rdates=draw(weeks), exdates=draw(weeks)
    )


def starts_in_feed(schedule, since, until):
    """An independent reading of the schedule, written as a calendar."""

    def line(name, moments):
        if schedule.all_day:
            return f"{name};VALUE=DATE:" + ",".join(f"{moment:%Y%m%d}" for moment in moments)
        return f"{name};TZID=Europe/Paris:" + ",".join(f"{moment:%Y%m%dT%H%M%S}" for moment in moments)

    event = [
        "UID:1",
        "DTSTAMP:20260101T000000Z",
        line("DTSTART", [schedule.start]),
        line("DTEND", [schedule.end]),
        f"RRULE:{schedule.rrule}",
    ]
    event += [line("RDATE", schedule.rdates)] if schedule.rdates else []
    event += [line("EXDATE", schedule.exdates)] if schedule.exdates else []
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test", "BEGIN:VEVENT", *event, "END:VEVENT"]
    calendar = icalendar.Calendar.from_ical("\r\n".join([*lines, "END:VCALENDAR", ""]))
    around = since - timedelta(days=2), until + timedelta(days=2)
    found = {component.start for component in recurring_ical_events.of(calendar).between(*around)}
    if schedule.all_day:
        found = {datetime.combine(day, time(), PARIS) for day in found}
    return sorted({one for moment in found if since <= (one := moment.astimezone(UTC)) < until})


@examples
@given(schedules())
def test_any_schedule_reads_back_as_its_feed(schedule):
    since, until = utc(2026, 1, 1), utc(2028, 1, 1)

    found = [one.start for one in spans(schedule, since=since, until=until).spans]

    assert found == starts_in_feed(schedule, since, until)


@examples
@given(schedules(), st.datetimes(wall(2027, 1, 1), wall(2060, 1, 1), timezones=st.just(UTC)))
def test_any_window_is_cut_out_of_all_dates(schedule, since):
    until = since + timedelta(days=400)

    found = spans(schedule, since=since, until=until).spans
    everything = spans(schedule, since=utc(2024, 1, 1), until=until, limit=10**6).spans

    assert found == [one for one in everything if one.start >= since]


@examples
@given(schedules())
def test_normalised_rule_is_stable(schedule):
    again = normalise_rule(schedule.rrule, start=schedule.start, zone=schedule.zone, all_day=schedule.all_day)

    assert again == schedule.rrule


@examples
@given(st.text(alphabet="FREQ=DAILYWKMONTHYU;,0123456789+-TZBS\x00é", max_size=MAX_LENGTH + 9))
def test_any_text_is_a_rule_or_refused(text):
    try:
        rule = normalise_rule(f"FREQ=DAILY;{text}", start=paris(2026, 11, 24, 18), zone="Europe/Paris")
    except RuleError:
        return

    assert len(rule) <= MAX_LENGTH


def hostile_rules(number):
    """Rules as bad as they are allowed to be: rare, endless, dense, far away."""
    draw = random.Random(5545)

    def some(least, greatest, most):
        return ",".join(str(draw.randint(least, greatest)) for _ in range(draw.randint(1, most)))

    for _ in range(number):
        rule = [f"FREQ={draw.choice(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'])}"]
        rule += [f"INTERVAL={draw.choice([1, 1, 7, 365, 999])}"]
        rule += draw.choice([[], ["COUNT=1000000000"], ["COUNT=20000"], ["UNTIL=99991231"]])
        rule += draw.choice(
            [[], ["BYMONTH=2;BYMONTHDAY=30"], ["BYMONTH=2;BYMONTHDAY=29"], [f"BYMONTH={some(1, 12, 3)}"]]
        )
        rule += draw.choice(
            [[], ["BYDAY=MO,TU,WE,TH,FR,SA,SU"], ["BYWEEKNO=53"], [f"BYYEARDAY={some(1, 366, 50)}"]]
        )
        rule += draw.choice([[], [f"BYHOUR={some(0, 23, 12)};BYMINUTE={some(0, 59, 2)}"]])
        rule += draw.choice([[], [f"BYSETPOS={some(1, 366, 20)}"], ["BYSETPOS=366,-366"]])
        yield ";".join(rule), datetime(draw.choice([1583, 1926, 1990, 2026]), 2, 28, 9, tzinfo=PARIS)


def test_hostile_rules_take_a_bounded_time():
    times = []
    for rule, start in hostile_rules(500):
        began = clock.process_time()
        with suppress(RuleError):
            normalise_rule(rule, start=start, zone="Europe/Paris")
        found = spans(
            Schedule(start, start + HOUR, rrule=rule.replace("UNTIL=99991231", "UNTIL=99991231T000000Z")),
            since=utc(2026, 11, 1),
            until=utc(2028, 11, 1),
        )
        times.append(clock.process_time() - began)

        assert len(found.spans) <= 5000
    assert sum(times) < 5
    assert max(times) < 0.25


def test_first_of_january_has_the_hours_before_that_of_the_first_date():
    schedule = Schedule(paris(2026, 12, 30, 18), paris(2026, 12, 30, 19), rrule="FREQ=DAILY;BYHOUR=9,18")

    assert [f"{moment:%d/%m %H}" for moment in starts(schedule, limit=6)] == [
        *("30/12 18", "31/12 09", "31/12 18", "01/01 09", "01/01 18", "02/01 09"),
    ]
