"""Essaimage: who did it again after whom."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core import mail

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

# A source that is being changed is told once, when nobody has saved it for so long.
QUIET = timedelta(hours=2)


class TransferQuerySet(models.QuerySet):
    def to_tell(self):
        """Those whose source says something else, in public, than what their team saw or was written to about."""
        return self.filter(
            source__state="published",
            source__version__gt=Greatest("source_version", "told_version"),
            source__updated_at__lte=timezone.now() - QUIET,
        ).exclude(adaptation__state="archived")


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
    created_at = models.DateTimeField(_("le"), default=timezone.now, editable=False)

    objects = TransferQuerySet.as_manager()

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

    def mark_seen(self, version):
        """« Vu »: what the source said in the version that was shown is known; what it says since is still told."""
        shown = min(max(version, self.source_version), self.source.version)
        Transfer.objects.filter(pk=self.pk).update(source_version=shown)
        self.source_version = shown

    @transaction.atomic
    def tell_change(self):
        """One mail to each of the adapting team, however many saves there were."""
        row = Transfer.objects.to_tell().select_for_update(of=["self"]).filter(pk=self.pk).first()
        if row is None:
            return
        Transfer.objects.filter(pk=self.pk).update(told_version=row.source.version)
        for person in row.adaptation.team:
            mail.send("initiatives/mail/source_changed", person.email, transfer=row)
