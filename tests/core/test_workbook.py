"""The spreadsheet file that people open, read back part by part."""

import zipfile
from datetime import datetime
from io import BytesIO
from xml.etree import ElementTree

from cooperation.core import workbook
from tests.sheets import cells

WHEN = datetime(2026, 11, 24, 18, 30)  # noqa: DTZ001 (what a clock shows)


def file(*rows, title="Agenda", header=("a", "b")):
    return b"".join(workbook.stream(title, header, iter(rows)))


def test_cells_are_read_back():
    body = file(("Thé & gâteaux", 3), (WHEN, None), (2.5, ""))

    assert cells(body) == [["a", "b"], ["Thé & gâteaux", 3.0], [WHEN, None], [2.5, None]]


def test_file_is_whole_and_its_parts_are_xml():
    archive = zipfile.ZipFile(BytesIO(file(*((str(n), n) for n in range(1000)))))

    assert archive.testzip() is None
    assert sorted(archive.namelist()) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    ]
    for name in archive.namelist():
        ElementTree.fromstring(archive.read(name))  # noqa: S314 (our own)


def test_file_begins_before_its_last_row():
    read = []

    def rows():
        for number in range(5000):
            read.append(number)
            yield (f"ligne {number}", number)

    pieces = workbook.stream("Agenda", ("a", "b"), rows())
    next(pieces)

    assert len(read) == workbook.BATCH
    assert len(list(pieces)) == 100


def test_formula_is_a_text_marked_as_one():
    body = file(("=1+1", "+33 4"), ("@SUM(A1)", "\t=1"), ("-2", "a=1"))

    sheet = zipfile.ZipFile(BytesIO(body)).read("xl/worksheets/sheet1.xml").decode()

    assert cells(body)[1:] == [["=1+1", "+33 4"], ["@SUM(A1)", "\t=1"], ["-2", "a=1"]]
    assert "<f>" not in sheet
    assert sheet.count('<c t="inlineStr" s="3">') == 5
    assert '<c t="inlineStr" s="0"><is><t xml:space="preserve">a=1<' in sheet


def test_what_a_file_may_not_hold_is_left_out():
    body = file(("Saut\x0b de\x1b page \ud83d", "x" * 40_000), ("_x000D_", "<b>&amp;</b>"))

    rows = cells(body)

    assert rows[1] == ["Saut de page ", "x" * workbook.CELL]
    # Excel would read _x000D_ as a return; escaped, it reads these seven characters.
    assert rows[2] == ["_x005F_x000D_", "<b>&amp;</b>"]


def test_name_of_the_sheet_is_one_that_is_accepted():
    archive = zipfile.ZipFile(BytesIO(file(title="Agenda : l’été [2026] / " + "é" * 40)))

    (sheet,) = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{{{workbook._MAIN}}}sheet")  # noqa: S314

    assert sheet.get("name") == ("Agenda   l’été  2026    " + "é" * 40)[:31]


def test_rows_beyond_a_sheet_are_left_out(monkeypatch):
    monkeypatch.setattr(workbook, "ROWS", 3)

    body = file(*((str(number),) for number in range(9)), header=("a",))

    assert cells(body) == [["a"], ["0"], ["1"]]
