"""The school holidays of Marseille (zone B), as the ministry publishes them and `vacances-scolaires-france` keeps.

They last from the Saturday on which they begin, after class, to the Sunday before the return, both included: in
2026 those of Toussaint are 17 October to 1 November, and school is back on Monday the 2nd. A bridge that the
ministry gives (Ascension) is one of them. After `known_until()` nothing is published yet: no day is a holiday.
"""

from bisect import bisect_right
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from vacances_scolaires_france import SchoolHolidayDates

from agenda import recurrence
from agenda.recurrence import Schedule

ZONE = "B"
DAY = timedelta(days=1)
NAMES = {
    "Vacances de la Toussaint": _("vacances de la Toussaint"),
    "Vacances de Noël": _("vacances de Noël"),
    "Vacances d'hiver": _("vacances d’hiver"),
    "Vacances de printemps": _("vacances de printemps"),
    "Vacances d'été": _("vacances d’été"),
    "Pont de l'Ascension": _("pont de l’Ascension"),
}
# Dates of one series that may fall in all the holidays published.
MOST = 20_000


class Holiday(NamedTuple):
    """First and last day, both included."""

    first: date
    last: date
    name: str


@lru_cache(maxsize=1)
def published() -> tuple[Holiday, ...]:
    """All that is known, in order: 1990 to the last school year that the ministry has decided upon."""
    days = SchoolHolidayDates().data
    zone = f"vacances_zone_{ZONE.lower()}"
    ours = [(day, row["nom_vacances"]) for day, row in sorted(days.items()) if row[zone]]

    def run(numbered):
        """Days in a row keep the same distance to their rank."""
        rank, (day, name) = numbered
        return day.toordinal() - rank, name

    windows = []
    for (_distance, name), group in groupby(enumerate(ours), key=run):
        in_a_row = [day for _rank, (day, _name) in group]
        windows.append(Holiday(in_a_row[0], in_a_row[-1], NAMES.get(name, name)))
    return tuple(windows)


def holiday_on(day: date) -> Holiday | None:
    windows = published()
    index = bisect_right(windows, day, key=lambda holiday: holiday.first) - 1
    return windows[index] if index >= 0 and day <= windows[index].last else None


def name_of(day: date) -> str | None:
    """ "vacances de Noël"; None on a day of school."""
    holiday = holiday_on(day)
    return str(holiday.name) if holiday else None


def between(first: date, last: date) -> list[Holiday]:
    """Those that touch these days, both included."""
    return [holiday for holiday in published() if holiday.first <= last and holiday.last >= first]


def known_until() -> date:
    """The last day of which it is known whether school is on."""
    return published()[-1].last


def dates_in(schedule: Schedule) -> tuple[datetime, ...]:
    """
    The starts that the rule gives in the holidays, by the local day on which they begin. A date that was added
    by hand (RDATE) is meant: it stays. So do those of a schedule without a rule.
    """
    if not schedule.rrule:
        return ()
    zone = ZoneInfo(schedule.zone)
    ruled = replace(schedule, rdates=(), exdates=(), holidays=())
    until = datetime.combine(known_until() + DAY, datetime.min.time(), tzinfo=zone)
    spans = recurrence.spans(ruled, since=schedule.start, until=until, limit=MOST).spans
    added = set(schedule.rdates)
    return tuple(
        span.start
        for span in spans
        if span.start not in added and holiday_on(span.start.astimezone(zone).date())
    )


def without(schedule: Schedule) -> Schedule:
    """The schedule less its dates in the holidays, where it skips them."""
    return replace(schedule, holidays=dates_in(schedule) if schedule.skips_holidays else ())
