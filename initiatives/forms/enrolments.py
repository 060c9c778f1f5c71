"""Enrolling in a course: a name, an address, and the association if there is one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from cooperation.core.honeypot import Honeypot
from initiatives.models import Enrolment


class EnrolmentForm(Honeypot, forms.ModelForm):
    """For people without account."""

    class Meta:
        model = Enrolment
        fields = ["name", "email", "organisation"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        help_texts = {
            "name": _("Tel qu’il sera écrit sur votre attestation."),
            "email": _("Pour confirmer, et vous prévenir si une date change."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            self.fields["email"].required = True
        organisation = self.fields["organisation"]
        organisation.queryset = Organisation.objects.public()
        organisation.label = _("Votre association (facultatif)")
        organisation.empty_label = _("Aucune, ou une autre")

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def validate_constraints(self):
        """Not here: that an address is enrolled already is told to its holder alone, by mail."""

    @property
    def answers(self):
        return {name: self.cleaned_data[name] for name in ("name", "organisation")}


class MemberEnrolmentForm(EnrolmentForm):
    """For whoever signed in: the account's address is known and confirmed."""

    kvtd = None

    class Meta(EnrolmentForm.Meta):
        fields = ["name", "organisation"]


class NameForm(forms.Form):
    """A name to mend."""

    name = forms.CharField(max_length=Enrolment._meta.get_field("name").max_length)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


class AddedEnrolmentForm(EnrolmentForm):
    """The team writes down someone who called: a name is enough."""

    kvtd = None

    class Meta(EnrolmentForm.Meta):
        help_texts = {
            "name": _("Tel qu’il sera écrit sur l’attestation."),
            "email": _(
                "S’il y en a un : la personne recevra son lien pour se désister et répondre au questionnaire."
            ),
        }

    def __init__(self, *args, course, **kwargs):
        super().__init__(*args, **kwargs)
        self.course = course
        self.fields["email"].required = False
        self.fields["email"].label = _("E-mail (facultatif)")
        self.fields["organisation"].label = _("Association (facultatif)")

    def clean_email(self):
        email = self.cleaned_data["email"]
        if email and self.course.enrolments.active().filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Cette adresse est déjà inscrite à cette formation."))
        return email
