"""What following a calendar would do, found out once, kept beside its bytes, and shown without reading them again."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from agenda import recurrence
from agenda.imports import budget, recognising
from agenda.imports.entries import Reading
from agenda.imports.following import REFUSALS_SHOWN, Selection, refusals_told
from agenda.models import Event, Source

DAYS_SHOWN = timedelta(days=92)
DATES_SHOWN = 60
# Series are unrolled for the preview; past so many entries it shows the dates of the first.
UNROLLED = 2000


@dataclass
class Preview:
    new: int
    known: int
    already_here: int
    past: int
    left_out: int
    refused: int
    refusals: list[dict]
    warnings: list[str]
    format: str
    entries: int  # to write, and about how many dates they have
    rows: int
    # {"start", "end", "title", "place", "all_day", "cancelled"}, in order
    dates: list[dict]
    more_dates: bool

    @classmethod
    def of(cls, reading: Reading, source: Source) -> "Preview":
        now = timezone.now()
        selection = Selection.of(reading, source, now=now)
        events = Event.objects.filter(
            imported_for=source.organisation, external_uid__in=[entry.uid for entry in selection.entries]
        )
        known = {
            event.external_uid: event for event in events.only("external_uid", "source_id", "vanished_at")
        }
        entries, here = recognising.sift(selection.entries, known, source, adopt=False)
        dates = sorted(
            (date for entry in entries[:UNROLLED] for date in _dates(entry, now)),
            key=lambda date: date["start"],
        )
        return cls(
            new=sum(entry.uid not in known for entry in entries),
            known=sum(entry.uid in known for entry in entries),
            already_here=len(here),
            past=selection.past,
            left_out=selection.left_out,
            refused=reading.refused,
            refusals=refusals_told(reading),
            warnings=reading.warnings,
            format=reading.format,
            entries=len(entries),
            rows=sum(budget.dates_of(entry, now=now) for entry in entries),
            dates=dates[:DATES_SHOWN],
            more_dates=len(dates) > DATES_SHOWN or len(entries) > UNROLLED,
        )

    @classmethod
    def from_json(cls, kept: dict) -> "Preview":
        dates = [
            date | {name: datetime.fromisoformat(date[name]) for name in ("start", "end")}
            for date in kept["dates"]
        ]
        return cls(**kept | {"dates": dates})

    def as_json(self) -> dict:
        dates = [date | {name: date[name].isoformat() for name in ("start", "end")} for date in self.dates]
        return asdict(self) | {"dates": dates}

    @property
    def refusals_left_out(self):
        return max(0, self.refused - REFUSALS_SHOWN)


def _dates(entry, now):
    overrides = {override.recurrence_id: override for override in entry.overrides}
    spans = recurrence.spans(
        entry.schedule, since=now - timedelta(days=1), until=now + DAYS_SHOWN, limit=DATES_SHOWN
    )
    for span in spans.spans:
        override = overrides.get(span.start)
        start, end = (override.start, override.end) if override else span
        if end >= now:
            yield {
                "start": start,
                "end": end,
                "title": (override and override.title) or entry.title,
                "place": (override and override.place_name) or entry.place_name,
                "all_day": entry.schedule.all_day,
                "cancelled": entry.cancelled or bool(override and override.cancelled),
            }
