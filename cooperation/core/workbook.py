"""
A spreadsheet file (.xlsx, ECMA-376 part 1) of one sheet, written while its rows are read.

By hand, since the libraries that are kept (XlsxWriter, openpyxl) give the file once its last row is known: a long
one would keep people waiting for the first byte, and a temporary file on the disk. `zipfile` writes to what can't go
back, and one sheet of texts, numbers and dates is a few tags.
"""

import re
import zipfile
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from cooperation.core.spreadsheet import FORMULA

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Rows of a sheet and characters of a cell: more and the file is said to be damaged.
ROWS, CELL = 1_048_576, 32_767
# Rows handed over to the compression at a time.
BATCH = 50
# Day 0 of the serial numbers of dates, since 1900 is held for a leap year.
DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 (what clocks show)
# What XML can't hold (section 2.2), and what a reader would take for one of the format's own escapes (18.3.1.96).
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# The styles of cells, by their number in the file below.
_PLAIN, _HEAD, _MOMENT, _QUOTED = range(4)

_FILES = {
    "[Content_Types].xml": f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_ML}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_ML}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{_ML}.styles+xml"/></Types>""",
    "_rels/.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>""",
    # quotePrefix is the apostrophe that a person types to keep a formula a text: it holds when the cell is edited.
    "xl/styles.xml": f"""<styleSheet xmlns="{_MAIN}">
<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>""",
}


class _Spool:
    """What `zipfile` has written and nobody has taken yet. It has no `tell`: sizes come after the data."""

    def __init__(self):
        self.parts = []

    def write(self, data):
        self.parts.append(bytes(data))
        return len(data)

    def flush(self):
        pass

    def take(self):
        parts, self.parts = self.parts, []
        return b"".join(parts)


def stream(title, header, rows):
    """
    The file, piece after piece. `rows` are sequences of texts, numbers, datetimes (as their own clock shows them) and
    None; what doesn't fit in a sheet is left out.
    """
    spool = _Spool()
    with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, content in _FILES.items():
            archive.writestr(name, _DECLARATION + content)
        archive.writestr("xl/workbook.xml", _workbook(title))
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(_sheet_head(len(header)).encode())
            sheet.write(_row(header, _HEAD).encode())
            batch = []
            for number, row in enumerate(rows, start=2):
                if number > ROWS:
                    break
                batch.append(_row(row))
                if len(batch) == BATCH:
                    sheet.write("".join(batch).encode())
                    batch.clear()
                    yield spool.take()
            sheet.write("".join(batch).encode())
            sheet.write(b"</sheetData></worksheet>")
    yield spool.take()


def _workbook(title):
    # At most 31 characters, none of which has a meaning in a reference to the sheet.
    name = re.sub(r"[\[\]:*?/\\']", " ", title)[:31]
    return (
        f'{_DECLARATION}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet_head(columns):
    """The header stays in sight, and columns are wide enough for a date."""
    return (
        f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{columns}" width="18" customWidth="1"/></cols><sheetData>'
    )


def _row(values, style=_PLAIN):
    return f"<row>{''.join(_cell(value, style) for value in values)}</row>"


def _cell(value, style):
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, datetime):
        days = (value.replace(tzinfo=None) - DAY_0).total_seconds() / 86_400
        return f'<c s="{_MOMENT}"><v>{days:.15g}</v></c>'
    if isinstance(value, int | float):
        return f"<c><v>{value}</v></c>"
    text = _ESCAPED.sub("_x005F_", _NOT_XML.sub("", str(value)[:CELL]))
    style = _QUOTED if text.startswith(FORMULA) else style
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
