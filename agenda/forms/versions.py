"""
What others, or a followed calendar, saved while an event's form was open is not undone by it: where that has changed,
the form comes back once with both texts, and carries what is now. Dates are one thing, changed or left alone together.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from agenda import wording
from agenda.compared import Fact
from agenda.forms.schedule import ScheduleForm
from cooperation.core import meanwhile

DATES = frozenset(ScheduleForm.base_fields)


class VersionedForm(meanwhile.VersionedForm):
    """For the event's form. `carry_version` once its fields are what they will be; `compare_versions` in `clean`."""

    meanwhile = ()

    @property
    def versioned(self):
        return DATES | set(self._meta.fields)

    def compare_versions(self):
        """Refuse the form if somebody saved something else meanwhile: `meanwhile` holds both texts."""
        if super().compare_versions():
            raise ValidationError(
                _(
                    "Cet événement a été modifié pendant que vous écriviez. Rien n’est encore enregistré, et rien "
                    "de ce que vous avez écrit n’est perdu : comparez, puis enregistrez de nouveau."
                ),
                code="stale",
            )

    def left_alone(self, read, sent):
        alone = super().left_alone(read, sent)
        if not self.newer & DATES:
            return alone
        is_touched = any(sent[name] != read.get(name) for name in DATES & sent.keys())
        return alone - DATES if is_touched else alone | DATES

    def show_present(self, names):
        self.meanwhile = [*self._facts(self.newer)]
        super().show_present(names)
        if names >= DATES:
            self.schedule = self.event.schedule

    def _facts(self, names):
        for name in self.fields:
            if name in names - DATES:
                field, now = self.fields[name], self.get_initial_for_field(self.fields[name], name)
                yield Fact(field.label, self._sent(name), _said(field, now))
        if names & DATES:
            sent = str(wording.rule(self.schedule)) if self.schedule else self._sent_dates()
            yield Fact(_("Dates"), sent, str(wording.rule(self.event.schedule)))

    def _sent(self, name):
        """What can't be read is shown as it was sent."""
        if name in self.cleaned_data:
            return _said(self.fields[name], self.cleaned_data[name])
        sent = self[name].data
        return ", ".join(filter(None, sent)) if isinstance(sent, list) else str(sent or "")

    def _sent_dates(self):
        sent = {self.fields[name].label: self._sent(name) for name in self.fields if name in DATES}
        return ", ".join(f"{label} : {words}" for label, words in sent.items() if words)


def _said(field, value):
    if isinstance(value, list | tuple | QuerySet):
        return ", ".join(_said(field, one) for one in value)
    if isinstance(field, forms.BooleanField):
        return str(_("oui") if value else _("non"))
    if value is None or value is False:
        return ""
    if isinstance(field, forms.ModelChoiceField):
        return str(value if isinstance(value, Model) else field.queryset.filter(pk=value).first() or "")
    if isinstance(field, forms.ChoiceField | forms.MultipleChoiceField):
        return str(dict(field.choices).get(value, value))
    return str(value)
