"""The pages of the governance: what visitors read, what the team writes."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cooperation.core import wording
from gouvernance.models import Body, Mandate
from tests.factories import DistrictFactory, OrganisationFactory, UserFactory
from tests.gouvernance.consultation_factories import ConsultationFactory, ParticipantFactory
from tests.gouvernance.factories import BodyFactory, CollegeFactory, MandateFactory, open_with

pytestmark = pytest.mark.django_db

RULES = {
    **{"kind": "board", "term_months": "24", "quorum_percent": "50", "quorum_scope": "overall"},
    **{"proxies_max": "1", "notice_days": "15"},
}


def colleges(*rows, initial=0):
    """The formset's fields, from (name, seats) or (name, seats, key)."""
    sent = {"colleges-TOTAL_FORMS": len(rows), "colleges-INITIAL_FORMS": initial}
    for number, (name, seats, *key) in enumerate(rows):
        sent |= {f"colleges-{number}-name": name, f"colleges-{number}-seats": seats}
        if key:
            sent[f"colleges-{number}-id"] = key[0]
    return sent


@pytest.fixture
def team(client, coordinator):
    client.force_login(coordinator)
    return coordinator


@pytest.mark.parametrize("number", [1, 3])
def test_overview_asks_as_many_questions_for_one_body_as_for_three(client, django_assert_num_queries, number):
    parent = None
    for _body in range(number):
        college = MandateFactory(college__body__parent=parent).college
        MandateFactory(college=college)
        parent = college.body

    with django_assert_num_queries(3):
        client.get("/gouvernance/")


@pytest.mark.parametrize("number", [1, 3])
def test_body_page_asks_as_many_questions_for_one_mandate_as_for_three(
    client, django_assert_num_queries, number
):
    college = CollegeFactory()
    MandateFactory.create_batch(number, college=college, organisation=OrganisationFactory())

    with django_assert_num_queries(9):
        client.get(college.body.get_absolute_url())


def test_overview_says_seats_and_vacant_ones(client):
    board = BodyFactory(name="Conseil d’administration")
    MandateFactory(college=CollegeFactory(body=board, name="Habitants", seats=3))
    BodyFactory(name="Bureau", parent=board)

    page = client.get("/gouvernance/").content.decode()

    assert "3 sièges, dont 2 vacants" in page
    assert "rend compte à : Conseil d’administration" in page
    assert "Habitants : 1 / 3" in page


def test_colleges_stand_in_their_order_and_a_kind_is_not_said_twice(client):
    body = BodyFactory(name="Conseil d’administration", kind="board")
    for position, name in [(2, "Salariés"), (0, "Habitants"), (1, "Associations")]:
        MandateFactory(college=CollegeFactory(body=body, name=name, position=position))

    response = client.get(body.get_absolute_url())

    assert [row.name for row in response.context["body"].colleges.all()] == [
        *("Habitants", "Associations", "Salariés")
    ]
    assert body.kind_wording == ""
    assert BodyFactory(name="Les Sages", kind="other").kind_wording == "Autre instance"


def test_composition_of_the_past_names_those_who_sat_then(client):
    college = CollegeFactory()
    MandateFactory(college=college, name="Ana", starts_on=date(2020, 1, 1), ends_on=date(2021, 12, 31))
    MandateFactory(college=college, name="Bob", starts_on=date(2022, 1, 1), ends_on=date(2030, 1, 1))
    address = college.body.get_absolute_url()

    then = client.get(address, {"au": "2020-06-01"}).context["body"].colleges.all()[0].sitting
    misread = client.get(address, {"au": "hier"})

    assert [mandate.name for mandate in then] == ["Ana"]
    assert "Cette date n’est pas comprise" in misread.content.decode()


def test_person_who_does_not_agree_is_named_to_the_team_alone(client, coordinator):
    mandate = MandateFactory(name="Ana Secrète", shows_name=False, substitute="Bob Discret")
    address = mandate.college.body.get_absolute_url()

    public = client.get(address).content.decode()
    client.force_login(coordinator)
    team = client.get(address).content.decode()

    assert "Secrète" not in public
    assert "Discret" not in public
    assert "Siège pourvu" in public
    assert "Ana Secrète" in team


def test_substitute_is_named_to_the_team_alone(client, coordinator):
    mandate = MandateFactory(name="Ana", shows_name=True, substitute="Bob Discret")
    address = mandate.college.body.get_absolute_url()

    public = client.get(address).content.decode()
    client.force_login(coordinator)
    team = client.get(address).content.decode()

    assert "Ana" in public
    assert "Bob Discret" not in public
    assert "suppléance : Bob Discret" in team


def test_nobody_is_named_in_public_unless_they_said_so(client, team):
    college = CollegeFactory()
    sent = {"college": college.pk, "name": "Ana", "role": 9, "way": "drawn", "starts_on": "2026-03-01"}

    client.post(f"{college.body.get_absolute_url()}mandats/ajouter/", sent)

    assert Mandate.objects.get().public_label == "Siège pourvu"
    assert Mandate().shows_name is False


def test_what_describes_a_person_is_the_team_s_and_leaves_no_trace(client, coordinator):
    mandate = MandateFactory(age_band="60+", gender="femme", district=DistrictFactory())
    convener = UserFactory()
    mandate.college.body.conveners.add(convener)
    sent = {"college": mandate.college_id, "name": "Ana", "role": 9, "way": "drawn", "gender": "homme"}
    days = {"starts_on": str(mandate.starts_on), "ends_on": str(mandate.ends_on)}

    client.force_login(convener)
    theirs = client.get(mandate.get_absolute_url()).context["form"].fields
    client.post(mandate.get_absolute_url(), sent | days)
    client.force_login(coordinator)
    team = client.get(mandate.get_absolute_url()).context["form"].fields

    mandate.refresh_from_db()
    described = {"district", "age_band", "gender"}
    assert described & theirs.keys() == set()
    assert described <= team.keys()
    assert (mandate.name, mandate.gender, mandate.age_band) == ("Ana", "femme", "60+")
    kept = {field.name for field in apps.get_model("gouvernance", "MandateHistory")._meta.get_fields()}
    assert described & kept == set()


def test_team_writes_a_body_with_its_colleges(client, team):
    sent = RULES | {"name": "Conseil d’administration"}
    sent |= colleges(("Habitants", 6), ("Associations", 6), ("", ""))

    response = client.post("/gouvernance/instances/ajouter/", sent)

    body = Body.objects.get()
    assert response["Location"] == body.get_absolute_url()
    assert [(row.name, row.seats) for row in body.colleges.all()] == [("Habitants", 6), ("Associations", 6)]


def test_held_seats_and_colleges_with_mandates_are_not_taken_away(client, team):
    college = CollegeFactory(name="Habitants", seats=2)
    MandateFactory.create_batch(2, college=college)
    address = f"{college.body.get_absolute_url()}modifier/"
    sent = RULES | {"name": college.body.name}

    fewer = client.post(address, sent | colleges(("Habitants", 1, college.pk), initial=1))
    gone = client.post(
        address, sent | colleges(("Habitants", 2, college.pk), initial=1) | {"colleges-0-DELETE": "on"}
    )

    assert "1 siège au-delà est occupé" in fewer.content.decode()
    assert "a ou a eu des mandats" in gone.content.decode()
    college.refresh_from_db()
    assert college.seats == 2


def test_seats_that_are_held_are_taken_away_nowhere(client, administrator):
    college = CollegeFactory(name="Habitants", seats=3)
    MandateFactory.create_batch(2, college=college)
    past = timezone.localdate() - timedelta(days=1)
    MandateFactory(college=college, ends_on=past)

    college.seats = 1
    with pytest.raises(ValidationError, match="1 siège au-delà est occupé"):
        college.full_clean()
    with pytest.raises(IntegrityError, match="college_seats_held"), transaction.atomic():
        college.save()
    client.force_login(administrator)
    address = f"/administration/gouvernance/body/{college.body.pk}/change/"
    sent = (
        RULES | {"name": college.body.name, "position": 0} | colleges(("Habitants", 1, college.pk), initial=1)
    )
    page = client.post(address, sent | {"colleges-0-position": 0, "colleges-0-body": college.body.pk})
    Mandate.objects.update(ends_on=past)
    college.save()

    assert "1 siège au-delà est occupé" in page.content.decode()
    college.refresh_from_db()
    assert college.seats == 1


def test_past_composition_says_nothing_of_seats_that_nobody_kept_count_of(client):
    college = CollegeFactory(name="Habitants", seats=16)
    MandateFactory.create_batch(4, college=college)
    address = college.body.get_absolute_url()
    past = {"au": (timezone.localdate() - timedelta(days=30)).isoformat()}

    then, now = (client.get(address, asked).content.decode() for asked in (past, {}))
    overview_then, overview_now = (
        client.get("/gouvernance/", asked).content.decode() for asked in (past, {})
    )

    assert ("4 sur 16" in now, "12 sièges vacants" in now, "16 sièges, dont 12 vacants" in overview_now) == (
        *(True, True, True),
    )
    assert ("sur 16" in then, "vacant" in then) == (False, False)
    assert "4 sièges occupés" in overview_then
    assert "16 sièges" not in overview_then


def test_body_page_leads_to_its_open_consultations(client):
    body = BodyFactory()
    mine, other = ConsultationFactory(body=body), ConsultationFactory(body=BodyFactory())
    closed = ConsultationFactory(body=body, closed=True)

    page = client.get(body.get_absolute_url()).content.decode()

    assert mine.get_absolute_url() in page
    assert other.get_absolute_url() not in page
    assert closed.get_absolute_url() not in page


def test_my_space_leads_to_what_is_open_and_concerns_me(client, coordinator, member):
    mine, _people = open_with(1, by=coordinator, people=[member], title="Le local du samedi")
    others, _people = open_with(1, by=coordinator, title="Ailleurs")
    consultation, answered = ConsultationFactory(), ConsultationFactory()
    ParticipantFactory(consultation=answered, user=member)
    client.force_login(member)

    page = client.get("/mon-espace/").content.decode()

    assert mine.get_absolute_url() in page
    assert others.get_absolute_url() not in page
    assert consultation.get_absolute_url() in page
    assert answered.get_absolute_url() not in page


def test_body_that_would_answer_to_its_own_child_is_refused_in_words(client, team):
    top = BodyFactory(name="Assemblée")
    child = BodyFactory(parent=top)

    response = client.post(
        f"{top.get_absolute_url()}modifier/", RULES | {"name": "Assemblée", "parent": child.pk} | colleges()
    )

    assert "lui rend déjà compte" in response.content.decode()


def test_team_gives_a_seat_for_the_term_of_the_body(client, team):
    college = CollegeFactory(body__term_months=24)
    person = UserFactory()
    sent = {"college": college.pk, "name": "Ana", "email": person.email.upper(), "role": 1, "way": "drawn"}

    response = client.post(
        f"{college.body.get_absolute_url()}mandats/ajouter/", sent | {"starts_on": "2026-03-01"}, follow=True
    )

    mandate = Mandate.objects.get()
    assert (mandate.person, mandate.seat, mandate.ends_on) == (person, 1, date(2028, 2, 29))
    assert "Ana siège du 1er mars 2026 au 29 février 2028." in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Bob"}, "Tous les sièges de ce collège sont pourvus à ces dates."),
        ({"name": "", "starts_on": "2040-01-01"}, "Dites qui siège"),
        ({"name": "Bob", "ends_on": "2020-01-01"}, "Le dernier jour doit suivre le premier."),
    ],
)
def test_mandate_that_cannot_be_is_refused_in_words(client, team, changes, words):
    held = MandateFactory(college=CollegeFactory(seats=1))
    sent = {"college": held.college_id, "role": 9, "way": "elected", "starts_on": str(timezone.localdate())}

    response = client.post(f"{held.college.body.get_absolute_url()}mandats/ajouter/", sent | changes)

    assert words in response.content.decode()
    assert Mandate.objects.count() == 1


def test_somebody_who_sits_already_is_refused_in_words(client, team):
    held = MandateFactory(name="Ana")
    sent = {"college": held.college_id, "name": "ana", "role": 9, "way": "elected"}

    response = client.post(
        f"{held.college.body.get_absolute_url()}mandats/ajouter/",
        sent | {"starts_on": str(timezone.localdate())},
    )

    assert "Cette personne siège déjà dans ce collège à ces dates." in response.content.decode()


def test_team_ends_a_mandate_before_its_term(client, team):
    mandate = MandateFactory(name="Ana")
    today = timezone.localdate()

    late = client.post(
        f"{mandate.get_absolute_url()}terminer/", {"on": today + timedelta(days=900), "end": "resigned"}
    )
    done = client.post(
        f"{mandate.get_absolute_url()}terminer/", {"on": today, "end": "resigned"}, follow=True
    )

    mandate.refresh_from_db()
    assert "Ce jour n’est pas dans le mandat." in late.content.decode()
    assert (mandate.ends_on, mandate.end) == (today, "resigned")
    day = wording.day_of_month(today, year=True)
    assert f"Mandat terminé le {day} : Ana." in done.content.decode()


def test_organisation_whose_sheet_is_no_longer_public_stays_on_its_mandate(client, team):
    organisation = OrganisationFactory(is_published=False)
    mandate = MandateFactory(organisation=organisation)
    sent = {"college": mandate.college_id, "name": "Ana", "role": 9, "way": "elected"}
    days = {"starts_on": str(mandate.starts_on), "ends_on": str(mandate.ends_on)}

    offered = client.get(mandate.get_absolute_url()).context["form"].fields["organisation"].queryset
    client.post(mandate.get_absolute_url(), sent | days | {"organisation": organisation.pk})

    mandate.refresh_from_db()
    assert list(offered) == [organisation]
    assert (mandate.name, mandate.organisation) == ("Ana", organisation)


def test_who_convenes_is_chosen_among_those_who_sit_there_by_their_names(client, team):
    college = CollegeFactory()
    chair = MandateFactory(college=college, person=UserFactory(display_name="Ana"))
    unnamed = MandateFactory(college=college, name="Bob", person=UserFactory(display_name=""))
    MandateFactory(person=UserFactory(display_name="Ailleurs"))

    form = client.get(f"{college.body.get_absolute_url()}modifier/").context["form"]
    choices = {value.value: label for value, label in form.fields["conveners"].choices}

    assert choices == {chair.person_id: "Ana", unnamed.person_id: "Bob"}
    assert "modifient les règles et les mandats" in form["conveners"].help_text
