"""From the demo's words to dates and identities for a given day: no database, nothing random but by seed."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import slugify

from agenda import recurrence, school_holidays
from agenda.recurrence import Schedule
from cooperation.portal.demo import holidays
from cooperation.portal.demo.gatherings import ONCE, OVER_SEVERAL_DAYS, SEVERAL_DATES
from cooperation.portal.demo.notation import Change, EventSheet, When
from cooperation.portal.demo.proposals import PROPOSALS
from cooperation.portal.demo.series import FORTNIGHTLY, MONTHLY, WEEKLY

PARIS = ZoneInfo("Europe/Paris")
NAMESPACE = uuid.UUID("5b0c7d3e-6a52-4d6e-9a4b-1d5f2f0a8c11")
AHEAD = timedelta(days=731)  # as far as the agenda writes dates down

SHEETS = [*WEEKLY, *FORTNIGHTLY, *MONTHLY, *SEVERAL_DATES, *OVER_SEVERAL_DAYS, *ONCE, *PROPOSALS]


@dataclass(frozen=True)
class PlannedChange:
    """One date of a series that differs from it."""

    recurrence_id: datetime
    starts_at: datetime
    ends_at: datetime
    change: Change


@dataclass(frozen=True)
class PlannedEvent:
    sheet: EventSheet
    slug: str
    uid: str
    submission: uuid.UUID
    schedule: Schedule
    changes: tuple[PlannedChange, ...]
    written_at: datetime
    revised_at: datetime
    sequence: int


def events(day):
    """The demo's events around a local day."""
    return [_event(sheet, day) for sheet in SHEETS]


def at_noon(day):
    """The moment at which the demo believes it is."""
    return _instant(day, time(12))


def _event(sheet, day):
    slug = slugify(sheet.title.replace("’", " "))[:80]
    schedule = _schedule(sheet.when, day)
    written_at = _written_at(sheet, schedule, day)
    sequence = _sequence(sheet)
    return PlannedEvent(
        sheet=sheet,
        slug=slug,
        uid=f"demo-{slug}@{settings.UID_DOMAIN}",
        submission=uuid.uuid5(NAMESPACE, slug),
        schedule=schedule,
        changes=tuple(_changes(sheet, schedule, day)),
        written_at=written_at,
        revised_at=max(written_at, at_noon(day - timedelta(days=1))) if sequence > 1 else written_at,
        sequence=sequence,
    )


def _sequence(sheet):
    """Published once, then revised once for each thing that changed."""
    if sheet.state != "published":
        return 0
    return 1 + len(sheet.changes) + (sheet.status != "scheduled")


def _written_at(sheet, schedule, day):
    """Somebody wrote it some days before it began; what waits for an answer came in the last days."""
    random = Random(sheet.title)  # noqa: S311 -- plausible dates, not secrets
    hours = timedelta(minutes=random.randrange(-180, 500))
    if sheet.state != "published":
        return at_noon(day - timedelta(days=random.randint(1, 4))) + hours
    begun = min(schedule.start.astimezone(PARIS).date(), day)
    return at_noon(begun - timedelta(days=random.randint(4, 25))) + hours


def _schedule(when: When, day: date):
    first, *others = _days(when, day)
    start = _instant(first, when.start)
    last = first + timedelta(days=when.length - 1)
    ends_next_day = when.all_day or (when.length == 1 and when.end <= when.start)
    end = _instant(last + timedelta(days=ends_next_day), when.end)
    rrule, exdates, skips = "", (), when.closed == "school"
    if when.frequency:
        summer = holidays.end_of_school_year(max(day, first))
        until = summer if when.closed == "school" else None
        rrule = recurrence.build_rule(
            frequency=when.frequency, start=start.astimezone(PARIS), weekdays=when.weekdays, until=until
        )
        series = Schedule(start, end, all_day=when.all_day, rrule=rrule)
        wanted = recurrence.spans(series, since=start, until=at_noon(summer)).spans
        exdates = tuple(
            span.start
            for span in wanted
            if when.closed and holidays.is_feast(span.start.astimezone(PARIS).date())
        )
    rdates = tuple(_instant(other, when.start) for other in others)
    return school_holidays.without(
        Schedule(
            start,
            end,
            all_day=when.all_day,
            rrule=rrule,
            rdates=rdates,
            exdates=exdates,
            skips_holidays=skips and bool(rrule),
        )
    )


def _days(when, day):
    """The local days that the weeks tell of; what meets a closed day is a week later, or a month."""
    monday = day - timedelta(days=day.weekday())
    chosen = [monday + timedelta(weeks=week, days=weekday) for week, weekday in when.days]
    if not when.frequency:
        return [_open_day(each) for each in chosen]
    first = chosen[0]
    if when.nth:
        first = _nth_of_month(first, when.nth)
        while holidays.is_closed(first, when.closed):
            first = _nth_of_month(first.replace(day=1) + timedelta(days=32), when.nth, first.weekday())
        return [first]
    while holidays.is_closed(first, when.closed):
        first += timedelta(weeks=1)
    return [first]


def _open_day(day):
    """Nobody gathers on a public holiday, nor between Christmas Eve and New Year's Day."""
    while holidays.is_feast(day) or (day.month, day.day) in ((12, 24), (12, 31)):
        day += timedelta(weeks=1)
    return day


def _nth_of_month(day, nth, weekday=None):
    """The nth Tuesday, say, of the day's month."""
    first = day.replace(day=1)
    weekday = day.weekday() if weekday is None else weekday
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=nth - 1)


def _instant(day, hour):
    return datetime.combine(day, hour, tzinfo=PARIS).astimezone(UTC)


def _changes(sheet, schedule, day):
    if not sheet.changes:
        return
    coming = recurrence.spans(schedule, since=at_noon(day), until=at_noon(day) + AHEAD, limit=50).spans
    for change in sheet.changes:
        if change.nth < len(coming):
            span = coming[change.nth]
            yield PlannedChange(span.start, *_changed(span, change), change)


def _changed(span, change):
    for moment, hour in zip(span, (change.start, change.end), strict=True):
        local = moment.astimezone(PARIS)
        clock = time.fromisoformat(hour) if hour else local.time()
        yield _instant(local.date() + timedelta(days=change.later), clock)
