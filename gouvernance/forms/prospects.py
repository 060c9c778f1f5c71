"""Saying that one could sit, suggesting somebody, and what the team notes of the way there."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from associations.models import Theme
from cooperation.core.honeypot import Honeypot
from cooperation.core.models import User
from gouvernance.models import Body, Prospect, ProspectContact
from gouvernance.models.prospects import CONSENT


class ProspectForm(Honeypot, forms.ModelForm):
    """For people without account: two answers are enough."""

    availability = forms.MultipleChoiceField(
        label=_("Quand êtes-vous disponible ?"),
        choices=Prospect.Availability.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    support = forms.MultipleChoiceField(
        label=_("Qu’est-ce qui vous aiderait ?"),
        choices=Prospect.Support.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    consent = forms.BooleanField(label=CONSENT)

    class Meta:
        model = Prospect
        fields = [
            *("name", "email", "phone", "bodies", "themes", "words", "availability", "support"),
            *("district", "age_band", "gender"),
        ]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
            "words": forms.Textarea(attrs={"rows": 3}),
            "bodies": forms.CheckboxSelectMultiple,
            "themes": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "email": _("Pour vous répondre. Vous le confirmerez."),
            "phone": _("Facultatif : pour vous appeler plutôt que vous écrire."),
            "words": _("Ce que vous aimeriez apporter, ou ce qui vous retient."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bodies"].queryset = Body.objects.standing()
        self.fields["bodies"].help_text = _("Vous ne savez pas ? Ne cochez rien, nous en parlerons.")
        self.fields["themes"].queryset = Theme.objects.main()
        for name in ("district", "age_band", "gender"):
            self.fields[name].required = False

    def validate_constraints(self):
        """Not here: that an address is known is told to its holder alone, by mail."""

    def enter(self):
        """Keep it, to be confirmed. Of two presses of the button, the second finds that the first was enough."""
        try:
            with transaction.atomic():
                prospect = self.save()
        except IntegrityError:
            if Prospect.of(self.cleaned_data["email"]) is None:
                raise
        else:
            prospect.ask_to_confirm()


class OwnForm(ProspectForm):
    """What somebody corrects of what is kept of them; another address is another person to confirm."""

    class Meta(ProspectForm.Meta):
        fields = [name for name in ProspectForm.Meta.fields if name != "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["consent"]


class SuggestionForm(forms.Form):
    """Whom a member thinks of. They are asked; nothing is recorded before their answer."""

    name = forms.CharField(label=_("Son prénom et son nom"), max_length=80)
    email = forms.EmailField(label=_("Son e-mail"))


class ContactForm(forms.ModelForm):
    class Meta:
        model = ProspectContact
        fields = ["kind", "words", "state"]
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}
        labels = {"state": _("Où en est-on ?")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(state.value, state.label) for state in Prospect.State.pipeline()]


class MentorForm(forms.Form):
    """Who accompanies them, by the address of an account."""

    email = forms.EmailField(label=_("E-mail de la personne qui accompagne"), required=False)

    def clean_email(self):
        email = self.cleaned_data["email"]
        self.mentor = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
        if email and self.mentor is None:
            raise ValidationError(_("Aucun compte n’a cette adresse."))
        return email
