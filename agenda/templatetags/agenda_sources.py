"""The followed calendars on other apps' pages: the agenda is above the directory, a template composes."""

from django import template
from django.db.models import Count

from agenda.models import Event, Source
from associations.models import Organisation

register = template.Library()


@register.inclusion_tag("agenda/_my_sources.html")
def my_sources(user):
    """For those who write for an organisation; a coordinator's own ones, like everyone's. One query."""
    organisations = Organisation.objects.filter(pk__in=user.memberships.active().values("organisation"))
    sources = list(Source.objects.filter(organisation__in=organisations).exclude(state=Source.State.STOPPED))
    return {"sources": [source for source in sources if source.needs_somebody], "count": len(sources)}


@register.inclusion_tag("agenda/_sources_held.html")
def sources_held():
    """For the team's queue."""
    return {"sources": Source.objects.waiting().select_related("organisation").order_by("read_at")[:20]}


@register.inclusion_tag("agenda/_calendars_waiting.html")
def calendars_waiting():
    """For the moderation queue: the followed calendars from which several events wait."""
    waiting = Event.objects.to_moderate().order_by().values("source").annotate(total=Count("pk"))
    several = {row["source"]: row["total"] for row in waiting.filter(source__isnull=False, total__gt=1)}
    sources = list(Source.objects.filter(pk__in=several).select_related("organisation").order_by("name"))
    return {"calendars": [(source, several[source.pk]) for source in sources]}
