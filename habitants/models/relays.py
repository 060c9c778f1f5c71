"""The mandate of the habitants-relais: who speaks for their neighbours, and until when."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import District


class RelayQuerySet(models.QuerySet):
    def current(self, *, day=None):
        """Mandates that run on that local day, today by default."""
        day = day or timezone.localdate()
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Relay(models.Model):
    """A person's mandate, from its first to its last day; a person never has two at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="relays", verbose_name=_("personne")
    )
    district = models.ForeignKey(
        District,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="relays",
        verbose_name=_("quartier"),
    )
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))

    objects = RelayQuerySet.as_manager()

    class Meta:
        verbose_name = _("habitant-relais")
        verbose_name_plural = _("habitants-relais")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="relay_ends_after_start",
                violation_error_message=_("Le dernier jour doit suivre le premier."),
            ),
            ExclusionConstraint(
                name="relay_mandates_apart",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (
                        Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Cette personne a déjà un mandat à ces dates."),
            ),
        ]

    def __str__(self):
        return str(self.user)

    @property
    def label(self):
        place = f" · {self.district}" if self.district else ""
        return _("habitant-relais") + place
