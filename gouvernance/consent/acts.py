"""What each move does to a deliberation, and what it needs."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from gouvernance.ballots import BallotError, Count, Outcome
from gouvernance.consent.stages import IN_THE_WAY, Kind, Stage, Standing
from gouvernance.consent.state import Objection, Words

IN_PERSON = _("Qui a fait une objection dit en personne, ou par qui porte son pouvoir, si elle est levée.")


class IllegalMove(ValueError):
    """The message says what the rules refuse, in English; `reason` says it to people."""

    def __init__(self, message, reason):
        super().__init__(message)
        self.reason = reason


def require(held, message, reason):
    if not held:
        raise IllegalMove(message, reason)


def declare(state, move):
    method = move.method
    require(method is not None, "declare needs a method", _("Indiquez la méthode."))
    require(
        method.invited and method.facilitators,
        "a method needs people invited and a facilitator",
        _("Indiquez qui est invité à se prononcer et qui anime."),
    )
    require(
        1 <= method.answers <= len(method.invited),
        f"{method.answers} answers can't be asked of {len(method.invited)} people, nor fewer than one",
        _("Le nombre de réponses attendues va de une à toutes."),
    )
    return replace(state, method=method)


def write(state, move):
    return replace(state, versions=(move.text,))


def open_(state, move):
    require(state.method, "open needs a declared method", _("Déclarez la méthode avant d’ouvrir."))
    require(state.versions, "open needs a text", _("Écrivez la proposition avant d’ouvrir."))
    return replace(state, stage=Stage.CLARIFICATION)


def to(stage):
    return lambda state, move: replace(state, stage=stage)


def say(state, move):
    number = state.moves + 1
    words = Words(
        number, move.kind, move.by if move.signed else None, move.text, state.version, about=move.about
    )
    return replace(state, words={**state.words, number: words})


def answer(state, move):
    asked = state.words.get(move.about)
    require(
        asked and asked.kind == Kind.ASK,
        f"no question has the number {move.about}",
        _("Cette question n’existe pas."),
    )
    return say(state, move)


def reply(state, move):
    require(
        move.about in state.objections or move.about in state.words,
        f"no words have the number {move.about}",
        _("Ce à quoi vous répondez n’existe pas."),
    )
    return say(state, move)


def amend(state, move):
    require(
        move.text != state.versions[-1],
        "an amendment changes the text",
        _("Le texte est le même que celui de la version précédente."),
    )
    objections = dict(state.objections)
    for number in move.integrates:
        objection = _objection(state, number)
        require(
            objection.standing in {Standing.EXAMINED, Standing.UPHELD},
            f"objection {number} is {objection.standing}: only an examined one can be integrated",
            _("Une objection est examinée avant d’être intégrée."),
        )
        objections[number] = replace(objection, standing=Standing.INTEGRATED, integrated_in=state.version + 1)
    return replace(
        state,
        stage=Stage.AMENDED,
        versions=(*state.versions, move.text),
        objections=objections,
        positions={},
        given=frozenset(),
    )


def position(state, move):
    require(
        move.kind == Kind.OBJECT or not any(objection.by == move.by for objection in state.in_the_way),
        f"{move.by!r} has an objection that stands: it is withdrawn first",
        _("Une objection est en cours : qui l’a faite la retire d’abord, si elle n’a plus lieu d’être."),
    )
    _in_the_right_hand(state, move)
    given = state.given if move.is_noted else state.given | {move.by}
    state = replace(state, positions={**state.positions, move.by: move.kind}, given=given)
    if move.kind == Kind.OBJECT:
        number = state.moves + 1
        objection = Objection(number, move.by, move.text, state.version)
        return replace(state, objections={**state.objections, number: objection})
    return say(state, move) if move.kind != Kind.CONSENT or move.text.strip() else state


def _in_the_right_hand(state, move):
    """What is noted in somebody's name replaces nothing that they gave, and lifts no objection of theirs."""
    require(
        not move.is_noted or move.by not in state.given,
        f"{move.by!r} gave a position: what is noted in their name does not replace it",
        _("Cette personne a donné elle-même sa position : personne ne la remplace en son nom."),
    )
    require(
        not move.is_noted
        or move.kind == Kind.OBJECT
        or not any(
            state.voice(objection.by) == move.by and objection.standing == Standing.INTEGRATED
            for objection in state.objections.values()
        ),
        f"{move.by!r} objected: they say themselves, or by a proxy, whether the new version answers it",
        IN_PERSON,
    )


def _objection(state, number):
    require(
        number in state.objections,
        f"no objection has the number {number}",
        _("Cette objection n’existe pas."),
    )
    return state.objections[number]


def moved(standing, *, among):
    def act(state, move):
        objection = _objection(state, move.about)
        require(
            objection.standing in among,
            f"objection {move.about} is {objection.standing}: it can't become {standing}",
            _("Cette objection n’en est plus, ou pas encore, à ce point."),
        )
        return replace(
            state, objections={**state.objections, move.about: replace(objection, standing=standing)}
        )

    return act


def withdraw_objection(state, move):
    objection = _objection(state, move.about)
    require(
        move.by == objection.by,
        f"objection {move.about} is withdrawn by its author only, not by {move.by!r}",
        _("Seule la personne qui a fait une objection peut la retirer."),
    )
    require(
        not move.is_noted,
        f"objection {move.about} is withdrawn by its author in person, or by a proxy",
        IN_PERSON,
    )
    after = moved(Standing.WITHDRAWN, among=IN_THE_WAY)(state, move)
    if any(other.by == move.by for other in after.in_the_way):
        return after
    # What they think now, they have yet to say.
    positions = {who: kind for who, kind in after.positions.items() if who != move.by}
    return replace(after, positions=positions, given=after.given - {move.by})


def reviewed(move):
    require(
        move.review_on and move.review_on > move.at.date(),
        "an adoption needs a review date after it",
        _("Indiquez la date à laquelle la décision sera revue."),
    )


def _enough(state):
    require(
        len(state.positions) >= state.method.answers,
        f"{len(state.positions)} answers where {state.method.answers} are needed: silence is not consent",
        _("Trop peu de personnes ont répondu : le silence ne vaut pas accord."),
    )


def adopt(state, move):
    reviewed(move)
    require(
        not state.in_the_way,
        f"objections stand: {', '.join(str(objection.number) for objection in state.in_the_way)}",
        _("Des objections restent : elles se lèvent par leur auteur ou par une nouvelle version."),
    )
    require(
        not state.unanswered,
        "authors of integrated objections have not answered about the last version: "
        + ", ".join(str(objection.number) for objection in state.unanswered),
        _("L’auteur d’une objection intégrée ne s’est pas encore prononcé sur la dernière version."),
    )
    _enough(state)
    require(
        Kind.CONSENT in state.positions.values() or Kind.RESERVE in state.positions.values(),
        "nobody consents",
        _("Personne n’a donné son accord."),
    )
    reserved = {Kind.RESERVE, Kind.STAND_ASIDE} & set(state.positions.values()) or any(
        words.kind == Kind.DISSENT for words in state.words.values()
    )
    stage = Stage.ADOPTED_WITH_RESERVATIONS if reserved else Stage.ADOPTED
    return replace(state, stage=stage, review_on=move.review_on)


def _outvotable(state):
    require(
        state.method.fallback is not None,
        "no vote was declared before opening",
        _("Aucun vote n’a été prévu avant l’ouverture."),
    )
    require(
        state.in_the_way, "no objection stands: there is nothing to outvote", _("Aucune objection ne reste.")
    )
    require(
        all(objection.standing != Standing.RAISED for objection in state.in_the_way),
        "an objection is examined before a vote",
        _("Une objection est examinée avant le vote."),
    )


def vote(state, move):
    """Hands counted in a meeting."""
    _outvotable(state)
    require(
        state.method.in_meeting,
        "hands are counted in a meeting: from a distance, ballots are",
        _("À distance, le vote prévu se fait par bulletins."),
    )
    require(move.count is not None, "a vote needs its count", _("Indiquez le résultat du vote."))
    return _outvote(state, move, move.count)


def call_vote(state, move):
    """Ballots of all who are invited."""
    _outvotable(state)
    return replace(state, stage=Stage.VOTING)


def count(state, move):
    """The ballots of the vote declared beforehand: as many as the answers that were asked for, at least."""
    require(
        len(move.tallies) == 1 and len(move.tallies[0]) == 4 and min(move.tallies[0]) >= 0,
        f"tallies are not those of a vote: {move.tallies}",
        _("Ce décompte n’est pas celui de ces bulletins."),
    )
    tally = tuple(move.tallies[0])
    require(
        sum(tally) >= state.method.answers,
        f"{sum(tally)} ballots where {state.method.answers} are needed",
        _("Trop peu de personnes ont voté pour que le vote décide."),
    )
    return _outvote(
        replace(state, tallies=(tally,)),
        move,
        Count(*tally, seats=max(len(state.method.invited), sum(tally))),
    )


def _outvote(state, move, counted):
    require(
        counted.cast <= len(state.method.invited),
        f"{counted.cast} ballots where {len(state.method.invited)} people are invited",
        _("Il y a plus de bulletins que de personnes invitées."),
    )
    try:
        outcome = state.method.fallback.decide(counted)
    except BallotError as error:
        raise IllegalMove(str(error), _("Indiquez le nombre de sièges.")) from error
    upheld = {
        objection.number: replace(objection, standing=Standing.UPHELD) for objection in state.in_the_way
    }
    state = replace(state, vote=counted, outcome=outcome, objections={**state.objections, **upheld})
    if outcome == Outcome.ADOPTED:
        reviewed(move)
        return replace(state, stage=Stage.ADOPTED_BY_VOTE, review_on=move.review_on)
    # A tie, or a vote that nobody took part in, adopts nothing; `outcome` says which it was.
    return replace(state, stage=Stage.REJECTED)


def reject(state, move):
    require(
        any(objection.standing == Standing.UPHELD for objection in state.objections.values()),
        "a rejection needs an objection that is upheld",
        _("Une proposition n’est rejetée que sur une objection maintenue."),
    )
    return replace(state, stage=Stage.REJECTED)


def succeed(state, move):
    """
    What somebody gave stays theirs: only a voice that was not used passes, and it may come back. In the vote declared
    beforehand a ballot uses it, whatever was answered before: those who keep the ballots know whose are in the box.
    """
    invited = state.method.invited
    require(
        move.person in invited and move.by not in invited,
        f"{move.by!r} can't take the voice of {move.person!r}",
        _("Cette voix ne peut pas passer à cette personne."),
    )
    require(
        state.stage == Stage.VOTING
        or (move.person not in state.positions and all(one.by != move.person for one in state.in_the_way)),
        f"{move.person!r} has answered: their voice stays theirs",
        _("Cette personne s’est prononcée : sa voix reste la sienne."),
    )
    method = replace(state.method, invited=invited - {move.person} | {move.by})
    heirs = {who: heir for who, heir in state.heirs.items() if who != move.by} | {move.person: move.by}
    return replace(state, method=method, heirs=heirs)


def facilitate(state, move):
    """One more facilitates: who is named, or who takes over."""
    person = move.person or move.by
    require(
        person not in state.method.facilitators,
        f"{person!r} facilitates already",
        _("Cette personne anime déjà."),
    )
    method = replace(state.method, facilitators=state.method.facilitators | {person})
    return replace(state, method=method)


def name(state, move):
    require(move.person is not None, "name needs somebody", _("Indiquez qui animera."))
    return facilitate(state, move)


def stay(state, move):
    """The log alone knows of it."""
    return state
