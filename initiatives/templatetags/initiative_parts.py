"""What the pages of a sheet show of it, whoever includes them."""

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.models import Event, Occurrence
from cooperation.core import wording
from initiatives.models import Partnership
from initiatives.sections import Section
from initiatives.steps import STEPS

register = template.Library()

_PARAGRAPHS = re.compile(r"\n\s*\n")
_LINES = re.compile(r"\n(?=\s*(?:[-*>«\"]|—\s*«))")
_LEAD = re.compile(r"^\s*(?:[>*-]\s+|>\s*)")
STEP_OF = {step.section: step.slug for step in STEPS}


class Part(NamedTuple):
    section: str
    label: str
    text: str
    questions: list
    step: str  # where it is written
    is_told: bool


@register.simple_tag
def sheet_parts(initiative):
    """The parts of the story in their order, told or not; the identity stands elsewhere."""
    return [
        Part(
            section.value,
            section.label,
            text := "" if section == Section.FINDINGS else getattr(initiative, section),
            section.questions,
            STEP_OF[section],
            bool(text.strip() or _beside(initiative, section)),
        )
        for section in Section
        if section != Section.IDENTITY
    ]


def _beside(initiative, section):
    """What a part says beside its text."""
    match section:
        case Section.FINDINGS:
            return list(initiative.findings.all())
        case Section.INHABITANTS:
            return initiative.inhabitants_place
        case Section.RESULTS:
            return initiative.evidence
        case Section.CONDITIONS:
            return initiative.transferable
    return ""


@register.filter
def quotes(text):
    """
    The words of people, one by one: a paragraph each, or a line each where lines begin with a dash, a quotation mark
    or Markdown's ">".
    """
    paragraphs = (line for part in _PARAGRAPHS.split(text.strip()) for line in _LINES.split(part))
    cleaned = ("\n".join(_LEAD.sub("", line) for line in each.splitlines()).strip() for each in paragraphs)
    return [words for words in cleaned if words]


@register.filter
def when_in_words(initiative):
    """ "du 1er mars 2024 au 30 juin 2025", "depuis le 1er mars 2024"; "" when nobody said."""
    first, last = (
        wording.day_of_month(day, year=True) if day else ""
        for day in (initiative.starts_on, initiative.ends_on)
    )
    if first and last:
        return _("du %(first)s au %(last)s") % {"first": first, "last": last}
    if first:
        return _("depuis le %(first)s") % {"first": first}
    return _("jusqu’au %(last)s") % {"last": last} if last else ""


@register.filter
def file_kind(attachment):
    """ "PDF", "ODT": how people call this kind of file, from its stored name."""
    return PurePosixPath(attachment.file.name).suffix.removeprefix(".").upper() or _("Document")


@register.simple_tag
def partners_by_role(initiative):
    """[(role's words, organisations)], each role that somebody has."""
    rows = [
        (role.label, [each.organisation for each in initiative.partnerships.all() if each.role == role])
        for role in Partnership.Role
    ]
    return [(label, found) for label, found in rows if found]


@register.simple_tag
def dates_of(initiative, limit=6):
    """The public events of the agenda that a sheet names, each with its next date, or its last."""
    events = list(Event.objects.public().filter(initiatives=initiative).order_by("starts_at", "pk")[:limit])
    now = timezone.now()
    dates = Occurrence.objects.filter(event__in=events, is_cancelled=False)
    coming = dates.filter(ends_at__gte=now).order_by("event_id", "starts_at").distinct("event")
    over = dates.filter(ends_at__lt=now).order_by("event_id", "-starts_at").distinct("event")
    next_ones = {row.event_id: row for row in coming}
    last_ones = {row.event_id: row for row in over}
    shown = [(event, next_ones.get(event.pk), last_ones.get(event.pk)) for event in events]
    for event, coming_date, last_date in shown:
        for date in (coming_date, last_date):
            if date:
                date.event = event
    return shown
