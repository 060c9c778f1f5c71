"""
From the convocation to the approved minutes, in a browser: answered by link, quorate with a proxy, amended after an
objection, adopted with a minority opinion that the minutes quote word for word.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from gouvernance.models import Deliberation, Meeting
from tests.factories import UserFactory
from tests.gouvernance.factories import BodyFactory, CollegeFactory, MandateFactory, MeetingFactory
from tests.reading import pdf_text
from tests.test_story import PHONE, fits, sign_in, sign_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MINORITY = "Une scène pour ceux qui savent monter dessus ; moi je veux des tables, pour ceux qui n’osent pas."


def test_story_from_the_convocation_to_the_minutes_that_quote_a_minority(page, client):
    body = BodyFactory(name="Conseil d’administration", quorum_percent=75)
    college = CollegeFactory(body=body, name="Habitants", seats=4)
    for name in ("Ana", "Bob", "Cléo", "Dora"):
        MandateFactory(college=college, name=name, shows_name=True)
    MandateFactory(college=CollegeFactory(body=body, name="Bureau", seats=1), name="Eve", shows_name=True)
    coordinator = UserFactory(coordinator=True, display_name="Nadège")
    meeting = MeetingFactory(body=body, title="Conseil de mai", is_public=True)
    sign_in(page, coordinator)

    # Convened, then answered by link on a phone: one will be there, another gives her voice to him.
    page.goto(meeting.get_absolute_url())
    page.get_by_role("button", name="Convoquer").click()
    page.get_by_role("link", name="Tenir la séance").wait_for()
    attendees = {row.name: row for row in meeting.attendees.all()}
    page.set_viewport_size(PHONE)
    sign_out(page)
    page.goto(attendees["Bob"].answer_url)
    page.get_by_label("Je serai là").check()
    page.get_by_role("button", name="Répondre").click()
    page.get_by_role("status").first.wait_for()
    page.goto(attendees["Cléo"].answer_url)
    page.get_by_label("Je donne pouvoir à…").check()
    page.get_by_label("À qui").select_option("Bob")
    page.get_by_role("button", name="Répondre").click()
    page.get_by_role("status").first.wait_for()
    assert fits(page)

    # Held: two of five are not enough, a third makes four with the proxy.
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, coordinator)
    page.goto(f"{meeting.get_absolute_url()}seance/")
    page.get_by_role("button", name="Ouvrir la séance").click()
    for name in ("Ana", "Bob"):
        page.get_by_role("button", name=f"Là : {name}").click()
        page.get_by_role("button", name=f"Part : {name}").wait_for()
    page.get_by_text("Quorum non atteint").wait_for()
    page.get_by_role("button", name="Là : Dora").click()
    page.get_by_text("Quorum atteint : 4 sièges présents ou représentés, il en faut 4.").wait_for()

    # A proposal on the point of the agenda, by consent.
    page.get_by_role("link", name="Budget").click()
    page.get_by_role("link", name="Délibérer sur ce point").click()
    page.get_by_label("Titre").fill("La fête")
    page.get_by_label("Proposition").fill("Louer la grande scène.")
    page.get_by_label("Part des personnes").fill("60")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.get_by_role("button", name="Ouvrir la délibération").click()
    page.get_by_role("button", name="Passer aux réactions").click()
    page.get_by_role("button", name="Appeler à se prononcer").click()
    page.get_by_role("heading", name="Qui s’est prononcé").wait_for()
    deliberation = Deliberation.objects.get()
    assert deliberation.item.meeting == meeting
    voices = {row.name: row for row in deliberation.deliberators.filter(is_invited=True)}

    # Ana objects from her phone; the text is amended, and all answer again.
    sign_out(page)
    page.set_viewport_size(PHONE)
    page.goto(voices["Ana"].own_url)
    page.get_by_label("Objection : voici").check()
    page.get_by_label("Vos raisons").fill("Il ne reste rien pour les tables.")
    page.get_by_role("button", name="Écrire ma position").click()
    page.get_by_text("C’est écrit au registre").wait_for()
    assert fits(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, coordinator)
    page.goto(deliberation.get_absolute_url())
    page.get_by_text("Écrire son examen").first.click()
    page.locator("[name=action][value=examine] ~ * textarea").fill(
        "Fondée : le budget ne porte pas les deux."
    )
    page.get_by_role("button", name="Écrire son examen").click()
    page.get_by_text("Proposer une nouvelle version").click()
    page.get_by_label("Nouvelle version du texte").fill("Louer la petite scène et vingt tables.")
    page.get_by_label("Il ne reste rien pour les tables.").check()
    page.get_by_role("button", name="Publier cette version").click()
    page.get_by_role("heading", name="La proposition, version 2").wait_for()
    page.get_by_role("button", name="Appeler à se prononcer").click()
    page.get_by_text("C’est écrit au registre").wait_for()

    # Bob answers for himself and for Cléo whose voice he carries; Ana has a reservation.
    sign_out(page)
    page.set_viewport_size(PHONE)
    for own, name in (("Bob", "Moi"), ("Bob", "Cléo")):
        page.goto(voices[own].own_url)
        if not page.get_by_label("Accord : je n’ai pas d’objection").is_visible():
            page.get_by_text("Dire ma position").click()
        page.get_by_label("Au nom de").select_option(name)
        page.get_by_label("Accord : je n’ai pas d’objection").check()
        page.get_by_role("button", name="Écrire ma position").click()
        page.get_by_text("C’est écrit au registre").wait_for()
    page.goto(voices["Ana"].own_url)
    page.get_by_label("Accord avec réserve").check()
    page.get_by_label("Vos raisons").fill(MINORITY)
    page.get_by_role("button", name="Écrire ma position").click()
    page.get_by_text("C’est écrit au registre").wait_for()

    # Adopted, with the reservation; the meeting closes, the next one approves.
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, coordinator)
    page.goto(deliberation.get_absolute_url())
    later = (timezone.localdate() + timedelta(days=90)).isoformat()
    page.get_by_text("Adopter", exact=True).click()
    page.get_by_label("À revoir le").fill(later)
    page.get_by_label("Qui s’en occupe").fill("Bob")
    page.get_by_label("Pour quand").fill(later)
    page.get_by_role("button", name="Écrire l’adoption").click()
    page.get_by_text("adoptée avec réserves").first.wait_for()
    page.goto(f"{meeting.get_absolute_url()}seance/")
    page.get_by_role("button", name="Clore la séance").click()
    page.get_by_text("La séance est close").wait_for()
    following = MeetingFactory(body=body, starts_at=meeting.starts_at + timedelta(days=30))
    following.convene(by=None)
    following.open(by=None)
    page.goto(meeting.get_absolute_url())
    page.get_by_role("button", name="Le compte rendu est approuvé").click()
    page.get_by_role("link", name="Compte rendu (PDF)").wait_for()

    # Anybody reads the minutes.
    assert Meeting.objects.get(pk=meeting.pk).is_approved
    text = pdf_text(client.get(f"{meeting.get_absolute_url()}compte-rendu.pdf").content)
    assert MINORITY.replace("\xa0", " ") in text
    assert "Louer la petite scène et vingt tables." in text
    assert "Ne se sont pas prononcés, et n’ont donné aucun accord : Dora, Eve." in text
    assert "Cléo, par Bob" in text
    assert "prise en compte dans la version 2" in text
