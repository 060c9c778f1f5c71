"""« J’aimerais m’en inspirer », and what came of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.forms.rooms import OrganisationField
from associations.models import Organisation
from initiatives.models import Inspiration


class InspirationForm(forms.ModelForm):
    organisation = OrganisationField(label=_("Au nom de qui ?"), required=False)

    class Meta:
        model = Inspiration
        fields = ["organisation", "message"]
        widgets = {"message": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "message": _("Ce que vous voudriez faire, où, et ce que vous aimeriez demander à l’équipe.")
        }

    def __init__(self, *args, user, initiative, **kwargs):
        super().__init__(*args, **kwargs)
        # What the constraint of one request at a time looks at.
        self.instance.by, self.instance.initiative = user, initiative
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.joined_by(user)
        field.empty_label = _("En mon nom seulement")

    def clean(self):
        data = super().clean()
        waiting = Inspiration.objects.filter(initiative=self.instance.initiative, by=self.instance.by)
        if waiting.filter(state=Inspiration.State.ASKED).exists():
            raise forms.ValidationError(_("Votre demande est déjà chez l’équipe de cette fiche."))
        return data

    def ask(self):
        """Sent twice at once, a request is still one."""
        inspiration, is_new = Inspiration.objects.get_or_create(
            initiative=self.instance.initiative,
            by=self.instance.by,
            state=Inspiration.State.ASKED,
            defaults=self.cleaned_data,
        )
        if is_new:
            inspiration.send()


class OutcomeForm(forms.ModelForm):
    class Meta:
        model = Inspiration
        fields = ["outcome", "outcome_words"]
        widgets = {"outcome": forms.RadioSelect, "outcome_words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].required = True
        self.fields["outcome"].choices = Inspiration.Outcome.choices
        self.fields["outcome"].error_messages["required"] = _("Choisissez une réponse.")
