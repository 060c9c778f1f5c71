"""axe finds nothing on any page, in light and dark, narrow and wide; nothing overflows a small phone."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core import signing
from django.utils import timezone

from agenda.imports.staging import stage
from agenda.models import Event, SourceReading, StagedCalendar
from agenda.models.likely_doubles import spot
from tests.agenda.imports.calendars import vcalendar, vevent
from tests.factories import (
    CoOrganisingFactory,
    DistrictFactory,
    EventFactory,
    InvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    RegistrationFactory,
    RoomFactory,
    SourceFactory,
    ThemeFactory,
    UserFactory,
)
from tests.parts import NAMES, PARTS, what_is_looked_at
from tests.test_story import PHONE, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCREENS = [(PHONE, "light"), ({"width": 1280, "height": 900}, "dark")]


@pytest.fixture
def network():
    """One of each thing that a page may show."""
    theme = ThemeFactory(name="Jardins", colour="pin", icon="tree")
    place = PlaceFactory(
        name="Parc des Pins", district=DistrictFactory(name="Mazargues"), accessibility=["mi", "hi"]
    )
    organisation = OrganisationFactory(
        name="Les Mains vertes", summary="Un jardin.", place=place, email="a@example.org"
    )
    organisation.themes.set([theme])
    event = EventFactory(
        title="Atelier semis",
        summary="Semons.",
        description="## Apporter\n\n- une tasse",
        organiser=organisation,
        place=place,
        weekly=True,
        themes=[theme],
        contact_phone="01 99 00 12 34",
        age_min=6,
    )
    date = event.next_dates()[1]
    date.cancel(by=None)
    EventFactory(title="Fête annulée", organiser=organisation, status=Event.Status.CANCELLED)
    EventFactory(title="Repas complet", organiser=organisation, status=Event.Status.FULL, is_free=False)
    EventFactory(title="Proposition", pending=True, author=UserFactory())
    EventFactory(title="Brouillon", draft=True, author=UserFactory())
    return event


def calendar_pages(organisation, person):
    """The pages of a calendar that is held, of one that fails, and of one that is only looked at."""
    held = SourceFactory(organisation=organisation, state="held")
    refusal = {"line": 12, "uid": "x", "title": "Raté", "reason": "la date de début (DTSTART) manque"}
    SourceReading.objects.create(
        source=held, outcome="held", error="Ce calendrier est soudain vide.", refused=1, refusals=[refusal]
    )
    failing = SourceFactory(organisation=organisation, failures=4)
    SourceReading.objects.create(source=failing, outcome="failed", error="Ce site est en panne (503).")
    staged = StagedCalendar(
        organisation=organisation, by=person, rules={"name": "Programme", "publishes": True}
    )
    stage(staged, data=vcalendar(vevent("RRULE:FREQ=DAILY;COUNT=900"), vevent("UID:x", "DTSTART:demain")))
    return [
        "/agenda/calendriers/",
        "/agenda/calendriers/suivre/",
        f"/agenda/calendriers/apercu/{staged.pk}/",
        held.get_absolute_url(),
        failing.get_absolute_url(),
        f"{held.get_absolute_url()}regles/",
        f"{held.get_absolute_url()}arreter/",
    ]


def check(page, address, *, status=200):
    """On each screen in turn: what a page shows is written once for both."""
    for viewport, scheme in SCREENS:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        seen = f"{address}, {viewport['width']} px wide, {scheme}"
        response = page.goto(address)
        assert response.status == status, seen
        results = Axe().run(page)
        assert results.violations_count == 0, f"{seen}\n{results.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{seen}: overflows by {wide} px"


def test_public_pages_are_accessible(page, network):
    visitor = EventFactory(state=Event.State.UNCONFIRMED, author_email="v@example.org")
    token = signing.dumps(visitor.pk, salt=Event.PROPOSAL_SALT)
    tomorrow = timezone.localdate() + timedelta(days=1)
    manager = MembershipFactory(organisation=network.organiser, manager=True).user
    date = EventFactory(registering="here", capacity=1).occurrences.get()
    registrations = [
        RegistrationFactory(occurrence=date),
        RegistrationFactory(occurrence=date, waiting=True, seats=2),
        RegistrationFactory(occurrence=date, unconfirmed=True),
    ]

    for address in [
        "/",
        "/agenda/",
        f"/agenda/?du=hier&theme=theme-inconnu&au={tomorrow}",
        "/agenda/?q=introuvable",
        "/agenda/?vue=mois",
        "/agenda/?vue=semaine",
        "/agenda/?vue=carte",
        "/agenda/widget/",
        "/agenda/widget/?couleurs=sombre",
        "/agenda/integrer/",
        network.get_absolute_url(),
        "/agenda/proposer/",
        f"/agenda/proposition/{token}/",
        f"/agenda/proposition/{token}/modifier/",
        *(date.get_register_url(), *(row.get_own_url() for row in registrations)),
        "/associations/",
        "/associations/?vue=liste&theme=theme-inconnu",
        "/associations/?vue=carte",
        network.organiser.get_absolute_url(),
        f"{network.organiser.get_absolute_url()}signaler/",
        network.organiser.review_url_for(manager),
        *(InvitationFactory(expired=expired).get_absolute_url() for expired in (False, True)),
        "/comptes/login/",
        "/comptes/signup/",
        "/comptes/password/reset/",
        "/style/",
    ]:
        check(page, address)
    check(page, "/rien-ici/", status=404)
    check(page, "/agenda/widget/?organisateur=disparue", status=400)


def test_pages_of_those_who_sign_in_are_accessible(page, network):
    coordinator = UserFactory(coordinator=True)
    MembershipFactory(user=coordinator, organisation=network.organiser)
    date = network.next_dates()[0]
    RegistrationFactory(occurrence=date, email=coordinator.email)
    RegistrationFactory(occurrence=date, waiting=True)
    Event.objects.update(registering="here", published_at=timezone.now() - timedelta(days=40))
    twin = EventFactory(title=network.title, place=network.place, starts_at=network.starts_at)
    network.absorb(EventFactory(), by=None)
    spot(Event.objects.filter(pk=twin.pk))
    date, later = network.next_dates()[0], network.next_dates()[2]
    later.change(
        by=None, starts_at=later.starts_at, ends_at=later.ends_at, place=PlaceFactory(name="Ailleurs")
    )
    network.other_places.set([PlaceFactory(name="Square")])
    sign_in(page, coordinator)
    room = RoomFactory(place=network.place, keeper=network.organiser, capacity=30, equipment="Chaises.")
    room.book_dates(network.next_dates(limit=3), by=coordinator, organisation=network.organiser, before=30)
    CoOrganisingFactory(event=network)
    asked = CoOrganisingFactory(organisation=network.organiser).event
    draft = EventFactory(draft=True, organiser=network.organiser, place=network.place)
    idea = EventFactory(title="Tricot", pending=True, organiser=None)

    for address in [
        "/mon-espace/",
        "/agenda/moderation/",
        *calendar_pages(network.organiser, coordinator),
        "/agenda/doublons/",
        "/agenda/salles/",
        "/agenda/salles/ajouter/",
        room.get_absolute_url(),
        f"{network.get_absolute_url()}salles/",
        "/agenda/propositions/",
        idea.get_absolute_url(),
        f"/agenda/propositions/{idea.slug}/demander/",
        asked.get_absolute_url(),
        draft.get_absolute_url(),
        network.get_absolute_url(),
        f"{network.get_absolute_url()}modifier/",
        f"{network.get_absolute_url()}dates/{date.pk}/",
        f"{network.get_absolute_url()}inscriptions/",
        "/agenda/series/",
        f"{network.get_absolute_url()}dates/{later.pk}/suivantes/",
        "/agenda/proposer/",
        f"/agenda/integrer/sites/{network.organiser.slug}/",
        "/associations/suivi/",
        "/associations/ajouter/",
        *(f"{network.organiser.get_absolute_url()}{page}/" for page in ("modifier", "historique", "membres")),
        "/comptes/email/",
        "/comptes/2fa/",
    ]:
        check(page, address)


@pytest.mark.parametrize("part", PARTS, ids=NAMES)
def test_pages_of_a_part_are_accessible(page, part):
    for person, addresses in what_is_looked_at(part):
        sign_out(page)
        if person:
            sign_in(page, person)
        for address in addresses:
            check(page, address)


def test_form_with_errors_is_accessible(page, network):
    page.set_viewport_size(PHONE)
    page.goto("/agenda/proposer/")

    page.get_by_role("button", name="Envoyer ma proposition").click()
    page.get_by_role("alert").first.wait_for()

    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_question_about_a_double_is_accessible_and_answered_without_javascript(
    chromium, live_server, network
):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    author = UserFactory()
    sign_in(page, author)
    start = timezone.localtime(network.starts_at)
    page.goto("/agenda/proposer/")
    page.get_by_label("Titre").fill(network.title)
    page.locator("[name=themes]").first.check()
    page.locator("[name=day]").fill(f"{start:%Y-%m-%d}")
    page.locator("[name=begins]").fill(f"{start:%H:%M}")
    page.locator("[name=ends]").fill("19:30")
    page.locator("[name=place]").select_option(str(network.place_id))
    page.get_by_role("button", name="Envoyer à la relecture").click()

    question = page.get_by_role("alert")
    assert "peut-être déjà dans l’agenda" in question.inner_text()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    question.get_by_role("button", name="C’est un autre événement").click()

    assert wide <= 0
    assert Event.objects.get(author=author, title=network.title).state == Event.State.PENDING
    context.close()


def test_pages_work_without_javascript(chromium, live_server, network):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE)
    page = context.new_page()

    page.goto("/agenda/")
    page.get_by_label("Rechercher").fill("semi")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Atelier semis").first.click()

    assert page.get_by_role("heading", level=1).inner_text() == "Atelier semis"
    page.goto("/agenda/proposer/")
    assert page.get_by_label("Quels jours ?").or_(page.get_by_text("Quels jours ?")).first.is_visible()
    context.close()


def test_agenda_is_reached_from_the_keyboard(page, network):
    page.goto("/agenda/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Aller au contenu"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "contenu"
    assert settings.SITE_NAME in page.title()
