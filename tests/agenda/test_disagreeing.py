"""Two calendars announce one event, and one of them takes it back: it stands, and people are asked."""

import json

import pytest

from agenda.imports import vanishing
from agenda.models import Event, Merging, Source
from agenda.tasks import let_vanished_go
from tests.agenda.imports.calendars import vcalendar
from tests.agenda.sources import at, event, later, read_source, serve, web_page
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

    def __init__(self, server, first, second, other=None, title="Grand bal du port"):
        self.server, self.first, self.second = server, first, second
        self.say(BALL)
        if other:
            self.serve_other(other)
        else:
            self.say_other(GRAND)
        self.kept = Event.objects.get(title="Bal du port")
        self.absorbed = Event.objects.get(title=title)
        if not self.absorbed.is_public:
            self.absorbed.publish(by=None)
        self.merging = self.kept.absorb(self.absorbed, by=None)

    def say(self, *events):
        serve(self.server, *events, *OTHERS[0])
        return read_source(self.first)

    def say_other(self, *events):
        return self.serve_other(vcalendar(*events, *OTHERS[1]))

    def serve_other(self, content):
        self.server.pages["/b.ics"] = content
        return read_source(self.second)

    @property
    def state(self):
        self.kept.refresh_from_db()
        return self.kept.state, self.kept.get_status_display(), Merging.objects.get().question


@pytest.fixture
def second(server):
    second = SourceFactory(url=f"{server.url}/b.ics")
    MembershipFactory(organisation=second.organisation)
    return second


@pytest.fixture
def two(server, source, second):
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


@pytest.mark.parametrize("rows", [1, 3])
def test_questions_take_a_constant_number_of_queries(
    client, coordinator, second, django_assert_num_queries, rows
):
    for number in range(rows):
        kept, absorbed = EventFactory(title=f"Bal {number}"), EventFactory(source=second)
        kept.source = SourceFactory()
        kept.save()
        merging = kept.absorb(absorbed, by=None)
        merging.question = Merging.Question.KEPT
        merging.save()
    client.force_login(coordinator)
    client.get(QUEUE)

    with django_assert_num_queries(5):
        response = client.get(QUEUE)

    assert len(response.context["asked"]) == rows


# What a reading that doesn't tell all says of an absorbed event


def part(**ball):
    """One page of a longer OpenAgenda, which names the ball, as `ball` says, or doesn't."""
    others = {"uid": 2, "title": {"fr": "Autre"}, "timings": timings(20)}
    events = [{"uid": 1, **ball}, others] if ball else [others]
    return json.dumps({"total": 40, "events": events}).encode()


def timings(day):
    return [{"begin": at(day).isoformat(), "end": at(day, 20).isoformat()}]


def test_tombstone_of_an_absorbed_event_is_heard_in_a_part_of_its_calendar(server, source, second):
    ball = {"title": {"fr": "Grand bal"}, "timings": timings(5)}
    two = Two(server, source, second, part(**ball), "Grand bal")
    two.serve_other(part())
    silent = two.state
    two.serve_other(part(removed=True))
    removed = two.state
    two.serve_other(part(**ball))

    assert silent == ("published", "Prévu", "")
    assert removed == ("published", "Prévu", "absorbed")
    assert two.state == ("published", "Prévu", "")


def test_absorbed_event_that_a_page_lacks_twice_is_taken_back(server, source, second):
    two = Two(server, source, second, web_page(5, 20), "Atelier 5")
    two.serve_other(web_page(20))
    once = two.state, two.second.missing
    two.serve_other(web_page(20))
    twice = two.state, two.second.missing
    read_again = read_source(second).outcome
    two.serve_other(web_page(5, 20))

    assert once == (("published", "Prévu", ""), ["https://asso.example.org/5"])
    assert twice == (("published", "Prévu", "absorbed"), [])
    assert read_again == "unchanged"
    assert two.state == ("published", "Prévu", "")


def test_page_that_loses_what_was_absorbed_only_is_not_held(server, source, second):
    two = Two(server, source, second, web_page(5, 20), "Atelier 5")
    Event.objects.filter(title="Atelier 20").update(state=Event.State.ARCHIVED)

    assert two.serve_other(web_page()).outcome == "read"


# Whose word it stands by


@pytest.mark.parametrize("state", ["stopped", "paused"])
def test_event_of_which_the_other_calendar_is_no_longer_read_is_not_left_as_it_was(two, state):
    two.say()
    stands = two.state
    Source.objects.filter(pk=two.second.pk).update(state=state)
    let_vanished_go(timestamp=0)

    assert stands == ("published", "Prévu", "kept")
    assert two.state == ("published", "Annulé", "")


@pytest.mark.parametrize("first", ["say", "say_other"])
def test_what_somebody_said_to_take_place_is_asked_again_before_it_is_cancelled(
    client, two, coordinator, first
):
    second = "say_other" if first == "say" else "say"
    client.force_login(coordinator)
    getattr(two, first)()
    answer(client, two, "on")
    getattr(two, second)()
    let_vanished_go(timestamp=0)
    stands = two.state, asked(client, coordinator), client.get(QUEUE).text
    answer(client, two, "off")
    let_vanished_go(timestamp=0)

    assert stands[:2] == (("published", "Prévu", "none"), ["none"])
    assert "plus aucun calendrier suivi ne l’annonce" in stands[2]
    assert two.state == ("published", "Annulé", "")
    assert asked(client, coordinator) == []


def test_what_takes_place_although_no_calendar_announces_it_stays(client, two, coordinator):
    client.force_login(coordinator)
    two.say()
    answer(client, two, "on")
    two.say_other()
    answer(client, two, "on")
    with later(days=20):
        let_vanished_go(timestamp=0)

    assert two.state == ("published", "Prévu", "none")
    assert asked(client, coordinator) == []


def test_what_the_kept_one_s_calendar_cancels_is_asked_of_whoever_said_that_it_takes_place(
    client, two, coordinator
):
    client.force_login(coordinator)
    two.say_other()
    answer(client, two, "on")
    two.say(cancelled(BALL))
    shown = two.state
    answer(client, two, "on")

    assert shown == ("published", "Annulé", "none")
    assert two.state == ("published", "Prévu", "none")
