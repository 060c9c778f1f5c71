"""Every version of a sheet, whole: what differs, what to go back to, what an adaptation was made from."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Version(models.Model):
    """
    All that a sheet said after one save: its fields, tags, findings and links, as JSON (`Initiative.content`).
    Numbered from 1 in each sheet; it never changes.
    """

    initiative = models.ForeignKey("Initiative", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("numéro"))
    content = models.JSONField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("par"),
    )
    at = models.DateTimeField(_("le"), default=timezone.now, editable=False)
    # The version that this one went back to.
    restores = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("version d’une fiche")
        verbose_name_plural = _("versions des fiches")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["initiative", "number"], name="version_numbered_once")]
        triggers = [
            pgtrigger.Protect(
                name="version_kept",
                operation=pgtrigger.UpdateOf("content", "number", "at", "initiative_id"),
            )
        ]

    def __str__(self):
        return f"{self.initiative} · {self.number}"
