"""Deliberations and consultations on other apps' pages: a template composes."""

from django import template
from django.db.models import Exists, OuterRef

from gouvernance.models import Consultation, Deliberation

register = template.Library()


@register.inclusion_tag("gouvernance/_my_deliberations.html")
def my_deliberations(user):
    """What is open and concerns a person: deliberations that wait for what they think, or go on; consultations."""
    waits = Exists(Deliberation.objects.waiting_for(user).filter(pk=OuterRef("pk")))
    mine = Deliberation.objects.going_on_for(user).for_list().annotate(waits=waits)
    rows = list(mine.order_by("-waits", *Deliberation._meta.ordering)[:20])
    return {
        "waiting": [row for row in rows if row.waits],
        "going_on": [row for row in rows if not row.waits],
        "consultations": Consultation.objects.waiting_for(user)[:5],
    }
