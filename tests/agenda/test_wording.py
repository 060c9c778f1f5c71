import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis.strategies import booleans

from agenda import wording
from agenda.recurrence import Schedule, normalise_rule
from tests.agenda.test_recurrence import examples, schedules

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 11, 23)  # a Monday


def paris(*args):
    return datetime(*args, tzinfo=PARIS)


def plain(text):
    """No-break spaces told apart in one test only."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def schedule(text="", start=None, end=None, **kwargs):
    start = start or paris(2026, 11, 24, 18)
    end = end or start + timedelta(hours=1, minutes=30)
    all_day = kwargs.get("all_day", False)
    return Schedule(start, end, rrule=normalise_rule(text, start=start, all_day=all_day), **kwargs)


def said(*args, **kwargs):
    return plain(wording.rule(schedule(*args, **kwargs), today=TODAY))


@pytest.mark.parametrize(
    ("on", "kwargs", "expected"),
    [
        (date(2026, 11, 24), {}, "mardi 24 novembre"),
        (date(2026, 12, 1), {}, "mardi 1er décembre"),
        (date(2027, 1, 1), {}, "vendredi 1er janvier 2027"),
        (date(2026, 8, 15), {"year": True}, "samedi 15 août 2026"),
        (date(2027, 1, 1), {"year": False}, "vendredi 1er janvier"),
    ],
)
def test_day(on, kwargs, expected):
    assert wording.day(on, today=TODAY, **kwargs) == expected


def test_day_without_today_is_about_the_present_year():
    assert wording.day(date(1583, 10, 15)) == "samedi 15 octobre 1583"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (time(18), time(19, 30), "18 h – 19 h 30"),
        (time(9, 5), time(9, 5), "9 h 05"),
        (time(20), time(0), "20 h – minuit"),
        (time(0, 15), time(1), "0 h 15 – 1 h"),
    ],
)
def test_hours(start, end, expected):
    assert plain(wording.hours(start, end)) == expected


def test_hours_break_after_the_dash_alone():
    first, last = wording.hours(time(18, 5), time(19, 30)).split(" ")

    assert (first, last) == (
        "18\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}05\N{NO-BREAK SPACE}–",
        "19\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30",
    )


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (paris(2026, 11, 24, 18), paris(2026, 11, 24, 19, 30), "mardi 24 novembre, 18 h – 19 h 30"),
        (paris(2026, 11, 24, 18), paris(2026, 11, 24, 18), "mardi 24 novembre, 18 h"),
        (paris(2026, 12, 5, 22), paris(2026, 12, 6, 4), "samedi 5 décembre, 22 h – 4 h"),
        (paris(2026, 12, 5, 20), paris(2026, 12, 6), "samedi 5 décembre, 20 h – minuit"),
        (paris(2026, 12, 31, 22), paris(2027, 1, 1, 6), "jeudi 31 décembre, 22 h – 6 h"),
        (paris(2026, 12, 5), paris(2026, 12, 6), "samedi 5 décembre, minuit – minuit"),
        (
            paris(2026, 12, 5, 2),
            paris(2026, 12, 6, 4),
            "du samedi 5 décembre à 2 h au dimanche 6 décembre à 4 h",
        ),
        (
            paris(2026, 12, 31, 18),
            paris(2027, 1, 2, 12),
            "du jeudi 31 décembre 2026 à 18 h au samedi 2 janvier 2027 à 12 h",
        ),
        (
            datetime(2026, 12, 5, 23, 30, tzinfo=UTC),
            datetime(2026, 12, 6, 0, 30, tzinfo=UTC),
            "dimanche 6 décembre, 0 h 30 – 1 h 30",
        ),
    ],
)
def test_span(start, end, expected):
    assert plain(wording.span(start, end, today=TODAY)) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), "mardi 24 novembre"),
        (date(2026, 7, 3), date(2026, 7, 5), "du vendredi 3 au dimanche 5 juillet"),
        (date(2026, 8, 1), date(2026, 8, 2), "du samedi 1er au dimanche 2 août"),
        (date(2026, 7, 31), date(2026, 8, 2), "du vendredi 31 juillet au dimanche 2 août"),
        (date(2027, 7, 2), date(2027, 7, 4), "du vendredi 2 au dimanche 4 juillet 2027"),
        (date(2026, 12, 31), date(2027, 1, 1), "du jeudi 31 décembre 2026 au vendredi 1er janvier 2027"),
    ],
)
def test_span_all_day(first, last, expected):
    start, end = (datetime.combine(day, time(), PARIS) for day in (first, last + timedelta(days=1)))

    assert wording.span(start, end, all_day=True, today=TODAY) == expected


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=DAILY", "chaque jour"),
        ("FREQ=DAILY;INTERVAL=2", "un jour sur deux"),
        ("FREQ=DAILY;INTERVAL=3", "tous les 3 jours"),
        ("FREQ=WEEKLY", "tous les mardis"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "tous les mardis et jeudis"),
        ("FREQ=WEEKLY;BYDAY=TU,SA,SU", "tous les mardis, samedis et dimanches"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "tous les jours du lundi au vendredi"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "tous les jours du lundi au vendredi"),
        ("FREQ=YEARLY;BYDAY=TU", "tous les mardis"),
        ("FREQ=WEEKLY;INTERVAL=2", "un mardi sur deux"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "une semaine sur deux, le mardi et le jeudi"),
        ("FREQ=WEEKLY;INTERVAL=3", "toutes les 3 semaines, le mardi"),
        ("FREQ=MONTHLY;BYDAY=4TU", "le 4e mardi de chaque mois"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=4", "le 4e mardi de chaque mois"),
        ("FREQ=MONTHLY;BYDAY=2TU,4TU", "le 2e et le 4e mardi de chaque mois"),
        ("FREQ=MONTHLY;BYDAY=4TU,1TH", "le 4e mardi et le 1er jeudi de chaque mois"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=4TU", "un mois sur deux, le 4e mardi"),
        ("FREQ=MONTHLY", "le 24 de chaque mois"),
        ("FREQ=MONTHLY;INTERVAL=3", "tous les 3 mois, le 24"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,24,-1", "le 1er, le 24 et le dernier jour de chaque mois"),
        ("FREQ=YEARLY", "chaque année le 24 novembre"),
        ("FREQ=YEARLY;INTERVAL=2", "tous les deux ans le 24 novembre"),
        ("FREQ=YEARLY;BYMONTH=5,11", "chaque année le 24 mai et le 24 novembre"),
        ("FREQ=YEARLY;BYMONTH=10,11;BYDAY=4TU", "chaque année le 4e mardi d’octobre et de novembre"),
    ],
)
def test_rule_says_the_pattern(rrule, expected):
    assert said(rrule) == f"{expected} de 18 h à 19 h 30"


@pytest.mark.parametrize(
    ("day", "rrule", "expected"),
    [
        # Positions (BYSETPOS)
        (
            (2026, 11, 30),
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "le dernier jour de semaine du mois (du lundi au vendredi) HOURS",
        ),
        (
            (2026, 12, 1),
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1",
            "le 1er et le dernier jour de semaine de chaque mois (du lundi au vendredi) HOURS",
        ),
        (
            (2026, 12, 6),
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=SA,SU;BYSETPOS=2",
            "un mois sur deux, le 2e jour de week-end HOURS",
        ),
        (
            (2026, 12, 1),
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1;BYMONTH=3,12",
            "le 1er des lundis et mardis de chaque mois HOURS, en mars et décembre",
        ),
        (
            (2027, 10, 1),
            "FREQ=YEARLY;BYMONTH=10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1",
            "chaque année le 1er jour de semaine d’octobre (du lundi au vendredi) HOURS",
        ),
        # Weekdays and numbers
        ((2027, 8, 13), "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "chaque vendredi 13 HOURS"),
        (
            (2026, 12, 12),
            "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=8,9,10,11,12,13,14",
            "le 2e samedi de chaque mois HOURS",
        ),
        (
            (2026, 12, 12),
            "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=10,11,12,13,14,15,16",
            "le samedi entre le 10 et le 16 de chaque mois HOURS",
        ),
        (
            (2027, 5, 1),
            "FREQ=MONTHLY;BYDAY=SA,SU;BYMONTHDAY=1,15",
            "le 1er et le 15 de chaque mois HOURS, quand c’est un samedi ou un dimanche",
        ),
        # Days and weeks of the year
        (
            (2027, 1, 1),
            "FREQ=YEARLY;BYYEARDAY=1,100,-1",
            "chaque année le 1er, le 100e et le dernier jour de l’année HOURS",
        ),
        ((2027, 5, 18), "FREQ=YEARLY;BYWEEKNO=20", "chaque année le mardi de la semaine 20 HOURS"),
        (
            (2026, 11, 24),
            "FREQ=YEARLY;BYWEEKNO=20,48;BYDAY=TU,WE",
            "chaque année le mardi et le mercredi des semaines 20 et 48 HOURS",
        ),
        # Several times a day
        (
            (2026, 11, 24),
            "FREQ=WEEKLY;BYHOUR=10,18;COUNT=8",
            "tous les mardis de 10 h à 11 h 30 et HOURS (8 fois)",
        ),
        (
            (2026, 11, 24),
            "FREQ=DAILY;BYHOUR=9,18;BYMINUTE=0,30",
            "chaque jour de 9 h à 10 h 30, de 9 h 30 à 11 h, HOURS et de 18 h 30 à 20 h",
        ),
        (
            (2026, 11, 24),
            "FREQ=DAILY;BYHOUR=8,10,12,14,16,18",
            "chaque jour, 6 fois par jour",
        ),
    ],
)
def test_rule_of_positions_numbers_and_times_is_said_in_words(day, rrule, expected):
    words = said(rrule, start=paris(*day, 18))

    assert words == expected.replace("HOURS", "de 18 h à 19 h 30")


def test_one_of_several_times_that_is_taken_out_is_named_with_its_hour():
    words = said("FREQ=WEEKLY;BYHOUR=10,18", exdates=(paris(2026, 12, 1, 10),))

    assert (
        words
        == "tous les mardis de 10 h à 11 h 30 et de 18 h à 19 h 30, sauf le 1er décembre de 10 h à 11 h 30"
    )


@pytest.mark.parametrize(
    ("start", "rrule", "expected"),
    [
        (paris(2026, 11, 27, 18), "FREQ=MONTHLY;BYDAY=-1FR", "le dernier vendredi du mois"),
        (paris(2026, 11, 30, 18), "FREQ=MONTHLY;BYMONTHDAY=-1", "le dernier jour du mois"),
        (paris(2026, 12, 31, 18), "FREQ=MONTHLY", "le 31 de chaque mois (quand il existe)"),
        (paris(2026, 12, 29, 18), "FREQ=MONTHLY;BYDAY=5TU", "le 5e mardi de chaque mois (quand il existe)"),
        (paris(2028, 2, 29, 18), "FREQ=YEARLY", "chaque année le 29 février (quand il existe)"),
        (paris(2027, 7, 14, 18), "FREQ=YEARLY", "chaque année le 14 juillet"),
    ],
)
def test_rule_from_another_day(start, rrule, expected):
    assert said(rrule, start=start) == f"{expected} de 18 h à 19 h 30"


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        ("FREQ=WEEKLY;UNTIL=20270630", "tous les mardis de 18 h à 19 h 30, jusqu’au 30 juin 2027"),
        ("FREQ=WEEKLY;UNTIL=20261229T120000Z", "tous les mardis de 18 h à 19 h 30, jusqu’au 28 décembre"),
        ("FREQ=WEEKLY;COUNT=8", "tous les mardis de 18 h à 19 h 30 (8 fois)"),
        ("FREQ=DAILY;COUNT=1", "mardi 24 novembre, 18 h – 19 h 30"),
        ("FREQ=WEEKLY;BYMONTH=1,11", "tous les mardis de 18 h à 19 h 30, en janvier et novembre"),
        (
            "FREQ=WEEKLY;BYMONTH=1,2,3,4,5,6,9,10,11,12",
            "tous les mardis de 18 h à 19 h 30, sauf en juillet et août",
        ),
    ],
)
def test_rule_says_its_limits(rrule, expected):
    assert said(rrule) == expected


def test_rule_names_the_exceptions_still_to_come():
    exdates = [
        paris(2026, 11, 10, 18),
        paris(2026, 12, 22, 18),
        paris(2026, 12, 29, 18),
        paris(2027, 1, 5, 18),
    ]

    words = said("FREQ=WEEKLY", start=paris(2026, 11, 3, 18), exdates=(*exdates, paris(2026, 12, 16, 18)))

    assert words == "tous les mardis de 18 h à 19 h 30, sauf les 22 et 29 décembre et le 5 janvier 2027"


def test_rule_counts_the_exceptions_that_are_too_many():
    exdates = tuple(paris(2026, 11, 24, 18) + timedelta(weeks=n) for n in range(1, 15))

    assert said("FREQ=WEEKLY", exdates=exdates) == (
        "tous les mardis de 18 h à 19 h 30, sauf 14 dates du 1er décembre au 2 mars 2027"
    )


def test_rule_names_dates_in_addition():
    words = said(
        "FREQ=WEEKLY", rdates=(paris(2026, 12, 5, 10), paris(2026, 12, 17, 18), paris(2026, 12, 1, 18))
    )

    assert words == (
        "tous les mardis de 18 h à 19 h 30, et aussi le 5 décembre de 10 h à 11 h 30 et le 17 décembre"
    )


def test_rule_names_a_first_date_that_it_does_not_give():
    assert said("FREQ=WEEKLY;BYDAY=TH") == "tous les jeudis de 18 h à 19 h 30, et aussi le 24 novembre"


def test_rule_of_whole_days():
    kwargs = {"start": paris(2026, 11, 27), "all_day": True}

    assert said("FREQ=WEEKLY", end=paris(2026, 11, 28), **kwargs) == "tous les vendredis"
    assert said("FREQ=MONTHLY;BYDAY=4FR", end=paris(2026, 11, 30), **kwargs) == (
        "le 4e vendredi de chaque mois (3 jours)"
    )
    assert said("FREQ=WEEKLY", end=paris(2026, 11, 28), exdates=(paris(2026, 12, 4, 12),), **kwargs) == (
        "tous les vendredis, sauf le 4 décembre"
    )


def test_rule_of_nights_and_of_several_days():
    friday = paris(2026, 11, 27, 22)

    assert said("FREQ=WEEKLY", friday, paris(2026, 11, 28, 4)) == "tous les vendredis de 22 h à 4 h"
    assert said("FREQ=WEEKLY", friday, paris(2026, 11, 29, 16)) == (
        "tous les vendredis à partir de 22 h (3 jours)"
    )
    assert said("FREQ=WEEKLY", friday, friday) == "tous les vendredis à 22 h"


def test_several_dates_without_a_rule():
    start, end = paris(2026, 12, 3, 14), paris(2026, 12, 3, 16)

    assert said("", start, end, rdates=(paris(2026, 12, 17, 14), paris(2026, 12, 10, 14))) == (
        "les 3, 10 et 17 décembre de 14 h à 16 h"
    )
    assert said("", start, end, rdates=(paris(2026, 12, 17, 9), paris(2027, 1, 7, 14))) == (
        "le 3 décembre et le 7 janvier 2027 de 14 h à 16 h et le 17 décembre de 9 h à 11 h"
    )
    assert said("", start, end) == "jeudi 3 décembre, 14 h – 16 h"
    assert said("", start, end, exdates=(start,)) == "aucune date"


@pytest.mark.parametrize(
    ("rrule", "expected"),
    [
        (
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
            "à plusieurs dates, dont les 24 et 30 novembre et le 30 décembre de 18 h à 19 h 30",
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU;COUNT=8",
            "à plusieurs dates, dont le 24 novembre et les 6 et 8 décembre de 18 h à 19 h 30 (8 fois)",
        ),
    ],
)
def test_rule_without_a_plain_sentence_is_told_by_its_next_dates(rrule, expected):
    assert said(rrule) == expected


def test_past_rule_without_a_plain_sentence_is_told_by_its_first_dates():
    words = said("FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=2", start=paris(2020, 1, 29, 18))

    assert words == "à plusieurs dates, dont le 29 janvier et le 27 février 2020 de 18 h à 19 h 30 (2 fois)"


@examples
@given(schedules())
def test_any_rule_has_a_sentence(any_schedule):
    sentence = wording.rule(any_schedule, today=TODAY)

    assert sentence
    assert "None" not in sentence
    assert "  " not in sentence


RRULE_WORDS = re.compile(
    r"FREQ|INTERVAL|COUNT|UNTIL|BY[A-Z]+|WKST|DAILY|WEEKLY|MONTHLY|YEARLY|\b(MO|TU|WE|TH|FR|SA|SU)\b"
)


@examples
@given(schedules(), booleans())
def test_no_sentence_speaks_in_rules_and_each_says_that_holidays_are_skipped(any_schedule, skips):
    sentence = wording.rule(replace(any_schedule, skips_holidays=skips), today=TODAY)

    assert not RRULE_WORDS.search(sentence)
    assert ("sauf vacances scolaires" in sentence) == (skips and is_told_as_a_rule(any_schedule))


def is_told_as_a_rule(any_schedule):
    """Not as the dates that it lists, of which none is skipped without a word."""
    return bool(any_schedule.rrule) and "COUNT=1;" not in any_schedule.rrule + ";"


def test_sentence_with_school_holidays_and_an_end():
    weekly = schedule("FREQ=WEEKLY;UNTIL=20270630T215959Z", skips_holidays=True)

    sentence = plain(wording.rule(weekly, today=TODAY))

    assert sentence == "tous les mardis de 18 h à 19 h 30, sauf vacances scolaires, jusqu’au 30 juin 2027"


def test_dates_that_holidays_take_away_are_not_named_one_by_one():
    lost = (paris(2026, 12, 22, 18), paris(2026, 12, 29, 18))
    weekly = schedule("FREQ=WEEKLY", skips_holidays=True, holidays=lost, exdates=(paris(2026, 12, 8, 18),))

    sentence = plain(wording.rule(weekly, today=TODAY))

    assert sentence == "tous les mardis de 18 h à 19 h 30, sauf vacances scolaires, sauf le 8 décembre"
