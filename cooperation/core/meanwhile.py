"""
What others saved while a form was open is not undone by it. The form carries what was read, as a short digest of each
field: where that has changed, it comes back once, and carries what is now.
"""

from hashlib import blake2s

from django import forms
from django.db.models import QuerySet

from cooperation.core.line_ends import unified


class VersionedForm(forms.Form):
    """For a ModelForm. `carry_version` once its fields are what they will be; `compare_versions` in `clean`."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    # What others changed while the form was open, and this person would change back.
    newer = frozenset()

    @property
    def versioned(self):
        """The names of the fields that tell of the row."""
        return self._meta.fields

    def carry_version(self):
        """Digests rather than a number: they tell which field changed, and what changes elsewhere is no conflict."""
        self.initial["version"] = " ".join(f"{name}:{mark}" for name, mark in self.marks_now().items())

    def compare_versions(self):
        """
        What others saved since this form was opened, and this person would change back: then it is refused. What they
        had left as it was shown becomes what is now; what they wrote stays, and the next time goes through.
        """
        read = dict(
            pair.split(":", 1) for pair in self.cleaned_data.get("version", "").split() if ":" in pair
        )
        now, sent = self.marks_now(), self.marks_sent()
        newer = {name for name in read.keys() & now.keys() if read[name] != now[name]}
        self.newer = frozenset(name for name in newer if sent.get(name) != now[name])
        if self.newer:
            self.show_present({"version", *self.left_alone(read, sent)})
        return self.newer

    def left_alone(self, read, sent):
        """What this person sent back as it was shown, of what is newer."""
        return {name for name in self.newer if sent.get(name) == read[name]}

    def show_present(self, names):
        self.data = self.data.copy()
        for name in names:
            self.errors.pop(name, None)
            self._say_what_is_now(name)

    def _say_what_is_now(self, name):
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        if value is None or value is False:
            self.data.pop(self.add_prefix(name), None)
        elif isinstance(value, list | tuple):
            self.data.setlist(self.add_prefix(name), value)
        else:
            self.data[self.add_prefix(name)] = value

    def marks_now(self):
        if not self.instance.pk:
            return {}
        return {
            name: mark(field.prepare_value(self.get_initial_for_field(field, name)))
            for name, field in self.fields.items()
            if name in self.versioned
        }

    def marks_sent(self):
        """What is no longer offered, since somebody changed it, is compared as it was sent."""
        return {
            name: mark(
                field.prepare_value(self.cleaned_data[name]) if name in self.cleaned_data else self[name].data
            )
            for name, field in self.fields.items()
            if name in self.versioned
        }


def mark(value):
    return blake2s(repr(_plain(value)).encode(), digest_size=4).hexdigest()


def _plain(value):
    """A field's value as it is compared, whether the row or the form says it."""
    if isinstance(value, list | tuple | QuerySet):
        return sorted({_plain(one) for one in value}) or ""
    if value is None or value is False:
        return ""
    return unified(str(value)).strip()
