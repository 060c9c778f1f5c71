"""
Whether enough of a body is there to decide, with proxies, and what is lacking. Pure, in exact fractions.

The 1901 law asks for no quorum; once in the statutes it conditions what is decided, and must hold when each decision is
taken if it has to hold all through. Seats are those that are filled: `seats` is {holder: college}.
"""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction


class QuorumError(ValueError):
    """A rule or an attendance that means nothing."""


class SetAside(StrEnum):
    """Why a proxy doesn't count now."""

    GIVER_PRESENT = "giver_present"
    CARRIER_ABSENT = "carrier_absent"
    TOO_MANY = "too_many"  # the carrier has the most that the rule allows: those given first count
    GIVEN_TWICE = "given_twice"  # another one of theirs, given before, counts


@dataclass(frozen=True)
class Rule:
    """A share of the seats, in each college or overall; how many proxies one carries; held all through or once."""

    share: Fraction
    per_college: bool = False
    throughout: bool = False
    proxies_max: int = 1

    def __post_init__(self):
        if not isinstance(self.share, Fraction) or not 0 <= self.share <= 1:
            raise QuorumError(f"the share must be a Fraction from 0 to 1: {self.share!r}")
        if self.proxies_max < 0:
            raise QuorumError(f"nobody carries {self.proxies_max} proxies")


@dataclass(frozen=True)
class Proxy:
    giver: object
    carrier: object


@dataclass(frozen=True)
class Part:
    """A college, or the whole body (`college` is None)."""

    college: object
    seats: int
    present: int
    represented: int
    needed: int

    @property
    def lacking(self):
        return max(0, self.needed - self.present - self.represented)


@dataclass(frozen=True)
class Quorum:
    """`colleges` and `overall` are counted whatever the rule; `judged` are those it speaks of."""

    rule: Rule
    overall: Part
    colleges: tuple
    counted: tuple = ()  # proxies
    set_aside: dict = field(default_factory=dict)  # proxy: SetAside

    @property
    def judged(self):
        return self.colleges if self.rule.per_college and self.colleges else (self.overall,)

    @property
    def holds(self):
        return not any(part.lacking for part in self.judged)


def quorum(rule, seats, present, proxies=()):
    """The quorum with these holders present and these proxies, in the order in which they were given."""
    present = set(present)
    if strangers := sorted(map(str, present - seats.keys())):
        raise QuorumError(f"without a seat: {', '.join(strangers)}")
    counted, set_aside = _sorted_out(rule, seats, present, proxies)
    filled = Counter(seats.values())
    here = Counter(seats[holder] for holder in present)
    for_others = Counter(seats[proxy.giver] for proxy in counted)
    colleges = tuple(
        Part(college, filled[college], here[college], for_others[college], _needed(rule, filled[college]))
        for college in filled
    )
    # An empty body can't hold: somebody has to be there, as soon as there is a quorum at all.
    needed = max(_needed(rule, len(seats)), 1 if rule.share else 0)
    overall = Part(None, len(seats), len(present), len(counted), needed)
    return Quorum(rule, overall, colleges, counted, set_aside)


def _needed(rule, seats):
    return -(-rule.share.numerator * seats // rule.share.denominator)


def _sorted_out(rule, seats, present, proxies):
    counted, set_aside, carried, given = [], {}, Counter(), set()
    for proxy in dict.fromkeys(proxies):
        for holder in (proxy.giver, proxy.carrier):
            if holder not in seats:
                raise QuorumError(f"a proxy of or for somebody without a seat: {holder}")
        if proxy.giver == proxy.carrier:
            raise QuorumError(f"{proxy.giver} can't carry their own proxy")
        if proxy.giver in present:
            set_aside[proxy] = SetAside.GIVER_PRESENT
        elif proxy.giver in given:
            set_aside[proxy] = SetAside.GIVEN_TWICE
        elif proxy.carrier not in present:
            set_aside[proxy] = SetAside.CARRIER_ABSENT
        elif carried[proxy.carrier] >= rule.proxies_max:
            set_aside[proxy] = SetAside.TOO_MANY
        else:
            counted.append(proxy)
            carried[proxy.carrier] += 1
            given.add(proxy.giver)
    return tuple(counted), set_aside


@dataclass(frozen=True)
class Passage:
    """Somebody comes in or leaves."""

    moment: object
    holder: object
    arrives: bool


def course(rule, seats, passages, proxies=()):
    """[(moment, quorum from then on)] after each moment at which somebody came or left, in order."""
    present, found = set(), []
    ordered = sorted(passages, key=lambda passage: passage.moment)
    for place, passage in enumerate(ordered):
        (present.add if passage.arrives else present.discard)(passage.holder)
        if place + 1 == len(ordered) or ordered[place + 1].moment > passage.moment:
            found.append((passage.moment, quorum(rule, seats, present, proxies)))
    return found


def decidable(rule, found, opening, moment):
    """
    The quorum that conditions a decision taken at that moment: that of the moment if it has to hold all through,
    otherwise that of the opening. `found` is a course; None before anybody came.
    """
    at = moment if rule.throughout else opening
    return next((one for when, one in reversed(found) if when <= at), None)
