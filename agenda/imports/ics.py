"""iCalendar files (RFC 5545, 7986) as real software writes them.

Decisions, where the RFC or its users leave room:

* Times without a zone are in the calendar's zone (X-WR-TIMEZONE), else Europe/Paris. A TZID that means
  nothing and isn't defined is taken the same way, with a warning; one whose definition is like no known zone
  refuses the event.
* A series in UTC stays in UTC, as the RFC says; a single date in UTC is in Europe/Paris. Days are Paris days.
* An event without UID gets one from its content, so that importing twice changes nothing.
* An override whose series isn't in the file, or was refused, stands alone as `<uid>#<original start in UTC>`.
* Of several events with one UID, the highest SEQUENCE, then the latest LAST-MODIFIED, then the last in the
  file is kept; the others are refused unless they say the same.
* A change of "this date and those that follow" (RANGE=THISANDFUTURE) begins an event of its own, known as
  `<uid>#<that date's original start in UTC>`, unless it is the series' first date.
* Private and confidential events are refused, and so is every date of a private series.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from operator import itemgetter
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.recurrence import RuleError, Schedule, normalise_rule

from . import contentlines, entries, text, this_and_future
from .contentlines import Component, Document
from .entries import Entry, Override, Reading, Refused, check_size
from .moments import Moment, at_home, date_list, day_in, end_of, in_series, moment, period_end
from .this_and_future import Change
from .timezones import HOME, Zones
from .vevent import ALL_DAY, REPETITION, Event, shorten_uid

SCHEDULED, CANCELLED = 1, 6  # as OpenAgenda counts
HEADER = frozenset({"METHOD", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE"})


def read(data: bytes, *, seconds: float = entries.MAX_SECONDS) -> Reading:
    check_size(data)
    document = contentlines.split(data)
    header = document.header.properties(HEADER)
    reading = Reading(complete=document.closed, format="ics")
    names = header.get("X-WR-CALNAME") or header.get("NAME") or []
    reading.name = text.one_line(names[0].text, 150) if names else ""
    zone = header["X-WR-TIMEZONE"][0].text if "X-WR-TIMEZONE" in header else ""
    calendar = _Calendar(
        reading,
        Zones(document.zones, zone, reading),
        cancelled="METHOD" in header and header["METHOD"][0].value.strip().upper() == "CANCEL",
    )
    _warn_about(document, reading)
    groups: dict[str, list[Component]] = {}
    for component in document.events:
        groups.setdefault(Event.uid_of(component), []).append(component)
    document.events.clear()
    deadline = time.monotonic() + seconds
    for uid in list(groups):
        if time.monotonic() >= deadline:
            break
        # Taken out as it is read, so that there are never both all that was written and all that it says.
        parts = groups.pop(uid)
        calendar.read_group([event for part in parts if (event := calendar.event(part))])
    if groups:
        lines = [component.line for group in groups.values() for component in group]
        reading.leave_rest(lines, len(lines), _("la lecture de ce calendrier prend trop de temps"))
    if document.beyond_count:
        reading.leave_rest(document.beyond, document.beyond_count, entries.too_many())
    return reading


@dataclass
class _Calendar:
    reading: Reading
    zones: Zones
    cancelled: bool  # METHOD:CANCEL cancels all that the file holds

    def event(self, component: Component) -> Event | None:
        event = Event.of(component)
        if component.is_cut:
            self.refuse(event, _("l’événement a trop de lignes"))
            return None
        if not component.closed:
            self.refuse(event, _("l’événement est incomplet : « END:VEVENT » manque"))
            return None
        if not event.own_uid:
            self.reading.warn(_("sans UID : un identifiant est tiré du contenu"), line=event.line)
        for number in component.stray_lines:
            self.reading.warn(_("ligne ignorée : ce n’est pas une propriété"), line=number)
        return event

    def refuse(self, event: Event, reason: object) -> None:
        self.reading.refuse(event.uid, event.line, reason, event.title)

    def refuse_private(self, event: Event, reason: object) -> None:
        """Without its title, which the report would tell."""
        self.reading.refuse(event.uid, event.line, reason, private=True)

    def read_group(self, group: list[Event]) -> None:
        """The events that share a UID: at most one series, and the dates that differ from it."""
        series = [event for event in group if not event.is_date_of_series]
        dates = [event for event in group if event.is_date_of_series]
        if not group:
            return
        if any(event.is_private for event in series):
            for event in group:
                self.refuse_private(event, _("événement privé"))
            return
        master = self.newest(series) if series else None
        entry = self.entry(master) if master else None
        if master is None or entry is None:
            self.reading.entries += self.alone(dates)
        else:
            self.reading.entries += self.with_overrides(entry, master, dates) if dates else [entry]

    def newest(self, events: list[Event]) -> Event:
        """Of events that claim one identity, the one that counts; others are refused unless identical."""
        newest, *others = sorted(events, key=Event.recency, reverse=True)
        for other in others:
            if not other.says_the_same(newest):
                self.refuse(
                    other,
                    _("UID en double : l’événement de la ligne %(line)d, plus récent, est gardé")
                    % {"line": newest.line},
                )
        return newest

    def by_date(self, dates: Iterable[Event], start: Moment | None) -> dict[datetime, Event]:
        """The newest event for each original start, those that can't be placed refused."""
        groups: dict[datetime, list[Event]] = {}
        for event in dates:
            prop = event.properties["RECURRENCE-ID"][0]
            try:
                when = moment(prop, self.zones, floating=start.zone if start else "")
            except Refused as refusal:
                self.refuse(event, refusal)
                continue
            groups.setdefault(in_series(when, start) if start else when.at, []).append(event)
        return {date: self.newest(events) for date, events in groups.items()}

    def alone(self, dates: list[Event]) -> list[Entry]:
        entries = []
        for date, event in self.by_date(dates, None).items():
            if event.is_this_and_future:
                self.reading.warn(
                    _("changement de plusieurs dates d’une série absente : seule la première est lue"),
                    line=event.line,
                )
            event.uid = shorten_uid(f"{event.uid}#{date.astimezone(UTC):%Y%m%dT%H%M%SZ}")
            for name in REPETITION:
                event.properties.pop(name, None)
            if entry := self.entry(event):
                entries.append(entry)
        return entries

    def with_overrides(self, entry: Entry, master: Event, dates: list[Event]) -> list[Entry]:
        schedule = entry.schedule
        start = Moment(schedule.start, schedule.zone, schedule.all_day)
        overrides = {override.recurrence_id: override for override in entry.overrides}
        private, lasting = set(), []
        for date, event in self.by_date(dates, start).items():
            if event.is_private:
                # Publishing it at its usual time would be wrong as well.
                private.add(date)
                self.refuse_private(event, _("date privée : elle est retirée de la série"))
                continue
            try:
                overrides[date] = self.override(date, event, entry, master)
                if event.is_this_and_future:
                    lasting.append((date, event))
            except Refused as refusal:
                self.refuse(event, refusal)
        if private:
            schedule = replace(schedule, exdates=tuple(sorted({*schedule.exdates, *private})))
        in_order = tuple(overrides[date] for date in sorted(overrides))
        entry = replace(entry, schedule=schedule, overrides=in_order)
        return self.cut(entry, master, sorted(lasting, key=itemgetter(0))) if lasting else [entry]

    def cut(self, entry: Entry, master: Event, lasting: list[tuple[datetime, Event]]) -> list[Entry]:
        """The series up to the first change that lasts, then one entry for each stretch after it."""
        overrides = {override.recurrence_id: override for override in entry.overrides}
        changes = [Change(date, overrides[date].start, overrides[date].end) for date, _event in lasting]
        stretches = this_and_future.cut(entry.schedule, changes)
        begins = [None, *(date for date, _event in lasting)]
        owners = [master, *(event for _date, event in lasting)]
        entries = []
        for stretch, since, until, event in zip(stretches, begins, [*begins[1:], None], owners, strict=True):
            if stretch is None:
                continue
            inside = (
                replace(override, recurrence_id=date + stretch.moved_by)
                for date, override in overrides.items()
                if (since is None or date > since) and (until is None or date < until)
            )
            piece = replace(entry, schedule=stretch.schedule, overrides=tuple(inside))
            if since is not None:
                piece = self.lasting(piece, master, event, since if entries else None)
            if stretch.is_listed:
                self.reading.warn(
                    _("série sans fin que son changement empêche d’écrire : cinq ans de dates sont gardés"),
                    line=event.line,
                )
            entries.append(piece)
        return entries

    def lasting(self, entry: Entry, master: Event, event: Event, since: datetime | None) -> Entry:
        """With the words of the change, those of the series where it has none."""
        event.properties = master.properties | event.properties
        cancelled = self.cancelled or event.is_cancelled
        uid = shorten_uid(f"{entry.uid}#{since.astimezone(UTC):%Y%m%dT%H%M%SZ}") if since else entry.uid
        return replace(
            entry,
            uid=uid,
            status=CANCELLED if cancelled else SCHEDULED,
            cancelled=cancelled,
            line=event.line,
            **event.details(),
        )

    def override(self, date: datetime, event: Event, entry: Entry, master: Event) -> Override:
        zone = ZoneInfo(entry.schedule.zone)
        if "DTSTART" in event.properties:
            start, end = self.times(event)
            begins, ends = start.at.astimezone(zone), end.astimezone(zone)
        else:  # a cancellation may say no more than which date it cancels
            begins, ends = date, _end_in_series(date, entry.schedule)
        location = text.one_line(event.text("LOCATION"), 180)
        elsewhere = location and location != text.one_line(master.text("LOCATION"), 180)
        place = event.place if elsewhere else ("", "")
        note = event.note(master)
        if elsewhere and not place[0]:  # an address where to join
            note = text.cut(
                " · ".join(filter(None, [_("Lieu : %(place)s") % {"place": location}, note])), 200
            )
        return Override(
            recurrence_id=date,
            start=begins,
            end=ends,
            cancelled=self.cancelled or event.is_cancelled,
            title=event.title if event.text("SUMMARY") and event.title != entry.title else "",
            note=note,
            place_name=place[0],
            address=place[1],
            line=event.line,
        )

    def entry(self, event: Event) -> Entry | None:
        if event.is_private:
            self.refuse_private(event, _("événement privé"))
            return None
        try:
            schedule, overrides = self.schedule(event)
        except (Refused, RuleError) as refusal:
            self.refuse(event, refusal)
            return None
        if len(event.text("DESCRIPTION")) > text.MAX_DESCRIPTION:
            self.reading.warn(_("description très longue, coupée"), line=event.line)
        cancelled = self.cancelled or event.is_cancelled
        return Entry(
            uid=event.uid,
            schedule=schedule,
            overrides=overrides,
            status=CANCELLED if cancelled else SCHEDULED,
            cancelled=cancelled,
            line=event.line,
            **event.details(),
        )

    def times(self, event: Event) -> tuple[Moment, datetime]:
        dtstart = event.first("DTSTART")
        if dtstart is None:
            raise Refused(_("la date de début (DTSTART) manque"))
        start = moment(dtstart, self.zones)
        end = end_of(start, event.first("DTEND"), event.first("DURATION"), self.zones)
        if event.text(ALL_DAY).upper() == "TRUE" and not start.is_date:
            first, last = day_in(start, HOME), day_in(Moment(end, start.zone, is_utc=start.is_utc), HOME)
            if first < last and _is_midnight(start.at) and _is_midnight(end):
                return Moment(first, HOME, is_date=True), last
        return start, end

    def schedule(self, event: Event) -> tuple[Schedule, tuple[Override, ...]]:
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
        return schedule, tuple(
            Override(date, date, until, line=event.line)
            for date, until in sorted(added.items(), key=itemgetter(0))
            if until and until != _end_in_series(date, schedule)
        )

    def rule(self, event: Event, start: Moment) -> str:
        rules = event.properties.get("RRULE", [])
        if "EXRULE" in event.properties:
            raise Refused(_("EXRULE n’est pas pris en charge : listez les dates exclues (EXDATE)"))
        if len(rules) > 1:
            raise Refused(_("plusieurs règles de répétition (RRULE) dans un même événement"))
        if not rules:
            return ""
        rule = normalise_rule(rules[0].value, start=start.at, zone=start.zone, all_day=start.is_date)
        if start.is_utc:
            self.reading.warn(
                _("série écrite en temps universel : à Marseille son heure change entre l’été et l’hiver"),
                line=event.line,
            )
        return rule

    def dates(self, event: Event, name: str, start: Moment) -> dict[datetime, datetime | None]:
        """The dates of RDATE or EXDATE, and the end of those that are periods, without the unreadable."""
        found = {}
        for prop, value in date_list(event.properties.get(name, [])):
            try:
                when = moment(prop, self.zones, value=value.partition("/")[0], floating=start.zone)
                found[in_series(when, start)] = period_end(when, prop, value, self.zones, start.zone)
            except Refused as refusal:
                self.reading.warn(_("date ignorée : %(reason)s") % {"reason": refusal}, line=prop.line)
        return found


def _is_midnight(when: datetime) -> bool:
    return not (when.hour or when.minute or when.second)


def _end_in_series(date: datetime, schedule: Schedule) -> datetime:
    """Where a date says nothing of its own end: `recurrence.spans` keeps the wall clock's length."""
    return date + (schedule.end - schedule.start)


def _warn_about(document: Document, reading: Reading) -> None:
    """What concerns the file rather than one of its entries."""
    if not document.closed and not document.is_cut:
        reading.warn(_("le fichier semble coupé : « END:VCALENDAR » manque"))
    if document.is_cut:
        reading.warn(_("le fichier a trop de lignes : seul son début est lu"))
    for lines, message in (
        (document.foreign, _("texte qui n’est pas en UTF-8 : les accents ont pu être mal lus")),
        (document.control, _("caractères interdits (NUL, par exemple) retirés")),
    ):
        if count := lines.count:
            more = ngettext("(%(count)d ligne)", "(%(count)d lignes)", count) % {"count": count}
            reading.warn(f"{message} {more}", line=lines.first)
    for name, count in document.ignored.items():
        reading.warn(
            ngettext("%(count)d composant %(name)s ignoré", "%(count)d composants %(name)s ignorés", count)
            % {"count": count, "name": text.one_line(name, 40)}
        )
