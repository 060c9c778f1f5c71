"""A draft becomes an initiative that others do again: a reader improves and publishes it, a third one adapts it."""

import pytest

from initiatives.models import Initiative
from tests.factories import MembershipFactory
from tests.initiatives.factories import FindingFactory, LeverFactory, ObstacleFactory
from tests.initiatives.network import draft_of, member_of, theme
from tests.test_story import PHONE, fits, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_story_from_a_draft_to_its_family(page, live_server):
    sheet = draft_of(title="Un verger au pied des tours", context="Rien ne poussait.")
    FindingFactory(
        initiative=sheet,
        obstacle=ObstacleFactory(name="Participation insuffisante", slug="participation"),
        lever=LeverFactory(name="Aller vers"),
        lever_words="Une soupe au pied des tours.",
    )
    reader = member_of("La Clé du Cabot", main=theme("Accès aux droits")).user
    third = MembershipFactory(organisation__name="Les Petits Garrigaïres").user

    # Who wrote it sends it, and knows why this reader.
    page.set_viewport_size(PHONE)
    sign_in(page, sheet.author)
    page.goto(sheet.get_absolute_url())
    page.get_by_role("link", name="Envoyer en relecture").click()
    page.get_by_label("La Clé du Cabot").check()
    assert fits(page)
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("Proposée à").first.wait_for()
    assert fits(page)
    sign_out(page)

    # The reader finds it in their space, accepts, remarks, improves the text themselves, and publishes.
    sign_in(page, reader)
    page.get_by_role("link", name="Regarder et répondre").click()
    page.get_by_text("Un regard d’ailleurs voit ce que l’habitude cache.").wait_for()
    page.get_by_role("button", name="Je la relis").click()
    page.get_by_text("Guide de lecture").wait_for()
    steps = page.get_by_role("region", name="Ce qui a été fait, pas à pas")
    steps.get_by_text("Une remarque").click()
    steps.get_by_label("Votre remarque sur").fill("Combien de temps a pris la plantation ?")
    steps.get_by_role("button", name="Ajouter la remarque").click()
    page.get_by_text("Combien de temps a pris la plantation ?", exact=True).wait_for()
    assert fits(page)
    page.get_by_role("button", name="C’est traité").click()
    page.get_by_role("button", name="Rouvrir").wait_for()
    page.get_by_role("link", name="Améliorer le texte").click()
    page.get_by_role("link", name="Ce qui a été fait, pas à pas").click()
    page.locator("[name=steps]").fill("On a planté douze arbres, en deux matinées.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_text("C’est enregistré.").wait_for()
    page.get_by_role("link", name="Voir la fiche").click()
    page.get_by_role("link", name="La relecture").click()
    assert "On a planté douze arbres, en deux matinées." in steps.inner_text()
    page.get_by_label("Votre mot à l’équipe").fill("On a envie d’y aller.")
    page.get_by_role("button", name="Publier la fiche").click()
    page.get_by_text("La fiche est publiée").wait_for()
    page.get_by_text("On a planté douze arbres, en deux matinées.").wait_for()
    assert [version.by for version in sheet.versions.all()] == [reader, sheet.author]
    sign_out(page)

    # Whoever meets the same obstacle finds it by what helped.
    page.goto("/initiatives/freins/?frein=participation")
    assert fits(page)
    page.get_by_text("Une soupe au pied des tours.").wait_for()
    page.get_by_role("link", name="Un verger au pied des tours").click()
    page.get_by_role("heading", name="Un verger au pied des tours").wait_for()

    # Somebody else did it again.
    sign_in(page, third)
    page.goto(sheet.get_absolute_url())
    page.get_by_role("link", name="Nous l’avons refait").click()
    page.get_by_label("Titre de votre fiche").fill("Un verger dans la cour")
    page.get_by_label("Ce que nous avons gardé").fill("Les arbres.")
    page.get_by_label("Ce que nous avons changé").fill("Des enfants plutôt que des voisins.")
    assert fits(page)
    page.get_by_role("button", name="Commencer la fiche").click()
    page.get_by_role("heading", name="Un verger dans la cour").wait_for()
    page.get_by_text("Des enfants plutôt que des voisins.").wait_for()
    sign_out(page)
    page.goto(sheet.get_absolute_url())
    assert page.get_by_text("Un verger dans la cour").count() == 0

    # Once it is public too, the tree shows it to everybody.
    adaptation = Initiative.objects.get(title="Un verger dans la cour")
    adaptation.summary = adaptation.steps = "Des enfants plantent."
    adaptation.save()
    adaptation.submit(by=third, reader=reader.memberships.get())
    adaptation.readings.get().accept(by=reader)
    adaptation.publish(by=reader)
    page.goto(sheet.get_absolute_url())
    tree = page.get_by_role("list", name="Qui s’est inspiré de qui")
    tree.get_by_role("link", name="Un verger dans la cour").click()
    page.get_by_role("link", name="Un verger au pied des tours").first.wait_for()
    assert fits(page)
