"""The questions that pages, feeds and tasks ask of events."""

from collections import defaultdict
from itertools import batched

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from agenda.models.occurrences import HORIZON, Occurrence
from agenda.models.publication import Publication
from associations.models import District, Organisation, Place, Theme

State = Publication.State


class EventQuerySet(models.QuerySet):
    def public(self):
        return self.filter(state=State.PUBLISHED)

    def visible_to(self, user):
        """Public events, and those that this person may edit."""
        return self.filter(Q(state=State.PUBLISHED) | self._edited_by(user) & ~Q(state=State.ARCHIVED))

    def editable_by(self, user):
        """
        A coordinator edits all; members what their organisations carry; anyone what they wrote themselves.
        """
        return self.exclude(state=State.ARCHIVED).filter(self._edited_by(user))

    def to_moderate(self):
        return self.filter(state=State.PENDING).order_by("submitted_at", "pk")

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
        theme_names = StringAgg("name", Value(" "))
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
            output_field=models.TextField(),
        )
        return self.exclude(search_text=words).update(search_text=words)

    @transaction.atomic
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
                event.plan_occurrences(existing[event.pk], now, missing, changed, obsolete, shortened)
            Occurrence.objects.filter(pk__in=obsolete).delete()
            Occurrence.objects.bulk_update(changed, ["recurrence_id", "starts_at", "ends_at"], batch_size=500)
            Occurrence.objects.bulk_create(missing, batch_size=2000)
            # Two values at most: none, and the horizon of today.
            for until in {event.written_until for event in events}:
                moved = [event.pk for event in events if event.written_until == until != before[event.pk]]
                if moved:
                    self.model.objects.filter(pk__in=moved).update(written_until=until)
            added += len(missing)
            removed += len(obsolete)
        return added, removed

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
