"""
The rows of a CSV file, with the line on which each begins, and a memory that the file's size doesn't change.

Python's csv module never complains: a quote that is never closed swallows all that follows, in silence. Here a
row of several lines is believed only when its number of cells is right and its quotes are well formed; otherwise
its first line alone is refused, and reading goes on with the next line.
"""

import csv
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from associations.imports.report import FileRefused

# One row: more is a quote that was never closed.
MAX_LINES, MAX_CHARS = 200, 200_000
# Each of them makes the lines that follow be read again: a file that is full of them is no table.
MAX_UNCLOSED = 500


class RowTooLong(Exception):
    """What is read as one row can't be one."""


class Rows:
    """Rows as lists of texts, from an iterable of lines; what is refused goes to `report`."""

    def __init__(self, lines, delimiter, report):
        self.lines = iter(lines)
        self.delimiter = delimiter
        self.report = report
        self.line = 0  # the last line of the last row
        self.recent = []
        self.width = 0
        self.unclosed = 0

    def header(self):
        """The first row that is not blank, as it stands."""
        for _line, cells in self._records():
            if any(cell.strip() for cell in cells):
                self.width = len(cells)
                return cells
        raise FileRefused(_("Ce fichier est vide."))

    def __iter__(self):
        """(line, cells) of each row that has as many cells as the header."""
        width = self.width
        for line, cells in self._records():
            if len(cells) == width:
                yield line, cells
            elif any(cells):
                self._misshapen(line, cells)

    def _misshapen(self, line, cells):
        extra = cells[self.width :]
        reason = ngettext(
            "%(found)d cellule là où l’en-tête en a %(wanted)d.",
            "%(found)d cellules là où l’en-tête en a %(wanted)d.",
            len(cells),
        ) % {"found": len(cells), "wanted": self.width}
        self.report.refuse(line, self.delimiter.join(extra)[:40] if extra else "", reason)

    def _records(self):
        """(first line, cells). The reader starts anew where a quote was not closed."""
        while True:
            reader = csv.reader(self._fed(), delimiter=self.delimiter)
            try:
                recent = self.recent
                for cells in reader:
                    first = self.line + 1
                    if len(recent) > 1:
                        if not self._is_whole(cells):
                            break
                        self.line += len(recent) - 1
                    self.line += 1
                    recent.clear()
                    yield first, cells
                else:
                    if not recent:
                        return
            except (csv.Error, RowTooLong):
                pass
            self._refuse_first_line()

    def _fed(self):
        """The lines that the csv module asks for; those of the row under way are kept."""
        recent, size = self.recent, 0
        for line in self.lines:
            if recent:
                size += len(line)
                if len(recent) >= MAX_LINES or size > MAX_CHARS:
                    recent.append(line)
                    raise RowTooLong
            else:
                size = len(line)
            recent.append(line)
            yield line

    def _is_whole(self, cells):
        if self.width and len(cells) != self.width:
            return False
        try:
            return list(csv.reader(self.recent, delimiter=self.delimiter, strict=True)) == [cells]
        except csv.Error:
            return False

    def _refuse_first_line(self):
        self.line += 1
        self.unclosed += 1
        if self.unclosed > MAX_UNCLOSED:
            raise FileRefused(
                _(
                    "Trop de guillemets ne sont pas refermés (le dernier à la ligne %d) : est-ce bien un tableau ?"
                )
                % self.line
            )
        if '"' in self.recent[0]:
            reason = _("Un guillemet ouvert sur cette ligne n’est jamais refermé.")
        else:
            reason = _("Cette ligne est trop longue pour être lue.")
        self.report.refuse(self.line, "", reason)
        self.lines = chain(self.recent[1:], self.lines)
        self.recent = []
