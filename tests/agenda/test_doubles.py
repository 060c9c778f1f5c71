"""What makes two announcements one event's, weighed without a database (but for pg_trgm, which is asked)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from agenda import doubles
from agenda.doubles import Announcement, likelihood

START = datetime(2027, 3, 3, 17, tzinfo=UTC)
SPAN = (START, START + timedelta(minutes=90))
ROUVIERE = (43.2558, 5.4237)
KITCHEN = Announcement(
    "Atelier cuisine du monde",
    (SPAN,),
    place="Centre social de la Rouvière",
    point=ROUVIERE,
    organisers=frozenset({1}),
)


def later(minutes, *, by=0):
    return ((SPAN[0] + timedelta(minutes=minutes), SPAN[1] + timedelta(minutes=minutes + by)),)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Atelier cuisine du monde", "Cuisine du monde : l'atelier"),
        ("Fête des voisins", "fete des voisines"),
        ("a", "ab"),
        ("Œuvre", "oeuvres 2"),
        ("…", "rien"),
    ],
)
def test_likeness_is_that_of_pg_trgm(one, other):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT similarity(%s, %s)",
            [" ".join(map(" ".join, [doubles.words(one)])), " ".join(doubles.words(other))],
        )
        expected = cursor.fetchone()[0]

    assert doubles.likeness(doubles.words(one), doubles.words(other)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    "other",
    [
        {"title": "CUISINE DU MONDE – avec le soutien de la Ville"},
        {"spans": later(15)},
        {"place": "CS la Rouviere", "point": None, "organisers": frozenset()},
        {"title": "World cooking workshop", "language": "eng"},
        {"spans": ((START.replace(hour=0), START.replace(hour=0) + timedelta(days=1)),), "all_day": True},
    ],
)
def test_the_same_said_otherwise_is_likely(other):
    assert likelihood(KITCHEN, replace(KITCHEN, **other)) >= doubles.LIKELY


@pytest.mark.parametrize(
    "other",
    [
        {"place": "Parc Borély", "point": (43.2604, 5.3824)},
        {"place": "Maison pour tous", "point": None, "organisers": frozenset({2})},
        {"title": "Atelier couture"},
        {"title": "Atelier cuisine du monde 2", "spans": later(90)},
    ],
)
def test_another_event_is_not_likely(other):
    assert likelihood(KITCHEN, replace(KITCHEN, **other)) < doubles.LIKELY


def test_dates_that_do_not_meet_are_no_double_whatever_else_agrees():
    same = replace(KITCHEN, uids=frozenset({"a"}))

    assert likelihood(same, replace(same, spans=later(60 * 24 * 364))) == 0
    assert likelihood(same, replace(same, spans=())) == 0


def test_likelihood_is_the_same_both_ways():
    other = replace(KITCHEN, title="Cuisine", spans=later(30), point=None)

    assert likelihood(KITCHEN, other) == likelihood(other, KITCHEN)


@pytest.mark.parametrize(
    ("minutes", "level"),
    [(0, "same"), (15, "same"), (16, "close"), (45, "close"), (46, "overlap"), (90, None)],
)
def test_hours_are_read_by_how_far_apart_they_begin(minutes, level):
    assert doubles.time_level(KITCHEN, replace(KITCHEN, spans=later(minutes))) == level


def test_instants_meet_when_they_are_one():
    instant = replace(KITCHEN, spans=((START, START),))

    assert doubles.time_level(instant, instant) == "same"


@pytest.mark.parametrize(("metres", "level"), [(90, "same"), (250, "near"), (400, "far")])
def test_places_are_the_same_within_a_hundred_metres(metres, level):
    north = (ROUVIERE[0] + metres / 111_195, ROUVIERE[1])

    assert doubles.place_level(KITCHEN, replace(KITCHEN, place="x", point=north)) == level


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("CS La Rouvière", "same"),
        ("Salle polyvalente de la Rouviere", "same"),
        ("Centre social La Cayolle", "unlike"),
        ("", "unknown"),
    ],
)
def test_places_without_coordinates_are_compared_by_the_words_of_their_own(name, level):
    assert doubles.place_level(KITCHEN, replace(KITCHEN, place=name, point=None)) == level


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Français niveau 1", "Français niveau 2", True),
        ("Yoga débutants", "Yoga confirmés", True),
        ("Natation groupe A", "Natation groupe B", True),
        ("Foot U11", "Foot U13", True),
        ("Basket filles", "Basket garçons", True),
        ("Danse 4-6 ans", "Danse", False),
        ("Yoga débutants", "Yoga", False),
        ("Théâtre enfants et adultes", "Théâtre adulte", False),
    ],
)
def test_titles_that_name_two_groups_are_told_apart(one, other, apart):
    assert doubles.are_told_apart(one, other) is apart


def test_phones_are_compared_however_they_are_written():
    assert doubles.phone_key("+33 (0)4 91 00 11 22") == doubles.phone_key("04.91.00.11.22") == "491001122"
    assert doubles.phone_key("3949") == ""


def test_pages_are_compared_and_front_pages_say_nothing():
    assert doubles.page_key("https://www.exemple.org/stage/") == doubles.page_key("http://exemple.org/stage")
    assert doubles.page_key("https://exemple.org/") == ""


@pytest.mark.parametrize("title", ["", "…", "🎉🎉", "ورشة الطبخ", "x" * 140, "\x00"])
def test_any_title_is_compared(title):
    assert 0 <= likelihood(KITCHEN, replace(KITCHEN, title=title)) <= 1
