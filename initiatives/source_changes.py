"""« La source a changé depuis »: what a source says now that it did not say to those who adapted it."""

from dataclasses import dataclass
from difflib import ndiff

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from initiatives.models import Initiative, Version

# Keys and lists are told by their name alone: what matters here is the story.
NAMED_ONLY = {
    "carrier_id": "carrier",
    "main_theme_id": "main_theme",
    "place_id": "place",
    "themes": "themes",
    "districts": "districts",
    "events": "events",
    "partners": "partners",
    "publics": "publics",
}


@dataclass
class Change:
    label: str
    before: str = ""
    after: str = ""


def changes_since(transfer):
    """Of the source, between the version that the adapting team knows and the last; none when it is not public."""
    if not transfer.is_behind:
        return []
    numbers = [transfer.source_version, transfer.source.version]
    contents = dict(
        Version.objects.filter(initiative=transfer.source_id, number__in=numbers).values_list("number", "content")
    )
    if len(contents) < len(numbers):
        return []
    before, after = (contents[number] for number in numbers)
    return [_change(name, before.get(name), after[name]) for name in after if before.get(name) != after[name]]


def _change(name, before, after):
    if name == "findings":
        return Change(_("Les freins et les leviers"))
    field = Initiative._meta.get_field(NAMED_ONLY.get(name, name))
    label = capfirst(field.verbose_name)
    if name in NAMED_ONLY:
        return Change(label)
    choices = dict(field.choices or [])
    return Change(label, *_differing(*(str(choices.get(value, value or "")) for value in (before, after))))


def _differing(before, after):
    """Of two texts, the lines that only one of them has."""
    lines = list(ndiff(before.splitlines(), after.splitlines()))
    return ["\n".join(line[2:] for line in lines if line.startswith(mark) and line[2:].strip()) for mark in "-+"]
