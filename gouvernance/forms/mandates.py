"""A mandate as the team writes it, and its end before the term."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.forms.days import DayField
from associations.models import Organisation
from cooperation.core.models import User
from gouvernance.models import Mandate


class MandateForm(forms.ModelForm):
    """
    Who sits in one of the colleges of a body. An account is named by its address: there is no list of people. An
    address without account is where convocations go.
    """

    email = forms.EmailField(
        label=_("Son e-mail"),
        required=False,
        help_text=_(
            "Pour ses convocations, qu’elle ait un compte ici ou non. Son adresse n’est pas affichée."
        ),
    )
    starts_on = DayField(label=capfirst(Mandate._meta.get_field("starts_on").verbose_name))
    ends_on = DayField(
        label=capfirst(Mandate._meta.get_field("ends_on").verbose_name),
        required=False,
        help_text=_("Vide : la durée prévue par l’instance."),
    )

    class Meta:
        model = Mandate
        fields = [
            *("college", "name", "email", "organisation", "shows_name", "role", "way"),
            *("starts_on", "ends_on", "substitute", "substitute_email", "district", "age_band", "gender"),
        ]

    def __init__(self, *args, body, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.body = body
        if not by.is_coordinator:  # what describes a person is the team's
            for name in ("district", "age_band", "gender"):
                del self.fields[name]
        self.fields["college"].queryset = body.colleges.all()
        self.fields["college"].label = _("Collège")
        self.fields["college"].empty_label = None
        self.fields["college"].label_from_instance = lambda college: college.name
        self.fields["organisation"].queryset = Organisation.objects.filter(
            Q(is_published=True) | Q(pk=self.instance.organisation_id)
        )
        self.fields["organisation"].empty_label = _("Aucune : à titre personnel")
        person = self.instance.person
        self.initial.setdefault("email", person.email if person else self.instance.contact_email)
        if not self.instance.pk:
            self.initial.setdefault("starts_on", timezone.localdate())

    def clean_email(self):
        email = self.cleaned_data["email"]
        people = User.objects.filter(email__iexact=email, is_active=True)
        self.instance.person = people.first() if email else None
        self.instance.contact_email = "" if self.instance.person else email
        return email

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and not data.get("ends_on") and "ends_on" not in self.errors:
            months = relativedelta(months=self.body.term_months)
            data["ends_on"] = self.instance.ends_on = data["starts_on"] + months - timedelta(days=1)
        return data

    def validate_constraints(self):
        """Seats are given, and all constraints asked, by `Mandate.take_seat`."""

    def save_by(self, by):
        """Give the seat; what PostgreSQL or the college refuses is told on the form, and False returned."""
        try:
            self.instance.take_seat(by=by)
        except ValidationError as error:
            self.add_error(None, error.messages)
            return False
        return True


class StopForm(forms.Form):
    on = DayField(label=_("Dernier jour"))
    end = forms.ChoiceField(label=_("Pourquoi"), choices=Mandate.End)
    words = forms.CharField(label=_("Précision"), max_length=200, required=False)

    def save_by(self, by, mandate):
        try:
            mandate.stop(
                by=by,
                on=self.cleaned_data["on"],
                end=self.cleaned_data["end"],
                words=self.cleaned_data["words"],
            )
        except ValidationError as error:
            self.add_error(None if not hasattr(error, "error_dict") else "on", error.messages)
            return False
        return True
