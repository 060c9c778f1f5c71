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

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda import recurrence
from agenda.imports import budget, entries, renamed, vanishing
from agenda.imports.entries import MAX_BYTES, Entry, NoEvents, NotACalendar, Reading
from agenda.imports.merge import Merge
from agenda.imports.pages import fetch_whole
from agenda.imports.reading import read
from agenda.imports.text import fold
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
# Formats that hold all that there is, so that what is missing there is over. A page does from today to the last that it
# lists, and is believed when it says so twice; a feed holds the latest only.
TELLS_ALL = {Source.Format.ICS, Source.Format.OPENAGENDA, Source.Format.JSON_LD}

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
        followed to its end, else its cancellation would be lost. What has too many dates is refused.
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
        selection.entries = budget.keep(selection.entries, reading, now=now)
        return selection


class Rule:
    """“Keep only”: whole words, singular or plural, without case or accents; any of them is enough."""

    def __init__(self, source: Source):
        words = "|".join(re.escape(fold(word)) for word in source.words)
        self.pattern = re.compile(rf"\b(?:{words})[sx]?\b") if words else None

    def keeps(self, entry: Entry) -> bool:
        if self.pattern is None:
            return True
        texts = [entry.title, entry.summary, entry.description, *entry.categories, *entry.keywords]
        return bool(self.pattern.search(" | ".join(map(fold, texts))))


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
            # Where something is missing, the same words once more are news.
            etag="" if source.missing else source.etag,
            last_modified="" if source.missing else source.last_modified,
        )
        if fetched.status == 304 or (digest(fetched.content) == source.digest and not source.missing):
            return _nothing_new(source, fetched)
        reading = _understood(source, fetched)
    except (FetchError, NotACalendar) as error:
        return _failed(source, str(error))
    loaded = copy(source)
    try:
        return take(source, reading, fetched=fetched)
    except Exception:
        # Whatever a calendar may hold: the others are read, this one is tried again, and we are told.
        logger.exception("Source %s could not be taken over", source.pk)
        return _failed(loaded, _("Ce calendrier n’a pas pu être repris. L’équipe technique en est prévenue."))


def _understood(source: Source, fetched: Fetched) -> Reading:
    """A page that had events and has none is a reading of it, which is looked at; any other is a mistake."""
    try:
        return understand(fetched.content, fetched.final_url, is_cut=fetched.is_cut)
    except NoEvents:
        if source.is_page and source.events.exists():
            return Reading(format=source.format)
        raise


def understand(
    data: bytes, address: str = "", *, is_cut: bool = False, seconds: float = entries.MAX_SECONDS
) -> Reading:
    """
    What a calendar says; `address` is where it was found. `NotACalendar` when it is none. Of one that is cut, larger
    than what is taken, what can be read is read: nothing of it vanishes.
    """
    limit = {"limit": MAX_BYTES // 10**6}
    try:
        reading = read(data, address=address, seconds=seconds)
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
    whole = tells_all(source, reading)
    again = renamed.find(source, reading, whole=whole, now=now)
    present = _present(reading)
    try:
        if whole:
            _check(source, reading, present | {event.external_uid for event, _uid in again}, now)
    except Suspect as suspicion:
        told.outcome, told.error = SourceReading.Outcome.HELD, str(suspicion)
        told.refused, told.refusals, told.warnings = reading.refused, refusals_told(reading), reading.warnings
        told.save()
        source.hold(now=now, entries=len(reading.entries))
        return told
    renamed.apply(again)
    if again:
        reading.warn(_under_other_names(len(again)))
    selection = Selection.of(reading, source, now=now)
    report = Merge(source.organisation, publish=source.publishes_now, source=source).run(
        replace(reading, entries=selection.entries)
    )
    if private := {refusal.uid for refusal in reading.refusals if refusal.private} - present:
        vanishing.hide(source, private, now=now)
    gone = reading.gone
    if whole and source.is_page:
        gone = gone | _missing_twice(source, reading, present, now)
    told.cancelled = vanishing.withdraw(
        source, seen=present, is_whole=whole and not source.is_page, told=gone, now=now
    )
    told.created, told.updated, told.unchanged = report.created, report.updated, report.unchanged
    told.cancelled += report.cancelled
    told.left_out, told.past, told.already_here = selection.left_out, selection.past, report.already_here
    told.refused, told.refusals, told.warnings = reading.refused, refusals_told(reading), report.warnings
    told.save()
    source.succeed(now=now, entries=len(selection.entries) - report.already_here)
    return told


def _under_other_names(count):
    return ngettext(
        "%(count)d événement a un autre identifiant (UID) qu’avant dans ce calendrier : il est reconnu à ce qu’il dit",
        "%(count)d événements ont un autre identifiant (UID) qu’avant dans ce calendrier : ils sont reconnus à ce "
        "qu’ils disent",
        count,
    ) % {"count": count}


def tells_all(source: Source, reading: Reading) -> bool:
    """Whether what is missing from this reading is missing from the calendar."""
    unknown = any(not refusal.uid for refusal in reading.refusals)
    return not source.is_file and reading.complete and reading.format in TELLS_ALL and not unknown


def _present(reading):
    """The UIDs that the calendar still has, readable or not; less those that it hides or takes back."""
    refused = {refusal.uid for refusal in reading.refusals if not (refusal.private or refusal.gone)}
    return {entry.uid for entry in reading.entries} | refused


def _expected(source, reading, now):
    """The UIDs to come that a whole reading of this source has, unless they are gone."""
    to_come = source.events.to_come(now=now).exclude(state=Event.State.ARCHIVED).filter(vanished_at=None)
    return _listed(to_come, source, reading)


def _expected_of_merged(source, reading, now):
    """The same of those that were absorbed, whose dates to come are those of the event that stands for them."""
    stands = Event.objects.to_come(now=now).values("pk")
    absorbed = source.events.filter(merged_into__in=stands).exclude(status=Event.Status.CANCELLED)
    return _listed(absorbed, source, reading)


def _listed(events, source, reading):
    if source.is_page and reading.entries:
        # What is beyond the last that it lists may have been pushed to its next page.
        schedules = [entry.schedule for entry in reading.entries]
        events = events.filter(starts_at__lte=max(max([one.start, *one.rdates]) for one in schedules))
    return set(events.values_list("external_uid", flat=True)) - reading.gone


def _missing_twice(source, reading, present, now):
    """What this page lacks for the second time, or for the first after somebody said that it is right."""
    expected = _expected(source, reading, now) | _expected_of_merged(source, reading, now)
    missing = expected - present
    gone = missing if source.accepted_entries is not None else missing.intersection(source.missing)
    source.missing = sorted(missing - gone)
    return gone


def _check(source, reading, present, now):
    """
    A calendar that empties is often a server that fails, or an address that serves another calendar. What counts is
    what is still to come of it; what it says itself to have taken back is not lost.
    """
    if source.accepted_entries is not None and len(reading.entries) >= source.accepted_entries:
        return
    uids = _expected(source, reading, now)
    left = len(uids & present)
    if uids and not reading.entries:
        raise Suspect(_("Ce calendrier est soudain vide."))
    if len(uids) >= SEVERAL and not left:
        message = _("Ce calendrier n’a plus aucun de ses %(before)d événements à venir.")
        if not all(is_over(entry, now) for entry in reading.entries):
            message += " " + _(
                "Ceux qu’il donne ont d’autres identifiants (UID), d’autres titres et d’autres jours."
            )
        raise Suspect(message % {"before": len(uids)})
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


def refusals_told(reading):
    """The first of them, for a page."""
    return [
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
