"""The public agenda: the list by day, the month, the filters, and an event's page."""

import re
from datetime import datetime, timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from agenda.views.days import read_cursor, write_cursor
from tests.factories import (
    DistrictFactory,
    EventFactory,
    OrganisationFactory,
    PlaceFactory,
    ThemeFactory,
    UserFactory,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
LIST = "/agenda/"


def paris(*parts):
    return datetime(*parts, tzinfo=PARIS)


def event_at(*parts, hours=1, **kwargs):
    return EventFactory(starts_at=paris(*parts), ends_at=paris(*parts) + timedelta(hours=hours), **kwargs)


def shown(response):
    return [row.display_title for day in response.context["days"] for row in day.occurrences]


def full_event(**kwargs):
    """An event with all that a card and a page show."""
    event = EventFactory(place=PlaceFactory(district=DistrictFactory()), description="**Bonjour**", **kwargs)
    event.themes.set([ThemeFactory(), ThemeFactory()])
    event.co_organisers.set([OrganisationFactory(), OrganisationFactory()])
    return event


# By day


def test_list_goes_day_by_day_from_the_day_asked_for(client):
    event_at(2030, 9, 23, 10, title="Lundi")
    event_at(2030, 9, 24, 18, title="Mardi soir")
    event_at(2030, 9, 24, 9, title="Mardi matin")
    event_at(2030, 9, 26, 10, title="Jeudi")

    response = client.get(f"{LIST}?du=2030-09-24&au=2030-09-25")

    assert [
        (day.wording, [row.display_title for row in day.occurrences]) for day in response.context["days"]
    ] == [("mardi 24 septembre 2030", ["Mardi matin", "Mardi soir"])]


def test_list_starts_today_and_keeps_what_began_this_morning(client):
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    EventFactory(title="Hier", starts_at=today - timedelta(hours=3), ends_at=today - timedelta(hours=2))
    EventFactory(title="Cette nuit", starts_at=today, ends_at=today)
    EventFactory(title="Demain", starts_at=today + timedelta(days=1, hours=3))

    response = client.get(LIST)

    assert shown(response) == ["Cette nuit", "Demain"]
    assert response.context["days"][0].when == "Aujourd’hui"


def test_list_says_what_is_already_under_way(client):
    event_at(2030, 9, 22, 10, hours=72, title="Exposition")

    response = client.get(f"{LIST}?du=2030-09-24")

    assert [row.display_title for row in response.context["under_way"]] == ["Exposition"]
    assert "Déjà commencé" in response.text


def test_list_shows_public_events_only(client):
    for state in ("draft", "unconfirmed", "pending", "changes", "refused", "archived"):
        EventFactory(state=state)

    assert shown(client.get(LIST)) == []


def test_cancelled_date_stays_visible(client):
    event = event_at(2030, 9, 24, 18, title="Goûter")
    event.occurrences.get().cancel(by=None)

    response = client.get(f"{LIST}?du=2030-09-24")

    assert shown(response) == ["Goûter"]
    assert "Annulé" in response.text


# Page by page


def followed(client, query=""):
    """The titles of each page, following "La suite" as a person would."""
    pages, cursor = [], ""
    while True:
        response = client.get(f"{LIST}?du=2030-09-24{query}&suite={cursor}")
        pages.append(shown(response))
        cursor = response.context["next_cursor"]
        if not cursor:
            return pages


def test_paging_neither_loses_nor_repeats_even_at_the_same_hour(client):
    place, organiser = PlaceFactory(), OrganisationFactory()
    for number in range(75):
        event_at(2030, 9, 24, 10 + number // 40, title=f"n{number:02}", place=place, organiser=organiser)

    pages = followed(client)

    assert [len(page) for page in pages] == [30, 30, 15]
    assert [title for page in pages for title in page] == [f"n{number:02}" for number in range(75)]


def test_paging_does_not_repeat_when_something_is_added_before(client):
    place, organiser = PlaceFactory(), OrganisationFactory()
    for number in range(31):
        event_at(2030, 9, 24, 18, title=f"n{number:02}", place=place, organiser=organiser)
    cursor = client.get(f"{LIST}?du=2030-09-24").context["next_cursor"]

    event_at(2030, 9, 24, 9, title="Ajouté", place=place, organiser=organiser)

    assert shown(client.get(f"{LIST}?du=2030-09-24&suite={cursor}")) == ["n30"]


@pytest.mark.parametrize(
    "cursor",
    ["x", "1-", "-1", "1-x", "99999999999-1", "1-1234567890123456789", "1'--", "%00", "١-١", "1-1-1", "²-1"],
)
def test_tampered_cursor_is_told_and_gives_the_beginning(client, cursor):
    event_at(2030, 9, 24, 18, title="Goûter")

    response = client.get(f"{LIST}?du=2030-09-24&suite={cursor}")

    assert response.status_code == HTTPStatus.OK
    assert "Ce lien vers la suite est abîmé : voici le début de la liste." in response.text
    assert shown(response) == ["Goûter"]


def test_cursor_is_read_as_it_was_written():
    row = event_at(2030, 9, 24, 18).occurrences.get()

    assert read_cursor(write_cursor(row)) == ((row.starts_at, row.pk), False)


# Filters


@pytest.fixture
def programme():
    mazargues = DistrictFactory(name="Mazargues", slug="mazargues")
    almonds = OrganisationFactory(name="Les Amandiers", slug="amandiers")
    cooking = event_at(
        2030,
        9,
        24,
        10,
        title="Cuisine",
        organiser=almonds,
        publics=["parents"],
        age_min=18,
        is_free=False,
        place=PlaceFactory(district=mazargues, accessibility=["mi"]),
    )
    cooking.themes.add(ThemeFactory(name="Santé", slug="sante"))
    games = event_at(
        2030, 9, 24, 11, title="Jeux", publics=["enfants"], age_min=3, age_max=10, accessibility=["hi"]
    )
    games.co_organisers.add(almonds)
    games.themes.add(ThemeFactory(name="Enfance", slug="enfance"))
    event_at(2030, 9, 25, 10, title="Marche", summary="Dans les calanques")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Cuisine", "Jeux", "Marche"]),
        ("theme=sante", ["Cuisine"]),
        ("quartier=mazargues", ["Cuisine"]),
        ("organisateur=amandiers", ["Cuisine", "Jeux"]),
        ("public=enfants", ["Jeux", "Marche"]),
        ("public=parents", ["Cuisine", "Marche"]),
        ("age=5", ["Jeux", "Marche"]),
        ("age=0", ["Marche"]),
        ("age=40", ["Cuisine", "Marche"]),
        ("gratuit=on", ["Jeux", "Marche"]),
        ("accessible=mi", ["Cuisine"]),
        ("accessible=hi", ["Jeux"]),
        ("au=2030-09-24", ["Cuisine", "Jeux"]),
        ("q=cuisiner", ["Cuisine"]),
        ("q=calanke", ["Marche"]),
        ("q=amandiers&theme=sante&gratuit=", ["Cuisine"]),
        ("theme=sante&public=enfants", []),
    ],
)
def test_filters_narrow_the_list_and_the_month_alike(client, programme, query, titles):
    listed = shown(client.get(f"{LIST}?du=2030-09-24&{query}"))
    month = client.get(f"{LIST}?vue=mois&du=2030-09-24&{query}")

    days = [day for week in month.context["weeks"] for day in week]
    in_month = [row.display_title for day in days for row in day.occurrences]
    assert listed == titles
    assert in_month == titles


@pytest.mark.parametrize(
    ("query", "chip"),
    [("theme=sante", "Thème : Santé"), ("age=0", "Âge : 0"), ("gratuit=on", "Gratuit seulement")],
)
def test_filter_in_force_is_shown_with_the_way_to_remove_it(client, programme, query, chip):
    response = client.get(f"{LIST}?{query}")

    (row,) = response.context["filter"].active
    assert f"{row['label']} : {row['value']}".removesuffix(" : ") == chip
    assert chip in squeezed(response.text)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("du=hier", "« hier » n’est pas une date. Écrivez par exemple 2026-11-24."),
        ("du=1583-01-01", "Cette date est trop ancienne."),
        ("au=9999-12-31", "Cette date est trop lointaine."),
        ("du=2030-02-30", "« 2030-02-30 » n’est pas une date. Écrivez par exemple 2026-11-24."),
    ],
)
def test_day_that_is_not_understood_is_told(client, query, message):
    response = client.get(f"{LIST}?{query}")

    assert response.status_code == HTTPStatus.OK
    assert message in response.text


@pytest.mark.parametrize("view", ["liste", "mois"])
@pytest.mark.parametrize(
    "query",
    [
        *("theme=inconnu", "theme=%00", "quartier=%00", "organisateur=%00", "public=%00", "accessible=%00"),
        *("age=-1", "age=NaN", "age=1e400", "age=x", "age=%00", "q=%00", "q=" + "a" * 5000, "q=%27%22(%25"),
        *("du=%00", "du=<script>", "du=2030-09-24&du=x", "au=0001-01-01", "du=2199-12-31", "du=1970-01-01"),
        *(
            "du=2030-01-02&au=2030-01-01",
            "suite=%00",
            "inconnu=1",
            "vue=semaine",
            "vue=%00",
            "q=%F0%9F%98%80",
            "gratuit=%00",
        ),
    ],
)
def test_agenda_takes_any_query(client, programme, query, view):
    assert client.get(f"{LIST}?vue={view}&{query}").status_code == HTTPStatus.OK


def test_htmx_gets_the_results_alone(client, programme):
    response = client.get(f"{LIST}?theme=sante&du=2030-09-24", headers={"HX-Request": "true"})

    assert response.text.strip().startswith('<div id="resultats"')
    assert "Cuisine" in response.text
    assert "<html" not in response.text
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "3 activités affichées"),
        ("theme=sante", "1 activité affichée"),
        ("vue=mois", "3 activités affichées"),
        ("q=rien", "Aucune activité"),
    ],
)
def test_number_of_results_is_announced_by_a_line_that_stays(client, programme, query, said):
    page = client.get(f"{LIST}?du=2030-09-24&{query}").text
    fragment = client.get(f"{LIST}?du=2030-09-24&{query}", headers={"HX-Request": "true"}).text

    assert page.count('id="annonce"') == 1
    assert '<p id="annonce" class="visually-hidden" role="status"></p>' in page
    assert f'<p id="annonce" hx-swap-oob="innerHTML">{said}</p>' in fragment


def test_feed_links_carry_the_filters_of_the_page(client, programme):
    response = client.get(f"{LIST}?vue=mois&theme=sante&q=&gratuit=on&suite=1-1")

    assert response.context["feed_query"] == "theme=sante&gratuit=on"
    assert 'href="/agenda.ics?theme=sante&amp;gratuit=on"' in response.text
    assert 'href="webcal://testserver/agenda.ics?theme=sante&amp;gratuit=on"' in response.text


# The month


def test_month_shows_whole_weeks_and_says_how_many_more(client):
    place, organiser = PlaceFactory(), OrganisationFactory()
    for number in range(6):
        event_at(2030, 9, 24, 10 + number, title=f"n{number}", place=place, organiser=organiser)
    event_at(2030, 9, 27, 10, hours=50, title="Festival", place=place, organiser=organiser)

    response = client.get(f"{LIST}?vue=mois&du=2030-09-10")

    days = {day.iso: day for week in response.context["weeks"] for day in week}
    assert (min(days), max(days)) == ("2030-08-26", "2030-10-06")
    assert [row.title or row.event.title for row in days["2030-09-24"].occurrences] == [
        "n0",
        "n1",
        "n2",
        "n3",
    ]
    assert (days["2030-09-24"].total, days["2030-09-24"].more) == (6, 2)
    assert [len(days[f"2030-09-{day}"].occurrences) for day in (26, 27, 28, 29, 30)] == [0, 1, 1, 1, 0]
    assert response.context["previous_month"].isoformat() == "2030-08-01"
    assert response.context["next_month"].isoformat() == "2030-10-01"


@pytest.mark.parametrize(
    ("day", "title", "first"),
    [("2030-08-05", "Agenda d’août 2030", "1er août"), ("2030-05-05", "Agenda de mai 2030", "1er mai")],
)
def test_month_is_named_in_french(client, day, title, first):
    event_at(*map(int, f"{day[:8]}01".split("-")), 10)

    response = client.get(f"{LIST}?vue=mois&du={day}")

    text = re.sub(r"<[^>]+>", "", response.text)
    assert title in text
    assert f"{first}, 1 activité" in text


def test_month_ends_where_dates_end(client):
    assert client.get(f"{LIST}?vue=mois&du=2199-12-01").context["next_month"] is None
    assert client.get(f"{LIST}?vue=mois&du=1970-01-15").context["previous_month"] is None


# An event's page


def test_page_shows_the_next_dates_then_all_of_them(client):
    event = EventFactory(rrule="FREQ=DAILY;COUNT=50")

    some, every = (client.get(event.get_absolute_url() + query) for query in ("", "?dates=toutes"))

    assert [len(page.context["dates"]) for page in (some, every)] == [8, 50]
    assert 'href="?dates=toutes#dates"' in some.text
    assert "d’autres dates ensuite" not in every.text
    assert (
        len(
            client.get(f"{EventFactory(rrule='FREQ=DAILY').get_absolute_url()}?dates=toutes").context["dates"]
        )
        == 200
    )


@pytest.mark.parametrize(("is_published", "has_url"), [(True, True), (False, False)])
def test_structured_data_links_public_organisations_alone(client, is_published, has_url):
    event = EventFactory(organiser=OrganisationFactory(is_published=is_published))

    (data, *_more) = client.get(event.get_absolute_url()).context["json_ld"]

    assert ("url" in data["organizer"]) is has_url


def test_draft_is_said_not_to_be_public_yet(client, member, organisation):
    client.force_login(member)

    page = client.get(EventFactory(organiser=organisation, draft=True).get_absolute_url())

    assert "Il n’est pas encore public : relisez, puis envoyez." in page.text


def test_agenda_is_empty_when_it_ends_before_it_begins(client):
    today = timezone.localdate()
    EventFactory(starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() + timedelta(days=9))

    response = client.get(f"{LIST}?du={today}&au={today - timedelta(days=1)}")

    assert shown(response) == []


# Constant number of queries


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("query", "queries"), [("", 8), ("?vue=mois", 8)])
def test_agenda_has_a_constant_number_of_queries(client, django_assert_num_queries, rows, query, queries):
    for _row in range(rows):
        full_event()

    with django_assert_num_queries(queries):
        client.get(LIST + query)


@pytest.mark.parametrize("rows", [1, 3])
def test_agenda_with_every_filter_has_a_constant_number_of_queries(client, django_assert_num_queries, rows):
    theme, district, organiser = ThemeFactory(), DistrictFactory(), OrganisationFactory()
    for _row in range(rows):
        event = EventFactory(organiser=organiser, place=PlaceFactory(district=district))
        event.themes.set([theme])

    with django_assert_num_queries(11):
        response = client.get(
            f"{LIST}?theme={theme.slug}&quartier={district.slug}&organisateur={organiser.slug}&gratuit=on"
        )

    assert len(shown(response)) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_home_has_a_constant_number_of_queries(client, django_assert_num_queries, rows):
    for _row in range(rows):
        full_event()

    with django_assert_num_queries(4):
        client.get("/")


@pytest.mark.parametrize("rows", [1, 3])
def test_event_page_has_a_constant_number_of_queries(client, django_assert_num_queries, rows):
    event = full_event(weekly=True)
    event.co_organisers.set([OrganisationFactory() for _row in range(rows)])

    with django_assert_num_queries(7):
        client.get(event.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 3])
def test_my_space_has_a_constant_number_of_queries(
    client, django_assert_num_queries, rows, member, organisation
):
    client.force_login(member)
    for _row in range(rows):
        full_event(organiser=organisation)
        full_event(organiser=organisation, draft=True)

    with django_assert_num_queries(32):
        client.get("/mon-espace/")


@pytest.mark.parametrize(
    ("person", "number"), [("stranger", 23), ("member", 30), ("relay", 23), ("coordinator", 27)]
)
def test_my_space_asks_for_what_somebody_can_have(client, django_assert_num_queries, request, person, number):
    client.force_login(UserFactory() if person == "stranger" else request.getfixturevalue(person))

    with django_assert_num_queries(number):
        client.get("/mon-espace/")


@pytest.mark.parametrize("rows", [1, 3])
def test_moderation_has_a_constant_number_of_queries(client, django_assert_num_queries, rows, coordinator):
    client.force_login(coordinator)
    for _row in range(rows):
        full_event(pending=True, author=UserFactory())

    with django_assert_num_queries(9):
        client.get("/agenda/moderation/")
