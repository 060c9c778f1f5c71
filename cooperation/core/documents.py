"""
Documents that people attach, checked by their content: PDF, OpenDocument and Office Open XML, without macros.

A name proves nothing: an archive renamed `.pdf` is refused, and a `.docx` that is a bomb is not decompressed.
"""

import lzma
import uuid
import zipfile
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_BYTES = 15 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_ENTRIES = 5_000
PDF = "application/pdf"
OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
OFFICE = {
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "xl/workbook.xml": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pptx",
    ),
}
EXTENSIONS = {PDF: "pdf", **OPEN_DOCUMENT, **dict(OFFICE.values())}
# What reading a damaged archive raises: its directory, an entry, a way of packing that we have not or that is broken.
DAMAGED = (
    *(zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, UnicodeError),
    *(zlib.error, lzma.LZMAError),
)


def recognise(file):
    """
    The media type of an uploaded file, from its content. Raises ValidationError, in French, when it is too heavy, of
    another kind, damaged, or when it holds macros.
    """
    if file.size > MAX_BYTES:
        raise ValidationError(
            _("Ce document pèse plus de %(limit)d Mo."),
            params={"limit": MAX_BYTES // 1024**2},
            code="too_heavy",
        )
    file.seek(0)
    head = file.read(1024)
    try:
        if head.startswith(b"%PDF-"):
            return _pdf(file)
        if head.startswith(b"PK\x03\x04"):
            return _archive(file)
    finally:
        file.seek(0)
    raise _unknown()


def random_name(media_type):
    """Nobody can guess where a document is stored."""
    return f"{uuid.uuid4().hex}.{EXTENSIONS[media_type]}"


def _pdf(file):
    file.seek(max(0, file.size - 2048))
    if b"%%EOF" not in file.read():
        raise ValidationError(
            _("Ce PDF est incomplet : enregistrez-le de nouveau, puis renvoyez-le."), code="cut"
        )
    return PDF


def _archive(file):
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            unpacked = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
                raise ValidationError(_("Ce document est anormalement gros une fois ouvert."), code="bomb")
            media_type = _kind(archive, names)
    except DAMAGED as error:
        raise ValidationError(
            _("Ce document est abîmé : il ne s’ouvre pas. Enregistrez-le de nouveau."), code="damaged"
        ) from error
    if any(
        name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names
    ):
        raise _macros()
    return media_type


def _kind(archive, names):
    if "mimetype" in names:
        with archive.open("mimetype") as entry:
            media_type = entry.read(100).decode("ascii", "replace").strip()
        if media_type in OPEN_DOCUMENT and "content.xml" in names:
            return media_type
    if "[Content_Types].xml" in names:
        with archive.open("[Content_Types].xml") as entry:
            declared = entry.read(500_000).lower()
        if b"macroenabled" in declared or b"vbaproject" in declared:
            raise _macros()
        for entry, (media_type, _extension) in OFFICE.items():
            if entry in names:
                return media_type
    raise _unknown()


def _macros():
    return ValidationError(
        _("Ce document contient des macros. Enregistrez-le sans macros, ou en PDF."), code="macros"
    )


def _unknown():
    return ValidationError(
        _(
            "Ce fichier n’est ni un PDF, ni un document de bureautique (odt, ods, odp, docx, xlsx, pptx), "
            "quoi que dise son nom."
        ),
        code="unknown",
    )
