"""The sheets that somebody is writing, shown where other apps' pages want them."""

from django import template

from initiatives.models import Initiative

register = template.Library()


@register.inclusion_tag("initiatives/_my_sheets.html")
def my_sheets(user):
    """What they began, or what their organisations did, and the way to begin another."""
    return {"sheets": Initiative.objects.begun_by(user)[:5]}
