"""
A deliberation that ballots decide, as a fold over its moves, with the state and the words of `gouvernance.consent`.
Pure: what was declared, what was said meanwhile, and the tallies that closed it; the ballots themselves are no moves.

draft → voting → adopted · rejected · tied · empty for a vote, counted for options · deferred · withdrawn.

The method doesn't change once open. Nothing says what the ballots say before they are counted, and counting closes
them. Nothing is adopted without a day to look at it again. A minority may write what it thinks, before and after.
"""

from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from gouvernance import ballots, consent, judgment
from gouvernance.ballots import Count, Outcome
from gouvernance.consent import Ballots, Kind, Stage, acts
from gouvernance.consent.acts import require
from gouvernance.consent.rules import AUTHOR, CONCERNED, FACILITATOR, INVITED, PEOPLE

# The marks of a vote, in the order of its tally.
IN_FAVOUR, AGAINST, ABSTENTION, BLANK = range(4)
# Of a majority judgment, the worst first; who gives no grade to an option gives it this worst one.
GRADES = (
    _("À rejeter"),
    _("Insuffisant"),
    _("Passable"),
    _("Assez bien"),
    _("Bien"),
    _("Très bien"),
    _("Excellent"),
)
STAGES = {
    Outcome.ADOPTED: Stage.ADOPTED,
    Outcome.REJECTED: Stage.REJECTED,
    Outcome.TIED: Stage.TIED,
    Outcome.EMPTY: Stage.EMPTY,
}
CLOSED = {*STAGES.values(), Stage.COUNTED, Stage.DEFERRED, Stage.WITHDRAWN}
# Those that decided something.
DECIDED = {Stage.ADOPTED, Stage.COUNTED}


def declare(state, move):
    poll = move.method and move.method.poll
    require(poll is not None, "ballots need a poll", _("Indiquez la méthode."))
    if poll.ballots == Ballots.VOTE:
        require(
            poll.rule is not None and not poll.options,
            "a vote needs a rule, and no options",
            _("Indiquez la majorité qu’il faut."),
        )
    else:
        require(
            len(set(poll.options)) == len(poll.options) >= 2,
            "at least two different options are needed",
            _("Indiquez au moins deux choix, différents."),
        )
    require(
        poll.ballots != Ballots.JUDGMENT or len(poll.grades) >= 2,
        "a judgment needs two grades or more",
        _("Indiquez au moins deux mentions."),
    )
    return acts.declare(state, move)


def open_(state, move):
    return replace(acts.open_(state, move), stage=Stage.VOTING)


def count(state, move):
    """`tallies`: for each option, or for the text alone, how many ballots gave it each mark."""
    poll = state.method.poll
    totals = {sum(tally) for tally in move.tallies}
    require(
        len(move.tallies) == max(len(poll.options), 1)
        and all(len(tally) == poll.marks and min(tally) >= 0 for tally in move.tallies),
        f"tallies are not those of this poll: {move.tallies}",
        _("Ce décompte n’est pas celui de ces bulletins."),
    )
    require(
        len(totals) == 1,
        f"options have different numbers of ballots: {sorted(totals)}",
        _("Ce décompte n’est pas celui de ces bulletins."),
    )
    require(
        max(totals) <= len(state.method.invited),
        f"{max(totals)} ballots where {len(state.method.invited)} people are invited",
        _("Il y a plus de bulletins que de personnes invitées."),
    )
    state = replace(state, tallies=tuple(tuple(tally) for tally in move.tallies))
    if poll.ballots == Ballots.VOTE:
        outcome = poll.rule.decide(votes(state))
        state = replace(state, vote=votes(state), outcome=outcome, stage=STAGES[outcome])
    else:
        state = replace(state, stage=Stage.COUNTED if max(totals) else Stage.EMPTY)
    if state.stage in DECIDED:
        acts.reviewed(move)
        state = replace(state, review_on=move.review_on)
    return state


RULES = {
    Kind.DECLARE: ({Stage.DRAFT}, AUTHOR, declare),
    Kind.WRITE: ({Stage.DRAFT}, AUTHOR, acts.write),
    Kind.OPEN: ({Stage.DRAFT}, FACILITATOR, open_),
    Kind.REACT: ({Stage.VOTING}, CONCERNED, acts.say),
    Kind.COUNT: ({Stage.VOTING}, FACILITATOR, count),
    Kind.DISSENT: ({Stage.VOTING} | CLOSED, INVITED, acts.say),
    Kind.REPLY: ({Stage.VOTING} | CLOSED, CONCERNED, acts.reply),
    Kind.DEFER: ({Stage.VOTING}, FACILITATOR, acts.to(Stage.DEFERRED)),
    # Once open it is everybody's: its author alone takes it back no more.
    Kind.WITHDRAW: ({Stage.DRAFT}, AUTHOR, acts.to(Stage.WITHDRAWN)),
    **PEOPLE,
}


def replay(moves):
    return consent.replay(moves, rules=RULES)


def step(state, move):
    return consent.step(state, move, rules=RULES)


def offered(state, by):
    return consent.offered(state, by, rules=RULES)


def votes(state):
    """The tally of a vote as a Count: the seats are those who were invited."""
    in_favour, against, abstention, blank = state.tallies[0]
    return Count(in_favour, against, abstention, blank, seats=len(state.method.invited))


def cast(state):
    """How many ballots there were."""
    return max((sum(tally) for tally in state.tallies), default=0)


def judged(state):
    """The options of a majority judgment, the best first (`judgment.Standing`), each named by its place from 0."""
    return judgment.ranked(dict(enumerate(state.tallies)))


def approved(state):
    """(options by approvals (`ballots.Approved`), who is elected (`ballots.Election`) where there are seats)."""
    poll = state.method.poll
    standings = ballots.approval({place: tally[1] for place, tally in enumerate(state.tallies)}, cast(state))
    if poll.seats is None:
        return standings, None
    return standings, ballots.elected(standings, poll.seats, share=Fraction(0))
