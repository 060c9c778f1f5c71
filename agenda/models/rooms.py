"""Rooms that several organisations share, and who has one when: two bookings of a room never overlap."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import wording
from agenda.models.booking_queryset import BookingQuerySet, room_span
from associations.models import Organisation, Place
from cooperation.core import mail
from cooperation.core.models import User

# A room is lent for a gathering or a stay, not given.
LONGEST = timedelta(days=31)
FARTHEST = timedelta(days=731)


class RoomQuerySet(models.QuerySet):
    def lent(self):
        return self.filter(is_lent=True)

    def kept_by(self, user):
        """Those whose keeper's sheet this person looks after."""
        return self.filter(keeper__in=Organisation.objects.managed_by(user))

    def for_list(self):
        return self.select_related("place__district", "keeper")


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

    objects = RoomQuerySet.as_manager()

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

    def get_absolute_url(self):
        return reverse("agenda:room-detail", args=[self.pk])

    @property
    def capacity_wording(self):
        return _("%(number)d personnes") % {"number": self.capacity} if self.capacity else ""

    def lock(self):
        """Whoever books takes turns: two at once would wait for each other, and PostgreSQL would end one of them."""
        Room.objects.select_for_update(no_key=True).get(pk=self.pk)

    @transaction.atomic
    def book(self, *, by, organisation, starts_at, ends_at, title=""):
        """From then to then. Raises ValidationError, in words for people, where it can't be."""
        self._refuse_if_not_lent()
        self.lock()
        booking = Booking(
            room=self, organisation=organisation, by=by, starts_at=starts_at, ends_at=ends_at, title=title
        )
        booking.full_clean()
        booking.save()
        self._tell_keeper([booking], by)
        return booking

    @transaction.atomic
    def book_dates(self, dates, *, by, organisation, before=0, after=0):
        """
        For dates of one event, with minutes before and after to set up and to clear away. Those at which the
        room is taken are left out, all others are booked. Returns the bookings made and the dates left out;
        a date for which the room is booked already is neither.
        """
        self._refuse_if_not_lent()
        self.lock()
        asked = {
            date.recurrence_id: Booking(
                room=self,
                organisation=organisation,
                event=date.event,
                recurrence_id=date.recurrence_id,
                title=date.display_title,
                before=before,
                after=after,
                by=by,
                **dict(zip(("starts_at", "ends_at"), room_span(date, before, after), strict=True)),
            )
            for date in dates
        }
        if not asked:
            return [], []
        standing = self.bookings.standing().filter(event=dates[0].event)
        had = set(standing.values_list("recurrence_id", flat=True))
        wanted = {key: booking for key, booking in asked.items() if key not in had}
        for booking in wanted.values():
            booking.clean()
        # PostgreSQL leaves out what the exclusion constraint refuses.
        Booking.objects.bulk_create(wanted.values(), ignore_conflicts=True)
        made = list(standing.filter(recurrence_id__in=wanted))
        got = had | {booking.recurrence_id for booking in made}
        if made:
            self._tell_keeper(made, by)
        return made, [date for date in dates if date.recurrence_id not in got]

    def _refuse_if_not_lent(self):
        if not self.is_lent:
            raise ValidationError(_("Cette salle n’est pas prêtée en ce moment."), code="not_lent")

    def _tell_keeper(self, bookings, by):
        """Those who write for the keeper, except whoever booked; the team where there is nobody."""
        members = self.keeper.memberships.active()
        people = User.objects.filter(memberships__in=members).distinct()
        for person in people.exclude(pk=by.pk) if people.exists() else User.objects.coordinators():
            mail.send("agenda/mail/room_booked", person.email, room=self, bookings=bookings, by=by)


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
    # Minutes added to the date of the event, to set up and to clear away.
    before = models.PositiveSmallIntegerField(
        _("minutes pour installer"), default=0, validators=[MaxValueValidator(600)]
    )
    after = models.PositiveSmallIntegerField(
        _("minutes pour ranger"), default=0, validators=[MaxValueValidator(600)]
    )
    # Its date moved to where the room is not free; who booked has been told.
    is_left_behind = models.BooleanField(_("ne suit plus sa date"), default=False, editable=False)
    created_at = models.DateTimeField(_("le"), auto_now_add=True)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = BookingQuerySet.as_manager()

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

    def clean(self):
        if self.starts_at and self.ends_at:
            if self.ends_at - self.starts_at > LONGEST:
                raise ValidationError(_("Une réservation dure 31 jours au plus."), code="too_long")
            if self.ends_at - timezone.now() > FARTHEST:
                raise ValidationError(_("Une salle se réserve deux ans à l’avance au plus."), code="too_far")

    @property
    def is_standing(self):
        return self.cancelled_at is None

    @property
    def wording(self):
        return wording.span(
            timezone.localtime(self.starts_at), timezone.localtime(self.ends_at), all_day=False
        )

    @property
    def hours(self):
        """Within its day; as a whole where it lasts longer."""
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return wording.hours(start, end) if end - start < timedelta(days=1) else self.wording

    @transaction.atomic
    def cancel(self, *, by):
        """
        The room is free again. Who booked is told when somebody else takes it back. Returns False, and nothing
        happens, when it was free already.
        """
        booking = Booking.objects.select_for_update().get(pk=self.pk)
        if not booking.is_standing:
            return False
        self.cancelled_at, self.cancelled_by = timezone.now(), by
        self.save(update_fields=["cancelled_at", "cancelled_by"])
        if not Organisation.objects.joined_by(by).filter(pk=self.organisation_id).exists():
            for address in self.addresses_to_tell():
                mail.send("agenda/mail/room_taken_back", address, booking=self)
        return True

    def addresses_to_tell(self):
        """Of whoever booked, while their account is open; else of those who manage the organisation."""
        if self.by and self.by.is_active:
            return [self.by.email]
        return [manager.email for manager in self.organisation.active_managers()]
