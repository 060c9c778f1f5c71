"""Feeds with event dates: RSS 2.0, RSS 1.0 (RDF), Atom.

Where a date is looked for, the first that is there counts:

1. the RSS event module (`ev:startdate`, `ev:enddate`), xCal (`xcal:dtstart`, `xcal:dtend`, `xcal:duration`) or
   Google's `gd:when`;
2. elements that WordPress extensions write without a vocabulary (`startdate`, `start_date`, `event_date`…);
3. the first line of the description, as Events Manager writes it: "24/11/2026 - 18h00 - 19h30", then the place,
   a line each;
4. the publication date, where it can't be one: in a feed most of whose items appear after the day on which it
   says to have been made, as those of The Events Calendar and Events Manager do. A warning says so.

An item without any is refused: most feeds tell news.

Identity: the item's guid (RSS), id (Atom) or rdf:about, else its link, else one made from the feed's address,
its title and its start. `several_dates` says what becomes of an identifier that several items share.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from agenda.recurrence import Schedule

from . import entries, text
from .entries import Entry, Reading, Refused, check_size
from .feed import Feed, Item, parse
from .iso import moment, schedule
from .moments import Moment
from .several_dates import gather
from .timezones import HOME
from .vevent import shorten_uid

STARTS = (
    *("ev:startdate", "xcal:dtstart"),
    *("startdate", "start_date", "startDate", "event_start", "eventstart", "event_start_date", "dtstart"),
    *("start", "event_date", "eventdate", "begin"),
)
ENDS = (
    *("ev:enddate", "xcal:dtend"),
    *("enddate", "end_date", "endDate", "event_end", "eventend", "event_end_date", "dtend", "end"),
)
PLACES = ("xcal:location", "ev:location", "location", "event_location", "venue", "where")
CANCELLED = 6

_DAY = r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})"
_HOUR = r"(\d{1,2})\s?(?:h|:)\s?(\d{2})?"
WRITTEN = re.compile(
    rf"\s*{_DAY}(?:\s*[-–]\s*{_DAY})?\s*(?:[-–,]|à)?\s*(?:{_HOUR}(?:\s*[-–à]\s*{_HOUR})?)?\s*", re.ASCII
)
MAX_WRITTEN = 80
PLACE_LINES = 4


class Written(NamedTuple):
    """A date in the words of a description, and the lines after it."""

    schedule: Schedule
    lines: list[str]


def read(data: bytes, *, address: str = "") -> Reading:
    check_size(data)
    feed = parse(data)
    reading = Reading(name=text.one_line(feed.title, 150), complete=not feed.broken_at)
    if feed.broken_at:
        reading.warn(_("flux mal formé : la suite n’a pas pu être lue"), line=feed.broken_at)
    published = _are_published_ahead(feed)
    if published:
        reading.warn(_("les dates de publication de ce flux sont prises pour celles des événements"))
    found = []
    for item in feed.items:
        title = text.one_line(item.text("title", "atom:title"), text.MAX_TITLE)
        own = _identifier(item, address)
        try:
            found.append(_entry(item, own, feed, address, published))
        except Refused as refusal:
            reading.refuse(own, item.line, refusal, title)
    reading.entries = gather(found, reading)
    if feed.beyond:
        reading.leave_rest([], feed.beyond, entries.too_many())
    return reading


def _entry(item: Item, own: str, feed: Feed, address: str, published: bool) -> Entry:
    full_title = text.one_line(item.text("title", "atom:title")) or _("Événement sans titre")
    title = text.cut(full_title, text.MAX_TITLE)
    words = item.text("content:encoded", "atom:content", "description", "atom:summary", "xcal:description")
    description = text.plain(words)
    written = _written(description)
    when = _dated(item) or (written and written.schedule) or (_published(item) if published else None)
    if when is None:
        raise Refused(
            _(
                "sans date d’événement : ce flux annonce peut-être des articles ; s’il vient de Mobilizon, de "
                "Gancio ou d’un autre agenda, donnez plutôt l’adresse de son flux iCal (.ics)"
            )
        )
    if title != full_title:
        description = text.cut(f"{full_title}\n\n{description}".strip(), text.MAX_DESCRIPTION)
    place_name, street = text.place_and_address(item.text(*PLACES))
    if written and not (place_name or street):
        place_name, street = _place_of(written.lines)
    joined = text.web_address(item.text(*PLACES))
    latitude, longitude = _coordinates(item)
    cancelled = item.text("xcal:status", "ev:status").upper() == "CANCELLED"
    link = _link(item, address or feed.link)
    start = when.start.isoformat()
    uid = own or link or f"page:{text.digest(address or feed.link, title, start)}"
    return Entry(
        uid=shorten_uid(uid),
        schedule=when,
        title=title,
        summary=_summary(item, words),
        description=description,
        place_name="" if joined else place_name,
        address="" if joined else street,
        latitude=latitude,
        longitude=longitude,
        url=link,
        online_url=joined,
        categories=_categories(item),
        status=CANCELLED if cancelled else 1,
        cancelled=cancelled,
        modified=_modified(item),
        line=item.line,
    )


# When


def _dated(item: Item) -> Schedule | None:
    name = next((name for name in STARTS if item.text(name)), "")
    if name:
        start = moment(_with_clock(item, item.text(name), "start"), name)
        end = next((name for name in ENDS if item.text(name)), "")
        until = moment(_with_clock(item, item.text(end), "end"), end) if end else None
        return schedule(start, _exclusive(until, start, end), item.text("xcal:duration"))
    for when in item.all("gd:when"):
        if begins := when.attributes.get("startTime"):
            ends = when.attributes.get("endTime")
            return schedule(moment(begins, "startTime"), moment(ends, "endTime") if ends else None)
    return None


def _with_clock(item: Item, day: str, which: str) -> str:
    """The hour, which some keep in an element of its own (`start_time`)."""
    clock = item.text(f"{which}_time", f"{which}time", f"event_{which}_time")
    return f"{day} {clock}" if clock and re.fullmatch(r"[\d-]{8,10}", day) else day


def _exclusive(end: Moment | None, start: Moment, name: str) -> Moment | None:
    """xCal's last day is iCalendar's: the first on which it is over."""
    if end and end.is_date and start.is_date and name.startswith("xcal:") and end.at > start.at:
        return Moment(end.at - timedelta(days=1), end.zone, is_date=True)
    return end


def _written(description: str) -> Written | None:
    line, _newline, rest = description.partition("\n")
    match = WRITTEN.fullmatch(line) if len(line) <= MAX_WRITTEN else None
    if match is None:
        return None
    numbers = [int(number) if number else None for number in match.groups()]
    day, last_day, clock, last_clock = numbers[:3], numbers[3:6], numbers[6:8], numbers[8:10]
    try:
        start = _moment(day, clock)
        end = None
        if last_clock[0] is not None:
            end = _moment(last_day if last_day[0] else day, last_clock)
            if end.at < start.at and not last_day[0]:
                end = Moment(end.at + timedelta(days=1), HOME)
        elif last_day[0]:
            end = _moment(last_day, [None, None])
        return Written(schedule(start, end), [line.strip() for line in rest.split("\n") if line.strip()])
    except (Refused, ValueError):
        return None


def _moment(day: list[int | None], clock: list[int | None]) -> Moment:
    number, month, year = day
    if clock[0] is None:
        return moment(f"{year:04}-{month:02}-{number:02}", "date")
    return moment(f"{year:04}-{month:02}-{number:02}T{clock[0]:02}:{clock[1] or 0:02}", "date")


def _are_published_ahead(feed: Feed) -> bool:
    """Most items appear a day or more after the feed was made: those can't be dates of publication."""
    made = max((when for text in feed.dated if (when := _instant(text))), default=None)
    if made is None or not feed.items:
        return False
    dates = [when for item in feed.items if (when := _instant(item.text("pubDate")))]
    ahead = [when for when in dates if when > made + timedelta(days=1)]
    return len(ahead) * 2 > len(feed.items)


def _published(item: Item) -> Schedule | None:
    words = item.text("pubDate")
    return schedule(moment(words, "pubDate"), None) if words else None


def _instant(written: str) -> datetime | None:
    try:
        return moment(written, "pubDate").at.astimezone(UTC)
    except Refused:
        return None


def _modified(item: Item) -> datetime | None:
    return _instant(item.text("atom:updated", "xcal:last-modified", "dc:date"))


# Who, what, where


def _identifier(item: Item, address: str) -> str:
    guid = text.one_line(item.text("guid", "atom:id") or item.about)
    if not guid:
        return shorten_uid(_link(item, address))
    return shorten_uid(guid if ":" in guid or "@" in guid else f"rss:{guid}")


def _link(item: Item, base: str) -> str:
    targets = [item.text("link")]
    targets += [
        link.attributes.get("href", "")
        for link in item.all("atom:link")
        if link.attributes.get("rel", "alternate") == "alternate"
    ]
    guid = next(iter(item.all("guid")), None)
    if guid and guid.attributes.get("isPermaLink", "true") != "false":
        targets.append(guid.text)
    for target in filter(None, targets):
        try:
            found = text.web_address(urljoin(base, text.clean(target)) if base else text.clean(target))
        except ValueError:
            continue
        if found:
            return found
    return ""


def _summary(item: Item, words: str) -> str:
    """The short description, where a longer text stands beside it."""
    short = item.text("atom:summary", "description")
    return "" if short == words else text.one_line(text.plain(short, 500), text.MAX_SUMMARY)


def _place_of(lines: list[str]) -> tuple[str, str]:
    """The name, the street and the town that Events Manager writes after the date, a line each."""
    lines = [text.one_line(line, 100) for line in lines[:PLACE_LINES]]
    if not lines or len(lines[0]) > 80:
        return "", ""
    name, *address = lines[:3]
    return name, text.one_line(", ".join(address), 255) if len(lines) <= 3 else ""


def _coordinates(item: Item) -> tuple[float | None, float | None]:
    pair = item.text("georss:point", "gml:pos", "xcal:geo").replace(",", " ").replace(";", " ").split()
    if len(pair) != 2:
        pair = [item.text("geo:lat"), item.text("geo:long")]
    return text.coordinates(*pair)


def _categories(item: Item) -> tuple[str, ...]:
    words = [prop.text for prop in item.all("category", "xcal:categories", "dc:subject", "ev:type")]
    words += [
        prop.attributes.get("label") or prop.attributes.get("term", "") for prop in item.all("atom:category")
    ]
    found = (text.one_line(word, 100) for word in words)
    return tuple(dict.fromkeys(filter(None, found)))[:20]
