"""What courses and methods bring to the pages of others."""

from django import template

from initiatives import durations
from initiatives.models import Method

register = template.Library()


@register.inclusion_tag("initiatives/_methods_of.html")
def methods_of(initiative):
    """The public methods that an initiative used; nothing where there are none."""
    return {"methods": Method.objects.public().filter(initiatives=initiative).order_by("title")}


@register.filter
def duration(minutes):
    """ "3 h 30"."""
    return durations.in_words(minutes or 0)
