"""A file of organisations, opened: its encoding, and its format told by content, since names lie."""

import codecs
import io
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _

from associations.imports import inclusion, table, waldec
from associations.imports.records import Records
from associations.imports.report import FileRefused
from associations.imports.rows import Rows
from associations.imports.values import CONTROLS

SNIFFED = 4096
CHUNK = 1 << 20
FORMATS = {reader.NAME: reader for reader in (waldec, inclusion, table)}
DELIMITERS = ";,\t|"


@dataclass(frozen=True)
class Opened:
    """A format's module, and its rows: (line, cells) of a table, or (number, {column: value}) of JSON."""

    format: object
    header: list
    rows: object


@contextmanager
def opened(file, report, *, format_name=""):
    """
    The rows of a binary file object that can be read twice: once to know its encoding, once for its rows, a
    piece at a time. Raise FileRefused, with a message that helps, for what is no file of organisations.
    """
    start = file.read(SNIFFED)
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise FileRefused(_("Ce fichier est vide."))
    if kind := _what_it_is(start):
        raise FileRefused(kind)
    file.seek(0)
    encoding = _encoding(file, start)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    try:
        yield _told_apart(text, report, format_name)
    finally:
        text.detach()


def _encoding(file, start):
    """A decision for the whole file: UTF-8 when all of it is, else Windows' superset of Latin-1."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _told_apart(text, report, format_name):
    start = text.read(SNIFFED).lstrip("\ufeff").lstrip()
    text.seek(0)
    if start.startswith(("{", "[")):
        if format_name not in ("", inclusion.NAME):
            raise FileRefused(_("Ce fichier est en JSON : un tableau CSV est attendu pour ce format."))
        report.count_objects()
        return Opened(inclusion, [], Records(text, report))
    if start.lower().startswith(("<!doctype", "<html", "<?xml")):
        raise FileRefused(
            _("Ceci est une page web, pas un tableau : donnez le fichier CSV ou JSON lui-même.")
        )
    first = next((line for line in start.split("\n") if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    rows = Rows(text, delimiter, report)
    header = [CONTROLS.sub("", cell).strip() for cell in rows.header()]
    names = [name.lower() for name in header]
    found = FORMATS[format_name] if format_name else _format_of(names)
    if found is None or not found.recognises(set(names)):
        raise FileRefused(_unknown_header(header, found))
    return Opened(found, names, rows)


def _format_of(names):
    return next((reader for reader in FORMATS.values() if reader.recognises(set(names))), None)


def _unknown_header(header, wanted):
    seen = ", ".join(f"« {name[:30]} »" for name in header[:6]) + ("…" if len(header) > 6 else "")
    if wanted:
        return _("L’en-tête n’est pas celui de ce format (%(format)s) : %(seen)s.") % {
            "format": wanted.LABEL,
            "seen": seen,
        }
    return _(
        "En-tête non reconnu : %s. Sont lus le répertoire national des associations (Waldec), les structures "
        "de data.inclusion, et le tableau exporté par cet annuaire."
    ) % (seen)


def _what_it_is(start):
    if start.startswith(b"PK\x03\x04"):
        return _(
            "Ceci est un classeur Excel ou LibreOffice, ou une archive ZIP : enregistrez-le au format CSV, ou "
            "décompressez-le."
        )
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _("Ceci est un ancien classeur Excel (.xls) : enregistrez-le au format CSV.")
    if start.startswith(b"\x1f\x8b"):
        return _("Ceci est une archive compressée (gzip) : décompressez-la d’abord.")
    if start.startswith(b"%PDF"):
        return _("Ceci est un document PDF, pas un tableau.")
    if start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")):
        return _("Ceci est une image, pas un tableau.")
    return ""
