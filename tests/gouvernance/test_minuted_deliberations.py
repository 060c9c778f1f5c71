"""What a deliberation decided in a meeting: what the minutes say of it and to whom, and that nobody else writes it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from gouvernance.consent import Kind
from gouvernance.models import Decision, Deliberation, Meeting
from tests.factories import PlaceFactory, UserFactory
from tests.gouvernance.factories import (
    BodyFactory,
    CollegeFactory,
    DeliberationFactory,
    MandateFactory,
    MeetingFactory,
)
from tests.reading import pdf_text

pytestmark = pytest.mark.django_db

LATER = timezone.localdate() + timedelta(days=90)
RESERVATION = "Pas le samedi, à cause du marché."


def decided(coordinator, *, is_public):
    """A public meeting that is open, where Ana and Bob adopted something, Bob with a reservation."""
    body = BodyFactory(name="Conseil", quorum_percent=50)
    college = CollegeFactory(body=body, seats=2)
    for name in ("Ana", "Bob"):
        MandateFactory(college=college, name=name, person=UserFactory())
    meeting = MeetingFactory(body=body, is_public=True, place=PlaceFactory(name="Les Restanques"))
    meeting.convene(by=coordinator)
    meeting.open(by=coordinator)
    for row in meeting.attendees.all():
        row.arrive()
    deliberation = DeliberationFactory(
        title="Horaires du local",
        body=body,
        item=meeting.items.get(),
        created_by=coordinator,
        is_public=is_public,
    )
    deliberation.open(by=coordinator)
    running = deliberation.deliberators.of(coordinator).get()
    ana, bob = deliberation.deliberators.filter(is_invited=True)
    for kind in (Kind.HEAR, Kind.CALL):
        deliberation.make(kind, by=running)
    deliberation.make(Kind.CONSENT, by=ana)
    deliberation.make(Kind.RESERVE, by=bob, text=RESERVATION)
    deliberation.conclude(Kind.ADOPT, by=running, review_on=LATER, owner="Ana", due_on=LATER)
    return meeting, deliberation


def approved(meeting):
    later = MeetingFactory(body=meeting.body, title="La suivante")
    later.convene(by=None)
    meeting.close(by=None)
    meeting.approve(by=None, within=later)
    return later


def minutes(client, meeting):
    return pdf_text(client.get(f"{meeting.get_absolute_url()}compte-rendu.pdf").content)


def test_words_of_a_deliberation_that_is_not_public_are_in_the_minutes_of_insiders_alone(client, coordinator):
    meeting, _deliberation = decided(coordinator, is_public=False)
    approved(meeting)

    outside = minutes(client, meeting)
    client.force_login(UserFactory())
    stranger = minutes(client, meeting)
    client.force_login(meeting.attendees.first().mandate.person)
    sitting = minutes(client, meeting)
    client.force_login(coordinator)
    team = minutes(client, meeting)

    assert outside == stranger
    assert RESERVATION not in outside
    assert "Horaires du local" not in outside
    assert "Délibération non publique" in outside
    assert "adoptée avec réserves. Ce qui s’y est dit est gardé" in outside
    assert "Ouvrir le local le samedi matin." in outside  # what is decided
    assert RESERVATION in sitting
    assert sitting == team


def test_words_of_a_public_deliberation_are_in_everybody_s_minutes(client, coordinator):
    meeting, _deliberation = decided(coordinator, is_public=True)
    approved(meeting)

    assert RESERVATION in minutes(client, meeting)


@pytest.mark.parametrize("is_public", [True, False])
def test_deliberation_begun_on_a_point_is_proposed_as_public_as_its_meeting(client, coordinator, is_public):
    meeting = MeetingFactory(is_public=is_public)
    client.force_login(coordinator)
    address = f"{meeting.body.get_absolute_url()}deliberations/ajouter/"

    form = client.get(address, {"point": meeting.items.get().pk}).context["form"]
    unknown = client.get(address, {"point": "x"})

    assert (form["is_public"].value(), form["item"].value()) == (is_public, meeting.items.get().pk)
    assert unknown.status_code == 200


# Nobody writes it otherwise


def test_words_and_review_date_of_what_a_deliberation_decided_are_not_corrected(client, coordinator):
    meeting, _deliberation = decided(coordinator, is_public=True)
    decision = Decision.objects.get()
    client.force_login(coordinator)
    address = f"/gouvernance/decisions/{decision.pk}/"
    sent = {"text": "Tout autre chose", "review_on": "", "due_on": str(LATER), "follow_up": "doing"}

    page = client.get(address).content.decode()
    client.post(address, sent | {"owner": "Bob"})

    decision.refresh_from_db()
    assert "Une délibération l’a décidée" in page
    assert 'value="retirer"' not in page
    assert (decision.text, decision.review_on) == ("Ouvrir le local le samedi matin.", LATER)
    assert (decision.owner, decision.follow_up) == ("Bob", "doing")
    assert meeting.is_open
    for change in ({"text": "Autre"}, {"review_on": None}):
        with pytest.raises(IntegrityError, match="decision_deliberated_stays"), transaction.atomic():
            Decision.objects.update(**change)


def test_what_a_deliberation_decided_is_not_withdrawn(client, coordinator):
    meeting, deliberation = decided(coordinator, is_public=True)
    decision = Decision.objects.get()
    client.force_login(coordinator)

    told = client.post(f"/gouvernance/decisions/{decision.pk}/", {"action": "retirer"}, follow=True)

    assert "Une délibération l’a décidée : elle reste" in told.content.decode()
    deliberation.refresh_from_db()
    assert deliberation.decision == Decision.objects.get()
    with pytest.raises(ValidationError, match="Une délibération l’a décidée"):
        decision.withdraw(by=coordinator)
    with pytest.raises(ProtectedError):
        Decision.objects.all().delete()
    with pytest.raises(IntegrityError, match="deliberation_declared_stays"), transaction.atomic():
        Deliberation.objects.update(decision=None)
    assert meeting.items.get().decisions.count() == 1


@pytest.mark.parametrize("change", [{"title": "Autre"}, {"is_public": False}])
def test_title_and_publicity_stay_once_a_deliberation_is_open(coordinator, change):
    _meeting, deliberation = decided(coordinator, is_public=True)

    with pytest.raises(IntegrityError, match="deliberation_declared_stays"), transaction.atomic():
        Deliberation.objects.filter(pk=deliberation.pk).update(**change)


# What approved minutes print


def test_approved_minutes_keep_the_names_of_the_body_the_place_and_what_approved_them(client, coordinator):
    meeting, _deliberation = decided(coordinator, is_public=True)
    later = approved(meeting)
    before = minutes(client, meeting)

    meeting.body.name = "Comité renommé"
    meeting.body.save()
    meeting.place.name = "Salle renommée"
    meeting.place.save()
    Meeting.objects.filter(pk=later.pk).update(title="Autrement")

    assert "à la séance « La suivante »" in before
    assert minutes(client, meeting) == before
    with pytest.raises(IntegrityError, match="meeting_approved_stays"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(minuted={"body": "x", "place": "", "approver": ""})


def test_organisation_is_called_in_the_minutes_as_on_the_day_but_being_named_is_todays_choice(
    client, coordinator, organisation
):
    mandate = MandateFactory(name="Eve", organisation=organisation, shows_name=False)
    meeting = MeetingFactory(body=mandate.college.body, is_public=True)
    meeting.convene(by=None)
    meeting.open(by=None)
    approved(meeting)
    before = minutes(client, meeting)

    name = organisation.label
    organisation.name = organisation.short_name = "Rebaptisée"
    organisation.save()
    renamed = minutes(client, meeting)
    mandate.shows_name = True
    mandate.save()

    assert f"Absents ou excusés : {name}." in before
    assert renamed == before
    assert f"Absents ou excusés : Eve ({name})." in minutes(client, meeting)
