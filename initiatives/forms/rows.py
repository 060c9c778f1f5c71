"""What a sheet says in rows: its partners, and what held back or helped. Rows are written anew, in their order."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from initiatives.forms.fields import TidyField
from initiatives.models import Finding, Lever, Obstacle, Partnership

MAX_ROWS = 40


def _tag(label, choices):
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)


class BaseRows(forms.BaseFormSet):
    """`choices`, read once for all rows, and `values`, those that say something."""

    prefix_name = ""

    def __init__(self, data=None, *, content):
        super().__init__(data, prefix=self.prefix_name, initial=self.initial_of(content))

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"choices": self.choices}

    @property
    def values(self):
        said = (form.cleaned_data for form in self.forms)
        return [self.value(row) for row in said if row and self.says(row)]


def rows_of(form):
    """Two empty rows after those that are there: more come by saving."""
    return forms.formset_factory(
        form, formset=BaseRows, extra=2, max_num=MAX_ROWS, absolute_max=MAX_ROWS, validate_max=True
    )


class PartnerRow(forms.Form):
    role = forms.ChoiceField(label=_("Rôle"), choices=Partnership.Role.choices, required=False)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"organisation": _tag(_("Organisation"), choices), **self.fields}


class PartnerRows(rows_of(PartnerRow)):
    prefix_name = "partners"

    @staticmethod
    def initial_of(content):
        return [{"organisation": key, "role": role} for key, role in content.get("partners", [])]

    @cached_property
    def choices(self):
        return [
            ("", _("Choisissez")),
            *Organisation.objects.public().order_by("name").values_list("pk", "name"),
        ]

    @staticmethod
    def says(row):
        return row.get("organisation")

    @staticmethod
    def value(row):
        return [row["organisation"], row["role"] or Partnership.Role.PARTNER]

    @property
    def values(self):
        return sorted(map(list, {tuple(pair) for pair in super().values}))


class FindingRow(forms.Form):
    obstacle_words = TidyField(label=_("Ce qui a coincé, en une phrase"), max_length=300, required=False)
    lever_words = TidyField(label=_("Ce que vous avez fait, en une phrase"), max_length=300, required=False)
    outcome = forms.ChoiceField(
        label=_("Et alors ?"), choices=[("", _("Je ne sais pas")), *Finding.Outcome.choices], required=False
    )
    field_order = ["obstacle_id", "obstacle_words", "lever_id", "lever_words", "outcome"]

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        obstacles, levers = choices
        self.fields["obstacle_id"] = _tag(_("Frein rencontré"), obstacles)
        self.fields["lever_id"] = _tag(_("Levier"), levers)
        self.order_fields(self.field_order)

    def clean(self):
        tell_what_lacks_its_tag(self, self.cleaned_data)


def tell_what_lacks_its_tag(form, data):
    """What is said about an obstacle or a lever needs it: nothing typed is dropped in silence."""
    if data.get("obstacle_words") and not data.get("obstacle_id"):
        form.add_error("obstacle_id", _("Choisissez le frein dont parle votre phrase."))
    if (data.get("lever_words") or data.get("outcome")) and not data.get("lever_id"):
        form.add_error("lever_id", _("Choisissez le levier dont parle votre phrase."))


class FindingRows(rows_of(FindingRow)):
    prefix_name = "findings"

    @staticmethod
    def initial_of(content):
        return content.get("findings", [])

    @cached_property
    def choices(self):
        return [
            [("", empty), *model.objects.values_list("pk", "name")]
            for model, empty in ((Obstacle, _("Aucun frein")), (Lever, _("Aucun levier")))
        ]

    @staticmethod
    def says(row):
        return row.get("obstacle_id") or row.get("lever_id")

    @staticmethod
    def value(row):
        return {name: row[name] for name in FindingRow.field_order}
