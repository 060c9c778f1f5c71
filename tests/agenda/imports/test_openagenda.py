import json
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.imports import entries, openagenda
from agenda.imports.entries import NotACalendar, Override
from agenda.recurrence import Schedule

PARIS = ZoneInfo("Europe/Paris")


def paris(*args):
    return datetime(*args, tzinfo=PARIS)


def timing(begin, end):
    return {"begin": begin, "end": end}


EVENING = timing("2026-11-24T18:00:00+01:00", "2026-11-24T19:30:00+01:00")


def make(**fields):
    return {"uid": 1, "title": {"fr": "Atelier"}, "timings": [EVENING], **fields}


def read(*events, **document):
    return openagenda.read(json.dumps({"events": list(events), **document}).encode())


def read_one(**fields):
    reading = read(make(**fields))
    assert not reading.refusals
    (entry,) = reading.entries
    return entry


def test_event_is_read_with_all_that_it_says():
    entry = read_one(
        uid=35210485,
        title={"en": "Party", "fr": "Fête du quartier"},
        description={"fr": "Jeux et musique"},
        longDescription={"fr": "Avec **tout** le monde.\n\nVenez !"},
        conditions={"fr": "Entrée libre"},
        keywords={"fr": ["fête", "quartier", "fête"]},
        image={
            "filename": "abc.base.image.jpg",
            "base": "https://cibul.example.org/main/",
            "size": {"width": 700, "height": 500},
        },
        registration=[
            {"type": "link", "value": "https://example.org/inscription"},
            {"type": "email", "value": "contact@example.org"},
            {"type": "phone", "value": "04 91 00 00 00"},
        ],
        accessibility={"hi": True, "vi": False, "pi": False, "mi": True, "ii": False},
        age={"min": 6, "max": 12},
        attendanceMode=3,
        onlineAccessLink="https://visio.example.org/1",
        status=5,
        state=2,
        updatedAt="2026-01-02T03:04:05.000Z",
        location={
            "name": "Centre social",
            "address": "12 rue des Lilas",
            "postalCode": "13009",
            "city": "Marseille",
            "latitude": 43.25,
            "longitude": 5.39,
            "timezone": "Europe/Paris",
        },
    )

    assert entry.schedule == Schedule(paris(2026, 11, 24, 18), paris(2026, 11, 24, 19, 30))
    assert entry.uid == "openagenda:35210485"
    assert (entry.title, entry.summary) == ("Fête du quartier", "Jeux et musique")
    assert entry.description == "Avec **tout** le monde.\n\nVenez !"
    assert (entry.free, entry.conditions) == (True, "Entrée libre")
    assert entry.keywords == ("fête", "quartier")
    assert entry.url == "https://example.org/inscription"
    assert (entry.contact_email, entry.contact_phone) == ("contact@example.org", "04 91 00 00 00")
    assert entry.accessibility == ("hi", "mi")
    assert (entry.age_min, entry.age_max) == (6, 12)
    assert entry.online_url == "https://visio.example.org/1"
    assert (entry.status, entry.cancelled) == (5, False)
    assert entry.modified == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (entry.place_name, entry.address) == ("Centre social", "12 rue des Lilas, 13009 Marseille")
    assert (entry.latitude, entry.longitude) == (43.25, 5.39)


def test_several_timings_are_added_dates_and_different_lengths_overrides():
    entry = read_one(
        timings=[
            timing("2026-11-26T18:00:00+0100", "2026-11-26T22:00:00+0100"),
            EVENING,
            timing("2026-07-02T16:00:00Z", "2026-07-02T17:30:00Z"),
        ]
    )

    assert entry.schedule == Schedule(
        paris(2026, 7, 2, 18),
        paris(2026, 7, 2, 19, 30),
        rdates=(paris(2026, 11, 24, 18), paris(2026, 11, 26, 18)),
    )
    assert entry.overrides == (
        Override(paris(2026, 11, 26, 18), paris(2026, 11, 26, 18), paris(2026, 11, 26, 22), line=1),
    )


@pytest.mark.parametrize(
    ("fields", "zone"),
    [
        ({"timezone": "Indian/Reunion"}, "Indian/Reunion"),
        ({"location": {"timezone": "Indian/Reunion"}}, "Indian/Reunion"),
        ({"timezone": "Nulle/Part"}, "Europe/Paris"),
    ],
)
def test_zone_is_the_events_then_the_locations_then_ours(fields, zone):
    assert read_one(**fields).schedule.zone == zone


@pytest.mark.parametrize(
    ("conditions", "free"),
    [
        ("Gratuit", True),
        ("entrée libre et gratuite, sur inscription.", True),
        ("Gratuit pour les moins de 12 ans", None),
        ("5 €", None),
        ("", None),
    ],
)
def test_only_what_is_free_for_all_is_free(conditions, free):
    assert read_one(conditions={"fr": conditions}).free is free


def test_cancelled_status_cancels():
    entry = read_one(status=6)

    assert (entry.status, entry.cancelled) == (6, True)


def test_very_long_title_is_cut_and_kept_whole_in_the_description():
    entry = read_one(title="x" * 10_000)

    assert entry.title == "x" * 139 + "…"
    assert entry.description == "x" * 10_000


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"timings": []}, "aucun horaire valable (timings)"),
        ({"timings": None}, "sans horaires (timings)"),
        ({"timings": [{"begin": "demain"}]}, "horaire illisible : « demain »"),
        ({"timings": [{"begin": 1}]}, "horaire illisible : « 1 »"),
        ({"timings": ["2026"]}, "horaire illisible"),
        ({"timings": [timing(EVENING["end"], EVENING["begin"])]}, "la fin est avant le début"),
        (
            {"timings": [{"begin": "9999-12-31T23:59:59Z"}]},
            "horaire illisible : « 9999-12-31T23:59:59Z »",
        ),
        (
            {"timings": [{"begin": "1583-01-01T10:00:00Z"}]},
            "date hors limites : l’année 1583 n’est pas entre 1970 et 2200",
        ),
        ({"timings": [EVENING] * 5001}, "trop d’horaires (5001 ; la limite est de 5000)"),
        ({"uid": None}, "sans identifiant (uid)"),
        ({"state": -1}, "non publié dans l’agenda d’origine"),
        ({"removed": True}, "supprimé de l’agenda d’origine"),
    ],
)
def test_event_that_is_not_understood_is_refused_alone(fields, reason):
    reading = read(make(uid=10), make(**fields), make(uid=11))

    assert [entry.uid for entry in reading.entries] == ["openagenda:10", "openagenda:11"]
    (refusal,) = reading.refusals
    assert (refusal.line, refusal.title, refusal.reason) == (2, "Atelier", reason)


def test_one_bad_timing_is_said_and_the_others_are_kept():
    reading = read(make(timings=[EVENING, {"begin": "demain"}]))

    assert reading.entries[0].schedule.rdates == ()
    assert reading.warnings == ["Événement n° 1 : horaire ignoré : horaire illisible : « demain »"]


def test_latest_of_duplicates_is_kept():
    reading = read(make(updatedAt="2026-02-01T00:00:00Z"), make(updatedAt="2026-01-01T00:00:00Z"))

    assert [entry.line for entry in reading.entries] == [1]
    assert reading.refusals[0].reason == "UID en double : l’événement n° 1, plus récent, est gardé"


def test_missing_title_has_a_default():
    assert read_one(title=None).title == "Événement sans titre"


def test_page_of_a_longer_list_is_not_complete():
    reading = read(make(), total=312)

    assert not reading.complete
    assert reading.warnings == ["1 événements sur 312 : ce n’est qu’une partie de l’agenda"]


@pytest.mark.parametrize("wrap", [lambda event: [event], lambda event: event, lambda event: {"event": event}])
def test_list_or_single_event_is_read_too(wrap):
    reading = openagenda.read(json.dumps(wrap(make())).encode())

    assert [entry.title for entry in reading.entries] == ["Atelier"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"events": [', "mal formé"),
        (b'{"a": 1}', "n’est pas un agenda OpenAgenda"),
        (b'{"events": {}}', "n’est pas un agenda OpenAgenda"),
        (b'"bonjour"', "n’est pas un agenda OpenAgenda"),
        (b'{"events": "\xff"}', "n’est pas encodé en UTF-8"),
        (b"[" * 200_000, "ne peut pas être lu"),
        (b'{"events": [' + b"9" * 5000 + b"]}", "ne peut pas être lu"),
        (b'{"events": [' + b"{}," * 1_000_000 + b"{}]}", "trop complexe"),
        (b" " * 60_000_001, "pèse 60,1 Mo"),
    ],
)
def test_json_that_is_no_agenda_is_named_in_bounded_time(data, message):
    begun = time.process_time()

    with pytest.raises(NotACalendar, match=message):
        openagenda.read(data)

    assert time.process_time() - begun < 2


def test_events_beyond_the_limit_are_refused_with_their_rank(monkeypatch):
    monkeypatch.setattr(entries, "MAX_ENTRIES", 2)

    reading = openagenda.read(json.dumps({"events": [announced(uid) for uid in range(4)]}).encode())

    assert [entry.uid for entry in reading.entries] == ["openagenda:0", "openagenda:1"]
    assert [refusal.line for refusal in reading.refusals] == [3, 4]
    assert not reading.complete


@pytest.mark.parametrize("cut", [0, 40])
def test_list_too_big_to_be_held_is_read_one_by_one_and_up_to_where_it_is_cut(monkeypatch, cut):
    monkeypatch.setattr(entries, "MAX_TREE", 100)
    data = json.dumps({"total": 3, "events": [announced(uid) for uid in range(3)], "after": []}, indent=1)

    reading = openagenda.read(data.encode()[: len(data) - cut])

    assert len(reading.entries) == (2 if cut else 3)
    assert not reading.complete


def announced(uid):
    timing = {"begin": "2027-01-05T18:00:00+01:00", "end": "2027-01-05T20:00:00+01:00"}
    return {"uid": uid, "title": {"fr": f"N° {uid}"}, "timings": [timing]}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda values: (
        st.lists(values, max_size=3)
        | st.dictionaries(st.sampled_from(["fr", "min", "begin", "name"]), values)
    ),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [
        "uid",
        "title",
        "description",
        "longDescription",
        "conditions",
        "keywords",
        "image",
        "registration",
        "accessibility",
        "age",
        "timings",
        "onlineAccessLink",
        "location",
        "timezone",
        "status",
        "state",
        "updatedAt",
        "removed",
    ]
)


@given(st.dictionaries(FIELDS, JSON))
def test_no_value_breaks_the_reader(fields):
    reading = read(make(uid=10), make(**fields))

    assert reading.entries[0].uid == "openagenda:10"
    assert len(reading.entries) + len(reading.refusals) == 2
