"""Majority judgment: published vectors, and removal done by hand."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernance.judgment import Gauge, TallyError, gauge, ranked


def ranks(tallies):
    return {standing.candidate: standing.rank for standing in ranked(tallies)}


def counted(ballots, grades):
    return [ballots.count(grade) for grade in range(grades)]


def removed(tally):
    """The medians met while taking one ballot away at a time, as the rule is told."""
    ballots = [grade for grade, count in enumerate(tally) for _ in range(count)]
    medians = []
    while ballots:
        medians.append(ballots.pop((len(ballots) + 1) // 2 - 1))
    return medians


@st.composite
def polls(draw):
    grades = draw(st.integers(1, 7))
    total = draw(st.integers(0, 14))
    ballots = st.lists(st.integers(0, grades - 1), min_size=total, max_size=total)
    return [counted(draw(ballots), grades) for _ in range(draw(st.integers(1, 5)))]


@pytest.mark.parametrize(
    ("tallies", "expected"),
    [
        ({"A": [1, 1, 1], "B": [1, 2, 0], "C": [0, 2, 1]}, {"C": 1, "A": 2, "B": 3}),
        (
            {
                "A": [2, 2, 2, 2, 2],
                "B": [2, 1, 1, 1, 5],
                "C": [2, 1, 1, 2, 4],
                "D": [2, 1, 5, 0, 2],
                "E": [2, 2, 2, 2, 2],
            },
            {"B": 1, "C": 2, "D": 3, "A": 4, "E": 4},
        ),
        (
            {"Pizza": [3, 2, 2, 3], "Chips": [2, 4, 2, 2], "Pasta": [3, 2, 3, 2], "Bread": [1, 3, 4, 2]},
            {"Bread": 1, "Pizza": 2, "Pasta": 3, "Chips": 4},
        ),
        (
            {"more": counted([7, 9, 9, 11, 11], 12), "less": counted([8, 9, 9, 10, 11], 12)},
            {"more": 1, "less": 2},
        ),
        ({"A": [1, 8, 7, 1, 1, 1], "B": [6, 3, 4, 4, 1, 1]}, {"A": 1, "B": 2}),
        ({"A": [1, 1, 1, 7, 8, 1], "B": [1, 1, 4, 4, 3, 6]}, {"A": 1, "B": 2}),
    ],
)
def test_published_vectors(tallies, expected):
    assert ranks(tallies) == expected


@given(polls())
def test_ranking_is_that_of_removal_done_by_hand(poll):
    medians = [removed(tally) for tally in poll]

    found = ranks(dict(enumerate(poll)))

    assert found == {
        candidate: 1 + sum(other > own for other in medians) for candidate, own in enumerate(medians)
    }


@given(polls(), st.randoms(use_true_random=False))
def test_order_of_candidates_changes_nothing(poll, random):
    tallies = dict(enumerate(poll))
    shuffled = list(tallies.items())
    random.shuffle(shuffled)

    assert ranks(dict(shuffled)) == ranks(tallies)


@given(polls(), st.integers(2, 1_000))
def test_gauge_where_it_decides_says_the_same_as_removal(poll, times):
    def key(found):
        return found.grade, found.above if found.sign == "+" else -found.below, found.sign == "+"

    poll = [[count * times for count in tally] for tally in poll]
    if not sum(poll[0]):
        return
    decided = [
        (key(gauge(tally)), removed_rank) for tally, removed_rank in zip(poll, _places(poll), strict=True)
    ]

    for one, rank in decided:
        for other, other_rank in decided:
            if one[0] > other[0]:
                assert rank < other_rank


def _places(poll):
    found = ranks(dict(enumerate(poll)))
    return [found[candidate] for candidate in range(len(poll))]


@given(polls())
def test_identical_tallies_are_ex_aequo_and_others_are_not(poll):
    found = ranked(dict(enumerate(poll)))

    for one in found:
        for other in found:
            assert (one.rank == other.rank) == (one.tally == other.tally)


def test_gauge_counts_above_and_below():
    assert gauge([1, 8, 7, 1, 1, 1]) == Gauge(above=3, grade=2, below=9, total=19)
    assert gauge([1, 8, 7, 1, 1, 1]).sign == "-"
    assert gauge([1, 0, 1, 3]).sign == "-"
    assert gauge([0, 2, 1]).sign == "+"


def test_without_ballots_all_are_ex_aequo_without_grade():
    found = ranked({"A": [0, 0], "B": [0, 0]})

    assert [(standing.rank, standing.grade) for standing in found] == [(1, None), (1, None)]
    assert ranked({}) == []


@pytest.mark.parametrize(
    ("tallies", "message"),
    [
        ({"A": [1, 2], "B": [1, 1]}, "different numbers of ballots: {'A': 3, 'B': 2}"),
        ({"A": [1, 2], "B": [1, 1, 1]}, "different scales: {'A': 2, 'B': 3}"),
        ({"A": []}, "no grades for 'A'"),
        ({"A": [2, -1]}, "zero or more, for 'A'"),
        ({"A": [2.0, 1]}, "must be integers"),
    ],
)
def test_tallies_that_cannot_be_compared_are_refused(tallies, message):
    with pytest.raises(TallyError, match=message.replace("{", r"\{")):
        ranked(tallies)


def test_a_billion_ballots_cost_what_ten_do():
    tallies = {number: [100_000_000 + number, 400_000_000, 500_000_000 - number] for number in range(12)}
    started = time.process_time()

    found = ranks(tallies)

    assert time.process_time() - started < 0.5
    assert found == {number: number + 1 for number in range(12)}
