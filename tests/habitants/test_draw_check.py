"""The proof checked in a real browser, by its own arithmetic: right, tampered, unfinished; a code found again."""

import json

import pytest

from tests.habitants.test_draws import TAMPERINGS, done, named

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def check(page, draw, document=None):
    """What the page tells, and the words of the five steps, when it reads this file instead of the server's."""
    if document is not None:
        page.route("**/preuve.json", lambda route: route.fulfill(json=document))
    page.goto(draw.get_absolute_url())
    page.get_by_role("button", name="Vérifier maintenant").click()
    page.locator("[data-draw-check-told]:not(:empty)").wait_for()
    page.unroute("**/preuve.json")
    return page.locator("[data-draw-check-told]").inner_text(), page.locator("[data-state]").all_inner_texts()


def test_browser_finds_what_we_found(page):
    told, steps = check(page, done())

    assert steps == ["juste"] * 5
    assert told.startswith("Tout est juste :")


def test_browser_checks_an_unfinished_draw(page):
    told, steps = check(page, named())

    assert steps == ["juste", "juste", "juste", "à venir", "à venir"]
    assert told.startswith("Tout est juste jusqu’ici.")


def test_browser_names_the_first_wrong_step(page):
    draw = done()
    wrong = {}
    for name, (step, change) in TAMPERINGS.items():
        document = json.loads(draw.as_file())
        change(document)
        told, _steps = check(page, draw, document)
        wrong[name] = (step, told)

    assert {name: f"à l’étape {step}." in told for name, (step, told) in wrong.items()} == dict.fromkeys(
        wrong, True
    )


def test_code_is_found_again(page):
    draw = done()
    page.goto(draw.get_absolute_url())

    page.get_by_label("Retrouver un code").fill(draw.panel[0].lower())
    page.get_by_role("button", name="Chercher").click()
    page.get_by_text("Il est dans le groupe tiré.").wait_for()
    page.get_by_label("Retrouver un code").fill("XXXXXXXX")
    page.get_by_role("button", name="Chercher").click()

    page.get_by_text("Ce code n’est pas dans la liste.").wait_for()


def test_page_says_how_to_check_without_script(client):
    draw = done()

    text = client.get(draw.get_absolute_url()).content.decode()

    assert "Télécharger le fichier public" in text
    assert "manage.py verify_draw" in text
    assert "data-draw-check-here hidden" in text
