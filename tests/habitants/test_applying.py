"""Applying: the public form, its confirmation, a parent's word, taking it back, and what nobody can learn."""

import json
from datetime import datetime, time, timedelta
from http import HTTPStatus
from io import BytesIO
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pypdf import PdfReader

from cooperation.core.models import RateCount, User
from cooperation.core.wording import day_of_month
from habitants import consent, tasks
from habitants.models import Application, Nomination, Profile
from tests.factories import DistrictFactory, UserFactory
from tests.habitants.factories import (
    ApplicationFactory,
    CohortFactory,
    ConcernFactory,
    NominationFactory,
    ProfileFactory,
    QuotaFactory,
    RelayingFactory,
    SeatFactory,
    VoiceFactory,
)

pytestmark = pytest.mark.django_db

APPLY = "/habitants/candidater/"


@pytest.fixture
def cohort():
    return CohortFactory()


@pytest.fixture
def quota(cohort):
    return QuotaFactory(criterion__cohort=cohort)


@pytest.fixture
def answers(quota):
    return {
        "name": "Aïcha  Benali",
        "email": "aicha@example.org",
        "birth_year": "1985",
        "district": DistrictFactory().pk,
        "address": "12, avenue de la Mer",
        f"critere_{quota.criterion_id}": quota.pk,
        "agrees": "on",
    }


def at(moment):
    return patch("django.utils.timezone.now", return_value=moment)


def born(years_ago):
    return str(timezone.localdate().year - years_ago)


def link_in(mail, before="/habitants/"):
    return next(
        line[line.index(before) :] for line in mail.body.splitlines() if before in line and "http" in line
    )


def test_application_counts_once_its_address_is_confirmed(client, cohort, quota, answers, mailoutbox):
    response = client.post(APPLY, answers)

    application = Application.objects.get()
    assert response.status_code == HTTPStatus.OK
    assert (application.name, application.state) == ("Aïcha Benali", "unconfirmed")
    assert application.consent_text == consent.for_cohort(cohort)
    assert application.consent_version == consent.VERSION
    assert cohort.pool() == []

    link = link_in(mailoutbox[0])
    client.get(link)
    assert cohort.pool() == []
    client.post(link, {"action": "confirm"})

    assert [row.answers for row in cohort.pool()] == [{quota.criterion.key: quota.key}]
    assert len(cohort.pool()[0].household) == 64


def test_two_people_of_a_home_have_one_digest_and_no_address_is_kept(client, cohort, answers):
    client.post(APPLY, answers)
    client.post(
        APPLY, answers | {"name": "Karim", "email": "karim@example.org", "address": "12 AV de la mer"}
    )

    digests = set(Application.objects.values_list("household_digest", flat=True))
    assert len(digests) == 1
    assert "mer" not in json.dumps(list(Application.objects.values()), default=str)


def test_known_address_gets_the_same_answer_with_the_same_work(
    client, cohort, answers, mailoutbox, django_assert_num_queries
):
    with django_assert_num_queries(18):
        unknown = client.post(APPLY, answers)
    Application.objects.get().confirm()
    mailoutbox.clear()

    with django_assert_num_queries(18):
        known = client.post(APPLY, answers)

    assert known.content.replace(b"\n", b"") == unknown.content.replace(b"\n", b"")
    assert "déjà sur la liste" in mailoutbox[0].body
    assert Application.objects.counted().count() == 1


def test_confirming_again_with_all_the_same_answers_keeps_one(client, cohort, answers):
    for _time in range(2):
        client.post(APPLY, answers)
    first, second = Application.objects.order_by("pk")
    first.confirm()
    client.post(APPLY, answers)
    third = Application.objects.order_by("pk").last()

    assert third.confirm() == first
    assert not Application.objects.filter(pk=second.pk).exists()
    assert Application.objects.counted().get() == first


def test_two_people_may_share_an_address_and_the_team_sees_them(client, cohort, answers, coordinator):
    client.post(APPLY, answers)
    client.post(APPLY, answers | {"name": "Karim Benali", "birth_year": "1980"})
    for application in Application.objects.all():
        application.confirm()
    client.force_login(coordinator)

    page = client.get(f"/habitants/suivi/{cohort.slug}/candidatures/")

    assert len(cohort.pool()) == 2
    assert "Peut-être la même personne" in page.content.decode()


@pytest.mark.parametrize(("years", "birthday"), [(15, None), (3, None), (16, "0")])
def test_under_sixteen_is_refused_kindly_and_nothing_is_kept(client, answers, years, birthday):
    sent = answers | {"birth_year": born(years)} | ({"had_birthday": birthday} if birthday else {})

    response = client.post(APPLY, sent)

    assert "à partir de 16 ans" in response.content.decode()
    assert not Application.objects.exists()


def test_year_that_leaves_a_doubt_asks_for_the_birthday(client, answers):
    sent = answers | {"birth_year": born(18)}

    page = client.post(APPLY, sent).content.decode()
    client.post(APPLY, sent | {"had_birthday": "1"})

    assert "déjà fêté votre anniversaire" in page
    assert Application.objects.get().guardian_name == ""


def test_sixteen_year_old_waits_for_a_parent(client, cohort, answers, mailoutbox):
    sent = answers | {"birth_year": born(17)}
    assert "accord d’un parent" in client.post(APPLY, sent).content.decode()
    assert not Application.objects.exists()

    sent |= {"guardian_name": "Nadia Benali", "guardian_email": sent["email"]}
    assert "pas la vôtre" in client.post(APPLY, sent).content.decode()

    client.post(APPLY, sent | {"guardian_email": "nadia@example.org"})
    client.post(link_in(mailoutbox[0]), {"action": "confirm"})
    assert cohort.pool() == []
    to_guardian = next(mail for mail in mailoutbox if mail.to == ["nadia@example.org"])
    client.post(link_in(to_guardian), {"action": "agree"})

    assert len(cohort.pool()) == 1
    assert Application.objects.get().guardian_consented_at is not None


def test_guardian_link_does_not_open_the_application(client):
    application = ApplicationFactory()

    response = client.get(f"/habitants/candidature/{application.guardian_url.split('/')[-2]}/")

    assert response.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"email": "pas une adresse"},
        {"birth_year": "mille"},
        {"birth_year": "1066"},
        {"district": "0"},
        {"agrees": ""},
        {"kvtd": "spam"},
        {"address": ""},
        {"phone": "allo"},
    ],
)
def test_bad_answers_are_refused(client, answers, change):
    response = client.post(APPLY, answers | change)

    assert response.status_code == HTTPStatus.OK
    assert not Application.objects.exists()


def test_answer_of_another_cohort_is_refused(client, answers, quota):
    foreign = QuotaFactory(criterion__cohort=CohortFactory(preparing=True))

    client.post(APPLY, answers | {f"critere_{quota.criterion_id}": foreign.pk})

    assert not Application.objects.exists()


def test_form_is_closed_outside_the_dates_of_the_call(client, cohort, answers):
    cohort.call_opens_on = timezone.localdate() + timedelta(days=1)
    cohort.save()

    response = client.post(APPLY, answers)

    assert "Pas d’appel à candidatures" in response.content.decode()
    assert not Application.objects.exists()


def test_form_is_rate_limited(client, answers):
    for number in range(31):
        response = client.post(APPLY, answers | {"email": f"a{number}@example.org"})

    assert "Beaucoup de candidatures" in response.content.decode()
    assert Application.objects.count() == 30


def test_one_address_gets_few_mails(client, answers, mailoutbox):
    for _time in range(8):
        client.post(APPLY, answers)

    assert len(mailoutbox) == 5


def test_withdrawal_forgets_at_once_and_its_link_answers_well_when_replayed(client, quota):
    application = ApplicationFactory(cohort=quota.criterion.cohort)
    ProfileFactory(application=application, quota=quota)
    link = application.get_own_url()

    for _time in range(2):
        response = client.post(link, {"action": "withdraw"}, follow=True)

        assert "Votre candidature est retirée" in response.content.decode()
        application.refresh_from_db()
        assert (application.name, application.email, application.birth_year) == ("", "", None)
        assert not Profile.objects.exists()


def test_withdrawal_gives_an_offered_seat_back(coordinator):
    seat = SeatFactory()

    seat.application.withdraw()

    seat.refresh_from_db()
    assert seat.state == "declined"


def test_own_data_are_exported_with_the_answers(client, quota):
    application = ApplicationFactory(cohort=quota.criterion.cohort)
    ProfileFactory(application=application, quota=quota)

    data = client.get(f"{application.get_own_url()}mes-donnees.json").json()

    assert data["prénom et nom"] == application.name
    assert data["réponses aux critères"] == {quota.criterion.name: quota.label}


def test_own_data_of_a_relay_hold_what_they_noted_and_passed_on(client):
    seat = SeatFactory()
    relay = seat.accept()
    noted = ConcernFactory(author=relay.user, words="On ne voit rien le soir.", spot="Devant l’école")
    joined = VoiceFactory(user=relay.user, words="Pareil chez nous.").concern
    passed_on = RelayingFactory(relay=relay, way="school", reach="6-20").bulletin
    answered = ConcernFactory(on_board=True, state="answered", author=relay.user)
    answered.carry_back(by=relay.user, way="door", reach="1-5")
    VoiceFactory()
    RelayingFactory()

    data = client.get(f"{seat.application.get_own_url()}mes-donnees.json").json()

    today = timezone.localdate().isoformat()
    assert data["remontées notées"] == [
        {"le": today, "mots": noted.words, "où": "Devant l’école", "état": "Entendue"},
        {"le": today, "mots": answered.words, "où": answered.where, "état": "Réponse rapportée"},
    ]
    assert data["remontées rejointes"] == [
        {"le": today, "remontée": joined.label, "mots": "Pareil chez nous."}
    ]
    assert data["infos relayées"] == [
        {
            "le": today,
            "quoi": passed_on.title,
            "comment": "Sortie d’école",
            "à combien de personnes": "6 à 20",
        }
    ]
    assert data["réponses rapportées"] == [
        {
            "le": today,
            "quoi": answered.label,
            "comment": "Porte-à-porte",
            "à combien de personnes": "1 à 5",
        }
    ]


def test_my_space_shows_applications_of_a_confirmed_address_only(client):
    application = ApplicationFactory(email="a@example.org")
    holder, squatter = UserFactory(email="A@example.org"), UserFactory(verified=False)
    User.objects.filter(pk=squatter.pk).update(email="b@example.org")

    client.force_login(holder)
    assert application.cohort.name in client.get("/habitants/mon-mandat/").content.decode()
    client.force_login(squatter)
    assert application.cohort.name not in client.get("/habitants/mon-mandat/").content.decode()


def test_paper_form_is_a_pdf_of_one_sheet(client, quota):
    response = client.get("/habitants/candidater/formulaire.pdf")

    reader = PdfReader(BytesIO(response.content))
    words = " ".join(page.extract_text() for page in reader.pages)
    assert len(reader.pages) <= 2
    assert quota.label in words
    assert "Signature" in words


# Designation


def test_nomination_is_nowhere_before_the_person_agrees(
    client, cohort, answers, mailoutbox, manager, organisation
):
    client.force_login(manager)
    client.post(f"/habitants/proposer/{organisation.slug}/", {"name": "Lila K.", "email": "lila@example.org"})
    client.logout()
    assert "Lila" not in client.get("/habitants/").content.decode()
    assert not Application.objects.exists()

    sent = answers | {"action": "accept", "name": "Lila K."}
    del sent["email"]
    client.post(link_in(mailoutbox[0]), sent)

    application = Application.objects.get()
    assert (application.email, application.channel, application.state) == (
        "lila@example.org",
        "nomination",
        "confirmed",
    )
    assert cohort.pool() == []


def test_nominated_person_says_no_and_is_forgotten(client, mailoutbox):
    nomination = NominationFactory()

    for _time in range(2):
        client.post(nomination.get_own_url(), {"action": "decline"})

    nomination.refresh_from_db()
    assert (nomination.state, nomination.name, nomination.email) == ("declined", "", "")
    assert len(mailoutbox) == 1


def test_association_proposes_a_person_once(client, cohort, manager, organisation):
    NominationFactory(cohort=cohort, organisation=organisation, email="lila@example.org")
    NominationFactory(cohort=cohort, email="other@example.org")
    client.force_login(manager)

    again = client.post(
        f"/habitants/proposer/{organisation.slug}/", {"name": "Lila", "email": "LILA@example.org"}
    )
    client.post(f"/habitants/proposer/{organisation.slug}/", {"name": "O", "email": "other@example.org"})

    assert "déjà proposé" in again.content.decode()
    assert Nomination.objects.count() == 3


def test_fourth_proposal_of_an_address_tells_nothing_and_waits(
    client, cohort, manager, organisation, mailoutbox
):
    for _other in range(3):
        NominationFactory(cohort=cohort, email="lila@example.org").send()
    client.force_login(manager)
    mailoutbox.clear()

    page = client.post(
        f"/habitants/proposer/{organisation.slug}/",
        {"name": "Lila", "email": "lila@example.org"},
        follow=True,
    )
    waits = organisation.nominations.get()
    assert ("C’est noté" in page.content.decode(), waits.sent_at, mailoutbox) == (True, None, [])
    RateCount.objects.all().delete()
    tasks.send_waiting_nominations(0)
    tasks.send_waiting_nominations(0)

    assert [mail.to for mail in mailoutbox] == [["lila@example.org"]]


def test_guardian_who_comes_too_late_is_told_so(client, cohort, coordinator):
    application = ApplicationFactory(
        cohort=cohort, state="guardian", guardian_name="Ana", guardian_email="a@example.org"
    )
    cohort.freeze(by=coordinator)

    page = client.post(application.guardian_url, {"action": "agree"}, follow=True).content.decode()

    assert "arrive trop tard" in page
    assert "Merci, votre accord est noté." not in page
    application.refresh_from_db()
    assert application.guardian_consented_at is None


def test_guardian_has_a_week_from_being_asked(cohort):
    now = timezone.now()
    asked_lately = ApplicationFactory(
        cohort=cohort,
        state="guardian",
        created_at=now - timedelta(days=9),
        confirmed_at=now - timedelta(hours=2),
    )

    tasks.erase_people(0)
    assert Application.objects.get() == asked_lately
    with at(now + timedelta(days=8)):
        tasks.erase_people(0)

    assert not Application.objects.exists()


def test_paper_is_not_entered_into_a_list_frozen_meanwhile(client, cohort, coordinator):
    application = ApplicationFactory.build(cohort=cohort, district=DistrictFactory(), channel="desk")
    cohort.freeze(by=coordinator)

    with pytest.raises(ValidationError, match="figée"):
        Application.objects.enter(application, {}, by=coordinator)

    assert not Application.objects.exists()


# The end of what was given


def test_answers_of_who_withdraws_go_at_once_from_a_frozen_list_without_draw(client, quota, coordinator):
    application = ApplicationFactory(cohort=quota.criterion.cohort)
    ProfileFactory(application=application, quota=quota)
    application.cohort.freeze(by=coordinator)

    application.withdraw()

    assert not Profile.objects.exists()
    assert "vos réponses sont effacés" in client.get(application.get_own_url()).content.decode()


@pytest.mark.parametrize("state", ["call", "frozen"])
def test_nobody_is_forgotten_before_their_draw_however_late(state, coordinator, mailoutbox):
    today = timezone.localdate()
    cohort = CohortFactory(
        state=state,
        call_opens_on=today - timedelta(days=90),
        call_closes_on=today - timedelta(days=60),
        starts_on=today - timedelta(days=40),
    )
    application = ApplicationFactory(cohort=cohort)

    tasks.erase_people(0)
    for _morning in range(2):
        tasks.warn_of_late_draws(0)

    assert Application.objects.get() == application
    assert [(mail.to, "Pas encore de tirage" in mail.subject) for mail in mailoutbox] == [
        ([coordinator.email], True)
    ]


def test_first_day_that_moves_is_told_to_each_with_the_dates_of_their_data(client, coordinator, mailoutbox):
    cohort = CohortFactory(frozen=True)
    by_mail = ApplicationFactory(cohort=cohort)
    ApplicationFactory(cohort=cohort, name="Paul Sansmail", email="", phone="0491000000")
    later = cohort.starts_on + timedelta(days=30)
    client.force_login(coordinator)

    page = client.post(
        f"/habitants/suivi/{cohort.slug}/modifier/",
        {"name": cohort.name, "starts_on": later.isoformat(), "ends_on": cohort.ends_on.isoformat()},
        follow=True,
    ).content.decode()

    cohort.refresh_from_db()
    assert cohort.starts_on == later
    (told,) = mailoutbox
    assert told.to == [by_mail.email]
    assert day_of_month(cohort.others_erased_on, year=True) in told.body
    assert "Paul Sansmail" in page


def test_late_draw_has_no_day_of_erasure_yet(client):
    today = timezone.localdate()
    cohort = CohortFactory(
        frozen=True,
        call_opens_on=today - timedelta(days=90),
        call_closes_on=today - timedelta(days=60),
        starts_on=today - timedelta(days=40),
    )

    page = client.get(ApplicationFactory(cohort=cohort).get_own_url()).content.decode()

    assert "Tout est effacé un mois après le tirage si vous" in page
    assert "tout est effacé un mois après le tirage ; sinon" in consent.for_cohort(cohort)


def test_consent_tells_what_stays_under_a_draw(cohort):
    words = consent.for_cohort(cohort)

    assert "ou un mois après le tirage s’il se fait après le premier jour" in words
    assert (
        "mes réponses, sans mon nom, restent dans sa liste jusqu’à ce qu’il soit fait ou abandonné" in words
    )
    assert "tout est alors effacé" not in words


def test_what_nobody_confirmed_goes_after_a_week(cohort):
    waiting = ApplicationFactory(cohort=cohort, unconfirmed=True)
    nomination = NominationFactory(cohort=cohort)

    with at(timezone.now() + timedelta(days=6)):
        tasks.erase_people(0)
        assert Application.objects.get() == waiting
    with at(timezone.now() + timedelta(days=8)):
        tasks.erase_people(0)
        assert not Application.objects.exists()
        assert Nomination.objects.get() == nomination
    with at(timezone.now() + timedelta(days=31)):
        tasks.erase_people(0)
    assert not Nomination.objects.exists()


def test_people_are_forgotten_on_the_days_that_the_form_tells(quota, coordinator):
    cohort = quota.criterion.cohort
    seated, substitute, other = ApplicationFactory.create_batch(3, cohort=cohort)
    for application in (seated, substitute, other):
        ProfileFactory(application=application, quota=quota)
    cohort.freeze(by=coordinator)
    cohort.record_draw([seated.draw_id], [substitute.draw_id])
    relay = cohort.seats.get(application=seated).accept()

    def names_at(day):
        with at(timezone.make_aware(datetime.combine(day, time(12)))):
            tasks.begin_and_end_cohorts(0)
            tasks.erase_people(0)
        return set(Application.objects.values_list("name", flat=True))

    everyone = {seated.name, substitute.name, other.name}
    assert names_at(cohort.others_erased_on) == everyone
    assert names_at(cohort.others_erased_on + timedelta(days=1)) == {seated.name, substitute.name}
    assert names_at(cohort.profiles_erased_on) == {seated.name, substitute.name}
    assert Profile.objects.count() == 2
    assert names_at(cohort.profiles_erased_on + timedelta(days=1)) == set()

    cohort.refresh_from_db()
    relay.refresh_from_db()
    assert not Profile.objects.exists()
    assert relay.user.email == seated.email
    assert {str(seat.draw_id) for seat in cohort.seats.all()} == {
        str(seated.draw_id),
        str(substitute.draw_id),
    }
    assert cohort.is_ended
