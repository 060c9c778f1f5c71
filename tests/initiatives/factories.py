"""Sheets as they leave the form: told, carried, and with their first version."""

import io

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from initiatives.models import Finding, Initiative, Lever, Obstacle, Photo, Transfer
from tests.factories import OrganisationFactory, UserFactory


class InitiativeFactory(DjangoModelFactory):
    """A public sheet."""

    class Meta:
        model = Initiative
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(state=Initiative.State.DRAFT, published_at=None)
        review = factory.Trait(
            state=Initiative.State.REVIEW,
            published_at=None,
            submitted_at=factory.LazyFunction(timezone.now),
        )
        archived = factory.Trait(state=Initiative.State.ARCHIVED)

    title = factory.Sequence("Initiative {}".format)
    summary = "Des voisins ont planté un verger."
    carrier = factory.SubFactory(OrganisationFactory)
    agreed_carrier = factory.SelfAttribute("carrier")
    author = factory.SubFactory(UserFactory)
    state = Initiative.State.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def themes(self, create, extracted, **kwargs):
        if create and extracted:
            self.themes.set(extracted)

    @factory.post_generation
    def districts(self, create, extracted, **kwargs):
        if create and extracted:
            self.districts.set(extracted)

    @factory.post_generation
    def told(self, create, extracted, **kwargs):
        if create:
            self.write_version(by=self.author)
            self.refresh_from_db()


class ObstacleFactory(DjangoModelFactory):
    class Meta:
        model = Obstacle

    name = factory.Sequence("Frein {}".format)
    slug = factory.Sequence("frein-{}".format)


class LeverFactory(DjangoModelFactory):
    class Meta:
        model = Lever

    name = factory.Sequence("Levier {}".format)
    slug = factory.Sequence("levier-{}".format)


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    initiative = factory.SubFactory(InitiativeFactory)
    obstacle = factory.SubFactory(ObstacleFactory)
    lever = factory.SubFactory(LeverFactory)
    outcome = Finding.Outcome.WORKED


class TransferFactory(DjangoModelFactory):
    class Meta:
        model = Transfer

    adaptation = factory.SubFactory(InitiativeFactory)
    source = factory.SubFactory(InitiativeFactory)


class PhotoFactory(DjangoModelFactory):
    """A small picture, stored with its thumbnail."""

    class Meta:
        model = Photo

    initiative = factory.SubFactory(InitiativeFactory)
    alt = "Un potager"

    @factory.lazy_attribute
    def image(self):
        output = io.BytesIO()
        Image.new("RGB", (32, 18), "#2c6b43").save(output, "PNG")
        return ContentFile(output.getvalue(), name="photo.png")
