"""What waits for the team in the directory."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from associations.views.team import PER_PAGE
from tests.factories import (
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    ReportFactory,
)

pytestmark = pytest.mark.django_db

QUEUE = "/associations/suivi/"
LONG_AGO = timezone.now() - timedelta(days=400)


@pytest.fixture
def team(client, coordinator):
    client.force_login(coordinator)
    return client


def run_organisation(**fields):
    return MembershipFactory(organisation=OrganisationFactory(**fields), manager=True).organisation


def test_queue_is_unknown_to_others(client, manager):
    client.force_login(manager)
    report = ReportFactory()

    answers = [client.get(QUEUE), client.post(f"{QUEUE}signalements/{report.pk}/", {"action": "close"})]

    assert [answer.status_code for answer in answers] == [HTTPStatus.NOT_FOUND] * 2


def test_queue_says_when_nothing_waits(team):
    response = team.get(QUEUE)

    queues = ("reports", "join_requests", "orphans", "due", "waiting")
    assert [response.context[name].total for name in queues] == [0] * 5
    assert "Rien à vérifier." in response.text


def test_reports_that_wait_are_shown_without_their_address(team, coordinator):
    waiting = ReportFactory(organisation=run_organisation(), email="voisin@example.org")
    ReportFactory(organisation=waiting.organisation).close(by=coordinator, answer="")

    response = team.get(QUEUE)

    assert response.context["reports"].rows == [waiting]
    assert "voisin@example.org" not in response.text
    assert "Répondre et clore" in response.text


def test_requests_that_only_the_team_can_answer_come_first(team):
    theirs = JoinRequestFactory(organisation=run_organisation())
    ours = JoinRequestFactory()

    assert team.get(QUEUE).context["join_requests"].rows == [ours, theirs]


def test_request_answered_from_the_queue_comes_back_to_it(team):
    join_request = JoinRequestFactory()
    address = f"/associations/{join_request.organisation.slug}/membres/demandes/{join_request.pk}/"

    response = team.post(address, {"action": "accept", "from": "team"})

    assert response["Location"] == QUEUE


def test_sheets_without_manager_are_those_of_the_directory_that_nobody_runs(team):
    invited, alone = OrganisationFactory(name="Abricot"), OrganisationFactory(name="Zèbre")
    InvitationFactory(organisation=invited, manager=True)
    InvitationFactory(organisation=alone, expired=True)
    MembershipFactory(organisation=alone)
    MembershipFactory(organisation=alone, manager=True, user__is_active=False)
    OrganisationFactory(is_published=False)
    run_organisation()

    orphans = team.get(QUEUE).context["orphans"].rows

    assert [(sheet, sheet.is_invited) for sheet in orphans] == [(invited, True), (alone, False)]


def test_sheets_to_read_again_say_whether_their_managers_were_asked(team):
    run_organisation()
    asked = run_organisation(created_at=LONG_AGO)
    asked.ask_to_review()
    run_organisation(created_at=LONG_AGO + timedelta(days=1))
    OrganisationFactory(created_at=LONG_AGO + timedelta(days=2))

    response = team.get(QUEUE)

    assert response.context["due"].total == 3
    assert response.context["due"].rows[0] == asked
    words = ["Demandé le", "Pas encore demandé à", "Sans responsable : à vous de la relire."]
    assert [response.text.count(word) for word in words] == [1, 1, 1]


def test_sheets_that_are_not_public_are_listed_and_counted(team):
    run_organisation()
    for number in range(PER_PAGE):
        OrganisationFactory(
            name=f"Registre {number:02}", is_published=False, origin="rna", rna=f"W1330012{number:02}"
        )
    typed = OrganisationFactory(name="Tapée ici", is_published=False)

    response = team.get(QUEUE)

    waiting = response.context["waiting"]
    assert (waiting.total, waiting.rows[0], len(waiting.rows)) == (PER_PAGE + 1, typed, PER_PAGE)
    assert "RNA W133001200" in response.text
    assert waiting.next_url == "?non-publiees=2#non-publiees"


def test_each_queue_turns_its_pages_apart_and_counts_all(team):
    for _sheet in range(PER_PAGE + 2):
        OrganisationFactory(created_at=LONG_AGO)

    response = team.get(f"{QUEUE}?a-revoir=2")

    due, orphans = response.context["due"], response.context["orphans"]
    assert (len(due.rows), due.total, len(orphans.rows)) == (2, PER_PAGE + 2, PER_PAGE)
    assert due.previous_url == "?a-revoir=1#a-revoir"
    assert orphans.next_url == "?a-revoir=2&sans-responsable=2#sans-responsable"


@pytest.mark.parametrize("page", ["0", "x", "99", "%00"])
def test_page_that_is_not_understood_is_still_a_page(team, page):
    OrganisationFactory()

    assert team.get(f"{QUEUE}?sans-responsable={page}").status_code == HTTPStatus.OK


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_has_a_constant_number_of_queries(team, rows, django_assert_num_queries):
    for _row in range(rows):
        ReportFactory(email="voisin@example.org")
        JoinRequestFactory()
        run_organisation(created_at=LONG_AGO)
        OrganisationFactory(is_published=False)

    with django_assert_num_queries(13):
        team.get(QUEUE)
