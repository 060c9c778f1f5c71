"""Quorum: seats, colleges, proxies, and who leaves before the end."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernance.quorum import Passage, Proxy, QuorumError, Rule, SetAside, course, decidable, quorum

HALF = Fraction(1, 2)
SEATS = {"a": "habitants", "b": "habitants", "c": "habitants", "d": "associations", "e": "associations"}


def test_overall_quorum_says_what_is_lacking():
    found = quorum(Rule(HALF), SEATS, ["a", "d"])

    assert (found.overall.needed, found.overall.present, found.overall.lacking) == (3, 2, 1)
    assert not found.holds
    assert quorum(Rule(HALF), SEATS, ["a", "b", "d"]).holds


def test_each_college_may_have_to_be_there():
    found = quorum(Rule(HALF, per_college=True), SEATS, ["a", "b", "c"])

    assert [(part.college, part.needed, part.lacking) for part in found.judged] == [
        ("habitants", 2, 0),
        ("associations", 1, 1),
    ]
    assert not found.holds


def test_proxy_counts_in_the_college_of_the_giver():
    found = quorum(Rule(HALF, per_college=True), SEATS, ["a", "b"], [Proxy("d", "a")])

    assert found.holds
    assert [(part.college, part.present, part.represented) for part in found.colleges] == [
        ("habitants", 2, 0),
        ("associations", 0, 1),
    ]


def test_proxies_that_do_not_count_are_named():
    proxies = [
        Proxy("b", "a"),
        Proxy("c", "a"),
        Proxy("b", "d"),
        Proxy("d", "a"),
        Proxy("e", "c"),
    ]

    found = quorum(Rule(HALF, proxies_max=1), SEATS, ["a", "d"], proxies)

    assert found.counted == (Proxy("b", "a"),)
    assert found.set_aside == {
        Proxy("c", "a"): SetAside.TOO_MANY,
        Proxy("b", "d"): SetAside.GIVEN_TWICE,
        Proxy("d", "a"): SetAside.GIVER_PRESENT,
        Proxy("e", "c"): SetAside.CARRIER_ABSENT,
    }
    assert found.overall.lacking == 0


def test_two_proxies_when_two_are_allowed_and_no_third():
    seats = dict.fromkeys("abcd", "college")

    found = quorum(Rule(Fraction(1), proxies_max=2), seats, "a", [Proxy(giver, "a") for giver in "bcd"])

    assert (found.overall.represented, found.overall.lacking) == (2, 1)


def test_without_quorum_anything_holds_and_an_empty_body_never_does():
    assert quorum(Rule(Fraction(0)), SEATS, []).holds
    assert not quorum(Rule(HALF), {}, []).holds
    assert not quorum(Rule(HALF, per_college=True), {}, []).holds


def test_exact_share_is_enough():
    seats = dict.fromkeys(range(9), "college")

    assert quorum(Rule(Fraction(1, 3)), seats, [0, 1, 2]).holds
    assert quorum(Rule(Fraction(1, 3)), seats, [0, 1]).overall.lacking == 1


PASSAGES = [Passage(9, "a", True), Passage(9, "b", True), Passage(9, "d", True), Passage(11, "b", False)]


def test_who_leaves_takes_the_quorum_away_when_it_must_hold_all_through():
    throughout, once = Rule(HALF, throughout=True), Rule(HALF)

    for rule, held in ((throughout, [True, False]), (once, [True, True])):
        found = course(rule, SEATS, PASSAGES)
        assert [when for when, _ in found] == [9, 11]
        assert [decidable(rule, found, 9, moment).holds for moment in (10, 12)] == held
    assert decidable(throughout, found, 9, 8) is None


def test_quorum_comes_back_with_who_comes_back_and_by_a_proxy_left_behind():
    rule = Rule(HALF, throughout=True)

    back = course(rule, SEATS, [*PASSAGES, Passage(12, "b", True)])
    left = course(rule, SEATS, PASSAGES, [Proxy("b", "a")])

    assert [one.holds for _, one in back] == [True, False, True]
    assert [one.holds for _, one in left] == [True, True]


@given(st.sets(st.sampled_from("abcde")), st.sampled_from("abcde"), st.fractions(0, 1), st.booleans())
def test_one_more_present_never_takes_the_quorum_away(present, other, share, per_college):
    rule = Rule(share, per_college=per_college)

    if quorum(rule, SEATS, present).holds:
        assert quorum(rule, SEATS, present | {other}).holds


@given(st.permutations("abcde"))
def test_order_of_arrivals_changes_nothing(order):
    assert quorum(Rule(HALF), SEATS, order[:3]).overall.present == 3
    assert quorum(Rule(HALF), SEATS, "abd") == quorum(Rule(HALF), SEATS, "dba")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Rule(0.5), "Fraction from 0 to 1"),
        (lambda: Rule(Fraction(3, 2)), "Fraction from 0 to 1"),
        (lambda: Rule(HALF, proxies_max=-1), "nobody carries -1"),
        (lambda: quorum(Rule(HALF), SEATS, ["z"]), "without a seat: z"),
        (lambda: quorum(Rule(HALF), SEATS, ["a"], [Proxy("z", "a")]), "without a seat: z"),
        (lambda: quorum(Rule(HALF), SEATS, ["a"], [Proxy("a", "a")]), "their own proxy"),
    ],
)
def test_what_means_nothing_is_refused(call, message):
    with pytest.raises(QuorumError, match=message):
        call()
