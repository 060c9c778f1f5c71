"""Our own table, out and in again."""

from datetime import date

import pytest

from associations.models import Organisation
from tests.associations.imports.files import SIRET, exported, sheet, summary
from tests.factories import DistrictFactory, OrganisationFactory, PlaceFactory, ThemeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


def full_organisation():
    theme, other = ThemeFactory(), ThemeFactory()
    row = OrganisationFactory(
        name="=Les « Amis »; du parc",
        short_name="-ADP",
        kind="centre-social",
        summary="+ de vie",
        description="Un parc.\r\n\r\n'Pour tous' | \\N",
        main_theme=other,
        publics=["seniors", "enfants"],
        languages=["zdj", "fr"],
        involvements=["operator"],
        founded_on=date(2001, 2, 3),
        place=PlaceFactory(latitude=43.25, longitude=5.4),
        hours={"mo": [["09:00", "12:00"]], "tu": []},
        hours_note="sauf férié",
        closures=[{"from": "2026-12-24", "to": "2027-01-03", "why": "Congés"}],
        email="a@parc.example",
        phone="+33 4 91 00 00 00",
        website="https://parc.example",
        links=["https://b.example/", "https://a.example/x,y"],
        rna="W133001234",
        siren=SIRET[:9],
        siret=SIRET,
    )
    row.themes.set([theme, other])
    row.districts.set([DistrictFactory(), DistrictFactory()])
    return row


def test_exported_table_comes_back_unchanged(bring):
    full_organisation()
    OrganisationFactory(name="Nue")
    before = list(Organisation.objects.order_by("pk").values())
    data = exported(Organisation.objects.for_export())

    assert bring(data) == [summary(unchanged=2)]
    assert bring(data) == [summary(unchanged=2)]

    after = list(Organisation.objects.order_by("pk").values())
    assert [row | {"source_entry": {}} for row in after] == before


def test_exported_table_fills_an_empty_directory(bring):
    full_organisation()
    data = exported(Organisation.objects.for_export())
    Organisation.objects.all().delete()

    assert bring(data, "--publish") == [summary(created=1)]

    assert exported(Organisation.objects.for_export()).splitlines()[0] == data.splitlines()[0]
    row = Organisation.objects.get()
    assert (row.name, row.main_theme.name) == ("=Les « Amis »; du parc", row.themes.order_by("pk")[1].name)
    assert row.description == "Un parc.\n\n'Pour tous' | \\N"
    assert bring(data) == [summary(unchanged=1)]


def test_columns_that_are_missing_or_unknown(bring):
    row = OrganisationFactory(summary="Avant", phone="04 91 00 00 00")

    lines = bring(sheet({"identifiant": str(row.uid), "e-mail": "a@b.example", "couleur": "bleu"}))

    assert lines == [
        "! ligne 1, colonne « couleur » : Cette colonne n’est pas de l’annuaire : elle n’est pas reprise.",
        summary(updated=1),
    ]
    row.refresh_from_db()
    assert (row.summary, row.phone, row.email) == ("Avant", "04 91 00 00 00", "a@b.example")


def test_row_without_identifier_is_known_by_its_name(bring):
    data = sheet({"nom": "Nouvelle", "type": "Bailleur social", "présentation": "Un\ndeux"})

    assert bring(data) == [summary(created=1)]
    assert bring(data) == [summary(unchanged=1)]

    row = Organisation.objects.get()
    assert (row.kind, row.is_published, row.origin) == ("bailleur", False, "csv")


def test_wrong_identifier_refuses_its_row_and_wrong_values_themselves(bring):
    lines = bring(
        sheet(
            {"identifiant": "abc", "nom": "A", "SIRET": "", "thèmes": ""},
            {"identifiant": "", "nom": "B", "SIRET": "7,32829E+13", "thèmes": "Inconnu"},
        )
    )

    assert lines == [
        "! ligne 3, colonne « SIRET » : « 7,32829E+13 » a été abîmé par un tableur : mettez la colonne au format "
        "« texte », puis recopiez le numéro.",
        "! ligne 3, colonne « thèmes » : Inconnu de l’annuaire : « Inconnu ».",
        "✗ ligne 2, colonne « identifiant » : « abc » n’est pas un identifiant de cet annuaire : laissez cette "
        "cellule comme elle était, ou vide.",
        summary(created=1, refused=1),
    ]


def test_good_values_of_a_cell_are_kept_and_bad_ones_told(bring):
    ThemeFactory(slug="acces-aux-droits", name="Accès aux droits")

    lines = bring(
        sheet(
            {
                "nom": "A",
                "thèmes": "Accès aux droits | Cuisine moléculaire",
                "publics": "Seniors, Dragons",
                "fermetures": "2026-12-24/2027-01-03 Congés | un jour",
                "autres liens": "https://a.example/ | javascript:alert(1)",
                "e-mail": f"{'a' * 64}@{'.'.join(['x' * 60] * 3)}.example",
                "nom court": "",
            },
            {"nom": "B" * 251, "thèmes": "", "publics": "", "fermetures": "", "autres liens": ""}
            | {"e-mail": "b@b.example", "nom court": ""},
        )
    )

    assert lines == [
        "! ligne 1, colonne « nom court » : Cette colonne n’est pas de l’annuaire : elle n’est pas reprise.",
        "! ligne 2, colonne « thèmes » : Inconnu de l’annuaire : « Cuisine moléculaire ».",
        "! ligne 2, colonne « publics » : Inconnu de l’annuaire : « Dragons ».",
        "! ligne 2, colonne « fermetures » : « un jour » : écrivez par exemple 2026-12-24/2027-01-03 Congés.",
        "! ligne 2, colonne « autres liens » : « javascript:alert(1) » n’est pas l’adresse d’un site (http ou https).",
        "! ligne 2, colonne « e-mail » : Cette adresse dépasse 254 caractères.",
        "! ligne 3, colonne « nom » : Ce texte dépasse 250 caractères.",
        "✗ ligne 3, colonne « nom » : Le nom manque, et l’annuaire ne connaît pas cette ligne.",
        summary(created=1, refused=1),
    ]
    row = Organisation.objects.get()
    assert [theme.slug for theme in row.themes.all()] == ["acces-aux-droits"]
    assert (row.publics, row.links, row.email) == (["seniors"], ["https://a.example/"], "")
    assert row.closures == [{"from": "2026-12-24", "to": "2027-01-03", "why": "Congés"}]


def test_two_rows_of_one_organisation_by_two_identifiers(bring):
    row = OrganisationFactory(name="A", rna="W133001234")

    lines = bring(
        sheet(
            {"identifiant": str(row.uid), "nom": "A", "RNA": ""},
            {"identifiant": "", "nom": "A", "RNA": row.rna},
        )
    )

    assert lines == [
        "✗ ligne 3 : C’est la même organisation qu’à la ligne 2.",
        summary(unchanged=1, refused=1),
    ]


def test_row_that_is_new_needs_a_name(bring):
    lines = bring(sheet({"identifiant": "7c7f7d52-0fd3-4a0e-9d0e-0d8a34d32c11", "e-mail": "a@b.example"}))

    assert lines == [
        "✗ ligne 2, colonne « nom » : Le nom manque, et l’annuaire ne connaît pas cette ligne.",
        summary(refused=1),
    ]


def test_two_new_rows_of_one_name_are_not_both_published(bring):
    rows = [{"nom": "A", "RNA": "W133001234"}, {"nom": "A", "RNA": "W133001235"}]

    lines = bring(sheet(*rows), "--publish")

    assert lines[-1] == summary(created=2)
    assert list(Organisation.objects.order_by("rna").values_list("is_published", flat=True)) == [True, False]
