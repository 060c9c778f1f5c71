"""Organising together: an organisation is named beside another once it has accepted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation


class CoOrganising(models.Model):
    """An organisation asked to organise an event with another. Once accepted it joins `Event.co_organisers`."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("en attente")
        ACCEPTED = "accepted", _("acceptée")
        DECLINED = "declined", _("déclinée")
        WITHDRAWN = "withdrawn", _("retirée")

    event = models.ForeignKey(
        "agenda.Event", on_delete=models.CASCADE, related_name="co_organisings", verbose_name=_("événement")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="co_organisings",
        verbose_name=_("organisation invitée"),
    )
    answer = models.CharField(_("réponse"), max_length=10, choices=Answer, default=Answer.WAITING)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("invitée le"), auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("répondu le"), null=True)

    class Meta:
        verbose_name = _("invitation à co-organiser")
        verbose_name_plural = _("invitations à co-organiser")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"], condition=Q(answer="waiting"), name="coorganising_once"
            ),
        ]

    def __str__(self):
        return f"{self.organisation} · {self.event}"
