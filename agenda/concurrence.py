"""
What happens at the same time: the free hours that are left of a day, and the part of the day that a gathering is in.

Pure: spans of aware datetimes in, spans and French out.
"""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import wording

# When people gather. What lies outside is not offered as free.
OPENS, CLOSES = time(8), time(22)
SHORTEST = timedelta(hours=1)

# Each part of a day by the hour at which it begins.
PARTS = [
    (time(0), gettext_lazy("le matin")),
    (time(12), gettext_lazy("l’après-midi")),
    (time(18), gettext_lazy("le soir")),
]

Span = tuple[datetime, datetime]


def free_slots(busy, since, until, *, at_least=SHORTEST) -> list[Span]:
    """What no busy span touches between two moments, in order; gaps shorter than `at_least` are none."""
    free, cursor = [], since
    for start, end in sorted(busy):
        if start - cursor >= at_least:
            free.append((cursor, min(start, until)))
        cursor = max(cursor, end)
        if cursor >= until:
            return free
    if until - cursor >= at_least:
        free.append((cursor, until))
    return free


def say_free(slots, since, until) -> str:
    """ "avant 14 h et après 17 h", "de 10 h à 12 h", "toute la journée"; "" when there is none."""
    words = []
    for start, end in slots:
        hours = {"start": wording.hour(start), "end": wording.hour(end)}
        if (start, end) == (since, until):
            return _("toute la journée")
        if start == since:
            words.append(_("avant %(end)s") % hours)
        elif end == until:
            words.append(_("après %(start)s") % hours)
        else:
            words.append(_("de %(start)s à %(end)s") % hours)
    return wording.join(words) if words else ""


def opening_hours(day: date, zone) -> Span:
    """The hours of a local day within which free time is looked for."""
    return datetime.combine(day, OPENS, tzinfo=zone), datetime.combine(day, CLOSES, tzinfo=zone)


def part_of_day(start: datetime) -> tuple[Span, str]:
    """The part of its day that a local moment is in, from when to when, and its name."""
    bounds = [
        *((datetime.combine(start.date(), begins, tzinfo=start.tzinfo), name) for begins, name in PARTS),
        (datetime.combine(start.date() + timedelta(days=1), time(0), tzinfo=start.tzinfo), ""),
    ]
    return next(
        ((begins, ends), str(name))
        for (begins, name), (ends, _name) in pairwise(bounds)
        if begins <= start < ends
    )


def overlaps(one: Span, other: Span) -> bool:
    """Two spans share a moment; one of no length is its instant."""
    return (one[0] < other[1] and other[0] < one[1]) or one[0] == other[0]


def clashes(span: Span, busy) -> bool:
    return any(overlaps(span, other) for other in busy)
