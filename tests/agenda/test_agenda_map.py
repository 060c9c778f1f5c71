"""The agenda on a map: its points, and what is near, in a real browser."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.models import Event
from cooperation.core.wording import NBSP
from tests.factories import EventFactory, PlaceFactory, ThemeFactory

MAP = "/agenda/?vue=carte"


@pytest.fixture
def near():
    return PlaceFactory(name="Serre", latitude=43.25, longitude=5.41)


@pytest.fixture
def far():
    return PlaceFactory(name="Cabanon", latitude=43.215, longitude=5.345)


def points(client, query=""):
    return json.loads(client.get(f"/agenda.geojson{query}").content)


@pytest.mark.django_db
def test_event_is_one_point_with_its_next_date(client, near):
    event = EventFactory(title="Semis", place=near, weekly=True, themes=[ThemeFactory(name="Jardins")])

    collection = points(client)

    [feature] = collection["features"]
    assert feature["geometry"]["coordinates"] == [5.41, 43.25]
    assert feature["properties"]["name"] == "Semis"
    hours = f"18{NBSP}h{NBSP}– 19{NBSP}h{NBSP}30"
    assert feature["properties"]["kind"].endswith(f", {hours}, et 4 autres dates")
    assert feature["properties"]["theme"]["name"] == "Jardins"
    assert feature["properties"]["starts_at"] == event.next_dates()[0].iso_start


@pytest.mark.django_db
def test_event_without_place_is_counted_and_has_no_point(client, near):
    EventFactory(place=near)
    EventFactory(place=None, online_url="https://example.org/")
    EventFactory(place=PlaceFactory(latitude=None, longitude=None))

    collection = points(client)

    assert (len(collection["features"]), collection["total"]) == (1, 3)


@pytest.mark.django_db
def test_event_has_a_point_at_each_of_its_places(client, near, far):
    event = EventFactory(place=near, weekly=True)
    event.other_places.add(far)
    elsewhere = PlaceFactory(name="Port", latitude=43.23, longitude=5.36)
    event.occurrences.filter(pk=event.next_dates()[0].pk).update(place=elsewhere)

    collection = points(client)

    assert [feature["properties"]["place"] for feature in collection["features"]] == [
        "Port",
        "Serre",
        "Cabanon",
    ]
    assert collection["total"] == 1


@pytest.mark.django_db
def test_points_are_those_of_a_month_or_of_the_days_asked_for(client, near):
    later = timezone.now() + timedelta(days=60)
    EventFactory(place=near, starts_at=later, ends_at=later + timedelta(hours=1))

    assert points(client)["total"] == 0
    assert points(client, f"?au={(later + timedelta(days=1)).date()}")["total"] == 1


@pytest.mark.django_db
def test_cancelled_date_is_told(client, near):
    EventFactory(place=near, status=Event.Status.CANCELLED)

    [feature] = points(client)["features"]

    assert feature["properties"]["kind"].startswith("Annulé : ")


@pytest.mark.django_db
def test_filter_that_is_not_understood_is_refused(client):
    assert client.get("/agenda.geojson?theme=inconnu").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_points_have_a_constant_number_of_queries(client, django_assert_num_queries, near, rows):
    for _number in range(rows):
        EventFactory(place=near, themes=[ThemeFactory()])

    with django_assert_num_queries(5):
        client.get("/agenda.geojson")


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_page_has_a_constant_number_of_queries(client, django_assert_num_queries, near, rows):
    for _number in range(rows):
        EventFactory(place=near)

    with django_assert_num_queries(9):
        client.get(MAP)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_nearest_is_found_without_sending_the_position(page, near, far):
    EventFactory(title="Semis", place=near)
    EventFactory(title="Pêche", place=far)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 43.2512, "longitude": 5.4085})
    page.goto(MAP)

    page.get_by_role("button", name="Près de moi").click()

    rows = page.locator("[data-map-nearest] li")
    rows.first.wait_for()
    assert [row.get_by_role("link").inner_text() for row in rows.all()] == ["Semis", "Pêche"]
    assert "à 200 m" in rows.first.inner_text()
    assert not [url for url in asked if "43.2" in url]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_position_that_is_refused_is_said(page, near):
    EventFactory(place=near)
    page.goto(MAP)

    page.get_by_role("button", name="Près de moi").click()

    page.get_by_text("n’a pas donné votre position").wait_for()
