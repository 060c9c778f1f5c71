"""
What a followed calendar no longer has. People may have planned for it: it is shown as cancelled for a while, in pages
and feeds, before it goes; and it is as before when it comes back.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from agenda import recurrence
from agenda.imports.corrections import iso, moment
from agenda.models import Event, Merging, Occurrence
from agenda.models.publication import Publication

# How long what has vanished is shown as cancelled.
SHOWN = timedelta(days=14)
# Dates of one series that are kept to be shown as cancelled: the nearest. The others just go.
MAX_DATES = 60

State = Publication.State


# Events


def withdraw(source, *, now, seen: set[str], is_whole: bool, told: Iterable[str] = ()) -> int:
    """
    Cancel what is to come of this source and is not among the UIDs `seen` in a reading that is whole, or that one
    that isn't `told` to be taken back; what nobody has read yet is archived at once. Returns how many were cancelled.
    """
    to_come = source.events.to_come(now=now).filter(vanished_at=None).exclude(state=State.ARCHIVED)
    is_gone = ~Q(external_uid__in=seen) if is_whole else Q(external_uid__in=told)
    gone = to_come.filter(is_gone)
    Merging.objects.weigh(source, gone, is_gone=is_gone, seen=seen, now=now)
    gone.exclude(state=State.PUBLISHED).update(state=State.ARCHIVED, **_marks(now))
    announced = gone.filter(state=State.PUBLISHED).exclude(status=Event.Status.CANCELLED)
    return announced.update(status=Event.Status.CANCELLED, **_marks(now))


def hide(source, uids: set[str], *, now) -> None:
    """What its owner has made private is shown to nobody from now on, past or to come."""
    shown = source.events.filter(external_uid__in=uids).exclude(state=State.ARCHIVED)
    shown.update(state=State.ARCHIVED, **_marks(now))


def _marks(now):
    return {
        "vanished_at": now,
        "updated_at": now,
        "sequence": F("sequence") + 1,
        "status_before": F("status"),
    }


def bring_back(events: Iterable[Event], *, now) -> None:
    """Those that had vanished and are at their source again are as they were; what was decided here since, stays."""
    back = [event for event in events if event.vanished_at]
    for event in back:
        if event.state == State.ARCHIVED:
            event.state = State.PUBLISHED if event.published_at else State.PENDING
        if event.is_cancelled and event.status_before:
            event.status = event.status_before
        event.vanished_at = event.status_before = None
        event.sequence += 1
        event.updated_at = now
    Event.objects.bulk_update(
        back, ["state", "status", "vanished_at", "status_before", "sequence", "updated_at"], batch_size=500
    )


@transaction.atomic
def archive_vanished(*, now=None) -> int:
    """Those that have been shown as cancelled long enough, unless somebody here reinstated them."""
    now = now or timezone.now()
    gone = Event.objects.public().filter(vanished_at__lt=now - SHOWN, status=Event.Status.CANCELLED)
    return gone.update(state=State.ARCHIVED, sequence=F("sequence") + 1, updated_at=now)


# Dates of a series


def keep_dates(changes, *, now) -> None:
    """
    The dates to come that the source took out of a public series stay in its schedule, as cancelled overrides; those
    that it gives again are as before. Called between what the source says and the writing of the dates.

    They are in the schedule (RDATE, or out of EXDATE) because a RECURRENCE-ID must name a date of the series
    (RFC 5545, section 3.8.4.4): pages and feeds then say one thing. A series of which most dates changed has moved:
    nothing is said to be cancelled.
    """
    changes = [change for change in changes if change.schedule_is_new and change.event.is_public]
    rows: dict[int, dict[datetime, Occurrence]] = {change.event.pk: {} for change in changes}
    for row in Occurrence.objects.filter(event__in=list(rows), ends_at__gt=now):
        rows[row.event_id][row.recurrence_id] = row
    touched, events = [], []
    for change in changes:
        event, dates = change.event, rows[change.event.pk]
        before = event.vanished_dates
        announced = {start: row for start, row in dates.items() if iso(start) not in before}
        given = event.dates_given(list(dates))
        event.vanished_dates = {}
        touched += [
            _restored(dates[start], event, before[iso(start)]) for start in given if iso(start) in before
        ]
        if not before and not _was_series(change):
            continue
        gone = _taken_out(announced, given, event, now) | {
            start for start in dates.keys() - given if iso(start) in before
        }
        for start in sorted(gone)[:MAX_DATES]:
            row = dates[start]
            since = before.get(iso(start)) or [iso(now), row.is_cancelled]
            event.vanished_dates[iso(start)] = since
            row.is_cancelled = row.is_override = True
            touched.append(row)
        if event.vanished_dates:
            event.give_dates(set(map(moment, event.vanished_dates)))
        if before or event.vanished_dates:
            events.append(event)
    Occurrence.objects.bulk_update(touched, ["is_cancelled", "is_override"], batch_size=500)
    Event.objects.bulk_update(
        events, ["vanished_dates", "starts_at", "ends_at", "rdates", "exdates"], batch_size=500
    )


def _taken_out(announced, given, event, now):
    """The starts that the series had and has no more, unless it has moved."""
    gone = announced.keys() - given
    if not gone:
        return set()
    window = {"since": min(*announced, now), "until": max(announced) + timedelta(days=1)}
    expansion = recurrence.spans(event.schedule, **window)
    if expansion.truncated:
        return set()
    ahead = {timezone.localdate(span.start) for span in expansion.spans if span.end > now}
    # Where only the hour moved, the day has its date still.
    gone = {start for start in gone if timezone.localdate(start) not in ahead}
    added = ahead - {timezone.localdate(start) for start in announced}
    return set() if added and 2 * len(gone) > len(announced) else gone


def _was_series(change):
    schedule = change.before.get("schedule", {})
    return bool(schedule.get("rrule") or schedule.get("rdates"))


def restore_dates(event) -> None:
    """None of its dates is shown as vanished any more, before it is given another schedule."""
    told = event.vanished_dates
    rows = event.occurrences.filter(recurrence_id__in=list(map(moment, told)))
    restored = [_restored(row, event, told[iso(row.recurrence_id)]) for row in rows]
    Occurrence.objects.bulk_update(restored, ["is_cancelled", "is_override"])
    event.vanished_dates = {}


def _restored(row, event, told):
    """A date that is given again; it stays cancelled where somebody here had cancelled it before."""
    _since, row.is_cancelled = told
    row.is_override = row.differs(event.ends_at - event.starts_at)
    return row


def drop_vanished_dates(*, now=None) -> int:
    """The dates that are over, or have been shown as cancelled long enough, leave their series."""
    now = now or timezone.now()
    dropped = 0
    for event in Event.objects.exclude(vanished_dates={}).iterator(chunk_size=500):
        told = event.vanished_dates
        over = {
            start: moment(start)
            for start, (since, _cancelled) in told.items()
            if moment(start) < now or moment(since) < now - SHOWN
        }
        if not over:
            continue
        with transaction.atomic():
            event.take_out_dates(set(over.values()))
            event.vanished_dates = {start: since for start, since in told.items() if start not in over}
            event.sequence += 1
            event.save(
                update_fields=[
                    *("vanished_dates", "rdates", "exdates", "starts_at", "ends_at", "sequence", "updated_at")
                ]
            )
            event.write_dates()
        dropped += len(over)
    return dropped
