"""An association proposes somebody. Until that person agrees, only it and the team know."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from cooperation.core import mail, rate_limit
from habitants.models.applications import Application
from habitants.models.cohorts import Cohort

# Somebody who never answered is forgotten after so many days.
ANSWERED_WITHIN_DAYS = 30
MAILS_TO_ONE_ADDRESS = {"amount": 3, "seconds": 86_400}


class NominationQuerySet(models.QuerySet):
    def consenting(self):
        return self.filter(state=Nomination.State.ACCEPTED)

    def never_answered(self):
        limit = timezone.now() - timedelta(days=ANSWERED_WITHIN_DAYS)
        return self.filter(state=Nomination.State.ASKED, created_at__lt=limit)

    def to_send(self):
        """Those whose mail waits: too many went to that address the day that they were proposed."""
        return self.filter(state=Nomination.State.ASKED, sent_at=None, cohort__state=Cohort.State.CALL)


class Nomination(models.Model):
    """A person and the association that proposes them. Their consent makes an `Application`, as for everybody."""

    class State(models.TextChoices):
        ASKED = "asked", _("réponse attendue")
        ACCEPTED = "accepted", _("d’accord")
        DECLINED = "declined", _("a dit non")
        CANCELLED = "cancelled", _("annulée par l’association")

    SALT = "habitants.nomination"

    cohort = models.ForeignKey(
        Cohort, on_delete=models.CASCADE, related_name="nominations", verbose_name=_("groupe")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="nominations", verbose_name=_("association")
    )
    name = models.CharField(_("prénom et nom"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    message = models.CharField(
        _("un mot pour cette personne"),
        max_length=500,
        blank=True,
        help_text=_("Elle le lira dans l’e-mail qui lui demande son accord."),
    )
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, related_name="nominations", editable=False
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.ASKED)
    created_at = models.DateTimeField(_("le"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("demandée le"), null=True, editable=False)
    answered_at = models.DateTimeField(_("réponse le"), null=True, editable=False)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("désignation")
        verbose_name_plural = _("désignations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            # Of one association: that another one asked the same person is not its business before she agrees.
            models.UniqueConstraint(
                "cohort",
                "organisation",
                Lower("email"),
                condition=Q(state__in=["asked", "accepted"]) & ~Q(email=""),
                name="nomination_once",
                violation_error_message=_("Votre association a déjà proposé cette personne."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | Q(name="", email=""),
                name="nomination_declined_is_forgotten",
            ),
        ]

    def __str__(self):
        return f"{self.name or '—'} · {self.organisation}"

    def get_own_url(self):
        """For the person proposed: signed."""
        return reverse("habitants:nomination", args=[signing.Signer(salt=self.SALT).sign(self.pk)])

    @property
    def is_asked(self):
        return self.state == self.State.ASKED

    @property
    def is_accepted(self):
        return self.state == self.State.ACCEPTED

    @property
    def is_declined(self):
        return self.state == self.State.DECLINED

    @property
    def can_answer(self):
        return self.is_asked and self.cohort.can_change

    def send(self):
        """
        Once; another day when too many went to that address today, by whomever: the one who proposes is not told, since
        it would tell them that others did.
        """
        if not rate_limit.allowed_for(f"nominate:{self.email.lower()}", **MAILS_TO_ONE_ADDRESS):
            return
        self.sent_at = timezone.now()
        self.save(update_fields=["sent_at"])
        url = f"{settings.SITE_URL}{self.get_own_url()}"
        mail.send("habitants/mail/nomination", self.email, nomination=self, cohort=self.cohort, url=url)

    @transaction.atomic
    def accept(self, application, answers):
        """
        The person agrees, by `application`, not saved yet, and its `answers`. Their mail brought them here: the
        address needs no other proof. Whoever had applied by themselves keeps that application.
        """
        self._lock()
        if not self.can_answer:
            raise ValidationError(_("Cette proposition n’attend plus de réponse."))
        application.cohort, application.email = self.cohort, self.email
        known = application.same_person().counted().first()
        if known is None:
            application.channel = Application.Channel.NOMINATION
            application.save()
            application.write_answers(answers)
            application.confirm()
        self.application, self.state = known or application, self.State.ACCEPTED
        self.answered_at = timezone.now()
        self.save()
        return self.application

    @transaction.atomic
    def decline(self):
        """No reason is asked, and nothing of the person is kept; the association is told. Twice changes nothing."""
        self._lock()
        if not self.is_asked:
            return
        name = self.name
        self.name = self.email = self.message = ""
        self.state, self.answered_at = self.State.DECLINED, timezone.now()
        self.save()
        if self.nominated_by and self.nominated_by.is_active:
            mail.send(
                "habitants/mail/nomination_declined",
                self.nominated_by.email,
                nomination=self,
                cohort=self.cohort,
                name=name,
            )

    @transaction.atomic
    def cancel(self, *, by):
        """By the association, before the person answered."""
        self._lock()
        if self.is_asked:
            self.state, self.answered_at = self.State.CANCELLED, timezone.now()
            self.name = self.email = self.message = ""
            self.save()

    def _lock(self):
        Cohort.objects.select_for_update(no_key=True).get(pk=self.cohort_id)
        self.refresh_from_db()
