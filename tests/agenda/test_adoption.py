"""A proposal of inhabitants that an association makes its own."""

from http import HTTPStatus
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from agenda.models import Event
from tests.factories import (
    CoOrganisingFactory,
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/agenda/propositions/"


@pytest.fixture
def proposal():
    return EventFactory(
        title="Tricot",
        summary="Une pelote, un banc.",
        pending=True,
        organiser=None,
        author_email="odile@example.org",
    )


def adopt(client, event, to, **change):
    data = {"organisation": to.pk, "sequence": event.sequence, **change}
    return client.post(f"/agenda/propositions/{event.slug}/porter/", data, follow=True)


def told(mailoutbox):
    return [(message.to, message.subject) for message in mailoutbox]


def test_list_shows_what_waits_without_an_organiser_and_no_address(client, member, relay, proposal):
    EventFactory(title="De relais", pending=True, organiser=None, author=relay)
    EventFactory(title="Portée", pending=True)
    EventFactory(title="Ébauche", draft=True, organiser=None)
    EventFactory(title="À confirmer", state="unconfirmed", organiser=None)
    client.force_login(member)

    response = client.get(LIST)
    page = client.get(proposal.get_absolute_url())

    assert [event.title for event in response.context["events"]] == ["Tricot", "De relais"]
    assert "Notre association la porte" in page.text
    for text in (response.text, page.text):
        assert "odile@example.org" not in text
        assert relay.display_name not in text


def test_member_s_word_is_enough_and_the_visitor_is_told(
    client, member, organisation, coordinator, proposal, mailoutbox
):
    client.force_login(member)

    response = adopt(client, proposal, organisation)

    event = Event.objects.get()
    assert (event.state, event.organiser) == ("published", organisation)
    assert event.published_at is not None
    assert list(Event.objects.to_moderate()) == []
    assert [(review.verdict, review.by) for review in event.reviews.all()] == [("accepted", member)]
    assert told(mailoutbox) == [(["odile@example.org"], "Publié : Tricot")]
    assert f"« {organisation.name} » la porte" in mailoutbox[0].body
    assert f"« {organisation.label} » porte cet événement" in response.text


def test_relay_s_proposal_stays_theirs(client, member, organisation, relay, mailoutbox):
    event = EventFactory(title="Loto", pending=True, organiser=None, author=relay)

    event.adopt(organisation, by=member)

    assert Event.objects.get().author == relay
    assert told(mailoutbox) == [([relay.email], "Publié : Loto")]
    assert not event.is_run_by(relay)


def test_author_who_adopts_their_own_is_not_written_to(member, organisation, mailoutbox):
    event = EventFactory(pending=True, organiser=None, author=member)

    event.adopt(organisation, by=member)

    assert event.is_public
    assert mailoutbox == []


def test_second_association_is_told_who_was_first(client, member, organisation, proposal, mailoutbox):
    proposal.adopt(OrganisationFactory(name="Les Mains vertes"), by=UserFactory())
    mailoutbox.clear()
    client.force_login(member)

    response = adopt(client, proposal, organisation)

    assert "« Les Mains vertes » porte déjà cette proposition." in response.text
    assert Event.objects.get().organiser.name == "Les Mains vertes"
    assert mailoutbox == []


@pytest.mark.django_db(transaction=True)
def test_two_at_once_one_has_it_and_the_other_is_told():
    proposal, user = EventFactory(pending=True, organiser=None), UserFactory()
    together, answers = Barrier(2), []

    def take(organisation):
        try:
            event = Event.objects.get(pk=proposal.pk)
            together.wait(timeout=20)
            event.adopt(organisation, by=user)
            answers.append("portée")
        except ValidationError as error:
            answers.append(error.code)
        finally:
            connection.close()

    threads = [
        Thread(target=take, args=[organisation])
        for organisation in (OrganisationFactory(), OrganisationFactory())
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    proposal.refresh_from_db()
    assert sorted(answers) == ["adopted", "portée"]
    assert (proposal.state, proposal.sequence) == ("published", 1)
    assert proposal.reviews.count() == 1


def test_what_changed_since_it_was_read_is_read_again(client, member, organisation, proposal):
    client.force_login(member)
    proposal.revise(by=None)

    response = adopt(client, proposal, organisation, sequence=proposal.sequence - 1)

    assert "Cette proposition a été modifiée depuis votre lecture : relisez." in response.text
    assert Event.objects.get().state == "pending"


@pytest.mark.parametrize(
    "change", [{"organisation": ""}, {"organisation": "x"}, {"sequence": ""}, {"sequence": "x"}]
)
def test_answer_that_is_not_understood_changes_nothing(client, member, organisation, proposal, change):
    client.force_login(member)

    response = adopt(client, proposal, organisation, **change)

    assert "Choisissez l’association qui porte la proposition." in response.text
    assert Event.objects.get().state == "pending"


def test_nobody_adopts_for_others(client, member, coordinator, proposal):
    other = MembershipFactory().organisation
    answers = []

    for person in (member, coordinator):
        client.force_login(person)
        answers.append(adopt(client, proposal, other).status_code)

    assert answers == [HTTPStatus.OK, HTTPStatus.NOT_FOUND]
    assert Event.objects.get().organiser is None


@pytest.mark.parametrize("state", ["draft", "unconfirmed", "changes", "refused", "archived"])
def test_what_is_not_in_the_queue_is_not_adopted(client, member, organisation, state):
    event = EventFactory(organiser=None, state=state)
    client.force_login(member)

    assert adopt(client, event, organisation).status_code == HTTPStatus.NOT_FOUND


def test_invitation_of_who_adopts_is_no_longer_waiting(member, organisation, proposal):
    invitation = CoOrganisingFactory(event=proposal, organisation=organisation)

    proposal.adopt(organisation, by=member)

    invitation.refresh_from_db()
    assert invitation.answer == "withdrawn"


def test_coordinator_asks_an_association(client, coordinator, manager, organisation, proposal, mailoutbox):
    OrganisationFactory(name="Sans responsable")
    client.force_login(coordinator)
    address = f"/agenda/propositions/{proposal.slug}/demander/"

    queue = client.get("/agenda/moderation/")
    page = client.get(address)
    response = client.post(address, {"organisation": organisation.pk}, follow=True)

    assert f'href="{address}"' in queue.text
    assert "Sans responsable" not in page.text
    assert told(mailoutbox) == [([manager.email], "Porter « Tricot » ?")]
    assert f"http://testserver{proposal.get_absolute_url()}" in mailoutbox[0].body
    assert f"C’est envoyé aux responsables de « {organisation.label} »." in response.text


def test_my_space_counts_what_my_association_could_carry(client, member, relay, proposal):
    client.force_login(member)
    ours = client.get("/mon-espace/").text
    client.force_login(relay)

    assert "1 proposition d’habitants cherche une association." in ours
    assert "cherche une association" not in client.get("/mon-espace/").text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_whatever_its_length(client, member, rows, django_assert_num_queries):
    for _row in range(rows):
        EventFactory(pending=True, organiser=None)
    client.force_login(member)

    with django_assert_num_queries(6):
        client.get(LIST)
