from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from PIL import Image

from agenda import recurrence
from agenda.models import (
    Booking,
    CoOrganising,
    Event,
    LikelyDouble,
    Occurrence,
    Review,
    Room,
    Source,
    SourceReading,
)
from associations.models import District, Membership, Organisation, Place, Theme
from cooperation.core.models import User
from cooperation.portal.demo import calendars, holidays, logos, pictures, plan, together
from cooperation.portal.demo.notation import typeset
from cooperation.portal.demo.people import ACCOUNTS, PASSWORD
from habitants.models import Relay
from initiatives import results
from initiatives.models import Certificate, Course, Enrolment, Method, Workshop
from tests.factories import OrganisationFactory

DAY = date(2026, 11, 23)
# A Monday, a Sunday, summer, just before Christmas, clock changes, a 29 February.
DAYS = [DAY, date(2026, 11, 29), date(2027, 7, 10), date(2027, 12, 20), date(2027, 3, 25), date(2028, 2, 29)]


def dates_by_day(day):
    """How many public dates begin on each local day of the eight weeks to come."""
    since = plan.at_noon(day) - timedelta(hours=12)
    counts = Counter()
    for event in plan.events(day):
        if event.sheet.state == "published":
            spans = recurrence.spans(event.schedule, since=since, until=since + timedelta(days=57)).spans
            counts.update(span.start.astimezone(plan.PARIS).date() for span in spans)
    return [counts[day + timedelta(days=ahead)] for ahead in range(56)]


def test_plan_is_the_same_for_the_same_day():
    assert plan.events(DAY) == plan.events(DAY)
    assert plan.events(DAY) != plan.events(DAY + timedelta(days=7))


def test_plan_gives_each_event_its_own_identity():
    events = plan.events(DAY)

    assert events[0].slug == "aide-aux-devoirs-et-gouter"
    assert events[0].uid == "demo-aide-aux-devoirs-et-gouter@cooperation-sud.example.org"
    for name in ("slug", "uid", "submission"):
        assert len({getattr(event, name) for event in events}) == len(events) == 72


def test_identities_do_not_depend_on_the_day():
    assert [event.uid for event in plan.events(DAYS[0])] == [event.uid for event in plan.events(DAYS[3])]


@pytest.mark.parametrize("day", DAYS)
def test_plan_has_something_on_every_coming_day_and_never_too_much(day):
    counts = dates_by_day(day)

    assert min(counts) >= 1
    assert max(counts) <= 9


@pytest.mark.parametrize("day", DAYS)
def test_plan_carries_its_changed_dates(day):
    changes = [change for event in plan.events(day) for change in event.changes]

    assert len(changes) == 4
    assert sum(change.change.cancelled for change in changes) == 1
    assert all(change.starts_at < change.ends_at for change in changes)
    assert all(change.starts_at > plan.at_noon(day) for change in changes)


def test_series_rests_in_school_holidays():
    homework = plan.events(DAY)[0].schedule

    starts = [span.start.astimezone(plan.PARIS) for span in recurrence.spans(
        homework, since=plan.at_noon(date(2026, 12, 14)), until=plan.at_noon(date(2027, 1, 6))
    ).spans]  # fmt: skip

    assert [f"{start:%d/%m %H:%M}" for start in starts] == [
        "14/12 16:45",
        "15/12 16:45",
        "04/01 16:45",
        "05/01 16:45",
    ]


def test_night_ends_on_the_next_day_and_festival_lasts_until_sunday():
    events = {event.slug: event.schedule for event in plan.events(DAY)}
    night = events["une-nuit-au-col-etoiles-et-lampes-frontales"]
    festival = events["les-escales-du-sud-festival-des-quartiers"]

    assert night.start.astimezone(plan.PARIS) == datetime(2026, 12, 19, 22, tzinfo=plan.PARIS)
    assert night.end - night.start == timedelta(hours=4)
    assert festival.start.astimezone(plan.PARIS) == datetime(2026, 12, 11, 18, tzinfo=plan.PARIS)
    assert festival.end.astimezone(plan.PARIS) == datetime(2026, 12, 13, 19, tzinfo=plan.PARIS)


def test_school_holidays_are_those_of_zone_b():
    # Décrets for 2025-2026: 18 October to 3 November, 20 December to 5 January, 14 February to 2 March,
    # 11 to 27 April, from 4 July.
    assert holidays.is_school_holiday(date(2025, 10, 18))
    assert not holidays.is_school_holiday(date(2025, 11, 3))
    assert holidays.is_school_holiday(date(2026, 1, 4))
    assert not holidays.is_school_holiday(date(2026, 1, 5))
    assert not holidays.is_school_holiday(date(2026, 2, 13))
    assert holidays.is_school_holiday(date(2026, 3, 1))
    assert holidays.is_school_holiday(date(2026, 4, 26))
    assert not holidays.is_school_holiday(date(2026, 4, 27))
    assert not holidays.is_school_holiday(date(2026, 7, 3))
    assert holidays.is_school_holiday(date(2026, 7, 4))


def test_public_holidays_follow_easter():
    assert holidays.is_feast(date(2026, 4, 6))
    assert holidays.is_feast(date(2026, 5, 14))
    assert holidays.is_feast(date(2026, 5, 25))
    assert not holidays.is_feast(date(2026, 5, 26))


def test_typeset_joins_lines_and_keeps_lists():
    text = """
    Venez à 9 h 30 : on
    commence !

    - une pomme
    - 2 €
    """

    assert typeset(text) == "Venez à 9\u00a0h\u00a030\u00a0: on commence\u00a0!\n\n- une pomme\n- 2\u00a0€"


def test_pictures_are_the_same_each_time():
    assert pictures.paint("voiles", "a").getvalue() == pictures.paint("voiles", "a").getvalue()
    assert pictures.paint("voiles", "a").getvalue() != pictures.paint("voiles", "b").getvalue()
    assert logos.paint("rascasse").getvalue() == logos.paint("rascasse").getvalue()


@pytest.mark.django_db
def test_demo_refuses_known_passwords_on_a_public_server(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="--force"):
        call_command("demo")

    assert not User.objects.exists()
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_demo_refuses_when_an_account_has_one_of_its_addresses():
    User.objects.create_user("relais@example.org", "un-autre-mot-de-passe")

    with pytest.raises(CommandError, match=r"relais@example\.org"):
        call_command("demo", force=True)

    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_accounts_says_when_there_are_none(capsys):
    call_command("demo", accounts=True)

    assert capsys.readouterr() == ("", "Aucun compte de démonstration dans cette base.\n")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """
    The demo in the database, once for the tests that only read it; as of today, as people load it: votes are open
    and mandates run by the clock. Gives the day.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        today = timezone.localdate()
        call_command("demo", day=today, force=True)
        yield today
        transaction.set_rollback(True)


def test_demo_holds_the_network(demo):
    kinds = Counter(Organisation.objects.values_list("kind", flat=True))

    assert kinds["association"] == 30
    assert kinds["centre-social"] == 1
    assert sum(kinds[kind] for kind in Organisation.Kind.partners()) == 8
    assert {kind for kind in Organisation.Kind.values if not kinds[kind]} == set()
    assert Place.objects.count() == 36
    assert Organisation.objects.exclude(logo="").count() == 12


@pytest.mark.django_db
@pytest.mark.parametrize("hour", [0, 8, 18])
def test_calendars_of_the_demo_were_read_before_now(hour):
    now = plan.at_noon(timezone.localdate()) + timedelta(hours=hour - 12)
    organisations = {key: OrganisationFactory() for key in calendars.FOLLOWED}

    with patch("django.utils.timezone.now", return_value=now):
        calendars.write(SimpleNamespace(day=timezone.localdate(now), organisations=organisations))

    assert not Source.objects.filter(read_at__gt=now).exists()
    assert not SourceReading.objects.filter(at__gt=now).exists()


def wanted_bookings(day):
    """Room, what for, from, to: first those of events, from their planned dates, then the others."""
    for key, slug, number, before, after in together.FOR_EVENTS:
        event = Event.objects.get(slug=slug)
        dates = event.occurrences.filter(starts_at__gt=plan.at_noon(day), is_cancelled=False)
        for date_ in dates.order_by("starts_at")[:number]:
            yield (
                together.ROOMS[key]["name"],
                date_.display_title,
                date_.starts_at - timedelta(minutes=before),
                date_.ends_at + timedelta(minutes=after),
            )
    for key, _organisation, _person, days, begins, ends, title in together.FOR_OTHERS:
        hours = [time.fromisoformat(hour) for hour in (begins, ends)]
        moments = [
            datetime.combine(day + timedelta(days=days), hour, tzinfo=plan.PARIS).astimezone(UTC)
            for hour in hours
        ]
        yield together.ROOMS[key]["name"], title, *moments


def expected_bookings(day):
    """Those wanted, but for what meets an earlier one in the same room."""
    kept = []
    for room, title, begins, ends in wanted_bookings(day):
        if all(room != other or begins >= until or ends <= since for other, _title, since, until in kept):
            kept.append((room, title, begins, ends))
    return set(kept)


def test_demo_shares_rooms_and_asks_to_organise_together(demo):
    assert Room.objects.count() == 2
    assert set(Booking.objects.standing().values_list("room__name", "title", "starts_at", "ends_at")) == (
        expected_bookings(demo)
    )
    assert CoOrganising.objects.waiting().exclude(told_at=None).count() == 2
    assert [event.title for event in Event.objects.adoptable()] == [
        "Contes et tambours, la soirée",
        "Initiation au tricot sur la plage",
    ]


def test_demo_covers_all_themes_and_districts(demo):
    events = Event.objects.public()

    used = Organisation.objects.filter(kind="association").values("themes")
    assert not Theme.objects.exclude(pk__in=used).exists()
    assert not Theme.objects.main().exclude(pk__in=events.values("themes")).exists()
    assert not District.objects.exclude(organisations__kind="association").exists()
    assert not District.objects.exclude(pk__in=events.values("place__district")).exists()


def test_demo_shows_each_kind_of_event(demo):
    states = Counter(Event.objects.values_list("state", flat=True))
    events = Event.objects.public()

    assert states == {"published": 79, "pending": 3, "changes": 1, "draft": 2}
    assert events.filter(status=Event.Status.CANCELLED).count() == 1
    assert events.filter(status=Event.Status.FULL).count() == 3
    assert events.filter(all_day=True).count() == 3
    assert events.filter(co_organisers__isnull=False).distinct().count() == 51
    assert events.exclude(online_url="").count() == 2
    assert set(events.values_list("language", flat=True)) == {"fr", "fsl", "ar", "zdj", "hy", "mul"}
    assert events.exclude(image="").count() == 26
    assert Event.objects.filter(state="pending").exclude(author_email="").count() == 2
    assert Event.objects.filter(state="pending", author__relays__isnull=False).count() == 1
    assert LikelyDouble.objects.waiting().count() == 1
    assert Review.objects.get().verdict == Review.Verdict.CHANGES


def test_demo_rows_are_valid(demo):
    for model in (Organisation, Place, Event, Occurrence, User, Relay):
        for row in model.objects.filter(is_override=True) if model is Occurrence else model.objects.all():
            row.full_clean()
    assert not Event.objects.filter(occurrences__isnull=True).exists()


def test_demo_writes_down_the_dates_that_were_planned(demo):
    planned = {event.uid: event for event in plan.events(demo)}

    # The workshops of courses are written beside the plan.
    for event in Event.objects.filter(occurrences__workshops=None):
        assert event.schedule == planned[event.uid].schedule
    overrides = Occurrence.objects.filter(is_override=True).select_related("event")
    assert {
        (row.event.uid, row.recurrence_id, row.starts_at, row.ends_at, row.is_cancelled) for row in overrides
    } == {
        (event.uid, change.recurrence_id, change.starts_at, change.ends_at, change.change.cancelled)
        for event in planned.values()
        for change in event.changes
    }
    assert {(row.event.slug, row.local_start.strftime("%H:%M"), row.is_cancelled) for row in overrides} == {
        ("aide-aux-devoirs-et-gouter", "17:15", False),
        ("ludotheque-ouverte", "14:00", False),
        ("gym-douce-seniors", "09:30", True),
        ("couscous-du-vendredi", "12:00", False),
    }


def test_demo_history_has_only_what_people_did(demo):
    event = Event.objects.get(slug="couscous-du-vendredi")

    assert event.history.count() == 1


def test_demo_can_be_searched(demo):
    assert not Organisation.objects.filter(search_text="").exists()
    assert "Potager" not in Event.objects.get(slug="jardin-ouvert").title
    assert "Potager" in Event.objects.get(slug="jardin-ouvert").search_text


def test_demo_pictures_are_stored_in_two_sizes(demo):
    event = Event.objects.get(slug="nettoyage-de-la-calanque")

    with Image.open(event.image) as image:
        assert (image.format, image.size) == ("WEBP", (1200, 675))
    assert event.image.name == "agenda/demo-nettoyage-de-la-calanque.webp"
    assert event.image.storage.exists("agenda/demo-nettoyage-de-la-calanque-480.webp")
    assert "calanque" in event.image_alt


def test_demo_accounts_are_who_they_say(demo):
    accounts = [account.email for account in ACCOUNTS]
    users = {user.email.split("@")[0]: user for user in User.objects.filter(email__in=accounts)}
    others = User.objects.exclude(email__in=accounts)

    assert list(users) != []
    assert all(user.check_password(PASSWORD) for user in users.values())
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == len(ACCOUNTS) == 6
    assert not any(user.has_usable_password() for user in others)
    roles = (
        Membership.objects.filter(user__email__in=accounts)
        .values_list("user__email", "organisation__kind", "role")
        .order_by("user__email")
    )
    assert list(roles) == [
        ("coordination@example.org", "centre-social", "manager"),
        ("membre@example.org", "association", "member"),
        ("partenaire@example.org", "ville", "member"),
        ("responsable@example.org", "association", "manager"),
    ]
    assert Relay.objects.current(day=demo).exclude(user=None).get().user == users["relais"]
    assert Relay.objects.current(day=demo).count() == 20
    assert [key for key, user in users.items() if user.is_coordinator] == ["coordination"]
    assert [key for key, user in users.items() if user.is_superuser and user.is_staff] == ["administration"]


def test_accounts_prints_one_line_each(demo, capsys):
    call_command("demo", accounts=True)

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert lines[2].split() == ["Habitante-relais", "relais@example.org", PASSWORD]


def test_demo_leaves_a_database_with_organisations_alone(demo):
    before = list(Event.objects.order_by("pk").values_list("pk", "updated_at"))

    call_command("demo", if_empty=True)
    with pytest.raises(CommandError, match="contient déjà des organisations"):
        call_command("demo", force=True)

    assert list(Event.objects.order_by("pk").values_list("pk", "updated_at")) == before


def test_demo_sends_no_mail(demo):
    assert getattr(mail, "outbox", []) == []


def test_demo_has_a_course_over_one_under_way_and_one_to_come(demo):
    states = dict(Course.objects.values_list("state", Count("enrolments")))

    assert states == {"ended": 13, "running": 16, "open": 5}
    assert Method.objects.public().count() == 9
    assert Certificate.objects.valid().count() == 10
    assert not Workshop.objects.to_tell().exists()
    assert Certificate.objects.exclude(revoked_at=None).count() == 1
    assert len(results.of_course(Course.objects.get(state="ended")).shown) == 5
    for model in (Course, Workshop, Method, Enrolment):
        for row in model.objects.all():
            row.full_clean()
