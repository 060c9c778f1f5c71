"""The administration of courses: what it shows, what it may change, and that it leads to nobody's own page."""

import pytest
from django.urls import reverse

from initiatives.models import Attendance, Certificate, Method, Statement
from tests.factories import UserFactory
from tests.initiatives.course_factories import (
    AttendanceFactory,
    CertificateFactory,
    CourseFactory,
    EnrolmentFactory,
    MethodFactory,
    StatementFactory,
    WorkshopFactory,
    answered,
)

pytestmark = pytest.mark.django_db

MODELS = ["course", "method", "enrolment", "certificate"]


@pytest.fixture
def administrator(client):
    user = UserFactory(administrator=True)
    client.force_login(user)
    return user


def make_all():
    course = CourseFactory()
    WorkshopFactory(course=course)
    StatementFactory(course=course)
    enrolment = EnrolmentFactory(course=course)
    certificate = CertificateFactory(course=course, enrolment=enrolment)
    return dict(zip(MODELS, (course, MethodFactory(), enrolment, certificate), strict=True))


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_rows_open(client, administrator, model):
    rows = make_all()

    listed = client.get(reverse(f"admin:initiatives_{model}_changelist"), {"q": "a"})
    row = client.get(reverse(f"admin:initiatives_{model}_change", args=[rows[model].pk]))

    assert (listed.status_code, row.status_code) == (200, 200)


@pytest.mark.parametrize("model", MODELS)
def test_lists_ask_a_constant_number_of_queries(client, administrator, django_assert_max_num_queries, model):
    make_all()
    address = reverse(f"admin:initiatives_{model}_changelist")
    with django_assert_max_num_queries(9):
        client.get(address)
    make_all()
    make_all()

    with django_assert_max_num_queries(9):
        client.get(address)


def test_enrolments_are_read_and_their_own_page_is_not_reached(client, administrator):
    enrolment = make_all()["enrolment"]
    address = reverse("admin:initiatives_enrolment_change", args=[enrolment.pk])

    page = client.get(address)

    assert "Voir sur le site" not in page.text
    assert enrolment.token not in page.text
    assert client.post(address, {"name": "Autre"}).status_code == 403
    assert client.get(reverse("admin:initiatives_enrolment_add")).status_code == 403
    assert client.get(reverse("admin:initiatives_enrolment_delete", args=[enrolment.pk])).status_code == 403


def test_certificate_is_erased_whole_or_not_changed(client, administrator):
    certificate = make_all()["certificate"]

    changed = client.post(
        reverse("admin:initiatives_certificate_change", args=[certificate.pk]), {"name": "Autre"}
    )
    client.post(reverse("admin:initiatives_certificate_delete", args=[certificate.pk]), {"post": "yes"})

    assert changed.status_code == 403
    assert not Certificate.objects.exists()


def course_form(client, course):
    """(the address of a course's page, what it sends as it is)"""
    address = reverse("admin:initiatives_course_change", args=[course.pk])
    page = client.get(address)
    data = {
        name: value for name, value in page.context["adminform"].form.initial.items() if value is not None
    }
    for formset in page.context["inline_admin_formsets"]:
        for form in (formset.formset.management_form, *formset.formset.initial_forms):
            for field in form:
                value = field.value()
                data[field.html_name] = "" if value is None else value
    return address, data


def test_workshop_where_people_were_noted_is_not_taken_away_there(client, administrator):
    attendance = AttendanceFactory()
    address, data = course_form(client, attendance.workshop.course)

    done = client.post(address, data | {"workshops-0-DELETE": "on"})

    assert "workshops-0-DELETE" not in client.get(address).text
    assert done.status_code == 302
    assert Attendance.objects.count() == 1


def test_more_places_let_in_who_waits(client, administrator, mailoutbox):
    course = CourseFactory(capacity=1)
    EnrolmentFactory(course=course)
    waiting = EnrolmentFactory(course=course, waiting=True)
    address, data = course_form(client, course)

    client.post(address, data | {"capacity": 2})

    waiting.refresh_from_db()
    assert waiting.is_confirmed
    assert [mail.to for mail in mailoutbox] == [[waiting.email]]


def test_course_and_method_that_serve_are_not_deleted(client, administrator):
    rows = make_all()

    statuses = {
        model: client.post(
            reverse(f"admin:initiatives_{model}_delete", args=[rows[model].pk]), {"post": "yes"}
        )
        for model in ("course", "method")
    }

    assert {model: answer.status_code for model, answer in statuses.items()} == {"course": 403, "method": 403}
    assert Method.objects.count() == 1


def test_statement_that_was_answered_does_not_change_there_either(client, administrator):
    course = CourseFactory()
    statement = StatementFactory(course=course, text="J’ose.")
    answered(course, [(2, None)])
    address = reverse("admin:initiatives_course_change", args=[course.pk])
    form = client.get(address).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}
    data |= {
        **{"workshops-TOTAL_FORMS": 0, "workshops-INITIAL_FORMS": 0},
        **{"statements-TOTAL_FORMS": 1, "statements-INITIAL_FORMS": 1},
        **{"statements-0-id": statement.pk, "statements-0-course": course.pk},
        "statements-0-text": "Je n’ose pas.",
    }

    refused = client.post(address, data)

    assert "a déjà des réponses" in refused.text
    assert Statement.objects.get().text == "J’ose."


def test_method_saved_there_is_found_by_its_words(client, administrator):
    method = MethodFactory(title="La ligne")
    address = reverse("admin:initiatives_method_change", args=[method.pk])
    form = client.get(address).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}

    response = client.post(address, data | {"title": "Le marché", "initiatives": "", "themes": []})

    assert response.status_code == 302
    assert "Le marché" in Method.objects.get().search_text
