"""A concern asked of an organisation: until when, what it answered, and how long that took."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, ExpressionWrapper, F, FloatField, Q
from django.db.models.functions import Extract
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Membership, Organisation
from cooperation.core import mail
from cooperation.core.history import acting
from cooperation.core.models import User
from habitants.models.concerns import Concern

DAYS_TO_ANSWER = 30
REMIND_BEFORE = timedelta(days=7)
# So long after the day the coordinators are told that the addressee has not answered.
THEN_THE_TEAM = timedelta(days=7)
# A median of fewer answers would say more about one answer than about the organisation.
MIN_ANSWERS = 4
DAY = 86_400


class Median(models.Aggregate):
    """The middle value, between two when they are even in number, worked out by PostgreSQL."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)%(filter)s"
    output_field = FloatField()


class AddressingQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(answered_at=None)

    def late(self, *, day=None):
        """Not answered, and the day is past."""
        return self.waiting().filter(due_on__lt=day or timezone.localdate())

    def answerable_by(self, user):
        """Asked of an organisation that this person writes for; all for the team, which writes down what it is told."""
        standing = self.filter(concern__merged_into=None)
        return standing.filter(organisation__in=Organisation.objects.written_by(user))

    def asked_of(self, user):
        """Waiting for an organisation that this person belongs to, the nearest day first."""
        ours = Organisation.objects.joined_by(user)
        return (
            self.waiting().filter(organisation__in=ours, concern__merged_into=None).order_by("due_on", "pk")
        )

    # Reminders, each once

    def to_remind(self, *, day):
        return self.waiting().filter(
            reminded_at=None, due_on__lte=day + REMIND_BEFORE, due_on__gt=day, concern__merged_into=None
        )

    def to_remind_at_due(self, *, day):
        return self.waiting().filter(due_reminded_at=None, due_on__lte=day, concern__merged_into=None)

    def to_tell_team(self, *, day):
        return self.waiting().filter(
            team_told_at=None, due_on__lte=day - THEN_THE_TEAM, concern__merged_into=None
        )


def with_answer_times(organisations):
    """
    Organisations that were asked something on the board: `asked`, `answered`, and `median_days`, from being asked to
    the answer. One query, PostgreSQL's percentile_cont.
    """
    public = Q(addressings__concern__in=Concern.objects.on_board().values("pk"))
    answered = public & Q(addressings__answered_at__isnull=False)
    seconds = Extract(F("addressings__answered_at") - F("addressings__asked_at"), "epoch")
    days = ExpressionWrapper(seconds / float(DAY), output_field=FloatField())
    return (
        organisations.annotate(
            asked=Count("addressings", filter=public),
            answered=Count("addressings", filter=answered),
            median_days=Median(days, filter=answered),
        )
        .filter(asked__gt=0)
        .order_by("name", "pk")
    )


@pghistory.track(model_name="AddressingHistory", exclude=["reminded_at", "due_reminded_at", "team_told_at"])
class Addressing(models.Model):
    """
    One organisation is asked for one concern. Only its members answer, or the team for it; a trigger refuses any
    other hand.
    """

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="addressings")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="addressings", verbose_name=_("adressée à")
    )
    asked_at = models.DateTimeField(_("adressée le"), default=timezone.now)
    due_on = models.DateField(_("réponse attendue le"))
    answer = models.TextField(_("réponse"), max_length=3000, blank=True)
    answered_at = models.DateTimeField(_("réponse donnée le"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True)
    due_reminded_at = models.DateTimeField(null=True)
    team_told_at = models.DateTimeField(null=True)

    objects = AddressingQuerySet.as_manager()

    class Meta:
        verbose_name = _("adressage")
        verbose_name_plural = _("adressages")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "organisation"],
                name="addressing_once",
                violation_error_message=_("Cette remontée est déjà adressée à cette organisation."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="addressing_answer_has_its_moment",
                violation_error_message=_("Une réponse a des mots et une date."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="addressing_answered_by_its_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("answer", "answered_by_id"),
                condition=pgtrigger.Condition("NEW.answered_by_id IS NOT NULL"),
                func="""
                    IF NOT EXISTS (
                        SELECT FROM associations_membership
                         WHERE organisation_id = NEW.organisation_id AND user_id = NEW.answered_by_id AND is_active)
                       AND NOT EXISTS (SELECT FROM core_user WHERE id = NEW.answered_by_id AND is_coordinator)
                    THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            CONSTRAINT = 'addressing_answered_by_its_own',
                            MESSAGE = 'addressing_answered_by_its_own: this organisation was not asked';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="addressing_answer_carried_back",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.answer <> '' AND NEW.answer IS DISTINCT FROM OLD.answer"),
                func="""
                    IF EXISTS (SELECT FROM habitants_concern WHERE id = NEW.concern_id AND state = 'carried') THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            CONSTRAINT = 'addressing_answer_carried_back',
                            MESSAGE = 'addressing_answer_carried_back: what was told to neighbours is added to';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.concern} · {self.organisation}"

    def get_answer_url(self):
        return reverse("habitants:concern-answer", args=[self.pk])

    @property
    def answer_url(self):
        return f"{settings.SITE_URL}{self.get_answer_url()}"

    @property
    def is_late(self):
        return self.answered_at is None and self.due_on < timezone.localdate()

    @property
    def is_due(self):
        """The day has come, or is past."""
        return self.answered_at is None and self.due_on <= timezone.localdate()

    @property
    def days_late(self):
        return (timezone.localdate() - self.due_on).days if self.is_late else 0

    @property
    def days_taken(self):
        """Whole days from being asked to the answer, None without one."""
        if self.answered_at is None:
            return None
        return (timezone.localdate(self.answered_at) - timezone.localdate(self.asked_at)).days

    @transaction.atomic
    def give_answer(self, answer, *, by):
        """
        In words that everybody reads. The first counts for the delay; it may be put better afterwards, which the
        history keeps, until a relay has told it: then it is added to. Raises ValidationError for whoever belongs to
        another organisation.
        """
        row = self._locked_for(by)
        if row.answered_at and row.concern.state == Concern.State.CARRIED_BACK:
            raise ValidationError(
                _(
                    "Cette réponse a été rapportée aux habitants : elle ne change plus. Ajoutez un complément."
                ),
                code="carried",
            )
        is_first = row.answered_at is None
        self.answer, self.answered_by = answer.strip(), by
        self.answered_at = row.answered_at or timezone.now()
        with acting(by):
            self.save(update_fields=["answer", "answered_by", "answered_at"])
        if is_first:
            self.concern.has_an_answer(self, by=by)
        else:
            Concern.objects.filter(pk=self.concern_id).refresh_search_text()

    @transaction.atomic
    def add_to_answer(self, words, *, by):
        """
        A correction, or what came of it, once the answer was carried back: dated, beside what neighbours were told. It
        goes to those who told the concern, as the answer did.
        """
        row = self._locked_for(by)
        if not row.takes_additions:
            raise ValidationError(_("Cette réponse peut encore être changée : il n’y a rien à compléter."))
        addition = self.additions.create(words=words.strip(), by=by)
        Concern.objects.filter(pk=self.concern_id).refresh_search_text()
        self.concern.tell("habitants/mail/answer_added", addition=addition)
        return addition

    def _locked_for(self, by):
        row = Addressing.objects.select_for_update(of=["self"]).filter(pk=self.pk).first()
        if row is None or not Addressing.objects.answerable_by(by).filter(pk=self.pk).exists():
            raise ValidationError(
                _("Cette remontée n’est pas adressée à votre organisation."), code="not_addressed"
            )
        return row

    @property
    def takes_additions(self):
        return self.answered_at is not None and self.concern.state == Concern.State.CARRIED_BACK

    # Telling

    @property
    def addresses(self):
        """Whom to write to: its managers, else its members, else the address of its sheet."""
        members = Membership.objects.active().filter(organisation=self.organisation_id)
        for rows in (members.managers(), members):
            people = User.objects.filter(pk__in=rows.values("user")).order_by("pk")
            if found := [person.email for person in people]:
                return found
        return [self.organisation.email] if self.organisation.email else []

    def tell(self):
        for address in self.addresses:
            mail.send("habitants/mail/concern_asked", address, addressing=self, concern=self.concern)

    def remind(self):
        for address in self.addresses:
            mail.send("habitants/mail/concern_reminder", address, addressing=self, concern=self.concern)

    def tell_team(self):
        for coordinator in User.objects.coordinators():
            mail.send("habitants/mail/concern_late", coordinator.email, addressing=self, concern=self.concern)

    @classmethod
    def remind_all(cls, *, day=None):
        """To the addressee a week before and on the day; a week after, to the coordinators. Each once, whatever day."""
        day = day or timezone.localdate()
        rounds = [
            (cls.objects.to_tell_team(day=day), "team_told_at", cls.tell_team),
            (cls.objects.to_remind_at_due(day=day), "due_reminded_at", cls.remind),
            (cls.objects.to_remind(day=day), "reminded_at", cls.remind),
        ]
        for rows, mark, tell in rounds:
            for pk in list(rows.values_list("pk", flat=True)):
                with transaction.atomic():
                    addressing = (
                        rows.select_related("concern", "organisation")
                        .select_for_update(of=["self"], skip_locked=True)
                        .filter(pk=pk)
                        .first()
                    )
                    if addressing:
                        setattr(addressing, mark, timezone.now())
                        addressing.save(update_fields=[mark])
                        tell(addressing)
