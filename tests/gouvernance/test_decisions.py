"""The list of decisions: who reads which, in what order, narrowed; and public meetings in the shared agenda."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from agenda.models import Event, Occurrence
from gouvernance.models import Body, Decision, Meeting
from tests.factories import MembershipFactory, OrganisationFactory, PlaceFactory, UserFactory
from tests.gouvernance.factories import BodyFactory, CollegeFactory, MandateFactory, MeetingFactory

pytestmark = pytest.mark.django_db

LIST = "/gouvernance/decisions/"
TODAY = timezone.localdate()


def held(*texts, approved=True, is_public=True, body=None, person=None, **changes):
    """A meeting that decided these texts, due one day after the other."""
    college = CollegeFactory(body=body or BodyFactory())
    MandateFactory(college=college, person=person)
    meeting = MeetingFactory(body=college.body)
    meeting.convene(by=None)
    Meeting.objects.filter(pk=meeting.pk).update(is_public=is_public)
    meeting.refresh_from_db()
    meeting.open(by=None)
    item = meeting.items.get()
    for days, text in enumerate(texts):
        day = TODAY + timedelta(days=days)
        Decision.take(item, by=None, **{"text": text, "owner": "Bob", "due_on": day} | changes)
    meeting.close(by=None)
    if approved:
        meeting.approve(by=None)
    return meeting


def texts(response):
    return [row.text for row in response.context["decisions"]]


def test_visitors_read_what_approved_minutes_of_public_meetings_decide(client, coordinator):
    person = UserFactory()
    held("Publique")
    held("À approuver", approved=False)
    held("À huis clos", is_public=False, person=person)

    visitor = texts(client.get(LIST))
    client.force_login(person)
    sitting = texts(client.get(LIST))
    client.force_login(coordinator)
    team = texts(client.get(LIST))

    assert visitor == ["Publique"]
    assert sorted(sitting) == ["Publique", "À huis clos"]
    assert sorted(team) == ["Publique", "À approuver", "À huis clos"]


def test_what_is_to_be_done_comes_first_the_most_pressing_on_top(client):
    held("Première", "Seconde", "Faite", "Abandonnée")
    Decision.objects.filter(text="Faite").update(follow_up="done")
    Decision.objects.filter(text="Abandonnée").update(follow_up="dropped")
    Decision.objects.filter(text="Seconde").update(due_on=TODAY - timedelta(days=1), follow_up="doing")

    response = client.get(LIST)

    assert texts(response) == ["Seconde", "Première", "Abandonnée", "Faite"]
    assert response.content.decode().count("en retard") == 1


def test_list_is_narrowed_by_words_state_and_body(client):
    board = BodyFactory(name="Conseil")
    held("Acheter des tables à Mazargues", "Louer la scène", body=board)
    held("Écrire à la métropole", owner="Éva")
    Decision.objects.filter(text__startswith="Louer").update(follow_up="done")

    by_words = client.get(LIST, {"q": "TABLES mazargues"})
    by_owner = client.get(LIST, {"q": "eva"})
    by_state = client.get(LIST, {"etat": "done"})
    by_body = client.get(LIST, {"instance": board.slug})
    unknown = client.get(LIST, {"etat": "x"})

    assert texts(by_words) == ["Acheter des tables à Mazargues"]
    assert texts(by_owner) == ["Écrire à la métropole"]
    assert texts(by_state) == ["Louer la scène"]
    assert len(texts(by_body)) == 2
    assert by_body.context["filter"].totals["etat", "done"] == 1
    assert 'role="alert"' in unknown.content.decode()


def test_htmx_gets_the_results_alone(client):
    page = client.get(LIST, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in page
    assert 'id="resultats"' in page


def test_who_runs_the_body_follows_its_decisions_from_the_list(client):
    meeting, other = held("La nôtre"), held("La leur")
    convener = UserFactory()
    meeting.body.conveners.add(convener)
    client.force_login(convener)

    page = client.get(LIST).content.decode()

    assert f"{LIST}{Decision.objects.get(text='La nôtre').pk}/" in page
    assert f"{LIST}{Decision.objects.get(text='La leur').pk}/" not in page
    assert other.get_absolute_url() in page


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_many_questions_for_one_as_for_three(client, django_assert_num_queries, number):
    for count in range(number):
        held(f"Décision {count}")

    with django_assert_num_queries(3):
        client.get(LIST)


# Public meetings


@pytest.fixture
def centre():
    return OrganisationFactory(name="Les Restanques", kind="centre-social")


@pytest.fixture
def public_meeting(centre, coordinator):
    college = CollegeFactory(body__name="Assemblée")
    MandateFactory(college=college)
    meeting = MeetingFactory(
        body=college.body, title="Assemblée de mars", place=PlaceFactory(), words="Venez.", is_public=True
    )
    meeting.convene(by=coordinator)
    return meeting


def test_public_meeting_is_in_the_agenda_once_convened(client, centre, coordinator, public_meeting):
    event = Event.objects.get()

    page = client.get(event.get_absolute_url()).content.decode()
    assert (event.title, event.organiser, event.place) == ("Assemblée de mars", centre, public_meeting.place)
    assert (event.state, event.author, event.description) == ("published", coordinator, "Venez.")
    assert event.summary == "Assemblée : séance ouverte au public."
    assert event.occurrences.get().starts_at == public_meeting.starts_at
    assert public_meeting.get_absolute_url() in page
    assert event.get_absolute_url() in client.get(public_meeting.get_absolute_url()).content.decode()


def test_date_in_the_agenda_moves_and_is_cancelled_with_the_meeting(coordinator, public_meeting):
    event = Event.objects.get()
    occurrence = event.occurrences.get()
    before = event.sequence

    public_meeting.starts_at += timedelta(days=1)
    public_meeting.ends_at += timedelta(days=1)
    public_meeting.title = "Assemblée déplacée"
    public_meeting.revise(by=coordinator)
    event.refresh_from_db()
    moved = (event.title, event.state, event.occurrences.get().starts_at)
    public_meeting.cancel(by=coordinator, reason="Salle inondée.")

    event.refresh_from_db()
    assert moved == ("Assemblée déplacée", "published", public_meeting.starts_at)
    assert Occurrence.objects.get().pk == occurrence.pk
    assert event.is_cancelled
    assert event.sequence > before + 1


def test_meeting_that_is_no_longer_public_leaves_the_agenda_and_may_come_back(coordinator, public_meeting):
    public_meeting.is_public = False
    public_meeting.revise(by=coordinator)
    gone = Event.objects.public().count()
    public_meeting.is_public = True
    public_meeting.revise(by=coordinator)

    assert gone == 0
    assert public_meeting.event == Event.objects.public().get()


def test_only_public_and_convened_meetings_are_in_the_agenda(centre, coordinator):
    body = MandateFactory().college.body
    MeetingFactory(body=body).convene(by=coordinator)
    prepared = MeetingFactory(body=body, is_public=True)
    prepared.revise(by=coordinator)
    prepared.cancel(by=coordinator, reason="Plus besoin.")

    assert Event.objects.count() == 0


def test_convener_who_does_not_write_for_the_organiser_is_read_first(centre):
    member = MembershipFactory().user
    body = MandateFactory().college.body
    body.conveners.add(member)

    MeetingFactory(body=body, is_public=True).convene(by=member)
    Body.objects.update(organisation=member.memberships.get().organisation)
    ours = MeetingFactory(body=Body.objects.get(), is_public=True)
    ours.convene(by=member)

    first, second = Event.objects.order_by("pk")
    assert (first.organiser, first.state) == (centre, "pending")
    assert (second.organiser, second.state) == (member.memberships.get().organisation, "published")


def test_link_for_those_who_sit_stays_out_of_the_agenda(centre, coordinator):
    meeting = MeetingFactory(body=MandateFactory().college.body, is_public=True)
    meeting.online_url = "https://visio.example.org/salle"

    meeting.convene(by=coordinator)

    assert Event.objects.get().online_url == ""


def test_approved_minutes_of_a_public_meeting_are_everybody_s(client):
    public, private, draft = held("Oui."), held("Non.", is_public=False), held("À voir.", approved=False)

    answers = [client.get(f"{row.get_absolute_url()}compte-rendu.pdf") for row in (public, private, draft)]

    assert [answer.status_code for answer in answers] == [200, 404, 404]
    assert "Oui." in PdfReader(io.BytesIO(answers[0].content)).pages[0].extract_text()
