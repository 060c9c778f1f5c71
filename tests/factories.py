"""Boring objects; a trait names what is special."""

from datetime import timedelta

import factory
from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from agenda.models import Booking, CoOrganising, Event, Registration, Room, Seats, Source
from agenda.models.occurrences import start_of_day
from associations.models import (
    Contact,
    District,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    Place,
    Report,
    Theme,
)
from cooperation.core.models import User
from habitants.models import Relay


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        coordinator = factory.Trait(is_coordinator=True)
        administrator = factory.Trait(is_staff=True, is_superuser=True)

    email = factory.Sequence("personne{}@example.org".format)
    display_name = factory.Sequence("Personne {}".format)
    password = factory.django.Password("motdepasse-de-test")

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        """An account as allauth leaves it once the address is confirmed."""
        if create and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    name = factory.Sequence("Thème {}".format)
    slug = factory.Sequence("theme-{}".format)


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District

    name = factory.Sequence("Quartier {}".format)
    slug = factory.Sequence("quartier-{}".format)
    insee = "13209"
    postal_code = "13009"
    latitude = 43.25
    longitude = 5.40


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    name = factory.Sequence("Lieu {}".format)
    address = factory.Sequence("{} rue de l’Exemple".format)
    postal_code = "13009"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    class Params:
        partner = factory.Trait(kind=Organisation.Kind.VILLE)

    name = factory.Sequence("Association {}".format)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    class Params:
        manager = factory.Trait(role=Membership.Role.MANAGER)

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class RelayFactory(DjangoModelFactory):
    class Meta:
        model = Relay

    user = factory.SubFactory(UserFactory)
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=150))


class EventFactory(DjangoModelFactory):
    """A public event tomorrow from 18:00 to 19:30, its dates written down."""

    class Meta:
        model = Event
        skip_postgeneration_save = True

    class Params:
        pending = factory.Trait(state=Event.State.PENDING, submitted_at=factory.LazyFunction(timezone.now))
        draft = factory.Trait(state=Event.State.DRAFT)
        weekly = factory.Trait(rrule="FREQ=WEEKLY")

    title = factory.Sequence("Événement {}".format)
    starts_at = factory.LazyFunction(
        lambda: timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=1)
    )
    ends_at = factory.LazyAttribute(lambda event: event.starts_at + timedelta(minutes=90))
    state = Event.State.PUBLISHED
    organiser = factory.SubFactory(OrganisationFactory)
    place = factory.SubFactory(PlaceFactory)

    @factory.post_generation
    def themes(self, create, extracted, **kwargs):
        if create and extracted:
            self.themes.set(extracted)

    @factory.post_generation
    def dates(self, create, extracted, **kwargs):
        if create and extracted is not False:
            self.write_dates()
            self.refresh_from_db()


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Contact {}".format)
    email = factory.Sequence("contact{}@example.org".format)


class InvitationFactory(DjangoModelFactory):
    """An open invitation to be a member."""

    class Meta:
        model = Invitation

    class Params:
        manager = factory.Trait(role=Membership.Role.MANAGER)
        expired = factory.Trait(expires_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1)))

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence("invite{}@example.org".format)
    invited_by = factory.SubFactory(UserFactory, coordinator=True)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=Invitation.DAYS))


class JoinRequestFactory(DjangoModelFactory):
    class Meta:
        model = JoinRequest

    organisation = factory.SubFactory(OrganisationFactory)
    user = factory.SubFactory(UserFactory)
    message = "Je suis la trésorière."


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = Report

    organisation = factory.SubFactory(OrganisationFactory)
    message = "Le téléphone ne répond plus."


class RegistrationFactory(DjangoModelFactory):
    """One person with a place at the next date of an event where one registers here, counted."""

    class Meta:
        model = Registration
        skip_postgeneration_save = True

    class Params:
        waiting = factory.Trait(state=Registration.State.WAITING)
        unconfirmed = factory.Trait(state=Registration.State.UNCONFIRMED, queued_at=None)

    occurrence = factory.LazyFunction(lambda: EventFactory(registering="here").occurrences.first())
    name = factory.Sequence("Prénom Nom {}".format)
    email = factory.Sequence("inscrite{}@example.org".format)
    state = Registration.State.CONFIRMED
    queued_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def counted(self, create, extracted, **kwargs):
        if create:
            with transaction.atomic():
                Seats.locked(self.occurrence_id).settle()
            self.refresh_from_db()


class SourceFactory(DjangoModelFactory):
    """A calendar that is followed and publishes at once, not read yet."""

    class Meta:
        model = Source

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Calendrier {}".format)
    url = factory.Sequence("https://calendrier.example.org/{}.ics".format)
    publishes = True
    added_by = factory.SubFactory(UserFactory, coordinator=True)
    next_read_at = factory.LazyFunction(timezone.now)


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = Room

    place = factory.SubFactory(PlaceFactory)
    name = factory.Sequence("Salle {}".format)
    keeper = factory.SubFactory(OrganisationFactory)


class BookingFactory(DjangoModelFactory):
    """A room, tomorrow from 10 to 12, for an organisation."""

    class Meta:
        model = Booking

    room = factory.SubFactory(RoomFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    starts_at = factory.LazyFunction(
        lambda: start_of_day(timezone.localdate() + timedelta(days=1)) + timedelta(hours=10)
    )
    ends_at = factory.LazyAttribute(lambda booking: booking.starts_at + timedelta(hours=2))


class CoOrganisingFactory(DjangoModelFactory):
    """An organisation has been asked, and told."""

    class Meta:
        model = CoOrganising

    event = factory.SubFactory(EventFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    invited_by = factory.SubFactory(UserFactory)
    told_at = factory.LazyFunction(timezone.now)
