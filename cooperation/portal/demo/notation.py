"""How the demo's content is written down: people's words, and dates told from the week of the demo."""

import re
from dataclasses import dataclass
from datetime import time
from textwrap import dedent
from typing import ClassVar, Literal

WEEKDAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
SUNDAY = 6

Closed = Literal[
    "", "feast", "school"
]  # days on which a series rests: none, public holidays, and school's too


def typeset(text):
    """One paragraph per line (list items apart), with French no-break spaces."""
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", dedent(text).strip()):
        paragraphs.append(re.sub(r"\n(?!\s*(?:-|\d+\.) )\s*", " ", paragraph))
    text = "\n\n".join(paragraphs)
    text = re.sub(r" (?=[:;!?»])|(?<=«) ", "\u00a0", text)
    return re.sub(
        r"(?<=\d) (?=(?:h|€|ans|km|m|min)\b|€)|(?<=\d h) (?=\d)|(?<=\d) (?=\d{3}\b)", "\u00a0", text
    )


class Sheet:
    """Its words are typeset when it is written; `words` names them."""

    words: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self):
        for name in self.words:
            object.__setattr__(self, name, typeset(getattr(self, name)))


@dataclass(frozen=True, kw_only=True)
class OrganisationSheet(Sheet):
    words: ClassVar = ("name", "summary", "description")

    key: str
    name: str
    short_name: str = ""
    kind: str = "association"
    themes: str  # slugs, the first ones say it best
    districts: str
    place: str = ""
    summary: str
    description: str
    mailbox: str = "bonjour"
    website: bool = False
    logo: str = ""

    @property
    def domain(self):
        return f"{self.key}.example.org"

    @property
    def email(self):
        return f"{self.mailbox}@{self.domain}"


@dataclass(frozen=True, kw_only=True)
class PlaceSheet(Sheet):
    words: ClassVar = ("name", "address", "access")

    key: str
    name: str
    address: str
    district: str
    accessibility: str = ""
    access: str = ""


@dataclass(frozen=True)
class When:
    """
    Dates told from the demo's own day. `days` are (week, weekday): week 0 is that of the demo, Monday is 0.

    Without `frequency`, each of the days is a date. With it, the first one begins a series, `weekdays` of each
    week; one that rests in the school holidays goes on until the end of the school year.
    """

    days: tuple[tuple[int, int], ...]
    start: time
    end: time
    frequency: str = ""
    weekdays: tuple[int, ...] = ()
    nth: int = 0  # of a monthly series: which of the month's weekdays
    closed: Closed = ""
    length: int = 1  # days; of a timed one, `end` is on the last
    all_day: bool = False


@dataclass(frozen=True)
class Change:
    """What happens to one coming date of a series: the `nth` from the demo's day on, from 0."""

    nth: int
    note: str
    cancelled: bool = False
    later: int = 0  # days
    start: str = ""
    end: str = ""
    title: str = ""
    at: str = ""  # key of a place: exceptionally elsewhere


@dataclass(frozen=True, kw_only=True)
class EventSheet(Sheet):
    words: ClassVar = ("title", "summary", "text", "conditions", "reason")

    title: str
    by: str = ""  # keys of organisations
    also: str = ""
    when: When
    at: str = ""  # key of a place
    and_at: str = ""  # keys of others, at the same time
    online: str = ""
    themes: str
    summary: str
    text: str
    picture: str = ""
    publics: str = ""
    ages: tuple[int | None, int | None] = (None, None)
    paid: bool = False
    conditions: str = ""
    accessibility: str = ""
    language: str = "fr"
    status: str = "scheduled"
    website: bool = False
    changes: tuple[Change, ...] = ()
    # Those that are not public
    state: str = "published"
    author: str = ""  # who of the accounts; the organiser's member otherwise
    author_email: str = ""
    reason: str = ""  # why changes were asked for


def _time(text):
    return time.fromisoformat(text)


def _weekdays(text):
    return tuple(WEEKDAYS.index(word) for word in text.split())


def weekly(weekdays, start, end, *, closed: Closed = "", since=-8):
    days = _weekdays(weekdays)
    return When(((since, days[0]),), _time(start), _time(end), "weekly", days, closed=closed)


def fortnightly(weekday, start, end, *, closed: Closed = "", since=-8):
    days = _weekdays(weekday)
    return When(((since, days[0]),), _time(start), _time(end), "biweekly", days, closed=closed)


def monthly(nth, weekday, start, end, *, closed: Closed = "", since=-12):
    """The second Tuesday of each month: `monthly(2, "mar", …)`."""
    days = _weekdays(weekday)
    return When(((since, days[0]),), _time(start), _time(end), "monthly_weekday", days, nth, closed)


def once(week, weekday, start, end):
    """One date; an `end` before the `start` is on the next day."""
    return When(((week, *_weekdays(weekday)),), _time(start), _time(end))


def dates(days, start, end):
    """Several dates: `dates("0 mer, 1 mer", …)`."""
    parts = (day.split() for day in days.split(","))
    return When(tuple((int(week), *_weekdays(weekday)) for week, weekday in parts), _time(start), _time(end))


def days(week, weekday, length, start="", end=""):
    """Several days in a row, whole ones without hours."""
    first = ((week, *_weekdays(weekday)),)
    return When(first, _time(start or "00:00"), _time(end or "00:00"), length=length, all_day=not start)
