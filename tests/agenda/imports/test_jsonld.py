import contextlib
import json
import time
import tracemalloc
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda.imports import jsonld
from agenda.imports.entries import MAX_BYTES, NotACalendar, Override
from agenda.imports.reading import read as read_any
from agenda.recurrence import Schedule, spans

PARIS = ZoneInfo("Europe/Paris")
ADDRESS = "https://mjc.example.org/agenda/"


def paris(*args):
    return datetime(*args, tzinfo=PARIS)


def page(*documents, head="", body=""):
    scripts = "\n".join(
        f'<script type="application/ld+json">{document if isinstance(document, str) else json.dumps(document)}</script>'
        for document in documents
    )
    return (
        f"<!doctype html><html><head><title>Agenda</title>{head}{scripts}</head><body>{body}</body>".encode()
    )


def event(**said):
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": "https://mjc.example.org/agenda/1/",
        "name": "Atelier",
        "startDate": "2026-11-24T18:00:00+01:00",
        "endDate": "2026-11-24T19:30:00+01:00",
    } | said


def read(*documents, **shown):
    return jsonld.read(page(*documents, **shown), address=ADDRESS)


def read_one(**said):
    reading = read({key: value for key, value in event(**said).items() if value is not None})
    assert not reading.refusals, reading.refusals
    (entry,) = reading.entries
    return entry


def test_event_is_read_with_all_that_it_says():
    entry = read_one(
        name="Go&ucirc;ter &amp; jeux",
        url="/agenda/gouter/",
        description="<p>Avec les enfants.</p><p>Entrée libre</p>",
        disambiguatingDescription="Un goûter pour tous",
        location={
            "@type": "Place",
            "name": "Centre social",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "12 rue des Lilas",
                "postalCode": "13009",
                "addressLocality": "Marseille",
                "addressCountry": "FR",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": "43.25", "longitude": 5.39},
        },
        image=["/media/gouter.jpg", "https://example.org/autre.jpg"],
        keywords="Enfance, Jeux,Enfance",
        typicalAgeRange="3-10",
        offers={"@type": "Offer", "price": "2,50", "priceCurrency": "EUR"},
        organizer={
            "@type": "Organization",
            "name": "MJC",
            "email": "a@example.org",
            "telephone": "0491000000",
        },
        dateModified="2026-11-01T10:00:00Z",
    )

    assert entry.uid == "https://mjc.example.org/agenda/1/"
    assert entry.schedule == Schedule(paris(2026, 11, 24, 18), paris(2026, 11, 24, 19, 30))
    assert (entry.title, entry.summary) == ("Goûter & jeux", "Un goûter pour tous")
    assert entry.description == "Avec les enfants.\n\nEntrée libre"
    assert (entry.place_name, entry.address) == ("Centre social", "12 rue des Lilas, 13009 Marseille")
    assert (entry.latitude, entry.longitude) == (43.25, 5.39)
    assert entry.url == "https://mjc.example.org/agenda/gouter/"
    assert entry.keywords == ("Enfance", "Jeux")
    assert (entry.age_min, entry.age_max) == (3, 10)
    assert (entry.free, entry.conditions) == (False, "2,50 €")
    assert (entry.contact_email, entry.contact_phone) == ("a@example.org", "0491000000")
    assert entry.modified == datetime(2026, 11, 1, 10, tzinfo=UTC)
    assert (entry.status, entry.cancelled, entry.line) == (1, False, 1)


# Pages as known software writes them


def test_the_events_calendar_lists_its_events_in_one_array():
    """WordPress: an array, an address in words escaped twice, whole days from midnight to 23:59:59."""
    reading = read(
        [
            {
                "@context": "http://schema.org",
                "@type": "Event",
                "name": "F&ecirc;te du quartier",
                "description": "&lt;p&gt;Venez nombreux&lt;/p&gt;\\n",
                "url": "https://asso.example.org/event/fete/",
                "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
                "startDate": "2026-06-20T00:00:00+02:00",
                "endDate": "2026-06-21T23:59:59+02:00",
                "location": {"@type": "Place", "name": "Parc", "description": "", "url": ""},
                "performer": "Organization",
            },
            {
                "@context": "http://schema.org",
                "@type": "Event",
                "name": "Repas",
                "url": "https://asso.example.org/event/repas/",
                "startDate": "2026-06-21T12:00:00+02:00",
                "endDate": "2026-06-21T15:00:00+02:00",
                "offers": {"@type": "Offer", "price": "0", "url": "https://asso.example.org/event/repas/"},
            },
        ]
    )

    feast, meal = reading.entries
    assert (feast.title, feast.place_name) == ("Fête du quartier", "Parc")
    assert feast.schedule == Schedule(paris(2026, 6, 20), paris(2026, 6, 22), all_day=True)
    assert (meal.uid, meal.free) == ("https://asso.example.org/event/repas/", True)


def test_yoast_graph_names_the_place_and_the_organiser_by_id():
    reading = read(
        {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "WebPage", "@id": "https://t.example.org/piece/", "isPartOf": {"@id": "#site"}},
                {
                    "@type": ["TheaterEvent", "Thing"],
                    "@id": "https://t.example.org/piece/#event",
                    "name": "La pièce",
                    "startDate": "2026-11-24T20:30",
                    "duration": "PT1H45M",
                    "location": {"@id": "#salle"},
                    "image": {"@id": "#affiche"},
                },
                {"@type": "ImageObject", "@id": "#affiche", "url": "https://t.example.org/a.webp"},
                {
                    "@type": "Place",
                    "@id": "#salle",
                    "name": "Théâtre",
                    "address": "1 rue du Port, 13008 Marseille",
                },
            ],
        }
    )

    (entry,) = reading.entries
    assert entry.uid == "https://t.example.org/piece/#event"
    assert entry.schedule == Schedule(paris(2026, 11, 24, 20, 30), paris(2026, 11, 24, 22, 15))
    assert (entry.place_name, entry.address) == ("Théâtre", "1 rue du Port, 13008 Marseille")


def test_helloasso_eventbrite_and_mobilizon_say_where_it_is_online_and_what_it_costs():
    online = read_one(
        location=[
            {"@type": "VirtualLocation", "url": "https://visio.example.org/1"},
            {"@type": "Place", "name": "Médiathèque", "address": {"addressLocality": "Marseille"}},
        ],
        eventStatus="https://schema.org/EventMovedOnline",
        offers={"@type": "AggregateOffer", "lowPrice": 3, "highPrice": "12.50", "priceCurrency": "EUR"},
    )

    assert online.online_url == "https://visio.example.org/1"
    assert (online.place_name, online.address, online.status) == ("Médiathèque", "Marseille", 3)
    assert (online.free, online.conditions) == (False, "de 3 à 12,50 €")


def test_item_list_of_events_is_read():
    items = [
        {"@type": "ListItem", "position": n, "item": event(**{"@id": f"https://a.example.org/{n}"})}
        for n in (1, 2)
    ]

    reading = read({"@type": "ItemList", "itemListElement": items})

    assert [entry.uid for entry in reading.entries] == ["https://a.example.org/1", "https://a.example.org/2"]


def test_page_of_ours_gives_one_event_with_its_dates():
    """One schema.org/Event a date shown, under one address: see agenda/structured_data.py."""
    address = "https://ailleurs.example.org/agenda/evenements/atelier/"
    dates = [
        ("2026-11-24T18:00:00+01:00", "2026-11-24T19:30:00+01:00", "EventScheduled"),
        ("2026-12-01T18:00:00+01:00", "2026-12-01T20:00:00+01:00", "EventScheduled"),
        ("2026-12-08T18:00:00+01:00", "2026-12-08T19:30:00+01:00", "EventCancelled"),
    ]

    reading = read(
        [
            event(
                **{"@id": None},
                url=address,
                startDate=start,
                endDate=end,
                eventStatus=f"https://schema.org/{status}",
            )
            for start, end, status in dates
        ]
    )

    (entry,) = reading.entries
    assert (entry.uid, entry.cancelled) == (address, False)
    assert entry.schedule.start == paris(2026, 11, 24, 18)
    assert entry.schedule.rdates == (paris(2026, 12, 1, 18), paris(2026, 12, 8, 18))
    assert entry.overrides == (
        Override(paris(2026, 12, 1, 18), paris(2026, 12, 1, 18), paris(2026, 12, 1, 20), line=2),
        Override(
            paris(2026, 12, 8, 18), paris(2026, 12, 8, 18), paris(2026, 12, 8, 19, 30), cancelled=True, line=3
        ),
    )


# When


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-24", None, (paris(2026, 11, 24), paris(2026, 11, 25), True)),
        ("2026-11-24", "2026-11-25", (paris(2026, 11, 24), paris(2026, 11, 26), True)),
        ("2026-11-24", "2026-11-24", (paris(2026, 11, 24), paris(2026, 11, 25), True)),
        ("2026-10-25", None, (paris(2026, 10, 25), paris(2026, 10, 26), True)),
        ("2026-11-24T00:00", None, (paris(2026, 11, 24), paris(2026, 11, 25), True)),
        ("2026-11-24T18:00", None, (paris(2026, 11, 24, 18), paris(2026, 11, 24, 18), False)),
        ("2026-11-24T17:00Z", "2026-11-24T18:00Z", (paris(2026, 11, 24, 18), paris(2026, 11, 24, 19), False)),
        ("2026-11-24T18:00:00.000+0100", None, (paris(2026, 11, 24, 18), paris(2026, 11, 24, 18), False)),
        ("2026-11-24 18:00", "2026-11-24", (paris(2026, 11, 24, 18), paris(2026, 11, 24, 18), False)),
        ("2026-11-24T18:00", "2026-11-25", (paris(2026, 11, 24, 18), paris(2026, 11, 26), False)),
        ("2026-06-24T18:00-04:00", None, (paris(2026, 6, 25, 0), paris(2026, 6, 26, 0), True)),
        ("20261124T180000", "20261124T193000", (paris(2026, 11, 24, 18), paris(2026, 11, 24, 19, 30), False)),
    ],
)
def test_dates_with_and_without_zone_and_whole_days(start, end, expected):
    schedule = read_one(startDate=start, endDate=end).schedule

    assert (schedule.start, schedule.end, schedule.all_day) == expected


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"startDate": None}, "sans date de début (startDate)"),
        ({"startDate": "bientôt"}, "startDate illisible : « bientôt »"),
        ({"startDate": "2026-02-30"}, "startDate illisible : « 2026-02-30 »"),
        ({"startDate": ["x" * 5000]}, "startDate illisible : « " + "x" * 40 + " »"),
        ({"startDate": "1583-01-01"}, "date hors limites : l’année 1583 n’est pas entre 1970 et 2200"),
        ({"endDate": "2026-11-24T17:00:00+01:00"}, "la fin est avant le début"),
        ({"endDate": "2026-11-23"}, "la fin est avant le début"),
        ({"endDate": None, "duration": "une heure"}, "DURATION illisible : « UNE HEURE »"),
        ({"eventSchedule": {"repeatFrequency": "P1W"}, "startDate": None}, "sans date de début (startDate)"),
        ({"eventSchedule": {"repeatFrequency": "PT1S"}}, "repeatFrequency illisible : « PT1S »"),
        ({"eventSchedule": {"repeatFrequency": "P1W", "byDay": "Mardi"}}, "byDay illisible : « MARDI »"),
        ({"eventSchedule": {"repeatFrequency": "P1W", "startTime": "25:00"}, "startDate": "2026-11-24"},
         "startTime n’existe pas : « 25:00 »"),
    ],
)  # fmt: skip
def test_event_that_is_not_understood_is_refused_alone(said, reason):
    wrong = {key: value for key, value in event(**said).items() if value is not None}
    good = event(**{"@id": "https://mjc.example.org/agenda/2/"}, name="Après")

    reading = read(wrong, good)

    assert [entry.title for entry in reading.entries] == ["Après"]
    (refusal,) = reading.refusals
    assert (refusal.uid, refusal.line, refusal.title) == ("https://mjc.example.org/agenda/1/", 1, "Atelier")
    assert refusal.reason == reason


# Series


def test_event_schedule_is_a_rule():
    entry = read_one(
        **{"@type": "EventSeries"},
        startDate=None,
        endDate=None,
        eventSchedule={
            "@type": "Schedule",
            "startDate": "2026-11-24",
            "endDate": "2026-12-31",
            "startTime": "18:00:00",
            "endTime": "19:30:00",
            "repeatFrequency": "P1W",
            "byDay": ["https://schema.org/Tuesday", "https://schema.org/Thursday"],
            "exceptDate": ["2026-12-24", "2026-12-29T18:00:00+01:00"],
            "scheduleTimezone": "Europe/Paris",
        },
    )

    assert entry.schedule == Schedule(
        paris(2026, 11, 24, 18),
        paris(2026, 11, 24, 19, 30),
        rrule="FREQ=WEEKLY;UNTIL=20261231T225959Z;BYDAY=TU,TH",
        exdates=(paris(2026, 12, 24, 18), paris(2026, 12, 29, 18)),
    )
    dates = spans(entry.schedule, since=paris(2026, 1, 1), until=paris(2028, 1, 1)).spans
    assert [span.start.astimezone(PARIS).day for span in dates] == [24, 26, 1, 3, 8, 10, 15, 17, 22, 31]


@pytest.mark.parametrize(
    ("plan", "rule"),
    [
        ({"repeatFrequency": "P2W", "repeatCount": 4}, "FREQ=WEEKLY;INTERVAL=2;COUNT=4"),
        ({"repeatFrequency": "Weekly", "byDay": "Tuesday"}, "FREQ=WEEKLY;BYDAY=TU"),
        ({"repeatFrequency": "https://schema.org/Daily", "repeatCount": "3"}, "FREQ=DAILY;COUNT=3"),
        ({"repeatFrequency": "P1M", "byDay": "4TU"}, "FREQ=MONTHLY;BYDAY=4TU"),
        ({"repeatFrequency": "P1M", "byMonthDay": [24]}, "FREQ=MONTHLY;BYMONTHDAY=24"),
        ({"byDay": "schema:Tuesday"}, "FREQ=WEEKLY;BYDAY=TU"),
        ({"duration": "PT1H"}, ""),
    ],
)  # fmt: skip
def test_frequencies_of_every_form(plan, rule):
    if plan.get("byDay") == "schema:Tuesday":
        plan = plan | {"byDay": "https://schema.org/Tuesday"}

    assert read_one(eventSchedule=plan).schedule.rrule == rule


def test_sub_events_of_a_series_are_its_dates():
    dates = [{"@type": "Event", "startDate": f"2026-{month}-05T18:00"} for month in ("10", "11", "12")]

    entry = read_one(
        **{"@type": "EventSeries"}, startDate=None, endDate=None, subEvent=dates, location="Salle 2"
    )

    assert (entry.uid, entry.title, entry.place_name) == (
        "https://mjc.example.org/agenda/1/",
        "Atelier",
        "Salle 2",
    )
    assert entry.schedule.start == paris(2026, 10, 5, 18)
    assert entry.schedule.rdates == (paris(2026, 11, 5, 18), paris(2026, 12, 5, 18))


def test_festival_and_its_programme_are_events_each_and_share_the_place():
    programme = [
        {"@type": "MusicEvent", "name": "Concert", "startDate": "2026-07-03T21:00"},
        {"@type": "DanceEvent", "name": "Bal", "startDate": "2026-07-04T21:00", "location": "Plage"},
    ]

    reading = read(
        event(**{"@type": "Festival"}, name="Festival", startDate="2026-07-03", endDate="2026-07-05",
              location={"@type": "Place", "name": "Parc"}, subEvent=programme)
    )  # fmt: skip

    assert [(entry.title, entry.place_name) for entry in reading.entries] == [
        ("Festival", "Parc"), ("Concert", "Parc"), ("Bal", "Plage"),
    ]  # fmt: skip
    assert len({entry.uid for entry in reading.entries}) == 3


# Identity


def test_event_without_identifier_has_one_of_address_title_and_start():
    nameless = {key: value for key, value in event().items() if key != "@id"}

    def uid(address=ADDRESS, **said):
        return jsonld.read(page(nameless | said), address=address).entries[0].uid

    assert uid() == uid() == uid(description="Autre texte", endDate="2026-11-24T22:00:00+01:00")
    assert (
        len({uid(), uid(name="Autre"), uid(startDate="2026-11-23T18:00"), uid("https://b.example.org/")}) == 4
    )
    assert uid(identifier={"@type": "PropertyValue", "value": "a-12"}) == "jsonld:a-12"
    assert uid(**{"@id": "_:b0"}) == uid()
    assert uid(**{"@id": "#e1"}) == "https://mjc.example.org/agenda/#e1"


def test_page_says_its_own_address():
    nameless = {key: value for key, value in event().items() if key != "@id"}

    said = jsonld.read(page(nameless, head=f'<link href="{ADDRESS}" rel="canonical">'))

    assert said.entries[0].uid == jsonld.read(page(nameless), address=ADDRESS).entries[0].uid


def test_address_that_events_of_other_titles_share_identifies_none_of_them():
    home = "https://mjc.example.org/"
    found = [
        event(**{"@id": home}, name="Yoga"),
        event(**{"@id": home}, name="Chant"),
        event(**{"@id": home}, name="Chant"),
    ]

    reading = read(found)

    assert [entry.title for entry in reading.entries] == ["Yoga", "Chant"]
    assert all(entry.uid.startswith(home) for entry in reading.entries)
    assert reading.entries[0].uid == read(found[:2]).entries[0].uid


# What else a page may say


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"isAccessibleForFree": True}, (True, "")),
        ({"isAccessibleForFree": "https://schema.org/False"}, (False, "")),
        ({"offers": []}, (None, "")),
        ({"offers": {"price": 0}}, (True, "")),
        ({"offers": [{"price": "0.00"}, {"price": "5"}]}, (False, "de 0 à 5 €")),
        ({"offers": {"price": "gratuit"}}, (None, "")),
        ({"offers": {"priceSpecification": {"price": "8.00"}}}, (False, "8 €")),
        ({"offers": "https://billets.example.org/"}, (None, "")),
    ],
)
def test_price_of_zero_is_free(said, expected):
    entry = read_one(**said)

    assert (entry.free, entry.conditions) == expected


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"eventStatus": "https://schema.org/EventCancelled"}, 6),
        ({"eventStatus": "EventPostponed"}, 4),
        ({"eventStatus": {"@id": "schema:EventRescheduled"}}, 2),
        ({"eventStatus": "EventScheduled", "offers": {"availability": "https://schema.org/SoldOut"}}, 5),
        ({"offers": [{"availability": "SoldOut"}, {"availability": "InStock"}]}, 1),
    ],
)
def test_status_is_open_agendas(said, status):
    entry = read_one(**said)

    assert (entry.status, entry.cancelled) == (status, status == 6)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//", "http://[::1", 12, None]
)
def test_address_that_is_not_for_a_page_is_left_out(address):
    entry = read_one(url=address, image=address, location={"@type": "VirtualLocation", "url": address})

    assert not {"javascript", "data"} & {part.partition(":")[0] for part in (entry.url, entry.online_url)}


# Pages as they come


@pytest.mark.parametrize(
    "script",
    [
        '<script type="application/ld+json">%s</script>',
        "<SCRIPT data-x='>' TYPE='application/ld+json' class=y>%s</SCRIPT >",
        "<script type=application/ld+json>%s</script\n>",
        '<script type="application/ld+json; charset=utf-8">\n//<![CDATA[\n%s\n//]]>\n</script>',
        '<script type="application/ld+json"><!-- %s --></script>',
        '<script>var a = "<b>";</script><script type="application/ld+json">%s;</script>',
    ],
)
def test_script_is_found_however_it_is_written(script):
    data = b"<html>" + (script % json.dumps(event())).encode()

    assert [entry.title for entry in read_any(data).entries] == ["Atelier"]


@pytest.mark.parametrize(
    "script",
    [
        "<!-- <script type='application/ld+json'>%s</script> -->",
        "<script type='application/ld+json'>%s",
        "<script>%s</script>",
    ],
)
def test_script_that_is_none_is_not_read(script):
    with pytest.raises(NotACalendar, match="Ceci est une page web, pas un calendrier"):
        read_any(b"<html>" + (script % json.dumps(event())).encode())


def test_broken_script_is_said_and_the_others_are_read():
    reading = read('{"@type": "Event",\n"name": oups}', event())

    assert [entry.title for entry in reading.entries] == ["Atelier"]
    assert reading.warnings == ["Ligne 2 : données mal formées, laissées de côté"]


def test_broken_script_alone_is_told():
    with pytest.raises(NotACalendar, match=r"mal formées.: Ligne 1"):
        read('{"@type": "Event", "name": ')


def test_raw_newlines_in_texts_are_tolerated():
    assert (
        read('{"@type":"Event","name":"A\tB","startDate":"2026-11-24","description":"a\nb"}').entries[0].title
        == "A B"
    )


def test_json_ld_without_a_page_is_told_from_open_agenda():
    assert read_any(json.dumps(event()).encode()).entries[0].title == "Atelier"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_encoding_is_what_the_page_says_or_shows(encoding):
    head = '<meta charset="windows-1252">' if encoding == "cp1252" else ""
    data = page(json.dumps(event(name="Fête d’été"), ensure_ascii=False), head=head)

    assert jsonld.read(data.decode().encode(encoding)).entries[0].title == "Fête d’été"


@pytest.mark.parametrize("kind", ["BroadcastEvent", "Article", "NonEvents", "DeliveryEvent"])
def test_what_nobody_goes_to_is_no_event(kind):
    with pytest.raises(NotACalendar):
        read(event(**{"@type": kind}))


HOSTILE = {
    "comments": b"<html>" + b"<!--" * 4_900_000,
    "tags": b"<html>" + b"<script " * 2_400_000,
    "quotes": b"<html>" + b'<script "' * 2_200_000,
    "open scripts": b"<html>" + b"<script type=application/ld+json>" * 600_000,
    "empty scripts": b"<html>" + b"<script type=application/ld+json></script>" * 460_000,
    "spaces": b"<html><script type=application/ld+json>" + b" " * 19_900_000 + b"</script>",
    "slashes": b"<html><script type=application/ld+json>" + b"//" * 9_900_000 + b"</script>",
    "brackets": b"<html><script type=application/ld+json>" + b"[" * 19_900_000 + b"</script>",
    "some brackets": b"<html><script type=application/ld+json>" + b"[" * 1_900_000 + b"</script>",
    "links": b"<html>" + b"<link " * 3_000_000,
    "titles": b"<html>" + b"<title" * 3_000_000,
    "not utf-8": b"<html>" + b"\xff" * 19_900_000,
    "keywords": b"<html><script type=application/ld+json>"
    + json.dumps(event(keywords="a" * 19_000_000)).encode()
    + b"</script>",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_page_takes_bounded_time_and_memory(data):
    assert len(data) <= MAX_BYTES
    tracemalloc.start()
    started = time.perf_counter()

    with contextlib.suppress(NotACalendar):
        read_any(data)

    spent, peak = time.perf_counter() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < 10
    assert peak < 200_000_000


def test_too_many_values_are_no_calendar():
    with pytest.raises(NotACalendar, match="trop complexes"):
        read("[" + "0," * 2_000_001 + "0]")


KEYS = st.sampled_from(["@id", "@type", "@value", "name"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
    | st.sampled_from(["2026-11-24", "2026-11-24T18:00", "P1W", "PT1H", "Event", "https://schema.org/Monday"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner),
    max_leaves=8,
)  # fmt: skip
NAMES = [
    *(
        "@id",
        "@type",
        "name",
        "url",
        "identifier",
        "startDate",
        "endDate",
        "duration",
        "location",
        "offers",
        "image",
    ),
    *("keywords", "eventStatus", "subEvent", "eventSchedule", "organizer", "typicalAgeRange", "description"),
    *("isAccessibleForFree", "dateModified", "superEvent"),
]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(NAMES), JSON), st.dictionaries(st.sampled_from(NAMES), JSON))
def test_no_values_break_the_reader(said, part):
    document = {"@type": "Event", "startDate": "2026-11-24T18:00"} | said

    try:
        reading = read(
            [document, {"@type": "EventSeries", "subEvent": [part | {"@type": "Event"}, document]}]
        )
    except NotACalendar:
        return
    assert len({entry.uid for entry in reading.entries}) == len(reading.entries)


@given(st.integers(32 * 10**6, 7 * 10**9))
def test_any_instant_is_read_as_it_was_written(at):
    at = datetime.fromtimestamp(at, PARIS)

    schedule = read_one(startDate=at.isoformat(), endDate=at.isoformat()).schedule

    midnight = not (at.hour or at.minute or at.second)
    assert schedule.start.astimezone(UTC) == at.astimezone(UTC)
    assert schedule.all_day == midnight
