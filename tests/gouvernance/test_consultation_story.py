"""A consultation on a phone, in a real browser: five answers, a statement of one's own, and what everybody says."""

import pytest

from gouvernance.models import Computation, Participant, Statement
from tests.factories import UserFactory
from tests.gouvernance.consultation_factories import ConsultationFactory, answered
from tests.gouvernance.pages_consultations import NO, YES
from tests.test_story import PHONE, fits, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def consultation():
    return ConsultationFactory(title="Les parcs, le soir", question="Que voulons-nous pour nos parcs ?")


def other_browser(page):
    """Somebody else's, on the same site."""
    context = page.context.browser.new_context(base_url=page.url.split("/gouvernance")[0], locale="fr-FR")
    context.set_default_timeout(10_000)
    return context.new_page()


def test_story_of_a_visitor_from_five_answers_to_the_map(page, consultation):
    answered(consultation, (18, YES), (14, NO))
    page.set_viewport_size(PHONE)

    # A visitor comes from the governance; nothing of what others said is shown, no cookie is set.
    page.goto("/gouvernance/")
    page.get_by_role("link", name="Consultations : donner son avis").click()
    page.get_by_role("link", name="Les parcs, le soir").click()
    assert fits(page)
    page.get_by_role("link", name="Donner mon avis").click()
    assert not [c for c in page.context.cookies() if c["name"].startswith("consultation")]

    # Five statements, one at a time, as the first group answers.
    said = dict(zip(consultation.statements.values_list("text", flat=True), YES, strict=True))
    for number in range(1, 6):
        text = page.get_by_role("heading", level=1).inner_text().strip("«» \N{NO-BREAK SPACE}")
        assert fits(page)
        page.get_by_role("button", name="D’accord" if said[text] == 1 else "Pas d’accord", exact=True).click()
        page.get_by_text(f"{number} réponse").first.wait_for()
    [cookie] = [c for c in page.context.cookies() if c["name"].startswith("consultation")]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")

    # One of their own.
    page.get_by_role("link", name="Proposer une phrase").click()
    page.get_by_label("Votre phrase").fill("Des bancs à l’ombre, pour les anciens.")
    assert fits(page)
    page.get_by_role("button", name="Proposer", exact=True).click()
    page.get_by_text("L’équipe ne l’a pas encore lue").wait_for()
    assert fits(page)

    # The team accepts it.
    team = other_browser(page)
    sign_in(team, UserFactory(coordinator=True))
    team.goto(f"{consultation.get_absolute_url()}suivi/")
    team.get_by_role("button", name="Accepter : Des bancs à l’ombre").click()
    team.get_by_text("La phrase est proposée à tout le monde").wait_for()
    team.context.close()
    assert Statement.objects.get(text="Des bancs à l’ombre, pour les anciens.").is_accepted

    # The visitor answers what is left, their own statement included; the worker computes.
    page.reload()
    page.get_by_text("Acceptée : chacun peut y répondre.").wait_for()
    page.get_by_role("link", name="Continuer").click()
    for number in (6, 7, 8):
        text = page.get_by_role("heading", level=1).inner_text().strip("«» \N{NO-BREAK SPACE}")
        answer = {1: "D’accord", -1: "Pas d’accord", 0: "Je passe"}[said.get(text, 0)]
        page.get_by_role("button", name=answer, exact=True).click()
        page.get_by_text(f"{number} réponses").first.wait_for()
    page.get_by_role("heading", name="C’est tout, merci").wait_for()
    Computation.objects.renew(consultation)
    page.get_by_role("link", name="Voir ce qui se dit").click()
    page.get_by_text("33 personnes ont répondu").wait_for()
    groups = [" ".join(text.split()) for text in page.locator(".opinion-group h3").all_inner_texts()]
    assert groups == ["A Groupe A (19 personnes) le vôtre", "B Groupe B (14 personnes)"]
    assert page.get_by_text("vous êtes ici").is_visible()
    page.get_by_text("Toutes les phrases, en chiffres").click()
    assert page.get_by_role("rowheader", name="Pas d’accord").first.is_visible()
    assert fits(page)
    person = Participant.objects.order_by("pk").last()
    assert (person.votes.count(), person.user) == (8, None)


def test_consultation_works_without_javascript(chromium, live_server, consultation):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()

    page.goto(f"{consultation.get_absolute_url()}avis/")
    for _statement in range(7):
        page.get_by_role("button", name="D’accord", exact=True).click()
    page.get_by_role("link", name="Ce que j’ai répondu").click()
    page.get_by_role("link", name="Changer").first.click()
    page.get_by_role("button", name="Je passe", exact=True).click()

    assert page.get_by_text("Votre réponse est changée").is_visible()
    assert sorted(Participant.objects.get().votes.values_list("value", flat=True)) == [0, *[1] * 6]
    context.close()
