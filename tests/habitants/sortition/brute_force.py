"""All panels of a small pool, and the fairest chances worked out person by person: slow, and another way than ours."""

from itertools import combinations

import numpy as np
from scipy.optimize import linprog


def all_panels(people, rules):
    return [
        panel
        for panel in combinations(people, rules.seats)
        if rules.departure(panel) == 0 and not shares_household(panel)
    ]


def shares_household(panel):
    households = [person.household for person in panel if person.household]
    return len(set(households)) < len(households)


def leximin(people, panels):
    """{key: chance}: at each level, a person is settled when a program of their own cannot raise them any more."""
    inside = np.array([[person in panel for panel in panels] for person in people], dtype=float)
    settled = {}
    while len(settled) < len(people):
        open_ = [number for number in range(len(people)) if number not in settled]
        level = _most(inside, settled, open_, np.append(np.zeros(len(panels)), -1), floor=None)
        for number in open_:
            own = np.append(-inside[number], 0)
            if _most(inside, settled, open_, own, floor=level) < level + 1e-6:
                settled[number] = level
    return {person.key: settled[number] for number, person in enumerate(people)}


def _most(inside, settled, open_, goal, *, floor):
    """The greatest value of the goal where the settled keep their chance and the open ones have `floor`, or more."""
    number = inside.shape[1]
    rows, limits = [], []
    for person, chance in settled.items():
        rows.append(np.append(-inside[person], 0))
        limits.append(1e-9 - chance)
    for person in open_:
        rows.append(np.append(-inside[person], 1 if floor is None else 0))
        limits.append(0 if floor is None else 1e-9 - floor)
    result = linprog(
        goal, A_ub=rows, b_ub=limits, A_eq=[np.append(np.ones(number), 0)], b_eq=[1], bounds=(0, 1)
    )
    return -result.fun
