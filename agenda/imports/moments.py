"""Dates, times and durations of iCalendar (RFC 5545 sections 3.3.4, 3.3.5, 3.3.6) as aware datetimes."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from .contentlines import Property
from .entries import MAX_DATES, Refused, check_year
from .timezones import HOME, Zones

VALUE = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z?))?", re.ASCII)
DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Moment:
    at: datetime  # aware, in `zone`
    zone: str
    is_date: bool = False  # VALUE=DATE: midnight, and the whole day is meant
    is_utc: bool = False  # written with a final Z


def moment(prop: Property, zones: Zones, *, value: str | None = None, floating: str = "") -> Moment:
    """A DATE or DATE-TIME. Dates are days in Paris wherever they come from; a time without a zone is in
    `floating`.

    A time that a clock change skips is read with the offset from before the change, as the RFC says (fold=0).
    """
    text = (prop.value if value is None else value).strip()
    match = VALUE.fullmatch(text)
    if match is None:
        raise Refused(_("%(name)s illisible : « %(value)s »") % {"name": prop.name, "value": text[:40]})
    year, month, day, hour, minute, second, z = match.groups()
    is_date = hour is None
    tzid = prop.parameters.get("TZID", "")
    if is_date:
        zone = HOME
    elif z:
        zone = "UTC"
    elif tzid:
        zone = zones.resolve(tzid, prop.line)
    else:
        zone = floating or zones.default
    try:
        # A leap second (60) is no reason to lose an event.
        seconds = min(int(second or 0), 59)
        clock = (0, 0, 0) if is_date else (int(hour), int(minute), seconds)
        at = datetime(int(year), int(month), int(day), *clock, tzinfo=ZoneInfo(zone))
    except ValueError:
        raise Refused(
            _("%(name)s n’existe pas : « %(value)s »") % {"name": prop.name, "value": text}
        ) from None
    return Moment(check_year(at), zone, is_date, bool(z))


def at_home(when: Moment) -> Moment:
    """A single date written in UTC happens in Paris: UTC is only how the software wrote it."""
    return Moment(when.at.astimezone(ZoneInfo(HOME)), HOME) if when.is_utc else when


def day_in(when: Moment, zone: str) -> datetime:
    """Midnight in `zone` of the day that is meant: the day as written, unless it is written in UTC."""
    day = when.at.astimezone(ZoneInfo(zone)) if when.is_utc else when.at
    return day.replace(hour=0, minute=0, second=0, tzinfo=ZoneInfo(zone), fold=0)


def end_of(start: Moment, dtend: Property | None, duration: Property | None, zones: Zones) -> datetime:
    """The exclusive end, in the zone of `start`: DTEND, else DURATION, else the RFC's default.

    A day ends at the next midnight, also for software that writes the same day as start and end.
    """
    if dtend is not None:
        end = _dtend(start, moment(dtend, zones, floating=start.zone))
    elif duration is not None:
        end = _after(start.at, duration)
    else:
        end = start.at
    if end.astimezone(UTC) < start.at.astimezone(UTC):
        raise Refused(_("la fin est avant le début"))
    if start.is_date:
        midnight = end.replace(hour=0, minute=0, second=0)
        end = midnight + timedelta(days=1) if midnight != end or end == start.at else end
    return check_year(end)


def _dtend(start: Moment, end: Moment) -> datetime:
    zone = ZoneInfo(start.zone)
    if start.is_date and not end.is_date:
        return end.at.astimezone(zone) if end.is_utc else end.at.replace(tzinfo=zone)
    if end.is_date and not start.is_date:
        return day_in(end, start.zone)
    return end.at.astimezone(zone)


def _after(start: datetime, duration: Property) -> datetime:
    """Weeks and days are those of the wall clock, hours are exact (RFC 5545 section 3.3.6)."""
    text = duration.value.strip().upper()
    match = DURATION.fullmatch(text)
    if match is None or not any(match.groups()[1:]):
        raise Refused(_("DURATION illisible : « %(value)s »") % {"value": text[:40]})
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in match.groups()[1:])
    if match[1] == "-" and (weeks or days or hours or minutes or seconds):
        raise Refused(_("la fin est avant le début"))
    try:
        nominal = start + timedelta(weeks=weeks, days=days)
        exact = nominal.astimezone(UTC) + timedelta(hours=hours, minutes=minutes, seconds=seconds)
        return exact.astimezone(start.tzinfo)
    except OverflowError:
        raise Refused(_("DURATION trop longue : « %(value)s »") % {"value": text[:40]}) from None


def date_list(props: list[Property]) -> list[tuple[Property, str]]:
    """The values of RDATE or EXDATE properties, each with the property that it is written in."""
    values = [(prop, value.strip()) for prop in props for value in prop.value.split(",") if value.strip()]
    if len(values) > MAX_DATES:
        raise Refused(
            _("%(name)s contient trop de dates (%(count)d ; la limite est de %(limit)d)")
            % {"name": props[0].name, "count": len(values), "limit": MAX_DATES}
        )
    return values


def period_end(start: Moment, prop: Property, value: str, zones: Zones, zone: str) -> datetime | None:
    """The end of a PERIOD ("start/end" or "start/duration") in `zone`; None for a value that is no period."""
    _start, slash, rest = value.partition("/")
    if not slash or start.is_date:
        return None
    if rest.startswith(("P", "+P")):
        end = _after(start.at, prop._replace(value=rest))
    else:
        end = moment(prop, zones, value=rest, floating=zone).at
    if end.astimezone(UTC) < start.at.astimezone(UTC):
        raise Refused(_("la fin est avant le début"))
    return check_year(end.astimezone(ZoneInfo(zone)))


def in_series(when: Moment, start: Moment) -> datetime:
    """The date of a series that RDATE, EXDATE or RECURRENCE-ID means, in the zone of the series.

    A day named in a timed series (Exchange, Apple) means the date of that day; a time named in a series of
    whole days means its day.
    """
    if start.is_date:
        return day_in(when, start.zone)
    if when.is_date:
        clock = start.at
        return day_in(when, start.zone).replace(hour=clock.hour, minute=clock.minute, second=clock.second)
    return when.at.astimezone(ZoneInfo(start.zone))
