"""Events in OpenAgenda's JSON (v2): what its exports, its API and other platforms' exports give."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from agenda.recurrence import Schedule

from . import entries, text
from .entries import (
    MAX_DATES,
    Entry,
    Gone,
    NotACalendar,
    Override,
    Reading,
    Refused,
    check_size,
    check_year,
)
from .timezones import HOME, by_name

# "[{},{},…" takes much more memory than its size: values are counted by what opens and separates them.
MAX_VALUES = 2_000_000
ACCESSIBILITY = ("hi", "vi", "pi", "mi", "ii")
PUBLISHED, CANCELLED = 2, 6
FREE = re.compile(
    r"(?:(?:entrée|accès|activité|participation)s?\s+)?(?:libres?|gratuite?s?)(?:\s+et\s+(?:libres?|gratuite?s?))?"
    r"(?:,?\s+(?:sur|sans|avec)\s+(?:inscription|réservation))?[\s.!]*",
    re.IGNORECASE,
)
LIST = re.compile(r'(?:"events"\s*:\s*|\A\s*)\[\s*')
SEPARATOR = re.compile(r"[\s,]*")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")
PHONE = re.compile(r"\+?[\d .()\-]{8,24}")


def read(data: bytes) -> Reading:
    check_size(data)
    reading = Reading(format="openagenda")
    events = _one_by_one(data, reading) if len(data) > entries.MAX_TREE else _events(load(data), reading)
    copies: dict[str, list[Entry]] = defaultdict(list)
    beyond = 0
    for rank, event in enumerate(events, 1):
        if rank > entries.MAX_ENTRIES:
            beyond += 1
            continue
        uid, title = "", ""
        try:
            if not isinstance(event, dict):
                raise Refused(_("ce n’est pas un événement"))
            title = text.one_line(_localised(event.get("title")), text.MAX_TITLE)
            uid = _uid(event)
            copies[uid].append(_entry(_Event(event, uid, rank, reading)))
        except Refused as refusal:
            reading.refuse(uid, rank, refusal, title)
    if beyond:
        reading.leave_rest(range(entries.MAX_ENTRIES + 1, rank + 1), beyond, entries.too_many())
    reading.entries = [_latest(group, reading) for group in copies.values() if group]
    return reading


def load(data: bytes) -> Any:
    if sum(map(data.count, (b",", b"[", b"{"))) > MAX_VALUES:
        raise NotACalendar(_("Ce fichier JSON est trop complexe pour être un agenda."))
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotACalendar(_("Ce fichier JSON n’est pas encodé en UTF-8.")) from None
    except json.JSONDecodeError as error:
        raise NotACalendar(
            _("Ce fichier JSON est mal formé (ligne %(line)d).") % {"line": error.lineno}
        ) from None
    except (ValueError, RecursionError):
        raise NotACalendar(_("Ce fichier JSON ne peut pas être lu.")) from None


def _one_by_one(data: bytes, reading: Reading) -> Iterator[Any]:
    """
    The events of a list that is too big to be held as a whole, up to where it is cut or broken. What stands after
    them is not read: whether they are all isn't known.
    """
    words = data.decode("utf-8-sig", errors="replace")
    begins = LIST.search(words)
    if begins is None:
        raise NotACalendar(_not_an_agenda())
    reading.complete = False
    reading.warn(_("c’est un très grand agenda : ce qui n’y est plus n’est pas annulé ici"))
    decoder, place = json.JSONDecoder(), begins.end()
    while place < len(words) and words[place] == "{":
        try:
            event, place = decoder.raw_decode(words, place)
        except (ValueError, RecursionError):
            reading.warn(_("le fichier semble coupé : la suite n’est pas lue"))
            return
        yield event
        place = SEPARATOR.match(words, place).end()


def _events(document: Any, reading: Reading) -> list[Any]:
    """An export or a page ({"events": […]}), one event of the API ({"event": {…}}), an event, a list."""
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        if isinstance(events := document.get("events"), list):
            agenda = document.get("agenda")
            title = agenda.get("title") if isinstance(agenda, dict) else document.get("title")
            reading.name = text.one_line(_localised(title), 150)
            total = document.get("total")
            if isinstance(total, int) and total > len(events):
                reading.complete = False
                reading.warn(
                    _("%(count)d événements sur %(total)d : ce n’est qu’une partie de l’agenda")
                    % {"count": len(events), "total": total}
                )
            return events
        event = document.get("event", document)
        if isinstance(event, dict) and "timings" in event:
            return [event]
    raise NotACalendar(_not_an_agenda())


def _not_an_agenda() -> str:
    return _("Ce fichier JSON n’est pas un agenda OpenAgenda : il n’a pas de liste « events ».")


def _latest(entries: list[Entry], reading: Reading) -> Entry:
    """Of several events with one UID, the last updated; the others are refused."""
    never = datetime.min.replace(tzinfo=UTC)
    latest, *others = sorted(entries, key=lambda entry: (entry.modified or never, entry.line), reverse=True)
    for other in others:
        reading.refuse(
            other.uid,
            other.line,
            _("UID en double : l’événement n° %(rank)d, plus récent, est gardé") % {"rank": latest.line},
            other.title,
        )
    return latest


@dataclass
class _Event:
    data: dict[str, Any]
    uid: str
    rank: int
    reading: Reading
    location: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        location = self.data.get("location")
        self.location = location if isinstance(location, dict) else {}

    def localised(self, name: str) -> str:
        return _localised(self.data.get(name))

    def warn(self, message: str) -> None:
        self.reading.warn(_("Événement n° %(rank)d : %(message)s") % {"rank": self.rank, "message": message})


def _entry(event: _Event) -> Entry:
    data = event.data
    if data.get("removed") is True:
        raise Gone(_("supprimé de l’agenda d’origine"))
    if _integer(data.get("state"), PUBLISHED) != PUBLISHED:
        raise Gone(_("non publié dans l’agenda d’origine"))
    full_title = text.one_line(event.localised("title")) or _("Événement sans titre")
    title = text.cut(full_title, text.MAX_TITLE)
    description = text.plain(event.localised("longDescription"))
    if title != full_title:
        description = text.cut(f"{full_title}\n\n{description}".strip(), text.MAX_DESCRIPTION)
    schedule, overrides = _schedule(event)
    status = _integer(data.get("status"), 1)
    conditions = text.one_line(event.localised("conditions"), 255)
    latitude, longitude = text.coordinates(event.location.get("latitude"), event.location.get("longitude"))
    links, emails, phones = _registration(data.get("registration"))
    age_min, age_max = _ages(data.get("age"))
    return Entry(
        uid=event.uid,
        schedule=schedule,
        overrides=overrides,
        title=title,
        summary=text.one_line(event.localised("description"), text.MAX_SUMMARY),
        description=description,
        place_name=text.one_line(_localised(event.location.get("name")), 100),
        address=_address(event.location),
        latitude=latitude,
        longitude=longitude,
        url=links[0] if links else "",
        online_url=text.web_address(_string(data.get("onlineAccessLink"))),
        keywords=_keywords(data.get("keywords")),
        age_min=age_min,
        age_max=age_max,
        free=True if conditions and FREE.fullmatch(conditions) else None,
        conditions=conditions,
        accessibility=_accessibility(data.get("accessibility")),
        contact_email=emails[0] if emails else "",
        contact_phone=phones[0] if phones else "",
        status=status if 1 <= status <= CANCELLED else 1,
        cancelled=status == CANCELLED,
        modified=_modified(data.get("updatedAt")),
        line=event.rank,
    )


def _uid(event: dict[str, Any]) -> str:
    for name in ("uid", "slug"):
        value = event.get(name)
        if (
            isinstance(value, str | int)
            and not isinstance(value, bool)
            and (word := text.one_line(str(value), 200))
        ):
            return f"openagenda:{word}"
    raise Refused(_("sans identifiant (uid)"))


def _schedule(event: _Event) -> tuple[Schedule, tuple[Override, ...]]:
    """The first timing with the others as added dates; those that last otherwise are overrides."""
    name = _string(event.data.get("timezone")) or _string(event.location.get("timezone"))
    zone = (by_name(name) if name else None) or HOME
    timings = sorted(_timings(event, ZoneInfo(zone)).items())
    if not timings:
        raise Refused(_("aucun horaire valable (timings)"))
    (start, end), *others = timings
    # In one zone, subtracting compares wall clocks: the length that `recurrence.spans` keeps.
    overrides = [
        Override(begins, begins, ends, line=event.rank)
        for begins, ends in others
        if ends - begins != end - start
    ]
    return Schedule(start=start, end=end, zone=zone, rdates=tuple(dict(others))), tuple(overrides)


def _timings(event: _Event, zone: ZoneInfo) -> dict[datetime, datetime]:
    """Start to end; a timing that can't be read is said and left out."""
    timings = event.data.get("timings")
    if not isinstance(timings, list):
        raise Refused(_("sans horaires (timings)"))
    if len(timings) > MAX_DATES:
        raise Refused(
            _("trop d’horaires (%(count)d ; la limite est de %(limit)d)")
            % {"count": len(timings), "limit": MAX_DATES}
        )
    found = {}
    problem: Refused | None = None
    for timing in timings:
        try:
            begin, end = _timing(timing, zone)
            found[begin] = end
        except Refused as refusal:
            problem = refusal
            event.warn(_("horaire ignoré : %(reason)s") % {"reason": refusal})
    if problem and not found:
        raise problem
    return found


def _timing(timing: Any, zone: ZoneInfo) -> tuple[datetime, datetime]:
    if not isinstance(timing, dict):
        raise Refused(_("horaire illisible"))
    begin = _instant(timing.get("begin"), zone)
    end = _instant(timing["end"], zone) if timing.get("end") else begin
    if end.astimezone(UTC) < begin.astimezone(UTC):
        raise Refused(_("la fin est avant le début"))
    return begin, end


def _instant(value: Any, zone: ZoneInfo) -> datetime:
    """An ISO 8601 time in `zone`: its own offset counts, else it is local."""
    try:
        when = datetime.fromisoformat(_string(value).strip())
        when = when.replace(tzinfo=zone) if when.tzinfo is None else when.astimezone(zone)
    except (ValueError, OverflowError):
        raise Refused(_("horaire illisible : « %(value)s »") % {"value": str(value)[:40]}) from None
    return check_year(when)


def _modified(value: Any) -> datetime | None:
    try:
        return _instant(value, ZoneInfo("UTC"))
    except Refused:
        return None


def _localised(value: Any) -> str:
    """The French text of {"fr": …, "en": …}, else that of any language; a plain text as it is."""
    if isinstance(value, dict):
        languages = (value.get("fr"), *value.values())
        return next((words for words in languages if isinstance(words, str) and words.strip()), "")
    return _string(value)


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _integer(value: Any, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def _address(location: dict[str, Any]) -> str:
    """The address with the town, which OpenAgenda usually repeats in it."""
    address = text.one_line(_string(location.get("address")))
    town = " ".join(filter(None, (_string(location.get(name)).strip() for name in ("postalCode", "city"))))
    if town and _string(location.get("city")).strip().lower() not in address.lower():
        address = f"{address}, {town}".removeprefix(", ")
    return text.cut(text.one_line(address), 255)


def _keywords(keywords: Any) -> tuple[str, ...]:
    if isinstance(keywords, dict):
        keywords = keywords.get("fr") or next(iter(keywords.values()), None)
    if isinstance(keywords, str):
        keywords = keywords.split(",")
    return tuple(dict.fromkeys(_words(keywords)))[:20]


def _words(values: Any) -> Iterable[str]:
    if isinstance(values, list):
        for value in values:
            if word := text.one_line(_string(value), 100):
                yield word


def _ages(age: Any) -> tuple[int | None, int | None]:
    if not isinstance(age, dict):
        return None, None
    low, high = (
        number if 0 <= (number := _integer(age.get(name), -1)) <= 120 else None for name in ("min", "max")
    )
    return (None, None) if low is not None and high is not None and high < low else (low, high)


def _accessibility(codes: Any) -> tuple[str, ...]:
    if isinstance(codes, dict):
        return tuple(code for code in ACCESSIBILITY if codes.get(code) is True)
    if isinstance(codes, list):
        return tuple(code for code in ACCESSIBILITY if code in codes)
    return ()


def _registration(registration: Any) -> tuple[list[str], list[str], list[str]]:
    """Links, e-mail addresses and telephone numbers, whether they say their type or not."""
    links: list[str] = []
    emails: list[str] = []
    phones: list[str] = []
    for item in registration if isinstance(registration, list) else []:
        value = _string(item.get("value") if isinstance(item, dict) else item).strip()
        if link := text.web_address(value):
            links.append(link)
        elif EMAIL.fullmatch(value):
            emails.append(value)
        elif PHONE.fullmatch(value):
            phones.append(value)
    return links, emails, phones
