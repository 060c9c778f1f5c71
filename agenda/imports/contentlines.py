"""The grammar of iCalendar (RFC 5545 section 3.1): bytes into components, components into properties.

`icalendar` could do it, but not as an import needs it: one broken alarm or unclosed event gives up the whole
file, errors have no line number, and a zone that one file defines is remembered for the next one.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from django.utils.translation import gettext as _

from . import entries
from .entries import NotACalendar

# Possessive quantifiers: a line that is no content line is given up in linear time.
CONTENT_LINE = re.compile(r'([A-Za-z0-9-]++)((?:;[^:;"]*+(?:"[^"]*+"[^:;"]*+)*+)*+):(.*)', re.DOTALL)
PARAMETER = re.compile(r';\s*([A-Za-z0-9-]++)\s*=\s*("[^"]*+"|[^;"]*+)')
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
UNESCAPED_COMMA = re.compile(r"(?<!\\),")

# What is kept of a file is its events, as they were written; beyond these bounds it is as if it were cut.
MAX_LINES = 5_000_000
MAX_LINE = 1_000_000  # octets of a logical line: what comes after is left out
MAX_COMPONENT = 20_000  # lines of a component
MAX_OTHERS = 500  # zones, and names of components that are ignored
MAX_PARAMETERS = 2_000  # characters: what comes after, on one line, is left out
# A component that begins inside another one of these was left open by the one before.
TOP_LEVEL = {"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"}


class Property(NamedTuple):
    name: str
    parameters: dict[str, str]  # names in capitals, one value each, without quotes
    value: str  # as written: TEXT is still escaped
    line: int

    @property
    def text(self) -> str:
        return unescape(self.value)

    @property
    def texts(self) -> list[str]:
        """The values of a list such as CATEGORIES."""
        return [unescape(value) for value in UNESCAPED_COMMA.split(self.value)]


class Component:
    """
    A component as it was written. Its lines are kept as one text: a list of them takes several times the memory.
    """

    __slots__ = ("_numbers", "_text", "closed", "is_cut", "line", "name", "stray_lines")

    def __init__(self, name: str, line: int) -> None:
        self.name = name
        self.line = line
        self.closed = False
        self.is_cut = False  # it has more than MAX_COMPONENT lines
        self.stray_lines: list[int] = []  # no content lines; known once `properties` was called
        self._numbers = array("L")
        self._text: bytes | list[str] = []

    def add(self, number: int, text: str) -> None:
        if len(self._numbers) >= MAX_COMPONENT:
            self.is_cut = True
            return
        self._numbers.append(number)
        self._text.append(text)

    def pack(self) -> None:
        """It has all its lines."""
        self._text = "\n".join(self._text).encode()

    @property
    def lines(self) -> Iterator[tuple[int, str]]:
        """Numbered, unfolded."""
        texts = self._text.decode().split("\n") if isinstance(self._text, bytes) else self._text
        return zip(self._numbers, texts, strict=False)

    def value_of(self, name: str) -> str:
        """The value of the first property of this name, as it was written."""
        for _number, text in self.lines:
            if text[: len(name)].upper() == name and text[len(name) : len(name) + 1] in (":", ";"):
                match = CONTENT_LINE.match(text)
                return match[3] if match else ""
        return ""

    def properties(self, wanted: frozenset[str]) -> dict[str, list[Property]]:
        """The wanted properties by name."""
        found: dict[str, list[Property]] = {}
        for number, text in self.lines:
            match = CONTENT_LINE.match(text)
            if match is None:
                self.stray_lines.append(number)
                continue
            name, parameters, value = match.groups()
            name = name.upper()
            if name in wanted:
                prop = Property(
                    name, _parameters(parameters[:MAX_PARAMETERS]) if parameters else {}, value, number
                )
                found.setdefault(name, []).append(prop)
        return found


@dataclass(slots=True)
class Found:
    """Lines with something in common: which was the first, and how many they are."""

    first: int = 0
    count: int = 0

    def add(self, number: int) -> None:
        self.first = self.first or number
        self.count += 1


@dataclass(slots=True)
class Document:
    header: Component
    events: list[Component] = field(default_factory=list)
    zones: list[Component] = field(default_factory=list)
    ignored: Counter = field(default_factory=Counter)  # other components by name
    foreign: Found = field(default_factory=Found)  # read as Windows-1252 or with replaced bytes
    control: Found = field(default_factory=Found)  # had NUL or other forbidden characters
    closed: bool = False  # END:VCALENDAR was there
    # Events beyond the limit: the lines of the first, and how many they are.
    beyond: list[int] = field(default_factory=list)
    beyond_count: int = 0
    is_cut: bool = False  # there are more than MAX_LINES


def split(data: bytes) -> Document:
    """The components of a file, or of several calendars in one file, tolerant of what surrounds them."""
    document = Document(Component("VCALENDAR", 0))
    component: Component | None = None
    nested = 0
    inside = False
    for count, (number, line) in enumerate(_decoded(data, document)):
        if count > MAX_LINES:
            document.is_cut, document.closed = True, False
            break
        keyword, _colon, name = line.partition(":")
        keyword = keyword.upper()
        name = name.strip().upper() if keyword in ("BEGIN", "END") else ""
        if keyword == "BEGIN" and name == "VCALENDAR":
            document.header.line = document.header.line or number
            _pack(component)
            component, nested, inside, document.closed = None, 0, True, False
        elif not inside:
            continue
        elif keyword == "BEGIN" and (component is None or name in TOP_LEVEL):
            _pack(component)
            component, nested = Component(name, number), 0
            _file(component, document)
        elif keyword == "BEGIN":
            nested += 1
            _keep_of_zone(component, number, line)
        elif keyword == "END" and name == "VCALENDAR":
            _pack(component)
            component, inside, document.closed = None, False, True
        elif keyword == "END" and component is not None and name == component.name:
            component.closed = True
            _pack(component)
            component, nested = None, 0
        elif component is None:
            document.header.add(number, line)
        elif keyword == "END":
            nested = max(nested - 1, 0)
        elif nested:
            _keep_of_zone(component, number, line)
        else:
            component.add(number, line)
    _pack(component)
    if not document.header.line:
        raise NotACalendar(_("Ce fichier n’est pas un calendrier : il ne contient pas « BEGIN:VCALENDAR »."))
    return document


def _pack(component: Component | None) -> None:
    if component is not None:
        component.pack()


def _keep_of_zone(component: Component, number: int, line: str) -> None:
    """The parts of a VTIMEZONE matter; those of an event are alarms."""
    if component.name == "VTIMEZONE":
        component.add(number, line)


def _file(component: Component, document: Document) -> None:
    if component.name == "VEVENT":
        if len(document.events) < entries.MAX_ENTRIES:
            document.events.append(component)
            return
        document.beyond_count += 1
        if len(document.beyond) < entries.MAX_BEYOND:
            document.beyond.append(component.line)
    elif component.name == "VTIMEZONE":
        if len(document.zones) < MAX_OTHERS:
            document.zones.append(component)
    elif component.name in document.ignored or len(document.ignored) < MAX_OTHERS:
        document.ignored[component.name] += 1


def _decoded(data: bytes, document: Document) -> Iterator[tuple[int, str]]:
    """Numbered lines as text. What isn't UTF-8 is Windows-1252, unless it is damaged UTF-8."""
    for number, line in unfold(data):
        try:
            text = line.decode()
        except UnicodeDecodeError:
            document.foreign.add(number)
            text = line.decode(errors="replace")
            if all(char == "\ufffd" or char.isascii() for char in text):
                text = line.decode("cp1252", errors="replace")
        if not text.isprintable() and any(char < " " and char != "\t" for char in text):
            document.control.add(number)
            text = "".join(char for char in text if char >= " " or char == "\t")
        yield number, text


def unfold(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Logical lines with the number of their first physical line.

    Unfolding comes before decoding: a fold counts octets and may fall inside a character.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", errors="replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")  # as Macs once wrote
    first, logical = 0, bytearray()
    for number, physical in enumerate(BytesIO(data), 1):
        line = physical[:MAX_LINE].rstrip(b"\r\n")
        if line[:1] in (b" ", b"\t") and logical:
            if len(logical) < MAX_LINE:
                logical += line[1:]
        elif line.strip():
            if logical:
                yield first, bytes(logical)
            first, logical = number, bytearray(line)
    if logical:
        yield first, bytes(logical)


def unescape(value: str) -> str:
    r"""TEXT (RFC 5545 section 3.3.11): `\n` is a newline; a backslash before anything else protects it."""
    if "\\" not in value:
        return value
    return ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


@lru_cache(maxsize=512)
def _parameters(text: str) -> dict[str, str]:
    """Shared by all lines with the same parameters: not to be changed."""
    return {name.upper(): value.strip('"').strip() for name, value in PARAMETER.findall(text)}
