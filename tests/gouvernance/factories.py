"""Bodies with a college of three seats, and mandates that run."""

from datetime import timedelta

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from gouvernance.consent import Kind
from gouvernance.models import (
    Actor,
    Body,
    College,
    ConcertationScheme,
    Deliberation,
    Involvement,
    ItemDocument,
    Mandate,
    Meeting,
    Prospect,
    Subject,
)


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body

    name = factory.Sequence("Instance {}".format)


class CollegeFactory(DjangoModelFactory):
    class Meta:
        model = College

    body = factory.SubFactory(BodyFactory)
    name = factory.Sequence("Collège {}".format)
    seats = 3


class MandateFactory(DjangoModelFactory):
    """On the first free seat, by somebody who agrees to be named."""

    class Meta:
        model = Mandate

    college = factory.SubFactory(CollegeFactory)
    name = factory.Sequence("Élue {}".format)
    shows_name = True
    way = Mandate.Way.ELECTED
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=200))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=200))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        mandate = model_class(*args, **kwargs)
        mandate.take_seat(by=None)
        return mandate


class SchemeFactory(DjangoModelFactory):
    class Meta:
        model = ConcertationScheme

    name = factory.Sequence("Schéma {}".format)
    adopted_on = factory.LazyFunction(timezone.localdate)
    is_public = True


class SubjectFactory(DjangoModelFactory):
    class Meta:
        model = Subject

    scheme = factory.SubFactory(SchemeFactory)
    name = factory.Sequence("Sujet {}".format)


class ActorFactory(DjangoModelFactory):
    class Meta:
        model = Actor

    scheme = factory.SubFactory(SchemeFactory)
    name = factory.Sequence("Acteur {}".format)
    sector = "social"


class InvolvementFactory(DjangoModelFactory):
    class Meta:
        model = Involvement

    subject = factory.SubFactory(SubjectFactory)
    actor = factory.SubFactory(ActorFactory, scheme=factory.SelfAttribute("..subject.scheme"))
    level = 2


class ProspectFactory(DjangoModelFactory):
    """Somebody who agreed."""

    class Meta:
        model = Prospect

    name = factory.Sequence("Candidate {}".format)
    email = factory.Sequence("vivier{}@example.org".format)
    state = Prospect.State.LISTED
    consented_at = factory.LazyFunction(timezone.now)


class MeetingFactory(DjangoModelFactory):
    """In a month, with one point on its agenda."""

    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    body = factory.SubFactory(BodyFactory)
    title = factory.Sequence("Séance {}".format)
    starts_at = factory.LazyFunction(
        lambda: timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=30)
    )
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at + timedelta(hours=2))

    @factory.post_generation
    def items(self, create, extracted, **kwargs):
        if create and extracted is not False:
            self.items.create(title="Budget", kind="decision")


class ItemDocumentFactory(DjangoModelFactory):
    class Meta:
        model = ItemDocument

    item = factory.LazyFunction(lambda: MeetingFactory().items.get())
    title = factory.Sequence("Document {}".format)
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.7 budget", name="x.pdf"))
    media_type = "application/pdf"


class DeliberationFactory(DjangoModelFactory):
    """By consent, not open yet; `open_with` opens it with so many who sit."""

    class Meta:
        model = Deliberation

    body = factory.SubFactory(BodyFactory)
    title = factory.Sequence("Délibération {}".format)
    text = "Ouvrir le local le samedi matin."


def open_with(number, *, by, **fields):
    """(an open deliberation, the deliberators invited): `by` facilitates, and is the author unless one is given."""
    body = fields.pop("body", None) or BodyFactory()
    options = fields.pop("options", [])
    people = fields.pop("people", [None] * number)
    college = CollegeFactory(body=body, seats=number)
    for person in people:
        MandateFactory(college=college, person=person)
    deliberation = DeliberationFactory(body=body, created_by=by, **fields)
    for position, label in enumerate(options):
        deliberation.options.create(position=position, label=label)
    deliberation.open(by=by)
    return deliberation, list(deliberation.deliberators.filter(is_invited=True))


def open_in_meeting(number, *, by, here=None, **fields):
    """
    As `open_with`, on the point of a meeting that is open: (it, the meeting, its attendees in the order of the voices).
    So many of them are `here`, all unless a number is given.
    """
    body = fields.pop("body", None) or BodyFactory()
    options = fields.pop("options", [])
    college = CollegeFactory(body=body, seats=number)
    for person in fields.pop("people", [None] * number):
        MandateFactory(college=college, person=person)
    meeting = MeetingFactory(body=body)
    meeting.convene(by=by)
    meeting.open(by=by)
    attendees = list(meeting.attendees.for_list())
    for row in attendees[:here]:
        row.arrive()
    deliberation = DeliberationFactory(body=body, item=meeting.items.get(), created_by=by, **fields)
    for position, label in enumerate(options):
        deliberation.options.create(position=position, label=label)
    deliberation.open(by=by)
    return deliberation, list(deliberation.deliberators.filter(is_invited=True)), attendees


def call(deliberation, *, by):
    """Until positions are taken; returns who facilitates."""
    running = deliberation.deliberators.of(by).get()
    deliberation.make(Kind.HEAR, by=running)
    deliberation.make(Kind.CALL, by=running)
    return running
