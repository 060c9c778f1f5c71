"""What people wrote, safe to show. Builtin filters: no template has to load them."""

from functools import wraps

from django import template
from django.utils.html import json_script
from django.utils.safestring import mark_safe

from cooperation.core import markdown as markdown_module
from cooperation.core import wording

register = template.Library()


@register.filter
def markdown(text):
    return markdown_module.render(text)


@register.filter
def json_ld(data):
    """Data for search engines as a script element that runs nothing; `<`, `>` and `&` are escaped."""
    script = json_script(data)
    return mark_safe(script.replace("application/json", "application/ld+json", 1))  # noqa: S308


# Days as French says them, "1er" included, which Django's `date` filter can't: of a moment, the local day.


def _of_day(words):
    @wraps(words)
    def filter_(value):
        return words(value) if value else ""

    return register.filter(filter_, expects_localtime=True)


@_of_day
def day_in_full(value):
    """ "1er décembre 2026"."""
    return wording.day_of_month(value, year=True)


@_of_day
def day_and_month(value):
    """ "1er décembre"."""
    return wording.day_of_month(value, year=False)


@_of_day
def weekday_in_full(value):
    """ "mardi 1er décembre 2026"."""
    return wording.day(value, year=True)


@_of_day
def weekday_and_month(value):
    """ "mardi 1er décembre"."""
    return wording.day(value, year=False)


@_of_day
def moment_in_full(value):
    """ "1er décembre 2026, 14 h 05"."""
    return f"{wording.day_of_month(value, year=True)}, {wording.hour(value)}"


@_of_day
def day_and_hour(value):
    """ "1er décembre, 14 h 05"."""
    return f"{wording.day_of_month(value, year=False)}, {wording.hour(value)}"
