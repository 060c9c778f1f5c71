"""What people say is wrong on a sheet, and the answer of the team."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core import mail
from cooperation.core.models import User


class ReportQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(answered_at=None)

    def forget_addresses(self, before):
        """Those left with reports made before then, which nobody has answered."""
        return self.filter(created_at__lt=before).exclude(email="").update(email="")


class Report(models.Model):
    """
    An error told by anyone, with or without an address to answer to. The address serves for the answer alone: it
    is erased with it, or after `ADDRESS_DAYS` without one.
    """

    ADDRESS_DAYS = 365

    organisation = models.ForeignKey(
        "associations.Organisation",
        on_delete=models.CASCADE,
        related_name="reports",
        verbose_name=_("organisation"),
    )
    message = models.TextField(
        _("ce qui ne va pas"),
        max_length=2000,
        help_text=_("« Le téléphone ne répond plus », « l’association a déménagé »…"),
    )
    email = models.EmailField(
        _("votre adresse e-mail"),
        blank=True,
        help_text=_(
            "Facultative : pour vous répondre. Elle n’est ni publiée ni transmise, et elle est effacée une fois "
            "la réponse envoyée."
        ),
    )
    created_at = models.DateTimeField(_("reçu le"), auto_now_add=True)
    answer = models.TextField(_("réponse"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("erreur signalée")
        verbose_name_plural = _("erreurs signalées")
        ordering = ["created_at"]

    def __str__(self):
        return f"{self.organisation} · {self.created_at:%d/%m/%Y}"

    def send(self):
        for coordinator in User.objects.coordinators():
            mail.send("associations/mail/report", coordinator.email, report=self)

    @transaction.atomic
    def close(self, *, by, answer):
        """The answer goes to whoever left an address, which has then served."""
        self.answer, self.answered_by, self.answered_at = answer, by, timezone.now()
        if self.email and answer:
            mail.send("associations/mail/report_answer", self.email, report=self)
        self.email = ""
        self.save()
