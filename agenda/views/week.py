"""The agenda as a week: seven columns on a wide screen, one day after the other on a phone."""

from datetime import timedelta

from django.utils import timezone

from agenda.filters import EARLIEST, LATEST
from agenda.views.days import before, spread
from cooperation.core import wording

WEEK_DAY = 25


def week_context(filter_):
    """The week, from Monday, that holds `du` (today), up to `au`; at most `WEEK_DAY` dates shown a day."""
    since, until = filter_.days
    day = since or timezone.localdate()
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    related = ("event__place__district", "place__district", "seats")
    days = spread(before(filter_.qs, until), monday, sunday, shown=WEEK_DAY, related=related)
    previous, following = monday - timedelta(days=7), monday + timedelta(days=7)
    return {
        "week_title": wording.between(monday, sunday),
        "days": list(days.values()),
        "shown": sum(day.total for day in days.values()),
        "previous_week": previous if previous >= EARLIEST else None,
        "next_week": following if following <= LATEST else None,
        "counted": (monday, until or sunday),
    }
