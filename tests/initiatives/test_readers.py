"""Who is proposed to read a sheet."""

import pytest
from django.utils import timezone

from associations.models import Organisation
from initiatives.models import Initiative, Partnership, Reading, ReadingOptOut
from initiatives.models.readers import readers_for
from tests.factories import MembershipFactory, ThemeFactory, UserFactory
from tests.initiatives.factories import InitiativeFactory
from tests.initiatives.network import draft_of, member_of, organisation, theme

pytestmark = pytest.mark.django_db


def proposed(sheet, **kwargs):
    return [membership.user for membership in readers_for(Initiative.objects.get(pk=sheet.pk), **kwargs)]


def test_nobody_of_the_team_of_a_partner_or_of_the_same_theme_is_proposed():
    sheet = draft_of()
    garden = sheet.main_theme
    part = ThemeFactory(name="Compost", parent=garden)
    partner = member_of("La Marmite", main=theme("Cuisine"))
    Partnership.objects.create(initiative=sheet, organisation=partner.organisation)
    MembershipFactory(organisation=sheet.carrier)
    member_of("Les Semeurs", main=garden)
    member_of("Les Vers", main=part)
    # One who belongs to the carrier as well as to another association.
    both = member_of("Le Fil", main=theme("Couture"))
    MembershipFactory(organisation=sheet.carrier, user=both.user)
    member_of("La Mairie").organisation.__class__.objects.filter(name="La Mairie").update(
        kind=Organisation.Kind.VILLE
    )
    ended = member_of("Parti")
    type(ended).objects.filter(pk=ended.pk).update(is_active=False)
    member_of("Fermé", main=None).user.__class__.objects.filter(
        memberships__organisation__name="Fermé"
    ).update(is_active=False)
    away = member_of("Sans moi").user
    ReadingOptOut.objects.create(user=away)
    right = member_of("La Clé", main=theme("Accès aux droits")).user

    assert proposed(sheet) == [right]


def test_those_without_a_theme_in_common_come_first_then_those_asked_least_recently():
    sheet = draft_of()
    shares = member_of("Partage", main=theme("Cuisine"), themes=[sheet.main_theme]).user
    busy, asked, never = (
        member_of(name, main=theme(name)).user for name in ("Occupé", "Sollicité", "Jamais")
    )
    other = InitiativeFactory(review=True)
    Reading.objects.create(initiative=other, reader=busy)
    Reading.objects.create(
        initiative=other, reader=asked, state="declined", closed_at=timezone.now(), proposed_at=timezone.now()
    )

    assert proposed(sheet, most=4) == [never, asked, busy, shares]


def test_associations_come_in_turn_and_each_person_once():
    sheet = draft_of()
    first = member_of("A", main=theme("Sport"))
    MembershipFactory(organisation=first.organisation)
    second = member_of("B", main=theme("Danse"))
    MembershipFactory(organisation=organisation("C"), user=first.user)

    assert proposed(sheet, most=2) == [first.user, second.user]


def test_who_has_two_sheets_to_read_is_left_in_peace():
    sheet = draft_of()
    reader = member_of("A").user
    for _sheet in range(2):
        Reading.objects.create(initiative=InitiativeFactory(review=True), reader=reader)

    assert proposed(sheet) == []


def test_who_sent_it_back_comes_first_and_who_declined_no_more():
    sheet = draft_of()
    declined, new, knows = (member_of(name) for name in "ABC")
    for membership, state in ((declined, "declined"), (knows, "sent-back")):
        Reading.objects.create(
            initiative=sheet, reader=membership.user, state=state, closed_at=timezone.now()
        )

    assert proposed(sheet) == [knows.user, new.user]


@pytest.mark.parametrize("people", [1, 3])
def test_proposal_is_one_query(people, django_assert_num_queries):
    sheet = draft_of()
    for number in range(people):
        member_of(f"Association {number}", main=theme(f"Thème de {number}"))

    with django_assert_num_queries(1):
        found = readers_for(sheet)
        words = [str(row.organisation.main_theme) + str(row.user) for row in found]

    assert len(words) == people


def test_reader_is_told_why():
    sheet = draft_of()
    reader = member_of("La Clé", main=theme("Accès aux droits"))
    sheet.submit(by=sheet.author, reader=reader)
    reading = Reading.objects.get()
    coordinator = UserFactory(coordinator=True)

    said = reading.why
    reading.proposed_by = coordinator

    assert "« La Clé » travaille surtout sur « Accès aux droits », cette fiche parle de « Jardins »" in said
    assert reading.why == "L’équipe de coordination a pensé à vous pour cette fiche."
