"""Initiatives on the pages of other parts: an organisation's, an event's, home."""

from django import template
from django.db.models import Exists, OuterRef

from initiatives.models import Initiative, Partnership

register = template.Library()


@register.inclusion_tag("initiatives/_initiatives_of.html")
def initiatives_of(organisation, limit=6):
    """What it carries, what it takes part in, and what it pays for: public sheets, the latest first."""
    sheets = Initiative.objects.public().order_by("-published_at", "-pk")
    roles = Partnership.objects.filter(initiative=OuterRef("pk"), organisation=organisation)
    funded = Exists(roles.filter(role=Partnership.Role.FUNDER))
    joined = Exists(roles.exclude(role=Partnership.Role.FUNDER))
    return {
        "organisation": organisation,
        "carried": list(sheets.filter(carrier=organisation).as_cards()[:limit]),
        "joined": list(sheets.filter(joined).exclude(carrier=organisation).exclude(funded)[:limit]),
        "funded": list(sheets.filter(funded).exclude(carrier=organisation)[:limit]),
    }


@register.inclusion_tag("initiatives/_initiatives_of_event.html")
def initiatives_of_event(event):
    """The public sheets that tell what this event is a part of."""
    sheets = Initiative.objects.public().filter(events=event).order_by("-published_at", "-pk")
    return {
        "initiatives": list(
            sheets.select_related("carrier").only("title", "slug", "kind", "carrier__name")[:5]
        )
    }


@register.inclusion_tag("initiatives/_latest_initiatives.html")
def latest_initiatives(limit=3):
    """The sheets published last, as cards."""
    sheets = Initiative.objects.public().order_by("-published_at", "-pk")
    return {"initiatives": list(sheets.as_cards()[:limit])}
