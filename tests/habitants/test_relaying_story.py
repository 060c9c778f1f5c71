"""A concern goes all the way round, in a real browser: phone, coordinator, partner, phone, board."""

from datetime import timedelta

import pytest
from django.utils import timezone

from habitants.models import Addressing, Concern, ConcernMove
from tests.factories import DistrictFactory, MembershipFactory, RelayFactory, ThemeFactory, UserFactory
from tests.habitants.factories import ConcernFactory
from tests.test_story import PHONE, fits, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 900}
DARK = "Le soir on ne voit rien devant l’école de la Batarelle, les lampadaires sont éteints."


def test_story_of_a_concern_all_the_way_round(page, live_server, mailoutbox, settings):
    settings.SITE_URL = live_server.url
    district = DistrictFactory(name="Mazargues")
    streets = ThemeFactory(name="Cadre de vie")
    relay = RelayFactory(district=district, user__display_name="Fatima Y.").user
    coordinator = UserFactory(coordinator=True)
    town = MembershipFactory(
        organisation__partner=True, organisation__name="Ville de Marseille", manager=True
    )
    ConcernFactory(
        on_board=True,
        district=district,
        theme=streets,
        title="Lampadaires éteints devant le gymnase",
        words="Les lampadaires sont éteints le soir devant le gymnase, on ne voit rien.",
    )

    # The relay, on a phone, writes a number down; it is shown before anything is kept.
    page.set_viewport_size(PHONE)
    sign_in(page, relay)
    page.get_by_role("link", name="Noter une remontée").click()
    page.get_by_label("Ce que vous avez entendu").fill(f"{DARK} Appelez Mme Roux au 06 12 34 56 78.")
    page.get_by_label("Thème").select_option("Cadre de vie")
    assert page.get_by_label("Quartier").input_value() == str(district.pk)
    page.get_by_role("button", name="Envoyer", exact=True).click()
    question = page.get_by_role("alert")
    assert question.locator("mark").all_text_contents() == [
        "à vérifier : Mme Roux",
        "à vérifier : 06 12 34 56 78",
    ]
    assert fits(page)
    assert Concern.objects.count() == 1
    question.get_by_role("link", name="Corriger").click()
    page.get_by_label("Ce que vous avez entendu").fill(DARK)
    page.get_by_role("button", name="Envoyer", exact=True).click()

    # Something like it was said: this is another street.
    likeness = page.get_by_role("alert")
    assert likeness.get_by_text("Lampadaires éteints devant le gymnase", exact=True).first.is_visible()
    assert fits(page)
    likeness.get_by_role("button", name="C’est autre chose : envoyer").click()
    page.get_by_text("Merci ! L’équipe de coordination la lit.").wait_for()
    concern = Concern.objects.get(author=relay)
    sign_out(page)

    # Nobody else reads it before the team has.
    page.goto("/habitants/remontees/?q=Batarelle")
    assert page.get_by_text("Aucune remontée avec ces filtres").is_visible()

    # The coordinator puts it in public words, then addresses it.
    page.set_viewport_size(DESK)
    sign_in(page, coordinator)
    page.get_by_role("link", name="Lire", exact=True).click()
    page.get_by_role("link", name="Le soir on ne voit rien").click()
    page.get_by_label("En quelques mots").fill("Noir devant l’école de la Batarelle")
    page.get_by_role("button", name="Mettre au tableau").click()
    page.get_by_text("C’est au tableau, dans ces mots.").wait_for()
    page.get_by_label("À qui ?").select_option("Ville de Marseille")
    page.get_by_role("button", name="Adresser", exact=True).click()
    page.get_by_text("C’est adressé").wait_for()
    sign_out(page)

    # Twelve days go by.
    ago = timezone.now() - timedelta(days=12)
    Addressing.objects.update(asked_at=ago)
    Concern.objects.filter(pk=concern.pk).update(created_at=ago - timedelta(days=2))

    # The partner, told by mail, answers.
    [asked] = [mail for mail in mailoutbox if mail.to == [town.user.email]]
    assert "Une remontée d’habitants vous est adressée" in asked.subject
    sign_in(page, town.user)
    page.get_by_role("link", name="Répondre", exact=True).click()
    page.get_by_label("Votre réponse").fill("Les huit lampadaires sont remplacés le 3 décembre.")
    page.get_by_role("button", name="Publier la réponse").click()
    page.get_by_text("Votre réponse est publiée").wait_for()
    sign_out(page)

    # The relay carries it back, from the mail, in one tap and without signing in.
    page.set_viewport_size(PHONE)
    [told] = [mail for mail in mailoutbox if mail.to == [relay.email]]
    page.goto(next(word for word in told.body.split() if "/rapporter/" in word))
    assert fits(page)
    assert Concern.objects.get(pk=concern.pk).state == Concern.State.ANSWERED
    page.get_by_role("button", name="Sortie d’école : 6 à 20 personnes").click()
    page.get_by_text("la boucle est bouclée").wait_for()

    # The board shows the way and how long it took, and nobody's name.
    page.goto("/habitants/remontees/?etat=carried")
    card = page.get_by_role("article", name="Noir devant l’école de la Batarelle")
    assert "Boucle bouclée en 14 jours, dont 12 jours pour répondre" in card.inner_text()
    assert "Ville de Marseille · a répondu en 12 jours" in card.inner_text()
    card.get_by_role("link").first.click()
    page.get_by_text("Sortie d’école · 6 à 20 personnes").wait_for()
    assert [text.strip() for text in page.locator(".timeline__what").all_inner_texts()] == [
        "Entendue",
        "Lue et reformulée par l’équipe",
        "Adressée à Ville de Marseille",
        "Réponse de Ville de Marseille",
        "Réponse rapportée",
        "Sortie d’école · 6 à 20 personnes",
    ]
    assert "Fatima" not in page.content()
    assert fits(page)
    assert ConcernMove.objects.filter(concern=concern).count() == 5


def test_story_of_news_from_the_team_to_the_neighbours(page, live_server, mailoutbox, settings):
    settings.SITE_URL = live_server.url
    mazargues = DistrictFactory(name="Mazargues")
    relay = RelayFactory(district=mazargues)
    RelayFactory(district=DistrictFactory(name="Sormiou"))
    coordinator = UserFactory(coordinator=True)

    sign_in(page, coordinator)
    page.goto("/habitants/infos/ecrire/")
    page.get_by_label("Titre").fill("Encombrants jeudi")
    page.get_by_label("Message", exact=False).first.fill("Sortez vos **encombrants** mercredi soir.")
    page.get_by_label("Pour les relais de").select_option("Mazargues")
    page.get_by_role("button", name="Garder et relire").click()
    page.get_by_role("button", name="Envoyer aux relais").click()
    page.get_by_text("Envoyée à 1 relais.").wait_for()
    sign_out(page)

    page.set_viewport_size(PHONE)
    [mail] = mailoutbox
    assert mail.to == [relay.user.email]
    page.goto(next(word for word in mail.body.split() if "/infos/relayer/" in word))
    assert fits(page)
    assert "Encombrants jeudi" in page.get_by_label("Texte prêt à envoyer").input_value()
    page.get_by_role("button", name="Porte-à-porte : 6 à 20 personnes").click()
    page.get_by_text("Merci, c’est noté !").wait_for()
    page.get_by_role("button", name="Messages : plus de 50 personnes").click()
    page.locator("summary", has_text="Corriger").first.click()
    page.get_by_label("Combien de personnes environ").first.select_option("1 à 5")
    page.get_by_role("button", name="Corriger").first.click()
    page.get_by_text("C’est corrigé.").wait_for()
    assert fits(page)

    page.set_viewport_size(DESK)
    sign_in(page, coordinator)
    page.goto("/habitants/infos/")
    page.get_by_role("link", name="Encombrants jeudi").click()
    assert page.get_by_text("Entre 52 et 105 personnes").is_visible()
    assert page.get_by_role("row", name="Mazargues").inner_text().split() == [
        "Mazargues",
        "1",
        "2",
        "52",
        "à",
        "105",
    ]


def test_noting_works_without_javascript(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    ThemeFactory(name="Transports")
    page.goto("/habitants/remontees/noter/")
    page.get_by_label("Ce que vous avez entendu").fill(
        "Le bus 23 ne passe plus le dimanche, dit Karima Benslimane."
    )
    page.get_by_label("Thème").select_option("Transports")
    page.get_by_role("button", name="Envoyer", exact=True).click()

    page.get_by_role("button", name="C’est voulu, envoyer").click()

    assert page.get_by_text("Merci ! L’équipe de coordination la lit.").is_visible()
    assert Concern.objects.get().words.endswith("Karima Benslimane.")
    context.close()


def test_spot_is_touched_on_the_map(page):
    DistrictFactory(name="Mazargues")
    page.set_viewport_size(PHONE)
    page.goto("/habitants/remontees/noter/")
    page.get_by_label("Ce que vous avez entendu").fill("Le banc est cassé depuis le printemps.")
    page.locator("summary", has_text="L’endroit, si vous le connaissez").click()
    page.get_by_text("Aucune remontée sur la carte").wait_for()
    canvas = page.locator("[data-map-canvas]")
    box = canvas.bounding_box()

    canvas.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    page.get_by_text("L’endroit est noté sur la carte.").wait_for()
    page.get_by_role("button", name="Envoyer", exact=True).click()
    page.get_by_text("Merci ! L’équipe de coordination la lit.").wait_for()

    concern = Concern.objects.get()
    assert 43.2 < concern.latitude < 43.3
    assert 5.3 < concern.longitude < 5.5
