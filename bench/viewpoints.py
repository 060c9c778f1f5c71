"""
How fast groups of opinion are computed, beside red-dwarf on the same votes, and whether both give the same figures:

    python3 -m venv /tmp/red-dwarf && /tmp/red-dwarf/bin/pip install red-dwarf==0.4.0
    .venv/bin/python bench/viewpoints.py [--quick] [--other /tmp/red-dwarf/bin/python]

red-dwarf stays in an environment of its own: no lock of ours names it. Votes are made here from a seed and written to
a file that both read. Each side computes in a process of its own, one after the other; figures are of the computation
alone, imports and reading left out: seconds of processor time, seconds by the clock, the most memory that the process
ever held (imports and votes included), the best of three. The two are then compared on the groups that ours found,
since where k-means starts is nobody's formula: components, z₂ and group-informed consensus.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# (participants, statements, share of statements that each answers)
SIZES = [(120, 25, 0.8), (500, 150, 0.4), (2_000, 900, 0.3), (2_000, 900, 1.0)]
QUICK = SIZES[:2]
GROUPS = 3


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="the small sizes")
    parser.add_argument("--other", metavar="PYTHON", help="an interpreter that has red-dwarf 0.4")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--votes", help=argparse.SUPPRESS)
    parser.add_argument("--groups", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        return SIDES[options.side](options)
    print(
        "| participants × statements | votes | side | processor | clock | memory | components | z₂ | consensus |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for participants, statements, share in QUICK if options.quick else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            compare(Path(folder), participants, statements, share, options.other)
    return None


def compare(folder, participants, statements, share, other):
    votes = folder / "votes"
    total = write(votes, participants, statements, share)
    ours = run(sys.executable, "ours", votes)
    head = f"{participants:,} × {statements} | {total:,}"
    print(f"| {head} | ours | {cost(ours)} | | | |", flush=True)
    if other:
        groups = folder / "groups"
        groups.write_text(json.dumps(ours["groups"]))
        theirs = run(other, "theirs", votes, groups)
        gaps = " | ".join(f"{gap:.0e}" for gap in differences(ours, theirs))
        print(f"| {head} | red-dwarf | {cost(theirs)} | {gaps} |", flush=True)


def write(path, participants, statements, share):
    """Votes of three groups whose members say two times in three what their group says; returns how many."""
    draw = random.Random(participants * statements)
    views = [[draw.choice([-1, -1, 0, 1, 1]) for _ in range(statements)] for _ in range(GROUPS)]
    rows = [
        (person, number, view if draw.random() < 0.67 else draw.choice([-1, 0, 1]))
        for person in range(participants)
        for number, view in enumerate(views[draw.randrange(GROUPS)])
        if draw.random() < share
    ]
    path.write_text("\n".join(f"{person} {number} {vote}" for person, number, vote in rows))
    return len(rows)


def read(path):
    with open(path) as lines:
        return [tuple(map(int, line.split())) for line in lines]


def run(python, side, votes, groups=None):
    command = [python, "-W", "ignore", str(Path(__file__)), "--side", side, "--votes", str(votes)]
    command += ["--groups", str(groups)] if groups else []
    found = [json.loads(subprocess.check_output(command)) for _ in range(3)]
    return min(found, key=lambda one: one["processor"])


def measured(compute):
    clock, processor = time.perf_counter(), time.process_time()
    found = compute()
    return found, {
        "processor": time.process_time() - processor,
        "clock": time.perf_counter() - clock,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def cost(one):
    return f"{one['processor']:.2f} s | {one['clock']:.2f} s | {one['memory']:.0f} MB"


def ours(options):
    sys.path[0] = str(ROOT)
    from gouvernance.viewpoints import consult

    votes = read(options.votes)
    found, figures = measured(lambda: consult(votes))
    figures["groups"] = list(found.groups.values())
    figures["components"] = found.components.tolist()
    figures["difference"] = found.figures.agree.difference.tolist()
    figures["consensus"] = found.figures.agree.consensus.tolist()
    print(json.dumps(figures))


def theirs(options):
    import numpy
    from reddwarf.implementations.polis import run_pipeline
    from reddwarf.utils.stats import calculate_comment_statistics

    votes = [
        {"participant_id": person, "statement_id": number, "vote": vote, "modified": place}
        for place, (person, number, vote) in enumerate(read(options.votes))
    ]
    found, figures = measured(lambda: run_pipeline(votes=votes, random_state=26))
    groups = json.loads(Path(options.groups).read_text())
    label = {person: number for number, group in enumerate(groups) for person in group}
    matrix = found.raw_vote_matrix.loc[sorted(label)]
    labels = numpy.array([label[person] for person in sorted(label)])
    statistics = calculate_comment_statistics(matrix, labels)
    figures["components"] = found.reducer.components_[:2].tolist()
    figures["difference"] = statistics[5][0].tolist()
    figures["consensus"] = statistics[6][0].tolist()
    print(json.dumps(figures))


def differences(ours, theirs):
    """The largest difference of components (whose sign is free), of z₂, of consensus."""
    axes = zip(ours["components"], theirs["components"], strict=True)
    yield max(min(gap([one], [other]), gap([one], [[-x for x in other]])) for one, other in axes)
    yield gap(ours["difference"], theirs["difference"])
    yield gap([ours["consensus"]], [theirs["consensus"]])


def gap(ours, theirs):
    return max(
        abs(one - other)
        for row, twin in zip(ours, theirs, strict=True)
        for one, other in zip(row, twin, strict=True)
    )


SIDES = {"ours": ours, "theirs": theirs}

if __name__ == "__main__":
    main()
