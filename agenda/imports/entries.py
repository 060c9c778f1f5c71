"""What a calendar of any format is read into."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.utils.translation import gettext as _

from agenda.recurrence import Schedule

MAX_BYTES = 60_000_000
MAX_TREE = (
    20_000_000  # bytes of a web page, a feed or JSON that is held as a whole, which takes many times that
)
MAX_ENTRIES = 50_000
MAX_BEYOND = 1_000  # events beyond that limit are named one by one
MAX_SECONDS = 60  # of reading
MAX_DATES = 5_000  # explicit dates (RDATE, EXDATE, OpenAgenda timings) of one entry
MAX_WARNINGS = 200
FIRST_YEAR, LAST_YEAR = 1970, 2200


class NotACalendar(ValueError):
    """The whole input can't be read; the message is French and says what to do."""


class NoEvents(NotACalendar):
    """A web page that can be read, and announces nothing."""


class Refused(ValueError):
    """One entry can't be read; the message is the French reason. Caught by the reader of the format."""


class Gone(Refused):
    """One entry says itself that it is no longer announced."""


@dataclass(frozen=True, slots=True)
class Override:
    """One date of a series that differs from the rule (RFC 5545 RECURRENCE-ID)."""

    recurrence_id: datetime  # the date's original start
    start: datetime
    end: datetime
    cancelled: bool = False
    title: str = ""  # only when it differs from the series'
    note: str = ""  # what else it says of itself
    place_name: str = ""  # only when it is elsewhere
    address: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the source, a series being one event."""

    uid: str
    schedule: Schedule
    title: str
    summary: str = ""
    description: str = ""  # plain text or Markdown
    place_name: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    url: str = ""
    online_url: str = ""
    categories: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    age_min: int | None = None
    age_max: int | None = None
    free: bool | None = None  # None: the source doesn't say
    conditions: str = ""
    accessibility: tuple[str, ...] = ()  # OpenAgenda's codes: hi vi pi mi ii
    contact_email: str = ""
    contact_phone: str = ""
    status: int = 1  # OpenAgenda's: 1 scheduled … 6 cancelled
    cancelled: bool = False
    sequence: int = 0
    modified: datetime | None = None
    overrides: tuple[Override, ...] = ()
    line: int = 0  # physical line of the file (ICS) or 1-based rank of the event (JSON)


@dataclass(frozen=True, slots=True)
class Refusal:
    uid: str
    line: int
    reason: str
    title: str = ""
    private: bool = False  # its owner shows it to nobody any more
    gone: bool = False  # its owner took it back: removed, or no longer published


@dataclass(slots=True)
class Reading:
    name: str = ""
    format: str = ""  # "ics", "openagenda", "jsonld" or "rss": those of agenda.models.Source.Format
    entries: list[Entry] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # False when the source was cut (END is missing, page 1 of 3): what isn't here may still exist over there.
    complete: bool = True
    warnings_left_out: int = 0
    refusals_left_out: int = 0  # beyond those that are listed

    def warn(self, message: str, *, line: int = 0) -> None:
        if len(self.warnings) >= MAX_WARNINGS:
            self.warnings_left_out += 1
            return
        self.warnings.append(
            _("Ligne %(line)d : %(message)s") % {"line": line, "message": message} if line else message
        )

    def refuse(self, uid: str, line: int, reason: object, title: str = "", *, private: bool = False) -> None:
        self.refusals.append(Refusal(uid, line, str(reason), title, private, isinstance(reason, Gone)))

    @property
    def refused(self) -> int:
        return len(self.refusals) + self.refusals_left_out

    def leave_rest(self, lines: Iterable[int], count: int, reason: object) -> None:
        """So many events are not read, the first on these lines: what isn't here may still exist over there."""
        listed = list(islice(lines, MAX_BEYOND))
        for line in listed:
            self.refuse("", line, reason)
        self.refusals_left_out += count - len(listed)
        self.complete = False

    @property
    def gone(self) -> set[str]:
        """The UIDs that it says to have taken back, whether it is complete or not."""
        return {refusal.uid for refusal in self.refusals if refusal.gone} - {
            entry.uid for entry in self.entries
        }


def check_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise NotACalendar(
            _("Ce calendrier pèse %(size)s Mo ; la limite est de %(limit)d Mo.")
            % {"size": _megabytes(len(data)), "limit": MAX_BYTES // 10**6}
        )


def too_many() -> str:
    return _("au-delà des %(limit)s premiers événements") % {
        "limit": f"{MAX_ENTRIES:,}".replace(",", "\u202f")
    }


def check_year(moment: datetime) -> datetime:
    """Dates far outside a district's life are typing errors, or attacks on whatever loops over years."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Refused(
            _("date hors limites : l’année %(year)d n’est pas entre %(first)d et %(last)d")
            % {"year": moment.year, "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    return moment


def _megabytes(size: int) -> str:
    """One decimal, rounded up, so that 20 MB and one byte don't read as 20."""
    tenths = -(-size // 10**5)
    return f"{tenths // 10},{tenths % 10}" if tenths % 10 else str(tenths // 10)
