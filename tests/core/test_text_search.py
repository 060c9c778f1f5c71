"""French search: accents, stems and slips of the finger, all by index."""

import pytest
from django.db import connection

from agenda.models import Event, Occurrence
from associations.models import Organisation
from cooperation.core.text_search import matching
from tests.factories import DistrictFactory, EventFactory, OrganisationFactory, PlaceFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def found(query):
    return list(Event.objects.filter(matching(query)).order_by("pk").values_list("title", flat=True))


@pytest.fixture
def events():
    for title, summary in [
        ("Ateliers d’écriture", "Raconter son quartier"),
        ("Goûter des aînés", "Chants et événements d’antan"),
        ("Marche nordique", "Dans les calanques"),
    ]:
        EventFactory(title=title, summary=summary)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("atelier", ["Ateliers d’écriture"]),
        ("ATELIER", ["Ateliers d’écriture"]),
        ("ecriture", ["Ateliers d’écriture"]),
        ("evenement", ["Goûter des aînés"]),
        ("événements", ["Goûter des aînés"]),
        ("gouter", ["Goûter des aînés"]),
        ("marcher", ["Marche nordique"]),
        ("athelier", ["Ateliers d’écriture"]),
        ("écritture", ["Ateliers d’écriture"]),
        ("calanke", ["Marche nordique"]),
        ("atelier écriture", ["Ateliers d’écriture"]),
        ("atelier marche", []),
        ("athelier ecritur", ["Ateliers d’écriture"]),
        ("piscine", []),
        ('"marche nordique"', ["Marche nordique"]),
    ],
)
def test_matching_finds_by_stem_accent_and_slip(events, query, titles):
    assert found(query) == titles


@pytest.mark.parametrize("query", ["", "   ", "'", '"', "((", "a & | !", "\x00", "%%%", "\\", "le la", "😀"])
def test_matching_takes_any_text(events, query):
    assert isinstance(found(query), list)


def test_matching_finds_by_the_names_of_who_where_and_what():
    place = PlaceFactory(name="Maison Rouvière", district=DistrictFactory(name="Sainte-Anne"))
    event = EventFactory(
        title="Rencontre", organiser=OrganisationFactory(name="Les Amandiers", short_name="LAM"), place=place
    )
    event.themes.add(ThemeFactory(name="Parentalité"))
    event.write_dates()

    answers = [found(word) for word in ("amandier", "LAM", "rouviere", "sainte-anne", "parentalite")]

    assert answers == [["Rencontre"]] * 5


def test_matching_follows_a_prefix(events):
    dates = Occurrence.objects.filter(matching("athelier", prefix="event__"))

    assert [date.event.title for date in dates] == ["Ateliers d’écriture"]


def test_organisations_are_found_by_theme_and_district():
    organisation = OrganisationFactory(name="Les Amandiers")
    organisation.themes.add(ThemeFactory(name="Jeunesse"))
    organisation.districts.add(DistrictFactory(name="Mazargues"))
    Organisation.objects.refresh_search_text()

    answers = [list(Organisation.objects.filter(matching(word))) for word in ("jeunesse", "mazargue")]

    assert answers == [[organisation], [organisation]]


@pytest.mark.parametrize("index", ["event_search_vector", "event_search_trgm"])
def test_matching_is_answered_by_the_indexes(events, index):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    plan = Event.objects.filter(matching("athelier")).order_by().explain()

    assert index in plan
