"""The coordinators' queue: the oldest first, each proposal answered once, in words."""

from http import HTTPStatus

import pytest

from tests.factories import EventFactory, UserFactory

pytestmark = pytest.mark.django_db


def notices(response):
    return [str(message) for message in response.context["messages"]]


def answer(client, event, **sent):
    return client.post(f"/agenda/moderation/{event.slug}/", sent, follow=True)


def test_queue_shows_the_oldest_first_and_each_answer_leaves_it(client, coordinator):
    first, second = (EventFactory(pending=True, author=UserFactory()) for _event in range(2))
    client.force_login(coordinator)

    queue = list(client.get("/agenda/moderation/").context["events"])
    response = answer(client, first, verdict="accepted")

    assert queue == [first, second]
    assert list(response.context["events"]) == [second]
    assert notices(response) == [f"« {first.title} » : accepté. L’auteur est prévenu par e-mail."]


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
