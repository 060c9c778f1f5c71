"""The page of a sheet: what it tells, to whom, and what is like it."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.template import Context, Template

from agenda.models import Event
from initiatives.models import Attachment, Partnership
from initiatives.similar import similar
from initiatives.templatetags.initiative_parts import quotes
from tests.factories import (
    DistrictFactory,
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    ThemeFactory,
)
from tests.initiatives.factories import (
    FindingFactory,
    InitiativeFactory,
    LeverFactory,
    ObstacleFactory,
    PhotoFactory,
    TransferFactory,
)

pytestmark = pytest.mark.django_db

MAY = datetime(2090, 5, 3, 8, tzinfo=UTC)


def json_ld(response):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', response.text, re.DOTALL)
    return json.loads(found[1]) if found else None


def test_sheet_tells_its_parts_under_their_headings(client):
    sheet = InitiativeFactory(
        context="Les enfants jouaient sur le parking.",
        inhabitants_place="codecided",
        results="Douze familles.",
        evidence="Un cahier de présence.",
        verbatims="« Je connais mes voisins. »\n\n> C’est notre jardin.",
        transferable="adapted",
    )

    text = client.get(sheet.get_absolute_url()).text

    assert "Le contexte et le besoin" in text
    assert "<strong>co-décident</strong>" in text
    assert "Un cahier de présence." in text
    assert text.count('class="verbatim"') == 2
    assert "<strong>Oui, en l’adaptant</strong>" in text
    assert "Ce que nous ferions autrement" not in text
    assert "Pas encore raconté" not in text


def test_parts_not_told_are_hinted_at_to_those_who_write(client):
    organisation = OrganisationFactory()
    sheet = InitiativeFactory(carrier=organisation, context="Un parking.")
    client.force_login(MembershipFactory(organisation=organisation).user)

    text = client.get(sheet.get_absolute_url()).text

    assert text.count("Pas encore raconté.") == 7


def test_findings_are_a_list_from_obstacle_to_outcome(client):
    sheet = InitiativeFactory()
    FindingFactory(
        initiative=sheet,
        obstacle=ObstacleFactory(name="Participation insuffisante", slug="participation"),
        obstacle_words="Deux parents à la première réunion.",
        lever=LeverFactory(name="Aller vers", slug="aller-vers"),
        lever_words="Nous sommes allés à la sortie de l’école.",
        outcome="partly",
    )

    text = client.get(sheet.get_absolute_url()).text

    assert 'href="/initiatives/freins/?frein=participation"' in text
    assert "Deux parents à la première réunion." in text
    assert "outcome--partly" in text
    assert "En partie" in text


def test_identity_card_says_who_with_whom_and_when(client):
    sheet = InitiativeFactory(
        carrier=OrganisationFactory(name="Les Lanternes"),
        starts_on=date(2024, 3, 1),
        publics=["enfants"],
        budget="1-500",
        other_partners="La boulangerie",
    )
    city, landlord = OrganisationFactory(name="La Ville"), OrganisationFactory(name="Le bailleur")
    Partnership.objects.create(initiative=sheet, organisation=city, role="funder")
    Partnership.objects.create(initiative=sheet, organisation=landlord, role="host")

    text = client.get(sheet.get_absolute_url()).text

    for words in (
        "Les Lanternes",
        "La Ville",
        "Financeur",
        "Le bailleur",
        "La boulangerie",
        "jusqu’à 500 €",
        "Enfants",
    ):
        assert words in text
    assert "Depuis le 1er mars 2024" in text.replace("\xa0", " ")


def test_photos_and_documents_say_what_they_are(client):
    sheet = InitiativeFactory()
    PhotoFactory(initiative=sheet, caption="En mai")
    document = ContentFile(b"%PDF-1.7", name="plan.pdf")
    Attachment.objects.create(
        initiative=sheet, file=document, title="Le plan", media_type="application/pdf", size=2048
    )

    text = client.get(sheet.get_absolute_url()).text

    assert 'alt="Un potager"' in text
    assert "En mai" in text
    assert "Le plan" in text
    assert "PDF, 2,0\xa0Kio" in text


def test_events_are_shown_with_their_next_date(client):
    sheet = InitiativeFactory()
    event = EventFactory(title="Chantier", starts_at=MAY, ends_at=MAY + timedelta(hours=2))
    hidden = EventFactory(title="Brouillon", state=Event.State.DRAFT)
    sheet.events.set([event, hidden])

    text = client.get(sheet.get_absolute_url()).text

    assert "Chantier" in text
    assert "Prochaine date" in text
    assert "Brouillon" not in text


def test_json_ld_is_an_article_by_the_carrier(client):
    sheet = InitiativeFactory(title="Le </script> jardin", carrier=OrganisationFactory(name="Les Lanternes"))
    sheet.themes.set([ThemeFactory(name="Jardins")])

    data = json_ld(client.get(sheet.get_absolute_url()))

    assert data["@type"] == "Article"
    assert data["headline"] == "Le </script> jardin"
    assert data["author"]["name"] == "Les Lanternes"
    assert data["about"] == ["Jardins"]
    assert data["identifier"] == f"urn:uuid:{sheet.uid}"


def test_sheet_that_is_not_public_is_kept_from_search_engines(client):
    sheet = InitiativeFactory(draft=True)
    client.force_login(sheet.author)

    response = client.get(sheet.get_absolute_url())

    assert '<meta name="robots" content="noindex">' in response.text
    assert json_ld(response) is None


@pytest.mark.parametrize("number", [1, 3])
def test_sheet_asks_a_constant_number_of_queries(client, django_assert_num_queries, number):
    sheet = InitiativeFactory(title="Le jardin", themes=[ThemeFactory()])
    for _ in range(number):
        FindingFactory(initiative=sheet)
        Partnership.objects.create(initiative=sheet, organisation=OrganisationFactory(), role="funder")
        PhotoFactory(initiative=sheet)
        sheet.events.add(EventFactory(starts_at=MAY, ends_at=MAY + timedelta(hours=2)))
        InitiativeFactory(title="Le jardin d’à côté", themes=[ThemeFactory()])

    with django_assert_num_queries(19):
        client.get(sheet.get_absolute_url())


def test_similar_sheets_share_words_and_are_not_of_the_family():
    garden = InitiativeFactory(title="Un jardin partagé", summary="Des voisins cultivent des tomates.")
    near = InitiativeFactory(title="Jardins en pied d’immeuble", summary="Des tomates et des voisins.")
    InitiativeFactory(title="Un pédibus", summary="À pied.")
    InitiativeFactory(title="Un jardin en projet", draft=True)
    child = TransferFactory(source=garden, adaptation__title="Un jardin partagé, bis").adaptation
    TransferFactory(source=child, adaptation__title="Un jardin partagé, ter")

    assert list(similar(garden)) == [near]


@pytest.mark.parametrize("number", [1, 3])
def test_similar_sheets_are_one_query_until_they_are_on_the_page(django_assert_num_queries, number):
    garden, obstacle = InitiativeFactory(title="Un jardin partagé"), ObstacleFactory(name="Peu de monde")
    for _ in range(number):
        near = InitiativeFactory(
            title="Jardins en pied d’immeuble", themes=[ThemeFactory()], districts=[DistrictFactory()]
        )
        FindingFactory(initiative=near, obstacle=obstacle)
    page = Template(
        '{% for each in alike %}{% include "initiatives/_alike_card.html" with initiative=each only %}{% endfor %}'
    )

    with django_assert_num_queries(1):
        shown = page.render(Context({"alike": similar(garden)}))

    assert shown.count("Jardins en pied d’immeuble") == number
    assert "Peu de monde" in shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« Un. »\n\n« Deux. »", ["« Un. »", "« Deux. »"]),
        ("- Un\n- Deux", ["Un", "Deux"]),
        ("> Un\n> encore\n\nDeux", ["Un", "encore", "Deux"]),
        ("Un, deux\n— Fatima, Mazargues", ["Un, deux\n— Fatima, Mazargues"]),
        ("", []),
    ],
)
def test_quotes_are_one_by_one(text, expected):
    assert quotes(text) == expected
