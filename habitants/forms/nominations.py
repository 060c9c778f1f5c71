from django import forms
from django.utils.translation import gettext_lazy as _

from habitants.models import Nomination


class NominationForm(forms.ModelForm):
    """By a manager, for an organisation; the person is asked by mail."""

    class Meta:
        model = Nomination
        fields = ["name", "email", "message"]
        widgets = {"message": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "name": _("La personne que vous proposez, d’accord ou pas encore."),
            "email": _("Nous lui écrivons une fois, pour lui demander son accord."),
        }

    def __init__(self, *args, cohort, organisation, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.cohort, self.instance.organisation = cohort, organisation
        self.instance.nominated_by = by
        for name in ("name", "email"):
            self.fields[name].required = True

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def _get_validation_exclusions(self):
        """The constraint looks at the organisation and the cohort too, which are not in the form."""
        return super()._get_validation_exclusions() - {"cohort", "organisation", "state"}
