"""What is asked of bookings, and how those of an event follow its dates."""

from collections import defaultdict
from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from associations.models import Organisation
from cooperation.core import mail

# How long a room is taken for a date of which only the beginning is known.
WITHOUT_END = timedelta(hours=2)


def room_span(date, before=0, after=0):
    """From when to when a room is taken for a date, with minutes before and after."""
    ends_at = date.ends_at if date.ends_at > date.starts_at else date.starts_at + WITHOUT_END
    return date.starts_at - timedelta(minutes=before), ends_at + timedelta(minutes=after)


class BookingQuerySet(models.QuerySet):
    def standing(self):
        """Not cancelled."""
        return self.filter(cancelled_at=None)

    def to_come(self):
        return self.standing().filter(ends_at__gt=timezone.now())

    def between(self, since, until):
        return self.filter(span__overlap=(since, until))

    def cancellable_by(self, user):
        """Those to come, by whoever writes for the organisation or for the room's keeper."""
        ours = Organisation.objects.written_by(user)
        return self.to_come().filter(Q(organisation__in=ours) | Q(room__keeper__in=ours))

    def for_list(self):
        return self.select_related("room__place", "organisation", "event")

    def free(self, *, by=None):
        """What they were booked for does not take place: the rooms that they still hold are free for others."""
        return self.to_come().update(cancelled_at=timezone.now(), cancelled_by=by)

    def follow_dates_of(self, events):
        """The same for many events, of which few have a room."""
        booked = set(self.to_come().filter(event__in=events).values_list("event", flat=True))
        for event in events:
            if event.pk in booked:
                event.bookings.follow_dates(event)

    @transaction.atomic
    def follow_dates(self, event):
        """
        Let the bookings of an event follow its dates, after these were written. A booking moves with its date
        when the room is free there; otherwise it stays where it is and says so, since a room that is given up
        can't be had back. What was booked for a date that is no more is freed. Those who booked are told once.
        """
        bookings = list(self.to_come().filter(event=event).exclude(recurrence_id=None).for_list())
        if not bookings:
            return
        dates = _Dates(event.occurrences.all())
        moving, told = [], defaultdict(list)
        for booking in bookings:
            date = dates.of(booking)
            if date is None or date.is_cancelled:
                booking.cancelled_at = timezone.now()
                booking.save(update_fields=["cancelled_at"])
                if date is None:
                    told[booking.by_id].append(booking)
                continue
            wanted = room_span(date, booking.before, booking.after)
            if (booking.recurrence_id, booking.starts_at, booking.ends_at) != (date.recurrence_id, *wanted):
                moving.append((booking, date.recurrence_id, wanted))
            elif booking.is_left_behind:
                booking.is_left_behind = False
                booking.save(update_fields=["is_left_behind"])
        for booking in self._move(moving):
            told[booking.by_id].append(booking)
        for lost in told.values():
            for address in lost[0].addresses_to_tell():
                mail.send("agenda/mail/room_not_followed", address, event=event, bookings=lost)

    def _move(self, moving):
        """
        Move each to its span; they may take each other's place. Returns those which could not, and of which
        nobody has been told.
        """
        if not moving:
            return []
        for room in sorted({booking.room for booking, _key, _span in moving}, key=lambda room: room.pk):
            room.lock()
        # They step aside first, each of them then finds its new place or its former one.
        self.model.objects.filter(pk__in=[booking.pk for booking, _key, _span in moving]).update(
            cancelled_at=timezone.now()
        )
        left = []
        for booking, recurrence_id, wanted in moving:
            if self._is_free(booking, wanted):
                booking.starts_at, booking.ends_at = wanted
                booking.is_left_behind = False
            else:
                if not self._is_free(booking, (booking.starts_at, booking.ends_at)):
                    booking.cancelled_at = timezone.now()
                if not booking.is_left_behind:
                    left.append(booking)
                booking.is_left_behind = True
            booking.recurrence_id = recurrence_id
            booking.save()
        return left

    def _is_free(self, booking, span):
        others = self.model.objects.standing().filter(room=booking.room_id).between(*span)
        return not others.exclude(pk=booking.pk).exists()


class _Dates:
    """The dates of an event, to find again that of a booking: by its identity, else on its day, else the only one."""

    def __init__(self, occurrences):
        self.by_key = {date.recurrence_id: date for date in occurrences}
        self.by_day = {timezone.localtime(key).date(): date for key, date in self.by_key.items()}
        self.only = next(iter(self.by_key.values())) if len(self.by_key) == 1 else None

    def of(self, booking):
        day = timezone.localtime(booking.recurrence_id).date()
        return self.by_key.get(booking.recurrence_id) or self.by_day.get(day) or self.only
