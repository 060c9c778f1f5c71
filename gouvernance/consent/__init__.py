"""
A deliberation by consent, as a fold over its moves. Pure: the log is all there is, the state is what it says.

    state = replay(moves)                  # raises IllegalMove at the first move that the rules refuse
    state = step(state, Move(...))         # one more

draft → clarification → reactions → amended (version n) → objections → adopted · adopted with reservations · adopted by
the vote declared beforehand · deferred · withdrawn · rejected. That vote is a show of hands in a meeting; from a distance
it is a stage of its own, voting, with ballots. From objections an amendment comes back to amended, and
all answer again, since the text is another.

What the rules keep: the method doesn't change once open. Silence is not consent: who did not answer is named as such.
An objection is closed by its author alone, in person or by a proxy, or stays, even when a vote adopts. One that a new
version integrates waits for its author's answer to that version. What a facilitator notes for somebody who says it aloud
lifts no objection and replaces no position that was given. Reservations, stand-asides and minority opinions are kept word
for word, and may be replied to but not taken back. Nothing is adopted without a day to look at it again.
"""

from gouvernance.consent.acts import IllegalMove
from gouvernance.consent.rules import offered, replay, step
from gouvernance.consent.stages import ADOPTED, CLOSED, OPEN, Kind, Stage, Standing
from gouvernance.consent.state import Ballots, Method, Move, Objection, Poll, State, Words

__all__ = [
    "ADOPTED",
    "CLOSED",
    "OPEN",
    "Ballots",
    "IllegalMove",
    "Kind",
    "Method",
    "Move",
    "Objection",
    "Poll",
    "Stage",
    "Standing",
    "State",
    "Words",
    "offered",
    "replay",
    "step",
]
