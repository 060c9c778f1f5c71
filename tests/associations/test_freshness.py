"""When a sheet is to be read again, whom we ask, and the button that says it is still right."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core import signing
from django.utils import timezone

from associations.models import Organisation
from tests.factories import ContactFactory, MembershipFactory, OrganisationFactory, PlaceFactory, UserFactory

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=400)


def notices(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def due():
    """A sheet that nobody has confirmed for long, and its manager."""
    organisation = OrganisationFactory(name="Les Amandiers", phone="04 91 00 00 00", created_at=LONG_AGO)
    return MembershipFactory(organisation=organisation, manager=True)


def link(membership):
    return membership.organisation.review_url_for(membership.user)


def of_the_past(days, make, monkeypatch):
    """A link as it was signed so many days ago."""
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now - days * 86_400)
    made = make()
    monkeypatch.undo()
    return made


# Which


@pytest.mark.parametrize(
    ("months", "days", "is_due"), [(3, 80, False), (3, 95, True), (6, 95, False), (12, 380, True)]
)
def test_sheet_is_due_so_many_months_after_it_was_confirmed(months, days, is_due):
    organisation = OrganisationFactory(
        review_months=months, verified_at=timezone.now() - timedelta(days=days), created_at=LONG_AGO
    )

    assert organisation.is_due is is_due
    assert list(Organisation.objects.due()) == ([organisation] if is_due else [])


def test_most_overdue_sheet_comes_first_and_unpublished_ones_do_not():
    later = OrganisationFactory(created_at=LONG_AGO + timedelta(days=30))
    first = OrganisationFactory(created_at=LONG_AGO)
    OrganisationFactory(created_at=LONG_AGO, is_published=False)

    assert list(Organisation.objects.due()) == [first, later]


# Asking


def test_each_active_manager_is_asked(due, mailoutbox):
    organisation = due.organisation
    second = MembershipFactory(organisation=organisation, manager=True).user
    MembershipFactory(organisation=organisation)
    MembershipFactory(organisation=organisation, manager=True, is_active=False)
    MembershipFactory(organisation=organisation, manager=True, user__is_active=False)

    asked = organisation.ask_to_review()

    assert asked == 2
    assert {mail.to[0] for mail in mailoutbox} == {due.user.email, second.email}
    assert mailoutbox[0].subject == "La fiche de Les Amandiers est-elle toujours exacte ?"
    assert re.search(r"http://\S+/associations/confirmer/\S+/", mailoutbox[0].body)
    assert list(Organisation.objects.to_be_asked()) == []


def test_sheet_without_manager_is_asked_once_it_has_one(mailoutbox):
    organisation = OrganisationFactory(created_at=LONG_AGO)

    asked = organisation.ask_to_review()

    assert (asked, mailoutbox) == (0, [])
    assert list(Organisation.objects.to_be_asked()) == [organisation]


# The link


def test_opening_the_link_shows_what_to_check_and_changes_nothing(client, due):
    organisation = due.organisation
    organisation.place = PlaceFactory(name="Maison des Amandiers")
    organisation.save()
    ContactFactory(organisation=organisation, name="Accueil", visibility="public")
    ContactFactory(organisation=organisation, name="Trésorier", visibility="team")

    text = client.get(link(due)).text

    organisation.refresh_from_db()
    assert organisation.verified_at is None
    assert "04 91 00 00 00" in text
    assert "Maison des Amandiers" in text
    assert "Accueil" in text
    assert "Trésorier" not in text


def test_button_confirms_in_the_name_of_whom_the_mail_was_for(client, due):
    response = client.post(link(due), follow=True)

    due.organisation.refresh_from_db()
    assert due.organisation.verified_by == due.user
    assert due.organisation.is_due is False
    assert notices(response) == ["Merci ! C’est noté : la fiche est exacte aujourd’hui."]
    assert due.organisation.history.latest("pgh_id").pgh_context.metadata["user"] == due.user.pk


def test_link_that_has_served_says_so(client, due):
    address = link(due)
    client.post(address)
    due.organisation.refresh_from_db()
    first = due.organisation.verified_at

    response = client.post(address)

    due.organisation.refresh_from_db()
    assert due.organisation.verified_at == first
    assert "Cette fiche est à jour" in response.text
    assert due.organisation.get_absolute_url() in response.text


def test_link_whose_time_is_over_says_so(client, due, monkeypatch):
    address = of_the_past(61, lambda: link(due), monkeypatch)

    response = client.post(address)

    due.organisation.refresh_from_db()
    assert due.organisation.verified_at is None
    assert "Son délai est passé" in response.text
    assert due.organisation.get_absolute_url() in response.text


@pytest.mark.parametrize("change", [{"role": "member"}, {"is_active": False}])
def test_whoever_no_longer_looks_after_the_sheet_does_not_confirm_it(client, due, change):
    MembershipFactory(organisation=due.organisation, manager=True)
    address = link(due)
    for name, value in change.items():
        setattr(due, name, value)
    due.save()

    response = client.post(address)

    due.organisation.refresh_from_db()
    assert due.organisation.verified_at is None
    assert "ne s’occupe plus de cette fiche" in response.text


@pytest.mark.parametrize("is_coordinator", [False, True])
def test_closed_account_does_not_confirm(client, due, is_coordinator):
    address = link(due)
    due.user.is_active, due.user.is_coordinator = False, is_coordinator
    due.user.save()

    client.post(address)

    due.organisation.refresh_from_db()
    assert due.organisation.verified_at is None


@pytest.mark.parametrize(
    "token",
    ["x", "x:y:z", "%00", signing.dumps({"organisation": 1}, salt="autre")],
    ids=["x", "xyz", "nul", "salt"],
)
def test_forged_link_is_not_found(client, due, token):
    assert client.get(f"/associations/confirmer/{token}/").status_code == HTTPStatus.NOT_FOUND


def test_link_of_a_sheet_that_is_gone_is_not_found(client, due):
    address = link(due)
    due.organisation.delete()

    assert client.get(address).status_code == HTTPStatus.NOT_FOUND


# From the sheet


def test_manager_confirms_from_the_sheet(client, due):
    client.force_login(due.user)

    response = client.post(f"/associations/{due.organisation.slug}/verifier/", follow=True)

    due.organisation.refresh_from_db()
    assert due.organisation.verified_by == due.user
    assert response.redirect_chain == [(due.organisation.get_absolute_url(), 302)]
    assert notices(response) == ["C’est noté : la fiche « Les Amandiers » est exacte aujourd’hui."]


def test_coordinator_confirms_from_the_queue(client, due, coordinator):
    client.force_login(coordinator)

    response = client.post(f"/associations/{due.organisation.slug}/verifier/", {"from": "team"})

    due.organisation.refresh_from_db()
    assert due.organisation.verified_by == coordinator
    assert response["Location"] == "/associations/suivi/"


def test_simple_member_does_not_confirm(client, due):
    member = MembershipFactory(organisation=due.organisation).user
    client.force_login(member)

    response = client.post(f"/associations/{due.organisation.slug}/verifier/")

    assert response.status_code == HTTPStatus.NOT_FOUND


def test_whoever_confirms_late_starts_the_next_period(due, mailoutbox):
    organisation = due.organisation
    organisation.ask_to_review()

    organisation.verify(by=UserFactory())

    organisation.refresh_from_db()
    assert organisation.review_asked_at is None
    assert organisation.is_due is False
