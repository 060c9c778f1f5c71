"""Essaimage on the page of a sheet, and beside the parts that an adapting team writes."""

from django import template

from initiatives.family import family_of
from initiatives.models import Reading
from initiatives.sections import Section

register = template.Library()


@register.inclusion_tag("initiatives/_family_tree.html")
def family(initiative):
    """Who read it, who is inspired by it, the tree. Four queries whatever the size."""
    reading = initiative.readings.filter(state=Reading.State.PUBLISHED, organisation__isnull=False)
    return {
        "initiative": initiative,
        "transfer": initiative.source_transfer,
        "family": family_of(initiative),
        "inspired": initiative.inspirations.accepted().going_on().count(),
        "reading": reading.select_related("organisation").first() if initiative.is_public else None,
    }


@register.simple_tag
def source_of(initiative):
    """The transfer that this sheet is made from, with its source, or None."""
    return initiative.source_transfer


@register.inclusion_tag("initiatives/_source_says.html")
def source_says(initiative, section):
    """What the source of an adaptation tells in one part, beside the field in which the new team tells its own."""
    transfer = initiative.source_transfer if section in Section.texts() else None
    if transfer is None or not transfer.source.is_public:
        return {"source": None, "text": ""}
    return {"source": transfer.source, "text": getattr(transfer.source, section)}
