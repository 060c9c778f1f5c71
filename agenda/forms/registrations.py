"""Registering for a date: as few questions as it takes."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agenda.models import Registration
from agenda.models.registrations import MAX_SEATS
from cooperation.core.honeypot import Honeypot

PHONE = re.compile(r"\+?[0-9 .()/-]{6,30}")
NUMBERS = [(number, str(number)) for number in range(1, MAX_SEATS + 1)]


class RegistrationForm(Honeypot, forms.ModelForm):
    """For people without account. `occurrence` is the date."""

    seats = forms.TypedChoiceField(
        label=_("Combien de personnes ?"),
        choices=NUMBERS,
        coerce=int,
        initial=1,
        help_text=_("Vous compris. Pour garder le bon nombre de places."),
    )

    class Meta:
        model = Registration
        fields = ["name", "email", "phone", "seats"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        }
        help_texts = {
            "name": _("Pour vous accueillir."),
            "email": _("Pour confirmer, vous rappeler la date, et vous prévenir si elle change."),
            "phone": _("Seulement pour vous appeler si la date est annulée au dernier moment."),
        }

    def __init__(self, *args, occurrence, **kwargs):
        self.occurrence = occurrence
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            self.fields["email"].required = True
        self.fields["phone"].label = _("Téléphone (facultatif)")

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_phone(self):
        phone = self.cleaned_data["phone"].strip()
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError(_("Écrivez un numéro de téléphone, par exemple 06 12 34 56 78."))
        return phone

    def validate_constraints(self):
        """Not here: that an address is registered already is told to its holder alone, by mail."""

    @property
    def answers(self):
        return {name: self.cleaned_data[name] for name in ("name", "phone", "seats")}


class MemberRegistrationForm(RegistrationForm):
    """For whoever signed in: the account's address is known and confirmed."""

    kvtd = None

    class Meta(RegistrationForm.Meta):
        fields = ["name", "phone", "seats"]


class SeatsForm(forms.Form):
    seats = forms.TypedChoiceField(label=_("Combien de personnes ?"), choices=NUMBERS, coerce=int)


class AddedRegistrationForm(RegistrationForm):
    """An organiser writes down someone who called: a name is enough."""

    kvtd = None

    date = forms.ModelChoiceField(label=_("Date"), queryset=None)

    field_order = ["date", "name", "phone", "email", "seats"]

    class Meta(RegistrationForm.Meta):
        help_texts = {
            "email": _("S’il y en a une : la personne recevra son lien pour changer ou se désister."),
        }

    def __init__(self, *args, dates, **kwargs):
        super().__init__(*args, occurrence=None, **kwargs)
        self.fields["date"].queryset = dates
        self.fields["date"].label_from_instance = lambda date: date.wording
        self.fields["seats"].help_text = ""
        self.fields["email"].required = False
        self.fields["email"].label = _("E-mail (facultatif)")

    def clean(self):
        data = super().clean()
        date, email = data.get("date"), data.get("email")
        if date and email:
            known = date.registrations.filter(email__iexact=email)
            if known.active().exists():
                self.add_error("email", _("Cette adresse est déjà inscrite à cette date."))
        return data
