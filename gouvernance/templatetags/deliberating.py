"""Deliberations and consultations on other apps' pages: a template composes."""

from django import template

from gouvernance.models import Consultation, Deliberation

register = template.Library()


@register.inclusion_tag("gouvernance/_my_deliberations.html")
def my_deliberations(user):
    """What is open and concerns a person: deliberations that wait for what they think, or go on; consultations."""
    waiting = list(Deliberation.objects.waiting_for(user).for_list()[:10])
    going_on = Deliberation.objects.going_on_for(user).exclude(pk__in=[row.pk for row in waiting])
    return {
        "waiting": waiting,
        "going_on": going_on.for_list()[:10],
        "consultations": Consultation.objects.waiting_for(user)[:5],
    }
