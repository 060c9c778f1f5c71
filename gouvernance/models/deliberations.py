"""What a body deliberates on: how it will be decided is declared first, then everything is a line of its log."""

import logging

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cooperation.core.history import SavedBy
from cooperation.core.slugs import unique_slug
from gouvernance import ballots, consent, poll
from gouvernance.consent import Stage
from gouvernance.models.bodies import Body
from gouvernance.models.deliberating import Deliberating
from gouvernance.models.deliberators import Deliberator
from gouvernance.models.mandates import Mandate
from gouvernance.models.minutes import AgendaItem, Decision
from gouvernance.models.roles import Roles
from gouvernance.models.voices import Voices

logger = logging.getLogger(__name__)

# What `/gouvernance/deliberations/<slug>/` can't be: our own pages stand there.
RESERVED_SLUGS = {"ajouter", "participer"}
DECLARED_STAYS = pgtrigger.Trigger(
    name="deliberation_declared_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Condition("OLD.state <> 'draft'"),
    func="""
        IF TG_OP = 'DELETE'
           OR (NEW.body_id, NEW.method, NEW.is_secret, NEW.is_remote, NEW.rule, NEW.answers_percent, NEW.places,
               NEW.closes_at, NEW.text)
              IS DISTINCT FROM
              (OLD.body_id, OLD.method, OLD.is_secret, OLD.is_remote, OLD.rule, OLD.answers_percent, OLD.places,
               OLD.closes_at, OLD.text)
           OR (NEW.title, NEW.is_public) IS DISTINCT FROM (OLD.title, OLD.is_public)
           OR (OLD.decision_id IS NOT NULL AND NEW.decision_id IS DISTINCT FROM OLD.decision_id)
           OR (OLD.item_id IS NOT NULL AND NEW.item_id IS DISTINCT FROM OLD.item_id AND (
               OLD.closed_at IS NOT NULL
               OR NOT EXISTS (
                   SELECT FROM gouvernance_agendaitem i JOIN gouvernance_meeting m ON m.id = i.meeting_id
                   WHERE i.id = OLD.item_id AND m.state = 'cancelled')
               OR NOT EXISTS (
                   SELECT FROM gouvernance_agendaitem i JOIN gouvernance_meeting m ON m.id = i.meeting_id
                   WHERE i.id = NEW.item_id AND m.body_id = NEW.body_id
                       AND m.state IN ('prepared', 'convened', 'open'))
           ))
           OR NEW.state = 'draft'
           OR (OLD.closed_at IS NOT NULL
               AND (NEW.state, NEW.closed_at, NEW.review_on) IS DISTINCT FROM (OLD.state, OLD.closed_at, OLD.review_on))
        THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'deliberation_declared_stays',
                MESSAGE = 'deliberation_declared_stays: what was declared, and how it ended, stays';
        END IF;
        RETURN NEW;
    """,
)
OPTIONS_STAY = pgtrigger.Trigger(
    name="option_declared_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF EXISTS (
            SELECT FROM gouvernance_deliberation
            WHERE state <> 'draft' AND id IN (
                CASE WHEN TG_OP <> 'INSERT' THEN OLD.deliberation_id END,
                CASE WHEN TG_OP <> 'DELETE' THEN NEW.deliberation_id END
            )
        ) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'option_declared_stays',
                MESSAGE = 'option_declared_stays: the choices do not change once the deliberation is open';
        END IF;
        RETURN COALESCE(NEW, OLD);
    """,
)


class DeliberationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Once open: those that everybody may read, and to each those of the bodies they run or take part in."""
        public = Q(is_public=True) & ~Q(state=Deliberation.State.DRAFT)
        if not user.is_authenticated:
            return self.filter(public)
        if user.is_coordinator:
            return self
        run = Q(body__in=Body.objects.run_by(user))
        taking_part = Exists(Deliberator.objects.of(user).filter(deliberation=OuterRef("pk")))
        sitting = Exists(Mandate.objects.current().filter(college__body=OuterRef("body"), person=user))
        own = Q(created_by=user) | Q(taking_part)
        return self.filter(public | run | own | Q(sitting) & ~Q(state=Deliberation.State.DRAFT))

    def run_by(self, user):
        return self.filter(body__in=Body.objects.run_by(user))

    def drafted_by(self, user):
        """Those still in preparation that this person may write: their own, and those of the bodies they run."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(created_by=user) | Q(body__in=Body.objects.run_by(user)), state=Deliberation.State.DRAFT
        )

    def for_list(self):
        return self.select_related("body")

    def waiting_for(self, user):
        """Open ones in which this person has not said yet what they think."""
        silent = Deliberator.objects.of(user).filter(
            deliberation=OuterRef("pk"), is_invited=True, has_answered=False
        )
        return self.filter(
            Q(closes_at=None) | Q(closes_at__gt=timezone.now()),
            Q(item=None) | Q(is_remote=True) | Q(item__meeting__state="open"),
            Exists(silent),
            state__in=[Deliberation.State.OBJECTIONS, Deliberation.State.VOTING],
        )

    def going_on_for(self, user):
        """Open ones in which this person takes part, whether something is asked of them now or not."""
        return self.filter(
            Exists(Deliberator.objects.of(user).filter(deliberation=OuterRef("pk"))),
            state__in=Deliberation.State.running(),
        )

    def losing_voices(self):
        """Those in which a voice that was not used is that of somebody who does not sit today."""
        lost = Deliberator.objects.filter(
            deliberation=OuterRef("pk"), is_invited=True, has_answered=False
        ).exclude(Mandate.running(prefix="mandate__"))
        return self.filter(Exists(lost))

    def follow_seats(self):
        """
        Of those that run, voices that were not used pass to who holds their seat (`Deliberation.follow_seats`). Where
        that fails nothing changes: we are told, and the others go on.
        """
        for deliberation in self.filter(state__in=Deliberation.State.running()):
            try:
                deliberation.follow_seats()
            except Exception:
                logger.exception("Voices of deliberation %s could not follow their seats", deliberation.pk)

    def to_review(self, *, day):
        """
        Decided outside a meeting and whose review date has come (those decided in one come back as its decisions), or
        deferred; that no meeting has taken up.
        """
        decided = Q(state__in=Deliberation.State.decided(), review_on__lte=day, decision=None)
        return self.filter(decided | Q(state=Deliberation.State.DEFERRED), came_back_as=None)


@pghistory.track(model_name="DeliberationHistory")
class Deliberation(Deliberating, Roles, Voices, SavedBy, models.Model):
    """
    A proposal and how it is decided. `state` repeats what the log comes to, for lists; the log (`LoggedMove`) is what
    counts, and `told` reads it. What is declared stands from its opening on: PostgreSQL refuses that it changes.
    """

    class Method(models.TextChoices):
        CONSENT = "consent", _("consentement")
        VOTE = "vote", _("vote pour ou contre")
        JUDGMENT = "judgment", _("jugement majoritaire")
        APPROVAL = "approval", _("vote par approbation")

    class Rule(models.TextChoices):
        NONE = "", _("aucun vote")
        SIMPLE = "simple", _("plus de pour que de contre")
        ABSOLUTE = "absolute", _("plus de la moitié des votes, blancs et abstentions compris")
        SEATS = "seats", _("plus de la moitié de toutes les personnes invitées")
        TWO_THIRDS = "two-thirds", _("au moins deux tiers des pour et contre")

        @property
        def exact(self):
            """As `gouvernance.ballots` counts it."""
            return {
                self.SIMPLE: ballots.Rule.simple(),
                self.ABSOLUTE: ballots.Rule.absolute(),
                self.SEATS: ballots.Rule.absolute(ballots.Base.SEATS),
                self.TWO_THIRDS: ballots.Rule.qualified(2, 3),
            }.get(self)

    class State(models.TextChoices):
        """The stages of the log."""

        DRAFT = Stage.DRAFT.value, _("en préparation")
        CLARIFICATION = Stage.CLARIFICATION.value, _("questions")
        REACTIONS = Stage.REACTIONS.value, _("réactions")
        AMENDED = Stage.AMENDED.value, _("nouvelle version")
        OBJECTIONS = Stage.OBJECTIONS.value, _("positions et objections")
        VOTING = Stage.VOTING.value, _("vote ouvert")
        ADOPTED = Stage.ADOPTED.value, _("adoptée")
        ADOPTED_WITH_RESERVATIONS = Stage.ADOPTED_WITH_RESERVATIONS.value, _("adoptée avec réserves")
        ADOPTED_BY_VOTE = Stage.ADOPTED_BY_VOTE.value, _("adoptée par vote, objection maintenue")
        DEFERRED = Stage.DEFERRED.value, _("reportée")
        WITHDRAWN = Stage.WITHDRAWN.value, _("retirée")
        REJECTED = Stage.REJECTED.value, _("rejetée")
        TIED = Stage.TIED.value, _("partage des voix")
        EMPTY = Stage.EMPTY.value, _("personne ne s’est prononcé")
        COUNTED = Stage.COUNTED.value, _("dépouillée")

        @classmethod
        def decided(cls):
            return [cls.ADOPTED, cls.ADOPTED_WITH_RESERVATIONS, cls.ADOPTED_BY_VOTE, cls.COUNTED]

        @classmethod
        def closed(cls):
            return [*cls.decided(), cls.DEFERRED, cls.WITHDRAWN, cls.REJECTED, cls.TIED, cls.EMPTY]

        @classmethod
        def running(cls):
            return [cls.CLARIFICATION, cls.REACTIONS, cls.AMENDED, cls.OBJECTIONS, cls.VOTING]

    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="deliberations", verbose_name=_("instance")
    )
    item = models.ForeignKey(
        AgendaItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deliberations",
        verbose_name=_("à quel point de l’ordre du jour"),
        help_text=_("Elle se décide alors pendant la séance, avec son quorum, et figure au compte rendu."),
    )
    is_remote = models.BooleanField(
        _("on se prononce aussi à distance"),
        default=False,
        help_text=_(
            "Pour un point d’une séance. Sinon, on s’y prononce pendant la séance seulement, présent ou représenté."
        ),
    )
    title = models.CharField(_("titre"), max_length=140)
    slug = models.SlugField(max_length=80, unique=True, editable=False)
    text = models.TextField(_("proposition"), max_length=10_000)
    author = models.ForeignKey(
        Mandate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("qui la porte"),
        help_text=_("La personne qui peut amender le texte. Vide : vous."),
    )
    method = models.CharField(_("méthode"), max_length=8, choices=Method, default=Method.CONSENT)
    is_secret = models.BooleanField(
        _("bulletins secrets"),
        default=False,
        help_text=_("Personne ne peut relier un bulletin à qui l’a donné. On ne revient pas sur le sien."),
    )
    rule = models.CharField(
        _("majorité"),
        max_length=10,
        choices=Rule,
        default=Rule.NONE,
        blank=True,
        help_text=_(
            "Par consentement : le vote qui départagera, si une objection reste. « Aucun vote » : elle bloque."
        ),
    )
    answers_percent = models.PositiveSmallIntegerField(
        _("part des personnes qui doivent se prononcer (%)"),
        default=50,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Par consentement : sans elles, rien n’est adopté. Le silence ne vaut pas accord."),
    )
    places = models.PositiveSmallIntegerField(
        _("places à pourvoir"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Par approbation, pour une élection. Vide : on classe seulement."),
    )
    closes_at = models.DateTimeField(
        _("fin du vote"),
        null=True,
        blank=True,
        help_text=_("Passé ce moment, plus de bulletin. Vide : jusqu’au dépouillement."),
    )
    is_public = models.BooleanField(
        _("visible par tous"),
        default=False,
        help_text=_(
            "Sinon, seules les personnes invitées et l’équipe la lisent : un compte rendu public dit alors ce qui est "
            "décidé, sans les mots. Une fois ouverte, cela ne change plus."
        ),
    )
    state = models.CharField(
        _("état"), max_length=25, choices=State, default=State.DRAFT, editable=False, db_index=True
    )
    review_on = models.DateField(_("à revoir le"), null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    decision = models.OneToOneField(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="deliberation",
    )

    came_back_as = models.OneToOneField(
        AgendaItem,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="reviewed_deliberation",
    )

    objects = DeliberationQuerySet.as_manager()

    class Meta:
        verbose_name = _("délibération")
        verbose_name_plural = _("délibérations")
        ordering = ["-created_at", "-pk"]
        triggers = [DECLARED_STAYS]
        constraints = [
            models.CheckConstraint(
                condition=~Q(method="consent") | Q(is_secret=False),
                name="consent_is_open",
                violation_error_message=_("Par consentement, chaque position s’exprime : pas de secret."),
            ),
            models.CheckConstraint(
                condition=~Q(method="vote") | ~Q(rule=""),
                name="vote_has_a_rule",
                violation_error_message=_("Dites quelle majorité il faut."),
            ),
            models.CheckConstraint(
                condition=Q(answers_percent__gte=1, answers_percent__lte=100),
                name="deliberation_answers_share",
                violation_error_message=_("Une part va de 1 à 100 %."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", opened_at=None) | ~Q(state="draft"), name="draft_is_not_open"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opened_at")),
                name="vote_opens_before_its_end",
                violation_error_message=_("La fin du vote suit son ouverture."),
            ),
            # No decision without a day to look at it again.
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "adopted_with_reservations", "adopted_by_vote", "counted"])
                | Q(review_on__isnull=False),
                name="deliberation_is_reviewed",
                violation_error_message=_("Indiquez la date à laquelle la décision sera revue."),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        if not self.slug:
            self.slug = unique_slug(Deliberation.objects, self.title, reserved=RESERVED_SLUGS)
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("gouvernance:deliberation-detail", args=[self.slug])

    # Reading

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_closed(self):
        return self.state in self.State.closed()

    @property
    def is_decided(self):
        return self.state in self.State.decided()

    @property
    def is_by_consent(self):
        return self.method == self.Method.CONSENT

    @property
    def takes_ballots(self):
        """Whether a ballot can be cast now."""
        return self.state == self.State.VOTING and (self.closes_at is None or timezone.now() < self.closes_at)

    @property
    def may_be_counted(self):
        """The hour that was declared has passed, there was none, or nobody is left to vote."""
        ended = self.closes_at is None or timezone.now() >= self.closes_at
        return ended or not self.deliberators.filter(is_invited=True, has_answered=False).exists()

    @property
    def fold(self):
        """The rules that its log obeys."""
        return consent if self.is_by_consent else poll

    @cached_property
    def told(self):
        """The state (`consent.State`) that its log comes to."""
        return self.fold.replay([row.as_move() for row in self.log])

    @cached_property
    def log(self):
        return list(self.moves.for_list())

    @cached_property
    def people(self):
        """{key in the log: deliberator} of all who take part."""
        return {str(row.pk): row for row in self.deliberators.for_list()}

    @cached_property
    def choices(self):
        """The labels of what ballots are about, in order."""
        return [option.label for option in self.options.all()]

    @property
    def invited(self):
        return [row for row in self.people.values() if row.is_invited]

    @property
    def decision_text(self):
        """What the minutes' decision says: the last version when it is short, else its title; then the choice made."""
        if self.is_by_consent or self.method == self.Method.VOTE:
            text = self.told.versions[-1]
            return text if len(text) <= Decision._meta.get_field("text").max_length else self.title
        return f"{self.title} : {self.outcome_words}"

    @property
    def outcome_words(self):
        """What was chosen among several options; empty for a text that is adopted or not."""
        if not self.told.tallies or self.method in (self.Method.CONSENT, self.Method.VOTE):
            return ""
        if self.method == self.Method.JUDGMENT:
            first = [
                f"{self.choices[one.candidate]} ({poll.GRADES[one.grade]})"
                for one in poll.judged(self.told)
                if one.rank == 1
            ]
            return " = ".join(first)
        standings, election = poll.approved(self.told)
        first = [one.option for one in standings if one.rank == 1 and one.approvals]
        chosen = election.elected if election else first
        return ", ".join(self.choices[place] for place in chosen) or _("aucun choix n’est approuvé")


class Option(models.Model):
    """One of the things that ballots judge or approve of."""

    deliberation = models.ForeignKey(Deliberation, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=140)

    class Meta:
        verbose_name = _("choix")
        verbose_name_plural = _("choix")
        ordering = ["position"]
        triggers = [OPTIONS_STAY]
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "position"], name="option_once"),
            models.UniqueConstraint(fields=["deliberation", "label"], name="option_label_once"),
        ]

    def __str__(self):
        return self.label
