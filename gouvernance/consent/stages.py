"""The stages of a deliberation, its moves, and where an objection stands."""

from enum import StrEnum


class Stage(StrEnum):
    DRAFT = "draft"
    CLARIFICATION = "clarification"
    REACTIONS = "reactions"
    AMENDED = "amended"
    OBJECTIONS = "objections"
    VOTING = "voting"  # of the methods with ballots (see gouvernance.poll), or the vote declared beforehand
    ADOPTED = "adopted"
    ADOPTED_WITH_RESERVATIONS = "adopted_with_reservations"
    ADOPTED_BY_VOTE = "adopted_by_vote"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    TIED = "tied"  # a vote that halves, or that nobody took part in, decides nothing
    EMPTY = "empty"
    COUNTED = "counted"  # several options were judged or approved: their ranks are the result


OPEN = {Stage.CLARIFICATION, Stage.REACTIONS, Stage.AMENDED, Stage.OBJECTIONS}
ADOPTED = {Stage.ADOPTED, Stage.ADOPTED_WITH_RESERVATIONS, Stage.ADOPTED_BY_VOTE}
CLOSED = ADOPTED | {Stage.DEFERRED, Stage.WITHDRAWN, Stage.REJECTED}


class Kind(StrEnum):
    DECLARE = "declare"  # the method, while it is a draft
    WRITE = "write"  # the text, while it is a draft
    OPEN = "open"
    ASK = "ask"
    ANSWER = "answer"  # a question
    HEAR = "hear"  # reactions
    REACT = "react"
    AMEND = "amend"
    CALL = "call"  # for positions and objections
    CONSENT = "consent"
    RESERVE = "reserve"
    STAND_ASIDE = "stand_aside"
    OBJECT = "object"
    EXAMINE = "examine"
    UPHOLD = "uphold"
    WITHDRAW_OBJECTION = "withdraw_objection"
    DISSENT = "dissent"  # a minority opinion
    REPLY = "reply"
    ADOPT = "adopt"
    VOTE = "vote"  # the one declared beforehand, by show of hands in a meeting
    CALL_VOTE = "call_vote"  # the one declared beforehand, by ballots
    DEFER = "defer"
    WITHDRAW = "withdraw"
    REJECT = "reject"
    COUNT = "count"  # the ballots, which closes them
    SUCCEED = "succeed"  # a voice passes to who holds the seat now
    NAME = "name"  # another facilitator
    TAKE_OVER = "take_over"  # when nobody facilitates any more
    RESCHEDULE = "reschedule"  # to another meeting, when its own was cancelled


# What stays word for word, whatever is decided.
KEPT = {Kind.RESERVE, Kind.STAND_ASIDE, Kind.DISSENT}
# Moves that are nothing without words.
WORDED = {
    Kind.WRITE,
    Kind.ASK,
    Kind.ANSWER,
    Kind.REACT,
    Kind.AMEND,
    Kind.RESERVE,
    Kind.STAND_ASIDE,
    Kind.OBJECT,
    Kind.EXAMINE,
    Kind.DISSENT,
    Kind.REPLY,
    Kind.DEFER,
    Kind.REJECT,
}


class Standing(StrEnum):
    """Where an objection stands."""

    RAISED = "raised"
    EXAMINED = "examined"
    INTEGRATED = "integrated"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"


IN_THE_WAY = {Standing.RAISED, Standing.EXAMINED, Standing.UPHELD}
