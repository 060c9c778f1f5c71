"""data.inclusion's structures, by the command."""

import csv
import io
import json

import pytest

from associations.models import Organisation, Place, Theme
from tests.associations.imports.files import SIRET, inclusion, summary
from tests.factories import DistrictFactory, PlaceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


def test_structure_comes_in_with_its_place(bring):
    theme = Theme.objects.get(slug="parentalite")
    district = DistrictFactory(latitude=43.251, longitude=5.401)

    assert bring(inclusion({}), "--publish") == [summary(created=1)]

    row = Organisation.objects.get()
    assert (row.external_id, row.name, row.is_published, row.slug) == (
        *("dora--12", "Maison des parents", True, "maison-des-parents"),
    )
    assert (row.siret, row.siren, row.origin) == (SIRET, SIRET[:9], "inclusion")
    assert (row.email, row.phone, row.website) == (
        *("bonjour@maison.example", "04 91 00 00 00", "https://maison.example"),
    )
    assert row.hours == {day: [["09:00", "12:00"]] for day in ("mo", "tu", "we", "th", "fr")}
    assert row.links == ["https://acceslibre.beta.gouv.fr/app/x/"]
    assert list(row.themes.all()) == [theme]
    place = row.place
    assert (place.name, place.address, place.postal_code) == (
        "Maison des parents",
        "5 avenue des Pins",
        "13009",
    )
    assert (place.latitude, place.longitude, place.district) == (43.25, 5.4, district)
    assert "Accueille les parents" in row.search_text


def test_structure_without_publish_waits(bring):
    bring(inclusion({}))

    row = Organisation.objects.get()
    assert (row.is_published, row.slug, row.search_text) == (False, "maison-des-parents", "")


def test_structure_imported_twice_changes_nothing(bring):
    bring(inclusion({}))

    assert bring(inclusion({})) == [summary(unchanged=1)]
    assert Place.objects.count() == 1


def test_hours_with_days_off_follow_the_source(bring):
    bring(inclusion({"horaires_accueil": "Mo-Fr 09:00-12:00; Sa-Su off"}))

    assert bring(inclusion({"horaires_accueil": "Mo 10:00-12:00; Sa-Su off"})) == [summary(updated=1)]

    assert Organisation.objects.get().hours == {"mo": [["10:00", "12:00"]]}


def test_hours_that_do_not_exist_are_refused_and_the_page_stands(bring, client):
    lines = bring(
        inclusion(
            {"horaires_accueil": "Mo 09:00-12:75"},
            {"id": "13", "siret": "", "nom": "Nuit", "horaires_accueil": "Mo 20:00-26:00"},
        ),
        "--publish",
    )

    assert lines == [
        "! élément 1, colonne « horaires_accueil » : « 09:00-12:75 » : cette heure n’existe pas.",
        summary(created=2),
    ]
    assert client.get("/associations/").status_code == 200
    assert "minuit – 2 h" in client.get("/associations/nuit/").text.replace("\N{NO-BREAK SPACE}", " ")


def test_known_place_is_used_and_a_far_one_has_no_district(bring):
    DistrictFactory(latitude=43.30, longitude=5.4)
    known = PlaceFactory(name="maison des Parents", address="5 Avenue des pins")

    bring(inclusion({}, {"id": "13", "siret": "", "nom": "Loin"}))

    places = dict(Organisation.objects.values_list("name", "place"))
    assert places["Maison des parents"] == known.pk
    assert Place.objects.get(name="Loin").district is None


def test_version_1_as_lines_and_as_csv(bring):
    row = {
        "id": "dora--12",
        "source": "dora",
        "nom": "Maison",
        "description": "Une maison.\n\nPour tous.",
        "thematiques": "{famille--soutien-aux-familles}",
    }
    text = io.StringIO()
    writer = csv.DictWriter(text, row)
    writer.writeheader()
    writer.writerow(row)

    assert bring(json.dumps(row).encode()) == [summary(created=1)]
    assert bring(text.getvalue().encode()) == [summary(unchanged=1)]

    found = Organisation.objects.get()
    assert (found.external_id, found.description) == ("dora--12", "Une maison.\n\nPour tous.")


def test_structure_s_wrong_values_are_left_out_one_by_one(bring):
    wrong = {
        "siret": "123",
        "courriel": "pas une adresse",
        "site_web": "javascript:alert(1)",
        "horaires_accueil": "sur rendez-vous",
        "thematiques": ["inconnue"],
    }

    lines = bring(inclusion(wrong))

    assert lines[-1] == summary(created=1)
    assert [line.split("«")[1].split("»")[0].strip() for line in lines[:-1]] == [
        *("siret", "thematiques", "horaires_accueil", "courriel", "site_web"),
    ]


def test_structure_s_long_values_lose_nothing_else(bring):
    long = "x" * 1000
    host = f"{'x' * 60}.example"

    lines = bring(
        inclusion(
            {
                "nom": long,
                "adresse": long,
                "commune": long,
                "courriel": f"{'a' * 64}@{'.'.join(['x' * 60] * 3)}.example",
                "site_web": f"https://{host}/{long}",
                "telephone": "0" * 31,
                "accessibilite_lieu": f"https://acceslibre.beta.gouv.fr/{long}",
            }
        )
    )

    assert lines[-1] == summary(created=1)
    assert len(lines) == 6
    row = Organisation.objects.get()
    assert (len(row.name), row.email, row.website, row.phone, row.links) == (250, "", "", "", [])
    assert row.hours["mo"] == [["09:00", "12:00"]]


def test_structure_without_an_identifier_or_a_name_is_refused(bring):
    lines = bring(inclusion({"id": ""}, {"id": "2", "nom": " "}))

    assert lines == [
        "✗ élément 1, colonne « id » : L’identifiant manque.",
        "✗ élément 2, colonne « nom » : Le nom manque.",
        summary(refused=2),
    ]


def test_branch_does_not_take_the_number_of_what_it_belongs_to(bring):

    assert bring(inclusion({}, {"id": "13", "nom": "Antenne", "antenne": True})) == [summary(created=2)]
