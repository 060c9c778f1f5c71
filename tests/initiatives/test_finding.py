"""The list of initiatives: words, facets, order."""

import pytest
from django.urls import reverse

from initiatives.models import Initiative, Word
from initiatives.models.words import slips
from initiatives.tasks import refresh_sheets_search_text
from tests.factories import DistrictFactory, OrganisationFactory, ThemeFactory
from tests.initiatives.factories import FindingFactory, InitiativeFactory, LeverFactory, ObstacleFactory

pytestmark = pytest.mark.django_db

LIST = "/initiatives/"


def found(client, **query):
    return [row.title for row in client.get(LIST, query).context_data["initiatives"]]


def totals(client, facet, **query):
    facets = client.get(LIST, query).context_data["filter"].facets
    return {choice.value: choice.total for each in facets if each.name == facet for choice in each.choices}


def test_list_shows_public_sheets_the_latest_first(client):
    InitiativeFactory(title="Un jardin")
    InitiativeFactory(title="Un pédibus")
    InitiativeFactory(title="Secret", draft=True)
    InitiativeFactory(title="En lecture", review=True)
    InitiativeFactory(title="Ancienne", archived=True)

    titles = found(client)

    assert titles == ["Un pédibus", "Un jardin"]


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_a_constant_number_of_queries(client, django_assert_num_queries, number):
    for _ in range(number):
        sheet = InitiativeFactory(
            title="Un jardin au pied des tours",
            themes=[ThemeFactory()],
            districts=[DistrictFactory()],
            context="Un jardin pour les enfants.",
        )
        FindingFactory(initiative=sheet)

    with django_assert_num_queries(6):
        client.get(LIST, {"q": "jardin", "public": "enfants"})
    with django_assert_num_queries(5):
        client.get(LIST)


def test_misspelt_search_asks_at_most_eight_queries(client, django_assert_max_num_queries):
    InitiativeFactory(title="Atelier de cuisine", themes=[ThemeFactory()], districts=[DistrictFactory()])

    with django_assert_max_num_queries(8):
        response = client.get(LIST, {"q": "athelier", "nature": "initiative"})

    assert response.context_data["paginator"].count == 1


@pytest.mark.parametrize("query", ["pedibus", "PÉDIBUS", "pédibus école", "comment trouver un pédibus ?"])
def test_search_takes_words_without_accents_nor_asking(client, query):
    InitiativeFactory(title="Un pédibus", context="Vers l’école à pied.")
    InitiativeFactory(title="Un jardin")

    assert found(client, q=query) == ["Un pédibus"]


def test_search_takes_a_misspelt_word_and_says_so(client):
    InitiativeFactory(title="Cuisine de rue", context="Un atelier de cuisine, dehors.")
    InitiativeFactory(title="Un jardin")

    response = client.get(LIST, {"q": "athelier"})

    assert [row.title for row in response.context_data["initiatives"]] == ["Cuisine de rue"]
    assert response.context_data["filter"].instead == (("athelier", ["atelier"]),)
    assert "Aucune fiche n’a « athelier »." in response.text
    assert "<mark>atelier</mark> de cuisine, dehors" in response.text


@pytest.mark.parametrize("query", ["evenement", "événement"])
def test_word_spelt_right_that_no_sheet_says_is_not_taken_for_another(client, query):
    InitiativeFactory(title="Un pédibus", summary="Des parents emmènent les enfants, les emmenent à pied.")

    response = client.get(LIST, {"q": query})

    assert list(response.context_data["initiatives"]) == []
    assert response.context_data["filter"].instead == ()


def test_word_that_folds_to_one_that_is_said_is_not_corrected():
    InitiativeFactory(title="Des événements, un évènement, emmenés")

    assert Word.objects.meant(["évenement"]) == {"évenement": ["evenement"]}


def test_word_is_compared_as_it_is_kept():
    InitiativeFactory(title="Des bœufs")

    assert Word.objects.meant(["bœuff"]) == {"bœuff": ["boeufs"]}


@pytest.mark.parametrize(
    ("typed", "meant", "number"),
    [
        ("atelier", "atelier", 0),
        ("athelier", "atelier", 1),
        ("jadrin", "jardin", 1),
        ("cuizine", "cuisine", 1),
        ("bibliotheke", "bibliotheque", 2),
        ("evenement", "emmenent", 4),
        ("", "ab", 2),
    ],
)
def test_slips_are_counted(typed, meant, number):
    assert slips(typed, meant) == slips(meant, typed) == number


def test_search_takes_any_word_when_no_sheet_has_all_and_says_so(client):
    InitiativeFactory(title="Un jardin")
    InitiativeFactory(title="Un pédibus")

    response = client.get(LIST, {"q": "jardin pédibus"})

    assert {row.title for row in response.context_data["initiatives"]} == {"Un jardin", "Un pédibus"}
    assert "Aucune fiche n’a tous ces mots." in response.text


def test_misspelt_word_never_tells_what_only_a_draft_says(client):
    InitiativeFactory(title="Un jardin")
    InitiativeFactory(title="Projet confidentiel", draft=True)

    response = client.get(LIST, {"q": "confidentyel"})

    assert "confidentiel" not in response.text
    assert list(response.context_data["initiatives"]) == []


def test_published_sheet_brings_its_words(client):
    sheet = InitiativeFactory(title="Bibliothèque", draft=True)
    before = found(client, q="bibliothèke")

    Initiative.objects.filter(pk=sheet.pk).update(state="published", published_at=sheet.created_at)

    assert before == []
    assert found(client, q="bibliothèke") == ["Bibliothèque"]


def test_words_that_no_public_sheet_says_any_more_leave_in_the_night(client):
    sheet = InitiativeFactory(title="Bibliothèque confidentielle")
    InitiativeFactory(title="Une bibliothèque")
    sheet.archive(by=sheet.author)

    refresh_sheets_search_text(timestamp=0)

    assert not Word.objects.filter(word="confidentielle").exists()
    assert found(client, q="bibliothèke") == ["Une bibliothèque"]


def test_known_words_that_are_lacking_come_back_in_the_night():
    InitiativeFactory(title="Bibliothèque")
    Word.objects.all().delete()

    refresh_sheets_search_text(timestamp=0)

    assert Word.objects.filter(word="bibliotheque").exists()


def test_sheet_is_found_by_the_new_name_of_its_carrier_the_day_after(client):
    sheet = InitiativeFactory(title="Un verger")
    type(sheet.carrier).objects.update(name="Les Lanternes")
    before = found(client, q="lanternes")

    refresh_sheets_search_text(timestamp=0)

    assert (before, found(client, q="lanternes")) == ([], ["Un verger"])


def test_snippet_shows_accented_words_in_bold_and_escapes_the_text(client):
    InitiativeFactory(
        title="Au pied des tours",
        summary="Des voisins.",
        steps="Puis **le pédibus** <script>alert(1)</script> part & revient [ici](https://x.example/pedibus).",
    )

    text = client.get(LIST, {"q": "pedibus"}).text

    assert "<mark>pédibus</mark>" in text
    assert "<script>alert" not in text
    assert "&amp; revient" in text
    assert "x.example" not in text


def test_title_ranks_before_the_story(client):
    InitiativeFactory(title="Un compost", context="Un jardin, un jardin, un jardin.")
    InitiativeFactory(title="Le jardin", context="Des tomates.")
    InitiativeFactory(title="Le jardin caché", context="Un autre jardin.")

    assert found(client, q="jardin")[-1] == "Un compost"
    assert found(client, q="jardin", tri="date")[0] == "Le jardin caché"


def test_facets_count_what_each_choice_would_give(client):
    rights, children = ThemeFactory(slug="droits"), ThemeFactory(slug="enfance")
    papers = ThemeFactory(slug="papiers", parent=rights)
    north, south = DistrictFactory(slug="nord"), DistrictFactory(slug="sud")
    InitiativeFactory(themes=[papers], districts=[north], publics=["adultes"], budget="0")
    InitiativeFactory(themes=[rights, papers], districts=[north, south], budget="1-500")
    InitiativeFactory(
        themes=[children], districts=[south], publics=["enfants"], kind="projet", transferable="ready"
    )
    InitiativeFactory(themes=[children], draft=True)

    assert totals(client, "theme") == {"droits": 2, "enfance": 1}
    assert totals(client, "quartier", theme="droits") == {"nord": 2, "sud": 1}
    assert totals(client, "theme", theme="droits", quartier="sud") == {"droits": 1, "enfance": 1}
    assert totals(client, "public", theme="droits")["enfants"] == 1
    assert totals(client, "nature") == {"initiative": 2, "projet": 1}
    assert totals(client, "budget") == {"0": 1, "1-500": 1}
    assert totals(client, "refaire") == {"ready": 1}


def test_facets_of_obstacles_and_levers_count_sheets(client):
    few, door = ObstacleFactory(slug="peu"), LeverFactory(slug="aller")
    sheet = InitiativeFactory(title="Un jardin")
    FindingFactory(initiative=sheet, obstacle=few, lever=door)
    FindingFactory(initiative=sheet, obstacle=few, lever=LeverFactory(slug="repas"))
    InitiativeFactory(title="Un pédibus")

    assert totals(client, "frein") == {"peu": 1}
    assert totals(client, "levier") == {"aller": 1, "repas": 1}
    assert found(client, frein="peu", levier="aller") == ["Un jardin"]


def test_count_is_that_of_the_list(client):
    organisation = OrganisationFactory()
    InitiativeFactory.create_batch(2, carrier=organisation)
    InitiativeFactory()

    response = client.get(LIST, {"association": organisation.slug})

    assert response.context_data["paginator"].count == 2
    assert len(response.context_data["initiatives"]) == 2


def test_unknown_choice_is_told(client):
    InitiativeFactory()

    response = client.get(LIST, {"frein": "inconnu"})

    assert "inconnu" in str(response.context_data["filter"].refusals)


def test_empty_list_says_what_to_try(client):
    response = client.get(LIST, {"q": "zzzz"})

    assert "Aucune fiche avec ces filtres" in response.text


def test_pages_of_the_list(client):
    InitiativeFactory.create_batch(25)

    second = client.get(LIST, {"page": 2})

    assert len(second.context_data["initiatives"]) == 1
    assert client.get(LIST, {"page": 3}).status_code == 404


def test_htmx_is_given_the_list_alone(client):
    InitiativeFactory(title="Un jardin")

    text = client.get(LIST, headers={"HX-Request": "true"}).text

    assert "Un jardin" in text
    assert "<html" not in text
    assert reverse("initiatives:feed-rss") in text
