"""Who acts and where: names, roles, places."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError

from associations.models import Accessibility, District, Membership, Organisation, Place, Theme
from habitants.models import Relay
from tests.factories import (
    DistrictFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    RelayFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_organisation_address_comes_from_its_short_name_and_never_changes():
    organisation = OrganisationFactory(name="Les Amandiers de l’Été", short_name="Amandiers")

    organisation.short_name = "Autre nom"
    organisation.save()

    assert organisation.get_absolute_url() == "/associations/amandiers/"
    assert organisation.label == "Autre nom"


def test_organisation_address_is_unique_when_the_name_is_alike():
    first = OrganisationFactory(name="Fête & co")
    second = OrganisationFactory(name="Fete  co !")

    assert first.slug == "fete-co"
    assert second.slug.startswith("fete-co-")


def test_organisation_without_a_letter_in_its_name_still_has_an_address():
    assert OrganisationFactory(name="…").slug == "fiche"


def test_organisations_are_sorted_as_a_dictionary_does():
    for name in ("Zèbre", "éclat", "Abeille", "Écho"):
        OrganisationFactory(name=name)

    assert [organisation.name for organisation in Organisation.objects.all()] == [
        *("Abeille", "Écho", "éclat", "Zèbre")
    ]


@pytest.mark.parametrize(
    ("kind", "is_partner"),
    [("association", False), ("centre-social", False), ("ville", True), ("bailleur", True), ("autre", True)],
)
def test_organisation_is_a_partner_unless_it_runs_activities(kind, is_partner):
    assert OrganisationFactory(kind=kind).is_partner is is_partner


def test_written_by_is_read_from_active_memberships(organisation):
    OrganisationFactory()
    member = MembershipFactory(organisation=organisation).user
    former = MembershipFactory(organisation=organisation, is_active=False).user

    assert list(Organisation.objects.written_by(member)) == [organisation]
    assert list(Organisation.objects.written_by(former)) == []
    assert list(Organisation.objects.written_by(AnonymousUser())) == []
    assert Organisation.objects.written_by(UserFactory(coordinator=True)).count() == 2


def test_membership_is_unique_and_says_so_in_french(organisation):
    member = MembershipFactory(organisation=organisation).user

    with pytest.raises(ValidationError) as refusal:
        Membership(user=member, organisation=organisation).full_clean()

    assert refusal.value.messages == ["Cette personne fait déjà partie de cette organisation."]


def test_membership_role_is_checked_by_the_database(organisation):
    with pytest.raises(IntegrityError, match="membership_role"):
        MembershipFactory(organisation=organisation, role="roi")


def test_membership_badge_names_the_role_and_the_organisation():
    membership = MembershipFactory(organisation__name="Les Amandiers", manager=True)

    assert str(membership.label) == "responsable · Les Amandiers"


def test_organisation_keeps_its_history():
    organisation = OrganisationFactory(name="Les Amandiers")

    organisation.summary = "Du soutien scolaire"
    organisation.save()

    assert [entry.summary for entry in organisation.history.order_by("pgh_id")] == ["", "Du soutien scolaire"]


@pytest.mark.parametrize(("latitude", "longitude"), [(43.2, None), (None, 5.4)])
def test_place_has_both_coordinates_or_none(latitude, longitude):
    place = PlaceFactory.build(latitude=latitude, longitude=longitude)

    with pytest.raises(ValidationError) as refusal:
        place.full_clean()

    assert refusal.value.messages == ["Donnez la latitude et la longitude, ou aucune des deux."]


def test_place_address_and_map():
    place = PlaceFactory(
        name="Salle", address="1 rue du Port", postal_code="13008", latitude=43.25, longitude=5.38
    )
    unknown = PlaceFactory(name="Jardin", address="", postal_code="")

    assert place.full_address == "1 rue du Port, 13008 Marseille"
    assert place.map_url == (
        "https://www.openstreetmap.org/?mlat=43.25000&mlon=5.38000#map=17/43.25000/5.38000"
    )
    assert unknown.map_url == "https://www.openstreetmap.org/search?query=Marseille"


def test_place_is_found_whatever_its_accents_and_capitals():
    place = PlaceFactory(name="École des Goumiers")
    PlaceFactory(name="École du Cabot")

    assert list(Place.objects.named("ecole DES goumiers")) == [place]


def test_accessibility_codes_have_their_words_and_pictogram():
    place = PlaceFactory(accessibility=["mi", "hi"])

    assert place.accessibility_labels == [Accessibility.MOTOR, Accessibility.HEARING]
    assert [code.icon for code in place.accessibility_labels] == ["universal-access", "ear"]


def test_mandates_of_one_person_never_overlap():
    relay = RelayFactory(starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30))
    again = Relay(user=relay.user, starts_on=date(2026, 6, 30), ends_on=date(2026, 12, 31))
    after = Relay(user=relay.user, starts_on=date(2026, 7, 1), ends_on=date(2026, 12, 31))

    with pytest.raises(ValidationError) as refusal:
        again.full_clean()
    after.full_clean()

    assert refusal.value.messages == ["Cette personne a déjà un mandat à ces dates."]


def test_mandate_runs_from_its_first_to_its_last_day():
    relay = RelayFactory(starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]

    runs = [relay in Relay.objects.current(day=day) for day in days]

    assert runs == [False, True, True, False]


def test_reference_data_is_loaded_once_and_touches_nothing_that_exists():
    call_command("reference_data")
    Theme.objects.filter(slug="enfance").update(colour="mer")

    call_command("reference_data")

    assert District.objects.count() == 19
    assert Theme.objects.main().count() == 12
    assert Theme.objects.get(slug="papiers-et-demarches").parent.slug == "acces-aux-droits"
    assert Theme.objects.get(slug="enfance").colour == "mer"


def test_district_name_is_unique():
    DistrictFactory(name="Mazargues")

    with pytest.raises(IntegrityError):
        DistrictFactory(name="Mazargues")
