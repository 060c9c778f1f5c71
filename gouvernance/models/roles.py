"""Who takes part in a deliberation that runs may change, and where it is decided: each change is a line of its log."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gouvernance.consent import Kind
from gouvernance.models.deliberators import Deliberator, named
from gouvernance.models.mandates import Mandate


class Roles:
    """For `Deliberation`."""

    @property
    def has_facilitator(self):
        """Whether somebody who facilitates can still act."""
        return any(row.facilitates and row.account and row.account.is_active for row in self.people.values())

    @property
    def is_stranded(self):
        """Whether the meeting where it is decided will not take place."""
        return self.item is not None and not self.is_closed and self.item.meeting.is_cancelled

    @transaction.atomic
    def follow_seats(self):
        """
        A voice that was not used passes to who holds its seat: today, or on the day of the meeting where it is used, once
        that one is convened and as long as it is not cancelled.
        """
        self._lock()
        meeting = self.item.meeting if self.is_answered_in_meeting else None
        takes_place = meeting and meeting.convened_at and not meeting.is_cancelled
        day = timezone.localdate(meeting.starts_at if takes_place else None)
        for row in self.deliberators.filter(is_invited=True, has_answered=False).for_list():
            mandate = row.mandate
            if mandate.starts_on <= day <= mandate.ends_on:
                continue
            seats = Mandate.objects.current(day=day).filter(college=mandate.college_id, seat=mandate.seat)
            successor = seats.select_related("college", "organisation", "person").first()
            if successor:
                self._pass(row, successor)

    def _pass(self, row, mandate):
        heir, _new = self.deliberators.get_or_create(mandate=mandate, defaults=mandate.names)
        after = self._write(Kind.SUCCEED, by=heir, person=row)
        self.deliberators.filter(pk=row.pk).update(is_invited=False)
        self.deliberators.filter(pk=heir.pk).update(is_invited=True)
        self.forget()
        self._follow(after, by=None)
        heir.tell("opened", self)

    @transaction.atomic
    def name_facilitator(self, person, *, by):
        """Who facilitates (the deliberator `by`) names an account that will, too."""
        self._lock()
        self._let_facilitate(Kind.NAME, person, by=by)

    @transaction.atomic
    def take_over(self, *, by):
        """Somebody of those who run the body facilitates, once nobody else can. Raises ValidationError before."""
        self._lock()
        if self.has_facilitator:
            raise ValidationError(_("Quelqu’un anime déjà : demandez-lui de vous nommer."))
        self._let_facilitate(Kind.TAKE_OVER, by)

    def _let_facilitate(self, kind, person, *, by=None):
        row = self.deliberators.of(person).order_by("-is_invited", "pk").first()
        if row is None:
            row = Deliberator.objects.create(deliberation=self, user=person, name=named(person))
        after = self._write(kind, by=by or row, person=row if by else None)
        row.facilitates = True
        row.save(update_fields=["facilitates"])
        self.forget()
        self._follow(after, by=person if by is None else by.account)

    @transaction.atomic
    def reschedule(self, item, *, by):
        """
        Put it on the agenda of another meeting, when its own was cancelled. Raises ValidationError otherwise, and when
        that one was held.
        """
        self._lock()
        if not self.is_stranded:
            raise ValidationError(_("Elle reste à sa séance, tant que celle-ci n’est pas annulée."))
        if item.meeting.body_id != self.body_id or not (item.meeting.is_before or item.meeting.is_open):
            raise ValidationError(_("Choisissez un point d’une séance de l’instance, à venir ou ouverte."))
        # To which one is said on the page, to those who may know of it: the log may be everybody's.
        after = self._write(Kind.RESCHEDULE, by=by)
        self.item = item
        self.save_by(by.account, update_fields=["item"])
        self._follow(after, by=by.account)
        self.tell_all("moved")
