"""Two teams in contact once both said yes; six months later, what came of it."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from initiatives.forms.inspiration import InspirationForm
from initiatives.models import Inspiration
from initiatives.tasks import ask_outcomes, forget
from tests.factories import MembershipFactory, UserFactory
from tests.initiatives.factories import InitiativeFactory
from tests.initiatives.network import later

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    manager = MembershipFactory(manager=True)
    return InitiativeFactory(title="Un verger", carrier=manager.organisation, author=manager.user)


def asked(sheet, **fields):
    return Inspiration.objects.create(
        initiative=sheet, by=fields.pop("by", None) or UserFactory(), message="Nous aussi.", **fields
    )


def ask(client, sheet, person, message="Nous voudrions planter aussi."):
    client.force_login(person)
    return client.post(reverse("initiatives:inspiration-ask", args=[sheet.slug]), {"message": message})


def test_nobody_has_an_address_before_both_said_yes(client, sheet, mailoutbox):
    person = UserFactory(display_name="Ana")

    ask(client, sheet, person)
    first = mailoutbox.copy()
    inspiration = Inspiration.objects.get()
    inspiration.accept(by=sheet.author)

    assert [mail.to for mail in first] == [[sheet.author.email]]
    assert "Nous voudrions planter aussi." in first[0].body
    assert person.email not in first[0].body
    accepted, contact = mailoutbox[1:]
    assert (accepted.to, contact.to) == ([person.email], [sheet.author.email])
    assert sheet.author.email in accepted.body
    assert person.email in contact.body


def test_declined_request_gives_no_address(sheet, mailoutbox):
    inspiration = asked(sheet)

    inspiration.decline(by=sheet.author)

    assert [mail.to for mail in mailoutbox] == [[inspiration.by.email]]
    assert sheet.author.email not in mailoutbox[0].body


def test_request_is_answered_once(sheet, mailoutbox):
    inspiration = asked(sheet)
    stale = Inspiration.objects.get(pk=inspiration.pk)
    inspiration.decline(by=sheet.author)

    with pytest.raises(ValidationError, match="déjà répondu"):
        stale.accept(by=sheet.author)

    assert len(mailoutbox) == 1


def test_same_person_asks_once_at_a_time_and_five_times_a_day(client, sheet):
    person = UserFactory()

    ask(client, sheet, person)
    again = ask(client, sheet, person)
    others = [ask(client, InitiativeFactory(), person) for _sheet in range(5)]

    assert "Votre demande est déjà chez l’équipe" in again.content.decode()
    assert [response.status_code for response in others] == [302] * 4 + [429]
    assert "Vous avez déjà fait cinq demandes aujourd’hui" in others[-1].content.decode()
    assert Inspiration.objects.count() == 5


def test_request_sent_twice_at_once_is_one(sheet, mailoutbox):
    person = UserFactory()
    first, second = (
        InspirationForm({"message": words}, user=person, initiative=sheet) for words in ("Un.", "Deux.")
    )
    assert first.is_valid()
    assert second.is_valid()

    first.ask()
    second.ask()

    assert list(Inspiration.objects.values_list("message", flat=True)) == ["Un."]
    assert len(mailoutbox) == 1


def test_only_accepted_ones_that_go_on_are_counted_on_the_sheet(client, sheet):
    for state, outcome in (
        ("accepted", ""),
        ("accepted", "ongoing"),
        ("accepted", "dropped"),
        ("declined", ""),
    ):
        asked(sheet, state=state, answered_at=timezone.now(), outcome=outcome)
    asked(sheet)

    page = client.get(sheet.get_absolute_url()).content.decode()

    assert "2 équipes s’en inspirent." in page


def test_what_came_of_it_is_asked_once_six_months_later(client, sheet, mailoutbox):
    inspiration = asked(sheet)
    inspiration.accept(by=sheet.author)
    mailoutbox.clear()

    with later(days=180):
        ask_outcomes(0)
    before = len(mailoutbox)
    with later(days=185):
        ask_outcomes(0)
        ask_outcomes(0)

    assert (before, [mail.to for mail in mailoutbox]) == (0, [[inspiration.by.email]])
    inspiration.refresh_from_db()
    assert inspiration.outcome_url in mailoutbox[0].body


def test_link_opens_a_page_and_a_button_answers(client, sheet, mailoutbox):
    inspiration = asked(sheet)
    inspiration.accept(by=sheet.author)
    mailoutbox.clear()
    url = inspiration.outcome_url.removeprefix("http://testserver")
    url = url[url.index("/initiatives/") :]

    opened = client.get(url)
    inspiration.refresh_from_db()
    untouched = inspiration.outcome
    empty = client.post(url, {})
    dropped = client.post(url, {"outcome": "dropped", "outcome_words": "Pas de terrain."})
    done = client.post(url, {"outcome": "done"})

    assert (opened.status_code, untouched) == (200, "")
    assert "Choisissez une réponse." in empty.content.decode()
    assert dropped["Location"] == url
    assert done["Location"] == reverse("initiatives:transfer-create", args=[sheet.slug])
    inspiration.refresh_from_db()
    assert inspiration.outcome == "done"
    assert [mail.to for mail in mailoutbox] == [[sheet.author.email]]
    assert "Pas de terrain." in mailoutbox[0].body


def test_link_ends_after_sixty_days(client, sheet):
    inspiration = asked(sheet, state="accepted", answered_at=timezone.now())
    url = inspiration.outcome_url
    url = url[url.index("/initiatives/") :]
    stamp = timezone.now() + timedelta(days=61)

    with patch("django.core.signing.time.time", return_value=stamp.timestamp()):
        over = client.post(url, {"outcome": "done"})

    assert "Ce lien n’est plus valable" in over.content.decode()
    inspiration.refresh_from_db()
    assert inspiration.outcome == ""
    assert client.get("/initiatives/inspirations/suite/abc:def/").status_code == 404


def test_requests_are_forgotten_after_a_year(sheet):
    declined = asked(sheet, state="declined", answered_at=timezone.now())
    accepted = asked(sheet, state="accepted", answered_at=timezone.now())
    waiting = asked(sheet)

    with later(days=360):
        forget(0)
    kept = set(Inspiration.objects.values_list("pk", flat=True))
    with later(days=367):
        forget(0)

    assert kept == {declined.pk, accepted.pk, waiting.pk}
    assert list(Inspiration.objects.values_list("pk", "message")) == [(accepted.pk, "")]
