"""From the list to the mandates: the draw's result, refusals, departures, and who follows."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cooperation.core.models import User
from habitants.models import Profile, Quota, Relay, Seat, WayIn
from tests.factories import UserFactory
from tests.habitants.factories import (
    ApplicationFactory,
    CohortFactory,
    CriterionFactory,
    NominationFactory,
    ProfileFactory,
    QuotaFactory,
)

pytestmark = pytest.mark.django_db


def drawn_cohort(seated, waiting, *, by):
    """(cohort, seated applications, substitutes) after a draw of so many."""
    cohort = CohortFactory()
    people = ApplicationFactory.create_batch(seated + waiting, cohort=cohort)
    cohort.freeze(by=by)
    cohort.record_draw(
        [row.draw_id for row in people[:seated]], [row.draw_id for row in people[seated:]], by=by
    )
    return cohort, people[:seated], people[seated:]


def test_draw_offers_seats_and_ranks_the_substitutes(coordinator, mailoutbox):
    cohort, seated, waiting = drawn_cohort(2, 2, by=coordinator)

    assert cohort.is_drawn
    assert [(seat.application, seat.state) for seat in cohort.seats.holding()] == [
        (person, "offered") for person in seated
    ]
    assert [(seat.application, seat.rank) for seat in cohort.seats.waiting()] == [
        (waiting[0], 1),
        (waiting[1], 2),
    ]
    assert len(mailoutbox) == 4


def test_draw_refuses_somebody_who_is_not_on_the_list(coordinator):
    cohort = CohortFactory()
    other = ApplicationFactory(cohort=CohortFactory(preparing=True))
    mine = ApplicationFactory(cohort=cohort)
    cohort.freeze(by=coordinator)

    with pytest.raises(ValidationError):
        cohort.record_draw([mine.draw_id, other.draw_id], [], by=coordinator)
    with pytest.raises(ValidationError):
        cohort.record_draw([mine.draw_id], [mine.draw_id], by=coordinator)

    assert not cohort.seats.exists()


def test_refusal_calls_the_next_substitute_and_the_record_says_so(coordinator):
    cohort, seated, waiting = drawn_cohort(2, 2, by=coordinator)
    refused = cohort.seats.get(application=seated[0])

    following = refused.give_up()

    assert (refused.state, following.application, following.state) == ("declined", waiting[0], "offered")
    assert following.replaces == refused
    assert refused.give_up() is None
    assert [seat.application for seat in cohort.seats.waiting()] == [waiting[1]]


def test_departure_ends_the_mandate_at_once_and_calls_the_next(coordinator):
    cohort, seated, waiting = drawn_cohort(1, 1, by=coordinator)
    cohort.starts_on = timezone.localdate()
    cohort.call_closes_on = timezone.localdate() - timedelta(days=1)
    cohort.save()
    seat = cohort.seats.get(application=seated[0])
    relay = seat.accept()
    assert list(Relay.objects.current()) == [relay]

    following = seat.give_up(by=coordinator, reason="déménagement")

    assert list(Relay.objects.current()) == []
    assert (seat.state, following.application) == ("left", waiting[0])
    assert following.accept().way_in == WayIn.SUBSTITUTE


def test_withdrawal_after_freezing_is_replaced_when_the_draw_names_it(coordinator):
    cohort = CohortFactory()
    gone, second = ApplicationFactory.create_batch(2, cohort=cohort)
    quota = QuotaFactory(criterion__cohort=cohort)
    ProfileFactory(application=gone, quota=quota)
    cohort.freeze(by=coordinator)
    draw_id = gone.draw_id
    gone.withdraw()
    assert Profile.objects.count() == 1

    cohort.record_draw([draw_id], [second.draw_id], by=coordinator)

    assert [seat.application for seat in cohort.seats.holding()] == [second]
    assert cohort.seats.holding().get().replaces.draw_id == draw_id
    assert Profile.objects.count() == 0


def test_accepting_gives_an_account_to_whoever_had_none(coordinator):
    cohort, (person,), _waiting = drawn_cohort(1, 0, by=coordinator)

    relay = cohort.seats.get().accept()

    assert relay.user.email == person.email
    assert not relay.user.has_usable_password()
    assert EmailAddress.objects.get(user=relay.user).verified


def test_accepting_joins_the_account_that_confirmed_the_address(coordinator):
    cohort, (person,), _waiting = drawn_cohort(1, 0, by=coordinator)
    user = UserFactory(email=person.email.upper())

    relay = cohort.seats.get().accept()

    assert relay.user == user


def test_accepting_takes_over_an_account_that_never_confirmed_the_address(coordinator):
    cohort, (person,), _waiting = drawn_cohort(1, 0, by=coordinator)
    squatter = UserFactory(email=person.email, verified=False)

    relay = cohort.seats.get().accept()

    squatter.refresh_from_db()
    assert relay.user == squatter
    assert not squatter.has_usable_password()


def test_team_enters_a_yes_without_proving_an_address(coordinator):
    cohort, (person,), _waiting = drawn_cohort(1, 0, by=coordinator)

    relay = cohort.seats.get().accept(by=coordinator)

    assert (relay.user, str(relay)) == (None, person.name)
    assert not User.objects.filter(email=person.email).exists()


def test_end_of_the_group_asks_nobody_any_more(coordinator):
    cohort, _seated, _waiting = drawn_cohort(1, 1, by=coordinator)
    cohort.start(by=coordinator)

    cohort.end(by=coordinator)

    assert list(cohort.seats.values_list("state", flat=True)) == ["unanswered", "released"]


def test_name_of_who_has_no_account_goes_with_their_candidacy(coordinator):
    cohort, (first, second), _waiting = drawn_cohort(2, 0, by=coordinator)
    relays = [cohort.seats.get(application=person).accept(by=coordinator) for person in (first, second)]

    first.withdraw(by=coordinator)
    left = list(Relay.objects.order_by("pk").values_list("name", flat=True))
    cohort.erase()

    assert left == ["—", second.name]
    assert {relay.name for relay in Relay.objects.filter(pk__in=[row.pk for row in relays])} == {"—"}


def test_mandate_that_overlaps_is_refused(coordinator):
    cohort, (person,), _waiting = drawn_cohort(1, 0, by=coordinator)
    user = UserFactory(email=person.email)
    Relay.objects.create(user=user, starts_on=cohort.starts_on, ends_on=cohort.ends_on)

    with pytest.raises(ValidationError, match="déjà un mandat"):
        cohort.seats.get().accept()


def test_seats_of_each_way_in_are_counted(coordinator):
    cohort = CohortFactory()
    first, second, proposed = ApplicationFactory.create_batch(3, cohort=cohort)
    NominationFactory(cohort=cohort, application=proposed, state="accepted")

    Seat.give(first, WayIn.CALL, by=coordinator, reason="anime l’école")
    Seat.give(proposed, WayIn.NOMINATION, by=coordinator, reason="")

    for person, way in [(second, WayIn.CALL), (first, WayIn.CALL), (second, WayIn.NOMINATION)]:
        with pytest.raises(ValidationError):
            Seat.give(person, way, by=coordinator, reason="")
    assert [row.id for row in cohort.pool()] == [str(second.draw_id)]
    assert {row.id for row in cohort.seated()} == {str(first.draw_id), str(proposed.draw_id)}
    assert cohort.seats_to_draw == 2


def test_group_goes_on_without_a_draw_once_its_seats_are_taken(coordinator):
    cohort = CohortFactory(size=1, seats_call=1, seats_nominated=0, seats_drawn=0)
    person = ApplicationFactory(cohort=cohort)
    cohort.freeze(by=coordinator)

    with pytest.raises(ValidationError, match="à tirer au sort"):
        cohort.go_without_draw(by=coordinator)
    seat = Seat.give(person, WayIn.CALL, by=coordinator, reason="anime l’école")
    with pytest.raises(ValidationError, match="ait répondu"):
        cohort.go_without_draw(by=coordinator)
    seat.accept()
    cohort.go_without_draw(by=coordinator)
    cohort.start(by=coordinator)

    assert cohort.is_running


def test_quotas_do_not_move_once_the_list_is_frozen(coordinator):
    quota = QuotaFactory(minimum=1, maximum=2)
    quota.criterion.cohort.freeze(by=coordinator)

    for change in ({"minimum": 0}, {"maximum": 3}):
        with pytest.raises(IntegrityError, match="quota_frozen"), transaction.atomic():
            Quota.objects.update(**change)
    with pytest.raises(IntegrityError, match="quota_frozen"), transaction.atomic():
        QuotaFactory(criterion=quota.criterion)
    with pytest.raises(IntegrityError, match="quota_frozen"), transaction.atomic():
        quota.delete()
    Quota.objects.update(population=1200)


def test_age_and_district_are_computed_when_the_list_is_frozen(coordinator):
    cohort = CohortFactory()
    person = ApplicationFactory(cohort=cohort, birth_year=cohort.starts_on.year - 25)
    age = CriterionFactory(cohort=cohort, name="Âge", source="age")
    QuotaFactory(criterion=age, label="16–25 ans", age_from=16, age_to=25)
    QuotaFactory(criterion=age, label="26 ans et plus", age_from=26)
    where = CriterionFactory(cohort=cohort, name="Quartier", source="district")
    QuotaFactory(criterion=where, label="Ici").districts.add(person.district)

    cohort.freeze(by=coordinator)

    assert cohort.pool()[0].answers == {"age": "16-25-ans", "quartier": "ici"}
    assert cohort.quota_table()["age"] == {"16-25-ans": (0, 20), "26-ans-et-plus": (0, 20)}
