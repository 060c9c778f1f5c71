"""The agenda day by day: the dates of each, and the way to the next page."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda import wording
from agenda.filters import COUNTED
from agenda.models.occurrences import start_of_day

PAGE_SIZE = 30
UNDER_WAY_SHOWN = 20
LASTING_SHOWN = 40


@dataclass
class Day:
    """One day of the list or of the month, and what takes place then."""

    date: date
    occurrences: list = field(default_factory=list)
    total: int = 0
    in_month: bool = True

    @property
    def wording(self):
        return wording.day(self.date)

    @property
    def when(self):
        return _("Aujourd’hui") if self.date == timezone.localdate() else ""

    @property
    def anchor(self):
        return f"jour-{self.iso}"

    @property
    def iso(self):
        return self.date.isoformat()

    @property
    def more(self):
        return max(self.total - len(self.occurrences), 0)


def list_context(filter_, cursor, *, until=None):
    """
    Days from `du` (today) to `au` (else `until`), `PAGE_SIZE` dates a page. The next page is named by the last date
    shown, so that neither a long history nor what is added meanwhile makes a page slow or repeats a line.
    """
    since, last = filter_.days
    since, until = since or timezone.localdate(), last or until
    dates = filter_.qs.for_list().in_order()
    after, bad_cursor = read_cursor(cursor)
    upcoming = dates.starting_from(start_of_day(since))
    if until:
        upcoming = upcoming.filter(starts_at__lt=start_of_day(until + timedelta(days=1)))
    under_way = []
    if until and until < since:
        upcoming = upcoming.none()
    elif after:
        starts_at, pk = after
        # The row comparison is what the (starts_at, id) index answers in one step.
        upcoming = upcoming.filter(starts_at__gte=starts_at).exclude(starts_at=starts_at, pk__lte=pk)
    else:
        under_way = list(dates.under_way_at(start_of_day(since))[:UNDER_WAY_SHOWN])
    rows = list(upcoming[: PAGE_SIZE + 1])
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    return {
        "days": [
            Day(day, list(group)) for day, group in groupby(rows, key=lambda row: row.local_start.date())
        ],
        "under_way": under_way,
        "shown": len(rows) + len(under_way),
        "since": since,
        "next_cursor": write_cursor(rows[-1]) if more else "",
        "bad_cursor": bad_cursor,
        "continued": bool(after),
        "counted": (since, until or since + COUNTED),
    }


def write_cursor(occurrence):
    return f"{int(occurrence.starts_at.timestamp())}-{occurrence.pk}"


def read_cursor(text):
    """(starts_at, pk) of the last date shown, or None; and whether the text was no cursor of ours."""
    if not text:
        return None, False
    seconds, _sep, pk = text.partition("-")
    if not (seconds.isascii() and seconds.isdigit() and pk.isascii() and pk.isdigit()):
        return None, True
    if len(pk) > 18 or len(seconds) > 10:
        return None, True
    return (datetime.fromtimestamp(int(seconds), tz=timezone.get_current_timezone()), int(pk)), False


def spread(dates, first, last, *, shown, related=("event", "seats")):
    """
    {day: Day} from `first` to `last`, both included: at most `shown` of the dates that begin each day, and how many
    there are; what lasts several days stands at the head of each. Three queries, whatever the number of dates.
    """
    opening, closing = start_of_day(first), start_of_day(last + timedelta(days=1))
    days = {day: Day(day) for day in (first + timedelta(days=n) for n in range((last - first).days + 1))}
    per_day = {"partition_by": [TruncDate("starts_at", tzinfo=timezone.get_current_timezone())]}
    dates = dates.select_related(*related).prefetch_related("event__themes")
    rows = (
        dates.filter(starts_at__gte=opening, starts_at__lt=closing)
        .annotate(
            rank=Window(RowNumber(), order_by=[F("starts_at"), F("pk")], **per_day),
            in_day=Window(Count("*"), **per_day),
        )
        .filter(rank__lte=shown)
        .in_order()
    )
    for occurrence in rows:
        day = days[occurrence.local_start.date()]
        day.occurrences.append(occurrence)
        day.total = occurrence.in_day
    for occurrence in dates.lasting_between(opening, closing)[:LASTING_SHOWN]:
        for day in days.values():
            if occurrence.local_start.date() < day.date and occurrence.ends_at > start_of_day(day.date):
                day.occurrences.insert(0, occurrence)
                day.total += 1
    return days


def before(dates, until):
    """Those that begin on `until` at the latest; all where no last day is asked for."""
    return dates.filter(starts_at__lt=start_of_day(until + timedelta(days=1))) if until else dates
