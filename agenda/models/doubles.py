"""The same event announced twice: two rows that become one, and pairs that look alike and are not."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Mergeable(models.Model):
    """An event whose addresses and UID lead to another since the two were found to be one."""

    merged_into = models.ForeignKey(
        "agenda.Event",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name=_("réuni avec"),
    )

    class Meta:
        abstract = True


class Merging(models.Model):
    """
    One event taken into another. `before` is what the kept event said in the fields that it took over, and what
    the absorbed one was, so that the merging can be undone.
    """

    kept = models.ForeignKey("agenda.Event", on_delete=models.CASCADE, related_name="mergings")
    absorbed = models.ForeignKey("agenda.Event", on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("le"), auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("défait le"), null=True)

    class Meta:
        verbose_name = _("réunion de deux événements")
        verbose_name_plural = _("réunions d’événements")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at=None), name="merging_absorbed_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merging_of_two"),
        ]

    def __str__(self):
        return f"{self.absorbed} → {self.kept}"


class NotDouble(models.Model):
    """Two events that look alike, and that somebody said to be two. `first` is the lower key."""

    first = models.ForeignKey("agenda.Event", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("agenda.Event", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("le"), auto_now_add=True)

    class Meta:
        verbose_name = _("paire d’événements distincts")
        verbose_name_plural = _("paires d’événements distincts")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="notdouble_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="notdouble_in_order"),
        ]

    def __str__(self):
        return f"{self.first} ≠ {self.second}"
