"""The draw's thousand panels: the fairest chances within the rules, to a thousandth."""

from collections import Counter
from dataclasses import dataclass

from habitants.sortition import fairness, mixtures
from habitants.sortition.groups import Groups
from habitants.sortition.seating import seated

PANELS = 1000


class Impossible(ValueError):
    """No panel keeps the rules; `habitants.sortition.obstacles.explain` says why."""


@dataclass(frozen=True)
class Portfolio:
    """
    Panels of equal weight, each a sorted tuple of keys, themselves sorted.

    `chances` are the fairest ones, from 0 to 1, by key; `is_bound` says that they are also those of the linear
    relaxation, by which one sees at once that nothing is fairer (otherwise the search over panels has shown it).
    """

    panels: tuple
    chances: dict
    is_bound: bool

    @property
    def counts(self):
        """In how many panels each person is."""
        counts = Counter(key for panel in self.panels for key in panel)
        return {key: counts[key] for key in self.chances}

    @property
    def largest_gap(self):
        """The most by which somebody's share of the panels differs from their fairest chance."""
        number = len(self.panels)
        return max(
            (abs(count / number - self.chances[key]) for key, count in self.counts.items()), default=0.0
        )


def compute(people, rules, *, number=PANELS):
    """
    The `number` panels of a draw among `people` (those who may be drawn: `rules.drawable`). Two people whom the
    rules don't tell apart have the same chance, and are in as many panels, to one: whose key comes first may be
    in one more, so keys must mean nothing. Raises `Impossible`.
    """
    people = sorted(people, key=lambda person: person.key)
    groups = Groups(people, rules, with_households=True)
    chances, panels, weights, is_bound = fairest(groups)
    chosen = seated(groups, mixtures.rounded(groups, panels, weights, number))
    by_group = {
        (group.kind, group.type): chance for group, chance in zip(groups.groups, chances, strict=True)
    }
    by_key = {
        key: float(by_group[kind, groups.types[key]])
        for kind, homes in groups.kinds.items()
        for home in homes
        for key in home
    }
    return Portfolio(tuple(sorted(chosen)), dict(sorted(by_key.items())), is_bound)


def fairest(groups):
    """(chance of each group, panels, their weights, whether the chances are those of the relaxation)."""
    chances = fairness.relaxed(groups) if len(groups) else None
    if chances is None:
        raise Impossible
    if mixture := mixtures.decomposed(groups, chances * groups.people):
        return chances, *mixture, True
    first = groups.panel()
    if first is None:
        raise Impossible
    panels, weights = fairness.exact(groups, [first])
    mean = sum(weight * panel for panel, weight in zip(panels, weights, strict=True))
    return mean / groups.people, panels, weights, False
