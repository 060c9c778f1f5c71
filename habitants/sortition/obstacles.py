"""
Why no panel keeps the rules, whom it would take, and the smallest change that makes a draw possible.

Three answers, each exact: contradictions read off the numbers; the fewest more applicants that would do, described by
no more answers than matter; the fewest places by which to move the quotas, then the fewest quotas to touch. Fewer
seats is a change of last resort, counted only when no quotas would do (too few households). Among several answers
equally small, one is given, always the same.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from habitants.sortition.groups import Groups
from habitants.sortition.rules import Quota, drawable

# Kinds of people that could be missing are tried up to so many; beyond, only the change of quotas is looked for.
MOST_KINDS = 5000


@dataclass(frozen=True)
class Crossed:
    """A quota whose minimum is above its maximum."""

    quota: Quota


@dataclass(frozen=True)
class OverSeated:
    """Those who sit already are more than the maximum."""

    quota: Quota
    seated: int


@dataclass(frozen=True)
class TooMuchAsked:
    """The minimums of a criterion add up to more than the seats."""

    criterion: str
    asked: int
    seats: int


@dataclass(frozen=True)
class TooLittleAllowed:
    """The maximums of a criterion add up to less than the seats."""

    criterion: str
    allowed: int
    seats: int


@dataclass(frozen=True)
class TooFewPeople:
    """Households can give one seat each, and are fewer than the seats to draw."""

    households: int
    seats: int


@dataclass(frozen=True)
class TooFewSuch:
    """Fewer people who may be drawn than the minimum still asks for."""

    quota: Quota
    available: int
    asked: int


@dataclass(frozen=True)
class Lack:
    """So many more applicants with these answers, (criterion, value), would make the draw possible."""

    number: int
    answers: tuple


@dataclass(frozen=True)
class Change:
    """A quota as it is and as it could be."""

    quota: Quota
    minimum: int
    maximum: int


@dataclass(frozen=True)
class Obstacles:
    reasons: tuple
    lacks: tuple
    changes: tuple
    seats: int
    fewer_seats: int


def explain(pool, rules, seated=()):
    """What stands in the way of a draw, or None when nothing does."""
    seated = list(seated)
    people, left = drawable(pool, seated), rules.after(seated)
    groups = Groups(people, left, with_households=True)
    if groups.panel() is not None:
        return None
    fewer, moves = _smallest_change(groups)
    changes = tuple(
        Change(quota, quota.minimum - down, quota.maximum + up)
        for quota, (down, up) in zip(_in_rows(rules), moves, strict=True)
        if down or up
    )
    reasons = tuple(_reasons(people, rules, left, seated))
    return Obstacles(reasons, _lacks(groups), changes, rules.seats, fewer)


def _in_rows(rules):
    return [quota for quotas in rules.criteria.values() for quota in quotas]


def _reasons(people, rules, left, seated):
    taken = Counter(answer for person in seated for answer in person.values.items())
    for quota in _in_rows(rules):
        if quota.minimum > quota.maximum:
            yield Crossed(quota)
        elif taken[quota.criterion, quota.value] > quota.maximum:
            yield OverSeated(quota, taken[quota.criterion, quota.value])
    households = len({person.household or ("alone", person.key) for person in people})
    if households < left.seats:
        yield TooFewPeople(households, left.seats)
    for criterion, quotas in rules.criteria.items():
        asked = sum(quota.minimum for quota in quotas)
        if asked > rules.seats:
            yield TooMuchAsked(criterion, asked, rules.seats)
        known = {quota.value for quota in quotas}
        all_answered = all(person.values.get(criterion) in known for person in [*people, *seated])
        allowed = sum(quota.maximum for quota in quotas)
        if all_answered and allowed < rules.seats:
            yield TooLittleAllowed(criterion, allowed, rules.seats)
    available = Counter(answer for person in people for answer in person.values.items())
    for whole, quota in zip(_in_rows(rules), _in_rows(left), strict=True):
        number = available[quota.criterion, quota.value]
        if number < quota.minimum:
            yield TooFewSuch(whole, number, quota.minimum)


def _smallest_change(groups):
    """(seats given up, [(places off the minimum, places on the maximum) of each quota])."""
    seats, count = max(groups.rules.seats, 0), len(groups)
    quotas = _in_rows(groups.rules)
    number = len(quotas)
    rows = groups.rows[: 1 + number]
    homes = groups.rows[1 + number :]
    # Variables: the groups' numbers, seats given up, what each minimum and maximum moves by, whether it does.
    none, one = np.zeros((number, number)), np.eye(number)
    column = np.zeros((number, 1))
    big = seats + max((abs(quota.minimum) + abs(quota.maximum) for quota in quotas), default=0) + 1
    blocks = [
        (np.concatenate([rows[0], [1], np.zeros(3 * number)])[None], seats, seats),
        (np.hstack([rows[1:], column, one, none, none]), groups.low[1 : 1 + number], np.inf),
        (np.hstack([rows[1:], column, none, -one, none]), -np.inf, groups.high[1 : 1 + number]),
        (np.hstack([np.zeros((number, count)), column, one, one, -big * one]), -np.inf, 0),
        (np.hstack([homes, np.zeros((len(homes), 1 + 3 * number))]), 0, groups.high[1 + number :]),
    ]
    constraints = [LinearConstraint(block, low, high) for block, low, high in blocks if len(block)]
    bounds = Bounds(
        0, np.concatenate([groups.most, [seats], np.full(2 * number, big), np.ones(number)]).astype(float)
    )
    moved = np.concatenate([np.zeros(count), [0], np.ones(2 * number), np.zeros(number)])
    touched = np.concatenate([np.zeros(count), [0], np.zeros(2 * number), np.ones(number)])
    given_up = np.concatenate([np.zeros(count), [1], np.zeros(3 * number)])
    for goal in (given_up, moved, touched):
        result = milp(
            goal,
            integrality=np.ones(len(goal)),
            bounds=bounds,
            constraints=constraints,
            options={"mip_rel_gap": 0},
        )
        best = round(goal @ result.x)
        constraints.append(LinearConstraint(goal[None], -np.inf, best))
    moves = np.round(result.x[count + 1 :]).astype(int)
    fewer = round(result.x[count])
    return fewer, list(zip(moves[:number].tolist(), moves[number : 2 * number].tolist(), strict=True))


def _lacks(groups):
    """The fewest more people who would do; nothing where none would, or where there are too many kinds to try."""
    criteria = groups.rules.criteria
    kinds = [[(criterion, quota.value) for quota in quotas] for criterion, quotas in criteria.items()]
    if not kinds or np.prod([len(kind) for kind in kinds]) > MOST_KINDS:
        return ()
    newcomers = list(product(*kinds))
    rows = _rows_of(newcomers, groups)
    found = _with_more(groups, rows, np.full(len(newcomers), groups.rules.seats), fewest=True)
    if found is None:
        return ()
    wanted = {newcomers[number]: int(times) for number, times in enumerate(found) if times}
    described = Counter()
    for person, times in wanted.items():
        others = {other: number for other, number in wanted.items() if other != person}
        described[_what_matters(person, times, others, kinds, groups)] += times
    return tuple(Lack(number, answers) for answers, number in sorted(described.items()))


def _what_matters(person, times, others, kinds, groups):
    """The answers of a missing person without those that could be any other."""
    kept = list(person)
    for position, answers in enumerate(kinds):
        free = [
            options if kept[place] is None or place == position else [kept[place]]
            for place, options in enumerate(kinds)
        ]
        if np.prod([len(options) for options in free]) > 60 or len(answers) == 1:
            continue
        if all(_would_do({**others, newcomer: times}, groups) for newcomer in product(*free)):
            kept[position] = None
    return tuple(answer for answer in kept if answer)


def _would_do(newcomers, groups):
    rows = _rows_of(newcomers, groups)
    return _with_more(groups, rows, np.array(list(newcomers.values())), fewest=False) is not None


def _rows_of(newcomers, groups):
    quotas = _in_rows(groups.rules)
    rows = np.zeros((len(groups.rows), len(newcomers)))
    rows[0] = 1
    for number, quota in enumerate(quotas, start=1):
        rows[number] = [(quota.criterion, quota.value) in newcomer for newcomer in newcomers]
    return rows


def _with_more(groups, rows, most, *, fewest):
    """How many of each newcomer a panel takes when it may take `most` of each; None when there is no panel."""
    if (groups.low > groups.high).any() or groups.rules.seats < 0:
        return None
    count = len(groups)
    result = milp(
        np.concatenate([np.zeros(count), np.full(len(most), float(fewest))]),
        integrality=np.ones(count + len(most)),
        bounds=Bounds(0, np.concatenate([groups.most, most])),
        constraints=LinearConstraint(np.hstack([groups.rows, rows]), groups.low, groups.high),
        options={"mip_rel_gap": 0},
    )
    return None if result.x is None else np.round(result.x[count:])
