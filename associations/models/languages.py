"""Languages in which people are received and activities take place."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """ISO 639 codes, and `fsl` for French sign language."""

    FRENCH = "fr", _("Français")
    FRENCH_SIGN = "fsl", _("Langue des signes française")
    ARABIC = "ar", _("Arabe")
    COMORIAN = "zdj", _("Comorien")
    ENGLISH = "en", _("Anglais")
    SPANISH = "es", _("Espagnol")
    ARMENIAN = "hy", _("Arménien")
    TURKISH = "tr", _("Turc")
    PORTUGUESE = "pt", _("Portugais")
    OTHER = "mul", _("Plusieurs langues")


def languages_field(**kwargs):
    return ArrayField(models.CharField(max_length=3, choices=Language), default=list, blank=True, **kwargs)
