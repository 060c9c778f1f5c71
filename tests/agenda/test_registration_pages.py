"""The form of a date, the person's own page, the organiser's list and its files."""

import csv
import io
from datetime import timedelta
from http import HTTPStatus
from unittest.mock import patch

import pytest
from django.core.cache import cache
from icalendar import Calendar

from agenda.models import Event, Registration, Seats
from tests.factories import EventFactory, MembershipFactory, RegistrationFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db

VISITOR = {"name": "Ana Blanc", "email": "ana@example.org", "phone": "", "seats": "2"}


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()


def at(moment):
    return patch("django.utils.timezone.now", return_value=moment)


def date_of(capacity=None, **fields):
    return EventFactory(registering="here", capacity=capacity, **fields).occurrences.in_order().first()


def notices(response):
    return [str(message) for message in response.context["messages"]]


def names(event, state="confirmed"):
    rows = Registration.objects.filter(occurrence__event=event, state=state)
    return list(rows.in_queue().values_list("name", flat=True))


# Visitors


def test_visitor_confirms_by_the_link_in_the_mail(client, mailoutbox):
    date = date_of(capacity=5)

    sent = client.post(date.get_register_url(), VISITOR)
    registration = Registration.objects.get()
    opened = client.get(registration.get_own_url())
    state_once_opened = Registration.objects.get().state
    done = client.post(registration.get_own_url(), {"action": "confirm"}, follow=True)

    assert "Regardez vos e-mails" in sent.text
    assert registration.get_own_url() in mailoutbox[0].body
    assert "Oui, je m’inscris" in opened.text
    assert state_once_opened == "unconfirmed"
    assert notices(done) == ["Merci, c’est confirmé. Un e-mail garde ce lien."]
    assert Seats.objects.get().taken == 2


def test_answer_is_the_same_whether_or_not_the_address_was_registered(client):
    date = date_of(capacity=5)
    RegistrationFactory(occurrence=date, email="connue@example.org")

    known = client.post(date.get_register_url(), VISITOR | {"email": "connue@example.org"})
    unknown = client.post(date.get_register_url(), VISITOR | {"email": "nouvel@example.org"})

    assert known.text.replace("connue@", "nouvel@") == unknown.text
    assert known.status_code == unknown.status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"email": ""}, "email"),
        ({"email": "pas une adresse"}, "email"),
        ({"phone": "appelez-moi"}, "phone"),
        ({"seats": "0"}, "seats"),
        ({"seats": "11"}, "seats"),
        ({"seats": "x"}, "seats"),
        ({"kvtd": "robot"}, "kvtd"),
    ],
)
def test_wrong_answer_is_told_and_nothing_is_kept(client, mailoutbox, sent, field):
    response = client.post(date_of().get_register_url(), VISITOR | sent)

    assert list(response.context["form"].errors) == [field]
    assert (Registration.objects.count(), mailoutbox) == (0, [])


def test_form_says_what_answers_are_for_and_until_when(client):
    page = client.get(date_of().get_register_url()).text

    assert "effacées 30 jours après la date" in page
    assert "Pour confirmer, vous rappeler la date, et vous prévenir si elle change." in page


def test_connection_that_registers_crowds_is_stopped(client):
    date = date_of()

    for number in range(31):
        response = client.post(date.get_register_url(), VISITOR | {"email": f"p{number}@example.org"})

    assert "Réessayez dans une heure" in response.text
    assert Registration.objects.count() == 30


def test_full_date_offers_its_waiting_list_and_tells_the_rank(client):
    date = date_of(capacity=1)
    RegistrationFactory(occurrence=date)
    RegistrationFactory(occurrence=date, waiting=True)
    mine = RegistrationFactory(occurrence=date, waiting=True)

    page = client.get(date.get_register_url()).text

    assert "Rejoindre la liste d’attente" in page
    assert "Vous êtes 2e sur la liste d’attente." in client.get(mine.get_own_url()).text


CLOSED = {
    "cancelled": (lambda date: date.cancel(by=None), "annulée ou reportée"),
    "too late": (lambda date: Event.objects.update(closes_hours_before=720), "sont closes"),
}


@pytest.mark.parametrize(("change", "words"), CLOSED.values(), ids=CLOSED)
def test_closed_date_says_why_and_takes_nobody(client, change, words):
    date = date_of()
    change(date)

    page = client.get(date.get_register_url())
    client.post(date.get_register_url(), VISITOR)

    assert words in page.text
    assert Registration.objects.count() == 0


def test_past_date_takes_nobody(client):
    date = date_of()

    with at(date.ends_at + timedelta(hours=1)):
        assert "Cette date est passée." in client.get(date.get_register_url()).text


@pytest.mark.parametrize(
    "fields", [{"registering": "none"}, {"registering": "elsewhere"}, {"state": Event.State.DRAFT}]
)
def test_there_is_no_form_where_nobody_registers(client, fields):
    date = EventFactory(**({"registering": "here"} | fields)).occurrences.get()

    assert client.get(date.get_register_url()).status_code == HTTPStatus.NOT_FOUND


def test_date_of_another_event_is_not_found(client):
    date, other = date_of(), date_of()

    address = date.get_register_url().replace(f"/{date.pk}/", f"/{other.pk}/")

    assert client.get(address).status_code == HTTPStatus.NOT_FOUND


# Who signed in


def test_person_who_signed_in_has_a_place_at_once(client, member, mailoutbox):
    date = date_of(capacity=5)
    client.force_login(member)

    form = client.get(date.get_register_url())
    response = client.post(date.get_register_url(), {"name": "Ana", "phone": "", "seats": "1"}, follow=True)

    assert f'value="{member.display_name}"' in form.text
    assert notices(response) == ["Vous êtes inscrit. Un e-mail vous le confirme."]
    registration = Registration.objects.get()
    assert (registration.email, registration.state) == (member.email, "confirmed")
    assert [mail.to for mail in mailoutbox] == [[member.email]]


def test_person_registered_already_is_led_to_their_page(client, member):
    registration = RegistrationFactory(email=member.email.upper())
    client.force_login(member)

    response = client.get(registration.occurrence.get_register_url())

    assert response.status_code == HTTPStatus.FOUND
    assert response["Location"].startswith("/agenda/inscription/")


def test_account_whose_address_is_not_verified_confirms_by_mail(client):
    user = UserFactory(verified=False)
    client.force_login(user)

    response = client.post(date_of().get_register_url(), VISITOR | {"email": user.email})

    assert "Regardez vos e-mails" in response.text
    assert Registration.objects.get().is_unconfirmed


def test_my_space_shows_what_i_registered_for(client, member):
    mine = RegistrationFactory(email=member.email)
    other = RegistrationFactory()
    unverified = RegistrationFactory(email="autre@example.org")
    member.emailaddress_set.create(email="autre@example.org", verified=False)
    client.force_login(member)

    shown = list(client.get("/mon-espace/").context["registrations"])

    assert shown == [mine]
    assert other not in shown
    assert unverified not in shown


# The person's own page


def test_place_is_given_back_by_the_link(client):
    registration = RegistrationFactory()

    response = client.post(registration.get_own_url(), {"action": "withdraw"}, follow=True)

    registration.refresh_from_db()
    assert registration.is_cancelled
    assert "Vous n’êtes plus inscrit à cette date." in response.text
    assert "M’inscrire de nouveau" in response.text


def test_number_of_people_is_changed_by_the_link(client):
    registration = RegistrationFactory()

    client.post(registration.get_own_url(), {"action": "seats", "seats": "3"})

    assert Registration.objects.get().seats == 3


def test_more_people_than_places_are_refused_in_words(client):
    registration = RegistrationFactory(occurrence=date_of(capacity=2))

    response = client.post(registration.get_own_url(), {"action": "seats", "seats": "3"})

    assert "Il reste 1 place" in response.text
    assert Registration.objects.get().seats == 1


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_changes_nothing(client, method):
    registration = RegistrationFactory(unconfirmed=True)

    getattr(client, method)(f"{registration.get_own_url()}?action=confirm")

    assert Registration.objects.get().is_unconfirmed


@pytest.mark.parametrize("action", ["", "x", "confirm", "\x00"])
def test_action_that_is_not_offered_is_refused(client, action):
    registration = RegistrationFactory()

    response = client.post(registration.get_own_url(), {"action": action})

    assert response.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("action", ["withdraw", "seats", "confirm"])
def test_nothing_changes_once_the_date_began(client, action):
    registration = RegistrationFactory()

    with at(registration.occurrence.starts_at + timedelta(minutes=1)):
        response = client.post(registration.get_own_url(), {"action": action, "seats": "2"})

    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert Registration.objects.get().is_confirmed


def test_link_of_a_cancelled_date_says_so(client):
    registration = RegistrationFactory()
    registration.occurrence.event.archive(by=None)

    assert "Cette date est annulée ou reportée." in client.get(registration.get_own_url()).text


def test_link_is_gone_with_the_row(client):
    registration = RegistrationFactory()
    address = registration.get_own_url()
    registration.delete()

    assert client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_one_date_goes_into_a_calendar(client):
    date = date_of(rrule="FREQ=WEEKLY").event.next_dates()[2]

    response = client.get(date.get_ics_url())

    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event.decoded("DTSTART") == date.starts_at
    assert "RRULE" not in event


# The organiser's list


@pytest.fixture
def event(organisation):
    return EventFactory(registering="here", capacity=2, weekly=True, organiser=organisation)


def test_list_shows_each_date_with_who_comes_and_who_waits(client, member, event):
    first, second = event.next_dates(limit=2)
    for date in (second, first):
        RegistrationFactory(occurrence=date, name="Ana", seats=2)
    RegistrationFactory(occurrence=first, name="Bob", waiting=True)
    RegistrationFactory(occurrence=first, name="Cleo", state="cancelled")
    RegistrationFactory(occurrence=first, name="Dan", unconfirmed=True)
    client.force_login(member)

    shown = client.get(f"{event.get_absolute_url()}inscriptions/").context["attendances"]

    assert [
        (each.date, [row.name for row in each.confirmed], [row.name for row in each.waiting])
        for each in shown
    ] == [(first, ["Ana"], ["Bob"]), (second, ["Ana"], [])]


def test_somebody_who_called_is_added_by_their_name(client, member, event, mailoutbox):
    date = event.next_dates()[0]
    client.force_login(member)

    sent = {"action": "add", "date": date.pk, "name": "Mme Roux", "phone": "06 39 98 12 34", "seats": "1"}
    response = client.post(f"{event.get_absolute_url()}inscriptions/", sent, follow=True)

    assert notices(response) == ["« Mme Roux » est sur la liste."]
    assert "sans e-mail : à prévenir vous-même" in response.text
    assert (names(event), mailoutbox) == (["Mme Roux"], [])


def test_people_without_address_are_several(client, member, event):
    client.force_login(member)

    for name in ("Mme Roux", "M. Blanc"):
        sent = {"action": "add", "date": event.next_dates()[0].pk, "name": name, "seats": "1"}
        client.post(f"{event.get_absolute_url()}inscriptions/", sent)

    assert names(event) == ["Mme Roux", "M. Blanc"]


def test_who_is_added_to_a_full_date_waits(client, member, event):
    date = event.next_dates()[0]
    RegistrationFactory(occurrence=date, seats=2)
    client.force_login(member)

    sent = {"action": "add", "date": date.pk, "name": "Mme Roux", "seats": "1"}
    response = client.post(f"{event.get_absolute_url()}inscriptions/", sent, follow=True)

    assert notices(response) == ["« Mme Roux » est sur la liste d’attente : c’est complet."]


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"date": "0"}, "date"), ({"name": ""}, "name"), ({"email": "ana@example.org"}, "email")],
)
def test_wrong_addition_is_told(client, member, event, sent, field):
    date = event.next_dates()[0]
    RegistrationFactory(occurrence=date, email="ana@example.org", name="Ana")
    client.force_login(member)

    sent = {"action": "add", "date": date.pk, "name": "Bob", "seats": "1"} | sent
    response = client.post(f"{event.get_absolute_url()}inscriptions/", sent)

    assert list(response.context["form"].errors) == [field]
    assert names(event) == ["Ana"]


def test_date_of_another_event_is_not_offered(client, member, event):
    client.force_login(member)

    sent = {"action": "add", "date": date_of().pk, "name": "Bob", "seats": "1"}
    response = client.post(f"{event.get_absolute_url()}inscriptions/", sent)

    assert list(response.context["form"].errors) == ["date"]


def test_who_is_removed_is_told_and_the_next_moves_up(client, member, event, mailoutbox):
    date = event.next_dates()[0]
    ana = RegistrationFactory(occurrence=date, name="Ana", seats=2)
    RegistrationFactory(occurrence=date, name="Bob", waiting=True)
    client.force_login(member)

    sent = {"action": "remove", "registration": ana.pk}
    response = client.post(f"{event.get_absolute_url()}inscriptions/", sent, follow=True)

    assert notices(response) == ["« Ana » n’est plus sur la liste. Un e-mail le lui dit."]
    assert names(event) == ["Bob"]
    assert len(mailoutbox) == 2


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 30, "\x00"])
def test_removal_of_nobody_is_refused(client, member, event, number):
    client.force_login(member)

    response = client.post(
        f"{event.get_absolute_url()}inscriptions/", {"action": "remove", "registration": number}
    )

    assert response.status_code == HTTPStatus.BAD_REQUEST


def test_registration_of_another_event_is_not_theirs_to_remove(client, member, event):
    other = RegistrationFactory()
    client.force_login(member)

    response = client.post(
        f"{event.get_absolute_url()}inscriptions/", {"action": "remove", "registration": other.pk}
    )

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert Registration.objects.get().is_confirmed


def test_author_who_does_not_run_the_event_sees_no_list(client, relay, event):
    Event.objects.update(author=relay, published_at=event.created_at)
    client.force_login(relay)

    edit = client.get(f"{event.get_absolute_url()}modifier/")

    assert edit.status_code == HTTPStatus.OK
    for page in ("inscriptions/", "inscriptions.csv"):
        assert client.get(f"{event.get_absolute_url()}{page}").status_code == HTTPStatus.NOT_FOUND


def test_csv_runs_no_formula_and_holds_one_date_or_all(client, member, event):
    first, second = event.next_dates(limit=2)
    RegistrationFactory(occurrence=first, name="=1+1", phone="+33 6 39 98 12 34", email="a@example.org")
    RegistrationFactory(occurrence=second, name="Bob")
    client.force_login(member)

    every = client.get(f"{event.get_absolute_url()}inscriptions.csv").getvalue().decode("utf-8-sig")
    one = client.get(f"{event.get_absolute_url()}inscriptions.csv?date={first.pk}").getvalue().decode()
    rows = list(csv.reader(io.StringIO(every), delimiter=";"))

    assert rows[0] == ["date", "état", "prénom et nom", "personnes", "téléphone", "e-mail"]
    assert rows[1] == [
        *(f"{first.local_start:%Y-%m-%d %H:%M}", "inscrit", "'=1+1", "1"),
        *("'+33 6 39 98 12 34", "a@example.org"),
    ]
    assert len(rows) == 3
    assert "Bob" not in one


@pytest.mark.parametrize("date", ["x", "²", "9" * 30])
def test_csv_of_no_date_is_not_found(client, member, event, date):
    client.force_login(member)

    response = client.get(f"{event.get_absolute_url()}inscriptions.csv", {"date": date})

    assert response.status_code == HTTPStatus.NOT_FOUND


# Numbers of queries


@pytest.mark.parametrize("rows", [1, 3])
def test_list_has_a_constant_number_of_queries(client, django_assert_num_queries, rows, member, event):
    for date in event.next_dates(limit=rows):
        RegistrationFactory(occurrence=date)
        RegistrationFactory(occurrence=date, waiting=True)
    client.force_login(member)

    with django_assert_num_queries(7):
        client.get(f"{event.get_absolute_url()}inscriptions/")


@pytest.mark.parametrize("rows", [1, 3])
def test_agenda_with_places_has_a_constant_number_of_queries(client, django_assert_num_queries, rows):
    for _row in range(rows):
        RegistrationFactory(occurrence=date_of(capacity=3))

    with django_assert_num_queries(8):
        client.get("/agenda/")


@pytest.mark.parametrize("rows", [1, 3])
def test_event_page_with_places_has_a_constant_number_of_queries(client, django_assert_num_queries, rows):
    event = EventFactory(registering="here", capacity=3, weekly=True)
    for date in event.next_dates(limit=rows):
        RegistrationFactory(occurrence=date)

    with django_assert_num_queries(7):
        client.get(event.get_absolute_url())


# The event's form


def sent_for(event, **fields):
    return {
        "title": event.title,
        "themes": [event.themes.get().pk],
        "day": f"{event.starts_at:%Y-%m-%d}",
        "begins": "18:00",
        "ends": "19:30",
        "repeat": "once",
        "place": event.place_id,
        "publics": [],
        "language": "fr",
        "organiser": event.organiser_id,
        "action": "save",
    } | fields


@pytest.fixture
def single(organisation):
    return EventFactory(organiser=organisation, themes=[ThemeFactory()])


def test_member_asks_for_registration_in_the_form(client, member, single):
    client.force_login(member)

    client.post(
        f"{single.get_absolute_url()}modifier/",
        sent_for(single, registering="here", capacity="12", closes_hours_before=""),
    )

    single.refresh_from_db()
    assert (single.registering, single.capacity, single.closes_hours_before) == ("here", 12, 0)


def test_registration_elsewhere_needs_a_way_to_do_it(client, member, single):
    client.force_login(member)
    address = f"{single.get_absolute_url()}modifier/"

    refused = client.post(address, sent_for(single, registering="elsewhere"))
    client.post(address, sent_for(single, registering="elsewhere", contact_phone="04 65 71 10 00"))

    assert list(refused.context["form"].errors) == ["registering"]
    single.refresh_from_db()
    assert single.registering == "elsewhere"


def test_capacity_that_grows_in_the_form_lets_people_in(client, member, single):
    Event.objects.update(registering="here", capacity=1)
    date = single.occurrences.get()
    RegistrationFactory(occurrence=date)
    RegistrationFactory(occurrence=date, waiting=True)
    client.force_login(member)

    client.post(f"{single.get_absolute_url()}modifier/", sent_for(single, registering="here", capacity="2"))

    assert Seats.objects.get().taken == 2


def test_visitor_keeps_no_list_of_people(client):
    form = client.get("/agenda/proposer/").context["form"]

    assert [value for value, _label in form.fields["registering"].choices] == ["none", "elsewhere"]
    assert "capacity" not in form.fields


def test_manager_of_a_co_organiser_sees_the_list(client, event):
    other = MembershipFactory(manager=True)
    event.co_organisers.add(other.organisation)
    client.force_login(other.user)

    assert client.get(f"{event.get_absolute_url()}inscriptions/").status_code == HTTPStatus.OK
