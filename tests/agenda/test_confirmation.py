"""« Toujours exact ? »: who is asked, once a month; three answers; what nobody answers reaches the coordinators."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from unittest.mock import patch

import pytest

from agenda.models import Event, Occurrence, Registration
from agenda.models.confirmation import Confirmable, confirmation_url_for
from agenda.tasks import ask_organisers, tell_registered
from tests.factories import (
    EventFactory,
    MembershipFactory,
    RegistrationFactory,
    SourceFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SEPTEMBER = datetime(2030, 9, 1, 7, tzinfo=UTC)


def at(moment):
    return patch("django.utils.timezone.now", return_value=moment)


def series(**fields):
    """A weekly series that began and was published in June 2030."""
    start = datetime(2030, 6, 4, 16, tzinfo=UTC)
    with at(SEPTEMBER):
        return EventFactory(**{"starts_at": start, "rrule": "FREQ=WEEKLY", "published_at": start} | fields)


def notices(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def manager_of_two(organisation, manager):
    rows = [series(organiser=organisation, title=title) for title in ("Gym", "Chorale")]
    return manager, *rows


# Asking


def test_each_person_has_one_mail_with_all_of_their_series(manager_of_two, mailoutbox):
    manager, gym, chorale = manager_of_two

    with at(SEPTEMBER):
        ask_organisers(timestamp=0)
        url = confirmation_url_for(manager)

    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == ([manager.email], "Toujours exact ? 2 activités à confirmer")
    assert mail.body.index("Chorale") < mail.body.index("Gym")
    assert all(f"{url}#serie-{event.pk}" in mail.body for event in (gym, chorale))
    assert "Dites-le à l’équipe de coordination" in mail.body


def test_manager_is_asked_of_all_and_member_of_what_they_wrote(organisation, manager, member, mailoutbox):
    series(organiser=organisation, title="Gym", author=member)
    series(organiser=organisation, title="Chorale")
    MembershipFactory(organisation=organisation)

    with at(SEPTEMBER):
        ask_organisers(timestamp=0)

    assert {mail.to[0]: ("Gym" in mail.body, "Chorale" in mail.body) for mail in mailoutbox} == {
        manager.email: (True, True),
        member.email: (True, False),
    }


@pytest.mark.parametrize("gone", ["ended", "closed"])
def test_who_left_is_not_asked(organisation, member, mailoutbox, gone):
    series(organiser=organisation, author=member)
    if gone == "ended":
        member.memberships.update(is_active=False)
    else:
        member.is_active = False
        member.save()

    with at(SEPTEMBER):
        ask_organisers(timestamp=0)

    assert mailoutbox == []


def test_inhabitant_is_asked_of_their_own_series(relay, mailoutbox):
    series(organiser=None, author=relay)

    with at(SEPTEMBER):
        ask_organisers(timestamp=0)

    assert [mail.to for mail in mailoutbox] == [[relay.email]]


NOT_ASKED = {
    "single date": {"rrule": ""},
    "ends soon": {"rrule": "FREQ=WEEKLY;UNTIL=20300920T000000Z"},
    "over": {"rrule": "FREQ=WEEKLY;COUNT=3"},
    "cancelled": {"status": Event.Status.CANCELLED},
    "draft": {"state": Event.State.DRAFT},
    "confirmed this month": {"confirmed_at": SEPTEMBER - timedelta(days=29)},
    "published this month": {"published_at": SEPTEMBER - timedelta(days=29)},
}


@pytest.mark.parametrize("fields", NOT_ASKED.values(), ids=NOT_ASKED)
def test_nobody_is_asked_of_what_needs_no_answer(organisation, manager, mailoutbox, fields):
    series(organiser=organisation, **fields)

    with at(SEPTEMBER):
        ask_organisers(timestamp=0)

    assert mailoutbox == []


def test_series_that_ends_in_two_months_is_asked_of(organisation, manager, mailoutbox):
    series(organiser=organisation, rrule="FREQ=WEEKLY;UNTIL=20301105T170000Z")

    with at(SEPTEMBER):
        ask_organisers(timestamp=0)

    assert len(mailoutbox) == 1


def test_series_of_a_followed_calendar_is_not_asked_of(organisation, manager, mailoutbox):
    series(organiser=organisation, source=SourceFactory(organisation=organisation))

    with at(SEPTEMBER):
        ask_organisers(timestamp=0)

    assert mailoutbox == []


def test_asking_has_a_constant_number_of_queries(organisation, manager, django_assert_num_queries):
    for _row in range(3):
        series(organiser=organisation)

    with at(SEPTEMBER), django_assert_num_queries(6):
        Event.objects.ask_organisers()


# Answering by the link


def test_link_lists_their_series_and_changes_nothing(client, manager_of_two):
    manager, gym, chorale = manager_of_two
    series(title="D’une autre")

    with at(SEPTEMBER):
        response = client.get(confirmation_url_for(manager))

    assert response.context["due"] == [chorale, gym]
    assert Event.objects.filter(confirmed_at=None).count() == 3


def test_everything_is_right_in_one_click(client, manager_of_two, mailoutbox):
    manager, gym, chorale = manager_of_two
    with at(SEPTEMBER):
        ask_organisers(timestamp=0)
        address = confirmation_url_for(manager)
        response = client.post(address, {"action": "right", "event": [gym.pk, chorale.pk]}, follow=True)

    assert notices(response) == ["Merci ! C’est noté : exact aujourd’hui."]
    assert response.context["due"] == []
    assert set(Event.objects.values_list("confirmed_at", "confirmation_asked_at")) == {(SEPTEMBER, None)}


def test_only_what_the_page_showed_is_confirmed(client, manager_of_two):
    manager, gym, chorale = manager_of_two

    with at(SEPTEMBER):
        client.post(confirmation_url_for(manager), {"action": "right", "event": [gym.pk]})

    chorale.refresh_from_db()
    assert chorale.confirmed_at is None


def test_confirming_says_nothing_to_the_calendars(client, manager_of_two):
    manager, gym, _chorale = manager_of_two

    with at(SEPTEMBER):
        client.post(confirmation_url_for(manager), {"action": "right", "event": [gym.pk]})

    after = Event.objects.get(pk=gym.pk)
    assert (after.sequence, after.updated_at) == (gym.sequence, gym.updated_at)


def test_series_of_another_organisation_is_not_theirs_to_confirm(client, manager):
    other = series()

    with at(SEPTEMBER):
        response = client.post(confirmation_url_for(manager), {"action": "right", "event": [other.pk]})

    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert Event.objects.get().confirmed_at is None


@pytest.mark.parametrize(
    "sent", [{}, {"action": "x"}, {"action": "right", "event": ["x", "²", "9" * 30, "\x00"]}]
)
def test_answer_that_is_none_is_refused(client, manager_of_two, sent):
    with at(SEPTEMBER):
        response = client.post(confirmation_url_for(manager_of_two[0]), sent)

    assert response.status_code == HTTPStatus.BAD_REQUEST


def test_several_series_do_not_end_at_once(client, manager_of_two):
    manager, gym, chorale = manager_of_two

    with at(SEPTEMBER):
        response = client.post(
            confirmation_url_for(manager), {"action": "over", "event": [gym.pk, chorale.pk]}
        )

    assert response.status_code == HTTPStatus.BAD_REQUEST


def test_link_is_over_after_its_days(client, manager_of_two):
    manager, gym, _chorale = manager_of_two
    with patch("time.time", return_value=SEPTEMBER.timestamp()):
        address = confirmation_url_for(manager)

    with patch(
        "time.time", return_value=(SEPTEMBER + timedelta(days=Confirmable.LINK_DAYS, seconds=9)).timestamp()
    ):
        response = client.post(address, {"action": "right", "event": [gym.pk]})

    assert "Son délai est passé." in response.text
    assert Event.objects.get(pk=gym.pk).confirmed_at is None


def test_link_of_somebody_who_left_gives_nothing(client, manager_of_two):
    manager, gym, _chorale = manager_of_two
    MembershipFactory(organisation=gym.organiser, manager=True)
    manager.memberships.update(role="member")

    with at(SEPTEMBER):
        response = client.post(confirmation_url_for(manager), {"action": "over", "event": [gym.pk]})

    assert response.status_code == HTTPStatus.BAD_REQUEST


# It is over


def test_series_that_is_over_ends_today(client, manager_of_two):
    manager, gym, _chorale = manager_of_two

    with at(SEPTEMBER):
        client.post(confirmation_url_for(manager), {"action": "over", "event": [gym.pk]})

    gym.refresh_from_db()
    assert gym.rrule == "FREQ=WEEKLY;UNTIL=20300901T070000Z"
    last = gym.occurrences.in_order().last()
    assert last.starts_at == datetime(2030, 8, 27, 16, tzinfo=UTC)
    assert (gym.written_until, gym.sequence) == (None, 1)


def test_series_of_whole_days_ends_with_today(organisation):
    with at(SEPTEMBER):
        event = series(
            organiser=organisation,
            all_day=True,
            starts_at=datetime(2030, 8, 25, 22, tzinfo=UTC),
            ends_at=datetime(2030, 8, 26, 22, tzinfo=UTC),
            rrule="FREQ=DAILY;COUNT=500",
            rdates=[datetime(2035, 1, 1, 23, tzinfo=UTC)],
        )
        event.end_series(by=None)

    assert (event.rrule, event.rdates) == ("FREQ=DAILY;UNTIL=20300901", [])
    assert event.occurrences.in_order().last().local_start.date() == SEPTEMBER.date()


def test_series_that_has_not_begun_is_cancelled():
    event = EventFactory(weekly=True)

    event.end_series(by=None)

    assert (Event.objects.get().is_cancelled, event.rrule) == (True, "FREQ=WEEKLY")


def test_people_who_registered_for_what_is_over_are_told(mailoutbox):
    event = series(registering="here")
    with at(SEPTEMBER):
        date = event.next_dates()[1]
        RegistrationFactory(occurrence=date, email="ana@example.org")
        event.end_series(by=None)
        tell_registered(timestamp=0)

    assert Occurrence.objects.get(pk=date.pk).is_cancelled
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["ana@example.org"], f"Annulé : {event.title}")
    ]
    assert Registration.objects.count() == 1


def test_saving_the_form_confirms_too(client, organisation, member):
    event = EventFactory(weekly=True, organiser=organisation, themes=[ThemeFactory()])
    sent = {
        "title": event.title,
        "themes": [event.themes.get().pk],
        "day": f"{event.starts_at:%Y-%m-%d}",
        "begins": "18:00",
        "ends": "19:30",
        "repeat": "weekly",
        "place": event.place_id,
        "language": "fr",
        "organiser": organisation.pk,
        "action": "save",
    }
    client.force_login(member)

    client.post(f"{event.get_absolute_url()}modifier/", sent)

    event.refresh_from_db()
    assert event.confirmed_at is not None


def test_copy_of_a_series_is_not_confirmed():
    event = EventFactory(weekly=True)
    event.confirm(by=None)

    assert event.duplicate(by=UserFactory()).confirmed_at is None


# What nobody answers


def test_series_reaches_the_coordinators_after_three_months(manager_of_two):
    for month in (9, 10, 11):
        with at(datetime(2030, month, 1, 7, tzinfo=UTC)):
            ask_organisers(timestamp=0)
    _manager, gym, chorale = manager_of_two
    with at(datetime(2030, 11, 15, tzinfo=UTC)):
        gym.confirm(by=None)

    with at(datetime(2030, 11, 30, 7, tzinfo=UTC)):
        before = list(Event.objects.to_check())
    with at(datetime(2030, 12, 1, 7, tzinfo=UTC)):
        after = list(Event.objects.to_check())

    assert (before, after) == ([], [chorale])


def test_series_without_anybody_to_ask_reaches_them_too(mailoutbox):
    event = series()
    with at(SEPTEMBER):
        ask_organisers(timestamp=0)

    with at(SEPTEMBER + timedelta(days=92)):
        assert list(Event.objects.to_check()) == [event]
    assert mailoutbox == []


def test_coordinator_is_led_to_them_and_answers(client, coordinator):
    event = series()
    Event.objects.update(confirmation_asked_at=SEPTEMBER)
    with at(SEPTEMBER + timedelta(days=92)):
        client.force_login(coordinator)
        queue = client.get("/agenda/moderation/")
        page = client.get("/agenda/series/")
        client.post("/agenda/series/", {"action": "right", "event": [event.pk]})
        left = client.get("/agenda/moderation/")

    assert "1 activité régulière n’a pas été confirmée depuis trois mois." in queue.text
    assert page.context["due"] == [event]
    assert "depuis trois mois" not in left.text


def test_member_is_not_shown_what_waits_for_the_coordinators(client, member):
    series()
    Event.objects.update(confirmation_asked_at=SEPTEMBER)

    with at(SEPTEMBER + timedelta(days=92)):
        client.force_login(member)
        page = client.get("/agenda/series/")

    assert page.context["due"] == []


def test_event_page_says_when_it_was_confirmed(client):
    event = EventFactory(weekly=True)
    with at(datetime(2026, 11, 3, tzinfo=UTC)):
        event.confirm(by=UserFactory())

    assert "Confirmé en novembre 2026" in client.get(event.get_absolute_url()).text
    assert "Confirmé" not in client.get(EventFactory().get_absolute_url()).text


@pytest.mark.parametrize("rows", [1, 3])
def test_page_has_a_constant_number_of_queries(
    client, django_assert_num_queries, rows, organisation, manager
):
    for _row in range(rows):
        series(organiser=organisation)

    with at(SEPTEMBER), django_assert_num_queries(3):
        client.get(confirmation_url_for(manager))
