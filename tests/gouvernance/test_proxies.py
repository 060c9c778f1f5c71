"""Whose voice is carried by whom: several who ask at once, a carrier who can't come, a substitute, one with two seats."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from gouvernance.forms.meetings import SubstituteForm
from gouvernance.models import Attendee
from tests.factories import UserFactory
from tests.gouvernance.factories import BodyFactory, CollegeFactory, MandateFactory, MeetingFactory
from tests.reading import pdf_text

pytestmark = pytest.mark.django_db


def convened(*names, body=None, **fields):
    """(a convened meeting, its attendees by name), each with an address of their own."""
    college = CollegeFactory(body=body or BodyFactory(name="Conseil", proxies_max=1), seats=len(names))
    for name in names:
        MandateFactory(college=college, name=name, contact_email=f"{name.lower()}@example.org", **fields)
    meeting = MeetingFactory(body=college.body)
    meeting.convene(by=None)
    return meeting, {row.name: row for row in meeting.attendees.for_list()}


def told(mailoutbox):
    return sorted((mail.to[0], mail.subject.split()[0]) for mail in mailoutbox)


# Several at once


@pytest.mark.django_db(transaction=True)
def test_proxies_given_at_once_to_one_carrier_are_refused_in_words_but_one():
    meeting, seats = convened("Ana", "Bob", "Cleo", "Dan")
    givers = [seats[name] for name in ("Ana", "Bob", "Cleo")]
    together, answers = Barrier(len(givers)), []

    def give(row):
        try:
            client = Client(raise_request_exception=False)
            together.wait(timeout=20)
            answers.append(client.post(row.answer_url, {"answer": "proxy", "proxy": seats["Dan"].pk}))
        finally:
            connection.close()

    threads = [Thread(target=give, args=[row]) for row in givers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(answer.status_code for answer in answers) == [200, 200, 302]
    assert meeting.attendees.filter(proxy=seats["Dan"]).count() == 1


def test_carrier_who_was_taken_meanwhile_is_told_and_the_answer_stays(client):
    _meeting, seats = convened("Ana", "Bob", "Cleo", "Dan")
    ana, bob, cleo, dan = seats.values()
    ana.reply("proxy", proxy=cleo.pk)

    taken = client.post(bob.answer_url, {"answer": "proxy", "proxy": cleo.pk}).context["form"]
    dan.reply("absent")
    nobody = client.post(bob.answer_url, {"answer": "proxy", "proxy": cleo.pk}).context["form"]

    assert taken.errors == {
        "proxy": ["Cette personne ne peut plus porter votre pouvoir : choisissez quelqu’un d’autre."]
    }
    assert taken["answer"].value() == "proxy"
    assert nobody.errors == {
        "answer": ["Plus personne ne peut porter votre pouvoir : répondez autrement, ou appelez l’équipe."]
    }


# A carrier who can't come


def test_who_is_given_a_proxy_is_told(mailoutbox):
    _meeting, seats = convened("Ana", "Bob")
    mailoutbox.clear()

    for _time in range(2):
        seats["Ana"].reply("proxy", proxy=seats["Bob"].pk)

    [mail] = mailoutbox
    assert (mail.to, mail.subject.split()[:4]) == (["bob@example.org"], ["On", "vous", "donne", "pouvoir"])
    assert seats["Bob"].answer_url in mail.body
    assert mail.attachments == []


def test_carrier_who_cannot_come_leaves_the_giver_told_and_free_to_choose_again(client, mailoutbox):
    _meeting, seats = convened("Ana", "Bob", "Cleo")
    ana, bob, cleo = seats.values()
    ana.reply("proxy", proxy=bob.pk)
    mailoutbox.clear()

    client.post(bob.answer_url, {"answer": "absent"})
    page = client.get(ana.answer_url)
    again = client.post(ana.answer_url, {"answer": "proxy", "proxy": cleo.pk})

    ana.refresh_from_db()
    assert told(mailoutbox) == [("ana@example.org", "Votre"), ("cleo@example.org", "On")]
    assert "Vous aviez donné pouvoir à Bob, qui ne pourra pas venir" in page.content.decode()
    assert [label for _key, label in page.context["form"].fields["proxy"].choices] == ["Choisissez", "Cleo"]
    assert (again.status_code, ana.proxy) == (302, cleo)


def test_carrier_who_comes_after_all_carries_on(client):
    meeting, seats = convened("Ana", "Bob")
    seats["Ana"].reply("proxy", proxy=seats["Bob"].pk)
    seats["Bob"].reply("absent")
    meeting.open(by=None)

    lost = meeting.attendees.for_list().get(name="Ana").lost_carrier
    Attendee.objects.get(name="Bob").arrive()

    assert lost.name == "Bob"
    assert meeting.attendees.for_list().get(name="Ana").lost_carrier is None
    assert meeting.quorum().represented == 1


# Who stands in


def test_substitute_is_called_when_the_holder_cannot_come_and_sits_in_their_seat(
    client, coordinator, mailoutbox
):
    meeting, seats = convened("Ana", substitute="Zoé", substitute_email="zoe@example.org")
    mailoutbox.clear()

    client.post(seats["Ana"].answer_url, {"answer": "absent"})
    [mail] = mailoutbox
    address = next(word for word in mail.body.split() if "/gouvernance/convocation/" in word)
    page = client.get(address).content.decode()
    client.post(address, {"answer": "substitute"})
    client.post(seats["Ana"].answer_url, {"answer": "absent"})  # said a second time
    answer = Attendee.objects.get().answer
    client.force_login(coordinator)
    meeting.open(by=None)
    client.post(f"{meeting.get_absolute_url()}seance/{seats['Ana'].pk}/", {"action": "suppleance"})
    sitting = client.get(f"{meeting.get_absolute_url()}seance/").content.decode()
    quorum = meeting.quorum()
    meeting.close(by=None)

    text = pdf_text(client.get(f"{meeting.get_absolute_url()}compte-rendu.pdf").content)
    assert (mail.to, mail.subject.split()[0]) == (["zoe@example.org"], "Suppléance")
    assert "Pour Zoé, qui supplée Ana" in page
    assert answer == "substitute"
    assert "sa suppléance est là" in sitting
    assert quorum.present == 1
    assert "Ana, par sa suppléance" in text


def test_substitute_is_told_when_the_holder_comes_after_all(client, mailoutbox):
    _meeting, seats = convened("Ana", substitute="Zoé", substitute_email="zoe@example.org")
    seats["Ana"].reply("absent")
    mailoutbox.clear()

    client.post(seats["Ana"].answer_url, {"answer": "present"})
    late = client.post(seats["Ana"].substitute_url, {"answer": "substitute"}).content.decode()

    assert [mail.to for mail in mailoutbox] == [["zoe@example.org"]]
    assert "Ana pourra venir" in late
    assert Attendee.objects.get().answer == "present"


def test_substitute_carries_no_proxy_that_was_given_to_who_holds_the_seat(client, coordinator):
    meeting, seats = convened("Ana", "Bob", "Cleo", substitute="Zoé", substitute_email="zoe@example.org")
    ana, bob, cleo = seats.values()
    bob.reply("proxy", proxy=ana.pk)
    meeting.open(by=None)

    ana.arrive(by_substitute=True)
    absent = (meeting.quorum(), [row.name for row in cleo.may_carry()])
    lost = meeting.attendees.for_list().get(name="Bob").lost_carrier
    meeting.close(by=None)
    client.force_login(coordinator)
    text = pdf_text(client.get(f"{meeting.get_absolute_url()}compte-rendu.pdf").content)
    meeting.reopen(by=None)
    ana.arrive()
    there = (meeting.quorum(), [row.name for row in cleo.may_carry()])

    assert [(found.present, found.represented, names) for found, names in (absent, there)] == [
        (1, 0, []),
        (1, 1, []),
    ]
    assert lost == ana
    assert "Bob, par Ana" not in text
    assert "Bob" in text.partition("Absents ou excusés")[2]


def test_no_proxy_is_given_to_a_seat_that_a_substitute_holds(client):
    _meeting, seats = convened("Ana", "Bob", substitute="Zoé")
    seats["Ana"].arrive(by_substitute=True)

    page = client.post(seats["Bob"].answer_url, {"answer": "proxy", "proxy": seats["Ana"].pk})

    assert page.context["form"].errors == {
        "answer": ["Plus personne ne peut porter votre pouvoir : répondez autrement, ou appelez l’équipe."]
    }


def test_substitute_who_answers_while_the_holder_says_to_come_is_told_and_changes_nothing():
    _meeting, seats = convened("Ana", substitute="Zoé", substitute_email="zoe@example.org")
    seats["Ana"].reply("absent")
    form = SubstituteForm({"answer": "substitute"}, attendee=Attendee.objects.for_list().get())
    seats["Ana"].reply("present")

    saved = form.is_valid() and form.save()

    assert saved is False
    assert form.errors == {"answer": ["Ana pourra venir : vous n’êtes plus attendu·e."]}
    assert Attendee.objects.get().answer == "present"


def test_team_notes_that_the_substitute_cannot_come_either(client, coordinator):
    _meeting, seats = convened("Ana", substitute="Zoé", substitute_email="zoe@example.org")
    seats["Ana"].reply("absent")
    client.post(seats["Ana"].substitute_url, {"answer": "substitute"})
    client.force_login(coordinator)

    client.post(seats["Ana"].answer_url, {"answer": "absent"})

    ana = Attendee.objects.get()
    assert (ana.answer, ana.answered_by) == ("absent", coordinator)


def test_substitute_without_address_is_to_be_told_by_the_holder(client):
    _meeting, seats = convened("Ana", substitute="Zoé")

    page = client.get(seats["Ana"].answer_url).content.decode()

    assert "prévenez Zoé, votre suppléance" in page


# One with two seats


def test_person_with_two_seats_gets_one_mail_that_answers_for_both(client, mailoutbox):
    body = BodyFactory(name="Conseil")
    person = UserFactory()
    for name in ("Habitants", "Bureau"):
        MandateFactory(college=CollegeFactory(body=body, name=name), name="Jeanne", person=person)
    meeting = MeetingFactory(body=body)

    meeting.convene(by=None)
    client.force_login(person)
    page = client.get(meeting.get_absolute_url()).content.decode()

    [mail] = mailoutbox
    links = [row.answer_url for row in meeting.attendees.all()]
    assert mail.to == [person.email]
    assert "Bonjour Jeanne," in mail.body
    assert "pour 2 sièges" in mail.body
    assert all(link in mail.body and link in page for link in links)


def test_address_that_keeps_another_seat_keeps_the_meeting_in_its_calendar(mailoutbox):
    body = BodyFactory(name="Conseil")
    last = timezone.localdate() + timedelta(days=40)
    for name, end in (("Habitants", last), ("Bureau", last + timedelta(days=99))):
        college = CollegeFactory(body=body, name=name)
        MandateFactory(college=college, name="Jeanne", contact_email="j@example.org", ends_on=end)
    MandateFactory(college=college, name="Ana", contact_email="ana@example.org", ends_on=last)
    # Elected again: a mandate that follows the one that ends.
    college = CollegeFactory(body=body, name="Usagers")
    for days in (
        {"ends_on": last},
        {"starts_on": last + timedelta(days=1), "ends_on": last + timedelta(days=99)},
    ):
        MandateFactory(college=college, name="Bob", contact_email="bob@example.org", **days)
    meeting = MeetingFactory(body=body)
    meeting.convene(by=None)
    mailoutbox.clear()

    meeting.starts_at += timedelta(days=30)
    meeting.ends_at += timedelta(days=30)
    meeting.revise(by=None)

    sent = {}
    for mail in mailoutbox:
        methods = [Calendar.from_ical(file.content)["method"] for file in mail.attachments]
        sent.setdefault(mail.to[0], []).append((mail.subject.partition(" :")[0], methods))
    kept = ("Toujours convoqué·e, par un autre mandat", [])
    assert sent["j@example.org"] == [kept, ("Changement", ["REQUEST"])]
    assert sent["bob@example.org"] == [kept, ("Convocation", ["REQUEST"])]
    assert sent["ana@example.org"] == [("Vous n’êtes plus convoqué·e", ["CANCEL"])]
    assert "n’a pas cours (Habitants)" in next(mail.body for mail in mailoutbox if "j@example.org" in mail.to)
