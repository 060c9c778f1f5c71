"""
Precision and recall on the labelled pairs of tests/agenda/data/doubles.json, invented for Marseille's south districts:
titles, spellings, places and hours as people write them, and pairs that look alike and are two. The weights of
`agenda.doubles` were chosen on half "a"; half "b", whose events are others, measures them.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agenda import doubles
from agenda.models import Event
from agenda.models.likely_doubles import likely_doubles_of
from associations.models import Organisation
from tests.factories import EventFactory, OrganisationFactory, PlaceFactory

PAIRS = json.loads((Path(__file__).parent / "data/doubles.json").read_text())


def span(told, first_day=datetime(2027, 1, 1, tzinfo=UTC)):
    """Hours are local; "24:00" is the next midnight."""
    day = first_day + timedelta(days=told["day"])
    hours = (tuple(map(int, told[name].split(":"))) for name in ("start", "end"))
    return tuple(day + timedelta(hours=hour, minutes=minute) for hour, minute in hours)


def announcement(told):
    organisers = {told.get("organiser"), *told.get("co_organisers", [])}
    return doubles.Announcement(
        told["title"],
        (span(told),),
        all_day=told.get("all_day", False),
        language=told.get("language", "fr"),
        place=told.get("place", ""),
        point=tuple(told["point"]) if "point" in told else None,
        organisers=frozenset(filter(None, organisers)),
        phone=doubles.phone_key(told.get("phone", "")),
        pages=frozenset(filter(None, [doubles.page_key(told.get("url", ""))])),
        uids=frozenset(filter(None, [told.get("uid")])),
    )


def measure(half):
    """(precision, recall) over the pairs of this half."""
    rows = [
        (
            doubles.likelihood(announcement(pair["left"]), announcement(pair["right"])) >= doubles.LIKELY,
            pair["double"],
        )
        for pair in PAIRS
        if pair["half"] == half
    ]
    right = sum(found and double for found, double in rows)
    return right / sum(found for found, _double in rows), right / sum(double for _found, double in rows)


def test_labelled_set_is_large_varied_and_split():
    halves = {half: [pair for pair in PAIRS if pair["half"] == half] for half in "ab"}

    assert len(PAIRS) >= 300
    assert all(len(pairs) >= 150 for pairs in halves.values())
    assert 0.4 <= sum(pair["double"] for pair in PAIRS) / len(PAIRS) <= 0.6
    assert len({pair["kind"] for pair in PAIRS}) >= 12


def test_precision_and_recall_on_the_half_that_chose_nothing():
    figures = {half: measure(half) for half in "ab"}

    for half, (precision, recall) in figures.items():
        sys.stdout.write(f"half {half}: precision {precision:.3f}, recall {recall:.3f}\n")
    precision, recall = figures["b"]
    assert precision >= 0.95
    assert recall >= 0.90


@pytest.mark.django_db
def test_doubles_are_found_among_all_events_of_the_set():
    """The same half through the database: candidates of each right side among all left sides."""
    first_day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=400)
    organisations, places, left = {}, {}, {}

    def row(told, **options):
        start, end = span(told, first_day)
        organisers = [name for name in (told.get("organiser"), *told.get("co_organisers", [])) if name]
        for name in organisers:
            organisations.setdefault(
                name, OrganisationFactory(name=name) if name not in organisations else None
            )
        place = (told["place"], tuple(told.get("point", ())))
        if place not in places:
            latitude, longitude = told.get("point", (None, None))
            places[place] = PlaceFactory(name=told["place"], latitude=latitude, longitude=longitude)
        given = {"contact_phone": told.get("phone", ""), "website": told.get("url", "")}
        event = EventFactory.build(
            title=told["title"],
            starts_at=start,
            ends_at=end,
            all_day=told.get("all_day", False),
            language=told.get("language", "fr"),
            organiser=organisations[organisers[0]] if "organiser" in told else None,
            place=places[place],
            external_uid=told.get("uid", ""),
            **given,
            **options,
        )
        return event, [organisations[name] for name in organisers[1:]]

    pairs = [pair for pair in PAIRS if pair["half"] == "b" and pair["double"]]
    for pair in PAIRS:
        told = pair["left"]
        key = json.dumps(told)
        if pair["half"] == "b" and key not in left:
            event, also = row(told)
            event.external_uid = ""
            event.save()
            event.co_organisers.set(also)
            left[key] = event
    Event.objects.all().write_occurrences()

    found = 0
    for pair in pairs:
        event, also = row(pair["right"])
        rows = likely_doubles_of(event, Event.objects.public(), co_organisers=[each.pk for each in also])
        found += left[json.dumps(pair["left"])] in rows

    sys.stdout.write(f"found through the database: {found} of {len(pairs)}\n")
    assert Organisation.objects.count() > 10
    assert found / len(pairs) >= 0.85
