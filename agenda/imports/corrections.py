"""
What was corrected here stays, whatever its calendar says later: of each thing three versions are compared, the one here,
what the source said last time and what it says now. Where both sides changed, the one here stays and the event says
so (`Event.disagreements`), for somebody to choose.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cooperation.core.line_ends import unified

WEEK = timedelta(days=7)
WHEN = ("start", "end", "all_day", "zone")
DATES = ("rdates", "exdates")

Said = dict[str, Any]  # a schedule as `merge._said` writes it


def is_kept(here: Any, before: Any, now: Any) -> bool:
    """Whether what is here was written here, and is not what the source says now."""
    return not _same(here, before) and not _same(here, now)


def _same(one: Any, other: Any) -> bool:
    """A form sends line ends of its own, and trims."""
    if isinstance(one, str) and isinstance(other, str):
        return unified(one).strip() == unified(other).strip()
    return one == other


# Schedules


class Merged(NamedTuple):
    schedule: Said
    is_kept: bool  # both sides changed the same part: the one here stays
    is_corrected: bool  # it isn't simply what the source says


def here(event: Any, before: Said, overrides: Iterable[str]) -> Said:
    """
    The schedule of an event as its people left it: without what an import added to it, the dates that vanished and
    are shown as cancelled, and those of overrides that no rule gives.
    """
    gone = set(event.vanished_dates)
    rdates, exdates = set(map(iso, event.rdates)), set(map(iso, event.exdates))
    start, end = iso(event.starts_at), iso(event.ends_at)
    if start in gone:
        start, end = before["start"], before["end"]
    own = {
        "start": start,
        "end": end,
        "all_day": event.all_day,
        "zone": event.timezone,
        "rrule": event.rrule,
    }
    by = offset(before, own)
    alien = _shifted(set(overrides) - set(before["rdates"]), by, event.timezone)
    own["rdates"] = sorted(rdates - gone - alien - {start})
    own["exdates"] = sorted(exdates | gone & _shifted(before["exdates"], by, event.timezone))
    return own


def merge(here: Said, before: Said, now: Said) -> Merged:
    """The hour, the rule, and the dates added and taken out, each from whoever changed it."""
    pattern, is_kept = _pattern(here, before, now)
    merged = dict(pattern)
    zone = pattern["zone"]
    for name in DATES:
        usual = _shifted(before[name], offset(before, here), zone)
        added = _shifted(set(here[name]) - usual, offset(here, pattern), zone)
        removed = _shifted(usual - set(here[name]), offset(here, pattern), zone)
        given = _shifted(now[name], offset(now, pattern), zone)
        merged[name] = sorted(given - removed | added)
    merged["rdates"] = [date for date in merged["rdates"] if date != merged["start"]]
    return Merged(merged, is_kept, merged != {**now, **{name: sorted(now[name]) for name in DATES}})


def _pattern(here: Said, before: Said, now: Said) -> tuple[Said, bool]:
    when = [[version[name] for name in WHEN] for version in (here, before, now)]
    rules = [version["rrule"] for version in (here, before, now)]
    ours = (when[0] != when[1], rules[0] != rules[1])
    theirs = (when[2] != when[1], rules[2] != rules[1])
    if not any(ours) or (when[0], rules[0]) == (when[2], rules[2]):
        return now, False
    if not any(theirs):
        return here, False
    # The hour changed on one side, the rule on the other: both hold.
    if ours == (True, False) and theirs == (False, True) and _same_day(here, before):
        return {**here, "rrule": now["rrule"]}, False
    if ours == (False, True) and theirs == (True, False) and _same_day(now, before):
        return {**now, "rrule": here["rrule"]}, False
    return here, True


def _same_day(one: Said, other: Said) -> bool:
    return one["zone"] == other["zone"] and _wall(one).date() == _wall(other).date()


def offset(one: Said, other: Said) -> timedelta:
    """By how much the dates of `other` are later than those of `one`, on the clocks of its zone; weeks aside."""
    moved = _wall(other) - _wall(one)
    return moved - WEEK * round(moved / WEEK)


def _wall(said: Said) -> datetime:
    return moment(said["start"]).astimezone(ZoneInfo(said["zone"])).replace(tzinfo=None)


def shifted(said: str, by: timedelta, zone: str) -> str:
    if not by:
        return said
    there = moment(said).astimezone(ZoneInfo(zone)).replace(tzinfo=None) + by
    return iso(there.replace(tzinfo=ZoneInfo(zone)))


def _shifted(dates: Iterable[str], by: timedelta, zone: str) -> set[str]:
    return {shifted(date, by, zone) for date in dates}


def give(event: Any, said: Said) -> None:
    """The schedule in the event's fields."""
    event.starts_at, event.ends_at = moment(said["start"]), moment(said["end"])
    event.all_day, event.timezone, event.rrule = said["all_day"], said["zone"], said["rrule"]
    event.rdates, event.exdates = list(map(moment, said["rdates"])), list(map(moment, said["exdates"]))


def iso(when: datetime) -> str:
    return when.astimezone(UTC).isoformat()


def moment(said: str) -> datetime:
    return datetime.fromisoformat(said)
