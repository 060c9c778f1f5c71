"""All that one followed calendar sent to the queue, accepted together."""

import pytest

from agenda.models import Event
from tests.factories import EventFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(client, coordinator):
    client.force_login(coordinator)
    return SourceFactory(name="Programme")


def address(source):
    return f"/agenda/moderation/calendriers/{source.pk}/"


def marks(*events):
    return [f"{event.pk}:{event.sequence}" for event in events]


def notices(response):
    return [str(message) for message in response.context["messages"]]


def test_ticked_events_are_published_together_and_the_others_stay(client, source):
    first, second, third = EventFactory.create_batch(3, pending=True, source=source)

    response = client.post(address(source), {"event": marks(first, third)}, follow=True)

    assert notices(response) == ["2 événements acceptés."]
    assert response.context["events"] == [second]
    assert set(Event.objects.public()) == {first, third}


def test_event_changed_since_it_was_shown_stays(client, source):
    first, second = EventFactory.create_batch(2, pending=True, source=source)
    read = marks(first, second)
    Event.objects.filter(pk=first.pk).update(sequence=7)

    response = client.post(address(source), {"event": read}, follow=True)

    assert notices(response) == [
        "1 événement accepté.",
        "1 événement a été modifié depuis votre lecture : relisez-le.",
    ]
    assert list(Event.objects.to_moderate()) == [first]


@pytest.mark.parametrize("sent", [[], ["x"], [":"], ["x:1"], ["9" * 40 + ":1"], ["\x00:1"]])
def test_nothing_ticked_changes_nothing(client, source, sent):
    EventFactory(pending=True, source=source)

    response = client.post(address(source), {"event": sent}, follow=True)

    assert notices(response) == ["Cochez au moins un événement."]
    assert Event.objects.public().count() == 0


def test_event_of_another_calendar_or_that_is_not_waiting_is_left(client, source):
    other = EventFactory(pending=True, source=SourceFactory())
    draft = EventFactory(draft=True, source=source)

    client.post(address(source), {"event": marks(other, draft)})

    assert Event.objects.public().count() == 0


def test_queue_leads_to_calendars_of_which_several_events_wait(client, source):
    EventFactory.create_batch(2, pending=True, source=source)
    alone = EventFactory(pending=True, source=SourceFactory(name="Seul"))

    page = client.get("/agenda/moderation/").content.decode()

    assert "2 événements attendent, du calendrier « Programme »" in page
    assert address(source) in page
    assert address(alone.source) not in page


def test_navigation_says_that_one_is_below_the_queue(client, source):
    EventFactory(pending=True, source=source)

    page = client.get(address(source)).text

    assert '<a class="nav-item-link" href="/agenda/moderation/" aria-current="true">' in page


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_as_many_questions_for_one_event_as_for_three(
    client, source, django_assert_num_queries, number
):
    EventFactory.create_batch(number, pending=True, source=source)

    with django_assert_num_queries(6):
        client.get(address(source))
