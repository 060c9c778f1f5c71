"""What leaves the agenda: iCalendar, RSS, JSON and CSV of the same filtered queryset, with ETag and 304."""

import hashlib
import json as json_module
import re
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Min, Prefetch, Q
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda import ics as ics_format
from agenda import openagenda
from agenda.filters import OccurrenceFilter
from agenda.models import Event, Occurrence
from agenda.models.occurrences import start_of_day
from agenda.recent import Recent, fingerprint
from cooperation.core import spreadsheet
from cooperation.core.markdown import render

# A date that has just passed stays in people's calendars for a month.
KEPT = timedelta(days=31)
RSS_ITEMS = 50
JSON_PAGE, JSON_MAX = 20, 300
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
                _recent.keep(etag, response)
            response["ETag"] = etag
            # Any site may show the public agenda.
            response["Access-Control-Allow-Origin"] = "*"
            patch_cache_control(response, public=True, max_age=300)
            return response

        view.__name__ = extension
        return view

    return decorate


# What is right for a 304 is right here too.
_recent = Recent()


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
    text = "\n".join([_("Cette adresse n’est pas comprise :"), *errors])
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


def kept_events(selection):
    """A calendar that people follow keeps what has just passed, unless its address names days."""
    if selection.is_windowed:
        return selection.events
    return selection.events_from(selection.since - KEPT)


@feed(ics_format.CONTENT_TYPE, "ics", events=kept_events)
def ics(request, selection, events):
    dates = selection.dates if selection.is_windowed else None
    response = HttpResponse(ics_format.calendar(events, name=selection.name, dates=dates))
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    return response


@require_safe
def event_ics(request, slug):
    events = Event.objects.visible_to(request.user)
    event = get_object_or_404(events, slug=slug)
    body = ics_format.calendar(Event.objects.filter(pk=event.pk), name=event.title)
    response = HttpResponse(body, content_type=ics_format.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response


@feed("application/rss+xml; charset=utf-8", "rss")
def rss(request, selection, events):
    """The events that were announced last, of those that the page lists."""
    events = events.for_list().order_by("-published_at", "-pk")[:RSS_ITEMS]
    channel = Rss201rev2Feed(
        title=selection.name,
        link=f"{settings.SITE_URL}/agenda/",
        description=_("Les activités annoncées par les associations et leurs partenaires."),
        language="fr",
        feed_url=f"{settings.SITE_URL}{request.get_full_path()}",
        ttl=60,
    )
    for event in events:
        when = str(event.schedule_wording)
        where = f" · {event.place.name}" if event.place else ""
        image = []
        if event.image:
            image = [Enclosure(ics_format.absolute(event.image.url), "0", "image/webp")]
        cancelled = _("[Annulé] ") if event.is_cancelled else ""
        words = render(event.description or event.summary)
        channel.add_item(
            title=xml_text(f"{cancelled}{event.title} — {when}{where}"),
            link=f"{settings.SITE_URL}{event.get_absolute_url()}",
            description=xml_text(f"<p>{escape(when + where)}</p>{words}"),
            unique_id=xml_text(event.uid),
            unique_id_is_permalink=False,
            pubdate=event.published_at or event.created_at,
            updateddate=event.updated_at,
            categories=[xml_text(theme.name) for theme in event.themes.all()],
            author_name=xml_text(event.organiser.name) if event.organiser else "",
            enclosures=image,
        )
    return HttpResponse(channel.writeString("utf-8"))


def xml_text(text):
    """Without the characters that XML can't hold (section 2.2), on which the writer would fail."""
    return NOT_XML.sub("", text)


@feed("application/json", "json")
def json(request, selection, events):
    """
    `{total, events, sort, after}`: OpenAgenda's list, by first date, `size` events a page. The next page is
    asked for with both values of `after`, so that what is added meanwhile neither hides nor repeats an event.
    """
    size = request.GET.get("size", "")
    size = min(int(size), JSON_MAX) if size.isascii() and size.isdigit() and 0 < len(size) < 6 else JSON_PAGE
    firsts = selection.dates.order_by().values("event").annotate(first=Min("starts_at"))
    total = firsts.count()
    if after := request.GET.getlist("after") or request.GET.getlist("after[]"):
        cursor = read_after(after)
        if cursor is None:
            return refusal(_("« after » : ce curseur n’est pas de nous."))
        first, pk = cursor
        firsts = firsts.filter(Q(first__gt=first) | Q(first=first, event__gt=pk))
    page = list(firsts.order_by("first", "event")[: max(size, 1) + 1])
    more, page = len(page) > max(size, 1), page[: max(size, 1)]
    events = (
        events.filter(pk__in=[row["event"] for row in page])
        .select_related("organiser", "place__district")
        .prefetch_related("themes", Prefetch("occurrences", selection.dates.in_order(), to_attr="chosen"))
        .in_bulk()
    )
    rows = [events[row["event"]] for row in page if row["event"] in events]
    return HttpResponse(
        json_module.dumps(
            {
                "total": total,
                "sort": "timings.asc",
                "events": [openagenda.event(event, event.chosen) for event in rows],
                "after": [_microseconds(page[-1]["first"]), page[-1]["event"]] if more else [],
            },
            ensure_ascii=False,
        )
    )


def _microseconds(moment):
    return (moment - EPOCH) // timedelta(microseconds=1)


def read_after(words):
    """(first date, pk) of the last event shown, or None when the words are no cursor of ours."""
    if len(words) != 2 or not all(re.fullmatch(r"-?[0-9]{1,17}", word) for word in words):
        return None
    try:
        return EPOCH + timedelta(microseconds=int(words[0])), int(words[1])
    except OverflowError:
        return None


@feed("text/csv; charset=utf-8", "csv")
def csv(request, selection, events):
    """One line a date, for a spreadsheet in French: semicolons, UTF-8 with its mark."""
    header = [
        *(_("identifiant"), _("titre"), _("début"), _("fin"), _("journée entière"), _("annulé"), _("lieu")),
        *(_("adresse"), _("quartier"), _("organisateur"), _("thèmes"), _("gratuit"), _("conditions")),
        _("page"),
    ]
    response = StreamingHttpResponse(
        spreadsheet.lines(header, _csv_rows(selection.dates.for_list().in_order()))
    )
    response["Content-Disposition"] = 'attachment; filename="agenda.csv"'
    return response


def _csv_rows(dates):
    for row in dates.iterator(chunk_size=1000):
        event = row.event
        place = event.place
        yield (
            event.uid,
            row.display_title,
            f"{row.local_start:%Y-%m-%d %H:%M}",
            f"{row.local_end:%Y-%m-%d %H:%M}",
            _("oui") if event.all_day else _("non"),
            _("oui") if row.shown_cancelled else _("non"),
            place.name if place else "",
            place.full_address if place else "",
            place.district.name if place and place.district else "",
            event.organiser.name if event.organiser else "",
            ", ".join(theme.name for theme in event.themes.all()),
            _("oui") if event.is_free else _("non"),
            event.conditions,
            f"{settings.SITE_URL}{event.get_absolute_url()}",
        )
