"""What a page reads out of a computation: percentages of persons, nothing of few, nothing of what was withdrawn."""

from types import SimpleNamespace

import pytest

from gouvernance.findings import Divide, Findings, Share

ONE, TWO, GONE = (SimpleNamespace(pk=pk, text=f"Phrase {pk}") for pk in (1, 2, 3))
RESULT = {
    "participants": 30,
    "placed": 28,
    "hidden": None,
    "counts": {"1": [20, 5, 5], "2": [2, 1, 1], "3": [9, 9, 0]},
    "groups": {
        "A": {"size": 18, "says": [[1, 1], [3, 1]]},
        "B": {"size": 10, "says": [[2, -1]]},
    },
    "points": {"7": [1.0, 0.5, "A"], "8": [-1.0, 0.0, "B"]},
    "agreements": [[1, 1], [3, -1]],
    "divides": [[1, "A", "B"], [2, "A", "B"], [3, "A", "B"]],
    "shares": {
        "1": {"A": [15, 1, 2], "B": [5, 4, 1]},
        "2": {"A": [3, 2, 0]},
        "3": {"A": [9, 0, 0], "B": [0, 9, 0]},
    },
}


def findings(participant=None, **changes):
    return Findings(SimpleNamespace(result=RESULT | changes), [ONE, TWO], participant)


def test_shares_are_percentages_of_those_who_answered():
    share = Share(15, 1, 2)

    assert (share.seen, share.agree_percent, share.disagree_percent, share.passed_percent) == (18, 83, 6, 11)
    assert (share.on_side(1), share.on_side(-1)) == (83, 6)
    assert (Share(0, 0, 0).agree_percent, Share(2, 2, 0).shown, Share(3, 2, 0).shown) == (0, False, True)


def test_statement_that_was_withdrawn_is_told_nowhere():
    found = findings()

    assert [row.statement for row in found.rows] == [ONE, TWO]
    assert [said.statement for group in found.groups for said in group.says] == [ONE, TWO]
    assert [statement for statement, _side, _percents in found.agreements] == [ONE]
    assert [divide.statement for divide in found.divides] == [ONE]


def test_groups_are_told_with_the_others_beside_them():
    [said] = findings().groups[0].says

    assert (said.here_percent, said.elsewhere_percent) == (83, 50)


def test_nothing_is_said_of_a_group_of_which_too_few_answered():
    found = findings()
    [said] = found.groups[1].says

    assert (said.here, said.elsewhere_percent) == (None, 40)
    assert found.rows[1].groups == [Share(3, 2, 0), None]
    assert not found.rows[1].everyone.shown
    assert found.agreements == [(ONE, 1, [("A", 83), ("B", 50)])]
    assert found.divides == [Divide(ONE, "A", 83, "B", 40)]


@pytest.mark.parametrize(("pk", "letter"), [(7, "A"), (8, "B"), (9, "")])
def test_whoever_looks_has_a_group_if_they_are_on_the_map(pk, letter):
    found = findings(SimpleNamespace(pk=pk))

    assert found.own_letter == letter
    assert (found.map.you is None) == (letter == "")


def test_first_divides_are_told_and_the_rest_unfolded():
    found = findings(divides=[[1, "A", "B"]] * 8)

    assert (len(found.sharpest_divides), len(found.other_divides)) == (6, 2)
