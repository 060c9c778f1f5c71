"""A CSV of paper forms: wrong columns are refused, each good row enters, each bad one is told with its line."""

import csv
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from associations.models import District
from cooperation.core import spreadsheet
from cooperation.core.slugs import readable_slug
from habitants.forms.applications import DeskApplicationForm
from habitants.models import Application

MAX_ROWS = 2000


class WrongColumns(ValidationError):
    """The header says something else than this cohort's questions."""


@dataclass
class Column:
    """`name` is the field's; `choices` turns what people write into what the form takes."""

    name: str
    label: str
    choices: dict = field(default_factory=dict)
    is_optional: bool = False

    @property
    def key(self):
        return readable_slug(self.label)


@dataclass
class Outcome:
    entered: list
    refused: list  # (line number, name, reasons)


def columns_of(cohort):
    districts = {readable_slug(row.name): row.pk for row in District.objects.all()}
    columns = [
        Column("name", _("Prénom et nom")),
        Column("email", _("E-mail"), is_optional=True),
        Column("phone", _("Téléphone"), is_optional=True),
        Column("birth_year", _("Année de naissance")),
        Column("had_birthday", _("Anniversaire passé"), {"oui": "1", "non": "0"}, is_optional=True),
        Column("district", _("Quartier"), districts),
        Column("guardian_name", _("Parent ou tuteur"), is_optional=True),
    ]
    if cohort.household_rule:
        columns.append(Column("address", _("Numéro et rue")))
    for criterion in cohort.criteria.asked().with_quotas():
        answers = {readable_slug(quota.label): quota.pk for quota in criterion.quotas.all()}
        columns.append(Column(f"critere_{criterion.pk}", criterion.name, answers))
    return columns


def read(cohort, text, *, by):
    """An `Outcome`. Raises WrongColumns, before anything is written, when the header is not that of the cohort."""
    lines = text.splitlines()
    first = lines[0] if lines else ""
    rows = csv.reader(lines, delimiter=";" if first.count(";") >= first.count(",") else ",")
    columns = _in_order(next(rows, []), columns_of(cohort))
    outcome = Outcome([], [])
    for values in rows:
        if not any(value.strip() for value in values):
            continue
        if len(outcome.entered) + len(outcome.refused) == MAX_ROWS:
            outcome.refused.append(
                (rows.line_num, "", [_("Le fichier est trop long : la suite n’est pas lue.")])
            )
            break
        _read_row(cohort, rows.line_num, columns, values, outcome, by)
    return outcome


def _in_order(header, columns):
    """The columns as the file has them."""
    known = {column.key: column for column in columns}
    keys = [readable_slug(spreadsheet.from_cell(label)) for label in header]
    missing = [column.label for column in columns if column.key not in keys and not column.is_optional]
    unknown = [label.strip() for label, key in zip(header, keys, strict=True) if key not in known]
    twice = sorted({label.strip() for label, key in zip(header, keys, strict=True) if keys.count(key) > 1})
    problems = [
        (_("Il manque : %(columns)s."), missing),
        (_("Ces colonnes ne sont pas attendues : %(columns)s."), unknown),
        (_("Ces colonnes sont là deux fois : %(columns)s."), twice),
    ]
    told = [words % {"columns": ", ".join(names)} for words, names in problems if names]
    if told:
        raise WrongColumns([_("Rien n’est entré : les colonnes ne sont pas les bonnes."), *told])
    return [known[key] for key in keys]


def _read_row(cohort, number, columns, values, outcome, by):
    values = [spreadsheet.from_cell(value).strip() for value in values]
    if len(values) > len(columns):
        reasons = [_("Cette ligne a plus de colonnes que la première.")]
        outcome.refused.append((number, values[0], reasons))
        return
    data, reasons = {"agrees": "on"}, []
    for column, value in zip(columns, values, strict=False):
        if column.choices and value:
            if readable_slug(value) not in column.choices:
                reasons.append(
                    _("%(column)s : « %(value)s » n’est pas une réponse possible.")
                    % {"column": column.label, "value": value}
                )
                continue
            value = column.choices[readable_slug(value)]
        data[column.name] = value
    if data.get("guardian_name"):
        data["guardian_signed"] = "on"
    form = DeskApplicationForm(data, cohort=cohort, channel=Application.Channel.IMPORTED)
    if form.is_valid() and not reasons:
        application = form.fill()
        try:
            Application.objects.enter(application, form.answers, by=by)
        except ValidationError as refusal:
            outcome.refused.append((number, data.get("name", ""), refusal.messages))
        else:
            outcome.entered.append(application)
        return
    refused = {column.name for column in columns if column.name not in data}
    for name, errors in form.errors.items():
        if name not in refused or not reasons:
            label = form.fields[name].label if name in form.fields else ""
            reasons += [f"{label} : {error}" if label else str(error) for error in errors]
    outcome.refused.append((number, data.get("name", ""), reasons))
