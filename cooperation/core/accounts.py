"""What allauth asks of us: a display name at sign-up, and sign-in by e-mail alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.utils.translation import gettext_lazy as _


class SignupForm(forms.Form):
    display_name = forms.CharField(
        label=_("Votre nom"),
        max_length=80,
        help_text=_("Prénom ou nom complet : c’est ainsi que les autres membres vous verront."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ["display_name", "email", "password1"]

    def signup(self, request, user):
        """Called by allauth once the account is saved."""
        user.display_name = self.cleaned_data["display_name"]
        user.save(update_fields=["display_name"])


class AccountAdapter(DefaultAccountAdapter):
    def populate_username(self, request, user):
        """There is no username."""
