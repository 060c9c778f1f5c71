"""Pictures: what is stored was written by us, upright, small, and says nothing of who took it."""

import contextlib
import io
import re
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from cooperation.core import images
from cooperation.core.images import Picture, PictureFormField, reencode
from tests.factories import EventFactory, OrganisationFactory

RED, BLUE = (200, 20, 20), (20, 20, 200)


def written(image, kind, **options):
    output = io.BytesIO()
    image.save(output, kind, **options)
    output.seek(0)
    return output


def opened(content):
    return Image.open(io.BytesIO(content))


def photograph(*, width=80, height=40, orientation=1):
    """Red on the left and blue on the right, with the place where it was taken."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Téléphone"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (43.0, 15.0, 0.0)
    return written(image, "JPEG", exif=exif, quality=95, comment=b"chez moi")


def enormous_png(width, height):
    """A PNG whose header announces that size; only a few bytes follow, so decoding it would fail otherwise."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def is_close(pixel, colour):
    return all(abs(value - wanted) < 40 for value, wanted in zip(pixel[:3], colour, strict=True))


def test_photograph_loses_its_place_and_its_maker():
    content = reencode(photograph())

    image = opened(content)
    assert image.format == "WEBP"
    assert dict(image.getexif()) == {}
    assert image.info.get("xmp") is None
    assert b"chez moi" not in content
    assert b"Exif" not in content


def test_photograph_taken_sideways_is_turned_upright():
    image = opened(reencode(photograph(orientation=6)))

    assert image.size == (40, 80)
    assert is_close(image.convert("RGB").getpixel((20, 10)), RED)
    assert is_close(image.convert("RGB").getpixel((20, 70)), BLUE)


def test_large_photograph_is_reduced_to_1200_pixels():
    image = opened(reencode(written(Image.new("RGB", (3000, 1500), RED), "JPEG")))

    assert image.size == (1200, 600)


def test_tall_picture_is_at_most_twice_as_high_as_wide():
    image = opened(reencode(written(Image.new("RGB", (400, 4000), RED), "PNG"), width=480))

    assert image.size == (96, 960)


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (10_000, 6_000), (60_000, 60_000)])
def test_enormous_picture_is_refused_before_it_is_decoded(width, height):
    with pytest.raises(ValidationError) as refusal:
        reencode(io.BytesIO(enormous_png(width, height)))

    assert refusal.value.code == "too_many_pixels"
    assert refusal.value.messages[0].startswith("Cette image est trop grande")


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"",
        b"\x00" * 64,
        b"%PDF-1.4",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
        b"GIF89a",
        b"\xff\xd8\xff\xe0<html>",
    ],
)
def test_what_is_no_picture_is_refused_in_french(content):
    with pytest.raises(ValidationError) as refusal:
        reencode(io.BytesIO(content))

    assert refusal.value.code == "not_an_image"
    assert refusal.value.messages == [
        "Ce fichier n’est pas une image lisible. Envoyez une photo JPEG, PNG, WebP ou GIF."
    ]


def test_formats_outside_the_list_are_refused():
    with pytest.raises(ValidationError) as refusal:
        reencode(written(Image.new("RGB", (4, 4)), "BMP"))

    assert refusal.value.code == "not_an_image"


def test_transparency_is_kept():
    image = opened(reencode(written(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")))

    assert image.mode == "RGBA"
    assert image.getpixel((10, 10))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_png_of_every_kind_is_read(mode):
    content = reencode(written(Image.new(mode, (20, 20)), "PNG"))

    assert opened(content).size == (20, 20)


def test_print_jpeg_is_read():
    content = reencode(written(Image.new("CMYK", (20, 20)), "JPEG"))

    assert opened(content).mode == "RGB"


def test_animated_gif_becomes_its_first_picture():
    frames = [Image.new("RGB", (20, 20), colour) for colour in (RED, BLUE)]
    moving = written(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100)

    image = opened(reencode(moving))

    assert getattr(image, "n_frames", 1) == 1
    assert is_close(image.convert("RGB").getpixel((10, 10)), RED)


def noise():
    return Image.effect_noise((64, 64), 80).convert("RGB")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_truncated_file_is_refused(kind):
    whole = written(noise(), kind).getvalue()

    with pytest.raises(ValidationError) as refusal:
        reencode(io.BytesIO(whole[: len(whole) // 2]))

    assert refusal.value.code == "not_an_image"


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_damaged_file_is_read_or_refused_and_never_fails_otherwise(kind):
    whole = bytearray(
        written(noise(), kind, **({"exif": photograph_exif()} if kind != "GIF" else {})).getvalue()
    )

    for position in range(0, min(len(whole), 600), 3):
        damaged = bytearray(whole)
        damaged[position] ^= 0xFF
        with contextlib.suppress(ValidationError):
            reencode(io.BytesIO(bytes(damaged)), width=32)


def photograph_exif():
    return Image.open(photograph(orientation=6)).info["exif"]


def test_form_field_gives_a_webp_whose_name_nobody_can_guess():
    sent = SimpleUploadedFile("../../photo.php.jpg", photograph().getvalue(), "text/html")

    cleaned = PictureFormField().clean(sent)

    assert re.fullmatch(r"[0-9a-f]{32}\.webp", cleaned.name)
    assert opened(cleaned.read()).format == "WEBP"


def test_form_field_refuses_html_named_jpg():
    sent = SimpleUploadedFile("photo.jpg", b"<html></html>", "image/jpeg")

    with pytest.raises(ValidationError) as refusal:
        PictureFormField().clean(sent)

    assert refusal.value.code == "not_an_image"


def test_form_field_refuses_a_heavy_file(monkeypatch):
    monkeypatch.setattr(images, "MAX_BYTES", 1024 * 1024)
    sent = SimpleUploadedFile("photo.jpg", b"\xff" * (1024 * 1024 + 1), "image/jpeg")

    with pytest.raises(ValidationError) as refusal:
        PictureFormField().clean(sent)

    assert refusal.value.messages == ["Cette image pèse plus de 1 Mo."]


@pytest.mark.django_db
def test_model_field_writes_the_picture_and_its_thumbnail():
    organisation = OrganisationFactory()
    content = written(Image.new("RGB", (2400, 1200), RED), "JPEG").getvalue()

    organisation.logo.save("logo.jpg", ContentFile(content))

    storage = organisation.logo.storage
    with (
        storage.open(organisation.logo.name) as file,
        storage.open(organisation.logo.thumbnail_name) as thumb,
    ):
        sizes = Image.open(file).size, Image.open(thumb).size
    assert organisation.logo.name.endswith(".webp")
    assert sizes == ((1200, 600), (480, 240))
    assert organisation.logo.thumbnail_url.endswith("-480.webp")


@pytest.mark.django_db
def test_model_field_deletes_both_files():
    organisation = OrganisationFactory()
    organisation.logo.save("logo.jpg", ContentFile(photograph().getvalue()))
    storage, names = organisation.logo.storage, [organisation.logo.name, organisation.logo.thumbnail_name]

    organisation.logo.delete()

    assert [storage.exists(name) for name in names] == [False, False]


def stored(file):
    """The names and colours of a picture and of its thumbnail, as they are on the disk."""
    colours = []
    for name in (file.name, file.thumbnail_name):
        with file.storage.open(name) as content:
            colours.append(Image.open(content).convert("RGB").getpixel((5, 5)))
    return colours


def plain(colour):
    return written(Image.new("RGB", (600, 300), colour), "PNG").getvalue()


@pytest.mark.django_db
def test_pictures_of_the_same_name_have_each_their_own_thumbnail():
    first, second, third = (EventFactory() for _event in range(3))

    for event, colour in ((first, RED), (second, BLUE), (third, RED)):
        event.image.save("affiche.webp", ContentFile(plain(colour)), save=False)

    for event, colour in ((first, RED), (second, BLUE), (third, RED)):
        assert all(is_close(pixel, colour) for pixel in stored(event.image))
    assert len({event.image.name for event in (first, second, third)}) == 3


@pytest.mark.django_db
def test_picture_named_like_a_thumbnail_is_stored_elsewhere():
    first, second, third = (EventFactory() for _event in range(3))
    first.image.save("marche-480.webp", ContentFile(plain(RED)), save=False)

    second.image.save("marche.webp", ContentFile(plain(BLUE)), save=False)
    third.image.save("marche-480.webp", ContentFile(plain(BLUE)), save=False)

    assert all(is_close(pixel, RED) for pixel in stored(first.image))
    assert all(is_close(pixel, BLUE) for pixel in (*stored(second.image), *stored(third.image)))


@pytest.mark.django_db
def test_file_given_to_a_model_leaves_its_name_behind():
    event = EventFactory()
    event.image, event.image_alt = SimpleUploadedFile("Amina Benali.jpg", plain(RED)), "Un marché"

    event.save()

    event.refresh_from_db()
    assert re.fullmatch(r"agenda/[0-9a-f]{32}\.webp", event.image.name)
    assert all(is_close(pixel, RED) for pixel in stored(event.image))


@pytest.mark.django_db
def test_picture_of_a_form_is_encoded_once(monkeypatch):
    widths = []

    def counted(file, *, width=images.WIDTH):
        widths.append(width)
        return reencode(file, width=width)

    monkeypatch.setattr(images, "reencode", counted)
    event = EventFactory()
    picture = PictureFormField().clean(SimpleUploadedFile("photo.jpg", plain(RED)))
    event.image, event.image_alt = picture, "Un marché"

    event.save()

    assert isinstance(picture, Picture)
    assert event.image.name == f"agenda/{picture.name}"
    assert widths == [1200, 480]
