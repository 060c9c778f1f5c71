"""Courses, methods and certificates."""

from datetime import timedelta

from django.utils import timezone

from initiatives import numbering
from tests.factories import ThemeFactory
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
from tests.initiatives.factories import InitiativeFactory

#  method, URL name, object                           visit  memb  mana  stra  relay part  coor  admin
ACCESS = """
GET   initiatives:course-list                         200    200   200   200   200   200   200   200
GET   initiatives:course-create                       302    200   200   200   404   200   200   404
POST  initiatives:course-create                       302    200   200   200   404   200   200   404
GET   initiatives:course-detail        course         200    200   200   200   200   200   200   200
GET   initiatives:course-detail        draft-course   404    200   200   404   404   404   200   404
GET   initiatives:course-edit          course         302    200   200   404   404   404   200   404
POST  initiatives:course-edit          course         302    200   200   404   404   404   200   404
GET   initiatives:course-team          course         302    200   200   404   404   404   200   404
GET   initiatives:course-action        course         302    405   405   405   405   405   405   405
POST  initiatives:course-action        course         302    400   400   404   404   404   400   404
GET   initiatives:course-csv           course         302    200   200   404   404   404   200   404
GET   initiatives:statements-edit      course         302    200   200   404   404   404   200   404
POST  initiatives:statements-edit      course         302    302   302   404   404   404   302   404
GET   initiatives:workshop-create      course         302    200   200   404   404   404   200   404
POST  initiatives:workshop-create      course         302    200   200   404   404   404   200   404
GET   initiatives:workshop-edit        workshop       302    200   200   404   404   404   200   404
POST  initiatives:workshop-edit        workshop       302    200   200   404   404   404   200   404
GET   initiatives:workshop-attendance  workshop       302    200   200   404   404   404   200   404
POST  initiatives:workshop-attendance  workshop       302    302   302   404   404   404   302   404
GET   initiatives:workshop-signing     workshop       302    200   200   404   404   404   200   404
GET   initiatives:enrolment-remove     enrolled       302    200   200   404   404   404   200   404
POST  initiatives:enrolment-remove     no-enrolment   302    404   404   404   404   404   404   404
GET   initiatives:certificate-revoke   given          302    200   200   404   404   404   200   404
POST  initiatives:certificate-revoke   given          302    200   200   404   404   404   200   404
GET   initiatives:enrolment-create     course         200    200   200   200   200   200   200   200
GET   initiatives:enrolment-create     draft-course   404    404   404   404   404   404   404   404
POST  initiatives:enrolment-create     course         200    200   200   200   200   200   200   200
GET   initiatives:enrolment            enrolment      200    200   200   200   200   200   200   200
GET   initiatives:enrolment            not-ours       404    404   404   404   404   404   404   404
POST  initiatives:enrolment            enrolment      400    400   400   400   400   400   400   400
GET   initiatives:questionnaire        before         200    200   200   200   200   200   200   200
GET   initiatives:questionnaire        elsewhen       404    404   404   404   404   404   404   404
POST  initiatives:questionnaire        before         200    200   200   200   200   200   200   200
GET   initiatives:certificate-form                    200    200   200   200   200   200   200   200
GET   initiatives:certificate-check    certificate    200    200   200   200   200   200   200   200
GET   initiatives:certificate-check    unknown        404    404   404   404   404   404   404   404
GET   initiatives:certificate-pdf      certificate    200    200   200   200   200   200   200   200
GET   initiatives:certificate-pdf      unknown        404    404   404   404   404   404   404   404
GET   initiatives:method-list                         200    200   200   200   200   200   200   200
GET   initiatives:method-create                       302    200   200   200   200   200   200   404
POST  initiatives:method-create                       302    200   200   200   200   200   200   404
GET   initiatives:method-detail        method         200    200   200   200   200   200   200   200
GET   initiatives:method-detail        draft-method   404    200   200   404   200   404   200   404
GET   initiatives:method-pdf           method         200    200   200   200   200   200   200   200
GET   initiatives:method-pdf           draft-method   404    200   200   404   200   404   200   404
GET   initiatives:method-edit          method         302    200   200   404   404   404   200   404
POST  initiatives:method-edit          method         302    200   200   404   404   404   200   404
GET   initiatives:method-action        method         302    405   405   405   405   405   405   405
POST  initiatives:method-action        method         302    400   400   404   404   404   400   404
GET   initiatives:method-use           method         302    405   405   405   405   405   405   405
POST  initiatives:method-use           method         302    302   302   302   302   302   302   302
"""


def things(people, organisation):
    course = CourseFactory(organisation=organisation)
    StatementFactory(course=course)
    workshop = WorkshopFactory(course=course)
    enrolment = EnrolmentFactory(course=course)
    certificate = CertificateFactory(course=course)
    draft = MethodFactory(organisation=organisation, author=people["relay"], state="draft")
    return {
        "course": [course.slug],
        "draft-course": [CourseFactory(organisation=organisation, draft=True).slug],
        "workshop": [course.slug, workshop.pk],
        "enrolled": [course.slug, enrolment.pk],
        "no-enrolment": [course.slug, 0],
        "given": [course.slug, certificate.pk],
        "enrolment": [enrolment.token],
        "not-ours": [f"{enrolment.pk}:signature"],
        "before": [enrolment.token, "avant"],
        "elsewhen": [enrolment.token, "jamais"],
        "certificate": [certificate.spaced_number],
        "unknown": [numbering.spaced(numbering.new())],
        "method": [MethodFactory(organisation=organisation).slug],
        "draft-method": [draft.slug],
    }


SENT = {"initiatives:statements-edit": {"affirmations-TOTAL_FORMS": 0, "affirmations-INITIAL_FORMS": 0}}


def looked_at(people, organisation):
    """A course to come, one that is over with results and certificates, and methods that were used."""
    theme = ThemeFactory()
    initiative = InitiativeFactory(carrier=organisation)
    InitiativeFactory(carrier=organisation)
    method = MethodFactory(
        organisation=organisation, themes=[theme], material="- papier", precautions="Écouter."
    )
    method.initiatives.add(initiative)
    mine = MethodFactory(organisation=organisation, state="draft")
    MethodFactory(state="pending", submitted_at=timezone.now(), organisation=None)
    course = CourseFactory(
        organisation=organisation,
        trainers="Nadège",
        audience="Tout le monde.",
        programme="Six ateliers.",
        capacity=1,
        closes_on=timezone.localdate() + timedelta(days=9),
    )
    first = WorkshopFactory(course=course, description="On se présente.")
    first.methods.add(method)
    whole_day = WorkshopFactory(course=course, occurrence=None, planned_minutes=180)
    WorkshopFactory(course=course, days=7).occurrence.cancel(by=None)
    later = CourseFactory(opens_on=timezone.localdate() + timedelta(days=5))
    StatementFactory(course=course)
    enrolment = EnrolmentFactory(course=course, organisation=organisation)
    waiting = EnrolmentFactory(course=course, waiting=True)
    asked = EnrolmentFactory(course=course, unconfirmed=True)
    over = CourseFactory(organisation=organisation, ended=True)
    StatementFactory.create_batch(2, course=over)
    answered(over, [(1, 3)] * 6)
    held = WorkshopFactory(course=over, days=-20)
    followed = EnrolmentFactory(course=over)
    AttendanceFactory(workshop=held, enrolment=followed)
    certificate = CertificateFactory(course=over, enrolment=followed)
    revoked = CertificateFactory(course=over, revoked=True)
    public = [
        *("/formations/", course.get_absolute_url(), over.get_absolute_url()),
        *(f"{course.get_absolute_url()}inscription/", f"{over.get_absolute_url()}inscription/"),
        *(f"{later.get_absolute_url()}inscription/", later.get_absolute_url()),
        *(row.get_own_url() for row in (enrolment, waiting, asked, followed)),
        *(enrolment.get_questionnaire_url("avant"), enrolment.get_questionnaire_url("apres")),
        *("/formations/methodes/", f"/formations/methodes/?q=x&theme={theme.slug}&duree=60"),
        *(method.get_absolute_url(), "/formations/attestations/", "/formations/attestations/?numero=x"),
        *(certificate.get_absolute_url(), revoked.get_absolute_url()),
    ]
    team = [
        *(course.get_team_url(), over.get_team_url(), f"{course.get_absolute_url()}modifier/"),
        *("/formations/ajouter/", f"{course.get_absolute_url()}questionnaire/"),
        *(f"{course.get_absolute_url()}ateliers/ajouter/", first.get_edit_url()),
        *(first.get_attendance_url(), whole_day.get_attendance_url()),
        f"{over.get_absolute_url()}attestations/{certificate.pk}/revoquer/",
    ]
    writing = [
        "/formations/methodes/ecrire/",
        f"{method.get_absolute_url()}modifier/",
        mine.get_absolute_url(),
    ]
    return {
        "visitor": public,
        "member": [*team, *writing, method.get_absolute_url(), f"{later.get_absolute_url()}inscription/"],
        "coordinator": ["/formations/methodes/", course.get_absolute_url()],
    }
