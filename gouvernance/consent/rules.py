"""Which move is possible when, and whose it is."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from gouvernance.consent import acts
from gouvernance.consent.acts import IllegalMove, require
from gouvernance.consent.stages import CLOSED, OPEN, WORDED, Kind, Stage, Standing
from gouvernance.consent.state import State

AUTHOR, FACILITATOR, INVITED = "the author", "a facilitator", "those invited"
CONCERNED, ANYONE = "those concerned", "anyone"

# Who takes part changes, and where it is decided, while it runs; whether somebody sits or facilitates is known elsewhere.
RUNNING = OPEN | {Stage.VOTING}
PEOPLE = {
    Kind.SUCCEED: (RUNNING, ANYONE, acts.succeed),
    Kind.NAME: (RUNNING, FACILITATOR, acts.name),
    Kind.TAKE_OVER: (RUNNING, ANYONE, acts.facilitate),
    Kind.RESCHEDULE: (RUNNING, FACILITATOR, acts.stay),
}
# For each move: the stages at which it is possible, whose it is, what it does.
RULES = {
    # The first to declare is anybody; from then on there is an author.
    Kind.DECLARE: ({Stage.DRAFT}, AUTHOR, acts.declare),
    Kind.WRITE: ({Stage.DRAFT}, AUTHOR, acts.write),
    Kind.OPEN: ({Stage.DRAFT}, FACILITATOR, acts.open_),
    Kind.ASK: ({Stage.CLARIFICATION}, CONCERNED, acts.say),
    Kind.ANSWER: ({Stage.CLARIFICATION, Stage.REACTIONS}, CONCERNED, acts.answer),
    Kind.HEAR: ({Stage.CLARIFICATION}, FACILITATOR, acts.to(Stage.REACTIONS)),
    Kind.REACT: ({Stage.REACTIONS}, CONCERNED, acts.say),
    Kind.AMEND: ({Stage.REACTIONS, Stage.AMENDED, Stage.OBJECTIONS}, AUTHOR, acts.amend),
    Kind.CALL: ({Stage.REACTIONS, Stage.AMENDED}, FACILITATOR, acts.to(Stage.OBJECTIONS)),
    Kind.CONSENT: ({Stage.OBJECTIONS}, INVITED, acts.position),
    Kind.RESERVE: ({Stage.OBJECTIONS}, INVITED, acts.position),
    Kind.STAND_ASIDE: ({Stage.OBJECTIONS}, INVITED, acts.position),
    Kind.OBJECT: ({Stage.OBJECTIONS}, INVITED, acts.position),
    Kind.EXAMINE: (
        {Stage.OBJECTIONS},
        FACILITATOR,
        acts.moved(Standing.EXAMINED, among={Standing.RAISED}),
    ),
    Kind.UPHOLD: (
        {Stage.OBJECTIONS},
        FACILITATOR,
        acts.moved(Standing.UPHELD, among={Standing.EXAMINED}),
    ),
    Kind.WITHDRAW_OBJECTION: ({Stage.AMENDED, Stage.OBJECTIONS}, ANYONE, acts.withdraw_objection),
    # A minority may write what it thinks once it knows what was decided.
    Kind.DISSENT: (RUNNING | CLOSED, INVITED, acts.say),
    Kind.REPLY: (RUNNING | CLOSED, CONCERNED, acts.reply),
    Kind.ADOPT: ({Stage.OBJECTIONS}, FACILITATOR, acts.adopt),
    Kind.VOTE: ({Stage.OBJECTIONS}, FACILITATOR, acts.vote),
    Kind.CALL_VOTE: ({Stage.OBJECTIONS}, FACILITATOR, acts.call_vote),
    Kind.COUNT: ({Stage.VOTING}, FACILITATOR, acts.count),
    Kind.DEFER: (RUNNING, FACILITATOR, acts.to(Stage.DEFERRED)),
    Kind.WITHDRAW: ({Stage.DRAFT} | OPEN, AUTHOR, acts.to(Stage.WITHDRAWN)),
    Kind.REJECT: ({Stage.OBJECTIONS}, FACILITATOR, acts.reject),
    **PEOPLE,
}


def replay(moves, *, rules=RULES):
    state = State()
    for move in moves:
        state = step(state, move, rules=rules)
    return state


def step(state, move, *, rules=RULES):
    """The state after this move. Raises IllegalMove."""
    require(
        move.kind in rules, f"{move.kind} is no move of this method", _("Cette méthode ne prévoit pas cela.")
    )
    stages, who, act = rules[move.kind]
    if state.stage not in stages:
        raise IllegalMove(
            f"{move.kind} is not possible at stage {state.stage}",
            _too_late(state, move),
        )
    require(
        state.last_at is None or move.at >= state.last_at,
        "a move can't be dated before the last one",
        _("Cette action est datée d’avant la précédente."),
    )
    require(
        _is_theirs(state, who, move.by),
        f"{move.kind} belongs to {who}, not to {move.by!r}",
        _("Cette action ne vous revient pas."),
    )
    require(
        move.kind not in WORDED or move.text.strip(),
        f"{move.kind} needs words",
        _("Écrivez ce que vous voulez dire."),
    )
    after = act(state, move)
    return replace(after, moves=state.moves + 1, last_at=move.at)


def offered(state, by, *, rules=RULES):
    """The kinds of moves that are possible at this stage and belong to this person; their contents may be refused."""
    return {
        kind
        for kind, (stages, who, _act) in rules.items()
        if state.stage in stages and _is_theirs(state, who, by)
    }


def _is_theirs(state, who, by):
    """Whether this person is one of those whose move it is; before a method is declared, everybody is."""
    method = state.method
    if method is None or who == ANYONE:
        return True
    if who == AUTHOR:
        return by == method.author
    if who == FACILITATOR:
        return by in method.facilitators
    if who == INVITED:
        return by in method.invited
    return by in method.invited | method.facilitators | {method.author}


def _too_late(state, move):
    if move.kind in {Kind.DECLARE, Kind.WRITE} and state.stage in OPEN | {Stage.VOTING}:
        return _("La méthode et le texte de départ ne changent plus une fois la délibération ouverte.")
    if state.stage in CLOSED | {Stage.TIED, Stage.EMPTY, Stage.COUNTED}:
        return _("La délibération est close.")
    return _("Ce n’est pas possible à cette étape.")
