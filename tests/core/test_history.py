"""The history keeps the page by its name: an address may hold a visitor's key."""

import pytest
from django.urls import reverse

from agenda.models import Event
from cooperation.core.history import HistoryMiddleware
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db


def test_history_of_a_confirmed_proposal_does_not_hold_its_link(client):
    event = EventFactory(state=Event.State.UNCONFIRMED, author_email="v@example.org")
    token = event.proposal_url.rstrip("/").rpartition("/")[2]

    client.post(reverse("agenda:proposal", args=[token]))

    last = event.history.latest("pgh_id")
    assert last.state == Event.State.PENDING
    assert last.pgh_context.metadata["view"] == "agenda:proposal"
    assert token not in str(last.pgh_context.metadata)


def test_history_of_an_unknown_page_has_none(rf):
    assert HistoryMiddleware(None).get_context(rf.post("/introuvable/cle-secrete/")) == {"user": None}
