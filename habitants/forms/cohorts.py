"""What the team says of a group: its dates and seats, its criteria and quotas."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cooperation.core.models import User
from habitants.models import Cohort, Criterion, Quota
from habitants.models.cohorts import six_months_after

SEATS = ["size", "seats_call", "seats_nominated", "seats_drawn", "substitutes", "household_rule"]
DATES = ["call_opens_on", "call_closes_on", "starts_on", "ends_on"]


def day_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class NamingReaders:
    """The two accounts that may read the answers, named by their addresses; `instance` is the cohort."""

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

    def initial_readers(self):
        cohort = self.instance
        for name, person in [("lead_email", cohort.selection_lead), ("guarantor_email", cohort.guarantor)]:
            if person:
                self.initial[name] = person.email


class ReadersForm(NamingReaders, forms.Form):
    """Once people answer: for one of the two readers, who hands their part or the other's on."""

    lead_email = forms.EmailField(label=_("E-mail du responsable de la sélection"))
    guarantor_email = forms.EmailField(label=_("E-mail du garant"))

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = cohort
        self.initial_readers()

    def save(self, *, by):
        self.instance.change_readers(
            selection_lead=self.instance.selection_lead, guarantor=self.instance.guarantor, by=by
        )


class CohortForm(NamingReaders, forms.ModelForm):
    """
    Once the list is frozen, only its words, its days and its figures' source may change. Who reads the answers is named
    here until the call opens, and no later: see `ReadersForm`.
    """

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
        help_text=_(
            "Quelqu’un qui n’est pas de l’équipe, de préférence. Il lui faut un compte. Une fois l’appel ouvert, ces "
            "deux personnes seules peuvent se faire remplacer."
        ),
    )

    class Meta:
        model = Cohort
        fields = ["name", *DATES, *SEATS, "call_text", "population_source"]
        widgets = {name: day_input() for name in DATES} | {"call_text": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = False
        cohort = self.instance
        fixed = []
        if cohort.pk and not cohort.can_change:
            fixed = [*SEATS, "call_opens_on", "call_closes_on"]
        if cohort.pk and not cohort.can_move_first_day:
            fixed.append("starts_on")
        if cohort.is_ended:
            fixed.append("ends_on")
        if not cohort.is_preparing:
            fixed += ["lead_email", "guarantor_email"]
        for name in fixed:
            del self.fields[name]
        self.initial_readers()

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and not data.get("ends_on") and "ends_on" not in self.errors:
            data["ends_on"] = six_months_after(data["starts_on"])
        if "ends_on" not in data and self.instance.pk:
            data["ends_on"] = self.instance.ends_on
        if (
            self.instance.pk
            and "ends_on" in self.fields
            and not data.get("ends_on")
            and "starts_on" not in self.fields
        ):
            self.add_error("ends_on", _("Dites le dernier jour."))
        return data

    def save(self, *, by):
        """The group, new or changed; see `Cohort.change`. `without_address` are those whom the team tells of it."""
        self.without_address = []
        if self.instance.pk is None:
            return super().save()
        fields = [name for name in self.fields if name in self.Meta.fields]
        if self.instance.is_preparing:
            fields += ["selection_lead", "guarantor"]
        self.without_address = self.instance.change(fields, by=by)
        return self.instance

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"selection_lead", "guarantor", "starts_on", "size"}


class CriterionForm(forms.ModelForm):
    class Meta:
        model = Criterion
        fields = ["name", "source", "question", "reason"]

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.cohort = cohort

    def clean(self):
        """A question that comes after the answers leaves blanks, one that goes takes answers with it."""
        data = super().clean()
        was, asked = self.initial.get("source"), Criterion.Source.ASKED
        is_other = data.get("source") != was and asked in (was, data.get("source"))
        if is_other and (people := self.instance.cohort.applications.answering().count()):
            raise ValidationError(already_answered(people))
        return data

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"cohort"}


def already_answered(people):
    return ngettext(
        "%(people)d personne a déjà répondu aux questions : on ne peut plus en ajouter, en retirer, ni retirer une "
        "réponse. Les nombres au moins et au plus, l’âge et le quartier peuvent encore changer.",
        "%(people)d personnes ont déjà répondu aux questions : on ne peut plus en ajouter, en retirer, ni retirer une "
        "réponse. Les nombres au moins et au plus, l’âge et le quartier peuvent encore changer.",
        people,
    ) % {"people": people}


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


class QuotaFormset(BaseInlineFormSet):
    def clean(self):
        super().clean()
        criterion = self.instance
        people = criterion.cohort.applications.answering().count() if criterion.is_asked else 0
        if people and any(self._should_delete_form(form) for form in self.initial_forms):
            raise ValidationError(already_answered(people))
        words = [form for form in self.initial_forms if "label" in form.changed_data]
        if people and words:
            raise ValidationError(
                _("Des personnes ont déjà choisi cette réponse : ses mots ne changent plus.")
            )


def quota_formset(criterion, data=None):
    """Its answers, three more to fill in. Once the list is frozen only the figures of the population change."""
    can_change = criterion.cohort.can_change
    formset_class = inlineformset_factory(
        Criterion,
        Quota,
        form=QuotaForm,
        formset=QuotaFormset,
        extra=3 if can_change else 0,
        can_delete=can_change,
        max_num=40,
    )
    return formset_class(data, instance=criterion, prefix="q", form_kwargs={"criterion": criterion})
