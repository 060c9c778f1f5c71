"""What an import did, row by row, in words."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

# What is told one by one: the totals are always true, the details of a million rows are of use to nobody.
MAX_TOLD, MAX_SHOWN = 1000, 300


class FileRefused(ValueError):
    """Nothing of the file can be read; the message is French and says what to do."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something about one row: what was refused, left out or kept, where, and why."""

    line: int
    column: str
    reason: str
    unit: str = ""

    def __str__(self):
        where = f"{self.unit or _('ligne')} {self.line}"
        if self.column:
            where = _("%(where)s, colonne « %(column)s »") % {"where": where, "column": self.column}
        return _("%(where)s : %(reason)s") % {"where": where, "reason": self.reason}


class Notes:
    """The first MAX_TOLD notes, and how many there were."""

    def __init__(self):
        self.told, self.count = [], 0
        self.unit = ""

    def __len__(self):
        return self.count

    def __iter__(self):
        """As they stand in the file."""
        return iter(sorted(self.told, key=lambda note: note.line))

    def add(self, line, column, reason):
        self.count += 1
        if len(self.told) < MAX_TOLD:
            self.told.append(Note(line, str(column), str(reason), self.unit))

    @property
    def left_out(self):
        return self.count - len(self.told)

    @property
    def shown(self):
        """What fits a page."""
        return list(self)[:MAX_SHOWN]

    @property
    def not_shown(self):
        return self.count - min(len(self.told), MAX_SHOWN)


@dataclass(frozen=True, slots=True)
class Row:
    """One row that came in: what happens to whom, and which fields change or are kept."""

    line: int
    action: str  # "created", "updated" or "unchanged"
    name: str
    changed: tuple = ()
    kept: tuple = ()

    @property
    def wording(self):
        return {"created": _("créée"), "updated": _("modifiée"), "unchanged": _("inchangée")}[self.action]


@dataclass
class Report:
    """Totals, and notes. `protected` counts fields, the others count rows."""

    format: str = ""
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: int = 0
    refusals: Notes = field(default_factory=Notes)
    warnings: Notes = field(default_factory=Notes)
    protected: Notes = field(default_factory=Notes)
    rows: list = field(default_factory=list)

    def __str__(self):
        return _(
            "créées : %(created)d, modifiées : %(updated)d, inchangées : %(unchanged)d, refusées : %(refused)d, "
            "écartées : %(left_out)d, champs protégés : %(protected)d"
        ) % {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": len(self.refusals),
            "left_out": self.left_out,
            "protected": len(self.protected),
        }

    @property
    def rows_left_out(self):
        return self.created + self.updated + self.unchanged - len(self.rows)

    def count_objects(self):
        """A file without lines of its own (JSON): its rows are told by their number."""
        for notes in (self.refusals, self.warnings, self.protected):
            notes.unit = _("élément")

    def refuse(self, line, column, reason):
        self.refusals.add(line, column, reason)

    def warn(self, line, column, reason):
        self.warnings.add(line, column, reason)
