"""What leaves the directory is what its page lists, and only what is public."""

import json

import pytest
from django.urls import reverse

from associations.models import Organisation
from tests.factories import (
    ContactFactory,
    DistrictFactory,
    OrganisationFactory,
    PlaceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

EXPORTS = ["/associations.json", "/associations.geojson"]


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def read(client, address):
    return json.loads(body(client.get(address)))


def names_in_json(client, query=""):
    return {row["nom"] for row in read(client, f"/associations.json{query}")["organisations"]}


def names_in_geojson(client, query=""):
    features = read(client, f"/associations.geojson{query}")["features"]
    return {feature["properties"]["name"] for feature in features}


def located(**fields):
    return PlaceFactory(**{"latitude": 43.25, "longitude": 5.4, **fields})


@pytest.fixture
def rich():
    district = DistrictFactory(name="Mazargues", slug="mazargues", latitude=43.25, longitude=5.4056)
    theme = ThemeFactory(name="Jardins", slug="jardins", colour="pin", icon="tree")
    place = located(name="Maison", address="3 rue du Port", district=district, accessibility=["mi"])
    organisation = OrganisationFactory(
        name="Les Mains vertes",
        slug="les-mains-vertes",
        short_name="LMV",
        summary="Un jardin.",
        description="Des **tomates** & du thym.",
        place=place,
        main_theme=theme,
        hours={"mo": [["09:00", "12:00"]], "tu": [["09:00", "12:00"]]},
        phone="04 65 71 10 00",
        email="bonjour@example.org",
        website="https://mains.example.org/",
        siren="552100554",
        siret="55210055400013",
        rna="W133012345",
        languages=["fr"],
        publics=["parents"],
        seat_address="12 rue Secrète",
        seat_postal_code="13001",
        seat_city="Secretville",
    )
    organisation.themes.add(theme)
    organisation.districts.add(district)
    organisation.refresh_from_db()
    return organisation


def test_json_speaks_data_inclusion(client, rich):
    data = read(client, "/associations.json")

    [row] = data["organisations"]
    assert data["total"] == 1
    assert row == {
        "id": str(rich.uid),
        "source": "cooperation-sud.example.org",
        "slug": "les-mains-vertes",
        "url": "http://testserver/associations/les-mains-vertes/",
        "nom": "Les Mains vertes",
        "siret": "55210055400013",
        "rna": "W133012345",
        "presentation_resume": "Un jardin.",
        "presentation_detail": "Des tomates & du thym.",
        "site_web": "https://mains.example.org/",
        "telephone": "04 65 71 10 00",
        "courriel": "bonjour@example.org",
        "adresse": "3 rue du Port",
        "code_postal": "13009",
        "commune": "Marseille",
        "code_insee": "13209",
        "latitude": 43.25,
        "longitude": 5.4,
        "horaires_accueil": row["horaires_accueil"],
        "thematiques": ["jardins"],
        "date_maj": row["date_maj"],
        "sigle": "LMV",
        "type": "association",
        "siren": "552100554",
        "thematique_principale": "jardins",
        "quartiers": ["mazargues"],
        "publics": ["parents"],
        "langues": ["fr"],
        "liens": [],
        "horaires_precisions": None,
        "fermetures": [],
        "lieux": [
            {
                "nom": "Maison",
                "adresse": "3 rue du Port",
                "code_postal": "13009",
                "commune": "Marseille",
                "quartier": "mazargues",
                "latitude": 43.25,
                "longitude": 5.4,
                "accessibilite": ["mi"],
                "acces": "",
            }
        ],
        "contacts": [],
        "date_verification": None,
    }
    assert row["horaires_accueil"].startswith("Mo-Tu 09:00-12:00")


def test_geojson_is_a_feature_for_each_place_that_has_coordinates(client, rich):
    rich.other_places.add(
        located(name="Annexe", latitude=43.26, longitude=5.39),
        PlaceFactory(name="Sans coordonnées"),
    )
    OrganisationFactory(name="Sans lieu")

    data = read(client, "/associations.geojson")

    main, other = data["features"]
    assert data["type"] == "FeatureCollection"
    assert main == {
        "type": "Feature",
        "id": f"{rich.uid}/{rich.place.pk}",
        "geometry": {"type": "Point", "coordinates": [5.4, 43.25]},
        "properties": {
            "id": str(rich.uid),
            "slug": "les-mains-vertes",
            "name": "Les Mains vertes",
            "kind": "Association",
            "summary": "Un jardin.",
            "url": "http://testserver/associations/les-mains-vertes/",
            "theme": {"name": "Jardins", "colour": "pin", "icon": "tree"},
            "place": "Maison",
            "address": "3 rue du Port, 13009 Marseille",
            "district": "Mazargues",
            "accessibility": ["mi"],
        },
    }
    assert other["geometry"] == {"type": "Point", "coordinates": [5.39, 43.26]}
    assert other["properties"]["theme"] == main["properties"]["theme"]
    assert data["districts"] == [{"name": "Mazargues", "coordinates": [5.4056, 43.25]}]
    assert data["total"] == 2


def test_geojson_of_nothing_is_still_a_collection(client):
    data = read(client, "/associations.geojson")

    assert data == {"type": "FeatureCollection", "features": [], "districts": [], "total": 0}


@pytest.mark.parametrize("address", EXPORTS)
def test_export_tells_only_what_is_public(client, rich, address):
    OrganisationFactory(name="Sœur cachée", is_published=False, place=located())
    ContactFactory(organisation=rich, name="Accueil", email="accueil@example.org", visibility="public")
    ContactFactory(organisation=rich, name="Réseau", email="reseau@example.org", visibility="network")
    ContactFactory(organisation=rich, name="Équipe", email="equipe@example.org", visibility="team")

    text = body(client.get(address)).decode()

    assert ("accueil@example.org" in text) == (address == "/associations.json")
    for private in ("reseau@", "equipe@", "Secr", "Sœur cachée", "13001"):
        assert private not in text


def test_exports_follow_the_filters_of_the_page(client, rich):
    OrganisationFactory(name="Les Voisins", kind="ville", place=located())
    Organisation.objects.all().refresh_search_text()
    queries = {
        "": {"Les Mains vertes", "Les Voisins"},
        "?theme=jardins": {"Les Mains vertes"},
        "?quartier=mazargues": {"Les Mains vertes"},
        "?type=ville": {"Les Voisins"},
        "?q=tomate": {"Les Mains vertes"},
        "?vue=carte&page=2": {"Les Mains vertes", "Les Voisins"},
        "?theme=jardins&type=ville": set(),
    }

    found = {query: (names_in_json(client, query), names_in_geojson(client, query)) for query in queries}

    assert found == {query: (names, names) for query, names in queries.items()}


@pytest.mark.parametrize("address", EXPORTS)
def test_export_refuses_a_filter_that_it_does_not_understand(client, rich, address):
    response = client.get(f"{address}?theme=inconnu")

    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().startswith("Cette adresse n’est pas comprise :\nThème : ")


@pytest.mark.parametrize("address", EXPORTS)
def test_export_is_sent_again_only_when_it_changed(client, rich, address):
    first = client.get(address)

    same = client.get(address, headers={"If-None-Match": first["ETag"]})
    filtered = client.get(f"{address}?type=ville", headers={"If-None-Match": first["ETag"]})
    rich.save()
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert (filtered.status_code, changed.status_code) == (200, 200)
    for response in (first, same):
        assert response["Cache-Control"] == "public, max-age=300"
        assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("address", "content_type"),
    [("/associations.json", "application/json"), ("/associations.geojson", "application/geo+json")],
)
def test_export_says_what_it_is(client, address, content_type):
    response = client.get(address)

    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'inline; filename="{address[1:]}"'
    assert client.post(address).status_code == 405


def whole(number):
    """An organisation that has one of everything."""
    organisation = OrganisationFactory(
        name=f"Tout {number}", place=located(district=DistrictFactory()), main_theme=ThemeFactory()
    )
    organisation.themes.add(organisation.main_theme, ThemeFactory())
    organisation.districts.add(DistrictFactory())
    organisation.other_places.add(located(district=DistrictFactory()))
    ContactFactory(organisation=organisation, visibility="public", theme=ThemeFactory())


# The fingerprint, the filter's tags, the organisations, and what goes with all of them at once.
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("associations:export-json", 10), ("associations:export-geojson", 7)]
)
def test_export_asks_as_much_for_three_as_for_one(client, django_assert_num_queries, rows, name, queries):
    for number in range(rows):
        whole(number)

    with django_assert_num_queries(queries):
        body(client.get(reverse(name)))
