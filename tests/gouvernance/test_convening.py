"""Who is called to a meeting, how a change of date or agenda reaches them, and how one answers for another."""

from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from icalendar import Calendar

from gouvernance.models import Attendee, Decision, ItemDocument, Mandate, Meeting
from gouvernance.tasks import tell_changed_agendas
from tests.factories import OrganisationFactory, PlaceFactory, UserFactory
from tests.gouvernance.factories import (
    BodyFactory,
    CollegeFactory,
    ItemDocumentFactory,
    MandateFactory,
    MeetingFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return BodyFactory(name="Conseil", quorum_percent=50, notice_days=15)


@pytest.fixture
def college(body):
    return CollegeFactory(body=body, seats=4)


@pytest.fixture
def meeting(body, college):
    for name in ("Ana", "Bob"):
        MandateFactory(college=college, name=name, person=UserFactory(display_name=name))
    meeting = MeetingFactory(body=body)
    meeting.convene(by=None)
    return meeting


@pytest.fixture
def holder(client, coordinator):
    client.force_login(coordinator)
    return coordinator


def in_days(days):
    day = timezone.localdate() + timedelta(days=days)
    return datetime.combine(day, time(18), timezone.get_current_timezone())


def move(meeting, days, **options):
    meeting.starts_at, meeting.ends_at = in_days(days), in_days(days) + timedelta(hours=2)
    meeting.revise(by=None, **options)


def told(mailoutbox):
    return sorted((mail.to[0], mail.subject.split(" : ")[0]) for mail in mailoutbox)


def documents(*rows, initial=0):
    """The formset's fields, from dictionaries."""
    sent = {"documents-TOTAL_FORMS": len(rows), "documents-INITIAL_FORMS": initial}
    return sent | {
        f"documents-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()
    }


# A new date


def test_new_date_is_checked_as_the_first_was(meeting, mailoutbox):
    mailoutbox.clear()

    with pytest.raises(ValidationError, match="il en reste 3"):
        move(meeting, 3)
    with pytest.raises(ValidationError, match="déjà passée"):
        move(meeting, -1, reason="x")
    before = len(mailoutbox)
    move(meeting, 3, reason="Salle inondée.")

    assert before == 0
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.short_notice_reason) == (in_days(3), "Salle inondée.")
    assert len(mailoutbox) == 2


def test_new_place_needs_no_notice(meeting):
    Meeting.objects.update(starts_at=in_days(2), ends_at=in_days(2) + timedelta(hours=2))
    meeting.refresh_from_db()

    meeting.place = PlaceFactory()
    meeting.revise(by=None)

    meeting.refresh_from_db()
    assert (meeting.place is not None, meeting.short_notice_reason) == (True, "")


def test_too_short_a_notice_is_told_on_the_form(client, holder, meeting):
    day = timezone.localdate() + timedelta(days=3)
    sent = {"title": "Conseil", "day": day, "begins": "18:00", "ends": "20:00"}
    address = f"{meeting.get_absolute_url()}modifier/"

    refused = client.post(address, sent)
    past = client.post(address, sent | {"day": timezone.localdate() - timedelta(days=3)})
    unchanged = Meeting.objects.get().title
    client.post(address, sent | {"reason": "Salle inondée."})

    assert refused.context["form"].errors.keys() == {"reason"}
    assert "La séance est déjà passée." in past.content.decode()
    assert unchanged != "Conseil"
    assert Meeting.objects.get().short_notice_reason == "Salle inondée."


def test_those_who_sit_on_the_new_date_are_called(college, meeting, mailoutbox):
    ana, bob = meeting.attendees.for_list()
    bob.reply("proxy", proxy=ana.pk)
    last = timezone.localdate() + timedelta(days=40)
    Mandate.objects.filter(pk=ana.mandate_id).update(ends_on=last)
    cleo = MandateFactory(
        college=college,
        name="Cleo",
        contact_email="cleo@example.org",
        starts_on=last + timedelta(days=1),
        ends_on=last + timedelta(days=99),
    )
    mailoutbox.clear()

    move(meeting, 60)

    assert [row.name for row in meeting.attendees.for_list()] == ["Cleo", "Bob"]
    bob.refresh_from_db()
    assert (bob.answer, bob.proxy) == ("", None)
    assert told(mailoutbox) == sorted(
        [
            (ana.email, "Vous n’êtes plus convoqué·e"),
            (bob.email, "Votre pouvoir est à redonner"),
            (bob.email, "Changement"),
            (cleo.contact_email, "Convocation"),
        ]
    )
    [released] = [mail for mail in mailoutbox if mail.to == [ana.email]]
    assert Calendar.from_ical(released.attachments[0].content)["method"] == "CANCEL"


def test_who_was_replaced_since_is_no_seat_of_the_meeting(college, meeting):
    ana, _bob = meeting.attendees.for_list()
    today = timezone.localdate()
    ana.mandate.stop(by=None, on=today, end="resigned")
    MandateFactory(college=college, name="Cleo", starts_on=today + timedelta(days=1))

    meeting.open(by=None)

    assert [row.name for row in meeting.attendees.for_list()] == ["Cleo", "Bob"]
    assert meeting.opening_quorum["needed"] == 1


# A new agenda


def test_changes_of_the_agenda_are_told_in_one_mail_once_they_stop(client, holder, meeting, mailoutbox):
    mailoutbox.clear()
    point = {"title": "Ajouté", "kind": "decision", "minutes": 10, **documents()}
    address = f"{meeting.get_absolute_url()}points/"

    client.post(f"{address}ajouter/", point)
    client.post(f"{address}{meeting.items.last().pk}/deplacer/", {"action": "monter"})
    page = client.get(meeting.get_absolute_url()).content.decode()
    tell_changed_agendas(timestamp=0)
    early = len(mailoutbox)
    Meeting.objects.tell_changed(now=timezone.now() + timedelta(minutes=16))
    tell_changed_agendas(timestamp=0)

    assert "par un seul message" in page
    assert early == 0
    assert [subject for _address, subject in told(mailoutbox)] == ["Changement", "Changement"]
    assert "1. Ajouté\n2. Budget" in mailoutbox[0].body
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.agenda_changed_at) == (1, None)


@pytest.mark.parametrize(
    "move_on", [lambda row: row.open(by=None), lambda row: row.cancel(by=None, reason="x")]
)
def test_agenda_that_changed_is_no_news_once_the_meeting_is_held_or_cancelled(meeting, move_on):
    meeting.change_agenda(by=None)

    move_on(meeting)

    meeting.refresh_from_db()
    assert meeting.agenda_changed_at is None


def test_agenda_of_a_meeting_in_preparation_tells_nobody(client, holder, body, mailoutbox):
    meeting = MeetingFactory(body=body)

    point = {"title": "Ajouté", "kind": "decision", "minutes": 10, **documents()}
    client.post(f"{meeting.get_absolute_url()}points/ajouter/", point)
    Meeting.objects.tell_changed(now=timezone.now() + timedelta(days=1))

    meeting.refresh_from_db()
    assert (meeting.items.count(), meeting.agenda_changed_at, mailoutbox) == (2, None, [])


def test_point_has_as_many_documents_as_it_needs(client, holder, body):
    meeting = MeetingFactory(body=body)
    item = meeting.items.get()
    address = f"{meeting.get_absolute_url()}points/{item.pk}/"
    point = {"title": "Budget", "kind": "decision", "minutes": 10}
    pdf = b"%PDF-1.7\n%%EOF"

    def file(name="x.pdf", content=pdf):
        return SimpleUploadedFile(name, content)

    both = [{"title": "Devis", "file": file()}, {"title": "Photo du local", "file": file()}]
    client.post(address, point | documents(*both))
    first, second = item.documents.all()
    page = client.get(meeting.get_absolute_url()).content.decode()
    kept = [{"id": first.pk, "title": "Devis", "DELETE": "on"}, {"id": second.pk, "title": "Le local"}]
    bad = client.post(
        address, point | documents(*kept, {"title": "Autre", "file": file(content=b"MZ")}, initial=2)
    )
    client.post(address, point | documents(*kept, initial=2))

    assert [row.title for row in (first, second)] == ["Devis", "Photo du local"]
    assert all(f"/documents/{row.pk}/" in page and row.title in page for row in (first, second))
    assert "voyez les messages en rouge" in bad.content.decode()
    assert [row.title for row in item.documents.all()] == ["Le local"]
    assert item.documents.get().file.name == second.file.name


@pytest.mark.parametrize("with_its_point", [False, True])
def test_document_taken_off_keeps_its_history_and_its_file(client, holder, body, with_its_point):
    document = ItemDocumentFactory(item=MeetingFactory(body=body).items.get(), title="Devis")
    item, meeting = document.item, document.item.meeting
    row = {"id": document.pk, "title": "Devis", "DELETE": "on"}

    if with_its_point:
        item.remove(by=holder)
    else:
        point = {"title": "Budget", "kind": "decision", "minutes": 10}
        client.post(f"{meeting.get_absolute_url()}points/{item.pk}/", point | documents(row, initial=1))

    written, removed = ItemDocument.pgh_event_models["insert"].objects.order_by("pgh_id")
    assert not ItemDocument.objects.exists()
    assert (written.pgh_label, written.title) == ("insert", "Devis")
    assert (removed.pgh_label, removed.pgh_context.metadata["user"]) == ("delete", holder.pk)
    assert removed.file.storage.exists(document.file.name)


# What comes back


def decided(meeting, **changes):
    meeting.open(by=None)
    for row in meeting.attendees.all():
        row.arrive()
    words = {"text": "On essaie.", "owner": "Bob", "due_on": timezone.localdate()}
    decision = Decision.take(meeting.items.last(), by=None, **words | changes)
    meeting.close(by=None)
    return decision


def test_decision_comes_back_by_the_day_of_the_next_meeting(body, meeting):
    soon = decided(meeting, review_on=timezone.localdate() + timedelta(days=20))
    early = MeetingFactory(body=body, starts_at=in_days(19), items=False)
    late = MeetingFactory(body=body, starts_at=in_days(20), items=False)

    early.bring_back()
    late.bring_back()

    assert [row.title[:8] for row in early.items.all()] == ["Approbat"]
    assert [row.title for row in late.items.all()] == ["À revoir : On essaie."]
    soon.refresh_from_db()
    assert soon.came_back_as.meeting == late


def test_all_minutes_that_nobody_approved_are_on_the_agenda(body, meeting):
    decided(meeting)
    second = MeetingFactory(body=body, title="Extraordinaire", starts_at=in_days(40))
    second.convene(by=None)
    decided(second)
    following = MeetingFactory(body=body, starts_at=in_days(60), items=False)

    following.bring_back()

    titles = [row.title for row in following.items.all()]
    assert len(titles) == 2
    assert "Extraordinaire" in titles[1]


def test_cancelled_meeting_gives_back_what_was_to_be_reviewed(body, meeting):
    decision = decided(meeting, review_on=timezone.localdate())
    first = MeetingFactory(body=body, starts_at=in_days(40), items=False)
    first.bring_back()

    first.cancel(by=None, reason="Trop peu de monde.")
    second = MeetingFactory(body=body, starts_at=in_days(60), items=False)
    second.bring_back()

    decision.refresh_from_db()
    assert decision.came_back_as.meeting == second


@pytest.mark.parametrize(
    ("begins", "ends", "field"), [("02:30", "03:30", "begins"), ("01:00", "02:30", "ends")]
)
def test_hour_that_clocks_skip_is_told(client, holder, body, begins, ends, field):
    """In the night before Sunday 28 March 2027, 2 o'clock is followed by 3 o'clock."""
    sent = {"title": "Veillée", "day": "2027-03-28", "begins": begins, "ends": ends}

    page = client.post(f"{body.get_absolute_url()}seances/ajouter/", sent)

    assert page.context["form"].errors == {
        field: ["Cette heure n’existe pas : cette nuit-là, on passe à l’heure d’été."]
    }
    assert not body.meetings.exists()


# Those who have no account


def test_person_without_account_is_called_and_answers_by_link(client, body, college, mailoutbox):
    MandateFactory(college=college, name="Fanny", contact_email="fanny@example.org")
    meeting = MeetingFactory(body=body, place=PlaceFactory(name="Les Restanques"), words="Repas **partagé**")
    meeting.online_url = "https://visio.example.org/salle"
    meeting.save()
    item = meeting.items.get()
    attached = ItemDocumentFactory(item=item, title="Le budget")
    meeting.convene(by=None)
    [mail] = mailoutbox
    [line] = [line for line in mail.body.splitlines() if "/gouvernance/convocation/" in line]
    address = line[line.index("/gouvernance/") :]

    page = client.get(address).content.decode()
    client.post(address, {"answer": "present"})
    document = client.get(f"{address}documents/{attached.pk}/")

    [event] = Calendar.from_ical(mail.attachments[0].content).walk("VEVENT")
    assert mail.to == ["fanny@example.org"]
    assert event["url"].endswith(address)
    assert Attendee.objects.get().answer == "present"
    for words in ("Les Restanques", "https://visio.example.org/salle", "<strong>partagé</strong>"):
        assert words in page
    assert f"{address}documents/{attached.pk}/" in page
    assert "Le budget" in page
    assert b"".join(document.streaming_content) == b"%PDF-1.7 budget"
    assert document["Content-Disposition"] == 'attachment; filename="le-budget.pdf"'
    assert client.get(f"/gouvernance/convocation/1:x/documents/{attached.pk}/").status_code == 404


def test_address_of_an_account_is_the_account_and_another_is_where_to_write(client, holder, college):
    person = UserFactory()
    address = f"{college.body.get_absolute_url()}mandats/ajouter/"
    sent = {"college": college.pk, "role": 9, "way": "drawn", "starts_on": "2026-03-01"}

    client.post(address, sent | {"name": "Ana", "email": person.email.upper()})
    client.post(address, sent | {"name": "Fanny", "email": "fanny@example.org"})
    fanny = Mandate.objects.get(name="Fanny")
    form = client.get(fanny.get_absolute_url()).context["form"]

    ana = Mandate.objects.get(name="Ana")
    assert (ana.person, ana.contact_email) == (person, "")
    assert (fanny.person, fanny.contact_email) == (None, "fanny@example.org")
    assert form["email"].value() == "fanny@example.org"


def test_account_that_is_closed_gives_way_to_the_mandate_s_address(meeting):
    row = meeting.attendees.for_list()[0]
    row.mandate.contact_email = "ana@example.org"

    before = row.email
    row.mandate.person.is_active = False

    assert (before, row.email) == (row.mandate.person.email, "ana@example.org")


def test_who_runs_the_meeting_notes_an_answer_for_another(client, holder, meeting):
    ana, bob = meeting.attendees.for_list()
    detail = client.get(meeting.get_absolute_url()).content.decode()
    page = client.get(ana.answer_url).content.decode()

    response = client.post(ana.answer_url, {"answer": "proxy", "proxy": bob.pk}, follow=True)

    ana.refresh_from_db()
    assert ana.answer_url in detail
    assert "Vous notez ce que Ana vous a dit" in page
    assert (ana.answer, ana.proxy, ana.answered_by) == ("proxy", bob, holder)
    assert response.redirect_chain == [(meeting.get_absolute_url(), 302)]
    assert f"noté par {holder.display_name}" in response.content.decode()


def test_who_answers_themselves_is_not_noted_by_another(client, coordinator, meeting):
    ana, bob = meeting.attendees.for_list()
    bob.reply("absent", by=coordinator)
    client.force_login(bob.mandate.person)

    inside = client.get(meeting.get_absolute_url()).content.decode()
    client.post(bob.answer_url, {"answer": "present"})

    bob.refresh_from_db()
    assert (bob.answer, bob.answered_by) == ("present", None)
    assert ana.answer_url not in inside


# Speed


@pytest.mark.parametrize("number", [1, 3])
def test_convening_asks_as_many_questions_for_one_as_for_three(
    body, college, django_assert_num_queries, number
):
    for _mandate in range(number):
        MandateFactory(college=college, person=UserFactory(), organisation=OrganisationFactory())
    meeting = MeetingFactory(body=body, place=PlaceFactory())
    meeting = Meeting.objects.select_related("body").get(pk=meeting.pk)

    with django_assert_num_queries(18):
        meeting.convene(by=None)


@pytest.mark.parametrize("number", [1, 3])
def test_minutes_ask_as_many_questions_for_one_as_for_three(
    client, holder, body, college, django_assert_num_queries, number
):
    college.seats = 9
    college.save()
    for _mandate in range(2 * number):
        MandateFactory(college=college, organisation=OrganisationFactory(), shows_name=False)
    meeting = MeetingFactory(body=body)
    meeting.convene(by=None)
    meeting.open(by=None)
    rows = list(meeting.attendees.for_list())
    for giver, carrier in zip(rows[::2], rows[1::2], strict=True):
        giver.reply("proxy", proxy=carrier.pk)
        carrier.arrive()
    for position in range(1, number):
        meeting.items.create(title="x", position=position)
    meeting.close(by=None)

    with django_assert_num_queries(8):
        client.get(f"{meeting.get_absolute_url()}compte-rendu.pdf")
