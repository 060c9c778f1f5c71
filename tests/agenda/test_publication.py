"""How an event becomes public, who is told, and who may see and change it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from agenda.models import Event
from associations.models import Membership
from tests.factories import EventFactory, MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def told(mailoutbox):
    return [(message.to, message.subject) for message in mailoutbox]


def verdicts(event):
    return [(review.verdict, review.by, review.reason) for review in event.reviews.all()]


# Sending


def test_member_publishes_at_once_for_their_organisation(member, organisation, coordinator, mailoutbox):
    event = EventFactory(draft=True, organiser=organisation, author=member)

    event.submit(by=member)

    assert (event.state, event.sequence, event.submitted_at) == ("published", 1, None)
    assert event.published_at is not None
    assert told(mailoutbox) == []


def test_coordinator_publishes_at_once(coordinator):
    event = EventFactory(draft=True, author=coordinator)

    event.submit(by=coordinator)

    assert event.is_public


def test_relay_sends_to_the_coordinators_who_are_told(relay, coordinator, mailoutbox):
    UserFactory(coordinator=True, is_active=False)
    event = EventFactory(title="Goûter", draft=True, author=relay)

    event.submit(by=relay)

    assert event.state == "pending"
    assert event.submitted_at is not None
    assert event.published_at is None
    assert told(mailoutbox) == [([coordinator.email], "À relire : Goûter")]
    assert list(Event.objects.to_moderate()) == [event]


def test_member_of_another_organisation_sends_to_the_coordinators(organisation):
    stranger = MembershipFactory().user
    event = EventFactory(draft=True, organiser=organisation, author=stranger)

    event.submit(by=stranger)

    assert event.state == "pending"


def test_former_member_sends_to_the_coordinators(organisation):
    former = MembershipFactory(organisation=organisation, is_active=False).user
    event = EventFactory(draft=True, organiser=organisation, author=former)

    event.submit(by=former)

    assert event.state == "pending"


def test_visitor_sends_to_the_coordinators(coordinator, mailoutbox):
    event = EventFactory(title="Goûter", state="unconfirmed", author_email="visiteur@example.org")

    event.submit(by=None)

    assert event.state == "pending"
    assert told(mailoutbox) == [([coordinator.email], "À relire : Goûter")]


# The coordinators' answers


@pytest.fixture
def proposed(relay):
    return EventFactory(title="Goûter", pending=True, author=relay)


def test_accepted_author_is_told_with_the_address_of_the_page(proposed, relay, coordinator, mailoutbox):
    proposed.publish(by=coordinator)

    assert proposed.is_public
    assert verdicts(proposed) == [("accepted", coordinator, "")]
    assert told(mailoutbox) == [([relay.email], "Publié : Goûter")]
    assert "http://testserver/agenda/evenements/gouter/" in mailoutbox[0].body


def test_changes_are_asked_for_with_their_reason(proposed, relay, coordinator, mailoutbox):
    proposed.request_changes(by=coordinator, reason="Précisez l’heure, s’il vous plaît.")

    assert (proposed.state, proposed.can_be_sent) == ("changes", True)
    assert verdicts(proposed) == [("changes", coordinator, "Précisez l’heure, s’il vous plaît.")]
    assert told(mailoutbox) == [([relay.email], "À reprendre : Goûter")]
    assert "Précisez l’heure, s’il vous plaît." in mailoutbox[0].body


def test_refusal_gives_its_reason(proposed, relay, coordinator, mailoutbox):
    proposed.refuse(by=coordinator, reason="Hors du quartier.")

    assert proposed.state == "refused"
    assert verdicts(proposed) == [("refused", coordinator, "Hors du quartier.")]
    assert told(mailoutbox) == [([relay.email], "Non retenu : Goûter")]
    assert "Hors du quartier." in mailoutbox[0].body


def test_visitor_is_answered_with_their_own_link(coordinator, mailoutbox):
    event = EventFactory(title="Goûter", pending=True, author_email="visiteur@example.org")

    event.request_changes(by=coordinator, reason="Précisez.")

    assert mailoutbox[0].to == ["visiteur@example.org"]
    assert "http://testserver/agenda/proposition/" in mailoutbox[0].body


def test_nobody_is_told_when_the_author_is_gone(coordinator, mailoutbox):
    event = EventFactory(pending=True, author=None)

    event.publish(by=coordinator)

    assert event.is_public
    assert told(mailoutbox) == []


def test_own_proposal_accepted_by_its_author_tells_nobody(coordinator, mailoutbox):
    event = EventFactory(pending=True, author=coordinator)

    event.publish(by=coordinator)

    assert verdicts(event) == []
    assert told(mailoutbox) == []


def test_first_publication_date_is_kept(proposed, coordinator):
    proposed.publish(by=coordinator)
    first = proposed.published_at

    proposed.request_changes(by=coordinator, reason="x")
    proposed.publish(by=coordinator)

    assert proposed.published_at == first


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_title_on_two_lines_does_not_break_the_mail(relay, coordinator, mailoutbox, line_break):
    event = EventFactory(title=f"Goûter{line_break}Bcc: tous@example.org", draft=True, author=relay)

    event.submit(by=relay)

    assert mailoutbox[0].to == [coordinator.email]
    assert mailoutbox[0].bcc == []
    assert "\n" not in mailoutbox[0].subject
    assert "\r" not in mailoutbox[0].subject


def test_history_says_who_changed_the_state(proposed, coordinator):
    proposed.publish(by=coordinator)

    last = proposed.history.order_by("pgh_id").last()
    assert last.state == "published"
    assert last.pgh_context.metadata["user"] == coordinator.pk


# Rights


@pytest.fixture
def shared(organisation):
    """Seven events of one organisation, in each state."""
    return {
        state: EventFactory(organiser=organisation, state=state, title=state)
        for state in ("draft", "unconfirmed", "pending", "changes", "published", "refused", "archived")
    }


def titles(events):
    return set(events.values_list("title", flat=True))


ALIVE = {"draft", "unconfirmed", "pending", "changes", "published", "refused"}


def test_visitors_and_strangers_see_what_is_published_and_change_nothing(shared, relay, partner):
    for person in (AnonymousUser(), relay, partner):
        assert titles(Event.objects.visible_to(person)) == {"published"}
        assert titles(Event.objects.editable_by(person)) == set()


def test_members_and_coordinators_see_and_change_all_but_archives(shared, member, manager, coordinator):
    for person in (member, manager):
        assert titles(Event.objects.visible_to(person)) == ALIVE - {"unconfirmed"}
        assert titles(Event.objects.editable_by(person)) == ALIVE - {"unconfirmed"}
    assert titles(Event.objects.visible_to(coordinator)) == ALIVE
    assert titles(Event.objects.editable_by(coordinator)) == ALIVE


def test_right_ends_with_the_membership(shared, member):
    Membership.objects.update(is_active=False)

    assert titles(Event.objects.visible_to(member)) == {"published"}
    assert titles(Event.objects.editable_by(member)) == set()


def test_co_organiser_changes_the_event_too(shared):
    partner = MembershipFactory(organisation=OrganisationFactory())
    shared["draft"].co_organisers.add(partner.organisation)

    assert titles(Event.objects.editable_by(partner.user)) == {"draft"}


def test_author_keeps_their_own_event(shared, relay):
    Event.objects.filter(title__in=["pending", "archived"]).update(author=relay)

    assert titles(Event.objects.visible_to(relay)) == {"published", "pending"}
    assert titles(Event.objects.editable_by(relay)) == {"pending"}


def test_rows_are_never_doubled_by_several_rights(shared, member, organisation):
    shared["published"].co_organisers.add(organisation)
    Event.objects.update(author=member)

    assert Event.objects.editable_by(member).count() == len(ALIVE) - 1
