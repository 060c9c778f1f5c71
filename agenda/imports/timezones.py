"""Which IANA zone a calendar means by a TZID."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import chain
from zoneinfo import ZoneInfo, available_timezones

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from .contentlines import Component, Property
from .entries import Reading, Refused

HOME = "Europe/Paris"
UTC_NAMES = {"z", "tzone://microsoft/utc", "coordinated universal time", "utc", "gmt"}

# Where a zone is only told by its rules, it is compared with these, in this order: ours, then well-known
# zones of every offset and clock change. Another zone that behaves alike gives the same instants.
KNOWN = (
    HOME,
    "UTC",
    "Europe/London",
    "Europe/Athens",
    "Africa/Algiers",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Nairobi",
    "Africa/Johannesburg",
    "Europe/Istanbul",
    "Asia/Jerusalem",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Halifax",
    "America/St_Johns",
    "America/Martinique",
    "America/Cayenne",
    "America/Miquelon",
    "Atlantic/Azores",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Auckland",
    *(f"Etc/GMT{hours:+d}" for hours in chain(range(-14, 0), range(1, 13))),
)
# One instant a day over three years tells apart any two of them that change their clocks.
SAMPLES = tuple(datetime(2024, 1, 1, 12, tzinfo=UTC) + timedelta(days=day) for day in range(1096))
LAST_TRANSITION = datetime(SAMPLES[-1].year + 1, 1, 1)  # noqa: DTZ001  a local time

MAX_COMPARED = 20  # definitions compared by their rules, per file
MAX_OBSERVANCES = 200
YEARLY = re.compile(
    r"FREQ=YEARLY(?:;(?:INTERVAL=1|WKST=[A-Z]{2}|BYMONTH=\d{1,2}|BYDAY=[+-]?\d?[A-Z]{2}|BYMONTHDAY=[-\d,]{1,40}"
    r"|UNTIL=\d{8}(?:T\d{6}Z?)?))*"
)
OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?")
LOCAL = re.compile(r"\d{8}T\d{6}")
ZONE_PROPERTIES = frozenset({"TZID", "X-LIC-LOCATION", "TZID-ALIAS-OF"})
OBSERVANCE_PROPERTIES = frozenset({"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE"})


class Zones:
    """The zones of one file: those that it defines, and `default`, that of times without a zone."""

    def __init__(self, definitions: Iterable[Component], default: str, reading: Reading) -> None:
        self.definitions: dict[str, Component] = {}
        for definition in definitions:
            for prop in definition.properties(ZONE_PROPERTIES).get("TZID", [])[:1]:
                self.definitions.setdefault(prop.text.strip(), definition)
        self.reading = reading
        self.resolved: dict[str, str | None] = {}
        self.compared = 0
        self.default = self._default(default)

    def _default(self, name: str) -> str:
        zone = self._find(name) if name else HOME
        if zone is None:
            self.reading.warn(
                _("fuseau horaire du calendrier inconnu (« %(name)s ») : %(home)s est pris à la place")
                % {"name": name[:60], "home": HOME}
            )
        return zone or HOME

    def resolve(self, tzid: str, line: int) -> str:
        """An IANA name, or `Refused` when the file's own definition is like no known zone.

        A name that means nothing and isn't defined is taken for the calendar's zone: here that is nearly
        always right, and a warning says so.
        """
        if tzid not in self.resolved:
            self.resolved[tzid] = self._find(tzid)
            if self.resolved[tzid] is None and tzid not in self.definitions:
                self.resolved[tzid] = self.default
                self.reading.warn(
                    _("fuseau horaire « %(name)s » inconnu : ses heures sont lues comme celles de %(zone)s")
                    % {"name": tzid[:60], "zone": self.default},
                    line=line,
                )
        zone = self.resolved[tzid]
        if zone is None:
            raise Refused(
                _("le fuseau horaire « %(name)s », défini par ce calendrier, ne ressemble à aucun connu")
                % {"name": tzid[:60]}
            )
        return zone

    def _find(self, tzid: str) -> str | None:
        return by_name(tzid) or self._by_definition(tzid)

    def _by_definition(self, tzid: str) -> str | None:
        definition = self.definitions.get(tzid)
        if definition is None:
            return None
        aliases = definition.properties(ZONE_PROPERTIES)
        for alias in (*aliases.get("X-LIC-LOCATION", ()), *aliases.get("TZID-ALIAS-OF", ())):
            if zone := by_name(alias.text):
                return zone
        self.compared += 1
        return by_rules(definition) if self.compared <= MAX_COMPARED else None


@cache
def _iana() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() - {"localtime", "Factory"}}


def by_name(tzid: str) -> str | None:
    """IANA, Windows (CLDR's table), or IANA behind a prefix (`/citadel.org/20210210_1/Europe/Paris`)."""
    name = tzid.strip().strip("/")
    if name.lower() in UTC_NAMES:
        return "UTC"
    if name in WINDOWS_TO_OLSON:
        return WINDOWS_TO_OLSON[name]
    parts = name.lower().split("/")[-6:]
    suffixes = ("/".join(parts[first:]) for first in range(len(parts)))
    return next((_iana()[suffix] for suffix in suffixes if suffix in _iana()), None)


def by_rules(definition: Component) -> str | None:
    """The first known zone that keeps the same offsets as this VTIMEZONE, day by day."""
    transitions = _transitions(definition)
    if not transitions:
        return None
    instants = [instant for instant, _before, _after in transitions]

    def offset(sample: datetime) -> timedelta:
        index = bisect_right(instants, sample)
        return transitions[index - 1][2] if index else transitions[0][1]

    wanted = [offset(sample) for sample in SAMPLES]
    return next((name for name in KNOWN if _offsets(name) == wanted), None)


@cache
def _offsets(name: str) -> list[timedelta | None]:
    zone = ZoneInfo(name)
    return [sample.astimezone(zone).utcoffset() for sample in SAMPLES]


def _transitions(definition: Component) -> list[tuple[datetime, timedelta, timedelta]]:
    """(instant, offset before, offset after) in order; none when the definition can't be understood."""
    transitions = []
    observances = _observances(definition)
    if len(observances) > MAX_OBSERVANCES:
        return []
    for observance in observances:
        try:
            start = observance["DTSTART"][0].value
            before = _offset(observance["TZOFFSETFROM"][0].value)
            after = _offset(observance["TZOFFSETTO"][0].value)
            transitions += [
                ((local - before).replace(tzinfo=UTC), before, after) for local in _locals(start, observance)
            ]
        except (KeyError, ValueError, OverflowError):
            return []
    return sorted(transitions)


def _observances(definition: Component) -> list[dict[str, list[Property]]]:
    """The STANDARD and DAYLIGHT parts of a VTIMEZONE."""
    parts: list[Component] = []
    for number, text in definition.lines:
        if text.upper().startswith("BEGIN:"):
            parts.append(Component(text[6:], number))
        elif parts:
            parts[-1].add(number, text)
    return [part.properties(OBSERVANCE_PROPERTIES) for part in parts]


def _locals(start: str, observance: dict[str, list[Property]]) -> list[datetime]:
    """The local times at which an observance begins: by its yearly rule, or by its explicit dates."""
    first = _local(start)
    if rules := observance.get("RRULE"):
        text = rules[0].value.strip().upper()
        if not YEARLY.fullmatch(text):
            raise ValueError(text)
        text = re.sub(r"(UNTIL=\d{8}(?:T\d{6})?)Z", r"\1", text)
        begin = first.replace(year=max(first.year, SAMPLES[0].year - 2))
        return [first, *rrulestr(text, dtstart=begin).between(begin, LAST_TRANSITION, inc=True)]
    dates = chain.from_iterable(prop.value.split(",") for prop in observance.get("RDATE", ()))
    return [first, *(_local(date) for date in list(dates)[:MAX_OBSERVANCES])]


def _local(text: str) -> datetime:
    if not LOCAL.fullmatch(text[:15]):
        raise ValueError(text)
    local = datetime.strptime(text[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007
    return local.replace(year=max(local.year, 1900))  # Exchange says 1601


def _offset(text: str) -> timedelta:
    match = OFFSET.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    sign, hours, minutes, seconds = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    return -offset if sign == "-" else offset
