"""Essaimage: who did it again after whom, and how two teams come to talk."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation

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


class Inspiration(models.Model):
    """
    "J’aimerais m’en inspirer": two teams are put in contact once both said yes (who asks by asking, who carries the
    sheet by answering); six months later somebody asks what came of it.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("demandé")
        ACCEPTED = "accepted", _("mis en contact")
        DECLINED = "declined", _("décliné")

    class Outcome(models.TextChoices):
        DONE = "done", _("Nous l’avons fait")
        ONGOING = "ongoing", _("C’est en cours")
        OTHERWISE = "otherwise", _("Cela a nourri autre chose")
        DROPPED = "dropped", _("Nous y avons renoncé")

    initiative = models.ForeignKey("Initiative", on_delete=models.CASCADE, related_name="inspirations")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="inspirations",
        verbose_name=_("association qui demande"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="inspirations",
        verbose_name=_("demandé par"),
    )
    message = models.TextField(_("votre projet, en quelques lignes"), max_length=2_000)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.ASKED)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    outcome_asked_at = models.DateTimeField(null=True, editable=False)
    outcome = models.CharField(_("ce qu’il en est advenu"), max_length=9, choices=Outcome, blank=True)
    outcome_words = models.TextField(_("en quelques mots"), max_length=2_000, blank=True)
    outcome_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("le"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("demande d’inspiration")
        verbose_name_plural = _("demandes d’inspiration")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked") | Q(answered_at__isnull=False), name="inspiration_answered"
            ),
            models.UniqueConstraint(
                fields=["initiative", "by"],
                condition=Q(state="asked"),
                name="inspiration_asked_once",
                violation_error_message=_("Votre demande est déjà chez l’équipe de cette fiche."),
            ),
        ]

    def __str__(self):
        return f"{self.by} → {self.initiative}"
