"""Courses and methods as their forms leave them."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from initiatives import numbering
from initiatives.models import (
    Attendance,
    Certificate,
    Course,
    Enrolment,
    Method,
    Respondent,
    Statement,
    Workshop,
)
from tests.factories import EventFactory, OrganisationFactory, UserFactory


class MethodFactory(DjangoModelFactory):
    """A public method."""

    class Meta:
        model = Method
        skip_postgeneration_save = True

    title = factory.Sequence("Méthode {}".format)
    aim = "Chacun dit ce qu’il pense, sans être coupé."
    group_min, group_max, minutes = 6, 15, 45
    steps = "1. On s’assoit.\n2. On parle."
    organisation = factory.SubFactory(OrganisationFactory)
    author = factory.SubFactory(UserFactory)
    state = Method.State.PUBLISHED
    published_at = factory.LazyAttribute(
        lambda row: timezone.now() if row.state == Method.State.PUBLISHED else None
    )

    @factory.post_generation
    def themes(self, create, extracted, **kwargs):
        if create and extracted:
            self.themes.set(extracted)

    @factory.post_generation
    def found(self, create, extracted, **kwargs):
        if create:
            Method.objects.filter(pk=self.pk).refresh_search_text()


class CourseFactory(DjangoModelFactory):
    """A public course for which one enrols."""

    class Meta:
        model = Course

    class Params:
        draft = factory.Trait(state=Course.State.DRAFT)
        running = factory.Trait(state=Course.State.RUNNING)
        ended = factory.Trait(state=Course.State.ENDED, ended_at=factory.LazyFunction(timezone.now))

    title = factory.Sequence("Formation {}".format)
    summary = "Apprendre à plusieurs."
    aims = "- animer une réunion"
    organisation = factory.SubFactory(OrganisationFactory)
    state = Course.State.OPEN


class WorkshopFactory(DjangoModelFactory):
    """Tomorrow from 18:00 to 19:30, `days` later or earlier."""

    class Meta:
        model = Workshop

    class Params:
        days = 0
        hours = 1.5

    course = factory.SubFactory(CourseFactory)
    title = factory.Sequence("Atelier {}".format)
    # Whoever enrolled has read it, as it is.
    is_told = True
    told_starts_at = factory.LazyAttribute(lambda row: row.occurrence and row.occurrence.starts_at)
    told_place = factory.LazyAttribute(lambda row: row.occurrence and row.occurrence.where)

    @factory.lazy_attribute
    def occurrence(self):
        start = timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0)
        start += timedelta(days=1 + self.days)
        event = EventFactory(
            title=self.title,
            organiser=self.course.organisation,
            starts_at=start,
            ends_at=start + timedelta(hours=self.hours),
        )
        return event.occurrences.get()


class EnrolmentFactory(DjangoModelFactory):
    """Somebody who has a place."""

    class Meta:
        model = Enrolment

    class Params:
        waiting = factory.Trait(state=Enrolment.State.WAITING)
        unconfirmed = factory.Trait(state=Enrolment.State.UNCONFIRMED, queued_at=None)

    course = factory.SubFactory(CourseFactory)
    name = factory.Sequence("Prénom Nom {}".format)
    email = factory.Sequence("participante{}@example.org".format)
    state = Enrolment.State.CONFIRMED
    queued_at = factory.LazyFunction(timezone.now)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    workshop = factory.SubFactory(WorkshopFactory)
    enrolment = factory.SubFactory(EnrolmentFactory, course=factory.SelfAttribute("..workshop.course"))
    mode = Attendance.Mode.PRESENT
    minutes = 90


class StatementFactory(DjangoModelFactory):
    class Meta:
        model = Statement

    course = factory.SubFactory(CourseFactory)
    text = factory.Sequence("Je sais faire {}.".format)


class CertificateFactory(DjangoModelFactory):
    class Meta:
        model = Certificate

    class Params:
        revoked = factory.Trait(revoked_at=factory.LazyFunction(timezone.now), revoked_reason="Nom mal écrit")

    number = factory.LazyFunction(numbering.new)
    course = factory.SubFactory(CourseFactory, ended=True)
    name = "Samia Belkacem"
    course_title = factory.SelfAttribute("course.title")
    organisation_name = factory.SelfAttribute("course.organisation.name")
    starts_on = "2026-09-12"
    ends_on = "2026-11-21"
    minutes, total_minutes = 960, 1080


def answered(course, pairs):
    """One person for each (before, after), who answered the same to all statements; None: did not answer."""
    statements = list(course.statements.all())
    for before, after in pairs:
        enrolment = EnrolmentFactory(course=course)
        for moment, level in (("avant", before), ("apres", after)):
            if level is not None:
                Respondent.record(enrolment, moment, dict.fromkeys(statements, level))
