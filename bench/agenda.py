"""
How fast the agenda is: `.venv/bin/python bench/agenda.py [--quick] [growth] [requests] [import] [stream]`.

Everything runs on a scratch database of the embedded server, made and dropped here, with production's
settings. It prints Markdown tables.

growth    The same network, young and then very old. Young: 1,000 dates, of which 500 in the 60 days to come
          (100 single events, 100 weekly series). Old: 1,000,000 dates (100,000 with --quick): the same 60 days,
          with 990,000 dates of the past and the same series written down for two years. What a page costs
          must depend on what it shows, not on what the table holds; so "denser" adds what that leaves out: ten
          times as many events in the same 60 days, which a feed without a cap has to tell.
          Times are medians of Django's test client in this process, answers read to the end.
requests  Requests per second of gunicorn (gthread, 2 workers) with 2,000 events of which 100, then 500 are to
          come, beside a bare view behind the same middleware. Concurrency 16, from bench/load.py; with `wrk`
          on PATH, its figure too. Nobody asks for a 304. What did not change is made once by each worker: it
          is measured so, and with an address that is never the same, so that each answer is made anew, as
          Gancio's are.
import    10,000 VEVENTs into an empty agenda, then again, beside `icalendar` parsing the same file; the best of
          three, since what else a machine does only ever adds.
stream    Feeds of 10,000 events to come, asked of gunicorn at addresses that are never the same: when the first
          byte of the body arrives (median of the rounds, the slowest in brackets), when the last one does, and how
          much the worker's memory grew at its peak beyond what it held after a fifth of that feed: nothing, if it
          is streamed. Then what a follower pays who has the feed already: queries and time of a 304.
"""

import argparse
import http.client
import os
import re
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# This directory comes first on the path, and its agenda.py would hide the application.
sys.path[0] = str(ROOT)

WORKERS, THREADS, CONCURRENCY = 2, 4, 16
DAY = timedelta(days=1)
# Gancio 1.21 on this kind of machine (requests per second), and how many times that the issue asks for.
PAGE, FEED = {100: 8.0, 500: 2.7}, {100: 3.1, 500: 0.7}
# What is asked for: its name, what Gancio serves of it by number of dates to come, and the goal.
ADDRESSES = {
    "/rien/": ("a bare view", {}, 0),
    "/agenda/": ("`/agenda/`", PAGE, 15),
    "/agenda/?anew={}": ("`/agenda/`, made anew each time", PAGE, 15),
    "/agenda.ics": ("`/agenda.ics`", FEED, 20),
    "/agenda.ics?anew={}": ("`/agenda.ics`, made anew each time", FEED, 20),
}
PARTS = ["growth", "requests", "import", "stream"]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--quick", action="store_true", help="fewer rounds: figures to compare, not to publish"
    )
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)}; all by default")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(unknown)}")
    with scratch_database():
        print(f"{time.strftime('%Y-%m-%d %H:%M')}, {machine()}\n", flush=True)
        for part in options.parts or PARTS:
            {"growth": growth, "requests": requests, "import": imports, "stream": stream}[part](
                quick=options.quick
            )


def machine():
    """What the figures depend on, the work of others at the same time included."""
    from django.db import connection

    found = (
        re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
        if sys.platform == "linux"
        else None
    )
    processor = found[1] if found else "unknown processor"
    version = connection.pg_version // 10_000
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} × {processor}, Python {sys.version.split()[0]}, PostgreSQL {version}, "
        f"load average {load:.1f} at the start"
    )


@contextmanager
def scratch_database():
    """Django set up on an empty database, which is dropped at the end."""
    import environ

    from cooperation.core import postgres

    environ.Env.read_env(ROOT / ".env")
    if os.environ.get("DATABASE_URL"):
        sys.exit("This works on the embedded server only: start it without DATABASE_URL.")
    name = f"bench_{os.getpid()}"
    static = tempfile.mkdtemp(prefix="cooperation-bench-")
    data = Path(os.environ.get("DATA_DIR") or ROOT / ".data") / "postgres"
    server = postgres.ensure_server(data, database=name)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": f"postgres://{server.user}@localhost:{server.port}/{name}",
        "BENCH_SOCKET": str(server.socket_dir),
        "BENCH_STATIC": static,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "localhost,testserver",
        "SITE_URL": "http://localhost",
        "PYTHONPATH": str(ROOT),
    }
    import django
    import psycopg
    from django.core.management import call_command

    try:
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        yield
    finally:
        shutil.rmtree(static, ignore_errors=True)
        there = {"host": str(server.socket_dir), "port": server.port, "user": server.user}
        with psycopg.connect(dbname="postgres", autocommit=True, **there) as session:
            session.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


# A network


WORDS = (
    "Un moment convivial ouvert à toutes et à tous : on se retrouve, on échange, on fait ensemble. "
    "**Inscription conseillée**, goûter partagé.\n\n- venir avec une tenue confortable\n- les enfants restent "
    "sous la responsabilité de leurs parents\n\nRenseignements à l’accueil & par téléphone. "
)


class Network:
    """Organisations, places and themes of the usual number, and events written straight into their tables."""

    def __init__(self):
        from associations.models import District, Organisation, Place, Theme

        empty_tables()
        if not Theme.objects.exists():
            Theme.objects.bulk_create(
                Theme(name=f"Thème {n}", slug=f"theme-{n}", icon="tag") for n in range(12)
            )
        if not District.objects.exists():
            District.objects.bulk_create(
                District(
                    name=f"Quartier {n}", slug=f"quartier-{n}", insee="13209", latitude=43.2, longitude=5.4
                )
                for n in range(19)
            )
        self.themes, districts = list(Theme.objects.all()), list(District.objects.all())
        self.places = Place.objects.bulk_create(
            Place(
                name=f"Maison de quartier {n}",
                address=f"{n} boulevard de l’Exemple",
                postal_code="13009",
                district=districts[n % len(districts)],
                latitude=43.25,
                longitude=5.4,
            )
            for n in range(40)
        )
        self.organisations = Organisation.objects.bulk_create(
            Organisation(name=f"Association {n}", slug=f"association-{n}") for n in range(38)
        )
        self.count = 0

    def add(self, starts, *, dates=1, every=7 * DAY, rrule=""):
        """Events that start at these moments, each with so many dates."""
        from agenda.models import Event

        events = []
        for start in starts:
            self.count += 1
            n = self.count
            events.append(
                Event(
                    title=f"Atelier de cuisine et de jardin n° {n}",
                    slug=f"atelier-{n}",
                    summary="Cuisiner ensemble ce qui pousse au jardin partagé.",
                    description=WORDS * 2,
                    starts_at=start,
                    ends_at=start + timedelta(minutes=90),
                    rrule=rrule,
                    organiser=self.organisations[n % len(self.organisations)],
                    place=self.places[n % len(self.places)],
                    is_free=n % 3 > 0,
                    conditions="" if n % 3 else "Adhésion de 5 €",
                    age_min=6 if n % 4 == 0 else None,
                    contact_email="contact@example.org",
                    state=Event.State.PUBLISHED,
                    published_at=start - 30 * DAY,
                    search_text=f"Atelier de cuisine et de jardin n° {n} {WORDS}",
                )
            )
        Event.objects.bulk_create(events, batch_size=500)
        Event.themes.through.objects.bulk_create(
            Event.themes.through(event=event, theme=self.themes[event.pk % len(self.themes)])
            for event in events
        )
        self.write(events, range(dates), every)
        return events

    def write(self, events, numbers, every=7 * DAY):
        from agenda.models import Occurrence

        rows = [
            Occurrence(event=event, recurrence_id=at, starts_at=at, ends_at=at + timedelta(minutes=90))
            for event in events
            for at in (event.starts_at + number * every for number in numbers)
        ]
        Occurrence.objects.bulk_create(rows, batch_size=5000)


def empty_tables():
    execute("TRUNCATE agenda_event, associations_organisation, associations_place CASCADE")


def execute(statement):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else None


def moments(number, days, *, since=None):
    """So many moments spread over these days from `since` (tomorrow) on, between 9:00 and 19:00."""
    from django.utils import timezone

    first = (since or timezone.localtime() + DAY).replace(hour=9, minute=0, second=0, microsecond=0)
    return [first + timedelta(days=n * days // number, hours=n % 11) for n in range(number)]


# Growth


def growth(*, quick):
    from django.utils import timezone

    from agenda.models import Event, Occurrence

    rounds = 7 if quick else 31
    network = Network()
    now = timezone.localtime()
    network.add(moments(100, 60))
    series = network.add(moments(100, 28), dates=4, rrule="FREQ=WEEKLY")
    network.add(moments(500, 1000, since=now - 1100 * DAY))
    measured = {"1,000 dates": measure_pages(rounds)}
    assert Occurrence.objects.count() == 1000
    network.write(series, range(4, 104))
    past = (100_000 if quick else 1_000_000) - Occurrence.objects.count()
    network.add(moments(past // 100, 1000, since=now - 3600 * DAY), dates=100, rrule="FREQ=WEEKLY;COUNT=100")
    measured[f"{Occurrence.objects.count():,} dates"] = measure_pages(rounds)
    explained = explain_pages()
    network.add(moments(900, 60))
    network.add(moments(900, 28), dates=104, rrule="FREQ=WEEKLY")
    measured["denser: ten times as many events in the same days"] = measure_pages(rounds)

    young, old, dense = measured.values()
    print("## Growth\n")
    print(f"Median of {rounds} requests, in milliseconds; queries of one request in brackets.\n")
    print("| | " + " | ".join(measured) + " | old / young | goal | denser / young |")
    print("|---|---|---|---|---|---|---|")
    for page in PAGES:
        cells = [
            f"{spent * 1000:.1f} ({queries})" for spent, queries in (young[page], old[page], dense[page])
        ]
        ratio, denser = old[page][0] / young[page][0], dense[page][0] / young[page][0]
        reached = "reached" if ratio < 1.5 and old[page][1] <= 8 else "NOT reached"
        print(f"| `{page}` | {' | '.join(cells)} | {ratio:.2f} | < 1.5: {reached} | {denser:.2f} |")
    print(f"\nEvents: {Event.objects.count():,}, dates: {Occurrence.objects.count():,} in the last column.\n")
    print("How PostgreSQL reads the dates (EXPLAIN of the queries that name them, in the old network):\n")
    print("| | by | read whole |\n|---|---|---|")
    for page, (indexes, whole) in explained.items():
        print(f"| `{page}` | {', '.join(sorted(indexes)) or '—'} | {', '.join(sorted(whole)) or 'none'} |")
    print(flush=True)


# A number that is never the same twice keeps the answer from being given out of memory.
PAGES = [
    *("/agenda/?anew={}", "/agenda/?vue=semaine&anew={}", "/agenda/?vue=mois&anew={}"),
    *("/agenda/?vue=carte&anew={}", "/agenda.geojson?anew={}", "/agenda.ics?anew={}"),
    *("/agenda/", "/agenda/?vue=mois", "/agenda.ics"),
]
NUMBERS = count()


def measure_pages(rounds):
    """For each page: the median time of a request and its number of queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    execute("VACUUM ANALYZE")
    client, measured = Client(), {}
    for page in PAGES:
        read(client, page)
        with CaptureQueriesContext(connection) as queries:
            read(client, page)
        number, times = len(queries), []
        for _ in range(rounds):
            started = time.perf_counter()
            read(client, page)
            times.append(time.perf_counter() - started)
        measured[page] = statistics.median(times), number
    return measured


def read(client, page):
    response = client.get(page.replace("{}", str(next(NUMBERS))))
    assert response.status_code == 200, (page, response.status_code)
    return response.getvalue()


def explain_pages():
    """For each page: the indexes by which its queries reach the dates, and the tables that they read whole."""
    import json

    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    explained = {}
    for page in PAGES[:6]:
        indexes, whole = set(), set()
        with CaptureQueriesContext(connection) as queries:
            read(Client(), page)
        for query in queries:
            statement = query["sql"][re.search(r"\(?SELECT", query["sql"]).start() :]
            if "agenda_occurrence" not in statement:
                continue
            (plan,) = execute(f"EXPLAIN (FORMAT JSON) {statement.replace('%', '%%')}")[0]
            plan = plan if isinstance(plan, list) else json.loads(plan)
            for node in nodes(plan[0]["Plan"]):
                if "Index Name" in node and "occurrence" in node["Index Name"]:
                    indexes.add(node["Index Name"])
                if node["Node Type"] == "Seq Scan":
                    whole.add(node["Relation Name"])
        explained[page] = indexes, whole
    return explained


def nodes(node):
    yield node
    for child in node.get("Plans", ()):
        yield from nodes(child)


# Requests per second


def requests(*, quick):
    from django.db import connections
    from django.utils import timezone

    seconds = 3 if quick else 10
    rows = []
    for upcoming in (100, 500):
        network = Network()
        network.add(moments(upcoming, 60))
        network.add(moments(2000 - upcoming, 1000, since=timezone.localtime() - 1100 * DAY))
        execute("VACUUM ANALYZE")
        connections.close_all()
        with gunicorn() as (port, process):
            for path in ADDRESSES:
                load(port, path, 1)
                before = processor_time(process)
                rate, slow, answers = load(port, path, seconds)
                each = (processor_time(process) - before) / answers
                rows.append((path, upcoming, rate, slow, each, wrk(port, path, seconds)))
    print("## Requests per second\n")
    print(
        f"gunicorn gthread, {WORKERS} workers of {THREADS} threads; 2,000 events; concurrency {CONCURRENCY}, "
        f"{seconds} s each.\n"
    )
    print(
        "| | to come | req/s | 95 % within | wrk | Gancio | times Gancio | goal |\n|---|---|---|---|---|---|---|---|"
    )
    for path, upcoming, rate, slow, each, other in rows:
        name, peers, factor = ADDRESSES[path]
        cells = [
            name,
            upcoming,
            f"{rate:.0f}",
            f"{slow * 1000:.0f} ms",
            f"{each * 1000:.1f} ms",
            other,
            "",
            "",
            "",
        ]
        if peer := peers.get(upcoming):
            reached = "reached" if rate >= factor * peer else "NOT reached"
            cells[6:] = [peer, f"{rate / peer:.0f}", f"{factor} times ({factor * peer:.0f} req/s): {reached}"]
        print(f"| {' | '.join(map(str, cells))} |")
    print(flush=True)


@contextmanager
def gunicorn():
    """The platform as it is served in production, on a free port of the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "cooperation.wsgi", "--bind", f"127.0.0.1:{port}"),
            *("--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS)),
            *("--no-control-socket", "--keep-alive", "30", "--log-level", "error"),
        ],
        cwd=ROOT,
        env=dict(os.environ),
    )
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > deadline:
                    sys.exit("gunicorn did not start.")
                time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def processor_time(process):
    """Seconds that a process and its children have worked: unlike rates, they don't depend on who else works."""
    children = Path(f"/proc/{process}/task/{process}/children")
    if not children.exists():
        return float("nan")
    ticks = 0
    for number in (process, *map(int, children.read_text().split())):
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def load(port, path, seconds):
    """Requests per second, 95th percentile in seconds, number of answers."""
    command = [sys.executable, ROOT / "bench" / "load.py", port, path, seconds, CONCURRENCY]
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=seconds + 60, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return tuple(map(float, done.stdout.split()))


def wrk(port, path, seconds):
    """The same by wrk, or nothing where it isn't installed."""
    if not shutil.which("wrk") or "{}" in path:
        return ""
    command = ["wrk", "-t1", f"-c{CONCURRENCY}", f"-d{seconds}s", "-H", "Host: localhost"]
    done = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, timeout=60, check=False
    )
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    return f"{float(found[1]):.0f}" if found else ""


# Import


def imports(*, quick):
    from icalendar import Calendar

    from agenda.imports.merge import Merge
    from agenda.imports.reading import read as read_calendar
    from agenda.models import Occurrence

    number = 1000 if quick else 10_000
    data = calendar(number)
    events = data.count(b"\r\nUID:") - data.count(b"\r\nRECURRENCE-ID")
    spent = {}
    owner = Network().organisations[0]
    memory = peak_memory(lambda: Merge(owner, publish=True).run(read_calendar(data)))

    def timed(name, work):
        started, worked = time.perf_counter(), worked_here()
        result = work()
        seconds, ticks = spent.get(name, (1e9, 1e9))
        spent[name] = min(seconds, time.perf_counter() - started), min(ticks, worked_here() - worked)
        return result

    for _ in range(3):
        owner = Network().organisations[0]
        timed("parse", lambda: Calendar.from_ical(data))
        reading = timed("read", lambda: read_calendar(data))
        first = timed("merge", lambda owner=owner, reading=reading: Merge(owner, publish=True).run(reading))
        second = timed("again", lambda owner=owner: Merge(owner, publish=True).run(read_calendar(data)))
        assert (first.created, second.unchanged) == (events, events), (str(first), str(second))

    spent["whole"] = tuple(sum(pair) for pair in zip(spent["read"], spent["merge"], strict=True))
    print("## Import\n")
    print(f"{number:,} VEVENTs ({len(data) / 1e6:.1f} MB), {Occurrence.objects.count():,} dates written.\n")
    print(
        "| | seconds | times the parsing | of processor | times the parsing | goal |\n|---|---|---|---|---|---|"
    )
    reached = "≤ 3: " + ("reached" if spent["whole"][0] <= 3 * spent["parse"][0] else "NOT reached")
    for name, label, goal in (
        ("parse", "`icalendar.Calendar.from_ical`, parsing only", ""),
        ("read", "our reading", ""),
        ("whole", "our reading and merge", reached),
        ("again", "the same file once more: all unchanged", ""),
    ):
        ratios = [
            f"{taken:.2f} | {taken / first:.2f}"
            for taken, first in zip(spent[name], spent["parse"], strict=True)
        ]
        print(f"| {label} | {' | '.join(ratios)} | {goal} |")
    print("\nOf processor: this process and its PostgreSQL session, whatever else the machine does.\n")
    print(
        f"Peak memory: {memory:.0f} MB (goal < 400: {'reached' if memory < 400 else 'NOT reached'}).\n",
        flush=True,
    )


def worked_here():
    """Processor seconds of this process and of the session that serves it."""
    from django.db import connection

    connection.ensure_connection()
    return time.process_time() + processor_time(connection.connection.info.backend_pid)


def peak_memory(work):
    """Megabytes that a process held at most while it did this, those that it began with included."""
    import resource

    from django.db import connections

    connections.close_all()
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        try:
            work()
            os.write(writer, str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as said:
        kilobytes = said.read()
    os.waitpid(child, 0)
    return int(kilobytes) / 1024


def calendar(number):
    """A calendar as Google or Nextcloud would write it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//FR", "X-WR-CALNAME:Bench"]
    start = datetime(2026, 1, 1, 9, 0)  # noqa: DTZ001 (local, with its TZID)
    for n in range(number):
        at = start + timedelta(days=n % 365, hours=n % 11)
        identity, repetition = [f"UID:{n}@bench.example.org"], []
        if n % 50 == 1:
            series = start + timedelta(days=(n - 1) % 365, hours=(n - 1) % 11)
            identity = [f"UID:{n - 1}@bench.example.org", f"RECURRENCE-ID{local(series + 21 * DAY)}"]
            at = series + 22 * DAY
        elif n % 5 == 0:
            repetition = ["RRULE:FREQ=WEEKLY;COUNT=10"]
            repetition += [f"EXDATE{local(at + 14 * DAY)}"] if n % 25 == 0 else []
        lines += [
            "BEGIN:VEVENT",
            *identity,
            "DTSTAMP:20260101T000000Z",
            "CREATED:20251201T120000Z",
            "LAST-MODIFIED:20251215T120000Z",
            f"DTSTART{local(at)}",
            f"DTEND{local(at + timedelta(minutes=90))}",
            f"SUMMARY:Atelier n° {n}",
            f"LOCATION:Maison de quartier {n % 40}\\, {n % 40} boulevard de l’Exemple\\, 13009 Marseille",
            "DESCRIPTION:Un moment convivial\\, ouvert à toutes et à tous.\\nInscription conseillée ",
            "  auprès de l’accueil\\; goûter partagé. Les enfants restent sous la responsabilité ",
            "  de leurs parents\\, qui sont les bienvenus.",
            f"CATEGORIES:Thème {n % 12}",
            "STATUS:CONFIRMED",
            "SEQUENCE:1",
            "TRANSP:OPAQUE",
            *repetition,
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def local(at):
    return f";TZID=Europe/Paris:{at:%Y%m%dT%H%M%S}"


# Streamed feeds


STREAMED = ("/agenda.ics", "/agenda.csv", "/agenda.xlsx")


def stream(*, quick):
    from django.db import connection, connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    number, rounds = (2000, 3) if quick else (10_000, 5)
    starts = moments(number, 60)
    Network().add(starts)
    fifth = starts[number // 5]
    execute("VACUUM ANALYZE")
    unchanged = {}
    for path in STREAMED:
        client, address = Client(), f"{path}?anew={next(NUMBERS)}"
        response = client.get(address)
        etag = response["ETag"]
        response.close()
        started = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address, headers={"If-None-Match": etag})
        unchanged[path] = response.status_code, len(queries), time.perf_counter() - started
    connections.close_all()
    rows = []
    with gunicorn() as (port, process):
        for path in STREAMED * 4:  # often enough for each worker to have had its turn
            for _ in range(WORKERS):
                timed_answer(port, f"{path}?au={fifth:%Y-%m-%d}&anew={next(NUMBERS)}")
        for path in STREAMED:
            before = resident(process, "VmRSS")
            for worker in before:
                Path(f"/proc/{worker}/clear_refs").write_text("5")  # its peak begins again
            times = [timed_answer(port, f"{path}?anew={next(NUMBERS)}") for _ in range(rounds)]
            after = resident(process, "VmHWM")
            rows.append((path, times, max(after[worker] - before[worker] for worker in before)))
    print("## Streamed feeds\n")
    print(f"{number:,} events to come; {rounds} rounds.\n")
    print("| | MB | first byte | goal | whole | peak memory | status, queries and time when unchanged |")
    print("|---|---|---|---|---|---|---|")
    for path, times, grown in rows:
        firsts, wholes, sizes = zip(*times, strict=True)
        status, queries, spent = unchanged[path]
        first = statistics.median(firsts)
        print(
            f"| `{path}` | {sizes[0] / 1e6:.1f} | {first * 1000:.0f} ms ({max(firsts) * 1000:.0f}) | < 200 ms: "
            f"{'reached' if first < 0.2 else 'NOT reached'} | {statistics.median(wholes):.2f} s | "
            f"+{grown / 1000:.1f} MB | {status}, {queries}, {spent * 1000:.1f} ms |"
        )
    print(flush=True)


def timed_answer(port, path):
    """Seconds to the first byte of the body and to the last, and its size."""
    session = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    started = time.perf_counter()
    session.request("GET", path, headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
    response = session.getresponse()
    assert response.status == 200, (path, response.status)
    size = len(response.read(1))
    first = time.perf_counter() - started
    while piece := response.read(65_536):
        size += len(piece)
    whole = time.perf_counter() - started
    session.close()
    return first, whole, size


def resident(process, name):
    """kB of memory of each of a process's children: VmRSS now, VmHWM at its peak."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    status = {child: Path(f"/proc/{child}/status").read_text() for child in children}
    return {child: int(re.search(rf"{name}:\s+(\d+)", text)[1]) for child, text in status.items()}


if __name__ == "__main__":
    main()
