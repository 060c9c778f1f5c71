"""
A million ballots, twelve candidates: the tally by PostgreSQL in one query, then the ranks.

    .venv/bin/python -m bench.ballots [--ballots 1000000] [--candidates 12]

On the embedded server, in a transaction that is rolled back: nothing stays. The triggers of the ballot box, which
look at each ballot as it comes in, are off while the rows are made up; the query is the one of `Ballot.objects.tallies`.
"""

import argparse
import os
import resource
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cooperation.settings.dev")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from gouvernance import judgment  # noqa: E402
from gouvernance.models.ballot_box import TALLY  # noqa: E402

GRADES = 7


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ballots", type=int, default=1_000_000)
    parser.add_argument("--candidates", type=int, default=12)
    asked = parser.parse_args()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(
            """
            INSERT INTO gouvernance_ballot (id, deliberation_id, by_proxy, words, marks)
            SELECT gen_random_uuid(), 0, false, '', ARRAY(
                SELECT least(floor(random() * 4 + (candidate + ballot) %% 4)::int, %s)
                FROM generate_series(1, %s) candidate
            )
            FROM generate_series(1, %s) ballot
            """,
            [GRADES - 1, asked.candidates, asked.ballots],
        )
        cursor.execute("ANALYZE gouvernance_ballot")
        started = time.perf_counter()
        cursor.execute(TALLY, [0])
        rows = cursor.fetchall()
        counted = time.perf_counter() - started
        tallies = [[0] * GRADES for _candidate in range(asked.candidates)]
        for place, mark, number in rows:
            tallies[place - 1][mark] = number
        started = time.perf_counter()
        standings = judgment.ranked({place: tuple(tally) for place, tally in enumerate(tallies)})
        ranked = time.perf_counter() - started
        transaction.set_rollback(True)
    assert all(sum(tally) == asked.ballots for tally in tallies)
    print(f"{asked.ballots:,} ballots x {asked.candidates} candidates")
    print(f"one query: {counted:.2f} s · ranks: {ranked * 1000:.2f} ms · first: {standings[0]}")
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
