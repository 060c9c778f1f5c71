"""Certificates: for whom, what they bear for ever, what a number confirms, and that guessing leads nowhere."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone
from pypdf import PdfReader

from initiatives import numbering
from initiatives.models import Certificate, Course
from initiatives.views.certificates import CHECKS
from tests.factories import EventFactory
from tests.initiatives.course_factories import (
    CertificateFactory,
    CourseFactory,
    EnrolmentFactory,
    WorkshopFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def followed():
    """A course of two workshops of three hours: Ana came to both, Bob to one."""
    course = CourseFactory(running=True, minimum_share=80, title="Coopérer")
    first, second = (WorkshopFactory(course=course, days=days, hours=3) for days in (-20, -6))
    ana, bob = (
        EnrolmentFactory(course=course, name=name, email=f"{name}@example.org") for name in ("Ana", "Bob")
    )
    first.record({(ana.pk, 1): "present", (bob.pk, 1): "online"})
    second.record({(ana.pk, 1): "present", (bob.pk, 1): "absent"})
    course.end(by=None)
    return course


def test_certificate_is_for_those_who_were_there_enough(followed, coordinator, mailoutbox):
    given = Certificate.objects.issue(followed, by=coordinator)
    again = Certificate.objects.issue(followed, by=coordinator)

    assert [(row.name, row.minutes, row.total_minutes) for row in given] == [("Ana", 360, 360)]
    assert again == []
    assert [mail.to for mail in mailoutbox] == [["Ana@example.org"]]
    assert given[0].spaced_number in mailoutbox[0].body


def test_workshop_that_was_called_off_is_asked_of_nobody(followed):
    last = followed.workshops.last()
    last.attendances.all().delete()
    last.occurrence.cancel(by=None)

    given = Certificate.objects.issue(followed, by=None)

    assert {row.name: row.total_minutes for row in given} == {"Ana": 180, "Bob": 180}


def test_hours_of_a_workshop_that_was_called_off_count_for_nobody(followed):
    followed.workshops.last().occurrence.cancel(by=None)

    given = Certificate.objects.issue(followed, by=None)

    assert {row.name: (row.minutes, row.total_minutes) for row in given} == {
        "Ana": (180, 180),
        "Bob": (180, 180),
    }


def test_hours_are_those_of_the_agenda_when_it_is_given(followed):
    date = followed.workshops.first().occurrence
    date.change(by=None, starts_at=date.starts_at, ends_at=date.ends_at + timedelta(hours=1))

    given = Certificate.objects.issue(followed, by=None)

    assert [(row.name, row.minutes, row.total_minutes) for row in given] == [("Ana", 420, 420)]


def test_half_day_that_is_no_more_counts_nothing():
    course = CourseFactory()
    start = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=9)
    event = EventFactory(starts_at=start, ends_at=start + timedelta(hours=8))
    workshop = WorkshopFactory(course=course, occurrence=event.occurrences.get())
    ana = EnrolmentFactory(course=course, name="Ana")
    workshop.record({(ana.pk, 1): "present", (ana.pk, 2): "present"})
    date = workshop.occurrence
    date.change(by=None, starts_at=date.starts_at, ends_at=date.starts_at + timedelta(hours=3))

    course.end(by=None)

    assert course.enrolments.with_minutes().get().minutes == 180


@pytest.mark.parametrize("state", ["open", "running"])
def test_nothing_is_certified_while_the_course_goes_on(followed, state):
    Course.objects.update(state=state, ended_at=None)

    with pytest.raises(ValidationError, match="après la dernière date"):
        Certificate.objects.issue(followed, by=None)

    assert not Certificate.objects.exists()


def test_nothing_is_certified_before_a_date_added_since_the_end(followed):
    WorkshopFactory(course=followed, days=3)

    with pytest.raises(ValidationError, match="après la dernière date"):
        Certificate.objects.issue(followed, by=None)


def test_course_without_dates_certifies_nothing():
    with pytest.raises(ValidationError, match="Aucun atelier"):
        Certificate.objects.issue(CourseFactory(ended=True), by=None)


def test_what_a_certificate_bears_never_changes(followed):
    certificate = CertificateFactory()

    for change in ({"name": "Autre"}, {"minutes": 5000}, {"number": numbering.new()}):
        with pytest.raises(ProgrammingError, match="pgtrigger"), transaction.atomic():
            Certificate.objects.filter(pk=certificate.pk).update(**change)


def test_revoked_says_why_and_another_can_be_given(followed, client, member):
    [certificate] = Certificate.objects.issue(followed, by=None)

    with pytest.raises(ValidationError):
        certificate.revoke(by=member, reason=" ")
    certificate.revoke(by=member, reason="Nom mal écrit")
    [other] = Certificate.objects.issue(followed, by=None)
    page = client.get(certificate.get_absolute_url()).text

    assert certificate.number != other.number
    assert "Attestation révoquée" in page
    assert "Nom mal écrit" not in page
    assert client.get(certificate.get_pdf_url()).status_code == 404
    assert "Attestation valable" in client.get(other.get_absolute_url()).text


def test_database_refuses_two_that_are_valid_and_a_revocation_without_reason(followed):
    [certificate] = Certificate.objects.issue(followed, by=None)

    for work in (
        lambda: CertificateFactory(enrolment=certificate.enrolment),
        lambda: CertificateFactory(revoked_at="2026-11-01T00:00Z"),
        lambda: CertificateFactory(number="ABC"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            work()


def test_number_is_confirmed_however_it_is_typed(client):
    certificate = CertificateFactory(name="Samia Belkacem", course_title="Coopérer")

    for typed in (certificate.number, certificate.spaced_number.lower(), f" {certificate.spaced_number} "):
        response = client.get("/formations/attestations/", {"numero": typed}, follow=True)
        assert response.redirect_chain[0][0] == certificate.get_absolute_url()
        for words in (
            "Attestation valable",
            "Samia Belkacem",
            "Coopérer",
            "du 12 septembre 2026 au 21 novembre 2026",
        ):
            assert words in response.text


def test_unknown_number_is_said_to_be_unknown_and_a_mistyped_one_mistyped(client):
    certificate = CertificateFactory()
    wrong = certificate.number[:-1] + ("0" if certificate.number[-1] != "0" else "1")

    unknown = client.get(f"/formations/attestations/{numbering.new()}/")
    mistyped = client.get(f"/formations/attestations/{wrong}/")
    form = client.get("/formations/attestations/", {"numero": wrong})

    assert (unknown.status_code, mistyped.status_code, form.status_code) == (404, 404, 200)
    assert "Ce numéro n’est pas connu" in unknown.text
    assert "Ce numéro est mal recopié" in mistyped.text
    assert "il manque un caractère, ou l’un d’eux est faux" in form.text
    assert certificate.name not in unknown.text + mistyped.text


def test_guessing_is_stopped_for_known_numbers_too(client):
    cache.clear()
    certificate = CertificateFactory()

    statuses = [
        client.get(f"/formations/attestations/{numbering.new()}/").status_code
        for _ in range(CHECKS["amount"])
    ]
    known = client.get(certificate.get_absolute_url())

    assert set(statuses) == {404}
    assert known.status_code == 429
    assert "Réessayez dans dix minutes" in known.text
    assert client.get(certificate.get_pdf_url()).status_code == 429


def test_address_says_nothing_to_search_engines(client):
    certificate = CertificateFactory()

    assert 'content="noindex"' in client.get(certificate.get_absolute_url()).text


def test_pdf_bears_the_number_and_where_to_check_it(client, settings):
    settings.SITE_URL = "https://cooperation.example.org"
    certificate = CertificateFactory(name="Noëlle Vidal", course_title="Pouvoir d’agir")

    response = client.get(certificate.get_pdf_url())

    reader = PdfReader(io.BytesIO(response.content))
    text = " ".join(reader.pages[0].extract_text().split())
    assert len(reader.pages) == 1
    for words in ("Noëlle Vidal", "Pouvoir d’agir", certificate.spaced_number, "12 septembre 2026", "16 h"):
        assert words in text.replace("\N{NO-BREAK SPACE}", " "), words
    assert "cooperation.example.org/formations/attestations/" in text
    links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0].get("/Annots", [])]
    assert links == [f"https://cooperation.example.org{certificate.get_absolute_url()}"]


def test_pdf_bears_the_day_of_marseille(client):
    certificate = CertificateFactory(issued_at=datetime(2026, 11, 30, 23, 30, tzinfo=UTC))

    text = PdfReader(io.BytesIO(client.get(certificate.get_pdf_url()).content)).pages[0].extract_text()
    page = client.get(certificate.get_absolute_url()).text

    assert "1er décembre 2026" in text
    assert "1er décembre 2026" in page


@pytest.mark.parametrize(
    "name", ["Wilhelmina-Alexandrine de la Tour d’Auvergne-Lauraguais et Compagnie", "#set *x* $1$"]
)
def test_pdf_holds_any_name(client, name):
    certificate = CertificateFactory(name=name[:80], course_title="Très long titre " * 9)

    response = client.get(certificate.get_pdf_url())

    assert len(PdfReader(io.BytesIO(response.content)).pages) == 1


def test_team_revokes_on_its_page(client, followed, coordinator):
    [certificate] = Certificate.objects.issue(followed, by=None)
    client.force_login(coordinator)
    address = f"{followed.get_absolute_url()}attestations/{certificate.pk}/revoquer/"

    without = client.post(address, {"reason": ""})
    client.post(address, {"reason": "Erreur de nom"})

    certificate.refresh_from_db()
    assert without.context["form"].has_error("reason")
    assert (certificate.is_valid, certificate.revoked_by) == (False, coordinator)
    assert client.get(address).status_code == 404


def test_enrolment_gone_certificate_stays(client, followed):
    [certificate] = Certificate.objects.issue(followed, by=None)

    followed.forget_people()

    assert "Attestation valable" in client.get(certificate.get_absolute_url()).text
    assert followed.enrolments.count() == 0


def test_late_correction_of_a_duration_counts_anew(followed):
    workshop = followed.workshops.first()
    workshop.planned_minutes = 150
    workshop.save()

    workshop.recount()

    [ana, _bob] = followed.enrolments.with_minutes().order_by("name")
    assert ana.minutes == 150 + 180


def test_dates_are_those_that_were_held(followed):
    [certificate] = Certificate.objects.issue(followed, by=None)

    assert certificate.ends_on - certificate.starts_on == timedelta(days=14)
