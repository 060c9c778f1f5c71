"""
Events as iCalendar (RFC 5545, RFC 7986). Series stay series, a cancelled date stays visible as cancelled.

Written by hand rather than through an object model: a feed of thousands of events is asked for every hour by
every client, and the text of an event is a few formatted lines. Tests read it back with two other libraries.
"""

import re
from datetime import UTC
from functools import lru_cache
from itertools import batched
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from icalendar import Timezone

from agenda.models import Event, Occurrence
from cooperation.core.markdown import plain

CONTENT_TYPE = "text/calendar; charset=utf-8"
# Clients choose their own rhythm; those that read these two come back every hour.
REFRESH = "PT1H"
_TEXT = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def calendar(events, *, name, dates=None):
    """
    The lines of one VCALENDAR, as chunks of bytes.

    `events` is a queryset. `dates`, a queryset of occurrences, restricts each event to those dates: a page that
    ends on a day has a feed that ends there too.
    """
    events = events.select_related("organiser", "place").prefetch_related(
        "themes", Prefetch("occurrences", Occurrence.objects.filter(is_override=True), to_attr="overrides")
    )
    if dates is not None:
        events = events.prefetch_related(Prefetch("occurrences", dates.in_order(), to_attr="chosen"))
    zones = {"Europe/Paris", *events.order_by().values_list("timezone", flat=True).distinct()} - {"UTC"}
    yield _join(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            f"PRODID:-//{_text(settings.SITE_NAME)}//Agenda//FR",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            f"NAME:{_text(name)}",
            f"X-WR-CALNAME:{_text(name)}",
            "X-WR-TIMEZONE:Europe/Paris",
            f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
            f"X-PUBLISHED-TTL:{REFRESH}",
        ]
    )
    for zone in sorted(zones):
        yield vtimezone(zone)
    for chunk in batched(events.iterator(chunk_size=500), 500):
        lines = []
        for event in chunk:
            lines.extend(vevents(event))
        yield _join(lines)
    yield b"END:VCALENDAR\r\n"


def vevents(event):
    """The event's own VEVENT, then one for each date that differs from the series."""
    common = _common(event)
    chosen = getattr(event, "chosen", None)
    if not event.is_series:
        row = next(iter(event.overrides), None)
        start, end = (row.starts_at, row.ends_at) if row else (event.starts_at, event.ends_at)
        yield from _vevent(event, common, start, end, row)
        return
    overrides = {row.recurrence_id: row for row in event.overrides}
    if chosen is None:
        rule = [f"RRULE:{event.rrule}"] if event.rrule else []
        rule += _moments("RDATE", event.rdates, event) + _moments("EXDATE", event.exdates, event)
        yield from _vevent(event, common, event.starts_at, event.ends_at, extra=rule)
    else:
        starts = [row.recurrence_id for row in chosen]
        overrides = {start: row for start, row in overrides.items() if start in starts}
        span = event.ends_at - event.starts_at
        rule = _moments("RDATE", starts[1:], event)
        yield from _vevent(event, common, starts[0], starts[0] + span, extra=rule)
    for row in overrides.values():
        extra = [_moment("RECURRENCE-ID", row.recurrence_id, event)]
        yield from _vevent(event, common, row.starts_at, row.ends_at, row, extra)


def _common(event):
    """What the event's VEVENTs share."""
    place = event.place
    notes = [event.summary, plain(event.description) if event.description else ""]
    notes += [
        _("Gratuit") if event.is_free else "",
        event.conditions,
        event.contact_phone,
        event.contact_email,
    ]
    address = f"{settings.SITE_URL}{event.get_absolute_url()}"
    lines = [
        f"UID:{_CONTROL.sub('', event.uid)}",
        f"DTSTAMP:{_utc(event.updated_at)}",
        f"CREATED:{_utc(event.created_at)}",
        f"LAST-MODIFIED:{_utc(event.updated_at)}",
        f"SEQUENCE:{event.sequence}",
        f"URL:{address}",
        f"DESCRIPTION:{_text(chr(10).join(note for note in [*notes, address] if note))}",
    ]
    if place:
        location = ", ".join(part for part in (place.name, place.full_address) if part)
        lines.append(f"LOCATION:{_text(location)}")
        if place.latitude is not None:
            lines.append(f"GEO:{place.latitude:.6f};{place.longitude:.6f}")
    elif event.online_url:
        lines.append(f"LOCATION:{_text(_('En ligne'))}")
    if event.online_url:
        lines.append(f"CONFERENCE;VALUE=URI:{_CONTROL.sub('', event.online_url)}")
    if themes := [_text(theme.name) for theme in event.themes.all()]:
        lines.append("CATEGORIES:" + ",".join(themes))
    if event.organiser:
        lines.append(f"CONTACT:{_text(event.organiser.name)}")
    if event.image:
        lines.append(f"IMAGE;VALUE=URI;DISPLAY=BADGE:{absolute(event.image.url)}")
    return lines


def _vevent(event, common, start, end, row=None, extra=()):
    title = (row and row.title) or event.title
    cancelled = event.is_cancelled or (row and row.is_cancelled)
    postponed = event.status == Event.Status.POSTPONED
    status = "CANCELLED" if cancelled else "TENTATIVE" if postponed else "CONFIRMED"
    prefix = _("[Annulé] ") if cancelled else _("[Complet] ") if event.is_full else ""
    yield "BEGIN:VEVENT"
    yield from common
    yield f"SUMMARY:{_text(prefix + title)}"
    yield _moment("DTSTART", start, event)
    if end > start:
        yield _moment("DTEND", end, event)
    yield from extra
    yield f"STATUS:{status}"
    if row and row.note:
        yield f"COMMENT:{_text(row.note)}"
    yield "END:VEVENT"


def _moments(name, moments, event):
    """One property for all the moments, which folding keeps readable; none when there are none."""
    if not moments:
        return []
    first, *others = (_moment(name, moment, event) for moment in sorted(moments))
    return [",".join([first, *(other.rpartition(":")[2] for other in others)])]


def _moment(name, moment, event):
    """DTSTART;TZID=Europe/Paris:20261124T180000, in the zone in which the series recurs."""
    if event.timezone == "UTC":
        local = moment.astimezone(UTC)
    else:
        local = moment.astimezone(_zone(event.timezone))
    if event.all_day:
        return f"{name};VALUE=DATE:{local:%Y%m%d}"
    if event.timezone == "UTC":
        return f"{name}:{local:%Y%m%dT%H%M%S}Z"
    return f"{name};TZID={event.timezone}:{local:%Y%m%dT%H%M%S}"


@lru_cache
def _zone(name):
    return ZoneInfo(name)


@lru_cache
def vtimezone(zone):
    """The VTIMEZONE of an IANA zone."""
    return Timezone.from_tzid(zone).to_ical()


def _utc(moment):
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value):
    """TEXT (section 3.3.11): escaped, without the control characters that it may not hold."""
    return _CONTROL.sub("", str(value)).translate(_TEXT)


def absolute(url):
    return url if url.startswith("http") else f"{settings.SITE_URL}{url}"


def _join(lines):
    return b"".join(fold(line) for line in lines)


def fold(line):
    """A content line of at most 75 octets, then continuations (section 3.1), never cutting a character."""
    data = line.encode()
    if len(data) <= 75:
        return data + b"\r\n"
    parts, limit = [], 75
    while len(data) > limit:
        cut = limit
        while data[cut] & 0xC0 == 0x80:
            cut -= 1
        parts.append(data[:cut])
        data, limit = data[cut:], 74
    return b"\r\n ".join([*parts, data]) + b"\r\n"
