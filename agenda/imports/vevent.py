"""One VEVENT: who it is, which copy of it counts, and what it says apart from its dates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from . import text
from .contentlines import Component, Property, unescape

MAX_UID = 255
MAX_CATEGORIES = 20
# Below PostgreSQL's largest integer: each change here adds one.
MAX_SEQUENCE = 10**9
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
PHONE = re.compile(r"\+?\d(?:[ .\-]?\d){8,13}")

REPETITION = ("RRULE", "EXRULE", "RDATE", "EXDATE")
CONFERENCES = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
STRUCTURED_LOCATION = "X-APPLE-STRUCTURED-LOCATION"
ALL_DAY = "X-MICROSOFT-CDO-ALLDAYEVENT"
WANTED = frozenset(
    {"UID", "RECURRENCE-ID", "SEQUENCE", "LAST-MODIFIED", "CLASS", "STATUS", "DTSTART", "DTEND", "DURATION"}
    | {
        "SUMMARY",
        "DESCRIPTION",
        "COMMENT",
        "LOCATION",
        "GEO",
        "URL",
        "CATEGORIES",
        "CONTACT",
    }
    | {STRUCTURED_LOCATION, ALL_DAY, *REPETITION, *CONFERENCES}
)
# What doesn't make two copies of an event different.
STAMPS = ("DTSTAMP", "CREATED")
# What an event without UID is recognised by at the next import.
IDENTITY = ("DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "SUMMARY", "LOCATION")


@dataclass
class Event:
    component: Component
    properties: dict[str, list[Property]]
    uid: str = ""

    @classmethod
    def of(cls, component: Component) -> "Event":
        event = cls(component, component.properties(WANTED))
        event.uid = shorten_uid(event.own_uid) if event.own_uid else event.derived_uid
        return event

    @classmethod
    def uid_of(cls, component: Component) -> str:
        """The same, without reading the rest where it is written."""
        own = text.one_line(unescape(component.value_of("UID")))
        return shorten_uid(own) if own else cls.of(component).uid

    def all(self, *names: str) -> Iterable[Property]:
        return (prop for name in names for prop in self.properties.get(name, ()))

    def first(self, name: str) -> Property | None:
        return next(self.all(name), None)

    def text(self, name: str) -> str:
        prop = self.first(name)
        return prop.text.strip() if prop else ""

    # Which event, and which copy of it

    @property
    def line(self) -> int:
        return self.component.line

    @cached_property
    def own_uid(self) -> str:
        return text.one_line(self.text("UID"))

    @property
    def derived_uid(self) -> str:
        return f"sans-uid-{text.digest(*(prop.value for prop in self.all(*IDENTITY)))}"

    @property
    def is_date_of_series(self) -> bool:
        return "RECURRENCE-ID" in self.properties

    @property
    def is_this_and_future(self) -> bool:
        return self.properties["RECURRENCE-ID"][0].parameters.get("RANGE", "").upper() == "THISANDFUTURE"

    @property
    def is_private(self) -> bool:
        return self.text("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL")

    @property
    def is_cancelled(self) -> bool:
        return self.text("STATUS").upper() == "CANCELLED"

    @cached_property
    def sequence(self) -> int:
        number = self.text("SEQUENCE")
        return min(int(number), MAX_SEQUENCE) if re.fullmatch(r"[0-9]{1,19}", number) else 0

    @cached_property
    def modified(self) -> datetime | None:
        """LAST-MODIFIED only: many calendars renew DTSTAMP each time they are asked."""
        try:
            return datetime.strptime(self.text("LAST-MODIFIED"), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            return None

    def recency(self) -> tuple[int, datetime, int]:
        return self.sequence, self.modified or datetime.min.replace(tzinfo=UTC), self.line

    def says_the_same(self, other: "Event") -> bool:
        return self._content == other._content

    @cached_property
    def _content(self) -> list[str]:
        return sorted(line for _number, line in self.component.lines if not line.upper().startswith(STAMPS))

    # What it says

    @cached_property
    def full_title(self) -> str:
        title = text.one_line(self.text("SUMMARY"))
        if self.is_cancelled:
            # What other platforms like ours (agenda/ics.py) say in the title as well as in STATUS.
            title = title.removeprefix(_("[Annulé] "))
        return title or _("Événement sans titre")

    @property
    def title(self) -> str:
        return text.cut(self.full_title, text.MAX_TITLE)

    @property
    def description(self) -> str:
        description = text.plain(self.text("DESCRIPTION"))
        if self.title == self.full_title:
            return description
        return text.cut(f"{self.full_title}\n\n{description}".strip(), text.MAX_DESCRIPTION)

    @property
    def place(self) -> tuple[str, str]:
        """Name and address; none when the place is somewhere to join online."""
        location = self.text("LOCATION")
        return ("", "") if text.web_address(location) else text.place_and_address(location)

    def note(self, series: "Event") -> str:
        """What a date says of itself: in COMMENT, or in its description where the series says something else."""
        if comment := text.one_line(self.text("COMMENT"), text.MAX_SUMMARY):
            return comment
        own, usual = text.plain(self.text("DESCRIPTION")), text.plain(series.text("DESCRIPTION"))
        return text.one_line(own.removesuffix(usual), text.MAX_SUMMARY) if own != usual else ""

    def details(self) -> dict[str, Any]:
        """The fields of an `Entry` that have nothing to do with dates."""
        online_url = text.web_address(self.text("LOCATION"))
        place_name, address = self.place
        latitude, longitude = self._coordinates()
        email, phone = EMAIL.search(self.text("CONTACT")), PHONE.search(self.text("CONTACT"))
        return {
            "title": self.title,
            "description": self.description,
            "place_name": place_name,
            "address": address,
            "latitude": latitude,
            "longitude": longitude,
            "url": text.web_address(text.clean(self.text("URL"))),
            "online_url": online_url or self._first_address(CONFERENCES),
            "categories": self._categories(),
            "contact_email": email[0] if email else "",
            "contact_phone": phone[0] if phone else "",
            "sequence": self.sequence,
            "modified": self.modified,
        }

    def _coordinates(self) -> tuple[float | None, float | None]:
        geo = self.text("GEO") or self.text(STRUCTURED_LOCATION).removeprefix("geo:")
        latitude, _separator, longitude = geo.replace(",", ";").partition(";")
        return text.coordinates(latitude, longitude)

    def _first_address(self, names: Iterable[str]) -> str:
        addresses = (text.web_address(prop.text) for prop in self.all(*names))
        return next(filter(None, addresses), "")

    def _categories(self) -> tuple[str, ...]:
        words = (text.one_line(word, 100) for prop in self.all("CATEGORIES") for word in prop.texts)
        return tuple(dict.fromkeys(filter(None, words)))[:MAX_CATEGORIES]


def shorten_uid(uid: str) -> str:
    return uid if len(uid) <= MAX_UID else f"{uid[:200]}-{text.digest(uid)}"
