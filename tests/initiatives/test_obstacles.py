""" "Participation insuffisante: what worked?" """

import pytest

from tests.factories import DistrictFactory, ThemeFactory
from tests.initiatives.factories import FindingFactory, InitiativeFactory, LeverFactory, ObstacleFactory

pytestmark = pytest.mark.django_db

PAGE = "/initiatives/freins/"


@pytest.fixture
def few():
    return ObstacleFactory(
        name="Participation insuffisante", slug="participation", description="Trop peu de gens."
    )


def blocks(client, **query):
    return client.get(PAGE, query).context["blocks"]


def test_levers_that_helped_most_come_first(client, few):
    door, meal, poster = (
        LeverFactory(name="Aller vers"),
        LeverFactory(name="Repas"),
        LeverFactory(name="Affiches"),
    )
    for outcome in ("worked", "worked", "partly"):
        FindingFactory(obstacle=few, lever=door, outcome=outcome)
    FindingFactory(obstacle=few, lever=meal, outcome="worked")
    FindingFactory(obstacle=few, lever=poster, outcome="failed", lever_words="Deux cents affiches, personne.")
    FindingFactory(obstacle=few, lever=poster, outcome="")

    (block,) = blocks(client)

    assert block.sheets == 6
    assert [(answer.lever.name, answer.worked, answer.partly) for answer in block.helpful] == [
        ("Aller vers", 2, 1),
        ("Repas", 1, 0),
    ]
    assert [answer.lever.name for answer in block.not_enough] == ["Affiches"]


def test_page_answers_what_worked(client, few):
    sheet = InitiativeFactory(title="Café des parents")
    FindingFactory(
        initiative=sheet,
        obstacle=few,
        obstacle_words="Deux parents.",
        lever=LeverFactory(name="Aller vers", slug="aller-vers"),
        lever_words="À la sortie de l’école.",
    )

    text = client.get(PAGE, {"frein": "participation"}).text

    assert "Participation insuffisante : qu’est-ce qui a marché ?" in text
    assert "ça a marché dans 1 fiche" in text
    assert "Deux parents. → À la sortie de l’école." in text
    assert sheet.get_absolute_url() in text


def test_sheets_that_are_not_public_tell_nothing(client, few):
    draft = InitiativeFactory(draft=True)
    FindingFactory(initiative=draft, obstacle=few, lever_words="Secret")

    response = client.get(PAGE)

    assert response.context["blocks"] == []
    assert "Secret" not in response.text
    assert "Aucune fiche ne parle encore de cela" in response.text


def test_team_that_says_it_twice_counts_once(client, few):
    sheet, door = InitiativeFactory(), LeverFactory()
    FindingFactory.create_batch(2, initiative=sheet, obstacle=few, lever=door)

    (block,) = blocks(client)

    assert (block.sheets, block.helpful[0].worked) == (1, 1)


def test_obstacle_without_answer_says_so(client, few):
    FindingFactory(obstacle=few, lever=None, outcome="")

    text = client.get(PAGE).text

    assert "Personne n’a encore trouvé ce qui marche, ou ne l’a raconté." in text


def test_filters_keep_the_sheets_of_a_theme_and_a_district(client, few):
    rights, district = ThemeFactory(slug="droits"), DistrictFactory(slug="sormiou")
    papers = ThemeFactory(slug="papiers", parent=rights)
    FindingFactory(initiative=InitiativeFactory(themes=[papers]), obstacle=few)
    FindingFactory(initiative=InitiativeFactory(districts=[district]), obstacle=few)
    FindingFactory(obstacle=ObstacleFactory(slug="autre"))

    assert blocks(client, theme="droits")[0].sheets == 1
    assert blocks(client, quartier="sormiou")[0].sheets == 1
    assert blocks(client, theme="droits", quartier="sormiou") == []
    assert [block.obstacle.slug for block in blocks(client)] == ["participation", "autre"]


def test_unknown_obstacle_is_told(client, few):
    FindingFactory(obstacle=few)

    response = client.get(PAGE, {"frein": "inconnu"})

    assert response.status_code == 200
    assert response.context["filter"].refusals


def test_quotes_are_few_and_the_helpful_first(client, few):
    door = LeverFactory()
    for number in range(4):
        FindingFactory(obstacle=few, lever=door, outcome="partly", lever_words=f"Essai {number}")
    FindingFactory(obstacle=few, lever=door, outcome="worked", lever_words="Réussi")

    (short,), (whole,) = blocks(client), blocks(client, frein="participation")

    assert [row.lever_words for row in short.helpful[0].findings] == ["Réussi"]
    assert [row.lever_words for row in whole.helpful[0].findings] == [
        "Réussi",
        "Essai 3",
        "Essai 2",
        "Essai 1",
        "Essai 0",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_a_constant_number_of_queries(client, django_assert_num_queries, number):
    for _ in range(number):
        obstacle = ObstacleFactory()
        for _lever in range(number):
            FindingFactory(obstacle=obstacle, lever_words="Nous avons fait cela.")

    with django_assert_num_queries(8):
        client.get(PAGE)
