"""What chance gave, as the team typed it: twice, since a slip would draw another group for good."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from habitants.models.draws import Draw


class TypedValueQuerySet(models.QuerySet):
    def waiting(self):
        """Typed once."""
        return self.filter(state=TypedValue.State.FIRST)


class TypedValue(models.Model):
    """One typing of a draw's number, and whose it is. Rows stay, the wrong ones too: only their state moves, once."""

    class State(models.TextChoices):
        FIRST = "first", _("saisi une fois")
        SAME = "same", _("saisi deux fois, pareil")
        UNEQUAL = "unequal", _("saisi deux fois, autrement")
        DROPPED = "dropped", _("recommencé")

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="typed_values")
    kind = models.CharField(_("source lue"), max_length=8, choices=Draw.Source)
    value = models.CharField(_("résultat du hasard"), max_length=64)
    reference = models.URLField(_("où le vérifier"))
    fallback = models.CharField(_("pourquoi la règle de secours"), max_length=300, blank=True)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    typed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.FIRST)

    objects = TypedValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("saisie du hasard")
        verbose_name_plural = _("saisies du hasard")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw"], condition=Q(state="first"), name="typed_value_waits_alone"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="typed_value_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="typed_value_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "ROW(NEW.draw_id, NEW.kind, NEW.value, NEW.reference, NEW.fallback, NEW.typed_at)"
                    " IS DISTINCT FROM"
                    " ROW(OLD.draw_id, OLD.kind, OLD.value, OLD.reference, OLD.fallback, OLD.typed_at)"
                    " OR NEW.typed_by_id IS NOT NULL AND NEW.typed_by_id IS DISTINCT FROM OLD.typed_by_id"
                    " OR OLD.state <> 'first' AND NEW.state <> OLD.state"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.draw_id} · {self.get_state_display()}"
