"""What the team may know of those who sit, or could: only what tells whether a body looks like its district."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from associations.models import District


class AgeBand(models.TextChoices):
    YOUNG = "18-25", _("18 à 25 ans")
    ADULT = "26-39", _("26 à 39 ans")
    MIDDLE = "40-59", _("40 à 59 ans")
    SENIOR = "60+", _("60 ans et plus")


class Gender(models.TextChoices):
    WOMAN = "femme", _("Femme")
    MAN = "homme", _("Homme")
    OTHER = "autre", _("Autre")


class Described(models.Model):
    """Each may be left unsaid, and is shown to the team alone, added up."""

    district = models.ForeignKey(
        District,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quartier"),
    )
    age_band = models.CharField(_("âge"), max_length=5, choices=AgeBand, blank=True)
    gender = models.CharField(_("genre"), max_length=5, choices=Gender, blank=True)

    class Meta:
        abstract = True
