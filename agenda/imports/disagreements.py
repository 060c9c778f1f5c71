"""Where the people here and their calendar say two things of one event: told side by side, and chosen between."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda import wording
from agenda.imports import corrections, vanishing
from agenda.imports.corrections import Said, iso, moment
from agenda.imports.our_places import OurPlaces
from agenda.imports.text import fold
from agenda.models import Event, Occurrence
from agenda.recurrence import Schedule
from associations.models import Accessibility

# Of one source, on its page.
SHOWN = 50
LENGTH = 160


@dataclass
class Disagreement:
    event: Event
    name: str  # of what the source said: a key of `Event.external_entry`
    label: str
    here: str
    there: str


def of(source) -> tuple[list[Disagreement], int]:
    """
    Those that nobody has chosen between, of what is still shown, and how many more events may have some. What both
    say by now is none.
    """
    events = source.events.exclude(disagreements=[]).exclude(state=Event.State.ARCHIVED)
    found, read = [], 0
    rows = events.select_related("place").order_by("starts_at", "pk")
    for lot in batched(rows.iterator(chunk_size=SHOWN), SHOWN):
        dates = _dates_of(lot)
        for event in lot:
            if len({row.event.pk for row in found}) == SHOWN:
                return found, events.count() - read
            read += 1
            for name in event.disagreements:
                here, there = _words(event, name, dates[event.pk])
                if here != there:
                    found.append(Disagreement(event, name, _label(name), here, there))
    return found, 0


def _dates_of(events):
    """Of each event, the dates that differ at its source, with what that says of them."""
    told = {event.pk: _told(event) for event in events if "overrides" in event.disagreements}
    dates: dict[int, list[tuple[Occurrence, Said]]] = defaultdict(list)
    if told:
        starts = {start for said in told.values() for start in said}
        rows = Occurrence.objects.filter(event__in=list(told), recurrence_id__in=starts)
        for row in rows.select_related("place"):
            if row.recurrence_id in told[row.event_id]:
                dates[row.event_id].append((row, told[row.event_id][row.recurrence_id]))
    return dates


def _told(event: Event) -> dict[datetime, Said]:
    """What the source says of its dates that differ, by their start here, where the series may have been moved."""
    schedule, overrides = event.external_entry["schedule"], event.external_entry["overrides"]
    by = corrections.offset(schedule, corrections.here(event, schedule, overrides))
    return {moment(corrections.shifted(key, by, event.timezone)): told for key, told in overrides.items()}


def keep(event: Event, name: str) -> None:
    """The question is answered; the source may ask it again by saying yet another thing."""
    event.disagreements = [other for other in event.disagreements if other != name]
    event.save(update_fields=["disagreements"])


@transaction.atomic
def take(event: Event, name: str, *, by) -> None:
    """What the source says, here too."""
    said = event.external_entry[name]
    match name:
        case "schedule":
            vanishing.restore_dates(event)
            corrections.give(event, said)
            own = {moment(key) for key in event.external_entry["overrides"]}
            event.rdates = sorted({*event.rdates, *(own - event.dates_given(list(own)))})
        case "place":
            event.place = OurPlaces().get(*said) if said[0] else event.source and event.source.place
        case "ages":
            event.age_min, event.age_max = said
        case "overrides":
            pass
        case _:
            setattr(event, name, said)
    event.disagreements = [other for other in event.disagreements if other != name]
    event.sequence += 1
    event.save_by(by)
    event.write_dates()
    if name in ("schedule", "overrides"):
        _take_dates(event)
    event.bookings.follow_dates(event)


def _take_dates(event):
    """The dates that differ at the source differ here as they do there."""
    places = OurPlaces()
    said = _told(event)
    for row in event.occurrences.filter(recurrence_id__in=list(said)):
        told = said[row.recurrence_id]
        row.starts_at, row.ends_at = map(moment, told["times"])
        row.is_cancelled, row.title, row.note = told["is_cancelled"], told["title"], told["note"]
        place = places.get(*told["place"]) if "place" in told else None
        row.place = None if place == event.place else place
        row.is_override = True
        row.save()


def _differs(row, told, event):
    here = {
        **{"times": [iso(row.starts_at), iso(row.ends_at)], "is_cancelled": row.is_cancelled},
        **{"title": row.title, "note": row.note},
    }
    if any(told[name] != words for name, words in here.items()):
        return True
    if "place" not in told:
        return row.place is not None
    name, address = map(fold, told["place"])
    place = row.place or event.place
    return place is None or fold(place.name) != name or (address and fold(place.address) != address)


# Words


def _label(name: str) -> str:
    match name:
        case "schedule":
            return _("dates et horaires")
        case "overrides":
            return _("dates particulières")
        case "ages":
            return _("âges")
    return str(Event._meta.get_field(name).verbose_name)


def _words(event: Event, name: str, dates: list[tuple[Occurrence, Said]]) -> tuple[str, str]:
    """(here, at the source)"""
    said = event.external_entry.get(name)
    match name:
        case "schedule":
            own = corrections.here(event, said, event.external_entry["overrides"])
            return _schedule(own), _schedule(said)
        case "overrides":
            count = sum(_differs(row, told, event) for row, told in dates)
            if not count:
                return "", ""
            return _("comme vous les avez changées"), ngettext(
                "%(count)d date à part", "%(count)d dates à part", count
            ) % {"count": count}
        case "place":
            return (str(event.place) if event.place else _nothing()), ", ".join(
                filter(None, said)
            ) or _nothing()
        case "ages":
            there = Event(age_min=said[0], age_max=said[1])
            return event.age_wording or _nothing(), there.age_wording or _nothing()
    return _shown(name, getattr(event, name)), _shown(name, said)


def _schedule(said: dict[str, Any]) -> str:
    start, end = moment(said["start"]), moment(said["end"])
    if not (said["rrule"] or said["rdates"]):
        return wording.span(timezone.localtime(start), timezone.localtime(end), all_day=said["all_day"])
    dates: dict[str, tuple[datetime, ...]] = {
        name: tuple(map(moment, said[name])) for name in corrections.DATES
    }
    return wording.rule(
        Schedule(start, end, said["zone"], said["all_day"], said["rrule"], dates["rdates"], dates["exdates"])
    )


def _shown(name: str, value: Any) -> str:
    match name:
        case "status":
            return str(Event.Status(value).label)
        case "is_free":
            return _("oui") if value else _("non")
        case "accessibility":
            return ", ".join(str(Accessibility(code).label) for code in value) or _nothing()
    text = " ".join(str(value).split())
    return (text[: LENGTH - 1] + "…" if len(text) > LENGTH else text) or _nothing()


def _nothing() -> str:
    return _("rien")
