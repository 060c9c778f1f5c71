"""
How fast the directory is: `.venv/bin/python bench/directory.py [--quick] [import]`.

Everything runs on a scratch database of the embedded server, as in bench/agenda.py. It prints Markdown tables.

import    50,000 rows as the national register publishes them (39 columns, Latin-1, quoted), made here from a seed,
          brought into an empty directory, then again, beside what nothing can do without: Python's csv reading the
          same file and PostgreSQL's COPY writing its 39 columns into a temporary table. The best of three, since
          what else a machine does only ever adds.
"""

import argparse
import csv
import io
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

# This directory comes first on the path, and its agenda.py would hide the application.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from bench.agenda import execute, machine, scratch_database  # noqa: E402

PARTS = ["import"]
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
            {"import": imports}[part](quick=options.quick)


# Import


def imports(*, quick):
    from django.core.management import call_command

    from associations.imports.merge import Merge
    from associations.models import Organisation

    number = 5_000 if quick else 50_000
    call_command("reference_data", verbosity=0)
    spent = {}

    def timed(name, work):
        started = time.perf_counter()
        result = work()
        spent[name] = min(spent.get(name, 1e9), time.perf_counter() - started)
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
    print("| | seconds | times csv and COPY | goal |\n|---|---|---|---|")
    print(f"| csv reads, COPY writes 39 columns of text | {spent['copy']:.2f} | 1 | |")
    for name, words in (("created", "imported: all created"), ("again", "once more: all unchanged")):
        ratio = spent[name] / spent["copy"]
        verdict = "reached" if ratio <= GOAL else "NOT reached"
        print(f"| {words} | {spent[name]:.2f} | {ratio:.2f} | ≤ {GOAL}: {verdict} |")
    print(flush=True)


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


if __name__ == "__main__":
    main()
