"""« Toujours d’actualité ? », once a year."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from initiatives.models import Initiative
from initiatives.tasks import ask_to_confirm
from tests.factories import MembershipFactory, UserFactory
from tests.initiatives.factories import InitiativeFactory
from tests.initiatives.network import later

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=370)


@pytest.fixture
def sheet():
    manager = MembershipFactory(manager=True)
    return InitiativeFactory(
        title="Un verger", carrier=manager.organisation, author=manager.user, published_at=LONG_AGO
    )


def link(sheet, person):
    return sheet.confirmation_url_for(person)


def test_team_is_asked_once_a_year(sheet, mailoutbox):
    manager = MembershipFactory(organisation=sheet.carrier, manager=True).user
    InitiativeFactory()

    ask_to_confirm(0)
    ask_to_confirm(0)
    first = [mail.to[0] for mail in mailoutbox]
    Initiative.objects.get(pk=sheet.pk).confirm(by=manager)
    with later(days=360):
        ask_to_confirm(0)
    between = len(mailoutbox)
    with later(days=367):
        ask_to_confirm(0)

    assert sorted(first) == sorted([sheet.author.email, manager.email])
    assert between == 2
    assert [mail.to[0] for mail in mailoutbox[2:]].count(manager.email) == 1


def test_link_opens_a_page_a_button_confirms_and_the_link_is_spent(client, sheet):
    url = link(sheet, sheet.author)

    opened = client.get(url).content.decode()
    untouched = Initiative.objects.get(pk=sheet.pk).confirmed_at
    answered = client.post(url, {"answer": "right"}, follow=True).content.decode()
    client.post(url, {"answer": "over"})

    assert "Oui, elle l’est toujours" in opened
    assert untouched is None
    assert "C’est déjà répondu" in answered
    sheet.refresh_from_db()
    assert (sheet.is_public, sheet.needs_confirmation) == (True, False)
    month = "confirmée en"
    assert month in client.get(sheet.get_absolute_url()).content.decode()


def test_confirming_is_not_a_change_of_what_the_sheet_says(sheet):
    before = sheet.updated_at

    sheet.confirm(by=sheet.author)

    sheet.refresh_from_db()
    assert (sheet.updated_at, sheet.needs_confirmation) == (before, False)


def test_link_archives_what_is_over(client, sheet):
    client.post(link(sheet, sheet.author), {"answer": "over"})

    sheet.refresh_from_db()
    assert sheet.state == "archived"


def test_link_of_somebody_who_left_or_that_is_over_does_nothing(client, sheet):
    stranger = UserFactory()
    url = link(sheet, sheet.author)

    gone = client.post(link(sheet, stranger), {"answer": "over"}).content.decode()
    with patch(
        "django.core.signing.time.time", return_value=(timezone.now() + timedelta(days=61)).timestamp()
    ):
        late = client.post(url, {"answer": "over"}).content.decode()

    for page in (gone, late):
        assert "Ce lien n’est plus valable" in page
    assert "Un verger" not in gone
    sheet.refresh_from_db()
    assert sheet.is_public


def test_silence_of_three_months_is_the_coordinators(client, sheet):
    ask_to_confirm(0)
    coordinator = UserFactory(coordinator=True)

    early = list(Initiative.objects.unanswered())
    with later(days=93):
        late = list(Initiative.objects.unanswered())
        client.force_login(coordinator)
        page = client.get("/initiatives/relectures/").content.decode()

    assert (early, late) == ([], [sheet])
    assert "Sans réponse depuis trois mois" in page
