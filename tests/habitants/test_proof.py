"""The arithmetic of a proof, on vectors worked out apart (see docs/tirage.md)."""

from datetime import UTC, datetime

import pytest

from habitants import proof
from habitants.draw_wording import odds


def test_row_is_written_byte_for_byte():
    text = proof.row("00" * 16, "CDFGHJKM", {"genre": "femme", "age": "16-25"}, "3")

    assert text == f"{'00' * 16}\nCDFGHJKM\nage\t16-25\ngenre\tfemme\nfoyer\t3\n"


def test_portfolio_is_sorted_lines():
    assert proof.portfolio_text([("B", "A"), ("A", "C")]) == "A B\nA C\n"


def test_index_of_a_known_value():
    # printf '%s\n%s\n%s' 000…0 03-11-24-38-49+07 0 | sha256sum, modulo 1000 by bc.
    assert proof.index_in("0" * 64, "03-11-24-38-49+07") == (988, 0)


def test_top_of_the_range_is_rejected():
    whole = 1 << 256
    limit = whole - whole % 1000

    assert proof.fair_remainder(f"{limit:064x}", 1000) is None
    assert proof.fair_remainder("f" * 64, 1000) is None
    assert proof.fair_remainder(f"{limit - 1:064x}", 1000) == 999


def test_rejection_tries_the_next_counter(monkeypatch):
    monkeypatch.setattr(proof, "digest", lambda text: "f" * 64 if text.endswith("\n0") else f"{42:064x}")

    assert proof.index_in("0" * 64, "x") == (42, 1)


def test_index_is_spread_evenly():
    counts = [0] * 1000
    for number in range(50_000):
        counts[proof.index_in("0" * 64, str(number))[0]] += 1

    chi_square = sum((count - 50) ** 2 / 50 for count in counts)
    # 999 degrees of freedom: 99.9 % of fair draws are below 1,142.
    assert chi_square < 1142


def test_round_of_drand_has_its_moment():
    assert proof.drand_moment(27_946_612) == datetime(2026, 4, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("panels", "words"),
    [
        (0, ""),
        (1000, ""),
        (250, "1 chance sur 4"),
        (77, "environ 1 chance sur 13"),
        (333, "environ 1 chance sur 3"),
        (500, "1 chance sur 2"),
        (700, "7 chances sur 10"),
        (996, "environ 9 chances sur 10"),
    ],
)
def test_chances_are_told_in_words(panels, words):
    assert odds(panels) == words
