"""From the list to the mandates: the draw's result, refusals, departures, and who follows."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cooperation.core.models import User
from cooperation.core.wording import day_of_month
from habitants.models import Application, Profile, Quota, Relay, Seat, WayIn
from tests.factories import RelayFactory, UserFactory
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


def test_team_enters_a_yes_without_proving_an_address_copied_from_paper(coordinator):
    cohort, (person,), _waiting = drawn_cohort(1, 0, by=coordinator)
    Application.objects.update(channel="desk")

    relay = cohort.seats.get().accept(by=coordinator)

    assert (relay.user, str(relay)) == (None, person.name)
    assert not User.objects.filter(email=person.email).exists()


def test_yes_noted_by_the_team_gives_its_account_to_an_address_that_was_confirmed(coordinator):
    cohort, (person,), _waiting = drawn_cohort(1, 0, by=coordinator)

    relay = cohort.seats.get().accept(by=coordinator)

    assert relay.user.email == person.email


def test_link_of_the_seat_opens_the_account_later(client, coordinator):
    cohort, (person,), _waiting = drawn_cohort(1, 0, by=coordinator)
    Application.objects.update(channel="desk")
    seat = cohort.seats.get()
    seat.accept(by=coordinator)

    assert "Ouvrir mon compte" in client.get(seat.get_own_url()).content.decode()
    client.post(seat.get_own_url(), {"action": "account"})

    assert Relay.objects.get().user.email == person.email
    assert "Ouvrir mon compte" not in client.get(seat.get_own_url()).content.decode()


def test_account_of_a_home_is_opened_for_one_of_them(client, coordinator):
    cohort, _people, _waiting = drawn_cohort(2, 0, by=coordinator)
    Application.objects.update(channel="desk", email="foyer@example.org")
    for seat in cohort.seats.all():
        seat.accept(by=coordinator)

    answers = [
        client.post(seat.get_own_url(), {"action": "account"}, follow=True).content.decode()
        for seat in cohort.seats.order_by("pk")
    ]

    assert "Votre compte est ouvert" in answers[0]
    assert "sert déjà" in answers[1]
    assert Relay.objects.exclude(user=None).count() == 1


def test_end_of_the_group_asks_nobody_any_more(coordinator):
    cohort, _seated, _waiting = drawn_cohort(1, 1, by=coordinator)
    cohort.start(by=coordinator)

    cohort.end(by=coordinator)

    assert list(cohort.seats.values_list("state", flat=True)) == ["unanswered", "released"]


def test_name_of_who_has_no_account_goes_with_their_candidacy(coordinator):
    cohort, (first, second), _waiting = drawn_cohort(2, 0, by=coordinator)
    Application.objects.update(channel="desk")
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


# Dates that move


def running(coordinator, *, ends_in=100):
    """(cohort that runs, a relay with an account)."""
    today = timezone.localdate()
    cohort, _people, _waiting = drawn_cohort(1, 0, by=coordinator)
    cohort.seats.get().accept()
    Relay.objects.update(starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=ends_in))
    cohort.call_closes_on = cohort.call_opens_on = today - timedelta(days=20)
    cohort.starts_on, cohort.ends_on = today - timedelta(days=9), today + timedelta(days=ends_in)
    cohort.state = "running"
    cohort.save()
    return cohort, Relay.objects.get()


def move(client, cohort, coordinator, **days):
    client.force_login(coordinator)
    fields = {"name": cohort.name, "ends_on": cohort.ends_on.isoformat()}
    fields |= {name: day.isoformat() for name, day in days.items()}
    return client.post(f"/habitants/suivi/{cohort.slug}/modifier/", fields, follow=True)


def test_mandates_follow_the_last_day_and_each_is_told(client, coordinator, mailoutbox):
    cohort, relay = running(coordinator)
    sooner = RelayFactory(
        cohort=cohort, starts_on=relay.starts_on, ends_on=relay.ends_on - timedelta(days=30)
    )
    mailoutbox.clear()
    later = cohort.ends_on + timedelta(days=31)

    move(client, cohort, coordinator, ends_on=later)

    assert Relay.objects.get(pk=relay.pk).ends_on == later
    assert Relay.objects.get(pk=sooner.pk).ends_on == sooner.ends_on
    (told,) = mailoutbox
    cohort.refresh_from_db()
    assert told.to == [relay.user.email]
    assert day_of_month(cohort.profiles_erased_on, year=True) in told.body


def test_mandates_end_with_a_last_day_that_is_brought_forward(client, coordinator):
    cohort, relay = running(coordinator)

    move(client, cohort, coordinator, ends_on=timezone.localdate() - timedelta(days=1))

    assert not Relay.objects.current().exists()
    assert not relay.user.relays.current().exists()


def test_last_day_does_not_move_into_another_mandate(client, coordinator):
    cohort, relay = running(coordinator)
    after = cohort.ends_on + timedelta(days=1)
    Relay.objects.create(user=relay.user, starts_on=after, ends_on=after + timedelta(days=50))

    response = move(client, cohort, coordinator, ends_on=after)

    assert "déjà un mandat" in response.content.decode()
    cohort.refresh_from_db()
    assert cohort.ends_on < after


def test_group_that_is_ended_takes_its_mandates_with_it_at_once(client, coordinator):
    cohort, _relay = running(coordinator)
    Relay.objects.update(agrees_to_be_shown=True, first_name="Aminata")
    client.force_login(coordinator)

    client.post(f"/habitants/suivi/{cohort.slug}/action/", {"action": "end"})

    cohort.refresh_from_db()
    assert (cohort.state, cohort.ends_on) == ("ended", timezone.localdate())
    assert not Relay.objects.current().exists()
    assert "Aminata" in client.get("/habitants/").content.decode()


def test_ended_group_keeps_its_last_day(client, coordinator):
    cohort, _relay = running(coordinator)
    cohort.end(by=coordinator)
    last = cohort.ends_on

    move(client, cohort, coordinator, ends_on=last + timedelta(days=60))

    cohort.refresh_from_db()
    assert cohort.ends_on == last


# Whom no seat is left for


def test_proposed_person_who_agreed_is_told_that_no_seat_is_left(coordinator, mailoutbox):
    cohort = CohortFactory()
    drawn, other = ApplicationFactory.create_batch(2, cohort=cohort)
    proposed = ApplicationFactory(cohort=cohort, channel="nomination")
    cohort.freeze(by=coordinator)

    cohort.record_draw([drawn.draw_id], [], by=coordinator)

    subjects = {mail.to[0]: mail.subject for mail in mailoutbox}
    assert subjects[proposed.email] == "Le groupe d’habitants-relais est formé"
    assert subjects[other.email] == "Le tirage au sort des habitants-relais est fait"


def test_everybody_is_told_of_a_group_that_goes_on_without_a_draw(coordinator, mailoutbox):
    cohort = CohortFactory(size=1, seats_call=1, seats_nominated=0, seats_drawn=0)
    seated, other, proposed = ApplicationFactory.create_batch(3, cohort=cohort)
    Application.objects.filter(pk=proposed.pk).update(channel="nomination")
    Seat.give(seated, WayIn.CALL, by=coordinator, reason="anime l’école").accept()
    cohort.freeze(by=coordinator)
    mailoutbox.clear()

    cohort.go_without_draw(by=coordinator)

    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([other.email, proposed.email])


# The end


def test_public_page_names_nobody_after_the_promised_day(client, coordinator):
    cohort, _relay = running(coordinator)
    Relay.objects.update(agrees_to_be_shown=True, first_name="Aminata")
    cohort.end(by=coordinator)

    cohort.erase()

    assert "Aminata" not in client.get("/habitants/").content.decode()


def test_former_relay_without_candidacy_reads_and_erases_their_mandate(client, coordinator):
    cohort, relay = running(coordinator)
    cohort.end(by=coordinator)
    client.force_login(relay.user)
    held = client.post("/habitants/mon-mandat/", {"action": "forget", "relay": relay.pk}).status_code
    cohort.erase()

    data = client.get("/habitants/mon-mandat/mes-donnees.json").json()
    client.post("/habitants/mon-mandat/", {"action": "forget", "relay": relay.pk})

    assert held == 400
    assert [row["groupe"] for row in data["mandats"]] == [cohort.name]
    relay.refresh_from_db()
    assert (relay.user, str(relay)) == (None, "—")
    assert set(relay.history.values_list("user", flat=True)) == {None}
