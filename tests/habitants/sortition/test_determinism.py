"""Neither Python's hash seed, nor the order of rows, nor the global random state changes a portfolio."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
import random, sys
from hashlib import sha256
from habitants.sortition import Person, Quota, Rules, compute
from habitants.sortition.obstacles import explain

chance = random.Random(7)
people = [
    Person(
        f"p{number:03}",
        {"g": chance.choice("fhx"), "age": chance.choice("12345"), "lieu": chance.choice("abcd")},
        chance.choice(["", "", "", f"foyer{number // 3}"]),
    )
    for number in range(120)
]
quotas = [Quota("g", value, 3, 7) for value in "fhx"] + [Quota("age", value, 1, 4) for value in "12345"]
quotas += [Quota("lieu", value, 2, 4) for value in "abcd"]
order = sys.argv[1]
random.seed(int(sys.argv[2]))
if order == "reversed":
    people.reverse()
    quotas.reverse()
if order == "shuffled":
    random.shuffle(people)
    random.shuffle(quotas)
portfolio = compute(people, Rules(14, tuple(quotas)))
impossible = explain(people, Rules(20, tuple(quotas)))
told = repr((portfolio.panels, list(portfolio.chances.items()), impossible))
print(sha256(told.encode()).hexdigest())
"""


def run(hash_seed, order, random_seed):
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, order, random_seed],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.fixture(scope="module")
def reference():
    return run("0", "given", "1")


@pytest.mark.parametrize(
    ("hash_seed", "order", "random_seed"),
    [("1", "given", "1"), ("random", "reversed", "2"), ("12345", "shuffled", "3"), ("0", "shuffled", "4")],
)
def test_portfolio_is_the_same(reference, hash_seed, order, random_seed):
    assert run(hash_seed, order, random_seed) == reference
