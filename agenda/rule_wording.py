"""The plain words of a rule: "tous les mardis", "le 1er et le 3e jeudi de chaque mois", "chaque année le 1er mai".

A rule of which no plain words are exact has none here; agenda/wording.py then tells its next dates.
"""

from datetime import datetime
from itertools import product
from typing import NamedTuple

from django.utils.translation import gettext as _

from agenda.rrule import Rule
from cooperation.core.wording import MONTHS, WEEKDAYS, join, of_month, ordinal

MAX_DATES = 12  # of a year, named one by one


class Pattern(NamedTuple):
    days: str  # "tous les mardis"
    months: str = ""  # ", en juillet et août"


def rule_pattern(rule: Rule, first: datetime) -> Pattern | None:
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
