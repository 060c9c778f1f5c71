"""Whoever left an association leaves it what it published: nothing more is done in its name."""

import pytest
from django.urls import reverse

from initiatives.models import Initiative, Inspiration
from tests.factories import MembershipFactory, UserFactory
from tests.initiatives.factories import InitiativeFactory
from tests.initiatives.network import public_sheet

pytestmark = pytest.mark.django_db


def leave(person):
    person.memberships.update(is_active=False)


@pytest.fixture
def left(client):
    """A public sheet whose author left the association that carries it."""
    sheet = public_sheet(title="Un verger")
    MembershipFactory(organisation=sheet.carrier, manager=True, user__email="responsable@example.org")
    leave(sheet.author)
    client.force_login(sheet.author)
    return sheet


def test_author_who_left_changes_and_archives_nothing_that_is_public(client, left):
    pages = [
        *(left.get_absolute_url() + "ecrire/", left.get_absolute_url() + "ecrire/contexte/"),
        *(reverse(f"initiatives:{name}", args=[left.slug]) for name in ("archiving", "confirm", "photos")),
    ]

    statuses = {client.get(page).status_code for page in pages}
    client.post(reverse("initiatives:archiving", args=[left.slug]), {"action": "archive"})

    assert statuses == {404}
    assert Initiative.objects.get().is_public


def test_author_who_left_answers_no_inspiration_and_is_written_nothing(client, left, mailoutbox):
    inspiration = Inspiration.objects.create(initiative=left, by=UserFactory(), message="Nous aussi.")

    inspiration.send()
    answered = client.post(inspiration.get_absolute_url(), {"answer": "yes"})

    assert answered.status_code == 404
    assert [mail.to for mail in mailoutbox] == [["responsable@example.org"]]


def test_author_who_left_says_no_more_that_it_is_still_right(client, left, mailoutbox):
    link = left.confirmation_url_for(left.author)

    left.ask_to_confirm()
    client.post(link, {"answer": "over"})

    assert [mail.to for mail in mailoutbox] == [["responsable@example.org"]]
    assert Initiative.objects.get().is_public
    assert not Initiative.objects.theirs(left.author).exists()


def test_archived_sheet_that_was_public_is_not_reopened_by_who_left(client, left):
    left.archive(by=None)

    client.post(reverse("initiatives:archiving", args=[left.slug]), {"action": "reopen"})

    assert Initiative.objects.get().state == Initiative.State.ARCHIVED


def test_draft_stays_its_author_s(client):
    sheet = public_sheet()
    draft = InitiativeFactory(draft=True, carrier=sheet.carrier, author=sheet.author)
    leave(sheet.author)

    assert list(Initiative.objects.run_by(sheet.author)) == [draft]
    assert draft.team == [sheet.author]
