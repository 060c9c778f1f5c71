"""The agenda's dates as points of a map (RFC 7946): one for each event and place, with its next date."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.filters import COUNTED
from agenda.models import Occurrence
from agenda.models.occurrences import start_of_day
from associations.exports import ground
from cooperation.core.wording import day

# Dates read for one map.
MAX_DATES = 5000


def collection(selection):
    """A FeatureCollection; its foreign members are those of the directory's (associations/exports.py)."""
    last = selection.until or selection.since + COUNTED
    starting, under_way = selection.dates_from(selection.since)
    # The end of the window stands inside: outside, PostgreSQL reads all that is to come.
    starting = starting.filter(starts_at__lt=start_of_day(last + timedelta(days=1)))
    dates = Occurrence.objects.public().filter(
        Q(pk__in=starting.values("pk")) | Q(pk__in=under_way.values("pk"))
    )
    rows = dates.for_list().prefetch_related("event__other_places__district").in_order()[:MAX_DATES]
    spots, events = {}, set()
    for row in rows:
        events.add(row.event_id)
        for place in places_of(row):
            spots.setdefault((row.event_id, place), []).append(row)
    features = [point(dates[0], place, len(dates) - 1) for (_event, place), dates in spots.items()]
    return {"type": "FeatureCollection", "features": features, "districts": ground(), "total": len(events)}


def places_of(occurrence):
    """Where a date is held, as far as it is known: exceptionally elsewhere, else at each of the event's places."""
    places = [occurrence.where]
    if occurrence.place_id is None:
        places += occurrence.event.other_places.all()
    return [place for place in places if place and place.latitude is not None]


def point(occurrence, place, others):
    """The point of an event at a place: its next date there, and how many others follow."""
    event, theme = occurrence.event, occurrence.event.main_theme
    return {
        "type": "Feature",
        "id": f"{event.uid}/{place.pk}",
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "properties": {
            "id": event.uid,
            "slug": event.slug,
            "name": occurrence.display_title,
            "kind": when(occurrence, others),
            "starts_at": occurrence.iso_start,
            "summary": event.summary,
            "url": f"{settings.SITE_URL}{event.get_absolute_url()}",
            "theme": theme and {"name": theme.name, "colour": theme.colour, "icon": theme.icon},
            "place": place.name,
            "address": place.full_address,
            "district": place.district.name if place.district else None,
            "accessibility": event.accessibility or place.accessibility,
            "cancelled": occurrence.shown_cancelled,
        },
    }


def when(occurrence, others):
    """ "mardi 24 novembre, 18 h – 19 h 30, et 3 autres dates"."""
    words = f"{day(occurrence.local_start.date())}, {occurrence.hours}"
    if occurrence.shown_cancelled:
        words = _("Annulé : %(words)s") % {"words": words}
    if others:
        words += ngettext(", et une autre date", ", et %(count)d autres dates", others) % {"count": others}
    return words
