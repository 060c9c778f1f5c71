"""A field that only a machine fills in: forms that strangers send have one, hidden from people by `.honeypot`."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Honeypot(forms.Form):
    # A name that means nothing: browsers that fill in forms by themselves would fill a "website".
    kvtd = forms.CharField(
        label=_("Laissez ce champ vide"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_kvtd(self):
        if self.cleaned_data["kvtd"]:
            raise ValidationError(_("Ce champ doit rester vide."), code="honeypot")
        return ""
