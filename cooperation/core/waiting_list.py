"""
Asking for a place: confirmed by mail, given under a lock, else waited for in a queue that moves up by itself.

Fairness: people wait in the order in which they confirmed. Newcomers join the end of the same queue, so that nobody
passes who would not pass from there. Each model says what its places are of (`TARGET`), how that is locked, and
where its mails are.
"""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core import rate_limit

# A request that its address never confirmed holds no place, and goes.
CONFIRMED_WITHIN = timedelta(hours=48)
# Nobody's letter box is filled through us: shared with the other mails that strangers can have sent.
MAILS_TO_ONE_ADDRESS = {"amount": 5, "seconds": 86_400}


class QueuedQuerySet(models.QuerySet):
    def active(self):
        return self.filter(state__in=[self.model.State.CONFIRMED, self.model.State.WAITING])

    def in_queue(self):
        return self.order_by("queued_at", "pk")

    def of_person(self, user):
        """Those made with an address that this person has shown to be theirs."""
        addresses = EmailAddress.objects.filter(user=user, verified=True)
        known = addresses.annotate(lower=Lower("email")).values("lower")
        return self.annotate(lower_email=Lower("email")).filter(lower_email__in=known)

    def never_confirmed(self):
        limit = timezone.now() - CONFIRMED_WITHIN
        return self.filter(state=self.model.State.UNCONFIRMED, created_at__lt=limit)

    @transaction.atomic
    def enter_as(self, target, *, email, **answers):
        """One that needs no confirmation: of whoever signed in, or written down by those who organise."""
        self.model.locked(target.pk)
        of_target = {self.model.TARGET: target}
        known = self.filter(**of_target, email__iexact=email) if email else self.none()
        if active := known.active().first():
            return active
        known.filter(state=self.model.State.UNCONFIRMED).delete()
        row = self.model(**of_target, email=email, **answers)
        row.enter()
        return row

    @transaction.atomic
    def ask(self, target, *, email, **answers):
        """
        A visitor's request. Whether the address is known already is told to nobody but its holder, by mail.
        An address never confirmed may ask again, with other answers: the mail shows the last ones.
        """
        self.model.locked(target.pk)
        of_target = {self.model.TARGET: target}
        row = self.filter(**of_target, email__iexact=email).exclude(state=self.model.State.CANCELLED)
        row = row.first() or self.model(**of_target, email=email)
        if row.is_unconfirmed:
            row.created_at = timezone.now()
            for name, value in answers.items():
                setattr(row, name, value)
            row.save()
        if rate_limit.allowed_for(f"confirm:{email.lower()}", **MAILS_TO_ONE_ADDRESS):
            row.tell(row.MAILS["confirm" if row.is_unconfirmed else "already"])


class Queued(models.Model):
    """
    Somebody's place, or their rank. A model sets `TARGET`, the name of its foreign key to what has places; `MAILS`,
    the beginning of its mails' names; `locked(pk)`, which locks a target and returns what can `settle()` it: let in
    who fits, and return them; `tell(template, **context)`.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("e-mail à confirmer")
        CONFIRMED = "confirmed", _("inscrit")
        WAITING = "waiting", _("en liste d’attente")
        CANCELLED = "cancelled", _("désisté")

    TARGET = ""
    MAILS = {}

    state = models.CharField(_("état"), max_length=12, choices=State, default=State.UNCONFIRMED)
    # The waiting list is in the order in which people confirmed.
    queued_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_unconfirmed(self):
        return self.state == self.State.UNCONFIRMED

    @property
    def is_confirmed(self):
        return self.state == self.State.CONFIRMED

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    @property
    def is_cancelled(self):
        return self.state == self.State.CANCELLED

    @property
    def rank(self):
        """In the waiting list, from 1."""
        of_target = {f"{self.TARGET}_id": getattr(self, f"{self.TARGET}_id")}
        waiting = type(self).objects.filter(**of_target, state=self.State.WAITING)
        before = Q(queued_at__lt=self.queued_at) | Q(queued_at=self.queued_at, pk__lt=self.pk)
        return 1 + waiting.filter(before).count()

    @transaction.atomic
    def enter(self):
        """The end of the queue, then a place if there is one; told by mail. Entering twice changes nothing."""
        places = self._lock()
        if self.pk and not self.is_unconfirmed:
            return
        self.state, self.queued_at = self.State.WAITING, timezone.now()
        self.save()
        for row in places.settle():
            if row.pk != self.pk:
                row.tell(row.MAILS["entered"], moved_up=True)
            else:
                self.state = row.state
        self.tell(self.MAILS["entered"], moved_up=False)

    @transaction.atomic
    def withdraw(self, *, by=None):
        """
        The place is given back, and whoever fits moves up. `by` is the organiser who took the person off the
        list, who is told; None when they did it themselves.
        """
        places = self._lock()
        if self.is_cancelled:
            return
        self.state = self.State.CANCELLED
        self.save()  # with the moment of the change, where a model keeps it
        if by is not None:
            self.tell(self.MAILS["removed"])
        self._let_in(places)

    def _lock(self):
        """What the target and this row are now, until the transaction ends."""
        places = self.locked(getattr(self, f"{self.TARGET}_id"))
        if self.pk:
            self.refresh_from_db()
        self.took_lock(places)
        return places

    def took_lock(self, places):
        """Where a model sets what it just read under the lock."""

    def _let_in(self, places):
        for row in places.settle():
            if row.pk == self.pk:
                self.state = row.state
            row.tell(row.MAILS["entered"], moved_up=True)
