"""An error told by anyone, and its answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from associations.models import Report
from cooperation.core.honeypot import Honeypot


class ReportForm(Honeypot, forms.ModelForm):
    class Meta:
        model = Report
        fields = ["message", "email"]
        widgets = {
            "message": forms.Textarea(attrs={"rows": 5}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation


class ReportAnswerForm(forms.Form):
    """Words for whoever left an address; without one they stay as a note. Closing needs none."""

    answer = forms.CharField(
        label=_("Votre réponse"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    action = forms.ChoiceField(choices=[("answer", _("Répondre")), ("close", _("Clore sans répondre"))])

    def clean(self):
        data = super().clean()
        if data.get("action") == "answer" and not data.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Écrivez votre réponse, ou fermez sans répondre."))
        return data

    def apply(self, report, *, by):
        """Close the report; returns whether a mail goes out."""
        answer = self.cleaned_data["answer"] if self.cleaned_data["action"] == "answer" else ""
        is_told = bool(answer and report.email)
        report.close(by=by, answer=answer)
        return is_told
