"""What the filters of every list share: how their fields look, and what they tell of the choices in force."""

from datetime import date
from urllib.parse import urlencode

import django_filters
from django.db.models import Model
from django.utils.functional import cached_property

CLASSES = {"checkbox": "form-check-input", "select": "form-select"}


class ListFilter(django_filters.FilterSet):
    """Filters read from the query string. Subclasses say which fields are about looking, not about choosing."""

    looks = ()

    def get_form_class(self):
        form = super().get_form_class()
        for field in form.base_fields.values():
            kind = getattr(field.widget, "input_type", "")
            field.widget.attrs["class"] = CLASSES.get(kind, "form-control")
        return form

    def without(self, name):
        """The rows found if nothing were chosen in this field: what the counts of its choices are about."""
        self.is_valid()
        if self.form.cleaned_data.get(name) in (None, "", [], False):
            return self.qs
        rows = self.queryset.all()
        for other, value in self.form.cleaned_data.items():
            if other != name:
                rows = self.filters[other].filter(rows, value)
        return rows

    @cached_property
    def active(self):
        """Label and value of each filter in force, and what the query string becomes without it."""
        self.is_valid()
        rows = []
        for name, value in self.form.cleaned_data.items():
            nothing = value is None or value is False or value == "" or value == []
            if name in self.looks or nothing:
                continue
            values = value if isinstance(value, list) else [value]
            for one in values:
                others = [other for other in values if other != one]
                rows.append(
                    {
                        "label": self.form.fields[name].label,
                        "value": self._words(name, one),
                        "without": {name: others or None},
                    }
                )
        return rows

    def _words(self, name, value):
        if value is True:
            return ""
        if isinstance(
            value, Model
        ):  # the choices of a model's field would be one more query: its row names itself
            return str(value)
        if isinstance(value, date):
            return value.strftime("%d/%m/%Y")
        return str(dict(getattr(self.form.fields[name], "choices", ())).get(value, value))

    @property
    def narrowed(self):
        """Whether more than words is asked for: the page then opens its other filters."""
        return bool(self.errors) or any("q" not in row["without"] for row in self.active)

    @property
    def refusals(self):
        """What was not understood, a line for each filter: a feed says it and gives nothing."""
        return [
            f"{self.form.fields[name].label} : {' '.join(map(str, errors))}"
            for name, errors in self.errors.items()
        ]


def export_query(parameters):
    """The page's filters for its exports, with their "?", without what is only about looking at the page."""
    pairs = [
        (name, value)
        for name, values in parameters.lists()
        for value in values
        if value and name not in ("vue", "page", "tri")
    ]
    return f"?{urlencode(pairs)}" if pairs else ""
