"""Votes as a matrix: a row per participant, a column per statement, both in the order of their identifiers."""

from array import array
from dataclasses import dataclass

import numpy as np

# A participant is placed on the map from so many votes, or as many as there are statements.
ENOUGH_VOTES = 7
# If fewer are, the most active of the others join them, up to so many in all.
FEWEST_PLACED = 15


class VoteError(ValueError):
    """A vote or a weight that means nothing."""


@dataclass(frozen=True, eq=False)
class Votes:
    """+1 agrees, −1 disagrees, 0 passes, NaN has not answered. `weights` sum to the number of participants."""

    participants: tuple
    statements: tuple
    values: np.ndarray
    moderated: np.ndarray
    weights: np.ndarray

    @property
    def zeroed(self):
        """The matrix where nobody differs about what was moderated, as if all had passed it."""
        return np.where(self.moderated, 0.0, self.values)

    @property
    def placed(self):
        """Which rows have voted enough to be placed on the map."""
        cast = (~np.isnan(self.values)).sum(axis=1)
        placed = cast >= min(ENOUGH_VOTES, len(self.statements))
        if (missing := FEWEST_PLACED - placed.sum()) > 0:
            others = np.flatnonzero(~placed)
            placed[others[np.argsort(-cast[others], kind="stable")][:missing]] = True
        return placed


def read(votes, *, moderated=(), weights=None):
    """
    From (participant, statement, vote) in the order in which they were given: of one participant on one statement,
    the last counts. Identifiers are of one sortable type. A participant has weight 1 unless `weights` says otherwise;
    0 leaves them out. Only proportions count: the same weight for all is no weight at all.
    """
    weights = weights or {}
    for participant, weight in weights.items():
        if not 0 <= weight < float("inf"):
            raise VoteError(
                f"the weight of {participant!r} must be a finite number, zero or more: {weight!r}"
            )
    rows, columns = {}, {}
    where, which, what = array("q"), array("q"), array("b")
    for participant, statement, vote in votes:
        if vote not in (-1, 0, 1):
            raise VoteError(f"a vote is -1, 0 or 1, not {vote!r} ({participant!r} on {statement!r})")
        if weights.get(participant, 1):
            where.append(rows.setdefault(participant, len(rows)))
            which.append(columns.setdefault(statement, len(columns)))
            what.append(int(vote))
    participants, statements = sorted(rows), sorted(columns)
    values = np.full((len(rows), len(columns)), np.nan)
    # Assigned in order: the last vote stays.
    values[_places(rows, participants)[where], _places(columns, statements)[which]] = what
    moderated = set(moderated)
    share = np.array([float(weights.get(participant, 1)) for participant in participants])
    return Votes(
        participants=tuple(participants),
        statements=tuple(statements),
        values=values,
        moderated=np.array([statement in moderated for statement in statements], dtype=bool),
        weights=share * (len(share) / share.sum()) if len(share) else share,
    )


def _places(met, ordered):
    """For each identifier, in the order in which it was met, its place in the sorted order."""
    places = np.empty(len(met), dtype=np.intp)
    places[[met[identifier] for identifier in ordered]] = np.arange(len(ordered))
    return places
