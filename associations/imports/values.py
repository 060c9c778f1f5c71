"""Single values that come from elsewhere, made safe to keep: "" is always what the source doesn't say."""

import html
import json
import re
import unicodedata
from datetime import date
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from associations import opening

# Controls but newline, line separators, what reverses the reading direction, byte order marks, surrogates.
CONTROLS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
BARE_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?")
PHONE = re.compile(r"\+?[\d\s().\-/]{4,28}\d")
ISO, FRENCH = re.compile(r"(\d{4})-(\d\d)-(\d\d)"), re.compile(r"(\d\d?)/(\d\d?)/(\d{4})")
MAX_URL, MAX_LINK, MAX_EMAIL = 200, 300, 254


class Unusable(ValueError):
    """
    A value that can't be kept; the message is the French reason. `column` is where, when that isn't plain; `kept` is
    what the rest of the cell says, when it holds several values.
    """

    def __init__(self, message, *, column="", kept=""):
        super().__init__(message)
        self.column, self.kept = column, kept


def one_line(text):
    """Without entities, control characters nor doubled spaces, composed (NFC)."""
    if "&" in text:
        text = ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    return " ".join(unicodedata.normalize("NFC", CONTROLS.sub(" ", text)).split())


def several_lines(text):
    """The same, with the lines that people wrote."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(map(one_line, lines))).strip()


def cut(text, limit):
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def read_date(text):
    """ISO or French digits → ISO; what registers write for "unknown" (0001-01-01) is nothing."""
    text = text.strip()
    if not text or text.startswith(("0001-", "0000-", "01/01/0001")):
        return ""
    found = ISO.match(text)
    year, month, day = found.groups() if found else reversed(_groups(FRENCH, text))
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError as error:
        raise _no_date(text) from error


def _groups(pattern, text):
    found = pattern.fullmatch(text)
    if not found:
        raise _no_date(text)
    return found.groups()


def _no_date(text):
    return Unusable(_("« %s » n’est pas une date : écrivez par exemple 2021-09-30.") % text[:40])


def web_address(text, limit=MAX_URL):
    """An http(s) address; https is added to a bare host. Other schemes have no place on a page."""
    address = text.strip()
    if not address:
        return ""
    if BARE_HOST.fullmatch(address):
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  raises on a port that is no number
        is_web = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        is_web = False
    if not is_web or not address.isprintable() or " " in address or '"' in address or "<" in address:
        raise Unusable(_("« %s » n’est pas l’adresse d’un site (http ou https).") % text.strip()[:60])
    if len(address) > limit:
        raise Unusable(_("Cette adresse dépasse %d caractères.") % limit)
    return address


def email_address(text):
    address = text.strip()
    if not address:
        return ""
    try:
        validate_email(address if address.isprintable() else "")
    except ValidationError as error:
        raise Unusable(_("« %s » n’est pas une adresse e-mail.") % address[:60]) from error
    if len(address) > MAX_EMAIL:
        raise Unusable(_("Cette adresse dépasse %d caractères.") % MAX_EMAIL)
    return address


def phone_number(text):
    number = one_line(text)
    if not number:
        return ""
    if not PHONE.fullmatch(number):
        raise Unusable(_("« %s » n’est pas un numéro de téléphone.") % number[:40])
    return number


def postal_code(text):
    code = text.replace(" ", "")
    if not code:
        return ""
    if code.isascii() and code.isdigit() and len(code) in (4, 5):
        return f"{code:0>5}"  # a spreadsheet takes the zero of 06000
    raise Unusable(_("« %s » n’est pas un code postal.") % text[:20])


def weekly_hours(text):
    """OpenStreetMap's notation → JSON; a day that is closed is a day that isn't there."""
    try:
        hours = opening.read_osm(text) if text else {}
    except opening.UnreadableHours as error:
        raise Unusable(str(error)) from error
    return as_json({code: spans for code, spans in hours.items() if spans})


def coordinates(latitude, longitude):
    """(latitude, longitude) in degrees, or None; 0, 0 is how software writes "unknown"."""
    try:
        pair = float(str(latitude).replace(",", ".")), float(str(longitude).replace(",", "."))
    except ValueError:
        return None
    return pair if abs(pair[0]) <= 90 and abs(pair[1]) <= 180 and pair != (0, 0) else None


def identifier(clean, text):
    """What `associations.identifiers` says of a number, as Unusable."""
    try:
        return clean(text)
    except ValidationError as error:
        raise Unusable(" ".join(error.messages)) from error


# As PostgreSQL's COPY reads them; an empty list is what the source doesn't say.


def array(words):
    """A PostgreSQL array of texts."""
    if not words:
        return ""
    quoted = (word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    return "{" + ",".join(f'"{word}"' for word in quoted) + "}"


def as_json(value):
    return json.dumps(value, ensure_ascii=False) if value else ""
