"""The pool of future administrators: only who agreed, only as long as they do."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gouvernance.forms.prospects import ProspectForm
from gouvernance.models import Body, Prospect
from gouvernance.tasks import erase_prospects
from tests.factories import DistrictFactory, UserFactory
from tests.gouvernance.factories import CollegeFactory, MandateFactory, ProspectFactory

pytestmark = pytest.mark.django_db

ANSWERS = {"name": "Nora", "email": "nora@example.org", "consent": "on", "support": ["childcare"]}


def link_in(mail):
    [line] = [line for line in mail.body.splitlines() if "/gouvernance/vivier/" in line]
    return line[line.index("/gouvernance/") :]


def test_person_is_listed_once_they_confirm_and_erased_when_they_withdraw(client, coordinator, mailoutbox):
    sent = client.post("/gouvernance/vivier/", ANSWERS).content.decode()
    before = Prospect.objects.listed().count()
    link = link_in(mailoutbox[0])
    client.get(link)
    still = Prospect.objects.listed().count()
    client.post(link, {"action": "rester"})
    listed = Prospect.objects.listed().get()
    page = client.get(link).content.decode()
    gone = client.post(link, {"action": "retirer"}).content.decode()

    assert "nora@example.org" in sent
    assert (before, still) == (0, 0)  # opening a link changes nothing
    assert (listed.state, listed.support) == ("listed", ["childcare"])
    assert "une garde d’enfants" in page
    assert [mail.to[0] for mail in mailoutbox] == ["nora@example.org", coordinator.email]
    assert "Plus rien n’est gardé" in gone
    assert Prospect.objects.count() == 0
    assert "Plus rien n’est gardé" in client.get(link).content.decode()


def test_answer_is_the_same_whether_or_not_the_address_is_known(client, mailoutbox):
    ProspectFactory(email="nora@example.org")

    known = client.post("/gouvernance/vivier/", ANSWERS).content
    new = client.post("/gouvernance/vivier/", ANSWERS | {"email": "autre@example.org"}).content

    assert known.replace(b"nora@", b"") == new.replace(b"autre@", b"")
    assert mailoutbox[0].subject == "Vous êtes déjà dans notre vivier"
    assert Prospect.objects.count() == 2


def test_who_has_not_confirmed_is_asked_again_for_two_more_days(client, member, mailoutbox):
    client.post("/gouvernance/vivier/", ANSWERS)
    Prospect.objects.update(created_at=timezone.now() - timedelta(hours=47))

    client.post("/gouvernance/vivier/", ANSWERS)
    client.force_login(member)
    client.post("/gouvernance/vivier/proposer/", {"name": "Nora", "email": "nora@example.org"})

    assert [mail.subject for mail in mailoutbox] == [mailoutbox[0].subject] * 3
    assert mailoutbox[0].subject.startswith("Confirmez")
    assert Prospect.objects.get().created_at > timezone.now() - timedelta(hours=1)


def test_button_pressed_twice_enters_one_person(mailoutbox):
    first, second = ProspectForm(ANSWERS), ProspectForm(ANSWERS)

    read = [form.is_valid() for form in (first, second)]
    for form in (first, second):
        form.enter()

    assert read == [True, True]
    assert Prospect.objects.count() == 1
    assert len(mailoutbox) == 1


def test_suggestion_outlives_the_account_of_who_made_it(client, member, mailoutbox):
    client.force_login(member)
    client.post("/gouvernance/vivier/proposer/", {"name": "Nora", "email": "nora@example.org"})
    client.logout()
    link = link_in(mailoutbox[0])
    member.delete()

    client.post(link, ANSWERS)

    assert Prospect.objects.get().suggested_by is None


def test_own_page_tells_all_that_is_kept(client, coordinator):
    by = UserFactory(display_name="Lucie Garnier")
    prospect = ProspectFactory(suggested_by=by, mentor=coordinator)
    prospect.move(by=coordinator, state="met", kind="meeting")

    page = client.get(prospect.own_url).content.decode()

    for words in ("Rencontré·e", "Lucie Garnier", coordinator.display_name):
        assert words in page


@pytest.mark.parametrize("changes", [{"consent": ""}, {"name": ""}, {"email": "x"}, {"kvtd": "x"}])
def test_nothing_is_kept_without_consent_nor_from_a_machine(client, mailoutbox, changes):
    client.post("/gouvernance/vivier/", ANSWERS | changes)

    assert Prospect.objects.count() == 0
    assert mailoutbox == []


def test_sixth_request_within_the_hour_is_refused_and_kept_on_the_page(client):
    answers = [
        client.post("/gouvernance/vivier/", ANSWERS | {"email": f"n{number}@example.org"})
        for number in range(6)
    ]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "Nora" in answers[5].content.decode()


def test_nothing_of_who_is_suggested_is_recorded_before_they_agree(client, member, mailoutbox):
    client.force_login(member)
    client.post("/gouvernance/vivier/proposer/", {"name": "Nora", "email": "nora@example.org"})
    before = Prospect.objects.count()
    client.logout()
    link = link_in(mailoutbox[0])

    form = client.get(link).content.decode()
    client.post(link, ANSWERS)

    prospect = Prospect.objects.get()
    assert before == 0
    assert "Quelqu’un a pensé à vous" in form
    assert (prospect.suggested_by, prospect.state) == (member, "unconfirmed")
    assert member.display_name in mailoutbox[0].subject


def test_forged_links_lead_nowhere(client):
    ProspectFactory(pk=7)

    for link in ("moi/7:x", "moi/7", "propose/x:y:z"):
        assert client.get(f"/gouvernance/vivier/{link}/").status_code == 404


def test_rows_are_erased_when_the_form_says(client):
    now = timezone.now()
    ProspectFactory(name="Récente")
    ProspectFactory(name="Ancienne", last_contact_at=now - timedelta(days=731))
    ProspectFactory(name="Jamais", state="unconfirmed", consented_at=None, created_at=now - timedelta(days=3))

    erase_prospects(timestamp=0)

    assert [row.name for row in Prospect.objects.all()] == ["Récente"]


def test_team_notes_exchanges_and_names_a_mentor_who_sees_only_them(client, coordinator):
    prospect, other = ProspectFactory.create_batch(2)
    mentor = UserFactory()
    client.force_login(coordinator)

    sent = {"quoi": "echange", "kind": "meeting", "words": "Un café.", "state": "met"}
    client.post(prospect.get_absolute_url(), sent)
    client.post(prospect.get_absolute_url(), {"quoi": "accompagnement", "email": mentor.email})
    client.force_login(mentor)
    page = client.get("/gouvernance/vivier/suivi/").content.decode()
    theirs = client.get(prospect.get_absolute_url()).content.decode()
    hidden = client.get(other.get_absolute_url()).status_code

    prospect.refresh_from_db()
    assert (prospect.state, prospect.mentor) == ("met", mentor)
    assert "Un café." in theirs
    assert other.name not in page
    assert "Ce qui manque aujourd’hui" not in page
    assert hidden == 404


def test_mentor_does_not_read_what_describes_a_person(client, coordinator):
    district = DistrictFactory(name="Mazargues")
    mentor = UserFactory()
    prospect = ProspectFactory(mentor=mentor, age_band="60+", gender="femme", district=district)

    def pages(person):
        client.force_login(person)
        addresses = ("/gouvernance/vivier/suivi/", prospect.get_absolute_url())
        return [client.get(address).content.decode() for address in addresses]

    for page in pages(mentor):
        assert prospect.name in page
        assert "Mazargues" not in page
        assert "60 ans et plus" not in page
    listed, detail = pages(coordinator)
    assert "Mazargues" in listed
    assert "60 ans et plus" in detail
    assert "60 ans et plus" in client.get(prospect.own_url).content.decode()


def test_lacks_are_told_body_by_body():
    college = CollegeFactory(seats=2, name="Habitants")
    MandateFactory(college=college)
    Body.objects.create(name="Ouverte")

    assert Body.objects.lacking() == [(college.body, ["Habitants : 1 siège vacant."])]


@pytest.mark.parametrize("number", [1, 3])
def test_team_page_asks_as_many_questions_for_one_as_for_three(
    client, coordinator, django_assert_num_queries, number
):
    client.force_login(coordinator)
    ProspectFactory.create_batch(number)
    for _body in range(number):
        MandateFactory()

    with django_assert_num_queries(10):
        client.get("/gouvernance/vivier/suivi/")


def test_database_refuses_who_did_not_consent_and_an_address_twice():
    ProspectFactory(email="nora@example.org")

    for fields in ({"consented_at": None}, {"email": "Nora@example.org"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProspectFactory(**fields)


def test_person_corrects_what_is_kept_of_them(client):
    prospect = ProspectFactory(name="Nora", phone="", support=["childcare"])
    address = f"{prospect.own_url}corriger/"

    form = client.get(address)
    refused = client.post(address, {"name": ""})
    done = client.post(
        address, {"name": "Nora B.", "phone": "04 65 71 10 00", "email": "autre@example.org"}, follow=True
    )

    prospect.refresh_from_db()
    assert form.context["form"]["name"].value() == "Nora"
    assert "Ce champ est obligatoire" in refused.content.decode()
    assert "Nora B." in done.content.decode()
    assert (prospect.name, prospect.phone, prospect.support) == ("Nora B.", "04 65 71 10 00", [])
    assert (prospect.email != "autre@example.org", prospect.state) == (True, "listed")
    prospect.delete()
    assert "Plus rien n’est gardé" in client.get(address).content.decode()
