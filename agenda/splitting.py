"""A series in two, by dates alone: "this date and the following" (RFC 5545 has no such thing: two events do it).

What is before the date and what is from it on are schedules of their own. Together they have the dates of the
one that was split, none of them twice: `UNTIL` ends the first rule, what remains of `COUNT` goes to the second,
added and removed dates go to their side.

The second rule begins on one of its dates, so that "every other week" and "the last Friday" go on in step. Its
first date is the next one that shows the usual hour: one that the clock change shifted would shift all others.
"""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from agenda import recurrence
from agenda.recurrence import MAX_WAIT, Schedule
from agenda.rrule import Rule

SECOND = timedelta(seconds=1)
SEARCHED = timedelta(days=366 * MAX_WAIT)
LATELY, MOST = (
    timedelta(days=400),
    20_000,
)  # a rule that is older than that and gives more dates has a recent one


class Halves(NamedTuple):
    before: Schedule | None  # None: no date is before
    after: Schedule | None  # None: no date is left


def split(schedule: Schedule, at: datetime) -> Halves:
    """The schedule before the instant `at`, and from it on."""
    clock = _Clock(schedule)
    at = clock.start_of(at)
    first = clock.start_of(schedule.start)
    added = {clock.start_of(moment) for moment in schedule.rdates}
    removed = {clock.start_of(moment) for moment in (*schedule.exdates, *schedule.holidays)}
    if not schedule.rrule or at <= first:
        # A date that was added may come before the rule's first.
        listed = added if schedule.rrule else added | {first}
        before = clock.listed({start for start in listed - removed if start < at})
        if not schedule.rrule:
            return Halves(before, clock.listed({start for start in listed - removed if start >= at}))
        return Halves(before, _tidy(clock, _from(schedule, at), removed))
    rule = Rule.parse(schedule.rrule)
    begins, passed, shifted = clock.next_of(rule, at)
    ends = rule
    if begins or shifted:
        last = clock.last_before(at)
        until = clock.wall(last).date() if schedule.all_day else last
        ends = replace(rule, count=None, until=until)
    before = _until(replace(schedule, rrule=str(ends)), at)
    remaining = {start for start in added | shifted if start >= at}
    if begins is None:
        return Halves(_tidy(clock, before, removed), clock.listed(remaining - removed))
    rule = rule.explicit(clock.wall(schedule.start))
    after = replace(
        _from(schedule, at),
        start=clock.instant(begins),
        end=clock.instant(begins + clock.length),
        rrule=str(replace(rule, count=rule.count and rule.count - passed)),
        rdates=tuple(sorted(remaining)),
    )
    return Halves(_tidy(clock, before, removed), _tidy(clock, after, removed))


class _Clock:
    """The wall clock that the schedule recurs by."""

    def __init__(self, schedule: Schedule):
        self.schedule = schedule
        self.zone = ZoneInfo(schedule.zone)
        self.length = self.wall(schedule.end) - self.wall(schedule.start)
        if schedule.all_day:
            self.length = max(self.length, timedelta(days=1))

    def wall(self, moment: datetime) -> datetime:
        wall = recurrence.wall_clock(moment, self.zone).replace(microsecond=0, fold=0)
        return datetime.combine(wall, time()) if self.schedule.all_day else wall

    def instant(self, wall: datetime) -> datetime:
        return recurrence.instant_of(wall, self.zone)

    def start_of(self, moment: datetime) -> datetime:
        """The start that a date of this moment has in `recurrence.spans()`."""
        return self.instant(self.wall(moment)) if self.schedule.all_day else moment.astimezone(UTC)

    def is_usual(self, wall: datetime) -> bool:
        """Whether a first date here would give all others the hours that they have."""
        both = wall, recurrence.plus(wall, self.length)
        return all(self.wall(self.instant(each)) == each for each in both)

    def next_of(self, rule: Rule, at: datetime):
        """
        The wall clock at which the rule may begin again from `at` on, how many of its dates come before that
        one, and those from `at` on that do, their hour being shifted by the clock change.
        """
        first, near = self.wall(self.schedule.start), self.wall(at) - timedelta(days=1)
        since = first if rule.count else max(first, near)
        shifted, passed = set(), 0
        for match in recurrence.matches(rule, first, since=since, until=recurrence.plus(near, SEARCHED)):
            if recurrence.is_over(rule, match, self.zone):
                break
            if self.instant(match) >= at:
                if self.is_usual(match):
                    return match, passed, shifted
                shifted.add(self.instant(match))
            passed += 1
        return None, passed, shifted

    def last_before(self, at: datetime) -> datetime:
        """The rule's last date before `at`, which people are told as its end; the first date where there is none."""
        ruled = replace(self.schedule, rdates=(), exdates=(), holidays=())
        for since in (recurrence.plus(at, -LATELY), self.schedule.start):
            if spans := recurrence.spans(ruled, since=since, until=at, limit=MOST).spans:
                return spans[-1].start
        return self.start_of(self.schedule.start)

    def listed(self, starts: set[datetime]) -> Schedule | None:
        """A schedule of these dates alone."""
        if not starts:
            return None
        start, *others = sorted(starts)
        whole = replace(self.schedule, rdates=(start,), rrule="", exdates=(), holidays=())
        spans = recurrence.spans(whole, since=start, until=start + SECOND).spans
        return replace(whole, start=start, end=spans[0].end, rdates=tuple(others), skips_holidays=False)


def _until(schedule: Schedule, at: datetime) -> Schedule:
    return _sides(schedule, lambda moment: moment < at)


def _from(schedule: Schedule, at: datetime) -> Schedule:
    return _sides(schedule, lambda moment: moment >= at)


def _sides(schedule: Schedule, is_kept) -> Schedule:
    clock = _Clock(schedule)
    kept = {
        name: tuple(moment for moment in getattr(schedule, name) if is_kept(clock.start_of(moment)))
        for name in ("rdates", "exdates", "holidays")
    }
    return replace(schedule, **kept)


def _tidy(clock: _Clock, schedule: Schedule, removed: set[datetime]) -> Schedule | None:
    """Without a rule where one date at most is left of it; None where no date is left at all."""
    if not recurrence.has_end(schedule):
        return schedule
    ruled = replace(schedule, rdates=(), exdates=(), holidays=())
    window = {"since": schedule.start, "until": recurrence.plus(schedule.start, SEARCHED)}
    starts = {span.start for span in recurrence.spans(ruled, **window, limit=2).spans}
    if len(starts) > 1:
        if next(iter(recurrence.spans(schedule, **_all(schedule), limit=1).spans), None):
            return schedule
        return None
    return clock.listed((starts | {clock.start_of(moment) for moment in schedule.rdates}) - removed)


def _all(schedule: Schedule):
    first = min(schedule.start, *schedule.rdates, schedule.start)
    return {"since": first, "until": recurrence.plus(first, SEARCHED)}
