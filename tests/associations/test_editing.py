"""Writing a sheet: everything is saved or nothing, mistakes are told, two people do not erase each other."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from associations import history
from associations.models import Contact, Organisation
from tests.associations.moments import an_hour_passes
from tests.factories import (
    ContactFactory,
    DistrictFactory,
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    ThemeFactory,
)

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


def test_what_the_other_changed_is_shown_then_saving_again_works(client, organisation, manager, address):
    an_hour_passes()
    Organisation.objects.update(updated_at=timezone.now() - timedelta(minutes=30))
    client.force_login(manager)
    page = client.get(address)
    organisation.phone = "04 00 00 00 00"
    organisation.save()

    refused = client.post(address, sent(page, summary="Le mien"))
    saved = client.post(address, sent(refused))

    assert "<ins>04 00 00 00 00</ins>" in refused.text
    assert saved.status_code == HTTPStatus.FOUND
    assert Organisation.objects.get().summary == "Le mien"
    assert Organisation.objects.get().phone == "04 00 00 00 00"


def test_what_was_left_alone_is_as_the_other_saved_it(client, organisation, manager, address):
    before, after = PlaceFactory(access="Bus 23"), PlaceFactory(access="Métro", accessibility=["vi"])
    old, new, mine = ThemeFactory(slug="a"), ThemeFactory(slug="b"), DistrictFactory()
    organisation.place, organisation.hours = before, {"mo": [["09:00", "12:00"]]}
    organisation.closures = [{"from": "2099-08-01", "to": "2099-08-15", "why": "congés"}]
    organisation.languages = ["fr"]
    organisation.save()
    organisation.themes.add(old)
    yasmina = ContactFactory(organisation=organisation, name="Yasmina", phone="06 39 98 40 13")
    client.force_login(manager)
    page = client.get(address)
    organisation.place, organisation.hours = after, {"tu": [["14:00", "18:00"]]}
    organisation.closures += [{"from": "2099-12-20", "to": "2099-12-31", "why": "fêtes"}]
    organisation.languages = ["fr", "ar"]
    organisation.save()
    organisation.themes.set([new])
    Contact.objects.update(phone="06 39 98 40 14")
    ContactFactory(organisation=organisation, name="Karim")

    refused = client.post(address, sent(page, summary="Le mien", districts=[mine.pk]))
    saved = client.post(address, sent(refused))

    assert refused.status_code == HTTPStatus.OK
    assert saved.status_code == HTTPStatus.FOUND
    sheet = Organisation.objects.get()
    assert (sheet.summary, list(sheet.districts.all())) == ("Le mien", [mine])
    assert sheet.place == after
    assert (sheet.place.access, sheet.place.accessibility) == ("Métro", ["vi"])
    assert sheet.hours == {"tu": [["14:00", "18:00"]]}
    assert [closure["why"] for closure in sheet.closures] == ["congés", "fêtes"]
    assert sheet.languages == ["fr", "ar"]
    assert list(sheet.themes.all()) == [new]
    yasmina.refresh_from_db()
    assert yasmina.phone == "06 39 98 40 14"
    assert {contact.name for contact in sheet.contacts.all()} == {"Yasmina", "Karim"}


def test_what_both_changed_stays_as_this_person_wrote_it(client, organisation, manager, address):
    ContactFactory(organisation=organisation, name="Yasmina", phone="06 39 98 40 13")
    organisation.closures = [{"from": "2099-08-01", "to": "2099-08-15", "why": "congés"}]
    organisation.save()
    client.force_login(manager)
    page = client.get(address)
    Organisation.objects.update(phone="04 00 00 00 00", closures=[])
    Contact.objects.update(phone="06 39 98 40 14")
    mine = {
        "phone": "04 11 11 11 11",
        "hours_mo": "9h-12h",
        "fermetures-0-why": "vacances",
        "contacts-0-phone": "06 39 98 40 15",
    }

    refused = client.post(address, sent(page, **mine))
    saved = client.post(address, sent(refused))

    assert "Quelqu’un a modifié cette fiche pendant que vous écriviez." in refused.text
    assert saved.status_code == HTTPStatus.FOUND
    sheet = Organisation.objects.get()
    assert sheet.phone == "04 11 11 11 11"
    assert sheet.hours == {"mo": [["09:00", "12:00"]]}
    assert [closure["why"] for closure in sheet.closures] == ["vacances"]
    assert sheet.contacts.get().phone == "06 39 98 40 15"


def test_what_another_said_of_the_place_is_told(client, organisation, manager, address):
    Organisation.objects.update(place=PlaceFactory(access="Bus 23", accessibility=["mi"]))
    client.force_login(manager)
    page = client.get(address)
    place = Organisation.objects.get().place
    place.access, place.accessibility = "Métro", ["vi"]
    place.save()

    refused = client.post(address, sent(page, place_access="À pied"))
    saved = client.post(address, sent(refused))

    assert "Quelqu’un a écrit entre-temps : « Métro »" in refused.text
    assert saved.status_code == HTTPStatus.FOUND
    place.refresh_from_db()
    assert (place.access, place.accessibility) == ("À pied", ["vi"])


def test_person_whom_another_changed_is_not_changed_back(client, organisation, manager, address):
    ContactFactory(organisation=organisation, name="Yasmina", phone="06 39 98 40 13")
    an_hour_passes()
    client.force_login(manager)
    page = client.get(address)
    contact = Contact.objects.get()
    contact.phone = "06 39 98 40 14"
    contact.save()

    refused = client.post(address, sent(page, **{"contacts-0-role": "Accueil"}))
    saved = client.post(address, sent(refused))

    assert "Quelqu’un d’autre a aussi modifié ces lignes" in refused.text
    assert "06 39 98 40 14" in refused.text
    assert saved.status_code == HTTPStatus.FOUND
    contact.refresh_from_db()
    assert (contact.phone, contact.role) == ("06 39 98 40 14", "Accueil")


def test_what_others_confirmed_or_wrote_alike_stops_nobody(client, organisation, manager, address):
    client.force_login(manager)
    page = client.get(address)
    organisation.phone, organisation.verified_at = "04 00 00 00 00", timezone.now()
    organisation.save()

    saved = client.post(address, sent(page, phone="04 00 00 00 00", summary="Le mien"))

    assert saved.status_code == HTTPStatus.FOUND
    assert Organisation.objects.get().summary == "Le mien"


def test_person_whom_another_took_out_meanwhile_stays_out(client, organisation, manager, address):
    ContactFactory(organisation=organisation, name="Yasmina")
    client.force_login(manager)
    page = client.get(address)
    organisation.contacts.all().delete()
    organisation.save()

    refused = client.post(address, sent(page, summary="Le mien"))
    saved = client.post(address, sent(refused))

    assert "Yasmina a été retirée par quelqu’un d’autre" in refused.text
    assert saved.status_code == HTTPStatus.FOUND
    assert not Contact.objects.exists()
    assert Organisation.objects.get().summary == "Le mien"


def test_nothing_changed_writes_no_version(client, organisation, manager, address):
    organisation.publics, organisation.languages = ["parents", "enfants"], ["fsl", "ar", "fr"]
    organisation.involvements, organisation.hours = ["operator", "funder"], {"mo": [["09:00", "12:00"]]}
    organisation.closures = [
        {"from": "2020-01-01", "to": "2020-01-02"},
        {"from": "2099-08-01", "to": "2099-08-15", "why": "congés"},
    ]
    organisation.place = PlaceFactory(access="Bus 23", accessibility=["vi", "mi"])
    organisation.save()
    an_hour_passes()
    client.force_login(manager)

    data = sent(client.get(address))
    del data["is_right"]
    client.post(address, data)

    organisation.refresh_from_db()
    assert organisation.publics == ["parents", "enfants"]
    assert len(organisation.closures) == 2
    assert len(history.versions(organisation)) == 1


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


def test_number_of_a_sheet_that_waits_is_taken_over(client, organisation, manager, address):
    hidden = OrganisationFactory(
        name="ABRICOT",
        is_published=False,
        origin="rna",
        rna="W133001234",
        siren="732829320",
        siret="73282932000074",
    )
    client.force_login(manager)

    response = client.post(
        address, sent(client.get(address), rna="W133001234", siret="73282932000074"), follow=True
    )

    sheet = Organisation.objects.get()
    assert (sheet.pk, sheet.rna, sheet.siret) == (organisation.pk, "W133001234", "73282932000074")
    assert hidden.name in response.text
    assert "portait ce numéro" in response.text


def test_sheet_that_waits_stays_when_the_form_is_refused(client, organisation, manager, address):
    hidden = OrganisationFactory(is_published=False, origin="rna", rna="W133001234")
    client.force_login(manager)

    client.post(address, sent(client.get(address), rna="W133001234", name=""))

    hidden.refresh_from_db()
    assert hidden.rna == "W133001234"


@pytest.mark.parametrize("held", ["public", "typed here", "member", "event"])
def test_number_of_a_sheet_that_serves_stays_there(client, organisation, manager, address, held):
    other = OrganisationFactory(
        rna="W133001234", is_published=held == "public", origin="form" if held == "typed here" else "rna"
    )
    if held == "member":
        MembershipFactory(organisation=other)
    if held == "event":
        EventFactory(organiser=other)
    client.force_login(manager)

    response = client.post(address, sent(client.get(address), rna="W133001234"))

    assert "Une autre fiche porte déjà ce numéro RNA." in response.text
    assert Organisation.objects.filter(pk=other.pk, rna="W133001234").exists()


@pytest.mark.parametrize("held", ["organisation", "other place", "event", "date"])
def test_place_that_serves_others_is_not_described_here(client, organisation, manager, address, held):
    place = PlaceFactory(access="Bus 23")
    match held:
        case "organisation":
            OrganisationFactory(place=place)
        case "other place":
            OrganisationFactory().other_places.add(place)
        case "event":
            EventFactory(organiser=OrganisationFactory(), place=place)
        case "date":
            EventFactory(organiser=None, author_email="a@example.org").occurrences.update(place=place)
    Organisation.objects.filter(pk=organisation.pk).update(place=place)
    client.force_login(manager)
    page = client.get(address)

    client.post(address, sent(page, place_access="À pied"))

    place.refresh_from_db()
    assert place.access == "Bus 23"


def test_place_where_only_we_are_is_described_here(client, organisation, manager, address):
    place = PlaceFactory(access="Bus 23")
    Organisation.objects.filter(pk=organisation.pk).update(place=place)
    EventFactory(organiser=organisation, place=place)
    client.force_login(manager)

    client.post(address, sent(client.get(address), place_access="À pied", place_accessibility=["mi"]))

    place.refresh_from_db()
    assert (place.access, place.accessibility) == ("À pied", ["mi"])


def test_place_chosen_instead_keeps_its_description(client, organisation, manager, address):
    ours = PlaceFactory(access="Bus 23", accessibility=["mi"])
    theirs = PlaceFactory(access="Métro", accessibility=["vi"])
    OrganisationFactory().other_places.add(theirs)
    Organisation.objects.filter(pk=organisation.pk).update(place=ours)
    EventFactory(organiser=organisation, place=theirs)
    client.force_login(manager)

    response = client.post(
        address, sent(client.get(address), place=theirs.pk, place_access="À pied"), follow=True
    )

    organisation.refresh_from_db()
    theirs.refresh_from_db()
    assert organisation.place == theirs
    assert (theirs.access, theirs.accessibility) == ("Métro", ["vi"])
    assert "celle que vous avez écrite n’est pas reprise" in response.text


def test_new_place_is_not_what_the_former_one_was(client, organisation, manager, address):
    Organisation.objects.filter(pk=organisation.pk).update(
        place=PlaceFactory(access="Bus 23", accessibility=["mi"])
    )
    client.force_login(manager)

    client.post(
        address,
        sent(
            client.get(address),
            place="",
            new_place_name="Local",
            place_access="Au fond de la cour",
            latitude="43.25",
            longitude="5.4",
        ),
    )

    place = Organisation.objects.get().place
    assert (place.name, place.access, place.accessibility) == ("Local", "Au fond de la cour", [])
    assert (place.latitude, place.longitude) == (43.25, 5.4)


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
