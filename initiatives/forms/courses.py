"""A course, and the statements of its questionnaire."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agenda.forms.days import DayField
from associations.models import Organisation
from initiatives.models import Course, Statement


class CourseForm(forms.ModelForm):
    """`user` writes for an organisation: one of theirs runs the course."""

    opens_on = DayField(label=Course._meta.get_field("opens_on").verbose_name, required=False)
    closes_on = DayField(label=Course._meta.get_field("closes_on").verbose_name, required=False)

    class Meta:
        model = Course
        fields = [
            *("title", "summary", "aims", "audience", "programme", "organisation", "trainers"),
            *("capacity", "minimum_share", "opens_on", "closes_on"),
        ]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "aims": forms.Textarea(attrs={"rows": 6}),
            "audience": forms.Textarea(attrs={"rows": 3}),
            "programme": forms.Textarea(attrs={"rows": 8}),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        ours = Organisation.objects.written_by(user)
        ours = ours.public() if user.is_coordinator else ours
        current = Organisation.objects.filter(pk=self.instance.organisation_id)
        self.fields["organisation"].queryset = ours | current


class StatementForm(forms.ModelForm):
    class Meta:
        model = Statement
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class BaseStatementFormSet(forms.BaseInlineFormSet):
    """What somebody answered stays as it was asked: before and after would no longer be about the same."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        text = form.fields["text"]
        text.label = _("Affirmation %(number)d") % {"number": (index or 0) + 1}
        # Those left empty are not asked for.
        text.required = index is not None and index < self.initial_form_count()
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Retirer cette affirmation")

    def clean(self):
        super().clean()
        for form in self.initial_forms:
            changed = form in self.deleted_forms or "text" in form.changed_data
            if changed and form.instance.answers.exists():
                raise ValidationError(
                    _("« %(text)s » a déjà des réponses : elle ne change plus. Ajoutez-en une autre."),
                    params={"text": form.initial.get("text") or form.instance.text},
                )

    def save_new(self, form, commit=True):
        form.instance.position = len(self.initial_forms) + self.extra_forms.index(form)
        return super().save_new(form, commit)


StatementFormSet = forms.inlineformset_factory(
    Course,
    Statement,
    form=StatementForm,
    formset=BaseStatementFormSet,
    extra=3,
    max_num=12,
    validate_max=True,
)
