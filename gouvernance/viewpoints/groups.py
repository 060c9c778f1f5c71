"""Participants who stand near each other: k-means, how many groups, and which letter each keeps."""

import random
from string import ascii_uppercase

import numpy as np
from scipy.optimize import linear_sum_assignment

MOST_GROUPS = 5
# One more group may be looked for with each so many participants.
FOR_ONE_MORE = 12
# Groups so small tell who is who: a number of groups that makes none is preferred.
SMALLEST_SHOWN = 5
SMALLEST = 2
STARTS = 12
STEPS = 300
# What another start must gain for the groups of last time to be left, and for one to be better than another.
GAIN = 1e-6
# Rows of distances held at a time.
CHUNK = 500


def clusterings(points, weights, *, seed, previous=()):
    """
    {k: (labels, silhouette)} for k from 2 to 5 at most, where no group is a single participant. `previous` are the
    centres of last time, tried first.
    """
    found = {}
    for k in range(2, min(MOST_GROUPS, 2 + len(points) // FOR_ONE_MORE) + 1):
        labels = k_means(points, weights, k, seed=seed, start=previous if len(previous) == k else None)
        if labels is not None and np.bincount(labels, minlength=k).min() >= SMALLEST:
            found[k] = labels, silhouette(points, weights, labels)
    return found


def best(found):
    """The k whose silhouette is highest, among those that may be shown if there are any; the smaller if equal."""
    showable = {
        k: one for k, one in found.items() if np.bincount(one[0], minlength=k).min() >= SMALLEST_SHOWN
    }
    among = showable or found
    return max(among, key=lambda k: (round(among[k][1], 9), -k), default=None)


def k_means(points, weights, k, *, seed, start=None):
    """Labels of the tightest of a few starts; None when the points don't make k groups."""
    if len(np.unique(points, axis=0)) < k:
        return None
    draw = random.Random(f"{seed} {k}")  # noqa: S311 (places to start from, the same at each computation)
    starts = [] if start is None else [np.asarray(start)]
    starts += [_spread(points, weights, k, draw) for _ in range(STARTS)]
    kept, tightest = None, np.inf
    for centres in starts:
        labels, spread = _settled(points, weights, centres)
        if len(np.unique(labels)) == k and spread < tightest * (1 - GAIN):
            kept, tightest = labels, spread
    return kept


def _spread(points, weights, k, draw):
    """Centres far from each other: each is drawn in proportion to its squared distance to those before."""
    chosen = [_drawn(weights, draw)]
    nearest = _squares(points, points[chosen])[:, 0]
    while len(chosen) < k:
        chosen.append(_drawn(weights * nearest, draw))
        nearest = np.minimum(nearest, _squares(points, points[chosen[-1:]])[:, 0])
    return points[chosen]


def _drawn(chances, draw):
    sums = np.cumsum(chances)
    return min(int(np.searchsorted(sums, draw.random() * sums[-1], side="right")), len(sums) - 1)


def _squares(points, centres):
    return ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)


def _settled(points, weights, centres):
    """Lloyd's steps until nobody changes group: labels, and the weighted sum of squared distances."""
    labels = None
    for _ in range(STEPS):
        squares = _squares(points, centres)
        found = squares.argmin(axis=1)
        if labels is not None and (found == labels).all():
            break
        labels = found
        members = (labels[:, None] == np.arange(len(centres))) * weights[:, None]
        sizes = members.sum(axis=0)[:, None]
        centres = np.where(sizes > 0, members.T @ points / np.where(sizes > 0, sizes, 1), centres)
    return labels, float(weights @ squares[np.arange(len(points)), labels])


def silhouette(points, weights, labels):
    """Mean of (b − a) / max(a, b): a, the mean distance to one's own group, b, to the nearest other."""
    members = (labels[:, None] == np.arange(labels.max() + 1)) * weights[:, None]
    sizes = members.sum(axis=0)
    scores = np.empty(len(points))
    for first in range(0, len(points), CHUNK):
        rows = slice(first, first + CHUNK)
        each = np.arange(len(points[rows])), labels[rows]
        distances = np.sqrt(_squares(points[rows], points)) @ members
        others = distances / sizes
        others[each] = np.inf
        left = sizes[labels[rows]] - weights[rows]
        alone = left <= GAIN * weights[rows]
        own = np.where(alone, 0.0, distances[each] / np.where(alone, 1.0, left))
        other = others.min(axis=1)
        widest = np.maximum(own, other)
        scores[rows] = np.where(
            alone | (widest == 0), 0.0, (other - own) / np.where(widest == 0, 1.0, widest)
        )
    return float(weights @ scores / weights.sum())


def lettered(labels, participants, previous):
    """
    {letter: label}, A first. A group keeps the letter of the one with which it shares most participants, all letters
    taken together; a new one takes a letter that no group had. The first time, the largest is A.
    """
    total = labels.max() + 1
    order = sorted(
        range(total), key=lambda label: (-(labels == label).sum(), int(np.argmax(labels == label)))
    )
    before = {member: row for row, letter in enumerate(sorted(previous)) for member in previous[letter]}
    shared = np.zeros((len(previous), total))
    for participant, label in zip(participants, labels, strict=True):
        if participant in before:
            shared[before[participant], label] += 1
    kept = {
        int(label): sorted(previous)[row]
        for row, label in zip(*linear_sum_assignment(-shared), strict=True)
        if shared[row, label]
    }
    free = (letter for letter in ascii_uppercase if letter not in previous)
    for label in order:
        if label not in kept:
            kept[label] = next(free)
    return dict(sorted((letter, label) for label, letter in kept.items()))
