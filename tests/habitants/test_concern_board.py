"""The public board: what it shows, counts and exports, at the same cost whatever its length."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from habitants.models import Concern
from tests.factories import (
    DistrictFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    RelayFactory,
    ThemeFactory,
)
from tests.habitants.factories import AddressingFactory, ConcernFactory, VoiceFactory

pytestmark = pytest.mark.django_db

BOARD = "/habitants/remontees/"


def told_everywhere(number):
    """A concern with all that a line of the board shows."""
    concern = ConcernFactory(
        on_board=True,
        state="addressed",
        author=RelayFactory().user,
        place=PlaceFactory(),
        words=f"Mot {number}",
    )
    AddressingFactory(concern=concern, late=True)
    AddressingFactory(concern=concern, answer="C’est fait.", answered_at=timezone.now())
    VoiceFactory(concern=concern)
    ConcernFactory(on_board=True, merged_into=concern)
    return concern


@pytest.mark.parametrize("rows", [1, 3])
def test_board_costs_six_queries(client, django_assert_num_queries, rows):
    for number in range(rows):
        told_everywhere(number)

    with django_assert_num_queries(6):
        response = client.get(BOARD)

    assert len(response.context["concerns"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_export_costs_the_same_whatever_its_length(client, django_assert_num_queries, rows):
    for number in range(rows):
        told_everywhere(number)

    with django_assert_num_queries(5):
        lines = b"".join(client.get("/habitants/remontees.csv").streaming_content).decode().splitlines()

    assert len(lines) == 1 + 2 * rows


@pytest.mark.parametrize("address", [BOARD, "/habitants/remontees.csv", "/habitants/remontees.geojson"])
def test_authors_and_addresses_are_nowhere(client, address):
    concern = told_everywhere(1)
    Concern.objects.update(reply_email="secret@example.org", latitude=43.25, longitude=5.4)

    response = client.get(address)

    content = b"".join(response).decode()
    assert concern.author.display_name not in content
    assert "example.org" not in content


def test_what_the_team_has_not_read_is_not_there(client):
    ConcernFactory(words="Une phrase que personne n’a relue")

    assert not client.get(BOARD).context["concerns"]


def test_late_answers_come_first_in_red_and_in_words(client):
    quiet = ConcernFactory(on_board=True)
    late = AddressingFactory(due_on=timezone.localdate() - timedelta(days=3)).concern

    response = client.get(BOARD)

    assert list(response.context["concerns"]) == [late, quiet]
    assert "Réponse en retard de 3 jours" in response.text
    assert response.text.count("concern-card--late") == 1


def test_longest_wait_comes_first_and_the_latest_close(client):
    now = timezone.now()

    def told(days, closed=None, **fields):
        moved = now - timedelta(days=days if closed is None else closed)
        return ConcernFactory(on_board=True, created_at=now - timedelta(days=days), moved_at=moved, **fields)

    recent, old = told(1), told(9)
    carried_late, carried_soon = (
        told(20, closed=2, state="carried"),
        told(30, closed=1, state="carried"),
    )
    asked_recently, asked_long_ago = told(3, state="addressed"), told(8, state="addressed")

    assert list(client.get(BOARD).context["concerns"]) == [
        *(asked_long_ago, asked_recently),
        *(old, recent),
        *(carried_soon, carried_late),
    ]


def test_facets_count_what_each_choice_would_give(client):
    roof = ThemeFactory(slug="logement")
    part = ThemeFactory(slug="ascenseurs", parent=roof)
    place = DistrictFactory(slug="mazargues")
    town = OrganisationFactory(slug="ville", partner=True)
    AddressingFactory(
        organisation=town,
        late=True,
        concern=ConcernFactory(on_board=True, state="addressed", theme=part, district=place),
    )
    AddressingFactory(organisation=town, concern=ConcernFactory(on_board=True, state="addressed", theme=roof))
    ConcernFactory(on_board=True, district=place, theme=ThemeFactory(slug="transports"))

    facets = client.get(f"{BOARD}?quartier=mazargues").context["filter"].totals

    assert facets == {
        ("tout", ""): 2,
        ("etat", "addressed"): 1,
        ("etat", "qualified"): 1,
        ("retard", "oui"): 1,
        ("theme", "logement"): 1,
        ("theme", "ascenseurs"): 1,
        ("theme", "transports"): 1,
        ("quartier", "mazargues"): 2,
        ("quartier", Concern.objects.get(theme=roof).district.slug): 1,
        ("destinataire", "ville"): 1,
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("etat=addressed", ["Bus"]),
        ("retard=oui", ["Bus"]),
        ("theme=transports", ["Bus"]),
        ("quartier=mazargues", ["Bus"]),
        ("destinataire=rtm", ["Bus"]),
        ("q=dimanche", ["Bus"]),
        ("q=dimanhce", ["Bus"]),
        ("q=metropole", []),
        ("etat=qualified&etat=addressed", ["Bus", "Bancs"]),
    ],
)
def test_each_filter_finds_its_own(client, query, found):
    bus = ConcernFactory(
        on_board=True,
        title="Bus",
        words="Rien le dimanche matin.",
        state="addressed",
        theme=ThemeFactory(slug="transports"),
        district=DistrictFactory(slug="mazargues"),
    )
    AddressingFactory(concern=bus, organisation=OrganisationFactory(slug="rtm"), late=True)
    ConcernFactory(on_board=True, title="Bancs")

    response = client.get(f"{BOARD}?{query}")

    assert [concern.title for concern in response.context["concerns"]] == found


def test_filter_that_was_not_understood_is_told_and_refused_by_the_export(client):
    page = client.get(f"{BOARD}?theme=inconnu")
    export = client.get("/habitants/remontees.csv?theme=inconnu")

    assert 'role="alert"' in page.text
    assert export.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(("answers", "shown"), [(3, False), (4, True)])
def test_median_is_published_above_three_answers(client, answers, shown):
    town = MembershipFactory(organisation__partner=True).organisation
    now = timezone.now()
    for _number in range(answers):
        AddressingFactory(
            organisation=town,
            concern=ConcernFactory(on_board=True, state="answered"),
            asked_at=now - timedelta(days=8),
            answer="C’est fait.",
            answered_at=now,
        )

    response = client.get(BOARD)

    times = [(row, row.days, row.answered) for row in response.context["filter"].answer_times]
    assert times == ([(town, 8, 4)] if shown else [])
    assert ("Délai médian" in response.text) is shown


def test_export_holds_the_delays(client):
    now = timezone.now()
    AddressingFactory(
        concern=ConcernFactory(on_board=True, state="answered", title="=Bus"),
        asked_at=now - timedelta(days=8),
        answer="Une ligne de plus.",
        answered_at=now,
    )

    [_header, line] = b"".join(client.get("/habitants/remontees.csv").streaming_content).decode().splitlines()

    cells = line.split(";")
    assert cells[1] == "'=Bus"
    assert cells[13:16] == ["8", "", "Une ligne de plus."]


def test_map_shows_what_is_located_whatever_came_since(client, monkeypatch):
    monkeypatch.setattr("habitants.views.concern_board.MAX_POINTS", 2)
    clicked = ConcernFactory(on_board=True, latitude=43.25, longitude=5.4)
    of_a_place = ConcernFactory(on_board=True, place=PlaceFactory(latitude=43.26, longitude=5.41))
    ConcernFactory(on_board=True)
    ConcernFactory(on_board=True, place=PlaceFactory())

    collection = client.get("/habitants/remontees.geojson").json()

    assert [(point["id"], point["geometry"]["coordinates"]) for point in collection["features"]] == [
        (of_a_place.pk, [5.41, 43.26]),
        (clicked.pk, [5.4, 43.25]),
    ]
    assert collection["total"] == 4


def test_gathered_concern_leads_to_the_one_that_stands(client):
    kept = ConcernFactory(on_board=True)
    gathered = ConcernFactory(on_board=True, merged_into=kept)

    response = client.get(gathered.get_absolute_url())

    assert response["Location"] == kept.get_absolute_url()


@pytest.mark.parametrize(
    ("kept", "gathered"),
    [
        ({"state": "aside", "aside_reason": "Non.", "is_hidden": True}, {}),
        ({"state": "heard"}, {}),
        ({}, {"state": "heard"}),
    ],
)
def test_gathered_concern_leads_nowhere_where_one_of_the_two_is_not_public(client, kept, gathered):
    kept = ConcernFactory(on_board=True, **kept)
    gathered = ConcernFactory(on_board=True, merged_into=kept, **gathered)

    response = client.get(gathered.get_absolute_url())

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_author_follows_their_gathered_concern_to_the_one_that_stands(client, relay):
    client.force_login(relay)
    kept = ConcernFactory(on_board=True)
    gathered = ConcernFactory(on_board=True, merged_into=kept, author=relay)

    assert client.get(gathered.get_absolute_url())["Location"] == kept.get_absolute_url()


def test_author_reads_their_own_where_the_one_that_stands_is_not_public(client, relay):
    client.force_login(relay)
    kept = ConcernFactory()
    gathered = ConcernFactory(merged_into=kept, author=relay)

    response = client.get(gathered.get_absolute_url())

    assert "réunie avec une autre, qui n’est pas au tableau" in response.text
    assert kept.get_absolute_url() not in response.text


@pytest.mark.parametrize(
    ("days", "asked", "words"),
    [
        (0, 0, "Réponse reçue le jour même"),
        (1, 1, "Réponse reçue en 1 jour"),
        (5, 2, "Réponse reçue en 2 jours"),
    ],
)
def test_delays_are_said_in_french(client, days, asked, words):
    now = timezone.now()
    concern = ConcernFactory(on_board=True, state="answered", created_at=now - timedelta(days=days))
    AddressingFactory(
        concern=concern, asked_at=now - timedelta(days=asked), answer="C’est fait.", answered_at=now
    )
    ConcernFactory(on_board=True)

    response = client.get(BOARD)

    assert words in response.text
    assert "Entendue aujourd’hui" in response.text


def test_htmx_gets_the_list_alone(client):
    told_everywhere(1)

    response = client.get(BOARD, headers={"HX-Request": "true"})

    assert "<html" not in response.text
    assert "1 remontée trouvée" in response.text
