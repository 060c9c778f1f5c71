"""An RRULE value (RFC 5545, § 3.3.10) as data: read, checked and written, without the dates that it gives."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal, Self, get_args

from django.utils.translation import gettext as _

MAX_LENGTH = 500  # characters of a rule
MAX_INTERVAL = 1000  # periods
MAX_COUNT = 10**9  # as large as real calendars write it; the window bounds what comes of it
MAX_TIMES_A_DAY = 24

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]


class RuleError(ValueError):
    """A rule that we don't accept; the message, in French, says why."""


# Part of a rule → field, least and greatest value, whether it may count from the end (§ 3.3.10).
NUMBERS = {
    "BYMONTH": ("by_month", 1, 12, False),
    "BYWEEKNO": ("by_week_number", 1, 53, True),
    "BYYEARDAY": ("by_year_day", 1, 366, True),
    "BYMONTHDAY": ("by_month_day", 1, 31, True),
    "BYHOUR": ("by_hour", 0, 23, False),
    "BYMINUTE": ("by_minute", 0, 59, False),
    "BYSECOND": ("by_second", 0, 59, False),
    "BYSETPOS": ("by_set_position", 1, 366, True),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """The parts of an RRULE value (§ 3.3.10), each of them in its range."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: date | datetime | None = None  # a day, a wall clock (naive) or an instant (UTC)
    by_month: tuple[int, ...] = ()
    by_week_number: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_day: tuple[tuple[int, int], ...] = ()  # (weekday from Monday 0, which one of the period or 0 for each)
    by_hour: tuple[int, ...] = ()
    by_minute: tuple[int, ...] = ()
    by_second: tuple[int, ...] = ()
    by_set_position: tuple[int, ...] = ()
    week_start: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        if len(text) > MAX_LENGTH:
            raise RuleError(_("La règle de répétition est trop longue."))
        values: dict = {}
        for part in filter(None, text.upper().strip().removeprefix("RRULE:").split(";")):
            name, _equals, value = (word.strip() for word in part.partition("="))
            field, parsed = _parse_part(name, value)
            if field in values:
                raise RuleError(_("La règle de répétition donne deux fois %(part)s.") % {"part": name})
            values[field] = parsed
        if "frequency" not in values:
            raise RuleError(_("La règle de répétition ne dit pas sa fréquence (FREQ)."))
        return cls(**values)

    def __str__(self) -> str:
        parts = [f"FREQ={self.frequency}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            parts.append(f"UNTIL={_until_text(self.until)}")
        for name, (field, *_range) in NUMBERS.items():
            if name == "BYHOUR" and self.by_day:
                parts.append("BYDAY=" + ",".join(f"{nth or ''}{WEEKDAYS[day]}" for day, nth in self.by_day))
            if values := getattr(self, field):
                parts.append(f"{name}={','.join(map(str, values))}")
        if self.week_start:
            parts.append(f"WKST={WEEKDAYS[self.week_start]}")
        return ";".join(parts)

    @property
    def is_limited(self) -> bool:
        return self.count is not None or self.until is not None

    @property
    def times_a_day(self) -> int:
        return max(1, len(self.by_hour)) * max(1, len(self.by_minute)) * max(1, len(self.by_second))

    def without_limit(self) -> Self:
        return replace(self, count=None, until=None)

    def explicit(self, first: datetime) -> Self:
        """What the rule leaves to DTSTART, spelled out (§ 3.3.10: "derived from DTSTART")."""
        if self.by_day or self.by_month_day or self.by_year_day:
            return self
        match self.frequency:
            case "WEEKLY":
                return replace(self, by_day=((first.weekday(), 0),))
            case "MONTHLY":
                return replace(self, by_month_day=(first.day,))
            case "YEARLY" if self.by_week_number:
                return replace(self, by_day=((first.weekday(), 0),))
            case "YEARLY":
                return replace(self, by_month=self.by_month or (first.month,), by_month_day=(first.day,))
        return self

    def check(self) -> None:
        """Refuse the combinations that § 3.3.10 forbids and those that no agenda needs."""
        monthly_or_yearly = self.frequency in ("MONTHLY", "YEARLY")
        ordinals = [nth for _day, nth in self.by_day if nth]
        forbidden = (
            ("BYWEEKNO", self.by_week_number and self.frequency != "YEARLY"),
            ("BYYEARDAY", self.by_year_day and self.frequency != "YEARLY"),
            ("BYMONTHDAY", self.by_month_day and self.frequency == "WEEKLY"),
            ("BYDAY", ordinals and (not monthly_or_yearly or self.by_week_number)),
            # Readers disagree on "each Monday and the second Tuesday" in one rule.
            ("BYDAY", ordinals and len(ordinals) < len(self.by_day)),
            (
                "BYDAY",
                (self.frequency == "MONTHLY" or self.by_month) and any(abs(nth) > 5 for nth in ordinals),
            ),
            ("BYSETPOS", self.by_set_position and not any(getattr(self, name) for name in _OTHER_PARTS)),
            ("BYSETPOS", self.by_set_position and self.times_a_day > 1),
        )
        for part, is_forbidden in forbidden:
            if is_forbidden:
                raise RuleError(
                    _("Cette règle de répétition ne peut pas avoir ce %(part)s.") % {"part": part}
                )
        if self.count is not None and self.until is not None:
            raise RuleError(_("Une répétition a un nombre de fois ou une date de fin, pas les deux."))
        if self.times_a_day > MAX_TIMES_A_DAY:
            raise RuleError(_("Cette règle donne trop de dates par jour."))


_OTHER_PARTS = [field for field, *_range in NUMBERS.values() if field != "by_set_position"] + ["by_day"]


def _parse_part(name: str, value: str) -> tuple[str, object]:
    match name:
        case "FREQ" if value in get_args(Frequency):
            return "frequency", value
        case "FREQ" if value in ("HOURLY", "MINUTELY", "SECONDLY"):
            raise RuleError(_("Une répétition par heure, par minute ou par seconde n’est pas acceptée."))
        case "INTERVAL":
            return "interval", _number(name, value, 1, MAX_INTERVAL)
        case "COUNT":
            return "count", _number(name, value, 1, MAX_COUNT)
        case "UNTIL":
            return "until", _parse_until(value)
        case "WKST" if value in WEEKDAYS:
            return "week_start", WEEKDAYS.index(value)
        case "BYDAY":
            return "by_day", tuple(sorted({_parse_weekday(item.strip()) for item in value.split(",")}))
        case _ if name in NUMBERS:
            field, least, greatest, signed = NUMBERS[name]
            return field, tuple(
                sorted(
                    {_number(name, item.strip(), least, greatest, signed=signed) for item in value.split(",")}
                )
            )
    raise _wrong(name, value)


def _wrong(name: str, value: str) -> RuleError:
    part = f"{name}={value}"[:40]
    return RuleError(
        _("La règle de répétition contient « %(part)s », qui n’est pas compris.") % {"part": part}
    )


def _number(name: str, text: str, least: int, greatest: int, *, signed: bool = False) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,10}", text):
        raise _wrong(name, text)
    number = int(text)
    if not least <= (abs(number) if signed else number) <= greatest:
        raise _wrong(name, text)
    return number


def _parse_weekday(text: str) -> tuple[int, int]:
    nth, day = text[:-2], text[-2:]
    if day not in WEEKDAYS:
        raise _wrong("BYDAY", text)
    return WEEKDAYS.index(day), _number("BYDAY", nth, 1, 53, signed=True) if nth else 0


def _parse_until(text: str) -> date | datetime:
    """A day, a wall clock (naive) or an instant (UTC), as it was written."""
    for pattern, form in ((r"[0-9]{8}", "%Y%m%d"), (r"[0-9]{8}T[0-9]{6}Z?", "%Y%m%dT%H%M%S")):
        if re.fullmatch(pattern, text):
            try:
                moment = datetime.strptime(text.removesuffix("Z"), form)  # noqa: DTZ007
            except ValueError:
                break
            if "T" not in text:
                return moment.date()
            return moment.replace(tzinfo=UTC) if text.endswith("Z") else moment
    raise _wrong("UNTIL", text)


def _until_text(until: date | datetime) -> str:
    day = f"{until.year:04}{until.month:02}{until.day:02}"
    return f"{day}T{until:%H%M%S}{'Z' if until.tzinfo else ''}" if isinstance(until, datetime) else day
