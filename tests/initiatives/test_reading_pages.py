"""The reader's page, the remarks and the lists: what they show to whom, and that nobody's words are lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from initiatives.models import Comment, Initiative, Partnership, Reading, ReadingOptOut
from initiatives.tasks import forget, tell_comments
from tests.factories import EventFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.initiatives.factories import InitiativeFactory, PhotoFactory
from tests.initiatives.network import draft_of, in_review, later, member_of, theme

pytestmark = pytest.mark.django_db


def url(name, sheet, *args):
    return reverse(f"initiatives:{name}", args=[sheet.slug, *args])


def page_of(client, person, address):
    client.force_login(person)
    return client.get(address).content.decode()


def test_author_chooses_among_three_and_sees_why(client):
    sheet = draft_of()
    for name in ("Cuisine", "Danse", "Sport", "Vélo"):
        member_of(f"Les {name}s", main=theme(name))

    page = page_of(client, sheet.author, url("submit", sheet))
    client.post(url("submit", sheet), {"reader": page.split('name="reader" value="')[2].split('"')[0]})

    assert page.count('name="reader"') == 3
    assert page.count("Aucun thème en commun : un regard neuf.") == 3
    assert Reading.objects.get().organisation.name == "Les Danses"


def test_reader_who_is_no_longer_free_is_replaced_by_others(client):
    sheet = draft_of()
    member_of("A")
    client.force_login(sheet.author)

    page = client.post(url("submit", sheet), {"reader": "999999"}).content.decode()

    assert "Cette personne n’est plus disponible" in page
    assert not Reading.objects.exists()


def test_who_is_asked_sees_the_sheet_and_not_the_remarks(client):
    sheet, reading = in_review(context="Rien ne poussait.")
    sheet.comments.create(section="steps", author=sheet.author, text="Entre nous.")

    asked = page_of(client, reading.reader, url("reading", sheet))
    client.post(url("reading-answer", sheet), {"answer": "yes"})
    accepted = client.get(url("reading", sheet)).content.decode()

    assert ("Rien ne poussait." in asked, "Entre nous." in asked, "Je la relis" in asked) == (
        True,
        False,
        True,
    )
    assert ("Entre nous." in accepted, "Publier la fiche" in accepted) == (True, True)


def test_reader_sees_photos_documents_events_and_partners(client):
    sheet, reading = in_review(accepted=True, evidence="Nous avons compté.")
    photo = PhotoFactory(initiative=sheet, alt="Un olivier", caption="En mars")
    paper = sheet.attachments.create(title="Le plan", file="x.pdf", media_type="application/pdf", size=1)
    event = EventFactory(title="La plantation")
    sheet.events.add(event)
    Partnership.objects.create(initiative=sheet, organisation=OrganisationFactory(name="Terre du Sud"))

    shown = page_of(client, reading.reader, url("reading", sheet))

    assert photo.image.thumbnail_url in shown
    for words in ("Un olivier", "En mars", "Le plan", "La plantation", "Terre du Sud", "Nous avons compté."):
        assert words in shown
    assert url("attachment", sheet, paper.pk) in shown


def test_photo_added_while_it_is_read_is_not_published_unseen(client):
    sheet, reading = in_review(accepted=True)
    decide = {"action": "publish", "version": sheet.version}
    image = SimpleUploadedFile("x.png", PhotoFactory.build().image.read(), "image/png")
    client.force_login(sheet.author)
    client.post(url("photos", sheet), {"quoi": "photo", "photo-image": image, "photo-alt": "Un olivier"})

    client.force_login(reading.reader)
    again = client.post(url("reading-decide", sheet), decide).text

    assert sheet.photos.count() == 1
    assert "La fiche a été modifiée pendant que vous la lisiez" in again
    assert Initiative.objects.get().state == Initiative.State.REVIEW


def test_remark_that_is_refused_keeps_its_words(client):
    sheet, reading = in_review(accepted=True)
    client.force_login(reading.reader)
    words = "mot " * 2000

    long = client.post(url("comment-add", sheet), {"section": "steps", "text": words}).content.decode()
    empty = client.post(url("comment-add", sheet), {"section": "steps", "text": " "}).content.decode()
    good = client.post(url("comment-add", sheet), {"section": "steps", "text": "Combien ?"})

    assert "mot mot mot" in long
    assert "Écrivez votre remarque avant de l’envoyer." in empty
    assert good["Location"] == f"{url('reading', sheet)}#partie-steps"
    assert list(Comment.objects.values_list("section", "text", "author")) == [
        ("steps", "Combien ?", reading.reader_id)
    ]


def test_remark_is_shown_as_text(client):
    sheet, reading = in_review(accepted=True)
    sheet.comments.create(section="steps", author=reading.reader, text="<script>alert(1)</script>")

    page = page_of(client, sheet.author, url("reading", sheet))

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_remark_is_dealt_with_and_opened_again(client):
    sheet, reading = in_review(accepted=True)
    comment = sheet.comments.create(section="steps", author=reading.reader, text="Combien ?")
    client.force_login(sheet.author)

    client.post(url("comment-resolve", sheet, comment.pk), {"action": "resolve"})
    dealt = Comment.objects.get()
    client.post(url("comment-resolve", sheet, comment.pk), {"action": "reopen"})

    assert (dealt.is_open, dealt.resolved_by) == (False, sheet.author)
    assert Comment.objects.get().is_open


def test_remarks_are_told_together_half_an_hour_later(mailoutbox):
    sheet, reading = in_review(accepted=True, title="Un verger")
    for text in ("Combien ?", "Qui ?"):
        sheet.comments.create(section="steps", author=reading.reader, text=text)
    sheet.comments.create(section="steps", author=sheet.author, text="Trente heures.")
    mailoutbox.clear()

    tell_comments(0)
    early = len(mailoutbox)
    with later(minutes=31):
        tell_comments(0)
        tell_comments(0)

    assert early == 0
    assert [(mail.to[0], mail.subject) for mail in mailoutbox] == [
        (sheet.author.email, "2 remarques sur « Un verger »"),
        (reading.reader.email, "Une remarque sur « Un verger »"),
    ]
    assert "Trente heures." not in mailoutbox[0].body


def test_remarks_are_erased_a_year_after_the_publication():
    sheet, reading = in_review(accepted=True)
    sheet.comments.create(section="steps", author=reading.reader, text="Combien ?")
    sheet.publish(by=reading.reader)

    with later(days=360):
        forget(0)
    kept = Comment.objects.count()
    with later(days=370):
        forget(0)

    assert (kept, Comment.objects.count()) == (1, 0)


def test_words_to_the_team_are_asked_for_and_kept(client):
    sheet, reading = in_review(accepted=True)
    client.force_login(reading.reader)
    sent = {"action": "send-back", "version": sheet.version}

    refused = client.post(url("reading-decide", sheet), sent | {"words": ""}).content.decode()
    Initiative.objects.get(pk=sheet.pk).write_version(by=None)
    Initiative.objects.filter(pk=sheet.pk).update(version=9)
    stale = client.post(url("reading-decide", sheet), sent | {"action": "publish", "words": "Bravo à vous"})
    good = client.post(url("reading-decide", sheet), sent | {"words": "Les étapes manquent."})

    assert "Dites à l’équipe ce qui est à reprendre." in refused
    assert "modifiée pendant que vous la lisiez" in stale.content.decode()
    assert "Bravo à vous" in stale.content.decode()
    assert 'name="version" value="9"' in stale.content.decode()
    assert good["Location"] == reverse("initiatives:reading-list")
    assert Initiative.objects.get().state == "draft"


def test_answer_that_comes_too_late_says_so(client):
    sheet, reading = in_review()
    sheet.appoint(MembershipFactory(), by=UserFactory(coordinator=True))
    client.force_login(reading.reader)

    response = client.post(url("reading-answer", sheet), {"answer": "yes"})

    assert response.status_code == 404


def test_who_does_not_wish_to_read_says_so_once(client):
    reader = member_of("A").user
    client.force_login(reader)

    client.post(reverse("initiatives:reading-preference"), {"read": "no"})
    client.post(reverse("initiatives:reading-preference"), {"read": "no"})
    out = ReadingOptOut.objects.count()
    client.post(reverse("initiatives:reading-preference"), {"read": "yes"})

    assert (out, ReadingOptOut.objects.count()) == (1, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_whatever_its_length(client, number, django_assert_num_queries):
    coordinator = UserFactory(coordinator=True)
    for state in ("proposed", "accepted", "published"):
        for _sheet in range(number):
            membership = MembershipFactory()
            sheet = InitiativeFactory(review=state != "published", carrier=membership.organisation)
            Reading.objects.create(
                initiative=sheet,
                reader=coordinator,
                organisation=membership.organisation,
                state=state,
                accepted_at=sheet.submitted_at,
                closed_at=sheet.published_at,
            )
            InitiativeFactory(review=True, author=coordinator)
    client.force_login(coordinator)

    with django_assert_num_queries(14):
        client.get(reverse("initiatives:reading-list"))


@pytest.mark.parametrize("number", [1, 3])
def test_reader_s_page_costs_the_same_whatever_is_remarked(client, number, django_assert_num_queries):
    sheet, reading = in_review(accepted=True)
    for _remark in range(number):
        sheet.comments.create(section="steps", author=UserFactory(), text="Combien ?")
    client.force_login(reading.reader)

    with django_assert_num_queries(15):
        client.get(url("reading", sheet))


@pytest.mark.parametrize("number", [1, 3])
def test_family_of_a_sheet_costs_the_same_whatever_its_size(client, number, django_assert_num_queries):
    sheet = InitiativeFactory()
    for _adaptation in range(number):
        InitiativeFactory().declare_source(sheet)

    with django_assert_num_queries(14):
        client.get(sheet.get_absolute_url())
