"""Seats and mandates: what PostgreSQL refuses, composition of any day, what is announced."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gouvernance.models import Body, Mandate
from gouvernance.tasks import announce_ending_mandates
from tests.factories import OrganisationFactory, UserFactory
from tests.gouvernance.factories import BodyFactory, CollegeFactory, MandateFactory

pytestmark = pytest.mark.django_db


def refused(constraint, work):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        work()


def unseated(college, seat=1, **fields):
    """A mandate written straight to the database, as no page does."""
    day = timezone.localdate()
    fields = {"name": "Ana", "way": "elected", "starts_on": day, "ends_on": day} | fields
    return Mandate.objects.create(college=college, seat=seat, **fields)


def test_seats_are_given_in_order_and_no_more_than_there_are():
    college = CollegeFactory(seats=2)

    seats = [MandateFactory(college=college).seat for _mandate in range(2)]
    with pytest.raises(ValidationError, match="Tous les sièges de ce collège sont pourvus"):
        MandateFactory(college=college)

    assert seats == [1, 2]


def test_seat_is_taken_again_the_day_after():
    first = MandateFactory(college=CollegeFactory(seats=1))
    next_day = first.ends_on + timedelta(days=1)

    second = MandateFactory(college=first.college, starts_on=next_day, ends_on=next_day + timedelta(days=9))

    assert second.seat == 1


def test_database_refuses_what_no_page_would_write():
    college = CollegeFactory(seats=2)
    unseated(college, person=UserFactory())
    ana = Mandate.objects.get()

    refused("mandate_one_a_seat", lambda: unseated(college, name="Bob"))
    refused("mandate_person_once", lambda: unseated(college, seat=2, name="ANA"))
    refused("mandate_account_once", lambda: unseated(college, seat=2, name="Bob", person=ana.person))
    refused("mandate_seat_exists", lambda: unseated(college, seat=3, name="Bob"))
    refused("mandate_is_somebodys", lambda: unseated(college, seat=2, name=""))
    refused(
        "mandate_ends_after_start",
        lambda: unseated(college, seat=2, name="Bob", starts_on=date(2026, 1, 2), ends_on=date(2026, 1, 1)),
    )


def test_person_may_sit_in_two_colleges_and_an_organisation_twice_in_one():
    organisation = OrganisationFactory()
    first = MandateFactory(name="Ana", organisation=organisation)

    MandateFactory(name="Ana")
    MandateFactory(college=first.college, name="Bob", organisation=organisation)

    assert Mandate.objects.count() == 3


def test_bodies_never_answer_to_each_other_in_a_circle():
    top = BodyFactory()
    middle = BodyFactory(parent=top)
    low = BodyFactory(parent=middle)

    refused("body_no_circle", lambda: Body.objects.filter(pk=top.pk).update(parent=low))
    refused("body_", lambda: Body.objects.filter(pk=top.pk).update(parent=top))


def test_composition_of_a_day_of_the_past():
    college = CollegeFactory(seats=2)
    before = MandateFactory(college=college, starts_on=date(2020, 1, 1), ends_on=date(2022, 12, 31))
    after = MandateFactory(college=college, starts_on=date(2023, 1, 1), ends_on=date(2025, 12, 31))

    def sitting(day):
        body = Body.objects.composed(day=day).get()
        [college] = body.colleges.all()
        return college.sitting, college.vacant

    assert sitting(date(2022, 12, 31)) == ([before], 1)
    assert sitting(date(2023, 1, 1)) == ([after], 1)
    assert sitting(date(2019, 6, 1)) == ([], 2)


def test_mandate_that_is_stopped_frees_its_seat_the_next_day():
    mandate = MandateFactory(college=CollegeFactory(seats=1))
    today = timezone.localdate()

    mandate.stop(by=None, on=today, end=Mandate.End.RESIGNED)
    MandateFactory(college=mandate.college, starts_on=today + timedelta(days=1))

    assert mandate.end == "resigned"
    with pytest.raises(ValidationError):
        mandate.stop(by=None, on=today + timedelta(days=3), end=Mandate.End.LEFT)


def test_who_does_not_agree_is_not_named():
    organisation = OrganisationFactory(name="Les Mains vertes")

    assert MandateFactory(name="Ana", shows_name=False).public_label == "Siège pourvu"
    assert (
        MandateFactory(name="Bob", shows_name=False, organisation=organisation).public_label
        == organisation.name
    )
    assert MandateFactory(name="Cleo", organisation=organisation).public_label == "Cleo (Les Mains vertes)"


def test_ending_mandates_are_announced_once_to_the_team_and_to_who_convenes(coordinator, mailoutbox):
    today = timezone.localdate()
    soon = MandateFactory(ends_on=today + timedelta(days=80))
    MandateFactory(ends_on=today + timedelta(days=120))
    convener = UserFactory()
    soon.college.body.conveners.add(convener, coordinator)

    announce_ending_mandates(timestamp=0)
    announce_ending_mandates(timestamp=0)

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([coordinator.email, convener.email])
    assert mailoutbox[0].subject == "1 mandat se termine bientôt"
    assert soon.name in mailoutbox[0].body
    assert soon.college.body.get_absolute_url() in mailoutbox[0].body


def test_mandate_that_was_stopped_is_not_announced_as_ending():
    mandate = MandateFactory()

    mandate.stop(by=None, on=timezone.localdate() + timedelta(days=9), end=Mandate.End.RESIGNED)

    assert list(Mandate.objects.ending()) == []


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"quorum_percent": 0}, "Aucun quorum n’est exigé."),
        (
            {"quorum_percent": 50},
            "50 % des sièges pourvus, sur l’ensemble des sièges, pendant toute la séance.",
        ),
        (
            {"quorum_percent": 33, "quorum_scope": "college", "quorum_throughout": False},
            "33 % des sièges pourvus, dans chaque collège, à l’ouverture de la séance.",
        ),
    ],
)
def test_quorum_is_said_in_words(rules, words):
    assert Body(**rules).quorum_wording == words


def test_rules_are_said_in_words():
    body = Body(proxies_max=2, notice_days=1, term_months=36)

    assert body.proxies_wording == "Chaque personne présente peut porter 2 pouvoirs au plus."
    assert body.notice_wording == "Au moins un jour avant la séance."
    assert body.term_wording == "3 ans"
    assert Body(term_months=18).term_wording == "18 mois"
    assert Body(proxies_max=0).proxies_wording == "On ne peut pas donner pouvoir."
