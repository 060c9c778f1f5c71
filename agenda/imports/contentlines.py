"""The grammar of iCalendar (RFC 5545 section 3.1): bytes into components, components into properties.

`icalendar` could do it, but not as an import needs it: one broken alarm or unclosed event gives up the whole
file, errors have no line number, and a zone that one file defines is remembered for the next one.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from django.utils.translation import gettext as _

from .entries import NotACalendar, check_count

# Possessive quantifiers: a line that is no content line is given up in linear time.
CONTENT_LINE = re.compile(r'([A-Za-z0-9-]++)((?:;[^:;"]*+(?:"[^"]*+"[^:;"]*+)*+)*+):(.*)', re.DOTALL)
PARAMETER = re.compile(r';\s*([A-Za-z0-9-]++)\s*=\s*("[^"]*+"|[^;"]*+)')
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
UNESCAPED_COMMA = re.compile(r"(?<!\\),")

# A line costs some 150 octets of memory, however short it is.
MAX_LINES = 1_000_000
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


@dataclass(slots=True)
class Component:
    name: str
    line: int
    lines: list[tuple[int, str]] = field(default_factory=list)  # numbered, unfolded
    closed: bool = False
    stray_lines: list[int] = field(
        default_factory=list
    )  # no content lines; known once `properties` was called

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
class Document:
    header: Component
    events: list[Component] = field(default_factory=list)
    zones: list[Component] = field(default_factory=list)
    ignored: Counter = field(default_factory=Counter)  # other components by name
    foreign_lines: list[int] = field(default_factory=list)  # read as Windows-1252 or with replaced bytes
    control_lines: list[int] = field(default_factory=list)  # had NUL or other forbidden characters
    closed: bool = False  # END:VCALENDAR was there


def split(data: bytes) -> Document:
    """The components of a file, or of several calendars in one file, tolerant of what surrounds them."""
    document = Document(Component("VCALENDAR", 0))
    component: Component | None = None
    nested = 0
    inside = False
    for count, (number, line) in enumerate(_decoded(data, document)):
        if count > MAX_LINES:
            raise NotACalendar(_("Ce calendrier a trop de lignes pour être lu."))
        keyword, _colon, name = line.partition(":")
        keyword, name = keyword.upper(), name.strip().upper()
        if keyword == "BEGIN" and name == "VCALENDAR":
            document.header.line = document.header.line or number
            component, nested, inside, document.closed = None, 0, True, False
        elif not inside:
            continue
        elif keyword == "BEGIN" and (component is None or name in TOP_LEVEL):
            component, nested = Component(name, number), 0
            _file(component, document)
        elif keyword == "BEGIN":
            nested += 1
            _keep_of_zone(component, number, line)
        elif keyword == "END" and name == "VCALENDAR":
            component, inside, document.closed = None, False, True
        elif keyword == "END" and component is not None and name == component.name:
            component.closed, component, nested = True, None, 0
        elif component is None:
            document.header.lines.append((number, line))
        elif keyword == "END":
            nested = max(nested - 1, 0)
        elif nested:
            _keep_of_zone(component, number, line)
        else:
            component.lines.append((number, line))
    if not document.header.line:
        raise NotACalendar(_("Ce fichier n’est pas un calendrier : il ne contient pas « BEGIN:VCALENDAR »."))
    return document


def _keep_of_zone(component: Component, number: int, line: str) -> None:
    """The parts of a VTIMEZONE matter; those of an event are alarms."""
    if component.name == "VTIMEZONE":
        component.lines.append((number, line))


def _file(component: Component, document: Document) -> None:
    if component.name == "VEVENT":
        document.events.append(component)
        check_count(len(document.events))
    elif component.name == "VTIMEZONE":
        document.zones.append(component)
    else:
        document.ignored[component.name] += 1


def _decoded(data: bytes, document: Document) -> Iterator[tuple[int, str]]:
    """Numbered lines as text. What isn't UTF-8 is Windows-1252, unless it is damaged UTF-8."""
    for number, line in unfold(data):
        try:
            text = line.decode()
        except UnicodeDecodeError:
            document.foreign_lines.append(number)
            text = line.decode(errors="replace")
            if all(char == "\ufffd" or char.isascii() for char in text):
                text = line.decode("cp1252", errors="replace")
        if not text.isprintable() and any(char < " " and char != "\t" for char in text):
            document.control_lines.append(number)
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
        line = physical.rstrip(b"\r\n")
        if line[:1] in (b" ", b"\t") and logical:
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
