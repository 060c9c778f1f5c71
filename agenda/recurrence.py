"""Recurrence by RFC 5545: from a schedule to its dates, and from plain choices to a rule and back.

What recurs is the wall clock of the schedule's zone: a weekly 18:00 stays 18:00 across the clock change. A
local time that the change skips is read with the offset before the gap, one that comes twice is its first
(§ 3.3.5).

Every answer is bounded in number and in time, whatever the rule. dateutil looks at UNTIL only once it has
found a date, and runs to the year 9999 after one that never comes; so it is asked for one calendar year at
a time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain, groupby, takewhile
from typing import Literal, NamedTuple, get_args
from zoneinfo import ZoneInfo

from dateutil.rrule import YEARLY, rrule, weekday
from django.utils.translation import gettext as _

from agenda.rrule import MAX_LENGTH, Rule, RuleError

MAX_YEARS = 100  # read for one answer
FEW = 60  # dates that are worth keeping for the next question
MAX_WAIT = 40  # years until a rule's first date: weekdays and leap years come round in 28, or 40 across 2100

SimpleFrequency = Literal[
    *("daily", "weekly", "biweekly", "every_weeks"),
    *("monthly_weekday", "monthly_last", "monthly_day", "yearly"),
]
BY_WEEK = ("weekly", "biweekly", "every_weeks")  # those of which the weekdays are chosen


class Span(NamedTuple):
    """One date of a schedule, in UTC."""

    start: datetime
    end: datetime


class Expansion(NamedTuple):
    """The dates in a window; `truncated` when a cap was reached, so that there may be more."""

    spans: list[Span]
    truncated: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something takes place: a first date (DTSTART), a rule, added and removed dates (§ 3.8.5)."""

    start: datetime  # aware; its wall clock in `zone` is what recurs
    end: datetime  # aware, not before `start`; all-day: the local midnight after the last day
    zone: str = "Europe/Paris"  # IANA name
    all_day: bool = False
    rrule: str = ""  # as normalise_rule() writes it
    rdates: tuple[datetime, ...] = ()  # aware
    exdates: tuple[datetime, ...] = ()  # aware; all-day: only the local day counts
    skips_holidays: bool = False  # the school's: agenda/school_holidays.py says which dates that takes away
    holidays: tuple[datetime, ...] = ()  # those dates, in addition to `exdates`


def normalise_rule(text: str, *, start: datetime, zone: str = "Europe/Paris", all_day: bool = False) -> str:
    """The rule in one form, that every reader understands alike; RuleError when we don't accept it.

    - UNTIL gets the type of DTSTART (§ 3.3.10): a day in a timed rule means until its end, an instant in an
      all-day rule means its local day, a floating time is local.
    - BYHOUR, BYMINUTE and BYSECOND don't count in an all-day rule (§ 3.3.10); WKST is left out where it
      changes nothing.
    - "The second of the Tuesdays" (Outlook's BYDAY=TU;BYSETPOS=2) becomes BYDAY=2TU; BYWEEKNO gets the
      weekday that § 3.3.10 derives from DTSTART, which dateutil forgets.
    - COUNT with UNTIL is refused, as § 3.3.10 says, and so is a rule that gives no date in MAX_WAIT years:
      it costs little here, but would hang those who read our feeds.
    """
    if not text.strip():
        return ""
    tz = ZoneInfo(zone)
    first = _first(start, tz, all_day)
    rule = _canonical(Rule.parse(text), first, tz, all_day)
    rule.check()
    if rule.until is not None and is_over(rule, first, tz):
        raise RuleError(_("La répétition s’arrête avant la première date."))
    soon = plus(first, timedelta(days=366 * MAX_WAIT))
    if next(matches(rule.without_limit(), first, since=first, until=soon), None) is None:
        raise RuleError(_("Aucune date ne correspond à cette règle de répétition."))
    if len(str(rule)) > MAX_LENGTH:
        raise RuleError(_("La règle de répétition est trop longue."))
    return str(rule)


def _canonical(rule: Rule, first: datetime, tz: ZoneInfo, all_day: bool) -> Rule:
    if rule.until is not None:
        rule = replace(rule, until=_typed_until(rule.until, tz, all_day))
    if all_day:
        rule = replace(rule, by_hour=(), by_minute=(), by_second=())
    if rule.by_week_number:
        rule = rule.explicit(first)
    if (
        rule.frequency == "MONTHLY"
        and len(rule.by_day) == 1
        and rule.by_day[0][1] == 0
        and rule.times_a_day == 1
        and not rule.by_month_day
        and rule.by_set_position
        and all(abs(nth) <= 5 for nth in rule.by_set_position)
    ):
        ordinals = tuple((rule.by_day[0][0], nth) for nth in rule.by_set_position)
        rule = replace(rule, by_day=ordinals, by_set_position=())
    weeks_matter = rule.frequency == "WEEKLY" and (rule.interval > 1 or rule.by_set_position)
    if not (weeks_matter or rule.by_week_number):
        rule = replace(rule, week_start=0)
    return rule


def _typed_until(until: date | datetime, tz: ZoneInfo, all_day: bool) -> date | datetime:
    if not isinstance(until, datetime):
        return until if all_day else instant_of(datetime.combine(until, time(23, 59, 59)), tz)
    if all_day:
        return (wall_clock(until, tz) if until.tzinfo else until).date()
    return until if until.tzinfo else instant_of(until, tz)


def has_end(schedule: Schedule) -> bool:
    """Whether the dates come to an end: without a rule, or with COUNT or UNTIL."""
    return not schedule.rrule or Rule.parse(schedule.rrule).is_limited


def has_ended(schedule: Schedule, moment: datetime) -> bool:
    """Whether UNTIL says that no date remains from `moment` on, which costs nothing to know."""
    rule = Rule.parse(schedule.rrule)
    if rule.until is None or (schedule.rdates and max(schedule.rdates) >= moment):
        return False
    last = rule.until if isinstance(rule.until, datetime) else datetime.combine(rule.until, time.max, UTC)
    return plus(last, timedelta(days=1)) < moment


def starts_on_rule(schedule: Schedule) -> bool:
    """Whether the first date is one that the rule gives; if not, it comes in addition to the rule's."""
    tz = ZoneInfo(schedule.zone)
    first = _first(schedule.start, tz, schedule.all_day)
    rule = Rule.parse(schedule.rrule).without_limit()
    return next(matches(rule, first, since=first, until=first + timedelta(seconds=1)), None) == first


def spans(schedule: Schedule, *, since: datetime, until: datetime, limit: int = 5000) -> Expansion:
    """The dates that start in [since, until), in order, each once (§ 3.8.5.1 to 3).

    DTSTART is always a date, even one that the rule doesn't give; COUNT then counts the rule's own dates, as
    in dateutil and recurring-ical-events (RFC 5545 leaves it open). When UNTIL is before DTSTART, not even
    DTSTART takes place.

    A date ends at the wall clock that the first one ends at, or after as many whole days. `truncated` says
    that `limit` or MAX_YEARS (of the window, or since DTSTART while COUNT must be counted) cut it short.
    """
    tz = ZoneInfo(schedule.zone)
    first = _first(schedule.start, tz, schedule.all_day)
    length = _first(schedule.end, tz, schedule.all_day) - first
    if schedule.all_day:
        length = max(length, timedelta(days=1))

    def instant(moment: datetime) -> datetime:
        if schedule.all_day:
            return instant_of(_first(moment, tz, all_day=True), tz)
        return _clamped(moment)

    def span(start: datetime) -> Span:
        if start == dtstart and not schedule.all_day:
            return Span(start, max(start, _clamped(schedule.end)))
        end = instant_of(plus(wall_clock(start, tz), length), tz)
        # From the second pass of an hour that comes twice back into its first: the exact length then.
        return Span(start, end if end >= start else plus(start, length))

    dtstart = instant(schedule.start)
    excluded = {instant(moment) for moment in (*schedule.exdates, *schedule.holidays)}
    starts = {instant(moment) for moment in schedule.rdates}
    truncated = False
    rule = Rule.parse(schedule.rrule) if schedule.rrule else None
    if rule is None or not is_over(rule, first, tz):
        starts.add(dtstart)
    starts = {start for start in starts - excluded if since <= start < until}
    if rule is not None:
        # One day more on both sides, for the offsets; then to the second, in UTC.
        window = {
            "since": plus(wall_clock(since, tz), timedelta(days=-1)),
            "until": plus(wall_clock(until, tz), timedelta(days=1)),
        }
        truncated = _is_too_long(rule, first, **window)
        for match in matches(rule, first, **window):
            start = instant_of(match, tz)
            if match == first or not since <= start < until or is_over(rule, match, tz) or start in excluded:
                continue
            starts.add(start)
            if len(starts) > limit:
                break
    ordered = sorted(starts)
    return Expansion([span(start) for start in ordered[:limit]], truncated or len(ordered) > limit)


def matches(rule: Rule, first: datetime, *, since: datetime, until: datetime) -> Iterator[datetime]:
    if rule.count is not None and rule.count <= FEW:
        return takewhile(lambda match: match < until, _counted(rule, first))
    return _matches_between(rule, first, since=since, until=until)


@lru_cache(maxsize=1000)
def _counted(rule: Rule, first: datetime) -> tuple[datetime, ...]:
    """All that a small COUNT gives: it is counted from the first date on, whatever is asked for."""
    years = timedelta(days=365 * (MAX_YEARS - 1))
    return tuple(_matches_between(rule, first, since=first, until=plus(first, years)))


def _matches_between(rule: Rule, first: datetime, *, since: datetime, until: datetime) -> Iterator[datetime]:
    """The wall clocks that the rule gives from `first` to `until`; those before `since` may be left out.

    dateutil finds the days and times of one calendar year at a time, by a YEARLY rule whose interval leaves
    the calendar right after. Which periods are in phase with DTSTART, and BYSETPOS in each of them, are
    decided here. So a rule without a COUNT to keep is read from the window on, however old its first date.
    """
    rule = rule.explicit(first)
    by = {
        # In a YEARLY rule, "the second Tuesday" and "the 15th" are those of each month that is named.
        "bymonth": rule.by_month or (range(1, 13) if rule.frequency == "MONTHLY" else None),
        "byweekno": rule.by_week_number or None,
        "byyearday": rule.by_year_day or None,
        "bymonthday": rule.by_month_day or None,
        "byweekday": [weekday(day, nth or None) for day, nth in rule.by_day]
        or (range(7) if rule.frequency == "DAILY" else None),
        "byhour": rule.by_hour or first.hour,
        "byminute": rule.by_minute or first.minute,
        "bysecond": rule.by_second or first.second,
        "wkst": rule.week_start,
    }
    week = first.toordinal() - (first.weekday() - rule.week_start) % 7

    def period(moment: datetime) -> int:
        match rule.frequency:
            case "YEARLY":
                return moment.year - first.year
            case "MONTHLY":
                return 12 * (moment.year - first.year) + moment.month - first.month
            case "WEEKLY":
                return (moment.toordinal() - week) // 7
            case _:
                return moment.toordinal() - first.toordinal()

    def year_of(year: int) -> rrule:
        # From midnight on: the first of January may have an hour before that of DTSTART.
        return rrule(YEARLY, datetime(year, 1, 1), interval=date.max.year, **by)  # noqa: DTZ001

    years = _years(rule, first, since, until)[:MAX_YEARS]
    if rule.frequency == "YEARLY":
        years = [year for year in years if (year - first.year) % rule.interval == 0]
    left = rule.count
    for index, group in groupby(chain.from_iterable(map(year_of, years)), key=period):
        if index % rule.interval:
            continue
        for match in _positions(group, rule.by_set_position):
            if match >= until or left == 0:
                return
            if match >= first:
                left = left and left - 1
                yield match


def _positions(group: Iterator[datetime], positions: tuple[int, ...]) -> Iterator[datetime] | list[datetime]:
    if not positions:
        return group
    moments = list(group)
    return sorted({moments[nth - (nth > 0)] for nth in positions if abs(nth) <= len(moments)})


def _years(rule: Rule, first: datetime, since: datetime, until: datetime) -> range:
    """The calendar years to read: from DTSTART where COUNT matters, else from the window's first week."""
    days = (until - first).days + 1
    counts = rule.count is not None and rule.count < rule.times_a_day * days
    year = first.year if counts else max(first.year, since.year - (since.month == 1))
    if rule.until is not None:
        until = min(until, plus(datetime.combine(rule.until, time.max), timedelta(days=1)))
    return range(max(2, year), until.year + 1)


def _is_too_long(rule: Rule, first: datetime, *, since: datetime, until: datetime) -> bool:
    return len(_years(rule, first, since, until)) > MAX_YEARS


def is_over(rule: Rule, match: datetime, tz: ZoneInfo) -> bool:
    """Whether UNTIL, which is included, is before this wall clock."""
    if isinstance(rule.until, datetime):
        return instant_of(match, tz) > rule.until
    return rule.until is not None and match.date() > rule.until


def _first(moment: datetime, tz: ZoneInfo, all_day: bool) -> datetime:
    """The wall clock to the second, where iCalendar stops; of an all-day date, its midnight."""
    wall = wall_clock(moment, tz).replace(microsecond=0, fold=0)
    return datetime.combine(wall, time()) if all_day else wall


# The calendar ends at the years 1 and 9999. Where a zone's offset would step over the edge, it is left out.


def wall_clock(moment: datetime, tz: ZoneInfo) -> datetime:
    try:
        return moment.astimezone(tz).replace(tzinfo=None)
    except OverflowError:
        return moment.replace(tzinfo=None)


def instant_of(wall: datetime, tz: ZoneInfo) -> datetime:
    return _clamped(wall.replace(tzinfo=tz))


def _clamped(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


def plus(moment: datetime, length: timedelta) -> datetime:
    try:
        return moment + length
    except OverflowError:
        edge = date.max if length > timedelta() else date.min
        return datetime.combine(edge, time(), moment.tzinfo)


# What people choose in a form.


class SimpleRule(NamedTuple):
    """A rule that the event form can show."""

    frequency: SimpleFrequency
    weekdays: tuple[int, ...] = ()  # Monday is 0; of those BY_WEEK only
    until: date | None = None
    count: int | None = None
    weeks: int | None = None  # of "every_weeks": one week in so many


def build_rule(
    *,
    frequency: SimpleFrequency,
    start: date,
    weekdays: Sequence[int] = (),
    until: date | None = None,
    count: int | None = None,
    weeks: int | None = None,
    zone: str = "Europe/Paris",
    all_day: bool = False,
) -> str:
    """The rule for a choice in plain words, in normalise_rule()'s form.

    The first date says the rest: "monthly_weekday" from the second Tuesday of a month on is the second
    Tuesday of each, from a fifth one on the last. Its own weekday is always among the `weekdays`.
    """
    rule = _simple(frequency, start, weekdays, weeks)
    first = start if isinstance(start, datetime) else datetime.combine(start, time())
    if first.tzinfo is None:
        first = first.replace(tzinfo=ZoneInfo(zone))
    return normalise_rule(
        str(replace(rule, until=until, count=count)), start=first, zone=zone, all_day=all_day
    )


def _simple(
    frequency: SimpleFrequency, start: date, weekdays: Sequence[int] = (), weeks: int | None = None
) -> Rule:
    match frequency:
        case "daily":
            return Rule("DAILY")
        case "weekly" | "biweekly" | "every_weeks":
            days = sorted({start.weekday(), *weekdays})
            interval = {"weekly": 1, "biweekly": 2}.get(frequency) or weeks or 1
            return Rule("WEEKLY", interval=interval, by_day=tuple((day, 0) for day in days))
        case "monthly_weekday":
            nth = (start.day - 1) // 7 + 1
            return Rule("MONTHLY", by_day=((start.weekday(), nth if nth < 5 else -1),))
        case "monthly_last":
            return Rule("MONTHLY", by_day=((start.weekday(), -1),))
        case "monthly_day":
            return Rule("MONTHLY", by_month_day=(start.day,))
        case "yearly":
            return Rule("YEARLY")
    raise ValueError(frequency)


def read_rule(
    text: str, start: datetime, *, zone: str = "Europe/Paris", all_day: bool = False
) -> SimpleRule | None:
    """The inverse of build_rule() for a normalised rule; None for one that the form can't express."""
    if not text:
        return None
    tz = ZoneInfo(zone)
    first = _first(start, tz, all_day)
    rule = Rule.parse(text)
    weekdays = tuple(day for day, _nth in rule.by_day) if rule.frequency == "WEEKLY" else (first.weekday(),)
    pattern = replace(rule.without_limit(), week_start=0).explicit(first)
    for frequency in get_args(SimpleFrequency):
        if _simple(frequency, first, weekdays, rule.interval).explicit(first) == pattern:
            if rule.week_start and len(weekdays) > 1:
                return None
            days = (weekdays or (first.weekday(),)) if frequency in BY_WEEK else ()
            weeks = rule.interval if frequency == "every_weeks" else None
            return SimpleRule(frequency, days, last_day(rule, first, tz), rule.count, weeks)
    return None


def last_day(rule: Rule, first: datetime, tz: ZoneInfo) -> date | None:
    """The last local day on which UNTIL still lets a date take place, at the first one's time of day."""
    if not isinstance(rule.until, datetime):
        return rule.until
    last = wall_clock(rule.until, tz)
    return last.date() if last.time() >= first.time() else plus(last, timedelta(days=-1)).date()
