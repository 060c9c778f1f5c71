"""Who takes part may change while a deliberation runs, and where it is decided: each change is a line of its log."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gouvernance.consent import Kind
from gouvernance.models import Ballot, Deliberation, Mandate
from gouvernance.tasks import follow_seats
from tests.factories import OrganisationFactory, UserFactory
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
from tests.reading import pdf_text

pytestmark = pytest.mark.django_db

LATER = timezone.localdate() + timedelta(days=90)
FOR, AGAINST = 0, 1


@pytest.fixture
def facilitator():
    return UserFactory(coordinator=True, display_name="Nadège")


def succeed(voice, **fields):
    """Their mandate ended yesterday; somebody sits in their place since today."""
    today = timezone.localdate()
    Mandate.objects.filter(pk=voice.mandate_id).update(ends_on=today - timedelta(days=1))
    return MandateFactory(college=voice.mandate.college, starts_on=today, **fields)


# Voices


def test_voice_passes_to_who_came_to_the_seat(client, facilitator, django_capture_on_commit_callbacks):
    _deliberation, people = open_with(2, by=facilitator, method="vote", rule="simple")
    successor = succeed(people[0], name="Inès", contact_email="ines@example.org")
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        Deliberation.objects.follow_seats()
    Deliberation.objects.follow_seats()

    found = Deliberation.objects.get()
    heir = found.deliberators.get(mandate=successor)
    assert found.told.method.invited == {str(heir.pk), str(people[1].pk)}
    assert [row.kind for row in found.log][3:] == [Kind.SUCCEED]
    assert [message.to for message in mail.outbox] == [["ines@example.org"]]
    client.post(people[0].own_url, {"action": "ballot", "voice": people[0].pk, "mark_0": "1"})
    client.post(heir.own_url, {"action": "ballot", "voice": heir.pk, "mark_0": "0"})
    assert [(row.deliberator, row.marks) for row in found.ballots.all()] == [(heir, [FOR])]
    assert (
        f"Inès siège désormais\u00a0: la voix de {people[0].name} lui passe." in client.get(heir.own_url).text
    )


def test_voice_that_was_used_stays(facilitator):
    deliberation, people = open_with(2, by=facilitator, method="vote", rule="simple")
    Ballot.cast(deliberation, [FOR], by=people[0])
    succeed(people[0])

    Deliberation.objects.follow_seats()

    assert Deliberation.objects.get().told.method.invited == {str(row.pk) for row in people}


def test_seat_that_nobody_holds_keeps_its_place_and_has_no_voice(facilitator):
    deliberation, people = open_with(2, by=facilitator, method="vote", rule="simple")
    Mandate.objects.filter(pk=people[0].mandate_id).update(ends_on=timezone.localdate() - timedelta(days=1))

    Deliberation.objects.follow_seats()

    assert len(Deliberation.objects.get().told.method.invited) == 2
    with pytest.raises(ValidationError, match="pas en cours"):
        Ballot.cast(deliberation, [FOR], by=deliberation.deliberators.get(pk=people[0].pk))


def test_who_sits_on_the_day_of_the_meeting_has_the_voice(facilitator):
    college = CollegeFactory(seats=1)
    leaving = MandateFactory(college=college, ends_on=timezone.localdate() + timedelta(days=10))
    meeting = MeetingFactory(body=college.body)
    meeting.items.update(title="Budget")
    deliberation = DeliberationFactory(
        body=college.body, item=meeting.items.get(), created_by=facilitator, method="vote", rule="simple"
    )
    deliberation.open(by=facilitator)
    coming = MandateFactory(college=college, starts_on=leaving.ends_on + timedelta(days=1))
    meeting.convene(by=facilitator)

    meeting.open(by=facilitator)
    meeting.attendees.get(mandate=coming).arrive()

    found = Deliberation.objects.get()
    Ballot.cast(found, [FOR], by=found.deliberators.get(mandate=coming))
    assert [row.mandate for row in found.invited] == [coming]


def test_voice_of_who_will_sit_on_the_day_of_the_meeting_waits_for_it(facilitator):
    college = CollegeFactory(seats=1)
    leaving = MandateFactory(college=college, ends_on=timezone.localdate() + timedelta(days=10))
    coming = MandateFactory(college=college, starts_on=leaving.ends_on + timedelta(days=1))
    meeting = MeetingFactory(body=college.body)
    meeting.convene(by=facilitator)
    deliberation = DeliberationFactory(
        body=college.body, item=meeting.items.get(), created_by=facilitator, method="vote", rule="simple"
    )
    deliberation.open(by=facilitator)

    follow_seats(0)
    meeting.open(by=facilitator)
    meeting.attendees.get(mandate=coming).arrive()

    found = Deliberation.objects.get()
    assert [row.mandate for row in found.invited] == [coming]
    assert [row.kind for row in found.log] == [Kind.DECLARE, Kind.WRITE, Kind.OPEN]
    Ballot.cast(found, [FOR], by=found.deliberators.get(mandate=coming))


@pytest.mark.parametrize(
    "move_on",
    [lambda meeting: follow_seats(0), lambda meeting: meeting.open(by=None)],
    ids=["hourly", "opening of the meeting"],
)
def test_voice_passes_in_the_vote_declared_beforehand(facilitator, move_on):
    college = CollegeFactory(seats=3)
    MandateFactory.create_batch(3, college=college)
    meeting = MeetingFactory(body=college.body)
    meeting.convene(by=facilitator)
    deliberation = DeliberationFactory(
        body=college.body, item=meeting.items.get(), is_remote=True, created_by=facilitator, rule="simple"
    )
    deliberation.open(by=facilitator)
    people = deliberation.invited
    running = call(deliberation, by=facilitator)
    deliberation.make(Kind.OBJECT, by=people[0], text="Le bruit.")
    number = len(deliberation.log)
    deliberation.make(Kind.CONSENT, by=people[1])
    deliberation.make(Kind.CONSENT, by=people[2])
    deliberation.make(Kind.EXAMINE, by=running, about=number, text="Fondée.")
    deliberation.make(Kind.CALL_VOTE, by=running)
    Ballot.cast(deliberation, [FOR], by=people[2])
    successors = [succeed(row) for row in people]

    move_on(meeting)

    found = Deliberation.objects.get()
    heirs = [found.deliberators.get(mandate=successor) for successor in successors[:2]]
    assert {row.pk for row in found.invited} == {*(heir.pk for heir in heirs), people[2].pk}
    for heir in heirs:
        Ballot.cast(found, [AGAINST], by=heir)
    assert found.may_be_counted


def test_deliberation_that_fails_is_told_and_the_others_go_on(facilitator, caplog):
    following, first = open_with(1, by=facilitator)
    failing, second = open_with(2, by=facilitator)
    successors = [succeed(first[0])]
    # Who has a voice of their own comes to the seat: they have no second one.
    Mandate.objects.filter(pk=second[0].mandate_id).update(ends_on=timezone.localdate() - timedelta(days=1))
    Mandate.objects.filter(pk=second[1].mandate_id).update(
        seat=second[0].mandate.seat, starts_on=timezone.localdate()
    )

    follow_seats(0)

    assert [row.mandate for row in Deliberation.objects.get(pk=following.pk).invited] == successors
    assert [row.pk for row in Deliberation.objects.get(pk=failing.pk).invited] == [row.pk for row in second]
    [record] = caplog.records
    assert record.getMessage() == f"Voices of deliberation {failing.pk} could not follow their seats"
    assert record.exc_info[0] is ValidationError


def test_heir_has_the_names_that_who_was_invited_at_the_opening_has(facilitator):
    deliberation, people = open_with(1, by=facilitator)
    structure = OrganisationFactory(name="Les Voisins")
    succeed(people[0], name="Inès", organisation=structure, shows_name=False)

    follow_seats(0)

    [heir] = Deliberation.objects.get(pk=deliberation.pk).invited
    assert heir.organisation_name == "Les Voisins"
    assert (heir.name, heir.public_name) == ("Inès (Les Voisins)", "Les Voisins")
    assert heir.college_name == people[0].college_name


def test_who_follows_the_author_of_an_objection_says_whether_it_is_lifted(facilitator):
    deliberation, people = open_with(2, by=facilitator)
    running = call(deliberation, by=facilitator)
    deliberation.make(Kind.OBJECT, by=people[0], text="Le bruit.")
    number = len(deliberation.log)
    deliberation.make(Kind.EXAMINE, by=running, about=number, text="Fondée.")
    deliberation.make(Kind.AMEND, by=running, text="Ouvrir le samedi.", integrates=(number,))
    successor = succeed(people[0])
    Deliberation.objects.follow_seats()
    deliberation.make(Kind.CALL, by=running)
    deliberation.make(Kind.CONSENT, by=people[1])
    with pytest.raises(ValidationError, match="ne s’est pas encore prononcé"):
        deliberation.conclude(Kind.ADOPT, by=running, review_on=LATER)

    deliberation.make(Kind.CONSENT, by=deliberation.deliberators.get(mandate=successor))
    deliberation.conclude(Kind.ADOPT, by=running, review_on=LATER)

    assert deliberation.state == "adopted"


# Who facilitates


def test_facilitator_names_another_and_the_log_prints_it(client, facilitator):
    deliberation, _people = open_with(1, by=facilitator)
    late = UserFactory(coordinator=True, display_name="Omar")
    client.force_login(late)
    assert "Passer aux réactions" not in client.get(deliberation.get_absolute_url()).text
    assert "L’animer" not in client.get(deliberation.get_absolute_url()).text

    client.force_login(facilitator)
    client.post(deliberation.get_absolute_url(), {"action": "name", "person": late.pk})

    client.force_login(late)
    assert "Passer aux réactions" in client.get(deliberation.get_absolute_url()).text
    client.post(deliberation.get_absolute_url(), {"action": "hear"})
    assert Deliberation.objects.get().state == "reactions"
    extract = pdf_text(client.get(f"/gouvernance/deliberations/{deliberation.slug}.pdf").content)
    assert "Nadège : nomme Omar pour animer." in extract


def test_nobody_is_named_who_does_not_run_the_body(client, facilitator):
    deliberation, _people = open_with(1, by=facilitator)
    client.force_login(facilitator)

    client.post(deliberation.get_absolute_url(), {"action": "name", "person": UserFactory().pk})

    assert len(Deliberation.objects.get().log) == 3


def test_team_takes_over_once_nobody_facilitates(client, facilitator):
    deliberation, _people = open_with(1, by=facilitator)
    late = UserFactory(coordinator=True, display_name="Omar")
    client.force_login(late)
    address = f"{deliberation.get_absolute_url()}animer/"
    assert "demandez-lui de vous nommer" in client.post(address, follow=True).text
    facilitator.is_active = False
    facilitator.save()
    assert "L’animer" in client.get(deliberation.get_absolute_url()).text

    client.post(address)

    found = Deliberation.objects.get()
    assert found.log[-1].kind == Kind.TAKE_OVER
    assert found.deliberators.of(late).get().facilitates
    assert "Passer aux réactions" in client.get(deliberation.get_absolute_url()).text


# When, and where


def test_vote_is_not_opened_after_its_end(client, facilitator):
    body = BodyFactory()
    MandateFactory(college=CollegeFactory(body=body))
    deliberation = DeliberationFactory(
        body=body, created_by=facilitator, method="vote", rule="simple", closes_at=timezone.now()
    )
    client.force_login(facilitator)

    page = client.post(f"{deliberation.get_absolute_url()}ouvrir/", follow=True)

    assert "La fin du vote qui est déclarée est déjà passée" in page.text
    assert Deliberation.objects.get().is_draft
    with pytest.raises(IntegrityError, match="vote_opens_before_its_end"), transaction.atomic():
        Deliberation.objects.update(opened_at=timezone.now() + timedelta(minutes=1), state="voting")


def test_deliberation_of_a_cancelled_meeting_moves_to_another(
    client, facilitator, django_capture_on_commit_callbacks
):
    person = UserFactory(email="invitee@example.org")
    deliberation, people, _attendees = open_in_meeting(1, by=facilitator, people=[person])
    meeting = deliberation.item.meeting
    other = MeetingFactory(body=meeting.body, title="Conseil de juin")
    client.force_login(facilitator)
    sent = {"action": "reschedule", "item": other.items.get().pk}
    assert "Passer à une autre séance" not in client.get(deliberation.get_absolute_url()).text
    client.post(deliberation.get_absolute_url(), sent)
    with pytest.raises(IntegrityError, match="deliberation_declared_stays"), transaction.atomic():
        Deliberation.objects.update(item=other.items.get())
    meeting.unopen(by=facilitator)
    meeting.cancel(by=facilitator, reason="Salle fermée.")
    mail.outbox.clear()

    assert "Passer à une autre séance" in client.get(deliberation.get_absolute_url()).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(deliberation.get_absolute_url(), sent)

    found = Deliberation.objects.get()
    assert found.item.meeting == other
    # The log may be everybody's, the meeting's title and date are not.
    assert (found.log[-1].kind, found.log[-1].text) == (Kind.RESCHEDULE, "")
    assert "Conseil de juin" in client.get(deliberation.get_absolute_url()).text
    assert [message.subject for message in mail.outbox] == [f"À une autre séance : {found.title}"]
    other.convene(by=facilitator)
    other.open(by=facilitator)
    other.attendees.get().arrive()
    running = call(found, by=facilitator)
    found.make(Kind.CONSENT, by=people[0])
    found.conclude(Kind.ADOPT, by=running, review_on=LATER, owner="Ana", due_on=LATER)
    assert found.decision.item.meeting == other


def test_deliberation_does_not_move_to_another_body(facilitator):
    deliberation, _people, _attendees = open_in_meeting(1, by=facilitator)
    running = deliberation.deliberators.of(facilitator).get()
    meeting = deliberation.item.meeting
    meeting.unopen(by=facilitator)
    meeting.cancel(by=facilitator, reason="Salle fermée.")
    elsewhere = MeetingFactory().items.get()

    with pytest.raises(ValidationError, match="séance de l’instance"):
        deliberation.reschedule(elsewhere, by=running)
    with pytest.raises(IntegrityError, match="deliberation_declared_stays"), transaction.atomic():
        Deliberation.objects.update(item=elsewhere)
