"""Photos and documents of a sheet: what they are, how they are served, what is refused."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from initiatives.forms.photos import MAX_PHOTOS
from initiatives.models import Photo
from tests.factories import UserFactory
from tests.initiatives.factories import InitiativeFactory

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


def test_photos_are_put_in_order_described_and_taken_away(client, sheet, django_capture_on_commit_callbacks):
    for alt in ("un", "deux", "trois"):
        add_photo(client, sheet, alt)
    one, two, three = sheet.photos.all()

    def change(photo, **sent):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(f"{address(sheet)}{photo.pk}/", sent)

    change(three, action="monter")
    change(two, action="enregistrer", **{f"photo-{two.pk}-alt": "DEUX", f"photo-{two.pk}-caption": "Avril"})
    undescribed = change(one, action="enregistrer", **{f"photo-{one.pk}-caption": "Ma longue légende"})
    change(one, action="retirer")

    assert [photo.alt for photo in sheet.photos.all()] == ["trois", "DEUX"]
    assert "Ma longue légende" in undescribed.content.decode()
    assert not one.image.storage.exists(one.image.name)
    assert not one.image.storage.exists(one.image.thumbnail_name)


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_as_many_questions_for_one_photo_as_for_three(
    client, sheet, django_assert_num_queries, number
):
    for _number in range(number):
        add_photo(client, sheet)
        add_document(client, sheet, PDF)

    with django_assert_num_queries(9):
        client.get(address(sheet))


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


def test_document_is_taken_away_with_its_file(client, sheet, django_capture_on_commit_callbacks):
    add_document(client, sheet, PDF)
    document = sheet.attachments.get()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{sheet.get_absolute_url()}ecrire/documents/{document.pk}/retirer/")

    assert sheet.attachments.count() == 0
    assert not document.file.storage.exists(document.file.name)


def test_document_whose_file_is_gone_is_not_found(client, sheet):
    add_document(client, sheet, PDF)
    document = sheet.attachments.get()
    document.file.storage.delete(document.file.name)

    assert client.get(f"{sheet.get_absolute_url()}documents/{document.pk}/").status_code == 404
