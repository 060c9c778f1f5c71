"""Rooms that several organisations share, and who has one when: two bookings of a room never overlap."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation, Place


class Room(models.Model):
    """A room that is lent. Whoever writes for an organisation may book it; its keeper may take a booking back."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="rooms", verbose_name=_("lieu"))
    name = models.CharField(_("nom de la salle"), max_length=80)
    capacity = models.PositiveSmallIntegerField(_("nombre de personnes"), null=True, blank=True)
    equipment = models.CharField(
        _("équipement"), max_length=255, blank=True, help_text=_("Chaises, cuisine, vidéoprojecteur…")
    )
    keeper = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="rooms",
        verbose_name=_("prêtée par"),
    )
    is_lent = models.BooleanField(_("peut être réservée"), default=True)

    class Meta:
        verbose_name = _("salle partagée")
        verbose_name_plural = _("salles partagées")
        ordering = ["place__name", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name"],
                name="room_once",
                violation_error_message=_("Ce lieu a déjà une salle de ce nom."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.place.name})"


class Booking(models.Model):
    """A room, from then to then, for an organisation; often for a date of an event."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="bookings", verbose_name=_("salle"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="bookings", verbose_name=_("pour")
    )
    event = models.ForeignKey(
        "agenda.Event",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="bookings",
        verbose_name=_("événement"),
    )
    # The start that the rule gives of the date which it is for: dates are written anew, this stays.
    recurrence_id = models.DateTimeField(null=True, blank=True, editable=False)
    title = models.CharField(_("pour quoi"), max_length=140, blank=True)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    span = models.GeneratedField(
        expression=Func(F("starts_at"), F("ends_at"), function="tstzrange"),
        output_field=DateTimeRangeField(),
        db_persist=True,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("réservée par"),
    )
    created_at = models.DateTimeField(_("le"), auto_now_add=True)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("réservation de salle")
        verbose_name_plural = _("réservations de salles")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="booking_ends_after_start",
                violation_error_message=_("La fin doit suivre le début."),
            ),
            ExclusionConstraint(
                name="booking_room_free",
                expressions=[("room", RangeOperators.EQUAL), ("span", RangeOperators.OVERLAPS)],
                condition=Q(cancelled_at=None),
                violation_error_message=_("Cette salle est déjà prise à ce moment."),
            ),
        ]

    def __str__(self):
        return f"{self.room} · {self.starts_at:%d/%m/%Y %H:%M}"
