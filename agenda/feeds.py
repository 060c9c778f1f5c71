"""What leaves the agenda: iCalendar, RSS, Atom, JSON, tables of the same filtered queryset, with ETag and 304."""

import hashlib
import json as json_module
import re
from datetime import timedelta

from django.conf import settings
from django.db.models import Min, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda import changes, openagenda, streamed, structured_data, syndication, table
from agenda import geojson as geojson_format
from agenda import ics as ics_format
from agenda.filters import OccurrenceFilter
from agenda.models import Event, Occurrence
from agenda.models.occurrences import start_of_day
from agenda.recent import Recent, fingerprint
from cooperation.core import spreadsheet, workbook

# A date that has just passed stays in people's calendars for a month.
KEPT = timedelta(days=31)
JSON_PAGE, JSON_MAX = 20, 300


class Selection:
    """
    The events and dates that a feed's address asks for: those that the page of the same address lists, from
    `du` (today) on, with what is under way then. A filter that was not understood is refused, since leaving
    it out would widen the feed.
    """

    def __init__(self, request):
        self.filter = OccurrenceFilter(request.GET, queryset=Occurrence.objects.all())
        self.errors = self.filter.refusals
        since, self.until = self.filter.days
        self.is_windowed = bool(since or self.until)
        self.since = since or timezone.localdate()
        starting, under_way = self.dates_from(self.since)
        self.dates = Occurrence.objects.public().filter(
            Q(pk__in=starting.values("pk")) | Q(pk__in=under_way.values("pk"))
        )
        self.events = self.events_from(self.since)

    def dates_from(self, since):
        """What starts from a day on, and what is under way then: two questions, an index answers each."""
        dates = self.filter.qs.order_by()
        if self.until and self.until < since:
            dates = dates.none()
        elif self.until:
            dates = dates.filter(starts_at__lt=start_of_day(self.until + timedelta(days=1)))
        first = start_of_day(since)
        return dates.starting_from(first), dates.under_way_at(first)

    def events_from(self, since):
        starting, under_way = (dates.values("event") for dates in self.dates_from(since))
        return Event.objects.public().filter(Q(pk__in=starting) | Q(pk__in=under_way)).order_by("pk")

    @property
    def name(self):
        """The calendar's name, with the filters that made it."""
        words = ", ".join(str(row["value"] or row["label"]) for row in self.filter.active)
        return f"{settings.SITE_NAME} · {words}" if words else settings.SITE_NAME


def feed(content_type, extension, *, events=lambda selection: selection.events):
    """A view of a Selection's events, with its errors, its ETag and its cache rule."""

    def decorate(build):
        @require_safe
        def view(request):
            etag = fingerprint_of(request, extension)
            response = get_conditional_response(request, etag=etag) or _recent.get(etag)
            if response is None:
                selection = Selection(request)
                if selection.errors:
                    return refusal(*selection.errors)
                response = build(request, selection, events(selection))
                if response.status_code != 200:
                    return response
                response["Content-Type"] = content_type
                if request.method == "HEAD" and response.streaming:
                    response.drop()
                else:
                    _recent.keep(etag, response)
            return marked(response, etag)

        view.__name__ = extension
        return view

    return decorate


# What is right for a 304 is right here too.
_recent = Recent()


def marked(response, etag):
    """With what readers need in order to ask again, and to keep it meanwhile."""
    response["ETag"] = etag
    # Any site may show the public agenda.
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=300)
    return response


def fingerprint_of(request, extension):
    """The ETag of a feed: its address, the day, and all that is public, in one query."""
    parts = (
        fingerprint(),
        timezone.localdate(),
        settings.SITE_URL,
        extension,
        request.META.get("QUERY_STRING", ""),
    )
    return f'"{hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]}"'


def refusal(*errors):
    text = "\n".join([_("Cette adresse n’est pas comprise :"), *errors])
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


def kept_events(selection):
    """A calendar that people follow keeps what has just passed, unless its address names days."""
    if selection.is_windowed:
        return selection.events
    return selection.events_from(selection.since - KEPT)


@feed(ics_format.CONTENT_TYPE, "ics", events=kept_events)
def ics(request, selection, events):
    dates = passing = None
    if selection.is_windowed:
        dates = selection.dates
    elif selection.filter.chooses_dates:
        passing = selection.filter.qs
    response = streamed.answer(ics_format.stream(events, name=selection.name, dates=dates, passing=passing))
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    return response


def of_event(build):
    """
    A view of one event's calendar, with the feeds' ETag and cache rule where the event is public. `build` returns the
    event and its dates, or None for all of them.
    """

    @require_safe
    def view(request, **kwargs):
        etag = fingerprint_of(request, request.path)
        if unchanged := get_conditional_response(request, etag=etag):
            return marked(unchanged, etag)
        event, dates = build(request, **kwargs)
        body = ics_format.calendar(Event.objects.filter(pk=event.pk), name=event.title, dates=dates)
        response = HttpResponse(body, content_type=ics_format.CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
        if event.is_public:
            return marked(response, etag)
        patch_cache_control(response, private=True)
        return response

    view.__name__ = build.__name__
    return view


@of_event
def event_ics(request, slug):
    events = Event.objects.visible_to(request.user)
    # Whoever follows the address of an absorbed event is given the kept one's: a calendar is replaced as a whole at
    # each reading, and not every client follows a redirection.
    return get_object_or_404(events, pk=events.standing_for(slug)), None


@of_event
def occurrence_ics(request, slug, pk):
    """One date, for whoever comes that day."""
    event = get_object_or_404(Event.objects.visible_to(request.user), slug=slug)
    dates = event.occurrences.filter(pk=pk)
    get_object_or_404(dates)
    return event, dates


@feed("application/rss+xml; charset=utf-8", "rss")
def rss(request, selection, events):
    """The events that were announced last, of those that the page lists."""
    return syndicated(syndication.RSS, request, selection, events)


@feed("application/atom+xml; charset=utf-8", "atom")
def atom(request, selection, events):
    return syndicated(syndication.ATOM, request, selection, events)


def syndicated(shape, request, selection, events):
    path = request.get_full_path()
    return HttpResponse(syndication.feed(shape, events, name=selection.name, path=path))


@feed("application/json", "json")
def json(request, selection, events):
    """
    `{total, events, sort, after}`: OpenAgenda's list, by first date, `size` events a page; by last change where what
    was removed is asked for. The next page is asked for with both values of `after`, so that what is added meanwhile
    neither hides nor repeats an event.
    """
    size = request.GET.get("size", "")
    size = min(int(size), JSON_MAX) if size.isascii() and size.isdigit() and 0 < len(size) < 6 else JSON_PAGE
    changed = changes.Changes(request.GET)
    cursor = None
    if after := request.GET.getlist("after") or request.GET.getlist("after[]"):
        cursor = read_after(after)
        if cursor is None:
            changed.errors.append(_("« after » : ce curseur n’est pas de nous."))
    if changed.errors:
        return refusal(*changed.errors)
    list_page = page_of_changes if changed.with_removed else page_by_date
    total, rows, following = list_page(selection, changed, cursor, max(size, 1))
    return HttpResponse(
        json_module.dumps(
            {
                "total": total,
                "sort": "updatedAt.asc" if changed.with_removed else "timings.asc",
                "events": [
                    openagenda.event(event, event.chosen) if event.is_public else changes.tombstone(event)
                    for event in rows
                ],
                "after": following,
            },
            ensure_ascii=False,
        )
    )


def page_by_date(selection, changed, cursor, size):
    """How many there are, the events of this page with their dates, and the cursor of the next."""
    firsts = selection.dates.filter(changed.since_then("event__")).order_by()
    firsts = firsts.values("event").annotate(first=Min("starts_at"))
    total = firsts.count()
    if cursor:
        first, pk = cursor
        firsts = firsts.filter(Q(first__gt=first) | Q(first=first, event__gt=pk))
    page = list(firsts.order_by("first", "event")[: size + 1])
    more, page = len(page) > size, page[:size]
    events = with_dates(selection.events, selection).in_bulk([row["event"] for row in page])
    rows = [events[row["event"]] for row in page if row["event"] in events]
    following = [changes.microseconds(page[-1]["first"]), page[-1]["event"]] if more else []
    return total, rows, following


def page_of_changes(selection, changed, cursor, size):
    """The same by last change, what is gone included."""
    events = changed.rows(selection.events)
    total = events.count()
    if cursor:
        at, pk = cursor
        events = events.filter(Q(updated_at__gt=at) | Q(updated_at=at, pk__gt=pk))
    page = list(with_dates(events, selection)[: size + 1])
    more, page = len(page) > size, page[:size]
    return total, page, [changes.microseconds(page[-1].updated_at), page[-1].pk] if more else []


def with_dates(events, selection):
    dates = selection.dates.select_related("place__district", "seats").in_order()
    return events.select_related("organiser", "place__district").prefetch_related(
        "themes", "other_places", Prefetch("occurrences", dates, to_attr="chosen")
    )


def read_after(words):
    """(moment, pk) of the last event shown, or None when the words are no cursor of ours."""
    if len(words) != 2 or not all(re.fullmatch(r"-?[0-9]{1,17}", word) for word in words):
        return None
    try:
        return changes.EPOCH + timedelta(microseconds=int(words[0])), int(words[1])
    except OverflowError:
        return None


@feed("application/geo+json", "geojson")
def geojson(request, selection, events):
    return HttpResponse(json_module.dumps(geojson_format.collection(selection), ensure_ascii=False))


@feed("application/ld+json", "jsonld")
def jsonld(request, selection, events):
    """One schema.org/Event a date, in their order."""
    return streamed.answer(structured_data.item_list(selection.dates, name=selection.name))


@feed("text/csv; charset=utf-8", "csv")
def csv(request, selection, events):
    """One line a date, for programs and old spreadsheets: semicolons, UTF-8 with its mark."""
    rows = table.texts(table.rows(selection.dates))
    response = streamed.answer(spreadsheet.lines(table.header(), rows))
    response["Content-Disposition"] = 'attachment; filename="agenda.csv"'
    return response


@feed(workbook.CONTENT_TYPE, "xlsx")
def xlsx(request, selection, events):
    """The same lines for people: dates are dates, and nothing is asked when the file is opened."""
    rows = table.rows(selection.dates)
    # Compression holds rows back by hundreds: what says that they are many is how often it was given some.
    response = streamed.answer(workbook.stream(_("Agenda"), table.header(), rows), most=2, piece=1_000)
    response["Content-Disposition"] = 'attachment; filename="agenda.xlsx"'
    return response
