"""Asking to be let in: told to those who decide, answered once."""

from http import HTTPStatus

import pytest

from associations.models import JoinRequest
from tests.factories import JoinRequestFactory, MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def notices(response):
    return [str(message) for message in response.context["messages"]]


def ask(client, organisation, message="Je suis la trésorière."):
    return client.post(f"/associations/{organisation.slug}/rejoindre/", {"message": message}, follow=True)


def decide(client, join_request, action, **sent):
    address = f"/associations/{join_request.organisation.slug}/membres/demandes/{join_request.pk}/"
    return client.post(address, {"action": action, **sent}, follow=True)


# Asking


def test_request_is_told_to_the_managers(client, organisation, manager, coordinator, mailoutbox):
    nadia = UserFactory(display_name="Nadia")
    client.force_login(nadia)

    response = ask(client, organisation)

    assert notices(response) == ["C’est envoyé. Vous recevrez la réponse par e-mail."]
    assert "attend une réponse" in response.text
    assert [mail.to for mail in mailoutbox] == [[manager.email]]
    assert mailoutbox[0].subject == f"Nadia demande à rejoindre {organisation.label}"
    assert "Je suis la trésorière." in mailoutbox[0].body
    assert f"/associations/{organisation.slug}/membres/" in mailoutbox[0].body


def test_request_to_a_sheet_without_manager_is_told_to_the_team(
    client, organisation, coordinator, mailoutbox
):
    MembershipFactory(organisation=organisation, manager=True, user__is_active=False)
    client.force_login(UserFactory())

    page = client.get(f"/associations/{organisation.slug}/rejoindre/")
    ask(client, organisation)

    assert "part à l’équipe de coordination" in page.text
    assert [mail.to for mail in mailoutbox] == [[coordinator.email]]


def test_request_sent_twice_is_one(client, organisation, manager, mailoutbox):
    client.force_login(UserFactory())

    ask(client, organisation)
    ask(client, organisation)

    assert (JoinRequest.objects.count(), len(mailoutbox)) == (1, 1)


def test_member_has_nothing_to_ask(client, organisation, member):
    client.force_login(member)

    response = ask(client, organisation)

    assert notices(response) == ["Vous en faites déjà partie."]
    assert JoinRequest.objects.count() == 0


def test_former_member_may_ask(client, organisation):
    former = MembershipFactory(organisation=organisation, is_active=False).user
    client.force_login(former)

    ask(client, organisation)

    assert JoinRequest.objects.pending().count() == 1


def test_unpublished_sheet_is_not_found(client):
    client.force_login(UserFactory())

    response = ask(client, OrganisationFactory(is_published=False))

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_message_too_long_is_refused(client, organisation, mailoutbox):
    client.force_login(UserFactory())

    response = ask(client, organisation, "x" * 501)

    assert response.context["form"].errors["message"]
    assert (JoinRequest.objects.count(), mailoutbox) == (0, [])


def test_person_asks_five_times_a_day_at_most(client, mailoutbox):
    client.force_login(UserFactory())

    answers = [ask(client, OrganisationFactory(), "Bonjour") for _organisation in range(6)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 200, 429]
    assert "Réessayez demain" in answers[-1].text
    assert "Bonjour" in answers[-1].text
    assert JoinRequest.objects.count() == 5


# Answering


def test_request_accepted_lets_in_and_is_told(client, organisation, manager, mailoutbox):
    join_request = JoinRequestFactory(organisation=organisation, user__display_name="Nadia")
    client.force_login(manager)

    response = decide(client, join_request, "accept")

    membership = join_request.user.memberships.get()
    assert notices(response) == ["Nadia fait maintenant partie de l’organisation. Un message l’en prévient."]
    assert (membership.role, membership.is_active) == ("member", True)
    assert [mail.to for mail in mailoutbox] == [[join_request.user.email]]
    assert mailoutbox[0].subject == f"Bienvenue dans {organisation.label}"


def test_request_refused_is_told_and_may_be_made_again(client, organisation, manager, mailoutbox):
    join_request = JoinRequestFactory(organisation=organisation)
    client.force_login(manager)
    decide(client, join_request, "refuse")

    client.force_login(join_request.user)
    ask(client, organisation)

    assert mailoutbox[0].subject == f"Votre demande pour rejoindre {organisation.label}"
    assert "n’a pas été acceptée" in mailoutbox[0].body
    assert join_request.user.memberships.count() == 0
    assert JoinRequest.objects.pending().count() == 1


def test_request_is_answered_once(client, organisation, manager, mailoutbox):
    join_request = JoinRequestFactory(organisation=organisation, user__display_name="Nadia")
    client.force_login(manager)

    decide(client, join_request, "refuse")
    second = decide(client, join_request, "accept")

    assert notices(second) == ["La demande de Nadia a déjà sa réponse."]
    assert (join_request.user.memberships.count(), len(mailoutbox)) == (0, 1)


def test_accepted_request_keeps_the_role_given_meanwhile(organisation, manager):
    join_request = JoinRequestFactory(organisation=organisation)
    membership = MembershipFactory(organisation=organisation, user=join_request.user, manager=True)

    join_request.accept(by=manager)

    membership.refresh_from_db()
    assert membership.role == "manager"


def test_former_manager_comes_back_as_a_member(organisation, manager):
    former = MembershipFactory(organisation=organisation, manager=True, is_active=False)

    JoinRequestFactory(organisation=organisation, user=former.user).accept(by=manager)

    former.refresh_from_db()
    assert (former.role, former.is_active) == ("member", True)


def test_closed_account_is_told_nothing(organisation, manager, mailoutbox):
    join_request = JoinRequestFactory(organisation=organisation, user__is_active=False)

    join_request.refuse(by=manager)

    assert mailoutbox == []


@pytest.mark.parametrize("action", ["", "roi"])
def test_unknown_answer_changes_nothing(client, organisation, manager, action):
    join_request = JoinRequestFactory(organisation=organisation)
    client.force_login(manager)

    response = decide(client, join_request, action)

    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert list(JoinRequest.objects.pending()) == [join_request]


def test_request_to_another_organisation_is_not_found(client, organisation, manager):
    elsewhere = JoinRequestFactory()
    client.force_login(manager)

    response = client.post(
        f"/associations/{organisation.slug}/membres/demandes/{elsewhere.pk}/", {"action": "accept"}
    )

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_requests_to_decide_are_a_manager_s_own_or_all_of_them_for_the_team(
    manager, organisation, coordinator
):
    ours, theirs = JoinRequestFactory(organisation=organisation), JoinRequestFactory()

    assert list(JoinRequest.objects.for_decision_by(manager)) == [ours]
    assert set(JoinRequest.objects.for_decision_by(coordinator)) == {ours, theirs}
    assert list(JoinRequest.objects.for_decision_by(UserFactory())) == []
