"""Photos, and documents that others can use again. Taken away, they can be put back for a while."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core.images import PictureField

# What was taken away is erased, its file too, so long after: until then its team may put it back.
REMOVED_KEPT = timedelta(days=90)


class EnclosureQuerySet(models.QuerySet):
    def removed(self):
        return self.filter(removed_at__isnull=False)

    def to_erase(self):
        return self.filter(removed_at__lte=timezone.now() - REMOVED_KEPT)

    @transaction.atomic
    def erase(self):
        """For good, with their files."""
        for row in self:
            row.delete()
            transaction.on_commit(partial(row.stored.delete, save=False))


class ShownManager(models.Manager.from_queryset(EnclosureQuerySet)):
    """Pages, exports and versions know those that were not taken away."""

    def get_queryset(self):
        return super().get_queryset().filter(removed_at=None)


class Enclosure(models.Model):
    """What a sheet shows beside its words."""

    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("ajouté par"),
    )
    removed_at = models.DateTimeField(_("retiré le"), null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("retiré par"),
    )

    objects = ShownManager()
    everything = EnclosureQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def kept_until(self):
        return self.removed_at + REMOVED_KEPT

    def is_removable_by(self, user, *, runs):
        """Who answers for the sheet takes any away, or puts it back; its reader, what they added themselves."""
        return runs or self.added_by_id == user.pk

    def remove(self, *, by):
        self.removed_at, self.removed_by = timezone.now(), by
        self.save(update_fields=["removed_at", "removed_by"])

    def put_back(self):
        self.removed_at = self.removed_by = None
        self.save(update_fields=["removed_at", "removed_by"])


class Photo(Enclosure):
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

    @property
    def stored(self):
        return self.image


class Attachment(Enclosure):
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

    @property
    def stored(self):
        return self.file
