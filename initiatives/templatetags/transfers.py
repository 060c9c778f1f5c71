"""Essaimage on the page of a sheet, and beside the parts that an adapting team writes."""

from django import template

from initiatives.family import family_of
from initiatives.models import Reading, Transfer
from initiatives.sections import Section

register = template.Library()


def transfer_of(initiative):
    found = Transfer.objects.filter(adaptation=initiative).select_related("source__carrier", "adaptation")
    return found.first()


@register.inclusion_tag("initiatives/_family_tree.html")
def family(initiative):
    """Who read it, who is inspired by it, the tree. Four queries whatever the size."""
    reading = initiative.readings.filter(state=Reading.State.PUBLISHED, organisation__isnull=False)
    return {
        "initiative": initiative,
        "transfer": transfer_of(initiative),
        "family": family_of(initiative),
        "inspired": initiative.inspirations.accepted().count(),
        "reading": reading.select_related("organisation").first() if initiative.is_public else None,
    }


@register.simple_tag
def source_of(initiative):
    """The transfer that this sheet is made from, with its source, or None."""
    return transfer_of(initiative)


@register.inclusion_tag("initiatives/_source_says.html")
def source_says(initiative, section):
    """What the source of an adaptation tells in one part, beside the field in which the new team tells its own."""
    transfer = transfer_of(initiative)
    source = transfer.source if transfer and transfer.source.is_public else None
    told = source and section in Section.texts()
    return {"source": source, "text": getattr(source, str(section)) if told else ""}
