"""
Events as iCalendar (RFC 5545, RFC 7986). Series stay series, a cancelled date stays visible as cancelled.

Written by hand rather than through an object model: a feed of thousands of events is asked for every hour by
every client, and the text of an event is a few formatted lines. Tests read it back with two other libraries.
"""

import re
from datetime import UTC
from functools import lru_cache
from itertools import chain, islice
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Prefetch
from django.utils.translation import gettext as _
from icalendar import Timezone

from agenda.models import Event, Occurrence
from associations.models import Organisation
from cooperation.core.markdown import plain
from cooperation.core.wording import join

CONTENT_TYPE = "text/calendar; charset=utf-8"
# Clients choose their own rhythm; those that read these two come back every hour.
REFRESH = "PT1H"
# What TEXT may not hold (section 3.1), and what some readers take for the end of a line.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
_SPACE = re.compile(r"\s")
# Events held in memory at a time: the first lot is what the first byte waits for.
CHUNK = 200


def calendar(events, *, name, dates=None):
    """One VCALENDAR, as bytes: `stream` in one piece."""
    return b"".join(stream(events, name=name, dates=dates))


def stream(events, *, name, dates=None, passing=None):
    """
    One VCALENDAR, piece after piece, so that a feed of any length begins at once and takes no memory.

    `events` is a queryset. `dates`, a queryset of occurrences, restricts each event to those dates: a page that
    ends on a day has a feed that ends there too. `passing` leaves out those that it doesn't hold, of series that stay
    series: a date held elsewhere may be in a district where the others are not, or the other way round.
    """
    # Few organisers and places for many events: fetched beside them, each is read once.
    related = events.annotate(continued_uid=F("continues__uid"))
    fetched = related.defer("search_text", "search_vector", "search_folded").prefetch_related(
        "place",
        Prefetch("organiser", Organisation.objects.only("name")),
        # Into lists: a manager for each event would take as long as the rest of it.
        Prefetch("themes", to_attr="its_themes"),
        Prefetch(
            "occurrences",
            Occurrence.objects.filter(is_override=True).select_related("place"),
            to_attr="overrides",
        ),
        Prefetch("other_places", to_attr="its_other_places"),
        Prefetch("absorbed", Event.objects.only("uid", "merged_into"), to_attr="taken_in"),
    )
    if dates is not None:
        fetched = fetched.prefetch_related(Prefetch("occurrences", dates.in_order(), to_attr="chosen"))
    if passing is not None:
        usual = passing.order_by().filter(event=OuterRef("pk"), place=None)
        elsewhere = passing.order_by().exclude(place=None).only("event", "recurrence_id")
        fetched = fetched.annotate(is_usual=Exists(usual)).prefetch_related(
            Prefetch("occurrences", elsewhere, to_attr="passing_elsewhere")
        )
    rows = fetched.iterator(chunk_size=CHUNK)
    first = list(islice(rows, CHUNK))
    # The zones stand before the events; those of a long feed are asked for, since its end is not yet read.
    zones = {event.timezone for event in first}
    if len(first) == CHUNK:
        zones.update(events.order_by().values_list("timezone", flat=True).distinct())
    yield _head(name, zones)
    for event in chain(first, rows):
        yield _join(vevents(event))
    yield b"END:VCALENDAR\r\n"


def _head(name, zones):
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(settings.SITE_NAME)}//Agenda//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        # What is in universal time some readers take for written in this zone, which is wrong of a series.
        *(["X-WR-TIMEZONE:Europe/Paris"] if "UTC" not in zones else []),
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    definitions = [vtimezone(zone) for zone in sorted({"Europe/Paris", *zones} - {"UTC"})]
    return b"".join([_join(lines), *definitions])


def vevents(event):
    """The event's own VEVENT, then one for each date that differs from the series."""
    address = f"{settings.SITE_URL}{event.get_absolute_url()}"
    common, notes = _common(event, address), _notes(event, address)
    overrides = {row.recurrence_id: row for row in event.overrides}
    if not event.is_series:
        # What stands beside its date was called off, and is kept for those who had registered.
        row = overrides.get(event.starts_at)
        start, end = (row.starts_at, row.ends_at) if row else (event.starts_at, event.ends_at)
        yield from _vevent(event, common, notes, start, end, row)
        return
    chosen, left_out = getattr(event, "chosen", None), set()
    if hasattr(event, "is_usual"):
        passing = {row.recurrence_id for row in event.passing_elsewhere}
        left_out = {at for at, row in overrides.items() if row.place_id and at not in passing}
        if not event.is_usual:
            chosen = event.passing_elsewhere
    if chosen is None:
        start, end = event.starts_at, event.ends_at
        rule = [f"RRULE:{event.rrule}"] if event.rrule else []
        added = set(event.rdates) - left_out
        removed = {*event.exdates, *event.holiday_exdates, *(left_out - set(event.rdates))}
        rule += _moments("RDATE", added, event) + _moments("EXDATE", removed, event)
        overrides = {at: row for at, row in overrides.items() if at not in left_out}
    else:
        start, *others = sorted(row.recurrence_id for row in chosen)
        zone = _zone(event.timezone)
        # Between clocks of one zone Python subtracts and adds what they show, as the series does.
        length = event.ends_at.astimezone(zone) - event.starts_at.astimezone(zone)
        end = start.astimezone(zone) + length
        rule = _moments("RDATE", others, event)
        overrides = {at: row for at, row in overrides.items() if at == start or at in others}
    yield from _vevent(event, common, notes, start, end, extra=rule)
    for row in overrides.values():
        extra = [_moment("RECURRENCE-ID", row.recurrence_id, event)]
        yield from _vevent(event, common, notes, row.starts_at, row.ends_at, row, extra)


def _common(event, address):
    """What the event's VEVENTs share."""
    lines = [
        f"UID:{_text(event.uid)}",
        f"DTSTAMP:{_utc(event.updated_at)}",
        f"CREATED:{_utc(event.created_at)}",
        f"LAST-MODIFIED:{_utc(event.updated_at)}",
        f"SEQUENCE:{event.sequence}",
        f"URL:{address}",
        # The same event under the UID that another calendar knows. No RELTYPE of RFC 5545 (3.2.15) or RFC 9253 says
        # "is"; a peer is the nearest, and readers that know none of it lose nothing.
        *(f"RELATED-TO;RELTYPE=SIBLING:{_text(other.uid)}" for other in event.taken_in),
    ]
    if event.continued_uid:
        # What a series was before its words or its hours changed (section 3.8.4.5).
        lines.append(f"RELATED-TO:{_text(event.continued_uid)}")
    if event.online_url:
        lines.append(f"CONFERENCE;VALUE=URI:{_uri(event.online_url)}")
    if themes := [_text(theme.name) for theme in event.its_themes]:
        lines.append("CATEGORIES:" + ",".join(themes))
    if event.organiser:
        lines.append(f"CONTACT:{_text(event.organiser.name)}")
    if event.image:
        lines.append(f"IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/webp:{absolute(event.image.url)}")
    return lines


def _where(event, row=None):
    """LOCATION and GEO: the place of this date where it is exceptionally elsewhere, else the event's."""
    place = (row and row.place) or event.place
    if place is None:
        return [f"LOCATION:{_text(_('En ligne'))}"] if event.online_url else []
    location = ", ".join(part for part in (place.name, place.full_address) if part)
    lines = [f"LOCATION:{_text(location)}"]
    if place.latitude is not None:
        lines.append(f"GEO:{place.latitude:.6f};{place.longitude:.6f}")
    return lines


def _notes(event, address):
    """
    The paragraphs of DESCRIPTION: many clients show little else. What the image shows is said there, since IMAGE
    (RFC 7986, section 5.10) has no text of its own: ALTREP is another address, and no reader knows an X- parameter.
    """
    notes = [
        event.summary,
        _plain(event.description) if event.description else "",
        _("Gratuit") if event.is_free else "",
        _also_at(event.its_other_places),
        *(event.conditions, event.contact_phone, event.contact_email),
        _("Image : %(words)s") % {"words": event.image_alt} if event.image and event.image_alt else "",
        address,
    ]
    return [note for note in notes if note]


def _also_at(places):
    return _("Aussi à %(places)s") % {"places": join(place.name for place in places)} if places else ""


def _vevent(event, common, notes, start, end, row=None, extra=()):
    """
    "[Complet]" is said of an event that someone called full, not of a date whose places are taken: places come
    back within the hour, calendars ask a few times a day, and a rule's dates share one VEVENT.
    """
    title = (row and row.title) or event.title
    cancelled = event.is_cancelled or (row and row.is_cancelled)
    postponed = event.status == Event.Status.POSTPONED
    status = "CANCELLED" if cancelled else "TENTATIVE" if postponed else "CONFIRMED"
    prefix = _("[Annulé] ") if cancelled else _("[Complet] ") if event.is_full else ""
    yield "BEGIN:VEVENT"
    yield from common
    yield from _where(event, row)
    yield f"SUMMARY:{_text(prefix + title)}"
    yield _moment("DTSTART", start, event)
    if end > start:
        yield _moment("DTEND", end, event)
    yield from extra
    yield f"STATUS:{status}"
    if row and row.note:
        notes = [row.note, *notes]
        yield f"COMMENT:{_text(row.note)}"
    yield f"DESCRIPTION:{_text(chr(10).join(notes))}"
    yield "END:VEVENT"


def _moments(name, moments, event):
    """One property for all the moments, which folding keeps readable; none when there are none."""
    if not moments:
        return []
    first, *others = (_moment(name, moment, event) for moment in sorted(moments))
    return [",".join([first, *(other.rpartition(":")[2] for other in others)])]


def _moment(name, moment, event):
    """DTSTART;TZID=Europe/Paris:20261124T180000, in the zone in which the series recurs."""
    local = moment.astimezone(_zone(event.timezone))
    if event.all_day:
        return f"{name};VALUE=DATE:{local:%Y%m%d}"
    if event.timezone == "UTC":
        return f"{name}:{local:%Y%m%dT%H%M%S}Z"
    return f"{name};TZID={event.timezone}:{local:%Y%m%dT%H%M%S}"


@lru_cache(maxsize=2000)
def _plain(description):
    """Markdown is the costly part of a feed, and each description is asked for again and again."""
    return plain(description)


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
    value = _CONTROL.sub("", str(value)).replace("\\", "\\\\")
    return value.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _uri(value):
    return _SPACE.sub("", _CONTROL.sub("", value))


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
