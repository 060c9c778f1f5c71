"""The sheet on two A4 pages."""

import io

import pytest
from pypdf import PdfReader

from initiatives.pdf_sheet import cut
from initiatives.sections import Section
from tests.factories import MembershipFactory, OrganisationFactory, ThemeFactory
from tests.initiatives.factories import FindingFactory, InitiativeFactory, LeverFactory, PhotoFactory

pytestmark = pytest.mark.django_db

LONG = "Nous avons commencé par un café, **tous ensemble**, un mardi.\n\n- une table\n- des chaises\n\n" * 210


def pages(response):
    reader = PdfReader(io.BytesIO(response.content))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_short_sheet_is_whole(client):
    sheet = InitiativeFactory(
        title="Un jardin partagé",
        carrier=OrganisationFactory(name="Les Lanternes"),
        context="Un parking vide.",
        verbatims="« Je connais mes voisins. »",
        themes=[ThemeFactory(colour="pin")],
    )
    FindingFactory(initiative=sheet, lever=LeverFactory(name="Aller vers"), lever_words="Au pied des tours.")

    response = client.get(f"/initiatives/{sheet.slug}.pdf")
    (page,) = pages(response)

    assert response["Content-Type"] == "application/pdf"
    for words in (
        "Un jardin partagé",
        "Les Lanternes",
        "Un parking vide.",
        "Je connais mes voisins.",
        "Aller vers",
    ):
        assert words in page
    assert "la suite en ligne" not in page
    assert sheet.slug in page


def test_word_without_spaces_stays_in_its_column(client):
    sheet = InitiativeFactory(context="a" * 300 + " fin", steps="Un pas. " * 300)

    response = client.get(f"/initiatives/{sheet.slug}.pdf")

    ends = []

    def end(text, _matrix, matrix, _font, size):
        if text.strip("\u200b\n") and set(text.strip("\u200b\n")) == {"a"}:
            ends.append(matrix[4] + len(text.strip("\u200b\n")) * size * 0.4)

    PdfReader(io.BytesIO(response.content)).pages[0].extract_text(visitor_text=end)
    assert ends
    assert max(ends) < 297  # points: half an A4's width


def test_longest_sheet_is_two_pages_and_says_what_is_online(client):
    assert len(LONG) <= 20_000
    sheet = InitiativeFactory(
        title="T" + "rès long titre " * 9,
        summary="Trois lignes. " * 28,
        **{section.value: LONG for section in Section.texts()},
    )
    for _ in range(12):
        FindingFactory(initiative=sheet, obstacle_words="Mot " * 70, lever_words="Mot " * 70)
    for _ in range(3):
        PhotoFactory(
            initiative=sheet, caption="Une légende assez longue pour prendre deux lignes sous la photo."
        )

    told = pages(client.get(f"/initiatives/{sheet.slug}.pdf"))

    assert len(told) == 2
    assert told[0].count("la suite en ligne") + told[1].count("la suite en ligne") >= 7
    for section in Section.texts():
        assert str(section.label) in " ".join(told)
    assert "La suite en ligne." in told[1]


def test_one_unbroken_word_keeps_to_two_pages(client):
    sheet = InitiativeFactory(context="a" * 20_000, steps="# Titre\n" * 1000)

    assert len(pages(client.get(f"/initiatives/{sheet.slug}.pdf"))) <= 2


def test_marks_of_typst_are_only_words(client):
    sheet = InitiativeFactory(title="#panic() $x$ @y", context='#read("/etc/passwd") \\ `#x` <label>')

    (page,) = pages(client.get(f"/initiatives/{sheet.slug}.pdf"))

    assert "#panic()" in page
    assert '#read("/etc/passwd")' in page


def test_sheet_without_its_pictures_is_made_all_the_same(client):
    photo = PhotoFactory()
    photo.image.storage.delete(photo.image.name)
    photo.image.storage.delete(photo.image.thumbnail_name)

    assert client.get(f"/initiatives/{photo.initiative.slug}.pdf").status_code == 200


def test_draft_is_for_those_who_write_it(client):
    organisation = OrganisationFactory()
    sheet = InitiativeFactory(carrier=organisation, draft=True)
    address = f"/initiatives/{sheet.slug}.pdf"

    nobody = client.get(address)
    client.force_login(MembershipFactory(organisation=organisation).user)
    member = client.get(address)

    assert nobody.status_code == 404
    assert member["Cache-Control"] == "private, no-store"
    assert "Brouillon" in pages(member)[0]


def test_pdf_follows_the_sheet(client):
    sheet = InitiativeFactory(context="Avant.")
    client.get(f"/initiatives/{sheet.slug}.pdf")

    sheet.context = "Après."
    sheet.save()

    assert "Après." in pages(client.get(f"/initiatives/{sheet.slug}.pdf"))[0]


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("Court.", 10, "Court."),
        ("Un paragraphe.\n\nDeux.", 17, "Un paragraphe."),
        ("Une phrase. Une autre phrase", 20, "Une phrase."),
        ("Des mots sans fin ni point", 12, "Des mots …"),
    ],
)
def test_texts_are_cut_where_they_breathe(text, length, expected):
    assert cut(text, length) == expected
