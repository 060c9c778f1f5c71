"""Bodies with a college of three seats, and mandates that run."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from gouvernance.models import Body, College, Mandate


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
    """On the first free seat."""

    class Meta:
        model = Mandate

    college = factory.SubFactory(CollegeFactory)
    name = factory.Sequence("Élue {}".format)
    way = Mandate.Way.ELECTED
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=200))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=200))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        mandate = model_class(*args, **kwargs)
        mandate.take_seat(by=None)
        return mandate
