"""The questions that pages and tasks ask of registrations."""

from datetime import timedelta

from django.utils import timezone

from cooperation.core.waiting_list import QueuedQuerySet

# What a person gave is erased so long after the date that they registered for.
KEPT_AFTER = timedelta(days=30)
REMINDED_BEFORE = timedelta(days=2)


class RegistrationQuerySet(QueuedQuerySet):
    def to_come(self):
        return self.filter(occurrence__ends_at__gt=timezone.now()).order_by("occurrence__starts_at", "pk")

    def for_list(self):
        return self.select_related("occurrence__event__place", "occurrence__place", "occurrence__seats")

    def to_remind(self):
        """
        Those who have a place at a date that begins within two days and were not reminded. Whoever registered
        since yesterday needs no reminder; who waits gets none.
        """
        now = timezone.now()
        return self.filter(
            state=self.model.State.CONFIRMED,
            reminded_at=None,
            queued_at__lt=now - timedelta(days=1),
            occurrence__starts_at__gt=now,
            occurrence__starts_at__lte=now + REMINDED_BEFORE,
        ).exclude(email="")

    def to_erase(self):
        now = timezone.now()
        return self.filter(occurrence__ends_at__lt=now - KEPT_AFTER) | self.never_confirmed()
