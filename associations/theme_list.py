"""
The themes that the network starts with, and what other registers call them: Waldec's `objet_social` codes (six
digits; those that end with 000 name a family) and data.inclusion's `thematiques`.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

PATH = Path(__file__).parent / "data" / "themes.csv"


class ListedTheme(NamedTuple):
    slug: str
    parent: str
    name: str
    colour: str
    icon: str
    waldec: str
    inclusion: str
    keywords: str


@cache
def listed():
    """All of them, each after the one that it is a part of."""
    with PATH.open(encoding="utf-8", newline="") as file:
        return [ListedTheme(**row) for row in csv.DictReader(file, delimiter=";")]


@cache
def _codes(column):
    return {code: theme.slug for theme in listed() for code in getattr(theme, column).split()}


def of_waldec(code):
    """The slug for an `objet_social` code: its own, else that of its family; "" when nothing corresponds."""
    codes = _codes("waldec")
    return codes.get(code) or codes.get(f"{code[:3]}000", "")


def of_inclusion(name):
    """The slug for a `thematique` ("numerique--…"): its own, else that of its family; "" when unknown."""
    codes = _codes("inclusion")
    return codes.get(name) or codes.get(name.partition("--")[0], "")
