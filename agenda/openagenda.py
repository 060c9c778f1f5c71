"""Events in the shape of OpenAgenda's version 2 JSON, so that what reads that reads us."""

from datetime import UTC, timedelta
from itertools import accumulate, islice

from django.conf import settings
from django.utils import timezone

from agenda.models.occurrences import start_of_day
from associations.models import Accessibility
from cooperation.core.markdown import plain

# Limits of the format; longer text is cut for this output only.
TITLE, DESCRIPTION, LONG, CONDITIONS, KEYWORDS, REGISTRATION, TIMINGS = 140, 200, 10_000, 255, 255, 2000, 800
PUBLISHED = 2
DAY = timedelta(days=1)
OFFLINE, ONLINE, MIXED = 1, 2, 3
MARSEILLE = "Marseille"


def event(event, dates):
    """
    One event with these of its dates. Expects `organiser`, `place__district`, `themes` and `other_places` to be
    loaded, and `place__district` of the dates: one held elsewhere says where in its timing, which the format
    leaves open; the names of an event's other places are beside its `location`.

    `uid` is the row's number, `extIds` carries the calendar UID.
    """
    timings = list(islice(_apart(_timings(dates)), TIMINGS))
    place = event.place or next((row.place for row in dates if row.place), None)
    now = _local(timezone.now())
    upcoming = [timing for timing in timings if timing["end"] >= now]
    return {
        "uid": event.pk,
        "slug": event.slug,
        "extIds": [{"key": "uid", "value": event.uid}],
        "title": _fr(event.title[:TITLE]),
        "description": _fr((event.summary or plain(event.description) or event.title)[:DESCRIPTION]),
        "longDescription": _fr(event.description[:LONG]),
        "conditions": _fr(event.conditions[:CONDITIONS]),
        "keywords": {"fr": _keywords(event)},
        "image": _image(event),
        "accessibility": {code: code in _codes(event) for code in ("hi", "vi", "pi", "mi", "ii")},
        "age": {"min": event.age_min, "max": event.age_max},
        # Fields of ours, at the top level as OpenAgenda's custom ones: codes of associations/models.
        "publics": event.publics,
        "language": event.language,
        "registration": _registration(event),
        "attendanceMode": _attendance(event),
        "onlineAccessLink": event.online_url or None,
        "status": _status(event, dates),
        "state": PUBLISHED,
        "timezone": event.timezone,
        "timings": timings,
        "firstTiming": timings[0] if timings else None,
        "nextTiming": upcoming[0] if upcoming else None,
        "lastTiming": timings[-1] if timings else None,
        "dateRange": _fr(str(event.schedule_wording)),
        # Nobody invents one where nothing is said, though the format asks for one of what is not online.
        "location": _location(place) if place else None,
        "otherLocations": [place.name for place in event.other_places.all()],
        "originAgenda": {"title": event.organiser.name} if event.organiser else None,
        "links": [{"link": f"{settings.SITE_URL}{event.get_absolute_url()}", "data": None}],
        "createdAt": event.created_at.isoformat(),
        "updatedAt": event.updated_at.isoformat(),
    }


def _fr(text):
    return {"fr": text} if text else {}


def _keywords(event):
    """The names of its themes, as many as fit."""
    names = [theme.name for theme in event.themes.all()]
    lengths = accumulate(map(len, names))
    return [name for name, length in zip(names, lengths, strict=True) if length <= KEYWORDS]


def _codes(event):
    return [code.value for code in event.accessibility_labels if code in Accessibility]


def _timings(dates):
    """Begin and end of what takes place, none longer than a day: what lasts is told day by day."""
    for row in dates:
        begin, last = row.starts_at, row.ends_at
        elsewhere = {"location": _location(row.place)} if row.place else {}
        while not row.is_cancelled:
            midnight = start_of_day(timezone.localdate(begin) + DAY)
            fits = last - begin <= DAY
            # Of the day of 25 hours the last one is left out.
            end = last if fits else min(midnight, begin + DAY)
            yield begin, end, elsewhere
            if fits or midnight >= last:
                break
            begin = midnight.astimezone(UTC)


def _apart(timings):
    """
    The same in order and without overlaps, which the format refuses: what begins while another goes on begins after
    it, or is left out when it is over by then.
    """
    ends = None
    for begin, end, elsewhere in sorted(islice(timings, 2 * TIMINGS), key=lambda timing: timing[:2]):
        if ends is not None and begin < ends:
            begin = ends
            if end <= begin:
                continue
        ends = end
        yield {"begin": _local(begin), "end": _local(end), **elsewhere}


def _local(moment):
    return timezone.localtime(moment).isoformat()


def _image(event):
    if not event.image:
        return None
    base, _slash, filename = event.image.url.rpartition("/")
    base = base if base.startswith("http") else f"{settings.SITE_URL}{base}"
    thumbnail = event.image.thumbnail_url.rpartition("/")[2]
    return {
        "filename": filename,
        "base": f"{base}/",
        "variants": [{"filename": filename, "type": "full"}, {"filename": thumbnail, "type": "thumbnail"}],
        "alternativeText": event.image_alt,
    }


def _registration(event):
    here = f"{settings.SITE_URL}{event.get_absolute_url()}" if event.registers_here else ""
    values = [
        *(("link", here), ("link", event.website)),
        *(("phone", event.contact_phone), ("email", event.contact_email)),
    ]
    values = [(kind, value) for kind, value in values if value]
    # As many as fit: the address of a page may be as long as all that is allowed.
    kept, length = set(), 0
    for kind, value in sorted(values, key=lambda pair: len(pair[1])):
        length += len(value)
        if length <= REGISTRATION:
            kept.add((kind, value))
    return [{"type": kind, "value": value} for kind, value in values if (kind, value) in kept]


def _status(event, dates):
    """Full, too, when no date to come has a place left. Expects `seats` to be loaded with the dates."""
    now = timezone.now()
    to_come = [date for date in dates if date.starts_at > now and not date.is_cancelled]
    if event.status == event.Status.SCHEDULED and to_come and all(date.is_sold_out for date in to_come):
        return event.Status.FULL.value
    return event.status


def _attendance(event):
    if event.online_url:
        return MIXED if event.place else ONLINE
    return OFFLINE


def _levels(place):
    """The territory's own levels; arrondissement and district where the district is known."""
    district = place.district
    number = district and int(district.insee[-2:])
    return {
        "adminLevel1": "Provence-Alpes-Côte d’Azur",
        "adminLevel2": "Bouches-du-Rhône",
        "adminLevel3": "Métropole d’Aix-Marseille-Provence",
        "adminLevel4": MARSEILLE,
        "adminLevel5": f"Marseille {number}e Arrondissement" if number else None,
        "adminLevel6": district.name if district else None,
        "region": "Provence-Alpes-Côte d’Azur",
        "department": "Bouches-du-Rhône",
    }


def _location(place):
    return {
        "uid": place.pk,
        "name": place.name[:100],
        "address": place.full_address[:255],
        "postalCode": place.postal_code,
        "city": place.city,
        "district": place.district.name if place.district else None,
        "insee": place.district.insee if place.district else None,
        "countryCode": "FR",
        **(_levels(place) if place.city == MARSEILLE else {"adminLevel4": place.city}),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "access": _fr(place.access),
        "timezone": "Europe/Paris",
    }
