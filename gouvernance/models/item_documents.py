"""The documents of a point of the agenda: as many as it needs."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from cooperation.core import documents
from cooperation.core.history import SavedBy
from gouvernance.models.minutes import AgendaItem, approved_stays


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ItemDocumentHistory",
)
class ItemDocument(SavedBy, models.Model):
    """
    Of a kind that its content shows; its stored name can't be guessed, `title` is what people read. Taken off, or gone
    with its point, nobody reads it any more: the history says who did what, and the file stays for that history.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="documents")
    file = models.FileField(_("document"), upload_to="gouvernance/")
    title = models.CharField(_("titre du document"), max_length=120)
    media_type = models.CharField(max_length=100, editable=False)

    class Meta:
        verbose_name = _("document d’un point de l’ordre du jour")
        verbose_name_plural = _("documents des points de l’ordre du jour")
        ordering = ["pk"]
        triggers = [
            approved_stays(
                "itemdocument",
                ["item_id", "file", "title", "media_type"],
                "SELECT meeting_id FROM gouvernance_agendaitem WHERE id = {row}.item_id",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def extension(self):
        return documents.EXTENSIONS.get(self.media_type, "bin")
