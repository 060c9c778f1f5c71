"""What an organisation adds to an answer that relays have told already."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from habitants.models.addressings import Addressing


class AnswerAddition(models.Model):
    """Dated words beside an answer. Rows are added, never changed: only an erased account leaves them."""

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
                    "ROW(NEW.addressing_id, NEW.words, NEW.added_at)"
                    " IS DISTINCT FROM ROW(OLD.addressing_id, OLD.words, OLD.added_at)"
                ),
            )
        ]

    def __str__(self):
        return f"{self.addressing} · {self.added_at:%d/%m/%Y}"
