"""Fields for days and hours, as phones know them."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from agenda.filters import EARLIEST, LATEST

MAX_DAYS = 100
SPARE_INPUTS = 3


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)
        self.validators += [
            MinValueValidator(EARLIEST, _("Cette date est trop ancienne.")),
            MaxValueValidator(LATEST, _("Cette date est trop lointaine.")),
        ]


class HourField(forms.TimeField):
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh"], **kwargs)


class DaysInput(forms.Widget):
    """One date input per day, and a few empty ones: it grows by script, and by sending the form without."""

    template_name = "agenda/widgets/days.html"

    def __init__(self, attrs=None, *, each):
        """`each` names one input for screen readers: "Autre date %(number)d"."""
        super().__init__(attrs)
        self.each = each

    def value_from_datadict(self, data, files, name):
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [value for value in values if value]

    def value_omitted_from_data(self, data, files, name):
        return False

    def format_value(self, value):
        return [day.isoformat() if hasattr(day, "isoformat") else str(day) for day in value or []]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        days = context["widget"]["value"]
        context["widget"]["inputs"] = [
            {"day": day, "label": self.each % {"number": number}}
            for number, day in enumerate([*days, *[""] * SPARE_INPUTS], start=1)
        ]
        return context

    def id_for_label(self, id_):
        return f"{id_}_0"


class DaysField(forms.Field):
    """Several days, as a sorted list without doubles."""

    max_days = MAX_DAYS

    def has_changed(self, initial, data):
        """A day may be listed twice, by an event of two sessions a day: as many times as before is no change."""
        days = DayField()
        try:
            return sorted(map(days.to_python, data or [])) != sorted(initial or [])
        except ValidationError:
            return True

    def to_python(self, value):
        if len(value or []) > self.max_days:
            raise ValidationError(
                _("Au plus %(max)d dates : préférez une répétition."), params={"max": self.max_days}
            )
        day = DayField()
        return sorted({day.clean(text) for text in value or []})
