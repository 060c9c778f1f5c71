"""The JSON-LD scripts of an HTML page (HTML Living Standard, section 4.12.1.3), without building the page.

A script's content is raw text up to `</script`, so finding it needs no HTML parser; and `html.parser`, up to
Python 3.13.5, takes quadratic time on constructs left open (CVE-2025-6069). Here each step moves forward.
"""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_SCRIPTS = 1_000
MAX_TAG = 2_000  # characters of one opening tag
HEAD = 200_000  # characters in which the page says its own address and name

CHARSET = re.compile(rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
OPENING = re.compile(r"<!--|<script(?=[\s/>])", re.IGNORECASE)
CLOSING = re.compile(r"</script(?=[\s/>])", re.IGNORECASE)
TYPE = re.compile(r"\btype\s*=\s*[\"']?\s*application/ld\+json\s*(?:;[^\"'>]*)?(?=[\"'\s>]|$)", re.IGNORECASE)
TAG_END = re.compile(r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*+>")
CANONICAL = re.compile(r"<link\b([^>]{0,1000})>", re.IGNORECASE)
REL_CANONICAL = re.compile(r"\brel\s*=\s*[\"']?canonical\b", re.IGNORECASE)
HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
TITLE = re.compile(r"<title\b[^>]{0,200}>([^<]{0,500})", re.IGNORECASE)
# What some software wraps a script in, so that it be XHTML too.
BEFORE, AFTER = ("<!--", "//", "/*", "*/", "<![CDATA["), ("-->", "//", "/*", "*/", "]]>", ";")


class Script(NamedTuple):
    text: str
    line: int


def decode(data: bytes) -> str:
    """By its byte order mark, what it declares, else UTF-8; what is no UTF-8 after all is Windows-1252."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    declared = CHARSET.search(data[:4096])
    names = [declared[1].decode().lower()] if declared else []
    # The web takes Latin-1 for Windows-1252 (WHATWG Encoding Standard).
    names = ["cp1252" if name in ("iso-8859-1", "latin1", "us-ascii", "ascii") else name for name in names]
    for name in (*names, "utf-8-sig"):
        try:
            if codecs.lookup(name)._is_text_encoding:
                return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", errors="replace")


def scripts(page: str) -> Iterator[Script]:
    """The JSON-LD scripts outside comments, in order; what is left open ends with the page."""
    at, line, counted, found = 0, 1, 0, 0
    while (opening := OPENING.search(page, at)) is not None:
        if opening[0] == "<!--":
            closed = page.find("-->", opening.end())
            if closed < 0:
                return
            at = closed + 3
            continue
        tag = TAG_END.match(page, opening.end(), opening.end() + MAX_TAG)
        if tag is None:
            at = page.find(">", opening.end() + MAX_TAG)
            if at < 0:
                return
            continue
        closing = CLOSING.search(page, tag.end())
        if closing is None:
            return
        at = closing.end()
        if TYPE.search(tag[0]):
            line += page.count("\n", counted, tag.end())
            counted = tag.end()
            yield Script(_unwrapped(page[tag.end() : closing.start()]), line)
            found += 1
            if found >= MAX_SCRIPTS:
                return


def _unwrapped(script: str) -> str:
    text = script.strip()
    for _layer in range(6):
        for mark in BEFORE:
            text = text.removeprefix(mark).lstrip()
        for mark in AFTER:
            text = text.removesuffix(mark).rstrip()
    return text


def canonical(page: str) -> str:
    """The address that the page says it has (RFC 6596)."""
    for link in CANONICAL.finditer(page, 0, HEAD):
        if REL_CANONICAL.search(link[1]) and (target := HREF.search(link[1])):
            return next(filter(None, target.groups()), "")
    return ""


def title(page: str) -> str:
    found = TITLE.search(page, 0, HEAD)
    return found[1] if found else ""
