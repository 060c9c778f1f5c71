"""Dates in plain French, as a poster says them: "mardi 24 novembre, 18 h – 19 h 30".

The year is said where it is not today's. Hours break after their dash alone (no-break spaces); the words of a
day have ordinary spaces. What ends early in the morning belongs to the evening before.

A summary is never wrong for being short: a rule that has no plain sentence is told by its next dates.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from agenda import recurrence
from agenda.recurrence import Schedule, Span
from agenda.rrule import Rule
from agenda.rule_wording import rule_pattern, times_of_day
from cooperation.core.wording import (
    MONTHS,
    WEEKDAYS,
    day,
    day_of_month,
    hour,
    hours,
    join,
    ordinal,
)

EARLY = time(6)  # until then it is still the night before
MAX_DATES = 12  # named one by one; more are counted
MAX_TIMES = 4  # of one day


def span(
    start: datetime,
    end: datetime,
    all_day: bool = False,
    zone: str = "Europe/Paris",
    *,
    today: date | None = None,
) -> str:
    """When one date takes place; `end` of an all-day one is the midnight after its last day (§ 3.6.1)."""
    start, end = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    last = _last_day(start, end, all_day)
    if last == start.date():
        return day(last, today=today) + ("" if all_day else f", {hours(start, end)}")
    year = start.year != last.year
    first_words, last_words = day(start, year=year), day(last, today=today, year=year or None)
    if not all_day:
        first_words = _("%(day)s à %(hour)s") % {"day": first_words, "hour": hour(start)}
        last_words = _("%(day)s à %(hour)s") % {"day": last_words, "hour": hour(end)}
    elif (start.year, start.month) == (last.year, last.month):
        first_words = f"{WEEKDAYS[start.weekday()]} {ordinal(start.day)}"
    return _("du %(first)s au %(last)s") % {"first": first_words, "last": last_words}


def rule(schedule: Schedule, *, today: date | None = None) -> str:
    """A schedule in one sentence: "tous les mardis de 18 h à 19 h 30, jusqu’au 30 juin 2027".

    Of the dates that the rule loses (EXDATE), or that come in addition (RDATE, a DTSTART out of the rule),
    those still to come are named. Without a rule, all dates are.
    """
    today = today or timezone.localdate(timezone=ZoneInfo(schedule.zone))
    parsed = Rule.parse(schedule.rrule) if schedule.rrule else None
    if parsed is None or (parsed.count == 1 and recurrence.starts_on_rule(schedule)):
        return _all_dates(replace(schedule, holidays=()), today)
    first = _local(schedule.start, schedule)
    pattern = rule_pattern(parsed.explicit(first), first)
    if pattern is None:
        sentence = _next_dates(schedule, today)
    else:
        sentence = pattern.days + _usual_times(schedule, parsed) + pattern.months
    if parsed.count is not None:
        sentence += " " + _("(%(count)s fois)") % {"count": parsed.count}
    if schedule.skips_holidays:
        sentence += ", " + _("sauf vacances scolaires")
    if last := recurrence.last_day(parsed, first.replace(tzinfo=None), ZoneInfo(schedule.zone)):
        sentence += ", " + _("jusqu’au %(day)s") % {"day": day_of_month(last, today=today)}
    return sentence if pattern is None else sentence + _exceptions(schedule, today)


def days(days: Iterable[date], *, today: date | None = None) -> str:
    """ "les 19 et 26 novembre et le 3 décembre"; a year is said once, after its last month."""
    return _days(days, today or timezone.localdate())


# Several dates.


def _all_dates(schedule: Schedule, today: date) -> str:
    spans = _spans(replace(schedule, rrule=""))
    if len(spans) == 1:
        return span(*spans[0], schedule.all_day, schedule.zone, today=today)
    return _named(spans, schedule, today) if spans else _("aucune date")


def _next_dates(schedule: Schedule, today: date) -> str:
    """Three dates from today on, else the first three."""
    for since in (max(schedule.start, _midnight(today, schedule)), schedule.start):
        until = since + timedelta(days=5 * 366)
        if spans := recurrence.spans(schedule, since=since, until=until, limit=3).spans:
            return _("à plusieurs dates, dont %(dates)s") % {"dates": _named(spans, schedule, today)}
    return _("à plusieurs dates")


def _exceptions(schedule: Schedule, today: date) -> str:
    """ ", sauf le 24 décembre, et aussi le 27 décembre": of those still to come."""
    starts_on_rule = recurrence.starts_on_rule(schedule)
    if starts_on_rule and not schedule.exdates and not schedule.rdates:
        return ""
    actual = set(_spans(schedule, since=_midnight(today, schedule)))
    ruled = set(_spans(schedule, since=_midnight(today, schedule), rdates=(), exdates=()))
    if not starts_on_rule:
        ruled -= set(_spans(schedule, rrule="", rdates=(), exdates=()))
    words = ""
    usual = _times(schedule.start, schedule.end, schedule)
    several = Rule.parse(schedule.rrule).times_a_day > 1
    if lost := ruled - actual:
        days = {_local(one.start, schedule).date() for one in lost}
        # One of several times of a day is told with its hour.
        dates = _named(lost, schedule, today) if several else _days(days, today)
        words += ", " + _("sauf %(dates)s") % {"dates": dates}
    if added := actual - ruled:
        usual = "" if several else usual
        words += ", " + _("et aussi %(dates)s") % {"dates": _named(added, schedule, today, usual=usual)}
    return words


def _spans(schedule: Schedule, *, since: datetime | None = None, **changes) -> list[Span]:
    """The dates of a changed schedule, around those that it names."""
    named = [schedule.start, *schedule.rdates, *schedule.exdates]
    first, last = min(named) - timedelta(days=1), max(named) + timedelta(days=1)
    return recurrence.spans(replace(schedule, **changes), since=max(first, since or first), until=last).spans


def _named(spans: Iterable[Span], schedule: Schedule, today: date, *, usual: str = "") -> str:
    """ "les 3 et 10 décembre de 14 h à 16 h et le 17 décembre à 9 h"; usual hours go without saying."""
    groups: dict[str, list[date]] = {}
    for start, end in sorted(spans):
        groups.setdefault(_times(start, end, schedule), []).append(_local(start, schedule).date())
    return join(_days(days, today) + (times if times != usual else "") for times, days in groups.items())


def _days(days: Iterable[date], today: date) -> str:
    """ "les 19 et 26 novembre et le 3 décembre"; a year is said once, after its last month."""
    days = sorted(days)
    if len(days) > MAX_DATES:
        first, last = day_of_month(days[0], today=today), day_of_month(days[-1], today=today)
        return _("%(count)s dates du %(first)s au %(last)s") % {
            "count": len(days),
            "first": first,
            "last": last,
        }
    words = []
    for year, in_year in groupby(days, key=lambda on: on.year):
        for month, in_month in groupby(in_year, key=lambda on: on.month):
            numbers = [ordinal(on.day) for on in in_month]
            words.append(f"{_('les') if numbers[1:] else _('le')} {join(numbers)} {MONTHS[month - 1]}")
        if year != today.year:
            words[-1] += f" {year}"
    return join(words)


# Words.


def _usual_times(schedule: Schedule, rule: Rule) -> str:
    """Those of the rule: " de 10 h à 11 h et de 18 h à 19 h", ", 24 fois par jour"."""
    if rule.times_a_day == 1 or schedule.all_day:
        return _times(schedule.start, schedule.end, schedule)
    start, end = _local(schedule.start, schedule), _local(schedule.end, schedule)
    times = times_of_day(rule, start)
    if len(times) > MAX_TIMES:
        return ", " + _("%(count)s fois par jour") % {"count": len(times)}
    starts = [start.replace(hour=at.hour, minute=at.minute) for at in times]
    return " " + join(_times(at, at + (end - start), schedule).strip(" ") for at in starts)


def _times(start: datetime, end: datetime, schedule: Schedule) -> str:
    """ " de 18 h à 19 h 30", " à 18 h", " à partir de 18 h (3 jours)"; nothing for one whole day."""
    start, end = _local(start, schedule), _local(end, schedule)
    days = (_last_day(start, end, schedule.all_day) - start.date()).days + 1
    length = " " + _("(%(count)s jours)") % {"count": days} if days > 1 else ""
    if schedule.all_day:
        return length
    if length:
        return " " + _("à partir de %(hour)s") % {"hour": hour(start)} + length
    if start == end:
        return " " + _("à %(hour)s") % {"hour": hour(start)}
    return " " + _("de %(start)s à %(end)s") % {"start": hour(start), "end": hour(end)}


# Days.


def _local(moment: datetime, schedule: Schedule) -> datetime:
    return moment.astimezone(ZoneInfo(schedule.zone))


def _midnight(on: date, schedule: Schedule) -> datetime:
    return datetime.combine(on, time(), ZoneInfo(schedule.zone))


def _last_day(start: datetime, end: datetime, all_day: bool) -> date:
    """The day on which people say that it ends."""
    length = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    is_one_night = end.time() <= EARLY and length < timedelta(days=1)
    if all_day or is_one_night or end.time() == time():
        return max(start.date(), end.date() - timedelta(days=1))
    return end.date()
