"""Registering for a date: places, a waiting list that moves up by itself, and personal data that goes."""

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agenda.models.registration_queryset import KEPT_AFTER, RegistrationQuerySet
from agenda.models.seats import Seats
from cooperation.core import mail

MAX_SEATS = 10


class Registrable(models.Model):
    """How one registers for an event, where it is needed at all."""

    class Registering(models.TextChoices):
        NONE = "none", _("Sans inscription")
        HERE = "here", _("Inscription sur cette page")
        ELSEWHERE = "elsewhere", _("Par téléphone, par e-mail ou sur un autre site")

    registering = models.CharField(
        _("inscription"), max_length=10, choices=Registering, default=Registering.NONE
    )
    capacity = models.PositiveSmallIntegerField(
        _("nombre de places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5000)],
        help_text=_("À chaque date. Sans nombre : pas de limite."),
    )
    closes_hours_before = models.PositiveSmallIntegerField(
        _("inscriptions fermées (heures avant)"), default=0, validators=[MaxValueValidator(24 * 30)]
    )

    class Meta:
        abstract = True

    @property
    def registers_here(self):
        return self.registering == self.Registering.HERE

    @property
    def registers_elsewhere(self):
        return self.registering == self.Registering.ELSEWHERE

    def has_room_for(self, seats):
        return self.capacity is None or seats <= self.capacity

    def let_the_waiting_in(self):
        """After a change that may have given room: the capacity grew, or it is no longer said to be full."""
        for pk in Seats.objects.to_settle().filter(occurrence__event=self).values_list("pk", flat=True):
            Seats.let_in(pk)


class Registration(models.Model):
    """A person's seats at one date. `seats` counts those who come with them."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("e-mail à confirmer")
        CONFIRMED = "confirmed", _("inscrit")
        WAITING = "waiting", _("en liste d’attente")
        CANCELLED = "cancelled", _("désisté")

    SALT = "agenda.registration"

    occurrence = models.ForeignKey(
        "agenda.Occurrence", on_delete=models.CASCADE, related_name="registrations", verbose_name=_("date")
    )
    name = models.CharField(_("prénom et nom"), max_length=80)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("nombre de personnes"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_SEATS)],
    )
    state = models.CharField(_("état"), max_length=12, choices=State, default=State.UNCONFIRMED)
    # The waiting list is in the order in which people confirmed.
    queued_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("le"), default=timezone.now, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscription")
        verbose_name_plural = _("inscriptions")
        ordering = ["queued_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=1) & Q(seats__lte=MAX_SEATS), name="registration_seats"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "waiting"]) | Q(queued_at__isnull=False),
                name="registration_in_queue",
            ),
            models.UniqueConstraint(
                "occurrence",
                Lower("email"),
                condition=~Q(email="") & ~Q(state="cancelled"),
                name="registration_once",
                violation_error_message=_("Cette adresse est déjà inscrite à cette date."),
            ),
        ]

    def __str__(self):
        return f"{self.name} · {self.occurrence}"

    def get_absolute_url(self):
        """The person's own page: signed, good as long as the row is kept."""
        return reverse("agenda:registration", args=[signing.Signer(salt=self.SALT).sign(self.pk)])

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
    def can_change(self):
        return (self.is_confirmed or self.is_waiting) and self.occurrence.starts_at > timezone.now()

    @property
    def rank(self):
        """In the waiting list, from 1."""
        ahead = self.occurrence.registrations.filter(state=self.State.WAITING)
        return (
            1
            + ahead.filter(
                Q(queued_at__lt=self.queued_at) | Q(queued_at=self.queued_at, pk__lt=self.pk)
            ).count()
        )

    @property
    def erased_on(self):
        return timezone.localdate(self.occurrence.ends_at + KEPT_AFTER)

    def tell(self, template, **context):
        """A mail with the person's link; whoever left no address is for the organiser to call."""
        if self.email:
            url = f"{settings.SITE_URL}{self.get_absolute_url()}"
            date = self.occurrence
            mail.send(
                template,
                self.email,
                registration=self,
                date=date,
                event=date.event,
                place=date.place or date.event.place,
                url=url,
                **context,
            )

    @transaction.atomic
    def enter(self):
        """The end of the queue, then a place if there is one; told by mail. Entering twice changes nothing."""
        seats = self._lock()
        if self.pk and not self.is_unconfirmed:
            return
        self.state, self.queued_at = self.State.WAITING, timezone.now()
        self.save()
        for row in seats.settle():
            if row.pk != self.pk:
                row.tell("agenda/mail/registration_entered", moved_up=True)
            else:
                self.state = row.state
        self.tell("agenda/mail/registration_entered", moved_up=False)

    @transaction.atomic
    def change_seats(self, number):
        """
        More people, or fewer. Who has a place gets more of them while there are some; who waits keeps the rank.
        """
        seats = self._lock()
        more = number - self.seats
        left = seats.occurrence.seats_left
        if self.is_confirmed and left is not None and more > left:
            raise ValidationError(
                ngettext(
                    "Il reste %(left)d place : vous pouvez venir à %(most)d au plus.",
                    "Il reste %(left)d places : vous pouvez venir à %(most)d au plus.",
                    left,
                )
                % {"left": left, "most": self.seats + left}
            )
        self.seats = number
        self.full_clean()
        self.save(update_fields=["seats"])
        self._let_in(seats)

    @transaction.atomic
    def withdraw(self, *, by=None):
        """
        The place is given back, and whoever fits moves up. `by` is the organiser who took the person off the
        list, who is told; None when they did it themselves.
        """
        seats = self._lock()
        if self.is_cancelled:
            return
        self.state = self.State.CANCELLED
        self.save(update_fields=["state"])
        if by is not None:
            self.tell("agenda/mail/registration_removed")
        self._let_in(seats)

    @transaction.atomic
    def remind(self):
        self._lock()
        if self.reminded_at is None and self.is_confirmed and not self.occurrence.is_off:
            self.reminded_at = timezone.now()
            self.save(update_fields=["reminded_at"])
            self.tell("agenda/mail/registration_reminder")

    def _lock(self):
        """What this date and this row are now, until the transaction ends."""
        seats = Seats.locked(self.occurrence_id)
        if self.pk:
            self.refresh_from_db()
        self.occurrence = seats.occurrence
        seats.occurrence.seats = seats
        return seats

    def _let_in(self, seats):
        for row in seats.settle():
            if row.pk == self.pk:
                self.state = row.state
            row.tell("agenda/mail/registration_entered", moved_up=True)
