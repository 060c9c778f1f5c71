"""A meeting from its convocation to its approved minutes, in a real browser: on a phone by link, and at a desk."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from gouvernance.models import Decision, Meeting
from tests.factories import UserFactory
from tests.gouvernance.factories import BodyFactory, CollegeFactory, MandateFactory
from tests.test_story import PHONE, fits, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 900}
DISSENT = "Une scène pour ceux qui savent monter dessus. Moi je veux des tables."


def prepare(page, body, title, day):
    """A meeting is written, its agenda still empty but for what comes back."""
    page.goto(body.get_absolute_url())
    page.get_by_role("link", name="Préparer une séance").click()
    page.get_by_label("Titre").fill(title)
    page.locator("[name=day]").fill(day.isoformat())
    page.locator("[name=begins]").fill("18:00")
    page.locator("[name=ends]").fill("20:00")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("La séance est créée.").wait_for()


def add_point(page, title):
    page.get_by_role("link", name="Ajouter un point").click()
    page.locator("[name=title]").fill(title)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("heading", name=title).wait_for()


def convene(page):
    page.get_by_role("button", name="Convoquer").click()
    page.get_by_text("La séance est convoquée.").wait_for()


def answer_link(mailoutbox, email):
    [mail] = [mail for mail in mailoutbox if mail.to == [email] and mail.subject.startswith("Convocation")]
    return next(word for word in mail.body.split() if "/gouvernance/convocation/" in word)


def test_story_of_a_meeting_from_its_convocation_to_its_approved_minutes(
    page, live_server, mailoutbox, settings
):
    settings.SITE_URL = live_server.url
    coordinator = UserFactory(coordinator=True)
    body = BodyFactory(name="Conseil d’administration", quorum_percent=75, proxies_max=1)
    college = CollegeFactory(body=body, name="Habitants", seats=4)
    for name in ("Ana", "Bob", "Cleo"):
        MandateFactory(college=college, name=name, contact_email=f"{name.lower()}@example.org")
    MandateFactory(college=college, name="Dan")
    day = timezone.localdate() + timedelta(days=20)

    # Convened at a desk; Dan, who has no address, is to be called.
    page.set_viewport_size(DESK)
    sign_in(page, coordinator)
    prepare(page, body, "Conseil de mars", day)
    add_point(page, "Budget de la fête")
    add_point(page, "Ouverture du samedi")
    convene(page)
    assert page.get_by_text("Sans adresse, à appeler ou à prévenir par courrier : Dan.").is_visible()
    meeting = Meeting.objects.get()
    sign_out(page)

    # Ana gives her voice to Bob, who comes, each by the link of their mail, on a phone, without account.
    page.set_viewport_size(PHONE)
    page.goto(answer_link(mailoutbox, "ana@example.org"))
    assert fits(page)
    assert page.get_by_text("Budget de la fête").is_visible()
    page.get_by_label("Je donne pouvoir à…").check()
    page.get_by_label("À qui").select_option("Bob")
    page.get_by_role("button", name="Répondre").click()
    page.get_by_text("Merci, votre réponse est enregistrée.").wait_for()
    page.goto(answer_link(mailoutbox, "bob@example.org"))
    page.get_by_text("Ana vous donne pouvoir : venez, ou prévenez.").wait_for()
    page.get_by_label("Je serai là").check()
    page.get_by_role("button", name="Répondre").click()
    page.get_by_text("Merci, votre réponse est enregistrée.").wait_for()

    # On the day, phone in hand: three voices of four with the proxy.
    sign_in(page, coordinator)
    page.goto(meeting.get_absolute_url())
    page.get_by_role("link", name="Tenir la séance").click()
    page.get_by_role("button", name="Là : Bob").click()
    page.get_by_text("Quorum non atteint : 2 sièges présents ou représentés, il en faut 3.").wait_for()
    page.get_by_role("button", name="Là : Cleo").click()
    page.get_by_text("Quorum atteint : 3 sièges présents ou représentés, il en faut 3.").wait_for()
    assert fits(page)
    page.get_by_role("button", name="Ouvrir la séance").click()

    # What is said is written point by point; what is decided stands beside it.
    page.get_by_role("link", name="Budget de la fête").click()
    page.get_by_label("Ce qui s’est dit").fill(f"Deux devis. Denise n’est pas d’accord :\n\n> {DISSENT}")
    page.get_by_label("Ce qui est décidé").fill("Louer la petite scène et vingt tables.")
    page.get_by_label("Qui s’en occupe").fill("Bob")
    page.get_by_label("Pour quand").fill((day + timedelta(days=30)).isoformat())
    assert fits(page)
    page.get_by_role("button", name="Écrire la décision").click()
    page.get_by_text("La décision est écrite.").wait_for()
    page.get_by_role("button", name="Enregistrer, point suivant").click()
    page.get_by_role("heading", name="Ouverture du samedi").wait_for()
    page.get_by_label("Ce qui s’est dit").fill("À essayer deux mois.")
    page.get_by_role("button", name="Enregistrer, point suivant").click()
    page.get_by_role("button", name="Clore la séance").click()
    page.get_by_text("La séance est close.").wait_for()
    assert page.get_by_text("Le compte rendu s’approuve à une séance suivante").is_visible()

    # The next one has the minutes on its agenda; once it is open, they are approved.
    page.set_viewport_size(DESK)
    prepare(page, body, "Conseil d’avril", day + timedelta(days=30))
    page.get_by_role("heading", name="Approbation du compte rendu de « Conseil de mars").wait_for()
    convene(page)
    page.get_by_role("link", name="Tenir la séance").click()
    page.get_by_role("button", name="Ouvrir la séance").click()
    page.get_by_role("button", name="Clore la séance").wait_for()
    page.goto(meeting.get_absolute_url())
    page.get_by_role("button", name="Le compte rendu est approuvé").click()
    page.get_by_text("Le compte rendu est approuvé : il ne change plus.").wait_for()

    # The minutes say who was there, what was decided, and the dissent word for word.
    address = page.get_by_role("link", name="Compte rendu (PDF)").get_attribute("href")
    reader = PdfReader(io.BytesIO(page.request.get(address).body()))
    text = " ".join(" ".join(part.extract_text() for part in reader.pages).split())
    for words in (
        DISSENT,
        "Présents : Bob, Cleo.",
        "Représentés : Ana, par Bob.",
        "Absents ou excusés : Dan.",
        "Louer la petite scène et vingt tables.",
        "Sièges présents ou représentés : 3, quorum : 3.",
        "à la séance « Conseil d’avril »",
    ):
        assert words in text

    # What is decided is followed from the list.
    page.goto("/gouvernance/decisions/")
    page.get_by_role("link", name="Dire où on en est : Louer la petite scène").click()
    page.get_by_label("Où en est-on").select_option("fait")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("C’est noté.").wait_for()
    assert Decision.objects.get().follow_up == "done"
