"""
What is public already when a date is chosen: the same public, the same theme or nearby; and what remains free.
One query whatever the number of dates, bounded by the index of spans.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda import concurrence, recurrence, wording
from agenda.models import Event, Occurrence
from agenda.models.occurrences import HORIZON, start_of_day
from associations.models import District, Place, Public

DATES = 8
SHOWN = 4
# More than anyone reads; a busy week of the whole network has fewer that are near or alike.
MOST = 300
# An exhibition of months is compared by its first days.
LONGEST = timedelta(days=7)


@dataclass(frozen=True)
class About:
    """What makes two events compete for people: whom they are for, what about, where."""

    publics: tuple[str, ...] = ()
    themes: tuple[int, ...] = ()
    district: District | None = None

    @classmethod
    def of(cls, event):
        place = event.place
        return cls(
            publics=tuple(event.publics),
            themes=tuple(theme.pk for theme in event.themes.all()),
            district=place.district if place else None,
        )

    def __bool__(self):
        return bool(self.publics or self.themes or self.district)

    def likeness(self, occurrence):
        """Why an occurrence is shown, as words; empty when it has nothing to do with this."""
        event, place = occurrence.event, occurrence.place or occurrence.event.place
        words = [str(Public(value).label).lower() for value in event.publics if value in self.publics]
        words += [theme.name for theme in event.themes.all() if theme.pk in self.themes]
        if self.district and place and place.district_id == self.district.pk:
            words.append(self.district.name)
        return words

    def competes(self, occurrence):
        """The same people in the same district: where one is not said, the other is enough."""
        event, place = occurrence.event, occurrence.place or occurrence.event.place
        if self.publics:
            alike = bool(set(self.publics) & set(event.publics)) or not event.publics
        else:
            alike = not self.themes or any(theme.pk in self.themes for theme in event.themes.all())
        near = self.district is None or (place is not None and place.district_id == self.district.pk)
        return alike and near

    @property
    def wording(self):
        """ "pour ce public dans le quartier" """
        words = []
        if self.publics:
            words.append(_("pour ce public"))
        elif self.themes:
            words.append(_("sur ce thème"))
        if self.district:
            words.append(_("dans le quartier"))
        return " ".join(words)


@dataclass(frozen=True)
class SameTime:
    """One of the dates chosen, and what is there already."""

    day: date
    part: str
    occurrences: list[Occurrence]

    @property
    def day_wording(self):
        return wording.day(self.day)

    @property
    def total(self):
        return len(self.occurrences)

    @property
    def shown(self):
        return self.occurrences[:SHOWN]

    @property
    def others(self):
        return max(0, self.total - SHOWN)


@dataclass(frozen=True)
class Neighbours:
    checked: int
    dates: list[SameTime] = field(default_factory=list)
    first_day: date | None = None
    free: str = ""
    is_wholly_free: bool = False
    other_days: str = ""
    about: About | None = None

    @property
    def first_day_wording(self):
        return wording.day(self.first_day)


def around(schedule, about, *, event=None, now=None):
    """What is public at the next dates of a schedule, or None when there is nothing to compare."""
    now = now or timezone.now()
    if schedule is None or not about:
        return None
    since = max(schedule.start, now - (schedule.end - schedule.start))
    expansion = recurrence.spans(schedule, since=since, until=since + HORIZON, limit=DATES)
    if not expansion.spans:
        return None
    spans = [
        (timezone.localtime(start), timezone.localtime(min(end, start + LONGEST)))
        for start, end in expansion.spans
    ]
    windows = [_window(span, all_day=schedule.all_day) for span in spans]
    monday = spans[0][0].date() - timedelta(days=spans[0][0].weekday())
    week = start_of_day(monday), start_of_day(monday + timedelta(days=7))
    rows = _found([week, *(window for window, _part in windows)], about, event)
    dates = []
    for (start, _end), (window, part) in zip(spans, windows, strict=True):
        there = [row for row in rows if row.likeness and concurrence.overlaps(_local(row), window)]
        if there:
            dates.append(SameTime(start.date(), part, there))
    busy = [_local(row) for row in rows if about.competes(row)]
    return Neighbours(
        checked=len(spans),
        dates=dates,
        about=about,
        **_free(spans[0], busy, monday, now, all_day=schedule.all_day),
    )


def _window(span, *, all_day):
    """From when to when a date is compared: its hours and the part of the day that it begins in."""
    start, end = span
    if all_day:
        return (start, end), ""
    (since, until), part = concurrence.part_of_day(start)
    return (since, max(until, end)), part


def _found(windows, about, event):
    """What is public and like this within any of the windows, in order."""
    alike = Q()
    if about.publics:
        alike |= Q(event__publics__overlap=list(about.publics))
    if about.themes:
        themes = Event.themes.through.objects.filter(event=OuterRef("event"), theme__in=about.themes)
        alike |= Q(Exists(themes))
    if about.district:
        there = Place.objects.filter(district=about.district).values("pk")
        alike |= Q(place__in=there) | Q(place=None, event__place__in=there)
    rows = (
        Occurrence.objects.public()
        .filter(reduce(or_, (Q(span__overlap=window) for window in windows)), alike, is_cancelled=False)
        .exclude(event__status__in=[Event.Status.CANCELLED, Event.Status.POSTPONED])
        .exclude(event=event)
    )
    # Put in order here: asked for in order, PostgreSQL may read all dates that ever were, one by one.
    found = sorted(rows.for_list().order_by()[:MOST], key=lambda row: (row.starts_at, row.pk))
    for row in found:
        row.likeness = about.likeness(row)
    return found


def _local(row):
    return timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)


def _free(span, busy, monday, now, *, all_day):
    """What is free on the day of the first date, and the days of its week on which the same hours are."""
    start, end = span
    since, until = concurrence.opening_hours(start.date(), start.tzinfo)
    slots = concurrence.free_slots(
        [each for each in busy if concurrence.overlaps(each, (since, until))], since, until
    )
    free_days = []
    for offset in range(7):
        day = monday + timedelta(days=offset)
        moved = tuple(_on(day, moment, start.date()) for moment in (start, end))
        if day != start.date() and moved[0] > now and not concurrence.clashes(moved, busy):
            free_days.append(str(wording.WEEKDAYS[day.weekday()]))
    return {
        "first_day": start.date(),
        "free": "" if all_day else concurrence.say_free(slots, since, until),
        "is_wholly_free": slots == [(since, until)],
        "other_days": wording.join(free_days) if free_days else "",
    }


def _on(day, moment, first_day):
    """The same wall clock as many days away."""
    local = datetime.combine(moment.date() + (day - first_day), moment.time())
    return timezone.make_aware(local)
