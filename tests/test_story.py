"""The main jobs, in a real browser: the agenda from a relay to a visitor, the directory from a manager to a newcomer."""

from datetime import date, datetime, timedelta
from urllib.request import urlopen

import pytest
import recurring_ical_events
from django.utils import timezone
from icalendar import Calendar

from agenda.models import Event
from tests.factories import (
    DistrictFactory,
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    RelayFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 800}
PASSWORD = "motdepasse-de-test"


def sign_in(page, user):
    page.goto("/comptes/login/")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/mon-espace/")


def sign_out(page):
    page.context.clear_cookies()


def next_weekday(weekday, *, after):
    return after + timedelta(days=(weekday - after.weekday()) % 7 or 7)


def fits(page):
    page.locator("footer").first.wait_for()  # a page that only begins has no width yet
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def dates_on_pages(page, address):
    """All the dates that the list shows, page after page."""
    page.goto(address)
    shown = []
    while True:
        shown += page.locator(".event-card__hours time").evaluate_all(
            "times => times.map((time) => time.dateTime)"
        )
        following = page.get_by_role("link", name="La suite")
        if not following.count():
            return [datetime.fromisoformat(text) for text in shown]
        following.click()


def test_story_from_a_relay_s_phone_to_a_visitor_s_calendar(page, live_server):
    ThemeFactory(name="Cuisine et partage")
    OrganisationFactory(place=PlaceFactory(name="Maison des Calanques"))
    relay = RelayFactory().user
    coordinator = UserFactory(coordinator=True)
    today = timezone.localdate()
    tuesday = next_weekday(1, after=today)

    # The relay, on a phone.
    page.set_viewport_size(PHONE)
    sign_in(page, relay)
    page.get_by_role("link", name="Proposer", exact=True).click()
    assert fits(page)
    page.get_by_label("Titre").fill("Atelier cuisine du monde")
    page.get_by_label("Cuisine et partage").check()
    page.get_by_label("Jour*").fill(tuesday.isoformat())
    page.get_by_label("Début").fill("18:00")
    page.get_by_label("Fin", exact=True).fill("19:30")
    page.get_by_label("Chaque semaine").check()
    page.get_by_text("Tous les mardis de 18 h à 19 h 30").wait_for()
    page.get_by_label("Lieu connu").select_option("Maison des Calanques")
    page.get_by_role("button", name="Envoyer à la relecture").click()
    page.get_by_text("En attente de relecture").wait_for()
    assert fits(page)

    # Nobody else sees it yet.
    sign_out(page)
    page.goto("/agenda/?q=cuisine")
    assert page.get_by_text("Rien à ces dates").is_visible()

    # A coordinator accepts.
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, coordinator)
    page.get_by_role("link", name="Relire").click()
    page.get_by_role("button", name="Accepter").click()
    page.get_by_text("L’auteur est prévenu").wait_for()
    sign_out(page)

    # A visitor finds it by a misspelt word, and follows what they see.
    page.set_viewport_size(PHONE)
    page.goto("/agenda/")
    page.get_by_label("Rechercher").fill("athelier cuizine")
    page.wait_for_url("**/agenda/?*q=athelier*")
    page.get_by_role("link", name="Atelier cuisine du monde").first.wait_for()
    feed = page.get_by_role("link", name="Adresse du calendrier", exact=True).get_attribute("href")
    assert "q=athelier" in feed

    # The feed gives exactly the dates that the pages show, over a year and its two clock changes.
    until = today + timedelta(days=366)
    shown = dates_on_pages(page, f"/agenda/?q=athelier+cuizine&au={until}")
    with urlopen(f"{live_server.url}{feed}") as response:  # noqa: S310 -- the live server
        calendar = Calendar.from_ical(response.read())
    followed = sorted(
        event["DTSTART"].dt
        for event in recurring_ical_events.of(calendar).between(today, until + timedelta(days=1))
    )
    assert len(shown) in (52, 53)
    assert followed == shown
    assert {moment.strftime("%A %H:%M") for moment in shown} == {date(2026, 11, 24).strftime("%A 18:00")}
    assert {moment.utcoffset() for moment in shown} == {timedelta(hours=1), timedelta(hours=2)}


def test_visitor_proposes_and_confirms_by_mail(page, live_server, mailoutbox, settings):
    settings.SITE_URL = live_server.url
    ThemeFactory(name="Jardins")
    OrganisationFactory(place=PlaceFactory(name="Parc des Pins"))
    tomorrow = timezone.localdate() + timedelta(days=1)

    page.set_viewport_size(PHONE)
    page.goto("/agenda/proposer/")
    page.get_by_label("Titre").fill("Plantons ensemble")
    page.get_by_label("Jardins").check()
    page.get_by_label("Jour*").fill(tomorrow.isoformat())
    page.get_by_label("Toute la journée").check()
    page.get_by_label("Lieu connu").select_option("Parc des Pins")
    page.get_by_label("Votre adresse e-mail").fill("habitante@example.org")
    page.get_by_role("button", name="Envoyer ma proposition").click()
    page.get_by_text("Nous venons d’envoyer un message").wait_for()

    [mail] = mailoutbox
    link = next(word for word in mail.body.split() if "/agenda/proposition/" in word)
    page.goto(link)
    assert Event.objects.get().state == Event.State.UNCONFIRMED
    page.get_by_role("button", name="Envoyer à la relecture").click()
    page.get_by_text("L’équipe de coordination va la relire").wait_for()

    assert Event.objects.get().state == Event.State.PENDING


def test_what_was_typed_is_offered_again(page):
    ThemeFactory(name="Jardins")
    page.goto("/agenda/proposer/")
    page.get_by_label("Titre").fill("Un titre à ne pas perdre")

    page.goto("/agenda/")
    page.goto("/agenda/proposer/")
    page.get_by_role("button", name="Reprendre").click()

    assert page.get_by_label("Titre").input_value() == "Un titre à ne pas perdre"


def test_what_was_typed_is_forgotten_on_signing_out(page):
    ThemeFactory(name="Jardins")
    relay = RelayFactory().user
    page.goto("/agenda/proposer/")
    sign_in(page, relay)
    page.goto("/agenda/proposer/")
    page.get_by_label("Titre").fill("Un titre à moi")
    page.get_by_text("Co-organisateurs, contact").click()
    page.get_by_label("Téléphone de contact").fill("0612345678")
    kept = page.evaluate("JSON.stringify(Object.entries(localStorage))")

    page.goto("/mon-espace/")
    page.locator("summary", has_text=relay.display_name).click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/")

    assert f"autosave:{relay.pk}-evenement-nouveau" in kept
    assert "Un titre à moi" in kept
    assert "0612345678" not in kept
    assert page.evaluate("localStorage.length") == 0


def test_sentence_of_the_dates_knows_the_rule_that_is_kept(page):
    coordinator = UserFactory(coordinator=True)
    event = EventFactory(rrule="FREQ=WEEKLY;COUNT=5")
    sign_in(page, coordinator)
    page.goto(f"{event.get_absolute_url()}modifier/")

    page.get_by_label("Fin", exact=True).fill("22:15")
    page.get_by_label("Fin", exact=True).blur()

    page.get_by_text("à 22 h 15 (5 fois)").wait_for()


def test_sentence_of_the_dates_changes_inside_its_status_line(page):
    page.goto("/agenda/proposer/")
    line = page.locator("#dates-en-clair[role=status]").element_handle()

    page.get_by_label("Jour*").fill("2030-09-24")
    page.get_by_label("Début").fill("18:00")
    page.get_by_label("Chaque semaine").check()
    page.get_by_text("Tous les mardis à 18 h").wait_for()

    assert "Tous les mardis à 18" in line.inner_text()


def test_story_from_a_sheet_kept_by_its_people_to_a_newcomer_s_question(
    page, live_server, mailoutbox, settings
):
    settings.SITE_URL = live_server.url
    rights = ThemeFactory(name="Accès aux droits", keywords=["papiers", "démarches"])
    mazargues = DistrictFactory(name="Mazargues")
    sheet = OrganisationFactory(
        name="Plume et Papiers",
        summary="Des rencontres entre voisins.",
        phone="04 91 00 00 01",
        place=PlaceFactory(name="Maison du Quartier", district=mazargues),
    )
    sheet.themes.add(rights)
    OrganisationFactory(name="Les Voiles de la Pointe", summary="De la voile pour tous.")
    OrganisationFactory(name="Orpheline", summary="Personne ne s’en occupe.")
    manager = MembershipFactory(organisation=sheet, manager=True).user
    colleague = UserFactory(email="nadia@example.org")

    # The manager invites a colleague.
    sign_in(page, manager)
    page.goto(sheet.get_absolute_url())
    page.get_by_role("link", name="Membres").click()
    page.get_by_label("E-mail").fill(colleague.email)
    page.get_by_role("button", name="Envoyer l’invitation").click()
    page.get_by_text("L’invitation est partie à nadia@example.org").wait_for()
    sign_out(page)

    # The colleague opens the link on a phone, signs in, and accepts.
    page.set_viewport_size(PHONE)
    [mail] = mailoutbox
    page.goto(next(word for word in mail.body.split() if "/associations/invitation/" in word))
    assert fits(page)
    page.get_by_role("link", name="Se connecter").first.click()
    page.locator("[name=login]").fill(colleague.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.get_by_role("button", name="Accepter l’invitation").click()
    page.get_by_text("Vous en êtes membre").wait_for()
    assert fits(page)
    sign_out(page)

    # The manager says better what the association does, and sees who changed what.
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, manager)
    page.goto(sheet.get_absolute_url())
    page.get_by_role("link", name="Modifier").click()
    page.get_by_label("En une phrase").fill("Une aide pour vos démarches, sans rendez-vous.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Historique").click()
    changes = page.locator("dl").first
    assert changes.locator("del").inner_text() == "Des rencontres entre voisins."
    assert changes.locator("ins").inner_text() == "Une aide pour vos démarches, sans rendez-vous."
    sign_out(page)

    # The team sees the sheet that nobody looks after, and no other of these.
    sign_in(page, UserFactory(coordinator=True))
    page.goto("/associations/suivi/")
    orphans = page.locator("section", has=page.get_by_role("heading", name="Fiches sans responsable"))
    assert orphans.get_by_role("link", name="Orpheline", exact=True).is_visible()
    assert not orphans.get_by_text("Plume et Papiers").count()
    sign_out(page)

    # A newcomer, on a phone: one question, one button, and the answer with its phone number.
    page.set_viewport_size(PHONE)
    page.goto("/")
    page.get_by_role("searchbox").fill("qui peut m'aider pour mes papiers à Mazargues ?")
    page.get_by_role("button", name="Qui peut m’aider ?").click()
    names = page.locator(".org-card__name")
    names.first.wait_for()
    assert names.all_inner_texts() == ["Plume et Papiers"]
    assert page.get_by_role("link", name="04 91 00 00 01").is_visible()
    assert fits(page)
