"""Two persons who write the same row: neither overwrites the other unseen."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cooperation.core.line_ends import unified
from initiatives import differences

MEANWHILE = _(
    "Pendant que vous écriviez, quelqu’un a enregistré autre chose. Rien n’est perdu : "
    "comparez, choisissez, puis enregistrez."
)


class MeanwhileForm(forms.ModelForm):
    """
    Of a row whose history is kept, and which is locked while the form is sent. `base` is the row of the history that this
    person began from: what they alone changed is saved, what somebody else alone changed since stays. What both
    changed, each otherwise, is refused with both texts (`conflicts`) until they chose, having `seen` the last one.
    """

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # Links to many, which the history doesn't keep, as they were then: "1,2".
    links_before = forms.CharField(widget=forms.HiddenInput, required=False)

    # The one field of the form that is links to many, if any.
    LINKS = ""
    conflicts = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.theirs = self._said_by(self.instance) | self._links()
        self.initial |= {
            "base": self._last.pgh_id if self._last else None,
            "links_before": ",".join(map(str, self.theirs.get(self.LINKS, []))),
        }
        if self.is_bound:
            # A page that shows both texts shows those of now.
            self.data = self.data.copy()
            self._had_seen = self.data.get(self.add_prefix("seen"))
            self.data[self.add_prefix("seen")] = str(self._last.pgh_id) if self._last else ""

    @cached_property
    def _last(self):
        return self.instance.history.order_by("-pgh_id").first() if self.instance.pk else None

    def _said_by(self, row):
        names = [name for name in self._meta.fields if name != self.LINKS]
        return {name: _plain(row._meta.get_field(name).value_from_object(row)) for name in names}

    def _links(self):
        if not self.LINKS or not self.instance.pk:
            return {}
        return {self.LINKS: sorted(getattr(self.instance, self.LINKS).values_list("pk", flat=True))}

    def _before(self, data):
        """What it said when this person began; None where that is not known."""
        row = self.instance.history.filter(pgh_id=data.get("base")).first() if self._last else None
        if row is None:
            return None
        keys = [int(key) for key in data.get("links_before", "").split(",") if key.isdecimal()]
        return self._said_by(row) | ({self.LINKS: sorted(keys)} if self.LINKS else {})

    def clean(self):
        data = super().clean()
        before = None if self.errors else self._before(data)
        if before is None:
            return data
        mine = {name: _as_said(data.get(name)) for name in before}
        kept, disputed = differences.three_way(before, mine, self.theirs)
        if disputed and self._had_seen != str(self._last.pgh_id):
            self.conflicts = [self._conflict(name, mine[name]) for name in disputed]
            self.add_error(None, MEANWHILE)
            return data
        kept |= {name: self.theirs[name] for name in disputed if self._takes_theirs(name)}
        for name, value in kept.items():
            if value != mine[name]:
                data[name] = self.fields[name].clean(value)
        return data

    def _takes_theirs(self, name):
        return self.data.get(f"garder-{name}") == "le-sien"

    def _conflict(self, name, mine):
        my_words, their_words = self._in_words(name, mine), self._in_words(name, self.theirs[name])
        parts = differences.shortened(differences.compare(their_words, my_words))
        return {
            **{"name": name, "label": self.fields[name].label, "theirs": their_words, "parts": parts},
            "takes_theirs": self._takes_theirs(name),
        }

    def _in_words(self, name, value):
        field = self.fields[name]
        if not hasattr(field, "queryset"):
            return "" if value is None else str(value)
        keys = value if isinstance(value, list) else [value]
        rows = field.queryset.model.objects.filter(pk__in=[key for key in keys if key])
        return ", ".join(sorted(map(str, rows)))


def _plain(value):
    return unified(value) if isinstance(value, str) else value


def _as_said(value):
    if hasattr(value, "all"):
        return sorted(row.pk for row in value)
    return _plain(getattr(value, "pk", value))
