"""Writing a sheet: everything is saved or nothing, mistakes are told, two people do not erase each other."""

from http import HTTPStatus

import pytest

from associations.models import Contact, Organisation
from tests.factories import DistrictFactory, OrganisationFactory, PlaceFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def sent(page, **changes):
    """What the browser would send for the page's forms, with some answers changed."""
    data = {}
    closures, contacts = page.context["closures"], page.context["contacts"]
    forms = [page.context["form"], closures.management_form, contacts.management_form, *closures, *contacts]
    for form in forms:
        for field in form:
            value = field.value()
            if value is None or value is False or field.field.widget.needs_multipart_form:
                continue
            data[field.html_name] = field.field.prepare_value(value)
    return data | changes


@pytest.fixture
def address(organisation):
    return f"{organisation.get_absolute_url()}modifier/"


def test_manager_writes_the_whole_sheet(client, organisation, manager, address):
    theme, part = ThemeFactory(slug="droits"), ThemeFactory(slug="papiers")
    district = DistrictFactory()
    client.force_login(manager)
    page = client.get(address)

    response = client.post(
        address,
        sent(
            page,
            summary="Un écrivain public.",
            description="Une ligne\r\nune autre",
            themes=["papiers"],
            main_theme=theme.pk,
            publics=["adultes"],
            languages=["fr", "ar"],
            districts=[district.pk],
            new_place_name="Local",
            place_accessibility=["mi"],
            hours_mo="9h-12h, 14h-18h",
            siret="732 829 320 00074",
            links="https://example.org/page\nhttps://example.org/page",
            **{
                "fermetures-0-first": "2099-08-01",
                "fermetures-0-last": "2099-08-15",
                "fermetures-0-why": "congés",
                "contacts-0-name": "Yasmina",
                "contacts-0-phone": "06 39 98 40 13",
                "contacts-0-visibility": "public",
            },
        ),
    )

    assert response.status_code == HTTPStatus.FOUND, [
        response.context[name].errors for name in ("form", "closures", "contacts")
    ]
    sheet = Organisation.objects.get()
    assert sheet.description == "Une ligne\nune autre"
    assert set(sheet.themes.all()) == {theme, part}
    assert sheet.main_theme == theme
    assert (sheet.publics, sheet.languages) == (["adultes"], ["fr", "ar"])
    assert (sheet.place.name, sheet.place.accessibility) == ("Local", ["mi"])
    assert sheet.hours == {"mo": [["09:00", "12:00"], ["14:00", "18:00"]]}
    assert sheet.closures == [{"from": "2099-08-01", "to": "2099-08-15", "why": "congés"}]
    assert (sheet.siret, sheet.siren) == ("73282932000074", "732829320")
    assert sheet.links == ["https://example.org/page"]
    assert [contact.name for contact in sheet.contacts.all()] == ["Yasmina"]
    assert sheet.verified_by == manager
    assert "écrivain" in sheet.search_text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "Ce champ est obligatoire."),
        ({"siret": "73282932000079"}, "la clé de contrôle ne correspond pas"),
        ({"rna": "7,82E+13"}, "a été abîmé par un tableur"),
        ({"links": "javascript:alert(1)"}, "n’est pas une adresse http ou https"),
        ({"website": "javascript:alert(1)"}, "URL valide"),
        ({"hours_tu": "quand on peut"}, "écrivez par exemple"),
        ({"fermetures-0-last": "2099-08-15"}, "Dites le premier jour."),
        ({"contacts-0-name": "Sans moyen"}, "Donnez une adresse e-mail ou un numéro de téléphone."),
    ],
)
def test_mistake_is_told_and_nothing_is_saved(client, organisation, manager, address, changes, message):
    client.force_login(manager)
    page = client.get(address)

    response = client.post(address, sent(page, summary="Autre", **changes))

    assert response.status_code == HTTPStatus.OK
    assert message in response.text
    assert Organisation.objects.get().summary == ""
    assert not Contact.objects.exists()


def test_name_of_another_sheet_is_refused(client, organisation, manager, address):
    OrganisationFactory(name="Les Amandiers")
    client.force_login(manager)

    response = client.post(address, sent(client.get(address), name="Les Amandiers"))

    assert "Une fiche de l’annuaire porte déjà ce nom." in response.text


def test_two_people_do_not_erase_each_other(client, organisation, manager, address):
    client.force_login(manager)
    page = client.get(address)
    organisation.phone = "04 00 00 00 00"
    organisation.save()

    response = client.post(address, sent(page, summary="Le mien"))

    assert "Quelqu’un a modifié cette fiche pendant que vous écriviez." in response.text
    assert "Le mien" in response.text
    assert Organisation.objects.get().phone == "04 00 00 00 00"


def test_manager_changes_neither_the_type_nor_what_is_public(client, organisation, manager, address):
    client.force_login(manager)
    page = client.get(address)

    client.post(address, sent(page, kind="ville"))

    organisation.refresh_from_db()
    assert (organisation.kind, organisation.is_published) == ("association", True)


def test_place_of_others_is_not_described_here(client, organisation, manager, address):
    place = PlaceFactory(access="Bus 23")
    OrganisationFactory(place=place)
    Organisation.objects.filter(pk=organisation.pk).update(place=place)
    client.force_login(manager)
    page = client.get(address)

    client.post(address, sent(page, place=place.pk, place_access="À pied"))

    place.refresh_from_db()
    assert place.access == "Bus 23"


def test_team_adds_a_sheet(client, coordinator):
    client.force_login(coordinator)
    page = client.get("/associations/ajouter/")

    response = client.post("/associations/ajouter/", sent(page, name="Suivi", is_published="on"))

    assert response.status_code == HTTPStatus.FOUND, [
        response.context[name].errors for name in ("form", "closures", "contacts")
    ]
    sheet = Organisation.objects.get()
    assert sheet.slug.startswith("suivi-")
    assert "Suivi" in sheet.search_text
