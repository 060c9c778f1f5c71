"""The log of what became of each concern: delays are read from it, nothing in it changes."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation


class ConcernMove(models.Model):
    """
    From a state to another (`before` "" when it is first told); the organisation that was asked, or that answered.
    Rows are added, never changed: only an erased account leaves them.
    """

    class Kind(models.TextChoices):
        HEARD = "heard", _("Entendue")
        QUALIFIED = "qualified", _("Lue et reformulée par l’équipe")
        ASKED = "asked", _("Adressée")
        WITHDRAWN = "withdrawn", _("Plus de réponse attendue")
        ANSWERED = "answered", _("Réponse")
        CARRIED = "carried", _("Réponse rapportée")
        ASIDE = "aside", _("Écartée")
        TAKEN_UP = "taken-up", _("Reprise")

    concern = models.ForeignKey("habitants.Concern", on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=10, choices=Kind)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("étape d’une remontée")
        verbose_name_plural = _("étapes des remontées")
        ordering = ["at", "pk"]
        triggers = [
            pgtrigger.Trigger(
                name="concernmove_append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'UPDATE' THEN
                        IF NEW.by_id IS NULL AND (to_jsonb(NEW) - 'by_id') = (to_jsonb(OLD) - 'by_id') THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'concernmove_append_only',
                        MESSAGE = 'concernmove_append_only: what became of a concern is added to, never changed';
                """,
            )
        ]

    def __str__(self):
        return f"{self.concern_id} · {self.get_kind_display()}"
