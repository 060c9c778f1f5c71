"""What looks like an event that exists comes back once, beside what was typed; nothing hidden is told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.models import Event, LikelyDouble, NotDouble
from tests.factories import EventFactory, OrganisationFactory, ThemeFactory

pytestmark = pytest.mark.django_db

ASKED = "Cet événement est peut-être déjà dans l’agenda"


@pytest.fixture
def existing():
    event = EventFactory(title="Atelier cuisine du monde", summary="À table.")
    # The form offers its place whether or not the event is public.
    OrganisationFactory(place=event.place, is_published=False)
    return event


@pytest.fixture
def typed(existing):
    """The same, as somebody else types it."""
    return typed_like(existing, title="Cuisine du monde : l’atelier")


def typed_like(event, **other):
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    return {
        "title": event.title,
        "themes": ThemeFactory().pk,
        "day": f"{start:%Y-%m-%d}",
        "begins": f"{start:%H:%M}",
        "ends": f"{end:%H:%M}",
        "repeat": "once",
        "is_free": "on",
        "language": "fr",
        "place": event.place_id,
        "action": "submit",
    } | other


def propose(client, typed, address="/agenda/proposer/"):
    return client.post(address, typed)


def test_form_comes_back_once_with_both_side_by_side(client, relay, existing, typed):
    client.force_login(relay)

    response = propose(client, typed)

    assert ASKED in response.text
    facts = {fact.label: (fact.left, fact.right) for fact in response.context["likely_doubles"][0].facts}
    assert facts["Titre"] == ("Cuisine du monde : l’atelier", "Atelier cuisine du monde")
    assert facts["Lieu"] == (existing.place.name, existing.place.name)
    assert facts["Organisateur"] == ("", existing.organiser.name)
    assert facts["En une phrase"] == ("", "À table.")
    assert f'href="{existing.get_absolute_url()}"' in response.text
    assert f'name="distinct" value="{existing.pk}"' in response.text
    assert 'value="Cuisine du monde : l’atelier"' in response.text
    assert Event.objects.get() == existing


def test_sent_again_it_goes_through_and_is_remembered(client, relay, existing, typed):
    client.force_login(relay)

    propose(client, typed | {"distinct": str(existing.pk)})

    event = Event.objects.exclude(pk=existing.pk).get()
    assert event.state == "pending"
    said = NotDouble.objects.get()
    assert (said.first, said.second, said.by) == (existing, event, relay)
    assert LikelyDouble.objects.waiting().count() == 0


def test_visitor_is_asked_too(client, existing, typed):
    typed |= {"author_email": "visiteuse@example.org"}

    asked = propose(client, typed)
    sent = propose(client, typed | {"distinct": str(existing.pk)})

    assert ASKED in asked.text
    assert 'value="visiteuse@example.org"' in asked.text
    assert ASKED not in sent.text
    assert NotDouble.objects.get().by is None


def test_another_that_looks_alike_is_asked_about_in_its_turn(client, relay, existing, typed):
    second = EventFactory(title="Cuisine du monde", place=existing.place, starts_at=existing.starts_at)
    client.force_login(relay)

    response = propose(client, typed | {"distinct": str(existing.pk)})

    assert ASKED in response.text
    assert second in response.context["likely_doubles"]


@pytest.mark.parametrize("distinct", ["0", "x", "\x00", "999999999999999999999999", "1 " * 5000])
def test_keys_that_were_never_shown_let_nothing_through(client, relay, existing, typed, distinct):
    client.force_login(relay)

    assert ASKED in propose(client, typed | {"distinct": distinct}).text
    assert Event.objects.get() == existing


@pytest.mark.parametrize("state", ["draft", "pending", "changes", "refused", "unconfirmed", "archived"])
def test_event_that_is_not_public_is_not_told_of(client, relay, existing, typed, state):
    Event.objects.update(state=state)
    client.force_login(relay)

    response = propose(client, typed)

    assert response.status_code == 302
    assert Event.objects.count() == 2
    assert NotDouble.objects.count() == 0
    # But those who may see both are told, where both are announced.
    assert LikelyDouble.objects.count() == (state in ("pending", "changes"))


def test_own_draft_is_told_of(client, relay, existing, typed):
    Event.objects.update(state="draft", author=relay)
    client.force_login(relay)

    assert ASKED in propose(client, typed).text


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Réunion de bureau"},
        {"begins": "08:00", "ends": "09:00"},
        {"place": "", "new_place_name": "Gymnase de Sormiou"},
    ],
)
def test_another_event_is_not_asked_about(client, relay, existing, typed, other):
    client.force_login(relay)

    assert propose(client, typed | other).status_code == 302


def test_place_that_is_typed_is_compared_by_its_name(client, relay, existing, typed):
    existing.place.name = "Centre social de la Rouvière"
    existing.place.save()
    client.force_login(relay)

    response = propose(client, typed | {"place": "", "new_place_name": "CS Rouvière"})

    assert {fact.label: fact.left for fact in response.context["likely_doubles"][0].facts}[
        "Lieu"
    ] == "CS Rouvière"


def test_past_event_is_not_asked_about(client, member, organisation):
    past = EventFactory(starts_at=timezone.now() - timedelta(days=30), organiser=organisation)
    twin = EventFactory(starts_at=past.starts_at, place=past.place, organiser=organisation, title="Autre")
    client.force_login(member)

    sent = typed_like(twin, title=past.title, organiser=organisation.pk)
    response = propose(client, sent, f"{twin.get_absolute_url()}modifier/")

    assert response.status_code == 302


def test_edit_asks_only_when_what_tells_it_apart_changes(client, member, organisation):
    existing = EventFactory(title="Atelier cuisine du monde")
    event = EventFactory(
        title="Cuisine du monde", organiser=organisation, place=existing.place, starts_at=existing.starts_at
    )
    client.force_login(member)
    address = f"{event.get_absolute_url()}modifier/"
    sent = typed_like(event, organiser=organisation.pk, summary="Autre chose", action="save")

    unchanged = propose(client, sent, address)
    asked = propose(client, sent | {"title": "L’atelier cuisine du monde"}, address)
    saved = propose(
        client, sent | {"title": "L’atelier cuisine du monde", "distinct": str(existing.pk)}, address
    )
    again = propose(client, sent | {"title": "Atelier de cuisine du monde"}, address)

    assert (unchanged.status_code, saved.status_code, again.status_code) == (302, 302, 302)
    assert ASKED in asked.text
    assert "C’est un autre événement : enregistrer" in asked.text
    assert NotDouble.objects.count() == 1


def test_proposal_changed_by_its_link_is_asked_about(client, existing, typed):
    event = EventFactory(state="unconfirmed", author_email="v@example.org", organiser=None)
    address = "/" + event.proposal_url.split("/", 3)[3] + "modifier/"

    asked = propose(client, typed, address)
    sent = propose(client, typed | {"distinct": str(existing.pk)}, address)

    assert ASKED in asked.text
    assert sent.status_code == 302


def test_series_is_compared_date_by_date(client, relay):
    later = timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=22)
    existing = EventFactory(title="Yoga du soir", starts_at=later)
    client.force_login(relay)
    first = later - timedelta(days=21)

    response = propose(client, typed_like(existing, day=f"{first:%Y-%m-%d}", repeat="weekly"))

    assert ASKED in response.text


def test_form_asks_in_as_many_queries_with_one_and_three_alike(client, relay, existing, typed):

    client.force_login(relay)
    counts = []
    for more in (0, 2):
        for _each in range(more):
            EventFactory(
                title=existing.title,
                place=existing.place,
                starts_at=existing.starts_at,
                organiser=OrganisationFactory(),
            )
        with CaptureQueriesContext(connection) as queries:
            response = propose(client, typed)
        counts.append((len(response.context["likely_doubles"]), len(queries)))

    assert [shown for shown, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]
