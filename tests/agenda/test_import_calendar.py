"""`manage.py import_calendar`: what it prints, how it ends, and what it does not let in."""

import json
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agenda.imports import entries
from agenda.imports.reading import read
from agenda.models import Event, Occurrence
from associations.models import Place
from tests.agenda.imports.calendars import vcalendar, vevent

pytestmark = pytest.mark.django_db


@pytest.fixture
def bring(organisation, tmp_path):
    """Write the bytes to a file, import it, and return the lines printed."""

    def run(data, *options):
        path = tmp_path / "calendrier.txt"
        path.write_bytes(data)
        return printed(path, organisation, *options)

    return run


def printed(source, organisation, *options):
    out = StringIO()
    call_command("import_calendar", str(source), "--organisation", organisation.slug, *options, stdout=out)
    return out.getvalue().splitlines()


def refused(source, organisation):
    with pytest.raises(CommandError) as error:
        printed(source, organisation)
    assert error.value.returncode == 1
    assert not Event.objects.exists()
    return str(error.value)


def summary(created=0, updated=0, unchanged=0, cancelled=0, refused=0):
    return (
        f"créés : {created}, modifiés : {updated}, inchangés : {unchanged}, annulés : {cancelled}, "
        f"refusés : {refused}"
    )


def test_import_tells_what_it_did(bring):
    first, second = vevent("UID:a", "SUMMARY:Premier"), vevent("UID:b", "SUMMARY:Deuxième")

    assert bring(vcalendar(first, second)) == ["+ Premier", "+ Deuxième", summary(created=2)]
    assert bring(vcalendar(first, second)) == [summary(unchanged=2)]
    assert bring(
        vcalendar(vevent("UID:a", "SUMMARY:Renommé"), vevent("UID:b", "SUMMARY:Deuxième", "STATUS:CANCELLED"))
    ) == [
        "~ Renommé",
        "x Deuxième",
        summary(updated=1, cancelled=1),
    ]


def test_refusals_are_told_with_their_line_and_uid_and_spare_their_neighbours(bring):
    data = vcalendar(
        vevent("UID:bon@example.org"),
        vevent("UID:envers@example.org", "DTEND;TZID=Europe/Paris:20261123T193000"),
        vevent("UID:seconde@example.org", "RRULE:FREQ=SECONDLY"),
        vevent("UID:vieux@example.org", "DTSTART;VALUE=DATE:15830101", without=("DTEND",)),
        vevent("UID:sans-date@example.org", without=("DTSTART", "DTEND")),
        vevent("UID:autre@example.org", "SUMMARY:Autre"),
    )

    lines = bring(data)

    assert lines == [
        "+ Atelier",
        "+ Autre",
        "✗ ligne 11, UID envers@example.org : la fin est avant le début",
        "✗ ligne 18, UID seconde@example.org : Une répétition par heure, par minute ou par seconde n’est pas acceptée.",
        "✗ ligne 26, UID vieux@example.org : date hors limites : l’année 1583 n’est pas entre 1970 et 2200",
        "✗ ligne 32, UID sans-date@example.org : la date de début (DTSTART) manque",
        summary(created=2, refused=4),
    ]


def test_warnings_are_told(bring):
    lines = bring(vcalendar(vevent("UID:a", "DTSTART;TZID=Mars/Olympus:20261124T180000", without=("DTEND",))))

    assert lines[0] == "+ Atelier"
    assert lines[1].startswith("! Ligne ")
    assert lines[2] == summary(created=1)


def test_warnings_too_many_to_tell_are_counted(bring):
    lines = bring(vcalendar(*(vevent(f"SUMMARY:{n}", without=("UID",)) for n in range(250))))

    assert lines[-2:] == ["! … et 50 autres avertissements", summary(created=250)]


def test_dry_run_says_so_and_writes_nothing(bring):
    lines = bring(vcalendar(vevent("LOCATION:Nouveau lieu")), "--dry-run")

    assert lines == ["+ Atelier", f"{summary(created=1)} (essai : rien n’est enregistré)"]
    assert not Event.objects.exists()
    assert not Place.objects.exists()


def test_publish_makes_events_public_at_once(bring):
    bring(vcalendar(vevent("UID:a")))
    bring(vcalendar(vevent("UID:b")), "--publish")

    assert dict(Event.objects.values_list("external_uid", "state")) == {"a": "pending", "b": "published"}


def test_openagenda_is_told_apart_by_content(bring):
    event = {
        "uid": 12,
        "title": {"fr": "Fête de quartier"},
        "timings": [{"begin": "2026-12-05T10:00:00+01:00", "end": "2026-12-05T18:00:00+01:00"}],
    }
    data = json.dumps({"total": 1, "events": [event]}).encode()

    assert bring(data) == ["+ Fête de quartier", summary(created=1)]
    assert bring(data) == [summary(unchanged=1)]
    assert Event.objects.get().external_uid == "openagenda:12"


NO_CALENDAR = {
    "empty": (b"", "Ce fichier est vide."),
    "blank": (b" \r\n\t\n", "Ce fichier est vide."),
    "text": (b"Bonjour", "Ce fichier n’est pas un calendrier"),
    "page": (b"<!doctype html><title>Agenda</title>", "Ceci est une page web"),
    "zip": (b"PK\x03\x04" + bytes(40), "Ceci est une archive ZIP"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(40), "Ceci est une image"),
    "json": (b'{"a": 1}', "il n’a pas de liste « events »"),
    "broken json": (b'{"events": [', "mal formé"),
    "zeros": (bytes(5000), "Ce fichier"),
    "noise": (bytes(range(256)) * 20, "Ce fichier n’est pas un calendrier"),
}


@pytest.mark.parametrize(("data", "said"), NO_CALENDAR.values(), ids=NO_CALENDAR)
def test_what_is_no_calendar_ends_with_an_error(organisation, tmp_path, data, said):
    path = tmp_path / "agenda.ics"
    path.write_bytes(data)

    assert said in refused(path, organisation)


def test_missing_file_directory_and_organisation_end_with_an_error(organisation, tmp_path):
    assert "ne peut pas être lu" in refused(tmp_path / "absent.ics", organisation)
    assert "ne peut pas être lu" in refused(tmp_path, organisation)
    with pytest.raises(CommandError, match="Aucune organisation ne s’appelle « inconnue »"):
        call_command("import_calendar", "x.ics", "--organisation", "inconnue")


def test_file_of_70_megabytes_is_refused_unread(organisation, tmp_path):
    path = tmp_path / "enorme.ics"
    with path.open("wb") as file:
        file.write(b"BEGIN:VCALENDAR\r\n")
        file.truncate(70_000_000)
    started = time.perf_counter()

    message = refused(path, organisation)

    assert message == "Ce fichier pèse 70 Mo ; la limite est de 60 Mo."
    assert time.perf_counter() - started < 1


def test_events_beyond_the_limit_are_refused_and_the_others_come_in(bring, monkeypatch):
    monkeypatch.setattr(entries, "MAX_ENTRIES", 2)

    lines = bring(vcalendar(*(vevent(f"UID:{number}") for number in range(3))))

    assert any("au-delà des 2 premiers événements" in line for line in lines)
    assert lines[-1] == summary(created=2, refused=1)


@pytest.mark.parametrize(("written", "came", "seconds"), [(20_001, 20_001, 10), (50_001, 50_000, 25)])
def test_many_small_events_are_read_up_to_the_limit_in_bounded_time(written, came, seconds):
    data = vcalendar(*(vevent(f"UID:{number}") for number in range(written)))
    started = time.perf_counter()

    reading = read(data)

    assert time.perf_counter() - started < seconds
    assert (len(reading.entries), reading.refused, reading.complete) == (
        came,
        written - came,
        came == written,
    )


def test_nul_invalid_utf8_and_very_long_title_are_read(bring):
    data = vcalendar(
        vevent("UID:nul", "SUMMARY:Nul\x00 et fin"),
        vevent("UID:long", "SUMMARY:" + "T" * 10_000),
        vevent("UID:latin"),
    ).replace(b"UID:latin", b"UID:latin\r\nLOCATION:Caf\xe9")

    assert bring(data)[-1] == summary(created=3)

    titles = dict(Event.objects.values_list("external_uid", "title"))
    assert titles["nul"] == "Nul et fin"
    assert len(titles["long"]) == 140
    assert Event.objects.get(external_uid="latin").place.name == "Café"


def test_cut_file_keeps_what_was_whole(bring):
    data = vcalendar(vevent("UID:a"), vevent("UID:b", "SUMMARY:Coupé"))

    lines = bring(data[: data.rindex(b"END:VEVENT")])

    assert lines[0] == "+ Atelier"
    assert any("incomplet" in line for line in lines)
    assert lines[-1] == summary(created=1, refused=1)


# Addresses


class Calendars(BaseHTTPRequestHandler):
    asked = ()

    def do_GET(self):
        self.asked.append(self.path)
        body = vcalendar(vevent())
        self.send_response(200)
        self.send_header("Content-Type", "text/calendar")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    """A real server on the loopback, and what it was asked."""
    asked = []
    handler = type("Handler", (Calendars,), {"asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.01))
    thread.start()
    yield server.server_port, asked
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0"])  # noqa: S104
def test_address_of_the_private_network_is_not_asked(organisation, server, host):
    port, asked = server

    for address in (
        f"http://{host}/agenda.ics",
        f"webcal://{host}/agenda.ics",
        f"http://{host}:{port}/agenda.ics",
    ):
        message = refused(address, organisation)
        assert "mène à un réseau privé" in message or "utilise un port inhabituel" in message

    assert "mène à un réseau privé" in refused(f"http://{host}/agenda.ics", organisation)
    assert asked == []


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://example.org/a.ics", "gopher://example.org/"]
)
def test_address_of_another_kind_is_refused(organisation, address):
    assert "Seules les adresses en https://, http:// ou webcal://" in refused(address, organisation)


def test_imported_dates_are_on_the_page(bring, client):
    year = timezone.localdate().year - 2
    start = f"DTSTART;TZID=Europe/Paris:{year}0904T180000"

    bring(vcalendar(vevent(start, "RRULE:FREQ=WEEKLY;COUNT=3", without=("DTEND",))), "--publish")

    page = client.get(f"/agenda/?du={year}-09-01")
    assert [day.iso for day in page.context["days"]] == [f"{year}-09-04", f"{year}-09-11", f"{year}-09-18"]
    assert Occurrence.objects.count() == 3
