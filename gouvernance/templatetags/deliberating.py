"""Deliberations on other apps' pages: a template composes."""

from django import template

from gouvernance.models import Deliberation

register = template.Library()


@register.inclusion_tag("gouvernance/_my_deliberations.html")
def my_deliberations(user):
    """Those that wait for what a person thinks."""
    return {"deliberations": Deliberation.objects.waiting_for(user).for_list()[:10]}
