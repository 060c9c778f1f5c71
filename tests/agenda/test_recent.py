"""An answer that is kept is never older than its data, and never another person's."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.http import HttpResponse

from agenda.models import Event
from agenda.recent import Recent, fingerprint
from tests.factories import EventFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def agenda(client):
    return client.get("/agenda/").content.decode()


def rename_organiser(event):
    event.organiser.name = "Nouveau nom"
    event.organiser.save()


def rename_place(event):
    event.place.name = "Nouveau nom"
    event.place.save()


def rename_theme(event):
    theme = event.themes.get()
    theme.name, theme.icon = "Nouveau nom", "tree"
    theme.save()


CHANGES = {
    "cancelled": lambda event: Event.objects.get(pk=event.pk).cancel(by=None),
    "one date": lambda event: event.next_dates()[0].cancel(by=None),
    "archived": lambda event: event.archive(by=None),
    "another event": lambda event: EventFactory(),
    "organiser": rename_organiser,
    "place": rename_place,
}


def test_page_of_a_visitor_is_made_once(client, django_assert_num_queries):
    EventFactory()
    first = agenda(client)

    with django_assert_num_queries(1):
        second = agenda(client)

    assert second == first


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_page_changes_with_its_data(client, change):
    event = EventFactory(weekly=True, themes=[ThemeFactory()])
    before = agenda(client)

    change(event)

    assert agenda(client) != before


def test_page_changes_with_a_theme_s_name(client):
    event = EventFactory(themes=[ThemeFactory()])
    before = agenda(client)

    rename_theme(event)

    assert agenda(client) != before


def test_fragment_and_page_are_kept_apart(client):
    EventFactory()

    page = agenda(client)
    fragment = client.get("/agenda/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" in page
    assert "<html" not in fragment


def test_page_of_somebody_who_signed_in_is_not_kept(client, coordinator):
    EventFactory()
    client.force_login(coordinator)
    signed_in = agenda(client)
    client.logout()

    assert coordinator.display_name in signed_in
    assert coordinator.display_name not in agenda(client)


def test_fingerprint_changes_once_the_nightly_tasks_are_over():
    night, morning = datetime(2026, 11, 24, 2, 59, tzinfo=UTC), datetime(2026, 11, 24, 3, 1, tzinfo=UTC)

    with patch("django.utils.timezone.now", return_value=night):
        before = fingerprint()
    with patch("django.utils.timezone.now", return_value=morning):
        after = fingerprint()

    assert before != after


def test_recent_answers_are_bounded_in_space():
    recent = Recent()
    recent.SPACE = 1000

    for number in range(50):
        recent.keep(number, HttpResponse("x" * 100))

    assert list(recent.bodies) == list(range(40, 50))
    assert recent.get(3) is None
