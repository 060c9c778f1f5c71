"""Dates in plain French, as a poster says them: "mardi 24 novembre, 18 h – 19 h 30".

The year is said where it is not today's. Hours break after their dash alone (no-break spaces); the words of a
day have ordinary spaces. What ends early in the morning belongs to the evening before.

A summary is never wrong for being short: a rule that has no plain sentence is told by its next dates.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby, product
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from agenda import recurrence
from agenda.recurrence import Schedule, Span
from agenda.rrule import Rule
from cooperation.core.wording import (
    MONTHS,
    WEEKDAYS,
    day,
    day_of_month,
    hour,
    hours,
    join,
    of_month,
    ordinal,
)

EARLY = time(6)  # until then it is still the night before
MAX_DATES = 12  # named one by one; more are counted


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
        return _all_dates(schedule, today)
    first = _local(schedule.start, schedule)
    pattern = _pattern(parsed.explicit(first), first)
    if pattern is None:
        sentence = _next_dates(schedule, today)
    else:
        sentence = pattern.days + _times(schedule.start, schedule.end, schedule) + pattern.months
    if parsed.count is not None:
        sentence += " " + _("(%(count)s fois)") % {"count": parsed.count}
    if last := recurrence.last_day(parsed, first.replace(tzinfo=None), ZoneInfo(schedule.zone)):
        sentence += ", " + _("jusqu’au %(day)s") % {"day": day_of_month(last, today=today)}
    return sentence if pattern is None else sentence + _exceptions(schedule, today)


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
    if lost := ruled - actual:
        days = {_local(one.start, schedule).date() for one in lost}
        words += ", " + _("sauf %(dates)s") % {"dates": _days(days, today)}
    if added := actual - ruled:
        usual = _times(schedule.start, schedule.end, schedule)
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


# Rules that have a plain sentence.


class Pattern(NamedTuple):
    days: str  # "tous les mardis"
    months: str = ""  # ", en juillet et août"


def _pattern(rule: Rule, first: datetime) -> Pattern | None:
    """The words for an explicit rule, without hours and limits; None when no plain ones are exact."""
    is_at_one_time = (
        rule.by_hour in ((), (first.hour,))
        and rule.by_minute in ((), (first.minute,))
        and rule.by_second in ((), (first.second,))
    )
    if not is_at_one_time or rule.by_week_number or rule.by_year_day or rule.by_set_position:
        return None
    each_day = [weekday for weekday, nth in rule.by_day if not nth]
    nth_days = [(weekday, nth) for weekday, nth in rule.by_day if nth]
    words = None
    if rule.by_day and rule.by_month_day:
        return None
    if rule.frequency == "YEARLY" and rule.by_month and not each_day:
        words = _yearly(rule, nth_days)
        return Pattern(words) if words else None
    # Without an interval, only the days matter: YEARLY;BYDAY=TU is every Tuesday.
    if each_day and (rule.interval == 1 or rule.frequency == "WEEKLY"):
        words = _weekly(rule, each_day)
    elif rule.frequency == "DAILY" and not rule.by_day and not rule.by_month_day:
        words = _daily(rule)
    elif (rule.frequency == "MONTHLY" and not each_day) or (rule.by_month_day and rule.interval == 1):
        words = _monthly(rule, nth_days)
    return Pattern(words, _in_months(rule.by_month)) if words else None


def _every(interval: int, one: str, two: str, more: str) -> str:
    return (one if interval == 1 else two if interval == 2 else more) % {"number": interval}


def _daily(rule: Rule) -> str:
    return _every(rule.interval, _("chaque jour"), _("un jour sur deux"), _("tous les %(number)s jours"))


def _weekly(rule: Rule, weekdays: list[int]) -> str | None:
    names = [str(WEEKDAYS[weekday]) for weekday in weekdays]
    if rule.interval == 1:
        if len(names) == 7:
            return _("chaque jour")
        if len(names) > 2 and weekdays == list(range(weekdays[0], weekdays[-1] + 1)):
            return _("tous les jours du %(first)s au %(last)s") % {"first": names[0], "last": names[-1]}
        return _("tous les %(weekdays)s") % {"weekdays": join(f"{name}s" for name in names)}
    if rule.week_start and len(names) > 1:
        return None  # which weeks depends on where a week starts
    if rule.interval == 2 and len(names) == 1:
        return _("un %(weekday)s sur deux") % {"weekday": names[0]}
    weeks = _every(rule.interval, "", _("une semaine sur deux"), _("toutes les %(number)s semaines"))
    return f"{weeks}, {join(_('le %(day)s') % {'day': name} for name in names)}"


def _monthly(rule: Rule, nth_days: list[tuple[int, int]]) -> str | None:
    days = _nth_weekdays(nth_days) if nth_days else _nth_days(rule.by_month_day)
    if days is None:
        return None
    if rule.interval > 1:
        months = _every(rule.interval, "", _("un mois sur deux"), _("tous les %(number)s mois"))
        days = f"{months}, {days}"
    elif {nth for _weekday, nth in nth_days} == {-1} or rule.by_month_day == (-1,):
        days = _("%(days)s du mois") % {"days": days}
    else:
        days = _("%(days)s de chaque mois") % {"days": days}
    numbers = [nth for _weekday, nth in nth_days]
    return _if_it_exists(days, skips=5 in numbers or any(number > 28 for number in rule.by_month_day))


def _yearly(rule: Rule, nth_days: list[tuple[int, int]]) -> str | None:
    years = _every(rule.interval, _("chaque année"), _("tous les deux ans"), _("tous les %(number)s ans"))
    if nth_days:
        if (days := _nth_weekdays(nth_days)) is None:
            return None
        words = f"{years} {days} {join(of_month(month) for month in rule.by_month)}"
        return _if_it_exists(words, skips=5 in [nth for _weekday, nth in nth_days])
    dates = list(product(rule.by_month, rule.by_month_day))
    is_sure = max(rule.by_month_day) <= 28 or len(dates) == 1
    if len(dates) > MAX_DATES or min(rule.by_month_day) < 0 or not is_sure:
        return None
    days = join(_("le %(day)s") % {"day": f"{ordinal(day)} {MONTHS[month - 1]}"} for month, day in dates)
    return _if_it_exists(f"{years} {days}", skips=dates == [(2, 29)])


def _if_it_exists(words: str, *, skips: bool) -> str:
    """A month without this day is skipped (RFC 5545 § 3.3.10)."""
    return words + " " + _("(quand il existe)") if skips else words


def _nth_weekdays(days: list[tuple[int, int]]) -> str | None:
    """ "le 1er et le 3e jeudi", "le 1er lundi et le dernier mardi"; None for a third last one."""
    nths = [_nth(nth) for _weekday, nth in days]
    if None in nths:
        return None
    names = [str(WEEKDAYS[weekday]) for weekday, _nth in days]
    if len(set(names)) == 1:
        return f"{join(nths)} {names[0]}"
    return join(f"{nth} {name}" for nth, name in zip(nths, names, strict=True))


def _nth_days(numbers: tuple[int, ...]) -> str | None:
    """ "le 1er et le 15", "le dernier jour"."""
    if min(numbers) < -2:
        return None
    numbers = sorted(numbers, key=lambda number: (number < 0, number))
    return join(
        _("le %(day)s") % {"day": ordinal(number)}
        if number > 0
        else _("%(nth)s jour") % {"nth": _nth(number)}
        for number in numbers
    )


def _nth(number: int) -> str | None:
    if number > 0:
        return _("le 1er") if number == 1 else _("le %(number)se") % {"number": number}
    return {-1: _("le dernier"), -2: _("l’avant-dernier")}.get(number)


def _in_months(months: tuple[int, ...]) -> str:
    if not months or len(months) == 12:
        return ""
    if len(months) > 6:
        others = [month for month in range(1, 13) if month not in months]
        return ", " + _("sauf en %(months)s") % {"months": join(MONTHS[month - 1] for month in others)}
    return ", " + _("en %(months)s") % {"months": join(MONTHS[month - 1] for month in months)}


# Words.


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
