"""
Pictures that people send: checked by content, re-encoded, stripped of their metadata, in two sizes.

A photograph carries where and when it was taken; nothing of that is kept. What is stored is always a WebP
that we wrote ourselves, so an HTML page or a script renamed `.jpg` can never be served back.
"""

import io
import warnings
from pathlib import PurePosixPath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import ImageFieldFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000  # a 48-megapixel phone fits; 20,000 × 20,000 does not
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
WIDTH = 1200
THUMBNAIL_WIDTH = 480


def reencode(file, *, width=WIDTH):
    """
    `file` as WebP bytes at most `width` pixels wide and twice as high, upright, without metadata.

    Raises ValidationError, in French, when it is no picture we take. The size in pixels is read from the
    header and refused before anything is decoded.
    """
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(file, formats=FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(
                    _("Cette image est trop grande (%(width)d × %(height)d pixels). Réduisez-la."),
                    params={"width": image.width, "height": image.height},
                    code="too_many_pixels",
                )
            image.draft("RGB", (width, width * 2))
            image = ImageOps.exif_transpose(image)
            image.thumbnail((width, width * 2))
            output = io.BytesIO()
            mode = "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
            image.convert(mode).save(output, "WEBP", quality=82, exif=b"", icc_profile=None)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("Cette image est trop grande."), code="too_many_pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            _("Ce fichier n’est pas une image lisible. Envoyez une photo JPEG, PNG, WebP ou GIF."),
            code="not_an_image",
        ) from error
    return output.getvalue()


class PictureFormField(forms.FileField):
    """A file input whose cleaned value is already the re-encoded picture."""

    widget = forms.ClearableFileInput

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.widget.attrs.setdefault("accept", "image/jpeg,image/png,image/webp,image/gif")

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file or file is initial:
            return file
        if file.size > MAX_BYTES:
            raise ValidationError(
                _("Cette image pèse plus de %(limit)d Mo."),
                params={"limit": MAX_BYTES // 1024**2},
                code="too_heavy",
            )
        return ContentFile(reencode(file), name=f"{PurePosixPath(file.name).stem[:40]}.webp")


class PictureFile(ImageFieldFile):
    @property
    def thumbnail_name(self):
        path = PurePosixPath(self.name)
        return str(path.with_name(f"{path.stem}-{THUMBNAIL_WIDTH}.webp"))

    @property
    def thumbnail_url(self):
        return self.storage.url(self.thumbnail_name)

    def save(self, name, content, save=True):
        name = str(PurePosixPath(name).with_suffix(".webp"))
        super().save(name, ContentFile(reencode(content)), save=False)
        self.storage.save(self.thumbnail_name, ContentFile(reencode(content, width=THUMBNAIL_WIDTH)))
        if save:
            self.instance.save()

    def delete(self, save=True):
        if self:
            self.storage.delete(self.thumbnail_name)
        super().delete(save=save)


class PictureField(models.ImageField):
    """An ImageField that stores a re-encoded WebP and its thumbnail, whatever way the file comes in."""

    attr_class = PictureFile

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PictureFormField, **kwargs})
