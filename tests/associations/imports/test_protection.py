"""What was written here, against what the source says anew."""

from datetime import date

import pytest

from associations.models import Organisation, Theme
from tests.associations.imports.files import OTHER_SIRET, SIRET, summary, waldec
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


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
        "= ligne 2, colonne « en une phrase » : « LES AMIS DU PARC » a été modifiée ici : ce champ est gardé.",
        "= ligne 2, colonne « site web » : « LES AMIS DU PARC » a été modifiée ici : ce champ est gardé.",
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
        f"! ligne 2, colonne « SIRET » : « {SIRET} » est déjà celui de « Autre ».",
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
        "! ligne 2, colonne « nom » : Une autre fiche s’appelle déjà « PRIS ».",
        summary(unchanged=1),
    ]
