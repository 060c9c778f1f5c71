"""Impossible quotas: why, whom it would take, and the smallest change, against brute force on small pools."""

from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from habitants.obstacle_wording import Labels, sentences
from habitants.sortition import Person, Quota, Rules
from habitants.sortition.obstacles import explain
from tests.habitants.sortition.brute_force import all_panels, shares_household

ANSWERS = {"âge": ["jeune", "vieux"], "lieu": ["nord", "sud"]}


def person(key, household="", **values):
    return Person(key, values, household)


def mazargues():
    """Three young people, all of Mazargues; others there and at Sormiou."""
    people = [person(f"a{number}", âge="18–25", quartier="Mazargues") for number in range(3)]
    people += [person(f"b{number}", âge="26+", quartier="Sormiou") for number in range(6)]
    return people + [person(f"c{number}", âge="26+", quartier="Mazargues") for number in range(6)]


def told(found):
    return sentences(found, Labels([]))


@st.composite
def impossible(draw):
    people = [
        Person(
            f"p{rank}",
            {criterion: draw(st.sampled_from(values)) for criterion, values in ANSWERS.items()},
            draw(st.sampled_from(["", "", "", "x", "y"])),
        )
        for rank in range(draw(st.integers(2, 7)))
    ]
    quotas = [
        Quota(criterion, value, minimum, minimum + draw(st.integers(0, 2)))
        for criterion, values in ANSWERS.items()
        for value in values
        for minimum in [draw(st.integers(0, 3))]
    ]
    rules = Rules(draw(st.integers(1, 4)), tuple(quotas))
    assume(not all_panels(people, rules))
    return people, rules


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(impossible())
def test_change_is_the_smallest_and_enough(pool):
    people, rules = pool

    found = explain(people, rules)

    changed = {change.quota: change for change in found.changes}
    quotas = tuple(
        Quota(quota.criterion, quota.value, changed[quota].minimum, changed[quota].maximum)
        if quota in changed
        else quota
        for quota in rules.quotas
    )
    seats = rules.seats - found.fewer_seats
    assert all_panels(people, Rules(seats, quotas))
    panels = [panel for panel in combinations(people, seats) if not shares_household(panel)]
    fewest = min(Rules(seats, rules.quotas).departure(panel) for panel in panels)
    moved = sum(
        change.quota.minimum - change.minimum + change.maximum - change.quota.maximum
        for change in found.changes
    )
    assert moved == fewest
    most = max(
        size
        for size in range(rules.seats + 1)
        if any(not shares_household(panel) for panel in combinations(people, size))
    )
    assert seats == most


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(impossible())
def test_lack_is_enough_and_no_fewer_would_do(pool):
    people, rules = pool

    found = explain(people, rules)

    kinds = list(
        product(*([(criterion, value) for value in values] for criterion, values in ANSWERS.items()))
    )
    number = sum(lack.number for lack in found.lacks)
    possible = [
        size
        for size in range(rules.seats + 1)
        if any(
            all_panels([*people, *newcomers(chosen)], rules)
            for chosen in combinations([kind for kind in kinds for _ in range(size)], size)
        )
    ]
    assert number == (min(possible) if possible else 0)


def newcomers(kinds):
    return [Person(f"n{rank}", dict(kind)) for rank, kind in enumerate(kinds)]


def test_possible_draw_has_no_obstacle():
    assert explain(mazargues(), Rules(4, (Quota("âge", "18–25", 1, 2),))) is None


def test_crossed_criteria_name_who_is_missing():
    rules = Rules(
        6,
        (
            Quota("âge", "18–25", 2, 4),
            Quota("âge", "26+", 0, 4),
            Quota("quartier", "Sormiou", 5, 5),
            Quota("quartier", "Mazargues", 0, 1),
        ),
    )

    reasons, missing, change = told(explain(mazargues(), rules))

    assert reasons == []
    assert missing == "Il manque au moins 1 personne à la fois « Sormiou » et « 18–25 »."
    assert change == (
        "La plus petite modification qui rend le tirage possible : monter le maximum « Mazargues » de 1 à 2 et"
        " baisser le minimum « Sormiou » de 5 à 4."
    )


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        (
            Rules(4, (Quota("âge", "18–25", 5, 5),)),
            "Critère « âge » : les minimums demandent 5 personnes pour 4 places.",
        ),
        (
            Rules(8, (Quota("âge", "18–25", 5, 5),)),
            "Il manque 2 personnes « 18–25 » : il en faut 5, il y en a 3.",
        ),
        (
            Rules(6, (Quota("âge", "18–25", 0, 2), Quota("âge", "26+", 0, 3))),
            "Critère « âge » : les maximums n’acceptent que 5 personnes pour 6 places.",
        ),
        (
            Rules(6, (Quota("âge", "18–25", 3, 1),)),
            "Pour « 18–25 », le minimum (3) est plus grand que le maximum (1).",
        ),
        (
            Rules(20),
            "Il n’y a que 15 foyers pour 20 places à tirer (une seule personne par foyer).",
        ),
    ],
)
def test_contradictions_are_told(rules, reason):
    reasons, *_rest = told(explain(mazargues(), rules))

    assert reason in reasons


def test_pool_smaller_than_the_panel_gives_up_seats_only():
    found = explain(mazargues(), Rules(20))

    assert (found.fewer_seats, found.changes) == (5, ())
    assert (
        told(found)[2]
        == "La plus petite modification qui rend le tirage possible : passer de 20 à 15 places à tirer."
    )


def test_seated_people_may_exceed_a_maximum():
    people = mazargues()

    found = explain(people, Rules(4, (Quota("âge", "18–25", 0, 1),)), seated=people[:2])

    assert told(found)[0] == ["Déjà 2 personnes « 18–25 » ont une place, alors que le maximum est 1."]
    assert [(change.minimum, change.maximum) for change in found.changes] == [(0, 2)]


def test_empty_pool_is_explained():
    found = explain([], Rules(3, (Quota("âge", "18–25", 1, 3),)))

    assert found.fewer_seats == 3
    assert sum(lack.number for lack in found.lacks) == 3
