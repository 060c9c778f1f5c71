"""One computation of a consultation, and what the next one must remember of it."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from gouvernance.viewpoints import groups, representativeness
from gouvernance.viewpoints.projection import project
from gouvernance.viewpoints.votes import read

SEED = 26
FEWEST_PARTICIPANTS = 26
# The number of groups changes after so many computations that agree.
AGREEING = 4


class Hidden(StrEnum):
    """Why only counts may be shown."""

    TOO_FEW = "too_few"  # placed participants
    ONE_VIEW = "one_view"  # votes don't make groups
    SMALL_GROUP = "small_group"


@dataclass(frozen=True)
class Memory:
    """What a computation hands to the next: plain values, for JSON (`Memory(**data)`, `dataclasses.asdict`)."""

    groups: dict  # letter: participants
    axes: list  # (statement, x, y)
    centres: dict  # letter: (x, y)
    candidate: int | None = None  # another number of groups, found better…
    runs: int = 0  # … so many times in a row


@dataclass(frozen=True)
class Count:
    statement: object
    agree: int
    disagree: int
    passed: int


@dataclass(frozen=True, eq=False)
class Consultation:
    """
    `points` has a row per participant, in order; `groups` are {letter: participants}, of those who voted enough
    alone. `figures` has a row per group, in the order of letters, and a column per statement.
    """

    participants: tuple
    statements: tuple
    counts: tuple
    moderated: np.ndarray
    components: np.ndarray
    points: np.ndarray
    placed: np.ndarray
    groups: dict
    silhouette: float | None
    figures: representativeness.Figures
    memory: Memory

    @property
    def hidden(self):
        """Why the map, the groups and what is said of them may not be shown; None when they may."""
        if self.placed.sum() < FEWEST_PARTICIPANTS:
            return Hidden.TOO_FEW
        if len(self.groups) < 2:
            return Hidden.ONE_VIEW
        if min(map(len, self.groups.values())) < groups.SMALLEST_SHOWN:
            return Hidden.SMALL_GROUP
        return None

    def representative(self, letter):
        """(statement, +1 or −1): what this group says that the others don't."""
        rows = representativeness.representative(
            self.figures, list(self.groups).index(letter), ~self.moderated
        )
        return [(self.statements[column], side) for column, side in rows]

    def agreements(self):
        """(statement, +1 or −1, group-informed consensus): what most in every group say."""
        rows = representativeness.agreements(self.figures, ~self.moderated) if len(self.groups) > 1 else []
        return [(self.statements[column], side, consensus) for column, side, consensus in rows]

    def divides(self):
        """(statement, letter for, letter against, split): what sets groups against each other."""
        letters = list(self.groups)
        rows = representativeness.divides(self.figures, ~self.moderated) if len(letters) > 1 else []
        return [
            (self.statements[column], letters[pro], letters[con], split) for column, pro, con, split in rows
        ]


def consult(votes, *, moderated=(), weights=None, previous=None, seed=SEED):
    """
    The consultation that these votes make: see `votes.read` for them and for weights. Weighted participants pull
    means, axes, centres and figures by their weight; counts, sizes of groups and thresholds are of persons.
    A weighted view has its own `previous`: a Memory of the same view.
    """
    read_votes = read(votes, moderated=moderated, weights=weights)
    projection = project(read_votes, previous=previous.axes if previous else ())
    placed = read_votes.placed
    rows = np.flatnonzero(placed)
    participants = [read_votes.participants[row] for row in rows]
    points, shares = projection.points[rows], read_votes.weights[rows]
    centres = list(previous.centres.values()) if previous else ()
    found = groups.clusterings(points, shares, seed=seed, previous=centres)
    chosen, candidate, runs = _number(found, previous)
    letters, silhouette = {}, None
    if chosen:
        labels, silhouette = found[chosen]
        letters = groups.lettered(labels, participants, previous.groups if previous else {})
    inside = {letter: labels == label for letter, label in letters.items()}
    named = {letter: tuple(participants[i] for i in np.flatnonzero(one)) for letter, one in inside.items()}
    members = np.array([one * shares for one in inside.values()]).reshape(len(inside), len(rows))
    return Consultation(
        participants=read_votes.participants,
        statements=read_votes.statements,
        counts=_counts(read_votes),
        moderated=read_votes.moderated,
        components=projection.components,
        points=projection.points,
        placed=placed,
        groups=named,
        silhouette=silhouette,
        figures=representativeness.figures(read_votes.values[rows], members),
        memory=Memory(
            groups={letter: list(one) for letter, one in named.items()},
            axes=[
                (statement, *map(float, place))
                for statement, place in zip(read_votes.statements, projection.components.T, strict=True)
            ],
            centres={
                letter: tuple(map(float, one * shares @ points / (one * shares).sum()))
                for letter, one in inside.items()
            },
            candidate=candidate,
            runs=runs,
        ),
    )


def _number(found, previous):
    """(k, the better k that waits, for how many computations): a single evening doesn't redraw the map."""
    wanted = groups.best(found)
    now = len(previous.groups) if previous else None
    if wanted == now or now not in found:
        return wanted, None, 0
    runs = previous.runs + 1 if wanted == previous.candidate else 1
    return (wanted, None, 0) if runs >= AGREEING else (now, wanted, runs)


def _counts(votes):
    sides = [(votes.values == side).sum(axis=0) for side in (1, -1, 0)]
    return tuple(
        Count(statement, *map(int, row)) for statement, *row in zip(votes.statements, *sides, strict=True)
    )
