"""A certificate's number that somebody types, and why one is revoked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from initiatives import numbering


class NumberForm(forms.Form):
    numero = forms.CharField(
        label=_("Numéro de l’attestation"),
        max_length=40,
        help_text=_(
            "Douze lettres et chiffres, par exemple K3ZQ-8W0T-1M5X. Majuscules et tirets sans importance."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_numero(self):
        number = numbering.read(self.cleaned_data["numero"])
        if not number:
            raise forms.ValidationError(
                _("Ce numéro est mal recopié : il manque un caractère, ou l’un d’eux est faux. Relisez-le.")
            )
        return number


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi ?"),
        max_length=250,
        help_text=_(
            "Par exemple « nom mal écrit, remplacée ». La personne qui vérifie le numéro ne voit que la date."
        ),
    )
