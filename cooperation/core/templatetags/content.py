"""What people wrote, safe to show. Builtin filters: no template has to load them."""

from django import template
from django.utils.html import json_script
from django.utils.safestring import mark_safe

from cooperation.core import markdown as markdown_module

register = template.Library()


@register.filter
def markdown(text):
    return markdown_module.render(text)


@register.filter
def json_ld(data):
    """Data for search engines as a script element that runs nothing; `<`, `>` and `&` are escaped."""
    script = json_script(data)
    return mark_safe(script.replace("application/json", "application/ld+json", 1))  # noqa: S308
