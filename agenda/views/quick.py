"""The days that people ask for most, a click away: today, this weekend, the next school holidays."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda import school_holidays

SATURDAY = 5


@dataclass(frozen=True)
class Quick:
    """A link to some days: they are the query's own `du` and `au`, so feeds and the widget follow."""

    label: str
    first: date
    last: date
    chosen: bool


def quick_days(filter_, *, today=None):
    today = today or timezone.localdate()
    spans = [(_("Aujourd’hui"), today, today), (_("Ce week-end"), *weekend(today))]
    if holiday := next_holiday(today):
        spans.append((capfirst(holiday.name), max(holiday.first, today), holiday.last))
    return [Quick(label, first, last, filter_.days == (first, last)) for label, first, last in spans]


def next_holiday(today):
    """The school holidays that are on, or the next ones that are known."""
    return next(iter(school_holidays.between(today, date.max)), None)


def weekend(today):
    """The Saturday and Sunday to come; on a Sunday, what is left of it."""
    if today.weekday() > SATURDAY:
        return today, today
    saturday = today + timedelta(days=SATURDAY - today.weekday())
    return saturday, saturday + timedelta(days=1)
