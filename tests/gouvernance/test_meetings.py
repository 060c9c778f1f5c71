"""A meeting: convened in time, answered by link, quorate with proxies, decided, told, approved, followed."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from icalendar import Calendar
from pypdf import PdfReader

from gouvernance.models import Attendee, Decision, Meeting
from tests.factories import UserFactory
from tests.gouvernance.factories import BodyFactory, CollegeFactory, MandateFactory, MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    """Four seats held, half of them are needed, one proxy each."""
    return BodyFactory(name="Conseil", quorum_percent=50, proxies_max=1, notice_days=15)


@pytest.fixture
def people(body):
    college = CollegeFactory(body=body, seats=4)
    return [
        MandateFactory(college=college, name=name, person=UserFactory(display_name=name))
        for name in ("Ana", "Bob", "Cleo", "Dan")
    ]


@pytest.fixture
def meeting(body, people):
    meeting = MeetingFactory(body=body, title="Séance de mars")
    meeting.convene(by=None)
    return meeting


def seats(meeting):
    return list(Attendee.objects.filter(meeting=meeting).for_list())


def refused(constraint, work):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        work()


# Convocation


def test_everybody_who_sits_is_called_with_the_meeting_for_their_calendar(people, meeting, mailoutbox):
    unseated = MandateFactory(ends_on=timezone.localdate() + timedelta(days=3))

    calendar = Calendar.from_ical(mailoutbox[0].attachments[0].content)
    [event] = calendar.walk("VEVENT")
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(row.person.email for row in people)
    assert unseated.name not in [row.name for row in seats(meeting)]
    assert mailoutbox[0].subject.startswith("Convocation : Conseil, ")
    assert "1. Budget" in mailoutbox[0].body
    assert (calendar["method"], event["sequence"], event["status"]) == ("REQUEST", 0, "CONFIRMED")
    assert event["dtstart"].dt == meeting.starts_at
    assert event["attendee"] == f"mailto:{mailoutbox[0].to[0]}"


def test_change_and_cancellation_keep_the_uid_and_raise_the_sequence(meeting, mailoutbox):
    mailoutbox.clear()
    meeting.starts_at += timedelta(days=1)
    meeting.ends_at += timedelta(days=1)
    meeting.revise(by=None)
    meeting.cancel(by=None, reason="Salle inondée.")

    changed, cancelled = (Calendar.from_ical(mailoutbox[n].attachments[0].content) for n in (0, 4))
    uids = {calendar.walk("VEVENT")[0]["uid"] for calendar in (changed, cancelled)}
    assert len(mailoutbox) == 8
    assert len(uids) == 1
    assert (changed["method"], changed.walk("VEVENT")[0]["sequence"]) == ("REQUEST", 1)
    assert (cancelled["method"], cancelled.walk("VEVENT")[0]["sequence"]) == ("CANCEL", 2)
    assert "Salle inondée." in mailoutbox[4].body


def test_short_notice_needs_a_reason_that_stands_in_the_minutes(body, people, mailoutbox):
    soon = timezone.now() + timedelta(days=9)
    meeting = MeetingFactory(body=body, starts_at=soon)

    with pytest.raises(ValidationError) as told:
        meeting.convene(by=None)
    before = len(mailoutbox)
    meeting.convene(by=None, reason="Dégât des eaux.")

    assert told.value.messages == [
        "Les règles demandent 15 jours entre la convocation et la séance ; il en reste 9."
    ]
    assert before == 0
    assert meeting.short_notice_reason == "Dégât des eaux."
    assert len(mailoutbox) == 4


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"items": False}, "L’ordre du jour est vide"),
        ({"starts_at": timezone.now() - timedelta(days=3)}, "déjà passée"),
    ],
)
def test_meeting_that_cannot_be_convened_is_told(body, people, options, words):
    with pytest.raises(ValidationError, match=words):
        MeetingFactory(body=body, **options).convene(by=None, reason="x")


# Answers and proxies


def test_answer_is_given_by_link_and_may_change(client, meeting):
    ana, bob, _cleo, _dan = seats(meeting)

    client.get(ana.answer_url)
    before = Attendee.objects.get(pk=ana.pk).answer
    client.post(ana.answer_url, {"answer": "present"})
    client.post(ana.answer_url, {"answer": "proxy", "proxy": bob.pk})

    ana.refresh_from_db()
    assert before == ""
    assert (ana.answer, ana.proxy) == ("proxy", bob)
    assert client.get("/gouvernance/convocation/1:x/").status_code == 404


def test_third_proxy_when_two_are_allowed_is_refused(client, body, meeting):
    body.proxies_max = 2
    body.save()
    ana, bob, cleo, dan = seats(meeting)
    for row in (bob, cleo):
        client.post(row.answer_url, {"answer": "proxy", "proxy": ana.pk})

    page = client.post(dan.answer_url, {"answer": "proxy", "proxy": ana.pk})

    assert page.status_code == 200
    dan.refresh_from_db()
    assert dan.proxy is None
    with pytest.raises(ValidationError, match="Choisissez à qui"):
        dan.reply("proxy", proxy=ana.pk)
    refused("attendee_proxies_max", lambda: Attendee.objects.filter(pk=dan.pk).update(proxy=ana))


def test_database_refuses_chains_and_proxies_to_oneself_or_elsewhere(meeting):
    ana, bob, cleo, _dan = seats(meeting)
    other = MeetingFactory(body=BodyFactory())
    stranger = Attendee.objects.create(
        meeting=other, mandate=MandateFactory(college__body=other.body), name="X", college_name="Y"
    )
    ana.reply("proxy", proxy=bob.pk)

    refused("attendee_proxy_chain", lambda: Attendee.objects.filter(pk=bob.pk).update(proxy=cleo))
    refused("attendee_proxy_chain", lambda: Attendee.objects.filter(pk=cleo.pk).update(proxy=ana))
    refused("attendee_proxy_of_meeting", lambda: Attendee.objects.filter(pk=cleo.pk).update(proxy=stranger))
    refused("attendee_prox", lambda: Attendee.objects.filter(pk=cleo.pk).update(proxy=cleo))


def test_who_carries_a_proxy_is_told_before_giving_theirs(meeting):
    ana, bob, cleo, _dan = seats(meeting)
    ana.reply("proxy", proxy=bob.pk)

    with pytest.raises(ValidationError, match="Vous portez déjà un pouvoir"):
        bob.reply("proxy", proxy=cleo.pk)


# The meeting itself


def test_quorum_is_reached_with_a_proxy_and_lost_when_its_carrier_leaves(meeting):
    ana, bob, _cleo, _dan = seats(meeting)
    ana.reply("proxy", proxy=bob.pk)
    meeting.open(by=None)
    nobody = meeting.quorum().reached

    bob.arrive()
    here = meeting.quorum()
    bob.leave()
    gone = meeting.quorum()

    assert not nobody
    assert (here.present, here.represented, here.reached) == (1, 1, True)
    assert (gone.counted, gone.reached) == (0, False)


def test_who_comes_after_all_takes_their_voice_back(meeting):
    ana, bob, _cleo, _dan = seats(meeting)
    ana.reply("proxy", proxy=bob.pk)
    meeting.open(by=None)

    for row in seats(meeting)[:2]:
        row.arrive()

    found = meeting.quorum()
    assert (found.present, found.represented) == (2, 0)


def decide(item, **changes):
    words = {
        "text": "On achète des tables.",
        "owner": "Bob",
        "due_on": timezone.localdate() + timedelta(days=9),
    }
    return Decision.take(item, by=None, **{**words, **changes})


def test_decision_without_quorum_is_refused_in_words_and_by_the_database(meeting):
    meeting.open(by=None)
    item = meeting.items.get()

    with pytest.raises(ValidationError) as told:
        decide(item)
    assert told.value.messages == [
        "Sans quorum, on peut échanger, pas décider. Ensemble : il manque 2 sièges."
    ]
    row = {
        "text": "x",
        "owner": "y",
        "due_on": timezone.localdate(),
        "present": 0,
        "represented": 0,
        "needed": 2,
    }
    refused("decision_with_quorum", lambda: Decision.objects.create(item=item, quorum_reached=False, **row))


def held(meeting, number=2):
    meeting.open(by=None)
    for row in seats(meeting)[:number]:
        row.arrive()


def test_decision_keeps_the_quorum_of_its_moment(meeting):
    held(meeting)

    decision = decide(meeting.items.get())
    seats(meeting)[0].leave()

    assert (decision.present, decision.represented, decision.needed) == (2, 0, 2)


def test_approved_minutes_do_not_change_but_a_decision_is_still_followed(meeting):
    held(meeting)
    item = meeting.items.get()
    decision = decide(item)
    meeting.close(by=None)
    meeting.approve(by=None)

    refused("agendaitem_approved_stays", lambda: meeting.items.update(notes="Autre chose."))
    refused("agendaitem_approved_stays", lambda: meeting.items.create(title="Ajouté"))
    refused("decision_approved_stays", lambda: Decision.objects.update(text="Autre chose."))
    refused("_approved_stays", lambda: item.delete())
    Decision.objects.update(follow_up="done", follow_up_words="Livrées.")

    decision.refresh_from_db()
    assert decision.follow_up == "done"


def test_minutes_quote_dissent_word_for_word(client, coordinator, meeting):
    held(meeting, 3)
    words = "Moi je veux des tables, pour ceux qui n’osent pas."
    meeting.items.update(notes=f"Denise n’est pas d’accord :\n\n> {words}")
    decide(meeting.items.get())
    meeting.close(by=None)
    client.force_login(coordinator)
    address = f"{meeting.get_absolute_url()}compte-rendu.pdf"
    draft = client.get(address)
    meeting.approve(by=None)

    response = client.get(address)

    text = " ".join(PdfReader(io.BytesIO(response.content)).pages[0].extract_text().split())
    assert "Projet, pas encore approuvé." in PdfReader(io.BytesIO(draft.content)).pages[0].extract_text()
    assert words in text
    assert "Présents : Ana, Bob, Cleo." in text
    assert "On achète des tables." in text
    assert "Sièges présents ou représentés : 3, quorum : 2." in text


def test_minutes_to_approve_and_decisions_to_review_come_back_on_the_next_agenda(
    client, coordinator, body, meeting
):
    held(meeting)
    decide(meeting.items.get(), review_on=timezone.localdate())
    decide(meeting.items.get(), text="Plus tard.", review_on=timezone.localdate() + timedelta(days=99))
    meeting.close(by=None)
    client.force_login(coordinator)
    sent = {
        "title": "Suivante",
        "day": timezone.localdate() + timedelta(days=60),
        "begins": "18:00",
        "ends": "20:00",
    }

    for _time in range(2):
        client.post(f"{body.get_absolute_url()}seances/ajouter/", sent)

    first, second = Meeting.objects.filter(title="Suivante").order_by("pk")
    titles = [item.title for item in first.items.all()]
    assert titles[0].startswith("Approbation du compte rendu de « Séance de mars")
    assert titles[1:] == ["À revoir : On achète des tables."]
    assert not second.items.exists()  # the first one takes up both


# Who sees what


def test_meeting_is_seen_from_inside_by_those_who_sit_and_from_outside_when_it_is_public(
    client, people, meeting
):
    address = meeting.get_absolute_url()
    closed = client.get(address).status_code
    client.force_login(people[0].person)
    inside = client.get(address).content.decode()
    client.logout()
    Meeting.objects.update(is_public=True)
    outside = client.get(address).content.decode()

    assert closed == 404
    assert "Personnes convoquées" in inside
    assert "Budget" in outside
    assert "Personnes convoquées" not in outside


def test_visitor_is_nobody_who_sits_even_where_a_seat_has_no_account(client, meeting):
    seat = MandateFactory(college__body=meeting.body, person=None, shows_name=False)
    Attendee.objects.create(meeting=meeting, mandate=seat, name="Fanny Cachée", college_name="Habitants")
    Meeting.objects.update(is_public=True)

    response = client.get(meeting.get_absolute_url())

    assert (response.context["mine"], response.context["sees_inside"]) == ([], False)
    assert "Fanny Cachée" not in response.content.decode()
    assert "Votre réponse" not in response.content.decode()


def test_public_meeting_is_announced_once_convened_and_stays_so_when_it_is_cancelled(client, body, people):
    prepared, dropped, convened = (MeetingFactory(body=body, is_public=True) for _meeting in range(3))
    dropped.cancel(by=None, reason="Plus besoin.")
    convened.convene(by=None)
    convened.cancel(by=None, reason="Salle inondée.")

    answers = [client.get(row.get_absolute_url()).status_code for row in (prepared, dropped, convened)]
    listed = client.get(body.get_absolute_url())

    assert answers == [404, 404, 200]
    assert list(listed.context["meetings"]) == [convened]
    assert "annulée" in listed.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_as_many_questions_for_one_as_for_three(
    client, coordinator, django_assert_num_queries, number
):
    meeting = MeetingFactory()
    for position in range(number):
        meeting.items.create(title="x", position=position)
        MandateFactory(college__body=meeting.body, person=UserFactory())
    meeting.convene(by=None)
    client.force_login(coordinator)

    with django_assert_num_queries(10):
        client.get(meeting.get_absolute_url())
