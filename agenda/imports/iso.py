"""Dates as web pages and feeds write them: ISO 8601, long and short, and RFC 5322.

* A time with an offset is an instant, shown in Europe/Paris; one without is local there.
* Both ends may be days: the last one is included (schema.org), unlike iCalendar's DTEND.
* From midnight to 23:59 or to another midnight is how software without whole days writes them; midnight
  without an end is a day whose hour nobody typed.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from agenda.recurrence import Schedule

from .contentlines import Property
from .entries import Refused, check_year
from .moments import Moment, end_of
from .timezones import HOME

DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})", re.ASCII)
TIME = re.compile(
    r"(\d{4}-?\d{2}-?\d{2})[T ](\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
MAX_LENGTH = 64


def moment(value: object, name: str, *, zone: str = HOME) -> Moment:
    """A day or an instant in `zone`, or `Refused`; `name` is what the format calls it."""
    written = str(value).strip() if isinstance(value, str | int) else ""
    try:
        return _moment(written[: MAX_LENGTH + 1], zone)
    except Refused:
        raise
    except (ValueError, OverflowError):
        raise Refused(
            _("%(name)s illisible : « %(value)s »") % {"name": name, "value": written[:40]}
        ) from None


def _moment(written: str, zone: str) -> Moment:
    home = ZoneInfo(zone)
    if len(written) > MAX_LENGTH:
        raise ValueError(written)
    if match := DAY.fullmatch(written):
        year, month, day = map(int, match.groups())
        return Moment(check_year(datetime(year, month, day, tzinfo=home)), zone, is_date=True)
    if match := TIME.fullmatch(written):
        day, hour, minute, second, offset = match.groups()
        digits = day.replace("-", "")
        local = datetime(
            int(digits[:4]), int(digits[4:6]), int(digits[6:]), int(hour), int(minute),
            min(int(second or 0), 59), tzinfo=home,
        )  # fmt: skip
        if offset and offset not in "Zz":
            sign = -1 if offset[0] == "-" else 1
            away = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:].lstrip(":") or 0))
            local = (local.replace(tzinfo=UTC) - sign * away).astimezone(home)
        elif offset:
            local = local.replace(tzinfo=UTC).astimezone(home)
        return Moment(check_year(local), zone)
    at = parsedate_to_datetime(written)
    return Moment(check_year(at.replace(tzinfo=home) if at.tzinfo is None else at.astimezone(home)), zone)


def schedule(start: Moment, end: Moment | None, duration: str = "") -> Schedule:
    """One date from its two ends, or its start and an ISO 8601 duration; `Refused` when it ends before it starts."""
    first = start.at
    if end is None and duration:
        until = end_of(start, None, Property("duration", {}, duration, 0), None)
    elif end is None:
        until = first
    elif end.is_date:
        same_day = end.at.date() == first.date()
        until = first if same_day and not start.is_date else end.at + timedelta(days=1)
    else:
        until = end.at
    if end is not None and until.astimezone(UTC) < first.astimezone(UTC):
        raise Refused(_("la fin est avant le début"))
    if start.is_date or _are_days(first, until):
        return Schedule(_midnight(first), _next_midnight(until, after=first), start.zone, all_day=True)
    return Schedule(first, check_year(until), start.zone)


def _are_days(first: datetime, until: datetime) -> bool:
    last = until.time().replace(second=0, microsecond=0)
    midnight = not (first.hour or first.minute or first.second)
    return midnight and ((last.hour, last.minute) in ((23, 59), (0, 0)))


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def _next_midnight(until: datetime, *, after: datetime) -> datetime:
    day = _midnight(until)
    return day if day == until and until > after else day + timedelta(days=1)
