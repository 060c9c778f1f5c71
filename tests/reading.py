"""What tests read of the files that the platform makes."""

import io

from pypdf import PdfReader


def pdf_text(content):
    """The words of a PDF, its lines joined."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
