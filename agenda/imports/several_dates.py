"""Formats that know single dates only: one event's dates, found again by its identifier, become one entry.

* Dates with one identifier and one title are one event: the earliest is its own, the others are added (RDATE);
  one that lasts otherwise or is cancelled is an override.
* An identifier that events of different titles share (a page's address, often) is that of the title which has
  most of the dates, two at least; the others are known by the identifier and their title.
* The same date twice is one date.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from . import text
from .entries import MAX_DATES, Entry, Override, Reading
from .vevent import shorten_uid


def gather(entries: Iterable[Entry], reading: Reading) -> list[Entry]:
    by_uid: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_uid[entry.uid].append(entry)
    gathered = []
    for uid, group in by_uid.items():
        by_title: dict[str, list[Entry]] = defaultdict(list)
        for entry in group:
            by_title[entry.title.casefold()].append(entry)
        for title, dates in by_title.items():
            owns = len(by_title) == 1 or 2 <= len(dates) > len(group) / 2
            own = uid if owns else shorten_uid(f"{uid}#{text.digest(title)[:12]}")
            gathered.append(_one_event(own, dates, reading))
    return gathered


def _one_event(uid: str, dates: list[Entry], reading: Reading) -> Entry:
    if len(dates) == 1:
        return replace(dates[0], uid=uid)
    if series := next((entry for entry in dates if entry.schedule.rrule or entry.schedule.rdates), None):
        for entry in dates:
            if entry is not series and entry.schedule != series.schedule:
                reading.refuse(
                    entry.uid, entry.line, _("déjà donné par la série de même identifiant"), entry.title
                )
        return replace(series, uid=uid)
    by_start: dict[datetime, Entry] = {}
    for entry in dates:
        by_start.setdefault(entry.schedule.start.astimezone(UTC), entry)
    first, *others = (by_start[start] for start in sorted(by_start))
    if len(others) >= MAX_DATES:
        reading.warn(
            _("« %(title)s » a trop de dates : les %(limit)d premières sont gardées")
            % {"title": first.title, "limit": MAX_DATES}
        )
        others = others[: MAX_DATES - 1]
    every = [first, *others]
    cancelled = all(entry.cancelled for entry in every)
    length = first.schedule.end - first.schedule.start
    overrides = tuple(
        Override(
            recurrence_id=entry.schedule.start,
            start=entry.schedule.start,
            end=entry.schedule.end,
            cancelled=entry.cancelled and not cancelled,
            line=entry.line,
        )
        for entry in every
        # Between clocks of one zone, subtracting compares what they show: the length that a series keeps.
        if entry.schedule.end - entry.schedule.start != length or (entry.cancelled and not cancelled)
    )
    alive = next((entry for entry in every if not entry.cancelled), first)
    return replace(
        alive,
        uid=uid,
        line=first.line,
        schedule=replace(first.schedule, rdates=tuple(entry.schedule.start for entry in others)),
        overrides=overrides,
        sequence=max(entry.sequence for entry in every),
        modified=max((entry.modified for entry in every if entry.modified), default=None),
    )
