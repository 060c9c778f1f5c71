"""Our own outputs, read by what other people use to read them."""

import csv
import json
from datetime import UTC, date, datetime, time
from io import StringIO
from urllib.parse import unquote
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from agenda.models import Occurrence
from tests.sheets import cells

PARIS = ZoneInfo("Europe/Paris")
ATOM = "{http://www.w3.org/2005/Atom}"


def dates_in_calendar(body, since, until):
    """(start, end, cancelled) of what icalendar and recurring_ical_events find to start in [since, until)."""
    found = recurring_ical_events.of(Calendar.from_ical(body)).between(since, until)
    dates = [
        (instant(event["DTSTART"].dt), instant(event["DTEND"].dt), event["STATUS"] == "CANCELLED")
        for event in found
    ]
    return sorted(row for row in dates if since <= row[0] < until)


def dates_in_database(events, since, until):
    rows = Occurrence.objects.filter(event__in=events, starts_at__gte=since, starts_at__lt=until)
    return sorted((row.starts_at, row.ends_at, row.shown_cancelled) for row in rows.select_related("event"))


def instant(moment):
    """In UTC, where any two moments compare; a whole day begins at its local midnight."""
    if isinstance(moment, date) and not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), tzinfo=PARIS)
    return moment.astimezone(UTC)


def uids_on_page(client, query):
    context = client.get(f"/agenda/{query}").context
    dates = [*context["under_way"], *(row for day in context["days"] for row in day.occurrences)]
    return {row.event.uid for row in dates}


def uids_in_ics(client, query):
    events = Calendar.from_ical(client.get(f"/agenda.ics{query}").content).walk("VEVENT")
    return {str(event["UID"]) for event in events}


def uids_in_rss(client, query):
    root = ElementTree.fromstring(client.get(f"/agenda.rss{query}").content)  # noqa: S314 (our own)
    return {guid.text for guid in root.iter("guid")}


def uids_in_atom(client, query):
    root = ElementTree.fromstring(client.get(f"/agenda.atom{query}").content)  # noqa: S314 (our own)
    ids = (entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry"))
    return {unquote(tag.partition(",2026:")[2]) for tag in ids}


def uids_in_json(client, query):
    page = json.loads(client.get(f"/agenda.json{query}").content)
    return {key["value"] for event in page["events"] for key in event["extIds"]}


def uids_in_jsonld(client, query):
    items = json.loads(client.get(f"/agenda.jsonld{query}").getvalue())["itemListElement"]
    return {row["item"]["identifier"] for row in items}


def uids_in_csv(client, query):
    return {row["identifiant"] for row in csv_rows(client, query)}


def csv_rows(client, query=""):
    text = client.get(f"/agenda.csv{query}").getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def uids_in_xlsx(client, query):
    return {row["identifiant"] for row in xlsx_rows(client, query)}


def xlsx_rows(client, query=""):
    header, *rows = cells(client.get(f"/agenda.xlsx{query}").getvalue())
    return [dict(zip(header, row, strict=True)) for row in rows]


OUTPUTS = [
    uids_on_page,
    uids_in_ics,
    uids_in_rss,
    uids_in_atom,
    uids_in_json,
    uids_in_jsonld,
    uids_in_csv,
    uids_in_xlsx,
]
