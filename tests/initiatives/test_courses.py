"""The team's screens: workshops on dates of the agenda, half-days, who was there, what is asked of people."""

import io
from datetime import datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from agenda.models import Event
from initiatives.models import Attendance, Course, Enrolment, Workshop
from initiatives.models.assessments import moment_now
from tests.factories import EventFactory, OrganisationFactory, PlaceFactory
from tests.initiatives.course_factories import (
    AttendanceFactory,
    CertificateFactory,
    CourseFactory,
    EnrolmentFactory,
    StatementFactory,
    WorkshopFactory,
    answered,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def course(organisation):
    return CourseFactory(organisation=organisation, title="Coopérer")


def on(course, start, end, **fields):
    """A workshop on the 15th of November 2025, between these hours."""
    moments = [datetime(2025, 11, 15, *map(int, hour.split(":")), tzinfo=PARIS) for hour in (start, end)]
    event = EventFactory(organiser=course.organisation, starts_at=moments[0], ends_at=moments[1])
    return Workshop.objects.create(
        course=course, title="Écouter", occurrence=event.occurrences.get(), **fields
    )


# Half-days


@pytest.mark.parametrize(
    ("start", "end", "planned", "halves"),
    [
        ("9:00", "12:00", None, [("matin", "9 h – 12 h", 180)]),
        ("14:00", "17:30", None, [("après-midi", "14 h – 17 h 30", 210)]),
        ("9:00", "17:00", None, [("matin", "9 h – 13 h", 240), ("après-midi", "13 h – 17 h", 240)]),
        ("9:00", "17:00", 420, [("matin", "9 h – 13 h", 210), ("après-midi", "13 h – 17 h", 210)]),
        ("9:00", "13:15", None, [("matin", "9 h – 13 h 15", 255)]),
        ("18:00", "20:00", None, [("soirée", "18 h – 20 h", 120)]),
        ("17:30", "20:00", None, [("après-midi", "17 h 30 – 20 h", 150)]),
    ],
)
def test_half_days_share_the_minutes(course, start, end, planned, halves):
    workshop = on(course, start, end, planned_minutes=planned)

    found = [
        (str(half.label), half.hours.replace("\N{NO-BREAK SPACE}", " "), half.minutes)
        for half in workshop.half_days
    ]

    assert found == halves
    assert sum(half.minutes for half in workshop.half_days) == workshop.minutes


# Dates of the agenda


def test_workshop_follows_its_date(client, course):
    workshop = on(course, "9:00", "12:00")
    date = workshop.occurrence
    date.change(
        by=None, starts_at=date.starts_at + timedelta(hours=5), ends_at=date.ends_at + timedelta(hours=5)
    )

    moved = client.get(course.get_absolute_url()).text
    date.cancel(by=None)
    cancelled = client.get(course.get_absolute_url()).text

    assert "14 h – 17 h" in moved.replace("\N{NO-BREAK SPACE}", " ")
    assert "Annulé ou reporté" in cancelled
    assert "Annulé ou reporté" not in moved


def test_new_date_is_published_in_the_agenda(client, course, member, organisation):
    place = PlaceFactory(name="La Maison")
    organisation.place = place
    organisation.save()
    day = timezone.localdate() + timedelta(days=10)
    client.force_login(member)
    address = f"{course.get_absolute_url()}ateliers/ajouter/"
    data = {"title": "Écouter", "day": day.isoformat(), "starts": "09:00", "ends": "12:00", "place": place.pk}

    client.post(address, data)

    workshop, event = Workshop.objects.get(), Event.objects.get()
    assert (workshop.occurrence.event, workshop.minutes) == (event, 180)
    assert (event.is_public, event.organiser, event.place, event.author) == (
        True,
        organisation,
        place,
        member,
    )


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"day": "2026-12-05"}, "day"),
        ({"day": "2026-12-05", "starts": "12:00", "ends": "09:00"}, "ends"),
        ({"title": ""}, "title"),
        ({"planned_minutes": "1"}, "planned_minutes"),
        ({"occurrence": "999999"}, "occurrence"),
    ],
)
def test_workshop_form_says_what_is_wrong(client, course, member, sent, field):
    client.force_login(member)

    response = client.post(f"{course.get_absolute_url()}ateliers/ajouter/", {"title": "Écouter"} | sent)

    assert response.context["form"].has_error(field)
    assert not Workshop.objects.exists()


@pytest.mark.parametrize("is_new", [True, False])
def test_workshop_has_a_date_of_the_agenda_or_a_new_one(client, course, member, is_new):
    workshop = WorkshopFactory(course=course)
    date = workshop.occurrence
    sent = {
        "title": "Écouter",
        "occurrence": date.pk,
        "day": "2026-12-05",
        "starts": "09:00",
        "ends": "12:00",
    }
    client.force_login(member)

    response = client.post(
        f"{course.get_absolute_url()}ateliers/ajouter/" if is_new else workshop.get_edit_url(), sent
    )

    assert response.context["form"].has_error("occurrence")
    assert Event.objects.count() == 1
    assert Workshop.objects.get().occurrence == date


def test_dates_of_others_are_not_offered(client, course, member):
    theirs = EventFactory().occurrences.get()
    client.force_login(member)

    response = client.post(
        f"{course.get_absolute_url()}ateliers/ajouter/", {"title": "Écouter", "occurrence": theirs.pk}
    )

    assert response.context["form"].has_error("occurrence")


def test_workshop_with_attendance_is_not_removed(client, course, member):
    attendance = AttendanceFactory(workshop=WorkshopFactory(course=course))
    empty = WorkshopFactory(course=course)
    client.force_login(member)

    for workshop in (attendance.workshop, empty):
        client.post(workshop.get_edit_url(), {"action": "delete"})

    assert list(Workshop.objects.all()) == [attendance.workshop]


def test_date_of_an_event_that_is_not_public_is_the_team_s(client, course, member):
    workshop = WorkshopFactory(course=course)
    Event.objects.update(state="draft")

    visitor = client.get(course.get_absolute_url()).text

    assert "Date à fixer" in visitor
    assert Workshop.objects.get(pk=workshop.pk).shown_date is None


# Who was there


def test_attendance_is_noted_and_counts_hours(client, course, member):
    workshop = on(course, "9:00", "17:00", planned_minutes=360)
    ana, bob, cleo = (EnrolmentFactory(course=course, name=name) for name in ("Ana", "Bob", "Cleo"))
    EnrolmentFactory(course=course, waiting=True)
    client.force_login(member)
    sent = {
        f"p{ana.pk}-1": "present",
        f"p{ana.pk}-2": "online",
        f"p{bob.pk}-1": "absent",
        f"p{cleo.pk}-2": "x",
    }

    refused = client.post(workshop.get_attendance_url(), sent)
    del sent[f"p{cleo.pk}-2"]
    client.post(workshop.get_attendance_url(), sent)
    minutes = dict(Enrolment.objects.with_minutes().values_list("name", "minutes"))
    client.post(workshop.get_attendance_url(), {f"p{bob.pk}-1": "absent", "action": "everybody"})

    assert refused.status_code == 200
    assert (minutes["Ana"], minutes["Bob"]) == (360, 0)
    assert sorted(Attendance.objects.values_list("enrolment__name", "part", "mode")) == [
        ("Ana", 1, "present"),
        ("Ana", 2, "online"),
        ("Bob", 1, "absent"),
        ("Bob", 2, "present"),
        ("Cleo", 1, "present"),
        ("Cleo", 2, "present"),
    ]


def test_nobody_is_noted_before_a_half_day_has_begun(client, course, member):
    workshop = WorkshopFactory(course=course, days=3)
    ana = EnrolmentFactory(course=course, name="Ana")
    client.force_login(member)
    sent = {f"p{ana.pk}-1": "present", "action": "everybody"}

    page = client.get(workshop.get_attendance_url()).text
    client.post(workshop.get_attendance_url(), sent)
    with pytest.raises(ValidationError, match="n’a pas commencé"):
        workshop.record({(ana.pk, 1): "present"})

    assert "Cet atelier n’a pas commencé" in page
    assert "Enregistrer les présences" not in page
    assert not Attendance.objects.exists()


def test_morning_is_noted_while_the_afternoon_is_to_come(client, course, member):
    workshop = on(course, "9:00", "17:00")
    ana = EnrolmentFactory(course=course, name="Ana")
    client.force_login(member)
    noon = workshop.occurrence.local_start.replace(hour=12)

    with patch("django.utils.timezone.now", return_value=noon):
        page = client.get(workshop.get_attendance_url()).text
        client.post(workshop.get_attendance_url(), {f"p{ana.pk}-2": "present", "action": "everybody"})

    assert page.count("Pas encore commencé") == 1
    assert list(Attendance.objects.values_list("part", "mode")) == [(1, "present")]


def test_minutes_of_a_date_moved_to_later_count_once_it_has_begun(course):
    workshop = WorkshopFactory(course=course, days=-5)
    ana = EnrolmentFactory(course=course)
    workshop.record({(ana.pk, 1): "present"})
    date = workshop.occurrence
    date.change(
        by=None, starts_at=date.starts_at + timedelta(days=9), ends_at=date.ends_at + timedelta(days=9)
    )

    Workshop.objects.get().recount()

    assert Enrolment.objects.with_minutes().get().minutes == 0


def test_course_does_not_end_before_its_last_date(client, course, member):
    WorkshopFactory(course=course, days=-5)
    last = WorkshopFactory(course=course, days=3).occurrence
    client.force_login(member)
    end = {"action": "end"}

    refused = client.post(f"{course.get_absolute_url()}equipe/action/", end, follow=True).text
    state = Course.objects.get().state
    last.cancel(by=None)
    client.post(f"{course.get_absolute_url()}equipe/action/", end)

    assert "Un atelier n’a pas encore eu lieu" in refused
    assert state == Course.State.OPEN
    assert Course.objects.get().is_ended


@pytest.mark.parametrize("number", [1, 3])
def test_attendance_is_written_at_once(course, django_assert_num_queries, number):
    workshop = on(course, "9:00", "17:00", planned_minutes=360)
    people = EnrolmentFactory.create_batch(number, course=course)
    gone = EnrolmentFactory(course=course)
    workshop.record({(people[0].pk, 1): "absent", (gone.pk, 1): "present"})

    # A savepoint, the lock, what is no longer known, what is.
    with django_assert_num_queries(5):
        workshop.record({(row.pk, 1): "online" for row in people} | {(gone.pk, 1): ""})

    assert list(Attendance.objects.values_list("mode", "minutes")) == [("online", 180)] * number


def test_signing_sheet_has_a_page_for_each_half_day_and_says_who_was_online(
    client, course, member, organisation
):
    workshop = on(course, "9:00", "17:00")
    ana = EnrolmentFactory(course=course, name="Ana Marin", organisation=organisation)
    EnrolmentFactory(course=course, name="Bob")
    EnrolmentFactory(course=course, name="Zoé attend", waiting=True)
    workshop.record({(ana.pk, 2): "online"})
    client.force_login(member)

    response = client.get(workshop.get_signing_url())

    morning, afternoon = (page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert "Ana Marin" in morning
    assert "samedi 15 novembre 2025" in morning
    assert "matin" in morning
    assert "À distance" not in morning
    assert "À distance" in afternoon
    assert "attend" not in morning + afternoon


def test_hours_per_person_leave_for_a_spreadsheet(client, course, member):
    workshop = on(course, "9:00", "12:30")
    ana = EnrolmentFactory(course=course, name="=Ana", email="ana@example.org")
    workshop.record({(ana.pk, 1): "present"})
    client.force_login(member)

    response = client.get(f"{course.get_absolute_url()}equipe/heures.csv")

    header, row = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert header == "état;prénom et nom;association;e-mail;Écouter;heures"
    assert row == "inscrit;'=Ana;;ana@example.org;3,5;3,5"


# Questionnaires


def test_questionnaire_is_open_before_then_closed_then_open_again(course):
    now = timezone.now()
    first, last = WorkshopFactory(course=course, days=5), WorkshopFactory(course=course, days=20)

    def held(first_hours, last_hours):
        for workshop, hours in ((first, first_hours), (last, last_hours)):
            date = workshop.occurrence
            date.starts_at = date.recurrence_id = now + timedelta(hours=hours)
            date.ends_at = date.starts_at + timedelta(hours=1)
            date.save()
        return moment_now(course)

    assert held(24, 48) == "avant"
    assert held(-5, 48) is None
    assert held(-48, -0.5) == "apres"
    held(-48, -5)
    course.end(by=None)
    assert held(24, 48) == "apres"


def test_questionnaire_wants_an_answer_to_each_statement(client, course):
    WorkshopFactory(course=course)
    first, second = StatementFactory.create_batch(2, course=course)
    address = EnrolmentFactory(course=course).get_questionnaire_url("avant")

    missing = client.post(address, {f"s{first.pk}": "2"})
    wrong = client.post(address, {f"s{first.pk}": "2", f"s{second.pk}": "5"})
    right = client.post(address, {f"s{first.pk}": "2", f"s{second.pk}": "0"})

    assert missing.context["form"].has_error(f"s{second.pk}")
    assert wrong.context["form"].has_error(f"s{second.pk}")
    assert right.status_code == 302


def test_only_those_who_did_not_answer_are_asked(client, course, member, mailoutbox):
    WorkshopFactory(course=course)
    StatementFactory(course=course)
    answered(course, [(2, None)])
    EnrolmentFactory(course=course, email="ana@example.org")
    EnrolmentFactory(course=course, email="")
    client.force_login(member)

    client.post(f"{course.get_absolute_url()}equipe/action/", {"action": "ask"})

    assert [mail.to for mail in mailoutbox] == [["ana@example.org"]]
    assert "/formations/questionnaire/" in mailoutbox[0].body


def test_people_are_asked_once_a_day(client, course, member, mailoutbox):
    WorkshopFactory(course=course)
    StatementFactory(course=course)
    EnrolmentFactory(course=course)
    client.force_login(member)
    address = f"{course.get_absolute_url()}equipe/action/"

    client.post(address, {"action": "ask"})
    again = client.post(address, {"action": "ask"}, follow=True)

    assert len(mailoutbox) == 1
    assert "C’est déjà demandé aujourd’hui" in again.text


def test_nobody_is_asked_nothing(client, course, member, mailoutbox):
    WorkshopFactory(course=course)
    EnrolmentFactory(course=course)
    client.force_login(member)

    response = client.post(f"{course.get_absolute_url()}equipe/action/", {"action": "ask"})

    assert (response.status_code, mailoutbox) == (400, [])


def test_statement_that_was_answered_does_not_change(client, course, member):
    statement = StatementFactory(course=course, text="J’ose.")
    answered(course, [(2, None)])
    client.force_login(member)
    data = {
        "affirmations-TOTAL_FORMS": 1,
        "affirmations-INITIAL_FORMS": 1,
        "affirmations-0-id": statement.pk,
        "affirmations-0-text": "Je n’ose pas.",
    }

    response = client.post(f"{course.get_absolute_url()}questionnaire/", data)

    statement.refresh_from_db()
    assert "a déjà des réponses" in response.text
    assert statement.text == "J’ose."


@pytest.mark.parametrize(("texts", "kept"), [(["J’ose.", "", ""], ["J’ose."]), (["", "", ""], [])])
def test_statements_left_empty_are_not_asked_for(client, course, member, texts, kept):
    client.force_login(member)
    address = f"{course.get_absolute_url()}questionnaire/"
    data = {"affirmations-TOTAL_FORMS": 3, "affirmations-INITIAL_FORMS": 0}

    response = client.post(address, data | {f"affirmations-{n}-text": text for n, text in enumerate(texts)})

    assert response.status_code == 302
    assert [statement.text for statement in course.statements.all()] == kept


def test_statement_that_stands_is_removed_not_emptied(client, course, member):
    statement = StatementFactory(course=course)
    client.force_login(member)
    data = {
        "affirmations-TOTAL_FORMS": 1,
        "affirmations-INITIAL_FORMS": 1,
        "affirmations-0-id": statement.pk,
        "affirmations-0-text": "",
    }

    response = client.post(f"{course.get_absolute_url()}questionnaire/", data)

    assert response.context["rows"].forms[0].has_error("text")
    assert course.statements.get() == statement


def test_signing_sheet_of_a_full_course_is_one_page(client, course, member):
    workshop = on(course, "9:00", "12:00")
    EnrolmentFactory.create_batch(14, course=course)
    client.force_login(member)

    response = client.get(workshop.get_signing_url())

    assert len(PdfReader(io.BytesIO(response.content)).pages) == 1


# What the team does


@pytest.mark.parametrize("traits", [{"draft": True}, {"ended": True}])
def test_people_are_written_down_while_the_course_is_public_and_not_over(
    client, member, organisation, traits
):
    course = CourseFactory(organisation=organisation, **traits)
    client.force_login(member)
    address = f"{course.get_absolute_url()}equipe/action/"

    response = client.post(address, {"action": "add", "name": "Ana", "email": "ana@example.org"})

    assert response.status_code == 400
    assert "Inscrire quelqu’un" not in client.get(course.get_team_url()).text
    assert not Enrolment.objects.exists()


def test_course_that_is_over_changes_no_more(client, member, organisation):
    course = CourseFactory(organisation=organisation, ended=True)
    enrolment = EnrolmentFactory(course=course)
    client.force_login(member)

    added = client.get(f"{course.get_absolute_url()}ateliers/ajouter/")
    removed = client.post(reverse("initiatives:enrolment-remove", args=[course.slug, enrolment.pk]))

    assert (added.status_code, removed.status_code) == (404, 404)
    assert "Ajouter un atelier" not in client.get(course.get_team_url()).text
    assert Enrolment.objects.get().is_confirmed


def test_draft_opens_before_anything_else_and_ending_twice_keeps_the_day(course):
    draft = CourseFactory(draft=True)
    for change in (draft.start, draft.end):
        with pytest.raises(ValidationError, match="Ouvrez d’abord"):
            change(by=None)

    course.end(by=None)
    first = course.ended_at
    course.end(by=None)

    assert Course.objects.get(pk=course.pk).ended_at == first
    assert Course.objects.get(pk=draft.pk).is_draft


def test_name_is_mended_with_what_it_was_and_by_whom(client, course, member):
    enrolment = EnrolmentFactory(course=course, name="Noele Vidal")
    client.force_login(member)
    address = f"{course.get_absolute_url()}equipe/action/"

    for name in ("  Noëlle   Vidale ", "Noëlle Vidal", "", "x" * 81):
        client.post(address, {"action": "rename", "enrolment": enrolment.pk, "name": name})

    enrolment.refresh_from_db()
    page = squeezed(client.get(course.get_team_url()).text)
    assert (enrolment.name, enrolment.name_given) == ("Noëlle Vidal", "Noele Vidal")
    assert (enrolment.renamed_by, enrolment.renamed_at is None) == (member, False)
    assert f"({member}) ; donné à l’inscription : « Noele Vidal »" in page


def test_name_of_a_valid_certificate_is_not_mended(client, member, organisation):
    course = CourseFactory(organisation=organisation, ended=True)
    enrolment = EnrolmentFactory(course=course, name="Noele Vidal")
    certificate = CertificateFactory(course=course, enrolment=enrolment)
    client.force_login(member)
    sent = {"action": "rename", "enrolment": enrolment.pk, "name": "Noëlle Vidal"}

    refused = client.post(f"{course.get_absolute_url()}equipe/action/", sent, follow=True)
    certificate.revoke(by=member, reason="Nom mal écrit")
    client.post(f"{course.get_absolute_url()}equipe/action/", sent)

    assert "révoquez-la d’abord" in refused.text
    assert Enrolment.objects.get().name == "Noëlle Vidal"


def test_course_that_is_over_says_how_many_followed_it_before_and_after_erasure(client, member, organisation):
    course = CourseFactory(organisation=organisation)
    workshop = on(course, "9:00", "12:00")
    ana, bob = (EnrolmentFactory(course=course, name=name) for name in ("Ana", "Bob"))
    EnrolmentFactory(course=course, name="Cleo")
    workshop.record({(ana.pk, 1): "present", (bob.pk, 1): "online"})
    course.end(by=None)
    client.force_login(member)

    pages = []
    for _ in range(2):
        pages += [client.get(course.get_absolute_url()).text, client.get(course.get_team_url()).text]
        course.forget_people()

    said = [" ".join(page.replace("\N{NO-BREAK SPACE}", " ").split()) for page in pages]
    for public, team in (said[:2], said[2:]):
        assert "2 personnes" in public
        assert "6 h suivies en tout" in public
        assert "2 personnes l’ont suivie, 6 h en tout" in team


def test_my_space_leads_to_the_courses_i_follow_and_run(client, member, organisation):
    mine = EnrolmentFactory(email=member.email, course__title="Suivie")
    CourseFactory(title="D’autrui")
    run = CourseFactory(title="Portée", organisation=organisation)
    CourseFactory(title="Finie", organisation=organisation, ended=True)
    client.force_login(member)

    page = client.get("/mon-espace/").text

    assert mine.get_own_url() in page
    assert run.get_team_url() in page
    assert "D’autrui" not in page
    assert "Finie" not in page


# Enrolling


def test_days_of_enrolment_are_kept(client):
    today = timezone.localdate()
    closed = CourseFactory(closes_on=today - timedelta(days=1))
    later = CourseFactory(opens_on=today + timedelta(days=1))

    for course, words in ((closed, "Les inscriptions sont closes."), (later, "Les inscriptions ouvrent le")):
        response = client.post(
            f"{course.get_absolute_url()}inscription/", {"name": "Ana", "email": "ana@example.org"}
        )
        assert words in response.text
    assert not Enrolment.objects.exists()


def test_machine_is_refused(client, course):
    data = {"name": "Robot", "email": "r@example.org", "kvtd": "x"}

    response = client.post(f"{course.get_absolute_url()}inscription/", data)

    assert response.context["form"].has_error("kvtd")


def test_same_answer_whether_or_not_the_address_is_known(client, course):
    EnrolmentFactory(course=course, email="ana@example.org")
    address = f"{course.get_absolute_url()}inscription/"

    known, unknown = (
        client.post(address, {"name": "Ana", "email": f"{name}@example.org"}).text.replace(name, "x")
        for name in ("ana", "bob")
    )

    assert known == unknown


def test_opening_a_link_changes_nothing(client, course):
    enrolment = EnrolmentFactory(course=course, unconfirmed=True)

    client.get(enrolment.get_own_url())
    before = Enrolment.objects.get().state
    client.post(enrolment.get_own_url(), {"action": "confirm"})

    assert (before, Enrolment.objects.get().state) == ("unconfirmed", "confirmed")


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_whatever_their_length(client, member, django_assert_num_queries, number):
    course = CourseFactory(organisation=member.memberships.get().organisation, running=True)
    for _ in range(number):
        workshop = WorkshopFactory(course=course, days=number)
        enrolment = EnrolmentFactory(course=course, organisation=OrganisationFactory())
        AttendanceFactory(workshop=workshop, enrolment=enrolment)
        CertificateFactory(course=course)
        StatementFactory(course=course)
        CourseFactory()

    with django_assert_num_queries(3):
        client.get("/formations/")
    with django_assert_num_queries(5):
        client.get(course.get_absolute_url())
    client.force_login(member)
    with django_assert_num_queries(13):
        client.get(course.get_team_url())
    assert Course.objects.count() == number + 1
