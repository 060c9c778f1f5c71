"""The group of habitants-relais: its dates, its seats, the three ways in, and where its selection stands."""

from datetime import date, datetime, time, timedelta

import pghistory
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core import mail, wording
from cooperation.core.history import acting
from cooperation.core.models import User
from cooperation.core.slugs import unique_slug
from habitants import composition, tallies
from habitants.models.profiles import PoolRow, Profile

MONTHS = 6
# What people answered of themselves goes so long after the last day.
PROFILES_KEPT = relativedelta(months=3)
# The team is told so long before the first day that no group is drawn yet, then again each week.
DRAWN_BEFORE = timedelta(days=7)
TOLD_AGAIN_AFTER = timedelta(days=7)
# Who was neither chosen nor a substitute is forgotten so long after the first day: time to contest the draw.
OTHERS_KEPT = relativedelta(months=1)


def six_months_after(day):
    """The last day of a mandate that begins on that day."""
    return day + relativedelta(months=MONTHS) - timedelta(days=1)


class WayIn(models.TextChoices):
    """How somebody came to sit in a cohort."""

    CALL = "call", _("choisi parmi les candidatures")
    NOMINATION = "nomination", _("proposé par une association")
    DRAW = "draw", _("tiré au sort")
    SUBSTITUTE = "substitute", _("suppléant appelé")

    @property
    def of_people(self):
        """ "5 personnes", "1 personne": the same words for one and for several."""
        return {
            "call": _("par candidature"),
            "nomination": _("par une association"),
            "draw": _("par tirage au sort"),
        }.get(self.value, _("par la liste des suppléants"))

    @property
    def icon(self):
        return {"call": "hand-index", "nomination": "building-check", "draw": "dice-5"}.get(
            self.value, "arrow-repeat"
        )


class CohortQuerySet(models.QuerySet):
    def calling(self):
        """The one that people may apply to today."""
        return self.filter(
            state=Cohort.State.CALL,
            call_opens_on__lte=timezone.localdate(),
            call_closes_on__gte=timezone.localdate(),
        )

    def to_start(self):
        return self.filter(state=Cohort.State.DRAWN, starts_on__lte=timezone.localdate())

    def to_end(self):
        return self.filter(state=Cohort.State.RUNNING, ends_on__lt=timezone.localdate())

    def with_others_to_forget(self):
        """
        Those whose seats were given so long ago that whoever has none is forgotten. Before, each of the list may still
        be drawn, however late the draw is.
        """
        limit = timezone.localdate() - OTHERS_KEPT
        given = [Cohort.State.DRAWN, Cohort.State.RUNNING, Cohort.State.ENDED]
        lately = Q(drawn_at__gte=timezone.make_aware(datetime.combine(limit, time())))
        return self.filter(state__in=given, starts_on__lt=limit).exclude(lately)

    def to_erase_others(self):
        """Time to forget those who were neither chosen nor are substitutes."""
        return self.with_others_to_forget().filter(others_erased_at=None)

    def with_all_to_forget(self):
        """Those that ended so long ago that nothing of who sat is kept; not under a draw that waits for its number."""
        waiting = Cohort.objects.filter(
            draws__isnull=False, draws__cancelled_at=None, draws__value_entered_at=None
        )
        over = self.filter(ends_on__lt=timezone.localdate() - PROFILES_KEPT)
        return over.exclude(pk__in=waiting.values("pk"))

    def to_erase(self):
        """Time to forget the answers to the criteria, and the applications with them."""
        return self.with_all_to_forget().filter(profiles_erased_at=None)

    def late_for_their_draw(self):
        """Whose first day comes, or is past, before anybody is drawn: it has to be moved."""
        return self.filter(
            state__in=[Cohort.State.CALL, Cohort.State.FROZEN],
            starts_on__lte=timezone.localdate() + DRAWN_BEFORE,
        )

    def to_warn_of(self):
        """Of these, those that the team was not told of this week."""
        return self.late_for_their_draw().exclude(
            late_told_at__gt=timezone.now() - TOLD_AGAIN_AFTER, late_told_at__isnull=False
        )


@pghistory.track(model_name="CohortHistory", exclude=["tally", "late_told_at"])
class Cohort(models.Model):
    """A group of inhabitants for a few months. Its state only ever moves by the methods below."""

    class State(models.TextChoices):
        PREPARATION = "preparation", _("en préparation")
        CALL = "call", _("appel à candidatures")
        FROZEN = "frozen", _("liste figée")
        DRAWN = "drawn", _("tirage fait")
        RUNNING = "running", _("en cours")
        ENDED = "ended", _("terminé")

    name = models.CharField(_("nom"), max_length=80, help_text=_("Par exemple : Groupe du printemps 2027."))
    slug = models.SlugField(max_length=80, unique=True, editable=False)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"), help_text=_("Six mois plus tard, si vous ne dites rien."))
    call_opens_on = models.DateField(_("l’appel ouvre le"))
    call_closes_on = models.DateField(_("l’appel ferme le"))
    size = models.PositiveSmallIntegerField(
        _("nombre de sièges"), default=20, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    seats_call = models.PositiveSmallIntegerField(_("choisis parmi les candidatures"), default=5)
    seats_nominated = models.PositiveSmallIntegerField(_("proposés par les associations"), default=5)
    seats_drawn = models.PositiveSmallIntegerField(_("tirés au sort"), default=10)
    substitutes = models.PositiveSmallIntegerField(
        _("nombre de suppléants"), default=5, validators=[MaxValueValidator(500)]
    )
    household_rule = models.BooleanField(
        _("une seule personne par foyer"),
        default=True,
        help_text=_("Deux personnes à la même adresse ne sont pas tirées ensemble."),
    )
    call_text = models.TextField(
        _("texte de l’appel"),
        blank=True,
        help_text=_("Ce que les gens lisent avant le formulaire. Markdown."),
    )
    population_source = models.CharField(
        _("source des chiffres de population"),
        max_length=200,
        blank=True,
        help_text=_("Par exemple : Insee, recensement 2022, 8e et 9e arrondissements."),
    )
    selection_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsable de la sélection"),
        help_text=_("Avec le garant, seule personne à pouvoir lire les réponses aux critères."),
    )
    guarantor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("garant"),
        help_text=_("Quelqu’un qui n’est pas de l’équipe, de préférence."),
    )
    state = models.CharField(
        _("état"), max_length=12, choices=State, default=State.PREPARATION, editable=False
    )
    frozen_at = models.DateTimeField(_("liste figée le"), null=True, editable=False)
    drawn_at = models.DateTimeField(_("tirage fait le"), null=True, editable=False)
    # How many of each, as the page of the group tells it: counted on the first day, small numbers grouped, so
    # that nobody is recognised, neither in it nor by comparing it with itself when somebody leaves.
    composition = models.JSONField(default=dict, editable=False)
    # What the team may know of the answers: see `tallies.py`.
    tally = models.JSONField(default=dict, editable=False)
    late_told_at = models.DateTimeField(null=True, editable=False)
    # What is no longer kept: said on the team's page, and never done twice.
    others_erased_at = models.DateTimeField(null=True, editable=False)
    profiles_erased_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("groupe")
        verbose_name_plural = _("groupes")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="cohort_ends_after_start",
                violation_error_message=_("Le dernier jour doit suivre le premier."),
            ),
            models.CheckConstraint(
                condition=Q(call_closes_on__gte=F("call_opens_on")),
                name="cohort_call_closes_after_opening",
                violation_error_message=_("L’appel doit fermer après son ouverture."),
            ),
            models.CheckConstraint(
                condition=Q(call_closes_on__lt=F("starts_on")),
                name="cohort_call_before_start",
                violation_error_message=_("L’appel doit fermer avant le premier jour du groupe."),
            ),
            models.CheckConstraint(
                condition=Q(size=F("seats_call") + F("seats_nominated") + F("seats_drawn")) & Q(size__gte=1),
                name="cohort_seats_add_up",
                violation_error_message=_(
                    "Les sièges des trois voies doivent faire, ensemble, le nombre de sièges du groupe."
                ),
            ),
            models.CheckConstraint(
                condition=Q(selection_lead__isnull=True) | ~Q(selection_lead=F("guarantor")),
                name="cohort_two_readers",
                violation_error_message=_(
                    "Le garant et le responsable de la sélection sont deux personnes différentes."
                ),
            ),
            # `/habitants/candidater/` is one form: there is one call at a time.
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="call"),
                name="cohort_one_call",
                violation_error_message=_("Un autre groupe a déjà un appel ouvert."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = unique_slug(Cohort.objects.all(), self.name, reserved=("nouveau",))
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """The team's page."""
        return reverse("habitants:cohort", args=[self.slug])

    @property
    def is_preparing(self):
        return self.state == self.State.PREPARATION

    @property
    def is_calling(self):
        return self.state == self.State.CALL

    @property
    def is_frozen(self):
        return self.state == self.State.FROZEN

    @property
    def is_drawn(self):
        return self.state == self.State.DRAWN

    @property
    def is_running(self):
        return self.state == self.State.RUNNING

    @property
    def is_ended(self):
        return self.state == self.State.ENDED

    @property
    def is_open_to_applications(self):
        return self.is_calling and self.call_opens_on <= timezone.localdate() <= self.call_closes_on

    @property
    def can_change(self):
        """Its seats and its criteria: until the list is frozen."""
        return self.state in {self.State.PREPARATION, self.State.CALL}

    @property
    def is_late_for_its_draw(self):
        """No group is drawn, and its first day has come."""
        return self.state in {self.State.CALL, self.State.FROZEN} and self.starts_on <= timezone.localdate()

    @property
    def can_move_first_day(self):
        return self.can_change or self.is_frozen

    @property
    def others_erased_on(self) -> date | None:
        """None where the draw is late: nobody is forgotten before it."""
        if self.is_late_for_its_draw:
            return None
        drawn_on = timezone.localdate(self.drawn_at) if self.drawn_at else self.starts_on
        return max(self.starts_on, drawn_on) + OTHERS_KEPT

    @property
    def others_erased_wording(self):
        """When, as it is told: "après le 5 mars 2027"."""
        if self.others_erased_on is None:
            return _("un mois après le tirage")
        day = {"day": wording.day_of_month(self.others_erased_on, year=True)}
        if self.can_change or self.is_frozen:
            return (
                _("après le %(day)s, ou un mois après le tirage s’il se fait après le premier jour du groupe")
                % day
            )
        return _("après le %(day)s") % day

    @property
    def profiles_erased_on(self) -> date:
        return self.ends_on + PROFILES_KEPT

    @property
    def can_give_seats(self):
        """Those of the call and of the associations: until a draw takes its list, which they are part of."""
        return self.is_calling or (self.is_frozen and not self.draws.standing().exists())

    @property
    def seats_to_draw(self):
        """What the other two ways in left free goes to the draw."""
        return max(0, self.size - self.seats.holding().count())

    def is_read_by(self, user):
        """Whether that person is one of the two who may read the answers to the criteria."""
        return user.is_authenticated and user.pk in {self.selection_lead_id, self.guarantor_id}

    @property
    def readers(self):
        return [user for user in (self.selection_lead, self.guarantor) if user]

    @property
    def standing_draw(self):
        """The draw that was not abandoned, without its panels; None before."""
        return self.draws.standing().for_list().first()

    @transaction.atomic
    def open_call(self, *, by):
        """From its first day on, people may apply. Both readers are named before anybody answers."""
        self._locked(self.State.PREPARATION)
        if not (self.selection_lead_id and self.guarantor_id):
            raise ValidationError(
                _(
                    "Nommez d’abord le responsable de la sélection et le garant : eux seuls liront les réponses."
                )
            )
        if Cohort.objects.filter(state=self.State.CALL).exists():
            raise ValidationError(_("Un autre groupe a déjà un appel ouvert."))
        self._move(self.State.CALL, by)
        tallies.write(self)

    @transaction.atomic
    def change_readers(self, *, selection_lead, guarantor, by):
        """
        Once people answer, only one of the two may hand their part on: nobody of the team makes themselves a reader.
        All who read, or did, are told by mail. Raises ValidationError for anybody else.
        """
        row = Cohort.objects.select_for_update(no_key=True).get(pk=self.pk)
        if not row.is_read_by(by):
            raise ValidationError(
                _("Seuls le responsable de la sélection et le garant changent qui lit les réponses.")
            )
        before = set(row.readers)
        self.selection_lead, self.guarantor = selection_lead, guarantor
        self.validate_constraints()
        with acting(by):
            self.save(update_fields=["selection_lead", "guarantor"])
        if before == set(self.readers):
            return
        for person in sorted(before | set(self.readers), key=lambda user: user.pk):
            mail.send("habitants/mail/readers_changed", person.email, cohort=self, by=by)

    @transaction.atomic
    def change(self, fields, *, by):
        """
        What its form wrote into these fields. Where its days moved, the mandates that were to run with it move in the
        same transaction, and each is told by mail, since what they were told of when they are forgotten follows. Returns
        those who have no address, whom the team tells. Raises ValidationError where somebody has another mandate by
        then, or a draw would come after the first day.
        """
        row = Cohort.objects.select_for_update(no_key=True).get(pk=self.pk)
        before = row.starts_on, row.ends_on
        with acting(by):
            self.save(update_fields=fields)
            if before == (self.starts_on, self.ends_on):
                return []
            draw = self.draws.standing().filter(value_entered_at=None).exclude(source_at=None).first()
            if draw and timezone.localdate(draw.source_at) >= self.starts_on:
                raise ValidationError(_("Le groupe commencerait avant son tirage."))
            self.relays.follow(before, (self.starts_on, self.ends_on))
        if self.is_preparing:
            return []
        told = list(self.applications.to_be_told())
        for application in told:
            application.tell("habitants/mail/dates_moved")
        return [application for application in told if not application.email]

    @transaction.atomic
    def freeze(self, *, by):
        """Nobody enters the list any more, and the criteria no longer move: what the draw takes as given."""
        self._locked(self.State.CALL)
        self.write_computed_answers()
        self.frozen_at = timezone.now()
        self._move(self.State.FROZEN, by)
        tallies.write(self)

    @transaction.atomic
    def reopen_call(self, *, by):
        """The list is too short, or the criteria can't be met: the call goes on."""
        self._locked(self.State.FROZEN)
        if self.draws.standing().exists():
            raise ValidationError(_("Un tirage est commencé : abandonnez-le d’abord, en disant pourquoi."))
        if Cohort.objects.filter(state=self.State.CALL).exists():
            raise ValidationError(_("Un autre groupe a déjà un appel ouvert."))
        self.frozen_at = None
        self._move(self.State.CALL, by)
        self.applications.withdrawn().erase_answers()
        tallies.write(self)

    @transaction.atomic
    def go_without_draw(self, *, by):
        """All seats were given by the call and the associations: nothing is left to draw, and the group goes on."""
        self._locked(self.State.FROZEN)
        if self.seats_to_draw:
            raise ValidationError(_("Il reste des sièges à tirer au sort."))
        if self.seats.filter(state="offered").exists():
            raise ValidationError(
                _("Attendez que chaque personne ait répondu : une place peut encore se libérer.")
            )
        self._move(self.State.DRAWN, by)
        self.applications.withdrawn().erase_answers()
        for application in self.applications.active().filter(seats=None):
            application.tell("habitants/mail/not_seated")

    @transaction.atomic
    def start(self, *, by=None):
        self._locked(self.State.DRAWN)
        self.composition = composition.of_group(Profile.objects.counts(self.applications.seated()), self)
        self._move(self.State.RUNNING, by)

    @transaction.atomic
    def end(self, *, by=None):
        """
        By its date, or before: at this minute, and the mandates that still run with it. The substitutes who were never
        called are thanked and let go, and nobody is asked for an answer any more.
        """
        self._locked(self.State.RUNNING)
        self.ends_on = max(self.starts_on, min(self.ends_on, timezone.localdate()))
        for relay in self.relays.filter(ended_at=None):
            relay.end_early(by=by, reason=_("fin du groupe"))
        self.seats.waiting().update(state="released")
        self.seats.filter(state="offered").update(state="unanswered", answered_at=timezone.now())
        self._move(self.State.ENDED, by)

    @transaction.atomic
    def record_draw(self, seated_ids, substitute_ids, *, by=None):
        """
        What the draw gave: `seated_ids` and `substitute_ids` (in their order) are the opaque ids of
        applications in `pool()`. Each is told by mail. Somebody who withdrew meanwhile is not called: the next
        substitute is. Raises ValidationError when an id is not of this list, or twice in it.
        """
        self._locked(self.State.FROZEN)
        self.seats.seat_drawn(self, list(seated_ids), list(substitute_ids), by=by)
        self.drawn_at = timezone.now()
        self._move(self.State.DRAWN, by)

    def pool(self):
        """What the draw takes: a `PoolRow` per person it may draw, in the order of their ids."""
        return self._rows(self.applications.pool())

    def seated(self):
        """A `PoolRow` per person who was offered a seat and has not refused it: they count in the quotas."""
        return self._rows(self.applications.seated().order_by("draw_id"))

    def quota_table(self):
        """{criterion key: {quota key: (minimum, maximum)}}, in the team's order."""
        return {
            criterion.key: {quota.key: (quota.minimum, quota.maximum) for quota in criterion.quotas.all()}
            for criterion in self.criteria.with_quotas()
        }

    def _rows(self, applications):
        applications = list(applications)
        answers = Profile.objects.answers_of(applications)
        return [
            PoolRow(
                id=str(row.draw_id),
                answers=answers.get(row.pk, {}),
                household=row.household_digest if self.household_rule else "",
            )
            for row in applications
        ]

    @transaction.atomic
    def erase_others(self):
        """One month after the first day. Who holds a seat or is a substitute stays until `erase`."""
        self.applications.filter(seats=None).delete()
        self.nominations.exclude(state="accepted").delete()
        self.others_erased_at = timezone.now()
        self.save(update_fields=["others_erased_at"])

    @transaction.atomic
    def erase(self):
        """
        Three months after the last day: applications and their answers go, what was said of people's seats, and the
        first names on the group's page. Mandates stay, with their accounts or without a name, and the opaque ids that
        the proof of the draw names.
        """
        self.applications.all().delete()
        self.nominations.all().delete()
        self.seats.update(reason="")
        self.relays.update(ended_reason="")
        self.relays.forget_names()
        self.relays.update(agrees_to_be_shown=False, first_name="")
        self.profiles_erased_at = timezone.now()
        self.save(update_fields=["profiles_erased_at"])

    @transaction.atomic
    def tell_it_is_late(self):
        """To the coordinators: the first day comes without a group, and nobody is forgotten meanwhile."""
        self.late_told_at = timezone.now()
        self.save(update_fields=["late_told_at"])
        for coordinator in User.objects.coordinators():
            mail.send("habitants/mail/cohort_late", coordinator.email, cohort=self)

    def write_computed_answers(self):
        """Age bands and districts, from what people said already: they are not asked twice."""
        Profile.objects.compute_for(self)

    def _locked(self, *states):
        """The row as it is now, until the transaction ends. Raises ValidationError in another state."""
        current = Cohort.objects.select_for_update(no_key=True).get(pk=self.pk)
        self.state, self.ends_on = current.state, current.ends_on
        if current.state not in states:
            raise ValidationError(
                _("Ce groupe est « %(state)s » : ce n’est plus possible.")
                % {"state": current.get_state_display()}
            )

    def _move(self, state, by):
        self.state = state
        with acting(by):
            self.save(update_fields=["state", "frozen_at", "drawn_at", "composition", "ends_on"])
