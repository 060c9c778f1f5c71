"""A real calendar client follows the feed: vdirsyncer fetches it, khal shows it, as on somebody's computer."""

import json
import os
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from agenda.models import Event
from tests.agenda.reading import PARIS
from tests.factories import EventFactory, PlaceFactory

# The clients have an environment of their own, `.venv-clients`, which `dev.py test` makes: they are no part of
# the platform, and what they need must not decide what it runs on.
PROGRAMS = Path(settings.BASE_DIR) / ".venv-clients" / "bin"

VDIRSYNCER = """
[general]
status_path = "{home}/status/"

[pair agenda]
a = "here"
b = "there"
collections = null

[storage here]
type = "filesystem"
path = "{home}/agenda/"
fileext = ".ics"

[storage there]
type = "http"
url = "{url}"
"""

KHAL = """
[calendars]
[[agenda]]
path = {home}/agenda/
readonly = True

[locale]
local_timezone = Europe/Paris
default_timezone = Europe/Paris
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M

[sqlite]
path = {home}/khal.db
"""

MONDAY = timezone.localdate() + timedelta(days=14 - timezone.localdate().weekday())


def at(days, hour, minute=0):
    day = MONDAY + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)


class Client:
    """Somebody's computer, with a home directory of its own."""

    def __init__(self, home, url):
        self.home = home
        self.vdirsyncer, self.khal = home / "vdirsyncer.conf", home / "khal.conf"
        self.vdirsyncer.write_text(VDIRSYNCER.format(home=home, url=url))
        self.khal.write_text(KHAL.format(home=home))
        (home / "agenda").mkdir()
        self.run("vdirsyncer", "-c", self.vdirsyncer, "discover")

    def run(self, program, *arguments):
        environment = os.environ | {"HOME": str(self.home), "TZ": "Europe/Paris", "LANG": "C.UTF-8"}
        environment = {name: value for name, value in environment.items() if not name.startswith("XDG_")}
        done = subprocess.run(
            [PROGRAMS / program, *map(str, arguments)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def dates(self, days=28):
        """(start, end, title, cancelled) of what the client shows from `MONDAY` on, after it asked for news."""
        self.run("vdirsyncer", "-c", self.vdirsyncer, "sync")
        fields = ("start-long-full", "end-long-full", "title", "status")
        wanted = [word for field in fields for word in ("--json", field)]
        lines = self.run(
            "khal", "-c", self.khal, "list", *wanted, f"{MONDAY:%Y-%m-%d}", f"{days}d"
        ).splitlines()
        rows = [row for line in lines for row in json.loads(line)]
        return sorted(
            {
                (row["start-long-full"], row["end-long-full"], row["title"], "CANCELLED" in row["status"])
                for row in rows
            }
        )


@pytest.fixture
def client_of_the_feed(live_server, tmp_path):
    return Client(tmp_path, f"{live_server.url}/agenda.ics")


def shown(start, end, title, cancelled=False):
    return f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}", title, cancelled


def weekly(title, *weeks):
    return [shown(at(7 * week, 18), at(7 * week, 19, 30), title) for week in weeks]


@pytest.mark.django_db(transaction=True)
def test_client_follows_an_update_a_moved_date_and_cancellations(client_of_the_feed):
    series = EventFactory(
        title="Atelier d’écriture",
        starts_at=at(0, 18),
        ends_at=at(0, 19, 30),
        rrule="FREQ=WEEKLY",
        place=PlaceFactory(name="Salle A; B, C"),
    )
    once = EventFactory(title="Fête 🎉, buffet ; jeux", starts_at=at(2, 14), ends_at=at(2, 17))
    party = shown(at(2, 14), at(2, 17), "Fête 🎉, buffet ; jeux")
    assert client_of_the_feed.dates() == sorted([*weekly("Atelier d’écriture", 0, 1, 2, 3), party])

    # An update: another title and another hour.
    series.title, series.starts_at, series.ends_at = "Atelier de lecture", at(0, 19), at(0, 20)
    series.save()
    series.revise(by=None)
    series.write_dates()
    reading = [shown(at(7 * week, 19), at(7 * week, 20), "Atelier de lecture") for week in range(4)]
    assert client_of_the_feed.dates() == sorted([*reading, party])

    # One date is moved, another is cancelled.
    second, third = series.occurrences.in_order()[1:3]
    second.change(by=None, starts_at=at(8, 10), ends_at=at(8, 12))
    third.cancel(by=None)
    reading[1] = shown(at(8, 10), at(8, 12), "Atelier de lecture")
    reading[2] = shown(at(14, 19), at(14, 20), "[Annulé] Atelier de lecture", cancelled=True)
    assert client_of_the_feed.dates() == sorted([*reading, party])

    # The whole event is cancelled, and stays visible as cancelled; what is archived leaves.
    Event.objects.get(pk=once.pk).cancel(by=None)
    party = (*party[:2], "[Annulé] Fête 🎉, buffet ; jeux", True)
    assert client_of_the_feed.dates() == sorted([*reading, party])
    Event.objects.get(pk=once.pk).archive(by=None)
    assert client_of_the_feed.dates() == sorted(reading)


@pytest.mark.django_db(transaction=True)
def test_client_shows_the_hours_of_the_pages_across_the_clock_change(client_of_the_feed):
    event = EventFactory(title="Marche", starts_at=at(0, 18), ends_at=at(0, 19, 30), rrule="FREQ=WEEKLY")
    EventFactory(title="Vide-grenier", starts_at=at(5, 0), ends_at=at(7, 0), all_day=True)

    dates = client_of_the_feed.dates(days=365)

    rows = event.occurrences.filter(starts_at__lt=at(365, 0)).in_order()
    assert [date for date in dates if date[2] == "Marche"] == [
        shown(row.local_start, row.local_end, "Marche") for row in rows
    ]
    assert len({row.starts_at.hour for row in rows}) == 2
    assert [date[:2] for date in dates if date[2] == "Vide-grenier"] == [
        (f"{at(5, 0):%Y-%m-%d} 00:00", f"{at(6, 0):%Y-%m-%d} 00:00")
    ]
