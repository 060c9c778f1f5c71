"""One step of the guided writing: its fields, its rows, and what they say as values of `Initiative.content`."""

from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agenda.forms.days import DayField
from associations.models import District, Organisation, Place, Public, Theme
from initiatives.forms.fields import ProseField, choice, text
from initiatives.forms.rows import FindingRows, PartnerRows
from initiatives.models import Initiative
from initiatives.sections import Section

ROWS = {"partners": PartnerRows, "findings": FindingRows}


def _keys(value):
    return int(value) if value else None


def carriers_for(user, *, also=None):
    """
    (key, name) of those that this person may name as the carrier: their own organisations; anyone's of the directory
    for who belongs to none, since a peer reads before the public does.
    """
    ours = Organisation.objects.written_by(user)
    rows = ours if ours.exists() else Organisation.objects
    rows = rows.public() | Organisation.objects.filter(pk=also)
    return list(rows.order_by("name").values_list("pk", "name"))


class StepForm(forms.Form):
    """The fields of one step. `content` is what the sheet says; who doesn't run it, its reader, leaves its carrier."""

    def __init__(self, data=None, *, step, content, user, runs):
        super().__init__(data, initial=content)
        self.step, self.content, self.user, self.runs = step, content, user, runs
        for name in step.names:
            if name not in ROWS and (runs or name != "carrier_id"):
                self.fields[name] = self._field(name)

    def _field(self, name):
        if name in Section.texts():
            field = Initiative._meta.get_field(name)
            return ProseField(label=field.verbose_name)
        match name:
            case "title":
                return text(name, required=True)
            case "summary":
                return text(name, widget=forms.Textarea(attrs={"rows": 3}))
            case "other_partners" | "evidence":
                return text(name)
            case "starts_on" | "ends_on":
                field = Initiative._meta.get_field(name)
                return DayField(label=capfirst(field.verbose_name), help_text=field.help_text, required=False)
            case "carrier_id":
                now = self.content.get(name)
                rows = carriers_for(self.user, also=now)
                # Once somebody carries it, it is handed over, not let go: others of the team would lose it.
                choices = rows if now else [("", _("Choisissez")), *rows]
                return self._one(_("Qui la porte"), choices, required=bool(now))
            case "main_theme_id":
                rows = [("", _("Choisissez")), *((theme.pk, theme.full_name) for theme in self.all_themes)]
                return self._one(_("Thème principal"), rows)
            case "themes":
                return self._several(_("Autres thèmes"), [(row.pk, row.full_name) for row in self.all_themes])
            case "districts":
                return self._several(_("Quartiers"), District.objects.values_list("pk", "name"))
            case "place_id":
                places = Place.objects.offered(also=self.content.get(name)).order_by("name")
                return self._one(
                    _("Lieu"), [("", _("Aucun en particulier")), *places.values_list("pk", "name")]
                )
            case "publics":
                field = self._several(_("Pour qui"), Public.choices)
                field.help_text, field.coerce = _("Sans choix : tout le monde."), str
                return field
        return choice(name)

    @cached_property
    def all_themes(self):
        return list(Theme.objects.select_related("parent"))

    def _one(self, label, choices, *, required=False):
        return forms.TypedChoiceField(
            label=label, choices=choices, coerce=int, empty_value=None, required=required
        )

    def _several(self, label, choices):
        return forms.TypedMultipleChoiceField(
            label=label,
            choices=list(choices),
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("La fin doit suivre le début."))
        return data

    @property
    def values(self):
        """What was sent, as `content` would say it."""
        values = {}
        for name, value in self.cleaned_data.items():
            if hasattr(value, "isoformat"):
                value = value.isoformat()
            values[name] = sorted(value) if name in ("themes", "districts") else value
        return values


class StepPage:
    """The form of a step with its rows, if it has some: asked and answered as one."""

    def __init__(self, step, content, user, data=None, *, runs=True):
        self.step = step
        self.form = StepForm(data, step=step, content=content, user=user, runs=runs)
        self.rows = {name: ROWS[name](data, content=content) for name in step.names if name in ROWS}

    def is_valid(self):
        valid = [self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())]
        return all(valid)

    @property
    def has_errors(self):
        return bool(self.form.errors) or any(rows.total_error_count() for rows in self.rows.values())

    @property
    def values(self):
        return self.form.values | {name: rows.values for name, rows in self.rows.items()}

    @property
    def prose(self):
        """(field, its text) of the parts that are written in Markdown: what a preview shows."""
        return [(field, field.value() or "") for field in self.form if isinstance(field.field, ProseField)]
