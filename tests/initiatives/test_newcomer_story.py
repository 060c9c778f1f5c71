"""
All of it through pages, on a phone: an account that has never seen the platform tells an initiative, somebody of another
association improves and publishes it, a third one does it again, and the tree shows it.
"""

import re

import pytest

from initiatives.models import Initiative
from tests.factories import MembershipFactory, OrganisationFactory
from tests.initiatives.factories import LeverFactory, ObstacleFactory
from tests.initiatives.network import member_of, theme
from tests.test_story import PHONE, fits, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME, ADDRESS, PASSWORD = "Amina Nouvelle", "amina@example.org", "un-bon-mot-de-passe"
TITLE, AGAIN = "Un pédibus au Cabot", "Un pédibus à Saint-Loup"


def sign_up(page, mailoutbox):
    page.goto("/comptes/signup/")
    page.get_by_label("Votre nom").fill(NAME)
    page.locator("[name=email]").fill(ADDRESS)
    page.locator("[name=password1]").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    page.wait_for_url("**/confirm-email/")
    page.goto(re.search(r"https?://[^/]+(/\S*confirm-email/\S+)", mailoutbox[-1].body)[1])
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()
    page.goto("/comptes/login/")
    if page.locator("[name=login]").count():
        page.locator("[name=login]").fill(ADDRESS)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url("**/mon-espace/")


def send_to_be_read(page, association):
    page.get_by_role("link", name="Envoyer en relecture").click()
    page.get_by_label(association).check()
    page.get_by_role("button", name="Envoyer", exact=True).click()
    page.get_by_text("Proposée à").first.wait_for()


def accept_to_read(page):
    page.goto("/mon-espace/")
    page.get_by_role("link", name="Regarder et répondre").click()
    page.get_by_role("button", name="Je la relis").click()
    page.get_by_text("Guide de lecture").wait_for()


def publish(page):
    page.get_by_role("button", name="Publier la fiche").click()
    page.get_by_text("La fiche est publiée").wait_for()


def test_story_of_a_newcomer_s_short_sheet_and_of_who_does_it_again(page, live_server, mailoutbox, settings):
    settings.SITE_URL = live_server.url
    carrier = OrganisationFactory(name="Les Amis du Cabot")
    manager = MembershipFactory(organisation=carrier, manager=True).user
    theme("Parentalité")
    ObstacleFactory(name="Participation insuffisante", slug="participation")
    LeverFactory(name="Aller vers")
    reader = member_of("La Clé du Sud", main=theme("Accès aux droits")).user
    third = MembershipFactory(organisation__name="Les Petits Garrigaïres").user
    page.set_viewport_size(PHONE)

    # An account is made; it belongs nowhere yet, and is told how to.
    sign_up(page, mailoutbox)
    page.goto("/initiatives/ecrire/")
    page.get_by_text("Une fiche est écrite par quelqu’un du réseau").wait_for()
    page.get_by_role("link", name="Voir l’annuaire").click()
    page.get_by_role("link", name="Les Amis du Cabot").first.click()
    page.get_by_role("link", name="J’en fais partie").click()
    page.get_by_role("button", name="Envoyer ma demande").click()
    page.get_by_text("attend une réponse").first.wait_for()
    sign_out(page)
    sign_in(page, manager)
    page.goto(f"{carrier.get_absolute_url()}membres/")
    page.get_by_role("button", name="Accepter").click()
    page.wait_for_load_state()
    sign_out(page)

    # She tells it in ten minutes, and sends it.
    page.goto("/comptes/login/")
    page.locator("[name=login]").fill(ADDRESS)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/mon-espace/")
    page.goto("/initiatives/")
    page.get_by_role("link", name="Raconter").first.click()
    page.get_by_role("link", name="Fiche éclair").click()
    page.get_by_label("Titre").fill(TITLE)
    page.get_by_label("En trois lignes").fill("Des parents emmènent les enfants à pied.")
    page.get_by_label("Thème principal").select_option("Parentalité")
    page.get_by_role("textbox", name="Ce qui a été fait").fill("On a commencé à trois.")
    page.get_by_label("Frein rencontré").select_option("Participation insuffisante")
    page.get_by_label("Levier", exact=True).select_option("Aller vers")
    page.get_by_label("Et alors").select_option("ça a marché")
    assert fits(page)
    page.get_by_role("button", name="Enregistrer ma fiche").click()
    page.get_by_text("Votre fiche est enregistrée.").wait_for()
    sheet_address = page.url
    send_to_be_read(page, "La Clé du Sud")
    sign_out(page)

    # Somebody of another association improves it, and publishes it.
    sign_in(page, reader)
    accept_to_read(page)
    page.get_by_role("link", name="Améliorer le texte").click()
    page.get_by_role("link", name="Ce qui a été fait, pas à pas").click()
    page.locator("[name=steps]").fill("On a commencé à trois, puis à douze.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_text("C’est enregistré.").wait_for()
    page.get_by_role("link", name="Voir la fiche").click()
    page.get_by_role("link", name="La relecture").click()
    publish(page)
    sign_out(page)
    page.goto("/initiatives/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_text("On a commencé à trois, puis à douze.").wait_for()

    # A third association did it again, and says so.
    sign_in(page, third)
    page.goto(sheet_address)
    page.get_by_role("link", name="Nous l’avons refait").click()
    page.get_by_label("Titre de votre fiche").fill(AGAIN)
    page.get_by_label("Ce que nous avons gardé").fill("Le chemin à pied.")
    page.get_by_role("button", name="Commencer la fiche").click()
    page.get_by_role("heading", name=AGAIN).wait_for()
    again_address = page.url
    page.get_by_role("link", name="Écrire", exact=True).click()
    page.get_by_role("link", name="L’essentiel").click()
    page.get_by_label("En trois lignes").fill("Le même, dans un autre quartier.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_text("C’est enregistré.").wait_for()
    page.get_by_role("link", name="Ce qui a été fait, pas à pas").click()
    page.locator("[name=steps]").fill("Nous avons repris leur carte.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_text("C’est enregistré.").wait_for()
    page.goto(again_address)
    send_to_be_read(page, "La Clé du Sud")
    sign_out(page)
    sign_in(page, reader)
    accept_to_read(page)
    publish(page)
    sign_out(page)

    # The tree shows it to everybody, and the obstacle says what worked.
    page.goto(sheet_address)
    tree = page.get_by_role("list", name="Qui s’est inspiré de qui")
    tree.get_by_role("link", name=AGAIN).click()
    page.get_by_role("link", name=TITLE).first.wait_for()
    assert fits(page)
    page.goto("/initiatives/freins/?frein=participation")
    page.get_by_role("heading", name="Aller vers").or_(page.get_by_text("Aller vers")).first.wait_for()
    assert set(Initiative.objects.public().values_list("title", flat=True)) == {TITLE, AGAIN}
