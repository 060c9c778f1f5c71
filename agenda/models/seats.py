"""How many places of a date are taken, who comes next, and what those who registered were last told of it."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import BooleanField, Case, F, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from agenda.models.occurrences import Occurrence
from associations.models import Place

# `Event.Status`, which stands above this module.
POSTPONED, CANCELLED = 4, 6

# A date that was to take place so long ago is not moved into the days to come.
RECENT = timedelta(days=60)

IS_OFF = (
    Q(occurrence__is_cancelled=True)
    | Q(occurrence__event__status__in=[POSTPONED, CANCELLED])
    | Q(occurrence__event__state="archived")
)


class SeatsQuerySet(models.QuerySet):
    def to_come(self):
        """Of dates that are to come, or were told to be."""
        now = timezone.now()
        # For the index: what was told of older dates is of the past.
        recent = self.filter(told_starts_at__gt=now - RECENT)
        return recent.filter(Q(occurrence__starts_at__gt=now) | Q(told_starts_at__gt=now))

    def to_tell(self):
        """
        Those of dates that are no longer what the people who registered were told. An absorbed event is not off: it
        is another one, at which whoever is registered here still is registered too.
        """
        return (
            self.to_come()
            .filter(occurrence__event__merged_into=None)
            .annotate(
                off=Case(When(IS_OFF, then=True), default=False, output_field=BooleanField()),
                place=Coalesce("occurrence__place", "occurrence__event__place", 0),
                told=Coalesce("told_place", 0),
            )
            .filter(
                ~Q(told_starts_at=F("occurrence__starts_at")) | ~Q(told_off=F("off")) | ~Q(told=F("place"))
            )
        )

    def to_settle(self):
        """Those where somebody waits although there may be room."""
        event = "occurrence__event"
        room = Q(**{f"{event}__capacity": None}) | Q(**{f"{event}__capacity__gt": F("taken")})
        return self.to_come().filter(room, waiting__gt=0)


class Seats(models.Model):
    """
    The places of one date, as its registrations make them: kept beside the date, so that a list of dates shows
    them without counting. Both numbers stay, for statistics, when the registrations are erased.

    Fairness: people wait in the order in which they confirmed, and the first *who fits* moves up. A place is
    never kept empty because a group ahead is larger than what is free: that group keeps its rank, and those
    behind it who need fewer places pass. Newcomers join the end of the same queue, so that nobody passes who
    would not pass from there. A capacity that is lowered throws nobody out.
    """

    occurrence = models.OneToOneField(Occurrence, on_delete=models.CASCADE, primary_key=True)
    taken = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    told_starts_at = models.DateTimeField(db_index=True)
    told_place = models.ForeignKey(Place, on_delete=models.SET_NULL, null=True, related_name="+")
    told_off = models.BooleanField(default=False)

    objects = SeatsQuerySet.as_manager()

    class Meta:
        verbose_name = "places d’une date"
        verbose_name_plural = "places des dates"

    def __str__(self):
        return f"{self.occurrence} : {self.taken} + {self.waiting}"

    @classmethod
    def locked(cls, pk):
        """The seats of a date, for this transaction alone; the event is read after the lock was got."""
        occurrence = Occurrence.objects.select_for_update(no_key=True).get(pk=pk)
        row, _created = cls.objects.get_or_create(occurrence=occurrence, defaults=cls._now(occurrence))
        row.occurrence = occurrence
        return row

    @staticmethod
    def _now(occurrence):
        return {
            "told_starts_at": occurrence.starts_at,
            "told_place_id": occurrence.place_id or occurrence.event.place_id,
            "told_off": occurrence.is_off,
        }

    def settle(self):
        """
        Let in those who wait and fit, in order, and count again. Returns who was let in. Expects the lock.
        Nobody moves up once the date began or is off, nor while someone said by hand that it is full.
        """
        date, event = self.occurrence, self.occurrence.event
        rows = list(date.registrations.active().in_queue())
        taken = sum(row.seats for row in rows if row.is_confirmed)
        entered = []
        closed = date.is_off or event.is_full or date.starts_at <= timezone.now()
        for row in rows:
            if row.is_waiting and not closed and event.has_room_for(taken + row.seats):
                row.state = row.State.CONFIRMED
                row.save(update_fields=["state"])
                taken += row.seats
                entered.append(row)
        self.taken, self.waiting = taken, sum(row.seats for row in rows if row.is_waiting)
        self.save(update_fields=["taken", "waiting"])
        return entered

    @classmethod
    @transaction.atomic
    def let_in(cls, pk):
        """A place may have become free: whoever moves up is told."""
        for row in cls.locked(pk).settle():
            row.tell("agenda/mail/registration_entered", moved_up=True)

    @classmethod
    @transaction.atomic
    def move(cls, source, target):
        """
        All who registered for the date `source` are registered for `target`, its other self (two events that
        became one, a series that goes on as another): with their place, even beyond the capacity, and their
        rank. Who had registered for both keeps what stands at the target. They are told what differs, if anything.
        """
        both = {pk: cls.locked(pk) for pk in sorted([source, target])}
        old, new = both[source], both[target]
        known = [
            row.email.lower()
            for row in new.occurrence.registrations.exclude(email="").exclude(state="cancelled")
        ]
        for row in old.occurrence.registrations.exclude(state="cancelled"):
            if row.email.lower() not in known:
                row.occurrence = new.occurrence
                row.save(update_fields=["occurrence"])
        if not new.taken and not new.waiting:
            new.told_starts_at, new.told_place_id, new.told_off = (
                *(old.told_starts_at, old.told_place_id),
                old.told_off,
            )
        old.delete()
        new.save()
        for row in new.settle():
            row.tell("agenda/mail/registration_entered", moved_up=True)

    @classmethod
    @transaction.atomic
    def tell_change(cls, pk):
        """The date was moved, called off or reinstated: one mail to each, whatever the number of edits."""
        seats = cls.locked(pk)
        date, before = seats.occurrence, (seats.told_starts_at, seats.told_off)
        for name, value in cls._now(date).items():
            setattr(seats, name, value)
        seats.save()
        was = timezone.localtime(before[0])
        for row in date.registrations.active().in_queue():
            row.occurrence = date
            row.tell("agenda/mail/registration_changed", was=was, reinstated=before[1] and not date.is_off)


@transaction.atomic
def keep_registered(obsolete, missing, changed):
    """
    Dates that the schedule gives no more, but that people registered for, aren't deleted: they follow the date
    of the same day or, of an event with one date, that date; else they stay as cancelled. `obsolete` are keys;
    what is kept leaves it, and `missing` and `changed` follow. Returns the keys of those to cancel.
    """
    kept = Occurrence.objects.filter(pk__in=obsolete, registrations__state__in=["confirmed", "waiting"])
    cancelled = []
    for row in kept.select_related("event").in_order().distinct():
        obsolete.remove(row.pk)
        new = [span for event, span in missing if event.pk == row.event_id]
        day = row.local_start.date()
        same = [span for span in new if timezone.localtime(span.start).date() == day]
        if not same and len(new) == 1 and not row.event.is_series:
            same = new
        if same:
            span = same[0]
            missing[:] = [one for one in missing if (one[0].pk, one[1]) != (row.event_id, span)]
            row.recurrence_id, row.starts_at, row.ends_at = span.start, span.start, span.end
            changed.append(row)
        else:
            cancelled.append(row.pk)
    return cancelled
