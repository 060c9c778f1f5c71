"""
The random draw beside `sortition-algorithms`: `.venv/bin/python bench/sortition.py [--quick] --library PYTHON`.

The library (GPL-3, 492 MB with what it needs) is no dependency of the project. Install it apart, and give its Python:

    python3 -m venv /tmp/sortition && /tmp/sortition/bin/pip install "sortition-algorithms==0.12.*"
    .venv/bin/python bench/sortition.py --library /tmp/sortition/bin/python

Both get the same synthetic pools in one run, each in a process of its own, whose time (of the wall and of the
processor, start of Python and imports left out) and greatest memory are printed. The library does its maximin, the
best guarantee it has without a commercial solver, and draws one panel from it; ours does maximin, then leximin, then
the thousand panels with everybody's name, and is checked: each panel keeps quotas and households. "Smallest chance" is
that of the distribution that each has found; of ours, also that of the thousand panels.
"""

import argparse
import json
import math
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

# This directory comes first on the path, and its modules would hide those of the same name.
sys.path[0] = str(Path(__file__).resolve().parents[1])

SHARES = {
    "genre": {"femme": (0.56, 0.5), "homme": (0.42, 0.48), "autre": (0.02, 0.02)},
    "age": {
        "16-25": (0.08, 0.17),
        "26-40": (0.2, 0.25),
        "41-60": (0.36, 0.28),
        "61-75": (0.26, 0.2),
        "76+": (0.1, 0.1),
    },
    "quartier": {
        "A": (0.3, 0.2),
        "B": (0.25, 0.2),
        "C": (0.15, 0.18),
        "D": (0.12, 0.16),
        "E": (0.1, 0.14),
        "F": (0.08, 0.12),
    },
    "logement": {"locataire": (0.45, 0.6), "proprietaire": (0.5, 0.36), "heberge": (0.05, 0.04)},
}
SIZES = [(200, 20), (2000, 100)]
# The library is stopped after so many seconds.
PATIENCE = 120


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--library", help="a Python that has sortition-algorithms; without, ours alone")
    parser.add_argument("--quick", action="store_true", help="20 of 200 alone")
    parser.add_argument("--seed", type=int, default=1, help="of the synthetic pools")
    parser.add_argument("--role", choices=["ours", "theirs"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role:
        job = json.load(sys.stdin)
        print(json.dumps({"ours": ours, "theirs": theirs}[options.role](**job)))
        return
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n")
    print(
        "| draw | by | wall s | processor s | memory MB | smallest chance | of 1,000 panels | largest gap |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for number, seats in SIZES[: 1 if options.quick else None]:
        job = {"people": make_pool(number, options.seed), "quotas": make_quotas(seats), "seats": seats}
        line(f"{seats} of {number}", "ours", run(sys.executable, "ours", job))
        if options.library:
            line(f"{seats} of {number}", "sortition-algorithms", run(options.library, "theirs", job))


def make_pool(number, seed):
    """Applicants as they come: too many older people and owners, one household in seven with several of them."""
    chance = random.Random(seed)
    people, home = [], 0
    while len(people) < number:
        size = 1 if chance.random() > 0.15 else chance.choice([2, 2, 2, 3])
        shared = {name: pick(chance, name) for name in ("quartier", "logement")}
        for _member in range(min(size, number - len(people))):
            answers = {"genre": pick(chance, "genre"), "age": pick(chance, "age"), **shared}
            people.append({"id": f"p{len(people):05}", **answers, "adresse": str(home), "ville": "Marseille"})
        home += 1
    return people


def pick(chance, name):
    values = SHARES[name]
    return chance.choices(list(values), [come for come, _wanted in values.values()])[0]


def make_quotas(seats):
    """Around the shares of the population, one place more or less."""
    return [
        [name, value, max(0, math.floor(seats * wanted - 0.5)), math.ceil(seats * wanted + 0.5)]
        for name, values in SHARES.items()
        for value, (_come, wanted) in values.items()
    ]


def run(python, role, job):
    try:
        answer = subprocess.run(
            [python, __file__, "--role", role],
            input=json.dumps(job),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return None
    if answer.returncode:
        raise SystemExit(answer.stderr)
    return json.loads(answer.stdout.splitlines()[-1])


def line(draw, name, found):
    if found is None:
        print(f"| {draw} | {name} | unfinished at {PATIENCE} s | | | | | |", flush=True)
        return
    shown = [
        f"{found['wall']:.2f}",
        f"{found['processor']:.2f}",
        f"{found['memory']:.0f}",
        f"{found['smallest']:.3%}",
    ]
    shown += [f"{found[key]:.3%}" if key in found else "" for key in ("of_panels", "gap")]
    print(f"| {draw} | {name} | {' | '.join(shown)} |", flush=True)


def measured(work):
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    return result, {
        "wall": time.perf_counter() - wall,
        "processor": time.process_time() - processor,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def ours(people, quotas, seats):
    from habitants.sortition import Person, Quota, Rules, compute

    names = list(SHARES)
    pool = [Person(one["id"], {name: one[name] for name in names}, one["adresse"]) for one in people]
    rules = Rules(seats, tuple(Quota(*quota) for quota in quotas))
    portfolio, figures = measured(lambda: compute(pool, rules))
    by_key = {person.key: person for person in pool}
    for panel in portfolio.panels:
        members = [by_key[key] for key in panel]
        assert rules.departure(members) == 0
        assert len({person.household for person in members}) == seats
    return figures | {
        "smallest": min(portfolio.chances.values()),
        "of_panels": min(portfolio.counts.values()) / len(portfolio.panels),
        "gap": portfolio.largest_gap,
    }


def theirs(people, quotas, seats):
    from sortition_algorithms import Settings, read_in_features, read_in_people
    from sortition_algorithms.committee_generation import find_distribution_maximin

    head = ["feature", "value", "min", "max"]
    rows = [dict(zip(head, map(str, quota), strict=True)) for quota in quotas]
    features, *_columns = read_in_features(head, rows, number_to_select=seats)
    settings = Settings(
        id_column="id",
        columns_to_keep=[],
        check_same_address=True,
        check_same_address_columns=["adresse", "ville"],
        selection_algorithm="maximin",
    )
    pool, _report = read_in_people(list(people[0]), people, features, settings)
    (panels, chances, _report), figures = measured(
        lambda: find_distribution_maximin(features, pool, seats, settings.normalised_address_columns)
    )
    share = dict.fromkeys((one["id"] for one in people), 0.0)
    for panel, chance in zip(panels, chances, strict=True):
        for key in panel:
            share[key] += chance
    return figures | {"smallest": min(share.values())}


if __name__ == "__main__":
    main()
