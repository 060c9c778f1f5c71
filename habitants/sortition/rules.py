"""What a panel must look like: seats, quotas, one person per household at most."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, order=True)
class Quota:
    """How many people of a panel give this answer to this question."""

    criterion: str
    value: str
    minimum: int
    maximum: int


@dataclass(frozen=True)
class Person:
    """Somebody who may be drawn. People of one `household` (any text) exclude one another; empty, they live alone."""

    key: str
    values: Mapping[str, str] = field(hash=False)
    household: str = ""


@dataclass(frozen=True)
class Rules:
    seats: int
    quotas: tuple[Quota, ...] = ()

    @property
    def criteria(self):
        """Each criterion with its quotas, both in alphabetical order: nothing may hang on the order of rows."""
        found = {}
        for quota in sorted(self.quotas):
            found.setdefault(quota.criterion, []).append(quota)
        return found

    def after(self, seated: Iterable[Person]):
        """
        What is left to draw once these people sit. A maximum that they exceed becomes negative, which
        `habitants.sortition.obstacles` explains.
        """
        seated = list(seated)
        counts = Counter(
            (criterion, value) for person in seated for criterion, value in person.values.items()
        )
        quotas = [
            replace(
                quota,
                minimum=max(quota.minimum - counts[quota.criterion, quota.value], 0),
                maximum=quota.maximum - counts[quota.criterion, quota.value],
            )
            for quota in self.quotas
        ]
        return replace(self, seats=self.seats - len(seated), quotas=tuple(quotas))

    def departure(self, panel: Iterable[Person]):
        """By how many people a panel misses the quotas and the number of seats; 0 when it keeps them all."""
        panel = list(panel)
        counts = Counter((criterion, value) for person in panel for criterion, value in person.values.items())
        missed = abs(self.seats - len(panel))
        for quota in self.quotas:
            count = counts[quota.criterion, quota.value]
            missed += max(quota.minimum - count, count - quota.maximum, 0)
        return missed


def drawable(pool: Iterable[Person], seated: Iterable[Person]):
    """Those of the pool whose household has no seat yet, by key."""
    seated = list(seated)
    keys = {person.key for person in seated}
    households = {person.household for person in seated} - {""}
    rest = [person for person in pool if person.key not in keys and person.household not in households]
    return sorted(rest, key=lambda person: person.key)
