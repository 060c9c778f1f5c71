"""
How fast the directory is: `.venv/bin/python bench/directory.py [--quick] [import] [page]`.

Everything runs on a scratch database of the embedded server, as in bench/agenda.py. It prints Markdown tables.

import    50,000 rows as the national register publishes them (39 columns, Latin-1, quoted), made here from a seed,
          brought into an empty directory, then again, beside what nothing can do without: Python's csv reading the
          same file and PostgreSQL's COPY writing its 39 columns into a temporary table. The best of three, since
          what else a machine does only ever adds; on a busy one, processor time is the fairer of the two.
page      The same directory with 100 and with 10,000 public sheets, mixed in all that the facets count, made here
          from a seed. Medians of Django's test client as a visitor without an account, answers read to the end, at
          addresses never asked for before. Then where PostgreSQL spends its part.
"""

import argparse
import csv
import io
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

# This directory comes first on the path, and its agenda.py would hide the application.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from associations.opening import DAYS  # noqa: E402
from bench.agenda import NUMBERS, empty_tables, execute, machine, nodes, scratch_database  # noqa: E402

PARTS = ["import", "page"]
GOAL = 4
HEADER = (
    "id;id_ex;siret;rup_mi;gestion;date_creat;date_decla;date_publi;date_disso;nature;groupement;titre;titre_court;"
    "objet;objet_social1;objet_social2;adrs_complement;adrs_numvoie;adrs_repetition;adrs_typevoie;adrs_libvoie;"
    "adrs_distrib;adrs_codeinsee;adrs_codepostal;adrs_libcommune;adrg_declarant;adrg_complemid;adrg_complemgeo;"
    "adrg_libvoie;adrg_distrib;adrg_codepostal;adrg_achemine;adrg_pays;dir_civilite;siteweb;publiweb;observation;"
    "position;maj_time"
)
COLUMNS = HEADER.split(";")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer rows: figures to compare, not to publish")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)}; all by default")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(unknown)}")
    with scratch_database():
        print(f"{time.strftime('%Y-%m-%d %H:%M')}, {machine()}\n", flush=True)
        for part in options.parts or PARTS:
            {"import": imports, "page": page}[part](quick=options.quick)


# Import


def imports(*, quick):
    from django.core.management import call_command

    from associations.imports.merge import Merge
    from associations.models import Organisation

    number = 5_000 if quick else 50_000
    call_command("reference_data", verbosity=0)
    spent = {}

    def timed(name, work):
        started, before = time.perf_counter(), processor()
        result = work()
        took = time.perf_counter() - started, processor() - before
        spent[name] = tuple(map(min, took, spent.get(name, took)))
        return result

    def bring():
        with path.open("rb") as file:
            return Merge().run(file, name=path.name)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rna_waldec.csv"
        path.write_bytes(register(number))
        for _ in range(3):
            execute("TRUNCATE associations_organisation CASCADE")
            timed("copy", lambda: copied(path))
            first = timed("created", bring)
            second = timed("again", bring)
            assert (first.created, second.unchanged) == (number, number), (str(first), str(second))
        size = path.stat().st_size

    themes = Organisation.themes.through.objects.count()
    print("## Import\n")
    print(f"{number:,} rows ({size / 1e6:.1f} MB); {themes:,} themes linked; history kept.\n")
    print("| | seconds | times csv and COPY | goal | of processor | times |\n|---|---|---|---|---|---|")
    seconds, used = spent["copy"]
    print(f"| csv reads, COPY writes 39 columns of text | {seconds:.2f} | 1 | | {used:.2f} | 1 |")
    for name, words in (("created", "imported: all created"), ("again", "once more: all unchanged")):
        ratio, times = (ours / theirs for ours, theirs in zip(spent[name], spent["copy"], strict=True))
        verdict = "reached" if ratio <= GOAL else "NOT reached"
        seconds, used = spent[name]
        print(f"| {words} | {seconds:.2f} | {ratio:.2f} | ≤ {GOAL}: {verdict} | {used:.2f} | {times:.2f} |")
    print(flush=True)


def processor():
    """Seconds that this process and its PostgreSQL session have worked (Linux): others' work adds little to them."""
    from django.db import connection

    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def copied(path):
    """What any import does at least: read every cell, and hand it to PostgreSQL."""
    from django.db import connection, transaction

    columns = ", ".join(f"{name} text" for name in COLUMNS)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.waldec")
        cursor.execute(f"CREATE TEMPORARY TABLE waldec ({columns}) ON COMMIT DROP")
        with (
            path.open(encoding="latin-1", newline="") as file,
            connection.connection.cursor() as session,
            session.copy("COPY waldec FROM STDIN") as copy,
        ):
            rows = csv.reader(file, delimiter=";")
            next(rows)
            for row in rows:
                copy.write_row(row)


# Families of objects, with about how often each is declared.
SOCIAL = {
    **{
        "006000": 17,
        "006030": 5,
        "006070": 3,
        "011000": 9,
        "011075": 6,
        "011105": 3,
        "009000": 6,
        "009007": 2,
    },
    **{
        "014000": 4,
        "015000": 6,
        "015040": 2,
        "017000": 4,
        "018000": 3,
        "019000": 5,
        "019005": 2,
        "019016": 2,
    },
    **{
        "020010": 3,
        "021005": 1,
        "021010": 1,
        "022000": 3,
        "024000": 4,
        "030020": 2,
        "032000": 5,
        "034000": 2,
    },
    **{"036000": 3, "038000": 2, "040000": 3, "050000": 1, "000000": 2},
}
NAMES = (
    "AMICALE",
    "COMITÉ",
    "CERCLE",
    "CLUB",
    "UNION",
    "COLLECTIF",
    "FOYER",
    "MAISON",
    "THÉÂTRE",
    "FÉDÉRATION",
)
ABOUT = (
    "SPORTIF",
    "CULTUREL",
    "SOLIDAIRE",
    "ÉDUCATIF",
    "MUSICAL",
    "DES FAMILLES",
    "DES ANCIENS",
    "DU QUARTIER",
)
PURPOSE = (
    "promouvoir et développer les activités culturelles et sportives auprès des habitants ; organiser des "
    "rencontres, des fêtes et des sorties ; favoriser l’entraide entre les générations, l’accès de tous aux droits, "
    "à la lecture et aux loisirs ; soutenir les familles et les personnes isolées du quartier et des environs"
).replace("’", "'")
STREETS = [
    "DE LA RÉPUBLIQUE",
    "DU PRADO",
    "SAINTE MARGUERITE",
    "DE MAZARGUES",
    "MICHELET",
    "DES ROCHES",
    "PAUL CLAUDEL",
]


def register(number):
    """The register's file, Latin-1: the same at each run."""
    draw = random.Random(13)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(COLUMNS)
    codes, weights = list(SOCIAL), list(SOCIAL.values())
    for n in range(number):
        first, second = draw.choices(codes, weights, k=2)
        created = date(1960, 1, 1) + timedelta(days=draw.randrange(24_000))
        words = PURPOSE.split()
        start = draw.randrange(len(words) - 8)
        purpose = " ".join(words[start : start + draw.randrange(6, len(words))]) + f", et toute action n° {n}"
        name = f"{draw.choice(NAMES)} {draw.choice(ABOUT)} {draw.choice(STREETS)} {n}".replace("’", "'")
        known = {
            "id": f"W{draw.choice('1369')}3{n % 5}{n:06d}",
            "gestion": "133S",
            "date_creat": created.isoformat() if n % 25 else "0001-01-01",
            "date_decla": (created + timedelta(days=2000)).isoformat(),
            "date_publi": (created + timedelta(days=12)).isoformat(),
            "date_disso": "0001-01-01",
            "nature": "D",
            "groupement": "S",
            "titre": name,
            "titre_court": name[:38] if n % 3 == 0 else "",
            "objet": purpose,
            "objet_social1": first,
            "objet_social2": second if n % 2 else "000000",
            "adrs_complement": "_" if n % 2 else "Bâtiment B",
            "adrs_numvoie": str(n % 180 + 1),
            "adrs_repetition": "",
            "adrs_typevoie": "RUE",
            "adrs_libvoie": draw.choice(STREETS).title(),
            "adrs_distrib": "_",
            "adrs_codeinsee": "13208",
            "adrs_codepostal": draw.choice(["13008", "13009", "13010", "13100"]),
            "adrs_libcommune": "Marseille",
            "adrg_declarant": "MADAME EXEMPLE",
            "adrg_complemid": "",
            "adrg_complemgeo": "",
            "adrg_libvoie": f"{n % 180 + 1} RUE {draw.choice(STREETS)}",
            "adrg_distrib": "",
            "adrg_codepostal": "13008",
            "adrg_achemine": "MARSEILLE",
            "adrg_pays": "FRANCE",
            "dir_civilite": draw.choice(["PM", "PF"]),
            "siteweb": f"www.exemple-{n}.fr" if n % 12 == 0 else "",
            "publiweb": "1",
            "position": "A",
            "maj_time": "2024-05-01 10:11:12",
        }
        writer.writerow(known.get(column, "") for column in COLUMNS)
    return text.getvalue().encode("latin-1")


# Page

ANSWERS = {
    "": "the whole directory",
    "page={last}": "its last page",
    "vue=liste": "as a table",
    "vue=liste&page={last}": "the table's last page",
    "vue=carte": "with the map",
    "theme=acces-aux-droits": "one theme and its parts",
    "quartier=mazargues": "one district",
    "public=jeunes": "one public",
    "accessible=mi": "one accessibility",
    "theme=acces-aux-droits&quartier=mazargues&public=jeunes&accessible=mi": "one of each",
    "q=qui peut m'aider pour mes papiers à Mazargues": "a question",
    "q=acces aux droit": "without accents nor plural",
    "q=alfabetisation": "a word misspelt",
    "q=alfabetisation trompette": "words that no sheet has together",
}
EXPORTS = ("csv", "json", "geojson")
# A page made anew, in milliseconds, and its queries.
SLOW, MOST_QUERIES = 150, 8
EXPLAINED = ("", "q=qui peut m'aider pour mes papiers à Mazargues", "q=alfabetisation")


def page(*, quick):
    from django.core.management import call_command

    from associations.models import Organisation

    call_command("reference_data", verbosity=0)
    rounds, sizes = (5, (100, 1000)) if quick else (11, (100, 10_000))
    pages, exports = [], []
    for size in sizes:
        directory(size)
        pages.append({query: measured(f"/associations/?{query}", rounds) for query in ANSWERS})
        exports.append({name: measured(f"/associations.{name}?", max(rounds // 3, 3)) for name in EXPORTS})
    plans = {query: explained(query) for query in EXPLAINED}

    few, many = (f"{size:,}" for size in sizes)
    print("## Page\n")
    print(f"{Organisation.objects.public().count():,} sheets at the end, all public; made anew each time.")
    print(f"Median of {rounds} requests, in milliseconds; queries of one request in brackets.\n")
    print(f"| | query | {few} | {many} | ratio | ≤ {SLOW} ms, ≤ {MOST_QUERIES} queries |")
    print("|---|---|---|---|---|---|")
    for query, name in ANSWERS.items():
        (_, small, queries), (_, large, more) = (each[query] for each in pages)
        verdict = "reached" if large <= SLOW and max(queries, more) <= MOST_QUERIES else "NOT reached"
        cells = f"{small:.1f} ({queries}) | {large:.1f} ({more}) | {large / small:.2f} | {verdict}"
        print(f"| {name} | `{query}` | {cells} |")
    print("\nExports are sent while they are read: first byte, whole, and the queries of the whole.\n")
    print(f"| | {few}: first byte | whole | {many}: first byte | whole |\n|---|---|---|---|---|")
    for name in EXPORTS:
        cells = (
            f"{first:.1f} | {whole:.1f} ({queries})"
            for first, whole, queries in (each[name] for each in exports)
        )
        print(f"| `/associations.{name}` | {' | '.join(cells)} |")
    print(f"\nWhere PostgreSQL spends it (EXPLAIN ANALYZE, {many} sheets): each query on organisations, in")
    print("milliseconds, and the nodes of its plan that take the longest, those of one kind added up,")
    print("workers' time included; a node that waits for a sub-plan holds its time too.\n")
    print("| | query | planning | execution | of which |\n|---|---|---|---|---|")
    for query, rows in plans.items():
        for name, planning, execution, longest in rows:
            print(f"| `{query}` | {name} | {planning:.1f} | {execution:.1f} | {longest} |")
    print(flush=True)


def measured(address, rounds):
    """Medians of the first byte and of the whole in milliseconds, and the number of queries, made anew."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    last = client.get("/associations/").context_data["page_obj"].paginator.num_pages
    address = f"{address}&anew={{}}".replace("{last}", str(last))

    def read():
        started = time.perf_counter()
        response = client.get(address.replace("{}", str(next(NUMBERS))))
        assert response.status_code == 200, (address, response.status_code)
        body = iter(response)
        next(body)
        first = time.perf_counter() - started
        for _ in body:
            pass
        return first * 1000, (time.perf_counter() - started) * 1000

    read()
    with CaptureQueriesContext(connection) as queries:
        read()
    number = len(queries)
    first, whole = zip(*(read() for _ in range(rounds)), strict=True)
    return statistics.median(first), statistics.median(whole), number


def explained(query):
    """(what it is, planning, execution, longest nodes) of each query that a page makes of organisations."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        Client().get(f"/associations/?{query}")
    rows = []
    for statement in (each["sql"] for each in queries):
        if 'FROM "associations_organisation"' not in statement:
            continue
        ((plan,),) = execute(f"EXPLAIN (ANALYZE, BUFFERS off, FORMAT JSON) {statement}")
        plan = (plan if isinstance(plan, list) else json.loads(plan))[0]
        own = Counter()
        for node in nodes(plan["Plan"]):
            inside = sum(total(child) for child in node.get("Plans", ()))
            where = node.get("Index Name") or node.get("Relation Name") or ""
            own[f"{node['Node Type']} {where}".strip()] += max(total(node) - inside, 0)
        longest = ", ".join(f"{name} {spent:.1f}" for name, spent in own.most_common(5) if spent >= 0.1)
        rows.append((named(statement), plan["Planning Time"], plan["Execution Time"], longest))
    return rows


def total(node):
    """Milliseconds in a node of a plan and in what it reads, all loops together."""
    return node["Actual Total Time"] * node["Actual Loops"]


def named(statement):
    """Which of the page's queries it is."""
    for sign, name in (("UNION ALL", "facets"), ("CASE WHEN EXISTS", "reading"), ("COUNT(*)", "count")):
        if sign in statement:
            return name
    return "rows"


# What a sheet says: a few of these, in no order.
SAID = (
    *("On y vient sans rendez-vous, avec ses questions.", "Des bénévoles formés reçoivent chacun."),
    *("Aide aux papiers de la CAF et de la préfecture.", "Cours d’alphabétisation en petits groupes."),
    *("Ateliers de cuisine et repas partagés.", "Jardin ouvert, compost et semences."),
    *("Soutien scolaire après l’école, du CP au collège.", "Sorties en famille à la mer et en colline."),
    *("Chorale, théâtre et fanfare du quartier.", "Gymnastique douce et marche pour les aînés."),
    *("Écoute des parents et des adolescents.", "Prêt d’outils et réparation de vélos."),
    *("Colis alimentaires et vestiaire solidaire.", "Accompagnement vers l’emploi et la formation."),
    *("Bibliothèque de rue et contes pour les petits.", "Accès aux droits, logement et dettes."),
    *("Initiation à l’ordinateur et au téléphone.", "Football, boxe et danse toute l’année."),
)


def directory(number):
    """So many public sheets with all that a sheet may have, the same at each run."""
    from django.db.models import OuterRef, Subquery

    from associations.models import (
        Accessibility,
        Contact,
        District,
        Language,
        Organisation,
        Place,
        Public,
        Theme,
    )

    empty_tables()
    draw = random.Random(number)
    themes, districts = list(Theme.objects.all()), list(District.objects.all())

    def some(values, most):
        return draw.sample(list(values), draw.randint(0, most))

    places = Place.objects.bulk_create(
        Place(
            name=f"{draw.choice(NAMES).title()} {n}",
            address=f"{n % 180 + 1} rue {draw.choice(STREETS).title()}",
            postal_code=district.postal_code,
            district=district,
            latitude=district.latitude + draw.uniform(-0.01, 0.01),
            longitude=district.longitude + draw.uniform(-0.01, 0.01),
            accessibility=some(Accessibility.values, 2),
        )
        for n in range(number // 2)
        for district in [draw.choice(districts)]
    )
    sheets = Organisation.objects.bulk_create(
        (
            Organisation(
                name=f"{draw.choice(NAMES)} {draw.choice(ABOUT)} {draw.choice(STREETS)} {n}".capitalize(),
                slug=f"sheet-{n}",
                kind=draw.choices(Organisation.Kind.values, (70, 8, *[4] * 6))[0],
                summary=draw.choice(SAID),
                description="\n\n".join(draw.sample(SAID, 4)),
                publics=some(Public.values, 3),
                languages=some(Language.values, 2),
                place=draw.choice(places) if n % 5 else None,
                hours={day: [["09:00", "12:30"], ["14:00", "18:00"]] for day in some(DAYS, 5)},
                email=f"bonjour@exemple-{n}.fr",
                phone=f"04 91 {n % 90 + 10} {n % 80 + 10} {n % 70 + 10}",
                website=f"https://exemple-{n}.fr" if n % 3 else "",
            )
            for n in range(number)
        ),
        batch_size=1000,
    )
    for field, values, most in (
        (Organisation.themes, themes, 3),
        (Organisation.districts, districts, 3),
        (Organisation.other_places, places, 1),
    ):
        links, (ours, theirs) = (
            field.through,
            (field.field.m2m_field_name(), field.field.m2m_reverse_field_name()),
        )
        links.objects.bulk_create(
            (links(**{ours: sheet, theirs: value}) for sheet in sheets for value in some(values, most)),
            batch_size=5000,
        )
    # The main theme is one of a sheet's own.
    first = Organisation.themes.through.objects.filter(organisation=OuterRef("pk")).values("theme")[:1]
    Organisation.objects.update(main_theme=Subquery(first))
    Contact.objects.bulk_create(
        (
            Contact(
                organisation=sheet,
                name=name,
                phone=sheet.phone,
                theme=draw.choice(themes),
                visibility=draw.choice(Contact.Visibility.values),
            )
            for sheet in sheets
            for name in some(("Accueil", "Direction", "Permanence"), 3)
        ),
        batch_size=5000,
    )
    Organisation.objects.refresh_search_text()
    # Each row was written three times just now, which no directory is: the tables are put in order.
    execute("VACUUM FULL associations_organisation")
    execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
