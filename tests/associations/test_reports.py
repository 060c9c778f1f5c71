"""An error told by anyone, read by the team, answered once."""

from http import HTTPStatus

import pytest

from associations.models import Report
from tests.factories import OrganisationFactory, ReportFactory, UserFactory

pytestmark = pytest.mark.django_db


def notices(response):
    return [str(message) for message in response.context["messages"]]


def tell(client, organisation, **sent):
    sent = {"message": "Le téléphone ne répond plus.", "email": "", "kvtd": ""} | sent
    return client.post(f"/associations/{organisation.slug}/signaler/", sent)


def answer(client, report, **sent):
    return client.post(f"/associations/suivi/signalements/{report.pk}/", sent, follow=True)


# Telling


def test_report_of_a_visitor_is_told_to_the_team_alone(
    client, organisation, manager, coordinator, mailoutbox
):
    UserFactory(coordinator=True, is_active=False)

    response = tell(client, organisation, email="voisin@example.org")

    report = Report.objects.get()
    assert (report.organisation, report.email) == (organisation, "voisin@example.org")
    assert "Merci !" in response.text
    assert [mail.to for mail in mailoutbox] == [[coordinator.email]]
    assert mailoutbox[0].subject == f"Une erreur est signalée : {organisation.label}"
    assert "Le téléphone ne répond plus." in mailoutbox[0].body
    assert "voisin@example.org" not in mailoutbox[0].body


def test_report_needs_no_address(client, organisation):
    tell(client, organisation)

    assert Report.objects.get().email == ""


def test_report_offers_the_address_of_whoever_is_signed_in(client, organisation, member):
    client.force_login(member)

    assert f'value="{member.email}"' in client.get(f"/associations/{organisation.slug}/signaler/").text


@pytest.mark.parametrize(
    "sent", [{"message": ""}, {"message": " "}, {"message": "\x00"}, {"email": "x"}, {"message": "x" * 2001}]
)
def test_report_that_is_not_understood_keeps_what_was_typed(client, organisation, mailoutbox, sent):
    response = tell(client, organisation, **sent)

    assert response.status_code == HTTPStatus.OK
    assert "Ce n’est pas parti" in response.text
    assert (Report.objects.count(), mailoutbox) == (0, [])


def test_trap_for_machines_keeps_nothing(client, organisation, mailoutbox):
    response = tell(client, organisation, kvtd="https://example.org/")

    assert response.context["form"].has_error("kvtd", "honeypot")
    assert (Report.objects.count(), mailoutbox) == (0, [])


def test_connection_reports_five_times_an_hour_at_most(client, organisation):
    answers = [tell(client, organisation, message=f"Erreur {n}") for n in range(6)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 200, 429]
    assert "Beaucoup de messages viennent de cette connexion" in answers[-1].text
    assert "Erreur 5</textarea>" in answers[-1].text
    assert Report.objects.count() == 5


def test_unpublished_sheet_is_not_found(client):
    response = tell(client, OrganisationFactory(is_published=False))

    assert response.status_code == HTTPStatus.NOT_FOUND


# Answering


def test_answer_goes_to_the_address_which_is_then_erased(client, coordinator, mailoutbox):
    report = ReportFactory(email="voisin@example.org")
    client.force_login(coordinator)

    response = answer(client, report, action="answer", answer="C’est corrigé, merci.")

    report.refresh_from_db()
    name = report.organisation.label
    assert notices(response) == [f"Votre réponse est partie ; le signalement sur « {name} » est clos."]
    assert (report.answer, report.answered_by, report.email) == ("C’est corrigé, merci.", coordinator, "")
    assert [mail.to for mail in mailoutbox] == [["voisin@example.org"]]
    assert "C’est corrigé, merci." in mailoutbox[0].body


def test_report_closed_without_answer_erases_the_address_and_sends_nothing(client, coordinator, mailoutbox):
    report = ReportFactory(email="voisin@example.org")
    client.force_login(coordinator)

    response = answer(client, report, action="close", answer="Un brouillon")

    report.refresh_from_db()
    assert notices(response) == [f"Le signalement sur « {report.organisation.label} » est clos."]
    assert (report.answer, report.email, mailoutbox) == ("", "", [])


@pytest.mark.parametrize(
    "sent", [{"action": "answer"}, {"action": "answer", "answer": "\x00"}, {"action": "x"}, {}]
)
def test_answer_without_words_changes_nothing(client, coordinator, mailoutbox, sent):
    report = ReportFactory(email="voisin@example.org")
    client.force_login(coordinator)

    response = answer(client, report, **sent)

    assert list(Report.objects.waiting()) == [report]
    assert len(notices(response)) == 1
    assert mailoutbox == []


def test_report_is_answered_once(client, coordinator, mailoutbox):
    report = ReportFactory(email="voisin@example.org")
    client.force_login(coordinator)

    answer(client, report, action="answer", answer="Merci")
    second = answer(client, report, action="answer", answer="Merci encore")

    assert notices(second) == [f"Ce signalement sur « {report.organisation.label} » a déjà sa réponse."]
    assert len(mailoutbox) == 1
