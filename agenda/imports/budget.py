"""
How many dates a calendar may give. A rule of a few words can make thousands of rows; those of one calendar are counted
before any is written, from the rules alone, and what has most goes first when they are too many.
"""

from datetime import datetime, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from agenda.imports.entries import Entry, Reading
from agenda.models.occurrences import HORIZON, PAST, RECENT
from agenda.recurrence import Schedule
from agenda.rrule import Rule

# Dates of one source that are written; each takes some 400 bytes of tables and indexes.
MAX_DATES = 50_000
# What `recurrence.spans` gives of one series.
MAX_OF_SERIES = 5_000
DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}


def keep(entries: list[Entry], reading: Reading, *, now: datetime) -> list[Entry]:
    """Those whose dates fit; the others are refused, told with the number of dates that they have."""
    if len(entries) <= MAX_DATES // MAX_OF_SERIES:
        return entries
    counts = {id(entry): dates_of(entry, now=now) for entry in entries}
    left = MAX_DATES
    if sum(counts.values()) <= left:
        return entries
    kept = set()
    for entry in sorted(entries, key=lambda entry: counts[id(entry)]):
        if (left := left - counts[id(entry)]) < 0:
            reason = _(
                "trop de dates : environ %(count)d, quand ce calendrier peut en avoir %(limit)d en tout"
            )
            words = {"count": counts[id(entry)], "limit": MAX_DATES}
            reading.refuse(entry.uid, entry.line, reason % words, entry.title)
        else:
            kept.add(id(entry))
    return [entry for entry in entries if id(entry) in kept]


def dates_of(entry: Entry, *, now: datetime) -> int:
    """About how many rows it makes; rather too many than too few."""
    schedule = entry.schedule
    listed = 1 + len(schedule.rdates)
    if not schedule.rrule:
        return listed
    ruled = _ruled(schedule, now - PAST, now)
    if ruled > MAX_OF_SERIES:
        # Then its past is left, as `Series.plan_occurrences` does.
        ruled = min(_ruled(schedule, now - RECENT, now), MAX_OF_SERIES)
    return listed + ruled


def _ruled(schedule: Schedule, since: datetime, now: datetime) -> int:
    rule = Rule.parse(schedule.rrule)
    until = now + HORIZON
    if isinstance(rule.until, datetime):
        until = min(until, rule.until)
    days = max(until - max(since, schedule.start), timedelta()).days + 1
    number = -(-days * _each(schedule.rrule) // (DAYS[rule.frequency] * rule.interval))
    return int(number if rule.count is None else min(number, rule.count))


@lru_cache(maxsize=1000)
def _each(rrule: str) -> int:
    """How many dates a day, week, month or year of this rule has."""
    rule = Rule.parse(rrule)
    period = DAYS[rule.frequency]
    months = len(rule.by_month) or 12
    weekdays = sum(1 if nth or rule.frequency == "WEEKLY" else -(-period // 7) for _day, nth in rule.by_day)
    if rule.frequency == "YEARLY" and any(nth for _day, nth in rule.by_day):
        weekdays *= months if rule.by_month else 1
    days = weekdays or len(rule.by_month_day) * (months if rule.frequency == "YEARLY" else 1)
    days = days or len(rule.by_year_day) or (len(rule.by_month) if rule.frequency == "YEARLY" else 0) or 1
    if rule.frequency == "DAILY":
        days = 1
    times = days * rule.times_a_day
    return min(times, len(rule.by_set_position)) if rule.by_set_position else times
