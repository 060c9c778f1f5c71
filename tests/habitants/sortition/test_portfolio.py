"""The fairest chances and the thousand panels, against brute force on small pools."""

from collections import Counter
from itertools import combinations
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, OptimizeResult, milp

from habitants.sortition import PANELS, Impossible, Person, Quota, Rules, compute, drawable
from habitants.sortition.fairness import TOLERANCE, exact, relaxed
from habitants.sortition.groups import Groups, _dive
from habitants.sortition.portfolio import fairest
from tests.habitants.sortition.brute_force import all_panels, leximin, shares_household

ANSWERS = {"âge": ["jeune", "moyen", "vieux"], "lieu": ["nord", "sud"], "toit": ["a", "b"]}


@st.composite
def pools(draw, *, most=9):
    """A small pool, some living together; quotas around what some people are, so mostly possible, often tight."""
    number = draw(st.integers(3, most))
    criteria = draw(st.sampled_from([["âge"], ["âge", "lieu"], ["âge", "lieu", "toit"]]))
    people = [
        Person(
            f"p{rank}",
            {criterion: draw(st.sampled_from(ANSWERS[criterion])) for criterion in criteria},
            draw(st.sampled_from(["", "", "x", "y", "z"])),
        )
        for rank in range(number)
    ]
    seats = draw(st.integers(1, min(4, number)))
    counts = Counter(answer for one in people[:seats] for answer in one.values.items())
    quotas = [
        Quota(
            criterion,
            value,
            max(counts[criterion, value] - draw(st.integers(0, 2)), 0),
            counts[criterion, value] + draw(st.integers(0, 2)),
        )
        for criterion in criteria
        for value in ANSWERS[criterion]
    ]
    return people, Rules(seats, tuple(quotas))


def person(key, household="", **values):
    return Person(key, values, household)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pools())
def test_portfolio_is_the_fairest_one(pool):
    people, rules = pool
    panels = all_panels(people, rules)
    if not panels:
        event("impossible")
        with pytest.raises(Impossible):
            compute(people, rules)
        return

    portfolio = compute(people, rules)

    event("relaxation" if portfolio.is_bound else "panels")
    best = leximin(people, panels)
    assert portfolio.chances == pytest.approx(best, abs=1e-6)
    real = {tuple(sorted(one.key for one in panel)) for panel in panels}
    assert set(portfolio.panels) <= real
    assert len(portfolio.panels) == PANELS
    assert portfolio.largest_gap < 1 / PANELS


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pools())
def test_search_over_panels_agrees_with_the_relaxation(pool):
    people, rules = pool
    groups = Groups(people, rules, with_households=True)
    first = groups.panel()
    if first is None:
        return

    panels, weights = exact(groups, [first])

    mean = sum(weight * panel for panel, weight in zip(panels, weights, strict=True)) / groups.people
    chances, *_ = fairest(groups)
    assert mean == pytest.approx(chances, abs=10 * TOLERANCE)
    assert sorted(mean)[0] <= sorted(relaxed(groups))[0] + TOLERANCE


@settings(max_examples=40, deadline=None)
@given(pools(most=40))
def test_equal_people_are_in_as_many_panels_to_one(pool):
    people, rules = pool
    try:
        portfolio = compute(people, rules)
    except Impossible:
        return

    homes = Counter(one.household for one in people)
    alike = {}
    for one in people:
        if not one.household or homes[one.household] == 1:
            alike.setdefault(tuple(sorted(one.values.items())), []).append(portfolio.counts[one.key])
    assert all(max(counts) - min(counts) <= 1 for counts in alike.values())
    by_key = {one.key: one for one in people}
    for panel in set(portfolio.panels):
        members = [by_key[key] for key in panel]
        assert rules.departure(members) == 0
        assert not shares_household(members)


def test_two_women_among_many_men():
    """The example of Flanigan et al. (2021): quotas force the few to be chosen, the others share what is left."""
    people = [person("f1", sexe="f"), person("f2", sexe="f")]
    people += [person(f"m{number}", sexe="m") for number in range(8)]
    rules = Rules(4, (Quota("sexe", "f", 2, 2), Quota("sexe", "m", 2, 2)))

    portfolio = compute(people, rules)

    assert portfolio.counts == {"f1": 1000, "f2": 1000} | {f"m{number}": 250 for number in range(8)}


def test_leximin_goes_beyond_the_smallest_chance():
    """Maximin alone could leave the three at the bottom's level; leximin gives them all that is left, equally."""
    people = [person("a", lieu="nord"), person("b", lieu="nord")]
    people += [person(f"c{number}", lieu="sud") for number in range(3)]
    people += [person("d", lieu="port")]
    rules = Rules(3, (Quota("lieu", "nord", 1, 1), Quota("lieu", "sud", 1, 2), Quota("lieu", "port", 0, 1)))

    portfolio = compute(people, rules)

    # a, b: 1/2 whatever happens. The two seats left go to four people, one of them at most to d: 1/2 each.
    assert portfolio.counts == {"a": 500, "b": 500, "c0": 500, "c1": 500, "c2": 500, "d": 500}


def test_leximin_on_three_levels():
    people = [person("a", g="x"), person("b", g="x"), person("c", g="x"), person("c2", g="x")]
    people += [person("d", g="y"), person("e", g="y"), person("f", g="z")]
    rules = Rules(3, (Quota("g", "x", 1, 1), Quota("g", "y", 1, 1), Quota("g", "z", 0, 1)))

    portfolio = compute(people, rules)

    assert portfolio.counts == {"a": 250, "b": 250, "c": 250, "c2": 250, "d": 500, "e": 500, "f": 1000}


def test_points_that_are_no_mixture_of_panels():
    """
    The middle point keeps the quotas, and no panel is near it: pairs of a triangle of criteria. Chances come from
    the panels there are.
    """
    people = [
        person("a", p="1", q="1", r="0"),
        person("b", p="1", q="0", r="1"),
        person("c", p="0", q="1", r="1"),
        person("d", p="0", q="0", r="0"),
        person("e", p="0", q="0", r="0"),
    ]
    rules = Rules(2, (Quota("p", "1", 1, 1), Quota("q", "1", 0, 1), Quota("r", "1", 0, 1)))

    portfolio = compute(people, rules)

    best = leximin(people, all_panels(people, rules))
    assert portfolio.chances == pytest.approx(best, abs=1e-6)


def triangle(*, minimum):
    """Pairs of three criteria, one each at most: half of each pair is best on paper, and no panel."""
    people = [
        person("a", p="1", q="1", r="0"),
        person("b", p="1", q="0", r="1"),
        person("c", p="0", q="1", r="1"),
        person("d", p="0", q="0", r="0"),
        person("e", p="0", q="0", r="0"),
    ]
    return Groups(
        people, Rules(2, tuple(Quota(name, "1", minimum, 1) for name in "pqr")), with_households=True
    )


def dived(groups, gains, steps):
    limits = LinearConstraint(groups.sparse_rows, groups.low, groups.high)
    return _dive(-gains, np.zeros(len(groups)), groups.most, limits, steps=steps)


def test_panel_is_found_where_the_linear_program_ends_between_numbers():
    groups = triangle(minimum=0)
    gains = np.array([float(0 in group.type) for group in groups.groups])

    assert dived(groups, gains, 1) is None
    for panel in (dived(groups, gains, 2), groups.panel(gains), groups.panel(gains, best=False)):
        assert gains @ panel == 1
        assert (groups.low <= groups.rows @ panel).all()
        assert (groups.rows @ panel <= groups.high).all()


def test_solver_of_whole_numbers_says_that_there_is_no_panel():
    groups = triangle(minimum=1)

    assert dived(groups, np.ones(len(groups)), 6) is None
    assert groups.panel() is None
    assert groups.panel(np.ones(len(groups))) is None


def test_linear_program_that_fails_leaves_it_to_the_solver_of_whole_numbers():
    groups = triangle(minimum=0)

    def failing(*args, integrality=None, **kwargs):
        if integrality is None:
            return OptimizeResult(x=None, status=4)
        return milp(*args, integrality=integrality, **kwargs)

    with patch("habitants.sortition.groups.milp", failing):
        panel = groups.panel()

    assert panel.sum() == 2


def test_household_gives_one_seat():
    people = [person("a", "foyer"), person("b", "foyer"), person("c")]

    portfolio = compute(people, Rules(2))

    assert portfolio.counts == {"a": 500, "b": 500, "c": 1000}


def test_seated_people_count_in_the_quotas_and_their_household_is_taken():
    seated = [person("s", "foyer", sexe="f")]
    pool = [*seated, person("a", "foyer", sexe="m"), person("b", sexe="m"), person("c", sexe="f")]
    rules = Rules(2, (Quota("sexe", "f", 1, 1), Quota("sexe", "m", 1, 1)))

    portfolio = compute(drawable(pool, seated), rules.after(seated))

    assert portfolio.counts == {"b": 1000, "c": 0}


def test_whoever_fits_no_panel_has_no_chance():
    people = [person("a", sexe="f"), person("b", sexe="m"), person("c", sexe="x")]
    rules = Rules(2, (Quota("sexe", "f", 1, 1), Quota("sexe", "m", 1, 1), Quota("sexe", "x", 0, 0)))

    assert compute(people, rules).counts == {"a": 1000, "b": 1000, "c": 0}


def test_answers_without_quota_are_free():
    people = [person("a", sexe="f"), person("b", sexe="m"), person("c", sexe="autre"), person("d")]

    portfolio = compute(people, Rules(2, (Quota("sexe", "f", 1, 1),)))

    counts = portfolio.counts
    assert counts["a"] == 1000
    assert sorted(counts[key] for key in "bcd") == [333, 333, 334]


def test_a_thousand_is_not_always_divisible():
    """Three equal people and one seat: 333, 333 and 334; whose key comes first has the last one."""
    portfolio = compute([person("b"), person("a"), person("c")], Rules(1))

    assert sorted(portfolio.counts.values()) == [333, 333, 334]
    assert portfolio.largest_gap == pytest.approx(2 / 3000)


@pytest.mark.parametrize("seats", [0, 3])
def test_all_or_nobody(seats):
    people = [person(key) for key in "abc"]

    assert set(compute(people, Rules(seats)).counts.values()) == {0 if seats == 0 else 1000}


def test_pool_smaller_than_the_panel_is_impossible():
    with pytest.raises(Impossible):
        compute([person("a")], Rules(2))
    with pytest.raises(Impossible):
        compute([], Rules(1))


def test_numbers_within_the_limits_can_be_given_to_people():
    """Each make-up of household is one row; whatever numbers keep it are those of real panels."""
    people = [
        person("a", "1", g="x"),
        person("b", "1", g="y"),
        person("c", "2", g="x"),
        person("d", "2", g="y"),
    ]
    rules = Rules(2, (Quota("g", "x", 0, 2), Quota("g", "y", 0, 2)))
    groups = Groups(people, rules, with_households=True)

    numbers = {
        (one, other)
        for one in range(3)
        for other in range(3)
        if (groups.rows @ np.array([one, other]) <= groups.high).all()
        and (groups.rows @ np.array([one, other]) >= groups.low).all()
    }

    real = {
        tuple(Counter(member.values["g"] for member in panel)[value] for value in "xy")
        for panel in combinations(people, 2)
        if not shares_household(panel)
    }
    assert numbers == real == {(0, 2), (1, 1), (2, 0)}
