"""What an organisation adds to an answer that relays have told already."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core.history import acting
from habitants.models.addressings import Addressing
from habitants.models.concerns import Concern


@pghistory.track(model_name="AnswerAdditionHistory")
class AnswerAddition(models.Model):
    """
    Dated words beside an answer. Its organisation adds to them, and changes none; an erased account leaves them. The
    team alone puts them better, as it does with a concern's, where they name somebody: the history keeps the first.
    """

    addressing = models.ForeignKey(Addressing, on_delete=models.CASCADE, related_name="additions")
    words = models.TextField(_("complément"), max_length=3000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("complément d’une réponse")
        verbose_name_plural = _("compléments des réponses")
        ordering = ["pk"]
        triggers = [
            pgtrigger.Protect(
                name="answeraddition_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "ROW(NEW.addressing_id, NEW.added_at) IS DISTINCT FROM ROW(OLD.addressing_id, OLD.added_at)"
                    " OR NEW.by_id IS NOT NULL AND NEW.by_id IS DISTINCT FROM OLD.by_id"
                ),
            )
        ]

    def __str__(self):
        return f"{self.addressing} · {self.added_at:%d/%m/%Y}"

    @transaction.atomic
    def reword(self, words, *, by):
        self.words = words.strip()
        with acting(by):
            self.save(update_fields=["words"])
        Concern.objects.filter(addressings=self.addressing_id).refresh_search_text()
