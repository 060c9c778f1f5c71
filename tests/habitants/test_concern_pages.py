"""Noting, reviewing, answering: what is asked first, refused, limited."""

import base64
import io
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from habitants.models import Addressing, Concern, Voice
from tests.factories import (
    DistrictFactory,
    MembershipFactory,
    OrganisationFactory,
    PlaceFactory,
    ThemeFactory,
)
from tests.habitants.factories import AddressingFactory, ConcernFactory

pytestmark = pytest.mark.django_db

NOTE = "/habitants/remontees/noter/"
DARK = "Les lampadaires sont éteints devant l’école depuis lundi."


def photo():
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(file, "JPEG")
    return SimpleUploadedFile("IMG_0001.jpg", file.getvalue(), "image/jpeg")


def test_name_and_number_are_asked_about_before_anything_is_kept(client):
    response = client.post(NOTE, {"words": "Mme Roux, 06 12 34 56 78, ne sort plus."})

    assert "Est-ce le nom ou le numéro de quelqu’un" in response.text
    assert not Concern.objects.exists()


def test_what_is_meant_is_kept(client):
    text = "Le coach Karim Benzema n’a plus de salle."
    asked = client.post(NOTE, {"words": text})

    client.post(NOTE, {"words": text, "personal": asked.context["form"].fingerprint})

    assert Concern.objects.filter(words=text).exists()


def test_another_text_is_looked_at_again(client):
    asked = client.post(NOTE, {"words": "Mme Roux ne sort plus de chez elle."})

    response = client.post(
        NOTE,
        {"words": "Mme Roux et M. Blanc ne sortent plus.", "personal": asked.context["form"].fingerprint},
    )

    assert response.context["asks"] == "personal"


def test_names_of_the_neighbourhood_raise_no_question(client):
    OrganisationFactory(name="Les Amis de Marius Olive")
    PlaceFactory(name="Gymnase Fernande Roche", address="12 rue Lucien Blanc")
    words = "Les Amis de Marius Olive attendent que Fernande Roche rouvre, rue Lucien Blanc."
    district = DistrictFactory()

    client.post(NOTE, {"words": words, "district": district.pk})

    # The place is one that nothing public names yet: only what the forms offer is known.
    assert not Concern.objects.exists()
    OrganisationFactory(place=PlaceFactory(name="Fernande Roche", address="12 rue Lucien Blanc"))
    client.post(NOTE, {"words": words, "district": district.pk})
    assert Concern.objects.count() == 1


def test_joining_what_was_said_counts_a_voice_and_keeps_the_words(client, relay):
    client.force_login(relay)
    known = ConcernFactory(on_board=True, title="Noir devant l’école", words=DARK)
    asked = client.post(NOTE, {"words": DARK})

    response = client.post(NOTE, {"words": DARK, "join": known.pk})

    assert asked.context["asks"] == "alike"
    assert response["Location"] == "/habitants/remontees/notee/?suite=associee"
    assert list(Voice.objects.values_list("concern", "user", "words")) == [(known.pk, relay.pk, DARK)]
    assert Concern.objects.count() == 1


def test_joining_what_was_not_offered_joins_nothing(client):
    hidden = ConcernFactory(words=DARK)

    client.post(NOTE, {"words": DARK, "join": hidden.pk})

    assert not Voice.objects.exists()


def test_visitor_is_not_shown_what_the_team_has_not_read(client):
    ConcernFactory(words=DARK)

    client.post(NOTE, {"words": DARK})

    assert Concern.objects.count() == 2


def test_photo_waits_in_the_page_while_something_is_asked(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    text = "Mme Roux a pris cette photo du trottoir."
    asked = client.post(NOTE, {"words": text, "photo": photo(), "photo_alt": "Un trottoir défoncé"})
    sent = {"words": text, "photo_alt": "Un trottoir défoncé", "photo_kept": asked.context["photo"]}

    client.post(NOTE, {**sent, "personal": asked.context["form"].fingerprint})

    concern = Concern.objects.get()
    assert (concern.photo.width, concern.photo.height) == (60, 40)
    assert "IMG_0001" not in concern.photo.name


def test_photo_waits_in_the_page_while_another_field_is_put_right(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    refused = client.post(NOTE, {"words": "court", "photo": photo(), "photo_alt": "Un trottoir défoncé"})

    client.post(
        NOTE,
        {"words": DARK, "photo_alt": "Un trottoir défoncé", "photo_kept": refused.context["photo"]},
    )

    assert (Concern.objects.get().photo.width, Concern.objects.get().photo.height) == (60, 40)
    assert "Choisissez de nouveau la photo" not in refused.text


def test_photo_too_heavy_to_wait_is_asked_for_again(client, monkeypatch):
    monkeypatch.setattr("habitants.forms.concerns.MAX_KEPT_PHOTO", 10)

    response = client.post(NOTE, {"words": "court", "photo": photo(), "photo_alt": "Un trottoir défoncé"})

    assert response.context["photo"] == ""
    assert "Choisissez de nouveau la photo" in response.text


@pytest.mark.parametrize("kept", ["pas du base64", base64.b64encode(b"<script>").decode()])
def test_kept_photo_that_is_no_picture_is_refused(client, kept):
    response = client.post(NOTE, {"words": DARK, "photo_kept": kept, "photo_alt": "x"})

    assert "choisissez-la de nouveau" in response.text
    assert not Concern.objects.exists()


def test_photo_needs_words(client):
    response = client.post(NOTE, {"words": DARK, "photo": photo()})

    assert "Dites en quelques mots ce que montre la photo." in response.text


@pytest.mark.parametrize(("field", "value"), [("words", "court"), ("kvtd", "x"), ("latitude", "200")])
def test_bad_input_is_refused(client, field, value):
    client.post(NOTE, {"words": DARK, "longitude": "5.4" if field == "latitude" else "", field: value})

    assert not Concern.objects.exists()


def test_visitor_is_limited(client):
    for number in range(5):
        client.post(NOTE, {"words": f"Sujet tout à fait différent numéro {number * 7919}", "distinct": ""})

    response = client.post(NOTE, {"words": "Encore autre chose que les précédents."})

    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "Encore autre chose" in response.text


def test_signed_in_person_is_its_author_and_leaves_no_address(client, relay, coordinator, mailoutbox):
    client.force_login(relay)

    client.post(NOTE, {"words": DARK, "reply_email": "autre@example.org"})

    concern = Concern.objects.get()
    assert (concern.author, concern.reply_email) == (relay, "")
    assert mailoutbox[0].to == [coordinator.email]


def test_district_of_the_place_is_that_of_the_concern(client):
    place = PlaceFactory(district=DistrictFactory())
    OrganisationFactory(place=place)

    client.post(NOTE, {"words": DARK, "place": place.pk})

    assert Concern.objects.get().district == place.district


# Review


def test_review_puts_into_public_words_and_keeps_what_was_heard(client, coordinator):
    client.force_login(coordinator)
    concern = ConcernFactory(words="Mme Roux a peur le soir.")

    client.post(
        f"/habitants/suivi/remontees/{concern.pk}/",
        {
            "action": "qualify",
            "title": "Peur le soir",
            "words": "On a peur le soir.",
            "theme": ThemeFactory().pk,
        },
    )

    row = Concern.objects.get()
    assert (row.state, row.words) == ("qualified", "On a peur le soir.")
    assert "Mme Roux a peur le soir." in concern.history.values_list("words", flat=True)


@pytest.mark.parametrize(
    ("fields", "action"), [({}, "gather-under"), ({"on_board": True}, "gather")], ids=["heard", "public"]
)
def test_review_gathers_whichever_way_is_possible(client, coordinator, fields, action):
    client.force_login(coordinator)
    concern = ConcernFactory(words=DARK, **fields)
    other = ConcernFactory(words=DARK, on_board=True)
    address = f"/habitants/suivi/remontees/{concern.pk}/"

    page = client.get(address)
    client.post(address, {"action": action, "other": other.pk})

    assert [(row, row.action) for row in page.context["alike"]] == [(other, action)]
    kept = concern if action == "gather" else other
    assert list(Concern.objects.standing()) == [kept]


@pytest.mark.parametrize(("title", "is_kept"), [("", True), ("Trottoir défoncé", False)])
def test_photo_is_removed_once_the_words_are_accepted(
    client, coordinator, settings, tmp_path, django_capture_on_commit_callbacks, title, is_kept
):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(coordinator)
    concern = ConcernFactory(on_board=True, photo=photo(), photo_alt="Un trottoir défoncé")

    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            f"/habitants/suivi/remontees/{concern.pk}/",
            {
                "action": "qualify",
                "title": title,
                "words": "Le trottoir est défoncé.",
                "theme": concern.theme.pk,
                "remove_photo": "on",
            },
        )

    assert bool(Concern.objects.get().photo) is is_kept
    assert any(path.is_file() for path in tmp_path.rglob("*")) is is_kept


def test_addressing_to_nobody_for_a_day_that_is_past_says_so(client, coordinator):
    client.force_login(coordinator)
    concern = ConcernFactory(on_board=True)

    response = client.post(
        f"/habitants/suivi/remontees/{concern.pk}/", {"action": "address", "due_on": "2020-01-01"}
    )

    assert response.context["forms"]["address"].errors == {
        "organisations": ["Ce champ est obligatoire."],
        "due_on": ["Choisissez un jour à venir."],
    }
    assert not Addressing.objects.exists()


def test_addressing_warns_of_who_cannot_be_reached(client, coordinator, mailoutbox):
    client.force_login(coordinator)
    concern = ConcernFactory(on_board=True)
    town = MembershipFactory(organisation__partner=True).organisation
    silent, by_mail = OrganisationFactory(name="Les Muets"), OrganisationFactory(email="nous@example.org")

    response = client.post(
        f"/habitants/suivi/remontees/{concern.pk}/",
        {
            "action": "address",
            "organisations": [town.pk, silent.pk, by_mail.pk],
            "due_on": timezone.localdate() + timedelta(days=30),
        },
        follow=True,
    )

    assert [str(message) for message in response.context["messages"]] == [
        "Personne n’est prévenu chez Les Muets : ni membre, ni adresse e-mail sur la fiche. Appelez pour le dire.",
        "C’est adressé.",
    ]
    assert len(mailoutbox) == 2


@pytest.mark.parametrize(("fields", "hidden"), [({}, True), ({"on_board": True}, False)])
def test_words_that_were_not_read_again_are_set_aside_out_of_sight_unless_asked(
    client, coordinator, fields, hidden
):
    client.force_login(coordinator)
    concern = ConcernFactory(**fields)

    page = client.get(f"/habitants/suivi/remontees/{concern.pk}/")

    assert page.context["forms"]["aside"]["hidden"].value() is hidden


def test_answer_by_another_organisation_is_not_found(client):
    addressing = AddressingFactory()
    client.force_login(MembershipFactory(organisation__partner=True, manager=True).user)

    response = client.post(addressing.get_answer_url(), {"answer": "Nous répondons à leur place."})

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert Addressing.objects.get().answer == ""


def test_partner_finds_in_their_space_what_waits_for_them(client):
    town = MembershipFactory(organisation__partner=True)
    addressing = AddressingFactory(organisation=town.organisation, late=True)
    AddressingFactory()
    client.force_login(town.user)

    page = client.get("/mon-espace/")

    assert page.text.count("en retard de 3 jours") == 1
    assert addressing.get_answer_url() in page.text
