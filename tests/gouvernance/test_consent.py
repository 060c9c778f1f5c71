"""Deliberation by consent: each transition, each refusal, and what no sequence of moves can do."""

import contextlib
import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernance.ballots import Base, Count, Outcome, Rule
from gouvernance.consent import (
    ADOPTED,
    CLOSED,
    IllegalMove,
    Kind,
    Method,
    Move,
    Stage,
    Standing,
    replay,
    step,
)

START = datetime(2027, 1, 4, 18, tzinfo=UTC)
REVIEW = date(2027, 7, 1)
METHOD = Method(
    "ana",
    frozenset({"fred"}),
    frozenset({"ana", "bob", "cleo"}),
    fallback=Rule.qualified(2, 3),
    in_meeting=True,
)
REMOTE = dataclasses.replace(METHOD, in_meeting=False, answers=2)


def log(*lines):
    """Moves a minute apart from (kind, who, {fields})."""
    return [
        Move(kind, by, START + timedelta(minutes=place), **(rest[0] if rest else {}))
        for place, (kind, by, *rest) in enumerate(lines)
    ]


def words(text, **fields):
    return {"text": text, **fields}


DRAFT = [(Kind.DECLARE, "ana", {"method": METHOD}), (Kind.WRITE, "ana", words("Un local ouvert le soir."))]
OPENED = [*DRAFT, (Kind.OPEN, "fred")]  # 3
HEARD = [*OPENED, (Kind.HEAR, "fred")]  # 4
CALLED = [*HEARD, (Kind.CALL, "fred")]  # 5
OBJECTED = [*CALLED, (Kind.OBJECT, "bob", words("Le bruit gêne les voisins."))]  # 6
EXAMINED = [*OBJECTED, (Kind.EXAMINE, "fred", words("Fondée.", about=6))]  # 7
INTEGRATED = [*EXAMINED, (Kind.AMEND, "ana", words("Ouvert jusqu’à 21 h.", integrates=(6,)))]  # 8
AGAIN = [*INTEGRATED, (Kind.CALL, "fred")]  # 9
ADOPT = (Kind.ADOPT, "fred", {"review_on": REVIEW})


def refused(lines, message):
    *before, last = log(*lines)
    state = replay(before)
    with pytest.raises(IllegalMove, match=message) as caught:
        step(state, last)
    assert str(caught.value.reason)


@pytest.mark.parametrize(
    ("lines", "stage"),
    [
        ([], Stage.DRAFT),
        (DRAFT, Stage.DRAFT),
        (OPENED, Stage.CLARIFICATION),
        (HEARD, Stage.REACTIONS),
        ([*HEARD, (Kind.AMEND, "ana", words("Autre texte."))], Stage.AMENDED),
        (CALLED, Stage.OBJECTIONS),
        (INTEGRATED, Stage.AMENDED),
        (AGAIN, Stage.OBJECTIONS),
        ([*CALLED, (Kind.CONSENT, "bob"), ADOPT], Stage.ADOPTED),
        (
            [*CALLED, (Kind.CONSENT, "bob"), (Kind.RESERVE, "cleo", words("Le coût.")), ADOPT],
            Stage.ADOPTED_WITH_RESERVATIONS,
        ),
        (
            [*CALLED, (Kind.CONSENT, "bob"), (Kind.STAND_ASIDE, "cleo", words("Je n’y serai pas.")), ADOPT],
            Stage.ADOPTED_WITH_RESERVATIONS,
        ),
        (
            [*CALLED, (Kind.CONSENT, "bob"), (Kind.DISSENT, "cleo", words("Trop cher.")), ADOPT],
            Stage.ADOPTED_WITH_RESERVATIONS,
        ),
        (
            [*EXAMINED, (Kind.VOTE, "fred", {"count": Count(2, 1), "review_on": REVIEW})],
            Stage.ADOPTED_BY_VOTE,
        ),
        ([*EXAMINED, (Kind.VOTE, "fred", {"count": Count(1, 2)})], Stage.REJECTED),
        (
            [*EXAMINED, (Kind.UPHOLD, "fred", {"about": 6}), (Kind.REJECT, "fred", words("Maintenue."))],
            Stage.REJECTED,
        ),
        ([*HEARD, (Kind.DEFER, "fred", words("Il manque le devis."))], Stage.DEFERRED),
        ([*OBJECTED, (Kind.WITHDRAW, "ana")], Stage.WITHDRAWN),
        ([*DRAFT, (Kind.WITHDRAW, "ana")], Stage.WITHDRAWN),
    ],
)
def test_moves_lead_to_the_stage(lines, stage):
    assert replay(log(*lines)).stage == stage


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([(Kind.OPEN, "fred")], "needs a declared method"),
        ([DRAFT[0], (Kind.OPEN, "fred")], "needs a text"),
        ([(Kind.DECLARE, "ana")], "declare needs a method"),
        (
            [(Kind.DECLARE, "ana", {"method": dataclasses.replace(METHOD, invited=frozenset())})],
            "needs people invited",
        ),
        (
            [(Kind.DECLARE, "ana", {"method": dataclasses.replace(METHOD, answers=4)})],
            "4 answers can't be asked of 3",
        ),
        ([(Kind.DECLARE, "ana", {"method": dataclasses.replace(METHOD, answers=0)})], "0 answers can't be"),
        (
            [*OPENED, (Kind.DECLARE, "ana", {"method": METHOD})],
            "declare is not possible at stage clarification",
        ),
        ([*OPENED, (Kind.WRITE, "ana", words("Autre."))], "write is not possible"),
        ([*DRAFT, (Kind.OPEN, "bob")], "open belongs to a facilitator, not to 'bob'"),
        ([*OPENED, (Kind.CALL, "fred")], "call is not possible at stage clarification"),
        ([*HEARD, (Kind.CONSENT, "bob")], "consent is not possible at stage reactions"),
        ([*HEARD, (Kind.AMEND, "bob", words("Autre."))], "amend belongs to the author"),
        ([*HEARD, (Kind.AMEND, "ana", words("Un local ouvert le soir."))], "changes the text"),
        ([*CALLED, (Kind.CONSENT, "zoe")], "consent belongs to those invited"),
        ([*CALLED, (Kind.OBJECT, "bob", words("  "))], "object needs words"),
        ([*OBJECTED, (Kind.CONSENT, "bob")], "has an objection that stands"),
        ([*OBJECTED, (Kind.WITHDRAW_OBJECTION, "fred", {"about": 6})], "by its author only, not by 'fred'"),
        ([*OBJECTED, (Kind.WITHDRAW_OBJECTION, "bob", {"about": 5})], "no objection has the number 5"),
        ([*OBJECTED, (Kind.UPHOLD, "fred", {"about": 6})], "objection 6 is raised: it can't become upheld"),
        (
            [*EXAMINED, (Kind.EXAMINE, "fred", words("Encore.", about=6))],
            "is examined: it can't become examined",
        ),
        ([*OBJECTED, (Kind.AMEND, "ana", words("Autre.", integrates=(6,)))], "only an examined one"),
        ([*INTEGRATED, (Kind.WITHDRAW_OBJECTION, "bob", {"about": 6})], "is integrated"),
        ([*OBJECTED, (Kind.CONSENT, "cleo"), ADOPT], "objections stand: 6"),
        ([*AGAIN, (Kind.CONSENT, "cleo"), ADOPT], "authors of integrated objections have not answered.*: 6"),
        ([*CALLED, ADOPT], "0 answers where 1 are needed: silence is not consent"),
        ([*CALLED, (Kind.STAND_ASIDE, "bob", words("Sans moi.")), ADOPT], "nobody consents"),
        ([*CALLED, (Kind.CONSENT, "bob"), (Kind.ADOPT, "fred")], "needs a review date"),
        (
            [*CALLED, (Kind.CONSENT, "bob"), (Kind.ADOPT, "fred", {"review_on": START.date()})],
            "needs a review date after it",
        ),
        ([*OBJECTED, (Kind.VOTE, "fred", {"count": Count(2, 1)})], "examined before a vote"),
        ([*CALLED, (Kind.VOTE, "fred", {"count": Count(2, 1)})], "nothing to outvote"),
        ([*EXAMINED, (Kind.VOTE, "fred")], "a vote needs its count"),
        ([*EXAMINED, (Kind.VOTE, "fred", {"count": Count(2, 2)})], "4 ballots where 3 people"),
        ([*OBJECTED, (Kind.CALL_VOTE, "fred")], "examined before a vote"),
        ([*CALLED, (Kind.CALL_VOTE, "fred")], "nothing to outvote"),
        ([*EXAMINED, (Kind.CALL_VOTE, "fred"), (Kind.CONSENT, "cleo")], "not possible at stage voting"),
        ([*EXAMINED, (Kind.COUNT, "fred", {"tallies": ((2, 0, 0, 0),)})], "not possible at stage objections"),
        ([*EXAMINED, (Kind.CALL_VOTE, "fred"), (Kind.COUNT, "fred", {"tallies": ((2, 0),)})], "not those of"),
        (
            [*EXAMINED, (Kind.CALL_VOTE, "fred"), (Kind.COUNT, "fred", {"tallies": ((3, 1, 0, 0),)})],
            "4 ballots where 3 people",
        ),
        ([*EXAMINED, (Kind.VOTE, "fred", {"count": Count(2, 1)})], "needs a review date"),
        ([*EXAMINED, (Kind.REJECT, "fred", words("Non."))], "an objection that is upheld"),
        ([*CALLED, (Kind.CONSENT, "bob"), ADOPT, (Kind.CONSENT, "cleo")], "not possible at stage adopted"),
        ([*OPENED, (Kind.ANSWER, "ana", words("Oui.", about=3))], "no question has the number 3"),
        ([*OPENED, (Kind.REPLY, "ana", words("Oui.", about=3))], "no words have the number 3"),
        ([*OPENED, (Kind.DISSENT, "zoe", words("Non."))], "dissent belongs to those invited"),
    ],
)
def test_illegal_moves_are_refused(lines, message):
    refused(lines, message)


def test_no_vote_without_one_declared_beforehand():
    method = dataclasses.replace(METHOD, fallback=None)

    refused(
        [
            (Kind.DECLARE, "ana", {"method": method}),
            *EXAMINED[1:],
            (Kind.VOTE, "fred", {"count": Count(2, 1)}),
        ],
        "no vote was declared before opening",
    )


def remote(*lines):
    return [(Kind.DECLARE, "ana", {"method": REMOTE}), *EXAMINED[1:], *lines]


def test_hands_are_counted_in_a_meeting_alone():
    refused(
        remote((Kind.VOTE, "fred", {"count": Count(2, 1), "review_on": REVIEW})),
        "from a distance, ballots are",
    )


@pytest.mark.parametrize(
    ("tally", "stage"),
    [
        ((2, 0, 0, 0), Stage.ADOPTED_BY_VOTE),
        ((2, 1, 0, 0), Stage.ADOPTED_BY_VOTE),
        ((1, 1, 0, 0), Stage.REJECTED),
        ((1, 0, 1, 1), Stage.ADOPTED_BY_VOTE),
    ],
)
def test_ballots_decide_from_a_distance_by_the_majority_declared(tally, stage):
    count = (Kind.COUNT, "fred", {"tallies": (tally,), "review_on": REVIEW})

    state = replay(log(*remote((Kind.CALL_VOTE, "fred"), count)))

    assert (state.stage, state.vote, state.tallies) == (stage, Count(*tally, seats=3), (tally,))
    assert state.objections[6].standing == Standing.UPHELD


def test_ballots_decide_nothing_without_the_participation_declared():
    refused(
        remote(
            (Kind.CALL_VOTE, "fred"), (Kind.COUNT, "fred", {"tallies": ((1, 0, 0, 0),), "review_on": REVIEW})
        ),
        "1 ballots where 2 are needed",
    )
    state = replay(log(*remote((Kind.CALL_VOTE, "fred"), (Kind.DEFER, "fred", words("Trop peu.")))))

    assert state.stage == Stage.DEFERRED


def noted(kind, by, text=""):
    return (kind, by, words(text, recorded_by="fred"))


def carried(kind, by, text=""):
    return (kind, by, words(text, recorded_by="cleo", by_proxy=True))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([*AGAIN, noted(Kind.CONSENT, "bob")], "they say themselves, or by a proxy"),
        ([*AGAIN, noted(Kind.STAND_ASIDE, "bob", "Bon.")], "they say themselves, or by a proxy"),
        (
            [*OBJECTED, (Kind.WITHDRAW_OBJECTION, "bob", {"about": 6, "recorded_by": "fred"})],
            "in person, or by a proxy",
        ),
        ([*CALLED, (Kind.CONSENT, "bob"), noted(Kind.OBJECT, "bob", "Non.")], "does not replace it"),
        ([*CALLED, carried(Kind.CONSENT, "bob"), noted(Kind.RESERVE, "bob", "Non.")], "does not replace it"),
    ],
)
def test_what_is_noted_lifts_and_replaces_nothing(lines, message):
    refused(lines, message)


@pytest.mark.parametrize(
    "lines",
    [
        [*AGAIN, carried(Kind.CONSENT, "bob"), ADOPT],
        [*AGAIN, (Kind.CONSENT, "bob"), noted(Kind.CONSENT, "cleo"), ADOPT],
        [*CALLED, noted(Kind.RESERVE, "bob", "Non."), (Kind.CONSENT, "bob"), ADOPT],
        [
            *OBJECTED,
            (Kind.WITHDRAW_OBJECTION, "bob", {"about": 6, "recorded_by": "cleo", "by_proxy": True}),
            noted(Kind.CONSENT, "bob"),
            ADOPT,
        ],
    ],
)
def test_person_or_their_proxy_lifts_an_objection(lines):
    assert replay(log(*lines)).stage in {Stage.ADOPTED, Stage.ADOPTED_WITH_RESERVATIONS}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([*CALLED, (Kind.SUCCEED, "dan", {"person": "zoe"})], "can't take the voice"),
        ([*CALLED, (Kind.SUCCEED, "cleo", {"person": "bob"})], "can't take the voice"),
        ([*CALLED, (Kind.CONSENT, "bob"), (Kind.SUCCEED, "dan", {"person": "bob"})], "stays theirs"),
        ([*OBJECTED, (Kind.SUCCEED, "dan", {"person": "bob"})], "stays theirs"),
        (
            [*CALLED, (Kind.SUCCEED, "dan", {"person": "bob"}), (Kind.CONSENT, "bob")],
            "belongs to those invited",
        ),
        ([*CALLED, (Kind.NAME, "bob", {"person": "dan"})], "belongs to a facilitator"),
        ([*CALLED, (Kind.NAME, "fred")], "name needs somebody"),
        ([*CALLED, (Kind.NAME, "fred", {"person": "fred"})], "facilitates already"),
        ([*CALLED, (Kind.TAKE_OVER, "fred")], "facilitates already"),
        ([*CALLED, (Kind.RESCHEDULE, "bob", words("En mai."))], "belongs to a facilitator"),
        ([*DRAFT, (Kind.RESCHEDULE, "fred", words("En mai."))], "not possible at stage draft"),
    ],
)
def test_roles_pass_by_the_rules(lines, message):
    refused(lines, message)


def test_voice_passes_with_the_seat_and_facilitators_are_named():
    state = replay(
        log(
            *INTEGRATED,
            (Kind.SUCCEED, "dan", {"person": "bob"}),
            (Kind.NAME, "fred", {"person": "gil"}),
            (Kind.TAKE_OVER, "hugo"),
            (Kind.RESCHEDULE, "gil", words("En mai.")),
            (Kind.CALL, "hugo"),
        )
    )
    answered = step(state, Move(Kind.CONSENT, "dan", START + timedelta(hours=1)))

    assert state.method.invited == {"ana", "dan", "cleo"}
    assert state.method.facilitators == {"fred", "gil", "hugo"}
    assert [one.number for one in state.unanswered] == [6]
    assert answered.unanswered == []


def test_voice_that_comes_back_is_its_first_holders():
    there = (Kind.SUCCEED, "dan", {"person": "bob"})
    back = (Kind.SUCCEED, "bob", {"person": "dan"})

    once = replay(log(*INTEGRATED, there, back))
    again = replay(log(*INTEGRATED, there, back, there, (Kind.SUCCEED, "eve", {"person": "dan"})))

    assert (once.heirs, once.method.invited) == ({"dan": "bob"}, {"ana", "bob", "cleo"})
    assert (once.voice("bob"), once.voice("dan")) == ("bob", "bob")
    assert [one.number for one in once.unanswered] == [6]
    assert {again.voice(who) for who in ("bob", "dan", "eve")} == {"eve"}


def test_voice_passes_in_the_vote_declared_whatever_was_answered_before():
    called = [
        (Kind.DECLARE, "ana", {"method": REMOTE}),
        *EXAMINED[1:],
        (Kind.CONSENT, "cleo"),
        (Kind.CALL_VOTE, "fred"),
    ]

    state = replay(
        log(
            *called,
            (Kind.SUCCEED, "dan", {"person": "cleo"}),
            (Kind.SUCCEED, "eve", {"person": "bob"}),
            (Kind.COUNT, "fred", {"tallies": ((2, 1, 0, 0),), "review_on": REVIEW}),
        )
    )

    assert (state.stage, state.method.invited) == (Stage.ADOPTED_BY_VOTE, {"ana", "dan", "eve"})
    assert state.objections[6].by == "bob"


def test_vote_that_speaks_of_seats_needs_their_number():
    method = dataclasses.replace(METHOD, fallback=Rule.absolute(Base.SEATS))

    refused(
        [
            (Kind.DECLARE, "ana", {"method": method}),
            *EXAMINED[1:],
            (Kind.VOTE, "fred", {"count": Count(2, 1)}),
        ],
        "counts seats",
    )


def test_move_cannot_be_dated_before_the_last():
    moves = log(*DRAFT)

    with pytest.raises(IllegalMove, match="dated before"):
        step(replay(moves), Move(Kind.OPEN, "fred", START - timedelta(minutes=1)))


def test_silence_is_told_as_silence():
    state = replay(log(*CALLED, (Kind.CONSENT, "bob"), ADOPT))

    assert state.silent == {"ana", "cleo"}
    assert state.review_on == REVIEW


def test_another_text_asks_everybody_again():
    state = replay(log(*CALLED, (Kind.CONSENT, "bob"), (Kind.AMEND, "ana", words("Autre."))))

    assert (state.version, state.positions, state.silent) == (2, {}, {"ana", "bob", "cleo"})


def test_objection_that_stands_is_no_silence_after_an_amendment():
    state = replay(log(*OBJECTED, (Kind.AMEND, "ana", words("Autre.")), (Kind.CALL, "fred")))

    assert state.silent == {"ana", "cleo"}
    assert [objection.version for objection in state.in_the_way] == [1]


def test_integrated_objection_waits_for_its_author_s_answer():
    state = replay(log(*AGAIN))
    answered = replay(log(*AGAIN, (Kind.CONSENT, "bob"), ADOPT))

    assert state.objections[6].standing == Standing.INTEGRATED
    assert (state.objections[6].integrated_in, state.unanswered) == (2, [state.objections[6]])
    assert answered.stage == Stage.ADOPTED


def test_withdrawn_objection_leaves_its_author_to_answer():
    state = replay(log(*OBJECTED, (Kind.WITHDRAW_OBJECTION, "bob", {"about": 6})))

    assert state.objections[6].standing == Standing.WITHDRAWN
    assert "bob" in state.silent
    assert replay(
        log(*OBJECTED, (Kind.WITHDRAW_OBJECTION, "bob", {"about": 6}), (Kind.CONSENT, "bob"), ADOPT)
    ).stage == (Stage.ADOPTED)


def test_vote_adopts_over_an_objection_that_stays():
    vote = (Kind.VOTE, "fred", {"count": Count(2, 1), "review_on": REVIEW})

    state = replay(log(*EXAMINED, vote))

    assert state.objections[6].standing == Standing.UPHELD
    assert state.objections[6].text == "Le bruit gêne les voisins."
    assert (state.outcome, state.review_on) == (Outcome.ADOPTED, REVIEW)


def test_tie_adopts_nothing_and_is_said():
    method = dataclasses.replace(METHOD, fallback=Rule.simple())

    state = replay(
        log(
            (Kind.DECLARE, "ana", {"method": method}),
            *EXAMINED[1:],
            (Kind.VOTE, "fred", {"count": Count(1, 1, 1)}),
        )
    )

    assert (state.stage, state.outcome) == (Stage.REJECTED, Outcome.TIED)


def test_words_stay_as_they_were_said_with_replies():
    said = "Je maintiens : « trop cher »,\n  à revoir."
    state = replay(
        log(
            *CALLED,
            (Kind.RESERVE, "cleo", words(said, signed=False)),  # 6
            (Kind.CONSENT, "cleo"),
            ADOPT,
            (Kind.DISSENT, "bob", words("Je n’étais pas là.")),  # 9
            (Kind.REPLY, "ana", words("Le devis est joint.", about=6)),
        )
    )

    assert [(one.number, one.by, one.text) for one in state.minority] == [
        (6, None, said),
        (9, "bob", "Je n’étais pas là."),
    ]
    assert [(one.by, one.text) for one in state.replies(6)] == [("ana", "Le devis est joint.")]


def test_questions_are_answered():
    state = replay(
        log(
            *OPENED,
            (Kind.ASK, "bob", words("Quels soirs ?")),
            (Kind.ANSWER, "ana", words("Le jeudi.", about=4)),
        )
    )

    assert [(one.kind, one.about) for one in state.words.values()] == [(Kind.ASK, None), (Kind.ANSWER, 4)]


MOVES = st.builds(
    lambda kind, by, about, review, count, text, is_noted: (
        kind,
        by,
        {
            "text": text,
            "about": about,
            "review_on": REVIEW if review else None,
            "count": count,
            "integrates": (about,) if kind == Kind.AMEND and about > 6 else (),
            "recorded_by": "fred" if is_noted else None,
            "tallies": ((count.in_favour, count.against, 0, 0),) if kind == Kind.COUNT else (),
        },
    ),
    st.sampled_from([kind for kind in Kind if kind not in {Kind.DEFER, Kind.WITHDRAW}]),
    st.sampled_from(["ana", "bob", "cleo", "fred", "zoe"]),
    st.integers(5, 16),
    st.booleans(),
    st.builds(Count, st.integers(0, 2), st.integers(0, 1)),
    st.sampled_from(["un", "deux", "trois"]),
    st.booleans(),
)


@given(st.lists(MOVES, max_size=40))
def test_no_sequence_of_moves_gets_round_the_rules(lines):
    state, kept = replay(log(*CALLED)), {}
    for place, move in enumerate(log(*lines)):
        before = state
        with contextlib.suppress(IllegalMove):
            state = step(state, dataclasses.replace(move, at=START + timedelta(hours=1, minutes=place)))
        kept.update({one.number: one for one in state.minority})

        assert dataclasses.replace(state.method, facilitators=METHOD.facilitators) == METHOD
        assert {one.number: one for one in state.minority} == kept
        assert state.versions[: before.version] == before.versions
        for number, objection in before.objections.items():
            if state.objections[number].standing == Standing.WITHDRAWN != objection.standing:
                assert (move.kind, move.by) == (Kind.WITHDRAW_OBJECTION, objection.by)
                assert not move.is_noted
        if move.is_noted:
            objecting = {one.by for one in state.in_the_way}
            assert all(one in state.unanswered or one.by in objecting for one in before.unanswered)
        if before.stage in CLOSED:
            assert state.stage == before.stage
        if state.stage in ADOPTED:
            assert state.review_on == REVIEW
        if state.stage in {Stage.ADOPTED, Stage.ADOPTED_WITH_RESERVATIONS}:
            assert not state.in_the_way
            assert not state.unanswered
        if state.stage == Stage.ADOPTED_BY_VOTE:
            assert state.outcome == Outcome.ADOPTED


@given(st.lists(MOVES, max_size=25), st.integers(0, 40))
def test_state_is_what_the_log_says(lines, cut):
    state, moves = replay(log(*CALLED)), log(*CALLED)
    for place, move in enumerate(log(*lines)):
        move = dataclasses.replace(move, at=START + timedelta(hours=1, minutes=place))
        with contextlib.suppress(IllegalMove):
            state = step(state, move)
            moves.append(move)

    again = replay(moves[:cut])
    for move in moves[cut:]:
        again = step(again, move)

    assert again == replay(moves) == state
