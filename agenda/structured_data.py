"""Events as schema.org JSON-LD, for search engines."""

from django.conf import settings

from agenda.models import Event

_STATUS = {
    Event.Status.CANCELLED: "EventCancelled",
    Event.Status.POSTPONED: "EventPostponed",
    Event.Status.RESCHEDULED: "EventRescheduled",
    Event.Status.MOVED_ONLINE: "EventMovedOnline",
}


def event_json_ld(event, dates):
    """One schema.org/Event a date shown, as a list ready for `json_script`."""
    return [_event(event, date) for date in dates]


def _event(event, date):
    status = "EventCancelled" if date.is_cancelled else _STATUS.get(event.status, "EventScheduled")
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
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
    if event.place:
        data["location"] = {
            "@type": "Place",
            "name": event.place.name,
            "address": event.place.full_address or "Marseille",
        }
        if event.place.latitude is not None:
            data["location"]["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": event.place.latitude,
                "longitude": event.place.longitude,
            }
    elif event.online_url:
        data["location"] = {"@type": "VirtualLocation", "url": event.online_url}
    if event.organiser:
        data["organizer"] = {"@type": "Organization", "name": event.organiser.name}
        if event.organiser.public_url:
            data["organizer"]["url"] = f"{settings.SITE_URL}{event.organiser.public_url}"
    if event.image:
        data["image"] = [f"{settings.SITE_URL}{event.image.url}"]
    if event.is_full:
        data["offers"] = {"@type": "Offer", "availability": "https://schema.org/SoldOut"}
    return data


def _moment(event, moment):
    return moment.date().isoformat() if event.all_day else moment.isoformat()


def _attendance(event):
    if not event.online_url:
        return "OfflineEventAttendanceMode"
    return "MixedEventAttendanceMode" if event.place else "OnlineEventAttendanceMode"
