"""
The dates of two events that become one. Each of the absorbed one's finds its other self, or is taken over as a date more
of the kept one; where neither can be, the merging is refused: no date leaves the agenda for it, and nobody is told that
what they registered for will not take place.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# More are a series of their own, which is better kept with its rule.
MAX_TAKEN = 12
SCHEDULE = ("starts_at", "ends_at", "rdates", "exdates")


class MergedDates:
    """
    `counterparts`: each date of `other` with the date of `kept` that begins nearest on the same local day, one to one,
    rather one that is as cancelled or not. `lost`: what is announced and would not be any more.
    """

    def __init__(self, kept, other):
        self.kept, self.other = kept, other
        self.ours = list(kept.occurrences.in_order())
        theirs = list(other.occurrences.in_order())
        self.counterparts = _pairs(theirs, self.ours)
        now = timezone.now()
        announced = [] if other.is_cancelled else [row for row in theirs if row.ends_at >= now]
        self.lost = [row for row in announced if not row.is_cancelled and self._is_lost(row)]

    def _is_lost(self, row):
        counterpart = self.counterparts.get(row)
        return counterpart is None or counterpart.is_cancelled

    def check(self):
        """`ValidationError`, which names what to do instead."""
        if _is_off(self.kept) and not _is_off(self.other):
            raise ValidationError(
                _("Celui-ci est annoncé comme annulé ou reporté, l’autre non : gardez plutôt l’autre."),
                code="off",
            )
        if self.can_take:
            return
        if not _is_off(self.other) and MergedDates(self.other, self.kept).can_take:
            raise ValidationError(
                _("L’autre a des dates que celui-ci n’a pas : gardez plutôt l’autre."), code="dates"
            )
        raise ValidationError(
            _(
                "Chacun a des dates que l’autre n’a pas : ajoutez-les d’abord à celui que vous gardez, ou dites que ce "
                "n’est pas un doublon."
            ),
            code="dates",
        )

    @property
    def can_take(self):
        """
        Whether the kept one can have the other's dates beside its own. What comes from another calendar has the dates
        that it says; a rule that goes on can't be written down as dates.
        """
        kept, other, taken = self.kept, self.other, {row.recurrence_id for row in self.ours}
        if not self.lost:
            return True
        return not (
            kept.external_uid
            or (other.written_until and not kept.written_until)
            or len(self.lost) > MAX_TAKEN
            or kept.all_day != other.all_day
            or any(row in self.counterparts or row.recurrence_id in taken for row in self.lost)
            or (kept.rrule and min(row.recurrence_id for row in self.lost) < kept.starts_at)
        )

    def take(self):
        """
        The rows themselves, with all that hangs on them, held where they were to be. Returns what undoing needs;
        `SCHEDULE` is to be saved, then the dates written.
        """
        told = []
        for row in self.lost:
            place = None
            if row.place_id is None and self.other.place_id != self.kept.place_id:
                place = row.place_id = self.other.place_id
            told.append([row.pk, row.recurrence_id.isoformat(), place])
            row.event, row.is_override = self.kept, True
            row.save(update_fields=["event", "place", "is_override"])
        self.kept.give_dates({row.recurrence_id for row in self.lost})
        return told


def give_back(kept, absorbed, told):
    """The dates that were taken, where the kept event still has them."""
    if not told:
        return
    places = {pk: place for pk, _start, place in told}
    length = absorbed.ends_at - absorbed.starts_at
    for row in kept.occurrences.filter(pk__in=list(places)):
        # Its calendar may have written them again meanwhile.
        absorbed.occurrences.filter(recurrence_id=row.recurrence_id).delete()
        if row.place_id == places[row.pk]:
            row.place = None
        row.event, row.is_override = absorbed, row.differs(length)
        row.save(update_fields=["event", "place", "is_override"])
    kept.take_out_dates({datetime.fromisoformat(start) for _pk, start, _place in told})


def _pairs(theirs, ours):
    by_day = {}
    for row in ours:
        by_day.setdefault(row.local_start.date(), []).append(row)
    near = [
        (row.is_cancelled != other.is_cancelled, abs(row.starts_at - other.starts_at), row.pk, other.pk)
        for row in theirs
        for other in by_day.get(row.local_start.date(), ())
    ]
    rows = {row.pk: row for row in [*theirs, *ours]}
    pairs, used = {}, set()
    for _differs, _apart, pk, other in sorted(near):
        if rows[pk] not in pairs and other not in used:
            pairs[rows[pk]] = rows[other]
            used.add(other)
    return pairs


def _is_off(event):
    return event.is_cancelled or event.is_postponed
