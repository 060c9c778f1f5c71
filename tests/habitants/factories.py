"""Boring objects of the selection; a trait names what is special."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from habitants.models import Application, Cohort, Criterion, Nomination, Profile, Quota, Seat, WayIn
from tests.factories import DistrictFactory, OrganisationFactory, UserFactory


def in_days(days):
    return factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=days))


class CohortFactory(DjangoModelFactory):
    """A cohort whose call is open, for four seats: one chosen, one proposed, two drawn."""

    class Meta:
        model = Cohort

    class Params:
        preparing = factory.Trait(state=Cohort.State.PREPARATION)
        frozen = factory.Trait(state=Cohort.State.FROZEN, frozen_at=factory.LazyFunction(timezone.now))
        running = factory.Trait(
            state=Cohort.State.RUNNING,
            call_opens_on=in_days(-90),
            call_closes_on=in_days(-60),
            starts_on=in_days(-30),
            ends_on=in_days(150),
        )

    name = factory.Sequence("Groupe {}".format)
    call_opens_on = in_days(-10)
    call_closes_on = in_days(20)
    starts_on = in_days(40)
    ends_on = in_days(220)
    size = 4
    seats_call = 1
    seats_nominated = 1
    seats_drawn = 2
    substitutes = 2
    selection_lead = factory.SubFactory(UserFactory)
    guarantor = factory.SubFactory(UserFactory)
    state = Cohort.State.CALL


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    cohort = factory.SubFactory(CohortFactory)
    name = factory.Sequence("Critère {}".format)


class QuotaFactory(DjangoModelFactory):
    class Meta:
        model = Quota

    criterion = factory.SubFactory(CriterionFactory)
    label = factory.Sequence("Réponse {}".format)


class ApplicationFactory(DjangoModelFactory):
    """Somebody who applied online and confirmed their address."""

    class Meta:
        model = Application

    class Params:
        unconfirmed = factory.Trait(state=Application.State.UNCONFIRMED, confirmed_at=None)

    cohort = factory.SubFactory(CohortFactory)
    name = factory.Sequence("Prénom{0} Nom{0}".format)
    email = factory.Sequence("candidate{}@example.org".format)
    birth_year = 1980
    district = factory.SubFactory(DistrictFactory)
    consent_version = "2026-11"
    consent_text = "J’accepte."
    state = Application.State.CONFIRMED
    confirmed_at = factory.LazyFunction(timezone.now)


class SeatFactory(DjangoModelFactory):
    """A seat of the call, offered."""

    class Meta:
        model = Seat

    cohort = factory.SubFactory(CohortFactory)
    application = factory.SubFactory(ApplicationFactory, cohort=factory.SelfAttribute("..cohort"))
    way_in = WayIn.CALL
    offered_at = factory.LazyFunction(timezone.now)


class ProfileFactory(DjangoModelFactory):
    class Meta:
        model = Profile

    application = factory.SubFactory(ApplicationFactory)
    quota = factory.SubFactory(QuotaFactory)
    criterion = factory.SelfAttribute("quota.criterion")


class NominationFactory(DjangoModelFactory):
    class Meta:
        model = Nomination

    cohort = factory.SubFactory(CohortFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence("Proposée {}".format)
    email = factory.Sequence("proposee{}@example.org".format)
    nominated_by = factory.SubFactory(UserFactory)
