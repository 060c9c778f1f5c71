"""Places under a lock, a waiting list that moves up by itself, what is told to whom, what goes and when."""

from datetime import timedelta
from threading import Barrier, Thread
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from agenda.models import Event, Occurrence, Registration, Seats
from agenda.models.registration_queryset import KEPT_AFTER
from agenda.recent import fingerprint
from agenda.tasks import erase_registrations, remind_registered, tell_registered
from cooperation.core.waiting_list import CONFIRMED_WITHIN
from tests.factories import EventFactory, PlaceFactory, RegistrationFactory, UserFactory

pytestmark = pytest.mark.django_db


def at(moment):
    return patch("django.utils.timezone.now", return_value=moment)


def date_of(capacity=None, **fields):
    """A date for which one registers here."""
    return EventFactory(registering="here", capacity=capacity, **fields).occurrences.in_order().first()


def enter(date, name="Ana", seats=1, email=None):
    """Someone whose word needs no mail, at the end of the queue."""
    email = f"{name.lower()}@example.org" if email is None else email
    return Registration.objects.enter_as(date, name=name, seats=seats, phone="", email=email)


def states(date):
    return {row.name: row.state for row in date.registrations.all()}


def counts(date):
    seats = Seats.objects.get(pk=date.pk)
    return seats.taken, seats.waiting


def subjects(mailoutbox):
    return [(mail.to[0].partition("@")[0], mail.subject) for mail in mailoutbox]


# Places


def test_places_are_given_up_to_the_capacity_then_the_queue():
    date = date_of(capacity=3)

    for name, seats in [("Ana", 2), ("Bob", 1), ("Cleo", 1), ("Dan", 2)]:
        enter(date, name, seats)

    assert states(date) == {"Ana": "confirmed", "Bob": "confirmed", "Cleo": "waiting", "Dan": "waiting"}
    assert counts(date) == (3, 3)
    assert [row.rank for row in date.registrations.filter(state="waiting").in_queue()] == [1, 2]


def test_each_date_of_a_series_has_its_own_places():
    event = EventFactory(registering="here", capacity=1, weekly=True)
    first, second = event.next_dates(limit=2)

    enter(first, "Ana")
    enter(second, "Ana")

    assert (states(first), states(second)) == ({"Ana": "confirmed"}, {"Ana": "confirmed"})


def test_without_limit_everybody_has_a_place():
    date = date_of()

    for number in range(30):
        enter(date, f"p{number}", 10)

    assert counts(date) == (300, 0)


def at_once(number, act):
    """So many connections that do the same together; what went wrong in them."""
    together, failures = Barrier(number), []

    def run(index):
        together.wait()
        try:
            act(index)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[index]) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.django_db(transaction=True)
def test_those_who_want_the_last_place_at_once_are_seen_one_after_the_other():
    date = date_of(capacity=3)
    enter(date, "Ana", 2)

    failures = at_once(6, lambda index: enter(date, f"p{index}"))

    assert failures == []
    assert sorted(states(date).values()) == ["confirmed"] * 2 + ["waiting"] * 5
    assert counts(date) == (3, 5)


@pytest.mark.django_db(transaction=True)
def test_first_two_at_a_date_are_seen_one_after_the_other():
    date = date_of(capacity=1)

    failures = at_once(2, lambda index: enter(date, f"p{index}"))

    assert (failures, counts(date)) == ([], (1, 1))


@pytest.mark.django_db(transaction=True)
def test_same_person_twice_at_once_is_registered_once():
    date = date_of(capacity=5)
    enter(date, "Ana")

    failures = at_once(4, lambda index: enter(date, "Bob"))

    assert (failures, counts(date)) == ([], (2, 0))


@pytest.mark.django_db(transaction=True)
def test_places_given_back_at_once_go_to_as_many_people():
    date = date_of(capacity=3)
    leaving = [enter(date, f"p{number}") for number in range(3)]
    for number in range(3, 8):
        enter(date, f"p{number}")

    failures = at_once(3, lambda index: leaving[index].withdraw())

    assert (failures, counts(date)) == ([], (3, 2))


def test_capacity_that_changed_meanwhile_is_read_under_the_lock():
    date = date_of(capacity=1)
    enter(date, "Ana")
    stale = Occurrence.objects.select_related("event").get(pk=date.pk)
    Event.objects.update(capacity=2)

    assert enter(stale, "Bob").is_confirmed


def test_database_refuses_an_address_twice_whatever_its_letters():
    date = date_of()
    enter(date, "Ana")

    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationFactory(occurrence=date, email="ANA@example.org")


@pytest.mark.parametrize("seats", [0, 11])
def test_database_refuses_too_many_or_no_seats(seats):
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationFactory(seats=seats)


def test_database_refuses_a_place_without_rank():
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationFactory(queued_at=None)


# The queue


def test_first_of_the_queue_moves_up_when_somebody_gives_a_place_back(mailoutbox):
    date = date_of(capacity=1)
    ana, *_others = [enter(date, name) for name in ("Ana", "Bob", "Cleo")]
    mailoutbox.clear()

    ana.withdraw()

    assert states(date) == {"Ana": "cancelled", "Bob": "confirmed", "Cleo": "waiting"}
    assert counts(date) == (1, 1)
    assert subjects(mailoutbox) == [("bob", f"Une place est à vous : {date.display_title}")]


def test_group_that_does_not_fit_is_passed_and_keeps_its_rank():
    date = date_of(capacity=2)
    ana, bob = enter(date, "Ana"), enter(date, "Bob")
    family = enter(date, "Famille", 2)
    enter(date, "Dan")

    ana.withdraw()
    family.refresh_from_db()

    assert states(date) == {
        "Ana": "cancelled",
        "Bob": "confirmed",
        "Famille": "waiting",
        "Dan": "confirmed",
    }
    assert family.rank == 1

    Registration.objects.get(name="Dan").withdraw()
    bob.withdraw()

    assert states(date)["Famille"] == "confirmed"


def test_newcomer_does_not_pass_who_would_fit():
    date = date_of(capacity=2)
    enter(date, "Ana", 2)
    enter(date, "Bob")
    Event.objects.update(capacity=3)

    enter(date, "Cleo")

    assert states(date) == {"Ana": "confirmed", "Bob": "confirmed", "Cleo": "waiting"}


def test_capacity_that_grows_lets_them_in_in_order(mailoutbox):
    date = date_of(capacity=1)
    for name in ("Ana", "Bob", "Cleo", "Dan"):
        enter(date, name)
    mailoutbox.clear()
    Event.objects.update(capacity=3)

    Event.objects.get().let_the_waiting_in()

    assert list(states(date).values()) == ["confirmed", "confirmed", "confirmed", "waiting"]
    assert [to for to, _subject in subjects(mailoutbox)] == ["bob", "cleo"]


def test_capacity_that_grows_by_any_way_is_seen_by_the_task():
    date = date_of(capacity=1)
    enter(date, "Ana")
    enter(date, "Bob")
    Event.objects.update(capacity=None)

    tell_registered(timestamp=0)

    assert counts(date) == (2, 0)


def test_capacity_that_is_lowered_throws_nobody_out():
    date = date_of(capacity=3)
    for name in ("Ana", "Bob", "Cleo"):
        enter(date, name)
    Event.objects.update(capacity=1)

    tell_registered(timestamp=0)
    enter(date, "Dan")
    Registration.objects.get(name="Ana").withdraw()

    assert states(date) == {"Ana": "cancelled", "Bob": "confirmed", "Cleo": "confirmed", "Dan": "waiting"}
    date = Occurrence.objects.get()
    assert date.seats_left == 0


def test_nobody_moves_up_while_it_is_said_to_be_full_by_hand():
    date = date_of(capacity=2)
    ana = enter(date, "Ana")
    date.event.mark_full(by=None)
    bob = enter(date, "Bob")
    ana.withdraw()

    assert (bob.is_waiting, states(date)["Bob"]) == (True, "waiting")

    Event.objects.get().reinstate(by=None)
    tell_registered(timestamp=0)

    assert states(date)["Bob"] == "confirmed"


def test_nobody_moves_up_once_the_date_began():
    date = date_of(capacity=1)
    ana = enter(date, "Ana")
    enter(date, "Bob")

    with at(date.starts_at + timedelta(minutes=1)):
        ana.withdraw()

    assert states(date)["Bob"] == "waiting"


def test_withdrawing_twice_lets_one_person_in():
    date = date_of(capacity=1)
    ana = enter(date, "Ana")
    enter(date, "Bob")
    enter(date, "Cleo")
    again = Registration.objects.get(pk=ana.pk)

    ana.withdraw()
    again.withdraw()

    assert counts(date) == (1, 1)


def test_fewer_people_make_room():
    date = date_of(capacity=2)
    ana = enter(date, "Ana", 2)
    enter(date, "Bob")

    ana.change_seats(1)

    assert counts(date) == (2, 0)


def test_more_people_come_only_while_there_are_places():
    date = date_of(capacity=3)
    ana = enter(date, "Ana", 2)

    with pytest.raises(ValidationError, match="vous pouvez venir à 3 au plus"):
        ana.change_seats(4)
    ana.change_seats(3)

    assert counts(date) == (3, 0)


def test_who_waits_keeps_the_rank_with_another_number():
    date = date_of(capacity=1)
    enter(date, "Ana")
    bob = enter(date, "Bob")
    enter(date, "Cleo")

    bob.change_seats(2)

    assert (bob.rank, counts(date)) == (1, (1, 3))


@pytest.mark.parametrize("number", [0, 11])
def test_number_of_people_has_its_limits(number):
    registration = RegistrationFactory()

    with pytest.raises(ValidationError):
        registration.change_seats(number)


# A visitor's request


def test_unconfirmed_request_holds_no_place(mailoutbox):
    date = date_of(capacity=1)

    Registration.objects.ask(date, email="ana@example.org", name="Ana", phone="", seats=1)

    assert Occurrence.objects.get().seats_left == 1
    assert subjects(mailoutbox) == [("ana", f"Confirmez votre inscription : {date.display_title}")]


def test_request_sent_again_is_one_with_the_last_answers(mailoutbox):
    date = date_of()

    for name, seats in [("Ana", 1), ("Ana B.", 3)]:
        Registration.objects.ask(date, email="ana@example.org", name=name, phone="", seats=seats)

    assert [(row.name, row.seats) for row in Registration.objects.all()] == [("Ana B.", 3)]
    assert len(mailoutbox) == 2


def test_request_of_somebody_registered_is_told_to_them_alone(mailoutbox):
    date = date_of()
    enter(date, "Ana")
    mailoutbox.clear()

    Registration.objects.ask(date, email="ANA@example.org", name="Autre", phone="", seats=9)

    assert [(row.name, row.seats) for row in Registration.objects.all()] == [("Ana", 1)]
    assert subjects(mailoutbox) == [("ana", f"Vous êtes déjà inscrit : {date.display_title}")]


def test_no_letter_box_is_filled_through_us(mailoutbox):
    date = date_of()

    for _time in range(8):
        Registration.objects.ask(date, email="ana@example.org", name="Ana", phone="", seats=1)

    assert len(mailoutbox) == 5


def test_confirming_twice_changes_nothing(mailoutbox):
    registration = RegistrationFactory(unconfirmed=True)

    registration.enter()
    Registration.objects.get().enter()

    assert counts(registration.occurrence) == (1, 0)
    assert len(mailoutbox) == 1


# What is told


CHANGES = {
    "cancelled date": (lambda date: date.cancel(by=None), "Annulé"),
    "cancelled event": (lambda date: date.event.cancel(by=None), "Annulé"),
    "archived": (lambda date: date.event.archive(by=None), "Annulé"),
    "postponed": (lambda date: Event.objects.update(status=Event.Status.POSTPONED), "Reporté"),
    "moved": (
        lambda date: date.change(
            by=None, starts_at=date.starts_at + timedelta(hours=1), ends_at=date.ends_at + timedelta(hours=1)
        ),
        "Changement",
    ),
    "elsewhere": (lambda date: Event.objects.update(place=PlaceFactory()), "Changement"),
}


@pytest.mark.parametrize(("change", "word"), CHANGES.values(), ids=CHANGES)
def test_change_is_told_once_to_those_who_come_and_wait(mailoutbox, change, word):
    date = date_of(capacity=1)
    ana, bob = enter(date, "Ana"), enter(date, "Bob")
    enter(date, "Cleo").withdraw()
    RegistrationFactory(occurrence=date, unconfirmed=True)
    mailoutbox.clear()

    change(date)
    tell_registered(timestamp=0)
    tell_registered(timestamp=0)

    assert subjects(mailoutbox) == [(who, f"{word} : {date.display_title}") for who in ("ana", "bob")]
    assert [row.get_own_url() in mail.body for row, mail in zip((ana, bob), mailoutbox, strict=True)] == [
        True,
        True,
    ]


def test_several_edits_in_a_row_are_one_mail(mailoutbox):
    date = date_of()
    enter(date, "Ana")
    mailoutbox.clear()
    for hours in (1, 2, 3):
        date.change(
            by=None,
            starts_at=date.starts_at + timedelta(hours=hours),
            ends_at=date.ends_at + timedelta(hours=hours),
        )

    tell_registered(timestamp=0)

    assert len(mailoutbox) == 1


def test_edit_that_changes_neither_time_nor_place_is_not_told(mailoutbox):
    date = date_of()
    enter(date, "Ana")
    mailoutbox.clear()
    date.change(by=None, starts_at=date.starts_at, ends_at=date.ends_at, note="Apportez un tapis")

    tell_registered(timestamp=0)

    assert mailoutbox == []


def test_reinstated_date_is_told_again(mailoutbox):
    event = EventFactory(registering="here", weekly=True)
    date = event.next_dates()[0]
    enter(date, "Ana")
    date.cancel(by=None)
    tell_registered(timestamp=0)
    mailoutbox.clear()

    Occurrence.objects.get(pk=date.pk).restore(by=None)
    tell_registered(timestamp=0)

    assert subjects(mailoutbox) == [("ana", f"Finalement maintenu : {event.title}")]


def test_person_whom_an_organiser_removes_is_told(mailoutbox):
    registration = RegistrationFactory()

    registration.withdraw(by=UserFactory())

    assert [mail.subject for mail in mailoutbox] == [
        f"Vous n’êtes plus inscrit : {registration.occurrence.display_title}"
    ]


# Dates that the schedule drops


def test_registrations_follow_a_date_whose_hour_changes(mailoutbox):
    event = EventFactory(registering="here", weekly=True)
    date = event.next_dates()[1]
    enter(date, "Ana")
    mailoutbox.clear()
    event.starts_at += timedelta(hours=1)
    event.ends_at += timedelta(hours=1)
    event.save()

    event.write_dates()
    tell_registered(timestamp=0)

    moved = Registration.objects.get().occurrence
    assert moved.starts_at == date.starts_at + timedelta(hours=1)
    assert (moved.is_cancelled, moved.is_override) == (False, False)
    assert subjects(mailoutbox) == [("ana", f"Changement : {event.title}")]


def test_registrations_follow_the_only_date_to_another_day():
    event = EventFactory(registering="here")
    enter(event.occurrences.get(), "Ana")
    event.starts_at += timedelta(days=3)
    event.ends_at += timedelta(days=3)
    event.save()

    event.write_dates()

    assert Registration.objects.get().occurrence.starts_at == event.starts_at
    assert event.occurrences.count() == 1


def test_date_that_the_series_drops_stays_as_cancelled_for_who_registered(mailoutbox):
    event = EventFactory(registering="here", weekly=True)
    _first, second, third = event.next_dates(limit=3)
    enter(second, "Ana")
    mailoutbox.clear()
    event.exdates = [second.recurrence_id, third.recurrence_id]
    event.save()

    event.write_dates()
    event.write_dates()
    tell_registered(timestamp=0)

    assert Occurrence.objects.get(pk=second.pk).is_cancelled
    assert not Occurrence.objects.filter(pk=third.pk).exists()
    assert subjects(mailoutbox) == [("ana", f"Annulé : {event.title}")]


# A date that becomes another


def test_registrations_move_to_the_date_s_other_self(mailoutbox):
    old = date_of(capacity=2)
    new = EventFactory(registering="here", capacity=2, place=old.event.place).occurrences.get()
    for name in ("Ana", "Bob", "Cleo"):
        enter(old, name)
    enter(new, "Ana")
    mailoutbox.clear()

    Seats.move(old.pk, new.pk)
    tell_registered(timestamp=0)

    assert states(new) == {"Ana": "confirmed", "Bob": "confirmed", "Cleo": "waiting"}
    assert counts(new) == (2, 1)
    assert not Seats.objects.filter(pk=old.pk).exists()
    assert mailoutbox == []


def test_people_who_moved_are_told_what_differs(mailoutbox):
    old = date_of()
    new = date_of(place=PlaceFactory())
    enter(old, "Ana")
    mailoutbox.clear()

    Seats.move(old.pk, new.pk)
    tell_registered(timestamp=0)

    assert subjects(mailoutbox) == [("ana", f"Changement : {new.display_title}")]


# Reminders and erasure


def reminded(mailoutbox):
    return [to for to, subject in subjects(mailoutbox) if subject.startswith("Venez-vous toujours")]


def test_reminder_goes_once_two_days_before_to_who_has_a_place(mailoutbox):
    start = timezone.now() + timedelta(days=10)
    date = date_of(capacity=1, starts_at=start)
    enter(date, "Ana")
    enter(date, "Bob")

    for days in (7.5, 8.5, 9.5):
        with at(start - timedelta(days=10 - days)):
            remind_registered(timestamp=0)

    assert reminded(mailoutbox) == ["ana"]


@pytest.mark.parametrize("off", ["cancelled", "late"])
def test_no_reminder_for_what_is_off_or_was_asked_yesterday(mailoutbox, off):
    start = timezone.now() + timedelta(days=10)
    date = date_of(starts_at=start)
    eve = start - timedelta(days=1)
    if off == "late":
        with at(eve - timedelta(hours=20)):
            enter(date, "Ana")
    else:
        enter(date, "Ana")
        date.cancel(by=None)

    with at(eve):
        remind_registered(timestamp=0)

    assert reminded(mailoutbox) == []


@pytest.mark.parametrize(("extra", "left"), [(timedelta(hours=-1), 3), (timedelta(hours=1), 0)])
def test_answers_are_erased_thirty_days_after_the_date_and_the_count_stays(extra, left):
    date = date_of(capacity=1)
    enter(date, "Ana")
    enter(date, "Bob")
    enter(date, "Cleo").withdraw()

    with at(date.ends_at + KEPT_AFTER + extra):
        erase_registrations(timestamp=0)

    assert Registration.objects.count() == left
    assert counts(date) == (1, 1)


@pytest.mark.parametrize(("extra", "left"), [(timedelta(hours=-1), 1), (timedelta(hours=1), 0)])
def test_request_never_confirmed_goes_after_two_days(extra, left):
    registration = RegistrationFactory(unconfirmed=True)

    with at(registration.created_at + CONFIRMED_WITHIN + extra):
        erase_registrations(timestamp=0)

    assert Registration.objects.count() == left


def test_registrations_leave_no_trace_in_the_history_nor_in_the_calendars():
    date = date_of(capacity=1)
    before = date.event.history.count()

    enter(date, "Ana")

    event = Event.objects.get()
    assert (event.sequence, event.updated_at) == (date.event.sequence, date.event.updated_at)
    assert event.history.count() == before


# What pages say


@pytest.mark.parametrize(
    ("capacity", "seats", "words"),
    [
        (None, 1, "Sur inscription"),
        (30, 1, "Sur inscription"),
        (4, 1, "3 places"),
        (2, 1, "1 place"),
        (1, 1, "Complet : liste d’attente"),
    ],
)
def test_card_says_how_many_places_are_left(client, capacity, seats, words):
    enter(date_of(capacity=capacity), "Ana", seats)

    assert words in client.get("/agenda/").text


def test_fingerprint_knows_what_cards_tell_and_no_more():
    many, few = date_of(capacity=100), date_of(capacity=2)
    before = fingerprint()

    enter(many, "Ana")
    unchanged = fingerprint()
    enter(few, "Ana")
    one_left = fingerprint()
    enter(few, "Bob")
    full = fingerprint()
    Registration.objects.get(name="Bob").withdraw()

    assert unchanged == before
    assert len({before, one_left, full}) == 3
    assert fingerprint() == one_left


def test_fingerprint_changes_when_registration_closes():
    date = date_of(capacity=2, closes_hours_before=3)
    enter(date, "Ana")
    closing = date.starts_at - timedelta(hours=3)

    with at(closing - timedelta(minutes=1)):
        before = fingerprint()
    with at(closing + timedelta(minutes=1)):
        after = fingerprint()

    assert before != after


def test_kept_page_follows_the_places(client):
    date = date_of(capacity=1)
    assert "Complet" not in client.get("/agenda/").text

    enter(date, "Ana")

    assert "Complet : liste d’attente" in client.get("/agenda/").text


def test_unchanged_feed_is_answered_in_one_query(client, django_assert_num_queries):
    enter(date_of(capacity=1), "Ana")
    etag = client.get("/agenda.ics")["ETag"]

    with django_assert_num_queries(1):
        response = client.get("/agenda.ics", headers={"If-None-Match": etag})

    assert response.status_code == 304


@pytest.mark.parametrize(("taken", "status"), [(1, 1), (2, 5)])
def test_json_says_full_when_no_date_has_a_place_left(client, taken, status):
    event = EventFactory(registering="here", capacity=1)
    event.rdates = [event.starts_at + timedelta(days=1)]
    event.save()
    event.write_dates()
    for date in event.next_dates()[:taken]:
        enter(date, "Ana")

    (row,) = client.get("/agenda.json").json()["events"]

    assert row["status"] == status
    assert {"type": "link", "value": f"{settings.SITE_URL}{event.get_absolute_url()}"} in row["registration"]


@pytest.mark.parametrize(("seats", "availability"), [(1, "InStock"), (2, "SoldOut")])
def test_structured_data_says_whether_there_is_a_place(client, seats, availability):
    date = date_of(capacity=2)
    enter(date, "Ana", seats)

    assert f"https://schema.org/{availability}" in client.get(date.get_absolute_url()).text


def test_calendar_says_full_only_when_someone_said_so(client):
    date = date_of(capacity=1)
    enter(date, "Ana")
    before = client.get("/agenda.ics").text
    date.event.mark_full(by=None)

    assert "[Complet]" not in before
    assert "[Complet]" in client.get("/agenda.ics").text
