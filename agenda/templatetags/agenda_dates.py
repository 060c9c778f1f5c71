"""Dates for the pages of other apps: a sheet shows what comes without importing the agenda above it."""

from django import template
from django.db.models import Q
from django.utils import timezone

from agenda.models import Occurrence

register = template.Library()


@register.simple_tag
def next_dates(organisation, limit=6):
    """The next public dates that an organisation carries, alone or with others."""
    carried = Q(event__organiser=organisation) | Q(event__co_organisers=organisation)
    rows = Occurrence.objects.public().filter(carried, ends_at__gte=timezone.now())
    return list(Occurrence.objects.filter(pk__in=rows.values("pk")).for_list().in_order()[:limit])
