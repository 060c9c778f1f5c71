"""One tap: how something was passed on, and to about how many."""

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.utils.translation import gettext as _

from habitants.models import Reach, Relaying, Way


def read_tap(data):
    """(way, band) of the button that was pressed; another value is no button of ours (400)."""
    way, _colon, reach = data.get("tap", "").partition(":")
    if way not in Way or reach not in Reach:
        raise SuspiciousOperation(_("Ce bouton n’existe pas."))
    return way, reach


class CorrectionForm(forms.ModelForm):
    """One of the times that a relay told, put right."""

    class Meta:
        model = Relaying
        fields = ["way", "reach"]
