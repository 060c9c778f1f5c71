"""A course in a real browser: somebody enrols, attends, says what changed, and their certificate is confirmed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.models import Event
from initiatives.models import Certificate, Course, Enrolment
from tests.factories import MembershipFactory, OrganisationFactory, PlaceFactory
from tests.initiatives.course_factories import MethodFactory
from tests.test_story import PHONE, fits, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 900}
TITLE = "Pouvoir d’agir et coopération à l’épreuve du territoire"


def link_in(mail):
    return re.search(r"https?://\S+", mail.body)[0]


def test_story_from_a_course_to_a_certificate(page, live_server, mailoutbox, settings, monkeypatch):
    settings.SITE_URL = live_server.url
    page.context.set_default_timeout(60_000)
    organisation = OrganisationFactory(
        name="Centre social Les Restanques", place=PlaceFactory(name="La Maison")
    )
    writer = MembershipFactory(organisation=organisation).user
    MethodFactory(title="La ligne qui bouge")
    day = timezone.localdate() + timedelta(days=3)

    # Who runs it writes it, with a workshop whose date is published in the agenda by the same form.
    sign_in(page, writer)
    page.goto("/formations/")
    page.get_by_role("link", name="Ajouter une formation").click()
    page.get_by_label("Titre").fill(TITLE)
    page.get_by_label("en une phrase").fill("Agir avec les autres associations du quartier.")
    page.get_by_label("ce qu’on saura faire").fill("- animer une réunion où chacun a parlé")
    page.get_by_label("Organisée par").select_option("Centre social Les Restanques")
    page.get_by_label("Nombre de places").fill("1")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Ajouter un atelier").click()
    page.get_by_label("Titre de l’atelier").fill("Du désaccord à la proposition")
    page.get_by_label("La ligne qui bouge").check()
    page.get_by_text("Publier une nouvelle date dans l’agenda").click()
    page.get_by_label("Jour").fill(day.isoformat())
    page.get_by_label("De", exact=True).fill("09:00")
    page.get_by_label("À", exact=True).fill("12:00")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Écrire les affirmations").click()
    page.get_by_label("Affirmation").first.fill("Je sais faire parler ceux qui se taisent.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Ouvrir les inscriptions").click()
    page.get_by_text("C’est fait : « Inscriptions ouvertes ».").wait_for()
    assert Event.objects.get().is_public
    course = Course.objects.get()
    sign_out(page)

    # A visitor enrols from a phone, and confirms by mail; another one waits.
    page.set_viewport_size(PHONE)
    page.goto("/formations/")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_text("1 place libre sur 1").wait_for()
    assert fits(page)
    page.get_by_role("link", name="S’inscrire").click()
    page.get_by_label("Prénom et nom").fill("Fatima Yahiaoui")
    page.get_by_label("E-mail").fill("fatima@example.org")
    page.get_by_role("button", name="S’inscrire").click()
    page.get_by_text("Un message part vers fatima@example.org").wait_for()
    page.goto(link_in(mailoutbox[-1]))
    assert Enrolment.objects.get().is_unconfirmed
    page.get_by_role("button", name="Oui, je m’inscris").click()
    page.get_by_text("Vous êtes inscrit : votre place est gardée.").wait_for()
    mine = page.url
    assert fits(page)
    Enrolment.objects.enter_as(course, name="Yanis", email="yanis@example.org")

    # Before the course, she says where she stands.
    page.get_by_role("link", name="Répondre au questionnaire").click()
    page.get_by_label("Un peu").check()
    assert fits(page)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.get_by_text("vos réponses sont notées").wait_for()

    # Nobody is noted before the day.
    sign_in(page, writer)
    page.goto(course.get_team_url())
    page.get_by_text("1 place prise sur 1, 1 en attente").wait_for()
    page.get_by_role("button", name="Commencer la formation").click()
    page.get_by_role("link", name="Présences").click()
    page.get_by_text("Cet atelier n’a pas commencé").wait_for()
    held = timezone.now() + timedelta(days=4)
    monkeypatch.setattr("django.utils.timezone.now", lambda: held)

    # Four days later the trainer, on a phone: one tap for each person.
    page.reload()
    page.get_by_label("Sur place").check()
    assert fits(page)
    page.get_by_role("button", name="Enregistrer les présences").click()
    page.get_by_text("Les présences sont notées.").wait_for()
    assert page.get_by_label("Sur place").is_checked()

    # Over: certificates are given, and told.
    page.set_viewport_size(DESK)
    page.goto(course.get_team_url())
    page.get_by_text("3 h suivies, 100 %").wait_for()
    page.get_by_role("button", name="Terminer la formation").click()
    page.get_by_role("button", name="Délivrer 1 attestation").click()
    page.get_by_text("1 attestation est délivrée.").wait_for()
    sign_out(page)
    certificate = Certificate.objects.get()
    assert (certificate.name, certificate.minutes) == ("Fatima Yahiaoui", 180)
    assert mailoutbox[-1].to == ["fatima@example.org"]
    assert certificate.spaced_number in mailoutbox[-1].body

    # She finds it on her page, with the questionnaire of after.
    page.goto(mine)
    page.get_by_text("Votre attestation est prête").wait_for()
    page.get_by_role("link", name="Répondre au questionnaire").click()
    page.get_by_label("Tout à fait").check()
    page.get_by_role("button", name="Envoyer mes réponses").click()
    assert page.request.get(certificate.get_pdf_url()).body().startswith(b"%PDF")

    # Anybody checks its number, typed carelessly; a mistyped one is said to be so, a guessed one not to be known.
    page.goto("/formations/attestations/")
    page.get_by_label("Numéro de l’attestation").fill(certificate.number.lower())
    page.get_by_role("button", name="Vérifier").click()
    page.get_by_text("Attestation valable").wait_for()
    assert page.get_by_text("Fatima Yahiaoui").is_visible()
    assert page.get_by_text("3 h sur 3 h").is_visible()
    page.goto("/formations/attestations/")
    page.get_by_label("Numéro de l’attestation").fill("K3ZQ-8W0T-1M5Y")
    page.get_by_role("button", name="Vérifier").click()
    page.get_by_text("Ce numéro est mal recopié").first.wait_for()
    page.goto("/formations/attestations/0000-0000-0000/")
    page.get_by_role("heading", name="Ce numéro n’est pas connu").wait_for()

    # One person's answers are shown to nobody.
    page.goto(course.get_absolute_url())
    page.get_by_text("Moins de cinq personnes ont répondu avant et après").wait_for()
