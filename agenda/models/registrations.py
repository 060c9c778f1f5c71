"""Registering for a date: places, a waiting list that moves up by itself, and personal data that goes."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

# What a person gave is erased so long after the date that they registered for.
KEPT_AFTER = timedelta(days=30)
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


class Registration(models.Model):
    """A person's seats at one date. `seats` counts those who come with them."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("e-mail à confirmer")
        CONFIRMED = "confirmed", _("inscrit")
        WAITING = "waiting", _("en liste d’attente")
        CANCELLED = "cancelled", _("désisté")

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
    created_at = models.DateTimeField(_("le"), auto_now_add=True)

    class Meta:
        verbose_name = _("inscription")
        verbose_name_plural = _("inscriptions")
        ordering = ["queued_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=1) & Q(seats__lte=MAX_SEATS), name="registration_seats"
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
