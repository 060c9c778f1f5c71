"""
PDFs in the house's type, made by typst from a template and data.

A template is `templates/<app>/<name>.typ`. It opens with `#import "/pdf/house.typ": *`, finds what it is given in
`data` (JSON: what people wrote can't become code), and the pictures by the names under which they were given. A PDF
is tagged; its reading order is the template's.
"""

import io
import json
from functools import cache
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FONTS = Path(settings.BASE_DIR) / "static" / "vendor" / "atkinson-hyperlegible-next-print"


def render(template, data, *, files=None, standards=()):
    """
    `templates/<template>` with `data` (JSON types, dates and lazy texts too) as PDF bytes.

    `files` are {name: bytes} that the template reads: pictures (PNG, JPEG, WebP, SVG). `standards` are typst's
    ("ua-1" refuses what a screen reader could not follow: pictures without words, levels left out). Raises
    typst.TypstError when the template is wrong, whatever people wrote.
    """
    given = {"data": json.dumps(data, cls=DjangoJSONEncoder), "site": settings.SITE_NAME}
    return typst.compile(
        {**(files or {}), "main.typ": (TEMPLATES / template).read_bytes()},
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs=given,
        pdf_standards=list(standards),
        timestamp=0,  # the same data give the same bytes
    )


def qr(address):
    """The address as a QR code, SVG bytes without margin: the template leaves white around it."""
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", border=0)
    return picture.getvalue()


def response(content, filename, *, download=False):
    """The PDF as an answer that the browser shows, or keeps."""
    disposition = "attachment" if download else "inline"
    headers = {"Content-Disposition": f'{disposition}; filename="{filename}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@cache
def _fonts():
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
