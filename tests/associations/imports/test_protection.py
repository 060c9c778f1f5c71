"""What was written here, against what the source says anew."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction

from associations.models import Organisation, Theme
from cooperation.core.history import acting
from tests.associations.imports.files import OTHER_SIRET, SIRET, exported, sheet, summary, waldec
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("themes")]


def test_what_the_source_says_anew_is_written(bring):
    bring(waldec({}))
    before = Organisation.objects.get()

    assert bring(waldec({"objet": "planter", "date_creat": "2001-02-04"})) == [summary(updated=1)]

    row = Organisation.objects.get()
    assert (row.summary, row.founded_on) == ("planter", date(2001, 2, 4))
    assert row.updated_at > before.updated_at


def test_what_was_written_here_is_kept_counted_and_told(bring, member):
    bring(waldec({}))
    with acting(member):
        Organisation.objects.filter(rna="W133001234").update(summary="Notre parc", website="")

    lines = bring(waldec({"objet": "planter"}))

    assert lines == [
        "= ligne 2, colonne « en une phrase » : « LES AMIS DU PARC » a été modifiée ici : ce champ est gardé.",
        "= ligne 2, colonne « site web » : « LES AMIS DU PARC » a été modifiée ici : ce champ est gardé.",
        summary(unchanged=1, protected=2),
    ]
    row = Organisation.objects.get(rna="W133001234")
    assert (row.summary, row.website) == ("Notre parc", "")


def test_overwrite_writes_it_all_the_same(bring, member):
    bring(waldec({}))
    with acting(member):
        Organisation.objects.filter(rna="W133001234").update(summary="Notre parc", website="")

    assert bring(waldec({}), "--overwrite") == [summary(updated=1)]

    row = Organisation.objects.get(rna="W133001234")
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


def test_our_own_table_changes_what_nobody_edited(bring):
    for _row in range(3):
        OrganisationFactory(phone="04 91 00 00 00", email="a@b.example")
    data = exported(Organisation.objects.for_export())

    changed = data.replace(b"04 91 00 00 00", b"04 91 99 99 99")

    assert bring(changed) == [summary(updated=3)]
    assert bring(changed) == [summary(unchanged=3)]
    assert set(Organisation.objects.values_list("phone", flat=True)) == {"04 91 99 99 99"}


def test_our_own_table_corrects_what_a_register_said_for_good(bring):
    bring(waldec({}))
    row = Organisation.objects.get()
    ours = sheet({"identifiant": str(row.uid), "nom": "Les Amis du Parc", "en une phrase": "Notre parc"})

    assert bring(ours) == [summary(updated=1)]
    lines = bring(waldec({"objet": "planter"}))

    assert lines == [
        "= ligne 2, colonne « nom » : « Les Amis du Parc » dit autre chose, qui ne vient pas de ce fichier : ce champ "
        "est gardé.",
        "= ligne 2, colonne « en une phrase » : « Les Amis du Parc » dit autre chose, qui ne vient pas de ce fichier : "
        "ce champ est gardé.",
        summary(unchanged=1, protected=2),
    ]
    row.refresh_from_db()
    assert (row.name, row.summary) == ("Les Amis du Parc", "Notre parc")


def test_our_own_table_keeps_what_a_member_edited_unless_asked(bring, member):
    row = OrganisationFactory(name="Parc", phone="04 91 00 00 00", email="a@b.example")
    theme, other = Theme.objects.all()[:2]
    row.themes.add(theme)
    with acting(member):
        Organisation.objects.filter(pk=row.pk).update(phone="06 00 00 00 00")
        row.themes.set([other])
    ours = sheet(
        {
            "identifiant": str(row.uid),
            "téléphone": "04 91 99 99 99",
            "e-mail": "c@b.example",
            "thèmes": theme.slug,
        }
    )

    lines = bring(ours)

    row.refresh_from_db()
    assert (row.phone, row.email, row.themes.get()) == ("06 00 00 00 00", "c@b.example", other)
    assert lines == [
        "= ligne 2, colonne « téléphone » : « Parc » a été modifiée ici : ce champ est gardé.",
        "= ligne 2, colonne « thèmes » : « Parc » a été modifiée ici : ce champ est gardé.",
        summary(updated=1, protected=2),
    ]
    assert bring(ours, "--overwrite") == [summary(updated=1)]
    row.refresh_from_db()
    assert (row.phone, row.themes.get()) == ("04 91 99 99 99", theme)
    # What an import wrote since is nobody's edit.
    assert bring(ours.replace(b"99 99 99", b"99 99 98")) == [summary(updated=1)]


def test_our_own_table_read_again_takes_nothing_back(bring):
    row = OrganisationFactory(name="Parc", email="a@b.example")
    ours = sheet({"identifiant": str(row.uid), "e-mail": "c@b.example"})
    bring(ours)
    Organisation.objects.update(email="d@b.example")

    assert bring(ours)[-1] == summary(unchanged=1, protected=1)

    row.refresh_from_db()
    assert row.email == "d@b.example"


@pytest.mark.django_db(transaction=True)
def test_edit_saved_between_the_comparison_and_the_writing_is_kept(bring, member):
    row = OrganisationFactory(name="Parc", phone="04 91 00 00 00")
    ours = sheet({"identifiant": str(row.uid), "téléphone": "04 91 99 99 99"})
    said = []

    def run():
        try:
            said.extend(bring(ours))
        finally:
            connection.close()

    importing = Thread(target=run)
    with transaction.atomic(), acting(member), connection.cursor() as cursor:
        Organisation.objects.filter(pk=row.pk).update(phone="06 00 00 00 00")
        importing.start()
        waiting = False
        while importing.is_alive() and not waiting:
            # Of whoever waits, only who waits for us.
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid)"
            )
            waiting = cursor.fetchone()[0]
    importing.join()

    assert waiting
    row.refresh_from_db()
    assert row.phone == "06 00 00 00 00"
    assert said[-1] == summary(unchanged=1, protected=1)


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
