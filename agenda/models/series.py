"""What a series is beyond its rule: what it goes on from, the school holidays that it skips, its places."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from associations.models import Place


class Series(models.Model):
    # "This date and the following" makes a second event, which goes on from the first.
    continues = models.ForeignKey(
        "agenda.Event",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="continued_by",
        verbose_name=_("fait suite à"),
    )
    skips_school_holidays = models.BooleanField(_("sauf pendant les vacances scolaires"), default=False)
    # The dates of the rule that fall in them, as far as the ministry has published them.
    holiday_exdates = ArrayField(models.DateTimeField(), default=list, blank=True, editable=False)
    other_places = models.ManyToManyField(
        Place, related_name="other_events", verbose_name=_("autres lieux"), blank=True
    )

    class Meta:
        abstract = True
