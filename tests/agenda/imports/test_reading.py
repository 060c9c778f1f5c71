import json

import pytest

from agenda.imports.entries import NotACalendar
from agenda.imports.reading import read

from .calendars import vcalendar, vevent


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b"Warning: deprecated in x.php\n"])
def test_icalendar_is_told_by_its_content(before):
    reading = read(before + vcalendar(vevent()))

    assert [entry.uid for entry in reading.entries] == ["atelier@example.org"]


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\n "])
def test_openagenda_is_told_by_its_content(before):
    event = {"uid": 1, "title": {"fr": "Fête"}, "timings": [{"begin": "2026-11-24T18:00:00+0100"}]}

    reading = read(before + json.dumps({"events": [event]}).encode())

    assert [entry.uid for entry in reading.entries] == ["openagenda:1"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Ce fichier est vide."),
        (b" \r\n\t", "Ce fichier est vide."),
        (b"\xef\xbb\xbf", "Ce fichier est vide."),
        (b"<!DOCTYPE html><html><body>Agenda</body></html>", "Ceci est une page web, pas un calendrier"),
        (b"\n<HTML lang=fr>", "Ceci est une page web, pas un calendrier"),
        (b'<?xml version="1.0"?><rss></rss>', "Ceci est un flux XML ou RSS"),
        (b"PK\x03\x04\x14\x00", "Ceci est une archive ZIP"),
        (b"\x1f\x8b\x08\x00", "Ceci est une archive compressée"),
        (b"%PDF-1.7", "Ceci est un document PDF"),
        (b"\x89PNG\r\n\x1a\n", "Ceci est une image"),
        (b"BEGIN:VCARD\r\nEND:VCARD", "Ceci est un carnet d’adresses"),
        (b"date;titre\n24/11;Atelier", "Ce fichier n’est pas un calendrier"),
        (b"\x00" * 5000, "Ce fichier n’est pas un calendrier"),
        (b"\x00" * 60_000_001, "Ce calendrier pèse 60,1 Mo ; la limite est de 60 Mo."),
        (b'{"events": [', "Ce fichier JSON est mal formé"),
    ],
)
def test_what_is_no_calendar_is_named(data, message):
    with pytest.raises(NotACalendar) as error:
        read(data)

    assert str(error.value).startswith(message)


PAGE = b"""<!doctype html><title>Agenda</title><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "Event", "url": "/1",
"name": "F\xc3\xaate", "startDate": "2026-11-24"}</script>"""
FEED = b"""<?xml version="1.0"?><rss xmlns:ev="http://purl.org/rss/1.0/modules/event/"><channel><item>
<link>/1</link><ev:startdate>2026-11-24</ev:startdate></item></channel></rss>"""


@pytest.mark.parametrize(
    ("data", "name", "uid"),
    [
        (vcalendar(vevent()), "ics", "atelier@example.org"),
        (
            b'{"events": [{"uid": 1, "timings": [{"begin": "2026-11-24T18:00"}]}]}',
            "openagenda",
            "openagenda:1",
        ),
        (PAGE, "jsonld", "https://mjc.example.org/1"),
        (FEED, "rss", "https://mjc.example.org/1"),
    ],
)
def test_reading_says_its_format_and_reads_addresses_from_where_it_was_found(data, name, uid):
    reading = read(data, address="https://mjc.example.org/agenda/")

    assert reading.format == name
    assert [entry.uid for entry in reading.entries] == [uid]
