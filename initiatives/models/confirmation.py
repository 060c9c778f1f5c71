"""« Toujours d’actualité ? »: asked a year after a sheet went public, or after the last answer."""

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from cooperation.core import mail

RIGHT_FOR = relativedelta(years=1)
UNANSWERED = relativedelta(months=3)


class ConfirmableQuerySet(models.QuerySet):
    def to_confirm(self):
        """Public sheets that nobody has said to be right for a year."""
        last = Coalesce("confirmed_at", "published_at")
        return self.public().alias(last=last).filter(last__lte=timezone.now() - RIGHT_FOR)

    def to_ask(self):
        return self.to_confirm().filter(confirmation_asked_at=None)

    def unanswered(self):
        """Asked three months ago, without an answer: the coordinators'."""
        limit = timezone.now() - UNANSWERED
        return (
            self.to_confirm().filter(confirmation_asked_at__lte=limit).order_by("confirmation_asked_at", "pk")
        )


class Confirmable:
    """A sheet is confirmed once a year by those who answer for it."""

    CONFIRMATION_SALT = "initiatives.confirmation"
    CONFIRMATION_DAYS = 60

    @property
    def last_confirmed_at(self):
        return self.confirmed_at or self.published_at

    @property
    def needs_confirmation(self):
        return self.is_public and self.last_confirmed_at <= timezone.now() - RIGHT_FOR

    @transaction.atomic
    def confirm(self, *, by):
        """It is still right. Its text did not change: feeds have nothing to learn, the sheet says the month."""
        self.lock(self.State.PUBLISHED)
        self.confirmed_at, self.confirmation_asked_at = timezone.now(), None
        self.save(update_fields=["confirmed_at", "confirmation_asked_at"])

    @transaction.atomic
    def ask_to_confirm(self):
        """
        One message to each of its team. Without anybody it counts as asked: it reaches the coordinators like one
        that nobody answered.
        """
        self.confirmation_asked_at = timezone.now()
        self.save(update_fields=["confirmation_asked_at"])
        for person in self.team:
            url = f"{settings.SITE_URL}{self.confirmation_url_for(person)}"
            mail.send("initiatives/mail/still_right", person.email, initiative=self, url=url)

    def confirmation_url_for(self, person):
        """The link in a person's message: good once, since answering changes the moment that it names."""
        key = {"initiative": self.pk, "user": person.pk, "confirmed": self._confirmed_stamp()}
        return reverse("initiatives:confirm-link", args=[signing.dumps(key, salt=self.CONFIRMATION_SALT)])

    def is_named_by(self, key):
        return key["confirmed"] == self._confirmed_stamp()

    def _confirmed_stamp(self):
        return self.last_confirmed_at.isoformat() if self.last_confirmed_at else ""
