"""Viewpoint consultations: short statements that anyone answers one at a time, and others that they propose."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Count, F, Func, Q, Value
from django.db.models.functions import MD5, Cast, Concat, Trim
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core import mail
from cooperation.core.history import SavedBy
from cooperation.core.models import User
from cooperation.core.slugs import unique_slug
from cooperation.core.text_search import folded
from gouvernance.models.bodies import Body
from gouvernance.viewpoints.votes import ENOUGH_VOTES

# What `/gouvernance/consultations/<slug>/` can't be: our own page stands there.
RESERVED_SLUGS = {"ajouter"}
# As many as put somebody on the map: whoever answers them all is there, and stays when others are proposed.
FEWEST_STATEMENTS = ENOUGH_VOTES
# What links a device or an account to answers is forgotten so long after the end: the pages say so.
KEPT_MONTHS = 6
KEPT = timedelta(days=183)

VOTED_STAYS = pgtrigger.Trigger(
    name="statement_voted_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("text", "consultation_id"),
    condition=pgtrigger.Condition(
        "OLD.text IS DISTINCT FROM NEW.text OR OLD.consultation_id <> NEW.consultation_id"
    ),
    func="""
        IF EXISTS (SELECT FROM gouvernance_vote WHERE statement_id = NEW.id) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_voted_stays',
                MESSAGE = 'statement_voted_stays: people answered these words';
        END IF;
        RETURN NEW;
    """,
)


class Words(Func):
    """The words of a text alone, by which two are the same: neither case, accents nor punctuation."""

    function = "regexp_replace"
    template = "%(function)s(%(expressions)s, '[^[:alnum:]]+', ' ', 'g')"
    output_field = models.TextField()

    def __init__(self, text, **extra):
        super().__init__(folded(text), **extra)


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that were opened; a draft, to who writes it."""
        opened = ~Q(state=Consultation.State.DRAFT)
        if not user.is_authenticated:
            return self.filter(opened)
        if user.is_coordinator:
            return self
        return self.filter(opened | Q(body__in=Body.objects.run_by(user)))

    def run_by(self, user):
        """The team's; a convener's, those of their bodies."""
        if user.is_authenticated and user.is_coordinator:
            return self
        return self.filter(body__in=Body.objects.run_by(user))

    def over(self):
        """Still open, but their last day has passed."""
        return self.filter(state=Consultation.State.OPEN, closes_on__lt=timezone.localdate())

    def running(self):
        """Those that take answers, the first to end on top."""
        return self.filter(state=Consultation.State.OPEN, closes_on__gte=timezone.localdate()).order_by(
            "closes_on", "pk"
        )

    def waiting_for(self, user):
        """Those that take answers, and that this account is not known to answer: without it, nobody knows who did."""
        return self.running().exclude(participants__user=user)

    def for_list(self):
        people = Count("participants")
        return self.select_related("body").annotate(people=people).order_by("-opened_at", "-pk")


@pghistory.track(model_name="ConsultationHistory")
class Consultation(SavedBy, models.Model):
    """
    A question, and statements about it that people agree with or not. What it gives is not a result that wins: groups of
    opinion, what each says, what all share, what sets them apart (`gouvernance.viewpoints`).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("en préparation")
        OPEN = "open", _("ouverte")
        CLOSED = "closed", _("terminée")

    title = models.CharField(_("titre"), max_length=100)
    slug = models.SlugField(_("identifiant dans l’adresse"), max_length=80, unique=True, editable=False)
    question = models.CharField(
        _("question"),
        max_length=200,
        help_text=_("Ouverte, sans réponse attendue : « Que voulons-nous pour nos parcs, le soir ? »"),
    )
    words = models.TextField(
        _("de quoi il s’agit"),
        max_length=5_000,
        blank=True,
        help_text=_("Pourquoi cette question, ce que vous ferez des réponses."),
    )
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name=_("instance"),
        help_text=_("Celle qui pose la question et lira les réponses."),
    )
    closes_on = models.DateField(_("dernier jour pour répondre"))
    state = models.CharField(_("état"), max_length=6, choices=State, default=State.DRAFT, editable=False)
    opened_at = models.DateTimeField(_("ouverte le"), null=True, editable=False)
    closed_at = models.DateTimeField(_("terminée le"), null=True, editable=False)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False), name="consultation_opened"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="consultation_closed",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        if not self.slug:
            self.slug = unique_slug(Consultation.objects, self.title, reserved=RESERVED_SLUGS)
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("gouvernance:consultation-detail", args=[self.slug])

    # Reading

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_open(self):
        """Answers are taken, through its last day."""
        return self.state == self.State.OPEN and timezone.localdate() <= self.closes_on

    @property
    def is_over(self):
        return not (self.is_draft or self.is_open)

    @property
    def state_wording(self):
        return self.State.CLOSED.label if self.is_over else self.get_state_display()

    @property
    def keys_kept_until(self):
        """The day on which nobody, not even who answered, can tell their answers any more."""
        return (timezone.localdate(self.closed_at) if self.closed_at else self.closes_on) + KEPT

    def tell_team(self):
        """Statements begin to wait: one message for as many as come before somebody reads them."""
        team = {*User.objects.coordinators()}
        if self.body:
            team |= {*self.body.conveners.filter(is_active=True)}
        for person in sorted(team, key=lambda person: person.pk):
            mail.send("gouvernance/mail/statement_waiting", person.email, consultation=self)

    # Moves

    @transaction.atomic
    def open(self, *, by):
        """Raises ValidationError with too few statements to be on the map, or when its last day has passed."""
        if self.statements.accepted().count() < FEWEST_STATEMENTS:
            raise ValidationError(
                _("Écrivez d’abord %(total)d phrases au moins : il en faut autant pour situer les avis."),
                params={"total": FEWEST_STATEMENTS},
                code="statements",
            )
        if self.closes_on < timezone.localdate():
            raise ValidationError(_("Le dernier jour pour répondre est déjà passé."), code="past")
        self.state, self.opened_at = self.State.OPEN, timezone.now()
        self.save_by(by)

    @transaction.atomic
    def close(self, *, by):
        """No answer changes from now on (PostgreSQL refuses)."""
        self.state, self.closed_at = self.State.CLOSED, timezone.now()
        self.save_by(by)


class StatementQuerySet(models.QuerySet):
    def accepted(self):
        return self.filter(state=Statement.State.ACCEPTED)

    def pending(self):
        return self.filter(state=Statement.State.PENDING)

    def counted(self):
        """With how many agreed, disagreed and passed."""
        return self.annotate(
            agreed=Count("votes", filter=Q(votes__value=1)),
            disagreed=Count("votes", filter=Q(votes__value=-1)),
            passed=Count("votes", filter=Q(votes__value=0)),
        ).order_by("pk")

    def next_for(self, participant):
        """
        Those left to answer, the least answered first, so that late ones are heard too; among equals in an order of
        each participant's own, the same at each visit.
        """
        answered = participant.votes.values("statement") if participant else []
        own = participant.key if participant else ""
        return (
            self.accepted()
            .exclude(pk__in=answered)
            .annotate(
                heard=Count("votes"),
                own_order=MD5(Concat(Value(own, models.TextField()), Cast("pk", models.TextField()))),
            )
            .order_by("heard", "own_order")
        )


class Statement(models.Model):
    """
    One idea in a sentence. From the team before the opening, from participants after; the latter are read before anyone
    answers them. Its words don't change once somebody has. When it was written is not kept.
    """

    MAX_LENGTH = 140

    class State(models.TextChoices):
        PENDING = "pending", _("à relire")
        ACCEPTED = "accepted", _("acceptée")
        REFUSED = "refused", _("refusée")

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="statements")
    text = models.CharField(_("phrase"), max_length=MAX_LENGTH)
    author = models.ForeignKey(
        "Participant",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="statements",
    )
    is_seed = models.BooleanField(_("de l’équipe"), default=False, editable=False)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.PENDING, editable=False)
    reason = models.CharField(_("pourquoi elle est refusée"), max_length=300, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")
        ordering = ["pk"]
        triggers = [VOTED_STAYS]
        constraints = [
            models.UniqueConstraint(
                F("consultation"),
                Trim(Words("text")),
                name="statement_once",
                violation_error_message=_("Cette phrase est déjà dans la consultation."),
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="statement_refused_with_reason",
                violation_error_message=_("Dites pourquoi : la personne qui l’a écrite le lira."),
            ),
        ]

    def __str__(self):
        return self.text

    @classmethod
    @transaction.atomic
    def add(cls, consultation, text, *, by):
        """A statement of the team's; raises ValidationError when it is there already."""
        return cls._write(consultation, text, is_seed=True, state=cls.State.ACCEPTED, moderated_by=by)

    @classmethod
    @transaction.atomic
    def propose(cls, participant, text):
        """
        A participant's, to be read by the team, who is told when nothing else waited; raises ValidationError when it is
        there already.
        """
        consultation = participant.consultation
        is_first = not consultation.statements.pending().exists()
        statement = cls._write(consultation, text, author=participant)
        if is_first:
            consultation.tell_team()
        return statement

    @classmethod
    def _write(cls, consultation, text, **fields):
        try:
            with transaction.atomic():
                return cls.objects.create(consultation=consultation, text=text, **fields)
        except IntegrityError as error:
            if "statement_once" not in str(error):
                raise
            raise ValidationError(
                _("Cette phrase est déjà dans la consultation, ou y a été proposée."), code="said"
            ) from error

    @property
    def is_accepted(self):
        return self.state == self.State.ACCEPTED

    # Moderation

    @transaction.atomic
    def accept(self, *, by):
        self._moderate(self.State.ACCEPTED, by, "")

    @transaction.atomic
    def refuse(self, *, by, reason):
        """Its author reads why. Of one that was answered, answers stay but no longer count."""
        reason = reason.strip()
        if not reason:
            raise ValidationError(_("Dites pourquoi : la personne qui l’a écrite le lira."), code="reason")
        self._moderate(self.State.REFUSED, by, reason)

    def _moderate(self, state, by, reason):
        self.state, self.moderated_by, self.reason = state, by, reason
        self.save(update_fields=["state", "moderated_by", "reason"])
