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


def archive(**entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return buffer.getvalue()


def open_document(**more):
    return archive(**{"mimetype": ODT, "content.xml": "<x/>", **more})


def office(**more):
    return archive(**{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>", **more})


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
        (office(**{"word/vbaProject.bin": "x"}), "macros"),
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
