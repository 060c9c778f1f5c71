"""Writing and proposing events, as the browser does it."""

import re
import uuid
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.urls import reverse

from agenda.models import Event
from tests.factories import EventFactory, OrganisationFactory, PlaceFactory, ThemeFactory

pytestmark = pytest.mark.django_db

CREATE = "/agenda/proposer/"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def data():
    """What the form sends for a plain event."""
    return {
        "title": "Goûter partagé",
        "themes": [ThemeFactory().pk],
        "day": "2030-09-24",
        "begins": "18:00",
        "ends": "19:30",
        "repeat": "once",
        "place": OrganisationFactory(place=PlaceFactory(), is_published=False).place.pk,
        "is_free": "on",
        "language": "fr",
        "submission": str(uuid.uuid4()),
        "action": "submit",
    }


def notices(response):
    return [str(message) for message in response.context["messages"]]


def edit_page(event):
    return f"{event.get_absolute_url()}modifier/"


def act(client, event, action):
    return client.post(f"{event.get_absolute_url()}action/", {"action": action}, follow=True)


# Creating


def test_member_publishes_at_once(client, member, organisation, data):
    client.force_login(member)

    response = client.post(CREATE, data | {"organiser": organisation.pk}, follow=True)

    event = Event.objects.get()
    assert response.redirect_chain == [("/agenda/evenements/gouter-partage/", HTTPStatus.FOUND)]
    assert (event.state, event.author, event.organiser) == ("published", member, organisation)
    assert notices(response) == ["C’est publié : l’événement est dans l’agenda."]


def test_relay_sends_to_review(client, relay, coordinator, data, mailoutbox):
    client.force_login(relay)

    response = client.post(CREATE, data, follow=True)

    assert Event.objects.get().state == "pending"
    assert notices(response) == ["C’est envoyé. L’équipe de coordination relit, puis vous répond par e-mail."]
    assert [message.to for message in mailoutbox] == [[coordinator.email]]


def test_draft_is_kept_and_seen_by_its_author_alone(client, relay, data):
    client.force_login(relay)

    response = client.post(CREATE, data | {"action": "preview"}, follow=True)
    client.logout()

    assert Event.objects.get().state == "draft"
    assert notices(response) == ["Votre brouillon est gardé. Voici ce que les gens verront."]
    assert client.get(Event.objects.get().get_absolute_url()).status_code == HTTPStatus.NOT_FOUND


def test_form_sent_twice_makes_one_event(client, relay, data, mailoutbox, coordinator):
    client.force_login(relay)

    answers = [client.post(CREATE, data)["Location"] for _time in range(2)]

    assert answers == ["/agenda/evenements/gouter-partage/"] * 2
    assert Event.objects.count() == 1
    assert len(mailoutbox) == 1


def test_refused_form_keeps_what_was_written_and_says_what_is_missing(client, relay, data):
    client.force_login(relay)

    response = client.post(CREATE, data | {"title": "x" * 10_000, "summary": "En une phrase"})

    assert response.status_code == HTTPStatus.OK
    assert "Il manque quelque chose, ou une réponse n’est pas comprise" in response.text
    assert "comporte au plus 140 caractères (actuellement 10" in response.text
    assert "En une phrase" in response.text
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"day": "1583-01-01"},
        {"day": "9999-12-31"},
        {"last_day": "9999-12-31"},
        {"until": "9999-12-31", "repeat": "daily"},
        {"title": "a\x00b"},
        {"description": "\x00"},
        {"place": "9" * 30},
        {"themes": ["x"]},
        {"organiser": "\x00"},
        {"submission": "x"},
        {"age_min": "9" * 30},
        {"other_dates": ["hier"] * 200},
        {"website": "http://[x"},
        {"new_place_name": "x" * 500},
    ],
)
def test_form_takes_anything_without_failing(client, relay, data, changes):
    client.force_login(relay)

    response = client.post(CREATE, data | changes)

    assert response.status_code == HTTPStatus.OK
    assert response.context["form"].errors
    assert Event.objects.count() == 0


def test_title_with_a_bare_return_is_sent(client, relay, coordinator, data, mailoutbox):
    client.force_login(relay)

    response = client.post(CREATE, data | {"title": "Goûter\rpartagé"})

    assert response.status_code == HTTPStatus.FOUND
    assert mailoutbox[0].subject == "À relire : Goûter partagé"


def test_summary_says_the_dates_in_one_sentence(client):
    response = client.post(
        "/agenda/proposer/resume/",
        {"day": "2030-09-24", "begins": "18:00", "ends": "19:30", "repeat": "weekly"},
    )

    assert response.status_code == HTTPStatus.OK
    assert str(response.context["sentence"]) == "tous les mardis de 18\xa0h à 19\xa0h\xa030"
    assert "Prochaines dates" in response.text
    assert "<html" not in response.text


def test_summary_says_the_rule_that_is_kept(client, member, organisation):
    event = EventFactory(organiser=organisation, rrule="FREQ=DAILY;INTERVAL=2;COUNT=5")
    day = f"{event.starts_at:%Y-%m-%d}"
    sent = {"day": day, "begins": "18:00", "ends": "20:00", "repeat": "keep"}

    answers = [client.post("/agenda/proposer/resume/", sent | {"event": event.slug})]
    client.force_login(member)
    answers += [
        client.post("/agenda/proposer/resume/", sent | {"event": slug}) for slug in (event.slug, "\x00")
    ]

    assert ["(5 fois)" in response.text for response in answers] == [False, True, False]


@pytest.mark.parametrize("sent", [{}, {"day": "hier"}, {"day": "2030-09-24", "repeat": "x"}, {"day": "\x00"}])
def test_summary_waits_for_what_is_missing(client, sent):
    response = client.post("/agenda/proposer/resume/", sent)

    assert response.status_code == HTTPStatus.OK
    assert "Choisissez un jour et une heure : la date s’écrira ici." in response.text


# Visitors


def proposed(client, data, mailoutbox):
    """A visitor sends the form; returns the address that their mail holds."""
    client.post(CREATE, data | {"author_email": "visiteur@example.org"})
    return re.search(r"http://testserver(/agenda/proposition/\S+)", mailoutbox[-1].body)[1]


def test_visitor_receives_a_link_and_nothing_is_public_yet(client, coordinator, data, mailoutbox):
    response = client.post(CREATE, data | {"author_email": "visiteur@example.org"})

    event = Event.objects.get()
    assert "« Goûter partagé » est enregistré" in response.text
    assert (event.state, event.author_email) == ("unconfirmed", "visiteur@example.org")
    assert [message.to for message in mailoutbox] == [["visiteur@example.org"]]
    assert client.get(event.get_absolute_url()).status_code == HTTPStatus.NOT_FOUND


def test_opening_the_link_changes_nothing_and_its_button_sends(client, coordinator, data, mailoutbox):
    link = proposed(client, data, mailoutbox)

    page = client.get(link)
    after_opening = Event.objects.get().state
    response = client.post(link, follow=True)

    assert page.status_code == HTTPStatus.OK
    assert after_opening == "unconfirmed"
    assert Event.objects.get().state == "pending"
    assert notices(response) == ["Merci ! L’équipe de coordination relit, puis vous répond par e-mail."]
    assert [message.to for message in mailoutbox][1:] == [[coordinator.email]]


def test_visitor_changes_what_was_asked_and_sends_again(client, coordinator, data, mailoutbox):
    link = proposed(client, data, mailoutbox)
    client.post(link)
    Event.objects.get().request_changes(by=coordinator, reason="Quel étage ?")

    page = client.get(link)
    response = client.post(
        f"{link}modifier/", data | {"title": "Goûter au 2e étage", "author_email": "visiteur@example.org"}
    )
    client.post(link)

    event = Event.objects.get()
    assert "Quel étage ?" in page.text
    assert response["Location"] == link
    assert (event.title, event.state) == ("Goûter au 2e étage", "pending")


def test_accepted_proposal_is_no_longer_the_visitors_to_change(client, coordinator, data, mailoutbox):
    link = proposed(client, data, mailoutbox)
    client.post(link)
    Event.objects.get().publish(by=coordinator)

    assert client.get(link).status_code == HTTPStatus.OK
    assert client.get(f"{link}modifier/").status_code == HTTPStatus.NOT_FOUND
    client.post(link)
    assert Event.objects.get().state == "published"


def test_visitor_form_sent_again_makes_one_event_and_repeats_the_mail_within_the_limit(
    client, data, mailoutbox
):
    for address in ["visiteur@example.org", *["autre@example.org"] * 6]:
        response = client.post(CREATE, data | {"author_email": address})

    assert "est enregistré" in response.text
    assert Event.objects.count() == 1
    assert [message.to for message in mailoutbox] == [["visiteur@example.org"]] * 5


def test_visitor_form_sent_again_after_its_confirmation_sends_no_mail(client, data, mailoutbox):
    link = proposed(client, data, mailoutbox)
    client.post(link)
    client.post(CREATE, data | {"author_email": "visiteur@example.org"})

    assert len(mailoutbox) == 1


def test_unconfirmed_proposal_is_sent_by_its_link_alone(client, member, organisation, coordinator, data):
    event = EventFactory(organiser=organisation, state="unconfirmed", author_email="v@example.org")

    client.force_login(member)
    answers = [act(client, event, "submit").status_code, client.get(edit_page(event)).status_code]
    client.force_login(coordinator)
    answers.append(act(client, event, "submit").status_code)
    client.post(edit_page(event), data | {"organiser": organisation.pk})

    assert answers == [HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST]
    assert Event.objects.get().state == "unconfirmed"


@pytest.mark.parametrize("token", ["x", "1:2:3", "a" * 500, "é"])
def test_link_that_was_tampered_with_is_not_found(client, token):
    response = client.get(reverse("agenda:proposal", args=[token]))

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_link_of_an_event_with_an_account_is_not_found(client, relay):
    event = EventFactory(author=relay)

    assert client.get(event.proposal_url).status_code == HTTPStatus.NOT_FOUND


def test_visitors_are_limited_to_five_proposals_an_hour(client, data, mailoutbox):
    for _time in range(6):
        data |= {"submission": str(uuid.uuid4()), "author_email": "visiteur@example.org"}
        response = client.post(CREATE, data)

    assert "Beaucoup de propositions viennent de cette connexion. Réessayez dans une heure." in response.text
    assert Event.objects.count() == len(mailoutbox) == 5


def test_machine_that_fills_the_trap_makes_nothing(client, data, mailoutbox):
    client.post(CREATE, data | {"author_email": "robot@example.org", "kvtd": "Robot"})

    assert Event.objects.count() == 0
    assert mailoutbox == []


# Editing


def test_member_edits_what_is_public_and_calendars_are_told(client, member, organisation, data):
    event = EventFactory(organiser=organisation, author=member)
    client.force_login(member)

    response = client.post(
        edit_page(event), data | {"organiser": organisation.pk, "action": "save"}, follow=True
    )

    changed = Event.objects.get()
    assert (changed.title, changed.state) == ("Goûter partagé", "published")
    assert (changed.uid, changed.slug, changed.sequence) == (event.uid, event.slug, event.sequence + 1)
    assert [f"{row.local_start:%d/%m/%Y %H:%M}" for row in changed.occurrences.all()] == ["24/09/2030 18:00"]
    assert notices(response) == ["C’est enregistré et visible dans l’agenda."]


def test_relay_who_edits_what_is_public_sends_it_back_to_review(client, relay, coordinator, data, mailoutbox):
    event = EventFactory(author=relay)
    client.force_login(relay)

    page = client.get(edit_page(event))
    client.post(edit_page(event), data | {"organiser": event.organiser.pk, "action": "save"})

    assert "l’événement ne sera plus visible jusque-là" in page.text
    assert Event.objects.get().state == "pending"
    assert [message.to for message in mailoutbox] == [[coordinator.email]]


def test_each_action_of_the_page_answers_in_french(client, member, organisation):
    event = EventFactory(organiser=organisation, draft=True, author=member)
    client.force_login(member)
    answers = {}

    for action in ("submit", "full", "cancel", "reinstate", "archive"):
        response = act(client, event, action)
        event.refresh_from_db()
        answers[action] = (event.state, int(event.status), *notices(response))

    assert answers == {
        "submit": ("published", 1, "C’est publié : l’événement est dans l’agenda."),
        "full": ("published", 5, "L’événement est annoncé comme complet."),
        "cancel": ("published", 6, "L’événement est annoncé comme annulé, partout où il est suivi."),
        "reinstate": ("published", 1, "L’événement est de nouveau annoncé comme prévu."),
        "archive": ("archived", 1, "L’événement est archivé ; il n’est plus visible."),
    }


@pytest.mark.parametrize("action", ["", "exploser", "submit"])
def test_action_that_is_not_possible_is_refused(client, member, organisation, action):
    event = EventFactory(organiser=organisation)
    client.force_login(member)

    response = act(client, event, action)

    assert response.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("action", ["full", "cancel", "reinstate", "archive"])
def test_author_who_no_longer_writes_for_the_organisation_decides_nothing_of_it(client, relay, action):
    event = EventFactory(author=relay)
    own = EventFactory(author=relay, organiser=None)
    proposed = EventFactory(author=relay, pending=True)
    date = EventFactory(author=relay, weekly=True).occurrences.first()
    client.force_login(relay)

    page = client.get(event.get_absolute_url()).text
    answers = [act(client, each, action).status_code for each in (event, own, proposed)]
    answers += [
        client.post(date.get_edit_url(), {"action": each}).status_code for each in ("cancel", "restore")
    ]

    event.refresh_from_db()
    assert f'value="{action}"' not in page
    assert 'value="duplicate"' in page
    assert answers == [400, 200, 200, 400, 400]
    assert (event.state, event.status) == ("published", Event.Status.SCHEDULED)


def test_author_takes_nothing_back_by_sending_it_to_review_first(client, relay, data):
    event = EventFactory(author=relay)
    client.force_login(relay)
    sent = data | {"organiser": "", "action": "save"}

    without_organiser = client.post(edit_page(event), sent)
    client.post(edit_page(event), sent | {"organiser": event.organiser.pk})
    Event.objects.update(published_at=event.created_at)

    assert "organiser" in without_organiser.context["form"].errors
    assert Event.objects.get().state == "pending"
    assert act(client, event, "archive").status_code == HTTPStatus.BAD_REQUEST


def test_duplicate_opens_the_copy_for_editing(client, member, organisation):
    event = EventFactory(organiser=organisation, title="Goûter")
    client.force_login(member)

    response = act(client, event, "duplicate")

    copy = Event.objects.exclude(pk=event.pk).get()
    assert response.redirect_chain[0][0] == edit_page(copy)
    assert (copy.state, copy.author) == ("draft", member)


def test_one_date_is_moved_cancelled_and_restored(client, member, organisation):
    event = EventFactory(organiser=organisation, weekly=True)
    row = event.occurrences.in_order()[1]
    address = row.get_edit_url()
    planned = row.starts_at
    client.force_login(member)

    client.post(address, {"day": "2030-09-24", "begins": "10:00", "ends": "11:00", "note": "Salle B"})
    row.refresh_from_db()
    moved = f"{row.local_start:%d/%m/%Y %H:%M}", row.note
    client.post(address, {"action": "cancel"})
    row.refresh_from_db()
    cancelled = row.is_cancelled
    client.post(address, {"action": "restore"})
    row.refresh_from_db()

    assert moved == ("24/09/2030 10:00", "Salle B")
    assert cancelled is True
    assert (row.starts_at, row.is_cancelled, row.is_override) == (planned, False, False)


@pytest.mark.parametrize("sent", [{"day": "hier"}, {"day": "9999-12-31", "begins": "10:00"}, {"day": "\x00"}])
def test_date_that_is_not_understood_is_told(client, member, organisation, sent):
    row = EventFactory(organiser=organisation).occurrences.get()
    client.force_login(member)

    response = client.post(row.get_edit_url(), sent)

    assert response.status_code == HTTPStatus.OK
    assert response.context["form"].errors


def test_moved_single_event_says_its_new_date_everywhere(client, member, organisation):
    event = EventFactory(organiser=organisation)
    client.force_login(member)

    client.post(
        event.occurrences.get().get_edit_url(), {"day": "2030-09-24", "begins": "10:00", "ends": "11:00"}
    )

    assert str(Event.objects.get().schedule_wording).startswith("mardi 24 septembre 2030")
