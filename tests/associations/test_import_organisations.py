"""The command: files of each format, twice, against what was written here."""

import csv
import io
import json
import tracemalloc
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from associations.imports import table
from associations.imports.merge import Merge
from associations.models import Organisation, Place, Theme
from cooperation.core import spreadsheet
from tests.factories import DistrictFactory, OrganisationFactory, PlaceFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db

HEADER = (
    "id;id_ex;siret;rup_mi;gestion;date_creat;date_decla;date_publi;date_disso;nature;groupement;titre;titre_court;"
    "objet;objet_social1;objet_social2;adrs_complement;adrs_numvoie;adrs_repetition;adrs_typevoie;adrs_libvoie;"
    "adrs_distrib;adrs_codeinsee;adrs_codepostal;adrs_libcommune;adrg_declarant;adrg_complemid;adrg_complemgeo;"
    "adrg_libvoie;adrg_distrib;adrg_codepostal;adrg_achemine;adrg_pays;dir_civilite;siteweb;publiweb;observation;"
    "position;maj_time"
)
WALDEC = HEADER.split(";")
RNA = {
    "id": "W133001234",
    "titre": "LES  AMIS DU PARC",
    "objet": "faire vivre le parc",
    "objet_social1": "006000",
    "objet_social2": "000000",
    "date_creat": "2001-02-03",
    "position": "A",
    "adrs_complement": "_",
    "adrs_numvoie": "12",
    "adrs_typevoie": "RUE",
    "adrs_libvoie": "des Lilas",
    "adrs_codepostal": "13008",
    "adrs_libcommune": "Marseille",
    "adrg_libvoie": "3 RUE SECRÈTE",
    "siteweb": "www.parc.example",
}
SIRET, OTHER_SIRET = "73282932000074", "35600000000048"


def waldec(*rows, columns=WALDEC, delimiter=";", encoding="latin-1"):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([(RNA | row).get(column, "") for column in columns])
    return text.getvalue().encode(encoding)


STRUCTURE = {
    "id": "12",
    "source": "dora",
    "nom": "Maison des parents",
    "siret": SIRET,
    "code_postal": "13009",
    "commune": "Marseille",
    "adresse": "5 avenue des Pins",
    "latitude": 43.25,
    "longitude": 5.4,
    "telephone": "04 91 00 00 00",
    "courriel": "bonjour@maison.example",
    "site_web": "https://maison.example",
    "presentation_resume": "Accueille les parents.",
    "horaires_accueil": "Mo-Fr 09:00-12:00",
    "accessibilite_lieu": "https://acceslibre.beta.gouv.fr/app/x/",
    "thematiques": ["famille--soutien-aux-familles"],
}


def inclusion(*rows):
    return json.dumps([STRUCTURE | row for row in rows]).encode()


def exported(organisations):
    return "".join(spreadsheet.lines(table.header(), map(table.cells, organisations))).encode()


def sheet(*rows):
    """Our own table, with the columns of the first row."""
    return "".join(spreadsheet.lines(list(rows[0]), [list(row.values()) for row in rows])).encode()


@pytest.fixture(autouse=True)
def themes():
    for slug in ("culture-et-arts", "sport-et-bien-etre", "parentalite"):
        ThemeFactory(slug=slug)


@pytest.fixture
def bring(tmp_path):
    def bring(data, *arguments):
        path = tmp_path / "fichier"
        path.write_bytes(data)
        out = io.StringIO()
        call_command("import_organisations", str(path), *arguments, stdout=out, no_color=True)
        return out.getvalue().splitlines()

    return bring


def summary(**counts):
    known = dict.fromkeys(("created", "updated", "unchanged", "refused", "left_out", "protected"), 0) | counts
    return (
        "créées : {created}, modifiées : {updated}, inchangées : {unchanged}, refusées : {refused}, "
        "écartées : {left_out}, champs protégés : {protected}"
    ).format(**known)


# The national register


def test_register_comes_in_unpublished_under_its_number(bring):
    culture = Theme.objects.get(slug="culture-et-arts")

    assert bring(waldec({}), "--publish") == [summary(created=1)]

    row = Organisation.objects.get()
    assert (row.name, row.slug, row.is_published, row.origin) == (
        "LES AMIS DU PARC",
        "w133001234",
        False,
        "rna",
    )
    assert (row.summary, row.description) == ("faire vivre le parc", "")
    assert (row.founded_on, row.website) == (date(2001, 2, 3), "https://www.parc.example")
    assert (row.seat_address, row.seat_postal_code, row.seat_city) == (
        "12 RUE des Lilas",
        "13008",
        "Marseille",
    )
    assert list(row.themes.all()) == [culture]
    assert row.search_text == ""
    assert row.created_at == row.updated_at
    assert row.uid


def test_register_gets_a_readable_address_when_it_is_published(bring):
    bring(waldec({}))
    row = Organisation.objects.get()

    row.is_published = True
    row.save()

    assert row.slug == "les-amis-du-parc"


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_register_in_each_of_its_shapes(bring, encoding, delimiter):
    bring(waldec({"titre": "ÉCOLE"}, encoding=encoding, delimiter=delimiter))

    assert Organisation.objects.get().name == "ÉCOLE"


def test_older_register_says_how_to_reach_it(bring):
    columns = [*WALDEC[:20], "telephone", "email", *WALDEC[20:]]

    bring(waldec({"telephone": "0491000000", "email": "a@parc.example"}, columns=columns))

    row = Organisation.objects.get()
    assert (row.phone, row.email) == ("0491000000", "a@parc.example")


def test_long_purpose_is_the_presentation_and_no_date_is_none(bring):
    bring(waldec({"objet": "x" * 201, "date_creat": "0001-01-01"}))

    row = Organisation.objects.get()
    assert (row.summary, row.description, row.founded_on) == ("", "x" * 201, None)


def test_address_of_the_one_who_declares_is_never_kept(bring):
    bring(waldec({}))

    values = str(Organisation.objects.values().get())
    assert "SECR" not in values


def test_importing_twice_changes_nothing(bring):
    rows = [{}, {"id": "W133001235", "titre": "AUTRE", "siret": SIRET}]
    bring(waldec(*rows))
    before = list(Organisation.objects.order_by("pk").values())

    assert bring(waldec(*reversed(rows))) == [summary(unchanged=2)]

    assert list(Organisation.objects.order_by("pk").values()) == before


def test_ended_and_elsewhere_are_left_out(bring):
    rows = [
        {},
        {"id": "W133001235", "position": "D"},
        {"id": "W133001236", "adrs_codepostal": "75001"},
    ]

    assert bring(waldec(*rows), "--postal-code", "13008", "--postal-code", "13009") == [
        summary(created=1, left_out=2)
    ]


def test_ended_one_that_is_here_is_told(bring):
    bring(waldec({}))

    assert bring(waldec({"position": "D"})) == [
        "! ligne 2, colonne « position » : « LES AMIS DU PARC », qui est dans l’annuaire, n’est plus en activité.",
        summary(left_out=1),
    ]


def test_number_that_a_spreadsheet_mangled_refuses_the_row_alone(bring):
    lines = bring(waldec({"id": "7,82E+13"}, {}))

    assert lines == [
        "✗ ligne 2, colonne « id » : « 7,82E+13 » a été abîmé par un tableur : mettez la colonne au format "
        "« texte », puis recopiez le numéro.",
        summary(created=1, refused=1),
    ]


def test_wrong_siret_is_left_out_and_told(bring):
    lines = bring(waldec({"siret": "73282932000075"}))

    assert lines == [
        "! ligne 2, colonne « siret » : « 73282932000075 » contient une faute : la clé de contrôle ne correspond pas.",
        summary(created=1),
    ]
    assert Organisation.objects.get().siret == ""


def test_second_row_of_an_identifier_is_refused(bring):
    lines = bring(
        waldec(
            {}, {"titre": "AUTRE"}, {"id": "W133001236", "siret": SIRET}, {"id": "W133001237", "siret": SIRET}
        )
    )

    assert lines == [
        "✗ ligne 3, colonne « RNA » : « W133001234 » est déjà à la ligne 2.",
        f"✗ ligne 5, colonne « SIRET » : « {SIRET} » est déjà à la ligne 4.",
        summary(created=2, refused=2),
    ]


def test_theme_that_the_directory_has_not_is_told_once(bring):
    rows = [{"objet_social1": "019000"}, {"id": "W133001235", "objet_social1": "019000"}]

    lines = bring(waldec(*rows))

    assert lines == [
        "! ligne 2, colonne « objet_social1 » : Le thème « acces-aux-droits » n’existe pas dans l’annuaire.",
        summary(created=2),
    ]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x"])
def test_link_that_is_no_web_address_is_left_out(bring, link):
    lines = bring(waldec({"siteweb": link}))

    assert lines == [
        f"! ligne 2, colonne « siteweb » : « {link} » n’est pas l’adresse d’un site (http ou https).",
        summary(created=1),
    ]


def test_nul_controls_and_very_long_name_are_read(bring):
    lines = bring(waldec({"titre": "A\x00B\x07C " + "D" * 300, "objet": "x\ty"}))

    assert lines == [
        "! ligne 2, colonne « titre » : Ce nom dépasse 250 caractères : il est raccourci.",
        summary(created=1),
    ]
    row = Organisation.objects.get()
    assert row.name.startswith("A B C DDD")
    assert len(row.name) == 250
    assert row.summary == "x y"


def test_backslashes_and_quotes_come_through(bring):
    bring(waldec({"titre": 'LE "C:\\TEMPS" \\N', "objet": "\\N"}))

    row = Organisation.objects.get()
    assert (row.name, row.summary) == ('LE "C:\\TEMPS" \\N', "\\N")


def test_namesake_of_a_published_sheet_is_told(bring):
    OrganisationFactory(name="LES AMIS DU PARC")

    assert bring(waldec({})) == [
        "! ligne 2, colonne « nom » : Une fiche publiée s’appelle déjà « LES AMIS DU PARC » : celle-ci entre sans "
        "être publiée.",
        summary(created=1),
    ]


def test_dry_run_says_so_and_writes_nothing(bring):
    assert bring(waldec({}), "--dry-run") == [f"{summary(created=1)} (essai : rien n’est enregistré)"]
    assert not Organisation.objects.exists()


def test_history_tells_the_file(bring):
    bring(waldec({}))
    bring(waldec({"titre": "NOUVEAU NOM"}))

    history = Organisation.objects.get().history.order_by("pgh_id")
    assert [version.name for version in history] == ["LES AMIS DU PARC", "NOUVEAU NOM"]
    assert history[0].pgh_context.metadata["source"] == "fichier"


# What was written here


def test_what_the_source_says_anew_is_written(bring):
    bring(waldec({}))
    before = Organisation.objects.get()

    assert bring(waldec({"objet": "planter", "date_creat": "2001-02-04"})) == [summary(updated=1)]

    row = Organisation.objects.get()
    assert (row.summary, row.founded_on) == ("planter", date(2001, 2, 4))
    assert row.updated_at > before.updated_at


def test_what_was_written_here_is_kept_counted_and_told(bring):
    bring(waldec({}))
    Organisation.objects.update(summary="Notre parc", website="")

    lines = bring(waldec({"objet": "planter"}))

    assert lines == [
        "= ligne 2, colonne « en une phrase » : « LES AMIS DU PARC » a été modifiée ici : ce champ est gardé.",
        "= ligne 2, colonne « site web » : « LES AMIS DU PARC » a été modifiée ici : ce champ est gardé.",
        summary(unchanged=1, protected=2),
    ]
    row = Organisation.objects.get()
    assert (row.summary, row.website) == ("Notre parc", "")


def test_overwrite_writes_it_all_the_same(bring):
    bring(waldec({}))
    Organisation.objects.update(summary="Notre parc", website="")

    assert bring(waldec({}), "--overwrite") == [summary(updated=1)]

    row = Organisation.objects.get()
    assert (row.summary, row.website) == ("faire vivre le parc", "https://www.parc.example")


def test_what_the_source_no_longer_says_is_not_erased(bring):
    bring(waldec({}))

    assert bring(waldec({"siteweb": "", "objet": ""})) == [summary(unchanged=1)]

    assert Organisation.objects.get().website == "https://www.parc.example"


def test_themes_follow_the_source_unless_they_were_chosen_here(bring):
    culture, sport = Theme.objects.get(slug="culture-et-arts"), Theme.objects.get(slug="sport-et-bien-etre")
    bring(waldec({}))
    row = Organisation.objects.get()

    assert bring(waldec({"objet_social1": "011000"})) == [summary(updated=1)]
    assert list(row.themes.all()) == [sport]

    row.themes.set([culture, sport])
    assert bring(waldec({"objet_social1": "006000"}))[-1] == summary(unchanged=1, protected=1)
    assert set(row.themes.all()) == {culture, sport}


def test_main_theme_chosen_here_stays_when_themes_follow(bring):
    culture = Theme.objects.get(slug="culture-et-arts")
    bring(waldec({}))
    Organisation.objects.update(main_theme=culture)

    bring(waldec({"objet_social1": "011000"}))

    row = Organisation.objects.get()
    assert row.main_theme == culture
    assert culture in row.themes.all()


def test_sheet_typed_here_gets_what_it_had_not(bring):
    OrganisationFactory(name="Les Amis", rna="W133001234", summary="Notre parc")

    lines = bring(waldec({}))

    row = Organisation.objects.get()
    assert lines[-1] == summary(updated=1, protected=2)
    assert (row.name, row.summary, row.website) == ("Les Amis", "Notre parc", "https://www.parc.example")
    assert "Les Amis" in row.search_text


def test_number_of_another_sheet_stays_there(bring):
    OrganisationFactory(name="Autre", siret=SIRET, siren=SIRET[:9])
    bring(waldec({}))

    lines = bring(waldec({"siret": SIRET}))

    assert lines == [
        f"! ligne 2, colonne « SIRET » : « {SIRET} » est déjà celui de « Autre ».",
        summary(unchanged=1),
    ]


def test_siret_of_another_siren_is_not_written(bring):
    OrganisationFactory(name="LES AMIS DU PARC", rna="W133001234", siren=OTHER_SIRET[:9])

    bring(waldec({"siret": SIRET}))

    row = Organisation.objects.get()
    assert (row.siren, row.siret) == (OTHER_SIRET[:9], "")


def test_name_of_another_public_sheet_is_not_taken(bring):
    bring(waldec({}))
    Organisation.objects.update(is_published=True)
    OrganisationFactory(name="PRIS")

    lines = bring(waldec({"titre": "PRIS"}))

    assert lines == [
        "! ligne 2, colonne « nom » : Une autre fiche s’appelle déjà « PRIS ».",
        summary(unchanged=1),
    ]


# data.inclusion


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


def test_structure_without_an_identifier_or_a_name_is_refused(bring):
    lines = bring(inclusion({"id": ""}, {"id": "2", "nom": " "}))

    assert lines == [
        "✗ élément 1, colonne « id » : L’identifiant manque.",
        "✗ élément 2, colonne « nom » : Le nom manque.",
        summary(refused=2),
    ]


def test_branch_does_not_take_the_number_of_what_it_belongs_to(bring):

    assert bring(inclusion({}, {"id": "13", "nom": "Antenne", "antenne": True})) == [summary(created=2)]


# Our own table


def full_organisation():
    theme, other = ThemeFactory(), ThemeFactory()
    row = OrganisationFactory(
        name="=Les « Amis »; du parc",
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
    assert (row.name, row.main_theme.name) == ("=Les « Amis »; du parc", row.themes.order_by("pk")[1].name)
    assert row.description == "Un parc.\n\n'Pour tous' | \\N"
    assert bring(data) == [summary(unchanged=1)]


def test_columns_that_are_missing_or_unknown(bring):
    row = OrganisationFactory(summary="Avant", phone="04 91 00 00 00")

    lines = bring(sheet({"identifiant": str(row.uid), "e-mail": "a@b.example", "couleur": "bleu"}))

    assert lines == [
        "! ligne 1, colonne « couleur » : Cette colonne n’est pas de l’annuaire : elle n’est pas reprise.",
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
        "! ligne 3, colonne « SIRET » : « 7,32829E+13 » a été abîmé par un tableur : mettez la colonne au format "
        "« texte », puis recopiez le numéro.",
        "! ligne 3, colonne « thèmes » : Inconnu de l’annuaire : « Inconnu ».",
        "✗ ligne 2, colonne « identifiant » : « abc » n’est pas un identifiant de cet annuaire : laissez cette "
        "cellule comme elle était, ou vide.",
        summary(created=1, refused=1),
    ]


def test_two_rows_of_one_organisation_by_two_identifiers(bring):
    row = OrganisationFactory(name="A", rna="W133001234")

    lines = bring(
        sheet(
            {"identifiant": str(row.uid), "nom": "A", "RNA": ""},
            {"identifiant": "", "nom": "A", "RNA": row.rna},
        )
    )

    assert lines == [
        "✗ ligne 3 : C’est la même organisation qu’à la ligne 2.",
        summary(unchanged=1, refused=1),
    ]


def test_row_that_is_new_needs_a_name(bring):
    lines = bring(sheet({"identifiant": "7c7f7d52-0fd3-4a0e-9d0e-0d8a34d32c11", "e-mail": "a@b.example"}))

    assert lines == [
        "✗ ligne 2, colonne « nom » : Le nom manque, et l’annuaire ne connaît pas cette ligne.",
        summary(refused=1),
    ]


def test_two_new_rows_of_one_name_are_not_both_published(bring):
    rows = [{"nom": "A", "RNA": "W133001234"}, {"nom": "A", "RNA": "W133001235"}]

    lines = bring(sheet(*rows), "--publish")

    assert lines[-1] == summary(created=2)
    assert list(Organisation.objects.order_by("rna").values_list("is_published", flat=True)) == [True, False]


# Files


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Ce fichier est vide."),
        (b"\x89PNG\r\n\x1a\n1234", "Ceci est une image"),
        (b"a;b\n", "En-tête non reconnu"),
    ],
)
def test_what_is_no_file_of_organisations_ends_with_an_error(bring, data, said):
    with pytest.raises(CommandError, match=said):
        bring(data)


def test_missing_file_ends_with_an_error(tmp_path):
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("import_organisations", str(tmp_path / "absent.csv"))


def test_large_file_is_read_in_bounded_memory(bring):
    rows = [{"id": f"W13{number:07d}", "objet": "x" * 190, "siteweb": ""} for number in range(20_000)]
    data = waldec(*rows)
    small = waldec(*rows[:5_000])
    bring(small, "--postal-code", "99999")  # what is loaded once
    peaks = []
    for content in (small, data):
        tracemalloc.start()
        assert bring(content, "--dry-run")[-1].startswith("créées : ")
        peaks.append(tracemalloc.get_traced_memory()[1] - len(content))
        tracemalloc.stop()

    assert len(data) > 8_000_000
    assert peaks[1] < peaks[0] + 3_000_000


def test_number_of_statements_does_not_grow_with_the_file(bring, django_assert_num_queries):
    bring(waldec({"id": "W133009999"}))
    with django_assert_num_queries(42) as one:
        bring(waldec({}))

    with django_assert_num_queries(len(one)):
        bring(waldec(*({"id": f"W13301{number:04d}"} for number in range(500))))


def test_user_is_in_the_history():
    user = UserFactory()

    Merge(by=user).run(io.BytesIO(waldec({})), name="rna.csv")

    context = Organisation.objects.get().history.get().pgh_context
    assert context.metadata == {"user": user.pk, "source": "rna.csv"}
