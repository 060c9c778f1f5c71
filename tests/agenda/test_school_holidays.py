"""School holidays of zone B: the true dates of 2026-2027, and what a series loses to them."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from agenda import school_holidays
from agenda.recurrence import Schedule, spans
from agenda.school_holidays import between, dates_in, holiday_on, known_until, name_of, without

PARIS = ZoneInfo("Europe/Paris")


def series(rrule, *, start=datetime(2026, 9, 1, 18, tzinfo=PARIS), **changes):
    return Schedule(start, start + timedelta(hours=1), rrule=rrule, **changes)


def days_of(moments):
    return [f"{moment.astimezone(PARIS):%d/%m}" for moment in moments]


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2026, 10, 17), date(2026, 11, 1), "vacances de la Toussaint"),
        (date(2026, 12, 19), date(2027, 1, 3), "vacances de Noël"),
        (date(2027, 2, 20), date(2027, 3, 7), "vacances d’hiver"),
        (date(2027, 4, 17), date(2027, 5, 2), "vacances de printemps"),
        (date(2027, 5, 6), date(2027, 5, 8), "pont de l’Ascension"),
        (date(2027, 7, 3), date(2027, 8, 31), "vacances d’été"),
    ],
)
def test_holidays_of_2026_2027_last_from_saturday_to_the_day_before_the_return(first, last, name):
    assert (name_of(first), name_of(last)) == (name, name)
    assert (name_of(first - timedelta(days=1)), name_of(last + timedelta(days=1))) == (None, None)
    assert holiday_on(first)[:2] == (first, last)


def test_holidays_of_a_window_are_those_that_touch_it():
    found = between(date(2026, 11, 1), date(2026, 12, 19))

    assert [(holiday.first, holiday.last) for holiday in found] == [
        (date(2026, 10, 17), date(2026, 11, 1)),
        (date(2026, 12, 19), date(2027, 1, 3)),
    ]


def test_windows_are_in_order_and_apart():
    windows = school_holidays.published()

    assert all(first.last < second.first for first, second in pairwise(windows))
    assert windows[0].first.year == 1990


def test_nothing_is_a_holiday_beyond_what_is_published():
    assert known_until() >= date(2028, 8, 31)
    assert name_of(known_until() + timedelta(days=120)) is None


def test_weekly_series_loses_its_dates_in_the_holidays():
    schedule = without(series("FREQ=WEEKLY;UNTIL=20270112T225959Z", skips_holidays=True))

    assert days_of(schedule.holidays) == ["20/10", "27/10", "22/12", "29/12"]
    kept = spans(schedule, since=schedule.start, until=datetime(2026, 11, 11, tzinfo=PARIS)).spans
    assert days_of(span.start for span in kept) == [
        *("01/09", "08/09", "15/09", "22/09", "29/09", "06/10", "13/10", "03/11", "10/11"),
    ]


def test_date_on_the_first_saturday_and_the_last_sunday_is_in_and_monday_is_not():
    start = datetime(2026, 10, 16, 10, tzinfo=PARIS)

    lost = dates_in(series("FREQ=DAILY;COUNT=18", start=start))

    assert (days_of(lost)[0], days_of(lost)[-1], len(lost)) == ("17/10", "01/11", 16)


def test_first_date_in_the_holidays_is_lost_too():
    start = datetime(2026, 10, 20, 18, tzinfo=PARIS)

    assert days_of(dates_in(series("FREQ=WEEKLY;COUNT=3", start=start))) == ["20/10", "27/10"]


def test_local_day_counts_whatever_the_zone_of_the_hour():
    # Friday 16 October, 23:30 in Paris is still before the holidays; 0:30 on Saturday is in, 22:30 in London.
    before = datetime(2026, 10, 16, 23, 30, tzinfo=PARIS)
    after = datetime(2026, 10, 17, 0, 30, tzinfo=PARIS)

    assert dates_in(series("FREQ=WEEKLY;COUNT=1", start=before)) == ()
    assert days_of(dates_in(series("FREQ=WEEKLY;COUNT=1", start=after))) == ["17/10"]


def test_whole_days_are_lost_as_well():
    start = datetime(2026, 10, 13, tzinfo=PARIS)
    whole = Schedule(
        start, start + timedelta(days=1), all_day=True, rrule="FREQ=WEEKLY;COUNT=4", skips_holidays=True
    )

    kept = spans(without(whole), since=start, until=start + timedelta(days=60)).spans

    assert days_of(span.start for span in kept) == ["13/10", "03/11"]


def test_date_added_by_hand_is_meant():
    added = datetime(2026, 10, 20, 18, tzinfo=PARIS)
    schedule = without(series("FREQ=WEEKLY;UNTIL=20261110T225959Z", rdates=(added,), skips_holidays=True))

    assert days_of(schedule.holidays) == ["27/10"]


def test_dates_without_a_rule_and_series_that_do_not_skip_lose_nothing():
    start = datetime(2026, 10, 20, 18, tzinfo=PARIS)

    assert dates_in(series("", start=start)) == ()
    assert without(series("FREQ=WEEKLY")).holidays == ()
