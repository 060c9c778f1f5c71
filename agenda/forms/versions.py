"""
What others, or a followed calendar, saved while a form was open is not undone by it. The form carries what was read, as
a short digest of each field: where that has changed, it comes back once with both texts, and carries what is now.
"""

from hashlib import blake2s

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from agenda import wording
from agenda.compared import Fact
from agenda.forms.schedule import ScheduleForm
from cooperation.core.line_ends import unified

DATES = frozenset(ScheduleForm.base_fields)


class VersionedForm(forms.Form):
    """For the event's form. `carry_version` once its fields are what they will be; `compare_versions` in `clean`."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    meanwhile = ()

    def carry_version(self):
        """Digests rather than a number: they tell which field changed, and what changes elsewhere is no conflict."""
        self.initial["version"] = " ".join(f"{name}:{mark}" for name, mark in self._marks_now().items())

    def compare_versions(self):
        """
        Refuse the form if somebody saved something else meanwhile: `meanwhile` holds both texts. What the person had
        left as it was shown becomes what is now; what they wrote stays, and the next time goes through.
        """
        read = dict(
            pair.split(":", 1) for pair in self.cleaned_data.get("version", "").split() if ":" in pair
        )
        now = self._marks_now()
        sent = {name: _mark(self.cleaned_data[name]) for name in now if name in self.cleaned_data}
        newer = {name for name in read.keys() & now.keys() if read[name] != now[name]}
        disputed = {name for name in newer if sent.get(name) != now[name]}
        if not disputed:
            return
        left_alone = {name for name in disputed if sent.get(name) == read[name]}
        if disputed & DATES:
            is_touched = any(sent.get(name) != read.get(name) for name in DATES & now.keys())
            left_alone = left_alone - DATES if is_touched else left_alone | DATES
        self.meanwhile = [*self._facts(disputed)]
        self.data = self.data.copy()
        for name in [*left_alone, "version"]:
            self.errors.pop(name, None)
            self._say_what_is_now(name)
        if left_alone >= DATES:
            self.schedule = self.event.schedule
        raise ValidationError(
            _(
                "Cet événement a été modifié pendant que vous écriviez. Rien n’est encore enregistré, et rien de ce que "
                "vous avez écrit n’est perdu : comparez, puis enregistrez de nouveau."
            ),
            code="stale",
        )

    def _say_what_is_now(self, name):
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        if value is None or value is False:
            self.data.pop(self.add_prefix(name), None)
        elif isinstance(value, list | tuple):
            self.data.setlist(self.add_prefix(name), value)
        else:
            self.data[self.add_prefix(name)] = value

    def _marks_now(self):
        if not self.instance.pk:
            return {}
        told = DATES | set(self._meta.fields)
        return {
            name: _mark(self.get_initial_for_field(field, name))
            for name, field in self.fields.items()
            if name in told
        }

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


def _mark(value):
    return blake2s(repr(_plain(value)).encode(), digest_size=4).hexdigest()


def _plain(value):
    """A field's value as it is compared, whether the event or the form says it."""
    if isinstance(value, list | tuple | QuerySet):
        return sorted({_plain(one) for one in value}) or ""
    if value is None or value is False:
        return ""
    value = value.pk if isinstance(value, Model) else value
    return unified(str(value)).strip()


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
