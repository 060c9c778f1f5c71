"""What somebody typed in a step and has not saved: offered again, on any device, until they save or drop it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = timedelta(days=30)
MAX_SIZE = 200_000  # characters of one form


class UnsavedQuerySet(models.QuerySet):
    def of(self, initiative, step, person):
        return self.filter(initiative=initiative, step=step, person=person)

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
