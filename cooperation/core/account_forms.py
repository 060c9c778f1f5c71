"""allauth's forms, where ours say more."""

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignupForm(AllauthSignupForm):
    """A display name beside the address and the password."""

    display_name = forms.CharField(
        label=_("Votre nom"),
        max_length=80,
        help_text=_("Prénom ou nom complet : c’est ainsi que les autres membres vous verront."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ["display_name", "email", "password1"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # allauth hides its trap for machines by an inline style, which our policy forbids; our style sheet does it.
        for field in self.fields.values():
            field.widget.attrs.pop("style", None)

    def custom_signup(self, request, user):
        super().custom_signup(request, user)
        user.display_name = self.cleaned_data["display_name"]
        user.save(update_fields=["display_name"])
