"""What a deliberation is made of: its method, the lines of its log, and what these come to."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gouvernance.ballots import Count, Outcome, Rule
from gouvernance.consent.stages import IN_THE_WAY, KEPT, Kind, Stage, Standing


class Ballots(StrEnum):
    """What a ballot says, where ballots decide."""

    VOTE = "vote"  # for, against, abstention or blank
    JUDGMENT = "judgment"  # a grade for each option
    APPROVAL = "approval"  # which options one approves of


@dataclass(frozen=True)
class Poll:
    """What ballots are asked. A vote has no options: it is about the text, by `rule`."""

    ballots: Ballots
    secret: bool = False
    rule: Rule | None = None
    options: tuple = ()
    grades: tuple = ()  # of a judgment, the worst first
    seats: int | None = None  # of an approval that elects

    @property
    def marks(self):
        """How many marks there are for each option: a mark is a number below that."""
        return {Ballots.VOTE: 4, Ballots.APPROVAL: 2}.get(self.ballots, len(self.grades))


@dataclass(frozen=True)
class Method:
    """
    What is declared before opening. Only those invited take a position or vote; `answers` is how many must have, at
    least. Without `fallback` an objection that is upheld can't be outvoted. With a `poll`, ballots decide.
    """

    author: str
    facilitators: frozenset
    invited: frozenset
    answers: int = 1
    in_meeting: bool = False  # answered by those who are there, or represented, while the meeting is open
    fallback: Rule | None = None
    poll: Poll | None = None


@dataclass(frozen=True)
class Move:
    """A line of the log. `about` is the number in the log, from 1, of the question, objection or words concerned."""

    kind: Kind
    by: str
    at: datetime
    recorded_by: str | None = None  # who wrote it in their name, if they did not themselves
    by_proxy: bool = False  # and carries their voice
    text: str = ""
    about: int | None = None
    person: str | None = None  # whose voice passes, or who is named
    integrates: tuple = ()  # numbers of objections, for an amendment
    signed: bool = True  # whether the minutes name who reserves, stands aside or dissents
    method: Method | None = None
    count: Count | None = None
    tallies: tuple = ()  # of the ballots: for each option, how many gave it each mark
    review_on: date | None = None

    @property
    def is_noted(self):
        """Said aloud and written down by who facilitates: nobody's own hand, nor that of a proxy they gave."""
        return self.recorded_by is not None and not self.by_proxy


@dataclass(frozen=True)
class Objection:
    number: int
    by: str
    text: str
    version: int
    standing: Standing = Standing.RAISED
    integrated_in: int | None = None


@dataclass(frozen=True)
class Words:
    """What somebody said, as they said it; without a name if they want none."""

    number: int
    kind: Kind
    by: str | None
    text: str
    version: int
    about: int | None = None


@dataclass(frozen=True)
class State:
    stage: Stage = Stage.DRAFT
    method: Method | None = None
    versions: tuple = ()
    positions: dict = field(default_factory=dict)  # on the last version: {who: Kind}
    given: frozenset = frozenset()  # of those, who gave theirs in person or by a proxy
    heirs: dict = field(default_factory=dict)  # {who had a voice: who has it since}
    objections: dict = field(default_factory=dict)  # by number
    words: dict = field(
        default_factory=dict
    )  # questions, reactions, reservations, dissent, replies by number
    vote: Count | None = None
    outcome: Outcome | None = None  # of the vote
    tallies: tuple = ()
    review_on: date | None = None
    moves: int = 0
    last_at: datetime | None = None

    @property
    def version(self):
        return len(self.versions)

    @property
    def silent(self):
        """Who was invited and has not answered about this version: they have consented to nothing."""
        if not self.method:
            return frozenset()
        objecting = {objection.by for objection in self.in_the_way}
        return self.method.invited - self.positions.keys() - objecting

    @property
    def in_the_way(self):
        return [objection for objection in self.objections.values() if objection.standing in IN_THE_WAY]

    @property
    def unanswered(self):
        """Objections that a version integrates, as it says, and whose authors have not answered about the last one."""
        return [
            objection
            for objection in self.objections.values()
            if objection.standing == Standing.INTEGRATED and self.voice(objection.by) not in self.positions
        ]

    def voice(self, who):
        """Who has their voice now: themselves, or who came after them in their seat."""
        while who in self.heirs:
            who = self.heirs[who]
        return who

    @property
    def minority(self):
        """Reservations, stand-asides and minority opinions, whatever became of the version they speak of."""
        return [words for words in self.words.values() if words.kind in KEPT]

    def replies(self, number):
        return [words for words in self.words.values() if words.kind == Kind.REPLY and words.about == number]
