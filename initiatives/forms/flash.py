"""The « fiche éclair »: one short page, ten minutes, enough to be read by a peer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from associations.models import Theme
from initiatives.forms.fields import ProseField, TidyField, choice, text
from initiatives.forms.rows import FindingRow, FindingRows, tell_what_lacks_its_tag
from initiatives.forms.steps import carriers_for


class BeginForm(forms.Form):
    """What a sheet begins with: what it is called, and who carries it."""

    kind = choice("kind")
    title = text("title", required=True)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        carriers = carriers_for(user)
        empty = [] if len(carriers) == 1 else [("", _("Choisissez"))]
        self.fields["carrier_id"] = forms.TypedChoiceField(
            label=_("Qui la porte"), choices=[*empty, *carriers], coerce=int, empty_value=None
        )

    @property
    def values(self):
        return dict(self.cleaned_data)


class FlashForm(BeginForm):
    """Ten minutes: what was done, what held back, what helped."""

    summary = text("summary", required=True, widget=forms.Textarea(attrs={"rows": 3}))
    steps = ProseField(
        label=_("Ce qui a été fait, en quelques phrases"),
        rows=6,
        help_text=_("Par quoi avez-vous commencé ? Et ensuite ? Racontez comme à une voisine."),
    )
    results = ProseField(
        label=_("Ce que cela a changé"), rows=4, help_text=_("Combien de personnes ? Comment le savez-vous ?")
    )
    obstacle_words = TidyField(label=_("Ce qui a coincé, en une phrase"), max_length=300, required=False)
    lever_words = TidyField(label=_("Ce que vous avez fait, en une phrase"), max_length=300, required=False)
    outcome = FindingRow.base_fields["outcome"]
    transferable = choice("transferable")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        themes = [(theme.pk, theme.full_name) for theme in Theme.objects.select_related("parent")]
        self.fields["main_theme_id"] = forms.TypedChoiceField(
            label=_("Thème principal"), choices=[("", _("Choisissez")), *themes], coerce=int, empty_value=None
        )
        row = FindingRow(choices=FindingRows(content={}).choices)
        for name in ("obstacle_id", "lever_id"):
            self.fields[name] = row.fields[name]
        self.order_fields(
            [
                *("title", "kind", "summary", "carrier_id", "main_theme_id", "steps", "results"),
                *("obstacle_id", "obstacle_words", "lever_id", "lever_words", "outcome", "transferable"),
            ]
        )

    def clean(self):
        data = super().clean()
        if not data.get("steps") and not data.get("results") and not self.errors:
            self.add_error("steps", _("Quelques phrases suffisent : qu’avez-vous fait ?"))
        tell_what_lacks_its_tag(self, data)
        return data

    @property
    def values(self):
        values = {
            name: value for name, value in self.cleaned_data.items() if name not in FindingRow.field_order
        }
        finding = {name: self.cleaned_data[name] for name in FindingRow.field_order}
        values["findings"] = [finding] if FindingRows.says(finding) else []
        values["themes"] = [values["main_theme_id"]]
        return values
