"""The page of a deliberation: what each can do there, what is told, and what is refused without losing a word."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from gouvernance.consent import Kind, Standing
from gouvernance.models import Ballot, Deliberation
from tests.factories import UserFactory
from tests.gouvernance.factories import (
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

LATER = (timezone.localdate() + timedelta(days=90)).isoformat()


@pytest.fixture
def facilitator():
    return UserFactory(coordinator=True, display_name="Nadège")


def at_objections(number=3, *, by, **fields):
    deliberation, people = open_with(number, by=by, **fields)
    running = deliberation.deliberators.of(by).get()
    deliberation.make(Kind.HEAR, by=running)
    deliberation.make(Kind.CALL, by=running)
    return deliberation, running, people


def read(deliberation):
    return Deliberation.objects.get(pk=deliberation.pk)


# Preparing


def test_draft_is_written_then_opened(client, facilitator):
    college = CollegeFactory(seats=1)
    MandateFactory(college=college)
    client.force_login(facilitator)
    sent = {"title": "Le local", "text": "Ouvrir.", "method": "judgment", "answers_percent": "50"}

    client.post(
        f"/gouvernance/instances/{college.body.slug}/deliberations/ajouter/",
        sent | {"choices": "Samedi\n\n  Dimanche  matin ", "is_secret": "on"},
    )
    deliberation = Deliberation.objects.get()
    client.post(f"/gouvernance/deliberations/{deliberation.slug}/ouvrir/")

    assert read(deliberation).state == "voting"
    assert read(deliberation).told.method.poll.options == ("Samedi", "Dimanche matin")
    assert read(deliberation).created_by == facilitator


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"method": "vote"}, "Dites quelle majorité il faut"),
        ({"method": "consent", "is_secret": "on"}, "pas de secret"),
        ({"method": "judgment", "choices": "Un"}, "au moins deux choix"),
        ({"method": "judgment", "choices": "Un\nun"}, "Deux choix sont les mêmes"),
        ({"method": "consent", "choices": "Un\nDeux"}, "laissez vide"),
        ({"method": "approval", "choices": "Un\nDeux", "places": "3"}, "plus de places que de choix"),
        ({"method": "judgment", "choices": "Un\nDeux", "places": "1"}, "par approbation"),
        ({"method": "vote", "rule": "simple", "closes_on": "2020-01-01"}, "déjà passé"),
        ({"method": "vote", "rule": "simple", "closes_hour": "18:00"}, "aussi le jour"),
        ({"method": "consent", "closes_on": LATER}, "quand tout a été entendu"),
        ({"method": "consent", "answers_percent": "0"}, "supérieur"),
    ],
)
def test_draft_that_means_nothing_is_refused(client, facilitator, sent, message):
    college = CollegeFactory()
    client.force_login(facilitator)

    page = client.post(
        f"/gouvernance/instances/{college.body.slug}/deliberations/ajouter/",
        {"title": "Le local", "text": "Ouvrir.", "answers_percent": "50"} | sent,
    )

    assert message in page.text
    assert not Deliberation.objects.exists()


def test_who_sits_proposes_and_does_not_open(client, facilitator):
    college, person = CollegeFactory(), UserFactory()
    MandateFactory(college=college, person=person)
    client.force_login(person)
    client.post(
        f"/gouvernance/instances/{college.body.slug}/deliberations/ajouter/",
        {"title": "Le local", "text": "Ouvrir.", "method": "consent", "answers_percent": "50"},
    )
    deliberation = Deliberation.objects.get()

    assert "Ouvrir la délibération" not in client.get(deliberation.get_absolute_url()).text
    assert client.post(f"/gouvernance/deliberations/{deliberation.slug}/ouvrir/").status_code == 404
    deliberation.open(by=facilitator)
    assert deliberation.deliberators.get(is_author=True).mandate.person == person


def test_draft_is_deleted_and_an_open_one_is_not(client, facilitator):
    draft = DeliberationFactory(created_by=facilitator)
    opened, _people = open_with(1, by=facilitator)
    client.force_login(facilitator)

    assert client.post(f"/gouvernance/deliberations/{draft.slug}/supprimer/").status_code == 302
    assert client.post(f"/gouvernance/deliberations/{opened.slug}/supprimer/").status_code == 404
    assert list(Deliberation.objects.all()) == [opened]


def test_opening_with_nobody_is_told(client, facilitator):
    draft = DeliberationFactory(created_by=facilitator)
    client.force_login(facilitator)

    page = client.post(f"/gouvernance/deliberations/{draft.slug}/ouvrir/", follow=True)

    assert "Personne ne siège" in page.text
    assert read(draft).is_draft


# Taking part


def test_position_by_the_personal_link_without_an_account(client, facilitator):
    deliberation, _running, people = at_objections(by=facilitator)

    page = client.post(
        people[0].own_url,
        {
            "action": "position",
            "position": "object",
            "text": "Le bruit.",
            "voice": people[0].pk,
            "signed": "on",
        },
        follow=True,
    )

    assert "C’est écrit au registre" in page.text
    (objection,) = read(deliberation).told.objections.values()
    assert (objection.by, objection.text) == (str(people[0].pk), "Le bruit.")


def test_nobody_speaks_for_somebody_else(client, facilitator):
    deliberation, _running, people = at_objections(by=facilitator)

    page = client.post(
        people[0].own_url, {"action": "position", "position": "consent", "voice": people[1].pk}
    )

    assert page.status_code == 200
    assert "Vous ne pouvez pas parler au nom de cette personne" in page.text
    assert read(deliberation).told.positions == {}


def test_facilitator_writes_what_is_said_aloud_and_the_log_says_so(client, facilitator):
    deliberation, people, _attendees = open_in_meeting(3, by=facilitator, here=2)
    call(deliberation, by=facilitator)
    client.force_login(facilitator)
    sent = {"action": "position", "position": "reserve", "text": "À revoir.", "signed": "on"}

    absent = client.post(deliberation.get_absolute_url(), sent | {"voice": people[2].pk})
    client.post(deliberation.get_absolute_url(), sent | {"voice": people[1].pk})

    assert "Vous ne pouvez pas parler au nom de cette personne" in absent.text
    assert read(deliberation).told.positions == {str(people[1].pk): Kind.RESERVE}
    assert read(deliberation).log[-1].recorded_by.name == "Nadège"
    assert "Noté par Nadège." in client.get(deliberation.get_absolute_url()).text


def test_facilitator_withdraws_nobody_s_objection(client, facilitator):
    deliberation, _running, people = at_objections(by=facilitator)
    deliberation.make(Kind.OBJECT, by=people[0], text="Le bruit.")
    number = len(deliberation.log)
    client.force_login(facilitator)

    page = client.post(deliberation.get_absolute_url(), {"action": "withdraw_objection", "about": number})

    assert "Seule la personne qui a fait une objection peut la retirer" in page.text
    assert read(deliberation).told.objections[number].standing == Standing.RAISED


def test_words_sent_too_late_are_still_on_the_page(client, facilitator):
    deliberation, people = open_with(2, by=facilitator)
    deliberation.make(Kind.HEAR, by=deliberation.deliberators.of(facilitator).get())

    page = client.post(people[0].own_url, {"action": "ask", "text": "Qui ouvre le samedi ?"})

    assert "Vos mots sont encore ici" in page.text
    assert "Qui ouvre le samedi ?" in page.text


def test_reservation_without_words_is_refused(client, facilitator):
    deliberation, _running, people = at_objections(by=facilitator)

    page = client.post(
        people[0].own_url,
        {"action": "position", "position": "reserve", "voice": people[0].pk, "text": "  "},
    )

    assert "Écrivez vos raisons" in page.text
    assert read(deliberation).told.positions == {}


def test_words_without_a_name_have_none_anywhere(client, facilitator):
    deliberation, running, people = at_objections(1, by=facilitator, is_public=True)
    client.post(
        people[0].own_url,
        {"action": "position", "position": "reserve", "voice": people[0].pk, "text": "Mot pour mot."},
    )
    read(deliberation).conclude(Kind.ADOPT, by=running, review_on=timezone.localdate() + timedelta(days=90))

    for address in (deliberation.get_absolute_url(), people[0].own_url):
        page = client.get(address).text
        said = page.partition("Mot pour mot.</")[0].rpartition("said__who")[2]
        assert "Une personne qui n’a pas souhaité être nommée" in said
        assert people[0].name not in said
    text = pdf_text(client.get(f"/gouvernance/deliberations/{deliberation.slug}.pdf").content)
    assert "Mot pour mot." in text
    assert people[0].name not in text


def test_person_who_shows_no_name_is_not_named_outside(client, facilitator):
    deliberation, _running, people = at_objections(2, by=facilitator, is_public=True)
    people[0].mandate.shows_name = False
    people[0].mandate.save_by(None)
    deliberation.make(Kind.OBJECT, by=people[0], text="Le bruit.")
    name = people[0].name

    assert name not in client.get(deliberation.get_absolute_url()).text
    assert name not in pdf_text(client.get(f"/gouvernance/deliberations/{deliberation.slug}.pdf").content)
    assert name in client.get(people[1].own_url).text


def test_who_facilitates_is_named_inside_only(client, facilitator):
    deliberation, people, _attendees = open_in_meeting(2, by=facilitator, is_public=True)
    running = call(deliberation, by=facilitator)
    deliberation.make(Kind.CONSENT, by=people[0], recorded_by=running)

    outside = client.get(deliberation.get_absolute_url()).text
    assert "Nadège" not in outside
    assert "Noté par une autre personne." in outside
    assert "Noté par Nadège." in client.get(people[0].own_url).text


def test_meeting_is_told_to_those_who_may_know_of_it(client, facilitator):
    meeting = MeetingFactory(title="Séance à huis clos")
    meeting.convene(by=facilitator)
    deliberation, people = open_with(1, by=facilitator, body=meeting.body, is_public=True)
    # Its point is not there yet: one that is decided in a meeting is declared with it.
    Deliberation.objects.filter(pk=deliberation.pk).update(item=meeting.items.get())

    assert "huis clos" not in client.get(deliberation.get_absolute_url()).text
    assert "huis clos" in client.get(people[0].own_url).text


def test_silence_is_named_as_such(client, facilitator):
    deliberation, _running, people = at_objections(3, by=facilitator)
    deliberation.make(Kind.CONSENT, by=people[0])

    page = client.get(people[0].own_url).text
    silent = page.partition("Ne se sont pas prononcés")[2].partition("</ul>")[0]

    assert "1 personne sur 3 s’est prononcée" in page
    assert people[0].name not in silent
    assert people[1].name in silent
    assert people[2].name in silent


# The moves of who facilitates


def test_amended_then_adopted_through_the_page(client, facilitator):
    deliberation, _running, people = at_objections(2, by=facilitator, rule="two-thirds")
    deliberation.make(Kind.OBJECT, by=people[0], text="Le bruit.")
    number = len(deliberation.log)
    client.force_login(facilitator)
    address = deliberation.get_absolute_url()
    assert "Adopter" not in client.get(address).text.partition("Animer")[2]

    client.post(address, {"action": "examine", "about": number, "text": "Fondée."})
    client.post(address, {"action": "amend", "text": "Sans musique.", "integrates": [number]})
    client.post(address, {"action": "call"})
    for row in people:
        client.post(row.own_url, {"action": "position", "position": "consent", "voice": row.pk})
    client.post(address, {"action": "adopt", "review_on": LATER})

    found = read(deliberation)
    assert found.state == "adopted"
    assert found.told.objections[number].integrated_in == 2
    assert "<ins>" in client.get(address).text


def test_hands_of_the_vote_declared_beforehand_are_written_in_the_meeting(client, facilitator):
    deliberation, people, _attendees = open_in_meeting(4, by=facilitator, here=3, rule="two-thirds")
    call(deliberation, by=facilitator)
    deliberation.make(Kind.OBJECT, by=people[0], text="Le bruit.")
    number = len(deliberation.log)
    client.force_login(facilitator)
    address = deliberation.get_absolute_url()
    client.post(address, {"action": "examine", "about": number, "text": "Fondée."})
    sent = {"action": "vote", "in_favour": 2, "against": 1, "abstention": 0, "blank": 0, "review_on": LATER}
    sent |= {"owner": "Ana", "due_on": LATER}

    assert "plus de voix que de personnes" in client.post(address, sent | {"blank": 1}).text
    client.post(address, sent)

    assert read(deliberation).state == "adopted_by_vote"
    assert read(deliberation).told.objections[number].standing == Standing.UPHELD
    page = client.get(address).text
    assert "maintenue" in page
    assert "pour 2, contre 1" in page


def test_vote_declared_beforehand_is_by_ballots_through_the_page(client, facilitator):
    deliberation, _running, people = at_objections(3, by=facilitator, rule="simple")
    deliberation.make(Kind.OBJECT, by=people[0], text="Le bruit.")
    number = len(deliberation.log)
    client.force_login(facilitator)
    address = deliberation.get_absolute_url()
    client.post(address, {"action": "examine", "about": number, "text": "Fondée."})
    assert "main levée" not in client.get(address).text

    client.post(address, {"action": "call_vote"})
    assert "Mettre dans l’urne" in client.get(people[1].own_url).text
    for row, mark in zip(people, "100", strict=True):
        client.post(row.own_url, {"action": "ballot", "voice": row.pk, "mark_0": mark})
    client.post(address, {"action": "count", "review_on": LATER})

    assert read(deliberation).state == "adopted_by_vote"
    page = client.get(address).text
    assert "Le vote prévu à l’ouverture" in page
    assert "Les bulletins, nom par nom" in page


def test_deferral_says_why(client, facilitator):
    deliberation, _people = open_with(1, by=facilitator)
    client.force_login(facilitator)

    client.post(deliberation.get_absolute_url(), {"action": "defer", "text": "Il manque le devis."})

    assert read(deliberation).state == "deferred"
    assert "Il manque le devis." in client.get(deliberation.get_absolute_url()).text


# Ballots


def test_secret_ballot_by_link_once(client, facilitator):
    _deliberation, people = open_with(
        2, by=facilitator, method="judgment", options=["Un", "Deux"], is_secret=True
    )
    sent = {"action": "ballot", "voice": people[0].pk, "mark_0": "6"}

    first = client.post(people[0].own_url, sent, follow=True)
    second = client.post(people[0].own_url, sent)

    assert "Le bulletin est dans l’urne" in first.text
    assert second.status_code == 200
    # No grade for « Deux » is the worst one, as the rules said.
    assert [row.marks for row in Ballot.objects.all()] == [[6, 0]]


def test_secret_ballot_is_nobody_else_s_to_put_in(client, facilitator):
    deliberation, people = open_with(2, by=facilitator, method="vote", rule="simple", is_secret=True)
    client.force_login(facilitator)

    client.post(deliberation.get_absolute_url(), {"action": "ballot", "voice": people[0].pk, "mark_0": "0"})

    assert not Ballot.objects.exists()


def test_facilitator_writes_a_show_of_hands_and_changes_nobody_s_vote(client, facilitator):
    deliberation, people, _attendees = open_in_meeting(2, by=facilitator, method="vote", rule="simple")
    Ballot.cast(deliberation, [1], by=people[0])
    client.force_login(facilitator)

    for row in people:
        client.post(deliberation.get_absolute_url(), {"action": "ballot", "voice": row.pk, "mark_0": "0"})

    assert [row.marks for row in Ballot.objects.order_by("deliberator")] == [[1], [0]]


def test_show_of_hands_that_was_misread_is_written_again(client, facilitator):
    deliberation, people, _attendees = open_in_meeting(1, by=facilitator, method="vote", rule="simple")
    client.force_login(facilitator)

    for mark in ("0", "1"):
        client.post(
            deliberation.get_absolute_url(), {"action": "ballot", "voice": people[0].pk, "mark_0": mark}
        )

    assert [row.marks for row in Ballot.objects.all()] == [[1]]


def test_who_facilitates_without_a_seat_chooses_for_whom_they_write(client, facilitator):
    deliberation, people, _attendees = open_in_meeting(2, by=facilitator)
    call(deliberation, by=facilitator)
    client.force_login(facilitator)

    page = client.get(deliberation.get_absolute_url()).text
    client.post(
        deliberation.get_absolute_url(),
        {"action": "position", "position": "consent", "voice": "", "signed": "on"},
    )

    choices = page.partition('name="voice"')[2].partition("</select>")[0]
    assert re.search(r'<option value="" selected>Choisissez', choices)
    assert "Écrire une position dite en séance" in page
    assert "Dire ma position" not in page
    assert read(deliberation).told.positions == {}
    mine = client.get(people[0].own_url).text
    assert "Dire ma position" in mine


def test_approval_is_counted_through_the_page(client, facilitator):
    deliberation, people = open_with(2, by=facilitator, method="approval", options=["Un", "Deux"], places=1)
    client.post(people[0].own_url, {"action": "ballot", "voice": people[0].pk, "approved": ["1"]})
    client.post(people[1].own_url, {"action": "ballot", "voice": people[1].pk})
    client.force_login(facilitator)

    client.post(deliberation.get_absolute_url(), {"action": "count", "review_on": LATER})

    page = client.get(deliberation.get_absolute_url()).text
    assert "1 approbation, retenu (50%)" in page
    assert read(deliberation).outcome_words == "Deux"


def test_count_without_a_review_date_is_refused(client, facilitator):
    deliberation, people = open_with(1, by=facilitator, method="vote", rule="simple")
    Ballot.cast(deliberation, [0], by=people[0])
    client.force_login(facilitator)

    page = client.post(deliberation.get_absolute_url(), {"action": "count"})

    assert "obligatoire" in page.text
    assert read(deliberation).state == "voting"


def test_unknown_action_is_told(client, facilitator):
    _deliberation, people = open_with(1, by=facilitator)

    assert client.post(people[0].own_url, {"action": "exploser"}).status_code == 400
    assert client.post(people[0].own_url, {"action": "declare"}).status_code == 400


# Lists


def test_list_says_what_waits_for_me(client, facilitator):
    person = UserFactory()
    deliberation, _running, people = at_objections(2, by=facilitator, people=[person, None])
    client.force_login(person)
    assert "On attend votre position" in client.get("/gouvernance/deliberations/").text

    deliberation.make(Kind.CONSENT, by=people[0])

    assert "On attend votre position" not in client.get("/gouvernance/deliberations/").text


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_whatever_its_length(client, facilitator, django_assert_num_queries, number):
    for _row in range(number):
        open_with(1, by=facilitator, is_public=True)

    with django_assert_num_queries(3):
        assert client.get("/gouvernance/deliberations/").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_whatever_was_said(client, facilitator, django_assert_num_queries, number):
    deliberation, running, people = at_objections(3, by=facilitator, is_public=True)
    for row in people[:number]:
        deliberation.make(Kind.OBJECT, by=row, text="Non.")
        deliberation.make(Kind.REPLY, by=running, about=len(deliberation.log), text="Entendu.")

    with django_assert_num_queries(3):
        assert client.get(deliberation.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("asked", "found"), [("ouvertes", 1), ("decidees", 0), ("sans-decision", 0), ("brouillons", 0), ("x", 1)]
)
def test_list_is_filtered(client, facilitator, asked, found):
    open_with(1, by=facilitator, is_public=True)

    page = client.get(f"/gouvernance/deliberations/?etat={asked}").text

    assert page.count("deliberation-list__item") == found
