"""Any calendar, whatever its format: told apart by content, because names and content types lie."""

from django.utils.translation import gettext as _

from . import ics, openagenda
from .entries import NotACalendar, Reading, check_size

SNIFFED = 4096


def read(data: bytes) -> Reading:
    """Raise `NotACalendar`, with a message that helps, for anything else than a calendar."""
    check_size(data)
    head = _head(data)
    if not head:
        raise NotACalendar(_("Ce fichier est vide."))
    if head.startswith(("{", "[")):
        return openagenda.read(data)
    if "begin:vcalendar" in head:
        return ics.read(data)
    raise NotACalendar(_what_it_is(data, head))


def _head(data: bytes) -> str:
    start = data[:SNIFFED]
    utf16 = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    return start.decode("utf-16" if utf16 else "utf-8-sig", errors="replace").strip().lower()


def _what_it_is(data: bytes, head: str) -> str:
    if data.startswith(b"PK\x03\x04"):
        return _(
            "Ceci est une archive ZIP, pas un calendrier : décompressez-la et donnez le fichier .ics "
            "qu’elle contient."
        )
    if data.startswith(b"\x1f\x8b"):
        return _("Ceci est une archive compressée (gzip), pas un calendrier : décompressez-la d’abord.")
    if data.startswith(b"%PDF"):
        return _("Ceci est un document PDF, pas un calendrier : cherchez un export « iCal » ou « .ics ».")
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")):
        return _("Ceci est une image, pas un calendrier.")
    if head.startswith(("<!doctype html", "<html")) or "<html" in head or "<body" in head:
        return _(
            "Ceci est une page web, pas un calendrier : cherchez sur cette page un lien « iCal », « .ics » "
            "ou « s’abonner », et donnez l’adresse de ce lien."
        )
    if head.startswith(("<?xml", "<rss", "<feed")):
        return _("Ceci est un flux XML ou RSS, pas un calendrier : cherchez un export « iCal » ou « .ics ».")
    if head.startswith("begin:vcard"):
        return _("Ceci est un carnet d’adresses (vCard), pas un calendrier.")
    return _(
        "Ce fichier n’est pas un calendrier : un fichier iCalendar (.ics) ou OpenAgenda (JSON) est attendu."
    )
