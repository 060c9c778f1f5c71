"""iCalendar files (RFC 5545, 7986) as real software writes them.

Decisions, where the RFC or its users leave room:

* Times without a zone are in the calendar's zone (X-WR-TIMEZONE), else Europe/Paris. A TZID that means nothing and isn't
  defined is taken the same way, with a warning; one whose definition is like no known zone refuses the entry.
* A series in UTC stays in UTC, as the RFC says; a single date in UTC is shown in Europe/Paris. Days are Paris days.
* An entry without UID gets one from its content, so that importing twice changes nothing.
* An override whose series isn't in the file, or was refused, stands alone as `<uid>#<original start in UTC>`.
* Of several entries with one UID, the highest SEQUENCE, then the latest LAST-MODIFIED, then the last in the file is kept;
  the others are refused unless they say the same.
* Private and confidential entries are refused, and so is every date of a private series.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.recurrence import RuleError, Schedule, normalise_rule

from . import contentlines, text
from .contentlines import Component, Document, Property
from .entries import Entry, Override, Reading, Refused, check_size
from .moments import Moment, at_home, date_list, day_in, end_of, in_series, moment, period_end
from .timezones import HOME, Zones

MAX_UID = 255
MAX_CATEGORIES = 20
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
PHONE = re.compile(r"\+?\d(?:[ .\-]?\d){8,13}")
IMAGE = re.compile(r"\.(?:jpe?g|png|webp|gif)(?:\?|$)", re.IGNORECASE)

HEADER = frozenset({"METHOD", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE"})
PERIODS = ("RRULE", "EXRULE", "RDATE", "EXDATE")
CONFERENCES = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
WANTED = frozenset(
    {"UID", "RECURRENCE-ID", "SEQUENCE", "LAST-MODIFIED", "CLASS", "STATUS", "DTSTART", "DTEND", "DURATION"}
    | {"SUMMARY", "DESCRIPTION", "LOCATION", "GEO", "URL", "CATEGORIES", "CONTACT", "ATTACH", "IMAGE"}
    | {"X-APPLE-STRUCTURED-LOCATION", "X-MICROSOFT-CDO-ALLDAYEVENT", *PERIODS, *CONFERENCES}
)
# What doesn't make two copies of an entry different.
STAMPS = ("DTSTAMP", "CREATED")


def read(data: bytes) -> Reading:
    check_size(data)
    document = contentlines.split(data)
    header = document.header.properties(HEADER)
    reading = Reading(complete=document.closed)
    names = header.get("X-WR-CALNAME") or header.get("NAME") or []
    reading.name = text.one_line(names[0].text, 150) if names else ""
    zone = header["X-WR-TIMEZONE"][0].text if "X-WR-TIMEZONE" in header else ""
    calendar = _Calendar(
        reading,
        Zones(document.zones, zone, reading),
        cancelled="METHOD" in header and header["METHOD"][0].value.strip().upper() == "CANCEL",
    )
    _warn_about(document, reading)
    groups: dict[str, list[_Event]] = {}
    for component in document.events:
        if event := calendar.event(component):
            groups.setdefault(event.uid, []).append(event)
    for group in groups.values():
        calendar.read_group(group)
    return reading


@dataclass
class _Event:
    """A VEVENT whose identity is known and whose content isn't read yet."""

    component: Component
    properties: dict[str, list[Property]]
    uid: str

    def first(self, name: str) -> Property | None:
        values = self.properties.get(name)
        return values[0] if values else None

    def text(self, name: str) -> str:
        prop = self.first(name)
        return prop.text if prop else ""

    @property
    def line(self) -> int:
        return self.component.line

    @property
    def is_private(self) -> bool:
        return self.text("CLASS").strip().upper() in ("PRIVATE", "CONFIDENTIAL")

    @property
    def is_cancelled(self) -> bool:
        return self.text("STATUS").strip().upper() == "CANCELLED"

    @cached_property
    def full_title(self) -> str:
        return text.one_line(self.text("SUMMARY")) or _("Événement sans titre")

    @property
    def title(self) -> str:
        return text.cut(self.full_title, text.MAX_TITLE)

    @cached_property
    def sequence(self) -> int:
        number = self.text("SEQUENCE").strip()
        return (
            min(int(number), 2**31 - 1) if number.isascii() and number.isdigit() and len(number) < 20 else 0
        )

    @cached_property
    def modified(self) -> datetime | None:
        """LAST-MODIFIED only: many calendars renew DTSTAMP each time they are asked."""
        try:
            return datetime.strptime(self.text("LAST-MODIFIED").strip(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            return None

    def age(self) -> tuple:
        return (self.sequence, self.modified or datetime.min.replace(tzinfo=UTC), self.line)

    def says_the_same(self, other: "_Event") -> bool:
        return self._content() == other._content()

    def _content(self) -> list[str]:
        return sorted(line for _number, line in self.component.lines if not line.upper().startswith(STAMPS))


@dataclass
class _Calendar:
    reading: Reading
    zones: Zones
    cancelled: bool  # METHOD:CANCEL cancels all that the file holds

    def event(self, component: Component) -> _Event | None:
        event = _Event(component, component.properties(WANTED), "")
        event.uid = _uid(event)
        if not component.closed:
            self.refuse(event, _("l’événement est incomplet : « END:VEVENT » manque"))
            return None
        if not event.text("UID").strip():
            self.reading.warn(
                _("événement sans UID : un identifiant est tiré de son contenu"), line=event.line
            )
        for number in component.stray_lines():
            self.reading.warn(_("ligne ignorée : ce n’est pas une propriété"), line=number)
        return event

    def refuse(self, event: _Event, reason: object) -> None:
        # A private entry keeps its title to itself.
        self.reading.refuse(event.uid, event.line, reason, "" if event.is_private else event.title)

    def read_group(self, group: list[_Event]) -> None:
        """The entries that share a UID: at most one series, and the dates that differ from it."""
        series = [event for event in group if "RECURRENCE-ID" not in event.properties]
        dates = [event for event in group if "RECURRENCE-ID" in event.properties]
        if any(event.is_private for event in series):
            for event in group:
                self.refuse(event, _("événement privé"))
            return
        master = self.newest(series) if series else None
        entry = self.entry(master) if master else None
        if master is None or entry is None:
            self.reading.entries += self.alone(dates)
        else:
            self.reading.entries.append(self.with_overrides(entry, master, dates) if dates else entry)

    def newest(self, events: list[_Event]) -> _Event:
        """Of events that claim one identity, the one that counts; those that say something else are refused."""
        newest, *others = sorted(events, key=_Event.age, reverse=True)
        for other in others:
            if not other.says_the_same(newest):
                self.refuse(
                    other,
                    _("UID en double : l’événement de la ligne %(line)d, plus récent, est gardé")
                    % {"line": newest.line},
                )
        return newest

    def by_date(self, dates: Iterable[_Event], start: Moment | None) -> dict[datetime, _Event]:
        """The newest event for each original start, those that can't be placed refused."""
        groups: dict[datetime, list[_Event]] = {}
        for event in dates:
            prop = event.properties["RECURRENCE-ID"][0]
            try:
                if prop.parameters.get("RANGE", "").upper() == "THISANDFUTURE":
                    raise Refused(_("RANGE=THISANDFUTURE n’est pas pris en charge : modifiez chaque date"))
                when = moment(prop, self.zones, floating=start.zone if start else "")
            except Refused as refusal:
                self.refuse(event, refusal)
                continue
            groups.setdefault(in_series(when, start) if start else when.at, []).append(event)
        return {date: self.newest(events) for date, events in groups.items()}

    def alone(self, dates: list[_Event]) -> list[Entry]:
        entries = []
        for date, event in self.by_date(dates, None).items():
            event.uid = shorten_uid(f"{event.uid}#{date.astimezone(UTC):%Y%m%dT%H%M%SZ}")
            for name in PERIODS:
                event.properties.pop(name, None)
            if entry := self.entry(event):
                entries.append(entry)
        return entries

    def with_overrides(self, entry: Entry, master: _Event, dates: list[_Event]) -> Entry:
        schedule = entry.schedule
        start = Moment(schedule.start, schedule.zone, schedule.all_day)
        overrides = {override.recurrence_id: override for override in entry.overrides}
        private = set()
        for date, event in self.by_date(dates, start).items():
            if event.is_private:
                # Publishing it at its usual time would be wrong as well.
                private.add(date)
                self.refuse(event, _("date privée : elle est retirée de la série"))
                continue
            try:
                overrides[date] = self.override(date, event, entry, master)
            except Refused as refusal:
                self.refuse(event, refusal)
        if private:
            schedule = replace(schedule, exdates=tuple(sorted({*schedule.exdates, *private})))
        return replace(
            entry, schedule=schedule, overrides=tuple(overrides[date] for date in sorted(overrides))
        )

    def override(self, date: datetime, event: _Event, entry: Entry, master: _Event) -> Override:
        zone = ZoneInfo(entry.schedule.zone)
        if "DTSTART" in event.properties:
            start, end = self.times(event)
            begins, ends = start.at.astimezone(zone), end.astimezone(zone)
        else:  # a cancellation may say no more than which date it cancels
            begins, ends = date, _later(date, entry.schedule)
        place = text.one_line(event.text("LOCATION"), 180)
        elsewhere = place and place != text.one_line(master.text("LOCATION"), 180)
        return Override(
            recurrence_id=date,
            start=begins,
            end=ends,
            cancelled=self.cancelled or event.is_cancelled,
            title=event.title if event.text("SUMMARY").strip() and event.title != entry.title else "",
            note=_("Lieu : %(place)s") % {"place": place} if elsewhere else "",
            line=event.line,
        )

    def entry(self, event: _Event) -> Entry | None:
        try:
            if event.is_private:
                raise Refused(_("événement privé"))
            schedule, overrides = self.schedule(event)
            return self.describe(event, schedule, overrides)
        except (Refused, RuleError) as refusal:
            self.refuse(event, refusal)
            return None

    def times(self, event: _Event) -> tuple[Moment, datetime]:
        dtstart = event.first("DTSTART")
        if dtstart is None:
            raise Refused(_("la date de début (DTSTART) manque"))
        start = moment(dtstart, self.zones)
        end = end_of(start, event.first("DTEND"), event.first("DURATION"), self.zones)
        if event.text("X-MICROSOFT-CDO-ALLDAYEVENT").strip().upper() == "TRUE" and not start.is_date:
            first, last = day_in(start, HOME), day_in(Moment(end, start.zone, is_utc=start.is_utc), HOME)
            if first < last and _is_midnight(start.at) and _is_midnight(end):
                return Moment(first, HOME, is_date=True), last
        return start, end

    def schedule(self, event: _Event) -> tuple[Schedule, tuple[Override, ...]]:
        """When it happens; the overrides are the RDATE periods that last otherwise than the series."""
        start, end = self.times(event)
        rule = self.rule(event, start)
        if not rule:
            start = at_home(start)
            end = end.astimezone(ZoneInfo(start.zone))
        added = self.dates(event, "RDATE", start)
        schedule = Schedule(
            start=start.at,
            end=end,
            zone=start.zone,
            all_day=start.is_date,
            rrule=rule,
            rdates=tuple(sorted(added.keys() - {start.at})),
            exdates=tuple(sorted(self.dates(event, "EXDATE", start))),
        )
        periods = {date: until for date, until in added.items() if until and until != _later(date, schedule)}
        return schedule, tuple(
            Override(date, date, periods[date], line=event.line) for date in sorted(periods)
        )

    def rule(self, event: _Event, start: Moment) -> str:
        rules = event.properties.get("RRULE", [])
        if "EXRULE" in event.properties:
            raise Refused(_("EXRULE n’est pas pris en charge : listez les dates exclues (EXDATE)"))
        if len(rules) > 1:
            raise Refused(_("plusieurs règles de répétition (RRULE) dans un même événement"))
        if not rules:
            return ""
        rule = normalise_rule(rules[0].value, start=start.at, zone=start.zone, all_day=start.is_date)
        if start.is_utc:
            self.reading.warn(
                _("série écrite en temps universel : à Marseille son heure change entre l’été et l’hiver"),
                line=event.line,
            )
        return rule

    def dates(self, event: _Event, name: str, start: Moment) -> dict[datetime, datetime | None]:
        """The dates of RDATE or EXDATE, with the end of those that are periods; an unreadable one is left out."""
        found = {}
        for prop, value in date_list(event.properties.get(name, [])):
            try:
                when = moment(prop, self.zones, value=value.partition("/")[0], floating=start.zone)
                found[in_series(when, start)] = period_end(when, prop, value, self.zones, start.zone)
            except Refused as refusal:
                self.reading.warn(_("date ignorée : %(reason)s") % {"reason": refusal}, line=prop.line)
        return found

    def describe(self, event: _Event, schedule: Schedule, overrides: tuple[Override, ...]) -> Entry:
        place_name, address = text.place_and_address(event.text("LOCATION"))
        online_url = text.web_address(event.text("LOCATION"))
        if online_url:
            place_name = address = ""
        latitude, longitude = _coordinates(event)
        cancelled = self.cancelled or event.is_cancelled
        email, phone = EMAIL.search(event.text("CONTACT")), PHONE.search(event.text("CONTACT"))
        return Entry(
            uid=event.uid,
            schedule=schedule,
            title=event.title,
            description=self.description(event),
            place_name=place_name,
            address=address,
            latitude=latitude,
            longitude=longitude,
            url=text.web_address(text.clean(event.text("URL"))),
            online_url=online_url or _first_address(event, CONFERENCES),
            image_url=_image(event),
            categories=_categories(event),
            contact_email=email[0] if email else "",
            contact_phone=phone[0] if phone else "",
            status=6 if cancelled else 1,
            cancelled=cancelled,
            sequence=event.sequence,
            modified=event.modified,
            overrides=overrides,
            line=event.line,
        )

    def description(self, event: _Event) -> str:
        written = event.text("DESCRIPTION")
        if len(written) > text.MAX_DESCRIPTION:
            self.reading.warn(
                _("description coupée à %(limit)d caractères") % {"limit": text.MAX_DESCRIPTION},
                line=event.line,
            )
        description = text.plain(written)
        if event.title == event.full_title:
            return description
        return text.cut(f"{event.full_title}\n\n{description}".strip(), text.MAX_DESCRIPTION)


def shorten_uid(uid: str) -> str:
    return uid if len(uid) <= MAX_UID else f"{uid[:200]}-{text.digest(uid)}"


def _uid(event: _Event) -> str:
    if uid := text.one_line(event.text("UID")):
        return shorten_uid(uid)
    names = ("DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "SUMMARY", "LOCATION")
    return "sans-uid-" + text.digest(
        *(prop.value for name in names for prop in event.properties.get(name, []))
    )


def _is_midnight(when: datetime) -> bool:
    return not (when.hour or when.minute or when.second)


def _later(date: datetime, schedule: Schedule) -> datetime:
    """The end of a date of the series that says nothing of its own end."""
    if schedule.all_day:
        return date + (schedule.end.replace(tzinfo=None) - schedule.start.replace(tzinfo=None))
    length: timedelta = schedule.end.astimezone(UTC) - schedule.start.astimezone(UTC)
    return (date.astimezone(UTC) + length).astimezone(date.tzinfo)


def _coordinates(event: _Event) -> tuple[float | None, float | None]:
    geo = event.text("GEO") or event.text("X-APPLE-STRUCTURED-LOCATION").removeprefix("geo:")
    latitude, _separator, longitude = geo.replace(",", ";").partition(";")
    return text.coordinates(latitude, longitude)


def _first_address(event: _Event, names: Iterable[str]) -> str:
    addresses = (text.web_address(prop.text) for name in names for prop in event.properties.get(name, []))
    return next(filter(None, addresses), "")


def _image(event: _Event) -> str:
    for name in ("IMAGE", "ATTACH"):
        for prop in event.properties.get(name, []):
            address = text.web_address(prop.text)
            kind = prop.parameters.get("FMTTYPE", "").lower()
            if address and (
                name == "IMAGE" or kind.startswith("image/") or (not kind and IMAGE.search(address))
            ):
                return address
    return ""


def _categories(event: _Event) -> tuple[str, ...]:
    words = (
        text.one_line(word, 100) for prop in event.properties.get("CATEGORIES", []) for word in prop.texts
    )
    return tuple(dict.fromkeys(filter(None, words)))[:MAX_CATEGORIES]


def _warn_about(document: Document, reading: Reading) -> None:
    """What concerns the file rather than one of its entries."""
    if not document.closed:
        reading.warn(_("le fichier semble coupé : « END:VCALENDAR » manque"))
    for lines, message in (
        (document.foreign_lines, _("texte qui n’est pas en UTF-8 : les accents ont pu être mal lus")),
        (document.control_lines, _("caractères interdits (NUL, par exemple) retirés")),
    ):
        if lines:
            count = len(lines)
            more = ngettext("(%(count)d ligne)", "(%(count)d lignes)", count) % {"count": count}
            reading.warn(f"{message} {more}", line=lines[0])
    for name, count in document.ignored.items():
        reading.warn(
            ngettext("%(count)d composant %(name)s ignoré", "%(count)d composants %(name)s ignorés", count)
            % {"count": count, "name": text.one_line(name, 40)}
        )
