"""What the team says of a group: its dates and seats, its criteria and quotas."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from cooperation.core.models import User
from habitants.models import Cohort, Criterion, Quota
from habitants.models.cohorts import six_months_after

SEATS = ["size", "seats_call", "seats_nominated", "seats_drawn", "substitutes", "household_rule"]
DATES = ["call_opens_on", "call_closes_on", "starts_on", "ends_on"]


def day_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CohortForm(forms.ModelForm):
    """Once the list is frozen, only its words, its last day and its figures' source may change."""

    lead_email = forms.EmailField(
        label=_("E-mail du responsable de la sélection"),
        required=False,
        help_text=_(
            "Avec le garant, seule personne à pouvoir lire les réponses aux critères. Il lui faut un compte."
        ),
    )
    guarantor_email = forms.EmailField(
        label=_("E-mail du garant"),
        required=False,
        help_text=_("Quelqu’un qui n’est pas de l’équipe, de préférence. Il lui faut un compte."),
    )

    class Meta:
        model = Cohort
        fields = ["name", *DATES, *SEATS, "call_text", "population_source"]
        widgets = {name: day_input() for name in DATES} | {"call_text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = False
        cohort = self.instance
        if cohort.pk and not cohort.can_change:
            for name in [*SEATS, "call_opens_on", "call_closes_on", "starts_on"]:
                del self.fields[name]
        for name, person in [("lead_email", cohort.selection_lead), ("guarantor_email", cohort.guarantor)]:
            if person:
                self.initial[name] = person.email

    def _account(self, name):
        email = self.cleaned_data[name]
        if not email:
            return None
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise ValidationError(
                _("Aucun compte n’a cette adresse. Demandez à cette personne d’en créer un.")
            )
        return user

    def clean_lead_email(self):
        self.instance.selection_lead = self._account("lead_email")
        return self.cleaned_data["lead_email"]

    def clean_guarantor_email(self):
        self.instance.guarantor = self._account("guarantor_email")
        return self.cleaned_data["guarantor_email"]

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and not data.get("ends_on") and "ends_on" not in self.errors:
            data["ends_on"] = six_months_after(data["starts_on"])
        if "ends_on" not in data and self.instance.pk:
            data["ends_on"] = self.instance.ends_on
        if self.instance.pk and not data.get("ends_on") and "starts_on" not in self.fields:
            self.add_error("ends_on", _("Dites le dernier jour."))
        named = self.instance.selection_lead_id and self.instance.guarantor_id
        if not self.instance.is_preparing and not named and not self.errors:
            raise ValidationError(
                _("L’appel est ouvert : il faut un responsable de la sélection et un garant.")
            )
        return data

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"selection_lead", "guarantor", "starts_on", "size"}


class CriterionForm(forms.ModelForm):
    class Meta:
        model = Criterion
        fields = ["name", "source", "question", "reason"]

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.cohort = cohort

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"cohort"}


class QuotaForm(forms.ModelForm):
    class Meta:
        model = Quota
        fields = ["label", "minimum", "maximum", "age_from", "age_to", "districts", "population"]
        widgets = {"districts": forms.CheckboxSelectMultiple}

    def __init__(self, *args, criterion, **kwargs):
        super().__init__(*args, **kwargs)
        if criterion.source != Criterion.Source.AGE:
            del self.fields["age_from"], self.fields["age_to"]
        if criterion.source != Criterion.Source.DISTRICT:
            del self.fields["districts"]
        self.fields["population"].help_text = ""
        if not criterion.cohort.can_change:
            for name in [*self.fields]:
                if name not in ("population",):
                    del self.fields[name]


def quota_formset(criterion, data=None):
    """Its answers, three more to fill in. Once the list is frozen only the figures of the population change."""
    can_change = criterion.cohort.can_change
    formset_class = inlineformset_factory(
        Criterion,
        Quota,
        form=QuotaForm,
        extra=3 if can_change else 0,
        can_delete=can_change,
        max_num=40,
    )
    return formset_class(data, instance=criterion, prefix="q", form_kwargs={"criterion": criterion})
