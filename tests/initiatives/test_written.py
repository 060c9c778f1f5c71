"""What is pasted, as it is kept."""

import pytest

from initiatives.written import tidy


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
        ("a\x00b\x07c\u200bd\ufeff", "abcd"),
        ("•\tdes chaises\n\uf0b7   des tables\n  ▪ du café", "- des chaises\n- des tables\n  - du café"),
        ("fin   \n\n\n\n\n\nsuite\n\n", "fin\n\n\nsuite"),
        ("2 • 3 = 6", "2 • 3 = 6"),
        ("café — œuvre « là »", "café — œuvre « là »"),
    ],
)
def test_tidy(sent, kept):
    assert tidy(sent) == kept
