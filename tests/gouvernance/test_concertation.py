"""The concertation scheme: read as a matrix and as a list, narrowed, on one A3; written by the team alone."""

import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from gouvernance.matrix import Matrix
from gouvernance.models import ConcertationScheme, Involvement
from tests.factories import OrganisationFactory
from tests.gouvernance.factories import (
    ActorFactory,
    BodyFactory,
    InvolvementFactory,
    SchemeFactory,
    SubjectFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme():
    """Two subjects, three actors, four places."""
    scheme = SchemeFactory(name="Schéma des quartiers sud")
    housing, youth = (
        SubjectFactory(scheme=scheme, name=name, position=n)
        for n, name in enumerate(["Logement", "Jeunesse"])
    )
    relays, city, club = (
        ActorFactory(scheme=scheme, name=name, sector=sector, position=n)
        for n, (name, sector) in enumerate(
            [("Relais", "habitants"), ("Ville", "collectivite"), ("Club", "social")]
        )
    )
    body = BodyFactory(name="Commission logement")
    InvolvementFactory(subject=housing, actor=relays, level=1)
    InvolvementFactory(subject=housing, actor=city, level=4, body=body, rhythm="quarterly")
    InvolvementFactory(subject=youth, actor=relays, level=3)
    InvolvementFactory(subject=youth, actor=club, level=4)
    return scheme


def levels(matrix):
    return [[cell.level if cell else 0 for cell in row.cells] for row in matrix.rows]


def test_matrix_has_a_row_for_each_subject_and_a_column_for_each_actor(scheme):
    matrix = Matrix(scheme)

    assert levels(matrix) == [[1, 4, 0], [3, 0, 4]]
    assert [words for words, _columns in matrix.sectors] == ["Habitants", "Collectivités et État", "Social"]
    assert [cell.actor.name for cell in matrix.rows[0].told] == ["Ville", "Relais"]
    assert matrix.rows[0].cells[1].detail == "Commission logement, chaque trimestre"


def test_filters_narrow_columns_and_levels_but_not_what_is_missing(scheme):
    narrowed = Matrix(scheme, {"secteur": "habitants", "niveau": "2"})

    assert levels(narrowed) == [[0], [3]]
    assert [hole.words for hole in narrowed.holes] == ["Logement : aucun habitant au-dessus de « informé »."]
    assert levels(Matrix(scheme, {"secteur": "martien", "niveau": "x"})) == [[1, 4, 0], [3, 0, 4]]


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_as_many_questions_for_one_subject_as_for_three(client, django_assert_num_queries, number):
    scheme = SchemeFactory()
    for _subject in range(number):
        InvolvementFactory(subject__scheme=scheme, actor__organisation=OrganisationFactory())

    with django_assert_num_queries(5):
        client.get("/gouvernance/concertation/")


def test_latest_public_scheme_is_shown_and_a_draft_only_to_the_team(client, coordinator, scheme):
    older = SchemeFactory(name="Ancien", adopted_on=date(2020, 1, 1))
    draft = SchemeFactory(name="Brouillon", is_public=False, adopted_on=date(2040, 1, 1))

    public = client.get("/gouvernance/concertation/")
    client.force_login(coordinator)
    team = client.get("/gouvernance/concertation/")

    assert public.context["scheme"] == scheme
    assert list(public.context["others"]) == [older]
    assert team.context["scheme"] == draft


def test_page_without_any_scheme_says_so(client):
    assert "Pas encore de schéma" in client.get("/gouvernance/concertation/").content.decode()


def test_scheme_stands_on_one_a3(client, scheme):
    for number in range(10):
        subject = SubjectFactory(
            scheme=scheme, name=f"Sujet au nom plutôt long {number}", position=10 + number
        )
        InvolvementFactory(subject=subject, actor=scheme.actors.get(name="Ville"), level=2, rhythm="needed")
    for number in range(12):
        ActorFactory(scheme=scheme, name=f"Acteur au nom plutôt long {number}", position=10 + number)

    response = client.get(f"{scheme.get_absolute_url().rstrip('/')}.pdf")

    [page] = PdfReader(io.BytesIO(response.content)).pages
    width, height = (round(float(side) * 25.4 / 72) for side in (page.mediabox.width, page.mediabox.height))
    text = " ".join(page.extract_text().split())
    assert (width, height) == (420, 297)
    assert "Logement : aucun habitant au-dessus de" in text
    assert "codécide" in text


def test_pdf_has_the_filters_of_the_page(client, scheme):
    response = client.get(f"{scheme.get_absolute_url().rstrip('/')}.pdf", {"secteur": "social"})

    text = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert "Club" in text
    assert "Ville" not in text


def test_database_refuses_a_place_across_two_schemes(scheme):
    with pytest.raises(IntegrityError, match="involvement_same_scheme"), transaction.atomic():
        Involvement.objects.create(subject=scheme.subjects.first(), actor=ActorFactory(), level=1)


def test_team_writes_a_scheme_then_the_places_of_a_subject(client, coordinator):
    client.force_login(coordinator)
    organisation = OrganisationFactory()
    sent = {"name": "Schéma", "adopted_on": "2026-07-01", "is_public": "on"}
    sent |= {"subjects-TOTAL_FORMS": 1, "subjects-INITIAL_FORMS": 0, "subjects-0-name": "Logement"}
    sent |= {"actors-TOTAL_FORMS": 1, "actors-INITIAL_FORMS": 0, "actors-0-name": "Ville"}
    sent |= {"actors-0-sector": "collectivite", "actors-0-organisation": organisation.pk}
    client.post("/gouvernance/concertation/ajouter/", sent)
    scheme = ConcertationScheme.objects.get()
    subject, actor = scheme.subjects.get(), scheme.actors.get()
    address = f"{scheme.get_absolute_url()}sujets/{subject.pk}/"

    def places():
        return list(subject.involvements.values_list("actor", "level", "rhythm"))

    client.post(address, {f"actor-{actor.pk}-level": 2, f"actor-{actor.pk}-rhythm": "yearly"})
    first = places()
    client.post(address, {f"actor-{actor.pk}-level": 4})
    second = places()
    refused = client.post(address, {f"actor-{actor.pk}-level": 9})
    third = places()
    client.post(address, {f"actor-{actor.pk}-level": ""})

    assert actor.organisation == organisation
    assert first == [(actor.pk, 2, "yearly")]
    assert second == third == [(actor.pk, 4, "")]
    assert refused.status_code == 200
    assert places() == []


def test_actor_whose_sheet_is_no_longer_public_keeps_it(client, coordinator):
    client.force_login(coordinator)
    actor = ActorFactory(organisation=OrganisationFactory(name="Les Mains vertes", is_published=False))
    OrganisationFactory(name="Autre", is_published=False)

    formset = client.get(f"{actor.scheme.get_absolute_url()}modifier/").context["actors"]

    assert [label for _value, label in formset.organisations] == ["Aucune", "Les Mains vertes"]


def test_team_may_write_another_scheme_beside_the_one_that_stands(client, coordinator, scheme):
    link = 'href="/gouvernance/concertation/ajouter/"'
    public = client.get("/gouvernance/concertation/").content.decode()
    client.force_login(coordinator)

    assert link not in public
    assert link in client.get("/gouvernance/concertation/").content.decode()
