"""The directory's table: who is in it, what, and for how many queries."""

import csv
import io
from http import HTTPStatus

import pytest

from associations.models import Contact
from tests.factories import OrganisationFactory, PlaceFactory, ThemeFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/associations.csv"


def rows(response):
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_table_holds_what_is_public(client):
    shown = OrganisationFactory(name="Visible", seat_address="3 rue Secrète", email="a@b.example")
    OrganisationFactory(name="Cachée", is_published=False)
    for visibility in ("public", "network", "team"):
        Contact.objects.create(
            organisation=shown, name=visibility.title(), phone="04 91 00 00 00", visibility=visibility
        )

    response = client.get(ADDRESS)

    body = response.getvalue().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(body, newline=""), delimiter=";")
    assert (row["identifiant"], row["nom"], row["e-mail"]) == (str(shown.uid), "Visible", "a@b.example")
    assert row["contacts"] == "Public, 04 91 00 00 00"
    assert row["page"] == "http://testserver/associations/visible/"
    assert "Secrète" not in body


def test_table_is_one_that_any_spreadsheet_and_site_may_read(client):
    OrganisationFactory(name="=1+1")

    response = client.get(ADDRESS)

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    data = response.getvalue()
    assert data.startswith(b"\xef\xbb\xbfidentifiant;nom;")
    assert b";'=1+1;" in data


def test_table_follows_the_page_s_filters(client):
    theme = ThemeFactory(slug="sante")
    OrganisationFactory(name="Dedans").themes.add(theme)
    OrganisationFactory(name="Dehors")

    response = client.get(ADDRESS, {"theme": "sante"})

    assert [row["nom"] for row in rows(response)] == ["Dedans"]


def test_filter_that_is_not_understood_is_refused(client):
    response = client.get(ADDRESS, {"theme": "inconnu"})

    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text.startswith("Cette adresse n’est pas comprise :\nThème")


def test_table_that_has_not_changed_is_not_sent_again(client):
    organisation = OrganisationFactory()
    first = client.get(ADDRESS)

    same = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    organisation.name = "Autre"
    organisation.save()
    changed = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})

    assert same.status_code == HTTPStatus.NOT_MODIFIED
    assert changed.status_code == HTTPStatus.OK


def fill(number):
    for _row in range(number):
        organisation = OrganisationFactory(place=PlaceFactory(), main_theme=None)
        organisation.themes.add(ThemeFactory())
        organisation.other_places.add(PlaceFactory())
        Contact.objects.create(
            organisation=organisation, name="A", phone="04 91 00 00 00", visibility="public"
        )


@pytest.mark.parametrize("number", [1, 3])
def test_table_costs_the_same_whatever_its_length(client, django_assert_num_queries, number):
    fill(number)

    with django_assert_num_queries(7):
        response = client.get(ADDRESS)
        assert len(rows(response)) == number
