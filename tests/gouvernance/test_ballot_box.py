"""Ballots: one a voice, none outside the hours, and nothing that leads from a secret one to who gave it."""

import datetime as dt

import pgtrigger
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gouvernance.consent import Kind
from gouvernance.models import Ballot, Deliberation
from tests.factories import UserFactory
from tests.gouvernance.factories import open_with

pytestmark = pytest.mark.django_db

LATER = timezone.localdate() + dt.timedelta(days=90)
FOR, AGAINST, ABSTENTION, BLANK = range(4)


@pytest.fixture
def facilitator():
    return UserFactory(coordinator=True)


def vote(number=3, *, by, **fields):
    return open_with(number, by=by, method="vote", **({"rule": "simple"} | fields))


def judge(number=3, *, by, **fields):
    return open_with(number, by=by, method="judgment", options=["Samedi", "Soir"], **fields)


def count(deliberation, by):
    deliberation.conclude(Kind.COUNT, by=deliberation.deliberators.of(by).get(), review_on=LATER)
    return deliberation


def refused(name):
    return pytest.raises(IntegrityError, match=name)


# Open ballots


def test_vote_is_counted_and_decides(facilitator):
    deliberation, people = vote(by=facilitator)
    for row, mark in zip(people, [FOR, FOR, AGAINST], strict=True):
        Ballot.cast(deliberation, [mark], by=row)

    count(deliberation, facilitator)

    assert deliberation.told.tallies == ((2, 1, 0, 0),)
    assert (deliberation.state, deliberation.review_on) == ("adopted", LATER)


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        ([FOR, AGAINST], "tied"),
        ([AGAINST, BLANK], "rejected"),
        ([ABSTENTION, BLANK], "empty"),
        ([], "empty"),
        ([FOR, ABSTENTION], "adopted"),
    ],
)
def test_outcomes_of_a_simple_majority(facilitator, marks, state):
    deliberation, people = vote(2, by=facilitator)
    for row, mark in zip(people, marks, strict=False):
        Ballot.cast(deliberation, [mark], by=row)

    assert count(deliberation, facilitator).state == state


def test_open_ballot_changes_until_the_count(facilitator):
    deliberation, people = vote(by=facilitator)
    Ballot.cast(deliberation, [FOR], by=people[0])

    Ballot.cast(deliberation, [AGAINST], by=people[0])

    assert deliberation.ballots.tallies() == ((0, 1, 0, 0),)


def test_judgment_and_approval_are_counted_by_choice(facilitator):
    judged, people = judge(2, by=facilitator)
    Ballot.cast(judged, [6, 0], by=people[0])
    Ballot.cast(judged, [5, 0], by=people[1])
    approved, others = open_with(2, by=facilitator, method="approval", options=["A", "B", "C"], places=1)
    Ballot.cast(approved, [1, 1, 0], by=others[0])
    Ballot.cast(approved, [0, 1, 0], by=others[1])

    assert judged.ballots.tallies() == ((0, 0, 0, 0, 0, 1, 1), (2, 0, 0, 0, 0, 0, 0))
    assert approved.ballots.tallies() == ((1, 1), (0, 2), (2, 0))
    assert count(judged, facilitator).outcome_words == "Samedi (Très bien)"
    assert count(approved, facilitator).outcome_words == "B"


def test_no_ballot_after_the_count(facilitator):
    deliberation, people = vote(by=facilitator)
    count(deliberation, facilitator)

    with pytest.raises(ValidationError, match="ne l’est plus"):
        Ballot.cast(deliberation, [FOR], by=people[0])
    with refused("ballot_in_time"), transaction.atomic():
        Ballot.objects.create(deliberation=deliberation, deliberator=people[0], marks=[FOR])


def test_no_ballot_after_the_hour(facilitator):
    deliberation, people = vote(by=facilitator, closes_at=timezone.now() + dt.timedelta(hours=1))
    passed = timezone.now() - dt.timedelta(seconds=1)
    with pgtrigger.ignore("gouvernance.Deliberation:deliberation_declared_stays"):
        Deliberation.objects.update(opened_at=passed - dt.timedelta(hours=1), closes_at=passed)

    with pytest.raises(ValidationError, match="ne l’est plus"):
        Ballot.cast(deliberation, [FOR], by=people[0])
    with refused("ballot_in_time"), transaction.atomic():
        Ballot.objects.create(deliberation=deliberation, deliberator=people[0], marks=[FOR])


def test_ballots_are_not_counted_before_the_hour_unless_all_have_voted(client, facilitator):
    deliberation, people = vote(2, by=facilitator, closes_at=timezone.now() + dt.timedelta(hours=2))
    Ballot.cast(deliberation, [FOR], by=people[0])
    client.force_login(facilitator)
    assert "Clore le vote et dépouiller" not in client.get(deliberation.get_absolute_url()).text

    with pytest.raises(ValidationError, match="on dépouille après"):
        count(deliberation, facilitator)
    Ballot.cast(deliberation, [FOR], by=people[1])

    assert "Clore le vote et dépouiller" in client.get(deliberation.get_absolute_url()).text
    assert count(deliberation, facilitator).state == "adopted"


def test_choices_that_nobody_approves_are_not_chosen(facilitator):
    deliberation, people = open_with(1, by=facilitator, method="approval", options=["A", "B"])
    Ballot.cast(deliberation, [0, 0], by=people[0])

    assert count(deliberation, facilitator).outcome_words == "aucun choix n’est approuvé"


def test_only_those_invited_vote(facilitator):
    deliberation, _people = vote(by=facilitator)
    running = deliberation.deliberators.of(facilitator).get()

    with pytest.raises(ValidationError, match="Seules les personnes invitées"):
        Ballot.cast(deliberation, [FOR], by=running)
    with refused("ballot_of_invited"), transaction.atomic():
        Ballot.objects.create(deliberation=deliberation, deliberator=running, marks=[FOR])


@pytest.mark.parametrize("marks", [[], [7, 0], [0, -1], [0, 1, 2]])
def test_ballot_fits_the_choices(facilitator, marks):
    deliberation, people = judge(by=facilitator)

    with refused("ballot_fits|ballot_marks"), transaction.atomic():
        Ballot.objects.create(deliberation=deliberation, deliberator=people[0], marks=marks)


def test_choices_stay_once_open(facilitator):
    deliberation, _people = judge(by=facilitator)

    with refused("option_declared_stays"), transaction.atomic():
        deliberation.options.update(label="Autre")
    with refused("option_declared_stays"), transaction.atomic():
        deliberation.options.create(position=9, label="De plus")


# Secret ballots


def test_secret_ballot_holds_marks_and_a_random_key_and_nothing_else():
    fields = {field.name for field in Ballot._meta.get_fields()}

    bare = {"recorded_by", "by_proxy", "words"}

    assert fields == {"id", "deliberation", "deliberator", "marks"} | bare
    assert "BallotHistory" not in {model.__name__ for model in apps.get_models()}


def test_secret_ballot_names_nobody(facilitator):
    deliberation, people = vote(by=facilitator, is_secret=True)

    with refused("ballot_secret"), transaction.atomic():
        Ballot.objects.create(deliberation=deliberation, deliberator=people[0], marks=[FOR])


def test_secret_ballot_tells_of_no_writer_and_no_reasons(facilitator):
    deliberation, people = vote(by=facilitator, is_secret=True)

    for bare in ({"recorded_by": people[0]}, {"by_proxy": True}, {"words": "Pour, dit Ana."}):
        with refused("secret_ballot_is_bare|ballot_is_theirs"), transaction.atomic():
            Ballot.objects.create(deliberation=deliberation, marks=[FOR], **bare)


def test_open_ballot_names_its_voter(facilitator):
    deliberation, _people = vote(by=facilitator)

    with refused("ballot_secret"), transaction.atomic():
        Ballot.objects.create(deliberation=deliberation, marks=[FOR])


def test_secret_vote_counts_once(facilitator):
    deliberation, people = vote(by=facilitator, is_secret=True)
    Ballot.cast(deliberation, [FOR], by=people[0])

    with pytest.raises(ValidationError, match="déjà dans l’urne"):
        Ballot.cast(deliberation, [FOR], by=people[0])

    assert deliberation.ballots.tallies() == ((1, 0, 0, 0),)


@pytest.mark.parametrize("marks", [[FOR], []], ids=["more ballots", "more voters"])
def test_there_are_as_many_ballots_as_voters(facilitator, marks):
    deliberation, people = vote(by=facilitator, is_secret=True)

    with refused("one_ballot_a_voice"), transaction.atomic(), connection.cursor() as cursor:
        if marks:
            Ballot.objects.create(deliberation=deliberation, marks=marks)
        else:
            deliberation.deliberators.filter(pk=people[0].pk).update(has_answered=True)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db(transaction=True)
def test_nothing_tells_whose_a_secret_ballot_is(facilitator):
    """Each vote is a transaction of its own, as it is in life: `xmin` and the place on the disk would tell them apart."""
    number = 8
    deliberation, people = vote(number, by=facilitator, is_secret=True)
    given = [FOR] * 4 + [AGAINST] * 4
    for row, mark in zip(people, given, strict=True):
        Ballot.cast(deliberation, [mark], by=row)

    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text FROM gouvernance_ballot")
        writers = {writer for (writer,) in cursor.fetchall()}
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM gouvernance_deliberator WHERE has_answered")
        (voters,) = cursor.fetchone()

    # All ballots were written by the last vote; the eight voters by eight.
    assert (len(writers), voters) == (1, number)
    assert deliberation.ballots.tallies() == ((4, 4, 0, 0),)


@pytest.mark.django_db(transaction=True)
def test_order_on_the_disk_is_not_that_of_the_votes(facilitator):
    number = 12
    deliberation, people = open_with(
        number, by=facilitator, method="approval", options=list("ABCDEFGHIJKL"), is_secret=True
    )
    given = [[int(place == rank) for place in range(number)] for rank in range(number)]
    for row, marks in zip(people, given, strict=True):
        Ballot.cast(deliberation, marks, by=row)

    with connection.cursor() as cursor:
        cursor.execute("SELECT marks FROM gouvernance_ballot ORDER BY ctid")
        found = [marks for (marks,) in cursor.fetchall()]

    # One chance in 479,001,600 that twelve ballots come out as they went in.
    assert sorted(found) == sorted(given)
    assert found != given


# Many


def test_a_tally_is_one_query_whatever_the_number(django_assert_num_queries, facilitator):
    deliberation, people = judge(3, by=facilitator)
    deliberation.told  # noqa: B018 -- read beforehand
    for number, row in enumerate(people, 1):
        Ballot.cast(deliberation, [6, 1], by=row)
        with django_assert_num_queries(1):
            assert deliberation.ballots.tallies()[0][6] == number


def test_nothing_of_the_ballots_is_told_before_the_count(client, facilitator):
    deliberation, people = vote(by=facilitator)
    Ballot.cast(deliberation, [AGAINST], by=people[0])
    client.force_login(facilitator)

    page = client.get(deliberation.get_absolute_url()).text

    assert "1 personne sur 3" in page
    assert "Ce que disent les bulletins" not in page
    assert Deliberation.objects.get(pk=deliberation.pk).told.tallies == ()
