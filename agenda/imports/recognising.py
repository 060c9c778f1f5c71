"""
What a calendar says of events that the agenda already has from elsewhere. Two platforms that follow each other hand
each event back and forth: its UID tells that it is the same, and it is written once.
"""

from django.conf import settings
from django.db.models import Q

from agenda.imports.entries import Entry
from agenda.models import Event, Source

# A UID that long, or with a domain, is nobody else's (RFC 7986, section 5.3); "1" or "event-12" may be anybody's.
UNIQUE_LENGTH = 20


def sift(
    entries: list[Entry], known: dict[str, Event], source: Source | None, *, adopt: bool = True
) -> tuple[list[Entry], list[Entry]]:
    """
    (those to merge, those that the agenda has from elsewhere).

    `known` are the events that this organisation's calendars gave, by their UID there. What another calendar that
    is still followed gives is that one's; the rest is taken over by `source`.
    """
    ours, here = [], []
    elsewhere = _elsewhere([entry for entry in entries if entry.uid not in known], by_uid=source is not None)
    others = Source.objects.in_bulk({event.source_id for event in known.values()} - {None}) if source else {}
    adopted = []
    for entry in entries:
        event = known.get(entry.uid)
        if event and source and event.source_id != source.pk:
            other = others.get(event.source_id)
            if other and other.is_read and not event.vanished_at:
                here.append(entry)
                continue
            adopted.append(event.pk)
        elif event is None and _is_here(entry, elsewhere):
            here.append(entry)
            continue
        ours.append(entry)
    if adopted and adopt:
        Event.objects.filter(pk__in=adopted).update(source=source)
    return ours, here


def is_ours(uid: str) -> bool:
    """Whether this platform made this UID. A date without its series carries it before its own start."""
    return uid.partition("#")[0].endswith(f"@{settings.UID_DOMAIN}")


def _elsewhere(entries, *, by_uid):
    """The events that have these UIDs, by UID. A one-off import recognises our own UIDs only."""
    uids = [entry.uid for entry in entries if by_uid or is_ours(entry.uid)]
    if not uids:
        return {}
    events = Event.objects.filter(Q(uid__in=uids) | Q(uid__in=[uid.partition("#")[0] for uid in uids]))
    return {event.uid: event for event in events.only("uid", "title", "starts_at")}


def _is_here(entry, elsewhere):
    if is_ours(entry.uid):
        return True
    event = elsewhere.get(entry.uid) or elsewhere.get(entry.uid.partition("#")[0])
    if event is None:
        return False
    if "@" in entry.uid or len(entry.uid) >= UNIQUE_LENGTH:
        return True
    return event.starts_at == entry.schedule.start or event.title == entry.title[:140]
