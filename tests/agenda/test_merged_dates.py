"""Two events that become one: no date leaves the agenda for it, and nobody is told that theirs will not take place."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from agenda.models import Event, LikelyDouble, Occurrence, Registration, Seats
from agenda.models.likely_doubles import spot
from agenda.tasks import tell_registered
from tests.agenda.test_merging import row
from tests.factories import EventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db

KEEP_THE_OTHER = "L’autre a des dates que celui-ci n’a pas : gardez plutôt l’autre."


def starts(event):
    return list(event.occurrences.in_order().values_list("starts_at", flat=True))


def rows_of(*events):
    return list(Occurrence.objects.filter(event__in=events).order_by("pk").values())


def registered(date, name):
    registration = RegistrationFactory(
        occurrence=date, name=name, email=f"{name}@example.org".lower(), state="confirmed"
    )
    Seats.let_in(date.pk)
    return registration


def days(event, *numbers):
    return [event.starts_at + timedelta(days=number) for number in numbers]


@pytest.fixture
def single():
    return EventFactory(title="Couture", registering="here")


def listed(event, *numbers, **given):
    """The same at other days too."""
    given = {"starts_at": event.starts_at, "place": event.place, "registering": "here"} | given
    return EventFactory(title=event.title, rdates=days(event, *numbers), **given)


def test_single_date_does_not_absorb_a_series_that_goes_on(single, coordinator, mailoutbox):
    series = EventFactory(title="Couture", weekly=True, starts_at=single.starts_at, registering="here")
    registrations = [registered(date, f"Ana{n}") for n, date in enumerate(series.occurrences.in_order()[:3])]

    with pytest.raises(ValidationError, match="L’autre a des dates que celui-ci n’a pas"):
        single.absorb(series, by=coordinator)
    series.absorb(single, by=coordinator)
    tell_registered(timestamp=0)

    assert mailoutbox == []
    assert set(Registration.objects.values_list("occurrence__event", flat=True)) == {series.pk}
    assert len(registrations) == Registration.objects.count()


def test_dates_that_only_the_absorbed_one_has_are_taken_with_those_registered(
    single, coordinator, mailoutbox
):
    absorbed = listed(single, 7, 14)
    registrations = [registered(date, f"Ana{n}") for n, date in enumerate(absorbed.occurrences.in_order())]
    expected = starts(absorbed)

    single.absorb(absorbed, by=coordinator)
    tell_registered(timestamp=0)
    single.write_dates()

    assert starts(single) == expected
    assert mailoutbox == []
    for registration in registrations:
        registration.refresh_from_db()
    assert [registration.occurrence.event for registration in registrations] == [single] * 3
    assert [registration.occurrence.starts_at for registration in registrations] == expected


@pytest.mark.parametrize("numbers", [(7, 14), (-3, 7)], ids=["after", "before and after"])
def test_undoing_gives_the_dates_back(coordinator, mailoutbox, numbers):
    single = EventFactory(title="Couture", registering="here")
    single.occurrences.get().change(
        by=coordinator, starts_at=days(single, 5)[0], ends_at=days(single, 5)[0] + timedelta(hours=1)
    )
    single.refresh_from_db()
    absorbed = listed(single, *numbers, ends_at=single.starts_at + timedelta(hours=2))
    for number, date in enumerate(absorbed.occurrences.in_order()):
        registered(date, f"Ana{number}")
    before = (
        row(single),
        row(absorbed),
        rows_of(single, absorbed),
        list(Seats.objects.order_by("pk").values()),
    )
    registrations = list(Registration.objects.order_by("pk").values())

    merging = single.absorb(absorbed, by=coordinator)
    held = starts(Event.objects.get(pk=single.pk))
    absorbed.refresh_from_db()
    absorbed.write_dates()  # as an import of its calendar would
    merging.undo(by=coordinator)
    tell_registered(timestamp=0)

    assert len(held) == 3
    seats = list(Seats.objects.exclude(occurrence__event=single).order_by("pk").values())
    assert (row(single), row(absorbed), rows_of(single, absorbed), seats) == before
    assert registrations == list(Registration.objects.order_by("pk").values())
    assert mailoutbox == []


def test_date_that_is_taken_keeps_its_hours_and_its_place(single, coordinator):
    absorbed = listed(single, 7, place=None, online_url="", ends_at=single.starts_at + timedelta(hours=5))
    elsewhere = EventFactory().place
    Event.objects.filter(pk=absorbed.pk).update(place=elsewhere)
    absorbed.refresh_from_db()

    single.absorb(absorbed, by=coordinator)
    single.write_dates()

    own, taken = single.occurrences.in_order()
    assert (own.where, taken.where) == (single.place, elsewhere)
    assert taken.ends_at - taken.starts_at == timedelta(hours=5)


def test_two_sessions_of_a_day_do_not_become_one(single, coordinator):
    evening, morning = single.starts_at, single.starts_at - timedelta(hours=8)
    absorbed = EventFactory(title="Couture", starts_at=morning, rdates=[evening])

    single.absorb(absorbed, by=coordinator)

    assert starts(single) == [morning, evening]


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY", "FREQ=YEARLY", "FREQ=DAILY;COUNT=40"])
def test_dates_that_cannot_be_taken_refuse_the_merging(single, coordinator, rule):
    series = EventFactory(title="Couture", rrule=rule, starts_at=single.starts_at)

    with pytest.raises(ValidationError, match="L’autre a des dates que celui-ci n’a pas"):
        single.absorb(series, by=coordinator)

    assert Event.objects.public().count() == 2


def test_two_series_of_other_days_are_not_one(coordinator):
    tuesdays = EventFactory(weekly=True)
    thursdays = EventFactory(weekly=True, starts_at=days(tuesdays, 2)[0])

    for kept, absorbed in ((tuesdays, thursdays), (thursdays, tuesdays)):
        with pytest.raises(ValidationError, match="Chacun a des dates que l’autre n’a pas"):
            kept.absorb(absorbed, by=coordinator)


def test_series_takes_the_date_that_it_left_out(coordinator):
    kept = EventFactory(weekly=True)
    absorbed = EventFactory(weekly=True, starts_at=kept.starts_at)
    kept.exdates = days(kept, 14)
    kept.save()
    kept.write_dates()

    merging = kept.absorb(absorbed, by=coordinator)
    held = days(kept, 14)[0] in starts(kept)
    merging.undo(by=coordinator)
    kept.refresh_from_db()

    assert held
    assert days(kept, 14)[0] not in starts(kept)
    assert kept.exdates == days(kept, 14)


def test_event_of_another_calendar_has_its_calendar_s_dates(single, coordinator):
    Event.objects.filter(pk=single.pk).update(external_uid="a@example.org")
    single.refresh_from_db()

    with pytest.raises(ValidationError, match="L’autre a des dates que celui-ci n’a pas"):
        single.absorb(listed(single, 7), by=coordinator)


@pytest.mark.parametrize("status", [Event.Status.CANCELLED, Event.Status.POSTPONED])
def test_what_is_off_does_not_absorb_what_takes_place(single, coordinator, status):
    off = EventFactory(title="Couture", starts_at=single.starts_at, status=status)

    with pytest.raises(ValidationError, match="Celui-ci est annoncé comme annulé ou reporté"):
        off.absorb(single, by=coordinator)
    single.absorb(off, by=coordinator)

    assert Event.objects.public().get() == single


def test_who_is_registered_at_both_is_not_told_that_one_is_off(single, coordinator, mailoutbox):
    absorbed = listed(single)
    for event in (single, absorbed):
        registered(event.occurrences.get(), "Ana")

    single.absorb(absorbed, by=coordinator)
    tell_registered(timestamp=0)

    assert mailoutbox == []


def test_refusal_is_told_in_the_queue(client, single, coordinator):
    EventFactory(title="Couture", weekly=True, starts_at=single.starts_at, place=single.place)
    spot(Event.objects.filter(pk=single.pk))
    client.force_login(coordinator)

    response = client.post(
        f"/agenda/doublons/{LikelyDouble.objects.get().pk}/", {"action": "keep-first"}, follow=True
    )

    assert [str(message) for message in response.context["messages"]] == [KEEP_THE_OTHER]
