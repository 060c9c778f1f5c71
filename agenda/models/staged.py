"""A calendar that somebody looks at before following it: what was read, kept for the time of a decision."""

import uuid
import zlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models.sources import RHYTHM, Source
from associations.models import Organisation

# A calendar that nobody has decided upon is forgotten after a day; one person has so many at a time.
STAGED_KEPT = timedelta(days=1)
AT_A_TIME = 5


class StagedCalendarQuerySet(models.QuerySet):
    def of(self, user):
        """Their own, for organisations that they may still write for."""
        return self.filter(by=user, organisation__in=Organisation.objects.written_by(user).values("pk"))

    def before(self, moment):
        return self.filter(created_at__lt=moment)


class StagedCalendar(models.Model):
    """
    The bytes that the preview shows are those that are taken over: neither a server that changes its mind nor a
    second press of the button makes anything else of it.
    """

    RULES = ["name", "theme", "place", "publishes", "only_matching"]

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    url = models.URLField(max_length=2000, blank=True)
    content = models.BinaryField()  # compressed
    # What would come of it (agenda/imports/preview.py): big ones take seconds to read.
    preview = models.JSONField(default=dict)
    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    # The rules, by the names of the source's fields; rows by their key.
    rules = models.JSONField(default=dict)
    # What it became: pressing twice leads there again.
    source = models.ForeignKey(Source, on_delete=models.CASCADE, null=True, related_name="staged")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StagedCalendarQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendrier à l’essai")
        verbose_name_plural = _("calendriers à l’essai")
        ordering = ["-created_at"]

    def __str__(self):
        return self.rules.get("name", "") or self.url

    def save(self, **kwargs):
        """The oldest of this person's make room."""
        super().save(**kwargs)
        mine = StagedCalendar.objects.filter(by=self.by).order_by("-created_at")
        StagedCalendar.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[AT_A_TIME:])).delete()

    @property
    def data(self):
        return zlib.decompress(self.content)

    @data.setter
    def data(self, value):
        self.content = zlib.compress(value, 6)

    @property
    def default_name(self):
        """Of a calendar that doesn't say its own."""
        return Source(url=self.url).host or str(_("Fichier repris"))

    @property
    def draft(self):
        """The source that it would be, unsaved."""
        rows = {"theme": "theme_id", "place": "place_id"}
        rules = {rows.get(name, name): value for name, value in self.rules.items()}
        return Source(organisation=self.organisation, url=self.url, added_by=self.by, **rules)

    def become_source(self):
        """
        The source that it is from now on, saved; one of that address that was stopped is taken up again.
        """
        source = self.draft
        stopped = Source.objects.filter(
            organisation=self.organisation, url=self.url, state=Source.State.STOPPED
        )
        if self.url and (former := stopped.select_for_update().first()):
            source.pk, source.created_at = former.pk, former.created_at
            source._state.adding = False
        source.etag, source.last_modified = self.etag, self.last_modified
        if self.url:
            source.next_read_at = timezone.now() + RHYTHM
        source.full_clean(exclude=["added_by"])
        source.save()
        self.source = source
        self.save(update_fields=["source"])
        return source
