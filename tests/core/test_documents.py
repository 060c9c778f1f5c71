"""Attachments are what their content says."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from cooperation.core import documents
from cooperation.core.workbook import CONTENT_TYPE as XLSX

ODT = "application/vnd.oasis.opendocument.text"
DOCX = documents.OFFICE["word/document.xml"][0]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def archive(packing=zipfile.ZIP_DEFLATED, **entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return buffer.getvalue()


def open_document(**more):
    return archive(**{"mimetype": ODT, "content.xml": "<x/>", **more})


def office(**more):
    return archive(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>", **more})


def scrambled(packing):
    """A document whose directory is right and whose first entry no longer unpacks."""
    content = bytearray(archive(packing, mimetype=ODT * 20))
    start = 30 + len("mimetype")
    if packing == zipfile.ZIP_LZMA:
        start += 9  # the entry begins with its own header
    content[start : start + 12] = b"\xff" * 12
    return bytes(content)


def recognised(content, name="document.pdf"):
    return documents.recognise(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("content", "media_type"), [(PDF, "application/pdf"), (open_document(), ODT), (office(), DOCX)]
)
def test_document_is_recognised_whatever_its_name(content, media_type):
    assert recognised(content, "photo.jpg") == media_type


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (archive(**{"evil.exe": "MZ"}), "unknown"),  # an archive renamed .pdf
        (b"<html><script>alert(1)</script>", "unknown"),
        (b"", "unknown"),
        (PDF[:-10], "cut"),
        (office()[:-40], "damaged"),
        *((scrambled(way), "damaged") for way in (zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2)),
        (office(**{"word/vbaProject.bin": "x"}), "macros"),
        (
            office(
                **{"[Content_Types].xml": "<x ContentType='application/vnd.ms-word.document.macroEnabled'/>"}
            ),
            "macros",
        ),
        (open_document(**{"Basic/Standard/Module1.xml": "x"}), "macros"),
        (office(**{"big": b"0" * (documents.MAX_UNPACKED + 1)}), "bomb"),
        (archive(mimetype="application/vnd.oasis.opendocument.graphics"), "unknown"),
    ],
)
def test_anything_else_is_refused_in_words(content, code):
    with pytest.raises(ValidationError) as refusal:
        recognised(content)

    assert refusal.value.code == code


def test_too_heavy_a_document_is_not_read():
    with pytest.raises(ValidationError, match="15 Mo"):
        recognised(b"%PDF-" + b"0" * documents.MAX_BYTES)


def test_stored_name_says_the_kind_and_nothing_else():
    assert documents.random_name(XLSX).endswith(".xlsx")
    assert documents.random_name(XLSX) != documents.random_name(XLSX)
