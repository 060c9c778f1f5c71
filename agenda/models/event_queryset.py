"""The questions that pages, feeds and tasks ask of events."""

from collections import defaultdict
from itertools import batched

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from agenda.models.co_organising import CoOrganising
from agenda.models.confirmation import ConfirmableQuerySet
from agenda.models.occurrences import HORIZON, Occurrence
from agenda.models.publication import Publication
from agenda.models.rooms import Booking
from agenda.models.seats import keep_registered
from associations.models import District, Organisation, Place, Theme
from cooperation.core.copying import copy_rows

State = Publication.State
ADOPTABLE = Q(state=State.PENDING, organiser=None)


class EventQuerySet(ConfirmableQuerySet):
    def public(self):
        return self.filter(state=State.PUBLISHED)

    def visible_to(self, user):
        """
        Public events, those that this person may edit, those that their organisations are asked to organise with
        others, and the proposals that these could adopt.
        """
        seen = self._edited_by(user) & ~Q(state=State.ARCHIVED)
        if user.is_authenticated:
            seen |= Q(pk__in=CoOrganising.objects.for_answer_by(user).values("event"))
            seen |= ADOPTABLE & Q(Exists(Organisation.objects.joined_by(user)))
        return self.filter(Q(state=State.PUBLISHED) | seen)

    def editable_by(self, user):
        """
        A coordinator edits all; members what their organisations carry; anyone what they wrote themselves.
        """
        return self.exclude(state=State.ARCHIVED).filter(self._edited_by(user))

    def run_by(self, user):
        """Those of `editable_by` that this person may also cancel, archive or merge: see `is_run_by`."""
        events = self.editable_by(user)
        if not user.is_authenticated or user.is_coordinator:
            return events
        ours = Organisation.objects.written_by(user).values("pk")
        carried = self.model.co_organisers.through.objects.filter(organisation__in=ours).values("event")
        never_public = ~Q(state=State.PUBLISHED) & Q(published_at=None)
        return events.filter(never_public | Q(organiser=None) | Q(organiser__in=ours) | Q(pk__in=carried))

    def standing_for(self, slug):
        """The key of the event of this address, or of the one that absorbed it; None when there is neither."""
        both = self.filter(Q(slug=slug) | Q(absorbed__slug=slug))
        return both.values_list("pk", flat=True).first()

    def to_moderate(self):
        return self.filter(state=State.PENDING).order_by("submitted_at", "pk")

    def adoptable(self):
        """Proposals of inhabitants that no organisation carries, the oldest first."""
        return self.to_moderate().filter(ADOPTABLE)

    def for_list(self):
        return (
            self.select_related("organiser", "place__district")
            .prefetch_related("themes")
            .defer("external_entry")
        )

    def with_next_date(self):
        upcoming = Occurrence.objects.filter(event=OuterRef("pk"), ends_at__gte=timezone.now())
        return self.annotate(next_date=Subquery(upcoming.in_order().values("starts_at")[:1]))

    def refresh_search_text(self):
        """Gather the words that each row may be found by: its own, and those of who, where and what."""
        themes = Theme.objects.filter(events=OuterRef("pk")).order_by().values("events")
        theme_names = StringAgg("name", Value(" "), order_by="pk")
        others = Place.objects.filter(other_events=OuterRef("pk")).order_by().values("other_events")
        words = Concat(
            "title",
            Value(" "),
            "summary",
            Value(" "),
            "description",
            *_names(Organisation.objects.filter(pk=OuterRef("organiser_id")).values("name")),
            *_names(Organisation.objects.filter(pk=OuterRef("organiser_id")).values("short_name")),
            *_names(Place.objects.filter(pk=OuterRef("place_id")).values("name")),
            *_names(District.objects.filter(places=OuterRef("place_id")).values("name")),
            *_names(themes.annotate(words=theme_names).values("words")),
            *_names(others.annotate(words=StringAgg("name", Value(" "))).values("words")),
            output_field=models.TextField(),
        )
        return self.exclude(search_text=words).update(search_text=words)

    @transaction.atomic(savepoint=False)
    def create_with_dates(self, events, *, now=None, shortened=None):
        """
        New events with their dates, each row written once: an event written again has two search indexes to
        change. Their `search_text` is the caller's (`Event.words`). `shortened` as in `write_occurrences`.
        """
        shortened = [] if shortened is None else shortened
        now = now or timezone.now()
        dates = []
        for event in events:
            event.plan_occurrences({}, now, dates, [], [], shortened)
        copy_rows(events)
        Occurrence.objects.write_spans(dates)

    @transaction.atomic(savepoint=False)
    def write_occurrences(self, *, now=None, shortened=None):
        """
        Write down the dates of these events, from their schedules, up to the horizon.

        Rows that already stand are kept as they are; overrides stay when the rule still has their date, and
        follow it when only the hour of the series moved. Returns how many rows were added and removed.
        The series that have too many dates for all to be written are added to the list `shortened`.
        """
        shortened = [] if shortened is None else shortened
        now = now or timezone.now()
        added = removed = 0
        rows = self.defer("description", "external_entry", "search_text", "search_vector", "search_folded")
        for events in batched(rows.iterator(chunk_size=500), 500):
            before = {event.pk: event.written_until for event in events}
            existing = defaultdict(dict)
            for row in Occurrence.objects.filter(event__in=events):
                existing[row.event_id][row.recurrence_id] = row
            missing, changed, obsolete = [], [], []
            for event in events:
                if event.skips_school_holidays or event.holiday_exdates:
                    self._skip_holidays(event, existing[event.pk])
                event.plan_occurrences(existing[event.pk], now, missing, changed, obsolete, shortened)
            cancelled = keep_registered(obsolete, missing, changed) if obsolete else []
            Occurrence.objects.filter(pk__in=cancelled).update(is_cancelled=True, is_override=True)
            Occurrence.objects.filter(pk__in=obsolete).delete()
            Occurrence.objects.bulk_update(changed, ["recurrence_id", "starts_at", "ends_at"], batch_size=500)
            Occurrence.objects.write_spans(missing)
            Booking.objects.follow_dates_of(events)
            # Two values at most: none, and the horizon of today.
            for until in {event.written_until for event in events}:
                moved = [event.pk for event in events if event.written_until == until != before[event.pk]]
                if moved:
                    self.model.objects.filter(pk__in=moved).update(written_until=until)
            added += len(missing)
            removed += len(obsolete)
        return added, removed

    def to_come(self, *, now=None):
        """Events with a date that is not over."""
        return self.filter(
            Exists(Occurrence.objects.filter(event=OuterRef("pk"), ends_at__gte=now or timezone.now()))
        )

    def _skip_holidays(self, event, existing):
        """What follows the event learns of the dates that it skips: SEQUENCE and `updated_at` go up."""
        if event.skip_holidays(existing):
            self.model.objects.filter(pk=event.pk).update(
                holiday_exdates=event.holiday_exdates, sequence=F("sequence") + 1, updated_at=timezone.now()
            )

    def skipping_holidays(self):
        """Series that a school year newly published may shorten: the daily task's work."""
        return self.filter(skips_school_holidays=True).exclude(rrule="").exclude(state=State.ARCHIVED)

    def over_since(self, moment):
        """Events without any date that ends after `moment`."""
        return self.exclude(Exists(Occurrence.objects.filter(event=OuterRef("pk"), ends_at__gte=moment)))

    def short_of_horizon(self, *, now=None):
        """Series whose dates must be written further: the daily task's work."""
        now = now or timezone.now()
        return self.filter(written_until__lt=now + HORIZON).exclude(state=State.ARCHIVED)

    def _edited_by(self, user):
        if not user.is_authenticated:
            return Q(pk__in=[])
        if user.is_coordinator:
            return Q()
        ours = Organisation.objects.written_by(user).values("pk")
        through = self.model.co_organisers.through.objects
        carried = through.filter(organisation__in=ours).values("event")
        # What a visitor has not confirmed may come from anyone: only their link sends it.
        return (Q(author=user) | Q(organiser__in=ours) | Q(pk__in=carried)) & ~Q(state=State.UNCONFIRMED)


def _names(rows):
    return Value(" "), Coalesce(Subquery(rows[:1]), Value(""), output_field=models.TextField())
