"""Opening hours: read as people write them, said in French, and asked "is it open now?"."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from associations import opening

WEEK = {
    "mo": [["09:00", "12:00"], ["14:00", "18:00"]],
    "tu": [["09:00", "12:00"]],
    "sa": [["10:00", "24:00"]],
}


def paris(*when):
    return datetime(*when, tzinfo=ZoneInfo("Europe/Paris"))


WEDNESDAY = paris(2026, 11, 25, 10)  # the day that the examples are told from


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("fermé", []),
        ("Fermée", []),
        ("9h-12h30, 14h-18h", [["09:00", "12:30"], ["14:00", "18:00"]]),
        ("9 h – 12 h 30 et 14 h à 18 h", [["09:00", "12:30"], ["14:00", "18:00"]]),
        ("de 9h à 12h", [["09:00", "12:00"]]),
        ("09:00-12:30 13.30-17.00", [["09:00", "12:30"], ["13:30", "17:00"]]),
        ("14h-18h 9h-12h", [["09:00", "12:00"], ["14:00", "18:00"]]),
        ("9\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}– 12\N{NO-BREAK SPACE}h", [["09:00", "12:00"]]),
        ("20h-minuit".replace("minuit", "0h"), [["20:00", "24:00"]]),
        ("9-12", [["09:00", "12:00"]]),
    ],
)
def test_day_is_read_as_people_write_it(text, spans):
    assert opening.read_day(text) == spans


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sur rendez-vous", "écrivez par exemple"),
        ("9h", "écrivez par exemple"),
        ("9h-12h puis on verra", "écrivez par exemple"),
        ("25h-26h", "cette heure n’existe pas"),
        ("9h-12h75", "cette heure n’existe pas"),
        ("18h-2h", "doit suivre l’ouverture"),
        ("9h-9h", "doit suivre l’ouverture"),
        ("9h-12h, 11h-13h", "se chevauchent"),
        ("1h-2h 3h-4h 5h-6h 7h-8h 9h-10h", "Au plus 4"),
    ],
)
def test_day_not_understood_is_said_in_french(text, words):
    with pytest.raises(opening.UnreadableHours, match=words):
        opening.read_day(text)


def test_week_is_said_day_by_day():
    week = [(day, plain(hours)) for day, hours in opening.say_week(WEEK)]

    assert week[0] == ("lundi", "9 h – 12 h, 14 h – 18 h")
    assert week[2] == ("mercredi", "fermé")
    assert week[5] == ("samedi", "10 h – minuit")
    assert opening.say_week({}) == opening.say_week({"mo": []}) == []


@pytest.mark.parametrize(
    ("now", "is_open", "words"),
    [
        (paris(2026, 11, 23, 9), True, "Ouvert maintenant, jusqu’à 12 h"),
        (paris(2026, 11, 23, 12), False, "Fermé, ouvre à 14 h"),
        (paris(2026, 11, 23, 18), False, "Fermé, ouvre demain à 9 h"),
        (WEDNESDAY, False, "Fermé, ouvre samedi à 10 h"),
        (paris(2026, 11, 28, 23, 59), True, "Ouvert maintenant, jusqu’à minuit"),
        (paris(2026, 11, 29, 0), False, "Fermé, ouvre demain à 9 h"),
    ],
)
def test_status_tells_what_changes_next(now, is_open, words):
    status = opening.status(WEEK, [], now)

    assert (status.is_open, plain(status.words)) == (is_open, words)


def test_stored_hour_that_is_none_is_shown_as_it_stands():
    week = {"we": [["08:00", "26:00"]], "th": [["09:00", "12:75"]]}

    assert plain(opening.say_week(week)[2][1]) == "8 h – 26:00"
    assert plain(opening.status(week, [], WEDNESDAY).words) == "Ouvert maintenant, jusqu’à 26:00"
    assert opening.write_day(week["th"]) == "9h-12h75"


def test_status_knows_nothing_without_hours():
    assert opening.status({}, [], WEDNESDAY) is None


def test_exceptional_closure_closes_and_says_why():
    closures = [{"from": "2026-11-23", "to": "2026-12-06", "why": "congés"}]

    status = opening.status(WEEK, closures, paris(2026, 11, 23, 10))

    assert (status.is_open, status.closure) == (False, "congés")
    assert plain(status.words) == "Fermé, ouvre le lundi 7 décembre"


def test_closure_without_end_in_sight_is_plainly_closed():
    closures = [{"from": "2026-11-01", "to": "2026-12-31", "why": ""}]

    assert opening.status({"su": [["10:00", "12:00"]]}, closures, WEDNESDAY).words == (
        "Fermé, ouvre le dimanche 3 janvier 2027"
    )


def test_closures_to_come_are_in_order_and_in_words():
    closures = [
        {"from": "2027-05-01", "to": "2027-05-01", "why": ""},
        {"from": "2026-12-24", "to": "2027-01-03", "why": "congés"},
        {"from": "2026-11-01", "to": "2026-11-24", "why": "travaux"},
    ]

    coming = opening.coming(closures, WEDNESDAY.date())

    assert [opening.say_closure(closure, today=WEDNESDAY.date()) for closure in coming] == [
        "du jeudi 24 décembre au dimanche 3 janvier 2027 (congés)",
        "le samedi 1er mai 2027",
    ]


# https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification, its weekly examples
@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("24/7", {day: [["00:00", "24:00"]] for day in opening.DAYS}),
        ("Mo-We 9:00-12:00", {day: [["09:00", "12:00"]] for day in ("mo", "tu", "we")}),
        ("Sa-Mo 08:00-10:00", {day: [["08:00", "10:00"]] for day in ("sa", "su", "mo")}),
        (
            "Mo,Th 08:00-10:00,14:00-16:00",
            {day: [["08:00", "10:00"], ["14:00", "16:00"]] for day in ("mo", "th")},
        ),
        (
            "Mo-Fr 08:00-18:00; We off",
            {d: [["08:00", "18:00"]] for d in ("mo", "tu", "th", "fr")} | {"we": []},
        ),
        ("Sa 20:00-00:00; PH off", {"sa": [["20:00", "24:00"]]}),
        ("Th 08:00-26:00", {"th": [["08:00", "24:00"]], "fr": [["00:00", "02:00"]]}),
        (
            "Fr-Su 20:00-02:00; Su off",
            {
                "fr": [["20:00", "24:00"]],
                "sa": [["00:00", "02:00"], ["20:00", "24:00"]],
                "su": [["00:00", "02:00"]],
            },
        ),
        ("Su 22:00-24:30", {"su": [["22:00", "24:00"]], "mo": [["00:00", "00:30"]]}),
        ("", {}),
    ],
)
def test_osm_is_read(text, hours):
    assert opening.read_osm(text) == hours


@pytest.mark.parametrize(
    "text",
    [
        "Jan-Mar 10:00-12:00",
        'Mo 10:00-12:00 "sur rendez-vous"',
        "Mo 10:00+",
        "sunrise-sunset",
        "Mo 12:75-18:00",
        "Mo 09:00-12:75",
        "Mo 25:00-26:00",
        "Mo 08:00-49:00",
        "Mo 08:00-08:00",
        "Fr 20:00-26:00; Sa 01:00-03:00",
    ],
)
def test_osm_that_is_no_weekly_schedule_is_refused(text):
    with pytest.raises(opening.UnreadableHours):
        opening.read_osm(text)


clocks = st.integers(0, 1439).map(lambda minutes: f"{minutes // 60:02}:{minutes % 60:02}")


@st.composite
def days(draw):
    marks = sorted(draw(st.sets(clocks, max_size=8)))
    return [list(pair) for pair in zip(marks[::2], marks[1::2], strict=False)]


@given(st.fixed_dictionaries({code: days() for code in opening.DAYS}))
def test_what_is_written_is_read_back(hours):
    for spans in hours.values():
        assert opening.read_day(opening.write_day(spans)) == spans
    read = opening.read_osm(opening.write_osm(hours))
    assert {code: read.get(code, []) for code in opening.DAYS} == hours
