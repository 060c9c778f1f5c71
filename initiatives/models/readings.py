"""Reading by peers: somebody of another association, used to another theme, reads before the public does."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from initiatives.sections import Section


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
    reminded_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(_("terminée le"), null=True, editable=False)

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


class Comment(models.Model):
    """A remark on one section, open until somebody of the team, or who wrote it, says that it is dealt with."""

    initiative = models.ForeignKey("Initiative", on_delete=models.CASCADE, related_name="comments")
    section = models.CharField(_("partie"), max_length=12, choices=Section)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("de"),
    )
    text = models.TextField(_("remarque"), max_length=5_000)
    created_at = models.DateTimeField(_("le"), default=timezone.now, editable=False)
    resolved_at = models.DateTimeField(_("traitée le"), null=True, blank=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("remarque")
        verbose_name_plural = _("remarques")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.text[:60]
