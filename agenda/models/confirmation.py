"""Is it still right? Each organiser is asked once a month about the series that go on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Confirmable(models.Model):
    confirmed_at = models.DateTimeField(_("confirmé le"), null=True, blank=True, editable=False)
    confirmation_asked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
