"""The agenda as a month."""

from calendar import Calendar
from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agenda.filters import EARLIEST, LATEST
from agenda.views.days import before, spread
from cooperation.core.wording import WEEKDAYS

MONTH_CELL = 4


def month_context(filter_):
    """The weeks of the month that holds `du` (today), up to `au`; at most `MONTH_CELL` dates shown a day."""
    since, until = filter_.days
    first = (since or timezone.localdate()).replace(day=1)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    days = spread(before(filter_.qs, until), weeks[0][0], weeks[-1][-1], shown=MONTH_CELL)
    for day in days.values():
        day.in_month = day.date.month == first.month
    previous, following = first - timedelta(days=1), (first + timedelta(days=32)).replace(day=1)
    return {
        "month": first,
        "of_month": of_month(first),
        "shown": sum(day.total for day in days.values() if day.in_month),
        "weeks": [[days[day] for day in week] for week in weeks],
        "previous_month": previous.replace(day=1) if previous >= EARLIEST else None,
        "next_month": following if following <= LATEST else None,
        "weekdays": WEEKDAYS,
        "counted": (weeks[0][0], until or weeks[-1][-1]),
    }


def of_month(month):
    """ "de mai 2030", "d’août 2030"."""
    name = date_format(month, "F Y")
    return (_("d’%(month)s") if name[0] in "aâeiouyé" else _("de %(month)s")) % {"month": name}
