"""The public agenda: by day, and by month."""

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber, TruncDate
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from agenda import wording
from agenda.filters import EARLIEST, LATEST, OccurrenceFilter
from agenda.models import Occurrence
from agenda.models.occurrences import start_of_day
from agenda.recent import Recent, fingerprint

MESSAGES_COOKIE = "messages"
PAGE_SIZE = 30
UNDER_WAY_SHOWN = 20
MONTH_CELL = 4
LASTING_SHOWN = 40

_recent = Recent()


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


@require_safe
@vary_on_headers("HX-Request", "Cookie")
def agenda(request):
    """The page; what a visitor without session is shown is rendered once for each state of the data."""
    if request.COOKIES.keys() & {settings.SESSION_COOKIE_NAME, MESSAGES_COOKIE}:
        return render_agenda(request)
    is_fragment = bool(request.htmx and not request.htmx.boosted)
    key = (fingerprint(), timezone.localdate(), request.get_full_path(), is_fragment)
    return _recent.get(key) or _recent.keep(key, render_agenda(request))


def render_agenda(request):
    filter_ = OccurrenceFilter(request.GET, queryset=Occurrence.objects.public())
    month = request.GET.get("vue") == "mois"
    context = {"filter": filter_, "view": "mois" if month else "liste", "today": timezone.localdate()}
    context |= month_context(filter_) if month else list_context(filter_, request.GET.get("suite", ""))
    context["feed_query"] = feed_query(request)
    context["webcal_url"] = webcal_url(context["feed_query"])
    template = "agenda/event_month.html" if month else "agenda/event_list.html"
    context["is_fragment"] = request.htmx and not request.htmx.boosted
    if context["is_fragment"]:
        template += "#results"
    return render(request, template, context)


def feed_query(request):
    """The page's filters as a query string for its feeds, without what is only about looking at the page."""
    query = request.GET.copy()
    for name in ("vue", "suite"):
        query.pop(name, None)
    for name in [name for name, value in query.items() if not value]:
        query.pop(name)
    return query.urlencode()


def webcal_url(query):
    """The feed's address for phones: a calendar's application opens it and subscribes."""
    host = settings.SITE_URL.partition("://")[2]
    return f"webcal://{host}{reverse('agenda:feed-ics')}" + (f"?{query}" if query else "")


def of_month(month):
    """ "de mai 2030", "d’août 2030"."""
    name = date_format(month, "F Y")
    return (_("d’%(month)s") if name[0] in "aâeiouyé" else _("de %(month)s")) % {"month": name}


def list_context(filter_, cursor):
    """
    Days from `du` (today), `PAGE_SIZE` dates a page. The next page is named by the last date shown, so that
    neither a long history nor what is added meanwhile makes a page slow or repeats a line.
    """
    since, until = filter_.days
    since = since or timezone.localdate()
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


def month_context(filter_):
    """The weeks of the month that holds `du` (today), up to `au`; at most `MONTH_CELL` dates shown a day."""
    since, until = filter_.days
    first = (since or timezone.localdate()).replace(day=1)
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    opening, closing = weeks[0][0], weeks[-1][-1] + timedelta(days=1)
    zone = timezone.get_current_timezone()
    asked = filter_.qs
    if until:
        asked = asked.filter(starts_at__lt=start_of_day(until + timedelta(days=1)))
    per_day = {"partition_by": [TruncDate("starts_at", tzinfo=zone)]}
    dates = (
        asked.filter(starts_at__gte=start_of_day(opening), starts_at__lt=start_of_day(closing))
        .annotate(
            rank=Window(RowNumber(), order_by=[F("starts_at"), F("pk")], **per_day),
            in_day=Window(Count("*"), **per_day),
        )
        .filter(rank__lte=MONTH_CELL)
        .select_related("event")
        .prefetch_related("event__themes")
        .in_order()
    )
    days = {
        day: Day(day, in_month=day.month == first.month) for day in (day for week in weeks for day in week)
    }
    for occurrence in dates:
        day = days[occurrence.local_start.date()]
        day.occurrences.append(occurrence)
        day.total = occurrence.in_day
    for occurrence in (
        asked.lasting_between(start_of_day(opening), start_of_day(closing))
        .select_related("event")
        .prefetch_related("event__themes")[:LASTING_SHOWN]
    ):
        for day in days.values():
            if occurrence.local_start.date() < day.date and occurrence.ends_at > start_of_day(day.date):
                day.occurrences.insert(0, occurrence)
                day.total += 1
    previous, following = first - timedelta(days=1), (first + timedelta(days=32)).replace(day=1)
    return {
        "month": first,
        "of_month": of_month(first),
        "shown": sum(day.total for day in days.values() if day.in_month),
        "weeks": [[days[day] for day in week] for week in weeks],
        "previous_month": previous.replace(day=1) if previous >= EARLIEST else None,
        "next_month": following if following <= LATEST else None,
        "weekdays": [
            _("lundi"),
            _("mardi"),
            _("mercredi"),
            _("jeudi"),
            _("vendredi"),
            _("samedi"),
            _("dimanche"),
        ],
    }
