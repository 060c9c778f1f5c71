"""Two texts compared, and two persons who change the same version."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from initiatives import differences
from initiatives.differences import ADDED, REMOVED, SAME, Part, compare

TEXTS = st.text(alphabet="ab é,.\n", max_size=60)


def test_phrase_that_changed_reads_as_one():
    found = compare("Nous avons loué une salle.", "Nous avons emprunté la salle.")

    assert found == [
        Part(SAME, "Nous avons "),
        Part(REMOVED, "loué une"),
        Part(ADDED, "emprunté la"),
        Part(SAME, " salle."),
    ]


def test_same_text_is_one_part_and_nothing_is_none():
    assert compare("a b", "a b") == [Part(SAME, "a b")]
    assert compare("", "") == []
    assert compare("", "a") == [Part(ADDED, "a")]


@given(TEXTS, TEXTS)
def test_parts_give_both_texts_back(before, after):
    parts = compare(before, after)

    assert "".join(part.text for part in parts if part.kind != ADDED) == before
    assert "".join(part.text for part in parts if part.kind != REMOVED) == after


def test_longest_parts_are_compared_in_less_than_a_second():
    """Two versions of 20,000 characters that share nothing: difflib's worst case."""
    before = "\n".join(f"mot{number} autre{number} et encore" for number in range(900))[:20_000]
    after = "\n".join(f"et encore autre{number} mot{number * 7}" for number in range(900))[:20_000]
    started = time.process_time()

    compare(before, after)

    assert time.process_time() - started < 1


def test_what_did_not_change_is_cut():
    parts = [Part(SAME, "x" * 900), Part(ADDED, "ici"), Part(SAME, "y" * 900)]

    texts = [part.text for part in differences.shortened(parts, around=3)]

    assert texts == [" […] xxx", "ici", "yyy […] "]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "kept", "conflicts"),
    [
        ("a", "a", "b", "b", []),  # they alone changed
        ("a", "b", "a", "b", []),  # I alone changed
        ("a", "b", "b", "b", []),  # both, alike
        ("a", "b", "c", "b", ["x"]),  # both, otherwise
        (None, "b", None, "b", []),
    ],
)
def test_two_changes_to_one_version(base, mine, theirs, kept, conflicts):
    assert differences.three_way({"x": base}, {"x": mine}, {"x": theirs}) == ({"x": kept}, conflicts)
