"""Events of web pages: schema.org in JSON-LD (https://schema.org/Event, Google's and Yoast's habits included).

Identity: an event is known by its `@id`, else its `url`, else its `identifier`; relative ones are read from the
page's address. One without any gets an identifier made from the page's address (as given, else as the page
says), its title and its start: moved, it is another event. `several_dates` says what becomes of an identifier
that several events share.

An `EventSeries` is read as its `eventSchedule`, else as its `subEvent`s, else as an event. The sub-events of any
other event (a festival's programme) are events too; they take from it what they don't say.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from agenda.recurrence import RuleError

from . import entries, offers, places, schedules, text, web_page
from .entries import Entry, NoEvents, NotACalendar, Reading, Refused, check_size
from .iso import moment, schedule
from .nodes import Node, first, strings, words
from .several_dates import gather
from .vevent import shorten_uid

MAX_VALUES = 2_000_000  # as for OpenAgenda, in all the scripts of a page
SCHEDULED, RESCHEDULED, MOVED_ONLINE, POSTPONED, FULL, CANCELLED = range(1, 7)
STATUS = {
    "EventCancelled": CANCELLED,
    "EventPostponed": POSTPONED,
    "EventRescheduled": RESCHEDULED,
    "EventMovedOnline": MOVED_ONLINE,
}
# Not something that people go to, though schema.org has them under Event.
NOT_FOR_PEOPLE = {"PublicationEvent", "BroadcastEvent", "OnDemandEvent", "DeliveryEvent", "UserInteraction"}
OTHER_EVENTS = {"EventSeries", "Festival", "Hackathon", "CourseInstance"}
# An event's own neighbours: what is found there is not announced by the page.
NOT_SEARCHED = {"superEvent", "organizer", "performer", "location", "offers", "workPerformed", "workFeatured"}
INHERITED = (
    *("location", "offers", "isAccessibleForFree", "organizer", "description", "keywords"),
    *("typicalAgeRange", "eventAttendanceMode"),
)
IDENTITY = ("name", "url", "@id", "identifier")
AGES = re.compile(r"\s*(\d{1,3})?\s*(?:(-|–|à|\+)\s*(\d{1,3})?)?\s*(?:ans)?\s*")


def read(data: bytes, *, address: str = "") -> Reading:
    """A page, or JSON-LD alone."""
    check_size(data)
    page = web_page.decode(data)
    reading = Reading()
    if page.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        scripts = [web_page.Script(page.lstrip("\ufeff"), 1)]
    else:
        reading.name = text.one_line(web_page.title(page), 150)
        address = address or text.web_address(web_page.canonical(page))
        scripts = web_page.scripts(page)
    documents = list(_documents(scripts, reading))
    reading.complete = not reading.warnings
    index = _index(documents)
    events = list(_events(documents, index))
    if not events:
        if reading.warnings:
            raise NotACalendar(
                _("Les données d’événements de cette page sont mal formées : %(reason)s")
                % {"reason": reading.warnings[0]}
            )
        raise NoEvents(
            _(
                "Ceci est une page web, pas un calendrier : elle ne contient pas d’événements que la plateforme "
                "sache lire (schema.org). Cherchez sur cette page un lien « iCal », « .ics » ou « s’abonner », "
                "et donnez l’adresse de ce lien."
            )
        )
    if len(events) > entries.MAX_ENTRIES:
        ranks = range(entries.MAX_ENTRIES + 1, len(events) + 1)
        reading.leave_rest(ranks, len(ranks), entries.too_many())
    found = []
    for rank, event in enumerate(events[: entries.MAX_ENTRIES], 1):
        title = text.one_line(event.text("name"), text.MAX_TITLE)
        try:
            found += _entries(event, rank, address, reading)
        except (Refused, RuleError) as refusal:
            reading.refuse(_identifier(event, address), rank, refusal, title)
    reading.entries = gather(found, reading)
    return reading


# Finding the events


def _documents(scripts: Any, reading: Reading) -> Iterator[Any]:
    left = MAX_VALUES
    for script in scripts:
        left -= sum(map(script.text.count, (",", "[", "{")))
        if left < 0:
            raise NotACalendar(_("Les données de cette page sont trop complexes pour être un agenda."))
        try:
            yield json.loads(script.text, strict=False)
        except json.JSONDecodeError as error:
            reading.warn(_("données mal formées, laissées de côté"), line=script.line + error.lineno - 1)
        except (ValueError, RecursionError):
            reading.warn(_("données illisibles, laissées de côté"), line=script.line)


def _walk(documents: list[Any]) -> Iterator[dict[str, Any]]:
    """Each object, in the order of the page, without recursion."""
    stack = list(reversed(documents))
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict):
            yield value
            hidden = NOT_SEARCHED if _is_event(value) else ()
            below = [inner for key, inner in value.items() if key not in hidden]
            stack.extend(inner for inner in reversed(below) if isinstance(inner, dict | list))


def _index(documents: list[Any]) -> dict[str, dict[str, Any]]:
    """The objects that others may name by `@id`: of several, the one that says most."""
    index: dict[str, dict[str, Any]] = {}
    stack = list(documents)
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            name = value.get("@id")
            if isinstance(name, str) and len(value) > len(index.get(name, ())):
                index[name] = value
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
    return index


def _events(documents: list[Any], index: dict[str, dict[str, Any]]) -> Iterator[Node]:
    """Each event once, a series' own dates left to it."""
    seen: set[int] = set()
    found = [data for data in _walk(documents) if _is_event(data)]
    # Those that have parts first: a part may stand before them in the page.
    for data in sorted(found, key=lambda data: not (data.get("subEvent") or data.get("subEvents"))):
        yield from _with_parts(Node(data, index), seen)


def _with_parts(event: Node, seen: set[int]) -> Iterator[Node]:
    if id(event.data) in seen or event.is_reference:
        return
    seen.add(id(event.data))
    parts = [part for part in event.nodes("subEvent", "subEvents") if _is_event(part.data)]
    is_series = "EventSeries" in event.types
    if event.data.get("eventSchedule"):
        seen.update(id(part.data) for part in parts)
        yield event
        return
    # A series is its dates; a festival has dates of its own, or is no more than the name of its programme.
    if not parts or (not is_series and event.data.get("startDate")):
        yield event
    for part in parts:
        if id(part.data) in seen or part.is_reference:
            continue
        seen.add(id(part.data))
        heard = {name: event.data[name] for name in INHERITED if name in event.data}
        own = text.one_line(part.text("name")).casefold()
        if is_series and own in ("", text.one_line(event.text("name")).casefold()):
            yield part.saying({**heard, **_without(part.data, IDENTITY), **_series_identity(event)})
        else:
            yield part.saying({**heard, **part.data})


def _series_identity(series: Node) -> dict[str, Any]:
    """What makes its dates one event, even where the page names nothing but the dates."""
    known = {name: series.data[name] for name in IDENTITY if series.data.get(name)}
    if not known.keys() - {"name"}:
        known["identifier"] = f"serie:{text.digest(series.text('name'))}"
    return known


def _without(data: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in names}


def _is_event(data: dict[str, Any]) -> bool:
    types = Node(data).types
    return any(
        name in OTHER_EVENTS or (name.endswith("Event") and name not in NOT_FOR_PEOPLE) for name in types
    )


# Reading one


def _entries(event: Node, rank: int, address: str, reading: Reading) -> list[Entry]:
    full_title = text.one_line(event.text("name")) or _("Événement sans titre")
    title = text.cut(full_title, text.MAX_TITLE)
    description = text.plain(event.text("description"))
    if title != full_title:
        description = text.cut(f"{full_title}\n\n{description}".strip(), text.MAX_DESCRIPTION)
    place = places.read(event, address)
    told = offers.read(event)
    status = _status(event, told.sold_out)
    age_min, age_max = _ages(event.text("typicalAgeRange"))
    organiser = first(event.nodes("organizer"))
    fields = {
        "title": title,
        "summary": text.one_line(event.text("disambiguatingDescription", "abstract"), text.MAX_SUMMARY),
        "description": description,
        "place_name": place.name,
        "address": place.address,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "url": _absolute(event.text("url"), address),
        "online_url": place.online_url,
        "keywords": words(event, "keywords"),
        "age_min": age_min,
        "age_max": age_max,
        "free": told.free,
        "conditions": told.conditions,
        "contact_email": text.one_line(organiser.text("email").removeprefix("mailto:"), 254)
        if organiser
        else "",
        "contact_phone": text.one_line(organiser.text("telephone"), 30) if organiser else "",
        "status": status,
        "cancelled": status == CANCELLED,
        "modified": _modified(event),
        "line": rank,
    }
    uid = _identifier(event, address)
    if event.data.get("eventSchedule"):
        planned = schedules.read(event, rank, reading)
        return [
            Entry(uid=_uid(uid, address, title, when.start.isoformat(), part), schedule=when, **fields)
            for part, when in enumerate(planned)
        ]
    if not event.text("startDate"):
        raise Refused(_("sans date de début (startDate)"))
    start, ends = moment(event.text("startDate"), "startDate"), event.text("endDate")
    when = schedule(start, moment(ends, "endDate") if ends else None, event.text("duration"))
    return [Entry(uid=_uid(uid, address, title, start.at.isoformat()), schedule=when, **fields)]


def _identifier(event: Node, address: str) -> str:
    """What the event is known by, or nothing. A blank node's name (`_:b0`) holds within its document only."""
    for name in ("@id", "url"):
        own = text.one_line(event.text(name))
        if own and not own.startswith("_:"):
            return _joined(address, own)
    for value in event.values("identifier"):
        if isinstance(value, dict):
            value = value.get("value") or value.get("@value")
        if (
            isinstance(value, str | int)
            and not isinstance(value, bool)
            and (word := text.one_line(str(value), 200))
        ):
            return word if ":" in word or "@" in word else f"jsonld:{word}"
    return ""


def _uid(own: str, address: str, title: str, start: str, part: int = 0) -> str:
    uid = own or f"page:{text.digest(address, title, start)}"
    return shorten_uid(f"{uid}#{part + 1}" if part else uid)


def _joined(address: str, target: str) -> str:
    try:
        return urljoin(address, target) if address else target
    except ValueError:
        return target


def _absolute(target: str, address: str) -> str:
    return text.web_address(_joined(address, text.clean(target).strip()))


def _status(event: Node, sold_out: bool) -> int:
    names = (name.rpartition("/")[2].rpartition(":")[2] for name in strings(event.values("eventStatus")))
    status = max((STATUS.get(name, SCHEDULED) for name in names), default=SCHEDULED)
    return FULL if status == SCHEDULED and sold_out else status


def _modified(event: Node) -> Any:
    try:
        return moment(event.text("dateModified"), "dateModified", zone="UTC").at
    except Refused:
        return None


def _ages(written: str) -> tuple[int | None, int | None]:
    """ "7-12", "18+", "6-"."""
    match = AGES.fullmatch(written[:30])
    if match is None or not (match[1] or match[3]):
        return None, None
    low, high = (int(number) if number and int(number) <= 120 else None for number in (match[1], match[3]))
    if match[2] is None:
        high = low
    return (None, None) if low is not None and high is not None and high < low else (low, high)
