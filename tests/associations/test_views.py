"""The directory: its filters, its sheets, and pages that do not slow down as it grows."""

import io
from http import HTTPStatus

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from associations.models import Organisation
from tests.factories import DistrictFactory, EventFactory, OrganisationFactory, PlaceFactory, ThemeFactory

pytestmark = pytest.mark.django_db

LIST = "/associations/"


def names(response):
    return [organisation.name for organisation in response.context["organisations"]]


def full_organisation(**kwargs):
    organisation = OrganisationFactory(
        place=PlaceFactory(district=DistrictFactory()),
        summary="En une phrase",
        description="**Bonjour**",
        email="contact@example.org",
        phone="04 00 00 00 00",
        website="https://example.org/",
        **kwargs,
    )
    organisation.themes.set([ThemeFactory(), ThemeFactory()])
    organisation.districts.set([DistrictFactory(), DistrictFactory()])
    return organisation


@pytest.fixture
def directory():
    youth, health = ThemeFactory(name="Jeunesse", slug="jeunesse"), ThemeFactory(name="Santé", slug="sante")
    mazargues = DistrictFactory(name="Mazargues", slug="mazargues")
    almonds = OrganisationFactory(name="Les Amandiers", summary="Ateliers pour les ados")
    almonds.themes.add(youth)
    almonds.districts.add(mazargues)
    town = OrganisationFactory(name="Ville de Marseille", partner=True)
    town.themes.set([youth, health])
    OrganisationFactory(name="En sommeil", is_published=False)
    Organisation.objects.refresh_search_text()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Les Amandiers", "Ville de Marseille"]),
        ("theme=jeunesse", ["Les Amandiers", "Ville de Marseille"]),
        ("theme=sante", ["Ville de Marseille"]),
        ("quartier=mazargues", ["Les Amandiers"]),
        ("type=ville", ["Ville de Marseille"]),
        ("type=association&theme=sante", []),
        ("q=amandier", ["Les Amandiers"]),
        ("q=amendiers", ["Les Amandiers"]),
        ("q=atelier", ["Les Amandiers"]),
        ("q=sommeil", []),
    ],
)
def test_list_filters(client, directory, query, expected):
    assert names(client.get(f"{LIST}?{query}")) == expected


@pytest.mark.parametrize(
    "query",
    [
        "theme=inconnu",
        "quartier=%00",
        "type=roi",
        "q=%00",
        "q=" + "a" * 5000,
        "theme=jeunesse&theme=%FF",
        "q=%27%22(",
    ],
)
def test_list_takes_any_filter(client, directory, query):
    assert client.get(f"{LIST}?{query}").status_code == HTTPStatus.OK


@pytest.mark.parametrize("page", ["0", "99", "x", "%00", "-1"])
def test_list_has_no_such_page(client, directory, page):
    assert client.get(f"{LIST}?page={page}").status_code == HTTPStatus.NOT_FOUND


def test_list_is_paged_without_loss(client):
    expected = sorted(OrganisationFactory(name=f"Association n{number:02}").name for number in range(30))

    pages = [names(client.get(f"{LIST}?page={page}")) for page in (1, 2)]

    assert [len(page) for page in pages] == [24, 6]
    assert pages[0] + pages[1] == expected


def test_list_says_when_nothing_is_found(client):
    response = client.get(f"{LIST}?q=introuvable")

    assert "Aucune association avec ces filtres" in response.text


def test_list_answers_htmx_with_the_results_alone(client, directory):
    response = client.get(f"{LIST}?type=ville", headers={"HX-Request": "true"})

    assert response.text.strip().startswith('<div id="resultats">')
    assert "Ville de Marseille" in response.text
    assert "<html" not in response.text
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_has_a_constant_number_of_queries(client, django_assert_num_queries, rows):
    for _row in range(rows):
        full_organisation()

    with django_assert_num_queries(5):
        client.get(LIST)


def test_sheet_shows_what_the_organisation_tells(client):
    organisation = full_organisation(name="Les Amandiers")
    organisation.logo.save("logo.png", ContentFile(picture()))
    EventFactory(title="Goûter", organiser=organisation)
    shared = EventFactory(title="Fête des voisins")
    shared.co_organisers.add(organisation)
    EventFactory(title="Brouillon secret", organiser=organisation, draft=True)

    response = client.get(organisation.get_absolute_url())

    assert response.status_code == HTTPStatus.OK
    for words in (
        "Les Amandiers",
        "<strong>Bonjour</strong>",
        "04 00 00 00 00",
        "mailto:contact@example.org",
    ):
        assert words in response.text
    assert "Goûter" in response.text
    assert "Fête des voisins" in response.text
    assert "Brouillon secret" not in response.text


def picture():
    output = io.BytesIO()
    Image.new("RGB", (10, 10)).save(output, "PNG")
    return output.getvalue()


def test_sheet_of_an_unpublished_organisation_is_not_found(client, organisation):
    organisation.is_published = False
    organisation.save()

    assert client.get(organisation.get_absolute_url()).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("rows", [1, 3])
def test_sheet_has_a_constant_number_of_queries(client, django_assert_num_queries, rows):
    organisation = full_organisation()
    for _row in range(rows):
        event = EventFactory(organiser=organisation)
        event.themes.set([ThemeFactory()])

    with django_assert_num_queries(5):
        client.get(organisation.get_absolute_url())
