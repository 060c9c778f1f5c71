"""Essaimage: who did it again after whom."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# The lock makes two adaptations that would close a circle together wait for each other.
NO_CYCLE = pgtrigger.Trigger(
    name="transfer_no_cycle",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("met", "boolean")],
    func="""
        PERFORM pg_advisory_xact_lock(hashtext('initiatives_transfer'));
        WITH RECURSIVE ancestor(id) AS (
            SELECT NEW.source_id
            UNION
            SELECT transfer.source_id FROM initiatives_transfer transfer JOIN ancestor
                ON transfer.adaptation_id = ancestor.id AND transfer.id IS DISTINCT FROM NEW.id
        )
        SELECT EXISTS (SELECT FROM ancestor WHERE id = NEW.adaptation_id) INTO met;
        IF met THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_no_cycle',
                MESSAGE = 'transfer_no_cycle: a sheet is not adapted from one of its own adaptations';
        END IF;
        RETURN NEW;
    """,
)


@pghistory.track(model_name="TransferHistory", fields=["kept", "changed", "source", "adaptation"])
class Transfer(models.Model):
    """A sheet that was adapted from another: a tree, since each names one source. PostgreSQL refuses a circle."""

    adaptation = models.OneToOneField(
        "Initiative", on_delete=models.CASCADE, related_name="transfer", verbose_name=_("adaptation")
    )
    source = models.ForeignKey(
        "Initiative", on_delete=models.PROTECT, related_name="transfers", verbose_name=_("d’après la fiche")
    )
    kept = models.TextField(_("ce que nous avons gardé"), max_length=5_000, blank=True)
    changed = models.TextField(_("ce que nous avons changé, et pourquoi"), max_length=5_000, blank=True)
    # The source as it was when it was adapted or last looked at again: it may say more since.
    source_version = models.PositiveIntegerField(default=0, editable=False)
    # The last change of the source that the adapting team was written to about.
    told_version = models.PositiveIntegerField(default=0, editable=False)
    # How often these words were saved: who saves says what they had read.
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("le"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("essaimage")
        verbose_name_plural = _("essaimages")
        triggers = [NO_CYCLE]
        constraints = [
            models.CheckConstraint(
                condition=~Q(adaptation=F("source")),
                name="transfer_of_another",
                violation_error_message=_("Une fiche ne s’inspire pas d’elle-même."),
            )
        ]

    def __str__(self):
        return f"{self.adaptation} ← {self.source}"

    @property
    def is_behind(self):
        """Whether the source says something else than when its adapters last looked. What is not public is not told."""
        return self.source.is_public and self.source.version > self.source_version

    def mark_seen(self):
        """« Vu »: what the source says now is known."""
        Transfer.objects.filter(pk=self.pk).update(source_version=self.source.version)
        self.source_version = self.source.version
