"""Places of a course under a lock, the queue, the mails, what goes and what stays."""

from datetime import timedelta
from threading import Barrier, Thread
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from agenda.models import Event
from cooperation.core.waiting_list import CONFIRMED_WITHIN
from initiatives.models import Answer, Attendance, Certificate, Course, Enrolment, Respondent, Workshop
from initiatives.models.courses import CLOSED_AFTER, KEPT_AFTER
from initiatives.models.enrolments import WITHDRAWN_KEPT
from initiatives.tasks import close_courses, erase_enrolments, tell_enrolled
from tests.factories import EventFactory, PlaceFactory, UserFactory
from tests.initiatives.course_factories import (
    AttendanceFactory,
    CertificateFactory,
    CourseFactory,
    EnrolmentFactory,
    StatementFactory,
    WorkshopFactory,
    answered,
)

pytestmark = pytest.mark.django_db


def at(moment):
    return patch("django.utils.timezone.now", return_value=moment)


def enter(course, name):
    return Enrolment.objects.enter_as(course, name=name, email=f"{name.lower()}@example.org")


def states(course):
    return {row.name: row.state for row in course.enrolments.all()}


def subjects(mailoutbox):
    return [(mail.to[0].partition("@")[0], mail.subject) for mail in mailoutbox]


def at_once(number, work):
    """`number` threads that begin together; returns what each raised."""
    barrier, failures = Barrier(number), []

    def run(index):
        try:
            barrier.wait()
            work(index)
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


def test_places_are_given_up_to_the_capacity_then_the_queue(mailoutbox):
    course = CourseFactory(capacity=2, title="Coopérer")

    rows = [enter(course, name) for name in ("Ana", "Bob", "Cleo", "Dan")]

    assert states(course) == {"Ana": "confirmed", "Bob": "confirmed", "Cleo": "waiting", "Dan": "waiting"}
    assert [row.rank for row in rows[2:]] == [1, 2]
    assert subjects(mailoutbox)[1:3] == [
        ("bob", "Vous êtes inscrit : Coopérer"),
        ("cleo", "Sur la liste d’attente : Coopérer"),
    ]


@pytest.mark.django_db(transaction=True)
def test_last_place_is_given_once():
    course = CourseFactory(capacity=3)
    enter(course, "Ana")

    failures = at_once(6, lambda index: enter(course, f"p{index}"))

    assert failures == []
    assert sorted(states(course).values()) == ["confirmed"] * 3 + ["waiting"] * 4


@pytest.mark.django_db(transaction=True)
def test_places_given_back_at_once_go_to_as_many_people():
    course = CourseFactory(capacity=3)
    leaving = [enter(course, f"p{number}") for number in range(3)]
    for number in range(3, 8):
        enter(course, f"p{number}")

    failures = at_once(3, lambda index: leaving[index].withdraw())

    assert failures == []
    assert sorted(states(course).values()) == ["cancelled"] * 3 + ["confirmed"] * 3 + ["waiting"] * 2


@pytest.mark.django_db(transaction=True)
def test_same_person_twice_at_once_is_enrolled_once():
    course = CourseFactory(capacity=5)

    failures = at_once(4, lambda index: enter(course, "Ana"))

    assert (failures, states(course)) == ([], {"Ana": "confirmed"})


def test_first_of_the_queue_moves_up_when_somebody_gives_a_place_back(mailoutbox):
    course = CourseFactory(capacity=1, title="Coopérer")
    ana, *_others = [enter(course, name) for name in ("Ana", "Bob", "Cleo")]
    mailoutbox.clear()

    ana.withdraw()

    assert states(course) == {"Ana": "cancelled", "Bob": "confirmed", "Cleo": "waiting"}
    assert subjects(mailoutbox) == [("bob", "Une place est à vous : Coopérer")]


def test_who_waits_moves_up_when_the_capacity_grows_and_not_once_it_is_over():
    course, over = CourseFactory(capacity=1), CourseFactory(capacity=1)
    for row in (course, over):
        enter(row, "Ana")
        enter(row, "Bob")
    over.end(by=None)
    Course.objects.update(capacity=5)

    course.let_the_waiting_in()
    over.let_the_waiting_in()

    assert states(course)["Bob"] == "confirmed"
    assert states(over)["Bob"] == "waiting"


def test_request_of_an_address_known_already_is_told_to_its_holder_alone(mailoutbox):
    course = CourseFactory(title="Coopérer")
    enter(course, "Ana")
    mailoutbox.clear()

    Enrolment.objects.ask(course, email="ANA@example.org", name="Pirate", organisation=None)
    Enrolment.objects.ask(course, email="bob@example.org", name="Bob", organisation=None)

    assert subjects(mailoutbox) == [
        ("ana", "Vous êtes déjà inscrit : Coopérer"),
        ("bob", "Confirmez votre inscription : Coopérer"),
    ]
    assert states(course) == {"Ana": "confirmed", "Bob": "unconfirmed"}


def test_database_refuses_an_address_twice_and_a_place_without_rank():
    enrolment = EnrolmentFactory(email="ana@example.org")

    for work in (
        lambda: EnrolmentFactory(course=enrolment.course, email="ANA@example.org"),
        lambda: EnrolmentFactory(queued_at=None),
        lambda: AttendanceFactory(mode="absent", minutes=10),
        lambda: CourseFactory(state="ended"),
        lambda: CourseFactory(minimum_share=0),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            work()


def test_course_without_workshop_does_not_open():
    course = CourseFactory(draft=True)

    with pytest.raises(ValidationError, match="atelier"):
        course.open(by=UserFactory())


# What goes, and when


def test_requests_never_confirmed_and_places_given_back_go_first():
    course = CourseFactory()
    asked, gone, kept = (
        EnrolmentFactory(course=course, unconfirmed=True),
        enter(course, "Bob"),
        enter(course, "Ana"),
    )
    gone.withdraw()
    now = timezone.now()

    with at(now + CONFIRMED_WITHIN - timedelta(minutes=5)):
        erase_enrolments(0)
    before = set(Enrolment.objects.all())
    with at(now + CONFIRMED_WITHIN + timedelta(minutes=5)):
        erase_enrolments(0)
    then = set(Enrolment.objects.all())
    with at(now + WITHDRAWN_KEPT + timedelta(minutes=5)):
        erase_enrolments(0)

    assert before == {asked, gone, kept}
    assert then == {gone, kept}
    assert set(Enrolment.objects.all()) == {kept}


def test_place_given_back_is_kept_thirty_days_from_that_day():
    course = CourseFactory()
    row = enter(course, "Bob")
    now = timezone.now()

    with at(now + timedelta(days=40)):
        row.withdraw()
        erase_enrolments(0)
    before = Enrolment.objects.count()
    with at(now + timedelta(days=40) + WITHDRAWN_KEPT + timedelta(minutes=5)):
        erase_enrolments(0)

    assert (before, Enrolment.objects.count()) == (1, 0)


@pytest.mark.parametrize(("asked", "answer"), [("closing", 302), ("after", 400)])
def test_place_asked_for_on_the_last_day_is_confirmed_after_it(client, asked, answer):
    today = timezone.localdate()
    course = CourseFactory(closes_on=today - timedelta(days=1))
    moment = timezone.now() - timedelta(days=1) if asked == "closing" else timezone.now()
    row = EnrolmentFactory(course=course, unconfirmed=True, created_at=moment)

    page = client.get(row.get_own_url()).text
    response = client.post(row.get_own_url(), {"action": "confirm"})

    assert ("Oui, je m’inscris" in page) == (answer == 302)
    assert response.status_code == answer


def test_taking_somebody_off_the_list_asks_first_and_says_what_goes(client, member, organisation):
    course = CourseFactory(organisation=organisation)
    attendance = AttendanceFactory(workshop=WorkshopFactory(course=course, days=-3))
    ana = attendance.enrolment
    client.force_login(member)
    remove = reverse("initiatives:enrolment-remove", args=[course.slug, ana.pk])

    team = client.get(course.get_team_url()).text
    asked = client.get(remove).text
    untouched = Enrolment.objects.get().state
    old = client.post(f"{course.get_absolute_url()}equipe/action/", {"action": "remove", "enrolment": ana.pk})
    client.post(remove)

    assert f'href="{remove}"' in team
    assert "1 h 30 suivies sont notées" in asked.replace("\N{NO-BREAK SPACE}", " ")
    assert (untouched, old.status_code) == ("confirmed", 400)
    assert Enrolment.objects.get().state == "cancelled"


@pytest.mark.parametrize("by_team", [True, False])
def test_who_comes_back_has_their_hours_and_answers_again(by_team):
    course = CourseFactory()
    StatementFactory(course=course)
    answered(course, [(1, None)])
    course.enrolments.update(name="Ána Lopès", name_given="ANA")
    ana = course.enrolments.get()
    AttendanceFactory(workshop=WorkshopFactory(course=course, days=-3), enrolment=ana)
    ana.withdraw()
    email = ana.email.upper()

    if by_team:
        back = Enrolment.objects.enter_as(course, email=email, name="Ana")
    else:
        Enrolment.objects.ask(course, email=email, name="Ana")
        back = Enrolment.objects.get(state="unconfirmed")
        back.enter()

    rows = dict(Enrolment.objects.with_minutes().values_list("pk", "minutes"))
    assert rows == {ana.pk: 0, back.pk: 90}
    assert back.respondent.answers.count() == 1


def test_who_shares_an_address_does_not_have_another_s_hours():
    course = CourseFactory()
    StatementFactory(course=course)
    answered(course, [(1, None)])
    course.enrolments.update(name="Ána Lopès")
    ana = course.enrolments.get()
    AttendanceFactory(workshop=WorkshopFactory(course=course, days=-3), enrolment=ana)
    ana.withdraw()

    other = Enrolment.objects.enter_as(course, email=ana.email, name="Rui Lopès")
    taken = other.attendances.exists()
    other.withdraw()
    back = Enrolment.objects.enter_as(course, email=ana.email, name="ana lopes")

    rows = dict(Enrolment.objects.with_minutes().values_list("pk", "minutes"))
    assert not taken
    assert rows == {ana.pk: 0, other.pk: 0, back.pk: 90}
    assert Respondent.objects.get().enrolment == back


def test_people_are_erased_in_time_but_certificates_answers_and_hours_stay():
    course = CourseFactory()
    StatementFactory(course=course)
    workshop = WorkshopFactory(course=course, days=-3)
    answered(course, [(1, 3)])
    enrolment = course.enrolments.get()
    AttendanceFactory(workshop=workshop, enrolment=enrolment, minutes=90)
    course.end(by=None)
    certificate = CertificateFactory(course=course, enrolment=enrolment, name=enrolment.name)

    with at(course.ended_at + KEPT_AFTER - timedelta(hours=1)):
        erase_enrolments(0)
    before = Enrolment.objects.count()
    with at(course.ended_at + KEPT_AFTER + timedelta(hours=1)):
        erase_enrolments(0)

    course.refresh_from_db()
    certificate.refresh_from_db()
    assert (before, Enrolment.objects.count(), Attendance.objects.count()) == (1, 0, 0)
    assert (course.kept_people, course.kept_minutes) == (1, 90)
    assert (certificate.name, certificate.enrolment) == (enrolment.name, None)
    assert Answer.objects.count() == 2
    assert Respondent.objects.get().enrolment is None


def test_course_that_nobody_closes_closes_by_itself():
    course = CourseFactory(running=True)
    workshop = WorkshopFactory(course=course)
    draft = CourseFactory(draft=True)
    last = workshop.occurrence.ends_at

    with at(last + CLOSED_AFTER - timedelta(hours=1)):
        close_courses(0)
    before = Course.objects.get(pk=course.pk).state
    with at(last + CLOSED_AFTER + timedelta(hours=1)):
        close_courses(0)

    assert before == "running"
    assert Course.objects.get(pk=course.pk).state == "ended"
    assert Course.objects.get(pk=draft.pk).state == "draft"


# What the agenda changes


def test_date_moved_or_called_off_in_the_agenda_is_told_once(mailoutbox):
    workshop = WorkshopFactory(title="Écouter")
    EnrolmentFactory(course=workshop.course, email="ana@example.org")
    EnrolmentFactory(course=workshop.course, waiting=True)
    tell_enrolled(0)
    date = workshop.occurrence
    assert mailoutbox == []

    date.change(
        by=None, starts_at=date.starts_at + timedelta(days=1), ends_at=date.ends_at + timedelta(days=1)
    )
    tell_enrolled(0)
    tell_enrolled(0)
    date.cancel(by=None)
    tell_enrolled(0)
    date.restore(by=None)
    tell_enrolled(0)

    assert subjects(mailoutbox) == [
        ("ana", "Changement de date : Écouter"),
        ("ana", "Annulé ou reporté : Écouter"),
        ("ana", "Finalement maintenu : Écouter"),
    ]


def test_date_that_leaves_the_agenda_leaves_the_workshop_and_is_told(mailoutbox):
    workshop = WorkshopFactory(title="Écouter")
    EnrolmentFactory(course=workshop.course)
    tell_enrolled(0)

    workshop.occurrence.delete()
    tell_enrolled(0)
    tell_enrolled(0)

    workshop.refresh_from_db()
    assert (workshop.occurrence, workshop.minutes) == (None, 0)
    assert len(mailoutbox) == 1
    assert "n’a plus de date" in mailoutbox[0].body


def test_place_that_changes_is_told(mailoutbox):
    there, here = PlaceFactory(name="Maison"), PlaceFactory(name="Square")
    date = EventFactory(place=there).occurrences.get()
    workshop = WorkshopFactory(title="Écouter", occurrence=date)
    EnrolmentFactory(course=workshop.course)

    Event.objects.update(place=here)
    tell_enrolled(0)
    tell_enrolled(0)

    assert [mail.subject for mail in mailoutbox] == ["Changement de lieu : Écouter"]
    assert "Square" in mailoutbox[0].body
    assert "(il était annoncé à cet endroit : Maison)" in mailoutbox[0].body


def test_date_that_is_fixed_and_a_workshop_that_is_added_are_told(mailoutbox):
    course = CourseFactory(draft=True)
    dateless = WorkshopFactory(course=course, title="Écouter", occurrence=None, is_told=False)
    WorkshopFactory(course=course, title="Dire", is_told=False, told_starts_at=None)
    course.open(by=None)
    EnrolmentFactory(course=course, email="ana@example.org")
    tell_enrolled(0)
    before = len(mailoutbox)

    dateless.refresh_from_db()
    dateless.occurrence = EventFactory().occurrences.get()
    dateless.save()
    WorkshopFactory(course=course, title="Agir", is_told=False, told_starts_at=None)
    WorkshopFactory(course=course, title="Plus tard", is_told=False, occurrence=None)
    tell_enrolled(0)
    tell_enrolled(0)

    assert before == 0
    assert sorted(subjects(mailoutbox)) == [
        ("ana", "La date est fixée : Écouter"),
        ("ana", "Un atelier de plus : Agir"),
    ]


def test_date_of_an_event_that_is_not_public_yet_is_told_once_it_is(mailoutbox):
    workshop = WorkshopFactory(title="Écouter", told_starts_at=None, told_place=None)
    EnrolmentFactory(course=workshop.course)
    Event.objects.update(state="pending")

    tell_enrolled(0)
    before = len(mailoutbox)
    Event.objects.update(state="published")
    tell_enrolled(0)
    tell_enrolled(0)

    assert before == 0
    assert [mail.subject for mail in mailoutbox] == ["La date est fixée : Écouter"]


def test_workshop_called_off_before_it_was_told_is_not_told(mailoutbox):
    workshop = WorkshopFactory(is_told=False, told_starts_at=None, told_place=None)
    EnrolmentFactory(course=workshop.course)
    workshop.occurrence.cancel(by=None)

    tell_enrolled(0)

    assert mailoutbox == []
    assert not Workshop.objects.to_tell().exists()


def test_workshop_that_is_removed_is_told_unless_it_is_past_or_was_called_off(mailoutbox):
    course = CourseFactory()
    EnrolmentFactory(course=course)
    coming, dateless, past, off = (
        WorkshopFactory(course=course, title="Écouter"),
        WorkshopFactory(course=course, title="Dire", occurrence=None),
        WorkshopFactory(course=course, days=-5),
        WorkshopFactory(course=course, told_off=True),
    )

    for workshop in (coming, dateless, past, off):
        workshop.remove()

    assert not Workshop.objects.exists()
    assert [mail.subject for mail in mailoutbox] == ["Atelier retiré : Écouter", "Atelier retiré : Dire"]
    assert "ne fait plus partie" in mailoutbox[0].body


def test_certificate_keeps_its_course():
    certificate = CertificateFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        certificate.course.delete()

    assert Certificate.objects.count() == 1
