"""A body, its rules and its colleges, on one page."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.forms.days import DayField
from associations.models import Organisation
from cooperation.core.models import User
from gouvernance.models import Body, College, Mandate


class BodyForm(forms.ModelForm):
    created_on = DayField(label=capfirst(Body._meta.get_field("created_on").verbose_name), required=False)
    ended_on = DayField(label=capfirst(Body._meta.get_field("ended_on").verbose_name), required=False)

    class Meta:
        model = Body
        fields = [
            *("name", "kind", "parent", "organisation", "purpose", "created_on", "ended_on", "term_months"),
            *("quorum_percent", "quorum_scope", "quorum_throughout", "proxies_max", "notice_days"),
            "conveners",
        ]
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 4}),
            "conveners": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "conveners": gettext_lazy(
                "En plus de l’équipe de coordination, parmi qui y siège avec un compte. Ces personnes préparent, "
                "convoquent et tiennent les séances, et modifient les règles et les mandats de l’instance."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Body.objects.exclude(pk=self.instance.pk)
        self.fields["parent"].empty_label = _("Aucune : elle est tout en haut")
        self.fields["organisation"].queryset = Organisation.objects.filter(
            Q(is_published=True) | Q(pk=self.instance.organisation_id)
        )
        self.fields["organisation"].empty_label = _("Le réseau entier")
        # Those who sit in this body: a list of all accounts would be long, and nobody's business.
        sitting = Mandate.objects.current().filter(college__body=self.instance.pk).exclude(person=None)
        names = dict(sitting.values_list("person", "name"))
        chosen = self.instance.conveners.values("pk") if self.instance.pk else []
        people = User.objects.filter(Q(pk__in=names) | Q(pk__in=chosen), is_active=True)
        self.fields["conveners"].queryset = people
        self.fields["conveners"].label_from_instance = lambda person: (
            person.display_name or names.get(person.pk) or _("Compte sans nom")
        )

    def clean_parent(self):
        above = self.cleaned_data["parent"]
        while above is not None:
            if above.pk == self.instance.pk:
                raise ValidationError(
                    _("« %(name)s » lui rend déjà compte : ce serait tourner en rond."),
                    params={"name": self.cleaned_data["parent"].name},
                )
            above = above.parent
        return self.cleaned_data["parent"]


class CollegeForm(forms.ModelForm):
    class Meta:
        model = College
        fields = ["name", "seats"]


class BaseCollegeFormSet(forms.BaseInlineFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Retirer ce collège")

    def clean(self):
        super().clean()
        for form in self.deleted_forms:
            if form.instance.pk and form.instance.mandates.exists():
                raise ValidationError(
                    _("« %(name)s » a ou a eu des mandats : il reste, pour qu’on sache qui y siégeait."),
                    params={"name": form.instance.name},
                )

    def save_new(self, form, commit=True):
        form.instance.position = len(self.initial_forms) + self.extra_forms.index(form)
        return super().save_new(form, commit)


CollegeFormSet = forms.inlineformset_factory(
    Body, College, form=CollegeForm, formset=BaseCollegeFormSet, extra=3, max_num=20, validate_max=True
)
