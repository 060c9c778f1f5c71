"""Days and hours in plain French, as a poster says them: "mardi 24 novembre", "18 h – 19 h 30".

The year is said where it is not today's. Hours break after their dash alone (no-break spaces); the words of a
day have ordinary spaces.
"""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NBSP = "\N{NO-BREAK SPACE}"

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


def day(on: date, *, today: date | None = None, year: bool | None = None) -> str:
    """ "mardi 24 novembre", "vendredi 1er janvier 2027"; `year` says it, or not, whatever today is."""
    return f"{WEEKDAYS[on.weekday()]} {day_of_month(on, today=today, year=year)}"


def between(first: date, last: date, *, today: date | None = None) -> str:
    """ "Du 23 au 29 novembre", "Du 30 novembre au 6 décembre"; a day alone is itself."""
    if first >= last:
        return day(first, today=today)
    same_month = (first.year, first.month) == (last.year, last.month)
    year = False if first.year == last.year else None
    beginning = ordinal(first.day) if same_month else day_of_month(first, today=today, year=year)
    return _("Du %(first)s au %(last)s") % {"first": beginning, "last": day_of_month(last, today=today)}


def hours(start: time | datetime, end: time | datetime) -> str:
    """ "18 h – 19 h 30"; "9 h 05" for a moment; midnight has its name."""
    return hour(start) if start == end else f"{hour(start)}{NBSP}– {hour(end)}"


def ordinal(number: int) -> str:
    return _("1er") if number == 1 else str(number)


def day_of_month(on: date, *, today: date | None = None, year: bool | None = None) -> str:
    if year is None:
        year = on.year != (today or timezone.localdate()).year
    return f"{ordinal(on.day)} {MONTHS[on.month - 1]}" + (f" {on.year}" if year else "")


def of_month(month: int) -> str:
    name = str(MONTHS[month - 1])
    return (_("d’%(month)s") if name[0] in "ao" else _("de %(month)s")) % {"month": name}


def hour(moment: time | datetime) -> str:
    if (moment.hour, moment.minute) == (0, 0):
        return _("minuit")
    return f"{moment.hour}{NBSP}h" + (f"{NBSP}{moment.minute:02}" if moment.minute else "")


def join(words: Iterable) -> str:
    *others, last = map(str, words)
    return _("%(words)s et %(last)s") % {"words": ", ".join(others), "last": last} if others else last
