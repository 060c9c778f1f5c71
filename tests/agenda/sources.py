"""A calendar's server on loopback, and reading it as the worker does."""

import hashlib
import ipaddress
import json
import threading
from datetime import datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from agenda.imports.following import follow
from cooperation.core.fetch import fetch, is_public
from tests.agenda.imports.calendars import vcalendar, vevent
from tests.factories import MembershipFactory, SourceFactory

PARIS = ZoneInfo("Europe/Paris")
# A January at least three months away, and within what is written ahead.
YEAR = (timezone.localdate() + timedelta(days=92)).year + 1
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"


def at(day, hour=18):
    return datetime(YEAR, 1, day, hour, tzinfo=PARIS)


def later(**kwargs):
    return patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(**kwargs))


def event(uid, *lines, day=5):
    """Next January, at 18:00."""
    start = f"DTSTART;TZID=Europe/Paris:{YEAR}01{day:02}T180000"
    end = f"DTEND;TZID=Europe/Paris:{YEAR}01{day:02}T193000"
    given = {line.split(":")[0].split(";")[0] for line in lines}
    times = [line for line in (start, end) if line.split(";")[0] not in given]
    return vevent(f"UID:{uid}@example.org", *times, *lines)


def several(count, first=1):
    return [
        event(f"e{number}", f"SUMMARY:Atelier {number}", day=number) for number in range(first, count + 1)
    ]


def serve(server, *components):
    server.pages["/agenda.ics"] = vcalendar(*components)


def web_page(*days, more=""):
    events = [
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "@id": f"https://asso.example.org/{day}",
            "name": f"Atelier {day}",
            "startDate": at(day).isoformat(),
            "endDate": at(day, 20).isoformat(),
        }
        for day in days
    ]
    scripts = [f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in events]
    return f"<!doctype html><html><body>{''.join(scripts)}{more}</body></html>".encode()


def moments(event):
    return [(row.starts_at.astimezone(PARIS), row.is_cancelled) for row in event.occurrences.in_order()]


LOOPBACK = ipaddress.ip_address("127.0.0.1")


def is_allowed(address):
    return address == LOOPBACK or is_public(address)


loopback_fetch = partial(fetch, ports=None, is_allowed=is_allowed)


def read_source(source):
    """One reading, now; the source as it is afterwards."""
    type(source).objects.filter(pk=source.pk, state__in=["active", "held"]).update(
        next_read_at=source.created_at
    )
    told = follow(source.pk, fetch=loopback_fetch)
    source.refresh_from_db()
    return told


class CalendarServer:
    """Serves `pages` (path → bytes) with an ETag, or what `answers` (path → a handler's function) does instead."""

    def __init__(self):
        self.pages, self.answers, self.asked = {}, {}, []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                server.asked.append((self.path, dict(self.headers)))
                if self.path in server.answers:
                    return server.answers[self.path](self)
                body = server.pages.get(self.path)
                if body is None:
                    return self.send_error(404)
                etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
                unchanged = self.headers.get("If-None-Match") == etag
                self.send_response(304 if unchanged else 200)
                self.send_header("ETag", etag)
                if not unchanged:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if not unchanged:
                    self.wfile.write(body)
                return None

            def log_message(self, *args):
                pass

        self.httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.httpd.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.httpd.server_port}"
        self.thread = threading.Thread(
            target=self.httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self.thread.start()

    def stop(self):
        self.httpd.shutdown()
        self.httpd.server_close()
        self.thread.join(2)


@pytest.fixture
def server():
    server = CalendarServer()
    yield server
    server.stop()


@pytest.fixture
def source(server):
    source = SourceFactory(url=f"{server.url}/agenda.ics")
    MembershipFactory(organisation=source.organisation)
    return source
