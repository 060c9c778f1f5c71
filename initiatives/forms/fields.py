"""The fields of a sheet as its forms share them."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from initiatives.models import Initiative
from initiatives.sections import MAX_LENGTH
from initiatives.written import tidy


class ProseField(forms.CharField):
    """A part of the story: tidied as it comes in, too long a one is told with its length, and kept on the page."""

    def __init__(self, *, rows=12, **kwargs):
        widget = forms.Textarea(attrs={"rows": rows, "data-editor": "true"})
        super().__init__(required=False, strip=False, widget=widget, **kwargs)
        self.validators = [
            MaxLengthValidator(
                MAX_LENGTH,
                _(
                    "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu : "
                    "raccourcissez-la, ou mettez la suite dans un document joint."
                ),
            )
        ]

    def to_python(self, value):
        return tidy(super().to_python(value))


class TidyField(forms.CharField):
    """A line or a few, without what can't be seen."""

    def to_python(self, value):
        return tidy(super().to_python(value)) if value else ""


def text(name, **kwargs):
    """A short text of the model: its label, length and help."""
    field = Initiative._meta.get_field(name)
    return TidyField(
        label=capfirst(field.verbose_name),
        help_text=field.help_text,
        max_length=field.max_length,
        required=kwargs.pop("required", False),
        **kwargs,
    )


def choice(name):
    """One of the model's choices, or none where the model lets it be."""
    field = Initiative._meta.get_field(name)
    choices = field.flatchoices if not field.blank else [("", _("Je ne sais pas")), *field.flatchoices]
    return forms.ChoiceField(label=capfirst(field.verbose_name), choices=choices, required=not field.blank)
