"""Importing: twice changes nothing, and what changed at the source changes here."""

import time
import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.imports.merge import Merge
from agenda.imports.reading import read
from agenda.models import Event, Occurrence
from associations.models import Place
from tests.agenda.imports.calendars import vcalendar, vevent
from tests.factories import EventFactory, OrganisationFactory, PlaceFactory, ThemeFactory

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
YEAR = timezone.localdate().year + 1
START = f"DTSTART;TZID=Europe/Paris:{YEAR}0105T180000"
END = f"DTEND;TZID=Europe/Paris:{YEAR}0105T193000"
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"
WHEN = f"RECURRENCE-ID;TZID=Europe/Paris:{YEAR}0112T180000"


def at(day, hour=18, minute=0):
    return datetime(YEAR, 1, day, hour, minute, tzinfo=PARIS)


def single(*lines):
    given = {line.split(":")[0].split(";")[0] for line in lines}
    return vevent(*(line for line in (START, END) if line.split(";")[0] not in given), *lines)


def bring(organisation, *components, **options):
    """(created, updated, unchanged, cancelled, refused)."""
    return counts(Merge(organisation, publish=True).run(read(vcalendar(*components)), **options))


def counts(report):
    return report.created, report.updated, report.unchanged, report.cancelled, len(report.refusals)


def moments():
    rows = Occurrence.objects.in_order()
    return [
        (row.starts_at.astimezone(PARIS), row.ends_at.astimezone(PARIS), row.is_cancelled) for row in rows
    ]


def dates(*starts, cancelled=()):
    return [(start, start + timedelta(minutes=90), start in cancelled) for start in starts]


def test_importing_twice_changes_nothing(organisation):
    components = [
        single("UID:un@example.org", "LOCATION:Salle\\, 2 rue d’Ici", "CATEGORIES:Jeux", "CLASS:PUBLIC"),
        single("UID:série@example.org", WEEKLY, f"EXDATE;TZID=Europe/Paris:{YEAR}0119T180000"),
        single(
            "UID:série@example.org",
            WHEN,
            f"DTSTART;TZID=Europe/Paris:{YEAR}0113T090000",
            f"DTEND;TZID=Europe/Paris:{YEAR}0113T100000",
        ),
        vevent(f"DTSTART;VALUE=DATE:{YEAR}0201", f"DTEND;VALUE=DATE:{YEAR}0203", "UID:jours@example.org"),
    ]
    assert bring(organisation, *components) == (3, 0, 0, 0, 0)
    rows = list(Event.objects.order_by("pk").values()), list(Occurrence.objects.order_by("pk").values())
    history = apps.get_model("agenda.EventHistory").objects.count()

    assert bring(organisation, *components) == (0, 0, 3, 0, 0)

    assert rows == (
        list(Event.objects.order_by("pk").values()),
        list(Occurrence.objects.order_by("pk").values()),
    )
    assert history == apps.get_model("agenda.EventHistory").objects.count()


def test_what_the_source_only_saved_again_is_unchanged(organisation):
    bring(organisation, single("DTSTAMP:20260101T000000Z", "LAST-MODIFIED:20260101T000000Z", "SEQUENCE:1"))

    again = single("DTSTAMP:20261231T000000Z", "LAST-MODIFIED:20261231T000000Z", "SEQUENCE:9")

    assert bring(organisation, vevent("UID:autre@example.org"), again) == (1, 0, 1, 0, 0)


def test_moved_event_moves_and_keeps_its_identity(organisation):
    bring(organisation, single("SEQUENCE:1"))
    before = Event.objects.get()

    moved = single(
        f"DTSTART;TZID=Europe/Paris:{YEAR}0106T100000", f"DTEND;TZID=Europe/Paris:{YEAR}0106T113000"
    )

    assert bring(organisation, moved) == (0, 1, 0, 0, 0)
    after = Event.objects.get()
    assert (after.pk, after.uid, after.slug) == (before.pk, before.uid, before.slug)
    assert after.sequence == before.sequence + 1
    assert after.updated_at > before.updated_at
    assert moments() == dates(at(6, 10))


def test_retitled_event_keeps_its_address_and_its_dates(organisation):
    bring(organisation, single(WEEKLY))
    before, rows = Event.objects.get(), set(Occurrence.objects.values_list("pk", flat=True))

    assert bring(organisation, single(WEEKLY, "SUMMARY:Tout autre chose")) == (0, 1, 0, 0, 0)

    after = Event.objects.get()
    assert (after.title, after.slug) == ("Tout autre chose", before.slug)
    assert set(Occurrence.objects.values_list("pk", flat=True)) == rows
    assert "Tout autre chose" in after.search_text


def test_cancelled_event_is_announced_as_cancelled_then_as_scheduled_again(organisation):
    bring(organisation, single())

    assert bring(organisation, single("STATUS:CANCELLED")) == (0, 0, 0, 1, 0)
    assert Event.objects.get().is_cancelled
    assert bring(organisation, single("STATUS:CANCELLED")) == (0, 0, 1, 0, 0)
    assert bring(organisation, single()) == (0, 1, 0, 0, 0)
    assert Event.objects.get().status == Event.Status.SCHEDULED


def override(start="", *lines):
    start = start or f"{YEAR}0113T090000"
    end = f"{start[:9]}{int(start[9:11]) + 1}3000"
    return single(WHEN, f"DTSTART;TZID=Europe/Paris:{start}", f"DTEND;TZID=Europe/Paris:{end}", *lines)


def test_override_is_added_changed_and_taken_back(organisation):
    series = single(WEEKLY)
    bring(organisation, series)
    usual = dates(at(5), at(12), at(19), at(26))
    assert moments() == usual
    rows = set(Occurrence.objects.values_list("pk", flat=True))

    assert bring(organisation, series, override()) == (0, 1, 0, 0, 0)
    assert moments() == dates(at(5), at(13, 9), at(19), at(26))

    assert bring(organisation, series, override(f"{YEAR}0114T100000", "SUMMARY:Ailleurs")) == (0, 1, 0, 0, 0)
    assert moments() == dates(at(5), at(14, 10), at(19), at(26))
    assert Occurrence.objects.get(is_override=True).title == "Ailleurs"

    assert bring(organisation, series, override("", "STATUS:CANCELLED")) == (0, 1, 0, 0, 0)
    assert moments() == dates(at(5), at(13, 9), at(19), at(26), cancelled=[at(13, 9)])

    assert bring(organisation, series) == (0, 1, 0, 0, 0)
    assert moments() == usual
    assert not Occurrence.objects.filter(is_override=True).exists()
    assert set(Occurrence.objects.values_list("pk", flat=True)) == rows


def test_override_follows_a_series_whose_hour_changes(organisation):
    bring(organisation, single(WEEKLY), override())
    later = [
        f"DTSTART;TZID=Europe/Paris:{YEAR}0105T190000",
        f"DTEND;TZID=Europe/Paris:{YEAR}0105T203000",
    ]
    moved = override().replace(WHEN, f"RECURRENCE-ID;TZID=Europe/Paris:{YEAR}0112T190000")

    assert bring(organisation, single(*later, WEEKLY), moved) == (0, 1, 0, 0, 0)

    assert moments() == dates(at(5, 19), at(13, 9), at(19, 19), at(26, 19))


def test_override_of_a_date_that_the_rule_does_not_give_is_a_date_of_its_own(organisation):
    alien = override().replace(WHEN, f"RECURRENCE-ID;TZID=Europe/Paris:{YEAR}0111T180000")

    assert bring(organisation, single(WEEKLY), alien) == (1, 0, 0, 0, 0)

    assert moments() == dates(at(5), at(12), at(13, 9), at(19), at(26))
    assert bring(organisation, single(WEEKLY), alien) == (0, 0, 1, 0, 0)


def test_date_without_its_series_stands_alone(organisation):
    assert bring(organisation, override()) == (1, 0, 0, 0, 0)
    assert bring(organisation, override()) == (0, 0, 1, 0, 0)

    event = Event.objects.get()
    assert event.external_uid == f"atelier@example.org#{YEAR}0112T170000Z"
    assert moments() == dates(at(13, 9))


def test_date_taken_out_of_the_rule_disappears(organisation):
    bring(organisation, single(WEEKLY))

    assert bring(organisation, single(WEEKLY, f"EXDATE;TZID=Europe/Paris:{YEAR}0112T180000")) == (
        0,
        1,
        0,
        0,
        0,
    )

    assert moments() == dates(at(5), at(19), at(26))


def test_place_is_found_again_or_made_once(organisation):
    known = PlaceFactory(name="Centre social L’Étoile", address="12 rue des Lilas")

    bring(
        organisation,
        single("UID:1", "LOCATION:centre social l’etoile\\, 12 RUE DES LILAS"),
        single("UID:2", "LOCATION:Centre Social l’Étoile"),
        single("UID:3", "LOCATION:Le Jardin\\, 3 rue Neuve"),
        single("UID:4", "LOCATION:le jardin\\, 3 rue neuve"),
        single("UID:5"),
    )

    places = [event.place for event in Event.objects.order_by("external_uid").select_related("place")]
    assert places[0] == places[1] == known
    assert places[2] == places[3] == Place.objects.exclude(pk=known.pk).get()
    assert (places[2].name, places[2].address, places[4]) == ("Le Jardin", "3 rue Neuve", None)


def test_categories_that_are_themes_are_kept(organisation):
    themes = [ThemeFactory(name=name) for name in ("Accès aux droits", "Jeunesse", "Culture", "Santé")]

    bring(organisation, single("CATEGORIES:acces aux droits,JEUNESSE,Divers"))

    event = Event.objects.get()
    assert set(event.themes.all()) == set(themes[:2])
    assert "Accès aux droits" in event.search_text

    event.themes.set(themes[3:])
    bring(organisation, single("CATEGORIES:Culture", "SUMMARY:Autre titre"))
    assert list(event.themes.all()) == themes[3:]


def test_dry_run_tells_everything_and_writes_nothing(organisation):
    bring(organisation, single(WEEKLY))
    before = list(Event.objects.values()), list(Occurrence.objects.order_by("pk").values())

    changed = single(WEEKLY, "SUMMARY:Autre", "LOCATION:Nouveau lieu")
    result = bring(
        organisation,
        changed,
        single("UID:nouveau@example.org"),
        single("UID:x", "CLASS:PRIVATE"),
        dry_run=True,
    )

    assert result == (1, 1, 0, 0, 1)
    assert before == (list(Event.objects.values()), list(Occurrence.objects.order_by("pk").values()))
    assert not Place.objects.exists()


@pytest.mark.parametrize(("publish", "state"), [(True, Event.State.PUBLISHED), (False, Event.State.PENDING)])
def test_import_is_public_or_waits_for_its_reading(organisation, publish, state):
    Merge(organisation, publish=publish).run(read(vcalendar(single())))

    event = Event.objects.get()
    assert (event.state, event.origin, event.organiser) == (state, Event.Origin.IMPORT, organisation)
    assert (event.published_at is not None) == publish
    assert event.submitted_at


def test_what_a_person_decided_here_stays(organisation):
    bring(organisation, single())
    event = Event.objects.get()
    event.publics, event.is_free = ["seniors"], False
    event.save()
    event.archive(by=None)

    assert bring(organisation, single("SUMMARY:Autre titre")) == (0, 1, 0, 0, 0)

    event.refresh_from_db()
    assert (event.title, event.publics, event.is_free) == ("Autre titre", ["seniors"], False)
    assert event.state == Event.State.ARCHIVED


def test_words_corrected_here_stay_whatever_the_source_says(organisation):
    bring(organisation, single("DESCRIPTION:Bref", "LOCATION:Salle\\, 2 rue d’Ici", "CONTACT:a@example.org"))
    event, place = Event.objects.get(), PlaceFactory()
    event.summary, event.description, event.place = "En une phrase", "Longuement raconté", place
    event.contact_phone, event.age_min, event.conditions = "04 91 00 00 00", 6, "Adhésion"
    event.save()

    renamed = ["DESCRIPTION:Bref", "LOCATION:Salle\\, 2 rue d’Ici", "CONTACT:a@example.org", "SUMMARY:Autre"]
    assert bring(organisation, single(*renamed)) == (0, 1, 0, 0, 0)

    event.refresh_from_db()
    assert (event.title, event.summary, event.description) == ("Autre", "En une phrase", "Longuement raconté")
    assert (event.place, event.contact_email) == (place, "a@example.org")
    assert (event.contact_phone, event.age_min, event.conditions) == ("04 91 00 00 00", 6, "Adhésion")

    assert bring(organisation, single(*renamed[1:], "DESCRIPTION:Plus long")) == (0, 1, 0, 0, 0)
    event.refresh_from_db()
    assert (event.title, event.summary, event.description) == ("Autre", "En une phrase", "Longuement raconté")
    assert event.disagreements == ["description"]

    # What the source comes to say as well is no disagreement, and its next change is heard.
    for words in ("Longuement raconté", "Bref"):
        bring(organisation, single(*renamed[1:], f"DESCRIPTION:{words}"))
        event.refresh_from_db()
        assert (event.description, event.disagreements) == (words, [])


def test_form_that_sends_its_own_line_ends_corrects_nothing(organisation):
    bring(organisation, single("DESCRIPTION:Un\\nDeux"))
    Event.objects.update(description="Un\r\nDeux")

    bring(organisation, single("DESCRIPTION:Trois"))

    assert (Event.objects.get().description, Event.objects.get().disagreements) == ("Trois", [])


def test_place_corrected_here_stays(organisation):
    bring(organisation, single("LOCATION:Salle A"))
    mine = PlaceFactory(name="Salle polyvalente")
    Event.objects.update(place=mine)

    bring(organisation, single("LOCATION:Salle B"))
    event = Event.objects.get()
    assert (event.place, event.disagreements) == (mine, ["place"])

    Event.objects.update(place=Place.objects.get(name="Salle A"), disagreements=[])
    Event.objects.update(external_entry=event.external_entry | {"place": ["Salle A", ""]})
    bring(organisation, single("LOCATION:Salle B"))
    event.refresh_from_db()
    assert (event.place.name, event.disagreements) == ("Salle B", [])


def later_by_half_an_hour(event):
    event.starts_at += timedelta(minutes=30)
    event.ends_at += timedelta(minutes=30)
    event.save()
    event.write_dates()


def test_hour_corrected_here_stays_and_what_the_source_takes_out_goes(organisation):
    bring(organisation, single(WEEKLY))
    later_by_half_an_hour(Event.objects.get())

    bring(organisation, single(WEEKLY, f"EXDATE;TZID=Europe/Paris:{YEAR}0112T180000"))
    assert moments() == dates(at(5, 18, 30), at(19, 18, 30), at(26, 18, 30))

    bring(organisation, single("RRULE:FREQ=WEEKLY;COUNT=2"), override())
    assert moments() == dates(at(5, 18, 30), at(13, 9))
    assert Event.objects.get().disagreements == []

    # Both say another hour now.
    later = [f"DTSTART;TZID=Europe/Paris:{YEAR}0105T200000", f"DTEND;TZID=Europe/Paris:{YEAR}0105T213000"]
    bring(organisation, single(*later, "RRULE:FREQ=WEEKLY;COUNT=2"))
    event = Event.objects.get()
    assert (moments()[0], event.disagreements) == (dates(at(5, 18, 30))[0], ["schedule"])


def test_date_taken_out_here_follows_the_hour_of_its_series(organisation):
    bring(organisation, single(WEEKLY))
    event = Event.objects.get()
    event.exdates, event.rdates = [at(12)], [at(14)]
    event.save()
    event.write_dates()

    later = [f"DTSTART;TZID=Europe/Paris:{YEAR}0105T200000", f"DTEND;TZID=Europe/Paris:{YEAR}0105T213000"]
    bring(organisation, single(*later, WEEKLY))

    assert moments() == dates(at(5, 20), at(14, 20), at(19, 20), at(26, 20))
    assert Event.objects.get().disagreements == []


def test_date_taken_out_here_is_not_brought_back_by_what_the_source_says_of_it(organisation):
    bring(organisation, single(WEEKLY))
    event = Event.objects.get()
    event.exdates = [at(12)]
    event.save()
    event.write_dates()

    bring(organisation, single(WEEKLY), override())

    assert moments() == dates(at(5), at(19), at(26))


def test_date_corrected_here_stays_and_says_so(organisation):
    bring(organisation, single(WEEKLY))
    row = Occurrence.objects.order_by("recurrence_id")[1]
    row.change(by=None, starts_at=at(12, 20), ends_at=at(12, 21, 30), note="Ici")

    bring(organisation, single(WEEKLY), override("", "SUMMARY:Ailleurs"))

    row.refresh_from_db()
    assert (row.starts_at, row.note, row.title) == (at(12, 20), "Ici", "Ailleurs")
    assert Event.objects.get().disagreements == ["overrides"]

    bring(organisation, single(WEEKLY), override("", "STATUS:CANCELLED"))
    row.refresh_from_db()
    assert (row.starts_at, row.is_cancelled) == (at(12, 20), True)


def test_date_elsewhere_has_its_place_and_its_own_words(organisation):
    known = PlaceFactory(name="Salle B", address="")
    series = single(WEEKLY, "LOCATION:Salle A", "DESCRIPTION:Venez")
    elsewhere = override(f"{YEAR}0112T180000", "LOCATION:salle b", "DESCRIPTION:Apportez un tablier")

    assert bring(organisation, series, elsewhere) == (1, 0, 0, 0, 0)
    assert bring(organisation, series, elsewhere) == (0, 0, 1, 0, 0)

    row = Occurrence.objects.get(is_override=True)
    assert (row.place, row.note, row.where) == (known, "Apportez un tablier", known)
    assert not Event.objects.get().disagreements

    bring(organisation, series, override(f"{YEAR}0112T180000", "LOCATION:Salle C\\, 3 rue Neuve"))
    row.refresh_from_db()
    assert (row.place.name, row.place.address, row.note) == ("Salle C", "3 rue Neuve", "")

    bring(organisation, series)
    row.refresh_from_db()
    assert (row.place, row.is_override) == (None, False)


def test_schedule_changed_here_stays_with_what_the_source_changes_of_its_own(organisation):
    bring(organisation, single(WEEKLY))
    event = Event.objects.get()
    event.exdates = [at(12)]
    event.save()
    event.write_dates()

    bring(organisation, single(WEEKLY, "SUMMARY:Autre"))
    assert moments() == dates(at(5), at(19), at(26))

    bring(organisation, single("RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Autre"))
    assert moments() == dates(at(5), at(19))
    assert Event.objects.get().disagreements == []


@pytest.mark.parametrize("status", [Event.Status.FULL, Event.Status.CANCELLED])
def test_status_set_here_stays_until_the_source_changes_its_own(organisation, status):
    bring(organisation, single())
    Event.objects.update(status=status)

    assert bring(organisation, single("SUMMARY:Autre")) == (0, 1, 0, 0, 0)
    assert Event.objects.get().status == status

    bring(organisation, single("SUMMARY:Autre", "STATUS:CANCELLED"))
    assert Event.objects.get().is_cancelled
    bring(organisation, single("SUMMARY:Autre"))
    assert Event.objects.get().status == Event.Status.SCHEDULED


def test_event_reinstated_here_is_not_cancelled_again_by_the_same_words(organisation):
    bring(organisation, single("STATUS:CANCELLED"))
    Event.objects.get().reinstate(by=None)

    assert bring(organisation, single("STATUS:CANCELLED", "SUMMARY:Autre")) == (0, 1, 0, 0, 0)

    assert not Event.objects.get().is_cancelled


def test_dates_changed_here_stay(organisation):
    bring(organisation, single(WEEKLY), override())
    cancelled, moved, noted = Occurrence.objects.order_by("recurrence_id")[1:]
    noted.change(by=None, starts_at=noted.starts_at, ends_at=noted.ends_at, note="Salle B")
    cancelled.cancel(by=None)
    moved.change(by=None, starts_at=at(20, 9), ends_at=at(20, 10, 30))
    here = dates(at(5), at(13, 9), at(20, 9), at(26), cancelled=[at(13, 9)])
    assert moments() == here

    assert bring(organisation, single(WEEKLY, "SUMMARY:Autre"), override()) == (0, 1, 0, 0, 0)

    assert moments() == here
    noted.refresh_from_db()
    assert noted.note == "Salle B"

    # A longer series is written again; its dates that differ, here or at the source, still do.
    longer = single("RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Autre")
    assert bring(organisation, longer, override()) == (0, 1, 0, 0, 0)
    assert moments() == here[:3]

    # The source takes its own time back, not what was decided here.
    assert bring(organisation, longer) == (0, 1, 0, 0, 0)
    assert moments() == dates(at(5), at(12), at(20, 9), cancelled=[at(12)])


def test_note_written_here_stays_when_the_source_moves_the_date(organisation):
    bring(organisation, single(WEEKLY))
    row = Occurrence.objects.order_by("recurrence_id")[1]
    row.change(by=None, starts_at=row.starts_at, ends_at=row.ends_at, note="Salle B")

    bring(organisation, single(WEEKLY), override())

    row.refresh_from_db()
    assert (row.starts_at, row.note) == (at(13, 9), "Salle B")


def test_date_of_its_own_that_the_source_takes_back_disappears(organisation):
    alien = override().replace(WHEN, f"RECURRENCE-ID;TZID=Europe/Paris:{YEAR}0111T180000")
    bring(organisation, single(WEEKLY), alien)

    assert bring(organisation, single(WEEKLY)) == (0, 1, 0, 0, 0)

    assert moments() == dates(at(5), at(12), at(19), at(26))
    assert Event.objects.get().rdates == []


def test_event_that_another_organiser_took_over_is_found_again(organisation):
    bring(organisation, single())
    other = OrganisationFactory()
    Event.objects.update(organiser=other)

    assert bring(organisation, single()) == (0, 0, 1, 0, 0)
    assert bring(organisation, single("SUMMARY:Autre")) == (0, 1, 0, 0, 0)
    assert bring(other, single()) == (1, 0, 0, 0, 0)

    first, second = Event.objects.order_by("pk")
    assert (first.title, first.organiser, first.imported_for) == ("Autre", other, organisation)
    assert (second.organiser, second.imported_for) == (other, other)


def test_addresses_and_uids_that_are_taken_lose_no_event(organisation):
    bring(organisation, single())
    first = Event.objects.get()
    mark = uuid.uuid5(uuid.NAMESPACE_URL, f"{organisation.pk}:atelier@example.org")
    EventFactory(slug=f"atelier-{mark.hex[:7]}", uid=f"{mark}@{settings.UID_DOMAIN}")
    Event.objects.filter(pk=first.pk).update(imported_for=None)

    assert bring(organisation, single()) == (1, 0, 0, 0, 0)

    event = Event.objects.get(imported_for=organisation)
    assert event.slug.startswith("atelier-")
    assert event.uid.endswith(f"@{settings.UID_DOMAIN}")


def beyond_the_horizon():
    """A Tuesday three years ahead, at 18:00, as iCalendar has it; and the weekly series that leads there."""
    day = timezone.localdate() + timedelta(days=3 * 365)
    day += timedelta(days=(1 - day.weekday()) % 7)
    first = day - timedelta(weeks=160)
    series = single(
        f"DTSTART;TZID=Europe/Paris:{first:%Y%m%d}T180000",
        f"DTEND;TZID=Europe/Paris:{first:%Y%m%d}T193000",
        "RRULE:FREQ=WEEKLY",
    )
    changed = single(
        f"RECURRENCE-ID;TZID=Europe/Paris:{day:%Y%m%d}T180000",
        f"DTSTART;TZID=Europe/Paris:{day:%Y%m%d}T200000",
        f"DTEND;TZID=Europe/Paris:{day:%Y%m%d}T213000",
    )
    return day, series, changed


def test_override_beyond_the_horizon_is_kept_and_is_no_date_of_its_own(organisation):
    day, series, changed = beyond_the_horizon()

    bring(organisation, series, changed)
    Event.objects.write_occurrences(now=timezone.now() + timedelta(days=1))

    event, row = Event.objects.get(), Occurrence.objects.get(is_override=True)
    assert event.rdates == []
    assert row.starts_at == datetime.combine(day, datetime.min.time(), PARIS).replace(hour=20)

    Event.objects.write_occurrences(now=timezone.now() + timedelta(days=900))
    assert event.occurrences.get(starts_at__date=day) == row

    assert bring(organisation, series) == (0, 1, 0, 0, 0)
    Event.objects.write_occurrences()
    assert not Occurrence.objects.filter(is_override=True).exists()


def test_override_beyond_the_horizon_goes_with_its_series(organisation):
    _day, series, changed = beyond_the_horizon()
    bring(organisation, series, changed)
    event = Event.objects.get()
    event.rrule += ";COUNT=60"
    event.save()

    event.write_dates()

    assert not Occurrence.objects.filter(is_override=True).exists()


def test_sequence_as_large_as_an_integer_leaves_room_for_changes(organisation):
    bring(organisation, single(f"SEQUENCE:{2**31 - 1}"))

    event = Event.objects.get()
    event.cancel(by=None)
    bring(organisation, single(f"SEQUENCE:{2**31 - 1}", "SUMMARY:Autre"))

    event.refresh_from_db()
    assert event.sequence == 10**9 + 2


def test_old_series_of_many_dates_has_its_coming_ones(organisation):
    start = "DTSTART;TZID=Europe/Paris:20170102T090000"
    twice_a_day = single(start, "DTEND;TZID=Europe/Paris:20170102T100000", "RRULE:FREQ=DAILY;BYHOUR=9,17")

    report = Merge(organisation, publish=True).run(read(vcalendar(twice_a_day)))

    now = timezone.now()
    event = Event.objects.get()
    assert report.warnings == [
        "« Atelier » a trop de dates : seules celles du dernier mois et à venir sont écrites"
    ]
    assert event.next_dates(limit=1)[0].starts_at < now + timedelta(days=1)
    assert now - timedelta(days=32) < event.occurrences.in_order()[0].starts_at < now - timedelta(days=29)
    assert event.occurrences.in_order().last().starts_at > now + timedelta(days=729)
    assert event.occurrences.filter(starts_at__gte=now).count() in range(1460, 1464)


def test_names_in_other_scripts_are_told_apart(organisation):
    arabic, armenian = ThemeFactory(name="طبخ"), ThemeFactory(name="Խոհանոց")

    bring(
        organisation,
        single("UID:1", "LOCATION:مركز الحي\\, 2 rue d’Ici", "CATEGORIES:طبخ"),
        single("UID:2", "LOCATION:Կենտրոն\\, 2 rue d’Ici", "CATEGORIES:ԽՈՀԱՆՈՑ"),
        single("UID:3", "LOCATION:Le Cœur\\, 2 rue d’Ici"),
        single("UID:4", "LOCATION:le COEUR\\, 2\\, rue d'ici"),
        single("UID:5", "LOCATION:!!!\\, 2 rue d’Ici"),
        single("UID:6", "LOCATION:???\\, 2 rue d’Ici"),
    )

    events = list(Event.objects.order_by("external_uid").select_related("place"))
    assert [list(event.themes.all()) for event in events[:3]] == [[arabic], [armenian], []]
    assert events[2].place == events[3].place
    assert len({event.place for event in events}) == 5


def test_same_uid_in_another_organisation_is_another_event(organisation):
    other = OrganisationFactory()

    assert bring(organisation, single()) == (1, 0, 0, 0, 0)
    assert bring(other, single("SUMMARY:Chez nous aussi")) == (1, 0, 0, 0, 0)

    first, second = Event.objects.order_by("pk")
    assert first.uid == "atelier@example.org"
    assert second.uid != first.uid
    assert second.uid.endswith("@cooperation-sud.example.org")
    assert first.external_uid == second.external_uid
    assert bring(other, single("SUMMARY:Chez nous aussi")) == (0, 0, 1, 0, 0)


def test_uid_longer_than_a_column_is_recognised_again(organisation):
    long, other = "u" * 400, "u" * 399 + "v"

    assert bring(organisation, single(f"UID:{long}"), single(f"UID:{other}")) == (2, 0, 0, 0, 0)
    assert bring(organisation, single(f"UID:{long}"), single(f"UID:{other}")) == (0, 0, 2, 0, 0)

    assert all(len(event.uid) <= 255 for event in Event.objects.all())


def test_titles_alike_get_addresses_of_their_own(organisation):
    bring(organisation, *(single(f"UID:{number}", "SUMMARY:Atelier") for number in range(3)))

    slugs = set(Event.objects.values_list("slug", flat=True))
    assert len(slugs) == 3
    assert "atelier" in slugs


def test_number_of_statements_does_not_grow_with_events(organisation):
    ThemeFactory(name="Jeux")

    def statements(prefix, count):
        events = []
        for number in range(count):
            uid = f"UID:{prefix}{number}"
            events += [
                single(uid, WEEKLY, "CATEGORIES:Jeux", "LOCATION:Salle\\, 2 rue d’Ici"),
                override("", uid),
            ]
        reading = read(vcalendar(*events))
        with CaptureQueriesContext(connection) as first:
            Merge(organisation).run(reading)
        with CaptureQueriesContext(connection) as again:
            Merge(organisation).run(reading)
        reading = read(vcalendar(*(event.replace("SUMMARY:Atelier", "SUMMARY:Autre") for event in events)))
        with CaptureQueriesContext(connection) as changed:
            Merge(organisation).run(reading)
        return len(first), len(again), len(changed)

    statements("a", 1)

    one, three = statements("b", 1), statements("c", 3)

    assert one == three
    assert one[1] <= 8


def test_large_calendar_is_written_in_bounded_time(organisation):
    events = [single(f"UID:{number}", f"SUMMARY:Atelier {number}") for number in range(1500)]
    started = time.perf_counter()

    assert bring(organisation, *events) == (1500, 0, 0, 0, 0)
    assert bring(organisation, *events) == (0, 0, 1500, 0, 0)

    assert time.perf_counter() - started < 30
    assert Occurrence.objects.count() == 1500


def test_hostile_rules_neither_hang_nor_hide_their_neighbours(organisation):
    started = time.perf_counter()
    hostile = [
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=MINUTELY;COUNT=1000000000",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=0,10,20,30,40,50",
        "RRULE:FREQ=WEEKLY;UNTIL=hier",
        "EXRULE:FREQ=DAILY",
    ]

    refused = bring(
        organisation,
        *(single(f"UID:{number}", rule) for number, rule in enumerate(hostile)),
        single("UID:voisin@example.org"),
        single("UID:milliard@example.org", "RRULE:FREQ=DAILY;COUNT=1000000000"),
    )

    assert refused == (2, 0, 0, 0, len(hostile))
    assert time.perf_counter() - started < 10
    endless = Event.objects.get(uid="milliard@example.org")
    assert 365 < endless.occurrences.count() <= 732
    assert endless.written_until > datetime.now(UTC) + timedelta(days=700)
