"""From what was read to the agenda's rows. Importing the same calendar twice changes nothing."""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.imports import corrections, recognising, vanishing
from agenda.imports.corrections import iso, moment, shifted
from agenda.imports.entries import MAX_WARNINGS, Entry, Reading
from agenda.imports.our_places import OurPlaces
from agenda.imports.text import fold
from agenda.models import Booking, Event, Occurrence
from agenda.models.events import mint_uid
from agenda.models.likely_doubles import LikelyDouble, spot
from associations.models import Organisation, Theme
from cooperation.core.copying import copy_rows
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
    already_here: int = 0
    likely_doubles: int = 0  # new ones that look like another calendar's event
    refusals: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    warnings_left_out: int = 0
    lines: list = field(default_factory=list)

    def __str__(self):
        return _(
            "créés : %(created)d, modifiés : %(updated)d, inchangés : %(unchanged)d, annulés : %(cancelled)d, "
            "refusés : %(refused)d"
        ) % {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "cancelled": self.cancelled,
            "refused": len(self.refusals),
        }

    def warn(self, message):
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(message)
        else:
            self.warnings_left_out += 1


@dataclass
class Change:
    """One event to write: what the source says now, and what it said last time."""

    event: Event
    entry: Entry
    said: dict
    before: dict
    # By how much the dates here are later than those that the source says, last time and now.
    moved_before: timedelta = timedelta()
    moved: timedelta = timedelta()
    is_corrected: bool = False  # its schedule is not simply the source's

    @property
    def themes_are_new(self):
        return self.said["themes"] != self.before.get("themes")

    @property
    def schedule_is_new(self):
        return self.said["schedule"] != self.before.get("schedule")

    @property
    def overrides_before(self):
        return self.before.get("overrides", {})

    @property
    def overrides_gone(self):
        return {key: told for key, told in self.overrides_before.items() if key not in self.said["overrides"]}

    @property
    def overrides_to_write(self):
        """
        Those that say something new, by the date that they differ from here; all of them when the dates are written
        again.
        """
        return {
            self.date_of(iso(override.recurrence_id), self.moved): override
            for override in self.entry.overrides
            if self.schedule_is_new
            or self.overrides_before.get(iso(override.recurrence_id)) != _told(override)
        }

    def date_of(self, said, by):
        return moment(shifted(said, by, self.event.timezone))


class Merge:
    """
    One reading into one organisation's events.

    An event is found again by its UID at the source, whoever organises it by now. What the source said last
    time is kept beside what the event says here (`Event.external_entry`): the same words change nothing here;
    other words change what they are about and SEQUENCE, and leave alone what was corrected here.
    """

    def __init__(self, organisation: Organisation, *, publish: bool = False, by=None, source=None):
        self.organisation = organisation
        self.source = source
        self.publish = publish
        self.by = by
        self.now = timezone.now()

    def run(self, reading: Reading, *, dry_run: bool = False) -> Report:
        """Write the entries, all or nothing; with `dry_run` everything is done, counted, then undone."""
        self.report = Report(
            refusals=list(reading.refusals),
            warnings=list(reading.warnings),
            warnings_left_out=reading.warnings_left_out,
        )
        self.added = []
        with transaction.atomic():
            self.themes = {fold(theme.name): theme for theme in Theme.objects.all()}
            self.places = OurPlaces()
            for start in range(0, len(reading.entries), BATCH):
                self._write(reading.entries[start : start + BATCH])
            self._spot_doubles()
            if dry_run:
                transaction.set_rollback(True)
        return self.report

    def _write(self, entries):
        known = {
            event.external_uid: event
            for event in Event.objects.filter(
                imported_for=self.organisation, external_uid__in=[entry.uid for entry in entries]
            ).defer("search_text", "search_vector", "search_folded")
        }
        entries, here = recognising.sift(entries, known, self.source)
        self.report.already_here += len(here)
        if self.source:
            vanishing.bring_back([known[entry.uid] for entry in entries if entry.uid in known], now=self.now)
        created, updated = [], []
        for entry in entries:
            event, said = known.get(entry.uid), _said(entry)
            if event is None:
                created.append(Change(self._new_event(entry), entry, said, before={}))
                self._fill(created[-1])
                self._count("created", entry.title)
            elif event.external_entry == said:
                self.report.unchanged += 1
            else:
                was_cancelled = event.is_cancelled
                updated.append(Change(event, entry, said, before=event.external_entry))
                self._fill(updated[-1])
                cancelled = event.is_cancelled and not was_cancelled
                self._count("cancelled" if cancelled else "updated", entry.title)
        self._name([change.event for change in created])
        shortened = []
        for change in created:
            change.event.search_text = change.event.words(self._themes_of(change))
        Event.objects.create_with_dates(
            [change.event for change in created], now=self.now, shortened=shortened
        )
        Event.objects.bulk_update([change.event for change in updated], _FIELDS)
        self.added += [change.event.pk for change in created]
        changes = created + updated
        self._link_themes(changes)
        self._take_back(updated)
        if self.source:
            vanishing.keep_dates(updated, now=self.now)
        Event.objects.filter(pk__in=[change.event.pk for change in updated]).write_occurrences(
            now=self.now, shortened=shortened
        )
        for event in shortened:
            self.report.warn(
                _("« %(title)s » a trop de dates : seules celles du dernier mois et à venir sont écrites")
                % {"title": event.title}
            )
        self._apply_overrides(changes)
        Booking.objects.follow_dates_of([change.event for change in updated])
        Event.objects.filter(pk__in=[change.event.pk for change in changes]).refresh_search_text()

    def _spot_doubles(self):
        """
        New events that look like another calendar's go to the queue of pairs. What would have been published waits
        there when its likeness is public: visitors never see both.
        """
        others = Event.objects.exclude(imported_for=self.organisation).exclude(state=Event.State.ARCHIVED)
        if not self.added or not others.exists():
            return
        found = spot(Event.objects.filter(pk__in=self.added))
        self.report.likely_doubles = len(found)
        withheld = []
        for event in Event.objects.filter(pk__in=list(found)).only("title").order_by("pk"):
            other, _score = max(found[event.pk], key=lambda pair: (pair[0].is_public, pair[1]))
            words = {"title": event.title, "other": other.title}
            if self.publish and other.is_public:
                withheld.append(event.pk)
                self.report.warn(
                    _("« %(title)s » ressemble à « %(other)s », déjà publié : gardé en relecture") % words
                )
            else:
                self.report.warn(_("« %(title)s » ressemble à « %(other)s » : à comparer") % words)
        Event.objects.filter(pk__in=withheld).update(state=Event.State.PENDING, published_at=None)
        for side in ("first", "second"):
            LikelyDouble.objects.filter(**{f"{side}__in": withheld}).update(withheld=F(side))

    def _count(self, action, title):
        setattr(self.report, action, getattr(self.report, action) + 1)
        self.report.lines.append((action, title))

    def _new_event(self, entry):
        state = Event.State.PUBLISHED if self.publish else Event.State.PENDING
        return Event(
            organiser=self.organisation,
            imported_for=self.organisation,
            source=self.source,
            author=self.by,
            origin=Event.Origin.IMPORT,
            uid=entry.uid,  # until `_name`
            external_uid=entry.uid,
            state=state,
            submitted_at=self.now,
            published_at=self.now if self.publish else None,
        )

    def _name(self, events):
        """
        Addresses and UIDs for new events. The source's UID is kept, so that a client that follows both sees one
        event, unless another event already has it; then one is made from it, and at random if that is taken too.
        """
        slugs, uids = [], []
        for event in events:
            mark = uuid.uuid5(uuid.NAMESPACE_URL, f"{self.organisation.pk}:{event.external_uid}")
            minted = f"{mark}@{settings.UID_DOMAIN}"
            base = readable_slug(event.title, max_length=72) or "evenement"
            slugs.append((base, f"{base}-{mark.hex[:7]}"))
            uids.append((event.external_uid if len(event.external_uid) <= 255 else minted, minted))
        names = zip(events, slugs, _free("slug", slugs), _free("uid", uids), strict=True)
        for event, (base, _marked), slug, uid in names:
            event.slug = slug or f"{base[:47]}-{uuid.uuid4().hex}"
            event.uid = uid or mint_uid()

    def _fill(self, change):
        """What the source says otherwise than last time, but for what was corrected here."""
        event, said, before = change.event, change.said, change.before
        new = {name for name, value in said.items() if name not in before or before[name] != value}
        kept = {name for name in new.intersection(before) if self._is_kept(name, change)}
        for name in new.intersection(_PLAIN) - kept:
            setattr(event, name, said[name])
        if self._reschedule(change):
            kept.add("schedule")
        if "place" in new - kept:
            event.place = self._place(change.entry)
        if "ages" in new - kept:
            event.age_min, event.age_max = said["ages"]
        if "is_free" in new - kept and said["is_free"] is not None:
            event.is_free = said["is_free"]
        event.disagreements = sorted(set(event.disagreements) - new | kept)
        event.sequence = max(event.sequence + 1 if event.pk else 0, change.entry.sequence)
        event.updated_at = self.now
        event.external_entry = said

    def _is_kept(self, name, change):
        """Whether this was corrected here. That something is cancelled is heard whatever it says here."""
        event, before, now = change.event, change.before[name], change.said[name]
        match name:
            case "status":
                return now != Event.Status.CANCELLED and corrections.is_kept(event.status, before, now)
            case "ages":
                return corrections.is_kept([event.age_min, event.age_max], before, now)
            case "is_free":
                usual = True if before is None else before
                return now is not None and corrections.is_kept(event.is_free, usual, now)
            case "place":
                return self._place_is_kept(event, before, now)
        return name in _PLAIN and corrections.is_kept(getattr(event, name), before, now)

    def _place_is_kept(self, event, before, now):
        if not before[0]:
            told = {None, self.source and self.source.place_id}
        elif place := self.places.find(*before):
            told = {place.pk}
        else:
            return False  # it has another name since: nobody can tell
        if place := self.places.find(*now) if now[0] else self.source and self.source.place:
            told.add(place.pk)
        return event.place_id not in told

    def _reschedule(self, change):
        """Write the schedule that the two sides make together; whether both changed the same part of it."""
        event, said, before = change.event, change.said["schedule"], change.before.get("schedule")
        if before is None:
            corrections.give(event, said)
            return False
        here = corrections.here(event, before, change.overrides_before)
        merged = corrections.merge(here, before, said)
        change.moved_before = corrections.offset(before, here)
        change.moved = corrections.offset(said, merged.schedule)
        change.is_corrected = merged.is_corrected
        if change.schedule_is_new:
            corrections.give(event, merged.schedule)
            return merged.is_kept
        if gone := change.overrides_gone:
            # The dates of their own, that `_add_dates` added.
            ours = {change.date_of(key, change.moved_before) for key in gone.keys() - set(said["rdates"])}
            event.rdates = [date for date in event.rdates if date not in ours]
        return False

    def _place(self, entry):
        """The place of that name; created when it is new to the network."""
        if not entry.place_name:
            return self.source and self.source.place
        return self.places.get(entry.place_name[:100], entry.address[:255], entry.latitude, entry.longitude)

    def _link_themes(self, changes):
        """Categories that are themes of ours; an event keeps those that were chosen here."""
        changes = [change for change in changes if change.themes_are_new]
        through = Event.themes.through
        have = set(
            through.objects.filter(event__in=[change.event for change in changes]).values_list(
                "event_id", flat=True
            )
        )
        links = []
        for change in changes:
            if change.event.pk not in have:
                links += [
                    through(event_id=change.event.pk, theme_id=theme.pk) for theme in self._themes_of(change)
                ]
        copy_rows(links)

    def _themes_of(self, change):
        """What its categories name among our themes; else that of its source."""
        words = {fold(word): None for word in change.said["themes"]}
        named = [self.themes[word] for word in words if word in self.themes][:MAX_THEMES]
        return named or ([self.source.theme] if self.source and self.source.theme else [])

    def _take_back(self, updated):
        """
        Undo the overrides that the source had and has no more, but for what was written here since. Before the
        dates are written: a row that is no override then gets its hours, or goes, like any other.
        """
        gone = {
            change.event.pk: {
                change.date_of(key, change.moved_before): told for key, told in change.overrides_gone.items()
            }
            for change in updated
            if change.overrides_gone
        }
        lengths = {change.event.pk: change.event.ends_at - change.event.starts_at for change in updated}
        touched = []
        for row in Occurrence.objects.filter(event__in=list(gone), is_override=True):
            told = gone[row.event_id].get(row.recurrence_id)
            if told is None:
                continue
            moved_here = told["times"] != [iso(row.starts_at), iso(row.ends_at)]
            if not moved_here:
                row.starts_at, row.ends_at = row.recurrence_id, row.recurrence_id + lengths[row.event_id]
            for name, usual in _USUAL.items():
                if getattr(row, name) == told[name]:
                    setattr(row, name, usual)
            if "place" in told and row.place_id == _key(self.places.find(*told["place"])):
                row.place_id = None
            row.is_override = row.differs(lengths[row.event_id])
            touched.append(row)
        Occurrence.objects.bulk_update(touched, _OVERRIDDEN, batch_size=BATCH)

    def _apply_overrides(self, changes):
        """The dates that differ, but for what was corrected here."""
        wanted = {change.event.pk: change.overrides_to_write for change in changes}
        by_event = {change.event.pk: change for change in changes}
        touched, seen, disagreeing = [], defaultdict(set), {}
        for row in Occurrence.objects.filter(event__in=[pk for pk, rows in wanted.items() if rows]):
            override = wanted[row.event_id].get(row.recurrence_id)
            if override is None:
                continue
            seen[row.event_id].add(row.recurrence_id)
            change = by_event[row.event_id]
            told = change.overrides_before.get(iso(override.recurrence_id)) if row.is_override else None
            if told == _told(override):
                continue
            if self._override(row, override, told or {}, change):
                change.event.disagreements = sorted({*change.event.disagreements, "overrides"})
                disagreeing[row.event_id] = change.event
            touched.append(row)
        Occurrence.objects.bulk_update(touched, _OVERRIDDEN, batch_size=BATCH)
        Event.objects.bulk_update(disagreeing.values(), ["disagreements"])
        self._add_dates(changes, wanted, seen)

    def _override(self, row, override, told, change):
        """
        Give the row what the override says otherwise than `told`, what it said last time. What it says here stays
        where somebody here wrote it; returns whether there was any such thing.
        """
        said, event, kept = _told(override), change.event, False
        corrected = row.is_override
        if said["times"] != told.get("times"):
            usual = [iso(row.recurrence_id), iso(row.recurrence_id + (event.ends_at - event.starts_at))]
            here = [iso(row.starts_at), iso(row.ends_at)] if corrected else usual
            if corrections.is_kept(here, told.get("times", usual), said["times"]):
                kept = True
            else:
                row.starts_at, row.ends_at = override.start, override.end
        for name, usual in _USUAL.items():
            before = told.get(name, usual)
            if said[name] == before:
                continue
            is_cancellation = name == "is_cancelled" and said[name]
            if not is_cancellation and corrections.is_kept(getattr(row, name), before, said[name]):
                kept = True
            else:
                setattr(row, name, said[name])
        if said.get("place") != told.get("place"):
            before = _key(self.places.find(*told["place"])) if "place" in told else None
            place = self.places.get(*said["place"]) if "place" in said else None
            now = None if _key(place) == event.place_id else _key(place)
            if corrections.is_kept(row.place_id, before, now):
                kept = True
            else:
                row.place_id = now
        row.is_override = True
        return kept

    def _add_dates(self, changes, wanted, seen):
        """
        The dates that have no row: too far for one yet, or given by no rule; the latter are dates of their own
        and join RDATE. Where the schedule was corrected here, they are dates that it lost.
        """
        rows, events = [], []
        for change in changes:
            event = change.event
            missing = {key: row for key, row in wanted[event.pk].items() if key not in seen[event.pk]}
            if not missing:
                continue
            if alien := missing.keys() - event.dates_given(missing):
                if change.is_corrected:
                    missing = {key: row for key, row in missing.items() if key not in alien}
                else:
                    event.rdates = sorted({*event.rdates, *alien})
                    events.append(event)
            for key, override in missing.items():
                row = Occurrence(event=event, recurrence_id=key)
                self._override(row, override, {}, change)
                rows.append(row)
        Event.objects.bulk_update(events, ["rdates"])
        Occurrence.objects.bulk_create(rows)


# What the source's words fill as they are.
_PLAIN = [
    *("title", "summary", "description", "online_url", "website", "conditions", "accessibility"),
    *("contact_email", "contact_phone", "status"),
]
_FIELDS = [
    *_PLAIN,
    *("starts_at", "ends_at", "all_day", "timezone", "rrule", "rdates", "exdates", "place"),
    *("age_min", "age_max", "is_free", "sequence", "updated_at", "external_entry", "disagreements"),
]
# What an override may say besides its times, and what a date says without it.
_USUAL = {"is_cancelled": False, "title": "", "note": ""}
_OVERRIDDEN = ["starts_at", "ends_at", "is_override", "place", *_USUAL]


def _said(entry: Entry) -> dict:
    """What the source says, as JSON, less where it stands in the file and when it was last saved there."""
    schedule = entry.schedule
    return {
        "title": entry.title[:140],
        "summary": entry.summary[:200],
        "description": entry.description[:10_000],
        "schedule": {
            "start": iso(schedule.start),
            "end": iso(schedule.end),
            "all_day": schedule.all_day,
            "zone": schedule.zone,
            "rrule": schedule.rrule,
            "rdates": [iso(moment) for moment in schedule.rdates],
            "exdates": [iso(moment) for moment in schedule.exdates],
        },
        "overrides": {iso(override.recurrence_id): _told(override) for override in entry.overrides},
        "place": [entry.place_name[:100], entry.address[:255]],
        "online_url": entry.online_url[:2000],
        "website": entry.url[:2000],
        "ages": [entry.age_min, entry.age_max],
        "is_free": entry.free,
        "conditions": entry.conditions[:255],
        "accessibility": [code for code in ("mi", "hi", "vi", "pi", "ii") if code in entry.accessibility],
        "contact_email": entry.contact_email[:254],
        "contact_phone": entry.contact_phone[:30],
        "status": int(Event.Status.CANCELLED if entry.cancelled else entry.status),
        "themes": [*entry.categories, *entry.keywords],
    }


def _told(override):
    told = {
        "times": [iso(override.start), iso(override.end)],
        "is_cancelled": override.cancelled,
        "title": override.title[:140],
        "note": override.note[:200],
    }
    return told | ({"place": [override.place_name, override.address]} if override.place_name else {})


def _key(row):
    return row and row.pk


def _free(name, pairs):
    """Of each pair, the first value that no event has and no pair before took; "" when both are taken."""

    def had(values):
        return set(Event.objects.filter(**{f"{name}__in": values}).values_list(name, flat=True))

    taken = had([first for first, _second in pairs])
    if taken or len({first for first, _second in pairs}) < len(pairs):
        taken |= had([second for _first, second in pairs])
    chosen = []
    for pair in pairs:
        chosen.append(next((value for value in pair if value not in taken), ""))
        taken.add(chosen[-1])
    return chosen
