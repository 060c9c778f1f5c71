"""What a calendar of any format is read into."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from agenda.recurrence import Schedule

MAX_BYTES = 20_000_000
MAX_ENTRIES = 20_000
MAX_DATES = 5_000  # explicit dates (RDATE, EXDATE, OpenAgenda timings) of one entry
MAX_WARNINGS = 200
FIRST_YEAR, LAST_YEAR = 1970, 2200


class NotACalendar(ValueError):
    """The whole input can't be read; the message is French and says what to do."""


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
    note: str = ""  # what else differs: another place
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
    image_url: str = ""
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
    # "ics" or "openagenda", which hold all that there is; others may hold the latest only.
    format: str = ""
    entries: list[Entry] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # False when the source was cut (END is missing, page 1 of 3): what isn't here may still exist over there.
    complete: bool = True
    warnings_left_out: int = 0
    format: str = ""  # "ics", "openagenda", "jsonld" or "rss": those of agenda.models.Source.Format

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


def check_count(count: int) -> None:
    if count > MAX_ENTRIES:
        raise NotACalendar(
            _("Ce calendrier contient plus de %(limit)s événements : donnez-en une partie seulement.")
            % {"limit": f"{MAX_ENTRIES:,}".replace(",", "\u202f")}
        )


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
