"""
Pictures that people send: checked by content, re-encoded, stripped of their metadata, in two sizes.

A photograph carries where and when it was taken; nothing of that is kept, nor its file's name. What is stored
is always a WebP that we wrote ourselves, so an HTML page or a script renamed `.jpg` can never be served back;
its name can't be guessed.
"""

import io
import uuid
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


class Picture(ContentFile):
    """A picture in its two sizes, written by us once, under a name that nobody can guess."""

    def __init__(self, file):
        super().__init__(reencode(file), name=f"{uuid.uuid4().hex}.webp")
        self.thumbnail = ContentFile(reencode(file, width=THUMBNAIL_WIDTH))


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
        return Picture(file)


class PictureFile(ImageFieldFile):
    """The stored picture; its thumbnail stands beside it, under a name made from its own."""

    @property
    def thumbnail_name(self):
        return thumbnail_of(self.name)

    @property
    def thumbnail_url(self):
        return self.storage.url(self.thumbnail_name)

    def save(self, name, content, save=True):
        """Store under this name, which is the code's and never a person's, or one like it when it is taken."""
        picture = content if isinstance(content, Picture) else Picture(content)
        path = PurePosixPath(self.field.generate_filename(self.instance, name)).with_suffix(".webp")
        while self.storage.exists(str(path)) or self.storage.exists(thumbnail_of(path)):
            path = path.with_name(self.storage.get_alternative_name(PurePosixPath(name).stem, ".webp"))
        super().save(path.name, picture, save=False)
        self.storage.save(self.thumbnail_name, picture.thumbnail)
        if save:
            self.instance.save()

    def delete(self, save=True):
        if self:
            self.storage.delete(self.thumbnail_name)
        super().delete(save=save)


def thumbnail_of(name):
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{THUMBNAIL_WIDTH}.webp"))


class PictureField(models.ImageField):
    """An ImageField that stores a re-encoded WebP and its thumbnail, whatever way the file comes in."""

    attr_class = PictureFile

    def pre_save(self, instance, add):
        file = getattr(instance, self.attname)
        if file and not file._committed and not isinstance(file.file, Picture):
            setattr(instance, self.attname, Picture(file.file))
        return super().pre_save(instance, add)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": PictureFormField, **kwargs})
