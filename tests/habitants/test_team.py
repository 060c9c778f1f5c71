"""The team's screens: who reads what, files of paper forms, decisions; and the public page of the group."""

from datetime import timedelta
from http import HTTPStatus
from io import BytesIO

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from pypdf import PdfReader

from habitants import composition, tasks
from habitants.models import Application, Attendance, Cohort, GroupMeeting, Profile, Seat, WayIn
from tests.factories import DistrictFactory, EventFactory, RelayFactory, UserFactory
from tests.habitants.factories import (
    ApplicationFactory,
    CohortFactory,
    CriterionFactory,
    NominationFactory,
    ProfileFactory,
    QuotaFactory,
)
from tests.habitants.test_draws import frozen

pytestmark = pytest.mark.django_db

SECRET = "une réponse très privée"


@pytest.fixture
def cohort():
    return CohortFactory()


@pytest.fixture
def secret(cohort):
    """Somebody's answer, among others' that are the same for six people."""
    quota = QuotaFactory(criterion__cohort=cohort, label=SECRET)
    return ProfileFactory(application=ApplicationFactory(cohort=cohort), quota=quota)


def team(cohort, page=""):
    return f"/habitants/suivi/{cohort.slug}/{page}"


# Who reads the answers


def test_profiles_are_in_no_administration():
    registered = {model._meta.label for model in admin.site._registry}

    assert not {"habitants.Profile", "habitants.Quota", "habitants.Criterion"} & registered


def test_administration_leads_to_nobodys_own_page(client, administrator, secret):
    """Django's shortcut goes from any row to its public address: a signed link must not be one."""
    client.force_login(administrator)
    seat = Seat.give(secret.application, WayIn.CALL, by=administrator, reason="x")
    nomination = NominationFactory(cohort=seat.cohort)
    seat.cohort.freeze(by=administrator)
    entry = frozen().entries.first()

    for row in (secret.application, seat, nomination, secret, entry):
        kind = ContentType.objects.get_for_model(row)
        response = client.get(f"/administration/r/{kind.pk}/{row.pk}/")
        assert response.status_code == HTTPStatus.NOT_FOUND


def test_administration_shows_no_answer(client, administrator, secret):
    client.force_login(administrator)
    application = secret.application
    seat = Seat.give(application, WayIn.CALL, by=administrator, reason="x")

    for page in (
        "application/",
        f"application/{application.pk}/change/",
        f"cohort/{application.cohort_id}/change/",
    ):
        assert SECRET not in client.get(f"/administration/habitants/{page}").content.decode()
    for row in (application, application.cohort, seat):
        response = client.post(f"/administration/habitants/{row._meta.model_name}/{row.pk}/delete/")
        assert response.status_code == HTTPStatus.FORBIDDEN
    assert Profile.objects.get() == secret


@pytest.mark.parametrize("who", ["selection_lead", "guarantor"])
def test_two_named_readers_read_answers_and_each_reading_is_kept(client, cohort, secret, who):
    reader = getattr(cohort, who)
    client.force_login(reader)

    page = client.get(team(cohort, "reponses/")).content.decode()

    assert SECRET in page
    assert str(secret.application.draw_id) in page
    assert secret.application.name not in page
    assert [reading.user for reading in cohort.readings.all()] == [reader]


def test_nobody_else_reads_answers(client, cohort, secret, coordinator, administrator):
    reader_of_another = CohortFactory(preparing=True).selection_lead
    for user in (coordinator, administrator, reader_of_another):
        client.force_login(user)
        assert client.get(team(cohort, "reponses/")).status_code == HTTPStatus.NOT_FOUND
        assert not Profile.objects.readable_by(user).exists()
    assert not cohort.readings.exists()


def counts_read_by(client, cohort, user):
    """{answer: what the page tells of it} for that person."""
    client.force_login(user)
    rows = [row for criterion in client.get(team(cohort)).context["counts"] for row in criterion.rows]
    return {row.quota.label: (row.shown, row.is_enough) for row in rows}


def several(cohort, criterion, **people):
    for label, number in people.items():
        quota = QuotaFactory(criterion=criterion, label=label, minimum=3)
        for _person in range(number):
            ProfileFactory(application=ApplicationFactory(cohort=cohort), quota=quota)


def test_team_reads_no_number_before_the_list_is_frozen(client, cohort, coordinator):
    several(cohort, CriterionFactory(cohort=cohort), a=9, b=1)
    tasks.tally_answers(0)

    assert counts_read_by(client, cohort, coordinator) == {"a": (None, True), "b": (None, False)}
    assert counts_read_by(client, cohort, cohort.guarantor) == {"a": (9, True), "b": (1, False)}


def test_putting_somebody_aside_tells_nothing_of_what_they_answered(client, cohort, coordinator):
    several(cohort, CriterionFactory(cohort=cohort), a=3, b=3)
    tasks.tally_answers(0)
    before = counts_read_by(client, cohort, coordinator)

    cohort.applications.first().set_aside(by=coordinator, reason="double")
    at_once = counts_read_by(client, cohort, coordinator)
    tasks.tally_answers(0)

    assert before == at_once == counts_read_by(client, cohort, coordinator)


def test_numbers_of_the_frozen_list_hide_the_small_ones_and_what_gives_them_away(client, cohort, coordinator):
    several(cohort, CriterionFactory(cohort=cohort), a=9, b=6, c=1, d=0)
    cohort.freeze(by=coordinator)

    assert counts_read_by(client, cohort, coordinator) == {
        "a": (9, True),
        "b": (None, True),
        "c": (None, False),
        "d": (0, False),
    }
    cohort.applications.first().withdraw()
    assert counts_read_by(client, cohort, coordinator)["a"] == (9, True)


def test_numbers_are_told_once(client, cohort, coordinator):
    several(cohort, CriterionFactory(cohort=cohort), a=9, b=6)
    cohort.freeze(by=coordinator)
    before = counts_read_by(client, cohort, coordinator)

    cohort.reopen_call(by=coordinator)
    reopened = counts_read_by(client, cohort, coordinator)
    aside, gone = cohort.applications.order_by("pk")[:2]
    aside.set_aside(by=coordinator, reason="double")
    gone.withdraw()
    cohort.freeze(by=coordinator)

    assert before == counts_read_by(client, cohort, coordinator) == {"a": (9, True), "b": (6, True)}
    assert reopened == {"a": (None, True), "b": (None, True)}
    assert counts_read_by(client, cohort, cohort.guarantor)["a"] == (7, True)


def test_whoever_is_set_aside_counts_in_the_first_numbers_too(client, cohort, coordinator):
    several(cohort, CriterionFactory(cohort=cohort), a=6, b=3)
    tasks.tally_answers(0)
    for application in cohort.applications.order_by("-pk")[:1]:
        application.set_aside(by=coordinator, reason="double")

    before = counts_read_by(client, cohort, coordinator)
    cohort.freeze(by=coordinator)
    after = counts_read_by(client, cohort, coordinator)

    assert [told for _number, told in before.values()] == [told for _number, told in after.values()]


def answers_of_form(client, cohort, **changes):
    form = client.get(team(cohort, "modifier/")).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values = {name: "on" if value is True else value for name, value in values.items() if value}
    return {name: str(value) for name, value in values.items()} | changes


def test_nobody_of_the_team_makes_themselves_a_reader(client, cohort, secret, coordinator):
    client.force_login(coordinator)

    client.post(team(cohort, "modifier/"), answers_of_form(client, cohort, guarantor_email=coordinator.email))
    with pytest.raises(ValidationError, match="Seuls"):
        cohort.change_readers(selection_lead=cohort.selection_lead, guarantor=coordinator, by=coordinator)

    assert Cohort.objects.get().guarantor == cohort.guarantor
    assert client.get(team(cohort, "lecteurs/")).status_code == HTTPStatus.NOT_FOUND
    assert client.get(team(cohort, "reponses/")).status_code == HTTPStatus.NOT_FOUND


def test_reader_hands_their_part_on_and_all_who_read_are_told(client, cohort, mailoutbox):
    lead, guarantor, other = cohort.selection_lead, cohort.guarantor, UserFactory()
    client.force_login(guarantor)

    client.post(team(cohort, "lecteurs/"), {"lead_email": lead.email, "guarantor_email": other.email})

    cohort.refresh_from_db()
    assert (cohort.selection_lead, cohort.guarantor) == (lead, other)
    assert {mail.to[0] for mail in mailoutbox} == {lead.email, guarantor.email, other.email}
    assert guarantor.pk in cohort.history.values_list("guarantor", flat=True)
    assert client.get(team(cohort, "lecteurs/")).status_code == HTTPStatus.NOT_FOUND


def test_two_readers_stay_two(client, cohort):
    client.force_login(cohort.guarantor)
    email = cohort.guarantor.email

    response = client.post(team(cohort, "lecteurs/"), {"lead_email": email, "guarantor_email": email})

    assert "deux personnes différentes" in response.content.decode()


# Questions once people have answered


def formset_of(criterion, **changes):
    quotas = list(criterion.quotas.all())
    data = {"name": criterion.name, "source": criterion.source, "q-MIN_NUM_FORMS": 0, "q-MAX_NUM_FORMS": 40}
    data |= {"q-TOTAL_FORMS": len(quotas), "q-INITIAL_FORMS": len(quotas)}
    for number, quota in enumerate(quotas):
        data |= {f"q-{number}-id": quota.pk, f"q-{number}-label": quota.label}
        data |= {f"q-{number}-minimum": quota.minimum, f"q-{number}-maximum": quota.maximum}
    return data | changes


@pytest.mark.parametrize("change", [{"q-0-DELETE": "on"}, {"q-0-label": "autre chose"}, {"source": "age"}])
def test_what_people_answered_is_not_changed_under_them(client, cohort, secret, coordinator, change):
    client.force_login(coordinator)
    criterion = secret.criterion

    page = client.post(team(cohort, f"criteres/{criterion.pk}/"), formset_of(criterion, **change))

    assert "déjà" in page.content.decode()
    assert (Profile.objects.get().quota.label, criterion.quotas.count()) == (SECRET, 1)


def test_question_with_answers_is_neither_deleted_nor_added(client, cohort, secret, coordinator):
    client.force_login(coordinator)

    client.post(team(cohort, f"criteres/{secret.criterion_id}/"), {"action": "delete"})
    page = client.post(team(cohort, "criteres/"), {"name": "Métier", "source": "asked"}).content.decode()

    assert "1 personne a déjà répondu" in page
    assert (Profile.objects.count(), cohort.criteria.count()) == (1, 1)
    with pytest.raises(ProtectedError):
        secret.quota.delete()


def test_numbers_and_what_is_reckoned_still_change_during_the_call(client, cohort, secret, coordinator):
    client.force_login(coordinator)
    criterion = secret.criterion
    age = QuotaFactory(criterion__cohort=cohort, criterion__source="age", age_from=16).criterion
    Profile.objects.compute_for(cohort)

    client.post(team(cohort, f"criteres/{criterion.pk}/"), formset_of(criterion, **{"q-0-minimum": 2}))
    client.post(team(cohort, f"criteres/{age.pk}/"), {"action": "delete"})

    assert criterion.quotas.get().minimum == 2
    assert list(cohort.criteria.all()) == [criterion]


def test_figures_of_the_population_leave_answers_once_the_list_is_frozen(client, cohort, coordinator):
    age = QuotaFactory(criterion__cohort=cohort, criterion__source="age", age_from=16).criterion
    ApplicationFactory(cohort=cohort)
    cohort.freeze(by=coordinator)
    client.force_login(coordinator)

    client.post(team(cohort, f"criteres/{age.pk}/"), formset_of(age, **{"q-0-population": 300}))

    assert age.quotas.get().population == 300
    assert Profile.objects.filter(criterion=age).count() == 1


def test_list_of_candidates_tells_names_without_answers(client, cohort, secret, coordinator):
    client.force_login(coordinator)

    page = client.get(team(cohort, "candidatures/")).content.decode()

    assert secret.application.name in page
    assert SECRET not in page


# Its moves


def test_call_opens_once_both_readers_are_named(coordinator):
    cohort = CohortFactory(preparing=True, guarantor=None)

    with pytest.raises(ValidationError, match="garant"):
        cohort.open_call(by=coordinator)


def test_one_call_at_a_time(cohort, coordinator):
    other = CohortFactory(preparing=True)

    with pytest.raises(ValidationError, match="Un autre groupe"):
        other.open_call(by=coordinator)
    with pytest.raises(IntegrityError, match="cohort_one_call"), transaction.atomic():
        Cohort.objects.filter(pk=other.pk).update(state="call")


def test_seats_of_the_ways_make_the_size(cohort):
    with pytest.raises(IntegrityError, match="cohort_seats_add_up"), transaction.atomic():
        Cohort.objects.filter(pk=cohort.pk).update(size=5)


def test_group_is_made_by_its_form_and_ends_six_months_later(client, coordinator):
    client.force_login(coordinator)
    answers = {
        "name": "Groupe neuf",
        "call_opens_on": "2027-01-01",
        "call_closes_on": "2027-02-01",
        "starts_on": "2027-03-01",
        "size": 20,
        "seats_call": 5,
        "seats_nominated": 5,
        "seats_drawn": 9,
        "substitutes": 4,
    }

    refused = client.post("/habitants/suivi/nouveau/", answers)
    client.post("/habitants/suivi/nouveau/", answers | {"seats_drawn": 10, "lead_email": coordinator.email})

    assert "doivent faire, ensemble" in refused.content.decode()
    cohort = Cohort.objects.get()
    assert cohort.ends_on.isoformat() == "2027-08-31"
    assert cohort.selection_lead == coordinator


def test_choice_needs_a_reason_that_is_kept(client, cohort, coordinator):
    application = ApplicationFactory(cohort=cohort)
    client.force_login(coordinator)
    address = team(cohort, f"candidatures/{application.pk}/")

    client.post(address, {"action": "choose", "reason": " "})
    assert not cohort.seats.exists()
    client.post(address, {"action": "choose", "reason": "anime le jardin partagé"})

    assert cohort.seats.get().reason == "anime le jardin partagé"


def test_nobody_is_set_aside_once_the_list_is_frozen(cohort, coordinator):
    aside, listed = ApplicationFactory.create_batch(2, cohort=cohort)
    aside.set_aside(by=coordinator, reason="habite ailleurs")
    cohort.freeze(by=coordinator)

    with pytest.raises(ValidationError, match="mise de côté"):
        listed.set_aside(by=coordinator, reason="habite ailleurs")
    with pytest.raises(ValidationError, match="remise sur la liste"):
        aside.take_back(by=coordinator)

    assert list(Application.objects.active()) == [listed]


def test_who_applied_again_is_not_taken_back_beside(client, cohort, coordinator):
    client.force_login(coordinator)
    aside = ApplicationFactory(cohort=cohort, email="a@example.org", name="Ana")
    aside.set_aside(by=coordinator, reason="double")
    again = ApplicationFactory(cohort=cohort, email="A@example.org", name="ana")

    client.post(team(cohort, f"candidatures/{aside.pk}/"), {"action": "take-back"})

    assert list(Application.objects.active()) == [again]


def test_candidates_cost_the_same_for_one_and_three(client, cohort, coordinator, django_assert_num_queries):
    client.force_login(coordinator)
    NominationFactory(cohort=cohort, application=ApplicationFactory(cohort=cohort))
    with django_assert_num_queries(10):
        client.get(team(cohort, "candidatures/"))
    for application in ApplicationFactory.create_batch(2, cohort=cohort):
        NominationFactory(cohort=cohort, application=application)

    with django_assert_num_queries(10):
        client.get(team(cohort, "candidatures/"))


# Files of paper forms


def sent_file(client, cohort, text):
    file = SimpleUploadedFile("papiers.csv", text.encode("utf-8-sig"))
    return client.post(team(cohort, "importer/"), {"file": file, "signed": "on"})


@pytest.fixture
def header(cohort, secret):
    return f"Prénom et nom;E-mail;Année de naissance;Quartier;Numéro et rue;{secret.criterion.name}"


def test_file_with_wrong_columns_is_refused_and_nothing_enters(client, cohort, secret, header, coordinator):
    client.force_login(coordinator)
    wrong = header.replace("Quartier", "Ville") + ";Revenus"

    page = sent_file(client, cohort, f"{wrong}\nAna;;1980;x;y;z;1\n").content.decode()

    assert "Il manque : Quartier." in page
    assert "Ville, Revenus" in page
    assert Application.objects.count() == 1


def test_good_rows_enter_and_bad_ones_are_told_with_their_line(client, cohort, secret, header, coordinator):
    district = DistrictFactory(name="La Pointe Bleue")
    client.force_login(coordinator)
    rows = [
        f"Ana Pons;;1980;la pointe bleue;3 rue du Port;{SECRET}",
        f"Bob;pas-une-adresse;1980;{district};4 rue du Port;{SECRET}",
        f"Cleo;;1980;Nulle part;5 rue du Port;{SECRET}",
        f"Dan;;{timezone.localdate().year - 12};{district};6 rue du Port;{SECRET}",
        f"Eve;;1990;{district};7 rue du Port;jamais",
        "",
        f"Flo;flo@example.org;1975;{district};8 rue du Port;{SECRET}",
    ]

    page = sent_file(client, cohort, "\r\n".join([header, *rows])).content.decode()

    entered = Application.objects.filter(channel="imported")
    assert set(entered.values_list("name", flat=True)) == {"Ana Pons", "Flo"}
    assert all(f"Ligne {number}" in page for number in (3, 4, 5, 6))
    assert "Nulle part" in page
    assert {row.answers[secret.criterion.key] for row in cohort.pool()} == {secret.quota.key}


def test_file_sent_twice_enters_once(client, cohort, secret, header, coordinator):
    district = DistrictFactory(name="La Pointe Bleue")
    client.force_login(coordinator)
    rows = [
        f"Ana Pons;;1980;{district};3 rue du Port;{SECRET}",
        f"Flo;flo@example.org;1975;{district};8 rue du Port;{SECRET}",
    ]

    for _time in range(2):
        page = sent_file(client, cohort, "\n".join([header, *rows])).content.decode()

    assert Application.objects.filter(channel="imported").count() == 2
    assert "déjà sur la liste, à la même adresse" in page


def test_file_that_is_no_text_is_refused(client, cohort, coordinator):
    client.force_login(coordinator)
    file = SimpleUploadedFile("image.png", b"\x89PNG\0\0")

    response = client.post(team(cohort, "importer/"), {"file": file, "signed": "on"})

    assert "pas un texte" in response.content.decode()


def test_model_file_is_accepted_by_the_import(client, cohort, secret, coordinator):
    client.force_login(coordinator)
    model = b"".join(client.get(team(cohort, "importer/modele.csv")).streaming_content).decode("utf-8-sig")

    page = sent_file(client, cohort, model).content.decode()

    assert "0 candidature" in page


# The group


def test_small_numbers_are_joined_and_can_not_be_subtracted():
    assert composition.grouped([("a", 5), ("b", 4)]) == [[["a"], 5], [["b"], 4]]
    assert composition.grouped([("a", 9), ("b", 2), ("c", 1)]) == [[["a"], 9], [["b", "c"], 3]]
    assert composition.grouped([("a", 9), ("b", 4), ("c", 1)]) == [[["a"], 9], [["b", "c"], 5]]
    assert composition.grouped([("a", 1), ("b", 0)]) == []
    assert composition.grouped([("a", 6), ("b", 0)]) == [[["a"], 6], [["b"], 0]]


def test_group_page_shows_those_who_agree_and_only_them(client):
    cohort = CohortFactory(running=True)
    RelayFactory(cohort=cohort, way_in="call", agrees_to_be_shown=True, first_name="Aminata")
    RelayFactory(cohort=cohort, way_in="draw", user__display_name="Bernard Secret", first_name="Bernard")

    page = client.get("/habitants/").content.decode()

    assert "Aminata" in page
    assert "Bernard" not in page


def test_group_that_was_ended_early_is_as_many_as_it_was(client, coordinator):
    cohort = CohortFactory(running=True)
    RelayFactory.create_batch(2, cohort=cohort, ends_on=cohort.ends_on)
    week_ago = timezone.now() - timedelta(days=7)
    RelayFactory(cohort=cohort, ends_on=timezone.localdate(week_ago), ended_at=week_ago)

    cohort.end(by=coordinator)

    assert client.get("/habitants/").context["total"] == 2


def test_group_page_costs_the_same_for_one_and_three(client, django_assert_num_queries):
    cohort = CohortFactory(running=True)
    RelayFactory(
        cohort=cohort, way_in="call", agrees_to_be_shown=True, first_name="A", district=DistrictFactory()
    )
    with django_assert_num_queries(6):
        client.get("/habitants/")
    for name in "BC":
        RelayFactory(
            cohort=cohort, way_in="draw", agrees_to_be_shown=True, first_name=name, district=DistrictFactory()
        )

    with django_assert_num_queries(6):
        client.get("/habitants/")


def test_attendance_is_taken_and_told_by_the_attestation(client, coordinator):
    cohort = CohortFactory(running=True)
    user = UserFactory(display_name="Fatima Y.")
    relay, absent = RelayFactory(cohort=cohort, user=user), RelayFactory(cohort=cohort)
    date = EventFactory(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=2, hours=-2)
    ).occurrences.get()
    meeting = GroupMeeting.objects.create(cohort=cohort, occurrence=date)
    client.force_login(coordinator)

    client.post(
        team(cohort, f"rencontres/{meeting.pk}/"), {f"r{relay.pk}": "present", f"r{absent.pk}": "excused"}
    )
    relay.end_early(by=coordinator)
    client.force_login(user)
    pdf = client.get(f"/habitants/mon-mandat/{relay.pk}/attestation.pdf")

    assert dict(Attendance.objects.values_list("relay", "state")) == {
        relay.pk: "present",
        absent.pk: "excused",
    }
    words = PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    assert "Fatima Y." in words
    assert "1 sur 1" in words
