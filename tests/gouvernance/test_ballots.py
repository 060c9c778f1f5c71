"""Plain votes and approval, at the edge of each rule."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernance.ballots import BallotError, Base, Count, Election, Outcome, Rule, approval, elected

COUNTS = st.builds(Count, *[st.integers(0, 40)] * 4)


@pytest.mark.parametrize(
    ("rule", "count", "needed", "outcome"),
    [
        (Rule.simple(), Count(5, 4, 30, 2), 5, Outcome.ADOPTED),
        (Rule.simple(), Count(5, 5, 30, 2), 6, Outcome.TIED),
        (Rule.simple(), Count(4, 5), 5, Outcome.REJECTED),
        (Rule.simple(), Count(0, 0, 7, 1), 1, Outcome.EMPTY),
        (Rule.absolute(), Count(6, 3, 2, 0), 6, Outcome.ADOPTED),
        (Rule.absolute(), Count(6, 3, 2, 1), 7, Outcome.REJECTED),
        (Rule.absolute(), Count(6, 6), 7, Outcome.TIED),
        (Rule.absolute(), Count(6, 6, 1), 7, Outcome.REJECTED),
        (Rule.absolute(Base.SEATS), Count(10, 0, seats=20), 11, Outcome.REJECTED),
        (Rule.absolute(Base.SEATS), Count(11, 0, seats=20), 11, Outcome.ADOPTED),
        (Rule.qualified(2, 3), Count(20, 10), 20, Outcome.ADOPTED),
        (Rule.qualified(2, 3), Count(19, 10), 20, Outcome.REJECTED),
        (Rule.qualified(2, 3), Count(10, 10), 14, Outcome.REJECTED),
        (Rule.qualified(3, 4, Base.SEATS), Count(15, 1, seats=21), 16, Outcome.REJECTED),
        (Rule.qualified(1, 1), Count(9, 0, 3), 9, Outcome.ADOPTED),
    ],
)
def test_rule_decides_at_its_edge(rule, count, needed, outcome):
    assert (rule.needed(count), rule.decide(count)) == (needed, outcome)


def test_exact_where_floats_are_not():
    third = 10**17

    assert Rule.qualified(2, 3).decide(Count(2 * third, third)) == Outcome.ADOPTED
    assert Rule.qualified(2, 3).decide(Count(2 * third - 1, third + 1)) == Outcome.REJECTED


@given(COUNTS, st.sampled_from([Rule.simple(), Rule.absolute(), Rule.qualified(2, 3), Rule.qualified(4, 5)]))
def test_one_more_vote_for_never_hurts(count, rule):
    order = [Outcome.REJECTED, Outcome.TIED, Outcome.ADOPTED]
    more = Count(count.in_favour + 1, count.against, count.abstention, count.blank)
    before = rule.decide(count)

    if before != Outcome.EMPTY:
        assert order.index(rule.decide(more)) >= order.index(before)


@given(COUNTS)
def test_both_sides_are_never_adopted(count):
    turned = Count(count.against, count.in_favour, count.abstention, count.blank)

    for rule in (Rule.simple(), Rule.absolute(), Rule.qualified(2, 3)):
        assert {rule.decide(count), rule.decide(turned)} != {Outcome.ADOPTED}


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Rule(share=0.5), "exact Fraction"),
        (lambda: Rule.qualified(1, 3), "at least one half"),
        (lambda: Rule.qualified(1, 2), "half is no majority"),
        (lambda: Rule(share=Fraction(1)), "more than all"),
        (lambda: Rule.qualified(2, 0), "denominator"),
        (lambda: Count(-1), "in_favour must be an integer, zero or more: -1"),
        (lambda: Count(1.0), "in_favour must be"),
        (lambda: Count(3, 2, seats=4), "5 ballots for 4 seats"),
        (lambda: Rule.absolute(Base.SEATS).decide(Count(1)), "counts seats"),
        (lambda: approval({"A": 3}, 2), "3 approvals of 'A' in 2 ballots"),
    ],
)
def test_what_means_nothing_is_refused(build, message):
    with pytest.raises(BallotError, match=message):
        build()


def test_approval_ranks_ex_aequo_alike():
    found = approval({"A": 4, "B": 7, "C": 4, "D": 0}, 9)

    assert [(one.option, one.rank, one.share) for one in found] == [
        ("B", 1, Fraction(7, 9)),
        ("A", 2, Fraction(4, 9)),
        ("C", 2, Fraction(4, 9)),
        ("D", 4, 0),
    ]
    assert approval({"A": 0}, 0)[0].share is None


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        (0, Election(())),
        (1, Election(("B",))),
        (2, Election(("B",), ("A", "C"), 1)),
        (3, Election(("B", "A", "C"))),
        (4, Election(("B", "A", "C"))),
    ],
)
def test_nobody_is_chosen_among_ex_aequo(seats, expected):
    assert elected(approval({"A": 4, "B": 7, "C": 4, "D": 0}, 9), seats) == expected


def test_share_of_ballots_may_be_asked_for():
    found = approval({"A": 4, "B": 7}, 9)

    assert elected(found, 2, share=Fraction(1, 2)) == Election(("B",))
