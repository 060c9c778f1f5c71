"""What a group says that others don't, what all say, what divides: Polis' figures, a row per group."""

from dataclasses import dataclass

import numpy as np

# One-sided, 90 %.
SIGNIFICANT = 1.2816
MOST_SAID = 5


@dataclass(frozen=True, eq=False)
class Stance:
    """
    Of those who agree, or of those who disagree. `share` is p, with one imaginary vote for and one against;
    `test` is z₁, whether the group's share passes one half; `ratio` is r, to the share of all the others;
    `difference` is z₂, whether the group's share passes that of the others.
    """

    count: np.ndarray
    share: np.ndarray
    test: np.ndarray
    ratio: np.ndarray
    difference: np.ndarray

    @property
    def significant(self):
        return (self.test > SIGNIFICANT) & (self.difference > SIGNIFICANT)

    @property
    def rank(self):
        return self.ratio * self.difference * self.share * self.test

    @property
    def consensus(self):
        """Group-informed consensus: the product of the groups' shares, high only where each group's is."""
        return self.share.prod(axis=0)


@dataclass(frozen=True, eq=False)
class Figures:
    """Groups × statements. `seen` counts the votes, passes included."""

    seen: np.ndarray
    agree: Stance
    disagree: Stance


def figures(values, members):
    """From votes (NaN where there is none) and the weight of each participant (columns) in each group (rows)."""
    seen = members @ ~np.isnan(values)
    return Figures(seen, *(_stance(members @ (values == side), seen) for side in (1, -1)))


def _stance(count, seen):
    elsewhere = count.sum(axis=0) - count
    seen_elsewhere = seen.sum(axis=0) - seen
    share = (count + 1) / (seen + 2)
    return Stance(
        count=count,
        share=share,
        test=2 * np.sqrt(seen + 1) * ((count + 1) / (seen + 1) - 0.5),
        ratio=share / ((elsewhere + 1) / (seen_elsewhere + 2)),
        difference=two_shares(count, seen, elsewhere, seen_elsewhere),
    )


def two_shares(count, seen, other_count, other_seen):
    """z of the difference of two shares, each with one imaginary vote; 0 where all say the same."""
    one, other = (count + 1) / (seen + 1), (other_count + 1) / (other_seen + 1)
    together = (count + other_count + 2) / (seen + other_seen + 2)
    variance = together * (1 - together) * (1 / (seen + 1) + 1 / (other_seen + 1))
    usable = variance > 0
    return np.where(usable, (one - other) / np.sqrt(np.where(usable, variance, 1.0)), 0.0)


def representative(found, group, usable):
    """
    (column, +1 or −1) of at most five statements that tell the group from the others, those it agrees with first,
    the most telling first. Both tests must pass: a group may have none.
    """
    agree, disagree = found.agree, found.disagree
    sides = np.where(agree.difference[group] > disagree.difference[group], 1, -1)
    ranks = np.where(sides == 1, agree.rank[group], disagree.rank[group])
    passes = np.where(sides == 1, agree.significant[group], disagree.significant[group]) & usable
    columns = sorted(np.flatnonzero(passes), key=lambda column: (-ranks[column], column))[:MOST_SAID]
    return [(int(column), int(sides[column])) for column in sorted(columns, key=lambda c: -sides[c])]


def agreements(found, usable):
    """(column, +1 or −1, consensus) of what most in every group agree with, or reject, the most shared first."""
    rows = []
    for side, stance in ((1, found.agree), (-1, found.disagree)):
        for column in np.flatnonzero((stance.share > 0.5).all(axis=0) & usable):
            rows.append((int(column), side, float(stance.consensus[column])))
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def divides(found, usable):
    """
    (column, group for, group against, split) of what most of one group agree with and most of another reject, and
    whose shares of agreement differ by more than chance, the sharpest first. The split is the weaker majority.
    """
    rows = []
    for column in np.flatnonzero(usable):
        pro, con = int(found.agree.share[:, column].argmax()), int(found.disagree.share[:, column].argmax())
        split = float(min(found.agree.share[pro, column], found.disagree.share[con, column]))
        count, seen = found.agree.count[:, column], found.seen[:, column]
        if split > 0.5 and two_shares(count[pro], seen[pro], count[con], seen[con]) > SIGNIFICANT:
            rows.append((int(column), pro, con, split))
    return sorted(rows, key=lambda row: (-row[3], row[0]))
