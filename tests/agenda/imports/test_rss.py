import contextlib
import time
import tracemalloc
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda.imports import entries, rss
from agenda.imports.entries import NotACalendar
from agenda.imports.reading import read as read_any
from agenda.recurrence import Schedule

PARIS = ZoneInfo("Europe/Paris")
ADDRESS = "https://mjc.example.org/feed/"
NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:ev="http://purl.org/rss/1.0/modules/event/" '
    'xmlns:xcal="urn:ietf:params:xml:ns:xcal" xmlns:georss="http://www.georss.org/georss" '
    'xmlns:gml="http://www.opengis.net/gml" xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
NEWS = (
    "sans date d’événement : ce flux annonce peut-être des articles ; s’il vient de Mobilizon, de Gancio ou d’un "
    "autre agenda, donnez plutôt l’adresse de son flux iCal (.ics)"
)


def paris(*args):
    return datetime(*args, tzinfo=PARIS)


def item(*lines, title="Atelier", guid="https://mjc.example.org/?p=1", start="2026-11-24T18:00:00+01:00"):
    named = [f"<title>{title}</title>"] if title else []
    named += [f"<guid>{guid}</guid>"] if guid else []
    dated = [f"<ev:startdate>{start}</ev:startdate>"] if start else []
    return "\n".join(["<item>", *named, *dated, *lines, "</item>"])


def channel(*items, head="<title>MJC</title>"):
    return f'<?xml version="1.0"?>\n<rss version="2.0" {NAMESPACES}>\n<channel>{head}\n{"".join(items)}</channel></rss>'


def read(*items, **options):
    return rss.read(channel(*items, **options).encode(), address=ADDRESS)


def read_one(*lines, **options):
    reading = read(item(*lines, **options))
    assert not reading.refusals, reading.refusals
    (entry,) = reading.entries
    return entry


def test_item_is_read_with_all_that_it_says():
    entry = read_one(
        "<link>/ateliers/1/</link>",
        "<description>&lt;p&gt;Avec les enfants&lt;/p&gt;</description>",
        "<content:encoded><![CDATA[<p>Avec les enfants.</p><p>Entr&eacute;e libre</p>]]></content:encoded>",
        "<ev:enddate>2026-11-24T19:30:00+01:00</ev:enddate>",
        "<ev:location>Centre social, 12 rue des Lilas, 13009 Marseille</ev:location>",
        "<category>Enfance</category><category><![CDATA[Jeux]]></category><category>Enfance</category>",
        "<georss:point>43.25 5.39</georss:point>",
        '<enclosure url="https://mjc.example.org/a" type="image/jpeg" length="1"/>',
        title="Go&amp;ucirc;ter &amp; jeux",
    )

    assert entry.uid == "https://mjc.example.org/?p=1"
    assert entry.schedule == Schedule(paris(2026, 11, 24, 18), paris(2026, 11, 24, 19, 30))
    assert (entry.title, entry.summary) == ("Goûter & jeux", "Avec les enfants")
    assert entry.description == "Avec les enfants.\n\nEntrée libre"
    assert (entry.place_name, entry.address) == ("Centre social", "12 rue des Lilas, 13009 Marseille")
    assert (entry.latitude, entry.longitude) == (43.25, 5.39)
    assert entry.url == "https://mjc.example.org/ateliers/1/"
    assert entry.categories == ("Enfance", "Jeux")
    assert entry.line == 4


# Feeds as known software writes them


def test_events_manager_writes_the_date_and_the_place_in_the_description():
    entry = read_one(
        "<link>https://asso.example.org/events/atelier/</link>",
        "<pubDate>Tue, 01 Sep 2026 09:00:00 +0000</pubDate>",
        "<description><![CDATA[24/11/2026 - 18:00 - 19:30 <br />Centre social <br />12 rue des Lilas <br />Marseille]]>"
        "</description>",
        start="",
    )

    assert entry.schedule == Schedule(paris(2026, 11, 24, 18), paris(2026, 11, 24, 19, 30))
    assert (entry.place_name, entry.address) == ("Centre social", "12 rue des Lilas, Marseille")


def test_the_events_calendar_publishes_on_the_day_of_the_event():
    dates = (
        "Tue, 24 Nov 2026 18:00:00 +0100",
        "Wed, 25 Nov 2026 00:00:00 +0100",
        "Sun, 1 Nov 2026 09:00:00 +0100",
    )
    head = "<title>Asso</title><lastBuildDate>Sun, 01 Nov 2026 08:00:00 +0000</lastBuildDate>"

    reading = read(
        *(
            item(f"<pubDate>{date}</pubDate>", guid=f"https://a.example.org/{n}", start="")
            for n, date in enumerate(dates)
        ),
        head=head,
    )

    assert [entry.schedule.start for entry in reading.entries] == [
        paris(2026, 11, 24, 18), paris(2026, 11, 25), paris(2026, 11, 1, 9),
    ]  # fmt: skip
    assert reading.entries[1].schedule.all_day
    assert reading.warnings == ["les dates de publication de ce flux sont prises pour celles des événements"]


def test_news_published_before_the_feed_was_made_are_no_events():
    reading = read(
        item("<pubDate>Tue, 24 Nov 2026 18:00:00 +0100</pubDate>", start=""),
        head="<title>Blog</title><lastBuildDate>Tue, 24 Nov 2026 18:30:00 +0100</lastBuildDate>",
    )

    assert reading.entries == []
    assert [(refusal.uid, refusal.line, refusal.title, refusal.reason) for refusal in reading.refusals] == [
        ("https://mjc.example.org/?p=1", 4, "Atelier", NEWS)
    ]


def test_mobilizon_atom_tells_no_date_and_is_refused_with_what_to_do():
    data = """<?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xmlns:georss="http://www.georss.org/georss">
    <title>Événements de la MJC</title><generator uri="https://joinmobilizon.org">Mobilizon</generator>
    <entry><id>https://m.example.org/events/1</id><title>Atelier</title><published>2026-11-01T10:00:00Z</published>
    <content type="html"><![CDATA[<p>Venez</p>]]></content><georss:point>43.25 5.39</georss:point></entry></feed>"""

    reading = read_any(data.encode())

    assert reading.name == "Événements de la MJC"
    assert [refusal.reason for refusal in reading.refusals] == [NEWS]


def test_rdf_with_xcal_is_read():
    data = f"""<?xml version="1.0" encoding="ISO-8859-1"?>
    <rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" {NAMESPACES}>
    <channel rdf:about="https://v.example.org/"><title>Bibliothèque</title></channel>
    <item rdf:about="https://v.example.org/1"><title>Conte</title><link>https://v.example.org/1</link>
    <xcal:dtstart>20261124T140000</xcal:dtstart><xcal:duration>PT45M</xcal:duration>
    <xcal:location>Médiathèque</xcal:location><xcal:geo>43.25;5.39</xcal:geo><xcal:status>CANCELLED</xcal:status></item>
    </rdf:RDF>"""

    (entry,) = read_any(data.encode("cp1252")).entries

    assert entry.uid == "https://v.example.org/1"
    assert entry.schedule == Schedule(paris(2026, 11, 24, 14), paris(2026, 11, 24, 14, 45))
    assert (entry.place_name, entry.latitude, entry.cancelled, entry.status) == (
        "Médiathèque",
        43.25,
        True,
        6,
    )


def test_atom_with_event_dates_and_xhtml_is_read():
    data = f"""<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES}><title>MJC</title>
    <link href="https://mjc.example.org/"/>
    <entry><id>tag:mjc.example.org,2026:1</id><title type="html">Go&#251;ter</title><link href="/gouter"/>
    <updated>2026-11-01T10:00:00Z</updated><ev:startdate>2026-11-24</ev:startdate><ev:enddate>2026-11-25</ev:enddate>
    <category term="enfance" label="Enfance"/>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Avec <b>les</b> enfants</div></content>
    <georss:where><gml:Point><gml:pos>43.25 5.39</gml:pos></gml:Point></georss:where></entry></feed>"""

    (entry,) = read_any(data.encode()).entries

    assert (entry.uid, entry.url) == ("tag:mjc.example.org,2026:1", "https://mjc.example.org/gouter")
    assert entry.schedule == Schedule(paris(2026, 11, 24), paris(2026, 11, 26), all_day=True)
    assert " ".join(entry.description.split()) == "Avec les enfants"
    assert (entry.latitude, entry.categories) == (43.25, ("Enfance",))
    assert entry.modified == datetime(2026, 11, 1, 10, tzinfo=UTC)


def test_google_when_and_separate_hours_are_read():
    google = 'xmlns:gd="http://schemas.google.com/g/2005"'
    when = f'<gd:when {google} startTime="2026-11-24T18:00+0100" endTime="2026-11-24T19:00+0100"/>'
    apart = "".join(
        f"<{which}_date>2026-11-24</{which}_date><{which}_time>{hour}:00</{which}_time>"
        for which, hour in (("start", 18), ("end", 19))
    )

    for lines in (when, apart):
        entry = read_one(lines, start="")
        assert entry.schedule == Schedule(paris(2026, 11, 24, 18), paris(2026, 11, 24, 19))


@pytest.mark.parametrize(
    ("line", "start", "end", "all_day"),
    [
        ("24/11/2026", paris(2026, 11, 24), paris(2026, 11, 25), True),
        ("24/11/2026 - 26/11/2026", paris(2026, 11, 24), paris(2026, 11, 27), True),
        ("24.11.2026 à 18h", paris(2026, 11, 24, 18), paris(2026, 11, 24, 18), False),
        ("24/11/2026 - 18h00 - 19h30", paris(2026, 11, 24, 18), paris(2026, 11, 24, 19, 30), False),
        ("24/11/2026 - 22 h 00 – 2 h", paris(2026, 11, 24, 22), paris(2026, 11, 25, 2), False),
        ("24/11/2026 - 25/11/2026 - 18:00 - 12:00", paris(2026, 11, 24, 18), paris(2026, 11, 25, 12), False),
    ],
)
def test_dates_written_first_in_the_description(line, start, end, all_day):
    schedule = read_one(f"<description>{line}&lt;br/&gt;Salle</description>", start="").schedule

    assert (schedule.start, schedule.end, schedule.all_day) == (start, end, all_day)


@pytest.mark.parametrize(
    "line", ["Le 24/11/2026 nous avons fêté", "31/02/2026", "24/11/2026 - 25:00", "24/11"]
)
def test_words_that_only_look_like_a_date_are_none(line):
    reading = read(item(f"<description>{line}</description>", start=""))

    assert [refusal.reason for refusal in reading.refusals] == [NEWS]


def test_last_day_of_xcal_is_exclusive_and_of_the_event_module_included():
    xcal = "<xcal:dtstart>20261124</xcal:dtstart><xcal:dtend>20261126</xcal:dtend>"

    assert read_one(xcal, start="").schedule.end == paris(2026, 11, 26)
    assert read_one("<ev:enddate>2026-11-25</ev:enddate>", start="2026-11-24").schedule.end == paris(
        2026, 11, 26
    )


# Identity


def test_item_without_guid_is_known_by_its_link_else_by_title_and_start():
    assert read_one("<link>https://a.example.org/1</link>", guid="").uid == "https://a.example.org/1"
    assert read_one(guid="12").uid == "rss:12"

    first, moved, renamed = (
        read_one(guid=""),
        read_one(guid="", start="2026-11-25"),
        read_one(guid="", title="B"),
    )

    assert first.uid == read_one("<description>Autre</description>", guid="").uid
    assert len({first.uid, moved.uid, renamed.uid}) == 3
    assert first.uid.startswith("page:")


def test_items_with_one_guid_are_the_dates_of_one_event():
    reading = read(item(), item(start="2026-12-01T18:00:00+01:00"), item())

    (entry,) = reading.entries
    assert (entry.schedule.start, entry.schedule.rdates) == (
        paris(2026, 11, 24, 18),
        (paris(2026, 12, 1, 18),),
    )


# Bad input


@pytest.mark.parametrize(
    ("lines", "options", "reason"),
    [
        ([], {"start": ""}, NEWS),
        ([], {"start": "mardi"}, "ev:startdate illisible : « mardi »"),
        ([], {"start": "2026-13-01"}, "ev:startdate illisible : « 2026-13-01 »"),
        ([], {"start": "0001-01-01"}, "date hors limites : l’année 1 n’est pas entre 1970 et 2200"),
        (["<ev:enddate>2026-11-24T17:00:00+01:00</ev:enddate>"], {}, "la fin est avant le début"),
    ],
)
def test_item_that_is_not_understood_is_refused_alone(lines, options, reason):
    reading = read(item(*lines, **options), item(title="Après", guid="b:2"))

    assert [entry.title for entry in reading.entries] == ["Après"]
    (refusal,) = reading.refusals
    assert (refusal.uid, refusal.line, refusal.title) == ("https://mjc.example.org/?p=1", 4, "Atelier")
    assert refusal.reason == reason


DANGEROUS = {
    "bomb": '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "quadratic": f'<!DOCTYPE rss [<!ENTITY a "{"a" * 100_000}">]>',
    "file": '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://127.0.0.1/a.dtd"> %a;]>',
    "external": '<!DOCTYPE rss SYSTEM "http://127.0.0.1/a.dtd">',
    "public": '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1/rss.dtd">',
}


@pytest.mark.parametrize("doctype", DANGEROUS.values(), ids=DANGEROUS)
def test_document_type_and_entities_are_refused(doctype):
    data = channel(item("<description>" + "&b;" * 100 + "</description>"))

    with pytest.raises(NotACalendar, match="déclaration de type"):
        read_any(data.replace("<rss", f"{doctype}<rss", 1).encode())


def test_xinclude_and_stylesheet_do_nothing():
    data = channel(item('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'))
    data = data.replace("<rss", '<?xml-stylesheet href="http://127.0.0.1/a.xsl"?><rss', 1)

    (entry,) = read_any(data.encode()).entries
    assert entry.description == ""


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Fête &eacute;t&eacute; &nbsp;!", "Fête été !"),
        ("Café & thé", "Café & thé"),
        ("A&B;C &unknown; &#233;", "A&B;C &unknown; é"),
        ("Nul\x00 et\x0b fin", "Nul et fin"),
    ],
)
def test_what_is_no_xml_is_mended(title, expected):
    assert read_one(title=title).title == expected


def test_invalid_utf8_is_windows_1252():
    assert read_any(channel(item(title="Café")).encode("cp1252")).entries[0].title == "Café"


def test_cut_feed_keeps_what_was_whole_and_says_so():
    data = channel(item(), item(title="B", guid="b:2"))

    reading = read_any(data[: data.rindex("</item>")].encode())

    assert [entry.title for entry in reading.entries] == ["Atelier"]
    assert not reading.complete
    assert reading.warnings == ["Ligne 12 : flux mal formé : la suite n’a pas pu être lue"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'<?xml version="1.0"?><opml><body/></opml>', "Ceci est un flux XML ou RSS, pas un calendrier"),
        (b'<?xml version="1.0"?><rss></rss>', "Ceci est un flux XML ou RSS, pas un calendrier"),
        (b"<rss><", "Ce flux XML est mal form"),
        (b"<rss>" + b"<a>" * 200, "Ce flux XML est trop complexe"),
    ],
)
def test_what_is_no_feed_is_named(data, message):
    with pytest.raises(NotACalendar) as error:
        read_any(data)

    assert message in str(error.value)


def test_items_beyond_the_limit_are_counted_and_the_others_come_in(monkeypatch):
    monkeypatch.setattr(entries, "MAX_ENTRIES", 2)
    items = "".join(
        f"<item><guid>{n}</guid><title>N</title><start>2027-01-0{n}</start></item>" for n in (1, 2, 3)
    )

    reading = rss.read(f"<rss><channel>{items}</channel></rss>".encode())

    assert (len(reading.entries), reading.refused, reading.complete) == (2, 1, False)


def test_feed_without_items_is_an_empty_calendar():
    assert read_any(channel().encode()).entries == []


HOSTILE = {
    "text": b"<rss><channel><item><title>" + b"a" * 19_900_000,
    "ampersands": b"<rss><channel><item><title>" + b"&" * 19_900_000,
    "entities": b"<rss><channel><item><title>" + b"&eacute;" * 2_400_000,
    "attributes": b"<rss><channel><item a='" + b"b" * 19_900_000 + b"'/></channel></rss>",
    "elements": b"<rss><channel><item>" + b"<a/>" * 4_900_000 + b"</item></channel></rss>",
    "markup": b"<rss><channel><item><description>" + b"<b>a" * 90 + b"a" * 19_000_000,
    "comment": b"<rss><channel><!--" + b"-" * 19_900_000,
    "cdata": b"<rss><channel><item><title>" + b"<![CDATA[a]]>" * 1_500_000,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_feed_takes_bounded_time_and_memory(data):
    tracemalloc.start()
    started = time.perf_counter()

    with contextlib.suppress(NotACalendar):
        read_any(data)

    spent, peak = time.perf_counter() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < 15
    assert peak < 300_000_000


ELEMENTS = st.sampled_from(
    [
        *("title", "link", "guid", "description", "content:encoded", "category", "pubDate", "location"),
        *(
            "ev:startdate",
            "ev:enddate",
            "xcal:dtstart",
            "xcal:dtend",
            "xcal:duration",
            "start_date",
            "start_time",
        ),
        *("georss:point", "geo:lat"),
    ]
)
WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["2026-11-24", "2026-11-24T18:00", "24/11/2026 - 18h", "PT1H", "43.2 5.3", "https://a.example/"]
    ),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.tuples(ELEMENTS, WORDS), max_size=8), max_size=4))
def test_no_content_breaks_the_reader(items):
    written = ("".join(f"<{name}><![CDATA[{words}]]></{name}>" for name, words in lines) for lines in items)
    data = channel(*(f"<item>{lines}</item>" for lines in written)).encode(errors="replace")

    try:
        reading = read_any(data)
    except NotACalendar:
        return
    assert len({entry.uid for entry in reading.entries}) == len(reading.entries)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data):
    with contextlib.suppress(NotACalendar):
        rss.read(b"<rss><channel>" + data)
