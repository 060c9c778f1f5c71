"""Two calendars announce one event, and one of them takes it back: it stands, and people are asked."""

import pytest

from agenda.imports import vanishing
from agenda.models import Event, Merging
from agenda.tasks import let_vanished_go
from tests.agenda.imports.calendars import vcalendar
from tests.agenda.sources import event, later, read_source, serve
from tests.agenda.sources import server as server
from tests.agenda.sources import source as source
from tests.factories import EventFactory, MembershipFactory, SourceFactory

pytestmark = pytest.mark.django_db

QUEUE = "/agenda/doublons/"
BALL = event("a", "SUMMARY:Bal du port")
GRAND = event("b", "SUMMARY:Grand bal du port", day=5)
OTHERS = [event("a2", "SUMMARY:Autre", day=20)], [event("b2", "SUMMARY:Encore", day=22)]


class Two:
    """Both calendars, the event of the first kept with that of the other absorbed."""

    def __init__(self, server, first, second):
        self.server, self.first, self.second = server, first, second
        self.say(BALL)
        self.say_other(GRAND)
        self.kept = Event.objects.get(title="Bal du port")
        self.absorbed = Event.objects.get(title="Grand bal du port")
        self.absorbed.publish(by=None)
        self.merging = self.kept.absorb(self.absorbed, by=None)

    def say(self, *events):
        serve(self.server, *events, *OTHERS[0])
        return read_source(self.first)

    def say_other(self, *events):
        self.server.pages["/b.ics"] = vcalendar(*events, *OTHERS[1])
        return read_source(self.second)

    @property
    def state(self):
        self.kept.refresh_from_db()
        return self.kept.state, self.kept.get_status_display(), Merging.objects.get().question


@pytest.fixture
def two(server, source):
    second = SourceFactory(url=f"{server.url}/b.ics")
    MembershipFactory(organisation=second.organisation)
    return Two(server, source, second)


def cancelled(component):
    return component.replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY")


def asked(client, user):
    client.force_login(user)
    return [merging.question for merging in client.get(QUEUE).context["asked"]]


def answer(client, two, action):
    return client.post(f"{QUEUE}reunions/{two.merging.pk}/reponse/", {"action": action}, follow=True)


def test_nothing_is_asked_while_both_announce_it(client, two, coordinator):
    two.say(BALL, event("a3", "SUMMARY:Un autre", day=25))

    assert two.state == ("published", "Prévu", "")
    assert asked(client, coordinator) == []


def test_what_the_kept_one_s_calendar_drops_stands_while_the_other_announces_it(client, two, coordinator):
    told = two.say()
    dropped = two.state, asked(client, coordinator)
    two.say(event("a3", "SUMMARY:Un autre", day=25))
    with later(days=20):
        let_vanished_go(timestamp=0)

    assert told.cancelled == 0
    assert dropped == (("published", "Prévu", "kept"), ["kept"])
    assert two.state == ("published", "Prévu", "kept")
    assert "« Calendrier" in client.get(QUEUE).text


def test_what_both_drop_is_cancelled_then_goes(two):
    two.say()
    two.say_other()
    dropped = two.state
    with later(days=20):
        vanishing.archive_vanished()

    assert dropped == ("published", "Annulé", "")
    assert two.state[0] == "archived"


def test_what_the_other_drops_first_then_both(two):
    two.say_other()
    asked = two.state
    two.say()

    assert asked == ("published", "Prévu", "absorbed")
    assert two.state[:2] == ("published", "Annulé")


@pytest.mark.parametrize("said", [[], [cancelled(GRAND)]], ids=["dropped", "cancelled"])
def test_what_the_other_takes_back_is_asked_until_it_announces_it_again(client, two, coordinator, said):
    two.say_other(*said)
    asked_once = two.state, asked(client, coordinator)
    two.say_other(GRAND)

    assert asked_once == (("published", "Prévu", "absorbed"), ["absorbed"])
    assert two.state == ("published", "Prévu", "")
    assert asked(client, coordinator) == []


def test_what_the_kept_one_s_calendar_cancels_is_shown_at_once_and_asked(client, two, coordinator):
    two.say(cancelled(BALL))

    assert two.state == ("published", "Annulé", "kept")
    assert asked(client, coordinator) == ["kept"]
    answer(client, two, "on")
    assert two.state == ("published", "Prévu", "kept")


def test_what_came_back_is_as_before(two):
    two.say()
    two.say(BALL)

    assert two.state == ("published", "Prévu", "")
    assert two.kept.vanished_at is None


def test_answer_is_kept_until_the_calendars_say_something_else(client, two, coordinator):
    two.say_other()
    client.force_login(coordinator)
    response = answer(client, two, "off")
    two.say_other(event("b4", "SUMMARY:Un autre", day=26))

    assert [str(message) for message in response.context["messages"]] == [
        "C’est noté : l’événement est annoncé comme annulé, partout où il est suivi."
    ]
    assert two.state[:2] == ("published", "Annulé")
    assert asked(client, coordinator) == []
    assert answer(client, two, "on").status_code == 404


def test_question_is_asked_again_after_an_agreement(client, two, coordinator):
    two.say_other()
    client.force_login(coordinator)
    answer(client, two, "on")
    answered = asked(client, coordinator)
    two.say_other(GRAND)
    two.say_other()

    assert answered == []
    assert asked(client, coordinator) == ["absorbed"]


def test_question_is_for_those_who_run_the_kept_event(client, two):
    two.say_other()
    ours = two.first.organisation.memberships.get().user
    theirs = MembershipFactory(organisation=EventFactory().organiser).user

    assert asked(client, ours) == ["absorbed"]
    assert asked(client, theirs) == []
    assert answer(client, two, "off").status_code == 404


def test_word_of_a_calendar_that_nobody_follows_any_more_does_not_count(client, two, coordinator):
    type(two.second).objects.filter(pk=two.second.pk).update(state="stopped")
    two.say()

    assert two.state == ("published", "Annulé", "")
    assert asked(client, coordinator) == []


def test_what_vanished_before_it_was_merged_may_come_back(two):
    two.merging.undo(by=None)
    two.say_other()
    two.absorbed.refresh_from_db()
    shown = two.absorbed.is_cancelled, two.absorbed.vanished_at is not None
    again = two.kept.absorb(two.absorbed, by=None)
    two.say_other(GRAND)
    two.absorbed.refresh_from_db()
    back = two.absorbed.state, two.absorbed.is_cancelled
    again.undo(by=None)
    two.absorbed.refresh_from_db()

    assert shown == (True, True)
    assert back == ("archived", False)
    assert (two.absorbed.state, two.absorbed.is_cancelled) == ("published", False)


def test_undoing_shows_what_the_other_calendar_dropped_as_cancelled(two):
    two.say_other()
    two.merging.undo(by=None)
    two.absorbed.refresh_from_db()
    shown = two.absorbed.state, two.absorbed.is_cancelled
    two.say_other(GRAND)
    two.absorbed.refresh_from_db()

    assert shown == ("published", True)
    assert (two.absorbed.state, two.absorbed.is_cancelled) == ("published", False)


def test_unknown_answer_changes_nothing(client, two, coordinator):
    two.say_other()
    client.force_login(coordinator)

    assert answer(client, two, "\x00").status_code == 400
    assert asked(client, coordinator) == ["absorbed"]
