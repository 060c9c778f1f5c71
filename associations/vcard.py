"""
A sheet as a vCard 4.0 (RFC 6350), to be kept in a phone's contacts.

Pure: an organisation with its relations loaded in, bytes out. What a person may be reached by is only what the
sheet says to everyone. A public contact is one more TEL or EMAIL, in a group of its own whose `X-ABLABEL` names
it: RELATED has no room for a number, and a group that a reader does not know is read without its label.
"""

import re
from datetime import UTC

from django.utils.translation import gettext as _

from associations.models import Language

CONTENT_TYPE = "text/vcard; charset=utf-8"
MAX_OCTETS = 75
# TEXT holds no control character but the line feed, which is escaped; some readers end a line on the last three.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
_SPACE = re.compile(r"\s")


def vcard(organisation, *, site_url):
    """
    Expects `place`, `themes`, `other_places` and `contacts` to be loaded. The UID is the sheet's own, so that a
    card taken again replaces the first one.
    """
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:org",
        f"UID:urn:uuid:{organisation.uid}",
        f"REV:{organisation.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"FN:{text(organisation.name)}",
        f"ORG:{text(organisation.name)}",
        *([f"NICKNAME:{text(organisation.short_name)}"] if organisation.short_name else []),
        *_addresses(organisation),
        *_reached_by(organisation.phone, organisation.email),
        *([f"URL;TYPE=work:{_uri(organisation.website)}"] if organisation.website else []),
        f"URL:{_uri(site_url + organisation.get_absolute_url())}",
        *_themes(organisation),
        *([f"NOTE:{text(organisation.summary)}"] if organisation.summary else []),
        *[f"LANG:{code}" for code in organisation.languages if code != Language.OTHER],
        *_contacts(organisation),
        "END:VCARD",
    ]
    return b"".join(map(fold, lines))


def _addresses(organisation):
    """
    ADR (section 6.3.1): the name of the place is the first line of its street, since the components that were
    meant for it "SHOULD be empty".
    """
    for place in organisation.all_places:
        street = ",".join(text(part) for part in (place.name, place.address) if part)
        yield f"ADR;TYPE=work:;;{street};{text(place.city)};;{text(place.postal_code)};{text(_('France'))}"
    if organisation.place and organisation.place.latitude is not None:
        yield f"GEO:geo:{organisation.place.latitude:.6f},{organisation.place.longitude:.6f}"


def _themes(organisation):
    if names := [text(theme.name) for theme in organisation.themes.all()]:
        yield "CATEGORIES:" + ",".join(names)


def _contacts(organisation):
    public = (contact for contact in organisation.contacts.all() if contact.is_public)
    for number, contact in enumerate(public, start=1):
        group = f"item{number}."
        yield from _reached_by(contact.phone, contact.email, group)
        label = ", ".join(part for part in (contact.name, contact.role) if part)
        yield f"{group}X-ABLABEL:{text(label)}"


def _reached_by(phone, email, group=""):
    if number := tel_uri(phone):
        yield f"{group}TEL;VALUE=uri;TYPE=work:{number}"
    if email:
        yield f"{group}EMAIL;TYPE=work:{text(email)}"


def tel_uri(number):
    """RFC 3966: "04 65 71 10 00" → "tel:+33465711000"; a short number is said to be French. "" without digits."""
    digits = re.sub(r"[^0-9+]", "", number.replace("(0)", ""))
    digits = re.sub(r"^00(?=[1-9])", "+", digits)
    if re.fullmatch(r"0[1-9][0-9]{8}", digits):
        return f"tel:+33{digits[1:]}"
    if re.fullmatch(r"\+[0-9]{4,15}", digits):
        return f"tel:{digits}"
    digits = digits.replace("+", "")
    return f"tel:{digits};phone-context=+33" if digits else ""


def text(value):
    """TEXT (section 3.4), escaped so that it may stand in a list or in a structured value."""
    value = _CONTROL.sub("", str(value).replace("\r\n", "\n")).replace("\\", "\\\\")
    return value.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _uri(value):
    return _SPACE.sub("", _CONTROL.sub("", value))


def fold(line):
    """A line of at most 75 octets, then continuations (section 3.2), never cutting a character."""
    data = line.encode()
    parts, limit = [], MAX_OCTETS
    while len(data) > limit:
        cut = limit
        while data[cut] & 0xC0 == 0x80:
            cut -= 1
        parts.append(data[:cut])
        data, limit = data[cut:], MAX_OCTETS - 1
    return b"\r\n ".join([*parts, data]) + b"\r\n"
