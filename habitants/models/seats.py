"""Who is asked to sit: chosen, proposed, drawn or called from the substitutes; what they answered; who follows."""

import uuid
from datetime import timedelta

import pghistory
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core.history import acting
from cooperation.core.models import User
from habitants.models.applications import Application
from habitants.models.cohorts import Cohort, WayIn
from habitants.models.relays import Relay

# After so many days without an answer the team may call the next substitute.
ANSWERED_WITHIN = timedelta(days=10)


class SeatQuerySet(models.QuerySet):
    def holding(self):
        """Those that fill the group: offered and not answered yet, or accepted."""
        return self.filter(state__in=[Seat.State.OFFERED, Seat.State.ACCEPTED])

    def waiting(self):
        """Substitutes who were not called, in their order."""
        return self.filter(state=Seat.State.WAITING).order_by("rank")

    def open(self):
        """Those whose person may still say no, or leave."""
        return self.filter(state__in=Seat.OPEN)

    def over(self):
        return self.exclude(state__in=Seat.OPEN)

    def for_list(self):
        return self.select_related("application__district", "relay", "replaces").order_by(
            "way_in", "rank", "pk"
        )

    def seat_drawn(self, cohort, seated_ids, substitute_ids, *, by):
        """See `Cohort.record_draw`."""
        if len({*map(str, seated_ids), *map(str, substitute_ids)}) != len(seated_ids) + len(substitute_ids):
            raise ValidationError(_("Une même personne est deux fois dans le résultat du tirage."))
        # Whoever withdrew since the list was frozen is in the result all the same.
        drawable = [Application.State.CONFIRMED, Application.State.WITHDRAWN]
        known = {
            str(row.draw_id): row
            for row in cohort.applications.filter(state__in=drawable, seats=None).from_the_call()
        }
        try:
            drawn = [known[str(key)] for key in seated_ids]
            substitutes = [known[str(key)] for key in substitute_ids]
        except KeyError as error:
            raise ValidationError(
                _("Le résultat du tirage nomme quelqu’un qui n’est pas sur la liste.")
            ) from error
        for rank, application in enumerate(substitutes, 1):
            gone = application.is_withdrawn
            seat = Seat.objects.create(
                cohort=cohort,
                application=application,
                way_in=WayIn.SUBSTITUTE,
                rank=rank,
                state=Seat.State.DECLINED if gone else Seat.State.WAITING,
                reason=str(_("candidature retirée")) if gone else "",
            )
            if not gone:
                application.tell("habitants/mail/seat_substitute", seat=seat)
        for application in drawn:
            seat = Seat.objects.create(cohort=cohort, application=application, way_in=WayIn.DRAW)
            if application.is_withdrawn:
                seat.give_up(by=by, reason=_("candidature retirée"))
            else:
                seat.offer(by=by)
        # The draw took its number of places with its list: one refused since is for the substitutes.
        given = cohort.seats.filter(way_in__in=[WayIn.CALL, WayIn.NOMINATION], replaced_by=None)
        free = max(0, cohort.size - cohort.seats.holding().count())
        for seat in given.over().order_by("-answered_at")[:free]:
            seat.call_next(by)
        cohort.applications.withdrawn().erase_answers()
        codes = cohort.draws.codes()
        for application in cohort.applications.pool():
            application.tell("habitants/mail/not_drawn", code=codes.get(application.draw_id, ""))
        # Whom an association proposed, who said yes, and for whom no seat was left.
        for application in cohort.applications.active().filter(
            seats=None, channel=Application.Channel.NOMINATION
        ):
            application.tell("habitants/mail/not_seated")


# The reason may tell of the person: it goes with who they are.
@pghistory.track(model_name="SeatHistory", exclude=["reason"])
class Seat(models.Model):
    """
    A seat of the group and the person asked to take it. Substitutes wait in their rank; each refusal or
    departure calls the next, whose row names the seat that it `replaces`: the rows are the record.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("suppléant")
        OFFERED = "offered", _("réponse attendue")
        ACCEPTED = "accepted", _("a accepté")
        DECLINED = "declined", _("a renoncé")
        UNANSWERED = "unanswered", _("n’a pas répondu")
        LEFT = "left", _("est parti")
        RELEASED = "released", _("suppléant, non appelé")

    SALT = "habitants.seat"
    OPEN = (State.WAITING, State.OFFERED, State.ACCEPTED)

    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, related_name="seats", verbose_name=_("groupe")
    )
    # Both stay empty once who the person is has been erased; the opaque id stays, as in the draw's proof.
    application = models.ForeignKey(
        Application,
        on_delete=models.SET_NULL,
        null=True,
        related_name="seats",
        verbose_name=_("candidature"),
    )
    draw_id = models.UUIDField(editable=False, default=uuid.uuid4)
    way_in = models.CharField(_("voie"), max_length=12, choices=WayIn)
    rank = models.PositiveSmallIntegerField(_("rang de suppléant"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=12, choices=State, default=State.OFFERED)
    reason = models.CharField(
        _("motif"), max_length=300, blank=True, help_text=_("Pourquoi cette personne, ou pourquoi elle part.")
    )
    replaces = models.OneToOneField(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("remplace"),
    )
    relay = models.OneToOneField(
        Relay, on_delete=models.SET_NULL, null=True, blank=True, related_name="seat", verbose_name=_("mandat")
    )
    offered_at = models.DateTimeField(_("proposé le"), null=True, editable=False)
    answered_at = models.DateTimeField(_("réponse le"), null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("siège")
        verbose_name_plural = _("sièges")
        ordering = ["cohort", "way_in", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "application"], name="seat_once_per_person"),
            models.UniqueConstraint(
                fields=["cohort", "rank"], condition=Q(rank__isnull=False), name="seat_rank_unique"
            ),
            models.CheckConstraint(
                condition=Q(way_in="substitute", rank__isnull=False)
                | ~Q(way_in="substitute") & Q(rank__isnull=True),
                name="seat_rank_of_substitutes",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(way_in="substitute"), name="seat_substitutes_wait"
            ),
        ]

    def __str__(self):
        return f"{self.application or self.draw_id} · {self.cohort}"

    def save(self, *args, **kwargs):
        if self._state.adding and self.application_id:
            self.draw_id = self.application.draw_id
        super().save(*args, **kwargs)

    def get_own_url(self):
        """The person's page to say yes or no: signed."""
        return reverse("habitants:seat", args=[signing.Signer(salt=self.SALT).sign(self.pk)])

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    @property
    def is_offered(self):
        return self.state == self.State.OFFERED

    @property
    def is_accepted(self):
        return self.state == self.State.ACCEPTED

    @property
    def is_over(self):
        return self.state not in self.OPEN

    @property
    def is_late(self):
        return bool(
            self.is_offered and self.offered_at and self.offered_at < timezone.now() - ANSWERED_WITHIN
        )

    @property
    def answer_by(self):
        return timezone.localdate(self.offered_at + ANSWERED_WITHIN) if self.offered_at else None

    @classmethod
    @transaction.atomic
    def give(cls, application, way_in, *, by, reason):
        """
        The team offers a seat of the call or of the associations, with its reason. Raises ValidationError when
        the way in has no seat left, or the person can't take it.
        """
        cohort = Cohort.objects.select_for_update(no_key=True).get(pk=application.cohort_id)
        application.refresh_from_db()
        seats = {WayIn.CALL: cohort.seats_call, WayIn.NOMINATION: cohort.seats_nominated}[way_in]
        if not cohort.can_give_seats:
            raise ValidationError(
                _("Les sièges s’attribuent entre l’ouverture de l’appel et le début du tirage.")
            )
        if not application.is_confirmed or application.seats.exists():
            raise ValidationError(_("Cette personne a déjà un siège, ou n’est plus candidate."))
        if way_in == WayIn.NOMINATION and not application.nominations.consenting().exists():
            raise ValidationError(_("Aucune association n’a proposé cette personne."))
        if cohort.seats.holding().filter(way_in=way_in).count() >= seats:
            raise ValidationError(_("Tous les sièges de cette voie sont attribués."))
        seat = cls(cohort=cohort, application=application, way_in=way_in, reason=reason)
        seat.offer(by=by)
        return seat

    @transaction.atomic
    def offer(self, *, by=None, replaces=None):
        """Ask the person, by mail, or by the team where there is no address."""
        self.state, self.offered_at, self.replaces = self.State.OFFERED, timezone.now(), replaces
        self._save_by(by)
        url = f"{settings.SITE_URL}{self.get_own_url()}"
        self.application.tell("habitants/mail/seat_offered", seat=self, seat_url=url)

    @transaction.atomic
    def accept(self, *, by=None, is_shown=False):
        """
        The mandate begins on the cohort's first day, or today where it runs. `by` is the team's member to whom
        the person said yes; None when they did so by their own link, which proves that the address is theirs, as the
        link by which they applied did: it then gets an account. Raises ValidationError when the dates meet another
        mandate.
        """
        self._lock()
        if not self.is_offered:
            raise ValidationError(_("Cette proposition n’attend plus de réponse."))
        person = self.application
        user = account_of(person, is_proved=by is None or person.has_proved_address)
        # Two people of a home may share an address, but not an account.
        if user and self.cohort.relays.filter(user=user).exists():
            user = None
        relay = Relay(
            user=user,
            name=person.name,
            district=person.district,
            cohort=self.cohort,
            way_in=self.way_in,
            starts_on=max(self.cohort.starts_on, timezone.localdate()),
            ends_on=self.cohort.ends_on,
            agrees_to_be_shown=is_shown,
            first_name=person.first_name,
        )
        relay.full_clean()
        relay.save()
        self.relay, self.state, self.answered_at = relay, self.State.ACCEPTED, timezone.now()
        self._save_by(by)
        person.tell("habitants/mail/seat_accepted", seat=self, relay=relay)
        return relay

    @property
    def can_open_account(self):
        """Their yes was noted by the team, and the address was on paper: whoever comes by this link has shown it."""
        return bool(
            self.is_accepted and self.relay and not self.relay.user_id and not self.relay.is_over
        ) and bool(self.application and self.application.email)

    @transaction.atomic
    def open_account(self):
        """
        By the person's own link: the mandate gets the account of their address, and with it rights and news. Raises
        ValidationError where somebody of their home has it for the same group, or another mandate at these dates.
        """
        self._lock()
        if not self.can_open_account:
            raise ValidationError(_("Cette action n’est plus possible."))
        user = account_of(self.application, is_proved=True)
        if user is None or self.cohort.relays.filter(user=user).exists():
            raise ValidationError(
                _("Cette adresse sert déjà à un autre compte du groupe : donnez-en une autre à l’équipe.")
            )
        self.relay.user = user
        self.relay.validate_constraints()
        self.relay.save()

    @transaction.atomic
    def give_up(self, *, by=None, reason=""):
        """
        A refusal, a silence that lasted, or a departure: the next substitute is asked, and the record says so.
        Giving up twice changes nothing. Returns the seat that follows, or None.
        """
        self._lock()
        if self.is_over:
            return None
        was_waiting, was_accepted = self.is_waiting, self.is_accepted
        if was_accepted:
            if self.relay:
                self.relay.end_early(by=by, reason=reason)
            self.state = self.State.LEFT
        else:
            self.state = self.State.UNANSWERED if by and self.is_late else self.State.DECLINED
        self.reason, self.answered_at = str(reason)[:300], timezone.now()
        self._save_by(by)
        return None if was_waiting else self.call_next(by)

    def call_next(self, by):
        """Before the draw there is no substitute: the seat is simply free again."""
        if self.cohort.ends_on <= timezone.localdate():
            return None
        from habitants.models.draws import Draw

        waiting = list(self.cohort.seats.waiting().select_related("application"))
        following = Draw.objects.next_substitute(self.cohort, waiting)
        if following:
            following.offer(by=by, replaces=self)
        return following

    def _lock(self):
        self.cohort = Cohort.objects.select_for_update(no_key=True).get(pk=self.cohort_id)
        self.refresh_from_db(fields=["state", "relay", "application", "offered_at"])

    def _save_by(self, by):
        with acting(by):
            self.save()


def account_of(person, *, is_proved):
    """
    The account of a person's address: the one that has confirmed it, else, when the link in their mail has just
    proved that it is theirs, a new one, whose password they choose later. An account that somebody had opened
    with this address without ever confirming it loses its password. None where nothing is proved.
    """
    if not person.email:
        return None
    verified = EmailAddress.objects.filter(email__iexact=person.email, verified=True).select_related("user")
    if address := verified.first():
        return address.user if address.user.is_active else None
    if not is_proved:
        return None
    user = User.objects.filter(email__iexact=person.email).first()
    if user is None:
        user = User.objects.create_user(person.email, display_name=person.name)
    elif not user.is_active:
        return None
    else:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    EmailAddress.objects.filter(email__iexact=person.email).delete()
    is_first = not EmailAddress.objects.filter(user=user, primary=True).exists()
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=is_first)
    return user
