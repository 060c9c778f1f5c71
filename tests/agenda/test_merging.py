"""Two rows of one event become one, keep both identities, and can be two again."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from icalendar import Calendar

from agenda.imports.merge import Merge
from agenda.imports.reading import read
from agenda.models import Booking, Event, Merging, Registration, Review, Room
from agenda.recent import fingerprint
from tests.agenda.imports.calendars import vcalendar, vevent
from tests.factories import (
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    RegistrationFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

# What must grow with each change, and what is made from other columns.
MOVING = {"sequence", "updated_at", "search_vector"}


def row(event):
    values = Event.objects.filter(pk=event.pk).values().get()
    links = {
        name: sorted(getattr(Event.objects.get(pk=event.pk), name).values_list("pk", flat=True))
        for name in ("themes", "co_organisers", "reviews", "bookings", "occurrences", "absorbed")
    }
    return {name: value for name, value in values.items() if name not in MOVING} | links


def registered(event, name="Ana", **given):
    given = {"email": f"{name}@example.org".lower(), "state": "confirmed"} | given
    return RegistrationFactory(occurrence=event.occurrences.first(), name=name, **given)


@pytest.fixture
def pair():
    """The kept one is bare; the absorbed one says everything."""
    kept = EventFactory(title="Loto", place=None, online_url="", themes=[ThemeFactory()])
    absorbed = EventFactory(
        title="Grand loto",
        summary="Venez.",
        description="Des lots.",
        image="agenda/x.webp",
        image_alt="Un carton",
        contact_phone="04 91 00 11 22",
        contact_email="a@example.org",
        website="https://exemple.org/loto",
        publics=["seniors"],
        accessibility=["mi"],
        age_min=0,
        conditions="5 €",
        themes=[ThemeFactory(), ThemeFactory(), ThemeFactory()],
        registering="here",
        capacity=20,
    )
    absorbed.co_organisers.add(OrganisationFactory())
    return kept, absorbed


def test_kept_event_takes_what_it_leaves_empty(pair, coordinator):
    kept, absorbed = pair
    organisers = {absorbed.organiser, *absorbed.co_organisers.all()}

    kept.absorb(absorbed, by=coordinator)

    kept = Event.objects.get(pk=kept.pk)
    taken = ["summary", "description", "image", "image_alt", "place", "contact_phone", "contact_email"]
    taken += ["website", "publics", "accessibility", "age_min", "conditions", "registering", "capacity"]
    assert [getattr(kept, name) for name in taken] == [getattr(absorbed, name) for name in taken]
    assert kept.title == "Loto"
    assert kept.themes.count() == 3
    assert set(kept.co_organisers.all()) == organisers
    assert (absorbed.state, absorbed.merged_into) == ("archived", kept)
    assert Event.objects.filter(search_text__contains="Des lots.", pk=kept.pk).exists()


def test_kept_event_keeps_what_it_says(coordinator):
    kept = EventFactory(summary="Ici.", publics=["jeunes"], age_max=12)
    absorbed = EventFactory(summary="Là.", publics=["seniors"], age_min=60, organiser=kept.organiser)
    before = row(kept)

    kept.absorb(absorbed, by=coordinator)

    assert row(kept) == before | {"absorbed": [absorbed.pk]}


def test_merging_then_undoing_gives_back_the_same_rows(pair, coordinator):
    kept, absorbed = pair
    registration = registered(absorbed)
    Review.objects.create(event=absorbed, by=coordinator, verdict="accepted")
    room = Room.objects.create(place=absorbed.place, name="Salle", keeper=absorbed.organiser)
    booking = Booking.objects.create(
        room=room,
        organisation=absorbed.organiser,
        event=absorbed,
        recurrence_id=absorbed.starts_at,
        starts_at=absorbed.starts_at,
        ends_at=absorbed.ends_at,
    )
    before = row(kept), row(absorbed), Registration.objects.values().get(), Booking.objects.values().get()
    sequences = kept.sequence, absorbed.sequence

    merging = kept.absorb(absorbed, by=coordinator)
    registration.refresh_from_db()
    booking.refresh_from_db()
    moved = registration.occurrence.event, booking.event, kept.reviews.count()
    newer = merging.undo(by=coordinator)

    assert moved == (kept, kept, 1)
    assert newer == []
    assert before == (
        row(kept),
        row(absorbed),
        Registration.objects.values().get(),
        Booking.objects.values().get(),
    )
    kept.refresh_from_db()
    absorbed.refresh_from_db()
    assert (kept.sequence, absorbed.sequence) > sequences
    merging.refresh_from_db()
    assert merging.undone_by == coordinator


def test_undoing_leaves_what_was_changed_since_and_says_so(pair, coordinator):
    kept, absorbed = pair
    merging = kept.absorb(absorbed, by=coordinator)
    kept.contact_phone = "06 00 00 00 00"
    kept.save()

    newer = merging.undo(by=coordinator)

    kept = Event.objects.get(pk=kept.pk)
    assert [str(name) for name in newer] == ["téléphone de contact"]
    assert (kept.contact_phone, kept.summary) == ("06 00 00 00 00", "")


def test_undoing_twice_is_refused(pair, coordinator):
    kept, absorbed = pair
    merging = kept.absorb(absorbed, by=coordinator)
    merging.undo(by=coordinator)

    with pytest.raises(ValidationError):
        Merging.objects.get().undo(by=coordinator)


def test_person_registered_at_both_is_registered_once(coordinator):
    kept, absorbed = EventFactory(), EventFactory()
    registered(kept, email="ana@example.org")
    twice, other = registered(absorbed, email="Ana@example.org"), registered(absorbed, "Bo")

    kept.absorb(absorbed, by=coordinator)

    twice.refresh_from_db()
    other.refresh_from_db()
    assert (twice.occurrence.event, other.occurrence.event) == (absorbed, kept)


def test_registrations_follow_to_the_date_of_the_same_day(coordinator):
    kept = EventFactory(weekly=True)
    absorbed = EventFactory(
        weekly=True,
        starts_at=kept.starts_at + timedelta(days=7, minutes=15),
        ends_at=kept.ends_at + timedelta(days=7),
    )
    registration = registered(absorbed)

    kept.absorb(absorbed, by=coordinator)

    registration.refresh_from_db()
    assert registration.occurrence == kept.occurrences.in_order()[1]


def test_published_event_taken_into_a_waiting_one_publishes_it(coordinator):
    kept, absorbed = EventFactory(pending=True), EventFactory()

    merging = kept.absorb(absorbed, by=coordinator)
    published = kept.state, kept.published_at is not None
    merging.undo(by=coordinator)

    kept.refresh_from_db()
    assert published == ("published", True)
    assert (kept.state, kept.published_at) == ("pending", None)


def test_published_event_is_not_taken_down_by_whose_word_is_not_enough(relay):
    kept, absorbed = EventFactory(pending=True, author=relay), EventFactory()

    with pytest.raises(ValidationError, match="gardez plutôt l’autre"):
        kept.absorb(absorbed, by=relay)


def test_chain_leads_in_one_hop_and_comes_back(client, coordinator):
    first, second, third = EventFactory(), EventFactory(), EventFactory()
    address = first.get_absolute_url()
    second.absorb(first, by=coordinator)
    later = third.absorb(second, by=coordinator)

    first.refresh_from_db()
    assert first.merged_into == third
    assert client.get(address)["Location"] == third.get_absolute_url()
    with pytest.raises(ValidationError):
        Merging.objects.get(kept=second).undo(by=coordinator)

    later.undo(by=coordinator)

    assert client.get(address)["Location"] == second.get_absolute_url()


def test_event_is_not_merged_into_itself_nor_what_is_gone(coordinator):
    kept = EventFactory()

    with pytest.raises(ValidationError):
        kept.absorb(kept, by=coordinator)
    for state in ("archived", "unconfirmed"):
        with pytest.raises(ValidationError):
            kept.absorb(EventFactory(state=state), by=coordinator)


def merge_rows(source, target):
    with transaction.atomic():
        Event.objects.filter(pk=source.pk).update(merged_into=target, state="archived")


def test_database_refuses_itself_cycles_chains_and_what_stands():
    one, two, three = EventFactory(), EventFactory(), EventFactory()
    with pytest.raises(IntegrityError):
        merge_rows(one, one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=one.pk).update(merged_into=two)
    merge_rows(one, two)

    with pytest.raises(IntegrityError, match="event_merged_in_one_hop"):
        merge_rows(two, one)
    with pytest.raises(IntegrityError, match="event_merged_in_one_hop"):
        merge_rows(two, three)
    with pytest.raises(IntegrityError, match="event_merged_in_one_hop"):
        merge_rows(three, one)


@pytest.mark.django_db(transaction=True)
def test_two_mergings_at_once_make_no_cycle():
    one, two = EventFactory(), EventFactory()
    refused = []

    def other_way():
        try:
            merge_rows(two, one)
        except Exception as error:
            refused.append(type(error).__name__)
        finally:
            connections.close_all()

    thread = threading.Thread(target=other_way)
    with transaction.atomic():
        Event.objects.filter(pk=one.pk).update(merged_into=two, state="archived")
        thread.start()
        thread.join(0.3)
    thread.join(10)

    assert len(refused) == 1
    assert list(Event.objects.exclude(merged_into=None)) == [one]


def test_absorbed_page_leads_to_the_kept_one(client, pair, coordinator):
    kept, absorbed = pair
    address = absorbed.get_absolute_url()
    merging = kept.absorb(absorbed, by=coordinator)

    response = client.get(address)

    assert (response.status_code, response["Location"]) == (301, kept.get_absolute_url())
    assert "no-cache" in response["Cache-Control"]
    merging.undo(by=coordinator)
    assert client.get(address).status_code == 200


def test_absorbed_page_tells_nothing_of_a_kept_event_that_is_not_public(client, coordinator):
    kept, absorbed = EventFactory(pending=True), EventFactory(pending=True)
    kept.absorb(absorbed, by=coordinator)

    assert client.get(absorbed.get_absolute_url()).status_code == 404
    assert client.get(f"{absorbed.get_absolute_url()[:-1]}.ics").status_code == 404


def test_absorbed_calendar_is_the_kept_one_and_names_the_other_uid(client, pair, coordinator):
    kept, absorbed = pair
    kept.absorb(absorbed, by=coordinator)

    events = Calendar.from_ical(client.get(f"/agenda/evenements/{absorbed.slug}.ics").content).walk("VEVENT")
    feed = Calendar.from_ical(client.get("/agenda.ics").content).walk("VEVENT")

    for found in (events, feed):
        assert [str(event["UID"]) for event in found] == [kept.uid]
        assert str(found[0]["RELATED-TO"]) == absorbed.uid
        assert found[0]["RELATED-TO"].params["RELTYPE"] == "SIBLING"


def test_merging_and_undoing_renew_kept_pages(pair, coordinator):
    kept, absorbed = pair
    marks = [fingerprint()]
    merging = kept.absorb(absorbed, by=coordinator)
    marks.append(fingerprint())
    merging.undo(by=coordinator)
    marks.append(fingerprint())

    assert len(set(marks)) == 3


def test_import_of_an_absorbed_uid_updates_it_silently(organisation, coordinator):
    def bring(title):
        lines = [
            "UID:un@example.org",
            f"SUMMARY:{title}",
            "DTSTART:20990105T180000Z",
            "DTEND:20990105T190000Z",
        ]
        return Merge(organisation, publish=True).run(read(vcalendar(vevent(*lines))))

    bring("Loto")
    absorbed, kept = Event.objects.get(), EventFactory(title="Loto du quartier")
    kept.absorb(absorbed, by=coordinator)

    report = bring("Loto (nouvelle salle)")

    absorbed.refresh_from_db()
    assert (report.created, report.updated) == (0, 1)
    assert (absorbed.title, absorbed.state, absorbed.merged_into) == (
        "Loto (nouvelle salle)",
        "archived",
        kept,
    )


def test_undoing_is_for_those_who_run_the_kept_event(client, pair, coordinator, member, organisation):
    kept, absorbed = pair
    kept.organiser = organisation
    kept.save()
    merging = kept.absorb(absorbed, by=coordinator)
    stranger = MembershipFactory().user
    statuses = []
    for person in (stranger, UserFactory(), member):
        client.force_login(person)
        statuses.append(client.post(f"/agenda/doublons/reunions/{merging.pk}/").status_code)

    assert statuses == [404, 404, 302]
    assert client.get(kept.get_absolute_url()).context["mergings"].count() == 0
