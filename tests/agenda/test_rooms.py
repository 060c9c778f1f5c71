"""Shared rooms: who has one when, and that two never have it at once."""

from datetime import datetime, timedelta
from http import HTTPStatus
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from agenda.models import Booking, Room
from tests.factories import (
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    RoomFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TAKEN = "Cette salle est déjà prise à ce moment."


def soon(days=3, hour=18, minute=0):
    """A local moment of the days to come."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, datetime.min.time())).replace(hour=hour, minute=minute)


@pytest.fixture
def room():
    """Its keeper has a manager and a member."""
    room = RoomFactory(name="Grande salle")
    MembershipFactory(organisation=room.keeper, manager=True, user__email="gardien@example.org")
    MembershipFactory(organisation=room.keeper, user__email="adjointe@example.org")
    return room


@pytest.fixture
def keeper(room):
    return room.keeper.active_managers()[0]


def take(room, user, organisation, *, days=3, hour=18, hours=2, **kwargs):
    start = soon(days, hour)
    end = start + timedelta(hours=hours)
    return room.book(by=user, organisation=organisation, starts_at=start, ends_at=end, **kwargs)


def told(mailoutbox):
    return sorted((message.to[0], message.subject) for message in mailoutbox)


def spans(event):
    rows = event.bookings.standing()
    return [(timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)) for row in rows]


# Booking


def test_booking_is_told_to_those_who_keep_the_room(room, member, organisation, mailoutbox):
    booking = take(room, member, organisation, title="Réunion du bureau")

    subject = f"Grande salle réservée : {organisation.label}"
    assert list(room.bookings.to_come()) == [booking]
    assert told(mailoutbox) == [("adjointe@example.org", subject), ("gardien@example.org", subject)]
    assert "Réunion du bureau" in mailoutbox[0].body
    assert f"http://testserver/agenda/salles/{room.pk}/" in mailoutbox[0].body


def test_keeper_who_books_is_not_written_to(room, keeper, mailoutbox):
    take(room, keeper, room.keeper)

    assert [message.to for message in mailoutbox] == [["adjointe@example.org"]]


def test_room_whose_keeper_has_nobody_tells_the_team(coordinator, member, organisation, mailoutbox):
    take(RoomFactory(), member, organisation)

    assert [message.to for message in mailoutbox] == [[coordinator.email]]


@pytest.mark.parametrize("hour", [17, 18, 19])
def test_room_is_not_taken_twice(room, member, organisation, hour):
    take(room, member, organisation)

    with pytest.raises(ValidationError, match=TAKEN):
        take(room, member, organisation, hour=hour)

    assert room.bookings.count() == 1


@pytest.mark.parametrize(("days", "hour"), [(3, 16), (3, 20), (4, 18)])
def test_room_is_free_before_after_and_on_other_days(room, member, organisation, days, hour):
    take(room, member, organisation)

    take(room, member, organisation, days=days, hour=hour)

    assert room.bookings.count() == 2


def test_other_room_is_free_at_the_same_time(room, member, organisation):
    take(room, member, organisation)

    assert take(RoomFactory(), member, organisation).is_standing


def test_cancelled_booking_gives_the_room_back(room, member, organisation):
    assert take(room, member, organisation).cancel(by=member) is True

    assert take(room, member, organisation).is_standing


def test_postgresql_itself_refuses_what_overlaps(room, member, organisation):
    booking = take(room, member, organisation)

    with pytest.raises(IntegrityError, match="booking_room_free"), transaction.atomic():
        Booking.objects.create(
            room=room, organisation=organisation, starts_at=booking.starts_at, ends_at=booking.ends_at
        )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"hours": 0}, "La fin doit suivre le début."),
        ({"hours": -1}, "La fin doit suivre le début."),
        ({"hours": 24 * 32}, "31 jours au plus"),
        ({"days": 800}, "deux ans à l’avance"),
    ],
)
def test_span_that_can_not_be_is_refused(room, member, organisation, change, said):
    with pytest.raises(ValidationError, match=said):
        take(room, member, organisation, **change)


def test_room_that_is_not_lent_is_not_booked(member, organisation):
    room = RoomFactory(is_lent=False)
    event = EventFactory(organiser=organisation)

    with pytest.raises(ValidationError, match="n’est pas prêtée"):
        take(room, member, organisation)
    with pytest.raises(ValidationError, match="n’est pas prêtée"):
        room.book_dates([event.occurrences.get()], by=member, organisation=organisation)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_one_has_the_room_and_the_other_is_told():
    room, organisation, user = RoomFactory(), OrganisationFactory(), UserFactory()
    together, answers = Barrier(2), []

    def book():
        try:
            together.wait(timeout=20)
            take(room, user, organisation)
            answers.append("prise")
        except ValidationError as error:
            answers.extend(error.messages)
        finally:
            connection.close()

    threads = [Thread(target=book) for _person in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(answers) == [TAKEN, "prise"]
    assert Booking.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_series_at_once_share_the_dates_without_a_deadlock():
    room, user = RoomFactory(), UserFactory()
    organisations = [OrganisationFactory(), OrganisationFactory()]
    rows = [
        list(
            EventFactory(
                starts_at=soon(), ends_at=soon(hour=19), rrule="FREQ=WEEKLY;COUNT=20"
            ).occurrences.all()
        )
        for _organisation in organisations
    ]
    rows[1].reverse()
    together, made = Barrier(2), []

    def book(dates, organisation):
        try:
            together.wait(timeout=20)
            made.append(len(room.book_dates(dates, by=user, organisation=organisation)[0]))
        finally:
            connection.close()

    threads = [Thread(target=book, args=pair) for pair in zip(rows, organisations, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(made) == [0, 20]
    assert Booking.objects.count() == 20


# For the dates of an event


@pytest.fixture
def series(organisation):
    return EventFactory(
        title="Chorale",
        organiser=organisation,
        starts_at=soon(),
        ends_at=soon(hour=20),
        rrule="FREQ=WEEKLY;COUNT=4",
    )


def test_taken_dates_are_listed_and_all_others_booked(room, series, member, organisation, mailoutbox):
    dates = list(series.occurrences.in_order())
    take(room, member, OrganisationFactory(), days=10, hour=19)
    mailoutbox.clear()

    made, taken = room.book_dates(dates, by=member, organisation=organisation, before=30, after=15)

    assert [booking.recurrence_id for booking in made] == [dates[n].recurrence_id for n in (0, 2, 3)]
    assert taken == [dates[1]]
    assert spans(series)[0] == (soon(hour=17, minute=30), soon(hour=20, minute=15))
    assert len(mailoutbox) == 2
    assert mailoutbox[0].body.count("\n- ") == 3


def test_same_dates_booked_again_are_neither_made_nor_taken(room, series, member, organisation, mailoutbox):
    dates = list(series.occurrences.in_order())
    room.book_dates(dates, by=member, organisation=organisation)
    mailoutbox.clear()

    assert room.book_dates(dates, by=member, organisation=organisation) == ([], [])
    assert mailoutbox == []


def test_date_without_an_end_takes_the_room_for_two_hours(room, member, organisation):
    event = EventFactory(starts_at=soon(), ends_at=soon())

    room.book_dates([event.occurrences.get()], by=member, organisation=organisation)

    assert spans(event) == [(soon(), soon(hour=20))]


def test_room_follows_its_date_with_its_margins(room, series, member, organisation, mailoutbox):
    dates = list(series.occurrences.in_order())
    room.book_dates(dates, by=member, organisation=organisation, before=30)
    mailoutbox.clear()

    dates[0].change(by=member, starts_at=soon(4, 10), ends_at=soon(4, 12))

    assert spans(series)[0] == (soon(4, 9, 30), soon(4, 12))
    assert mailoutbox == []


def test_room_that_is_taken_where_the_date_goes_stays_and_its_booker_is_told_once(
    room, series, member, organisation, mailoutbox
):
    take(room, member, OrganisationFactory(), days=4)
    date = series.occurrences.in_order()[0]
    room.book_dates([date], by=member, organisation=organisation)
    mailoutbox.clear()

    date.change(by=member, starts_at=soon(4, 19), ends_at=soon(4, 21))
    series.write_dates()
    left = series.bookings.get()
    after = told(mailoutbox)
    date.change(by=member, starts_at=soon(5, 19), ends_at=soon(5, 21))

    assert (left.is_left_behind, left.is_standing) == (True, True)
    assert timezone.localtime(left.starts_at) == soon()
    assert after == [(member.email, "Salle à revoir : Chorale")]
    assert spans(series) == [(soon(5, 19), soon(5, 21))]
    assert series.bookings.get().is_left_behind is False


def test_rooms_of_a_series_follow_its_new_hour(room, series, member, organisation, mailoutbox):
    room.book_dates(list(series.occurrences.in_order()), by=member, organisation=organisation)
    mailoutbox.clear()

    series.starts_at, series.ends_at = soon(hour=19), soon(hour=21)
    series.save()
    series.write_dates()

    assert spans(series) == [(soon(3 + 7 * n, 19), soon(3 + 7 * n, 21)) for n in range(4)]
    assert mailoutbox == []


def test_rooms_of_a_series_may_take_each_other_s_place(room, member, organisation):
    daily = EventFactory(starts_at=soon(), ends_at=soon(hour=20), rrule="FREQ=DAILY;COUNT=3")
    dates = list(daily.occurrences.in_order())
    room.book_dates(dates, by=member, organisation=organisation)

    for number, date in enumerate(dates):
        date.starts_at, date.ends_at = soon(4 + number), soon(4 + number, 20)
        date.is_override = True
        date.save()
    daily.bookings.follow_dates(daily)

    assert spans(daily) == [(soon(4 + n), soon(4 + n, 20)) for n in range(3)]
    assert not daily.bookings.filter(is_left_behind=True).exists()


def test_dates_that_the_series_no_longer_has_free_their_rooms(room, series, member, organisation, mailoutbox):
    room.book_dates(list(series.occurrences.in_order()), by=member, organisation=organisation)
    mailoutbox.clear()

    series.rrule = "FREQ=WEEKLY;COUNT=2"
    series.save()
    series.write_dates()

    assert len(spans(series)) == 2
    assert told(mailoutbox) == [(member.email, "Salle à revoir : Chorale")]
    assert mailoutbox[0].body.count("libérée.") == 2


def test_moved_single_event_takes_its_room_along(room, member, organisation):
    event = EventFactory(starts_at=soon(), ends_at=soon(hour=20))
    room.book_dates(list(event.occurrences.all()), by=member, organisation=organisation)

    event.occurrences.get().change(by=member, starts_at=soon(9, 10), ends_at=soon(9, 12))
    by_date = spans(event)
    event.refresh_from_db()
    event.starts_at, event.ends_at = soon(11, 10), soon(11, 12)
    event.save()
    event.write_dates()

    assert by_date == [(soon(9, 10), soon(9, 12))]
    assert spans(event) == [(soon(11, 10), soon(11, 12))]


def test_cancelled_date_frees_its_room_alone(room, series, member, organisation):
    dates = list(series.occurrences.in_order())
    room.book_dates(dates, by=member, organisation=organisation)

    dates[0].cancel(by=member)

    assert len(spans(series)) == 3
    assert series.bookings.exclude(cancelled_at=None).get().cancelled_by == member


@pytest.mark.parametrize("end", ["cancel", "archive"])
def test_event_that_does_not_take_place_frees_its_rooms(room, series, member, organisation, end):
    room.book_dates(list(series.occurrences.in_order()), by=member, organisation=organisation)

    getattr(series, end)(by=member)

    assert spans(series) == []


# Cancelling


def test_keeper_takes_the_room_back_and_the_booker_is_told(
    client, room, keeper, member, organisation, mailoutbox
):
    booking = take(room, member, organisation)
    mailoutbox.clear()
    client.force_login(keeper)

    response = client.post(f"/agenda/salles/reservations/{booking.pk}/annuler/", follow=True)

    booking.refresh_from_db()
    assert booking.cancelled_by == keeper
    assert [message.to for message in mailoutbox] == [[member.email]]
    assert mailoutbox[0].subject.startswith("Salle reprise : Grande salle")
    assert "La salle est libérée" in response.text


def test_those_of_the_organisation_free_it_and_nobody_is_told(client, room, member, organisation, mailoutbox):
    booking = take(room, UserFactory(), organisation)
    mailoutbox.clear()
    client.force_login(member)

    client.post(f"/agenda/salles/reservations/{booking.pk}/annuler/")

    booking.refresh_from_db()
    assert not booking.is_standing
    assert mailoutbox == []


def test_others_and_past_bookings_are_not_found(client, room, member, organisation):
    booking = take(room, member, organisation)
    past = Booking.objects.create(
        room=room, organisation=organisation, starts_at=soon(-2), ends_at=soon(-2, 20)
    )
    address = "/agenda/salles/reservations/{}/annuler/"
    client.force_login(MembershipFactory().user)
    strangers = client.post(address.format(booking.pk)).status_code
    client.force_login(member)

    assert strangers == HTTPStatus.NOT_FOUND
    assert client.post(address.format(past.pk)).status_code == HTTPStatus.NOT_FOUND


# Pages


def test_list_shows_each_room_and_today(client, room, member, organisation):
    room.place.accessibility = ["mi"]
    room.place.save()
    RoomFactory(name="Cagibi", is_lent=False)
    client.force_login(member)

    response = client.get("/agenda/salles/")

    assert "Grande salle" in response.text
    assert "Handicap moteur" in response.text
    assert "libre toute la journée" in response.text
    assert "Cagibi" not in response.text
    assert "Prêter une salle" not in response.text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_whatever_the_number_of_rooms(
    client, member, organisation, rows, django_assert_num_queries
):
    for _row in range(rows):
        take(RoomFactory(), member, organisation)
    client.force_login(member)

    with django_assert_num_queries(7):
        client.get("/agenda/salles/")


@pytest.mark.parametrize("rows", [1, 3])
def test_week_asks_the_same_whatever_the_number_of_bookings(
    client, room, member, organisation, rows, django_assert_num_queries
):
    monday = timezone.localdate() + timedelta(days=7 - timezone.localdate().weekday())
    for row in range(rows):
        take(room, member, organisation, days=(monday - timezone.localdate()).days + row)
    client.force_login(member)
    year, week, _weekday = monday.isocalendar()

    with django_assert_num_queries(12):
        response = client.get(f"/agenda/salles/{room.pk}/", {"semaine": f"{year}-W{week:02}"})

    assert sum(len(day.bookings) for day in response.context["days"]) == rows


def test_week_says_who_has_it_and_keeps_titles_to_those_concerned(client, room, keeper, member, organisation):
    booking = take(room, member, organisation, title="Bilan confidentiel")
    year, week, _weekday = timezone.localdate(booking.starts_at).isocalendar()
    address = f"/agenda/salles/{room.pk}/?semaine={year}-W{week:02}"
    pages = {}

    for name, person in {"ours": member, "keeper": keeper, "other": MembershipFactory().user}.items():
        client.force_login(person)
        pages[name] = client.get(address).text

    assert all(organisation.label in page for page in pages.values())
    assert all("Libre avant 18\u00a0h et après 20\u00a0h." in page for page in pages.values())
    assert {name: "Bilan confidentiel" in page for name, page in pages.items()} == {
        "ours": True,
        "keeper": True,
        "other": False,
    }
    assert {name: "Reprendre la salle" in page for name, page in pages.items()} == {
        "ours": False,
        "keeper": True,
        "other": False,
    }


@pytest.mark.parametrize("week", ["", "x", "2026-W99", "0001-W01", "9999-W52", "\x00", "2026-48"])
def test_week_that_is_not_understood_is_this_one(client, room, member, week):
    client.force_login(member)

    response = client.get(f"/agenda/salles/{room.pk}/", {"semaine": week})

    today = timezone.localdate()
    assert response.context["days"][0].day == today - timedelta(days=today.weekday())


def sent(to, **change):
    day = timezone.localdate() + timedelta(days=3)
    return {"organisation": to.pk, "day": day, "begins": "18:00", "ends": "20:00", **change}


def test_member_books_from_the_room_s_page(client, room, member, organisation):
    client.force_login(member)

    response = client.post(
        f"/agenda/salles/{room.pk}/reserver/", sent(organisation, title="Bureau"), follow=True
    )

    booking = Booking.objects.get()
    assert (booking.organisation, booking.by, booking.title) == (organisation, member, "Bureau")
    assert "La salle est à vous" in response.text
    assert "Bureau" in response.text


def test_form_says_that_the_room_is_taken_and_keeps_what_was_typed(client, room, member, organisation):
    take(room, member, OrganisationFactory())
    client.force_login(member)

    response = client.post(f"/agenda/salles/{room.pk}/reserver/", sent(organisation, title="Bureau"))

    assert TAKEN in response.text
    assert 'value="Bureau"' in response.text
    assert Booking.objects.count() == 1


def test_night_ends_the_next_morning(client, room, member, organisation):
    client.force_login(member)

    client.post(f"/agenda/salles/{room.pk}/reserver/", sent(organisation, begins="22:00", ends="02:00"))

    booking = Booking.objects.get()
    assert (timezone.localtime(booking.starts_at), timezone.localtime(booking.ends_at)) == (
        soon(hour=22),
        soon(4, 2),
    )


@pytest.mark.parametrize(
    "change",
    [
        {"day": "hier"},
        {"day": "2020-01-01"},
        {"ends": "18:00"},
        {"ends": "99"},
        {"organisation": "0"},
        {"organisation": "x"},
        {"title": "x" * 141},
        {"title": "\x00"},
    ],
)
def test_booking_that_is_not_understood_is_told(client, room, member, organisation, change):
    client.force_login(member)

    response = client.post(f"/agenda/salles/{room.pk}/reserver/", sent(organisation, **change))

    assert response.context["form"].errors
    assert Booking.objects.count() == 0


def test_nobody_books_for_others(client, room, member):
    client.force_login(member)

    response = client.post(f"/agenda/salles/{room.pk}/reserver/", sent(OrganisationFactory()))

    assert "organisation" in response.context["form"].errors


def test_event_s_page_books_its_dates(client, room, series, member, organisation):
    take(room, member, OrganisationFactory(), days=10)
    client.force_login(member)
    address = f"/agenda/evenements/{series.slug}/salles/"
    dates = [date.pk for date in series.occurrences.in_order()]

    page = client.get(address)
    response = client.post(
        address,
        {"room": room.pk, "organisation": organisation.pk, "dates": dates, "before": "30", "after": "0"},
        follow=True,
    )

    assert f"{room} · libre pour 3 dates sur 4" in page.text
    assert "La salle est à vous pour 3 dates." in response.text
    assert "Elle est déjà prise, et n’est pas réservée" in response.text
    assert len(spans(series)) == 3
    assert f'href="{room.get_absolute_url()}"' in response.text


@pytest.mark.parametrize(
    "change", [{"room": "0"}, {"dates": ["0"]}, {"dates": []}, {"before": "7"}, {"organisation": "x"}]
)
def test_event_s_booking_that_is_not_understood_is_told(client, room, series, member, organisation, change):
    client.force_login(member)
    data = {
        "room": room.pk,
        "organisation": organisation.pk,
        "dates": [series.occurrences.first().pk],
        "before": "0",
        "after": "0",
    }

    response = client.post(f"/agenda/evenements/{series.slug}/salles/", data | change)

    assert response.context["form"].errors
    assert Booking.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_event_s_rooms_ask_the_same_whatever_their_number(
    client, series, member, organisation, rows, django_assert_num_queries
):
    for _row in range(rows):
        take(RoomFactory(), member, organisation)
    client.force_login(member)

    with django_assert_num_queries(11):
        client.get(f"/agenda/evenements/{series.slug}/salles/")


def test_manager_lends_a_room_and_changes_it(client, manager, organisation):
    place = PlaceFactory()
    EventFactory(place=place)
    client.force_login(manager)
    data = {"keeper": organisation.pk, "place": place.pk, "name": "Cuisine", "capacity": 12, "is_lent": "on"}

    client.post("/agenda/salles/ajouter/", data)
    room = Room.objects.get()
    again = client.post("/agenda/salles/ajouter/", data)
    client.post(f"/agenda/salles/{room.pk}/modifier/", data | {"capacity": "15"})

    room.refresh_from_db()
    assert (room.keeper, room.place, room.capacity) == (organisation, place, 15)
    assert "Ce lieu a déjà une salle de ce nom." in again.text


def test_manager_writes_a_new_place_and_lends_for_their_own_only(client, manager, organisation):
    client.force_login(manager)
    data = {"keeper": organisation.pk, "name": "Cuisine", "new_place_name": "Le Moulin", "is_lent": "on"}

    others = client.post("/agenda/salles/ajouter/", data | {"keeper": OrganisationFactory().pk})
    nowhere = client.post("/agenda/salles/ajouter/", data | {"new_place_name": ""})
    client.post("/agenda/salles/ajouter/", data)

    assert "keeper" in others.context["form"].errors
    assert "place" in nowhere.context["form"].errors
    assert Room.objects.get().place.name == "Le Moulin"


def test_rooms_are_in_the_administration(client, administrator, room, member, organisation):
    booking = take(room, member, organisation)
    client.force_login(administrator)

    assert client.get(f"/administration/agenda/room/{room.pk}/change/").status_code == HTTPStatus.OK
    assert client.get("/administration/agenda/booking/").status_code == HTTPStatus.OK
    assert client.get(f"/administration/agenda/booking/{booking.pk}/change/").status_code == HTTPStatus.OK


def test_my_space_shows_bookings_to_come_of_my_organisations(client, room, member, organisation):
    take(room, member, organisation, title="Bureau")
    take(room, member, OrganisationFactory(), days=4, title="Ailleurs")
    client.force_login(member)

    page = client.get("/mon-espace/").text

    assert "Bureau" in page
    assert "Ailleurs" not in page
