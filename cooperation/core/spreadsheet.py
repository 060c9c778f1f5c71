"""Tables for a spreadsheet in French: semicolons, UTF-8 with its mark, and no cell that would run as a formula."""

import csv

FORMULA = tuple("=+-@\t\r\n")
BOM = "\ufeff"


def cell(value):
    """A cell that a spreadsheet reads as text: a formula begins with one of = + - @, tab or return."""
    return f"'{value}" if value.startswith(FORMULA) else value


def from_cell(text):
    """What `cell` was given: its apostrophe goes, people's own stay."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


class _Echo:
    def write(self, value):
        return value


def lines(header, rows):
    """The file, line after line, to be streamed; `rows` are sequences of texts."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield BOM
    yield writer.writerow(header)
    for row in rows:
        yield writer.writerow([cell(value) for value in row])
