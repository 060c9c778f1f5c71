"""Whether there is still a place at a date, and what is said of it."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# From how few places on their number is said: a long list of large numbers helps nobody to choose.
FEW = 10


class Admitting:
    """What a date says of its places. Expects `event` and `seats` to be loaded where many dates are shown."""

    @property
    def seats_taken(self):
        seats = getattr(self, "seats", None)
        return seats.taken if seats else 0

    @property
    def seats_waiting(self):
        seats = getattr(self, "seats", None)
        return seats.waiting if seats else 0

    @property
    def seats_left(self):
        """None without limit; none at all once someone said by hand that the event is full."""
        if self.event.is_full:
            return 0
        if self.event.capacity is None:
            return None
        return max(self.event.capacity - self.seats_taken, 0)

    @property
    def is_off(self):
        """Whether those who registered must be told that it will not take place then."""
        event = self.event
        return self.shown_cancelled or event.is_postponed or event.state == event.State.ARCHIVED

    @property
    def is_sold_out(self):
        return self.event.is_full or bool(self.event.registers_here and self.seats_left == 0)

    @property
    def closes_at(self):
        return self.starts_at - timedelta(hours=self.event.closes_hours_before)

    @property
    def is_open(self):
        """Whether one may register now, for a place or for the waiting list."""
        return (
            self.event.registers_here
            and self.event.is_public
            and not self.is_off
            and timezone.now() < self.closes_at
        )

    @property
    def seats_wording(self):
        """
        A few words for cards, which stand in pages that are kept: all that they say of places is in the
        fingerprint (agenda/recent.py), which knows the dates that somebody registered for.
        """
        if not self.event.registers_here or self.is_off or self.event.is_full:
            return ""
        left = self.seats_left
        if not hasattr(self, "seats") or left is None or left > FEW or timezone.now() >= self.closes_at:
            return _("Sur inscription")
        if left == 0:
            return _("Complet : liste d’attente")
        return ngettext("%(left)d place", "%(left)d places", left) % {"left": left}

    def get_register_url(self):
        return reverse("agenda:registration-create", args=[self.event.slug, self.pk])

    def get_ics_url(self):
        return reverse("agenda:occurrence-ics", args=[self.event.slug, self.pk])
