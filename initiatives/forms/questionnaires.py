"""The questionnaire of a course: each statement on the same scale."""

from django import forms

from initiatives.models import Level


class QuestionnaireForm(forms.Form):
    """`known` is {statement's key: level} of what was answered before."""

    def __init__(self, *args, statements, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.statements = statements
        for statement in statements:
            self.fields[f"s{statement.pk}"] = forms.TypedChoiceField(
                label=statement.text,
                choices=Level.choices,
                coerce=int,
                widget=forms.RadioSelect,
                initial=known.get(statement.pk),
            )

    @property
    def levels(self):
        return {statement: self.cleaned_data[f"s{statement.pk}"] for statement in self.statements}
