"""What leaves the agenda: iCalendar, RSS, JSON and CSV of the same filtered queryset, with ETag and 304."""

import csv as csv_module
import hashlib
import json as json_module
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import CharField, Min, Prefetch, Value
from django.db.models.functions import MD5, Cast, Concat, Greatest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda import ics as ics_format
from agenda import openagenda
from agenda.filters import OccurrenceFilter
from agenda.models import Event, Occurrence
from agenda.models.occurrences import start_of_day
from cooperation.core.markdown import render

# A date that has just passed stays in people's calendars for a month.
KEPT = timedelta(days=31)
RSS_ITEMS = 50
JSON_PAGE, JSON_MAX = 20, 300


class Selection:
    """
    The events and dates that a feed's address asks for. Without `du` a feed begins a month ago, where the page
    begins today; a filter that was not understood is refused, since leaving it out would widen the feed.
    """

    def __init__(self, request):
        self.filter = OccurrenceFilter(request.GET, queryset=Occurrence.objects.public())
        self.errors = [
            f"{self.filter.form.fields[name].label} : {' '.join(map(str, errors))}"
            for name, errors in self.filter.errors.items()
        ]
        self.since, self.until = self.filter.days
        self.dates = self.filter.qs.filter(
            starts_at__gte=start_of_day(self.since or timezone.localdate() - KEPT)
        )
        if self.until:
            self.dates = self.dates.filter(starts_at__lt=start_of_day(self.until + timedelta(days=1)))

    @property
    def is_windowed(self):
        return bool(self.since or self.until)

    @property
    def events(self):
        return Event.objects.filter(pk__in=self.dates.order_by().values("event")).order_by("pk")

    @property
    def name(self):
        """The calendar's name, with the filters that made it."""
        words = ", ".join(str(row["value"] or row["label"]) for row in self.filter.active)
        return f"{settings.SITE_NAME} · {words}" if words else settings.SITE_NAME

    def etag(self, *parts):
        """A fingerprint of all that the output is made of, in one query."""
        changed = Greatest("updated_at", "organiser__updated_at", "place__updated_at")
        row = Concat(Cast("pk", CharField()), Value(":"), Cast(changed, CharField()))
        mark = self.events.aggregate(mark=MD5(StringAgg(row, Value(","), order_by="pk")))["mark"]
        today = timezone.localdate()
        text = f"{mark}|{self.name}|{settings.SITE_URL}|{today}|{'|'.join(map(str, parts))}"
        return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def feed(content_type, extension):
    """A view of a Selection, with its errors, its ETag and its cache rule."""

    def decorate(build):
        @require_safe
        def view(request):
            selection = Selection(request)
            if selection.errors:
                text = "\n".join([_("Cette adresse n’est pas comprise :"), *selection.errors])
                return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")
            etag = selection.etag(extension, request.META.get("QUERY_STRING", ""))
            response = get_conditional_response(request, etag=etag)
            if response is None:
                response = build(request, selection)
                response["Content-Type"] = content_type
            response["ETag"] = etag
            # Any site may show the public agenda.
            response["Access-Control-Allow-Origin"] = "*"
            patch_cache_control(response, public=True, max_age=300)
            return response

        view.__name__ = extension
        return view

    return decorate


@feed(ics_format.CONTENT_TYPE, "ics")
def ics(request, selection):
    dates = selection.dates if selection.is_windowed else None
    body = b"".join(ics_format.calendar(selection.events, name=selection.name, dates=dates))
    response = HttpResponse(body)
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    return response


@require_safe
def event_ics(request, slug):
    events = Event.objects.visible_to(request.user)
    event = get_object_or_404(events, slug=slug)
    body = b"".join(ics_format.calendar(Event.objects.filter(pk=event.pk), name=event.title))
    response = HttpResponse(body, content_type=ics_format.CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response


@feed("application/rss+xml; charset=utf-8", "rss")
def rss(request, selection):
    """The events that were announced last, of those with a date to come."""
    upcoming = selection.dates.filter(ends_at__gte=timezone.now())
    events = (
        Event.objects.filter(pk__in=upcoming.order_by().values("event"))
        .for_list()
        .order_by("-published_at", "-pk")[:RSS_ITEMS]
    )
    channel = Rss201rev2Feed(
        title=selection.name,
        link=f"{settings.SITE_URL}/agenda/",
        description=_("Les activités annoncées par les associations et leurs partenaires."),
        language="fr",
        feed_url=request.build_absolute_uri(),
        ttl=60,
    )
    for event in events:
        when = str(event.schedule_wording)
        where = f" · {event.place.name}" if event.place else ""
        image = []
        if event.image:
            image = [Enclosure(ics_format.absolute(event.image.url), "0", "image/webp")]
        channel.add_item(
            title=f"{_('[Annulé] ') if event.is_cancelled else ''}{event.title} — {when}{where}",
            link=f"{settings.SITE_URL}{event.get_absolute_url()}",
            description=f"<p>{when}{where}</p>{render(event.description or event.summary)}",
            unique_id=event.uid,
            unique_id_is_permalink=False,
            pubdate=event.published_at or event.created_at,
            updateddate=event.updated_at,
            categories=[theme.name for theme in event.themes.all()],
            author_name=event.organiser.name if event.organiser else "",
            enclosures=image,
        )
    return HttpResponse(channel.writeString("utf-8"))


@feed("application/json", "json")
def json(request, selection):
    """`{total, events, sort, after}`: OpenAgenda's list, by first date, `size` events a page."""
    size = request.GET.get("size", "")
    size = min(int(size), JSON_MAX) if size.isascii() and size.isdigit() and 0 < len(size) < 6 else JSON_PAGE
    chosen = Prefetch("occurrences", Occurrence.objects.in_order())
    events = (
        selection.events.select_related("organiser", "place__district")
        .prefetch_related("themes", chosen)
        .annotate(first=Min("occurrences__starts_at"))
        .order_by("first", "pk")
    )
    total = selection.events.count()
    after = request.GET.getlist("after")
    if after and not (len(after) == 1 and after[0].isascii() and after[0].isdigit() and len(after[0]) < 12):
        return JsonResponse({"error": _("Ce curseur « after » n’est pas de nous.")}, status=400)
    skipped = int(after[0]) if after else 0
    rows = list(events[skipped : skipped + max(size, 1)])
    page = {
        "total": total,
        "sort": "timings.asc",
        "events": [openagenda.event(event) for event in rows],
        "after": [skipped + len(rows)] if skipped + len(rows) < total else [],
    }
    return HttpResponse(json_module.dumps(page, ensure_ascii=False))


@feed("text/csv; charset=utf-8", "csv")
def csv(request, selection):
    """One line a date, for a spreadsheet in French: semicolons, UTF-8 with its mark."""
    header = [
        *(_("identifiant"), _("titre"), _("début"), _("fin"), _("journée entière"), _("annulé"), _("lieu")),
        *(_("adresse"), _("quartier"), _("organisateur"), _("thèmes"), _("gratuit"), _("conditions")),
        _("page"),
    ]
    response = StreamingHttpResponse(_csv_lines(header, selection.dates.for_list().in_order()))
    response["Content-Disposition"] = 'attachment; filename="agenda.csv"'
    return response


class _Echo:
    def write(self, value):
        return value


def _csv_lines(header, dates):
    writer = csv_module.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    yield writer.writerow(header)
    for row in dates.iterator(chunk_size=1000):
        event = row.event
        place = event.place
        yield writer.writerow(
            cell(value)
            for value in (
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
        )


def cell(value):
    """A cell that a spreadsheet reads as text: a formula begins with one of = + - @, tab or return."""
    return f"'{value}" if value[:1] in tuple("=+-@\t\r") and value[:1] else value
