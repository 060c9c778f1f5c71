"""A meeting for somebody's calendar: iTIP (RFC 5546), REQUEST, its updates by SEQUENCE, and CANCEL."""

from datetime import UTC

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText


def media_type(*, cancelled=False):
    """What the attachment is called by: clients act upon the method."""
    return f"text/calendar; method={'CANCEL' if cancelled else 'REQUEST'}; charset=utf-8"


def calendar(attendee, *, cancelled=False):
    """One VEVENT for this person, as text. The answer is given by the link: no address of ours reads REPLYs."""
    meeting = attendee.meeting
    whole = Calendar()
    whole.add("prodid", f"-//{settings.SITE_NAME}//Gouvernance//FR")
    whole.add("version", "2.0")
    whole.add("method", "CANCEL" if cancelled else "REQUEST")
    event = Event()
    event.add("uid", f"{meeting.uid}@{settings.UID_DOMAIN}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", f"{meeting.body.name} : {meeting.title}")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    where = meeting.place.full_address if meeting.place else meeting.online_url
    if where:
        event.add("location", where)
    # Their own page: it says all of the meeting to who has no account.
    event.add("url", f"{settings.SITE_URL}{attendee.answer_url}")
    event.add("description", f"{_('Répondre :')} {settings.SITE_URL}{attendee.answer_url}")
    organiser = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].rstrip('>')}")
    organiser.params["cn"] = vText(settings.SITE_NAME)
    event.add("organizer", organiser)
    person = vCalAddress(f"mailto:{attendee.email}")
    person.params["cn"] = vText(attendee.name)
    person.params["partstat"] = vText("NEEDS-ACTION")
    person.params["rsvp"] = vText("FALSE")
    event.add("attendee", person)
    whole.add_component(event)
    return whole.to_ical().decode()
