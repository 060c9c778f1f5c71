"""Plain votes and approval: what was declared before, and what the ballots say. Pure, in exact fractions."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class BallotError(ValueError):
    """A rule or counts that mean nothing."""


class Base(StrEnum):
    """What the share is taken of."""

    EXPRESSED = "expressed"  # for and against
    CAST = "cast"  # those, abstentions and blanks
    SEATS = "seats"  # all who could vote, there or not


class Outcome(StrEnum):
    ADOPTED = "adopted"
    REJECTED = "rejected"
    TIED = "tied"  # exactly half for and half against, where more than half passes
    EMPTY = "empty"  # nobody voted for or against


@dataclass(frozen=True)
class Count:
    """A plain vote, counted. `seats` is needed by rules that speak of seats."""

    in_favour: int = 0
    against: int = 0
    abstention: int = 0
    blank: int = 0
    seats: int | None = None

    def __post_init__(self):
        for name in ("in_favour", "against", "abstention", "blank"):
            _whole(name, getattr(self, name))
        if self.seats is not None:
            _whole("seats", self.seats)
            if self.seats < self.cast:
                raise BallotError(f"{self.cast} ballots for {self.seats} seats")

    @property
    def expressed(self):
        return self.in_favour + self.against

    @property
    def cast(self):
        return self.expressed + self.abstention + self.blank


@dataclass(frozen=True)
class Rule:
    """
    Adopted when the votes for are more than this share of the base (`strict`), or reach it. Simple majority: more than
    half of what was expressed.
    """

    share: Fraction = Fraction(1, 2)
    strict: bool = True
    base: Base = Base.EXPRESSED

    def __post_init__(self):
        if not isinstance(self.share, Fraction):
            raise BallotError(f"the share must be an exact Fraction, not {self.share!r}")
        if not Fraction(1, 2) <= self.share <= 1:
            raise BallotError(f"a majority is at least one half, at most all: {self.share}")
        if self.share == Fraction(1, 2) and not self.strict:
            raise BallotError("half is no majority: both sides could have it")
        if self.share == 1 and self.strict:
            raise BallotError("more than all can't be had")

    @classmethod
    def simple(cls):
        return cls()

    @classmethod
    def absolute(cls, base=Base.CAST):
        """More than half, abstentions and blanks weighing against; of all seats if said so."""
        return cls(base=base)

    @classmethod
    def qualified(cls, numerator, denominator, base=Base.EXPRESSED):
        """At least n/d."""
        if not denominator:
            raise BallotError("a share needs a denominator other than zero")
        return cls(share=Fraction(numerator, denominator), strict=False, base=base)

    def needed(self, count):
        """The fewest votes for that would have been enough, among so many."""
        total = self.total(count)
        exact = self.share * total
        return exact.__floor__() + 1 if self.strict else max(exact.__ceil__(), 1)

    def total(self, count):
        if self.base == Base.SEATS and count.seats is None:
            raise BallotError("this rule counts seats: how many are there?")
        return getattr(count, self.base)

    def decide(self, count):
        """The outcome. A tie is said as such: who breaks it, if anybody, is in the statutes, not here."""
        needed = self.needed(count)
        if not count.expressed:
            return Outcome.EMPTY
        if count.in_favour >= needed:
            return Outcome.ADOPTED
        if self.share == Fraction(1, 2) and count.in_favour == count.against == self.share * self.total(
            count
        ):
            return Outcome.TIED
        return Outcome.REJECTED


@dataclass(frozen=True)
class Approved:
    option: object
    rank: int  # ex æquo share it
    approvals: int
    share: Fraction | None  # of the ballots; None without any


@dataclass(frozen=True)
class Election:
    """Who has a seat, who is level for those that are left and how many these are."""

    elected: tuple
    tied: tuple = ()
    left: int = 0


def approval(approvals, ballots):
    """Options by approvals, most first, from {option: how many ballots approve it}; each ballot approves any number."""
    _whole("ballots", ballots)
    for option, number in approvals.items():
        _whole(f"approvals of {option!r}", number)
        if number > ballots:
            raise BallotError(f"{number} approvals of {option!r} in {ballots} ballots")
    found = []
    for place, option in enumerate(sorted(approvals, key=approvals.get, reverse=True), 1):
        number = approvals[option]
        rank = found[-1].rank if found and found[-1].approvals == number else place
        found.append(Approved(option, rank, number, Fraction(number, ballots) if ballots else None))
    return found


def elected(standings, seats, *, share=Fraction(0)):
    """
    The first of `approval` for so many seats, among those whom at least this share of the ballots approves. Nobody is
    chosen among ex æquo when there are more than seats left, and nobody whom no ballot approves.
    """
    _whole("seats", seats)
    able = [one for one in standings if one.approvals and one.share >= share]
    if len(able) <= seats:
        return Election(tuple(one.option for one in able))
    last_in, first_out = able[seats - 1] if seats else None, able[seats]
    if not seats or last_in.rank != first_out.rank:
        return Election(tuple(one.option for one in able[:seats]))
    sure = tuple(one.option for one in able if one.rank < first_out.rank)
    tied = tuple(one.option for one in able if one.rank == first_out.rank)
    return Election(sure, tied, seats - len(sure))


def _whole(name, number):
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise BallotError(f"{name} must be an integer, zero or more: {number!r}")
