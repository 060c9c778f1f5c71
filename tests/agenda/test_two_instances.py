"""
Two platforms that follow each other for a day. Each has a database of its own on the same server (a copy of the test
database, so that both are real), its own address and its own UIDs; what one gives, the other asks for over HTTP.
"""

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import psycopg
import pytest
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from psycopg.sql import SQL, Identifier

from agenda.models import Event, Occurrence, Source
from agenda.tasks import let_vanished_go
from tests.agenda.sources import read_source, server
from tests.factories import EventFactory, MembershipFactory, OrganisationFactory, SourceFactory

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["server"]


class Instance:
    """One platform: its database, its address, what it serves."""

    def __init__(self, letter, database, server):
        self.letter, self.database, self.server = letter, database, server
        self.host = f"{letter}.example.org"

    @contextmanager
    def here(self, now):
        """Everything inside happens on this platform, at that moment."""
        settings = override_settings(
            SITE_URL=f"https://{self.host}", UID_DOMAIN=self.host, SITE_NAME=self.letter
        )
        with on_database(self.database), settings, patch("django.utils.timezone.now", return_value=now):
            yield

    def serve(self):
        """Its whole agenda, as any visitor's calendar gets it."""
        self.server.pages[f"/{self.letter}.ics"] = Client().get("/agenda.ics").content

    def follow(self, other):
        organisation = OrganisationFactory(name=f"Les amis de {other.letter}")
        MembershipFactory(organisation=organisation)
        SourceFactory(organisation=organisation, url=f"{self.server.url}/{other.letter}.ics")

    def read(self):
        return read_source(Source.objects.get())


@contextmanager
def on_database(name):
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture
def instances(server):
    """A is the test database; B is a copy of it, dropped at the end."""
    first = connection.settings_dict["NAME"]
    second = f"{first}_b"

    def run(statement):
        connection.close()
        parameters = {**connection.get_connection_params(), "dbname": "postgres"}
        for ours in ("cursor_factory", "context", "prepare_threshold"):
            parameters.pop(ours, None)
        with psycopg.connect(**parameters, autocommit=True) as admin:
            admin.execute(statement)

    drop = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(second))
    run(drop)
    # What ended threads of other tests left open keeps a database from being copied.
    run(SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}").format(first))
    run(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(second), Identifier(first)))
    yield Instance("a", first, server), Instance("b", second, server)
    run(drop)


def what_there_is():
    """Each public date: when, what, whether it is cancelled."""
    return Counter(
        (row.starts_at, row.display_title, row.shown_cancelled)
        for row in Occurrence.objects.public().select_related("event")
    )


def edits(noon):
    """By hour and platform, what people do there."""

    def title(of):
        return Event.objects.get(title=of)

    def rename():
        repas = title("Repas de A")
        repas.title = "Grand repas de A"
        repas.save()
        repas.revise(by=None)

    def move():
        fete = title("Fête de A")
        row = fete.occurrences.get()
        row.change(by=None, starts_at=noon + timedelta(days=9), ends_at=noon + timedelta(days=9, hours=2))

    def add():
        EventFactory(title="Ajout de B", starts_at=noon + timedelta(days=4))

    def correct_the_copy():
        copy = title("Grand repas de A")
        copy.description = "Précisé par B"
        copy.save()
        copy.revise(by=None)

    return {
        (2, "a"): rename,
        (4, "b"): add,
        (6, "a"): lambda: title("Atelier de A").occurrences.in_order()[2].cancel(by=None),
        (8, "a"): move,
        (10, "b"): correct_the_copy,
        (12, "a"): lambda: title("Bal de A").cancel(by=None),
        (15, "b"): lambda: title("Atelier de B").archive(by=None),
        (18, "a"): lambda: EventFactory(title="Ajout de A", starts_at=noon + timedelta(days=5)),
    }


def test_two_instances_follow_each_other_for_a_day_without_a_double(instances):
    start = timezone.now().replace(minute=0, second=0, microsecond=0)
    for instance in instances:
        with instance.here(start):
            # B's are at other hours: two that look alike at the same time would wait as likely doubles.
            first = start + (timedelta(hours=6) if instance.letter == "b" else timedelta())
            for number, name in enumerate(("Repas", "Fête", "Bal"), 1):
                EventFactory(
                    title=f"{name} de {instance.letter.upper()}", starts_at=first + timedelta(days=number)
                )
            for days in (11, 12):
                EventFactory(organiser=OrganisationFactory(), starts_at=first + timedelta(days=days))
            EventFactory(
                title=f"Atelier de {instance.letter.upper()}",
                starts_at=first + timedelta(days=1),
                weekly=True,
            )
    for instance, other in zip(instances, reversed(instances), strict=True):
        with instance.here(start):
            instance.follow(other)
    planned = edits(start)
    outcomes = Counter()

    for hour in range(25):
        for instance in instances:
            with instance.here(start + timedelta(hours=hour)):
                if edit := planned.get((hour, instance.letter)):
                    edit()
                instance.serve()
        for instance in instances:
            with instance.here(start + timedelta(hours=hour, minutes=5)):
                told = instance.read()
                outcomes[told.outcome] += 1
                assert told.refused == 0, told.refusals
                titles = Counter(Event.objects.public().values_list("title", flat=True))
                assert max(titles.values()) == 1, titles

    assert outcomes["failed"] == outcomes["held"] == 0
    both = []
    for instance in instances:
        with instance.here(start + timedelta(hours=25)):
            both.append((Event.objects.count(), Source.objects.get(), what_there_is()))
            let_vanished_go(timestamp=0)
    (a_count, a_source, a_dates), (b_count, b_source, b_dates) = both
    # Seven of A's own and seven of B's, one each way: B's archived workshop stays here, cancelled.
    assert (a_count, b_count) == (14, 14)
    assert (a_source.entries, b_source.entries) == (6, 7)
    differing = {title for _start, title, _cancelled in (a_dates - b_dates) + (b_dates - a_dates)}
    assert differing == {"Atelier de B"}
    with instances[1].here(start + timedelta(hours=25)):
        copy = Event.objects.get(title="Grand repas de A")
        assert copy.description == "Précisé par B"
        assert Event.objects.get(title="Bal de A").is_cancelled
    with instances[0].here(start + timedelta(hours=25)):
        assert Event.objects.get(title="Grand repas de A").description == ""
        assert Event.objects.get(title="Atelier de B").is_cancelled


def test_nothing_is_written_while_nobody_edits(instances):
    start = timezone.now().replace(minute=0, second=0, microsecond=0)
    for instance, other in zip(instances, reversed(instances), strict=True):
        with instance.here(start):
            first = start + timedelta(days=1, hours=6 if instance.letter == "b" else 0)
            EventFactory(title=f"Repas de {instance.letter}", starts_at=first)
            EventFactory(title=f"Atelier de {instance.letter}", starts_at=first, weekly=True)
            instance.follow(other)
    told = []

    for hour in range(6):
        for instance in instances:
            with instance.here(start + timedelta(hours=hour)):
                instance.serve()
        for instance in instances:
            with instance.here(start + timedelta(hours=hour, minutes=5)):
                reading = instance.read()
                told.append((reading.outcome, reading.created, reading.updated, reading.already_here))

    # First each other's two; then each finds its own two in the other's feed; then silence.
    assert told[:2] == [("read", 2, 0, 0)] * 2
    assert told[2:4] == [("read", 0, 0, 2)] * 2
    assert set(told[4:]) == {("unchanged", 0, 0, 0)}
