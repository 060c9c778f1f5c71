"""
Reading a followed calendar: asked for politely, looked at before anything is written, written in one transaction, and
told on the source's page whatever happened.
"""

import hashlib
import logging
import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda import recurrence
from agenda.imports import recognising, vanishing
from agenda.imports.entries import MAX_BYTES, Entry, NotACalendar, Reading
from agenda.imports.merge import Merge, _fold
from agenda.imports.pages import fetch_whole
from agenda.imports.reading import read
from agenda.models import Event, Source, SourceReading
from agenda.models.occurrences import HORIZON
from cooperation.core.fetch import Fetched, FetchError, fetch

logger = logging.getLogger(__name__)

ACCEPT = (
    "text/calendar, application/json;q=0.9, application/rss+xml;q=0.7, application/atom+xml;q=0.7, */*;q=0.5"
)
TIMEOUT = 30  # seconds, redirections and slow answers included
# How many events to come a calendar must have had for the loss of all, or of more than half of them, to be suspect.
SEVERAL, ENOUGH = 2, 4
# What the page of a reading shows of its refusals; the count tells the rest.
REFUSALS_SHOWN = 200
# Formats whose file holds all that there is: what is missing there is over.
TELLS_ALL = {Source.Format.ICS, Source.Format.OPENAGENDA}

Fetch = Callable[..., Fetched]


class Suspect(Exception):
    """The calendar lost so much at once that somebody should look first."""


@dataclass
class Selection:
    """The entries of a reading that concern this source, and how many are left, by reason."""

    entries: list[Entry]
    left_out: int = 0
    past: int = 0

    @classmethod
    def of(cls, reading: Reading, source: Source, *, now) -> "Selection":
        """
        What the rule keeps and what is not over. Both are asked of what is new only: an event that was taken over is
        followed to its end, else its cancellation would be lost.
        """
        known = set(
            Event.objects.filter(
                imported_for=source.organisation, external_uid__in=[entry.uid for entry in reading.entries]
            ).values_list("external_uid", flat=True)
        )
        rule = Rule(source)
        selection = cls([])
        for entry in reading.entries:
            if entry.uid in known:
                selection.entries.append(entry)
            elif not rule.keeps(entry):
                selection.left_out += 1
            elif is_over(entry, now):
                selection.past += 1
            else:
                selection.entries.append(entry)
        return selection


class Rule:
    """“Keep only”: whole words, singular or plural, without case or accents; any of them is enough."""

    def __init__(self, source: Source):
        words = "|".join(re.escape(_fold(word)) for word in source.words)
        self.pattern = re.compile(rf"\b(?:{words})[sx]?\b") if words else None

    def keeps(self, entry: Entry) -> bool:
        if self.pattern is None:
            return True
        texts = [entry.title, entry.summary, entry.description, *entry.categories, *entry.keywords]
        return bool(self.pattern.search(" | ".join(map(_fold, texts))))


def is_over(entry: Entry, now) -> bool:
    """Whether none of its dates is to come."""
    schedule = entry.schedule
    if schedule.end > now or any(override.end > now for override in entry.overrides):
        return False
    length = schedule.end - schedule.start
    if any(moment + length > now for moment in schedule.rdates):
        return False
    if not schedule.rrule:
        return True
    window = {"since": now - length, "until": now + HORIZON}
    return not any(span.end > now for span in recurrence.spans(schedule, **window, limit=2).spans)


# A source


def follow(pk: int, *, fetch: Fetch = fetch) -> SourceReading | None:
    """
    Read one source that is due: None when it isn't (somebody else has just read it, or stopped it).

    The calendar is asked for outside of any transaction; then the source is locked, so that what is written and
    what is told of it are one.
    """
    source = (
        Source.objects.due()
        .filter(pk=pk)
        .select_related("organisation", "added_by", "theme", "place")
        .first()
    )
    if source is None:
        return None
    try:
        fetched = fetch_whole(
            source.url,
            fetch=fetch,
            timeout=TIMEOUT,
            accept=ACCEPT,
            etag=source.etag,
            last_modified=source.last_modified,
        )
        if fetched.status == 304 or digest(fetched.content) == source.digest:
            return _nothing_new(source, fetched)
        reading = understand(fetched.content, fetched.final_url, is_cut=fetched.is_cut)
    except (FetchError, NotACalendar) as error:
        return _failed(source, str(error))
    loaded = copy(source)
    try:
        return take(source, reading, fetched=fetched)
    except Exception:
        # Whatever a calendar may hold: the others are read, this one is tried again, and we are told.
        logger.exception("Source %s could not be taken over", source.pk)
        return _failed(loaded, _("Ce calendrier n’a pas pu être repris. L’équipe technique en est prévenue."))


def understand(data: bytes, address: str = "", *, is_cut: bool = False) -> Reading:
    """
    What a calendar says; `address` is where it was found. `NotACalendar` when it is none. Of one that is cut, larger
    than what is taken, what can be read is read: nothing of it vanishes.
    """
    limit = {"limit": MAX_BYTES // 10**6}
    try:
        reading = read(data, address=address)
    except NotACalendar:
        if is_cut:
            message = _("Ce que donne cette adresse est trop gros ; la limite est de %(limit)d Mo.")
            raise NotACalendar(message % limit) from None
        raise
    if is_cut:
        reading.complete = False
        reading.warn(_("Ce calendrier pèse plus de %(limit)d Mo : seul son début est lu.") % limit)
    return reading


def digest(content: bytes) -> str:
    """Of what a calendar says: many servers renew DTSTAMP each time they are asked."""
    said = re.sub(rb"(?m)^DTSTAMP[:;][^\r\n]*\r?\n", b"", content)
    return hashlib.sha256(said).hexdigest()


@transaction.atomic
def take(source: Source, reading: Reading, *, fetched: Fetched | None = None) -> SourceReading | None:
    """Write what was read, or hold it. None when the source was read, or stopped, meanwhile."""
    now = timezone.now()
    if not _locked(source):
        return None
    source.format = reading.format if reading.format in Source.Format else source.format
    if fetched:
        source.etag, source.last_modified = fetched.etag, fetched.last_modified
        source.digest = digest(fetched.content)
    told = SourceReading(source=source, at=now, outcome=SourceReading.Outcome.READ)
    _tell(told, reading)
    try:
        present = _present(reading)
        if tells_all(source, reading):
            _check(source, reading, present, now)
    except Suspect as suspicion:
        told.outcome, told.error = SourceReading.Outcome.HELD, str(suspicion)
        told.save()
        source.hold(now=now, entries=len(reading.entries))
        return told
    selection = Selection.of(reading, source, now=now)
    report = Merge(source.organisation, publish=source.publishes_now, source=source).run(
        replace(reading, entries=selection.entries)
    )
    if private := {refusal.uid for refusal in reading.refusals if refusal.private} - present:
        vanishing.hide(source, private, now=now)
    whole = tells_all(source, reading)
    told.cancelled = vanishing.withdraw(
        source, present=present if whole else None, told=reading.gone, now=now
    )
    told.created, told.updated, told.unchanged = report.created, report.updated, report.unchanged
    told.cancelled += report.cancelled
    told.left_out, told.past, told.already_here = selection.left_out, selection.past, report.already_here
    told.warnings = report.warnings
    told.save()
    source.succeed(now=now, entries=len(selection.entries) - report.already_here)
    return told


def tells_all(source: Source, reading: Reading) -> bool:
    """Whether what is missing from this reading is missing from the calendar."""
    unknown = any(not refusal.uid for refusal in reading.refusals)
    return not source.is_file and reading.complete and reading.format in TELLS_ALL and not unknown


def _present(reading):
    """The UIDs that the calendar still has, readable or not; less those that it hides or takes back."""
    refused = {refusal.uid for refusal in reading.refusals if not (refusal.private or refusal.gone)}
    return {entry.uid for entry in reading.entries} | refused


def _check(source, reading, present, now):
    """
    A calendar that empties is often a server that fails, or an address that serves another calendar. What counts is
    what is still to come of it; what it says itself to have taken back is not lost.
    """
    if source.accepted_entries is not None and len(reading.entries) >= source.accepted_entries:
        return
    to_come = source.events.to_come(now=now).exclude(state=Event.State.ARCHIVED).filter(vanished_at=None)
    uids = set(to_come.values_list("external_uid", flat=True)) - reading.gone
    left = len(uids & present)
    if uids and not reading.entries:
        raise Suspect(_("Ce calendrier est soudain vide."))
    if len(uids) >= SEVERAL and not left:
        raise Suspect(
            _("Ce calendrier n’a plus aucun de ses %(before)d événements à venir.") % {"before": len(uids)}
        )
    if len(uids) >= ENOUGH and 2 * left < len(uids):
        raise Suspect(
            _("De %(before)d événements à venir, ce calendrier n’en a plus que %(left)d.")
            % {"before": len(uids), "left": left}
        )


def _locked(source):
    """Whether nobody has read, changed or stopped the source since it was loaded; it is ours until the commit."""
    row = (
        Source.objects.select_for_update()
        .filter(pk=source.pk)
        .values_list("read_at", "state", "next_read_at")
    )
    return row.first() == (source.read_at, source.state, source.next_read_at)


def _tell(told, reading):
    told.refused = len(reading.refusals)
    told.warnings = reading.warnings
    told.refusals = [
        {"line": refusal.line, "uid": refusal.uid[:200], "title": refusal.title, "reason": refusal.reason}
        for refusal in reading.refusals[:REFUSALS_SHOWN]
    ]


@transaction.atomic
def _nothing_new(source, fetched):
    now = timezone.now()
    if not _locked(source):
        return None
    source.etag = fetched.etag or source.etag
    source.last_modified = fetched.last_modified or source.last_modified
    told = SourceReading.objects.create(source=source, at=now, outcome=SourceReading.Outcome.UNCHANGED)
    source.succeed(now=now)
    return told


@transaction.atomic
def _failed(source, error):
    now = timezone.now()
    if not _locked(source):
        return None
    told = SourceReading.objects.create(
        source=source, at=now, outcome=SourceReading.Outcome.FAILED, error=error
    )
    source.fail(now=now)
    return told


# Before following it


DAYS_SHOWN = timedelta(days=92)
DATES_SHOWN = 60
# Series are unrolled for the preview; past so many entries it shows the dates of the first.
UNROLLED = 2000


@dataclass
class Preview:
    """What following a calendar would do, without writing anything."""

    reading: Reading
    selection: Selection
    new: int
    known: int
    already_here: int
    dates: list  # (start, end, entry, cancelled), in order
    more_dates: bool

    @property
    def refused(self):
        return len(self.reading.refusals)

    @property
    def refusals_left_out(self):
        return max(0, self.refused - REFUSALS_SHOWN)

    @classmethod
    def of(cls, data: bytes, source: Source) -> "Preview":
        """`NotACalendar` when it is none."""
        now = timezone.now()
        reading = understand(data, source.url)
        selection = Selection.of(reading, source, now=now)
        events = Event.objects.filter(
            imported_for=source.organisation, external_uid__in=[entry.uid for entry in selection.entries]
        )
        known = {
            event.external_uid: event for event in events.only("external_uid", "source_id", "vanished_at")
        }
        entries, here = recognising.sift(selection.entries, known, source, adopt=False)
        dates = sorted(
            (date for entry in entries[:UNROLLED] for date in _dates(entry, now)), key=lambda date: date[0]
        )
        return cls(
            reading,
            selection,
            new=sum(entry.uid not in known for entry in entries),
            known=sum(entry.uid in known for entry in entries),
            already_here=len(here),
            dates=dates[:DATES_SHOWN],
            more_dates=len(dates) > DATES_SHOWN or len(entries) > UNROLLED,
        )


def _dates(entry, now):
    overrides = {override.recurrence_id: override for override in entry.overrides}
    spans = recurrence.spans(
        entry.schedule, since=now - timedelta(days=1), until=now + DAYS_SHOWN, limit=DATES_SHOWN
    )
    for span in spans.spans:
        override = overrides.get(span.start)
        start, end = (override.start, override.end) if override else span
        if end >= now:
            yield start, end, entry, entry.cancelled or bool(override and override.cancelled)
