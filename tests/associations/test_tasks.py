"""What the worker does for the directory each day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from associations import tasks
from associations.models import Contact, Invitation, JoinRequest, Organisation, Report
from tests.factories import (
    ContactFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    ReportFactory,
)

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=400)


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def test_managers_are_asked_once_for_each_period(mailoutbox):
    due = MembershipFactory(organisation__created_at=LONG_AGO, manager=True)
    OrganisationFactory(created_at=LONG_AGO)
    MembershipFactory(manager=True)

    tasks.ask_for_reviews(0)
    tasks.ask_for_reviews(0)
    first = len(mailoutbox)
    due.organisation.refresh_from_db()
    due.organisation.verify(by=due.user)
    Organisation.objects.filter(pk=due.organisation_id).update(verified_at=LONG_AGO)
    tasks.ask_for_reviews(0)

    assert first == 1
    assert [mail.to for mail in mailoutbox] == [[due.user.email]] * 2


def test_addresses_of_reports_without_answer_are_erased_after_a_year():
    old, _recent = (ReportFactory(email="voisin@example.org") for _report in range(2))
    Report.objects.filter(pk=old.pk).update(created_at=days_ago(366))

    tasks.forget_people(0)

    assert list(Report.objects.order_by("pk").values_list("email", flat=True)) == ["", "voisin@example.org"]


@pytest.mark.parametrize(
    ("fields", "is_kept"),
    [
        ({"accepted_at": days_ago(61)}, False),
        ({"accepted_at": days_ago(59)}, True),
        ({"withdrawn_at": days_ago(61)}, False),
        ({"withdrawn_at": days_ago(59), "expires_at": days_ago(70)}, True),
        ({"expires_at": days_ago(61)}, False),
        ({"expires_at": days_ago(59)}, True),
        ({}, True),
    ],
)
def test_invitations_are_erased_sixty_days_after_their_end(fields, is_kept):
    InvitationFactory(**fields)

    tasks.forget_people(0)

    assert Invitation.objects.exists() is is_kept


@pytest.mark.parametrize(
    ("decided_at", "is_kept"), [(days_ago(366), False), (days_ago(364), True), (None, True)]
)
def test_messages_of_requests_are_erased_a_year_after_the_answer(decided_at, is_kept):
    JoinRequestFactory(decided_at=decided_at)

    tasks.forget_people(0)

    assert bool(JoinRequest.objects.get().message) is is_kept


# What contacts were

Lines = Contact.pgh_event_models["update"]


def age(lines, days):
    lines.update(pgh_created_at=days_ago(days))


def test_what_a_contact_was_is_erased_a_year_after_it_changed():
    contact = ContactFactory(name="Ancien nom")
    contact.name = "Nom d’après"
    contact.save()
    age(Lines.objects.filter(name="Ancien nom"), 800)
    age(Lines.objects.filter(name="Nom d’après"), 366)

    tasks.forget_people(0)

    assert [line.name for line in Lines.objects.all()] == ["Nom d’après"]


def test_what_a_contact_was_is_kept_for_a_year():
    contact = ContactFactory(name="Ancien nom")
    age(Lines.objects.all(), 800)
    contact.name = "Nom d’après"
    contact.save()

    tasks.forget_people(0)

    assert [line.name for line in Lines.objects.order_by("pgh_id")] == ["Ancien nom", "Nom d’après"]


def test_what_a_removed_contact_was_is_erased_a_year_later():
    removed, kept = ContactFactory(name="Partie"), ContactFactory(name="Restée")
    removed.delete()
    age(Lines.objects.all(), 366)

    tasks.forget_people(0)

    assert [(line.name, line.pgh_obj_id) for line in Lines.objects.all()] == [("Restée", kept.pk)]
