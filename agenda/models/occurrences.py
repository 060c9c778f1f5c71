"""The dates of events: rows that PostgreSQL can index, kept from each event's schedule."""

from datetime import datetime, time, timedelta

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models, transaction
from django.db.models import Case, F, Func, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import recurrence, wording
from agenda.models.admission import Admitting
from associations.models import Place
from cooperation.core.copying import copy_values

# How far ahead the dates of an endless series are written down; a daily task moves it on.
HORIZON = timedelta(days=731)
# How far back an imported series is written down.
PAST = timedelta(days=3653)
# How far back when that would be too many dates.
RECENT = timedelta(days=31)
# Columns that no list shows, and that are longer than all others together.
NOT_LISTED = [
    "event__external_entry",
    *(
        f"{path}__{name}"
        for path in ("event", "event__organiser")
        for name in ("description", "search_text", "search_vector", "search_folded")
    ),
]

_WRITTEN = [
    *("event", "recurrence_id", "starts_at", "ends_at", "is_cancelled", "is_override", "title", "note"),
]


class OccurrenceQuerySet(models.QuerySet):
    def public(self):
        return self.filter(event__state="published")

    def starting_from(self, moment):
        return self.filter(starts_at__gte=moment)

    def under_way_at(self, moment):
        """Begun before `moment` and not over."""
        return self.filter(span__contains=moment, starts_at__lt=moment)

    def lasting_between(self, since, until):
        """Those of several days that touch the window."""
        return self.filter(
            span__overlap=(since, until), ends_at__gt=F("starts_at") + timedelta(days=1)
        ).in_order()

    def in_order(self):
        return self.order_by("starts_at", "pk")

    def write_spans(self, dates):
        """New rows for these (event, span), as the series has them."""
        values = ((event.pk, span.start, span.start, span.end, False, False, "", "") for event, span in dates)
        copy_values(Occurrence, _WRITTEN, values)

    def for_list(self):
        """What an event card shows, in two queries whatever the number of rows."""
        return (
            self.select_related("event__organiser", "event__place__district", "place__district", "seats")
            .prefetch_related("event__themes")
            .defer(*NOT_LISTED)
        )


class Occurrence(Admitting, models.Model):
    """
    One date of an event. `recurrence_id` is the start that the rule gives (RFC 5545, section 3.8.4.4) and never
    changes, even when the date is moved; a row with `is_override` differs from the series and is kept when
    the series is written down again.
    """

    event = models.ForeignKey(
        "agenda.Event", on_delete=models.CASCADE, related_name="occurrences", verbose_name=_("événement")
    )
    recurrence_id = models.DateTimeField(_("date d’origine"), editable=False)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    # An event without duration still takes place at its instant: '[]' keeps its range from being empty.
    span = models.GeneratedField(
        expression=Func(
            F("starts_at"),
            F("ends_at"),
            Case(When(starts_at=F("ends_at"), then=Value("[]")), default=Value("[)")),
            function="tstzrange",
        ),
        output_field=DateTimeRangeField(),
        db_persist=True,
    )
    is_cancelled = models.BooleanField(_("annulée"), default=False)
    is_override = models.BooleanField(_("différente de la série"), default=False, editable=False)
    title = models.CharField(_("titre de cette date"), max_length=140, blank=True)
    # Exceptionally elsewhere; otherwise where the event takes place.
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="occurrences",
        verbose_name=_("lieu de cette date"),
    )
    note = models.CharField(
        _("précision pour cette date"), max_length=200, blank=True, help_text=_("Salle, horaire, consigne…")
    )

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("date")
        verbose_name_plural = _("dates")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "recurrence_id"], name="occurrence_unique"),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")),
                name="occurrence_ends_after_start",
                violation_error_message=_("La fin doit suivre le début."),
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="occurrence_in_order"),
            GistIndex(fields=["span"], name="occurrence_span"),
        ]

    def __str__(self):
        return f"{self.display_title} — {self.wording}"

    def get_absolute_url(self):
        return self.event.get_absolute_url()

    def get_edit_url(self):
        return reverse("agenda:occurrence-edit", args=[self.event.slug, self.pk])

    def get_following_url(self):
        return reverse("agenda:following-edit", args=[self.event.slug, self.pk])

    @property
    def display_title(self):
        return self.title or self.event.title

    @property
    def where(self):
        """The place of this date: its own where it is exceptionally elsewhere."""
        return self.place or self.event.place

    @property
    def is_elsewhere(self):
        return self.place_id is not None and self.place_id != self.event.place_id

    @property
    def shown_cancelled(self):
        return self.is_cancelled or self.event.is_cancelled

    @property
    def local_start(self):
        return timezone.localtime(self.starts_at)

    @property
    def local_end(self):
        return timezone.localtime(self.ends_at)

    @property
    def wording(self):
        return wording.span(self.local_start, self.local_end, all_day=self.event.all_day)

    @property
    def hours(self):
        if self.event.all_day:
            return _("toute la journée")
        return wording.hours(self.local_start, self.local_end)

    @property
    def iso_start(self):
        return self.local_start.isoformat(timespec="minutes")

    @property
    def day_wording(self):
        return wording.day(self.local_start.date())

    @property
    def start_hour(self):
        return wording.hours(self.local_start, self.local_start)

    @property
    def is_past(self):
        return self.ends_at < timezone.now()

    def differs(self, length):
        """Whether it says anything that a series of dates of this length doesn't."""
        moved = (self.starts_at, self.ends_at - self.starts_at) != (self.recurrence_id, length)
        return bool(moved or self.is_cancelled or self.title or self.note or self.place_id)

    def follow(self, span):
        """The rule gives this start now. A date that differs keeps the distance at which it was moved."""
        if self.is_override:
            self.starts_at += span.start - self.recurrence_id
            self.ends_at += span.start - self.recurrence_id
        else:
            self.starts_at, self.ends_at = span
        self.recurrence_id = span.start

    @transaction.atomic
    def change(self, *, by, starts_at, ends_at, note="", title="", place=None):
        """Move or annotate this date only, or hold it elsewhere."""
        self.starts_at, self.ends_at, self.note, self.title = starts_at, ends_at, note, title
        self.place = None if place == self.event.place else place
        self.is_override = self.event.is_series or bool(note or title or self.place)
        if not self.event.is_series:
            # The only date of an event is the event's own: its pages and its feed say the same.
            self.recurrence_id = self.event.starts_at = starts_at
            self.event.ends_at = ends_at
        self.full_clean()
        self.save()
        self.event.save_by(by, update_fields=["starts_at", "ends_at"])
        self.event.revise(by=by)
        self.event.bookings.follow_dates(self.event)

    @transaction.atomic
    def cancel(self, *, by):
        """This date will not take place; it stays visible as cancelled."""
        self.is_cancelled = self.is_override = True
        self.save()
        self.event.revise(by=by)
        self.event.bookings.filter(recurrence_id=self.recurrence_id).free(by=by)

    @transaction.atomic
    def restore(self, *, by):
        """Back to what the series says."""
        schedule, start = self.event.schedule, self.recurrence_id
        said = recurrence.spans(schedule, since=start, until=start + timedelta(seconds=1)).spans
        self.starts_at, self.ends_at = said[0] if said else (start, start + (schedule.end - schedule.start))
        self.is_cancelled = self.is_override = False
        self.title = self.note = ""
        self.place = None
        self.save()
        self.event.revise(by=by)
        self.event.bookings.follow_dates(self.event)


def start_of_day(day):
    """The first instant of a local day, in the people's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
