"""What a computation says, in rows that a page can read out: sentences first, then the map, then all figures."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from gouvernance import opinion_map
from gouvernance.viewpoints import Hidden
from gouvernance.viewpoints.groups import SMALLEST_SHOWN

# Counts of so few people would tell who answered what.
FEWEST_COUNTED = SMALLEST_SHOWN
# Of what sets groups against each other: the page unfolds the rest.
FIRST_TOLD = 6


@dataclass(frozen=True)
class Share:
    """How some people answered a statement: in persons, and in percent of those who answered it."""

    agree: int
    disagree: int
    passed: int

    @property
    def seen(self):
        return self.agree + self.disagree + self.passed

    @property
    def agree_percent(self):
        return self._percent(self.agree)

    @property
    def disagree_percent(self):
        return self._percent(self.disagree)

    @property
    def passed_percent(self):
        return self._percent(self.passed)

    @property
    def shown(self):
        return self.seen >= FEWEST_COUNTED

    def on_side(self, side):
        return self.agree_percent if side == 1 else self.disagree_percent

    def _percent(self, number):
        return round(100 * number / self.seen) if self.seen else 0


@dataclass(frozen=True)
class Row:
    """A statement: how everybody answered it, and each group (None where too few of it did)."""

    statement: object
    everyone: Share
    groups: list


@dataclass(frozen=True)
class Said:
    """A statement that a group agrees with, or rejects (`side` −1), more than the others do."""

    statement: object
    side: int
    here: Share | None
    elsewhere: Share | None

    @property
    def here_percent(self):
        return self.here.on_side(self.side) if self.here else None

    @property
    def elsewhere_percent(self):
        return self.elsewhere.on_side(self.side) if self.elsewhere else None


@dataclass(frozen=True)
class Group:
    letter: str
    colour: str
    shape: str
    size: int
    says: list


@dataclass(frozen=True)
class Divide:
    """Most of one group agree, most of another don't."""

    statement: object
    pro: str
    pro_percent: int
    con: str
    con_percent: int


class Findings:
    """
    Those of one computation about the statements that are accepted now; one that was withdrawn since is left out.
    `participant` is whoever looks.
    """

    def __init__(self, computation, statements, participant=None):
        self.computation = computation
        self.result = computation.result
        self.statements = {statement.pk: statement for statement in statements}
        self.participant = participant

    @property
    def participants(self):
        return self.result["participants"]

    @property
    def answers(self):
        return sum(sum(counts) for counts in self.result["counts"].values())

    @property
    def is_shown(self):
        """Whether there are groups to show."""
        return self.result["hidden"] is None

    @property
    def is_counted(self):
        return self.participants >= FEWEST_COUNTED

    @property
    def is_of_too_few(self):
        return self.result["hidden"] == Hidden.TOO_FEW

    @property
    def is_of_one_view(self):
        return self.result["hidden"] == Hidden.ONE_VIEW

    @cached_property
    def letters(self):
        return list(self.result.get("groups", ()))

    @cached_property
    def rows(self):
        return [
            Row(statement, self._everyone(pk), [self._share(pk, letter) for letter in self.letters])
            for pk, statement in self.statements.items()
            if str(pk) in self.result["counts"]
        ]

    @cached_property
    def groups(self):
        return [
            Group(
                letter,
                opinion_map.colour(letter),
                opinion_map.shape(letter),
                group["size"],
                [
                    Said(self.statements[pk], side, self._share(pk, letter), self._elsewhere(pk, letter))
                    for pk, side in group["says"]
                    if pk in self.statements
                ],
            )
            for letter, group in self.result.get("groups", {}).items()
        ]

    @cached_property
    def agreements(self):
        """(statement, side, its percentage in each group that can be shown)."""
        return [
            (self.statements[pk], side, self._percents(pk, side))
            for pk, side in self.result.get("agreements", ())
            if pk in self.statements
        ]

    @cached_property
    def divides(self):
        found = []
        for pk, pro, con in self.result.get("divides", ()):
            one, other = self._share(pk, pro), self._share(pk, con)
            if pk in self.statements and one and other:
                found.append(Divide(self.statements[pk], pro, one.agree_percent, con, other.disagree_percent))
        return found

    @property
    def sharpest_divides(self):
        return self.divides[:FIRST_TOLD]

    @property
    def other_divides(self):
        return self.divides[FIRST_TOLD:]

    @cached_property
    def map(self):
        places = {int(key): place for key, place in self.result["points"].items()}
        return opinion_map.draw(places, you=self.participant.pk if self.participant else None)

    @cached_property
    def own_letter(self):
        """The group of whoever looks; "" when they are in none, or were not when this was computed."""
        key = str(self.participant.pk) if self.participant else ""
        return self.result.get("points", {}).get(key, ("", "", ""))[2]

    def _everyone(self, pk):
        return Share(*self.result["counts"][str(pk)])

    def _share(self, pk, letter):
        counts = self.result["shares"].get(str(pk), {}).get(letter)
        return Share(*counts) if counts else None

    def _elsewhere(self, pk, letter):
        others = [self._share(pk, other) for other in self.letters if other != letter]
        known = [share for share in others if share]
        if not known:
            return None
        return Share(*(sum(getattr(one, name) for one in known) for name in ("agree", "disagree", "passed")))

    def _percents(self, pk, side):
        shares = [(letter, self._share(pk, letter)) for letter in self.letters]
        return [(letter, share.on_side(side)) for letter, share in shares if share]
