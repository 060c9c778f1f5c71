"""The JSON of those who follow us: what changed since a moment, and what is no longer public (OpenAgenda's `removed`)."""

from datetime import UTC, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from agenda.models import Event
from agenda.models.occurrences import start_of_day

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
REMOVED = "removed"
SINCE = "updatedAt[gte]"


class Changes:
    """
    `updatedAt[gte]` keeps what changed at that moment or later. `removed=1` lists only what is gone, `removed=null`
    both, in the order of the changes: a follower then asks for what came after the last that it read.

    What is gone is told whatever the filters: the event may have been found by them once, and a follower leaves
    aside what it doesn't know.
    """

    def __init__(self, query):
        self.errors = []
        asked = query.get(REMOVED, "0")
        if asked not in {"", "0", "1", "false", "true", "null"}:
            self.errors.append(_("« removed » : écrivez 1, 0 ou null."))
        self.only_removed, self.with_removed = asked in {"1", "true"}, asked in {"1", "true", "null"}
        self.since = None
        if said := query.get(SINCE, ""):
            self.since = moment(said)
            if self.since is None:
                self.errors.append(
                    _("« updatedAt[gte] » : écrivez une date, par exemple 2026-11-24T18:00:00+01:00.")
                )

    def since_then(self, path=""):
        """As a condition on events, or on what leads to them by `path`."""
        return Q(**{f"{path}updated_at__gte": self.since}) if self.since else Q()

    def rows(self, events):
        """The events, those that are gone among them or alone, by their last change."""
        gone = Event.objects.exclude(state=Event.State.PUBLISHED).filter(published_at__isnull=False)
        kept = Q(pk__in=gone.values("pk"))
        if not self.only_removed:
            kept |= Q(pk__in=events.order_by().values("pk"))
        return Event.objects.filter(kept, self.since_then()).order_by("updated_at", "pk")


def tombstone(event):
    """All that is still said of an event that is no longer public: neither its title nor its address, made of it."""
    return {
        "uid": event.pk,
        "extIds": [{"key": "uid", "value": event.uid}],
        "removed": True,
        "updatedAt": event.updated_at.isoformat(),
    }


def moment(text):
    """A date, or a moment with its offset (of Paris where it has none); None where it is neither."""
    # In an address that was not encoded, the + of the offset has become a space.
    text = text.strip().replace(" ", "+") if "T" in text else text.strip()
    try:
        if day := parse_date(text):
            return start_of_day(day)
        found = parse_datetime(text)
        if found is None:
            return None
        found = timezone.make_aware(found) if timezone.is_naive(found) else found
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def microseconds(at):
    """Of a cursor: a moment as a number, exact."""
    return (at - EPOCH) // timedelta(microseconds=1)
