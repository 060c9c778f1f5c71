"""The directory's page: what is found, what the counts promise, and pages that do not slow down."""

from http import HTTPStatus
from random import Random

import pytest
from django.db import connection
from django.http import QueryDict

from associations.filters import OrganisationFilter
from associations.models import Organisation
from cooperation.core.text_search import misspelt, spelt, subject
from tests.factories import (
    DistrictFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/associations/"


def names(response):
    return [organisation.name for organisation in response.context["organisations"]]


def made(name, themes=(), districts=(), **kwargs):
    organisation = OrganisationFactory(name=name, **kwargs)
    organisation.themes.set(themes)
    organisation.districts.set(districts)
    return organisation


@pytest.fixture
def directory():
    rights = ThemeFactory(name="Accès aux droits", slug="droits", keywords="papiers, CAF", position=100)
    forms = ThemeFactory(name="Démarches", slug="demarches", parent=rights, position=101)
    youth = ThemeFactory(name="Jeunesse", slug="jeunesse", position=200)
    mazargues = DistrictFactory(name="Mazargues", slug="mazargues")
    cabot = DistrictFactory(name="Le Cabot", slug="le-cabot")
    step_free = PlaceFactory(accessibility=["mi"], district=mazargues)
    made("La Clé", [rights, forms], [cabot], place=step_free, publics=["adultes"])
    made("Repères", [forms], [mazargues], publics=["adultes", "jeunes"], summary="On vous aide à écrire.")
    amandiers = made("Les Amandiers", [youth], [mazargues, cabot], publics=["jeunes"])
    amandiers.other_places.add(step_free)
    made("Ville de Marseille", [rights, youth], [mazargues], partner=True)
    made("En sommeil", [rights], [mazargues], is_published=False)
    Organisation.objects.refresh_search_text()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["La Clé", "Les Amandiers", "Repères", "Ville de Marseille"]),
        ("theme=droits", ["La Clé", "Repères", "Ville de Marseille"]),
        ("theme=demarches", ["La Clé", "Repères"]),
        ("theme=demarches&theme=jeunesse", ["La Clé", "Les Amandiers", "Repères", "Ville de Marseille"]),
        ("quartier=mazargues&theme=droits", ["Repères", "Ville de Marseille"]),
        ("type=ville&type=bailleur", ["Ville de Marseille"]),
        ("public=jeunes", ["Les Amandiers", "Repères", "Ville de Marseille"]),
        ("accessible=mi", ["La Clé", "Les Amandiers"]),
        ("accessible=hi", []),
        ("q=ACCES+aux+droit&tri=nom", ["La Clé", "Repères", "Ville de Marseille"]),
        ("q=papiers+mazargues&tri=nom", ["La Clé", "Repères", "Ville de Marseille"]),
        ("q=papiers+cabot&tri=nom", ["La Clé"]),
        ("q=amendiers", ["Les Amandiers"]),
        ("q=sommeil", []),
        ("q=CAF+xyz&tri=nom", ["La Clé", "Repères", "Ville de Marseille"]),
    ],
)
def test_filters_find(client, directory, query, expected):
    assert names(client.get(f"{LIST}?{query}")) == expected


def test_question_is_answered_by_what_it_is_about(client, directory):
    response = client.get(f"{LIST}?q=Qui+peut+m’aider+pour+mes+papiers+à+Mazargues+?")

    assert response.context["filter"].words == "pour mes papiers à Mazargues"
    assert "Repères" in names(response)
    assert "Les Amandiers" not in names(response)
    assert response.context["filter"].relaxed is False


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("je cherche un cours de français", "je un cours de français"),
        ("qui peut m'aider ?", "qui peut m'aider ?"),
        ("aide à domicile", "aide à domicile"),
        ("Où trouver une crèche ?", "une crèche"),
    ],
)
def test_subject_of_a_question(question, words):
    assert subject(question) == words


def test_words_that_no_sheet_has_together_find_the_nearest(client, directory):
    response = client.get(f"{LIST}?q=papiers+trompette")

    assert "Les Amandiers" not in names(response)
    assert "Repères" in names(response)
    assert "Aucune fiche n’a tous ces mots." in response.text


def test_best_answer_comes_first(client, directory):
    made("Jardin des Amandiers", summary="Fleurs et jeunesse")
    made("Fleurs", summary="Un jardin près des Amandiers, pour la jeunesse")
    Organisation.objects.refresh_search_text()

    by_relevance = names(client.get(f"{LIST}?q=jardin+amandiers"))
    by_name = names(client.get(f"{LIST}?q=jardin+amandiers&tri=nom"))

    assert by_relevance == ["Jardin des Amandiers", "Fleurs"]
    assert by_name == ["Fleurs", "Jardin des Amandiers"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "theme=droits",
        "theme=demarches&quartier=mazargues",
        "public=jeunes&accessible=mi",
        "q=papiers",
        "q=amendiers",
    ],
)
def test_each_count_is_what_choosing_it_alone_in_its_facet_gives(directory, query):
    found = OrganisationFilter(QueryDict(query), queryset=Organisation.objects.public())

    promised = {
        (facet.name, choice.value): choice.total
        for facet in found.facets
        for row in facet.choices
        for choice in (row, *row.parts)
    }

    assert promised
    for (facet, value), total in promised.items():
        parameters = QueryDict(query, mutable=True)
        parameters.setlist(facet, [value])
        chosen = OrganisationFilter(parameters, queryset=Organisation.objects.public())
        assert chosen.qs.count() == total, (facet, value)


def test_parts_of_a_theme_are_shown_once_it_is_chosen(directory):
    closed = OrganisationFilter(QueryDict(""), queryset=Organisation.objects.public())
    opened = OrganisationFilter(QueryDict("theme=droits"), queryset=Organisation.objects.public())

    assert [choice.shown_parts for choice in closed.facets[0].choices] == [[], []]
    assert [part.label for part in opened.facets[0].choices[0].shown_parts] == ["Démarches"]


def test_chosen_values_are_told_and_removed_one_by_one(client, directory):
    response = client.get(f"{LIST}?theme=droits&theme=jeunesse&page=1")

    assert 'href="/associations/?theme=jeunesse"' in response.text
    assert 'href="/associations/?theme=droits"' in response.text


@pytest.mark.parametrize(
    "query",
    [
        "theme=inconnu",
        "quartier=%00",
        "type=roi",
        "q=%00",
        "q=" + "a" * 5000,
        "theme=jeunesse&theme=%FF",
        "q=%27%22(",
        "q=|%26!:*",
        "tri=hasard",
        "vue=perspective",
        "q=?",
    ],
)
def test_list_takes_any_filter(client, directory, query):
    assert client.get(f"{LIST}?{query}").status_code == HTTPStatus.OK


@pytest.mark.parametrize("view", ["fiches", "liste", "carte"])
def test_list_is_shown_in_three_ways(client, directory, view):
    response = client.get(f"{LIST}?vue={view}&theme=droits")

    assert names(response) == ["La Clé", "Repères", "Ville de Marseille"]
    assert response.context["view"] == view
    assert response.context["export_query"] == "?theme=droits"


@pytest.mark.parametrize("page", ["0", "99", "x", "%00", "-1"])
def test_list_has_no_such_page(client, directory, page):
    assert client.get(f"{LIST}?page={page}").status_code == HTTPStatus.NOT_FOUND


def test_list_is_paged_without_loss(client):
    expected = sorted(OrganisationFactory(name=f"Association n{number:02}").name for number in range(30))

    pages = [names(client.get(f"{LIST}?page={page}")) for page in (1, 2)]

    assert [len(page) for page in pages] == [24, 6]
    assert pages[0] + pages[1] == expected


def test_list_says_when_nothing_is_found(client):
    response = client.get(f"{LIST}?q=introuvable")

    assert "Aucune association avec ces filtres" in response.text


def test_list_answers_htmx_with_the_results_alone(client, directory):
    response = client.get(f"{LIST}?type=ville", headers={"HX-Request": "true"})

    assert response.text.strip().startswith('<div id="resultats">')
    assert "Ville de Marseille" in response.text
    assert "<html" not in response.text
    assert "1 fiche trouvée" in response.text
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("is_signed_in", [False, True])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", 4),
        ("theme=theme-x&quartier=quartier-x&public=jeunes&accessible=mi&q=Association", 5),
        ("q=Association", 5),
        ("q=Association&vue=carte", 6),
    ],
)
def test_list_has_a_constant_number_of_queries(
    client, django_assert_num_queries, is_signed_in, rows, query, queries
):
    if is_signed_in:
        hidden = OrganisationFactory(is_published=False)
        client.force_login(MembershipFactory(organisation=hidden).user)
        # The session, and whose it is.
        queries += 2
    theme, district = ThemeFactory(slug="theme-x"), DistrictFactory(slug="quartier-x")
    for _row in range(rows):
        place = PlaceFactory(accessibility=["mi"], district=DistrictFactory())
        made(f"Association x{_row}", [theme, ThemeFactory()], [district], place=place)
    Organisation.objects.refresh_search_text()

    with django_assert_num_queries(queries):
        response = client.get(f"{LIST}?{query}")

    assert len(names(response)) == rows


def test_search_reads_indexes_among_many():
    random = Random(1)
    words = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _word in range(5000)]
    Organisation.objects.bulk_create(
        Organisation(
            name=f"Association {number}",
            slug=f"a-{number}",
            search_text=" ".join(random.choices(words, k=40)),
        )
        for number in range(3000)
    )
    with connection.cursor() as cursor:
        for index in ("organisation_search_vector", "organisation_search_trgm"):
            cursor.execute("SELECT gin_clean_pending_list(%s)", [index])
        cursor.execute("ANALYZE associations_organisation")

    public = Organisation.objects.public()
    by_stems = public.filter(spelt(words[0])).by_relevance(words[0]).explain()
    by_trigrams = public.filter(misspelt(words[0])).by_relevance(words[0]).explain()
    in_order = public.order_by(*Organisation._meta.ordering, "pk")[:24].explain()

    assert "organisation_search_vector" in by_stems, by_stems
    assert "organisation_search_trgm" in by_trigrams, by_trigrams
    assert "organisation_in_order" in in_order, in_order
