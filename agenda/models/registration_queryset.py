"""The questions that pages and tasks ask of registrations, and the two ways in."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from agenda.models.seats import Seats
from cooperation.core import rate_limit

# What a person gave is erased so long after the date that they registered for.
KEPT_AFTER = timedelta(days=30)
# A registration that its address never confirmed holds no place, and goes.
CONFIRMED_WITHIN = timedelta(hours=48)
REMINDED_BEFORE = timedelta(days=2)
# Nobody's letter box is filled through us: shared with the other mails that strangers can have sent.
MAILS_TO_ONE_ADDRESS = {"amount": 5, "seconds": 86_400}


class RegistrationQuerySet(models.QuerySet):
    def active(self):
        return self.filter(state__in=[self.model.State.CONFIRMED, self.model.State.WAITING])

    def in_queue(self):
        return self.order_by("queued_at", "pk")

    def of_person(self, user):
        """Those made with an address that this person has shown to be theirs."""
        addresses = EmailAddress.objects.filter(user=user, verified=True)
        known = addresses.annotate(lower=Lower("email")).values("lower")
        return self.annotate(lower_email=Lower("email")).filter(lower_email__in=known)

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
        return self.filter(
            Q(occurrence__ends_at__lt=now - KEPT_AFTER)
            | Q(state=self.model.State.UNCONFIRMED, created_at__lt=now - CONFIRMED_WITHIN)
        )

    @transaction.atomic
    def enter_as(self, occurrence, *, email, **answers):
        """A registration that needs no confirmation: of whoever signed in, or written down by an organiser."""
        Seats.locked(occurrence.pk)
        known = self.filter(occurrence=occurrence, email__iexact=email) if email else self.none()
        if active := known.active().first():
            return active
        known.filter(state=self.model.State.UNCONFIRMED).delete()
        row = self.model(occurrence=occurrence, email=email, **answers)
        row.enter()
        return row

    @transaction.atomic
    def ask(self, occurrence, *, email, name, phone, seats):
        """
        A visitor's request. Whether the address is known already is told to nobody but its holder, by mail.
        An address never confirmed may ask again, with other answers: the mail shows the last ones.
        """
        Seats.locked(occurrence.pk)
        row = self.filter(occurrence=occurrence, email__iexact=email).exclude(
            state=self.model.State.CANCELLED
        )
        row = row.first() or self.model(occurrence=occurrence, email=email)
        if row.is_unconfirmed:
            row.name, row.phone, row.seats, row.created_at = name, phone, seats, timezone.now()
            row.save()
        if rate_limit.allowed_for(f"confirm:{email.lower()}", **MAILS_TO_ONE_ADDRESS):
            row.tell(
                "agenda/mail/registration_confirm"
                if row.is_unconfirmed
                else "agenda/mail/registration_already"
            )
