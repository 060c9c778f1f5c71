"""Our own feed, read back by icalendar and recurring-ical-events, gives exactly our dates for a year."""

import random
import time
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone

from agenda import ics
from agenda.models import Event, Occurrence
from agenda.recurrence import normalise_rule
from tests.agenda.reading import PARIS, dates_in_calendar, dates_in_database

pytestmark = pytest.mark.django_db

# Dates are written two years ahead: all of next year is there, with both of its clock changes.
YEAR = timezone.localdate().year + 1
SINCE, UNTIL = datetime(YEAR, 1, 1, tzinfo=PARIS), datetime(YEAR + 1, 1, 1, tzinfo=PARIS)
# Clear of the edges, where a date that was moved into the window may come from outside of it.
EDGE = timedelta(days=5)
NUMBER = 2000
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ZONES = [*["Europe/Paris"] * 8, "UTC", "Europe/London", "America/New_York"]


def rule(chance):
    """One in two events is a series, of the kinds that people write and a few that only software does."""
    frequency = chance.choice([*["WEEKLY"] * 6, *["MONTHLY"] * 4, "DAILY", "YEARLY"])
    parts = [f"FREQ={frequency}"]
    if chance.random() < 0.3:
        parts.append(f"INTERVAL={chance.randint(2, 4)}")
    match frequency:
        case "WEEKLY" if chance.random() < 0.5:
            parts.append("BYDAY=" + ",".join(sorted(chance.sample(DAYS, chance.randint(1, 3)))))
        case "MONTHLY":
            nth, day = chance.choice([1, 2, 3, 4, -1]), chance.choice(DAYS)
            working = "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
            parts.append(
                chance.choice([f"BYDAY={nth}{day}", f"BYMONTHDAY={chance.choice([1, 15, 31, -1])}", working])
            )
    match chance.random():
        case luck if luck < 0.25:
            parts.append(f"COUNT={chance.randint(1, 40)}")
        case luck if luck < 0.5:
            parts.append(f"UNTIL={YEAR}{chance.randint(1, 12):02}{chance.randint(1, 28):02}T120000Z")
    return ";".join(parts)


def generated(chance, number):
    zone, all_day = ZoneInfo(chance.choice(ZONES)), chance.random() < 0.15
    # Hours that no clock change skips or repeats: readers differ there, which test_ics.py tells.
    hours = timedelta() if all_day else timedelta(minutes=5 * chance.randint(48, 285))
    zone = PARIS if all_day else zone
    start = datetime(YEAR - 1, 9, 1, tzinfo=zone) + timedelta(days=chance.randint(0, 420)) + hours
    length = timedelta(days=chance.randint(1, 3)) if all_day else timedelta(minutes=5 * chance.randint(0, 60))
    text, rdates = "", []
    if chance.random() < 0.5:
        until_fits = rule(chance)
        try:
            text = normalise_rule(until_fits, start=start, zone=zone.key, all_day=all_day)
        except ValueError:  # it ends before it begins
            text = ""
    if chance.random() < 0.15:
        rdates = sorted({start + timedelta(days=chance.randint(1, 90)) for _ in range(3)})
    return Event(
        title=f"Événement n° {number}, « essai » ; \\ à {chance.choice(['midi', 'l’aube, tôt'])}",
        slug=f"evenement-{number}",
        description="Une ligne\net une autre, bien plus longue, avec des accents : é à ü œ."
        * chance.randint(0, 3),
        starts_at=start,
        ends_at=start + length,
        timezone=zone.key,
        all_day=all_day,
        rrule=text,
        rdates=rdates,
        state=Event.State.PUBLISHED,
    )


def disturb(chance, events):
    """Some dates moved, cancelled, annotated; some taken out."""
    changed, dropped = [], []
    series = [event for event in events if event.is_series]
    dates = defaultdict(list)
    for row in Occurrence.objects.filter(event__in=series).in_order():
        dates[row.event_id].append(row)
    for event in chance.sample(series, len(series) // 2):
        rows = dates[event.pk][:20]
        for row in chance.sample(rows, min(len(rows), 2)):
            row.is_override = True
            match chance.choice(["move", "cancel", "note"]):
                case "move":
                    step = timedelta(days=1) if event.all_day else timedelta(minutes=35)
                    # On the clock: a day that is moved still begins and ends at midnight.
                    row.starts_at = timezone.localtime(row.starts_at) + step
                    row.ends_at = timezone.localtime(row.ends_at) + step
                case "cancel":
                    row.is_cancelled = True
                case "note":
                    row.note = "Salle 2"
            changed.append(row)
    Occurrence.objects.bulk_update(
        changed, ["starts_at", "ends_at", "is_cancelled", "is_override", "note"], batch_size=1000
    )
    moved = {row.event_id for row in changed}
    for event in series:
        if event.pk not in moved and chance.random() < 0.5:
            event.exdates = [row.recurrence_id for row in dates[event.pk][1:4:2]]
            dropped.append(event)
    Event.objects.bulk_update(dropped, ["exdates"], batch_size=1000)
    Event.objects.filter(pk__in=[event.pk for event in dropped]).write_occurrences()


@pytest.mark.parametrize("seed", [20261125])
def test_feed_of_2000_generated_events_gives_exactly_our_dates(seed):
    chance = random.Random(seed)
    events = [generated(chance, number) for number in range(NUMBER)]
    started = time.process_time()
    Event.objects.create_with_dates(events)
    disturb(chance, events)

    body = ics.calendar(Event.objects.public().order_by("pk"), name="Essai")

    since, until = SINCE - EDGE, UNTIL + EDGE
    ours = dates_in_database(events, since, until)
    assert Counter(dates_in_calendar(body, since, until)) == Counter(ours)
    assert len(ours) > 10_000
    assert Occurrence.objects.filter(is_override=True).count() > 500
    assert time.process_time() - started < 20


def test_feed_of_the_demo_gives_exactly_our_dates(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("demo", force=True, verbosity=0)
    events = Event.objects.public().order_by("pk")

    body = ics.calendar(events, name="Démonstration")

    now = timezone.now()
    ours = dates_in_database(events, now, now + timedelta(days=365))
    assert Counter(dates_in_calendar(body, now, now + timedelta(days=365))) == Counter(ours)
    assert ours
