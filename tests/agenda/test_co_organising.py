"""An organisation is named beside another once it has accepted."""

from http import HTTPStatus
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from agenda.models import CoOrganising, Event
from tests.factories import (
    CoOrganisingFactory,
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    RelayFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

CREATE = "/agenda/proposer/"


@pytest.fixture
def asked():
    """An organisation with a manager and a member."""
    organisation = OrganisationFactory(name="Les Mains vertes")
    MembershipFactory(organisation=organisation, manager=True, user__email="jardin@example.org")
    MembershipFactory(organisation=organisation, user__email="membre-jardin@example.org")
    return organisation


@pytest.fixture
def theirs(asked):
    """A member of the organisation asked, who does not manage it."""
    return asked.memberships.get(role="member").user


@pytest.fixture
def data():
    return {
        "title": "Goûter partagé",
        "themes": [ThemeFactory().pk],
        "day": "2030-09-24",
        "begins": "18:00",
        "ends": "19:30",
        "repeat": "once",
        "new_place_name": "Le Moulin",
        "language": "fr",
        "is_free": "on",
    }


@pytest.fixture
def event(organisation, member):
    return EventFactory(title="Goûter", organiser=organisation, author=member)


@pytest.fixture
def invitation(event, asked, member):
    return CoOrganisingFactory(event=event, organisation=asked, invited_by=member)


def told(mailoutbox):
    return [(message.to, message.subject) for message in mailoutbox]


def answers(event):
    return [(row.organisation, row.answer) for row in event.co_organisings.all()]


def act(client, invitation, action):
    address = f"/agenda/evenements/{invitation.event.slug}/co-organisation/{invitation.pk}/"
    return client.post(address, {"action": action}, follow=True)


# Asking


def test_organisation_named_in_the_form_is_asked_and_not_shown(
    client, member, organisation, asked, data, mailoutbox
):
    client.force_login(member)

    client.post(
        CREATE, data | {"organiser": organisation.pk, "co_organisers": [asked.pk], "action": "submit"}
    )

    event = Event.objects.get()
    client.logout()
    assert event.is_public
    assert list(event.co_organisers.all()) == []
    assert answers(event) == [(asked, "waiting")]
    assert told(mailoutbox) == [(["jardin@example.org"], "Co-organiser « Goûter partagé » ?")]
    assert f"http://testserver{event.get_absolute_url()}" in mailoutbox[0].body
    assert asked.name not in client.get(event.get_absolute_url()).text
    assert asked.name not in client.get("/agenda.json").text


def test_own_organisation_joins_at_once(client, member, organisation, data, mailoutbox):
    other = MembershipFactory(user=member).organisation
    client.force_login(member)

    client.post(CREATE, data | {"organiser": organisation.pk, "co_organisers": [other.pk]})

    assert list(Event.objects.get().co_organisers.all()) == [other]
    assert answers(Event.objects.get()) == []
    assert mailoutbox == []


def test_coordinator_asks_like_anyone_and_names_an_orphan_directly(
    client, coordinator, asked, data, mailoutbox
):
    orphan = OrganisationFactory()
    client.force_login(coordinator)

    client.post(CREATE, data | {"organiser": "", "co_organisers": [asked.pk, orphan.pk]})

    event = Event.objects.get()
    assert list(event.co_organisers.all()) == [orphan]
    assert answers(event) == [(asked, "waiting")]
    assert len(mailoutbox) == 1


def test_each_save_does_not_ask_again(client, member, invitation, data, mailoutbox):
    event = invitation.event
    client.force_login(member)
    sent = data | {"organiser": event.organiser.pk, "co_organisers": [invitation.organisation.pk]}

    form = client.get(f"/agenda/evenements/{event.slug}/modifier/").context["form"]
    for _save in range(2):
        client.post(f"/agenda/evenements/{event.slug}/modifier/", sent)

    assert form.initial["co_organisers"] == [invitation.organisation]
    assert answers(event) == [(invitation.organisation, "waiting")]
    assert mailoutbox == []


def test_who_declined_is_asked_again_by_hand_alone(client, member, theirs, invitation, data, mailoutbox):
    event, asked = invitation.event, invitation.organisation
    invitation.decline(by=theirs)
    mailoutbox.clear()
    client.force_login(member)

    client.post(
        f"/agenda/evenements/{event.slug}/modifier/",
        data | {"organiser": event.organiser.pk, "co_organisers": [asked.pk]},
    )
    after_saving = answers(event)
    page = client.get(event.get_absolute_url()).text
    response = act(client, invitation, "again")
    act(client, invitation, "again")

    assert after_saving == [(asked, "declined")]
    assert "A décliné" in page
    assert "Inviter de nouveau" in page
    assert "« Les Mains vertes » est de nouveau invitée." in response.text
    assert answers(event) == [(asked, "declined"), (asked, "waiting")]
    assert told(mailoutbox) == [(["jardin@example.org"], "Co-organiser « Goûter partagé » ?")]


def test_left_out_of_the_form_is_withdrawn_or_no_longer_named(client, member, invitation, data):
    event = invitation.event
    event.co_organisers.add(OrganisationFactory())
    client.force_login(member)

    client.post(f"/agenda/evenements/{event.slug}/modifier/", data | {"organiser": event.organiser.pk})

    assert answers(event) == [(invitation.organisation, "withdrawn")]
    assert list(event.co_organisers.all()) == []


def test_ten_are_enough(client, member, organisation, data):
    client.force_login(member)
    many = [OrganisationFactory().pk for _number in range(11)]

    response = client.post(CREATE, data | {"organiser": organisation.pk, "co_organisers": many})

    assert response.context["form"].errors["co_organisers"] == ["Nommez au plus 10 co-organisateurs."]


def test_whom_a_visitor_names_is_asked_once_it_is_published(client, coordinator, asked, data, mailoutbox):
    client.post(CREATE, data | {"co_organisers": [asked.pk], "author_email": "visiteuse@example.org"})
    event = Event.objects.get()
    event.submit(by=None)
    before = [message.to for message in mailoutbox]

    event.publish(by=coordinator)

    assert ["jardin@example.org"] not in before
    assert [message.to for message in mailoutbox[len(before) :]].count(["jardin@example.org"]) == 1
    assert list(event.co_organisers.all()) == []


def test_copy_asks_anew_once_it_is_published(event, asked, member, mailoutbox):
    event.co_organisers.add(asked)

    copy = event.duplicate(by=member)
    before = list(mailoutbox)
    copy.submit(by=member)

    assert list(copy.co_organisers.all()) == []
    assert answers(copy) == [(asked, "waiting")]
    assert before == []
    assert [message.to for message in mailoutbox] == [["jardin@example.org"]]


def test_one_invitation_waits_at_a_time(invitation):
    with pytest.raises(IntegrityError, match="coorganising_once"), transaction.atomic():
        CoOrganising.objects.create(event=invitation.event, organisation=invitation.organisation)


# Answering


def test_accepted_is_shown_everywhere_and_the_answer_is_told(client, theirs, member, invitation, mailoutbox):
    event = invitation.event
    kept = client.get("/agenda.json").text
    client.force_login(theirs)

    page = client.get(event.get_absolute_url()).text
    response = act(client, invitation, "accept")

    client.logout()
    sequence, event = event.sequence, Event.objects.get()
    assert "« Les Mains vertes » est invitée à co-organiser" in page
    assert "« Les Mains vertes » co-organise maintenant cet événement." in response.text
    assert list(event.co_organisers.all()) == [invitation.organisation]
    assert event.sequence == sequence + 1
    assert told(mailoutbox) == [([member.email], "Les Mains vertes co-organise « Goûter »")]
    assert invitation.organisation.name in client.get(event.get_absolute_url()).text
    assert client.get("/agenda.json").text != kept


def test_declined_is_told_and_not_shown(client, theirs, member, invitation, mailoutbox):
    client.force_login(theirs)

    act(client, invitation, "decline")

    assert answers(invitation.event) == [(invitation.organisation, "declined")]
    assert list(invitation.event.co_organisers.all()) == []
    assert told(mailoutbox) == [([member.email], "Les Mains vertes ne co-organise pas « Goûter »")]


def test_members_edit_only_once_it_is_accepted(theirs, invitation):
    def editable():
        return Event.objects.editable_by(theirs).exists()

    before = editable()
    invitation.accept(by=theirs)

    assert (before, editable()) == (False, True)


def test_draft_is_read_by_those_asked_and_no_longer_once_declined(client, theirs, asked, organisation):
    draft = EventFactory(organiser=organisation, draft=True)
    invitation = CoOrganisingFactory(event=draft, organisation=asked)
    client.force_login(theirs)

    page = client.get(draft.get_absolute_url())
    response = act(client, invitation, "decline")

    assert page.status_code == HTTPStatus.OK
    assert "Modifier" not in page.text.split("<main")[1]
    assert response.redirect_chain == [("/mon-espace/", 302)]
    assert client.get(draft.get_absolute_url()).status_code == HTTPStatus.NOT_FOUND


def test_what_is_not_told_yet_or_archived_is_not_answered(client, theirs, asked):
    untold = CoOrganisingFactory(organisation=asked, told_at=None)
    archived = CoOrganisingFactory(organisation=asked, event__state="archived")
    client.force_login(theirs)

    for invitation in (untold, archived):
        act(client, invitation, "accept")

    assert not Event.objects.filter(co_organisers=asked).exists()


def test_nobody_answers_for_others(client, coordinator, invitation):
    for person in (MembershipFactory().user, RelayFactory().user, coordinator):
        client.force_login(person)
        act(client, invitation, "accept")

    assert answers(invitation.event) == [(invitation.organisation, "waiting")]


def test_team_answers_where_no_manager_is_left(client, coordinator):
    invitation = CoOrganisingFactory()
    client.force_login(coordinator)

    act(client, invitation, "accept")

    assert list(invitation.event.co_organisers.all()) == [invitation.organisation]


def test_inviter_withdraws_and_the_late_answer_is_told(client, member, theirs, invitation, mailoutbox):
    client.force_login(member)
    page = client.get(invitation.event.get_absolute_url()).text
    act(client, invitation, "withdraw")
    client.force_login(theirs)

    response = act(client, invitation, "accept")

    assert "En attente de réponse" in page
    assert answers(invitation.event) == [(invitation.organisation, "withdrawn")]
    assert list(invitation.event.co_organisers.all()) == []
    assert "Cette invitation a déjà sa réponse, ou a été retirée." in response.text
    assert mailoutbox == []


def test_invitation_of_another_event_is_not_found(client, theirs, invitation):
    client.force_login(theirs)
    address = f"/agenda/evenements/{EventFactory().slug}/co-organisation/{invitation.pk}/"

    assert client.post(address, {"action": "accept"}).status_code == HTTPStatus.NOT_FOUND


def test_closed_account_that_invited_is_not_written_to(theirs, asked, mailoutbox):
    invitation = CoOrganisingFactory(organisation=asked, invited_by=UserFactory(is_active=False))

    invitation.accept(by=theirs)

    assert mailoutbox == []


def test_author_without_authority_does_not_bring_their_own_organisation_in(client, relay, asked):
    MembershipFactory(user=relay, organisation=asked)
    invitation = CoOrganisingFactory(event__author=relay, organisation=asked, answer="declined")
    client.force_login(relay)

    act(client, invitation, "again")

    assert answers(invitation.event) == [(asked, "declined")]
    assert not invitation.event.co_organisers.exists()


@pytest.mark.django_db(transaction=True)
def test_answer_and_withdrawal_at_once_one_of_them_counts():
    invitation, user = CoOrganisingFactory(), UserFactory()
    together, answered = Barrier(2), {}

    def answer(name):
        try:
            row = CoOrganising.objects.get(pk=invitation.pk)
            together.wait(timeout=20)
            answered[name] = getattr(row, name)(by=user)
        finally:
            connection.close()

    threads = [Thread(target=answer, args=[name]) for name in ("accept", "withdraw")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    invitation.refresh_from_db()
    assert sorted(answered.values()) == [False, True]
    assert invitation.event.co_organisers.exists() is answered["accept"]
    assert invitation.answer == ("accepted" if answered["accept"] else "withdrawn")


def test_my_space_shows_what_waits_for_my_organisations(client, theirs, member, invitation):
    client.force_login(theirs)
    page = client.get("/mon-espace/").text
    client.force_login(member)

    assert "« Les Mains vertes » est invitée à co-organiser « Goûter »." in page
    assert "est invitée à co-organiser" not in client.get("/mon-espace/").text


@pytest.mark.parametrize("rows", [1, 3])
def test_event_s_page_asks_the_same_whatever_the_number_of_invitations(
    client, member, event, rows, django_assert_num_queries
):
    for _row in range(rows):
        CoOrganisingFactory(event=event)
    client.force_login(member)

    with django_assert_num_queries(18):
        client.get(event.get_absolute_url())


def test_invitations_are_in_the_administration(client, administrator, invitation):
    client.force_login(administrator)

    assert client.get("/administration/agenda/coorganising/").status_code == HTTPStatus.OK
