"""The sheet of an organisation."""

import io
from http import HTTPStatus

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from tests.factories import DistrictFactory, EventFactory, OrganisationFactory, PlaceFactory, ThemeFactory

pytestmark = pytest.mark.django_db


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

    with django_assert_num_queries(14):
        client.get(organisation.get_absolute_url())
