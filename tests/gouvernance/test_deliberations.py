"""Deliberations in the database: what is declared stays, the log is all there is, what PostgreSQL refuses."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gouvernance.ballots import Count
from gouvernance.consent import Kind, Stage, Standing
from gouvernance.models import Ballot, Deliberation, LoggedMove
from tests.factories import UserFactory
from tests.gouvernance.factories import (
    BodyFactory,
    CollegeFactory,
    DeliberationFactory,
    MandateFactory,
    MeetingFactory,
    call,
    open_in_meeting,
    open_with,
)

pytestmark = pytest.mark.django_db

LATER = timezone.localdate() + timedelta(days=90)


@pytest.fixture
def facilitator():
    return UserFactory(coordinator=True, display_name="Nadège")


def facilitates(deliberation, person):
    return deliberation.deliberators.of(person).get()


def at_objections(number=3, *, by, **fields):
    """A deliberation by consent at which positions are taken: (it, its facilitator, the others)."""
    deliberation, people = open_with(number, by=by, **fields)
    running = facilitates(deliberation, by)
    deliberation.make(Kind.HEAR, by=running)
    deliberation.make(Kind.CALL, by=running)
    return deliberation, running, people


def line(deliberation, kind, by):
    """The fields of the next line of a log, written past the rules."""
    return {
        "deliberation": deliberation,
        "number": len(deliberation.log) + 1,
        "kind": kind,
        "by": by,
        "at": timezone.now(),
    }


def refused(name):
    return pytest.raises(IntegrityError, match=name)


# Opening


def test_opening_invites_who_sits_declares_and_publishes(facilitator):
    deliberation, people = open_with(3, by=facilitator, answers_percent=51, rule="two-thirds")

    assert [row.kind for row in deliberation.log] == ["declare", "write", "open"]
    assert deliberation.told.stage == Stage.CLARIFICATION
    assert deliberation.state == Deliberation.State.CLARIFICATION
    assert deliberation.told.method.invited == {str(row.pk) for row in people}
    assert deliberation.told.method.answers == 2
    assert deliberation.told.method.fallback == Deliberation.Rule.TWO_THIRDS.exact
    assert deliberation.told.versions == ("Ouvrir le local le samedi matin.",)


def test_opening_without_anybody_in_a_seat_is_refused(facilitator):
    deliberation = DeliberationFactory(created_by=facilitator)

    with pytest.raises(ValidationError, match="Personne ne siège"):
        deliberation.open(by=facilitator)

    assert deliberation.moves.count() == 0


def test_who_sits_and_runs_the_body_is_one_row(facilitator):
    deliberation, _people = open_with(2, by=facilitator, people=[facilitator, None])

    mine = facilitates(deliberation, facilitator)
    assert (mine.is_invited, mine.facilitates, mine.is_author) == (True, True, True)
    assert deliberation.deliberators.count() == 2


def test_author_is_the_seat_that_carries_it(facilitator):
    college = CollegeFactory(seats=2)
    carrier, _other = MandateFactory(college=college), MandateFactory(college=college)
    deliberation = DeliberationFactory(body=college.body, author=carrier, created_by=facilitator)

    deliberation.open(by=facilitator)

    assert [row.mandate for row in deliberation.deliberators.filter(is_author=True)] == [carrier]


def test_opening_tells_those_invited_who_have_an_address(facilitator, django_capture_on_commit_callbacks):
    person = UserFactory(email="invitee@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        _deliberation, people = open_with(2, by=facilitator, people=[person, None])

    assert [message.to for message in mail.outbox] == [["invitee@example.org"]]
    assert people[0].own_url in mail.outbox[0].body
    assert "consentement" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("field", "value"),
    [("method", "vote"), ("rule", "simple"), ("answers_percent", 1), ("text", "Autre"), ("state", "draft")],
)
def test_what_was_declared_stays(facilitator, field, value):
    deliberation, _people = open_with(1, by=facilitator)

    with refused("deliberation_declared_stays"), transaction.atomic():
        Deliberation.objects.filter(pk=deliberation.pk).update(**{field: value})


def test_open_deliberation_is_not_deleted(facilitator):
    deliberation, _people = open_with(1, by=facilitator)

    with refused("deliberation_declared_stays"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM gouvernance_deliberation WHERE id = %s", [deliberation.pk])


# The log


def test_log_is_append_only(facilitator):
    deliberation, _people = open_with(1, by=facilitator)

    with refused("log_is_append_only"), transaction.atomic():
        LoggedMove.objects.filter(deliberation=deliberation, number=2).update(text="Autre chose")
    with refused("log_is_append_only"), transaction.atomic():
        LoggedMove.objects.filter(deliberation=deliberation, number=3).delete()


def test_log_has_no_gap(facilitator):
    deliberation, people = open_with(1, by=facilitator)

    with refused("log_has_no_gap"), transaction.atomic():
        LoggedMove.objects.create(
            deliberation=deliberation, number=9, kind="ask", by=people[0], at=timezone.now()
        )


def test_objection_is_withdrawn_by_its_author_only(facilitator):
    deliberation, running, people = at_objections(by=facilitator)
    deliberation.make(Kind.OBJECT, by=people[0], text="Le bruit.")
    number = len(deliberation.log)

    with pytest.raises(ValidationError, match="Seule la personne"):
        deliberation.make(Kind.WITHDRAW_OBJECTION, by=running, about=number)
    with refused("objection_is_its_authors"), transaction.atomic():
        LoggedMove.objects.create(
            deliberation=deliberation,
            number=number + 1,
            kind="withdraw_objection",
            by=running,
            about=number,
            at=timezone.now(),
        )

    deliberation.make(Kind.WITHDRAW_OBJECTION, by=people[0], about=number)
    assert deliberation.told.objections[number].standing == Standing.WITHDRAWN


def test_nobody_withdraws_an_objection_in_its_author_s_name(facilitator):
    deliberation, people, _attendees = open_in_meeting(2, by=facilitator)
    running = call(deliberation, by=facilitator)
    deliberation.make(Kind.OBJECT, by=people[0], text="Le bruit.")
    number = len(deliberation.log)

    with pytest.raises(ValidationError, match="en personne"):
        deliberation.make(Kind.WITHDRAW_OBJECTION, by=people[0], about=number, recorded_by=running)
    with refused("objection_is_withdrawn_in_person"), transaction.atomic():
        LoggedMove.objects.create(
            **line(deliberation, "withdraw_objection", people[0]), about=number, recorded_by=running
        )


def test_state_is_what_the_log_comes_to(facilitator):
    deliberation, running, people = at_objections(by=facilitator, rule="two-thirds")
    deliberation.make(Kind.OBJECT, by=people[0], text="Le bruit.")
    objection = len(deliberation.log)
    deliberation.make(Kind.EXAMINE, by=running, about=objection, text="Fondée.")
    deliberation.make(Kind.AMEND, by=running, text="Le samedi, sans musique.", integrates=[objection])
    deliberation.make(Kind.CALL, by=running)
    for row in people[:2]:
        deliberation.make(Kind.CONSENT, by=row)
    deliberation.make(Kind.RESERVE, by=people[2], text="À revoir en été.")
    deliberation.conclude(Kind.ADOPT, by=running, review_on=LATER)

    found = Deliberation.objects.get(pk=deliberation.pk)
    assert found.state == found.told.stage == Stage.ADOPTED_WITH_RESERVATIONS
    assert found.review_on == found.told.review_on == LATER
    assert found.closed_at is not None
    assert found.told == deliberation.told
    assert [words.text for words in found.told.minority] == ["À revoir en été."]


@pytest.mark.parametrize("rule", ["simple", "absolute", "seats", "two-thirds"])
def test_vote_declared_beforehand_is_read_again_from_the_log(facilitator, rule):
    deliberation, people, _attendees = open_in_meeting(3, by=facilitator, rule=rule)
    running = call(deliberation, by=facilitator)
    object_and_examine(deliberation, people[0], running)

    deliberation.conclude(
        Kind.VOTE, by=running, count=Count(2, 1, seats=3), review_on=LATER, owner="Ana", due_on=LATER
    )

    found = Deliberation.objects.get(pk=deliberation.pk)
    assert found.told.vote == Count(2, 1, seats=3)
    assert found.told.stage == found.state == "adopted_by_vote"


def object_and_examine(deliberation, person, running):
    deliberation.make(Kind.OBJECT, by=person, text="Le bruit.")
    number = len(deliberation.log)
    deliberation.make(Kind.EXAMINE, by=running, about=number, text="Fondée.")
    return number


def test_no_more_hands_are_counted_than_are_there(facilitator):
    deliberation, people, attendees = open_in_meeting(4, by=facilitator, here=2, rule="simple")
    attendees[2].reply("proxy", proxy=attendees[0].pk)
    running = call(deliberation, by=facilitator)
    object_and_examine(deliberation, people[0], running)

    with pytest.raises(ValidationError, match="3 personnes invitées y sont ou y sont représentées"):
        deliberation.conclude(
            Kind.VOTE, by=running, count=Count(4, seats=4), review_on=LATER, owner="Ana", due_on=LATER
        )
    deliberation.conclude(
        Kind.VOTE, by=running, count=Count(2, 1, seats=4), review_on=LATER, owner="Ana", due_on=LATER
    )

    assert deliberation.state == "adopted_by_vote"


@pytest.mark.parametrize("kind", [Kind.VOTE, Kind.REJECT])
def test_nothing_is_rejected_without_quorum(facilitator, kind):
    body = BodyFactory(quorum_percent=50)
    deliberation, people, _attendees = open_in_meeting(4, by=facilitator, here=1, rule="simple", body=body)
    running = call(deliberation, by=facilitator)
    number = object_and_examine(deliberation, people[0], running)
    deliberation.make(Kind.UPHOLD, by=running, about=number)
    sent = {"count": Count(0, 1, seats=4)} if kind == Kind.VOTE else {"text": "Maintenue."}

    with pytest.raises(ValidationError, match="Sans quorum"):
        deliberation.conclude(kind, by=running, **sent)

    assert Deliberation.objects.get().state == "objections"


def test_vote_declared_beforehand_is_by_ballots_from_a_distance(
    facilitator, django_capture_on_commit_callbacks
):
    person = UserFactory(email="invitee@example.org")
    deliberation, running, people = at_objections(
        5, by=facilitator, rule="simple", people=[person, None, None, None, None]
    )
    object_and_examine(deliberation, people[0], running)
    deliberation.make(Kind.CONSENT, by=people[1])
    mail.outbox.clear()

    with pytest.raises(ValidationError, match="par bulletins"):
        deliberation.conclude(Kind.VOTE, by=running, count=Count(1, seats=5), review_on=LATER)
    with django_capture_on_commit_callbacks(execute=True):
        deliberation.make(Kind.CALL_VOTE, by=running)
    assert [message.subject for message in mail.outbox] == [f"On attend votre vote : {deliberation.title}"]
    assert not deliberation.deliberators.filter(has_answered=True).exists()
    for row in people[:2]:
        Ballot.cast(deliberation, [0], by=row)
    with pytest.raises(ValidationError, match="Trop peu de personnes ont voté"):
        deliberation.conclude(Kind.COUNT, by=running, review_on=LATER)
    Ballot.cast(deliberation, [1], by=people[2])
    deliberation.conclude(Kind.COUNT, by=running, review_on=LATER)

    found = Deliberation.objects.get()
    assert (found.state, found.told.vote) == ("adopted_by_vote", Count(2, 1, seats=5))
    assert [one.standing for one in found.told.objections.values()] == [Standing.UPHELD]


def test_new_version_is_answered_again_by_all(facilitator):
    deliberation, running, people = at_objections(by=facilitator)
    deliberation.make(Kind.CONSENT, by=people[0])
    assert list(deliberation.deliberators.filter(has_answered=True)) == [people[0]]

    deliberation.make(Kind.AMEND, by=running, text="Autre.")

    assert not deliberation.deliberators.filter(has_answered=True).exists()
    assert Deliberation.objects.get(pk=deliberation.pk).told.silent == {str(row.pk) for row in people}


def test_adoption_without_enough_answers_writes_nothing(facilitator):
    deliberation, running, people = at_objections(by=facilitator, answers_percent=100)
    deliberation.make(Kind.CONSENT, by=people[0])
    before = len(deliberation.log)

    with pytest.raises(ValidationError, match="le silence ne vaut pas accord"):
        deliberation.conclude(Kind.ADOPT, by=running, review_on=LATER)

    found = Deliberation.objects.get(pk=deliberation.pk)
    assert (found.state, found.moves.count()) == ("objections", before)


def test_adoption_needs_a_review_date_in_the_database_too(facilitator):
    deliberation, _running, _people = at_objections(by=facilitator)

    with refused("deliberation_is_reviewed"), transaction.atomic():
        Deliberation.objects.filter(pk=deliberation.pk).update(state="adopted")


def test_after_the_end_only_a_minority_opinion_or_a_reply(facilitator):
    deliberation, running, people = at_objections(1, by=facilitator)
    deliberation.make(Kind.CONSENT, by=people[0])
    deliberation.conclude(Kind.ADOPT, by=running, review_on=LATER)

    deliberation.make(Kind.DISSENT, by=people[0], text="Je n’ai pas osé le dire.")
    deliberation.make(Kind.REPLY, by=running, about=len(deliberation.log), text="Merci de le dire.")

    with pytest.raises(ValidationError, match="close"):
        deliberation.make(Kind.OBJECT, by=people[0], text="Non.")
    with refused("log_is_closed"), transaction.atomic():
        LoggedMove.objects.create(
            deliberation=deliberation,
            number=len(deliberation.log) + 1,
            kind="object",
            by=people[0],
            at=timezone.now(),
        )
    assert [words.text for words in deliberation.told.minority] == ["Je n’ai pas osé le dire."]


# In a meeting


def in_meeting(facilitator, *, quorum=50, here=2):
    college = CollegeFactory(body__quorum_percent=quorum, seats=3)
    MandateFactory.create_batch(3, college=college)
    meeting = MeetingFactory(body=college.body)
    meeting.convene(by=facilitator)
    meeting.open(by=facilitator)
    for row in meeting.attendees.all()[:here]:
        row.arrive()
    deliberation = DeliberationFactory(
        body=college.body, item=meeting.items.get(), created_by=facilitator, answers_percent=1
    )
    deliberation.open(by=facilitator)
    running = facilitates(deliberation, facilitator)
    people = list(deliberation.deliberators.filter(is_invited=True))
    deliberation.make(Kind.HEAR, by=running)
    deliberation.make(Kind.CALL, by=running)
    deliberation.make(Kind.CONSENT, by=people[0])
    return meeting, deliberation, running, people


def test_what_is_adopted_in_a_meeting_is_a_decision_there(facilitator):
    meeting, deliberation, running, _people = in_meeting(facilitator)

    deliberation.conclude(Kind.ADOPT, by=running, review_on=LATER, owner="Ana", due_on=LATER)

    decision = meeting.items.get().decisions.get()
    assert deliberation.decision == decision
    assert (decision.text, decision.owner) == ("Ouvrir le local le samedi matin.", "Ana")
    assert (decision.review_on, decision.present) == (LATER, 2)


def test_meeting_that_rejected_something_was_held(facilitator):
    meeting, deliberation, running, _people = in_meeting(facilitator)
    assert meeting.can_unopen

    deliberation.conclude(Kind.DEFER, by=running, text="Il manque le devis.")

    assert not meeting.can_unopen


def test_nothing_is_adopted_without_quorum(facilitator):
    _meeting, deliberation, running, _people = in_meeting(facilitator, here=1)

    with pytest.raises(ValidationError, match="Sans quorum"):
        deliberation.conclude(Kind.ADOPT, by=running, review_on=LATER, owner="Ana", due_on=LATER)

    assert Deliberation.objects.get(pk=deliberation.pk).state == "objections"


def test_point_that_is_deliberated_stays_on_the_agenda(client, facilitator):
    meeting = MeetingFactory()
    MandateFactory(college=CollegeFactory(body=meeting.body))
    drafted, opened = meeting.items.get(), meeting.items.create(title="Charte", position=1)
    draft = DeliberationFactory(body=meeting.body, item=drafted)
    DeliberationFactory(body=meeting.body, item=opened, created_by=facilitator).open(by=facilitator)
    client.force_login(facilitator)

    for item in (drafted, opened):
        page = client.post(
            f"{meeting.get_absolute_url()}points/{item.pk}/deplacer/", {"action": "retirer"}, follow=True
        )

    assert "Une délibération est ouverte sur ce point" in page.text
    assert list(meeting.items.all()) == [opened]
    draft.refresh_from_db()
    assert draft.item is None


def test_nothing_is_adopted_once_the_meeting_is_closed(facilitator):
    meeting, deliberation, running, _people = in_meeting(facilitator)
    meeting.close(by=facilitator)

    with pytest.raises(ValidationError, match="ouvrez d’abord la séance"):
        deliberation.conclude(Kind.ADOPT, by=running, review_on=LATER, owner="Ana", due_on=LATER)


def test_proxy_speaks_for_who_is_away_while_the_meeting_is_open(facilitator):
    meeting, deliberation, _running, _people = in_meeting(facilitator, here=1)
    first, second, third = meeting.attendees.all()
    second.reply("proxy", proxy=first.pk)

    carrier = deliberation.deliberators.get(mandate=first.mandate)
    assert [row.mandate for row in carrier.voices()] == [first.mandate, second.mandate]
    second.arrive()
    assert [row.mandate for row in carrier.voices()] == [first.mandate]
    assert deliberation.deliberators.get(mandate=third.mandate).voices() == []


# Who sees what


def test_visible_to(client, facilitator):
    sits, stranger = UserFactory(), UserFactory()
    draft = DeliberationFactory(is_public=True)
    deliberation, _people = open_with(1, by=facilitator, people=[sits])
    public, _people = open_with(1, by=facilitator, is_public=True)
    convener = UserFactory()
    body = BodyFactory()
    body.conveners.add(convener)
    own = DeliberationFactory(body=body)

    def seen(user):
        return set(Deliberation.objects.visible_to(user))

    assert seen(facilitator) == {draft, deliberation, public, own}
    assert seen(sits) == {deliberation, public}
    assert seen(stranger) == {public}
    assert seen(convener) == {public, own}


# Looking again


def test_what_was_decided_outside_a_meeting_comes_back_on_the_next_agenda(facilitator):
    deliberation, running, people = at_objections(1, by=facilitator, is_public=True)
    deliberation.make(Kind.CONSENT, by=people[0])
    deliberation.conclude(Kind.ADOPT, by=running, review_on=LATER)
    sooner, later = (
        MeetingFactory(body=deliberation.body, items=False, starts_at=timezone.now() + timedelta(days=days))
        for days in (30, 120)
    )

    for meeting in (sooner, later):
        meeting.bring_back()

    assert not sooner.items.exists()
    assert later.items.get().title == f"À revoir : {deliberation.title}"
    later.cancel(by=None, reason="Reporté.")
    assert Deliberation.objects.get().came_back_as is None
