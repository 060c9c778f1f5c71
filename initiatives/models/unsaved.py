"""What somebody typed in a step and has not saved: offered again, on any device, until they save or drop it."""

import json
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core.local_copies import FIELD

KEPT = timedelta(days=30)
MAX_SIZE = 200_000  # characters of one form
PAGE_ONLY = {"csrfmiddlewaretoken", FIELD, "seen", "disputed", "apercu", "continuer", "enregistrer", "lignes"}


class UnsavedQuerySet(models.QuerySet):
    def of(self, initiative, step, person):
        return self.filter(initiative=initiative, step=step, person=person)

    def keep(self, initiative, step, person, sent):
        """Keep what this person sent (a QueryDict) in place of what was kept; False when it is too much to be kept."""
        data = {
            # PostgreSQL stores no NUL.
            name: [value.replace("\x00", "") for value in values]
            for name, values in sent.lists()
            if name not in PAGE_ONLY and not name.startswith("garder-") and "\x00" not in name
        }
        if len(json.dumps(data, ensure_ascii=False)) > MAX_SIZE:
            return False
        self.update_or_create(
            initiative=initiative, step=step, person=person, defaults={"data": data, "at": timezone.now()}
        )
        return True

    def over(self, *, now=None):
        return self.filter(at__lt=(now or timezone.now()) - KEPT)


class Unsaved(models.Model):
    """One form of one person, as the browser sent it: names with their values."""

    initiative = models.ForeignKey("Initiative", on_delete=models.CASCADE, related_name="unsaved")
    step = models.CharField(max_length=30)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    objects = UnsavedQuerySet.as_manager()

    class Meta:
        verbose_name = _("texte non enregistré")
        verbose_name_plural = _("textes non enregistrés")
        constraints = [models.UniqueConstraint(fields=["initiative", "step", "person"], name="unsaved_once")]

    def __str__(self):
        return f"{self.initiative} · {self.step}"
