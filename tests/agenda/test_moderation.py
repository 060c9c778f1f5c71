"""The coordinators' queue: the oldest first, each proposal answered once, in words."""

from http import HTTPStatus

import pytest

from tests.factories import EventFactory, OrganisationFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db


def notices(response):
    return [str(message) for message in response.context["messages"]]


def answer(client, event, **sent):
    """The coordinator's answer to the event as `event` holds it."""
    sent = {"sequence": event.sequence} | sent
    return client.post(f"/agenda/moderation/{event.slug}/", sent, follow=True)


def test_queue_shows_the_oldest_first_and_each_answer_leaves_it(client, coordinator):
    first, second = (EventFactory(pending=True, author=UserFactory()) for _event in range(2))
    client.force_login(coordinator)

    queue = list(client.get("/agenda/moderation/").context["events"])
    response = answer(client, first, verdict="accepted")

    assert queue == [first, second]
    assert list(response.context["events"]) == [second]
    assert notices(response) == [f"« {first.title} » : accepté. L’auteur est prévenu par e-mail."]


@pytest.mark.parametrize(("verdict", "state"), [("changes", "changes"), ("refused", "refused")])
def test_answer_with_its_reason_is_told_to_the_author(client, coordinator, relay, mailoutbox, verdict, state):
    event = EventFactory(pending=True, author=relay)
    client.force_login(coordinator)

    answer(client, event, verdict=verdict, reason="Précisez l’heure.")

    event.refresh_from_db()
    assert event.state == state
    assert "Précisez l’heure." in mailoutbox[0].body


@pytest.mark.parametrize(
    "sent", [{"verdict": "refused"}, {"verdict": "x"}, {}, {"verdict": "\x00", "reason": "\x00"}]
)
def test_answer_without_its_reason_changes_nothing(client, coordinator, mailoutbox, sent):
    event = EventFactory(pending=True)
    client.force_login(coordinator)

    response = answer(client, event, **sent)

    event.refresh_from_db()
    assert event.state == "pending"
    assert len(notices(response)) >= 1
    assert mailoutbox == []


def test_answer_given_twice_is_given_once(client, coordinator, relay, mailoutbox):
    event = EventFactory(pending=True, author=relay)
    client.force_login(coordinator)

    answer(client, event, verdict="accepted")
    second = answer(client, event, verdict="refused", reason="x")

    event.refresh_from_db()
    assert second.status_code == HTTPStatus.NOT_FOUND
    assert (event.state, len(mailoutbox)) == ("published", 1)


def test_queue_holds_the_version_that_is_read(client, coordinator):
    EventFactory(pending=True, sequence=3)
    client.force_login(coordinator)

    assert '<input type="hidden" name="sequence" value="3"' in client.get("/agenda/moderation/").text


@pytest.mark.parametrize("read", [{}, {"sequence": ""}, {"sequence": 7}])
def test_answer_to_another_version_is_refused(client, coordinator, relay, mailoutbox, read):
    event = EventFactory(pending=True, author=relay, title="Goûter")
    client.force_login(coordinator)
    stale = answer(client, event, verdict="accepted", **read) if read else None
    event.revise(by=relay)

    response = stale or answer(
        client, EventFactory.build(slug=event.slug, organiser=None), verdict="accepted"
    )

    event.refresh_from_db()
    assert notices(response) == ["« Goûter » a été modifié depuis votre lecture : relisez."]
    assert (event.state, mailoutbox) == ("pending", [])


def test_visitor_s_edit_makes_another_version(client, coordinator):
    event = EventFactory(pending=True, author_email="visiteur@example.org")
    OrganisationFactory(place=event.place)
    data = {"title": "Autre chose", "themes": [ThemeFactory().pk], "place": event.place.pk, "language": "fr"}
    data |= {"day": "2030-09-24", "begins": "18:00", "repeat": "once", "organiser": event.organiser.pk}

    client.post(f"{event.proposal_url}modifier/", data)
    client.force_login(coordinator)
    response = answer(client, event, verdict="accepted")

    event.refresh_from_db()
    assert (event.title, event.state) == ("Autre chose", "pending")
    assert "relisez" in notices(response)[-1]


def test_answer_promises_a_mail_only_when_there_is_an_address(client, coordinator):
    event = EventFactory(pending=True, author=None, title="Goûter")
    client.force_login(coordinator)

    assert notices(answer(client, event, verdict="accepted")) == ["« Goûter » : accepté."]
