"""What is written on each point and decided there, by several people at once; what approval makes final."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pypdf import PdfReader

from gouvernance.models import Decision
from tests.factories import PlaceFactory, UserFactory
from tests.gouvernance.factories import (
    BodyFactory,
    CollegeFactory,
    ItemDocumentFactory,
    MandateFactory,
    MeetingFactory,
)

pytestmark = pytest.mark.django_db

DAY = timezone.localdate() + timedelta(days=9)
DECIDED = {
    "decision-text": "On achète des tables.",
    "decision-owner": "Bob",
    "decision-due_on": str(DAY),
}


@pytest.fixture
def meeting():
    """Open, with two of two who sit."""
    college = CollegeFactory(body=BodyFactory(name="Conseil", quorum_percent=50))
    for name in ("Ana", "Bob"):
        MandateFactory(college=college, name=name)
    meeting = MeetingFactory(body=college.body, place=PlaceFactory())
    meeting.items.create(title="Divers", position=1)
    meeting.convene(by=None)
    meeting.open(by=None)
    for row in meeting.attendees.all():
        row.arrive()
    return meeting


@pytest.fixture
def item(meeting):
    return meeting.items.first()


@pytest.fixture
def holder(client, coordinator):
    client.force_login(coordinator)
    return coordinator


def decide(item, **changes):
    words = {"text": "On achète des tables.", "owner": "Bob", "due_on": DAY}
    return Decision.take(item, by=None, **words | changes)


def notes_of(item):
    return f"{item.meeting.get_absolute_url()}points/{item.pk}/notes/"


def write(client, item, notes, *, version=0, **more):
    response = client.post(notes_of(item), {"notes": notes, "version": version, **more}, follow=True)
    item.refresh_from_db()
    return response


# Writing


def test_notes_are_written_point_by_point(client, holder, meeting, item):
    following = meeting.items.last()

    to_next = write(client, item, "Bonjour.\r\n\r\n> Non.", suivant="1")
    back = write(client, following, "Fin.", suivant="1")

    assert item.notes == "Bonjour.\n\n> Non."
    assert to_next.redirect_chain[-1][0] == notes_of(following)
    assert back.redirect_chain[-1][0] == f"{meeting.get_absolute_url()}seance/"
    assert item.history.get(notes_version=1).pgh_context.metadata["user"] == holder.pk


@pytest.mark.parametrize("button", ["decision", "suivant", "enregistrer"])
def test_notes_and_decision_are_kept_whatever_button_is_pressed(client, holder, item, button):
    write(client, item, "Longue discussion.", **DECIDED, **{button: "1"})

    decision = item.decisions.get()
    assert item.notes == "Longue discussion."
    assert (decision.text, decision.owner, decision.due_on) == ("On achète des tables.", "Bob", DAY)
    assert (decision.present, decision.by) == (2, holder)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"decision-owner": ""}, "Ce champ est obligatoire"),
        ({"decision-text": "", "decision-owner": "", "decision-due_on": ""}, "Ce champ est obligatoire"),
    ],
)
def test_decision_that_lacks_something_stays_on_the_page_with_notes_saved(
    client, holder, item, changes, words
):
    sent = DECIDED | changes

    page = write(client, item, "Longue discussion.", **sent, decision="1").content.decode()

    assert item.decisions.count() == 0
    assert item.notes == "Longue discussion."
    assert words in page
    assert sent["decision-text"] in page
    assert 'name="version" value="1"' in page


def test_decision_without_quorum_is_told_and_its_words_stay(client, holder, meeting, item):
    for row in meeting.attendees.all():
        row.leave()

    page = write(client, item, "Ils sont partis.", **DECIDED, decision="1").content.decode()

    assert "Sans quorum, on peut échanger, pas décider." in page
    assert "On achète des tables." in page
    assert (item.notes, item.decisions.count()) == ("Ils sont partis.", 0)


def test_decision_after_closing_is_told_and_its_words_stay(client, holder, meeting, item):
    meeting.close(by=None)

    page = write(client, item, "Relu.", **DECIDED, decision="1").content.decode()

    assert "La séance n’est pas ouverte" in page
    assert "On achète des tables." in page
    assert (item.notes, item.decisions.count()) == ("Relu.", 0)
    with pytest.raises(ValidationError, match="n’est pas ouverte"):
        decide(meeting.items.first())


def test_two_who_write_at_once_are_told_and_neither_text_is_lost(client, holder, item):
    write(client, item, "La première.")

    page = write(client, item, "La seconde.")
    told, kept = page.content.decode(), item.notes
    again = page.context["form"]["version"].value()
    write(client, item, "La première. La seconde.", version=again)

    assert "Quelqu’un d’autre a écrit sur ce point entre-temps" in told
    assert "La seconde." in told
    assert "<p>La première.</p>" in told
    assert (kept, item.notes) == ("La première.", "La première. La seconde.")


def test_who_only_decides_does_not_undo_what_another_wrote_meanwhile(client, holder, item):
    write(client, item, "La première.")

    write(client, item, "", **DECIDED, decision="1")

    assert (item.notes, item.decisions.count()) == ("La première.", 1)


# Correcting and following


def follow(client, decision, **changes):
    sent = {"text": decision.text, "owner": "Bob", "due_on": str(DAY), "follow_up": "todo", **changes}
    response = client.post(f"/gouvernance/decisions/{decision.pk}/", sent)
    return response


def test_decision_is_corrected_until_the_minutes_are_approved(client, holder, meeting, item):
    decision = decide(item)
    meeting.close(by=None)

    response = follow(client, decision, text="On achète vingt tables.", owner="Ana", review_on=str(DAY))

    decision.refresh_from_db()
    assert response["Location"] == meeting.get_absolute_url()
    assert (decision.text, decision.owner, decision.review_on) == ("On achète vingt tables.", "Ana", DAY)
    texts = decision.history.order_by("pgh_id").values_list("text", flat=True)
    assert list(texts) == ["On achète des tables.", "On achète vingt tables."]


def test_approved_decision_keeps_its_words_and_is_still_followed(client, holder, meeting, item):
    decision = decide(item, review_on=DAY)
    meeting.close(by=None)
    meeting.approve(by=None)
    later = DAY + timedelta(days=30)

    page = client.get(f"/gouvernance/decisions/{decision.pk}/")
    sent = {"text": "Autre", "owner": "Ana", "due_on": str(later), "review_on": "", "follow_up": "doing"}
    follow(client, decision, **sent, follow_up_words="Devis reçu.")

    decision.refresh_from_db()
    assert {"text", "review_on"} & page.context["form"].fields.keys() == set()
    assert (decision.text, decision.review_on) == ("On achète des tables.", DAY)
    assert (decision.owner, decision.due_on, decision.follow_up) == ("Ana", later, "doing")
    assert decision.as_minuted == ("Bob", DAY, DAY)
    response = client.get(f"{meeting.get_absolute_url()}compte-rendu.pdf")
    text = " ".join(PdfReader(io.BytesIO(response.content)).pages[0].extract_text().split())
    assert "Bob, pour le" in text
    assert "Ana, pour le" not in text


def test_decision_written_by_mistake_is_withdrawn_until_approval(client, holder, meeting, item):
    mistake, kept = decide(item), decide(item)
    client.post(f"/gouvernance/decisions/{mistake.pk}/", {"action": "retirer"})
    meeting.close(by=None)
    meeting.approve(by=None)

    client.post(f"/gouvernance/decisions/{kept.pk}/", {"action": "retirer"})

    assert list(item.decisions.all()) == [kept]


def test_minutes_are_approved_at_a_later_meeting(client, holder, meeting):
    def approve():
        sent = {"action": "approuver"}
        client.post(f"{meeting.get_absolute_url()}etape/", sent)
        meeting.refresh_from_db()
        return meeting.state

    def page():
        return client.get(meeting.get_absolute_url()).content.decode()

    meeting.close(by=None)
    later = MeetingFactory(body=meeting.body, starts_at=meeting.starts_at + timedelta(days=30))
    later.convene(by=None)

    offered = 'value="approuver"' in page()
    early = approve()
    later.open(by=None)
    offered_now = 'value="approuver"' in page()

    assert (offered, early, offered_now) == (False, "closed", True)
    assert approve() == "approved"
    assert meeting.approved_in == later


# What approval makes final, whatever writes to the database


def approved(meeting):
    meeting.close(by=None)
    meeting.approve(by=None)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("agendaitem", "notes = 'Autre'"),
        ("agendaitem", "minutes = 99"),
        ("itemdocument", "title = 'Autre'"),
        ("itemdocument", "file = 'autre.pdf'"),
        ("agendaitem", "meeting_id = %(other)s"),
        ("decision", "text = 'Autre'"),
        ("decision", "minuted_owner = 'Autre'"),
        ("decision", "item_id = %(other_item)s"),
        ("attendee", "arrived_at = NULL, left_at = NULL"),
        ("attendee", "left_at = now()"),
        ("attendee", "proxy_id = %(seat)s"),
        ("attendee", "name = 'Autre'"),
        ("attendee", "college_name = 'Autre'"),
        ("attendee", "meeting_id = %(other)s"),
        ("meeting", "state = 'closed'"),
        ("meeting", "title = 'Autre'"),
        ("meeting", "starts_at = starts_at - interval '1 day'"),
        ("meeting", "short_notice_reason = 'Autre'"),
        ("meeting", "opening_quorum = '{}'"),
        ("meeting", "place_id = NULL"),
    ],
)
def test_database_refuses_any_change_of_approved_minutes(meeting, item, table, change):
    decide(item)
    ItemDocumentFactory(item=item)
    approved(meeting)
    other = MeetingFactory(body=meeting.body)
    keys = {
        "key": meeting.pk,
        "other": other.pk,
        "other_item": other.items.get().pk,
        "seat": meeting.attendees.last().pk,
        "first": meeting.attendees.first().pk,
    }
    where = {
        "agendaitem": "meeting_id = %(key)s",
        "itemdocument": "item_id IN (SELECT id FROM gouvernance_agendaitem WHERE meeting_id = %(key)s)",
        "decision": "item_id IN (SELECT id FROM gouvernance_agendaitem WHERE meeting_id = %(key)s)",
        "attendee": "id = %(first)s",
        "meeting": "id = %(key)s",
    }[table]

    with (
        pytest.raises(IntegrityError, match=f"{table}_approved_stays"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE gouvernance_{table} SET {change} WHERE {where}", keys)  # noqa: S608 -- ours


def test_database_lets_nothing_in_nor_out_of_approved_minutes(meeting, item):
    decision = decide(item)
    approved(meeting)
    other = MeetingFactory(body=meeting.body)
    joining = other.items.get()
    stranger = MandateFactory(college__body=meeting.body)

    for constraint, work in (
        ("agendaitem", lambda: other.items.update(meeting=meeting)),
        ("agendaitem", meeting.items.last().delete),
        ("decision", decision.delete),
        ("attendee", lambda: meeting.attendees.create(mandate=stranger, name="X", college_name="Y")),
        ("attendee", lambda: meeting.attendees.all().delete()),
        ("meeting", lambda: type(meeting).objects.filter(pk=meeting.pk)._raw_delete("default")),
    ):
        with pytest.raises(IntegrityError, match=f"{constraint}_approved_stays"), transaction.atomic():
            work()
    joining.refresh_from_db()
    assert joining.meeting == other


def test_what_is_not_in_the_minutes_goes_on(meeting, item):
    """Its page may be hidden, and those who sit may still leave the body."""
    approved(meeting)

    type(meeting).objects.filter(pk=meeting.pk).update(is_public=True, words="Merci.")
    mandate = meeting.attendees.first().mandate
    mandate.stop(by=UserFactory(), on=timezone.localdate(), end="resigned")

    meeting.refresh_from_db()
    assert (meeting.is_public, meeting.words) == (True, "Merci.")
