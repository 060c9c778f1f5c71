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
from cooperation.core.waiting_list import Queued

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
        help_text=_("À chaque date. Sans nombre : pas de limite."),
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


class Registration(Queued):
    """A person's seats at one date. `seats` counts those who come with them."""

    SALT = "agenda.registration"
    TARGET = "occurrence"
    MAILS = {
        "confirm": "agenda/mail/registration_confirm",
        "already": "agenda/mail/registration_already",
        "entered": "agenda/mail/registration_entered",
        "removed": "agenda/mail/registration_removed",
    }

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

    def get_own_url(self):
        """
        The person's own page: signed, good as long as the row is kept. Not `get_absolute_url`, to which an administration
        would lead.
        """
        return reverse("agenda:registration", args=[signing.Signer(salt=self.SALT).sign(self.pk)])

    @property
    def can_change(self):
        return (self.is_confirmed or self.is_waiting) and self.occurrence.starts_at > timezone.now()

    @property
    def erased_on(self):
        return timezone.localdate(self.occurrence.ends_at + KEPT_AFTER)

    def tell(self, template, **context):
        """A mail with the person's link; whoever left no address is for the organiser to call."""
        if self.email:
            url = f"{settings.SITE_URL}{self.get_own_url()}"
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
                    "Il reste %(left)d place : vous pouvez venir à %(most)d au plus.",
                    "Il reste %(left)d places : vous pouvez venir à %(most)d au plus.",
                    left,
                )
                % {"left": left, "most": self.seats + left}
            )
        self.seats = number
        self.full_clean()
        self.save(update_fields=["seats"])
        self._let_in(seats)

    @transaction.atomic
    def remind(self):
        self._lock()
        if self.reminded_at is None and self.is_confirmed and not self.occurrence.is_off:
            self.reminded_at = timezone.now()
            self.save(update_fields=["reminded_at"])
            self.tell("agenda/mail/registration_reminder")

    @staticmethod
    def locked(pk):
        return Seats.locked(pk)

    def took_lock(self, places):
        self.occurrence = places.occurrence
        places.occurrence.seats = places
