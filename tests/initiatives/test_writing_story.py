"""Writing a sheet in a real browser: on a phone, in ten minutes, whatever the connection does."""

import pytest

from cooperation.core.local_copies import COOKIE
from initiatives.models import Initiative, Unsaved
from tests.factories import MembershipFactory, OrganisationFactory, ThemeFactory
from tests.initiatives.factories import InitiativeFactory, LeverFactory, ObstacleFactory
from tests.test_story import PASSWORD, PHONE, fits, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Les Amis du Cabot")


@pytest.fixture
def sheet(member, organisation):
    return InitiativeFactory(carrier=organisation, author=member, draft=True, title="Le pédibus du Cabot")


def context_of(sheet):
    sheet.refresh_from_db()
    return sheet.context


def paste(page, html, *, name="context"):
    page.locator(f"[name={name}]").evaluate(
        """(area, html) => {
            area.focus();
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", "sans forme");
            area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        html,
    )


def test_story_of_a_short_sheet_written_on_a_phone(page, member):
    ThemeFactory(name="Parentalité")
    ObstacleFactory(name="Participation insuffisante")
    LeverFactory(name="Aller vers")
    page.set_viewport_size(PHONE)
    sign_in(page, member)

    # From the choice of the way to a draft that can be sent to be read.
    page.goto("/initiatives/ecrire/")
    assert fits(page)
    page.get_by_role("link", name="Fiche éclair").click()
    assert fits(page)
    page.get_by_label("Titre").fill("Le pédibus du Cabot")
    page.get_by_label("En trois lignes").fill("Des parents emmènent les enfants à pied.")
    page.get_by_label("Thème principal").select_option("Parentalité")
    page.get_by_role("textbox", name="Ce qui a été fait").fill("On a commencé à trois.")
    page.get_by_label("Frein rencontré").select_option("Participation insuffisante")
    page.get_by_label("Levier", exact=True).select_option("Aller vers")
    page.get_by_label("Et alors").select_option("ça a marché")
    page.get_by_role("button", name="Enregistrer ma fiche").click()
    page.get_by_text("Votre fiche est enregistrée.").wait_for()
    assert fits(page)
    sheet = Initiative.objects.get()
    assert (sheet.state, sheet.publication_needs, sheet.findings.count()) == ("draft", [], 1)

    # A step more, with a list that goes on by itself.
    page.get_by_role("link", name="Écrire").click()
    assert fits(page)
    page.get_by_role("link", name="Le contexte et le besoin").click()
    assert fits(page)
    area = page.locator("[name=context]")
    area.press_sequentially("Le matin :")
    area.press("Enter")
    page.get_by_role("button", name="Liste", exact=True).click()
    area.press_sequentially("des voitures")
    area.press("Enter")
    area.press_sequentially("peu de trottoirs")
    page.get_by_role("button", name="Voir ce que cela donne").click()
    page.get_by_role("heading", name="Aperçu").wait_for()
    assert page.locator("#apercu li").all_inner_texts() == ["des voitures", "peu de trottoirs"]
    assert fits(page)
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url("**/ecrire/deroule/")
    assert context_of(sheet) == "Le matin :\n\n- des voitures\n- peu de trottoirs"
    assert Unsaved.objects.count() == 0


def test_lost_connection_loses_no_text(page, member, sheet):
    sign_in(page, member)
    page.goto(f"{sheet.get_absolute_url()}ecrire/contexte/")
    area, state = page.locator("[name=context]"), page.locator("[data-unsaved-state]")

    # Online, what is typed is kept by the server, and no longer on the device.
    area.press_sequentially("Un")
    page.get_by_text("Brouillon gardé à").wait_for()
    assert Unsaved.objects.get().data["context"] == ["Un"]
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('autosave:'))") == []

    # Offline, it stays here; the button does not lose the page.
    page.context.set_offline(True)
    area.press_sequentially(" et deux")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    assert "rien n’est encore enregistré" in state.inner_text()
    assert area.input_value() == "Un et deux"

    # The network comes back: it leaves by itself.
    page.context.set_offline(False)
    page.get_by_text("Brouillon gardé à").wait_for()
    assert Unsaved.objects.get().data["context"] == ["Un et deux"]

    # A tab that was closed, another device: the text is offered, taken up, saved.
    page.goto(f"{sheet.get_absolute_url()}ecrire/contexte/")
    page.get_by_role("link", name="Reprendre ce texte").click()
    assert area.input_value() == "Un et deux"
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_text("C’est enregistré.").wait_for()
    assert context_of(sheet) == "Un et deux"
    assert Unsaved.objects.count() == 0


def test_text_typed_offline_is_offered_on_the_same_device(page, member, sheet):
    sign_in(page, member)
    page.goto(f"{sheet.get_absolute_url()}ecrire/contexte/")
    page.context.set_offline(True)
    page.locator("[name=context]").press_sequentially("Dans le bus")
    page.get_by_text("Pas de connexion. Votre texte est gardé sur cet appareil").wait_for()
    page.goto("about:blank")
    page.context.set_offline(False)

    page.goto(f"{sheet.get_absolute_url()}ecrire/contexte/")
    page.get_by_role("button", name="Reprendre").click()

    assert page.locator("[name=context]").input_value() == "Dans le bus"


def test_short_sheet_sent_offline_is_still_offered_after_another_page(page, member):
    sign_in(page, member)
    page.goto("/initiatives/ecrire/eclair/")
    page.context.set_offline(True)
    page.get_by_label("Titre").fill("Le pédibus du Cabot")
    page.get_by_role("button", name="Enregistrer ma fiche").click()
    page.get_by_text("Pas de connexion : rien n’est encore enregistré.").wait_for()
    page.context.set_offline(False)

    page.goto("/initiatives/")
    page.goto("/initiatives/ecrire/eclair/")
    page.get_by_role("button", name="Reprendre").click()

    assert page.get_by_label("Titre").input_value() == "Le pédibus du Cabot"


def local_copies(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('autosave:'))")


@pytest.fixture
def flash(page, member):
    """The short form, filled in so that it is accepted."""
    ThemeFactory(name="Parentalité")
    sign_in(page, member)
    page.goto("/initiatives/ecrire/eclair/")
    page.get_by_label("Titre").fill("Le pédibus du Cabot")
    page.get_by_label("En trois lignes").fill("Des parents emmènent les enfants à pied.")
    page.get_by_label("Thème principal").select_option("Parentalité")
    page.get_by_role("textbox", name="Ce qui a été fait").fill("On a commencé à trois.")


def end_session(page):
    page.context.clear_cookies(name="sessionid")


def sign_in_again(page, user):
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")


def offered_title(page):
    page.goto("/initiatives/")
    page.goto("/initiatives/ecrire/eclair/")
    page.get_by_role("button", name="Reprendre").click()
    return page.get_by_label("Titre").input_value()


def test_short_sheet_that_was_accepted_is_not_kept_on_the_device(page, flash):
    before = local_copies(page)

    page.get_by_role("button", name="Enregistrer ma fiche").click()
    page.get_by_text("Votre fiche est enregistrée.").wait_for()

    assert (len(before), local_copies(page)) == (1, [])
    assert [cookie for cookie in page.context.cookies() if cookie["name"] == COOKIE] == []


def test_short_sheet_sent_after_the_session_ended_is_offered_once_signed_in_again(page, flash, member):
    end_session(page)

    page.get_by_role("button", name="Enregistrer ma fiche").click()
    page.wait_for_url("**/comptes/login/**")
    sign_in_again(page, member)
    page.get_by_role("button", name="Reprendre").click()

    assert page.get_by_label("Titre").input_value() == "Le pédibus du Cabot"
    assert not Initiative.objects.exists()


def test_step_sent_after_the_session_ended_is_offered_once_signed_in_again(page, member, sheet):
    sign_in(page, member)
    page.goto(f"{sheet.get_absolute_url()}ecrire/contexte/")
    end_session(page)
    page.locator("[name=context]").fill("Tapé trop tard.")

    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_url("**/comptes/login/**")
    sign_in_again(page, member)
    page.get_by_role("button", name="Reprendre").click()

    assert page.locator("[name=context]").input_value() == "Tapé trop tard."
    assert context_of(sheet) == ""


@pytest.mark.parametrize("answer", ["502", "connectionfailed"])
def test_short_sheet_whose_sending_failed_is_offered_after_another_page(page, flash, answer):
    def fail(route):
        if route.request.method != "POST":
            route.continue_()
        elif answer == "502":
            route.fulfill(status=502, body="Bad gateway")
        else:
            route.abort("connectionfailed")

    page.route("**/ecrire/eclair/", fail)
    page.get_by_role("button", name="Enregistrer ma fiche").click()
    if answer == "502":
        page.get_by_text("Bad gateway").wait_for()
    else:
        page.wait_for_url("chrome-error://**")

    assert offered_title(page) == "Le pédibus du Cabot"


def test_copy_of_who_signed_out_is_offered_to_nobody(page, flash, member):
    other = MembershipFactory().user
    page.goto("/mon-espace/")
    page.locator("summary", has_text=member.display_name).click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/")

    left = local_copies(page)
    sign_in(page, other)
    page.goto("/initiatives/ecrire/eclair/")

    assert left == []
    assert not page.get_by_role("button", name="Reprendre").is_visible()


def test_draft_still_on_its_way_is_stopped_when_the_form_is_sent(page, member, sheet):
    """It could come after what was saved, and be offered again as if it had not been."""
    sign_in(page, member)
    page.goto(f"{sheet.get_absolute_url()}ecrire/contexte/")
    saves, stopped = [], []

    def go_on():
        """The form leaves once the draft was stopped: otherwise the page that follows would stop it too."""
        if saves and stopped:
            saves.pop().continue_()

    def save(route):
        saves.append(route)
        go_on()

    def stop(request):
        if request.url.endswith("/brouillon/"):
            stopped.append(request)
            go_on()

    page.on("requestfailed", stop)
    page.route("**/ecrire/contexte/", save)
    page.route("**/contexte/brouillon/", lambda route: None)  # never answered
    with page.expect_request("**/contexte/brouillon/"):
        page.locator("[name=context]").fill("Un texte.")

    page.locator("[name=context]").evaluate("(area) => area.form.requestSubmit()")

    page.get_by_text("C’est enregistré.").wait_for()
    assert context_of(sheet) == "Un texte."
    assert Unsaved.objects.count() == 0


def test_pasted_document_keeps_its_form_and_no_style(page, member, sheet):
    sign_in(page, member)
    page.goto(f"{sheet.get_absolute_url()}ecrire/contexte/")
    area = page.locator("[name=context]")

    paste(page, "<h1>Avant</h1><p style='color:red'>C’était <b>long</b>.<script>alert(1)</script></p>")
    pasted = area.input_value()
    message = page.get_by_text("Collé sans les styles").inner_text()
    area.press("Control+z")

    assert pasted == "## Avant\n\nC’était **long**."
    assert "intertitres" in message
    assert area.input_value() == ""


def test_buttons_mark_what_is_chosen_and_unmark_it(page, member, sheet):
    sign_in(page, member)
    page.goto(f"{sheet.get_absolute_url()}ecrire/contexte/")
    area = page.locator("[name=context]")

    def pressed(text, start, end, button):
        area.fill(text)
        area.evaluate(f"(area) => area.setSelectionRange({start}, {end})")
        page.get_by_role("button", name=button, exact=True).click()
        return area.input_value()

    assert pressed("un mot ici", 3, 7, "Gras") == "un **mot** ici"
    page.get_by_role("button", name="Gras", exact=True).click()
    assert area.input_value() == "un mot ici"
    assert pressed("a\nb", 0, 3, "Liste") == "- a\n- b"
    page.get_by_role("button", name="Liste", exact=True).click()
    assert area.input_value() == "a\nb"
    assert pressed("dit-elle", 0, 0, "Citation") == "> dit-elle"
    assert pressed("- Avant", 3, 3, "Intertitre") == "## Avant"
    assert pressed("https://exemple.org", 0, 19, "Lien") == "[le texte du lien](https://exemple.org)"
    area.fill("x" * 19_000)
    assert page.get_by_text("encore 1").inner_text().split() == ["encore", "1", "000", "caractères"]


def test_two_persons_who_write_the_same_part_both_keep_their_text(page, member, organisation, sheet):
    colleague = MembershipFactory(organisation=organisation, user__display_name="Samia B.").user
    page.set_viewport_size(PHONE)
    sign_in(page, member)
    page.goto(f"{sheet.get_absolute_url()}ecrire/contexte/")
    page.locator("[name=context]").fill("Les voitures vont trop vite.")
    sheet.write({"context": "Les voitures vont vite."}, by=colleague)

    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_text("Samia B. a enregistré la même partie").wait_for()

    assert page.locator(".conflict__theirs").inner_text() == "Les voitures vont vite."
    assert page.locator(".conflict .differences ins").text_content().split() == ["[ajouté", ":", "trop", "]"]
    assert page.locator("[name=context]").input_value() == "Les voitures vont trop vite."
    assert fits(page)
    page.get_by_label("Ce qui a été enregistré entre-temps").check()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_text("C’est enregistré.").wait_for()
    assert context_of(sheet) == "Les voitures vont vite."
