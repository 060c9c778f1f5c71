"""The screen of who holds a meeting: who comes and goes, the quorum, opening and closing, and back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gouvernance.models import Attendee, Decision
from tests.gouvernance.factories import BodyFactory, CollegeFactory, MandateFactory, MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    """Four seats held, half of them are needed, one proxy each."""
    return BodyFactory(quorum_percent=50, proxies_max=1)


@pytest.fixture
def meeting(body):
    college = CollegeFactory(body=body, seats=4)
    for name in ("Ana", "Bob", "Cleo", "Dan"):
        MandateFactory(college=college, name=name)
    meeting = MeetingFactory(body=body)
    meeting.convene(by=None)
    return meeting


@pytest.fixture
def holder(client, coordinator):
    client.force_login(coordinator)
    return coordinator


def seats(meeting):
    return list(Attendee.objects.filter(meeting=meeting).for_list())


def counted(meeting):
    found = meeting.count_seats()
    return found.present, found.represented


def decide(meeting):
    day = timezone.localdate()
    return Decision.take(meeting.items.get(), by=None, text="Oui.", owner="Bob", due_on=day)


def tap(client, row, action):
    return client.post(f"{row.meeting.get_absolute_url()}seance/{row.pk}/", {"action": action})


def step(client, meeting, action):
    response = client.post(f"{meeting.get_absolute_url()}etape/", {"action": action}, follow=True)
    meeting.refresh_from_db()
    return response


# Coming and going


def test_arrival_ticked_by_mistake_loses_no_proxy(client, holder, meeting):
    ana, bob, *_others = seats(meeting)
    ana.reply("proxy", proxy=bob.pk)
    tap(client, bob, "arrive")
    before = counted(meeting)

    tap(client, ana, "arrive")
    there = counted(meeting)
    tap(client, ana, "erreur")

    assert (before, there, counted(meeting)) == ((1, 1), (2, 0), (1, 1))
    ana.refresh_from_db()
    assert (ana.proxy, ana.arrived_at) == (bob, None)


def test_who_leaves_takes_their_voice_along_unless_they_leave_it(client, holder, meeting):
    ana, bob, *_others = seats(meeting)
    ana.reply("proxy", proxy=bob.pk)
    tap(client, ana, "arrive")
    tap(client, bob, "arrive")

    tap(client, ana, "part")
    alone = counted(meeting)
    tap(client, ana, "arrive")
    back = counted(meeting)
    tap(client, ana, "pouvoir")

    assert (alone, back, counted(meeting)) == ((1, 0), (2, 0), (1, 1))
    page = client.get(f"{meeting.get_absolute_url()}seance/").content.decode()
    assert "est parti·e, pouvoir à Bob" in page


def test_proxy_that_is_given_on_leaving_counts(meeting):
    ana, bob, *_others = seats(meeting)
    for row in (ana, bob):
        row.arrive()

    ana.leave(leaves_proxy=True)  # they gave none
    none = counted(meeting)
    ana.reply("proxy", proxy=bob.pk)

    assert (none, counted(meeting)) == ((1, 0), (1, 1))


def test_who_is_not_there_does_not_leave(client, holder, meeting):
    ana, *_others = seats(meeting)

    for action in ("part", "pouvoir", "autre"):
        tap(client, ana, action)

    ana.refresh_from_db()
    assert (ana.arrived_at, ana.left_at) == (None, None)


# Opening, closing, and back


def test_meeting_is_opened_closed_and_opened_again(client, holder, meeting):
    for row in seats(meeting)[:2]:
        row.arrive()

    step(client, meeting, "ouvrir")
    opened = (meeting.state, meeting.opening_quorum["present"])
    step(client, meeting, "clore")
    closed = (meeting.state, meeting.closing_quorum["present"], meeting.closed_at is not None)
    response = step(client, meeting, "rouvrir")

    assert (opened, closed) == (("open", 2), ("closed", 2, True))
    assert (meeting.state, meeting.closing_quorum, meeting.closed_at) == ("open", None, None)
    assert "La séance est rouverte." in response.content.decode()


def test_opening_is_taken_back_until_something_is_decided(client, holder, meeting):
    for row in seats(meeting)[:2]:
        row.arrive()
    step(client, meeting, "ouvrir")

    step(client, meeting, "refermer")
    taken_back = (meeting.state, meeting.opened_at, meeting.opening_quorum)
    step(client, meeting, "ouvrir")
    decide(meeting)
    refused = step(client, meeting, "refermer")

    assert taken_back == ("convened", None, None)
    assert meeting.state == "open"
    assert "Une décision y est écrite" in refused.content.decode()
    assert "Ouverte par erreur" not in refused.content.decode()


@pytest.mark.parametrize("action", ["clore", "refermer", "rouvrir", "approuver", "autre"])
def test_each_step_is_from_the_state_before_it(client, holder, meeting, action):
    response = step(client, meeting, action)

    assert (response.status_code, meeting.state) == (404, "convened")


@pytest.mark.parametrize("action", ["rouvrir", "refermer", "clore"])
def test_approved_minutes_are_not_opened_again(client, holder, meeting, action):
    meeting.open(by=None)
    meeting.close(by=None)
    meeting.approve(by=None)

    assert step(client, meeting, action).status_code == 404


# The quorum


def test_quorum_that_must_hold_throughout_is_that_of_now(meeting):
    for row in seats(meeting)[:2]:
        row.arrive()
    meeting.open(by=None)

    seats(meeting)[0].leave()

    assert not meeting.quorum().reached
    with pytest.raises(ValidationError, match="pas décider"):
        decide(meeting)


def test_quorum_asked_for_at_the_opening_stays_as_counted_then(client, holder, body, meeting):
    body.quorum_throughout = False
    body.save()
    meeting.refresh_from_db()
    rows = seats(meeting)
    for row in rows[:2]:
        row.arrive()
    meeting.open(by=None)

    rows[0].leave()
    decision = decide(meeting)

    assert meeting.quorum().reached
    assert (decision.present, decision.represented, decision.needed) == (1, 0, 2)
    page = client.get(f"{meeting.get_absolute_url()}seance/").content.decode()
    assert "il vaut pour toute la séance" in page


def test_quorum_that_was_not_there_at_the_opening_does_not_come_later(body, meeting):
    body.quorum_throughout = False
    body.save()
    meeting.refresh_from_db()
    meeting.open(by=None)
    for row in seats(meeting):
        row.arrive()

    late = meeting.quorum().reached
    meeting.unopen(by=None)
    meeting.open(by=None)

    assert (late, meeting.quorum().reached) == (False, True)


def test_what_was_counted_does_not_change_with_the_rules(body, meeting):
    for row in seats(meeting)[:2]:
        row.arrive()
    meeting.open(by=None)
    meeting.close(by=None)

    body.quorum_percent = 100
    body.save()
    meeting.refresh_from_db()

    assert (meeting.quorum().needed, meeting.quorum().reached) == (2, True)


def test_rules_are_those_of_the_opening_whatever_becomes_of_them_meanwhile(client, holder, meeting):
    body = meeting.body
    step(client, meeting, "ouvrir")
    tap(client, seats(meeting)[0], "arrive")

    type(body).objects.filter(pk=body.pk).update(quorum_percent=0, quorum_throughout=False, proxies_max=3)

    meeting = type(meeting).objects.get(pk=meeting.pk)
    ana, bob, cleo, _dan = seats(meeting)
    assert (meeting.quorum().needed, meeting.quorum().reached) == (2, False)
    with pytest.raises(ValidationError, match="Sans quorum"):
        decide(meeting)
    bob.reply("proxy", proxy=ana.pk)
    with pytest.raises(ValidationError, match="Choisissez à qui"):
        cleo.reply("proxy", proxy=ana.pk)
    with pytest.raises(IntegrityError, match="attendee_proxies_max"), transaction.atomic():
        Attendee.objects.filter(pk=cleo.pk).update(proxy=ana)


def test_meeting_opened_by_mistake_takes_the_rules_as_they_are_when_it_opens_again(client, holder, meeting):
    step(client, meeting, "ouvrir")
    step(client, meeting, "refermer")
    type(meeting.body).objects.update(quorum_percent=100)
    meeting = type(meeting).objects.get(pk=meeting.pk)

    meeting.open(by=holder)

    assert meeting.quorum().needed == 4


# Speed


@pytest.mark.parametrize("number", [1, 3])
def test_screen_asks_as_many_questions_for_one_as_for_three(
    client, holder, django_assert_num_queries, number
):
    meeting = MeetingFactory()
    for position in range(1, number):
        meeting.items.create(title="x", position=position)
    college = CollegeFactory(body=meeting.body, seats=6)
    MandateFactory.create_batch(2 * number, college=college)
    meeting.convene(by=None)
    rows = seats(meeting)
    for giver, carrier in zip(rows[::2], rows[1::2], strict=True):
        giver.reply("proxy", proxy=carrier.pk)
        carrier.arrive()
    meeting.open(by=None)

    with django_assert_num_queries(8):
        client.get(f"{meeting.get_absolute_url()}seance/")
