"""How two teams come to talk, and what came of it."""

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from cooperation.core import mail
from initiatives.models.initiatives import Initiative

OUTCOME_AFTER = relativedelta(months=6)
# What was never answered, or declined, goes after so long; of the others what was asked is no longer of use.
KEPT = relativedelta(years=1)


class InspirationQuerySet(models.QuerySet):
    def accepted(self):
        return self.filter(state=Inspiration.State.ACCEPTED)

    def going_on(self):
        """But for what those who asked have given up since."""
        return self.exclude(outcome=Inspiration.Outcome.DROPPED)

    def for_answer_by(self, user):
        """Those that wait for this person's word: of the sheets that they answer for."""
        return self.filter(
            state=Inspiration.State.ASKED,
            by__is_active=True,
            initiative__in=Initiative.objects.public().run_by(user).values("pk"),
        )

    def to_ask_outcome(self):
        """Put in contact six months ago, and not asked since what came of it."""
        return self.accepted().filter(
            answered_at__lte=timezone.now() - OUTCOME_AFTER,
            outcome_asked_at=None,
            outcome="",
            by__is_active=True,
        )

    @transaction.atomic
    def forget(self):
        """Requests without a yes are deleted after a year; of the others the message is erased."""
        limit = timezone.now() - KEPT
        self.filter(
            Q(state=Inspiration.State.ASKED, created_at__lte=limit)
            | Q(state=Inspiration.State.DECLINED, answered_at__lte=limit)
        ).delete()
        self.accepted().filter(answered_at__lte=limit).exclude(message="").update(message="")


class Inspiration(models.Model):
    """
    "J’aimerais m’en inspirer": two teams are put in contact once both said yes (who asks by asking, who carries the
    sheet by answering); six months later somebody asks what came of it.
    """

    SALT = "initiatives.inspiration"
    LINK_DAYS = 60

    class State(models.TextChoices):
        ASKED = "asked", _("demandé")
        ACCEPTED = "accepted", _("mis en contact")
        DECLINED = "declined", _("décliné")

    class Outcome(models.TextChoices):
        DONE = "done", _("Nous l’avons fait")
        ONGOING = "ongoing", _("C’est en cours")
        OTHERWISE = "otherwise", _("Cela a nourri autre chose")
        DROPPED = "dropped", _("Nous y avons renoncé")

    initiative = models.ForeignKey("Initiative", on_delete=models.CASCADE, related_name="inspirations")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="inspirations",
        verbose_name=_("association qui demande"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="inspirations",
        verbose_name=_("demandé par"),
    )
    message = models.TextField(_("votre projet, en quelques lignes"), max_length=2_000)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.ASKED)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    outcome_asked_at = models.DateTimeField(null=True, editable=False)
    outcome = models.CharField(_("ce qu’il en est advenu"), max_length=9, choices=Outcome, blank=True)
    outcome_words = models.TextField(_("en quelques mots"), max_length=2_000, blank=True)
    outcome_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("le"), default=timezone.now, editable=False)

    objects = InspirationQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande d’inspiration")
        verbose_name_plural = _("demandes d’inspiration")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked") | Q(answered_at__isnull=False), name="inspiration_answered"
            ),
            models.UniqueConstraint(
                fields=["initiative", "by"],
                condition=Q(state="asked"),
                name="inspiration_asked_once",
                violation_error_message=_("Votre demande est déjà chez l’équipe de cette fiche."),
            ),
        ]

    def __str__(self):
        return f"{self.by} → {self.initiative}"

    def get_absolute_url(self):
        """Where the team reads and answers it."""
        return reverse("initiatives:inspiration-answer", args=[self.pk])

    @property
    def asker(self):
        return self.organisation.label if self.organisation else str(self.by)

    @property
    def is_waiting(self):
        return self.state == self.State.ASKED

    def send(self):
        """To those who answer for the sheet; without anybody, to the coordinators."""
        for person in self.initiative.team_or_coordinators:
            mail.send("initiatives/mail/inspiration_asked", person.email, inspiration=self)

    @transaction.atomic
    def accept(self, *, by):
        """Both said yes: each gets the other’s name and address."""
        self._answer(self.State.ACCEPTED, by)
        context = {"inspiration": self, "answerer": by}
        mail.send("initiatives/mail/inspiration_accepted", self.by.email, **context)
        mail.send("initiatives/mail/inspiration_contact", by.email, **context)

    @transaction.atomic
    def decline(self, *, by):
        self._answer(self.State.DECLINED, by)
        mail.send("initiatives/mail/inspiration_declined", self.by.email, inspiration=self)

    def _answer(self, state, by):
        now = type(self).objects.select_for_update().values_list("state", flat=True).get(pk=self.pk)
        if now != self.State.ASKED:
            raise ValidationError(_("Quelqu’un de l’équipe a déjà répondu à cette demande."), code="answered")
        self.state, self.answered_by, self.answered_at = state, by, timezone.now()
        self.save(update_fields=["state", "answered_by", "answered_at"])

    # Six months later

    @property
    def outcome_url(self):
        token = signing.dumps(self.pk, salt=self.SALT)
        return f"{settings.SITE_URL}{reverse('initiatives:inspiration-outcome', args=[token])}"

    @transaction.atomic
    def ask_outcome(self):
        self.outcome_asked_at = timezone.now()
        self.save(update_fields=["outcome_asked_at"])
        mail.send("initiatives/mail/inspiration_outcome", self.by.email, inspiration=self)

    @transaction.atomic
    def tell_outcome(self, outcome, words=""):
        """What came of it; the sheet’s team is told, the first time."""
        first = not self.outcome
        self.outcome, self.outcome_words, self.outcome_at = outcome, words, timezone.now()
        self.save(update_fields=["outcome", "outcome_words", "outcome_at"])
        if first:
            for person in self.initiative.team:
                mail.send("initiatives/mail/inspiration_told", person.email, inspiration=self)
