"""
A calendar that gives its events other UIDs, once or at each reading. What it no longer names and what it newly names
are matched by what they say, so that an event keeps its identity here, whatever it is called there.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from agenda.imports.corrections import iso
from agenda.imports.entries import Entry, Reading
from agenda.imports.recognising import is_ours
from agenda.imports.text import fold
from agenda.imports.timezones import HOME
from agenda.models import Event


class Said(NamedTuple):
    """What tells one event of a calendar from the others, but for its UID."""

    title: str
    url: str
    start: str
    end: str
    rrule: str

    @property
    def local(self) -> datetime:
        return datetime.fromisoformat(self.start).astimezone(ZoneInfo(HOME))


def find(source, reading: Reading, *, whole: bool, now) -> list[tuple[Event, str]]:
    """
    The events of this source that are not named any more, each with the UID under which it is found again.

    What says the same at the same hour is the same. Where the reading is whole, so that what isn't named is gone, it
    may also have moved: its title is at the same page, on the same day, or of a series with the same rule and hour, and
    nothing else in the calendar is.
    """
    named = {entry.uid for entry in reading.entries} | {refusal.uid for refusal in reading.refusals}
    rows = source.events.to_come(now=now).exclude(external_uid__in=named).exclude(external_uid="")
    lost = {event: _said_before(event) for event in rows.only("external_uid", "external_entry")}
    if not lost:
        return []
    known = set(
        Event.objects.filter(imported_for=source.organisation_id, external_uid__in=named).values_list(
            "external_uid", flat=True
        )
    )
    new = {
        entry.uid: _said(entry)
        for entry in reading.entries
        if entry.uid not in known and not is_ours(entry.uid)
    }
    urls = Counter(entry.url for entry in reading.entries)
    found: list[tuple[Event, str]] = []
    for key, is_unique in _keys(urls) if whole else _keys(urls)[:1]:
        for event, uid in _matches(lost, new, key, is_unique):
            found.append((event, uid))
            del lost[event], new[uid]
    return found


def apply(found: Iterable[tuple[Event, str]]) -> None:
    for event, uid in found:
        event.external_uid = uid
    Event.objects.bulk_update([event for event, _uid in found], ["external_uid"], batch_size=500)


Key = Callable[[Said], Hashable]


def _keys(urls: Counter) -> list[tuple[Key, bool]]:
    """What two things must have in common, the surest first; and whether nothing else may have it."""

    def page(said: Said) -> str:
        """An address that all events share is that of none."""
        return said.url if said.url and urls[said.url] <= 1 else ""

    return [
        (lambda said: (said.title, said.start, said.end, said.rrule), False),
        (lambda said: page(said) and (page(said), said.title), True),
        (lambda said: page(said) and (page(said), said.local.date()), True),
        (lambda said: (said.title, said.local.date()), True),
        (lambda said: said.rrule and (said.title, said.rrule, said.local.time()), True),
    ]


def _matches(lost: dict[Event, Said], new: dict[str, Said], key: Key, is_unique: bool):
    before, now = defaultdict(list), defaultdict(list)
    for event, said in lost.items():
        before[key(said)].append(event)
    for uid, said in new.items():
        now[key(said)].append(uid)
    return [
        pair
        for name in before.keys() & now.keys()
        if name and not (is_unique and (len(before[name]) > 1 or len(now[name]) > 1))
        for pair in zip(before[name], now[name], strict=False)
    ]


def _said(entry: Entry) -> Said:
    schedule = entry.schedule
    return Said(fold(entry.title[:140]), entry.url, iso(schedule.start), iso(schedule.end), schedule.rrule)


def _said_before(event: Event) -> Said:
    said = event.external_entry
    schedule = said.get("schedule", {})
    return Said(
        fold(said.get("title", "")),
        said.get("website", ""),
        schedule.get("start", "1970-01-01T00:00:00+00:00"),
        schedule.get("end", ""),
        schedule.get("rrule", ""),
    )
