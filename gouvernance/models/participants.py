"""Who answers a consultation, as little as can be known of them, and what they answered."""

import secrets

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core.models import User
from cooperation.core.network import in_network
from gouvernance.models.consultations import KEPT, Consultation, Statement
from gouvernance.models.mandates import Mandate

# The locks make a vote and a closing that come together wait for each other.
WHILE_OPEN = pgtrigger.Trigger(
    name="vote_while_open",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=f"""
        PERFORM FROM gouvernance_statement s
        JOIN gouvernance_consultation c ON c.id = s.consultation_id
        JOIN gouvernance_participant p ON p.consultation_id = c.id AND p.id = NEW.participant_id
        WHERE s.id = NEW.statement_id AND s.state = 'accepted' AND c.state = 'open'
            AND c.closes_on >= (now() AT TIME ZONE '{settings.TIME_ZONE}')::date
        FOR SHARE OF s, c;
        IF NOT FOUND THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_while_open',
                MESSAGE = 'vote_while_open: the consultation is not open, or this statement is not in it';
        END IF;
        RETURN NEW;
    """,
)


def new_key():
    """128 bits that nobody guesses."""
    return secrets.token_urlsafe(16)


def confirmed_accounts():
    """
    Who is in the network today, and who sits in a body: a consultation counts those whom it is about. A seat opens
    nothing of what members alone write and read, which `is_in_network` guards.
    """
    sitting = Mandate.objects.current().exclude(person=None).values("person")
    return User.objects.filter(in_network() | Q(pk__in=sitting), is_active=True)


class ParticipantQuerySet(models.QuerySet):
    def to_forget(self, *, now=None):
        """Those whose consultation ended long enough ago, and whom something still leads to."""
        now = now or timezone.now()
        return self.filter(consultation__closed_at__lt=now - KEPT).exclude(key=None, user=None)

    @transaction.atomic
    def forget(self):
        """No device, account or statement leads to their answers any more; these stay."""
        pks = list(self.values_list("pk", flat=True))
        Statement.objects.filter(author__in=pks).update(author=None)
        return self.model.objects.filter(pk__in=pks).update(key=None, user=None)


class Participant(models.Model):
    """
    Somebody who has answered: a random key that one browser holds in a signed cookie, and, if they want so, their
    account (« membre confirmé »). No name, no address, no date: nothing else is ever added here.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="participants")
    key = models.CharField(max_length=22, unique=True, null=True, default=new_key, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "user"],
                name="participant_member_once",
                violation_error_message=_("Ce compte répond déjà à cette consultation."),
            )
        ]

    def __str__(self):
        return f"{self.pk}"

    @property
    def is_member(self):
        """Whether an account leads to these answers; whether they count among confirmed members is `is_confirmed`."""
        return self.user_id is not None

    @property
    def is_confirmed(self):
        return self.is_member and confirmed_accounts().filter(pk=self.user_id).exists()

    @transaction.atomic
    def join(self, *, by):
        """
        These answers are this account's: they also count among confirmed members, if it is one's. Whoever had answered
        with the account from another browser is one person: the answers given here, later, are kept. Returns who answers
        from now on.
        """
        Consultation.objects.select_for_update().get(pk=self.consultation_id)
        known = Participant.objects.filter(consultation=self.consultation_id, user=by).first()
        if known == self:
            return self
        if known is not None:
            given = self.votes.filter(statement__state=Statement.State.ACCEPTED)
            Vote.keep(
                Vote(participant=known, statement_id=one.statement_id, value=one.value) for one in given
            )
            self.statements.update(author=known)
            self.delete()
            return known
        self.user = by
        self.save(update_fields=["user"])
        return self

    def leave(self):
        """The answers stay; no account leads to them any more."""
        self.user = None
        self.save(update_fields=["user"])


class Vote(models.Model):
    """One answer. A second one to the same statement takes its place; when either was given is not kept."""

    class Value(models.IntegerChoices):
        AGREE = 1, _("D’accord")
        DISAGREE = -1, _("Pas d’accord")
        PASS = 0, _("Je passe")

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="votes")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    value = models.SmallIntegerField(choices=Value)

    class Meta:
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        triggers = [WHILE_OPEN]
        constraints = [
            models.UniqueConstraint(fields=["participant", "statement"], name="vote_once"),
            models.CheckConstraint(condition=Q(value__in=[-1, 0, 1]), name="vote_value"),
        ]

    def __str__(self):
        return f"{self.statement_id} : {self.get_value_display()}"

    @classmethod
    def cast(cls, participant, statement_id, value):
        """The last answer counts. Raises ValidationError when none is taken: closed, or not a statement to answer."""
        try:
            with transaction.atomic():
                cls.keep([cls(participant=participant, statement_id=statement_id, value=value)])
        except IntegrityError as error:
            if "vote_while_open" not in str(error):
                raise
            raise ValidationError(
                _("Cette réponse n’a pas été prise : la consultation est terminée, ou la phrase retirée."),
                code="closed",
            ) from error

    @classmethod
    def keep(cls, votes):
        """Each in the place of the one that its participant gave before, if any."""
        return cls.objects.bulk_create(
            votes,
            update_conflicts=True,
            unique_fields=["participant", "statement"],
            update_fields=["value"],
        )
