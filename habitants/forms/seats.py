from django import forms
from django.utils.translation import gettext_lazy as _

from habitants.models import Relay


class SeatForm(forms.Form):
    """What goes with a yes. Being shown is a choice of its own, which changes nothing to the rest."""

    is_shown = forms.BooleanField(
        label=_("J’accepte que mon prénom et mon quartier soient montrés sur la page du groupe."),
        required=False,
        help_text=_("Vous pourrez changer d’avis à tout moment."),
    )


class ShownForm(forms.ModelForm):
    class Meta:
        model = Relay
        fields = ["agrees_to_be_shown", "first_name"]
        labels = {"agrees_to_be_shown": _("Montrer mon prénom et mon quartier sur la page du groupe")}
        help_texts = {"agrees_to_be_shown": "", "first_name": _("Le prénom seul, ou un surnom.")}
