"""Two schedules for one: their dates are those of the one, none twice, whatever the rule and the clock change."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from agenda.recurrence import Schedule, normalise_rule, spans
from agenda.rrule import RuleError
from agenda.splitting import split

PARIS = ZoneInfo("Europe/Paris")
ZONES = ["Europe/Paris", "America/New_York", "UTC"]
YEARS = timedelta(days=2 * 366)
examples = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def paris(*parts):
    return datetime(*parts, tzinfo=PARIS)


def weekly(**changes):
    """Tuesdays at 18 h from 6 October 2026 on: the clock changes on the 25th."""
    start = paris(2026, 10, 6, 18)
    return Schedule(start, start + timedelta(hours=1), **{"rrule": "FREQ=WEEKLY"} | changes)


def dates(schedule, limit=400, until=None):
    if schedule is None:
        return []
    first = min(schedule.start, *schedule.rdates, schedule.start)
    return spans(schedule, since=first, until=until or first + YEARS, limit=limit).spans


def days(schedule):
    return [f"{span.start.astimezone(PARIS):%d/%m %H:%M}" for span in dates(schedule, limit=4)]


def test_endless_series_ends_before_the_date_and_begins_again_there():
    before, after = split(weekly(), paris(2026, 10, 27, 18))

    assert (before.rrule, days(before)) == (
        "FREQ=WEEKLY;UNTIL=20261020T160000Z",
        ["06/10 18:00", "13/10 18:00", "20/10 18:00"],
    )
    assert (after.rrule, after.start) == ("FREQ=WEEKLY;BYDAY=TU", paris(2026, 10, 27, 18))
    assert after.end == paris(2026, 10, 27, 19)


def test_count_becomes_an_end_and_what_remains_of_it():
    before, after = split(weekly(rrule="FREQ=WEEKLY;COUNT=5"), paris(2026, 10, 20, 18))

    assert before.rrule == "FREQ=WEEKLY;UNTIL=20261013T160000Z"
    assert after.rrule == "FREQ=WEEKLY;COUNT=3;BYDAY=TU"
    assert days(after) == ["20/10 18:00", "27/10 18:00", "03/11 18:00"]


def test_until_stays_with_the_second_half():
    before, after = split(
        weekly(rrule="FREQ=WEEKLY;UNTIL=20261201T225959Z;BYDAY=TU"), paris(2026, 10, 20, 18)
    )

    assert before.rrule == "FREQ=WEEKLY;UNTIL=20261013T160000Z;BYDAY=TU"
    assert after.rrule == "FREQ=WEEKLY;UNTIL=20261201T225959Z;BYDAY=TU"


def test_whole_days_end_on_a_day():
    schedule = Schedule(paris(2026, 10, 6), paris(2026, 10, 7), all_day=True, rrule="FREQ=WEEKLY;COUNT=5")

    before, after = split(schedule, paris(2026, 10, 20))

    assert (before.rrule, after.rrule) == ("FREQ=WEEKLY;UNTIL=20261013", "FREQ=WEEKLY;COUNT=3;BYDAY=TU")


def test_added_and_removed_dates_go_to_their_side():
    schedule = weekly(
        rdates=(paris(2026, 10, 10, 10), paris(2026, 11, 7, 10)),
        exdates=(paris(2026, 10, 13, 18), paris(2026, 11, 10, 18)),
        skips_holidays=True,
        holidays=(paris(2026, 10, 20, 18), paris(2026, 12, 22, 18)),
    )

    before, after = split(schedule, paris(2026, 11, 3, 18))

    assert (before.rdates, before.exdates, before.holidays) == tuple(
        (moments[0],) for moments in (schedule.rdates, schedule.exdates, schedule.holidays)
    )
    assert (after.rdates, after.exdates, after.holidays) == tuple(
        (moments[1],) for moments in (schedule.rdates, schedule.exdates, schedule.holidays)
    )
    assert after.skips_holidays


def test_split_at_an_added_date_keeps_the_rule_in_step():
    schedule = weekly(rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", rdates=(paris(2026, 10, 14, 10),))

    before, after = split(schedule, paris(2026, 10, 14, 10))

    assert days(before) == ["06/10 18:00"]
    assert days(after) == ["14/10 10:00", "20/10 18:00", "03/11 18:00", "17/11 18:00"]


def test_one_date_on_a_side_is_no_series():
    before, after = split(weekly(rrule="FREQ=WEEKLY;COUNT=2"), paris(2026, 10, 13, 18))

    assert (before.rrule, before.rdates, after.rrule, after.rdates) == ("", (), "", ())
    assert days(after) == ["13/10 18:00"]


def test_listed_dates_are_shared():
    schedule = weekly(rrule="", rdates=(paris(2026, 10, 10, 10), paris(2026, 11, 7, 10)))

    before, after = split(schedule, paris(2026, 10, 10, 10))

    assert (days(before), days(after)) == (["06/10 18:00"], ["10/10 10:00", "07/11 10:00"])


def test_nothing_is_before_the_first_date_nor_from_beyond_the_last_one():
    schedule = weekly(rrule="FREQ=WEEKLY;COUNT=3")

    assert split(schedule, schedule.start).before is None
    assert dates(split(schedule, schedule.start).after) == dates(schedule)
    assert split(schedule, paris(2027, 1, 1, 18)).after is None


def test_hour_that_the_clock_change_skips_is_not_that_of_the_dates_after_it():
    start = paris(2026, 3, 1, 2, 30)
    nightly = Schedule(start, start + timedelta(hours=1), rrule="FREQ=DAILY")

    _before, after = split(nightly, paris(2026, 3, 29, 3, 30))

    assert days(after) == ["29/03 03:30", "30/03 02:30", "31/03 02:30", "01/04 02:30"]


WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


@st.composite
def rules(draw):
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    if (interval := draw(st.integers(1, 4))) > 1:
        parts.append(f"INTERVAL={interval}")
    match draw(st.sampled_from(["", "count", "until"])):
        case "count":
            parts.append(f"COUNT={draw(st.integers(1, 40))}")
        case "until":
            parts.append(f"UNTIL=2027{draw(st.integers(1, 12)):02}{draw(st.integers(1, 28)):02}")
    chosen = draw(st.lists(st.sampled_from(WEEKDAYS), max_size=3, unique=True))
    by = draw(st.sampled_from(["", "day", "nth", "date", "month", "last", "hours"]))
    if by == "day" and chosen:
        parts.append(f"BYDAY={','.join(chosen)}")
    if by == "nth" and chosen and frequency == "MONTHLY":
        parts.append(
            "BYDAY=" + ",".join(f"{draw(st.sampled_from([1, 2, 4, 5, -1, -2]))}{day}" for day in chosen)
        )
    if by == "date" and frequency != "WEEKLY":
        parts.append(f"BYMONTHDAY={draw(st.sampled_from([1, 15, 29, 31, -1]))}")
    if by == "month":
        parts.append(f"BYMONTH={draw(st.integers(1, 6))},{draw(st.integers(7, 12))}")
    if by == "last" and frequency == "MONTHLY":
        parts.append("BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,1")
    if by == "hours":
        parts.append("BYHOUR=2,3;BYMINUTE=0,30")
    if draw(st.booleans()):
        parts.append("WKST=SU")
    return ";".join(parts)


@st.composite
def schedules(draw):
    zone = draw(st.sampled_from(ZONES))
    # Not far from the clock changes of October 2026 and March 2027, at their hours too.
    day = draw(st.sampled_from([datetime(2026, 10, 20), datetime(2027, 3, 10), datetime(2026, 12, 30)]))  # noqa: DTZ001
    hour, minute = draw(st.sampled_from([(2, 30), (3, 0), (18, 0), (22, 0), (0, 0)]))
    first = day + timedelta(days=draw(st.integers(0, 20)))
    all_day = draw(st.booleans())
    first = first.replace(hour=0 if all_day else hour, minute=0 if all_day else minute)
    length = (
        timedelta(days=draw(st.integers(1, 2)))
        if all_day
        else draw(
            st.sampled_from(
                [timedelta(0), timedelta(hours=1), timedelta(hours=4, minutes=30), timedelta(hours=30)]
            )
        )
    )
    tz = ZoneInfo(zone)
    start, end = first.replace(tzinfo=tz), (first + length).replace(tzinfo=tz)
    assume(end.astimezone(UTC) >= start.astimezone(UTC))
    try:
        rrule = normalise_rule(draw(rules()), start=start, zone=zone, all_day=all_day)
    except RuleError:
        assume(False)
    if draw(st.integers(0, 9)) == 0:
        rrule = ""
    schedule = Schedule(start, end, zone=zone, all_day=all_day, rrule=rrule)
    ruled = [span.start for span in dates(schedule, limit=60)]
    added = draw(st.lists(st.integers(-20, 200), max_size=3))
    rdates = tuple((first + timedelta(days=days)).replace(tzinfo=tz) for days in added)
    removed = draw(st.lists(st.sampled_from(ruled), max_size=3)) if ruled else []
    holidays = draw(st.lists(st.sampled_from(ruled), max_size=3)) if ruled else []
    return replace(schedule, rdates=rdates, exdates=tuple(removed), holidays=tuple(holidays))


@examples
@given(schedules(), st.data())
def test_halves_have_the_dates_of_the_whole_and_none_twice(schedule, data):
    first = min(schedule.start, *schedule.rdates, schedule.start)
    until = first + YEARS
    whole = dates(schedule, until=until, limit=5000)
    assume(whole)
    at = data.draw(st.sampled_from(whole[:100])).start

    before, after = split(schedule, at)

    halves = [dates(half, until=until, limit=5000) for half in (before, after)]
    assert halves[0] == [span for span in whole if span.start < at]
    assert halves[1] == [span for span in whole if span.start >= at]


@examples
@given(schedules(), st.data())
def test_what_was_split_can_be_split_again(schedule, data):
    until = min(schedule.start, *schedule.rdates, schedule.start) + YEARS
    whole = dates(schedule, until=until, limit=5000)
    assume(len(whole) > 2)
    first, second = sorted(
        data.draw(st.lists(st.sampled_from(whole[:60]), min_size=2, max_size=2, unique=True))
    )

    one, rest = split(schedule, first.start)
    two, three = split(rest, second.start)

    parts = [dates(part, until=until, limit=5000) for part in (one, two, three)]
    assert [span for part in parts for span in part] == whole


@pytest.mark.parametrize("zone", ZONES)
def test_halves_are_rules_that_we_accept(zone):
    schedule = weekly(zone=zone, rrule="FREQ=WEEKLY;COUNT=9")
    at = dates(schedule)[4].start

    for half in split(schedule, at):
        assert normalise_rule(half.rrule, start=half.start, zone=zone) == half.rrule
