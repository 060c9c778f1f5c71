"""One date, this one and the following, the whole series: what moves, what stays, and what people and calendars see."""

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from agenda import ics, school_holidays
from agenda.models import Booking, Event, Occurrence, Registration, Room
from agenda.tasks import skip_new_school_holidays
from tests.agenda.reading import csv_rows, dates_in_calendar, dates_in_database, uids_on_page
from tests.factories import (
    DistrictFactory,
    EventFactory,
    MembershipFactory,
    PlaceFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
# A Tuesday to come, before the ministry's dates end.
NEXT = timezone.localdate() + timedelta(days=(1 - timezone.localdate().weekday()) % 7 or 7)


def at(week, hour=18, *, day=0):
    return datetime.combine(NEXT + timedelta(weeks=week, days=day), datetime.min.time(), PARIS).replace(
        hour=hour
    )


def starts(event):
    return [f"{row.local_start:%d/%m %H}" for row in event.occurrences.in_order()]


def said(*moments):
    return [f"{moment:%d/%m %H}" for moment in moments]


@pytest.fixture
def series():
    """Six Tuesdays at 18 h."""
    event = EventFactory(
        title="Atelier couture",
        starts_at=at(0),
        ends_at=at(0, 19),
        rrule="FREQ=WEEKLY;COUNT=6",
        timezone="Europe/Paris",
    )
    event.themes.set([ThemeFactory(name="Culture")])
    return event


@pytest.fixture
def person(series):
    return MembershipFactory(organisation=series.organiser).user


def form_of(client, event, address, **changes):
    """What the form of that page holds, as a browser would send it back."""
    fields = client.get(address).context["form"]
    data = {}
    for bound in fields:
        value = bound.value()
        if value in (None, False, "") or bound.name == "image":
            continue
        if isinstance(value, list):
            data[bound.name] = [
                item.isoformat() if hasattr(item, "isoformat") else getattr(item, "pk", item)
                for item in value
            ]
        else:
            data[bound.name] = "on" if value is True else value
    return {**data, "action": "save", **changes}


# In two


def test_split_moves_the_rows_of_the_dates_and_makes_none(series):
    before = dict(series.occurrences.values_list("recurrence_id", "pk"))

    following = series.split(at(2), by=None)

    assert starts(series) == said(at(0), at(1))
    assert starts(following) == said(at(2), at(3), at(4), at(5))
    after = dict(Occurrence.objects.values_list("recurrence_id", "pk"))
    assert after == before


def test_split_gives_a_second_identity_and_the_same_words(series):
    uid, themes = series.uid, list(series.themes.all())

    following = series.split(at(2), by=None)

    series.refresh_from_db()
    assert (series.uid, series.sequence) == (uid, 1)
    assert following.uid != uid
    assert (following.continues, following.title, following.state) == (series, series.title, series.state)
    assert list(following.themes.all()) == themes
    assert "UNTIL" in series.rrule
    assert following.rrule == "FREQ=WEEKLY;COUNT=4;BYDAY=TU"


def test_split_takes_along_what_hangs_on_the_dates(series):
    kept, moved = series.occurrences.in_order()[1], series.occurrences.in_order()[3]
    moved.change(by=None, starts_at=at(3, 20), ends_at=at(3, 21), note="Salle B")
    here, there = (
        Registration.objects.create(occurrence=row, name="Amina", email="a@example.org")
        for row in (kept, moved)
    )
    room = Room.objects.create(place=series.place, name="Grande salle", keeper=series.organiser)
    bookings = [
        Booking.objects.create(
            room=room,
            organisation=series.organiser,
            event=series,
            recurrence_id=at(week),
            starts_at=at(week),
            ends_at=at(week, 19),
        )
        for week in (1, 3)
    ]
    series.refresh_from_db()

    following = series.split(at(2), by=None)

    for each in (here, there, *bookings):
        each.refresh_from_db()
    assert (here.occurrence.event, there.occurrence.event) == (series, following)
    assert [booking.event for booking in bookings] == [series, following]
    moved.refresh_from_db()
    assert (moved.event, moved.note, moved.recurrence_id) == (following, "Salle B", at(3))


def test_split_twice_makes_a_chain(series):
    second = series.split(at(2), by=None)
    third = second.split(at(4), by=None)

    middle = series.split(at(1), by=None)

    assert [starts(event) for event in (series, middle, second, third)] == [
        said(at(0)),
        said(at(1)),
        said(at(2), at(3)),
        said(at(4), at(5)),
    ]
    second.refresh_from_db()
    assert (middle.continues, second.continues, third.continues) == (series, middle, second)


@pytest.mark.parametrize(("week", "possible"), [(0, False), (1, True), (4, True), (5, False)])
def test_series_is_split_between_its_first_and_its_last_date(series, week, possible):
    assert series.can_be_split_at(at(week)) == possible


def test_calendar_of_both_has_the_dates_of_the_pages(series):
    following = series.split(at(2), by=None)

    body = ics.calendar(Event.objects.order_by("pk"), name="Essai")

    window = at(-1), at(30)
    assert dates_in_calendar(body, *window) == dates_in_database([series, following], *window)
    assert f"RELATED-TO:{series.uid}" in body.decode().replace("\r\n ", "")


def test_following_form_changes_words_and_hours_from_that_date_on(client, series, person):
    client.force_login(person)
    row = series.occurrences.in_order()[2]
    registration = Registration.objects.create(
        occurrence=series.occurrences.in_order()[3], name="Amina", email="a@example.org"
    )
    data = form_of(
        client, series, row.get_following_url(), title="Couture et broderie", begins="17:00", ends="18:30"
    )

    response = client.post(row.get_following_url(), data)

    following = Event.objects.get(title="Couture et broderie")
    assert response.url == following.get_absolute_url()
    assert starts(series) == said(at(0), at(1))
    assert starts(following) == said(at(2, 17), at(3, 17), at(4, 17), at(5, 17))
    series.refresh_from_db()
    assert series.title == "Atelier couture"
    registration.refresh_from_db()
    assert (registration.occurrence.event, registration.occurrence.starts_at) == (following, at(3, 17))


def test_opening_the_following_form_or_sending_a_bad_one_changes_nothing(client, series, person):
    client.force_login(person)
    row = series.occurrences.in_order()[2]
    before = list(Event.objects.values()), list(Occurrence.objects.order_by("pk").values())

    client.get(row.get_following_url())
    response = client.post(row.get_following_url(), {"title": "", "day": "x"})

    assert response.context["form"].errors
    assert (list(Event.objects.values()), list(Occurrence.objects.order_by("pk").values())) == before


def test_following_form_of_the_first_date_is_the_whole_series_and_of_the_last_one_date(
    client, series, person
):
    client.force_login(person)
    first, *_others, last = series.occurrences.in_order()

    whole = client.get(first.get_following_url())
    one = client.get(last.get_following_url())

    assert whole.url == reverse("agenda:event-edit", args=[series.slug])
    assert one.url == last.get_edit_url()


def test_change_from_someone_whose_word_is_not_enough_waits_for_review(client, series):
    relay = UserFactory()
    Event.objects.filter(pk=series.pk).update(author=relay)
    client.force_login(relay)
    row = series.occurrences.in_order()[2]
    data = form_of(client, series, row.get_following_url(), title="Couture et broderie")

    client.post(row.get_following_url(), data)

    assert set(Event.objects.values_list("state", flat=True)) == {"pending"}


def test_imported_series_is_not_split_here(client, series, person):
    Event.objects.filter(pk=series.pk).update(external_uid="ailleurs")
    client.force_login(person)
    row = series.occurrences.in_order()[2]

    assert client.get(row.get_following_url()).url == row.get_edit_url()


def test_pages_lead_from_one_to_the_other(client, series):
    following = series.split(at(2), by=None)

    first, second = (client.get(event.get_absolute_url()).text for event in (series, following))

    assert following.get_absolute_url() in first
    assert f'href="{series.get_absolute_url()}"' in second


def test_summary_of_the_following_form_is_about_the_dates_that_follow(client, series, person):
    client.force_login(person)
    row = series.occurrences.in_order()[2]
    sent = {
        "day": f"{at(2):%Y-%m-%d}",
        "begins": "18:00",
        "ends": "19:00",
        "repeat": "weekly",
        "times": "4",
        "weekdays": "1",
    }

    answer = client.post("/agenda/proposer/resume/", sent | {"event": series.slug, "from": str(row.pk)})

    assert "Tous les mardis de 18\xa0h à 19\xa0h (4 fois)" in answer.text


# Rows that follow


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": at(0, 10), "ends_at": at(0, 11)},
        {"starts_at": at(0, day=2), "ends_at": at(0, 19, day=2)},
    ],
)
def test_registrations_follow_when_the_hour_or_the_weekday_of_the_series_changes(series, change):
    registration = Registration.objects.create(
        occurrence=series.occurrences.in_order()[3], name="A", email="a@example.org"
    )
    for name, value in change.items():
        setattr(series, name, value)
    series.save()

    series.write_dates()

    registration.refresh_from_db()
    assert registration.occurrence.starts_at == change["starts_at"] + timedelta(weeks=3)
    assert series.occurrences.count() == 6


def test_only_date_is_followed_wherever_it_goes():
    event = EventFactory(starts_at=at(0), ends_at=at(0, 19))
    row = event.occurrences.get()
    event.starts_at, event.ends_at = at(5, 10), at(5, 11)
    event.save()

    event.write_dates()

    assert event.occurrences.get().pk == row.pk


# Elsewhere


@pytest.fixture
def elsewhere(series):
    """The second date is held in another district, the event in its own."""
    series.place = PlaceFactory(name="Maison", district=DistrictFactory(slug="chez-nous"))
    series.save()
    row = series.occurrences.in_order()[1]
    row.event = series
    place = PlaceFactory(
        name="Parc Borély", district=DistrictFactory(slug="ailleurs"), latitude=43.26, longitude=5.38
    )
    row.change(by=None, starts_at=row.starts_at, ends_at=row.ends_at, place=place)
    return row


def test_date_held_elsewhere_is_found_in_that_district_only(client, elsewhere):
    there = client.get("/agenda/?quartier=ailleurs").context["days"]
    here = client.get("/agenda/?quartier=chez-nous").context["days"]

    assert [row.pk for day in there for row in day.occurrences] == [elsewhere.pk]
    assert elsewhere.pk not in [row.pk for day in here for row in day.occurrences]
    assert len(here) == 5


def test_place_of_one_date_is_in_every_output(client, elsewhere):
    event = elsewhere.event

    page = client.get(event.get_absolute_url()).text
    cards = client.get("/agenda/").text
    calendar = client.get("/agenda.ics").content.decode().replace("\r\n ", "")
    timings = client.get("/agenda.json").json()["events"][0]["timings"]

    assert "Exceptionnellement : Parc Borély" in page
    assert "Parc Borély" in cards
    override = calendar.split("RECURRENCE-ID")[0].rsplit("BEGIN:VEVENT", 1)[1]
    assert "LOCATION:Parc Borély" in override
    assert "GEO:43.260000;5.380000" in override
    assert calendar.count("LOCATION:Parc Borély") == 1
    assert [timing.get("location", {}).get("name") for timing in timings[:3]] == [None, "Parc Borély", None]
    assert [row["lieu"] for row in csv_rows(client)[:3]] == ["Maison", "Parc Borély", "Maison"]
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert [date["location"]["name"] for date in data[:3]] == ["Maison", "Parc Borély", "Maison"]


def test_restored_date_is_held_where_the_event_is(elsewhere):
    elsewhere.restore(by=None)

    assert (elsewhere.place, elsewhere.where) == (None, elsewhere.event.place)


def test_one_date_is_held_at_a_place_chosen_or_written(client, series, person):
    client.force_login(person)
    first, second = series.occurrences.in_order()[1:3]
    known = PlaceFactory(name="Parc Borély")
    EventFactory(place=known)
    sent = {"begins": "18:00", "ends": "19:00", "action": "save"}

    client.post(first.get_edit_url(), sent | {"day": f"{at(1):%Y-%m-%d}", "place": known.pk})
    client.post(second.get_edit_url(), sent | {"day": f"{at(2):%Y-%m-%d}", "new_place_name": "Chez Fatou"})

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.place, second.place.name) == (known, "Chez Fatou")
    series.refresh_from_db()
    assert series.place not in (first.place, second.place)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("/agenda.ics", 8), ("/agenda.rss", 4), ("/agenda.json", 7), ("/agenda.csv", 4), ("/agenda/", 8)],
)
def test_places_of_dates_are_fetched_in_a_constant_number_of_queries(
    client, rows, address, queries, django_assert_num_queries
):
    for _row in range(rows):
        event = EventFactory(starts_at=at(0), ends_at=at(0, 19), rrule="FREQ=WEEKLY;COUNT=3")
        event.themes.set([ThemeFactory()])
        event.other_places.set([PlaceFactory(), PlaceFactory()])
        for row in event.occurrences.all():
            place = PlaceFactory(district=DistrictFactory())
            row.change(by=None, starts_at=row.starts_at, ends_at=row.ends_at, place=place)

    with django_assert_num_queries(queries):
        assert client.get(address).getvalue()


# Several places


def test_several_places_are_in_every_output_and_each_district_finds_them(client, series):
    other = PlaceFactory(name="Gymnase", district=DistrictFactory(slug="la-bas"))
    series.other_places.set([other])
    series.revise(by=None)

    page = client.get(series.get_absolute_url()).text

    assert "Aussi à" in page
    assert "Gymnase" in page
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert [place["name"] for place in data[0]["location"]] == [series.place.name, "Gymnase"]
    assert uids_on_page(client, "?quartier=la-bas") == {series.uid}
    assert client.get("/agenda.json").json()["events"][0]["otherLocations"] == ["Gymnase"]
    assert csv_rows(client)[0]["autres lieux"] == "Gymnase"
    assert "Aussi à Gymnase" in client.get("/agenda.ics").content.decode().replace("\r\n ", "")


def test_form_takes_other_places_less_the_main_one(client, series, person):
    other = EventFactory().place
    address = reverse("agenda:event-edit", args=[series.slug])
    client.force_login(person)

    client.post(address, form_of(client, series, address, other_places=[other.pk, series.place.pk]))

    assert list(series.other_places.all()) == [other]


# School holidays


def two_weeks_of_holiday():
    """The next ones that begin in a week at the earliest."""
    windows = school_holidays.between(NEXT + timedelta(days=7), school_holidays.known_until())
    return next(each for each in windows if each.first > NEXT and (each.last - each.first).days == 15)


@pytest.fixture
def skipping():
    """Each day for as long as holidays are known, and beyond."""
    return EventFactory(
        starts_at=at(0),
        ends_at=at(0, 19),
        rrule="FREQ=DAILY",
        skips_school_holidays=True,
        timezone="Europe/Paris",
    )


def test_series_that_skips_holidays_has_no_date_in_them(skipping):
    days = [row.local_start.date() for row in skipping.occurrences.in_order()]

    assert skipping.holiday_exdates
    assert not [day for day in days if school_holidays.name_of(day)]
    assert len(days) > 300


def test_feed_and_page_of_such_a_series_agree(skipping):
    body = ics.calendar(Event.objects.all(), name="Essai")

    window = at(0), at(60)
    assert dates_in_calendar(body, *window) == dates_in_database([skipping], *window)


def test_page_says_until_when_holidays_are_known(client, skipping):
    page = client.get(skipping.get_absolute_url()).text

    known = school_holidays.known_until()
    assert f"Les vacances scolaires sont connues jusqu’au {known.day} août {known.year}" in page
    assert "sauf vacances scolaires" in page


def test_school_year_newly_published_takes_dates_away_and_tells_calendars(skipping):
    before = skipping.holiday_exdates
    Event.objects.filter(pk=skipping.pk).update(holiday_exdates=before[:3], sequence=7)
    Event.objects.write_occurrences()
    Event.objects.filter(pk=skipping.pk).update(holiday_exdates=[], sequence=7)

    skip_new_school_holidays(timestamp=0)

    skipping.refresh_from_db()
    assert (skipping.holiday_exdates, skipping.sequence) == (before, 8)
    skip_new_school_holidays(timestamp=0)
    skipping.refresh_from_db()
    assert skipping.sequence == 8


def test_date_that_was_changed_by_hand_is_held_in_the_holidays(skipping):
    lost = next(moment for moment in skipping.holiday_exdates if moment > at(1))
    Event.objects.filter(pk=skipping.pk).update(skips_school_holidays=False)
    Event.objects.write_occurrences()
    row = skipping.occurrences.get(recurrence_id=lost)
    row.change(by=None, starts_at=row.starts_at, ends_at=row.ends_at, note="Stage de vacances")
    Event.objects.filter(pk=skipping.pk).update(skips_school_holidays=True)

    Event.objects.write_occurrences()

    skipping.refresh_from_db()
    assert Occurrence.objects.filter(pk=row.pk).exists()
    assert lost not in skipping.holiday_exdates


def test_summary_names_the_dates_that_holidays_take_away(client):
    holiday = next(
        each
        for each in school_holidays.published()
        if each.first > NEXT + timedelta(days=7) and (each.last - each.first).days == 15
    )
    tuesday = holiday.first - timedelta(days=4)
    sent = {
        "day": tuesday.isoformat(),
        "begins": "18:00",
        "ends": "19:30",
        "repeat": "weekly",
        "times": "9",
        "skips_school_holidays": "on",
    }

    answer = client.post("/agenda/proposer/resume/", sent).text

    assert "(9 fois), sauf vacances scolaires" in answer
    assert str(holiday.name) in answer
    assert "Pas le" in answer


def test_form_refuses_a_series_of_which_holidays_leave_nothing(client, series, person):
    holiday = next(
        each
        for each in school_holidays.published()
        if each.first > NEXT and (each.last - each.first).days == 15
    )
    address = reverse("agenda:event-create")
    client.force_login(person)
    sent = form_of(
        client,
        series,
        address,
        title="Stage",
        themes=[series.themes.get().pk],
        place=series.place.pk,
        day=holiday.first.isoformat(),
        begins="10:00",
        repeat="daily",
        times="5",
        skips_school_holidays="on",
    )

    form = client.post(address, sent).context["form"]

    assert form.errors["skips_school_holidays"] == [
        "Toutes ces dates tombent pendant les vacances scolaires : il n’en reste aucune."
    ]
