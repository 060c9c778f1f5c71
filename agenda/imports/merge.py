"""From what was read to the agenda's rows. Importing the same calendar twice changes nothing."""

import hashlib
import uuid
from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from agenda.imports.entries import Entry, Reading
from agenda.models import Event, Occurrence
from associations.models import Organisation, Place, Theme
from cooperation.core.slugs import readable_slug

# Events written in one statement.
BATCH = 500
MAX_THEMES = 3


@dataclass
class Report:
    """What an import did, event by event: (action, title) pairs in `lines`, and what was refused."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    cancelled: int = 0
    refusals: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    lines: list = field(default_factory=list)

    def __str__(self):
        return _(
            "créés : %(created)d, modifiés : %(updated)d, inchangés : %(unchanged)d, annulés : %(cancelled)d, "
            "refusés : %(refused)d"
        ) % {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "cancelled": self.cancelled,
            "refused": len(self.refusals),
        }


class Merge:
    """
    One reading into one organisation's events.

    An event is found again by its UID at the source. What the source said last time is kept as a digest: the
    same words change nothing here; other words change the event and its SEQUENCE.
    """

    def __init__(self, organisation: Organisation, *, publish: bool = False, by=None):
        self.organisation = organisation
        self.publish = publish
        self.by = by
        self.now = timezone.now()

    def run(self, reading: Reading, *, dry_run: bool = False) -> Report:
        """Write the entries, all or nothing; with `dry_run` everything is done, counted, then undone."""
        self.report = Report(refusals=list(reading.refusals), warnings=list(reading.warnings))
        with transaction.atomic():
            self.themes = {_fold(theme.name): theme for theme in Theme.objects.all()}
            self.places = {
                (_fold(place.name), _fold(place.address)): place
                for place in Place.objects.only("name", "address")
            }
            for start in range(0, len(reading.entries), BATCH):
                self._write(reading.entries[start : start + BATCH])
            if dry_run:
                transaction.set_rollback(True)
        return self.report

    def _write(self, entries):
        known = {
            event.external_uid: event
            for event in Event.objects.filter(
                organiser=self.organisation, external_uid__in=[entry.uid for entry in entries]
            )
        }
        created, updated = [], []
        for entry in entries:
            event, digest = known.get(entry.uid), _digest(entry)
            if event is None:
                event = self._new_event(entry)
                created.append((event, entry))
                self._count("created", entry.title)
            elif event.external_digest == digest:
                self.report.unchanged += 1
                continue
            else:
                updated.append((event, entry))
                cancelled = entry.cancelled and not event.is_cancelled
                self._count("cancelled" if cancelled else "updated", entry.title)
            self._fill(event, entry)
            event.external_digest = digest
        self._name([event for event, _entry in created], entries)
        Event.objects.bulk_create([event for event, _entry in created])
        Event.objects.bulk_update([event for event, _entry in updated], _FIELDS)
        changed = created + updated
        self._link_themes(changed)
        events = Event.objects.filter(pk__in=[event.pk for event, _entry in changed])
        events.write_occurrences(now=self.now)
        self._apply_overrides(changed)
        events.refresh_search_text()

    def _count(self, action, title):
        setattr(self.report, action, getattr(self.report, action) + 1)
        self.report.lines.append((action, title))

    def _new_event(self, entry):
        state = Event.State.PUBLISHED if self.publish else Event.State.PENDING
        return Event(
            organiser=self.organisation,
            author=self.by,
            origin=Event.Origin.IMPORT,
            external_uid=entry.uid,
            state=state,
            submitted_at=self.now,
            published_at=self.now if self.publish else None,
            is_free=entry.free if entry.free is not None else True,
        )

    def _name(self, events, entries):
        """
        Addresses and UIDs for new events. The source's UID is kept, so that a client that follows both sees one
        event, unless another event already has it.
        """
        bases = [readable_slug(event.title, max_length=72) or "evenement" for event in events]
        slugs = set(Event.objects.filter(slug__in=bases).values_list("slug", flat=True))
        uids = {entry.uid for entry in entries}
        taken = set(Event.objects.filter(uid__in=uids).values_list("uid", flat=True))
        for event, base in zip(events, bases, strict=True):
            mark = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.organisation.pk}:{event.external_uid}")
            event.slug = base if base not in slugs else f"{base}-{mark.hex[:7]}"
            slugs.add(event.slug)
            kept = event.external_uid not in taken and len(event.external_uid) <= 255
            event.uid = event.external_uid if kept else f"{mark}@{settings.UID_DOMAIN}"
            taken.add(event.uid)

    def _fill(self, event, entry):
        """The source's words. What it doesn't say (whether it is free, for whom) stays as it is here."""
        schedule = entry.schedule
        event.title = entry.title[:140]
        event.summary = entry.summary[:200]
        event.description = entry.description[:10_000]
        event.starts_at, event.ends_at, event.all_day = schedule.start, schedule.end, schedule.all_day
        event.timezone, event.rrule = schedule.zone, schedule.rrule
        event.rdates, event.exdates = list(schedule.rdates), list(schedule.exdates)
        event.place = self._place(entry)
        event.online_url = entry.online_url[:2000]
        event.website = entry.url[:2000]
        event.age_min, event.age_max = entry.age_min, entry.age_max
        event.conditions = entry.conditions[:255]
        event.accessibility = [code for code in ("mi", "hi", "vi", "pi", "ii") if code in entry.accessibility]
        event.contact_email, event.contact_phone = entry.contact_email[:254], entry.contact_phone[:30]
        event.status = Event.Status.CANCELLED if entry.cancelled else entry.status
        if entry.free is not None:
            event.is_free = entry.free
        event.sequence = max(event.sequence + 1 if event.pk else 0, entry.sequence)
        event.updated_at = self.now

    def _place(self, entry):
        """The place of that name; created when it is new to the network."""
        if not entry.place_name:
            return None
        name, address = entry.place_name[:100], entry.address[:255]
        key = (_fold(name), _fold(address))
        if key not in self.places:
            same_name = [place for (known, _address), place in self.places.items() if known == key[0]]
            if same_name and not address:
                return same_name[0]
            self.places[key] = Place.objects.create(
                name=name, address=address, latitude=entry.latitude, longitude=entry.longitude
            )
        return self.places[key]

    def _link_themes(self, changed):
        """Categories that are themes of ours; an event keeps those that were chosen here."""
        through = Event.themes.through
        have = set(
            through.objects.filter(event__in=[event for event, _entry in changed]).values_list(
                "event_id", flat=True
            )
        )
        links = []
        for event, entry in changed:
            words = {_fold(word): None for word in (*entry.categories, *entry.keywords)}
            named = [self.themes[word] for word in words if word in self.themes][:MAX_THEMES]
            if event.pk not in have:
                links += [through(event_id=event.pk, theme_id=theme.pk) for theme in named]
        through.objects.bulk_create(links)

    def _apply_overrides(self, changed):
        """Dates that differ: those of this reading; an override that the source took back is undone."""
        wanted = {event.pk: {row.recurrence_id: row for row in entry.overrides} for event, entry in changed}
        spans = {event.pk: event.ends_at - event.starts_at for event, _entry in changed}
        touched, seen = [], defaultdict(set)
        differing = [pk for pk, rows in wanted.items() if rows]
        for row in Occurrence.objects.filter(
            Q(event__in=differing) | Q(event__in=list(wanted), is_override=True)
        ):
            override = wanted[row.event_id].get(row.recurrence_id)
            if override is None and not row.is_override:
                continue
            seen[row.event_id].add(row.recurrence_id)
            if override is None:
                row.starts_at, row.ends_at = row.recurrence_id, row.recurrence_id + spans[row.event_id]
                row.is_override = row.is_cancelled = False
                row.title = row.note = ""
            else:
                _override(row, override)
            touched.append(row)
        fields = ["starts_at", "ends_at", "is_cancelled", "is_override", "title", "note"]
        Occurrence.objects.bulk_update(touched, fields, batch_size=BATCH)
        self._add_dates(changed, wanted, seen)

    def _add_dates(self, changed, wanted, seen):
        """A date that differs from no date of the rule is a date of its own: it joins RDATE."""
        rows, events = [], []
        for event, _entry in changed:
            missing = [override for key, override in wanted[event.pk].items() if key not in seen[event.pk]]
            if missing:
                event.rdates = sorted({*event.rdates, *(override.recurrence_id for override in missing)})
                events.append(event)
            for override in missing:
                rows.append(
                    _override(Occurrence(event=event, recurrence_id=override.recurrence_id), override)
                )
        Event.objects.bulk_update(events, ["rdates"])
        Occurrence.objects.bulk_create(rows)


_FIELDS = [
    *("title", "summary", "description", "starts_at", "ends_at", "all_day", "timezone", "rrule", "rdates"),
    *("exdates", "place", "online_url", "website", "age_min", "age_max", "conditions", "accessibility"),
    *("contact_email", "contact_phone", "status", "is_free", "sequence", "updated_at", "external_digest"),
]


def _override(row, override):
    row.starts_at, row.ends_at = override.start, override.end
    row.is_cancelled, row.is_override = override.cancelled, True
    row.title, row.note = override.title[:140], override.note[:200]
    return row


def _digest(entry: Entry) -> str:
    """What the source says, less where it stands in the file and when it was last saved there."""
    overrides = tuple(replace(override, line=0) for override in entry.overrides)
    content = replace(entry, line=0, modified=None, sequence=0, overrides=overrides)
    return hashlib.sha256(repr(content).encode()).hexdigest()


def _fold(text: str) -> str:
    return slugify(text)
