"""Events as schema.org JSON-LD, for search engines and whoever reads that."""

import json

from django.conf import settings

from agenda.models import Event

_STATUS = {
    Event.Status.CANCELLED: "EventCancelled",
    Event.Status.POSTPONED: "EventPostponed",
    Event.Status.RESCHEDULED: "EventRescheduled",
    Event.Status.MOVED_ONLINE: "EventMovedOnline",
}


# Rows read at a time: the first lot is what the first byte waits for.
CHUNK = 100


def item_list(dates, *, name):
    """A schema.org/ItemList of these occurrences, piece after piece."""
    head = {"@context": "https://schema.org", "@type": "ItemList", "name": name, "itemListElement": []}
    yield json.dumps(head, ensure_ascii=False).removesuffix("]}")
    rows = dates.for_list().prefetch_related("event__other_places").in_order()
    for position, date in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
        item = {"@type": "ListItem", "position": position, "item": _event(date.event, date)}
        yield ("," if position > 1 else "") + json.dumps(item, ensure_ascii=False)
    yield "]}"


def event_json_ld(event, dates):
    """One schema.org/Event a date shown, as a list ready for `json_script`."""
    return [{"@context": "https://schema.org", **_event(event, date)} for date in dates]


def _event(event, date):
    status = "EventCancelled" if date.is_cancelled else _STATUS.get(event.status, "EventScheduled")
    data = {
        "@type": "Event",
        "identifier": event.uid,
        "name": date.display_title,
        "startDate": _moment(event, date.local_start),
        "endDate": _moment(event, date.local_end),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": f"https://schema.org/{_attendance(event)}",
        "url": f"{settings.SITE_URL}{event.get_absolute_url()}",
        "description": event.summary or event.title,
        "isAccessibleForFree": event.is_free,
        "inLanguage": event.language,
    }
    if locations := _locations(event, date):
        data["location"] = locations[0] if len(locations) == 1 else locations
    if event.organiser:
        data["organizer"] = {"@type": "Organization", "name": event.organiser.name}
        if event.organiser.public_url:
            data["organizer"]["url"] = f"{settings.SITE_URL}{event.organiser.public_url}"
    if event.image:
        data["image"] = [f"{settings.SITE_URL}{event.image.url}"]
    if event.is_full or event.registers_here:
        availability = "SoldOut" if date.is_sold_out else "InStock"
        data["offers"] = {"@type": "Offer", "availability": f"https://schema.org/{availability}"}
        if event.registers_here:
            data["offers"]["url"] = f"{settings.SITE_URL}{date.get_register_url()}"
    return data


def _locations(event, date):
    """Where this date is held: exceptionally elsewhere, else at the event's place and the others that it has."""
    if date.place:
        return [_place(date.place)]
    places = [event.place, *event.other_places.all()] if event.place else []
    if not places and event.online_url:
        return [{"@type": "VirtualLocation", "url": event.online_url}]
    return [_place(place) for place in places]


def _place(place):
    data = {"@type": "Place", "name": place.name, "address": place.full_address or "Marseille"}
    if place.latitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    return data


def _moment(event, moment):
    return moment.date().isoformat() if event.all_day else moment.isoformat()


def _attendance(event):
    if not event.online_url:
        return "OfflineEventAttendanceMode"
    return "MixedEventAttendanceMode" if event.place else "OnlineEventAttendanceMode"
