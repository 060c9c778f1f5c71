"""How an event becomes public: sent by its author, read by a coordinator, published; each step told by mail."""

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from cooperation.core import mail
from cooperation.core.history import SavedBy
from cooperation.core.models import User


class Publication(SavedBy, models.Model):
    """
    Where an event's text stands on its way to the public, and who wrote it.

    A member's word is enough for their own organisations; everyone else's waits for a coordinator.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        UNCONFIRMED = "unconfirmed", _("E-mail à confirmer")
        PENDING = "pending", _("En attente de relecture")
        CHANGES = "changes", _("À reprendre")
        PUBLISHED = "published", _("Publié")
        REFUSED = "refused", _("Refusé")
        ARCHIVED = "archived", _("Archivé")

        @classmethod
        def before_review(cls):
            """States from which the author may send the event, once their address is known to be theirs."""
            return [cls.DRAFT, cls.CHANGES, cls.REFUSED]

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("saisi par"),
    )
    author_email = models.EmailField(_("e-mail du visiteur"), blank=True)
    state = models.CharField(_("publication"), max_length=12, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(_("envoyé le"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True, editable=False)

    # The link that a visitor without account follows to confirm and change what they proposed.
    PROPOSAL_SALT = "agenda.proposal"
    PROPOSAL_DAYS = 60

    class Meta:
        abstract = True

    @property
    def is_public(self):
        return self.state == self.State.PUBLISHED

    @property
    def is_unconfirmed(self):
        return self.state == self.State.UNCONFIRMED

    @property
    def can_be_sent(self):
        return self.state in self.State.before_review()

    @property
    def can_be_sent_by_link(self):
        """A visitor's link is also what confirms their address: nobody else sends what is unconfirmed."""
        return self.can_be_sent or self.is_unconfirmed

    @property
    def author_address(self):
        return self.author.email if self.author else self.author_email

    def published_directly_by(self, user):
        """Whether this person's word is enough: coordinators, and those who write for an organiser."""
        if not user.is_authenticated:
            return False
        if user.is_coordinator:
            return True
        ours = Organisation.objects.written_by(user)
        return ours.filter(Q(pk=self.organiser_id) | Q(co_organised_events=self.pk)).exists()

    @property
    def has_been_public(self):
        return self.is_public or self.published_at is not None

    def is_run_by(self, user):
        """
        Whether this person may cancel, fill, archive or reinstate what they may edit. What an organisation
        carries before the public is decided by those who write for it, no longer by whoever proposed it.
        """
        return not self.has_been_public or self.organiser_id is None or self.published_directly_by(user)

    @transaction.atomic
    def submit(self, *, by):
        """
        The author sends the event: public at once where their word is enough, else in the queue of the
        coordinators. `by` is None for a visitor, whose address must have been confirmed.
        """
        if by is not None and self.published_directly_by(by):
            return self.publish(by=by)
        self.state = self.State.PENDING
        self.submitted_at = timezone.now()
        self.save_by(by)
        for coordinator in User.objects.coordinators():
            mail.send("agenda/mail/submitted", coordinator.email, event=self)

    def submit_again(self, *, by):
        """After a change to what is public: back to the queue, unless this person's word is enough."""
        if self.is_public and not self.published_directly_by(by):
            self.submit(by=by)

    @property
    def proposal_url(self):
        """A visitor's own link to their proposal: signed, good for `PROPOSAL_DAYS`."""
        token = signing.dumps(self.pk, salt=self.PROPOSAL_SALT)
        return f"{settings.SITE_URL}{reverse('agenda:proposal', args=[token])}"

    def ask_visitor_to_confirm(self):
        mail.send("agenda/mail/confirm", self.author_email, event=self)

    @transaction.atomic
    def publish(self, *, by):
        accepted = self.state == self.State.PENDING and self.author != by
        self._go_public(by)
        if accepted:
            self._reviewed(by, Review.Verdict.ACCEPTED)

    def _go_public(self, by):
        self.state = self.State.PUBLISHED
        self.published_at = self.published_at or timezone.now()
        self.sequence += 1
        self.save_by(by)
        self.write_dates()
        self.co_organisings.all().tell()

    @transaction.atomic
    def request_changes(self, *, by, reason):
        self.state = self.State.CHANGES
        self.save_by(by)
        self._reviewed(by, Review.Verdict.CHANGES, reason)

    @transaction.atomic
    def refuse(self, *, by, reason):
        self.state = self.State.REFUSED
        self.save_by(by)
        self._reviewed(by, Review.Verdict.REFUSED, reason)

    @transaction.atomic
    def archive(self, *, by):
        """Deletion, for people: the event leaves every page; its text and history stay."""
        self.state = self.State.ARCHIVED
        self.sequence += 1
        self.save_by(by)
        self.bookings.free(by=by)

    def _reviewed(self, by, verdict, reason=""):
        review = self.reviews.create(by=by, verdict=verdict, reason=reason)
        if self.author_address:
            mail.send(f"agenda/mail/{verdict}", self.author_address, event=self, review=review)


class Review(models.Model):
    """A coordinator's answer to a proposed event, told to its author and kept."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("Accepté")
        CHANGES = "changes", _("À reprendre")
        REFUSED = "refused", _("Refusé")

    event = models.ForeignKey("agenda.Event", on_delete=models.CASCADE, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    verdict = models.CharField(_("réponse"), max_length=10, choices=Verdict)
    reason = models.TextField(_("explication"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("le"), auto_now_add=True)

    class Meta:
        verbose_name = _("relecture")
        verbose_name_plural = _("relectures")
        ordering = ["created_at"]

    def __str__(self):
        return f"{self.get_verdict_display()} · {self.event}"
