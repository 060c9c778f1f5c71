"""The plain words of a rule: "tous les mardis", "le 1er et le 3e jeudi de chaque mois", "chaque année le 1er mai".

A rule of which no plain words are exact has none here; agenda/wording.py then tells its next dates.
"""

from datetime import datetime, time
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
    if times_of_day(rule, first) is None:
        return None
    if rule.by_year_day or rule.by_week_number:
        words = _of_the_year(rule)
        return Pattern(words) if words else None
    if rule.by_set_position:
        return _positioned(rule)
    each_day = [weekday for weekday, nth in rule.by_day if not nth]
    nth_days = [(weekday, nth) for weekday, nth in rule.by_day if nth]
    words = None
    if rule.by_day and rule.by_month_day:
        return _weekday_and_number(rule) if each_day and rule.interval == 1 else None
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


def times_of_day(rule: Rule, first: datetime) -> list[time] | None:
    """At what times of its days it happens, in order; None when they are counted by seconds."""
    if rule.by_second not in ((), (first.second,)):
        return None
    hours, minutes = rule.by_hour or (first.hour,), rule.by_minute or (first.minute,)
    return sorted(time(hour, minute) for hour, minute in product(hours, minutes))


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


def _positioned(rule: Rule) -> Pattern | None:
    """BYSETPOS (§ 3.3.10): "le dernier jour de semaine du mois (du lundi au vendredi)"."""
    weekdays = [weekday for weekday, nth in rule.by_day if not nth]
    nths = [_nth(nth) for nth in sorted(rule.by_set_position, key=lambda nth: (nth < 0, nth))]
    is_plain = len(weekdays) == len(rule.by_day) > 1 and not rule.by_month_day and rule.times_a_day == 1
    if not is_plain or None in nths or max(map(abs, rule.by_set_position)) > 4:
        return None
    which, remark = _kind_of_day(weekdays)
    days = f"{join(nths)} {which}"
    if rule.frequency == "MONTHLY":
        if rule.interval > 1:
            months = _every(rule.interval, "", _("un mois sur deux"), _("tous les %(number)s mois"))
            return Pattern(f"{months}, {days}{remark}", _in_months(rule.by_month))
        words = _("%(days)s du mois") if nths == [_nth(-1)] else _("%(days)s de chaque mois")
        return Pattern(words % {"days": days} + remark, _in_months(rule.by_month))
    if rule.frequency == "YEARLY" and len(rule.by_month) == 1:
        years = _every(rule.interval, _("chaque année"), _("tous les deux ans"), _("tous les %(number)s ans"))
        return Pattern(f"{years} {days} {of_month(rule.by_month[0])}{remark}")
    return None


def _kind_of_day(weekdays: list[int]) -> tuple[str, str]:
    """What these days of the week are called together, and what that means where it could be understood otherwise."""
    if weekdays == list(range(5)):
        return _("jour de semaine"), " " + _("(du lundi au vendredi)")
    if weekdays == [5, 6]:
        return _("jour de week-end"), ""
    if weekdays == list(range(7)):
        return _("jour"), ""
    return _("des %(weekdays)s") % {"weekdays": join(f"{WEEKDAYS[weekday]}s" for weekday in weekdays)}, ""


def _weekday_and_number(rule: Rule) -> Pattern | None:
    """Both BYDAY and BYMONTHDAY: "chaque vendredi 13", "le 1er … de chaque mois, quand c’est un samedi"."""
    names = [str(WEEKDAYS[weekday]) for weekday, _nth in rule.by_day]
    numbers = sorted(rule.by_month_day)
    if numbers[0] < 1 or len(names) < len(rule.by_day):
        return None
    first, last, months = numbers[0], numbers[-1], _in_months(rule.by_month)
    if len(names) == 1 and len(numbers) == 1:
        return Pattern(_("chaque %(weekday)s %(day)s") % {"weekday": names[0], "day": ordinal(first)}, months)
    # Seven days in a row have each weekday once.
    if len(names) == 1 and numbers == list(range(first, first + 7)) and last <= 28:
        if first % 7 == 1:
            days = f"{_nth(first // 7 + 1)} {names[0]}"
        else:
            days = _("le %(weekday)s entre le %(first)s et le %(last)s") % {
                "weekday": names[0],
                "first": ordinal(first),
                "last": last,
            }
        return Pattern(_("%(days)s de chaque mois") % {"days": days}, months)
    if len(numbers) > MAX_DATES:
        return None
    days = join(_("le %(day)s") % {"day": ordinal(number)} for number in numbers)
    weekdays = _(" ou ").join(_("un %(weekday)s") % {"weekday": name} for name in names)
    when = ", " + _("quand c’est %(weekdays)s") % {"weekdays": weekdays}
    return Pattern(_("%(days)s de chaque mois") % {"days": days}, months + when)


def _of_the_year(rule: Rule) -> str | None:
    """BYYEARDAY and BYWEEKNO, alone: "chaque année le 100e jour", "chaque année le lundi de la semaine 20"."""
    if rule.by_month or rule.by_month_day or rule.by_set_position or rule.frequency != "YEARLY":
        return None
    years = _every(rule.interval, _("chaque année"), _("tous les deux ans"), _("tous les %(number)s ans"))
    if rule.by_year_day:
        nths = [_nth(nth) for nth in sorted(rule.by_year_day, key=lambda nth: (nth < 0, nth))]
        if rule.by_day or rule.by_week_number or None in nths or len(nths) > MAX_DATES:
            return None
        words = _("%(years)s %(days)s jour de l’année") % {"years": years, "days": join(nths)}
        return _if_it_exists(words, skips=366 in rule.by_year_day)
    # Weeks are numbered as calendars print them where they begin on Monday (ISO 8601).
    weeks = rule.by_week_number
    if rule.week_start or min(weeks) < 1 or len(weeks) > MAX_DATES or any(nth for _day, nth in rule.by_day):
        return None
    days = join(_("le %(day)s") % {"day": WEEKDAYS[weekday]} for weekday, _nth in rule.by_day)
    which = _("de la semaine %(weeks)s") if len(weeks) == 1 else _("des semaines %(weeks)s")
    return _if_it_exists(f"{years} {days} {which % {'weeks': join(weeks)}}", skips=53 in weeks)


def _in_months(months: tuple[int, ...]) -> str:
    if not months or len(months) == 12:
        return ""
    if len(months) > 6:
        others = [month for month in range(1, 13) if month not in months]
        return ", " + _("sauf en %(months)s") % {"months": join(MONTHS[month - 1] for month in others)}
    return ", " + _("en %(months)s") % {"months": join(MONTHS[month - 1] for month in months)}
