"""Events and the rows of their dates: written, rewritten, moved, cancelled, and never lost."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from agenda.models import Event, Occurrence
from agenda.models.occurrences import HORIZON
from tests.factories import EventFactory, OrganisationFactory, PlaceFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)


def paris(*parts):
    return datetime(*parts, tzinfo=PARIS)


def written(event, now=NOW):
    Event.objects.filter(pk=event.pk).write_occurrences(now=now)
    event.refresh_from_db()
    return list(event.occurrences.in_order())


def starts(event):
    return [f"{row.local_start:%d/%m %H:%M}" for row in event.occurrences.in_order()]


@pytest.fixture
def weekly():
    """Four Tuesdays at 18:00 across the clock change of 25 October 2026."""
    event = EventFactory(
        starts_at=paris(2026, 10, 13, 18),
        ends_at=paris(2026, 10, 13, 19, 30),
        rrule="FREQ=WEEKLY;COUNT=4",
        dates=False,
    )
    written(event)
    return event


@pytest.fixture
def endless():
    event = EventFactory(
        starts_at=paris(2026, 9, 8, 18), ends_at=paris(2026, 9, 8, 19), rrule="FREQ=WEEKLY", dates=False
    )
    written(event)
    return event


# Dates written down


def test_single_event_has_one_date_however_far():
    event = EventFactory(starts_at=paris(2090, 1, 1, 18), ends_at=paris(2090, 1, 1, 19), dates=False)

    (row,) = written(event)

    assert (row.recurrence_id, row.starts_at, row.ends_at) == (
        event.starts_at,
        event.starts_at,
        event.ends_at,
    )
    assert event.written_until is None


def test_weekly_event_stays_at_18_h_across_the_clock_change(weekly):
    assert starts(weekly) == ["13/10 18:00", "20/10 18:00", "27/10 18:00", "03/11 18:00"]
    assert [row.starts_at.astimezone(UTC).hour for row in weekly.occurrences.in_order()] == [16, 16, 17, 17]
    assert weekly.written_until is None


def test_added_and_removed_dates_are_written(weekly):
    weekly.rdates, weekly.exdates = [paris(2026, 11, 14, 10)], [paris(2026, 10, 20, 18)]
    weekly.save()

    written(weekly)

    assert starts(weekly) == ["13/10 18:00", "27/10 18:00", "03/11 18:00", "14/11 10:00"]


def test_rewriting_changes_nothing_that_stands(weekly):
    before = list(weekly.occurrences.in_order().values())

    counts = Event.objects.write_occurrences(now=NOW)

    assert counts == (0, 0)
    assert list(weekly.occurrences.in_order().values()) == before


def test_instant_event_still_takes_place_within_its_span():
    moment = paris(2026, 10, 13, 18)
    event = EventFactory(starts_at=moment, ends_at=moment, dates=False)

    written(event)

    assert Occurrence.objects.filter(span__contains=moment).count() == 1


# Overrides


def test_moved_date_is_kept_when_the_series_is_rewritten(weekly):
    row = weekly.occurrences.in_order()[1]
    row.change(by=None, starts_at=paris(2026, 10, 21, 14), ends_at=paris(2026, 10, 21, 15), note="Salle B")

    written(weekly)

    row.refresh_from_db()
    assert starts(weekly) == ["13/10 18:00", "21/10 14:00", "27/10 18:00", "03/11 18:00"]
    assert (row.recurrence_id, row.note) == (paris(2026, 10, 20, 18), "Salle B")


def test_moved_date_follows_when_only_the_hour_of_the_series_changes(weekly):
    row = weekly.occurrences.in_order()[1]
    row.change(by=None, starts_at=paris(2026, 10, 20, 20), ends_at=paris(2026, 10, 20, 21), note="Salle B")
    weekly.starts_at, weekly.ends_at = paris(2026, 10, 13, 17), paris(2026, 10, 13, 18, 30)
    weekly.save()

    written(weekly)

    row.refresh_from_db()
    assert starts(weekly) == ["13/10 17:00", "20/10 19:00", "27/10 17:00", "03/11 17:00"]
    assert (row.recurrence_id, row.note) == (paris(2026, 10, 20, 17), "Salle B")


def test_cancelled_date_follows_the_hour_and_stays_cancelled(weekly):
    weekly.occurrences.in_order()[2].cancel(by=None)
    weekly.refresh_from_db()
    weekly.starts_at, weekly.ends_at = paris(2026, 10, 13, 17), paris(2026, 10, 13, 18)
    weekly.save()

    rows = written(weekly)

    assert starts(weekly) == ["13/10 17:00", "20/10 17:00", "27/10 17:00", "03/11 17:00"]
    assert [row.is_cancelled for row in rows] == [False, False, True, False]


def test_moved_date_goes_with_the_rule_that_made_it(weekly):
    row = weekly.occurrences.in_order()[3]
    row.change(by=None, starts_at=paris(2026, 11, 4, 14), ends_at=paris(2026, 11, 4, 15))
    weekly.refresh_from_db()
    weekly.rrule = "FREQ=WEEKLY;COUNT=2"
    weekly.save()

    written(weekly)

    assert starts(weekly) == ["13/10 18:00", "20/10 18:00"]


def test_length_of_the_series_reaches_the_dates_that_were_not_changed(weekly):
    weekly.ends_at = paris(2026, 10, 13, 21)
    weekly.save()

    rows = written(weekly)

    assert [f"{row.local_end:%H:%M}" for row in rows] == ["21:00"] * 4


# One date


def test_cancelled_date_stays_and_tells_the_calendars(weekly):
    row = weekly.occurrences.in_order()[0]

    row.cancel(by=None)

    weekly.refresh_from_db()
    assert [date.shown_cancelled for date in weekly.occurrences.in_order()] == [True, False, False, False]
    assert weekly.sequence == 1


def test_restored_date_is_what_the_series_says(weekly):
    row = weekly.occurrences.in_order()[2]
    row.change(
        by=None, starts_at=paris(2026, 10, 28, 9), ends_at=paris(2026, 10, 28, 10), note="x", title="y"
    )
    row.cancel(by=None)

    row.restore(by=None)

    row.refresh_from_db()
    assert (row.starts_at, row.ends_at) == (paris(2026, 10, 27, 18), paris(2026, 10, 27, 19, 30))
    assert (row.is_cancelled, row.is_override, row.title, row.note) == (False, False, "", "")
    assert Event.objects.get().sequence == 3


def test_restored_whole_day_lasts_the_25_hours_of_the_clock_change():
    event = EventFactory(
        starts_at=paris(2026, 10, 18),
        ends_at=paris(2026, 10, 19),
        all_day=True,
        rrule="FREQ=WEEKLY;COUNT=2",
        dates=False,
    )
    row = written(event)[1]
    row.cancel(by=None)

    row.restore(by=None)

    row.refresh_from_db()
    assert (row.starts_at, row.ends_at) == (paris(2026, 10, 25), paris(2026, 10, 26))


def test_date_is_not_moved_to_end_before_it_starts(weekly):
    row = weekly.occurrences.in_order()[0]

    with pytest.raises(ValidationError) as refusal:
        row.change(by=None, starts_at=paris(2026, 10, 13, 18), ends_at=paris(2026, 10, 13, 17))

    assert refusal.value.messages == ["La fin doit suivre le début."]
    assert starts(weekly)[0] == "13/10 18:00"


# The whole event


def test_cancelled_event_shows_each_date_as_cancelled_and_can_be_reinstated(weekly):
    weekly.cancel(by=None)
    cancelled = [row.shown_cancelled for row in weekly.occurrences.in_order()]

    weekly.reinstate(by=None)

    assert cancelled == [True] * 4
    assert [row.shown_cancelled for row in weekly.occurrences.in_order()] == [False] * 4
    assert weekly.sequence == 2


def test_identity_never_changes_whatever_happens_to_the_event(weekly):
    identity = weekly.uid, weekly.slug

    weekly.title = "Un autre titre"
    weekly.revise(by=None)
    weekly.cancel(by=None)
    weekly.mark_full(by=None)
    weekly.archive(by=None)

    weekly.refresh_from_db()
    assert (weekly.uid, weekly.slug) == identity
    assert weekly.uid.endswith("@cooperation-sud.example.org")
    assert weekly.sequence == 4


def test_duplicate_is_a_draft_of_ones_own_with_the_same_words(weekly):
    weekly.themes.set([ThemeFactory(), ThemeFactory()])
    weekly.co_organisers.set([OrganisationFactory()])
    weekly.author_email, weekly.external_uid = "visiteur@example.org", "42@ailleurs"
    weekly.imported_for, weekly.external_entry = weekly.organiser, {"title": "Ailleurs"}
    weekly.save()
    author = UserFactory()

    copy = weekly.duplicate(by=author)

    assert (copy.state, copy.status, copy.sequence) == ("draft", Event.Status.SCHEDULED, 0)
    assert (copy.author, copy.author_email, copy.external_uid) == (author, "", "")
    assert (copy.imported_for, copy.external_entry) == (None, {})
    assert (copy.published_at, copy.submitted_at) == (None, None)
    assert len({copy.uid, weekly.uid}) == len({copy.slug, weekly.slug}) == 2
    assert set(copy.themes.all()) == set(weekly.themes.all())
    assert set(copy.co_organisers.all()) == set(weekly.co_organisers.all())
    assert starts(copy) == starts(weekly)
    assert Event.objects.count() == 2


# The horizon


def test_endless_series_is_written_down_to_the_horizon(endless):
    rows = list(endless.occurrences.in_order())

    assert len(rows) == 104
    assert rows[-1].starts_at < NOW + HORIZON <= rows[-1].starts_at + timedelta(days=7)
    assert endless.written_until == NOW + HORIZON
    assert Event.objects.short_of_horizon(now=NOW).count() == 0


def test_horizon_moves_on_with_the_clock(endless):
    later = NOW + timedelta(days=70)

    short = list(Event.objects.short_of_horizon(now=later))
    counts = Event.objects.short_of_horizon(now=later).write_occurrences(now=later)

    endless.refresh_from_db()
    assert short == [endless]
    assert counts == (10, 0)
    assert endless.written_until == later + HORIZON


def test_series_that_ends_beyond_the_horizon_is_written_to_its_end_in_time(endless):
    endless.rrule = "FREQ=WEEKLY;UNTIL=20281231T225959Z"
    endless.save()
    written(endless)
    first_until = endless.written_until

    written(endless, now=NOW + timedelta(days=365))

    assert first_until == NOW + HORIZON
    assert endless.written_until is None
    assert starts(endless)[-1] == "26/12 18:00"


def test_archived_series_is_not_written_further(endless):
    endless.archive(by=None)

    assert Event.objects.short_of_horizon(now=NOW + timedelta(days=1)).count() == 0


def test_dates_older_than_ten_years_stay_as_they_were():
    event = EventFactory(
        starts_at=paris(2016, 10, 4, 18),
        ends_at=paris(2016, 10, 4, 19),
        rrule="FREQ=YEARLY;COUNT=3",
        dates=False,
    )
    written(event)

    written(event, now=NOW + timedelta(days=3653))

    assert [row.starts_at.year for row in event.occurrences.in_order()] == [2016, 2017, 2018]


def test_over_since_finds_events_whose_last_date_is_past(weekly, endless):
    moment = paris(2026, 11, 3, 19, 30)

    assert list(Event.objects.over_since(moment)) == []
    assert list(Event.objects.over_since(moment + timedelta(seconds=1))) == [weekly]


# Constraints, in French


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"age_min": 12, "age_max": 6}, "L’âge maximal doit suivre l’âge minimal."),
        (
            {"starts_at": paris(2026, 10, 13, 18), "ends_at": paris(2026, 10, 13, 17)},
            "La fin doit suivre le début.",
        ),
        (
            {"image": "agenda/x.webp"},
            "Dites en quelques mots ce que montre l’image, pour les personnes qui ne la voient pas.",
        ),
    ],
)
def test_constraint_is_told_in_french_and_kept_by_the_database(fields, message):
    event = EventFactory()
    for name, value in fields.items():
        setattr(event, name, value)

    with pytest.raises(ValidationError) as refusal:
        event.validate_constraints()
    with pytest.raises(IntegrityError):
        event.save()

    assert refusal.value.messages == [message]


def test_external_identifier_is_unique_for_one_calendar(organisation):
    EventFactory(imported_for=organisation, external_uid="42@ailleurs")
    EventFactory(imported_for=OrganisationFactory(), external_uid="42@ailleurs")

    with pytest.raises(IntegrityError, match="event_external_uid_unique"):
        EventFactory(imported_for=organisation, external_uid="42@ailleurs")


# Words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, ""),
        (6, None, "à partir de 6 ans"),
        (None, 12, "jusqu’à 12 ans"),
        (6, 12, "de 6 à 12 ans"),
        (0, 3, "de 0 à 3 ans"),
    ],
)
def test_ages_in_words(low, high, words):
    assert str(EventFactory.build(age_min=low, age_max=high, organiser=None, place=None).age_wording) == words


def test_accessibility_is_the_places_where_the_event_says_nothing():
    place = PlaceFactory(accessibility=["mi"])

    silent, own = EventFactory(place=place), EventFactory(place=place, accessibility=["hi"])

    assert [code.value for code in silent.accessibility_labels] == ["mi"]
    assert [code.value for code in own.accessibility_labels] == ["hi"]


def test_phone_link_keeps_digits_only():
    assert (
        EventFactory.build(contact_phone="+33 (0)4.91 00", organiser=None).phone_url == "tel:+330491" + "00"
    )


def test_next_date_is_the_first_that_is_not_over():
    now = timezone.now()
    event = EventFactory(
        starts_at=now - timedelta(days=3), ends_at=now - timedelta(days=3), rdates=[now + timedelta(days=2)]
    )

    annotated = Event.objects.with_next_date().get(pk=event.pk)

    assert annotated.next_date == event.occurrences.in_order()[1].starts_at
    assert [row.starts_at for row in event.next_dates()] == [annotated.next_date]
