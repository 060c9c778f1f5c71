"""A change that goes on (RFC 5545, section 3.2.13, RANGE=THISANDFUTURE): the series, cut where it changes.

From that date on each date is moved by as much as the changed one, and lasts as long as it, until the next such
change. Each stretch is a schedule of its own, so that it can be endless. Where a rule cannot say the moved days
("the first Monday", a day later), the dates are listed, of an endless series those of five years.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from agenda.recurrence import Schedule, has_end, normalise_rule, spans
from agenda.rrule import Rule

from .entries import LAST_YEAR, MAX_DATES

LISTED = timedelta(days=5 * 366)
LAST = datetime(LAST_YEAR, 12, 31, tzinfo=ZoneInfo("UTC"))


class Change(NamedTuple):
    date: datetime  # which date of the series begins it, in the series' zone
    start: datetime  # when that one takes place, in the series' zone
    end: datetime


class Stretch(NamedTuple):
    schedule: Schedule
    moved_by: timedelta  # on the clocks of the series' zone
    is_listed: bool  # only the dates of some years, where the series has no end


def cut(schedule: Schedule, changes: Sequence[Change]) -> list[Stretch | None]:
    """The stretch before the first change (None when there is none), then one for each, in their order."""
    ends = [change.date for change in changes] + [None]
    first = None if changes[0].date <= schedule.start else _before(schedule, changes[0].date)
    later = [_stretch(schedule, change, end) for change, end in zip(changes, ends[1:], strict=True)]
    return [first, *later]


def _before(schedule: Schedule, end: datetime) -> Stretch:
    starts, truncated = _starts(schedule, schedule.start, end)
    rule = (
        schedule.rrule
        if truncated or not starts
        else _until(Rule.parse(schedule.rrule), starts[-1], schedule)
    )
    kept = replace(
        schedule,
        rrule=rule,
        rdates=tuple(date for date in schedule.rdates if date < end),
        exdates=tuple(date for date in schedule.exdates if date < end),
    )
    return Stretch(kept, timedelta(), False)


def _stretch(schedule: Schedule, change: Change, end: datetime | None) -> Stretch | None:
    # Between clocks of one zone, subtracting and adding is what they show.
    moved = change.start - change.date
    inside = [
        tuple(date + moved for date in dates if date > change.date and (end is None or date < end))
        for dates in (schedule.rdates, schedule.exdates)
    ]
    base = replace(
        schedule, start=change.start, end=change.end, rrule="", rdates=inside[0], exdates=inside[1]
    )
    if not schedule.rrule:
        return Stretch(base, moved, False)
    endless = end is None and not has_end(schedule)
    rule = _moved_rule(schedule, change)
    until = end or (change.date + LISTED if endless else LAST)
    starts, truncated = ([], False) if endless and rule else _starts(schedule, change.date, until)
    if rule is None:
        listed = {start + moved for start in starts if start > change.date}
        rdates = tuple(sorted({*base.rdates, *listed}))[:MAX_DATES]
        return Stretch(replace(base, rdates=rdates), moved, endless)
    if endless or truncated:
        limited = replace(rule, count=None, until=None)
        text = normalise_rule(str(limited), start=base.start, zone=base.zone, all_day=base.all_day)
    else:
        text = _until(rule, starts[-1] + moved, base) if starts[1:] else ""
    return Stretch(replace(base, rrule=text), moved, False)


def _starts(schedule: Schedule, since: datetime, until: datetime) -> tuple[list[datetime], bool]:
    """What the rule alone gives between the two."""
    zone = ZoneInfo(schedule.zone)
    whole = replace(schedule, rdates=(), exdates=())
    found, truncated = spans(whole, since=since, until=until, limit=MAX_DATES)
    return [span.start.astimezone(zone) for span in found], truncated and len(found) == MAX_DATES


def _until(rule: Rule, last: datetime, schedule: Schedule) -> str:
    until = last.date() if schedule.all_day else last.astimezone(ZoneInfo("UTC"))
    limited = replace(rule, count=None, until=until)
    return normalise_rule(str(limited), start=schedule.start, zone=schedule.zone, all_day=schedule.all_day)


def _moved_rule(schedule: Schedule, change: Change) -> Rule | None:
    """The rule of the moved dates; None when there is no such rule."""
    rule = Rule.parse(schedule.rrule).explicit(schedule.start)
    days = (change.start.date() - change.date.date()).days
    if change.start.time() != change.date.time() and (rule.by_hour or rule.by_minute or rule.by_second):
        return None
    if days == 0:
        return rule
    filters = (rule.by_month, rule.by_month_day, rule.by_year_day, rule.by_week_number, rule.by_set_position)
    if any(filters) or rule.frequency in ("MONTHLY", "YEARLY"):
        return None
    by_day = tuple(sorted(((day + days) % 7, nth) for day, nth in rule.by_day))
    return replace(rule, by_day=by_day, week_start=(rule.week_start + days) % 7)
