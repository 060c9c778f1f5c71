"""
Majority judgment: each voter grades each candidate, the median grade decides. Pure, and exact: integers only.

The median is the lower one: the grade at rank ⌈n/2⌉ from the worst. Candidates whose medians are equal are told apart
by taking one such ballot away from each and looking again, until they differ or nothing is left; those with the same
tally stay ex æquo. Source: M. Balinski and R. Laraki, Majority Judgment (MIT Press, 2010).

Nothing is really taken away: in sorted ballots what is removed goes outwards from the middle, one ballot on each side
in turn, so the grades only change at a few distances, which the tallies give. A million ballots cost what ten do.
"""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate


class TallyError(ValueError):
    """Tallies that can't be compared."""


@dataclass(frozen=True)
class Gauge:
    """The majority gauge: how many graded above the median grade, that grade, how many below."""

    above: int
    grade: int
    below: int
    total: int

    @property
    def sign(self):
        """+ when more are above the grade than below it, − otherwise."""
        return "+" if self.above > self.below else "-"


@dataclass(frozen=True)
class Standing:
    """A candidate's place: 1 for the best; ex æquo have the same, and the next ones come after all of them."""

    candidate: object
    rank: int
    tally: tuple
    gauge: Gauge | None  # None without ballots

    @property
    def grade(self):
        return self.gauge and self.gauge.grade


def ranked(tallies):
    """
    Standings, the best first, from {candidate: number of ballots for each grade, the worst grade first}.

    Each ballot grades every candidate: what a blank is worth is declared before the vote and counted in the tallies.
    Raises TallyError when candidates don't have the same grades or the same number of ballots. Ex æquo come in the
    order of the mapping.
    """
    tallies = {candidate: tuple(tally) for candidate, tally in tallies.items()}
    total = _check(tallies)
    cumulated = {candidate: tuple(accumulate(tally)) for candidate, tally in tallies.items()}
    distances = _distances(cumulated.values(), total)
    keys = {candidate: _key(ranks, total, distances) for candidate, ranks in cumulated.items()}
    standings, rank = [], 0
    for place, candidate in enumerate(sorted(keys, key=keys.get, reverse=True), 1):
        if not standings or keys[candidate] != keys[standings[-1].candidate]:
            rank = place
        standings.append(Standing(candidate, rank, tallies[candidate], gauge(tallies[candidate])))
    return standings


def gauge(tally):
    """The majority gauge of one tally, None without ballots."""
    ranks = tuple(accumulate(tally))
    total = ranks[-1] if ranks else 0
    if not total:
        return None
    grade = bisect_left(ranks, _middle(total))
    return Gauge(above=total - ranks[grade], grade=grade, below=ranks[grade] - tally[grade], total=total)


def _check(tallies):
    """The number of ballots, the same for all."""
    for candidate, tally in tallies.items():
        if not tally:
            raise TallyError(f"no grades for {candidate!r}")
        if any(isinstance(count, bool) or not isinstance(count, int) or count < 0 for count in tally):
            raise TallyError(f"counts must be integers, zero or more, for {candidate!r}: {tally}")
    lengths = {candidate: len(tally) for candidate, tally in tallies.items()}
    if len(set(lengths.values())) > 1:
        raise TallyError(f"candidates are graded on different scales: {lengths}")
    totals = {candidate: sum(tally) for candidate, tally in tallies.items()}
    if len(set(totals.values())) > 1:
        raise TallyError(f"candidates have different numbers of ballots: {totals}")
    return next(iter(totals.values()), 0)


def _middle(total):
    return (total + 1) // 2


def _distances(cumulated, total):
    """Distances from the middle at which the grade changes for some candidate, on either side."""
    middle = _middle(total)
    found = {0} if total else set()
    for ranks in cumulated:
        for rank in ranks:
            found |= {middle - rank, rank + 1 - middle}
    return sorted(distance for distance in found if 0 <= distance <= total - middle)


def _key(ranks, total, distances):
    """
    The grades that removal meets, once for each distance. With an odd number the worse side goes first, with an even
    one the better side, which then also goes last, alone.
    """
    middle = _middle(total)
    first, second = (-1, 1) if total % 2 else (1, -1)
    return [
        bisect_left(ranks, rank)
        for distance in distances
        for rank in dict.fromkeys((middle + first * distance, middle + second * distance))
        if 1 <= rank <= total
    ]
