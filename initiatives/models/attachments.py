"""Photos, and documents that others can use again."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core.images import PictureField


class Photo(models.Model):
    initiative = models.ForeignKey("Initiative", on_delete=models.CASCADE, related_name="photos")
    image = PictureField(_("photo"), upload_to="initiatives/")
    alt = models.CharField(_("ce que montre la photo"), max_length=200)
    caption = models.CharField(_("légende"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alt=""),
                name="photo_described",
                violation_error_message=_(
                    "Dites en quelques mots ce que montre la photo, pour les personnes qui ne la voient pas."
                ),
            )
        ]

    def __str__(self):
        return self.alt


class Attachment(models.Model):
    """A document, of a kind that its content shows; its stored name can't be guessed, `title` is what people read."""

    initiative = models.ForeignKey("Initiative", on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(_("document"), upload_to="initiatives/documents/")
    title = models.CharField(_("titre du document"), max_length=120)
    media_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(_("taille (octets)"), editable=False)
    created_at = models.DateTimeField(_("ajouté le"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.title
