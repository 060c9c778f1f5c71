"""Viewpoints: the published formulas written by hand, what must not change, what is not shown."""

import dataclasses
import json
import math
import os
import random
import subprocess
import sys

import numpy as np
import pytest

from gouvernance.viewpoints import Hidden, Memory, VoteError, consult
from gouvernance.viewpoints.groups import best, k_means, lettered, silhouette


def generated(*, sizes=(30, 25, 20), statements=24, answered=0.7, faithful=0.95, seed=7):
    """Votes of groups whose members mostly say what their group says."""
    draw = random.Random(seed)
    views = [[draw.choice([-1, 1]) for _ in range(statements)] for _ in sizes]
    votes, participant = [], 0
    for view, size in zip(views, sizes, strict=True):
        for _ in range(size):
            for statement in range(statements):
                if draw.random() < answered:
                    vote = view[statement] if draw.random() < faithful else draw.choice([-1, 0, 1])
                    votes.append((participant, statement, vote))
            participant += 1
    return votes


def table(votes):
    latest = {(participant, statement): vote for participant, statement, vote in votes}
    people = sorted({participant for participant, _ in latest})
    statements = sorted({statement for _, statement in latest})
    return latest, people, statements


@pytest.fixture(scope="module")
def votes():
    return generated()


@pytest.fixture(scope="module")
def consultation(votes):
    return consult(votes)


def test_groups_are_found(consultation):
    assert consultation.groups == {
        "A": tuple(range(30)),
        "B": tuple(range(30, 55)),
        "C": tuple(range(55, 75)),
    }
    assert consultation.hidden is None


def test_components_and_points_equal_the_published_formulas(votes, consultation):
    latest, people, statements = table(votes)
    imputed, cast = [], []
    means = {s: np.mean([latest[p, s] for p in people if (p, s) in latest]) for s in statements}
    for person in people:
        imputed.append([latest.get((person, s), means[s]) - means[s] for s in statements])
        cast.append(sum((person, s) in latest for s in statements))
    directions = np.linalg.svd(np.array(imputed), full_matrices=False)[2][:2]

    for axis in (0, 1):
        sign = np.sign(directions[axis] @ consultation.components[axis])
        expected = sign * directions[axis]
        points = [
            math.sqrt(len(statements) / cast[row])
            * sum(x * c for x, c in zip(imputed[row], expected, strict=True))
            for row in range(len(people))
        ]
        assert np.abs(consultation.components[axis] - expected).max() < 1e-9
        assert np.abs(consultation.points[:, axis] - points).max() < 1e-9


def test_figures_equal_the_published_formulas(votes, consultation):
    latest, _people, statements = table(votes)

    def counted(members, statement, side):
        given = [latest[p, statement] for p in members if (p, statement) in latest]
        return given.count(side), len(given)

    for side, stance in ((1, consultation.figures.agree), (-1, consultation.figures.disagree)):
        for column, statement in enumerate(statements):
            product = 1.0
            for row, letter in enumerate(consultation.groups):
                inside = consultation.groups[letter]
                outside = [
                    p for other in consultation.groups for p in consultation.groups[other] if other != letter
                ]
                n1, t1 = counted(inside, statement, side)
                n2, t2 = counted(outside, statement, side)
                p, p_out = (n1 + 1) / (t1 + 2), (n2 + 1) / (t2 + 2)
                z1 = 2 * math.sqrt(t1 + 1) * ((n1 + 1) / (t1 + 1) - 0.5)
                pi1, pi2 = (n1 + 1) / (t1 + 1), (n2 + 1) / (t2 + 1)
                both = (n1 + n2 + 2) / (t1 + t2 + 2)
                variance = both * (1 - both) * (1 / (t1 + 1) + 1 / (t2 + 1))
                z2 = (pi1 - pi2) / math.sqrt(variance) if variance else 0.0  # all say the same
                product *= p
                found = (stance.share, stance.test, stance.ratio, stance.difference, stance.rank)
                for figure, expected in zip(
                    found, (p, z1, p / p_out, z2, p / p_out * z2 * p * z1), strict=True
                ):
                    assert figure[row, column] == pytest.approx(expected, abs=1e-9)
            assert stance.consensus[column] == pytest.approx(product, abs=1e-9)


def test_silhouette_equals_the_published_formula():
    points = np.array([[0.0, 0], [1, 0], [0, 1], [5, 5], [6, 5]])
    labels = np.array([0, 0, 0, 1, 1])
    scores = []
    for i in range(5):
        mean = {
            label: np.mean(
                [math.dist(points[i], points[j]) for j in range(5) if labels[j] == label and j != i]
            )
            for label in (0, 1)
        }
        a, b = mean[labels[i]], mean[1 - labels[i]]
        scores.append((b - a) / max(a, b))

    assert silhouette(points, np.ones(5), labels) == pytest.approx(np.mean(scores), abs=1e-12)


def test_representative_statements_pass_both_tests_and_come_agreed_first(consultation):
    for row, letter in enumerate(consultation.groups):
        found = consultation.representative(letter)

        assert 0 < len(found) <= 5
        assert [side for _, side in found] == sorted((side for _, side in found), reverse=True)
        for statement, side in found:
            stance = consultation.figures.agree if side == 1 else consultation.figures.disagree
            assert stance.test[row, statement] > 1.2816
            assert stance.difference[row, statement] > 1.2816


def test_what_all_say_and_what_divides():
    votes = [(p, s, 1 if p < 20 else -1) for p in range(40) for s in range(8)]
    votes += [(p, 8, 1) for p in range(40)] + [(p, 9, -1) for p in range(40)]

    found = consult(votes)

    assert [(statement, side) for statement, side, _ in found.agreements()] == [(8, 1), (9, -1)]
    assert found.agreements()[0][2] == pytest.approx((21 / 22) ** 2)
    assert found.divides() == [(s, "A", "B", 21 / 22) for s in range(8)]
    assert found.representative("A") == [(s, 1) for s in range(5)]
    assert found.representative("B") == [(s, -1) for s in range(5)]


def test_last_vote_counts():
    votes = [(1, "a", 1), (2, "a", 0), (1, "a", -1)]

    (count,) = consult(votes).counts

    assert (count.statement, count.agree, count.disagree, count.passed) == ("a", 0, 1, 1)


def test_order_of_votes_changes_nothing(votes, consultation):
    shuffled = list(votes)
    random.Random(3).shuffle(shuffled)

    found = consult(shuffled)

    assert np.array_equal(found.points, consultation.points)
    assert found.memory == consultation.memory


def test_hash_seed_changes_nothing():
    script = (
        "import random; from gouvernance.viewpoints import consult; draw = random.Random(1);"
        "print(consult([(f'p{p}', f's{s}', draw.choice([-1, 0, 1])) for p in range(40) for s in range(12)],"
        " moderated={'s3', 's5'}, weights={'p1': 2, 'p2': 3}).memory)"
    )

    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(found) == 1


def test_moderated_statement_counts_for_nothing_but_is_counted(votes):
    found = consult([*votes, *((p, 99, 1 if p % 2 else -1) for p in range(75))], moderated=[99])

    assert not found.components[:, found.statements.index(99)].any()
    said = [found.representative(letter) for letter in found.groups] + [found.agreements(), found.divides()]
    assert 99 not in {row[0] for rows in said for row in rows}
    assert found.counts[-1].agree == 37


def test_groups_keep_their_letters_when_some_come_and_go(votes, consultation):
    # Half of A leaves, thirty join C: the sizes say C, B, A.
    moved = [(p, s, v) for p, s, v in votes if p >= 15]
    moved += [(p + 100, s, v) for p, s, v in votes if p >= 55] + [
        (p + 200, s, v) for p, s, v in votes if p >= 65
    ]

    found = consult(moved, previous=consultation.memory)

    assert {letter: min(members) for letter, members in found.groups.items()} == {"A": 15, "B": 30, "C": 55}
    assert len(found.groups["C"]) == 50


def test_axes_keep_their_direction(votes, consultation):
    axes = [(s, -x, -y) for s, x, y in consultation.memory.axes]
    turned = dataclasses.replace(consultation.memory, axes=axes)
    swapped = dataclasses.replace(
        consultation.memory, axes=[(s, y, -x) for s, x, y in consultation.memory.axes]
    )

    assert np.allclose(consult(votes, previous=turned).points, -consultation.points)
    found = consult(votes, previous=swapped).points
    assert np.allclose(found, np.column_stack([consultation.points[:, 1], -consultation.points[:, 0]]))


def test_memory_goes_through_json(votes, consultation):
    data = json.loads(json.dumps(dataclasses.asdict(consultation.memory)))

    assert consult(votes, previous=Memory(**data)).groups == consultation.groups


def test_number_of_groups_changes_after_four_computations_that_agree(votes, consultation):
    two = {"A": list(range(55)), "B": list(range(55, 75))}
    centres = {letter: tuple(consultation.points[members].mean(axis=0)) for letter, members in two.items()}
    memory = Memory(groups=two, axes=consultation.memory.axes, centres=centres)

    sizes = []
    for _ in range(4):
        found = consult(votes, previous=memory)
        memory = found.memory
        sizes.append(len(found.groups))

    assert sizes == [2, 2, 2, 3]


def test_new_group_takes_a_letter_that_no_group_had():
    labels = np.array([0, 0, 1, 1, 2, 2])

    found = lettered(labels, [1, 2, 3, 4, 5, 6], {"A": [5], "C": [1, 2, 3], "B": [9]})

    assert found == {"A": 2, "C": 0, "D": 1}


def test_same_weight_for_all_is_no_weight(votes, consultation):
    found = consult(votes, weights=dict.fromkeys(range(75), 3))

    assert np.allclose(found.points, consultation.points, atol=1e-9)
    assert np.allclose(found.figures.agree.difference, consultation.figures.agree.difference, atol=1e-9)
    assert found.groups == consultation.groups


def test_weights_pull_and_nobody_weighs_nothing(votes):
    heavy = consult(votes, weights=dict.fromkeys(range(55, 75), 5))
    without = consult(votes, weights=dict.fromkeys(range(55, 75), 0))

    assert heavy.figures.seen.sum(axis=1)[2] > heavy.figures.seen.sum(axis=1)[0]
    assert without.participants == tuple(range(55))
    assert consult([v for v in votes if v[0] < 55]).memory == without.memory


def test_weighted_figures_count_shares_of_persons(votes):
    weights = dict.fromkeys(range(10), 2)
    latest, people, _ = table(votes)
    scale = 75 / 85

    found = consult(votes, weights=weights)

    members = found.groups[next(iter(found.groups))]
    expected = sum(scale * weights.get(p, 1) for p in members if latest.get((p, 0)) == 1)
    assert len(people) == 75
    assert found.figures.agree.count[0, 0] == pytest.approx(expected)


def test_who_answered_little_is_not_placed_unless_too_few_are(votes):
    few = [(900, s, 1) for s in range(6)] + [(901, s, 1) for s in range(7)]

    found = consult(votes + few)
    little = [(p, s, 1 if s % 2 else -1) for p in range(20) for s in range(p % 5 + 1)]
    small = consult(little + [(99, s, 1) for s in range(9)])

    assert [bool(found.placed[found.participants.index(p)]) for p in (900, 901)] == [False, True]
    assert small.placed.sum() == 15
    assert not small.placed[small.participants.index(0)]


@pytest.mark.parametrize(
    ("sizes", "why"),
    [((13, 12), Hidden.TOO_FEW), ((13, 13), None), ((40, 4), Hidden.SMALL_GROUP), ((40, 5), None)],
)
def test_groups_are_shown_from_twenty_six_participants_and_five_each(sizes, why):
    votes, first = [], 0
    for view, size in enumerate(sizes):
        votes += [(first + p, s, 1 if view else -1) for p in range(size) for s in range(10)]
        first += size

    assert consult(votes).hidden == why


def test_without_difference_there_is_one_view():
    found = consult([(p, s, 1) for p in range(30) for s in range(10)])

    assert found.hidden == Hidden.ONE_VIEW
    assert not found.components.any()
    assert (found.agreements(), found.divides(), found.groups) == ([], [], {})


def test_nothing_and_nearly_nothing():
    empty, one = consult([]), consult([(1, 1, 1)])

    assert (empty.counts, empty.hidden, empty.groups) == ((), Hidden.TOO_FEW, {})
    assert (len(one.counts), one.hidden, one.groups) == (1, Hidden.TOO_FEW, {})


def test_single_participants_are_no_group():
    points = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1], [90, 90]])
    labels = k_means(points, np.ones(5), 2, seed=1)

    assert sorted(np.bincount(labels)) == [1, 4]
    assert best({}) is None
    votes = [(p, s, 1 if p == 39 else -1 if (p + s) % 9 else 1) for p in range(40) for s in range(12)]
    assert min(map(len, consult(votes).groups.values())) >= 2


@pytest.mark.parametrize("vote", [2, -2, 0.5, None, "1", float("nan")])
def test_other_votes_are_refused(vote):
    with pytest.raises(VoteError, match="a vote is -1, 0 or 1"):
        consult([(1, 1, vote)])


@pytest.mark.parametrize("weight", [-1, float("inf"), float("nan")])
def test_weights_that_mean_nothing_are_refused(weight):
    with pytest.raises(VoteError, match="finite number"):
        consult([(1, 1, 1)], weights={1: weight})
