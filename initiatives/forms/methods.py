"""Writing a method down, and saying where it was used."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation, Theme
from initiatives.forms.meanwhile import MeanwhileForm
from initiatives.models import Initiative, Method


class MethodForm(MeanwhileForm):
    """`user` writes in the name of their organisations, or in their own."""

    LINKS = "themes"

    class Meta:
        model = Method
        fields = [
            *("title", "aim", "group_min", "group_max", "minutes", "material", "steps", "precautions"),
            *("themes", "organisation"),
        ]
        widgets = {
            "aim": forms.Textarea(attrs={"rows": 2}),
            "material": forms.Textarea(attrs={"rows": 4}),
            "steps": forms.Textarea(attrs={"rows": 12}),
            "precautions": forms.Textarea(attrs={"rows": 4}),
            "themes": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.instance.themes.values("pk") if self.instance.pk else []
        self.fields["themes"].queryset = Theme.objects.filter(Q(parent=None) | Q(pk__in=chosen))
        ours = Organisation.objects.written_by(user)
        ours = (ours.public() if user.is_coordinator else ours) | Organisation.objects.filter(
            pk=self.instance.organisation_id
        )
        self.fields["organisation"].queryset = ours
        self.fields["organisation"].empty_label = _("En mon nom")

    def clean(self):
        data = super().clean()
        low, high = data.get("group_min"), data.get("group_max")
        if low and high and high < low:
            self.add_error(
                "group_max", _("Le plus grand groupe ne peut pas être plus petit que le plus petit.")
            )
        return data


class MethodUseForm(forms.Form):
    """An initiative that used the method, among those of this person."""

    initiative = forms.ModelChoiceField(
        label=_("Votre initiative"), queryset=Initiative.objects.none(), empty_label=_("Choisissez")
    )

    def __init__(self, *args, method, user, **kwargs):
        super().__init__(*args, **kwargs)
        known = method.initiatives.values("pk")
        self.fields["initiative"].queryset = (
            Initiative.objects.run_by(user).public().exclude(pk__in=known).order_by("title", "pk")
        )
