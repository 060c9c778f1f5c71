"""The versions of a sheet: what each changed, in words, and the way back."""

from datetime import timedelta
from http import HTTPStatus

import pghistory
import pytest
from django.apps import apps
from django.db.models import F

from associations import history
from associations.models import Organisation
from tests.factories import ContactFactory, DistrictFactory, OrganisationFactory, ThemeFactory

pytestmark = pytest.mark.django_db

TABLES = ["organisationhistory", "organisationthemeevent", "organisationdistrictevent", "contacthistory"]


def an_hour_passes():
    """All of a test is one transaction, so one moment: what was written so far is put an hour back."""
    for name in TABLES:
        earlier = F("pgh_created_at") - timedelta(hours=1)
        apps.get_model("associations", name).objects.update(pgh_created_at=earlier)


@pytest.fixture
def sheet(manager, organisation):
    organisation.themes.add(ThemeFactory(name="Enfance"))
    ContactFactory(organisation=organisation, name="Yasmina", phone="04 00", email="", visibility="public")
    an_hour_passes()
    with pghistory.context(user=manager.pk):
        organisation.summary = "Un goûter"
        organisation.hours = {"mo": [["09:00", "12:00"]]}
        organisation.save()
        organisation.themes.set([ThemeFactory(name="Jeunesse")])
        organisation.districts.add(DistrictFactory(name="Mazargues"))
        organisation.contacts.update(phone="06 00")
    return organisation


def test_version_says_who_changed_what(sheet, manager):
    latest, first = history.versions(sheet)

    changes = {
        change.label: (change.before, change.after.replace("\N{NO-BREAK SPACE}", " "))
        for change in latest.changes
    }
    assert latest.by == str(manager)
    assert (latest.is_current, first.is_first) == (True, True)
    assert changes["en une phrase"] == ("", "Un goûter")
    assert changes["thèmes"] == ("Enfance", "Jeunesse")
    assert changes["quartiers d’action"] == ("", "Mazargues")
    assert changes["horaires"][1].replace("\N{NO-BREAK SPACE}", " ").startswith("lundi : 9 h – 12 h")
    assert changes["contact"][0].startswith("Yasmina · 04 00")


def test_sheet_goes_back_to_an_earlier_version(client, sheet, manager):
    client.force_login(manager)
    _latest, first = history.versions(sheet)
    an_hour_passes()
    first.at -= timedelta(hours=1)

    response = client.post(f"{sheet.get_absolute_url()}historique/revenir/", {"at": first.at.isoformat()})

    back = Organisation.objects.get()
    assert response.status_code == HTTPStatus.FOUND
    assert (back.summary, back.hours) == ("", {})
    assert [theme.name for theme in back.themes.all()] == ["Enfance"]
    assert list(back.districts.all()) == []
    assert back.contacts.get().phone == "04 00"
    assert len(history.versions(back)) == 3


def test_contact_who_came_since_stays(sheet, manager):
    _latest, first = history.versions(sheet)
    ContactFactory(organisation=sheet, name="Rose")

    history.restore(sheet, first.state, by=manager)

    assert {contact.name for contact in sheet.contacts.all()} == {"Yasmina", "Rose"}


def test_going_back_never_takes_the_name_of_another(client, sheet, manager):
    client.force_login(manager)
    former = sheet.name
    an_hour_passes()
    sheet.name = "Nouveau nom"
    sheet.save()
    OrganisationFactory(name=former)
    first = history.versions(sheet)[-1]

    response = client.post(
        f"{sheet.get_absolute_url()}historique/revenir/", {"at": first.at.isoformat()}, follow=True
    )

    assert "Une fiche de l’annuaire porte déjà ce nom." in response.text
    assert Organisation.objects.get(pk=sheet.pk).name == "Nouveau nom"


@pytest.mark.parametrize("at", ["", "hier", "2020-01-01T00:00:00+00:00"])
def test_version_that_never_was_is_not_found(client, sheet, manager, at):
    client.force_login(manager)

    response = client.post(f"{sheet.get_absolute_url()}historique/revenir/", {"at": at})

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_page_shows_versions_to_those_who_look_after_the_sheet(client, sheet, manager):
    client.force_login(manager)

    response = client.get(f"{sheet.get_absolute_url()}historique/")

    assert "Un goûter" in response.text
    assert "Revenir à cette version" in response.text
    assert "Version actuelle" in response.text
