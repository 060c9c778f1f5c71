"""A public meeting in the shared agenda: written once, as the meeting, and followed there."""

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from agenda.models import Event


class Announced(models.Model):
    """For meetings. Their event is the agenda's: it is registered for, followed and printed as any other."""

    event = models.OneToOneField(
        Event, on_delete=models.SET_NULL, null=True, editable=False, related_name="meeting"
    )

    class Meta:
        abstract = True

    @property
    def is_announced(self):
        """Whether everybody may know of it: what was convened and then cancelled is still told."""
        return self.is_public and self.convened_at is not None

    @transaction.atomic
    def announce(self, *, by):
        """
        What the agenda says follows: a public meeting stands there once it is convened, moves and is cancelled with
        it, and leaves when it is no longer public. Who convenes without writing for the organiser is read first.
        """
        if self.event is None and self.is_announced and not self.is_cancelled:
            self.event = Event(author=by, organiser=self.body.announcer)
            self._write_event(by)
            self.save(update_fields=["event"])
            self.event.submit(by=by)
            if not self.event.occurrences.exists():
                self.event.write_dates()
        elif self.event is not None and not self.is_public:
            self.event.archive(by=by)
            self.event = None
            self.save(update_fields=["event"])
        elif self.event is not None and self.is_cancelled:
            self.event.cancel(by=by)
        elif self.event is not None:
            self._write_event(by)
            self.event.revise(by=by)
            self.event.write_dates()

    def _write_event(self, by):
        event = self.event
        event.title, event.description = self.title, self.words
        event.summary = _("%(body)s : séance ouverte au public.") % {"body": self.body.name}
        event.starts_at, event.ends_at, event.place = self.starts_at, self.ends_at, self.place
        event.website = f"{settings.SITE_URL}{self.get_absolute_url()}"
        event.save_by(by)
