"""One filter, every output: what leaves the agenda is what its page lists."""

import json
from datetime import datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from icalendar import Calendar

from agenda.changes import moment
from agenda.imports import openagenda as openagenda_import
from agenda.models import Event, Occurrence
from agenda.models.occurrences import HORIZON
from associations.models import Theme
from tests.agenda.reading import (
    ATOM,
    OUTPUTS,
    PARIS,
    csv_rows,
    dates_in_calendar,
    uids_in_csv,
    uids_in_ics,
    uids_in_json,
    uids_in_rss,
    xlsx_rows,
)
from tests.factories import (
    DistrictFactory,
    EventFactory,
    OrganisationFactory,
    PlaceFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = timedelta(days=1)
FEEDS = [
    "/agenda.ics",
    "/agenda.rss",
    "/agenda.atom",
    "/agenda.json",
    "/agenda.jsonld",
    "/agenda.csv",
    "/agenda.xlsx",
]
TEXTS = FEEDS[:-1]


def at(days, hour=18, minute=0):
    """An hour of a day, counted from today."""
    on = TODAY + timedelta(days=days)
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=PARIS)


def event_at(days, hour=18, length=timedelta(minutes=90), **fields):
    return EventFactory(starts_at=at(days, hour), ends_at=at(days, hour) + length, **fields)


def page_of_json(client, query=""):
    return json.loads(client.get(f"/agenda.json{query}").content)


# The same events everywhere.


@pytest.fixture
def network():
    """Events that each filter tells apart, by name."""
    theme, district = ThemeFactory(slug="parentalite"), DistrictFactory(slug="mazargues")
    organiser, partner = OrganisationFactory(slug="les-voisins"), OrganisationFactory(slug="la-ville")
    events = {
        "theme": event_at(2, themes=[theme, ThemeFactory()]),
        "district": event_at(3, place=PlaceFactory(district=district)),
        "organiser": event_at(4, organiser=organiser),
        "partner": event_at(5),
        "seniors": event_at(6, publics=["seniors"], is_free=False),
        "parents": event_at(7, publics=["parents"], age_min=3, age_max=6),
        "accessible": event_at(8, accessibility=["hi"]),
        "words": event_at(9, title="Cuisine du monde", rrule="FREQ=WEEKLY"),
        "cancelled": event_at(10, status=Event.Status.CANCELLED),
        "online": event_at(11, place=None, online_url="https://example.org/salle", organiser=None),
    }
    events["partner"].co_organisers.add(organiser, partner)
    for state in (state for state in Event.State if state != Event.State.PUBLISHED):
        event_at(2, state=state, themes=[theme], organiser=organiser)
    return events


EVERYONE = ["theme", "district", "organiser", "partner", "seniors", "parents", "accessible", "words"]
EVERYONE += ["cancelled", "online"]
FILTERS = {
    "": EVERYONE,
    "?theme=parentalite": ["theme"],
    "?quartier=mazargues": ["district"],
    "?organisateur=les-voisins": ["organiser", "partner"],
    "?organisateur=la-ville": ["partner"],
    "?public=seniors": [name for name in EVERYONE if name != "parents"],
    "?public=parents": [name for name in EVERYONE if name != "seniors"],
    "?age=5": EVERYONE,
    "?age=7": [name for name in EVERYONE if name != "parents"],
    "?accessible=hi": ["accessible"],
    "?gratuit=on": [name for name in EVERYONE if name != "seniors"],
    "?q=cuisines": ["words"],
    "?q=cuizine": ["words"],
    "?q=introuvable": [],
    "?theme=parentalite&organisateur=la-ville": [],
    "?public=seniors&gratuit=on&age=7&organisateur=les-voisins": ["organiser", "partner"],
}


@pytest.mark.parametrize(("query", "names"), FILTERS.items(), ids=FILTERS)
def test_filter_gives_the_same_events_in_every_output(client, network, query, names):
    wanted = {network[name].uid for name in names}

    found = {output.__name__: output(client, query) for output in OUTPUTS}

    assert found == {output.__name__: wanted for output in OUTPUTS}


@pytest.fixture
def windowed():
    """Events around a window of ten days that begins in ten days."""
    return {
        "before": event_at(9),
        "first day": event_at(10, hour=0),
        "last day": event_at(19, hour=22, length=timedelta(hours=5)),
        "after": event_at(20, hour=0),
        "over when it begins": event_at(9, hour=22, length=timedelta(hours=2)),
        "under way": event_at(8, length=5 * DAY),
        "long under way": EventFactory(starts_at=at(-90, 0), ends_at=at(90, 0), all_day=True),
        "overnight": event_at(9, hour=22, length=timedelta(hours=5)),
        "series": event_at(-20, rrule="FREQ=WEEKLY"),
        "series that was": event_at(-20, rrule="FREQ=DAILY;COUNT=3"),
        "moved out": event_at(12),
        "moved in": event_at(30, rrule="FREQ=MONTHLY"),
    }


def moved(windowed):
    out, into = windowed["moved out"], windowed["moved in"]
    out.occurrences.get().change(by=None, starts_at=at(40), ends_at=at(40, 20))
    first = into.occurrences.in_order().first()
    first.change(by=None, starts_at=at(15, 9), ends_at=at(15, 10), note="Plus tôt")


INSIDE = ["first day", "last day", "under way", "long under way", "overnight", "series", "moved in"]


def test_window_gives_the_same_events_in_every_output(client, windowed):
    moved(windowed)
    query = f"?du={TODAY + 10 * DAY}&au={TODAY + 19 * DAY}"
    wanted = {windowed[name].uid for name in INSIDE}

    found = {output.__name__: output(client, query) for output in OUTPUTS}

    assert found == {output.__name__: wanted for output in OUTPUTS}


@pytest.mark.parametrize(
    ("first", "last"), [(10, 19), (0, 19), (0, 0), (10, 10), (15, None), (None, 15), (9, 9), (40, 41)]
)
def test_window_gives_the_same_dates_in_every_output(client, windowed, first, last):
    moved(windowed)
    query = "?" + "&".join(
        f"{name}={TODAY + days * DAY}" for name, days in (("du", first), ("au", last)) if days is not None
    )
    last = 400 if last is None else last

    calendar = client.get(f"/agenda.ics{query}").content
    rows = csv_rows(client, query)

    wanted = dates_on_pages(client, query)
    everything = timezone.now() - 400 * DAY, timezone.now() + 800 * DAY
    assert dates_in_calendar(calendar, *everything) == wanted
    assert sorted(row["début"] for row in rows) == [
        f"{start.astimezone(PARIS):%Y-%m-%d %H:%M}" for start, _end, _cancelled in wanted
    ]


def dates_on_pages(client, query):
    """All that the list shows, page after page."""
    dates, cursor = [], ""
    while True:
        context = client.get(f"/agenda/{query}&suite={cursor}").context
        dates += [*context["under_way"], *(row for day in context["days"] for row in day.occurrences)]
        cursor = context["next_cursor"]
        if not cursor:
            return sorted((row.starts_at, row.ends_at, row.shown_cancelled) for row in dates)


def test_window_that_ends_before_it_begins_is_empty(client, windowed):
    query = f"?du={TODAY + 10 * DAY}&au={TODAY + 5 * DAY}"

    for output in (uids_in_ics, uids_in_rss, uids_in_json, uids_in_csv):
        assert output(client, query) == set()


def test_calendar_without_days_keeps_what_has_just_passed_and_whole_series(client):
    recent, old = event_at(-20), event_at(-40)
    series = event_at(-60, rrule="FREQ=WEEKLY")

    events = Calendar.from_ical(client.get("/agenda.ics").content).walk("VEVENT")

    assert {str(event["UID"]) for event in events} == {recent.uid, series.uid}
    assert old.uid not in {str(event["UID"]) for event in events}
    assert [event["RRULE"].to_ical() for event in events if "RRULE" in event] == [b"FREQ=WEEKLY"]
    for output in (output for output in OUTPUTS if output is not uids_in_ics):
        assert output(client, "") == {series.uid}


@pytest.mark.parametrize("state", [state for state in Event.State if state != Event.State.PUBLISHED])
def test_feeds_never_hold_what_is_not_public(client, coordinator, state):
    hidden = event_at(2, state=state, title="Pas encore", organiser=None)
    client.force_login(coordinator)

    for output in OUTPUTS:
        assert hidden.uid not in output(client, "")
    assert all("Pas encore" not in client.get(feed).getvalue().decode() for feed in TEXTS)


def test_calendar_of_a_pending_event_is_for_its_editors(client, member, organisation, coordinator):
    pending = event_at(2, pending=True, organiser=organisation)
    address = f"/agenda/evenements/{pending.slug}.ics"
    statuses = {}

    for name, user in {
        "visitor": None,
        "stranger": UserFactory(),
        "member": member,
        "team": coordinator,
    }.items():
        client.logout()
        if user:
            client.force_login(user)
        statuses[name] = client.get(address).status_code

    assert statuses == {"visitor": 404, "stranger": 404, "member": 200, "team": 200}


def test_calendar_of_one_event(client):
    event, _other = event_at(2, rrule="FREQ=WEEKLY"), event_at(2)

    response = client.get(f"/agenda/evenements/{event.slug}.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'
    (vevent,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert str(vevent["UID"]) == event.uid


def test_feeds_say_their_type(client):
    types = {feed: client.get(feed)["Content-Type"] for feed in FEEDS}

    assert types == {
        "/agenda.ics": "text/calendar; charset=utf-8",
        "/agenda.rss": "application/rss+xml; charset=utf-8",
        "/agenda.atom": "application/atom+xml; charset=utf-8",
        "/agenda.json": "application/json",
        "/agenda.jsonld": "application/ld+json",
        "/agenda.csv": "text/csv; charset=utf-8",
        "/agenda.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }


def test_calendar_is_named_after_its_filters(client):
    ThemeFactory(slug="sante", name="Santé")

    lines = client.get("/agenda.ics?theme=sante&gratuit=on").content.decode().split("\r\n")

    assert r"X-WR-CALNAME:Coopération Sud · Santé\, Gratuit seulement" in lines


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?du=hier", "À partir du : « hier » n’est pas une date. Écrivez par exemple 2026-11-24."),
        ("?au=2026-02-30", "Jusqu’au : « 2026-02-30 » n’est pas une date. Écrivez par exemple 2026-11-24."),
        ("?du=1583-01-01", "À partir du : Cette date est trop ancienne."),
        ("?au=9999-12-31", "Jusqu’au : Cette date est trop lointaine."),
        ("?theme=inconnu", "Thème :"),
        ("?age=douze", "Âge :"),
        ("?public=chats&accessible=zz", "Pour qui :"),
    ],
)
def test_filter_that_is_not_understood_is_refused(client, query, said):
    for feed in FEEDS:
        response = client.get(feed + query)

        assert response.status_code == 400
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert "ETag" not in response
        assert response.content.decode().startswith("Cette adresse n’est pas comprise :")
        assert said in response.content.decode()


@pytest.mark.parametrize(
    ("feed", "queries"),
    [
        ("/agenda.ics", 8),
        ("/agenda.rss", 4),
        ("/agenda.atom", 4),
        ("/agenda.json", 7),
        ("/agenda.csv", 4),
        ("/agenda.jsonld", 4),
    ],
)
def test_number_of_queries_does_not_grow_with_events(client, feed, queries, django_assert_num_queries):
    for count in (1, 3):
        while Event.objects.count() < count:
            place = PlaceFactory(district=DistrictFactory())
            event = event_at(2, themes=[ThemeFactory()], place=place, rrule="FREQ=WEEKLY;COUNT=3")
            event.occurrences.first().cancel(by=None)

        with django_assert_num_queries(queries):
            text = client.get(feed).getvalue().decode()

        assert all(event.slug in text for event in Event.objects.all())


def test_answer_is_made_once_for_what_did_not_change(client, django_assert_num_queries):
    event = event_at(2)
    first = client.get("/agenda.ics")

    with django_assert_num_queries(1):
        again = client.get("/agenda.ics")

    assert (again.content, dict(again.items())) == (first.content, dict(first.items()) | request_id(again))
    event.title = "Autre titre"
    event.save()
    assert "Autre titre" in client.get("/agenda.ics").content.decode()


def request_id(response):
    return {"X-Request-ID": response["X-Request-ID"]}


# ETag and 304.


@pytest.mark.parametrize("feed", FEEDS)
def test_unchanged_feed_answers_304_in_one_query(client, feed, django_assert_num_queries):
    event_at(2, themes=[ThemeFactory()])
    event_at(3, rrule="FREQ=WEEKLY")
    first = client.get(feed)
    first.getvalue()

    with django_assert_num_queries(1):
        second = client.get(feed, headers={"If-None-Match": first["ETag"]})

    assert second.status_code == 304
    assert second.content == b""
    assert second["ETag"] == first["ETag"]
    assert second["Cache-Control"] == first["Cache-Control"] == "public, max-age=300"
    assert client.get(feed, headers={"If-None-Match": '"autre"'}).status_code == 200


def edit(event):
    event.title = "Autre titre"
    event.revise(by=None)
    event.save()


CHANGES = {
    "edited": edit,
    "cancelled": lambda event: event.cancel(by=None),
    "date cancelled": lambda event: event.occurrences.last().cancel(by=None),
    "date moved": lambda event: event.occurrences.last().change(
        by=None, starts_at=at(60), ends_at=at(60, 20)
    ),
    "archived": lambda event: event.archive(by=None),
    "organiser renamed": lambda event: rename(event.organiser),
    "place renamed": lambda event: rename(event.place),
    "theme renamed": lambda event: rename(event.themes.get()),
    "district renamed": lambda event: rename(event.place.district),
    "theme added": lambda event: (event.themes.add(ThemeFactory()), event.revise(by=None)),
    "another event": lambda event: event_at(5),
}


def rename(row):
    row.name = "Nouveau nom"
    row.save()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_etag_changes_with_what_the_feeds_hold(client, change):
    place = PlaceFactory(district=DistrictFactory())
    event = event_at(2, themes=[ThemeFactory()], place=place, rrule="FREQ=WEEKLY;COUNT=3")
    before = {feed: client.get(feed)["ETag"] for feed in FEEDS}

    change(event)

    after = {feed: client.get(feed, headers={"If-None-Match": before[feed]}) for feed in FEEDS}
    assert {response.status_code for response in after.values()} == {200}
    assert all(after[feed]["ETag"] != before[feed] for feed in FEEDS)


def test_etag_differs_between_filters_and_formats(client):
    event_at(2)

    etags = [client.get(feed + query)["ETag"] for feed in FEEDS for query in ("", "?gratuit=on", "?age=3")]

    assert len(set(etags)) == 3 * len(FEEDS)


@pytest.mark.parametrize("path", ["{slug}.ics", "{slug}/dates/{pk}.ics"])
def test_calendar_of_one_event_answers_304_in_one_query(client, coordinator, path, django_assert_num_queries):
    event = event_at(2, rrule="FREQ=WEEKLY")
    address = "/agenda/evenements/" + path.format(slug=event.slug, pk=event.occurrences.first().pk)
    first = client.get(address)

    with django_assert_num_queries(1):
        second = client.get(address, headers={"If-None-Match": first["ETag"]})
    event.cancel(by=None)
    third = client.get(address, headers={"If-None-Match": first["ETag"]})
    other = client.get("/agenda.ics", headers={"If-None-Match": third["ETag"]})

    assert (second.status_code, second["ETag"]) == (304, first["ETag"])
    assert second["Cache-Control"] == first["Cache-Control"] == "public, max-age=300"
    assert (third.status_code, "[Annulé]" in third.text, other.status_code) == (200, True, 200)


def test_calendar_of_what_is_not_public_is_kept_by_nobody_else(client, coordinator):
    event = event_at(2, state="pending")
    client.force_login(coordinator)

    response = client.get(f"/agenda/evenements/{event.slug}.ics")

    assert (response["Cache-Control"], response.has_header("ETag")) == ("private", False)


# JSON-LD


def test_json_ld_tells_each_date_in_its_order(client):
    series = event_at(2, rrule="FREQ=WEEKLY;COUNT=2", title="Tricot</script>")
    series.occurrences.last().cancel(by=None)
    event_at(3, title="Loto")

    told = json.loads(client.get("/agenda.jsonld").getvalue())

    items = [row["item"] for row in told["itemListElement"]]
    assert (told["@context"], told["@type"]) == ("https://schema.org", "ItemList")
    assert [row["position"] for row in told["itemListElement"]] == [1, 2, 3]
    assert [item["name"] for item in items] == ["Tricot</script>", "Loto", "Tricot</script>"]
    assert [item["eventStatus"].rpartition("/")[2] for item in items] == [
        *("EventScheduled", "EventScheduled", "EventCancelled")
    ]


# RSS


def test_rss_tells_events_last_announced_first(client):
    first, second = (
        event_at(4),
        event_at(3, status=Event.Status.CANCELLED, description="**Gras** & <b>brut</b>"),
    )
    for event, days in ((first, 2), (second, 1)):
        Event.objects.filter(pk=event.pk).update(published_at=timezone.now() - days * DAY)

    root = ElementTree.fromstring(client.get("/agenda.rss").content)  # noqa: S314 (our own)

    items = list(root.iter("item"))
    assert [item.findtext("guid") for item in items] == [second.uid, first.uid]
    assert items[0].findtext("title").startswith(f"[Annulé] {second.title} — ")
    assert items[0].findtext("link") == f"http://testserver/agenda/evenements/{second.slug}/"
    assert "<strong>Gras</strong> &amp; &lt;b&gt;brut&lt;/b&gt;" in items[0].findtext("description")
    assert root.findtext("channel/language") == "fr"


def test_rss_survives_characters_that_xml_forbids(client):
    event_at(2, title="Saut\x0b de\x1b page", summary="\x08")

    root = ElementTree.fromstring(client.get("/agenda.rss").content)  # noqa: S314 (our own)

    assert root.findtext("channel/item/title").startswith("Saut de page — ")


# CSV


def test_csv_tells_each_date(client):
    event = event_at(
        2,
        title="Thé; « dansant »\n=1+1",
        rrule="FREQ=WEEKLY;COUNT=2",
        themes=[ThemeFactory(name="Jeux")],
        publics=["enfants"],
        age_min=6,
        accessibility=["hi"],
    )
    event.occurrences.last().cancel(by=None)

    rows = csv_rows(client)

    assert [row["annulé"] for row in rows] == ["non", "oui"]
    assert rows[0] == {
        "identifiant": event.uid,
        "titre": event.title,
        "début": f"{at(2):%Y-%m-%d} 18:00",
        "fin": f"{at(2):%Y-%m-%d} 19:30",
        "journée entière": "non",
        "annulé": "non",
        "lieu": event.place.name,
        "adresse": event.place.full_address,
        "quartier": "",
        "organisateur": event.organiser.name,
        "thèmes": "Jeux",
        "gratuit": "oui",
        "conditions": "",
        "publics": "Enfants",
        "âge minimal": "6",
        "âge maximal": "",
        "accessibilité": "Handicap auditif",
        "langue": "Français",
        "page": f"http://testserver/agenda/evenements/{event.slug}/",
        "autres lieux": "",
    }


# XLSX


def test_xlsx_tells_what_the_csv_tells_with_real_dates(client):
    event = event_at(2, rrule="FREQ=WEEKLY;COUNT=2", publics=["parents"], age_min=3, age_max=6, title="=1+1")
    event.occurrences.last().cancel(by=None)

    rows, texts = xlsx_rows(client), csv_rows(client)

    assert [row["début"] for row in rows] == [at(2).replace(tzinfo=None), at(9).replace(tzinfo=None)]
    assert (rows[0]["âge minimal"], rows[0]["âge maximal"], rows[0]["titre"]) == (3.0, 6.0, "=1+1")
    typed = {"début", "fin", "âge minimal", "âge maximal", "titre"}
    assert [{name: row[name] or "" for name in row if name not in typed} for row in rows] == [
        {name: row[name] for name in row if name not in typed} for row in texts
    ]


# Atom


def test_atom_tells_what_rss_tells(client):
    event = event_at(2, title="Saut\x0b de page", themes=[ThemeFactory(name="Jeux")])
    Event.objects.filter(pk=event.pk).update(published_at=timezone.now() - DAY)
    event_at(3, organiser=None)

    root = ElementTree.fromstring(client.get("/agenda.atom?theme=").content)  # noqa: S314 (our own)

    entries = list(root.iter(f"{ATOM}entry"))
    entry = entries[-1]
    assert len(entries) == 2
    assert entry.findtext(f"{ATOM}id") == f"tag:cooperation-sud.example.org,2026:{event.uid}"
    assert entry.findtext(f"{ATOM}title").startswith("Saut de page — ")
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/agenda/evenements/{event.slug}/"
    assert entry.find(f"{ATOM}category").get("term") == "Jeux"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == event.organiser.name
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == "http://testserver/agenda.atom?theme="


# What changed


def changed_at(event, minutes):
    """As if it had last changed so many minutes ago."""
    Event.objects.filter(pk=event.pk).update(updated_at=timezone.now() - timedelta(minutes=minutes))


@pytest.fixture
def changing():
    """Public events and those that were, by name, the longest unchanged first."""
    theme = ThemeFactory(slug="jeux")
    events = {
        "old": event_at(2, themes=[theme]),
        "archived": event_at(3, published_at=timezone.now()),
        "new": event_at(4),
        "never": event_at(5, draft=True),
        "refused": event_at(6, state=Event.State.REFUSED),
    }
    events["archived"].archive(by=None)
    for minutes, name in zip((300, 200, 100, 50, 40), events, strict=True):
        changed_at(events[name], minutes)
    return events


def names_in_json(client, changing, query):
    by_pk = {event.pk: name for name, event in changing.items()}
    return [by_pk[event["uid"]] for event in page_of_json(client, query)["events"]]


def minutes_ago(minutes):
    return (timezone.now() - timedelta(minutes=minutes)).isoformat()


def test_json_tells_what_was_removed_when_it_is_asked(client, changing):
    assert names_in_json(client, changing, "") == ["old", "new"]
    assert names_in_json(client, changing, "?removed=0") == ["old", "new"]
    assert names_in_json(client, changing, "?removed=1") == ["archived"]
    assert names_in_json(client, changing, "?removed=null") == ["old", "archived", "new"]
    assert names_in_json(client, changing, "?removed=null&theme=jeux") == ["old", "archived"]


def test_json_says_of_what_was_removed_nothing_but_its_identity(client, changing):
    gone = changing["archived"]

    page = page_of_json(client, "?removed=1")

    assert page == {
        "total": 1,
        "sort": "updatedAt.asc",
        "events": [
            {
                "uid": gone.pk,
                "extIds": [{"key": "uid", "value": gone.uid}],
                "removed": True,
                "updatedAt": Event.objects.get(pk=gone.pk).updated_at.isoformat(),
            }
        ],
        "after": [],
    }


def test_json_tells_what_changed_since_a_moment(client, changing):
    def found(minutes, query=""):
        return names_in_json(client, changing, f"?updatedAt[gte]={minutes_ago(minutes)}{query}")

    assert found(150) == ["new"]
    assert found(250, "&removed=null") == ["archived", "new"]
    assert found(150, "&removed=1") == []
    assert found(10, "&removed=null") == []


def test_json_of_changes_is_walked_page_by_page(client, changing):
    pages = walk(client, "removed=null&size=1")

    assert pages == [[changing[name].pk] for name in ("old", "archived", "new")]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2026-11-24", datetime(2026, 11, 24, tzinfo=PARIS)),
        ("2026-11-24T18:00:00", datetime(2026, 11, 24, 18, tzinfo=PARIS)),
        ("2026-11-24T18:00:00Z", datetime(2026, 11, 24, 19, tzinfo=PARIS)),
        ("2026-11-24T18:00:00 01:00", datetime(2026, 11, 24, 18, tzinfo=PARIS)),
        ("2026-02-30", None),
        ("0001-01-01T00:00:00+10:00", None),
        ("hier", None),
        ("", None),
    ],
)
def test_moment_of_changes_is_read(said, read):
    assert moment(said) == read


@pytest.mark.parametrize("query", ["removed=oui", "updatedAt[gte]=hier", "updatedAt[gte]=2026-13-01"])
def test_changes_that_are_not_understood_are_refused(client, query):
    assert client.get(f"/agenda.json?{query}").status_code == 400


def test_json_of_changes_has_few_queries(client, django_assert_num_queries):
    for count in (1, 3):
        while Event.objects.count() < 2 * count:
            event_at(2, themes=[ThemeFactory()])
            event_at(2, published_at=timezone.now()).archive(by=None)

        with django_assert_num_queries(6):
            page = page_of_json(client, "?removed=null")

        assert page["total"] == 2 * count


# Long feeds


def test_long_feed_is_streamed_and_the_same(client):
    one = event_at(2, description="Un long texte. " * 500)
    for number in range(1, 12):
        event_at(2 + number, description=one.description)
    wanted = {event.uid for event in Event.objects.all()}

    response = client.get("/agenda.ics")

    assert response.streaming
    first = response.getvalue()
    assert {str(event["UID"]) for event in Calendar.from_ical(first).walk("VEVENT")} == wanted
    head = client.head("/agenda.ics?theme=")
    assert (head.status_code, head.getvalue()) == (200, b"")
    again = client.get("/agenda.ics")
    assert (again.streaming, again.content, again["ETag"]) == (False, first, response["ETag"])


# JSON in OpenAgenda's shape


def assert_valid(event):
    """The limits of OpenAgenda's version 2, field by field."""
    assert isinstance(event["uid"], int)
    assert set(event["title"]) == {"fr"}
    assert 1 <= len(event["title"]["fr"]) <= 140
    assert 1 <= len(event["description"]["fr"]) <= 200
    assert len(event["longDescription"].get("fr", "")) <= 10_000
    assert len(event["conditions"].get("fr", "")) <= 255
    assert len("".join(event["keywords"]["fr"])) <= 255
    assert set(event["accessibility"]) == {"hi", "vi", "pi", "mi", "ii"}
    assert {type(value) for value in event["accessibility"].values()} == {bool}
    assert all(age is None or 0 <= age <= 120 for age in event["age"].values())
    assert set(event["age"]) == {"min", "max"}
    assert all(set(item) == {"type", "value"} for item in event["registration"])
    assert sum(len(item["value"]) for item in event["registration"]) <= 2000
    assert {item["type"] for item in event["registration"]} <= {"link", "phone", "email"}
    assert event["attendanceMode"] in (1, 2, 3)
    assert event["attendanceMode"] == 1 or event["onlineAccessLink"].startswith("https://")
    assert event["attendanceMode"] == 2 or event["location"]["name"]
    assert event["status"] in range(1, 7)
    assert event["state"] == 2
    assert event["timezone"] in ("Europe/Paris", "UTC")
    assert len(event["timings"]) <= 800
    spans = [
        tuple(datetime.fromisoformat(timing[name]) for name in ("begin", "end"))
        for timing in event["timings"]
    ]
    assert all(moment.utcoffset() is not None for span in spans for moment in span)
    assert all(timedelta() <= end.astimezone(PARIS) - begin <= DAY for begin, end in spans)
    assert all((end - begin).total_seconds() <= 86400 for begin, end in spans)
    assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))
    assert event["firstTiming"] == (event["timings"][0] if event["timings"] else None)
    assert event["lastTiming"] == (event["timings"][-1] if event["timings"] else None)
    if location := event["location"]:
        assert isinstance(location["uid"], int)
        assert len(location["name"]) <= 100
        assert len(location["address"]) <= 255
        assert location["countryCode"] == "FR"
        assert all(
            location[name] is None or isinstance(location[name], float) for name in ("latitude", "longitude")
        )


def test_json_keeps_to_the_limits_of_openagenda(client):
    event_at(
        2,
        title="T" * 140,
        summary="S" * 200,
        description="D" * 10_000,
        conditions="C" * 255,
        age_min=3,
        age_max=120,
        accessibility=["mi", "hi"],
        contact_email="a@example.org",
        contact_phone="04 91 00 00 00",
        website="https://example.org/",
        place=PlaceFactory(
            name="L" * 100, address="A" * 255, latitude=43.25, longitude=5.4, district=DistrictFactory()
        ),
        themes=[ThemeFactory(name=f"{number}" * 60) for number in range(5)],
    )
    event_at(3, place=None, online_url="https://example.org/salle", organiser=None)
    event_at(4, online_url="https://example.org/salle")
    event_at(-1000, rrule="FREQ=DAILY", description="Seulement un long texte. " * 40)
    event_at(5, hour=10, length=timedelta(days=2, hours=8))
    EventFactory(starts_at=at(6, 0), ends_at=at(9, 0), all_day=True, rrule="FREQ=WEEKLY")
    event_at(7, status=Event.Status.CANCELLED, timezone="UTC", rrule="FREQ=WEEKLY;COUNT=3")
    gone = event_at(8)
    gone.occurrences.get().cancel(by=None)

    page = page_of_json(client)

    assert page["total"] == len(page["events"]) == 8
    assert page["after"] == []
    for event in page["events"]:
        assert_valid(event)
    by_title = {event["title"]["fr"]: event for event in page["events"]}
    assert by_title["T" * 140]["accessibility"] == {
        "hi": True,
        "vi": False,
        "pi": False,
        "mi": True,
        "ii": False,
    }
    assert [event["attendanceMode"] for event in page["events"]].count(2) == 1
    assert by_title[gone.title]["timings"] == []


def test_json_leaves_out_what_is_too_long_to_register_by(client):
    event_at(2, website="https://example.org/" + "a" * 1980, contact_phone="04 91 00 00 00")

    (event,) = page_of_json(client)["events"]

    assert_valid(event)
    assert event["registration"] == [{"type": "phone", "value": "04 91 00 00 00"}]


@pytest.mark.parametrize(
    ("minutes", "length", "told"),
    [(30, 90, [(0, 90), (90, 120)]), (30, 30, [(0, 90)]), (0, 120, [(0, 90), (90, 120)])],
    ids=["goes on after", "within", "longer"],
)
def test_json_tells_no_two_timings_at_once(client, minutes, length, told):
    series = event_at(2, rrule="FREQ=WEEKLY;COUNT=2")
    first, second = series.occurrences.in_order()
    moved = first.starts_at + timedelta(minutes=minutes)
    second.change(by=None, starts_at=moved, ends_at=moved + timedelta(minutes=length))

    (event,) = page_of_json(client)["events"]

    assert_valid(event)
    start = first.starts_at
    assert [(timing["begin"], timing["end"]) for timing in event["timings"]] == [
        tuple((start + timedelta(minutes=at)).astimezone(PARIS).isoformat() for at in span) for span in told
    ]


def test_json_says_where_a_place_is_at_every_level(client):
    district = DistrictFactory(name="Mazargues", insee="13209")
    event_at(2, place=PlaceFactory(district=district))
    event_at(3, place=PlaceFactory(city="Cassis", district=None))

    locations = [event["location"] for event in page_of_json(client)["events"]]

    levels = [[location.get(f"adminLevel{number}") for number in (2, 4, 5, 6)] for location in locations]
    assert levels == [
        ["Bouches-du-Rhône", "Marseille", "Marseille 9e Arrondissement", "Mazargues"],
        [None, "Cassis", None, None],
    ]


def test_json_of_an_event_held_elsewhere_only_says_where(client):
    event = event_at(2, place=None, online_url="")
    row, place = event.occurrences.get(), PlaceFactory()
    row.change(by=None, starts_at=row.starts_at, ends_at=row.ends_at, place=place)

    (told,) = page_of_json(client)["events"]

    assert told["location"]["uid"] == place.pk


def test_json_of_an_old_daily_series_tells_its_next_dates(client):
    event_at(-1000, rrule="FREQ=DAILY")

    (event,) = page_of_json(client)["events"]

    assert event["firstTiming"]["begin"] == at(0).isoformat()
    # Two years from now on: one date more once today's hour has struck.
    until = timezone.now() + HORIZON
    assert len(event["timings"]) == sum(at(day) < until for day in range(800))
    assert len(event["timings"]) in (730, 731, 732)


def test_json_tells_what_lasts_day_by_day(client):
    event_at(5, hour=10, length=timedelta(days=2, hours=8))

    (event,) = page_of_json(client)["events"]

    assert [(timing["begin"], timing["end"]) for timing in event["timings"]] == [
        (at(5, 10).isoformat(), at(6, 0).isoformat()),
        (at(6, 0).isoformat(), at(7, 0).isoformat()),
        (at(7, 0).isoformat(), at(7, 18).isoformat()),
    ]


def walk(client, query):
    pages, after = [], []
    while True:
        cursor = "".join(f"&after={value}" for value in after)
        page = page_of_json(client, f"?{query}{cursor}")
        pages.append([event["uid"] for event in page["events"]])
        if not (after := page["after"]):
            return pages


@pytest.mark.parametrize("size", [1, 2, 5, 12, 300])
def test_json_is_walked_page_by_page_without_doubles(client, size):
    same_hour = [event_at(3) for _ in range(5)]
    series = [event_at(1, rrule="FREQ=WEEKLY"), event_at(4, rrule="FREQ=DAILY;COUNT=5")]
    others = [event_at(days) for days in (2, 9, 5, 7, 6)]

    pages = walk(client, f"size={size}")

    order = [series[0], others[0], *same_hour, series[1], others[2], others[4], others[3], others[1]]
    assert [uid for page in pages for uid in page] == [event.pk for event in order]
    assert all(len(page) <= size for page in pages)


def test_json_page_does_not_shift_when_an_event_comes_before_it(client):
    events = [event_at(days) for days in (2, 3, 4)]
    page = page_of_json(client, "?size=2")

    event_at(1)

    cursor = "".join(f"&after[]={value}" for value in page["after"])
    assert [event["uid"] for event in page_of_json(client, f"?size=2{cursor}")["events"]] == [events[2].pk]


def test_json_size_is_at_most_300(client):
    one = event_at(2)
    Event.objects.bulk_create(
        Event(
            title=f"Événement {number}",
            slug=f"evenement-en-nombre-{number}",
            starts_at=at(3),
            ends_at=at(3, 19),
            state=Event.State.PUBLISHED,
            organiser=one.organiser,
        )
        for number in range(310)
    )
    Occurrence.objects.bulk_create(
        Occurrence(event=event, recurrence_id=at(3), starts_at=at(3), ends_at=at(3, 19))
        for event in Event.objects.exclude(pk=one.pk)
    )

    sizes = {"": 20, "300": 300, "301": 300, "99999": 300, "abc": 20, "-1": 20, "٣": 20}

    pages = {size: page_of_json(client, f"?size={size}") for size in sizes}

    assert {size: len(page["events"]) for size, page in pages.items()} == sizes
    assert {page["total"] for page in pages.values()} == {311}


@pytest.mark.parametrize(
    "cursor",
    [
        *("after=1", "after=x&after=1", "after=1&after=2&after=3", "after=&after=", "after[]=1.5&after[]=2"),
        *(f"after={'9' * 18}&after=1", f"after=1&after={'9' * 40}", "after=1&after=٣", "after=1&after=-1%00"),
    ],
)
def test_json_cursor_that_was_tampered_with_is_refused(client, cursor):
    response = client.get(f"/agenda.json?{cursor}")

    assert response.status_code == 400
    assert "ce curseur n’est pas de nous" in response.content.decode()


def test_our_json_is_read_back_by_our_import(client):
    series = event_at(1, rrule="FREQ=WEEKLY;COUNT=20", exdates=[at(8)])
    moved_date, cancelled = series.occurrences.in_order()[1:3]
    moved_date.change(by=None, starts_at=at(16, 9), ends_at=at(16, 12))
    cancelled.cancel(by=None)
    once = event_at(3, themes=[ThemeFactory(name="Jeux")], conditions="Gratuit", description="Du **gras**.")
    night = event_at(
        5, hour=22, length=timedelta(hours=5), place=None, online_url="https://example.org/salle"
    )
    whole = EventFactory(starts_at=at(6, 0), ends_at=at(7, 0), all_day=True)

    reading = openagenda_import.read(client.get("/agenda.json").content)

    assert reading.refusals == []
    assert reading.warnings == []
    read = {entry.title: entry for entry in reading.entries}
    for event in (series, once, night, whole):
        entry = read[event.title]
        spans = {entry.schedule.start: entry.schedule.end}
        spans |= dict.fromkeys(entry.schedule.rdates)
        rows = event.occurrences.filter(is_cancelled=False)
        assert sorted(spans) == sorted(row.starts_at for row in rows)
        changed = {override.start: override.end for override in entry.overrides}
        length = entry.schedule.end - entry.schedule.start
        for row in rows:
            start = row.starts_at.astimezone(PARIS)
            assert changed.get(row.starts_at, start + length) == row.ends_at
    entry = read[once.title]
    assert (entry.description, entry.place_name, entry.keywords) == (
        "Du **gras**.",
        once.place.name,
        ("Jeux",),
    )
    assert read[night.title].online_url == "https://example.org/salle"


def test_theme_removed_from_the_platform_leaves_its_events_in_the_feeds(client):
    event = event_at(2, themes=[ThemeFactory(slug="passager")])

    Theme.objects.get(slug="passager").delete()

    assert uids_in_ics(client, "") == {event.uid}
    assert client.get("/agenda.ics?theme=passager").status_code == 400


@pytest.mark.parametrize("text", ["=1+1", "+33 4", "\t=1"])
def test_csv_neutralises_formulas(client, text):
    event_at(2, title=text, conditions=text)

    (row,) = csv_rows(client)

    assert (row["titre"], row["conditions"]) == (f"'{text}", f"'{text}")


# One date elsewhere


@pytest.fixture
def two_districts():
    """A series in one district, of which the second date is held in another."""
    usual, other = (PlaceFactory(district=DistrictFactory(slug=slug)) for slug in ("ici", "la-bas"))
    series = event_at(2, rrule="FREQ=WEEKLY;COUNT=4", rdates=[at(5)], place=usual)
    dates = list(series.occurrences.in_order())
    for row in (dates[1], dates[2]):
        row.change(by=None, starts_at=row.starts_at, ends_at=row.ends_at, place=other)
    return dates


@pytest.mark.parametrize("window", ["", f"&du={TODAY}&au={TODAY + 40 * DAY}"])
@pytest.mark.parametrize(("district", "numbers"), [("ici", [0, 3, 4]), ("la-bas", [1, 2])])
def test_calendar_of_a_district_holds_the_dates_of_its_page_alone(
    client, two_districts, district, numbers, window
):
    query = f"?quartier={district}{window}"
    wanted = [two_districts[number] for number in numbers]

    page = client.get(f"/agenda/{query}").context
    body = client.get(f"/agenda.ics{query}").content

    shown = [row for day in page["days"] for row in day.occurrences]
    assert shown == wanted
    assert dates_in_calendar(body, at(0), at(60)) == [(row.starts_at, row.ends_at, False) for row in wanted]


def test_calendar_of_a_district_keeps_an_endless_series_where_it_is_usual(client):
    usual, other = (PlaceFactory(district=DistrictFactory(slug=slug)) for slug in ("ici", "la-bas"))
    series = event_at(2, rrule="FREQ=WEEKLY", place=usual)
    away = series.occurrences.in_order()[1]
    away.change(by=None, starts_at=away.starts_at, ends_at=away.ends_at, place=other)

    (here,) = Calendar.from_ical(client.get("/agenda.ics?quartier=ici").content).walk("VEVENT")
    there = Calendar.from_ical(client.get("/agenda.ics?quartier=la-bas").content).walk("VEVENT")

    assert here["RRULE"]["FREQ"] == ["WEEKLY"]
    assert [moment.dt for moment in here["EXDATE"].dts] == [away.starts_at]
    assert [vevent.get("RRULE") for vevent in there] == [None, None]
    assert str(there[1]["LOCATION"]).startswith(other.name)


@pytest.mark.parametrize("rows", [1, 3])
def test_calendar_of_a_district_has_as_many_queries_whatever_the_events(
    client, rows, django_assert_num_queries
):
    district = DistrictFactory(slug="ici")
    for _row in range(rows):
        event_at(2, rrule="FREQ=WEEKLY", place=PlaceFactory(district=district))

    with django_assert_num_queries(10):
        client.get("/agenda.ics?quartier=ici")
