"""RSS, Atom, JSON, CSV: the page's sheets, elsewhere."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest

from initiatives.models import Initiative, Partnership
from tests.factories import OrganisationFactory, ThemeFactory
from tests.initiatives.factories import FindingFactory, InitiativeFactory, LeverFactory, ObstacleFactory

pytestmark = pytest.mark.django_db

ADDRESSES = ["/initiatives.rss", "/initiatives.atom", "/initiatives.json", "/initiatives.csv"]


def body(response):
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("address", ADDRESSES)
def test_output_has_the_sheets_of_the_page_and_no_others(client, address):
    InitiativeFactory(title="Un jardin", themes=[ThemeFactory(slug="jardins")])
    InitiativeFactory(title="Un pédibus")
    InitiativeFactory(title="Brouillon", draft=True)

    text = body(client.get(address, {"theme": "jardins"})).decode()

    assert "Un jardin" in text
    assert "Un pédibus" not in text
    assert "Brouillon" not in body(client.get(address)).decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_output_answers_304_until_a_sheet_changes(client, address):
    sheet = InitiativeFactory(title="Un jardin")
    tag = client.get(address)["ETag"]

    same = client.get(address, headers={"If-None-Match": tag})
    sheet.title = "Un verger"
    sheet.save()
    sheet.write_version(by=None)
    changed = client.get(address, headers={"If-None-Match": tag})

    assert same.status_code == 304
    assert changed.status_code == 200
    assert changed["ETag"] != tag


@pytest.mark.parametrize("address", ADDRESSES)
def test_filter_not_understood_is_refused(client, address):
    response = client.get(address, {"theme": "inconnu"})

    assert response.status_code == 400
    assert "Thème" in response.content.decode()


def test_rss_names_sheets_by_an_id_that_never_changes(client):
    sheet = InitiativeFactory(title="Un <jardin>\x0b", summary="Des tomates & des voisins.")

    item = ElementTree.fromstring(client.get("/initiatives.rss").content).find("channel/item")  # noqa: S314

    assert item.findtext("title") == "Un <jardin>"
    assert item.findtext("guid") == f"urn:uuid:{sheet.uid}"
    assert item.findtext("link").endswith(sheet.get_absolute_url())
    assert "Des tomates &amp; des voisins." in item.findtext("description")


def test_atom_names_the_same_id(client):
    sheet = InitiativeFactory()
    names = {"atom": "http://www.w3.org/2005/Atom"}

    entry = ElementTree.fromstring(client.get("/initiatives.atom").content).find("atom:entry", names)  # noqa: S314

    assert entry.findtext("atom:id", namespaces=names) == f"urn:uuid:{sheet.uid}"


def test_json_tells_all_that_a_sheet_says(client):
    sheet = InitiativeFactory(
        title="Un jardin", context="**Avant**", budget="0", carrier=OrganisationFactory(name="A")
    )
    Partnership.objects.create(
        initiative=sheet, organisation=OrganisationFactory(name="La Ville"), role="funder"
    )
    FindingFactory(
        initiative=sheet,
        obstacle=ObstacleFactory(slug="peu"),
        lever=LeverFactory(slug="aller"),
        lever_words="À l’école.",
    )

    data = client.get("/initiatives.json").json()
    (row,) = data["initiatives"]

    assert (data["total"], data["next"]) == (1, None)
    assert row["id"] == str(sheet.uid)
    assert row["recit"] == {"context": "**Avant**"}
    assert row["partenaires"][0]["nom"] == "La Ville"
    assert row["partenaires"][0]["role"] == "funder"
    assert row["freins_et_leviers"] == [
        {
            "frein": "peu",
            "frein_en_mots": None,
            "levier": "aller",
            "levier_en_mots": "À l’école.",
            "resultat": "worked",
        }
    ]


def test_json_pages_repeat_and_miss_nothing(client):
    titles = [InitiativeFactory().title for _ in range(5)]
    seen, address = [], "/initiatives.json?size=2&nature=initiative"

    while address:
        data = client.get(address).json()
        assert data["total"] == 5 + (len(seen) > 0)
        if not seen:
            InitiativeFactory(title="Nouvelle")
        seen += [row["titre"] for row in data["initiatives"]]
        address = data["next"]

    assert seen == [*titles, "Nouvelle"]


@pytest.mark.parametrize("cursor", ["x", "12345678-1234-1234-1234-123456789012"])
def test_json_refuses_a_cursor_that_is_not_ours(client, cursor):
    assert client.get("/initiatives.json", {"after": cursor}).status_code == 400


@pytest.mark.parametrize("size", ["0", "-1", "x", "999999", "²"])
def test_json_takes_any_size(client, size):
    InitiativeFactory.create_batch(2)

    data = json.loads(client.get("/initiatives.json", {"size": size}).content)

    assert data["total"] == 2


def test_csv_has_a_line_each_and_no_formula(client):
    InitiativeFactory(title='=HYPERLINK("x")', summary="@SUM", context="Une ligne\nune autre ; oui")
    InitiativeFactory(title="Un jardin")

    text = body(client.get("/initiatives.csv")).decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))

    assert text.startswith("\ufeff")
    assert [row["titre"] for row in rows] == ["Un jardin", '\'=HYPERLINK("x")']
    assert rows[1]["résumé"] == "'@SUM"
    assert rows[1]["Le contexte et le besoin"] == "Une ligne\nune autre ; oui"


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("number", [1, 3])
def test_output_asks_a_constant_number_of_queries(client, django_assert_max_num_queries, address, number):
    for _ in range(number):
        FindingFactory(initiative=InitiativeFactory(themes=[ThemeFactory()]))

    with django_assert_max_num_queries(11):
        body(client.get(address))


def test_archived_sheet_leaves_the_feeds(client):
    sheet = InitiativeFactory(title="Un jardin")
    tag = client.get("/initiatives.json")["ETag"]

    Initiative.objects.filter(pk=sheet.pk).update(state="archived")

    assert client.get("/initiatives.json", headers={"If-None-Match": tag}).json()["total"] == 0
