"""A manager invites by mail; nothing else is written to that address before it has answered."""

import re
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from associations.models import Invitation
from tests.factories import (
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def notices(response):
    return [str(message) for message in response.context["messages"]]


def invite(client, organisation, email="nadia@example.org", role="member"):
    address = f"/associations/{organisation.slug}/membres/inviter/"
    return client.post(address, {"email": email, "role": role}, follow=True)


# Sending


def test_invitation_is_one_mail_with_its_link(client, organisation, manager, mailoutbox):
    client.force_login(manager)

    response = invite(client, organisation, role="manager")

    invitation = Invitation.objects.get()
    sent = mailoutbox[0]
    assert (invitation.email, invitation.role, invitation.invited_by) == (
        *("nadia@example.org", "manager", manager),
    )
    assert notices(response) == ["L’invitation est partie à nadia@example.org. Elle est bonne 14 jours."]
    assert (len(mailoutbox), sent.to) == (1, ["nadia@example.org"])
    assert sent.subject == f"Invitation : rejoindre {organisation.label}"
    assert f"{manager} vous invite" in sent.body
    assert "comme responsable" in sent.body
    assert re.search(r"http://\S+/associations/invitation/\S+/", sent.body)


def test_invitation_is_good_for_fourteen_days(client, organisation, manager):
    client.force_login(manager)

    invite(client, organisation)

    left = Invitation.objects.get().expires_at - timezone.now()
    assert timedelta(days=13, hours=23) < left <= timedelta(days=14)


@pytest.mark.parametrize("email", ["karim@example.org", "KARIM@example.org"])
def test_member_is_not_invited_again(client, organisation, manager, mailoutbox, email):
    MembershipFactory(organisation=organisation, user__email="karim@example.org")
    client.force_login(manager)

    response = invite(client, organisation, email)

    assert response.context["form"].errors["email"] == ["Cette personne fait déjà partie de l’organisation."]
    assert (Invitation.objects.count(), mailoutbox) == (0, [])


def test_former_member_is_invited_again(client, organisation, manager, mailoutbox):
    MembershipFactory(organisation=organisation, user__email="karim@example.org", is_active=False)
    client.force_login(manager)

    invite(client, organisation, "karim@example.org")

    assert len(mailoutbox) == 1


def test_invitation_in_course_is_said_and_not_sent_again(client, organisation, manager, mailoutbox):
    client.force_login(manager)
    invite(client, organisation)

    response = invite(client, organisation, "Nadia@example.org")

    assert "a déjà une invitation en cours" in response.context["form"].errors["email"][0]
    assert "L’invitation n’est pas partie" in response.text
    assert (Invitation.objects.count(), len(mailoutbox)) == (1, 1)


def test_invitation_whose_time_is_over_makes_room_for_another(client, organisation, manager, mailoutbox):
    former = InvitationFactory(organisation=organisation, email="nadia@example.org", expired=True)
    client.force_login(manager)

    invite(client, organisation)

    former.refresh_from_db()
    assert former.withdrawn_at is not None
    assert Invitation.objects.open().count() == 1
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    "typed", [{"email": "nadia", "role": "member"}, {"email": "n@example.org", "role": "roi"}, {}]
)
def test_invitation_that_is_not_understood_is_not_sent(client, organisation, manager, mailoutbox, typed):
    client.force_login(manager)

    response = client.post(f"/associations/{organisation.slug}/membres/inviter/", typed)

    assert response.status_code == HTTPStatus.OK
    assert response.context["form"].errors
    assert (Invitation.objects.count(), mailoutbox) == (0, [])


def test_address_receives_three_invitations_a_day_at_most(client, coordinator, mailoutbox):
    client.force_login(coordinator)

    answers = [invite(client, OrganisationFactory()).status_code for _organisation in range(4)]

    assert answers == [200, 200, 200, 429]
    assert len(mailoutbox) == 3


def test_team_sends_as_many_as_the_launch_takes(client, organisation, coordinator, mailoutbox):
    client.force_login(coordinator)

    answers = [invite(client, organisation, f"voisin{n}@example.org").status_code for n in range(21)]

    assert answers == [200] * 21
    assert len(mailoutbox) == 21


def test_manager_sends_twenty_invitations_a_day_at_most(client, organisation, manager, mailoutbox):
    client.force_login(manager)

    answers = [invite(client, organisation, f"voisin{n}@example.org") for n in range(21)]

    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert answers[-1].context["form"].errors["email"] == [
        "Beaucoup d’invitations sont parties aujourd’hui. Réessayez demain."
    ]
    assert len(mailoutbox) == 20


def test_closed_account_receives_no_invitation(client, organisation, manager, mailoutbox):
    UserFactory(email="parti@example.org", is_active=False)
    client.force_login(manager)

    invite(client, organisation, "Parti@example.org")

    assert mailoutbox == []


def test_invitation_is_withdrawn(client, organisation, manager, mailoutbox):
    invitation = InvitationFactory(organisation=organisation)
    client.force_login(manager)

    address = f"/associations/{organisation.slug}/membres/invitations/{invitation.pk}/retirer/"
    first = client.post(address, follow=True)
    second = client.post(address)

    invitation.refresh_from_db()
    assert notices(first) == [f"L’invitation à {invitation.email} est retirée."]
    assert (invitation.is_open, second.status_code) == (False, HTTPStatus.NOT_FOUND)
    assert mailoutbox == []


def test_invitation_of_another_organisation_is_not_found(client, organisation, manager):
    invitation = InvitationFactory()
    client.force_login(manager)

    response = client.post(f"/associations/{organisation.slug}/membres/invitations/{invitation.pk}/retirer/")

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_database_keeps_one_unanswered_invitation_for_an_address(organisation):
    InvitationFactory(organisation=organisation, email="nadia@example.org")

    with pytest.raises(IntegrityError, match="invitation_once"):
        InvitationFactory(organisation=organisation, email="NADIA@example.org")


# Answering


def test_opening_the_link_changes_nothing(client):
    invitation = InvitationFactory(organisation__name="Les Amandiers", invited_by__display_name="Élodie")

    response = client.get(invitation.get_absolute_url())

    invitation.refresh_from_db()
    assert "Élodie vous invite à rejoindre « Les Amandiers » comme <strong>membre</strong>" in response.text
    assert invitation.is_open is True


def test_signed_out_the_ways_in_come_back(client):
    address = InvitationFactory().get_absolute_url()

    text = client.get(address).text

    back = urlencode({"next": address})
    assert f'href="/comptes/login/?{back}"' in text
    assert f'href="/comptes/signup/?{back}"' in text
    assert "Accepter l’invitation" not in text


def test_signing_in_comes_back_to_the_invitation(client):
    address = InvitationFactory().get_absolute_url()
    account = {"login": UserFactory().email, "password": "motdepasse-de-test", "next": address}

    response = client.post("/comptes/login/", account, follow=True)

    assert response.redirect_chain == [(address, 302)]
    assert "Accepter l’invitation" in response.text


def test_signed_out_nobody_accepts(client):
    invitation = InvitationFactory()

    client.post(invitation.get_absolute_url())

    invitation.refresh_from_db()
    assert invitation.is_open is True


def test_invitation_accepted_gives_the_role_and_leads_to_the_sheet(client):
    invitation, nadia = InvitationFactory(manager=True), UserFactory()
    client.force_login(nadia)

    response = client.post(invitation.get_absolute_url(), follow=True)

    invitation.refresh_from_db()
    membership = nadia.memberships.get()
    assert (membership.organisation, membership.role) == (invitation.organisation, "manager")
    assert invitation.accepted_by == nadia
    assert response.redirect_chain == [(invitation.organisation.get_absolute_url(), 302)]
    assert notices(response) == [f"Bienvenue ! Vous êtes responsable de « {invitation.organisation.label} »."]


def test_invitation_to_an_unpublished_sheet_leads_to_its_members(client):
    invitation = InvitationFactory(organisation__is_published=False)
    client.force_login(UserFactory())

    response = client.post(invitation.get_absolute_url())

    assert response["Location"] == f"/associations/{invitation.organisation.slug}/membres/"


def test_invitation_serves_once(client):
    invitation, second = InvitationFactory(), UserFactory()
    client.force_login(UserFactory())
    client.post(invitation.get_absolute_url())
    client.force_login(second)

    response = client.post(invitation.get_absolute_url())

    assert response.status_code == HTTPStatus.OK
    assert "Elle a été acceptée le" in response.text
    assert second.memberships.count() == 0


def test_invitation_withdrawn_says_so(client):
    invitation, nadia = InvitationFactory(), UserFactory()
    address = invitation.get_absolute_url()
    invitation.withdraw()
    client.force_login(nadia)

    response = client.post(address)

    assert "l’a retirée" in response.text
    assert nadia.memberships.count() == 0


def test_invitation_whose_time_is_over_says_so(client):
    invitation, nadia = InvitationFactory(expired=True), UserFactory()
    client.force_login(nadia)

    response = client.post(invitation.get_absolute_url())

    assert "Son délai est passé" in response.text
    assert nadia.memberships.count() == 0


def test_link_older_than_its_days_says_so(client, monkeypatch):
    invitation = InvitationFactory()
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now - 15 * 86_400)
    address = invitation.get_absolute_url()
    monkeypatch.undo()

    response = client.get(address)

    assert response.status_code == HTTPStatus.OK
    assert "Son délai est passé" in response.text


@pytest.mark.parametrize(
    "token",
    ["x", "x:y:z", "%00", "é:é:é", signing.dumps(1, salt="autre")],
    ids=["x", "xyz", "nul", "é", "salt"],
)
def test_forged_link_is_not_found(client, token):
    InvitationFactory()

    assert client.get(f"/associations/invitation/{token}/").status_code == HTTPStatus.NOT_FOUND


def test_invitation_of_an_organisation_that_is_gone_is_not_found(client):
    invitation = InvitationFactory()
    address = invitation.get_absolute_url()
    invitation.organisation.delete()

    assert client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_manager_who_opens_the_link_does_not_use_it_up(client, organisation, manager):
    invitation = InvitationFactory(organisation=organisation, manager=True)
    client.force_login(manager)

    response = client.post(invitation.get_absolute_url())

    invitation.refresh_from_db()
    assert invitation.is_open is True
    assert "Vous en faites déjà partie" in response.text


@pytest.mark.parametrize(
    ("had", "offered", "has"),
    [
        ({"role": "member"}, "manager", "manager"),
        ({"role": "manager"}, "member", "manager"),
        ({"role": "manager", "is_active": False}, "member", "member"),
        ({"role": "member", "is_active": False}, "manager", "manager"),
    ],
)
def test_whoever_was_there_keeps_the_higher_role(had, offered, has):
    membership = MembershipFactory(**had)
    invitation = InvitationFactory(organisation=membership.organisation, role=offered)

    invitation.accept(by=membership.user)

    membership.refresh_from_db()
    assert (membership.role, membership.is_active) == (has, True)


def test_invitation_accepted_answers_the_person_s_own_request(mailoutbox):
    join_request = JoinRequestFactory()
    invitation = InvitationFactory(organisation=join_request.organisation)

    invitation.accept(by=join_request.user)

    join_request.refresh_from_db()
    assert (join_request.is_accepted, join_request.decided_by) == (True, invitation.invited_by)
    assert mailoutbox == []


def test_open_invitations_of_a_person_are_those_sent_to_verified_addresses():
    nadia = UserFactory(email="nadia@example.org")
    invitation = InvitationFactory(email="Nadia@Example.org")
    InvitationFactory(email="nadia@example.org", expired=True)
    InvitationFactory()

    assert list(Invitation.objects.for_person(nadia)) == [invitation]


# What becomes of those that a manager sent


@pytest.fixture
def sent(organisation, manager):
    """Another manager remains; this one had invited another address of theirs."""
    MembershipFactory(organisation=organisation, manager=True)
    return InvitationFactory(organisation=organisation, invited_by=manager, manager=True)


@pytest.mark.parametrize("how", ["end", "change_role"])
def test_invitations_go_with_the_right_to_invite(client, organisation, manager, sent, how):
    membership = organisation.memberships.get(user=manager)
    by = organisation.memberships.exclude(user=manager).get().user
    membership.end(by=by) if how == "end" else membership.change_role("member", by=by)
    client.force_login(UserFactory())

    client.post(sent.get_absolute_url())

    sent.refresh_from_db()
    assert (sent.is_open, sent.accepted_at) == (False, None)
    assert organisation.memberships.active().managers().count() == 1


def test_invitation_of_someone_removed_in_the_administration_lets_nobody_in(
    client, organisation, manager, sent
):
    organisation.memberships.filter(user=manager).update(is_active=False)
    client.force_login(UserFactory())

    response = client.post(sent.get_absolute_url())

    assert "ne s’occupe plus de cette organisation" in response.text
    assert organisation.memberships.active().count() == 1


@pytest.fixture(params=["removed", "member", "closed account", "erased account", "coordinator no more"])
def unbacked(request, organisation, manager, sent):
    """An invitation to nadia@example.org, whose sender lost the right to invite other than through the site."""
    Invitation.objects.update(email="nadia@example.org")
    match request.param:
        case "removed":
            organisation.memberships.filter(user=manager).update(is_active=False)
        case "member":
            organisation.memberships.filter(user=manager).update(role="member")
        case "closed account":
            type(manager).objects.filter(pk=manager.pk).update(is_active=False)
        case "erased account":
            Invitation.objects.update(invited_by=None)
        case "coordinator no more":
            Invitation.objects.update(invited_by=UserFactory())
    sent.refresh_from_db()
    return sent


def test_invitation_that_nobody_backs_is_open_to_nobody(client, organisation, unbacked):
    nadia = UserFactory(email="nadia@example.org")
    client.force_login(nadia)

    space = client.get("/mon-espace/")

    assert unbacked.is_open is False
    assert list(Invitation.objects.for_person(nadia)) == []
    assert "vous invite à rejoindre ses membres" not in space.text
    with pytest.raises(ValidationError, match="plus valable"):
        unbacked.accept(by=nadia)
    assert nadia.memberships.count() == 0


def test_address_that_nobody_backs_may_be_invited_again(
    client, organisation, coordinator, unbacked, mailoutbox
):
    client.force_login(coordinator)

    page = client.get(f"/associations/{organisation.slug}/membres/")
    invite(client, organisation)

    assert "ne s’occupe plus de l’organisation" in page.text
    assert "Elle est bonne jusqu’au" not in page.text
    assert len(mailoutbox) == 1
    assert [invitation.invited_by for invitation in Invitation.objects.open()] == [coordinator]


def test_invitations_of_others_stay(organisation, manager, sent):
    other = InvitationFactory(organisation=organisation)

    organisation.memberships.get(user=manager).end(by=manager)

    assert list(organisation.invitations.open()) == [other]
