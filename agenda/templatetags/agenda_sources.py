"""The followed calendars on other apps' pages: the agenda is above the directory, a template composes."""

from django import template

from agenda.models import Source
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
