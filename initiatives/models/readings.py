"""Reading by peers: somebody of another association, used to another theme, reads before the public does."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from cooperation.core import mail

# What happens when nobody answers: reminded once, then somebody else is asked; after so many, the coordinators.
REMIND_AFTER = timedelta(days=7)
GIVE_UP_AFTER = timedelta(days=7)
ASKED_AT_MOST = 3
# Who accepted is reminded once, then the coordinators see that it waits.
READ_WITHIN = timedelta(days=14)
READ_AT_LAST = timedelta(days=30)

MOVED_ON = _(
    "Cette relecture n’est plus entre vos mains : elle a été terminée, ou confiée à quelqu’un d’autre."
)


class ReadingQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state__in=Reading.State.open())

    def of(self, user):
        """Those asked of this person."""
        return self.filter(reader=user) if user.is_authenticated else self.none()

    def for_list(self):
        return self.select_related(
            *("initiative__carrier", "initiative__main_theme", "initiative__author", "reader"),
            *("organisation__main_theme", "proposed_by"),
        ).prefetch_related("initiative__themes")

    def to_remind(self):
        """Asked a week ago without an answer, or accepted a fortnight ago without a decision; not reminded since."""
        now = timezone.now()
        asked = Q(state=Reading.State.PROPOSED, proposed_at__lte=now - REMIND_AFTER)
        accepted = Q(state=Reading.State.ACCEPTED, accepted_at__lte=now - READ_WITHIN)
        return self.filter(asked | accepted, reminded_at=None)

    def to_give_up(self):
        """Reminded a week ago, still without an answer: somebody else is asked."""
        return self.filter(state=Reading.State.PROPOSED, reminded_at__lte=timezone.now() - GIVE_UP_AFTER)

    def too_long(self):
        """Accepted a month ago and not decided."""
        return self.filter(state=Reading.State.ACCEPTED, accepted_at__lte=timezone.now() - READ_AT_LAST)


class Reading(models.Model):
    """One person's reading of one sheet, from the proposal to what they decided. One at a time."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposée")
        ACCEPTED = "accepted", _("en cours")
        DECLINED = "declined", _("déclinée")
        PUBLISHED = "published", _("publiée")
        SENT_BACK = "sent-back", _("renvoyée à l’équipe")
        WITHDRAWN = "withdrawn", _("retirée")

        @classmethod
        def open(cls):
            return [cls.PROPOSED, cls.ACCEPTED]

    initiative = models.ForeignKey("Initiative", on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="readings",
        verbose_name=_("lu par"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="readings",
        verbose_name=_("de l’association"),
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.PROPOSED)
    words = models.TextField(_("mot à l’équipe"), max_length=5_000, blank=True)
    proposed_at = models.DateTimeField(_("proposée le"), default=timezone.now, editable=False)
    # By whom they were chosen; nobody: the platform, after somebody else declined.
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposée par"),
    )
    accepted_at = models.DateTimeField(_("acceptée le"), null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(_("terminée le"), null=True, editable=False)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("relecture")
        verbose_name_plural = _("relectures")
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(state__in=["proposed", "accepted"]),
                name="reading_one_at_a_time",
                violation_error_message=_("Cette fiche a déjà quelqu’un pour la relire."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "accepted"]) | Q(closed_at__isnull=False),
                name="reading_closed",
            ),
        ]

    def __str__(self):
        return f"{self.initiative} · {self.reader}"

    @property
    def is_proposed(self):
        return self.state == self.State.PROPOSED

    @property
    def is_accepted(self):
        return self.state == self.State.ACCEPTED

    @property
    def why(self):
        """Why this person was asked, in words: they should know it before they say yes."""
        if self.proposed_by and self.proposed_by.is_coordinator:
            return _("L’équipe de coordination a pensé à vous pour cette fiche.")
        theme = self.initiative.colour_theme
        theirs = self.organisation.main_theme if self.organisation else None
        if theme and theirs:
            return _(
                "« %(organisation)s » travaille surtout sur « %(theirs)s », cette fiche parle de « %(theme)s ». "
                "Un regard d’ailleurs voit ce que l’habitude cache."
            ) % {"organisation": self.organisation.label, "theirs": theirs, "theme": theme}
        return _(
            "Votre association n’a pas pris part à cette initiative. "
            "Un regard d’ailleurs voit ce que l’habitude cache."
        )

    @transaction.atomic
    def accept(self, *, by):
        """They read it, and may change it themselves. ValidationError when it was given to somebody else meanwhile."""
        self._lock(self.State.PROPOSED)
        self.state, self.accepted_at, self.reminded_at = self.State.ACCEPTED, timezone.now(), None
        self.save(update_fields=["state", "accepted_at", "reminded_at"])
        for person in self.initiative.team:
            mail.send("initiatives/mail/reading_accepted", person.email, reading=self)

    @transaction.atomic
    def decline(self, *, by):
        """No, or no more: somebody else is asked."""
        self._lock(*self.State.open())
        self.close(self.State.DECLINED)
        self.initiative.propose_next()

    @transaction.atomic
    def remind(self):
        self._lock(*self.State.open())
        self.reminded_at = timezone.now()
        self.save(update_fields=["reminded_at"])
        mail.send("initiatives/mail/reading_reminder", self.reader.email, reading=self)

    @transaction.atomic
    def give_up(self):
        """Nobody answered: their turn is over, without reproach."""
        self._lock(self.State.PROPOSED)
        self.withdraw()
        self.initiative.propose_next()

    def withdraw(self):
        """The sheet needs them no longer. Under the lock of the sheet."""
        self.close(self.State.WITHDRAWN)
        if self.reader.is_active:
            mail.send("initiatives/mail/reading_withdrawn", self.reader.email, reading=self)

    def close(self, state, words=""):
        self.state, self.words, self.closed_at = state, words, timezone.now()
        self.save(update_fields=["state", "words", "closed_at"])

    def _lock(self, *states):
        """The sheet first, as all that moves it does; then what became of this reading while we waited."""
        self.initiative.lock(self.initiative.State.REVIEW)
        self.refresh_from_db(fields=["state", "accepted_at", "reminded_at"])
        if self.state not in states:
            raise ValidationError(MOVED_ON, code="moved_on")


class ReadingOptOut(models.Model):
    """« Je ne souhaite pas relire »: nobody proposes this person until they change their mind."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reading_opt_out",
        verbose_name=_("personne"),
    )
    created_at = models.DateTimeField(_("depuis"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("personne qui ne souhaite pas relire")
        verbose_name_plural = _("personnes qui ne souhaitent pas relire")

    def __str__(self):
        return str(self.user)
