"""Dates for the pages of other apps: a sheet shows what comes without importing the agenda above it."""

from collections import Counter

from django import template
from django.db.models import Q
from django.utils import timezone

from agenda.models import Event, Occurrence
from associations.models import Organisation

register = template.Library()


@register.simple_tag
def next_dates(organisation, limit=6):
    """The next public dates that an organisation carries, alone or with others."""
    carried = Q(event__organiser=organisation) | Q(event__co_organisers=organisation)
    rows = Occurrence.objects.public().filter(carried, ends_at__gte=timezone.now())
    return list(Occurrence.objects.filter(pk__in=rows.values("pk")).for_list().in_order()[:limit])


@register.simple_tag
def works_with(organisation, limit=12):
    """The public organisations that carried public events together with this one, the most often first."""
    through = Event.co_organisers.through.objects
    carried = Q(organiser=organisation) | Q(co_organisers=organisation)
    events = Event.objects.public().filter(carried).order_by().distinct()
    pairs = {(organiser, pk) for pk, organiser in events.values_list("pk", "organiser") if organiser}
    pairs |= set(through.filter(event__in=events.values("pk")).values_list("organisation", "event"))
    events_of = Counter(key for key, _event in pairs)
    others = Organisation.objects.public().exclude(pk=organisation.pk).in_bulk(events_of)
    return sorted(others.values(), key=lambda other: (-events_of[other.pk], other.label))[:limit]
