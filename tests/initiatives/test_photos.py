"""Photos and documents of a sheet: what they are, how they are served, what is refused."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from initiatives.forms.photos import MAX_PHOTOS
from initiatives.models import Initiative, Partnership, Photo
from initiatives.tasks import forget
from tests.factories import EventFactory, OrganisationFactory, UserFactory
from tests.initiatives.course_factories import MethodFactory
from tests.initiatives.factories import InitiativeFactory
from tests.initiatives.network import in_review, later

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def sheet(client, member, organisation):
    client.force_login(member)
    return InitiativeFactory(carrier=organisation, author=member, draft=True)


def picture(size=(30, 20)):
    buffer = io.BytesIO()
    Image.new("1", size).save(buffer, "PNG")
    return SimpleUploadedFile("IMG_chez-moi.png", buffer.getvalue(), "image/png")


def address(sheet):
    return f"{sheet.get_absolute_url()}ecrire/photos-et-documents/"


def add_photo(client, sheet, alt="Un olivier", **changes):
    sent = {"quoi": "photo", "photo-image": picture(), "photo-alt": alt, "photo-caption": "Mars"} | changes
    return client.post(address(sheet), sent)


def add_document(client, sheet, content, name="guide.pdf"):
    file = SimpleUploadedFile(name, content)
    return client.post(
        address(sheet), {"quoi": "document", "document-file": file, "document-title": "Le mode d’emploi"}
    )


# Photos


def test_photo_is_stored_under_a_name_of_ours_and_the_sheet_has_changed(client, sheet):
    before = sheet.updated_at

    response = add_photo(client, sheet)

    photo = sheet.photos.get()
    sheet.refresh_from_db()
    assert response.status_code == 302
    assert photo.image.name.endswith(".webp")
    assert "chez-moi" not in photo.image.name
    assert sheet.updated_at > before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"photo-image": lambda: picture((20_000, 20_000))}, "Cette image est trop grande"),
        ({"photo-image": lambda: SimpleUploadedFile("x.jpg", b"<script>")}, "n’est pas une image lisible"),
        ({"photo-alt": lambda: ""}, "Ce champ est obligatoire."),
    ],
)
def test_photo_that_is_refused_is_told_and_its_words_stay(client, sheet, changes, words):
    page = add_photo(client, sheet, **{name: value() for name, value in changes.items()}).content.decode()

    assert words in page
    assert 'value="Mars"' in page
    assert sheet.photos.count() == 0


def test_one_photo_more_than_a_dozen_is_refused(client, sheet):
    Photo.objects.bulk_create(
        Photo(initiative=sheet, image="initiatives/x.webp", alt="x") for _number in range(MAX_PHOTOS)
    )

    page = add_photo(client, sheet).content.decode()

    assert "12 photos suffisent : retirez-en une d’abord." in page
    assert sheet.photos.count() == MAX_PHOTOS


def test_photos_are_put_in_order_described_and_taken_away(client, sheet):
    for alt in ("un", "deux", "trois"):
        add_photo(client, sheet, alt)
    one, two, three = sheet.photos.all()

    def change(photo, **sent):
        return client.post(f"{address(sheet)}{photo.pk}/", sent)

    change(three, action="monter")
    change(two, action="enregistrer", **{f"photo-{two.pk}-alt": "DEUX", f"photo-{two.pk}-caption": "Avril"})
    undescribed = change(one, action="enregistrer", **{f"photo-{one.pk}-caption": "Ma longue légende"})
    change(one, action="retirer")

    assert [photo.alt for photo in sheet.photos.all()] == ["trois", "DEUX"]
    assert "Ma longue légende" in undescribed.content.decode()
    assert one.image.storage.exists(one.image.name)


def test_photo_taken_away_is_put_back_as_it_was(client, sheet):
    add_photo(client, sheet)
    photo = sheet.photos.get()
    change = f"{address(sheet)}{photo.pk}/"

    client.post(change, {"action": "retirer"})
    gone = (sheet.photos.count(), client.get(sheet.get_absolute_url()).text)
    offered = client.get(address(sheet)).text
    client.post(change, {"action": "remettre"})

    assert gone[0] == 0
    assert photo.image.thumbnail_url not in gone[1]
    assert 'value="remettre"' in offered
    assert "pendant 90 jours" in offered
    assert photo.image.thumbnail_url in client.get(sheet.get_absolute_url()).text
    numbers = [len(version.content["photos"]) for version in sheet.versions.order_by("number")]
    assert numbers == [0, 1, 0, 1]


def test_photo_comes_back_with_the_version_that_had_it(client, sheet):
    add_photo(client, sheet, "Un olivier")
    photo = sheet.photos.get()
    client.post(f"{address(sheet)}{photo.pk}/", {f"photo-{photo.pk}-alt": "Un pin"})
    client.post(f"{address(sheet)}{photo.pk}/", {"action": "retirer"})

    client.post(f"{sheet.get_absolute_url()}historique/revenir/", {"version": 2})

    assert [photo.alt for photo in sheet.photos.all()] == ["Un olivier"]


def test_what_was_taken_away_is_erased_with_its_files_after_three_months(
    client, sheet, django_capture_on_commit_callbacks
):
    for alt in ("un", "deux"):
        add_photo(client, sheet, alt)
    add_document(client, sheet, PDF)
    kept, gone = sheet.photos.all()
    document = sheet.attachments.get()
    client.post(f"{address(sheet)}{gone.pk}/", {"action": "retirer"})
    client.post(f"{sheet.get_absolute_url()}ecrire/documents/{document.pk}/", {"action": "retirer"})

    def erased(days):
        with later(days=days), django_capture_on_commit_callbacks(execute=True):
            forget(0)
        return [not row.stored.storage.exists(row.stored.name) for row in (kept, gone, document)]

    assert erased(89) == [False, False, False]
    assert erased(91) == [False, True, True]
    assert not gone.image.storage.exists(gone.image.thumbnail_name)
    assert list(Photo.everything.all()) == [kept]
    client.post(f"{sheet.get_absolute_url()}historique/revenir/", {"version": 4})
    assert list(sheet.photos.all()) == [kept]


@pytest.mark.parametrize("kind", ["photo", "document"])
def test_what_was_taken_away_is_erased_for_good_at_once(
    client, sheet, kind, django_capture_on_commit_callbacks
):
    add_photo(client, sheet)
    add_document(client, sheet, PDF)
    row = (sheet.photos if kind == "photo" else sheet.attachments).get()
    change = (
        f"{address(sheet) if kind == 'photo' else f'{sheet.get_absolute_url()}ecrire/documents/'}{row.pk}/"
    )

    client.post(change, {"action": "effacer"})
    still = row.stored.storage.exists(row.stored.name)
    client.post(change, {"action": "retirer"})
    offered = client.get(address(sheet)).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(change, {"action": "effacer"})

    assert still
    assert 'value="effacer"' in offered
    assert ("s’ouvre encore pour qui connaît son adresse" in offered) == (kind == "photo")
    assert not row.stored.storage.exists(row.stored.name)
    assert not type(row).everything.filter(pk=row.pk).exists()


def test_reader_erases_nothing_for_good(client):
    sheet, reading = in_review(accepted=True)
    client.force_login(reading.reader)
    add_photo(client, sheet)
    change = f"{address(sheet)}{sheet.photos.get().pk}/"
    client.post(change, {"action": "retirer"})

    shown = client.get(address(sheet)).text
    answer = client.post(change, {"action": "effacer"})

    assert 'value="remettre"' in shown
    assert 'value="effacer"' not in shown
    assert answer.status_code == 404
    assert Photo.everything.count() == 1


def test_reader_takes_away_what_they_added_alone(client):
    sheet, reading = in_review(accepted=True)
    client.force_login(sheet.author)
    add_photo(client, sheet, "de l’équipe")
    add_document(client, sheet, PDF)
    theirs, paper = sheet.photos.get(), sheet.attachments.get()
    client.force_login(reading.reader)
    add_photo(client, sheet, "de la lectrice")
    mine = sheet.photos.get(alt="de la lectrice")

    shown = client.get(address(sheet)).text
    refused = [
        client.post(f"{address(sheet)}{theirs.pk}/", {"action": "retirer"}).status_code,
        client.post(f"{sheet.get_absolute_url()}ecrire/documents/{paper.pk}/").status_code,
    ]
    client.post(f"{address(sheet)}{mine.pk}/", {"action": "retirer"})
    client.post(f"{sheet.get_absolute_url()}historique/revenir/", {"version": 1})

    assert refused == [404, 404]
    assert shown.count('value="retirer"') == 1
    assert list(sheet.photos.all()) == [theirs]
    assert list(sheet.attachments.all()) == [paper]


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_as_many_questions_for_one_photo_as_for_three(
    client, sheet, django_assert_num_queries, number
):
    for _number in range(number):
        add_photo(client, sheet)
        add_document(client, sheet, PDF)

    with django_assert_num_queries(13):
        client.get(address(sheet))


# Events and methods


def test_events_of_the_carrier_and_of_its_partners_are_offered(client, sheet, organisation):
    partner, stranger = OrganisationFactory.create_batch(2)
    Partnership.objects.create(initiative=sheet, organisation=partner)
    ours, theirs = EventFactory(organiser=organisation), EventFactory(organiser=partner)
    shared = EventFactory(organiser=stranger)
    shared.co_organisers.add(partner)
    EventFactory(organiser=stranger)

    offered = client.get(address(sheet)).context["events_form"].fields["events"].queryset

    assert set(offered) == {ours, theirs, shared}


def test_methods_are_said_where_the_sheet_is_written_and_both_pages_say_so(client, sheet):
    used, other = MethodFactory(title="La ligne qui bouge"), MethodFactory()
    MethodFactory(state="draft")

    offered = client.get(address(sheet)).context["methods_form"].fields["methods"].queryset
    client.post(address(sheet), {"quoi": "methodes", "methodes-methods": [used.pk]})
    Initiative.objects.update(state="published", published_at=timezone.now())

    assert set(offered) == {used, other}
    assert list(sheet.methods.all()) == [used]
    assert sheet.versions.first().content["methods"] == [used.pk]
    assert "La ligne qui bouge" in client.get(sheet.get_absolute_url()).text
    assert sheet.title in client.get(used.get_absolute_url()).text


# Documents


def test_document_is_what_its_content_says_and_is_never_shown_as_a_page(client, sheet):
    add_document(client, sheet, PDF, "IMG_2024.jpg")
    document = sheet.attachments.get()

    response = client.get(f"{sheet.get_absolute_url()}documents/{document.pk}/")

    assert (document.media_type, document.size) == ("application/pdf", len(PDF))
    assert "IMG_2024" not in document.file.name
    assert b"".join(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="le-mode-demploi.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_archive_renamed_pdf_is_refused_in_words_and_its_title_stays(client, sheet):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("malin.exe", b"MZ")

    page = add_document(client, sheet, buffer.getvalue(), "rapport.pdf").content.decode()

    assert "Ce fichier n’est ni un PDF, ni un document de bureautique" in page
    assert "Le mode d’emploi" in page
    assert sheet.attachments.count() == 0


def test_document_of_a_draft_is_for_its_team_alone(client, sheet):
    add_document(client, sheet, PDF)
    document = sheet.attachments.get()
    link = f"{sheet.get_absolute_url()}documents/{document.pk}/"

    client.force_login(UserFactory())
    stranger = client.get(link)
    client.logout()
    visitor = client.get(link)

    assert (stranger.status_code, visitor.status_code) == (404, 404)


def test_document_taken_away_is_served_to_nobody_until_it_is_put_back(client, sheet):
    add_document(client, sheet, PDF)
    document = sheet.attachments.get()
    change = f"{sheet.get_absolute_url()}ecrire/documents/{document.pk}/"
    link = f"{sheet.get_absolute_url()}documents/{document.pk}/"

    client.post(change, {"action": "retirer"})
    gone = (sheet.attachments.count(), client.get(link).status_code)
    client.post(change, {"action": "remettre"})

    assert gone == (0, 404)
    assert client.get(link).status_code == 200


def test_document_whose_file_is_gone_is_not_found(client, sheet):
    add_document(client, sheet, PDF)
    document = sheet.attachments.get()
    document.file.storage.delete(document.file.name)

    assert client.get(f"{sheet.get_absolute_url()}documents/{document.pk}/").status_code == 404
