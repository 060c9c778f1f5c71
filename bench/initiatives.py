"""
How fast initiatives are found: `.venv/bin/python bench/initiatives.py [--quick]`.

Everything runs on a scratch database of the embedded server, as in bench/agenda.py. It prints Markdown tables: the pages
and outputs with 200 and with 20,000 public sheets of some 3,000 characters, made here from a seed, mixed in all that the
facets count; medians of Django's test client as a visitor without an account, answers read to the end, at addresses
never asked for before; an answer of many seconds is asked for fewer times. Then the plans of the search, what one save
costs, and the PDF of the longest sheet.
"""

import argparse
import json
import random
import statistics
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

# This directory comes first on the path, and its initiatives.py would hide the application.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from bench.agenda import NUMBERS, execute, machine, nodes, scratch_database  # noqa: E402

MOST_QUERIES = 8
# Seconds that one address is asked for, however many answers that makes.
PATIENCE = 8
# Sheets whose words are gathered again, to time it.
GATHERED = 200
ANSWERS = {
    "/initiatives/?": "all",
    "/initiatives/?q=jardin": "a word that many sheets have",
    "/initiatives/?q=jardin+partag%C3%A9+voisins": "three words",
    "/initiatives/?q=tilivora": "a rare word",
    "/initiatives/?q=jardein+partag%C3%A9": "misspelt",
    "/initiatives/?q=jardin+zzzzzz": "nothing has them all",
    "/initiatives/?q=jardin&theme={theme}&frein=participation&budget=0": "a word and three facets",
    "/initiatives/?theme={theme}&levier=aller-vers": "two facets",
    "/initiatives/?page={last}": "the last page",
    "/initiatives/freins/?": "obstacles × levers",
    "/initiatives/freins/?frein=participation": "one obstacle",
    "{sheet}?": "a sheet, with those like it",
    "/initiatives.rss?": "RSS",
    "/initiatives.json?size=200": "JSON, 200 sheets",
    "/initiatives.csv?": "CSV, all",
}
EXPLAINED = ["jardin", "tilivora", "jardein partagé"]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer rows: figures to compare, not to publish")
    quick = parser.parse_args().quick
    with scratch_database():
        print(f"{time.strftime('%Y-%m-%d %H:%M')}, {machine()}\n", flush=True)
        find(quick=quick)
        save()
        paper()


def find(*, quick):
    from django.core.management import call_command

    call_command("reference_data", verbosity=0)
    rounds, sizes = (3, (100, 2_000)) if quick else (7, (200, 20_000))
    found = []
    for size in sizes:
        gathered = sheets(size)
        places = here()
        found.append({name: measured(address.format(**places), rounds) for address, name in ANSWERS.items()})
    few, many = (f"{size:,}" for size in sizes)
    print(f"## Finding\n\nMedian of {rounds} requests, milliseconds; queries in brackets.\n")
    print(f"| | address | {few} | {many} | ≤ {MOST_QUERIES} queries |\n|---|---|---|---|---|")
    for address, name in ANSWERS.items():
        (small, queries), (large, more) = (each[name] for each in found)
        listed = address.startswith("/initiatives/?")
        verdict = ("reached" if max(queries, more) <= MOST_QUERIES else "NOT reached") if listed else ""
        print(f"| {name} | `{address}` | {small:.1f} ({queries}) | {large:.1f} ({more}) | {verdict} |")
    print(f"\nWords of one sheet gathered anew, of {GATHERED} in the night's task: {gathered:.1f} ms.\n")
    print("Plans of the search, of the rows that the page shows:\n")
    print("| words | milliseconds | read by |\n|---|---|---|")
    for words in EXPLAINED:
        print(f"| {words} | {' | '.join(explained(words))} |")
    print(flush=True)


def here():
    """What stands in the addresses."""
    from associations.models import Theme
    from initiatives.models import Initiative

    number = Initiative.objects.public().count()
    return {
        "theme": Theme.objects.main().first().slug,
        "last": -(-number // 24),
        "sheet": Initiative.objects.public()[number // 2].get_absolute_url(),
    }


def measured(address, rounds):
    """
    Median milliseconds of the whole answer, made anew so many times or until `PATIENCE` is over, and its number of
    queries.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()

    def read():
        started = time.perf_counter()
        response = client.get(f"{address}&anew={next(NUMBERS)}")
        assert response.status_code == 200, (address, response.status_code)
        for _ in response:
            pass
        return (time.perf_counter() - started) * 1000

    until = time.perf_counter() + PATIENCE
    with CaptureQueriesContext(connection) as queries:
        times = [read()]
    number = len(queries)
    while len(times) <= rounds and time.perf_counter() < until:
        times.append(read())
    # The first one finds nothing in memory, and its queries are kept.
    return statistics.median(times[1:] or times), number


def explained(words):
    """(milliseconds, the indexes and tables of initiatives read) of the query of a page of results."""
    from django.test import RequestFactory

    from initiatives.filters import InitiativeFilter
    from initiatives.models import Initiative

    parameters = RequestFactory().get("/", {"q": words}).GET
    rows = InitiativeFilter(parameters, queryset=Initiative.objects.public()).sorted().as_cards()[:24]
    plan = json.loads(rows.explain(format="json", analyze=True, buffers=False))[0]
    read = dict.fromkeys(
        node.get("Index Name") or f"all of {node['Relation Name']}"
        for node in nodes(plan["Plan"])
        if "initiative_search" in node.get("Index Name", "")
        or node.get("Relation Name") == "initiatives_initiative"
    )
    return f"{plan['Execution Time']:.1f}", ", ".join(read)


def save():
    """What keeping one sheet costs, with all the others there."""
    from initiatives.models import Initiative
    from initiatives.similar import similar

    sheet = Initiative.objects.public()[7]
    print("## One sheet\n\n| | milliseconds |\n|---|---|")
    print(f"| its words gathered, changed | {median(lambda: again(sheet)):.1f} |")
    print(f"| its words gathered, the same | {median(lambda: one(sheet)):.1f} |")
    print(f"| those like it (1 query) | {median(lambda: list(similar(sheet))):.1f} |")
    print(flush=True)


def one(sheet):
    from initiatives.models import Initiative

    Initiative.objects.filter(pk=sheet.pk).refresh_search_text()


def again(sheet):
    from initiatives.models import Initiative

    Initiative.objects.filter(pk=sheet.pk).update(title=f"{sheet.title} {next(NUMBERS)}")
    one(sheet)


def median(work, rounds=9):
    spent = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)


def paper():
    """The PDF of a short sheet, and of one whose parts are all as long as they may be."""
    from initiatives import pdf_sheet
    from initiatives.models import Initiative
    from initiatives.sections import MAX_LENGTH, Section

    sheet = Initiative.objects.public()[7]
    print("## PDF\n\n| | milliseconds |\n|---|---|")
    print(f"| 3,000 characters | {median(lambda: pdf_sheet.fitted(*pdf_sheet.told(sheet)), 3):.0f} |")
    for section in Section.texts():
        setattr(
            sheet,
            section,
            ("Nous avons commencé par un café, tous ensemble, un mardi.\n\n" * 400)[:MAX_LENGTH],
        )
    print(f"| 140,000 characters | {median(lambda: pdf_sheet.fitted(*pdf_sheet.told(sheet)), 3):.0f} |")
    print(flush=True)


# Sheets

SAID = (
    *("Nous avons commencé par un café, au pied de l’immeuble.", "Les voisins ont choisi la date ensemble."),
    *("Un jardin partagé a remplacé le parking.", "Les parents sont venus à la sortie de l’école."),
    *("Les jeunes ont tenu la buvette et la technique.", "La mairie a prêté des tables et des barrières."),
    *("Une permanence pour les papiers, chaque mardi.", "Les enfants vont à l’école à pied, en pédibus."),
    *("On répare ensemble ce que l’on allait jeter.", "Des familles ont découvert les calanques."),
    *("Les anciens ont prêté leurs photographies.", "La cuisine de rue s’installe le vendredi."),
    *("Il pleuvait, et personne n’est venu.", "Le bailleur a donné son accord au printemps."),
)
ABOUT = (
    "Jardin partagé",
    "Pédibus",
    "Café des parents",
    "Cuisine de rue",
    "Permanence papiers",
    "Ciné plein air",
)
SYLLABLES = [f"{one}{two}" for one in "bcdfglmnprstv" for two in ("a", "e", "i", "o", "u", "an", "or")]


def sheets(number):
    """
    So many public sheets with all that a sheet may have, the same at each run. Returns how many milliseconds one takes
    whose words are gathered again.
    """
    from django.utils import timezone

    from associations.models import District, Organisation, Public, Theme
    from initiatives.models import Finding, Initiative, Lever, Obstacle, Word
    from initiatives.sections import Section

    execute("TRUNCATE initiatives_initiative, initiatives_word, associations_organisation CASCADE")
    draw = random.Random(number)
    # People's own words: thirty thousand or so, as rare as they are in life.
    own = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(30_000)]
    own[9] = "tilivora"
    themes, districts = list(Theme.objects.all()), list(District.objects.all())
    obstacles, levers = list(Obstacle.objects.all()), list(Lever.objects.all())
    carriers = Organisation.objects.bulk_create(
        Organisation(name=f"Association {n}", slug=f"association-{n}") for n in range(max(number // 50, 3))
    )

    def told():
        """A sentence that many say, one time in four; else words that fewer and fewer do."""
        words = (own[min(int(draw.expovariate(1 / 3000)), 29_999)] for _ in range(40))
        said = draw.choice(SAID) if draw.random() < 0.25 else ""
        return f"{said} {' '.join(words).capitalize()}."

    now = timezone.now()

    def sheet(n):
        """With the words that it is found by, but for those of its tags: written once, it has one search vector."""
        words = {"title": f"{draw.choice(ABOUT)} {n}", "summary": f"{draw.choice(SAID)} {told()}"[:400]}
        words |= {section.value: told() for section in Section.texts()}
        return Initiative(
            slug=f"sheet-{n}",
            kind=draw.choice(Initiative.Kind.values),
            carrier=draw.choice(carriers),
            budget=draw.choice(Initiative.Budget.values),
            transferable=draw.choice(Initiative.Transferable.values),
            publics=draw.sample(Public.values, draw.randint(0, 3)),
            state=Initiative.State.PUBLISHED,
            published_at=now - timedelta(minutes=n),
            search_text=" ".join(words.values()),
            **words,
        )

    with indexed_at_the_end("initiatives_initiative"):
        rows = Initiative.objects.bulk_create((sheet(n) for n in range(number)), batch_size=1000)
    Word.objects.gather()
    for field, values in ((Initiative.themes, themes), (Initiative.districts, districts)):
        links, key = field.through, field.field.m2m_reverse_field_name()
        links.objects.bulk_create(
            (
                links(initiative=row, **{key: value})
                for row in rows
                for value in draw.sample(values, draw.randint(0, 3))
            ),
            batch_size=5000,
        )
    Finding.objects.bulk_create(
        (
            Finding(
                initiative=row,
                obstacle=draw.choice(obstacles),
                obstacle_words=draw.choice(SAID),
                lever=draw.choice(levers),
                lever_words=draw.choice(SAID),
                outcome=draw.choices(Finding.Outcome.values, (6, 3, 2))[0],
            )
            for row in rows
            for _ in range(draw.randint(0, 4))
        ),
        batch_size=5000,
    )
    some = Initiative.objects.filter(pk__in=[row.pk for row in rows[:GATHERED]])
    started = time.perf_counter()
    some.refresh_search_text()
    gathered = (time.perf_counter() - started) * 1000 / min(GATHERED, number)
    execute("VACUUM ANALYZE")
    return gathered


@contextmanager
def indexed_at_the_end(table):
    """Without triggers, and its GIN indexes made once all rows are there: filling it row by row takes half an hour."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef LIKE '%% USING gin %%'",
            [table],
        )
        indexes = cursor.fetchall()
    execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for name, _definition in indexes:
        execute(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        execute(definition)
    execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


if __name__ == "__main__":
    main()
