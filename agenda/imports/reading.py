"""Any calendar, whatever its format: told apart by content, because names and content types lie."""

from django.utils.translation import gettext as _

from . import entries, ics, jsonld, openagenda, rss
from .entries import NotACalendar, Reading, check_size

SNIFFED = 4096


def read(data: bytes, *, address: str = "", seconds: float = entries.MAX_SECONDS) -> Reading:
    """
    Raise `NotACalendar`, with a message that helps, for anything else than a calendar.

    `address` is where it was found: pages and feeds write addresses that are relative to it. What isn't read in so
    many `seconds` is left.
    """
    check_size(data)
    head = _head(data)
    if not head:
        raise NotACalendar(_("Ce fichier est vide."))
    name = _format(data, head)
    is_cut = name in ("jsonld", "rss") and len(data) > entries.MAX_TREE
    if is_cut:
        data = data[: entries.MAX_TREE]
    match name:
        case "ics":
            reading = ics.read(data, seconds=seconds)
        case "openagenda":
            reading = openagenda.read(data)
        case "jsonld":
            reading = jsonld.read(data, address=address)
        case "rss":
            reading = rss.read(data, address=address)
        case _:
            raise NotACalendar(_what_it_is(data, head))
    reading.format = name
    if is_cut:
        reading.complete = False
        limit = {"limit": entries.MAX_TREE // 10**6}
        reading.warn(_("cette page pèse plus de %(limit)d Mo : seul son début est lu") % limit)
    return reading


def _format(data: bytes, head: str) -> str:
    if head.startswith(("{", "[")):
        is_linked = any(mark in data[:SNIFFED] for mark in (b'"@context"', b'"@type"', b'"@graph"'))
        return "jsonld" if is_linked else "openagenda"
    if "begin:vcalendar" in head:
        return "ics"
    if head.startswith(("<?xml", "<rss", "<feed", "<rdf:rdf")) and "<html" not in head:
        return "rss"
    return "jsonld" if _is_page(head) else ""


def _head(data: bytes) -> str:
    start = data[:SNIFFED]
    utf16 = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    return start.decode("utf-16" if utf16 else "utf-8-sig", errors="replace").strip().lower()


def _what_it_is(data: bytes, head: str) -> str:
    if data.startswith(b"PK\x03\x04"):
        return _(
            "Ceci est une archive ZIP, pas un calendrier : décompressez-la et donnez le fichier .ics "
            "qu’elle contient."
        )
    if data.startswith(b"\x1f\x8b"):
        return _("Ceci est une archive compressée (gzip), pas un calendrier : décompressez-la d’abord.")
    if data.startswith(b"%PDF"):
        return _("Ceci est un document PDF, pas un calendrier : cherchez un export « iCal » ou « .ics ».")
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")):
        return _("Ceci est une image, pas un calendrier.")
    if head.startswith("begin:vcard"):
        return _("Ceci est un carnet d’adresses (vCard), pas un calendrier.")
    return _(
        "Ce fichier n’est pas un calendrier : un fichier iCalendar (.ics) ou OpenAgenda (JSON), une page web ou "
        "un flux RSS avec des dates d’événements sont attendus."
    )


def _is_page(head: str) -> bool:
    return (
        head.startswith(("<!doctype html", "<html", "<head", "<script")) or "<html" in head or "<body" in head
    )
