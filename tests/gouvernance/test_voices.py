"""Whose voice counts when: in person, by a proxy, or noted by who facilitates; and who is told of it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gouvernance.consent import Kind, Standing
from gouvernance.models import Ballot, Deliberation, LoggedMove
from tests.factories import UserFactory
from tests.gouvernance.factories import call, open_in_meeting, open_with
from tests.reading import pdf_text

pytestmark = pytest.mark.django_db

LATER = timezone.localdate() + timedelta(days=90)
FOR, AGAINST = 0, 1


@pytest.fixture
def facilitator():
    return UserFactory(coordinator=True, display_name="Nadège")


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def wrote(deliberation, kind, by, **fields):
    """A line written past the rules."""
    return LoggedMove.objects.create(
        deliberation=deliberation,
        number=deliberation.moves.count() + 1,
        kind=kind,
        by=by,
        at=timezone.now(),
        **fields,
    )


def integrated(facilitator, **fields):
    """In a meeting, an objection of the first voice that a new version says it integrates: positions are asked for."""
    deliberation, people, attendees = open_in_meeting(3, by=facilitator, **fields)
    running = call(deliberation, by=facilitator)
    deliberation.make(Kind.OBJECT, by=people[0], text="Le bruit.")
    number = len(deliberation.log)
    deliberation.make(Kind.EXAMINE, by=running, about=number, text="Fondée.")
    deliberation.make(Kind.AMEND, by=running, text="Ouvrir le samedi.", integrates=(number,))
    deliberation.make(Kind.CALL, by=running)
    return deliberation, running, people, attendees, number


# An objection


def test_facilitator_lifts_nobody_s_objection(client, facilitator):
    deliberation, running, people, _attendees, number = integrated(facilitator)
    deliberation.make(Kind.CONSENT, by=people[1])
    client.force_login(facilitator)
    address = deliberation.get_absolute_url()

    page = client.post(address, {"action": "position", "position": "consent", "voice": people[0].pk})
    client.post(
        address,
        {"action": "adopt", "review_on": LATER.isoformat(), "owner": "Ana", "due_on": LATER.isoformat()},
    )

    assert "Qui a fait une objection dit en personne" in page.text
    found = Deliberation.objects.get()
    assert found.state == "objections"
    assert [one.number for one in found.told.unanswered] == [number]
    with refused("objection_is_lifted_in_person"), transaction.atomic():
        wrote(deliberation, "consent", people[0], recorded_by=running)


def test_author_lifts_an_objection_in_person(facilitator):
    deliberation, running, people, _attendees, number = integrated(facilitator)

    deliberation.make(Kind.CONSENT, by=people[0])
    deliberation.make(Kind.CONSENT, by=people[1], recorded_by=running)
    deliberation.conclude(Kind.ADOPT, by=running, review_on=LATER, owner="Ana", due_on=LATER)

    assert deliberation.state == "adopted"
    assert deliberation.told.objections[number].standing == Standing.INTEGRATED


def test_real_proxy_lifts_an_objection(client, facilitator):
    _deliberation, _running, people, attendees, _number = integrated(facilitator)
    attendees[0].leave()
    attendees[0].reply("proxy", proxy=attendees[1].pk)

    client.post(people[1].own_url, {"action": "position", "position": "consent", "voice": people[0].pk})

    found = Deliberation.objects.get()
    assert found.told.unanswered == []
    assert (found.log[-1].recorded_by, found.log[-1].by_proxy) == (people[1], True)
    assert f"Par {people[1].name}, qui porte son pouvoir." in client.get(people[2].own_url).text


def test_objection_is_withdrawn_by_a_proxy_through_the_page(client, facilitator):
    deliberation, people, attendees = open_in_meeting(3, by=facilitator)
    call(deliberation, by=facilitator)
    deliberation.make(Kind.OBJECT, by=people[0], text="Le bruit.")
    number = len(deliberation.log)
    attendees[0].leave()
    attendees[0].reply("proxy", proxy=attendees[1].pk)

    client.post(people[2].own_url, {"action": "withdraw_objection", "about": number})
    assert Deliberation.objects.get().told.objections[number].standing == Standing.RAISED
    client.post(people[1].own_url, {"action": "withdraw_objection", "about": number})

    assert Deliberation.objects.get().told.objections[number].standing == Standing.WITHDRAWN


# What is noted


def test_what_is_noted_replaces_no_position_that_was_given(facilitator):
    deliberation, people, _attendees = open_in_meeting(2, by=facilitator)
    running = call(deliberation, by=facilitator)
    deliberation.make(Kind.STAND_ASIDE, by=people[0], text="Sans moi.")

    with pytest.raises(ValidationError, match="a donné elle-même sa position"):
        deliberation.make(Kind.CONSENT, by=people[0], recorded_by=running)
    with refused("position_is_not_replaced"), transaction.atomic():
        wrote(deliberation, "consent", people[0], recorded_by=running)

    deliberation.make(Kind.CONSENT, by=people[1], recorded_by=running)
    deliberation.make(Kind.RESERVE, by=people[1], text="Non, avec réserve.")
    assert deliberation.told.positions == {
        str(people[0].pk): Kind.STAND_ASIDE,
        str(people[1].pk): Kind.RESERVE,
    }


def test_nothing_is_noted_for_who_is_not_there(facilitator):
    deliberation, people, attendees = open_in_meeting(3, by=facilitator, here=1)
    running = call(deliberation, by=facilitator)

    with pytest.raises(ValidationError, match="présente ou représentée"):
        deliberation.make(Kind.CONSENT, by=people[1], recorded_by=running)
    with refused("voice_is_theirs"), transaction.atomic():
        wrote(deliberation, "consent", people[1], recorded_by=running)
    with refused("voice_is_theirs"), transaction.atomic():
        wrote(deliberation, "consent", people[1], recorded_by=people[0], by_proxy=True)

    # Represented by who is there, their voice is heard.
    attendees[1].reply("proxy", proxy=attendees[0].pk)
    deliberation.make(Kind.CONSENT, by=people[1], recorded_by=running)
    assert deliberation.told.positions == {str(people[1].pk): Kind.CONSENT}


def test_substitute_of_a_carrier_gives_no_voice_that_was_lent_to_a_person(client, facilitator):
    deliberation, people, attendees = open_in_meeting(2, by=facilitator, here=0)
    running = call(deliberation, by=facilitator)
    attendees[1].reply("proxy", proxy=attendees[0].pk)
    attendees[0].arrive(by_substitute=True)

    for writer in (people[0], running):
        with pytest.raises(ValidationError, match="présente ou représentée"):
            deliberation.make(Kind.CONSENT, by=people[1], recorded_by=writer)
        with refused("voice_is_theirs"), transaction.atomic():
            wrote(deliberation, "consent", people[1], recorded_by=writer, by_proxy=writer == people[0])
    with refused("position_is_heard"), transaction.atomic():
        wrote(deliberation, "consent", people[1])
    client.post(people[0].own_url, {"action": "position", "position": "consent", "voice": people[0].pk})

    assert set(Deliberation.objects.get().told.positions) == {str(people[0].pk)}
    attendees[0].arrive()
    deliberation.make(Kind.CONSENT, by=people[1], recorded_by=people[0])
    assert Deliberation.objects.get().log[-1].by_proxy


def test_nothing_is_noted_from_a_distance(client, facilitator):
    deliberation, people = open_with(2, by=facilitator)
    running = call(deliberation, by=facilitator)
    client.force_login(facilitator)

    with pytest.raises(ValidationError, match="que pendant la séance"):
        deliberation.make(Kind.CONSENT, by=people[0], recorded_by=running)

    assert "Écrire une position" not in client.get(deliberation.get_absolute_url()).text


def test_person_is_told_what_was_written_in_their_name(facilitator, django_capture_on_commit_callbacks):
    person = UserFactory(email="presente@example.org")
    deliberation, people, _attendees = open_in_meeting(2, by=facilitator, people=[person, None])
    running = call(deliberation, by=facilitator)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        deliberation.make(Kind.RESERVE, by=people[0], text="À revoir en été.", recorded_by=running)

    (message,) = mail.outbox
    assert message.to == ["presente@example.org"]
    assert message.subject.startswith("Écrit en votre nom")
    assert "Nadège, qui anime" in message.body
    assert "Accord avec réserve\nÀ revoir en été." in message.body
    assert people[0].own_url in message.body


# In a meeting


@pytest.mark.parametrize("is_remote", [False, True])
def test_absent_people_answer_only_what_was_declared_to_be_answered_from_a_distance(
    client, facilitator, is_remote
):
    deliberation, people, _attendees = open_in_meeting(
        2, by=facilitator, here=1, method="vote", rule="simple", is_remote=is_remote
    )

    page = client.get(people[1].own_url).text
    client.post(people[1].own_url, {"action": "ballot", "voice": people[1].pk, "mark_0": "1"})

    assert ("Mettre dans l’urne" in page) == is_remote
    assert ("On se prononce en séance, quand elle est ouverte" in page) != is_remote
    assert deliberation.ballots.count() == is_remote


def test_nobody_votes_before_the_meeting_opens(facilitator):
    deliberation, people, _attendees = open_in_meeting(1, by=facilitator, method="vote", rule="simple")
    meeting = deliberation.item.meeting
    meeting.unopen(by=facilitator)

    with pytest.raises(ValidationError, match="On se prononce en séance"):
        Ballot.cast(deliberation, [AGAINST], by=people[0])
    with refused("ballot_is_heard"), transaction.atomic():
        Ballot.objects.create(deliberation=deliberation, deliberator=people[0], marks=[AGAINST])
    with refused("voice_is_heard"), transaction.atomic():
        deliberation.deliberators.filter(pk=people[0].pk).update(has_answered=True)
    deliberation.make(Kind.REACT, by=people[0], text="J’y pense déjà.")

    assert not Deliberation.objects.waiting_for(facilitator).exists()
    meeting.open(by=facilitator)
    Ballot.cast(Deliberation.objects.get(), [FOR], by=people[0])
    assert deliberation.ballots.count() == 1


def test_position_of_who_left_is_refused_and_that_which_they_gave_stays(facilitator):
    deliberation, people, attendees = open_in_meeting(2, by=facilitator)
    running = call(deliberation, by=facilitator)
    deliberation.make(Kind.CONSENT, by=people[0])
    attendees[0].leave()

    with pytest.raises(ValidationError, match="On se prononce en séance"):
        deliberation.make(Kind.RESERVE, by=people[0], text="Trop tard.")
    with refused("position_is_heard"), transaction.atomic():
        wrote(deliberation, "reserve", people[0], text="Trop tard.")

    deliberation.make(Kind.CONSENT, by=people[1], recorded_by=running)
    assert set(deliberation.told.positions) == {str(row.pk) for row in people}


def test_who_does_not_sit_any_more_has_no_voice(client, facilitator):
    deliberation, people = open_with(2, by=facilitator, method="vote", rule="simple")
    mandate = people[0].mandate
    type(mandate).objects.filter(pk=mandate.pk).update(ends_on=timezone.localdate() - timedelta(days=1))

    page = client.get(people[0].own_url).text
    client.post(people[0].own_url, {"action": "ballot", "voice": people[0].pk, "mark_0": "0"})

    assert "Mettre dans l’urne" not in page
    assert deliberation.ballots.count() == 0
    with pytest.raises(ValidationError, match="Ce mandat n’est pas en cours"):
        Ballot.cast(deliberation, [FOR], by=deliberation.deliberators.get(pk=people[0].pk))


# Open ballots


def test_open_ballot_keeps_who_wrote_it_and_its_voter_is_told(
    client, facilitator, django_capture_on_commit_callbacks
):
    person = UserFactory(email="votante@example.org")
    deliberation, people, _attendees = open_in_meeting(
        2, by=facilitator, people=[person, None], method="judgment", options=["Samedi", "Soir"]
    )
    client.force_login(facilitator)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            deliberation.get_absolute_url(),
            {"action": "ballot", "voice": people[0].pk, "mark_0": "6", "mark_1": "2"},
        )

    ballot = deliberation.ballots.get()
    assert (ballot.recorded_by.name, ballot.by_proxy) == ("Nadège", False)
    (message,) = mail.outbox
    assert message.to == ["votante@example.org"]
    assert "Samedi\u00a0: Excellent\nSoir\u00a0: Passable" in message.body


def test_ballot_that_was_given_is_replaced_by_none_that_is_noted(facilitator):
    deliberation, people, _attendees = open_in_meeting(1, by=facilitator, method="vote", rule="simple")
    running = deliberation.deliberators.of(facilitator).get()
    Ballot.cast(deliberation, [AGAINST], by=people[0])

    with pytest.raises(ValidationError, match="a donné elle-même son bulletin"):
        Ballot.cast(deliberation, [FOR], by=people[0], recorded_by=running)
    with refused("ballot_is_not_replaced"), transaction.atomic():
        deliberation.ballots.update(marks=[FOR], recorded_by=running)
    with refused("ballot_is_theirs"), transaction.atomic():
        deliberation.ballots.update(recorded_by=running, by_proxy=True)

    assert deliberation.ballots.get().marks == [AGAINST]


@pytest.mark.parametrize("inside", [True, False])
def test_open_vote_is_listed_by_name_after_the_count(client, facilitator, inside):
    deliberation, people, attendees = open_in_meeting(
        3, by=facilitator, method="vote", rule="simple", is_public=True
    )
    people[2].mandate.shows_name = False
    people[2].mandate.save_by(None)
    running = deliberation.deliberators.of(facilitator).get()
    attendees[1].leave()
    attendees[1].reply("proxy", proxy=attendees[0].pk)
    client.post(
        people[0].own_url,
        {"action": "ballot", "voice": people[0].pk, "mark_0": "0", "words": "Il le faut."},
    )
    client.post(people[0].own_url, {"action": "ballot", "voice": people[1].pk, "mark_0": "0"})
    Ballot.cast(deliberation, [AGAINST], by=people[2], recorded_by=running)
    address = people[0].own_url if inside else deliberation.get_absolute_url()
    assert "Les bulletins, nom par nom" not in client.get(address).text
    deliberation.conclude(Kind.COUNT, by=running, review_on=LATER, owner="Ana", due_on=LATER)

    page = client.get(address).text.partition("Les bulletins, nom par nom")[2].partition("</section>")[0]
    if inside:
        client.force_login(facilitator)
    extract = " ".join(
        pdf_text(client.get(f"/gouvernance/deliberations/{deliberation.slug}.pdf").content).split()
    )

    carried = f"Par {people[0].name if inside else 'une autre personne'}, qui porte son pouvoir."
    noted = f"Noté par {'Nadège' if inside else 'une autre personne'}."
    assert re.findall(r"<h3>(.*?)</h3>", page) == ["Pour (2)", "Contre (1)"]
    for text in (page, extract):
        assert people[0].name in text
        assert carried in text
        assert noted in text
        assert "Il le faut." in text
    assert (people[2].name in page) == inside


def test_secret_ballots_are_listed_nowhere(client, facilitator):
    deliberation, people = open_with(2, by=facilitator, method="vote", rule="simple", is_secret=True)
    Ballot.cast(deliberation, [FOR], by=people[0])
    running = deliberation.deliberators.of(facilitator).get()
    deliberation.conclude(Kind.COUNT, by=running, review_on=LATER)

    page = client.get(people[0].own_url).text

    assert "Les bulletins, nom par nom" not in page
    assert "Vos raisons" not in client.get(people[1].own_url).text


def test_secret_ballot_for_another_is_asked_as_such_once_ones_own_is_in_the_box(client, facilitator):
    deliberation, people, attendees = open_in_meeting(
        2, by=facilitator, here=1, method="vote", rule="simple", is_secret=True
    )
    attendees[1].reply("proxy", proxy=attendees[0].pk)
    Ballot.cast(deliberation, [FOR], by=people[0])

    page = client.get(people[0].own_url)
    [ballot] = [action for action in page.context["mine"] if action.name == "ballot"]
    client.post(people[0].own_url, {"action": "ballot", "mark_0": "1"})
    unchosen = deliberation.ballots.count()
    client.post(people[0].own_url, {"action": "ballot", "voice": people[1].pk, "mark_0": "1"})

    assert ballot.title == "Voter par pouvoir"
    assert ballot.form.fields["mark_0"].label == "Son vote"
    assert ballot.form["voice"].value() is None
    assert ballot.form.fields["voice"].choices == [("", "Choisissez"), (people[1].pk, people[1].name)]
    assert unchosen == 1
    assert sorted(row.marks for row in deliberation.ballots.all()) == [[FOR], [AGAINST]]


def test_secret_ballot_of_ones_own_is_asked_alone_once_the_others_is_in_the_box(client, facilitator):
    deliberation, people, attendees = open_in_meeting(
        2, by=facilitator, here=1, method="vote", rule="simple", is_secret=True
    )
    attendees[1].reply("proxy", proxy=attendees[0].pk)
    Ballot.cast(deliberation, [FOR], by=people[1], recorded_by=people[0])

    page = client.get(people[0].own_url)
    [ballot] = [action for action in page.context["mine"] if action.name == "ballot"]

    assert (ballot.title, ballot.form.fields["mark_0"].label) == ("Voter", "Votre vote")
    assert ballot.form["voice"].field.widget.is_hidden
