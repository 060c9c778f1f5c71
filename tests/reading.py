"""What tests read of the files that the platform makes."""

import io
import re

from pypdf import PdfReader


def squeezed(text):
    """Line breaks and indents of a source as one space, the way a browser shows them; no-break spaces stay."""
    return re.sub(r"[ \t\r\n]+", " ", text)


def pdf_text(content):
    """The words of a PDF, its lines joined."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
