"""How long ago a sheet was confirmed by those whom it is about, and when it must be looked at again."""

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import ExpressionWrapper, F, Func
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core import mail


class Freshness(models.Model):
    """
    A sheet is due `review_months` after it was last verified (or written). Its managers then get one message; a
    click and a button confirm that it is still right. Saving the whole sheet confirms it too.
    """

    class Rhythm(models.IntegerChoices):
        QUARTERLY = 3, _("tous les trois mois")
        HALF_YEARLY = 6, _("tous les six mois")
        YEARLY = 12, _("tous les ans")

    SALT = "associations.freshness"
    LINK_DAYS = 60

    review_months = models.PositiveSmallIntegerField(
        _("à revoir"), choices=Rhythm, default=Rhythm.HALF_YEARLY
    )
    verified_at = models.DateTimeField(_("vérifiée le"), null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("vérifiée par"),
        db_index=False,
    )
    review_asked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def confirmed_at(self):
        return self.verified_at or self.created_at

    @property
    def due_at(self):
        return self.confirmed_at + relativedelta(months=self.review_months)

    @property
    def is_due(self):
        return self.due_at < timezone.now()

    @transaction.atomic
    def verify(self, *, by):
        """Everything on the sheet is right today."""
        self.verified_at, self.verified_by, self.review_asked_at = timezone.now(), by, None
        self.save_by(by, update_fields=["verified_at", "verified_by", "review_asked_at", "updated_at"])

    @transaction.atomic
    def ask_to_review(self):
        """
        One message to each active manager; returns how many. Without one, it is the team's to look at, and whoever
        becomes manager later is still asked.
        """
        managers = self.active_managers()
        if managers:
            self.review_asked_at = timezone.now()
            self.save(update_fields=["review_asked_at"])
        for manager in managers:
            mail.send(
                "associations/mail/review",
                manager.email,
                organisation=self,
                url=f"{settings.SITE_URL}{self.review_url_for(manager)}",
            )
        return len(managers)

    def review_url_for(self, user):
        """The link in a manager's message: good once, since confirming changes the moment that it names."""
        key = {"organisation": self.pk, "user": user.pk, "confirmed": self._confirmed_stamp()}
        token = signing.dumps(key, salt=self.SALT)
        return reverse("associations:freshness-confirm", args=[token])

    def is_named_by(self, key):
        return key["confirmed"] == self._confirmed_stamp()

    def _confirmed_stamp(self):
        return self.confirmed_at.isoformat()


class MonthsOf(Func):
    """So many months, as PostgreSQL counts them: the 31st and a month is the last day of the next."""

    function = "make_interval"
    template = "%(function)s(months => %(expressions)s)"
    output_field = models.DurationField()


def due_at():
    """`Freshness.due_at`, as an expression on rows."""
    confirmed = Coalesce("verified_at", "created_at")
    return ExpressionWrapper(confirmed + MonthsOf(F("review_months")), output_field=models.DateTimeField())
