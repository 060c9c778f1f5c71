"""Where participants stand: the two directions in which their votes differ most."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh

AXES = 2
# Below this share of all variance a direction is noise of the arithmetic.
NOTHING = 1e-12


@dataclass(frozen=True, eq=False)
class Projection:
    """`components` are unit vectors over the statements, a row each, zero where votes don't differ that far."""

    components: np.ndarray
    points: np.ndarray


def project(votes, *, previous=()):
    """
    Principal components of the votes. A missing vote counts as the mean of its statement, so it moves nobody; points
    are then stretched by √(statements / votes cast), or those who answered little would all stand in the middle.
    What was moderated counts as answered by all. `previous` are (statement, x, y) of the last computation: axes keep
    their direction.
    """
    values = votes.zeroed
    answered = ~np.isnan(values)
    known = np.where(answered, values, 0.0)
    heard = votes.weights @ answered
    means = np.divide(votes.weights @ known, heard, out=np.zeros(len(heard)), where=heard > 0)
    centred = np.where(answered, known - means, 0.0)
    components = _components(centred * np.sqrt(votes.weights)[:, None])
    components = _oriented(components, votes.statements, previous)
    cast = np.maximum(answered.sum(axis=1), 1)
    stretch = np.sqrt(len(votes.statements) / cast)
    return Projection(components, centred @ components.T * stretch[:, None])


def _components(centred):
    """Through the smaller of the two square products, whose eigenvectors give those of the other."""
    rows, columns = centred.shape
    components = np.zeros((AXES, columns))
    side = min(rows, columns)
    if not side:
        return components
    narrow = columns <= rows
    square = centred.T @ centred if narrow else centred @ centred.T
    values, vectors = eigh(square, subset_by_index=[max(side - AXES, 0), side - 1])
    for axis, (value, vector) in enumerate(zip(values[::-1], vectors.T[::-1], strict=True)):
        if value > NOTHING * np.trace(square):
            direction = vector if narrow else vector @ centred
            components[axis] = direction / np.linalg.norm(direction)
    return components


def _oriented(components, statements, previous):
    """
    A component says nothing of its sign, and two of like weight may change places: as they stood last time; the
    first time, the side on which loadings are stronger is on the right, or at the top.
    """
    axes = {statement: place for statement, *place in previous}
    before = np.array([axes.get(statement, (0.0, 0.0)) for statement in statements]).reshape(-1, AXES)
    likeness = components @ before
    if likeness.any():
        if abs(np.prod(np.diag(likeness))) < abs(likeness[0, 1] * likeness[1, 0]):
            components, likeness = components[::-1], likeness[::-1]
        side = np.diag(likeness)
    else:
        side = np.zeros(AXES)
    side = np.where(side == 0, (components**3).sum(axis=1), side)
    return components * np.where(side < 0, -1.0, 1.0)[:, None]
