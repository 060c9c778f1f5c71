"""What a deliberation shows: reasons grouped, colleges that tell nobody's name, figures that read on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gouvernance.consent import Kind
from gouvernance.extract import Extract
from gouvernance.models import Ballot, Deliberation
from tests.factories import UserFactory
from tests.gouvernance.factories import (
    BodyFactory,
    CollegeFactory,
    DeliberationFactory,
    MandateFactory,
    call,
    open_in_meeting,
    open_with,
)
from tests.reading import pdf_text

pytestmark = pytest.mark.django_db

LATER = timezone.localdate() + timedelta(days=90)


@pytest.fixture
def facilitator():
    return UserFactory(coordinator=True, display_name="Nadège")


def of_colleges(*sizes, by, **fields):
    """(a deliberation at which positions are taken, its voices): colleges A, B… of these sizes."""
    body = BodyFactory()
    for name, size in zip("ABCDE", sizes, strict=False):
        MandateFactory.create_batch(size, college=CollegeFactory(body=body, name=name, seats=size))
    deliberation = DeliberationFactory(body=body, created_by=by, is_public=True, **fields)
    deliberation.open(by=by)
    call(deliberation, by=by)
    return deliberation, list(deliberation.deliberators.filter(is_invited=True))


def bars(deliberation):
    return {
        bar.label: [part["number"] for part in bar.parts]
        for bar in Extract(Deliberation.objects.get(pk=deliberation.pk)).colleges
    }


# Words without a name


@pytest.mark.parametrize(
    ("sizes", "labels"),
    [
        ([6, 1], ["A et B"]),
        ([6, 7, 1], ["A et C", "B"]),
        ([6, 3, 2], ["A", "B et C"]),
        ([3, 1], ["A et B"]),
        ([6, 5], ["A", "B"]),
    ],
)
def test_small_colleges_are_one_once_something_has_no_name(facilitator, sizes, labels):
    deliberation, people = of_colleges(*sizes, by=facilitator)
    for row in people[:-1]:
        deliberation.make(Kind.CONSENT, by=row)
    assert list(bars(deliberation)) == list("ABCDE"[: len(sizes)])

    deliberation.make(Kind.RESERVE, by=people[-1], text="À revoir.", signed=False)

    found = bars(deliberation)
    assert list(found) == labels
    assert sum(map(sum, found.values())) == len(people)


def test_college_of_unsigned_words_is_told_when_it_is_large(client, facilitator):
    deliberation, people = of_colleges(5, 1, by=facilitator)
    deliberation.make(Kind.RESERVE, by=people[0], text="Mots d’un grand collège.", signed=False)
    deliberation.make(Kind.RESERVE, by=people[5], text="Mots d’un petit collège.", signed=False)

    page = client.get(deliberation.get_absolute_url()).text

    for words, college in (("Mots d’un grand collège.", " (A)"), ("Mots d’un petit collège.", "")):
        said = page.partition(f"{words}</")[0].rpartition("said__who")[2]
        assert f"Une personne qui n’a pas souhaité être nommée{college} ·" in said


def test_writer_is_told_what_can_be_inferred(client, facilitator):
    deliberation, people = of_colleges(3, 1, by=facilitator)
    first = client.get(people[0].own_url).text
    deliberation.make(Kind.RESERVE, by=people[0], text="À revoir.", signed=False)

    then = client.get(people[1].own_url).text

    for page in (first, then):
        assert "on vous trouve par élimination" in page
        assert "Les collèges de moins de cinq personnes sont réunis" in page
    assert "Personne d’autre ne l’a fait pour l’instant" in first
    assert "1 ligne est déjà sans nom" in then


@pytest.mark.parametrize("inside", [True, False])
def test_line_without_a_name_tells_no_proxy_who_wrote_it(client, facilitator, inside):
    deliberation, people, attendees = open_in_meeting(
        3, by=facilitator, here=1, is_public=True, body=BodyFactory(proxies_max=2)
    )
    call(deliberation, by=facilitator)
    for row in attendees[1:]:
        row.reply("proxy", proxy=attendees[0].pk)
    deliberation.make(
        Kind.RESERVE, by=people[1], recorded_by=people[0], text="À revoir en été.", signed=False
    )
    deliberation.make(Kind.CONSENT, by=people[2], recorded_by=people[0])
    if inside:
        client.force_login(facilitator)

    *_before, unsigned, signed = Extract(Deliberation.objects.get(), inside=inside).lines
    printed = pdf_text(client.get(f"/gouvernance/deliberations/{deliberation.slug}.pdf").content)

    writer = people[0].name if inside else "une autre personne"
    assert unsigned[2] == "Une personne qui n’a pas souhaité être nommée : accord avec réserve."
    assert signed[2] == f"{people[2].name} : accord. Par {writer}, qui porte son pouvoir."
    assert printed.count("qui porte son pouvoir") == 1


# Reasons


def test_reasons_are_grouped_by_position(client, facilitator):
    deliberation, people = of_colleges(6, by=facilitator)
    deliberation.make(Kind.RESERVE, by=people[0], text="Réserve une.")
    deliberation.make(Kind.STAND_ASIDE, by=people[1], text="Retrait.")
    deliberation.make(Kind.RESERVE, by=people[2], text="Réserve deux.")
    deliberation.make(Kind.CONSENT, by=people[3], text="Enfin le samedi.")
    deliberation.make(Kind.CONSENT, by=people[4])
    deliberation.make(Kind.CONSENT, by=people[5], text="Repris.")
    deliberation.make(Kind.RESERVE, by=people[5], text="Réserve trois.")

    page = client.get(deliberation.get_absolute_url()).text
    extract = pdf_text(client.get(f"/gouvernance/deliberations/{deliberation.slug}.pdf").content)
    told = Extract(Deliberation.objects.get())

    assert "Accord avec réserve (3)" in page
    assert "Se tient à l’écart (1)" in page
    assert [said.text for said in told.minority] == [
        "Réserve une.",
        "Réserve deux.",
        "Réserve trois.",
        "Retrait.",
    ]
    assert [(said.who, said.text) for said in told.consents] == [(people[3].name, "Enfin le samedi.")]
    assert "Enfin le samedi." in page.partition("Accords, et leurs raisons")[2].partition("</section>")[0]
    assert f"{people[3].name} (A)" in extract.partition("Accords, et leurs raisons")[2]


# Figures


def test_numbers_stand_beside_the_bars(client, facilitator):
    deliberation, people = open_with(
        3, by=facilitator, method="judgment", options=["Samedi", "Soir"], is_public=True
    )
    for row, marks in zip(people, ([6, 0], [6, 1], [2, 1]), strict=True):
        Ballot.cast(deliberation, marks, by=row)
    deliberation.conclude(Kind.COUNT, by=deliberation.deliberators.of(facilitator).get(), review_on=LATER)

    page = client.get(deliberation.get_absolute_url()).text
    first = page.partition('class="bars__numbers"')[2].partition("</ul>")[0]

    assert first.count("<li") == 7
    assert "Excellent : <strong>2</strong>" in first
    assert "Passable : <strong>1</strong>" in first
