"""The XML of a feed: RSS 2.0 and 0.9x, RSS 1.0 (RDF), Atom (RFC 4287), into items of flat properties.

`expat` reads it as a stream; nothing is built but the items. A document type is refused before anything of it
is read, so that no entity exists that could grow or fetch. What real feeds get wrong is mended first: bytes of
another encoding than said, characters that XML forbids, HTML's entities, ampersands left as they are.
"""

import codecs
import html
import re
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from django.utils.translation import gettext as _

from . import entries
from .entries import NotACalendar

# Canonical prefixes of the vocabularies that matter; an element of another one keeps its local name only.
PREFIXES = {
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://purl.org/rss/1.0/modules/event/": "ev",
    "urn:ietf:params:xml:ns:xcal": "xcal",
    "urn:ietf:params:xml:ns:icalendar-2.0": "xcal",
    "http://www.georss.org/georss": "georss",
    "http://www.opengis.net/gml": "gml",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://search.yahoo.com/mrss/": "media",
    "http://schemas.google.com/g/2005": "gd",
}
RDF_ABOUT = "http://www.w3.org/1999/02/22-rdf-syntax-ns# about"
ITEMS = {"item", "atom:entry"}
ROOTS = {"rss", "rdf", "atom:feed", "channel"}
# Their markup, where it isn't escaped, is part of their text.
MARKUP = {"atom:content", "atom:summary", "description", "content:encoded"}

MAX_DEPTH = 100
MAX_ITEM = 2_000_000  # characters of one item
MAX_PROPERTIES = 500  # elements of one item
MAX_ELEMENTS = 400_000  # of the feed: an item has some twenty
MAX_MENDED = 200_000  # entities and ampersands

DECLARATION = re.compile(rb"\A\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,40})[\"']")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
AMPERSAND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)(?:([A-Za-z][A-Za-z0-9]{1,31});)?"
)


class Property(NamedTuple):
    text: str
    attributes: dict[str, str]


@dataclass(slots=True)
class Item:
    line: int
    about: str = ""
    properties: dict[str, list[Property]] = field(default_factory=dict)

    def text(self, *names: str) -> str:
        """The text of the first of these that has any."""
        return next((prop.text for name in names for prop in self.properties.get(name, ()) if prop.text), "")

    def all(self, *names: str) -> list[Property]:
        return [prop for name in names for prop in self.properties.get(name, ())]


@dataclass(slots=True)
class Feed:
    title: str = ""
    link: str = ""
    dated: list[str] = field(default_factory=list)  # when the feed says that it was made
    generator: str = ""
    items: list[Item] = field(default_factory=list)
    broken_at: int = 0  # the line from which nothing could be read
    beyond: int = 0  # items over the limit


def parse(data: bytes) -> Feed:
    handler = _Handler()
    try:
        handler.parser.Parse(_mended(data), True)
    except expat.ExpatError as error:
        if not handler.is_feed:
            raise NotACalendar(
                _("Ce flux XML est mal formé (ligne %(line)d).") % {"line": error.lineno}
            ) from None
        handler.feed.broken_at = error.lineno
    if not handler.is_feed:
        raise NotACalendar(
            _("Ceci est un flux XML ou RSS, pas un calendrier : cherchez un export « iCal » ou « .ics ».")
        )
    return handler.feed


def _mended(data: bytes) -> str:
    text = FORBIDDEN.sub("", _decoded(data).lstrip("\ufeff \t\r\n"))
    # Inside CDATA too, where the number of a letter reads like its name: both are HTML.
    return AMPERSAND.sub(_reference, text, count=MAX_MENDED)


def _reference(match: re.Match[str]) -> str:
    letter = html.unescape(match[0]) if match[1] else ""
    if letter and letter != match[0] and len(letter) <= 2:
        return "".join(f"&#{ord(char)};" for char in letter)
    return f"&amp;{match[0][1:]}"


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    declared = DECLARATION.match(data[:400])
    name = declared[1].decode().lower() if declared else "utf-8"
    if name in ("iso-8859-1", "latin1", "us-ascii"):
        name = "cp1252"
    for encoding in (name, "utf-8"):
        try:
            if codecs.lookup(encoding)._is_text_encoding:
                return data.decode(encoding)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", errors="replace")


class _Handler:
    def __init__(self) -> None:
        self.feed = Feed()
        self.is_feed = False
        self.path: list[str] = []
        self.item: Item | None = None
        self.texts: list[list[str]] = []
        self.attributes: list[dict[str, str]] = []
        self.size = self.count = self.elements = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _refuse(self, *_declaration: object) -> None:
        raise NotACalendar(
            _("Ce flux XML contient une déclaration de type (DOCTYPE), qui n’est pas lue par sécurité.")
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _short(name)
        self.elements += 1
        if len(self.path) >= MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise NotACalendar(_("Ce flux XML est trop complexe pour être lu."))
        if not self.path and name.lower() not in ROOTS:
            raise NotACalendar(
                _("Ceci est un flux XML ou RSS, pas un calendrier : cherchez un export « iCal » ou « .ics ».")
            )
        self.is_feed = self.is_feed or name in ("channel", "atom:feed")
        self.path.append(name)
        if name in ITEMS and self.item is None:
            self.item = Item(self.parser.CurrentLineNumber, attributes.get(RDF_ABOUT, ""))
            self.size = self.count = 0
        self.texts.append([])
        self.attributes.append({_short(key): value for key, value in attributes.items()})

    def _text(self, data: str) -> None:
        self.size += len(data)
        if self.texts and self.size <= MAX_ITEM:
            self.texts[-1].append(data)

    def _end(self, _name: str) -> None:
        name, text, attributes = self.path.pop(), "".join(self.texts.pop()), self.attributes.pop()
        if self.item is None:
            self._of_feed(name, text.strip(), attributes)
            self.size = 0
        elif name in ITEMS and not ITEMS.intersection(self.path):
            if len(self.feed.items) < entries.MAX_ENTRIES:
                self.feed.items.append(self.item)
            else:
                self.feed.beyond += 1
            self.item = None
        else:
            self.count += 1
            if MARKUP.intersection(self.path):
                self.texts[-1].append(f" {text} ")
            elif self.count <= MAX_PROPERTIES:
                self.item.properties.setdefault(name, []).append(Property(text.strip(), attributes))

    def _of_feed(self, name: str, text: str, attributes: dict[str, str]) -> None:
        parent = self.path[-1] if self.path else ""
        if parent not in ("channel", "atom:feed"):
            return
        if name in ("title", "atom:title"):
            self.feed.title = self.feed.title or text
        elif name == "link" or (name == "atom:link" and attributes.get("rel", "alternate") == "alternate"):
            self.feed.link = self.feed.link or text or attributes.get("href", "")
        elif name in ("lastBuildDate", "pubDate", "atom:updated", "dc:date"):
            self.feed.dated.append(text)
        elif name in ("generator", "atom:generator"):
            self.feed.generator = text


def _short(name: str) -> str:
    space, _separator, local = name.rpartition(" ")
    prefix = PREFIXES.get(space.strip(), "")
    return f"{prefix}:{local}" if prefix else local
