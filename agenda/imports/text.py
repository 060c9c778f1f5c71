"""Text that comes from elsewhere, made safe to keep: no control characters, no HTML, bounded length.

The result is plain text. It may still hold `<` or `&`: templates escape it, Markdown is sanitised where it is
rendered.
"""

import hashlib
import html
import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

MAX_TITLE = 140  # OpenAgenda's limit
MAX_SUMMARY = 200
MAX_DESCRIPTION = 10_000
MAX_URL = 2_000

# Controls but tab and newline, line separators, what reverses the reading direction, byte order marks.
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
SURROGATES = re.compile("[\ud800-\udfff]")
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
HTML = re.compile(
    r"</?(?:a|b|blockquote|body|br|center|div|em|font|h[1-6]|hr|html|i|img|li|ol|p|span|strong|table|td|tr|u|ul)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
TAG = re.compile(r"<(/?[A-Za-z][A-Za-z0-9]*|!)([^<>]*)>")
HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
BLOCKS = ("p", "div", "tr", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
BREAKS = {"br", "hr", *BLOCKS, *(f"/{name}" for name in BLOCKS)}
HIDDEN = {"script", "style", "head", "title"}


def clean(text: str) -> str:
    """Without control characters or HTML entities, composed (NFC), with plain newlines."""
    if "&" in text:
        text = ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return CONTROLS.sub("", text) if not text.isprintable() else text
    return unicodedata.normalize("NFC", SURROGATES.sub("\ufffd", CONTROLS.sub("", text)))


def one_line(text: str, limit: int = 0) -> str:
    """Cleaned, on one line, cut to `limit` characters."""
    return cut(" ".join(clean(text).split()), limit)


def cut(text: str, limit: int) -> str:
    if not limit or len(text) <= limit:
        return text
    return text[: limit - 1].rstrip() + "…"


def plain(text: str, limit: int = MAX_DESCRIPTION) -> str:
    """Several lines of plain text; HTML, which Google and Outlook put there, becomes lines and addresses."""
    text = text[: 4 * limit]  # bounds the work on what is cut anyway
    if "<" in text and HTML.search(text):
        text = _without_tags(text)
    lines = (line.rstrip() for line in clean(text).replace("\xa0", " ").split("\n"))
    return cut(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), limit)


def _without_tags(text: str) -> str:
    """One pass over the tags, whatever their nesting: time stays linear on hostile input."""
    out: list[str] = []
    hidden = ""
    link, label_at = "", 0
    pieces = TAG.split(text.replace("\r", "").replace("\n", " "))
    for index in range(0, len(pieces), 3):
        if not hidden:
            out.append(pieces[index])
        if index + 2 >= len(pieces):
            break
        name, attributes = pieces[index + 1].lower(), pieces[index + 2]
        if hidden:
            hidden = "" if name == f"/{hidden}" else hidden
        elif name in HIDDEN:
            hidden = name
        elif name == "li":
            out.append("\n- ")
        elif name in BREAKS:
            out.append("\n")
        elif name == "a":
            target = HREF.search(attributes)
            link, label_at = html.unescape(target[1]) if target else "", len(out)
        elif name == "/a" and link:
            label = "".join(out[label_at:]).strip()
            out[label_at:] = [_link(label, web_address(link))]
            link = ""
    return re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(out))


def _link(label: str, address: str) -> str:
    if not address or re.match(r"(https?://|www\.)", label, re.IGNORECASE):
        return label
    return f"{label} ({address})" if label else address


def web_address(text: str) -> str:
    """An http(s) address, or nothing: other schemes (javascript:, data:, file:) have no place on a page."""
    address = text.strip()
    if len(address) > MAX_URL or any(char.isspace() or not char.isprintable() for char in address):
        return ""
    try:
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
        parts.port  # noqa: B018  raises on a port that is no number
    except ValueError:
        return ""
    return address if valid else ""


def place_and_address(text: str) -> tuple[str, str]:
    """ "Centre social, 12 rue des Lilas, 13009 Marseille" → the place's name and its address.

    A location that begins with a house number is an address without a name.
    """
    text = re.sub(r"\s*\n\s*", ", ", plain(text, 500))
    name, comma, address = text.partition(",")
    if re.match(r"\d+\s*(?:bis|ter|quater)?\b", name) and comma:
        return "", one_line(text, 255)
    if len(name) > 100:
        return one_line(name, 100), one_line(text, 255)
    return one_line(name), one_line(address, 255)


def coordinates(latitude: object, longitude: object) -> tuple[float | None, float | None]:
    """Degrees, or nothing when they are no place on Earth; 0, 0 is how software writes "unknown"."""
    try:
        pair = float(latitude), float(longitude)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None, None
    if not (abs(pair[0]) <= 90 and abs(pair[1]) <= 180) or pair == (0, 0):
        return None, None
    return pair


def digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


@lru_cache(maxsize=10_000)
def fold(words: str) -> str:
    """What two spellings of a name have in common, in any script: no case, no accents, no punctuation."""
    letters = unicodedata.normalize("NFKD", words.casefold().replace("œ", "oe").replace("æ", "ae"))
    kept = (
        " " if unicodedata.category(char)[0] in "PZC" else char
        for char in letters
        if not unicodedata.combining(char)
    )
    return " ".join("".join(kept).split()) or words
