"""A spreadsheet file read by its own rules (ECMA-376), without what wrote it."""

import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 (what a clock shows)


def cells(body):
    """The rows of the only sheet: texts, numbers, moments for the cells whose style shows a date, None."""
    archive = zipfile.ZipFile(BytesIO(body))
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))  # noqa: S314 (our own)
    dates = {row.get("numFmtId") for row in styles.iter(f"{MAIN}numFmt") if "yy" in row.get("formatCode")}
    shown = [row.get("numFmtId") in dates for row in styles.find(f"{MAIN}cellXfs")]
    sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 (our own)
    return [[_value(cell, shown) for cell in row] for row in sheet.iter(f"{MAIN}row")]


def _value(cell, shown):
    if cell.get("t") == "inlineStr":
        return cell.findtext(f"{MAIN}is/{MAIN}t")
    number = cell.findtext(f"{MAIN}v")
    if number is None:
        return None
    if shown[int(cell.get("s", 0))]:
        return DAY_0 + timedelta(seconds=round(float(number) * 86_400))
    return float(number)
