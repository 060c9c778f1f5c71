"""Repetition in schema.org (https://schema.org/Schedule), as a rule of RFC 5545."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from agenda.recurrence import Schedule, normalise_rule

from .entries import MAX_DATES, Reading, Refused
from .iso import moment, schedule
from .moments import Moment
from .nodes import Node, first
from .timezones import HOME, by_name

FREQUENCY = {
    **{"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"},
    **{"DAILY": "DAILY", "WEEKLY": "WEEKLY", "MONTHLY": "MONTHLY", "YEARLY": "YEARLY", "ANNUALLY": "YEARLY"},
}
PERIOD = re.compile(r"P(\d{1,3})([DWMY])")
CLOCK = re.compile(r"T?(\d{1,2}):?(\d{2})(?::?\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?")
DAYS = {
    **{"MONDAY": "MO", "TUESDAY": "TU", "WEDNESDAY": "WE", "THURSDAY": "TH", "FRIDAY": "FR"},
    **{"SATURDAY": "SA", "SUNDAY": "SU"},
}
DAY = re.compile(r"[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)")
MAX_SCHEDULES = 50


def read(event: Node, rank: int, reading: Reading) -> list[Schedule]:
    planned = event.nodes("eventSchedule")[:MAX_SCHEDULES]
    if not planned:
        raise Refused(_("calendrier illisible (eventSchedule)"))
    return [_schedule(plan, event) for plan in planned]


def _schedule(plan: Node, event: Node) -> Schedule:
    zone = by_name(plan.text("scheduleTimezone")) if plan.text("scheduleTimezone") else HOME
    zone = zone or HOME
    begins = first(plan.values("startDate")) or first(event.values("startDate"))
    if not begins:
        raise Refused(_("sans date de début (startDate)"))
    start = moment(begins, "startDate", zone=zone)
    if start.is_date and (clock := _clock(plan, "startTime")):
        start = Moment(start.at.replace(hour=clock.hour, minute=clock.minute), zone)
    one = schedule(start, _end(plan, start, zone), "" if plan.values("endTime") else plan.text("duration"))
    rule = normalise_rule(_rule(plan, zone), start=one.start, zone=zone, all_day=one.all_day)
    excluded = [
        _at(moment(value, "exceptDate", zone=zone), one) for value in plan.values("exceptDate")[:MAX_DATES]
    ]
    return Schedule(one.start, one.end, zone, one.all_day, rule, exdates=tuple(sorted(set(excluded))))


def _end(plan: Node, start: Moment, zone: str) -> Moment | None:
    """Of the first date: a schedule's own endDate is when the repetition stops."""
    clock = _clock(plan, "endTime")
    if clock is None or start.is_date:
        return None
    end = start.at.replace(hour=clock.hour, minute=clock.minute)
    if end.astimezone(UTC) < start.at.astimezone(UTC):
        end += timedelta(days=1)  # until after midnight
    return Moment(end, zone)


def _clock(plan: Node, name: str) -> time | None:
    written = plan.text(name)
    match = CLOCK.fullmatch(written[:30])
    if match is None:
        if written:
            raise Refused(_("%(name)s illisible : « %(value)s »") % {"name": name, "value": written[:40]})
        return None
    try:
        return time(int(match[1]), int(match[2]))
    except ValueError:
        raise Refused(_("%(name)s n’existe pas : « %(value)s »") % {"name": name, "value": written}) from None


def _at(excluded: Moment, one: Schedule) -> datetime:
    """A day means the date of that day."""
    if not excluded.is_date:
        return excluded.at
    return excluded.at.replace(hour=one.start.hour, minute=one.start.minute, second=one.start.second)


def _rule(plan: Node, zone: str) -> str:
    written = plan.text("repeatFrequency").rpartition("/")[2].strip().upper()
    match = PERIOD.fullmatch(written)
    interval, unit = (int(match[1]), match[2]) if match else (1, written)
    by_day = [_weekday(value) for value in plan.values("byDay")]
    if not written and by_day:
        unit = "W"
    if not unit and not plan.values("byMonth", "byMonthDay"):
        return ""  # one date
    if unit not in FREQUENCY or not interval:
        raise Refused(_("repeatFrequency illisible : « %(value)s »") % {"value": written[:40]})
    parts = [f"FREQ={FREQUENCY[unit]}"]
    if interval > 1:
        parts.append(f"INTERVAL={interval}")
    if by_day:
        parts.append("BYDAY=" + ",".join(dict.fromkeys(by_day)))
    for name, part in (("byMonth", "BYMONTH"), ("byMonthDay", "BYMONTHDAY")):
        if numbers := [str(value).strip() for value in plan.values(name)]:
            parts.append(f"{part}=" + ",".join(numbers))
    if plan.values("byMonthWeek"):
        raise Refused(_("répétition que la plateforme ne sait pas lire (byMonthWeek)"))
    if count := plan.text("repeatCount"):
        parts.append(f"COUNT={count}")
    elif last := first(plan.values("endDate")):
        until = moment(last, "endDate", zone=zone)
        parts.append(f"UNTIL={until.at:%Y%m%d}" if until.is_date else _instant(until.at))
    return ";".join(parts)


def _instant(at: datetime) -> str:
    return f"UNTIL={at.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}"


def _weekday(value: object) -> str:
    written = (
        str(value.get("@id", "") if isinstance(value, dict) else value).rpartition("/")[2].strip().upper()
    )
    day = DAYS.get(written, written)
    if not DAY.fullmatch(day):
        raise Refused(_("byDay illisible : « %(value)s »") % {"value": written[:40]})
    return day
