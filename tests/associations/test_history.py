"""The versions of a sheet: what each changed, in words, and the way back."""

from datetime import timedelta
from http import HTTPStatus

import pghistory
import pytest

from associations import history
from associations.models import Organisation
from tests.associations.moments import an_hour_passes
from tests.factories import ContactFactory, DistrictFactory, OrganisationFactory, ThemeFactory

pytestmark = pytest.mark.django_db


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


def test_contact_who_was_taken_out_stays_out(sheet, manager):
    _latest, first = history.versions(sheet)
    sheet.contacts.all().delete()

    history.restore(sheet, first.state, by=manager)

    assert not sheet.contacts.exists()


@pytest.mark.parametrize(
    ("then", "now", "after"),
    [("public", "team", "team"), ("team", "public", "team"), ("network", "network", "network")],
)
def test_contact_is_never_shown_to_more_people(organisation, manager, then, now, after):
    ContactFactory(organisation=organisation, name="Yasmina", visibility=then)
    an_hour_passes()
    (first,) = history.versions(organisation)
    organisation.contacts.update(visibility=now, name="Y.")

    history.restore(organisation, first.state, by=manager)

    contact = organisation.contacts.get()
    assert (contact.name, contact.visibility) == ("Yasmina", after)


@pytest.mark.parametrize(("who", "kind"), [("manager", "ville"), ("coordinator", "association")])
def test_only_the_team_goes_back_to_another_type(organisation, request, who, kind):
    an_hour_passes()
    organisation.kind = "ville"
    organisation.save()
    first = history.versions(organisation)[-1]

    history.restore(organisation, first.state, by=request.getfixturevalue(who))

    organisation.refresh_from_db()
    assert organisation.kind == kind


def test_same_choices_in_another_order_are_no_change(organisation):
    organisation.publics, organisation.hours = ["parents", "enfants"], {"mo": [["09:00", "12:00"]], "su": []}
    organisation.save()
    an_hour_passes()

    organisation.publics, organisation.hours = ["enfants", "parents"], {"mo": [["09:00", "12:00"]]}
    organisation.save()

    assert len(history.versions(organisation)) == 1


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
