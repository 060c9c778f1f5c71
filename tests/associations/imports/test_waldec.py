"""The national register, by the command."""

from datetime import date

import pytest

from associations.models import Organisation, Theme
from tests.associations.imports.files import SIRET, WALDEC, summary, waldec
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


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
        "! ligne 2, colonne « position » : « LES AMIS DU PARC », qui est dans l’annuaire, n’est plus en activité.",
        summary(left_out=1),
    ]


def test_number_that_a_spreadsheet_mangled_refuses_the_row_alone(bring):
    lines = bring(waldec({"id": "7,82E+13"}, {}))

    assert lines == [
        "✗ ligne 2, colonne « id » : « 7,82E+13 » a été abîmé par un tableur : mettez la colonne au format "
        "« texte », puis recopiez le numéro.",
        summary(created=1, refused=1),
    ]


def test_wrong_siret_is_left_out_and_told(bring):
    lines = bring(waldec({"siret": "73282932000075"}))

    assert lines == [
        "! ligne 2, colonne « siret » : « 73282932000075 » contient une faute : la clé de contrôle ne correspond pas.",
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
        "✗ ligne 3, colonne « RNA » : « W133001234 » est déjà à la ligne 2.",
        f"✗ ligne 5, colonne « SIRET » : « {SIRET} » est déjà à la ligne 4.",
        summary(created=2, refused=2),
    ]


def test_theme_that_the_directory_has_not_is_told_once(bring):
    rows = [{"objet_social1": "019000"}, {"id": "W133001235", "objet_social1": "019000"}]

    lines = bring(waldec(*rows))

    assert lines == [
        "! ligne 2, colonne « objet_social1 » : Le thème « acces-aux-droits » n’existe pas dans l’annuaire.",
        summary(created=2),
    ]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x"])
def test_link_that_is_no_web_address_is_left_out(bring, link):
    lines = bring(waldec({"siteweb": link}))

    assert lines == [
        f"! ligne 2, colonne « siteweb » : « {link} » n’est pas l’adresse d’un site (http ou https).",
        summary(created=1),
    ]


def test_nul_controls_and_very_long_name_are_read(bring):
    lines = bring(waldec({"titre": "A\x00B\x07C " + "D" * 300, "objet": "x\ty"}))

    assert lines == [
        "! ligne 2, colonne « titre » : Ce nom dépasse 250 caractères : il est raccourci.",
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


def doubled(name, rna="W133001234"):
    return (
        f"! ligne 2, colonne « nom » : C’est peut-être « {name} », qui est ici sans numéro RNA : la ligne n’entre pas. "
        f"Donnez à cette fiche le numéro {rna} si c’est elle, sinon ajoutez l’autre à la main avec ce numéro."
    )


@pytest.mark.parametrize(
    "ours",
    [
        {"name": "Abricot & Grenade"},
        {"name": "L’Abricot et la grenade", "seat_postal_code": "13008"},
        {"name": "Association « Abricot-Grenade »", "seat_postal_code": "13005", "seat_city": "Marseille 5e"},
        {"name": "ABRICOT ET GRENADE", "is_published": False},
    ],
)
def test_row_that_is_likely_here_without_number_makes_no_double(bring, ours):
    OrganisationFactory(**ours)
    file = waldec({"titre": "ABRICOT ET GRENADE", "adrs_libcommune": "MARSEILLE"})

    assert bring(file) == bring(file) == [doubled(ours["name"]), summary(left_out=1)]

    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    "ours",
    [
        {"name": "Abricot et grenade", "seat_postal_code": "69001", "seat_city": "Lyon"},
        {"name": "Abricot et grenade", "rna": "W133009999"},
        {"name": "Abricots et grenades"},
        {"name": "L’Association"},
    ],
)
def test_row_of_another_name_town_or_number_comes_in(bring, ours):
    OrganisationFactory(**ours)

    assert bring(waldec({"titre": "ABRICOT ET GRENADE"})) == [summary(created=1)]


def test_sheet_that_got_its_number_follows_the_register(bring):
    OrganisationFactory(name="Abricot et grenade", rna="W133001234")

    bring(waldec({"titre": "ABRICOT ET GRENADE"}))

    assert Organisation.objects.get().website == "https://www.parc.example"


def test_namesake_of_a_published_sheet_is_told(bring):
    OrganisationFactory(name="LES AMIS DU PARC", rna="W133009999")

    assert bring(waldec({})) == [
        "! ligne 2, colonne « nom » : Une fiche publiée s’appelle déjà « LES AMIS DU PARC » : celle-ci entre sans "
        "être publiée.",
        summary(created=1),
    ]


def test_dry_run_says_so_and_writes_nothing(bring):
    assert bring(waldec({}), "--dry-run") == [f"{summary(created=1)} (essai : rien n’est enregistré)"]
    assert not Organisation.objects.exists()


def test_history_tells_the_file(bring):
    bring(waldec({}))
    bring(waldec({"titre": "NOUVEAU NOM"}))

    history = Organisation.objects.get().history.order_by("pgh_id")
    assert [version.name for version in history] == ["LES AMIS DU PARC", "NOUVEAU NOM"]
    assert history[0].pgh_context.metadata["source"] == "fichier"
