"""Dates in plain French, as a poster says them: "mardi 24 novembre, 18 h – 19 h 30".

The year is said where it is not today's. A time never breaks over two lines (no-break spaces); the words of a
day are separated by ordinary spaces. What ends early in the morning belongs to the evening before.

Nothing here is wrong for being short: a rule that has no plain sentence is told by its next dates.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import recurrence
from agenda.recurrence import Rule, Schedule

NBSP = "\N{NO-BREAK SPACE}"
EARLY = time(6)  # until then, it is still the night before
MAX_DATES = 12  # said one by one

WEEKDAYS = [
    gettext_lazy("lundi"),
    gettext_lazy("mardi"),
    gettext_lazy("mercredi"),
    gettext_lazy("jeudi"),
    gettext_lazy("vendredi"),
    gettext_lazy("samedi"),
    gettext_lazy("dimanche"),
]
MONTHS = [
    gettext_lazy("janvier"),
    gettext_lazy("février"),
    gettext_lazy("mars"),
    gettext_lazy("avril"),
    gettext_lazy("mai"),
    gettext_lazy("juin"),
    gettext_lazy("juillet"),
    gettext_lazy("août"),
    gettext_lazy("septembre"),
    gettext_lazy("octobre"),
    gettext_lazy("novembre"),
    gettext_lazy("décembre"),
]


def day(date: date, *, today: date | None = None, year: bool | None = None) -> str:
    """ "mardi 24 novembre", "vendredi 1er janvier 2027"; `year` says it or leaves it out whatever today is."""
    return f"{WEEKDAYS[date.weekday()]} {_day_and_month(date, today=today, year=year)}"


def hours(start: time | datetime, end: time | datetime) -> str:
    """ "18 h – 19 h 30", "9 h 05" when it has no length; midnight has its name."""
    if _is_same_time(start, end):
        return _hour(start)
    return f"{_hour(start)}{NBSP}–{NBSP}{_hour(end)}"


def span(
    start: datetime,
    end: datetime,
    all_day: bool = False,
    zone: str = "Europe/Paris",
    *,
    today: date | None = None,
) -> str:
    """When one date takes place; an all-day one ends at the midnight after its last day (RFC 5545 § 3.6.1)."""
    tz = ZoneInfo(zone)
    start, end = start.astimezone(tz), end.astimezone(tz)
    last = _last_day(start, end, all_day)
    if last <= start.date():
        return day(start.date(), today=today) + ("" if all_day else f", {hours(start, end)}")
    if not all_day:
        first_year = None if start.year == last.year else True
        words = {
            "start": day(start.date(), today=today, year=first_year),
            "start_hour": _hour(start),
            "end": day(last, today=today, year=first_year),
            "end_hour": _hour(end),
        }
        return _("du %(start)s à %(start_hour)s au %(end)s à %(end_hour)s") % words
    if start.year != last.year:
        first = day(start.date(), year=True)
        return _("du %(start)s au %(end)s") % {"start": first, "end": day(last, year=True)}
    first = day(start.date(), year=False)
    if start.month == last.month:
        first = f"{WEEKDAYS[start.weekday()]} {_number(start.day)}"
    return _("du %(start)s au %(end)s") % {"start": first, "end": day(last, today=today)}


def rule(schedule: Schedule, *, today: date | None = None) -> str:
    """The sentence that sums a schedule up: "tous les mardis de 18 h à 19 h 30, jusqu’au 30 juin 2027".

    Dates that the rule doesn't give are added ("et aussi"), those still to come that it loses are named
    ("sauf"). The first date is said only where the rule doesn't give it.
    """
    today = today or timezone.localdate(timezone=ZoneInfo(schedule.zone))
    parsed = Rule.parse(schedule.rrule) if schedule.rrule else None
    starts_on_rule = parsed is not None and recurrence.starts_on_rule(schedule)
    if parsed is None or (parsed.count == 1 and starts_on_rule):
        return _dates(schedule, today)
    first = _local(schedule.start, schedule)
    pattern = _pattern(parsed, first)
    if pattern is None:
        return _next_dates(schedule, today)
    sentence = pattern + _times(schedule)
    if parsed.count is not None:
        sentence += " " + _("(%(count)s fois)") % {"count": parsed.count}
    last = recurrence.last_day(parsed, first.replace(tzinfo=None), ZoneInfo(schedule.zone))
    if last is not None:
        sentence += _(", jusqu’au %(day)s") % {"day": _day_and_month(last, today=today)}
    if lost := _lost(schedule, today):
        sentence += _(", sauf %(days)s") % {"days": _days(lost, today)}
    added = {_local(moment, schedule) for moment in schedule.rdates}
    if not starts_on_rule:
        added.add(first)
    if added := sorted(added - {_local(moment, schedule) for moment in schedule.exdates}):
        sentence += _(", et aussi %(days)s") % {"days": _days_and_other_times(added, first, schedule, today)}
    return sentence


# Words.


def _number(number: int) -> str:
    return _("1er") if number == 1 else str(number)


def _ordinal(nth: int) -> str | None:
    """ "1er", "2e", "dernier", "avant-dernier"; further from the end nobody counts."""
    if nth > 0:
        return _("1er") if nth == 1 else _("%(number)se") % {"number": nth}
    return {-1: _("dernier"), -2: _("avant-dernier")}.get(nth)


def _day_and_month(date: date, *, today: date | None = None, year: bool | None = None) -> str:
    if year is None:
        year = date.year != (today or timezone.localdate()).year
    return f"{_number(date.day)} {MONTHS[date.month - 1]}" + (f" {date.year}" if year else "")


def _hour(moment: time | datetime) -> str:
    if moment.hour == moment.minute == 0:
        return _("minuit")
    minutes = f"{NBSP}{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour}{NBSP}h{minutes}"


def _is_same_time(start: time | datetime, end: time | datetime) -> bool:
    return (start.hour, start.minute) == (end.hour, end.minute)


def _of_month(month: int) -> str:
    """ "de mai", "d’avril"."""
    name = str(MONTHS[month - 1])
    return _("d’%(month)s") % {"month": name} if name[0] in "aeiou" else _("de %(month)s") % {"month": name}


def _join(words: Iterable[str]) -> str:
    *others, last = words
    return _("%(words)s et %(last)s") % {"words": ", ".join(others), "last": last} if others else str(last)


def _days(days: Iterable[date], today: date) -> str:
    """ "le 24 décembre", "les 19 et 26 novembre et le 3 décembre"; too many are counted."""
    days = sorted(set(days))
    if len(days) > MAX_DATES:
        words = {"count": len(days), "first": _day_and_month(days[0], today=today)}
        return _("%(count)s dates du %(first)s au %(last)s") % words | {
            "last": _day_and_month(days[-1], today=today)
        }
    groups = []
    years = {day.year for day in days}
    for (year, month), group in groupby(days, key=lambda day: (day.year, day.month)):
        numbers = [_number(day.day) for day in group]
        article = _("le") if len(numbers) == 1 else _("les")
        months = f"{MONTHS[month - 1]}" + (f" {year}" if years != {today.year} else "")
        groups.append(f"{article} {_join(numbers)} {months}")
    return _join(groups)


# Dates that are said one by one.


def _local(moment: datetime, schedule: Schedule) -> datetime:
    return moment.astimezone(ZoneInfo(schedule.zone))


def _last_day(start: datetime, end: datetime, all_day: bool) -> date:
    """The day it ends on, for people."""
    if all_day:
        return max(start.date(), end.date() - timedelta(days=1))
    is_night = end.time() <= EARLY and end.replace(tzinfo=None) - start.replace(tzinfo=None) < timedelta(days=1)
    return end.date() - timedelta(days=1) if is_night and end.date() > start.date() else end.date()
