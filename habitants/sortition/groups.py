"""
People who are interchangeable, counted instead of named: the work then grows with the number of kinds of people.

Two people are interchangeable when they answer alike on every quota and live in households of the same make-up: some
exchange of households, or of people within one, then maps each onto the other and leaves the rules as they are. The
fairest chances are unique, hence the same for both. A *group* is such a class. A panel is a number for each group;
its limits are the quotas, and for each make-up the number of its households, since each gives one seat at most.
Any numbers within these limits can be given to people: choose that many households, then a member of the right type.

Ignoring households gives fewer and larger groups, and a problem that is easier, never harder: its fairest chances
bound those of the real one (see `habitants.sortition.draw`).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

NO_QUOTA = -1
# What a solver's number may miss a whole one by.
WHOLE = 1e-7
# What milp says of limits that nothing keeps; any other failure is its own, and tells nothing.
INFEASIBLE = 2
# Linear programs that are tried before the solver of whole numbers.
DIVE = 6


@dataclass(frozen=True)
class Group:
    """`kind` is the household's make-up, the types of its members; `type` the one that this group has."""

    kind: tuple
    type: tuple
    households: int
    people: int


class Groups:
    """The pool as groups, and the rows `low <= rows @ numbers <= high` that a panel must keep."""

    def __init__(self, people, rules, *, with_households):
        self.rules = rules
        self.types = dict(zip((person.key for person in people), _types(people, rules), strict=True))
        self.kinds = _kinds(people, self.types, with_households=with_households)
        self.groups = [
            Group(kind, type_, len(homes), len(homes) * number)
            for kind, homes in sorted(self.kinds.items())
            for type_, number in sorted(Counter(kind).items())
        ]
        self.people = np.array([group.people for group in self.groups], dtype=float)
        self.most = np.array([group.households for group in self.groups], dtype=float)
        self._write_rows(list(self.rules.criteria.values()))

    def __len__(self):
        return len(self.groups)

    def _write_rows(self, criteria):
        rows, low, high = [np.ones(len(self))], [self.rules.seats], [self.rules.seats]
        for position, quotas in enumerate(criteria):
            for number, quota in enumerate(quotas):
                rows.append(np.array([group.type[position] == number for group in self.groups], dtype=float))
                low.append(quota.minimum)
                high.append(quota.maximum)
        for kind, homes in sorted(self.kinds.items()):
            if len(set(kind)) > 1:
                rows.append(np.array([group.kind == kind for group in self.groups], dtype=float))
                low.append(0)
                high.append(len(homes))
        self.rows = np.array(rows).reshape(len(rows), len(self))
        self.low, self.high = np.array(low, dtype=float), np.array(high, dtype=float)

    @cached_property
    def sparse_rows(self):
        return csc_array(self.rows)

    def panel(self, gains=None, *, best=True, low=None, high=None, row_low=None, row_high=None):
        """
        The numbers of a panel of greatest `gains`, or any panel, within the rules or the narrower limits given;
        None when there is none. Not the `best`, one of great gains is found sooner.
        """
        count = len(self)
        row_low = self.low if row_low is None else row_low
        row_high = self.high if row_high is None else row_high
        if (row_low > row_high).any():
            return None
        if not count:
            return None if (row_low > 0).any() else np.zeros(0)
        low = np.zeros(count) if low is None else low
        high = self.most if high is None else high
        if (low > high).any():
            return None
        costs = np.zeros(count) if gains is None else -gains
        limits = LinearConstraint(self.sparse_rows, row_low, row_high)
        # Linear programs are solved several times faster, and often end on whole numbers by themselves.
        found = _dive(costs, low, high, limits, steps=1 if best and gains is not None else DIVE)
        if found is not None:
            return found if len(found) else None
        result = milp(
            costs,
            integrality=np.ones(count),
            bounds=Bounds(low, high),
            constraints=limits,
            options={"mip_rel_gap": 0},
        )
        return None if result.x is None else np.round(result.x)


def _dive(costs, low, high, limits, *, steps):
    """
    Whole numbers found by linear programs: each step raises what is nearest to its next whole number. The first step's
    are the best there are. Empty when there are none, None when these steps do not tell.
    """
    for step in range(steps):
        # These programs are small: to simplify them first takes longer than to solve them.
        result = milp(costs, bounds=Bounds(low, high), constraints=limits, options={"presolve": False})
        point = result.x
        if point is None:
            return np.zeros(0) if result.status == INFEASIBLE and not step else None
        numbers = np.round(point)
        missing = point - np.floor(point)
        missing[np.abs(point - numbers) < WHOLE] = 0
        if not missing.any():
            return numbers
        raised = missing.argmax()
        low = low.copy()
        low[raised] = np.ceil(point[raised])
    return None


def _types(people, rules):
    """Each person's answers as the numbers of their quotas, one per criterion."""
    numbers = [
        (criterion, {quota.value: number for number, quota in enumerate(quotas)})
        for criterion, quotas in rules.criteria.items()
    ]
    return [
        tuple(found.get(person.values.get(criterion), NO_QUOTA) for criterion, found in numbers)
        for person in people
    ]


def _kinds(people, types, *, with_households):
    """{make-up: its households, each a list of keys by type}, whatever the order in which people come."""
    homes = defaultdict(list)
    for number, person in enumerate(sorted(people, key=lambda person: person.key)):
        alone = not (with_households and person.household)
        homes[("alone", number) if alone else ("home", person.household)].append(person.key)
    kinds = defaultdict(list)
    for keys in homes.values():
        kinds[tuple(sorted(types[key] for key in keys))].append(sorted(keys))
    return {kind: sorted(members) for kind, members in kinds.items()}
