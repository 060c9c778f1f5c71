"""What people wrote, safe to show. Builtin filters: no template has to load them."""

import re
from functools import wraps

from django import template
from django.utils.html import escape, json_script
from django.utils.safestring import mark_safe

from cooperation.core import markdown as markdown_module
from cooperation.core import wording
from cooperation.core.text_search import HIT, HIT_END

register = template.Library()

_HIT = re.compile(f"{HIT}([^{HIT}{HIT_END}]*){HIT_END}")


@register.filter
def markdown(text, top=2):
    """`top` is the level of its first headings."""
    return markdown_module.render(text, top=top)


@register.filter
def json_ld(data):
    """Data for search engines as a script element that runs nothing; `<`, `>` and `&` are escaped."""
    script = json_script(data)
    return mark_safe(script.replace("application/json", "application/ld+json", 1))  # noqa: S308


@register.filter
def hits(text):
    """A `text_search.headline`, escaped, with the words that were found in bold; "" where it has none."""
    if not text or HIT not in text:
        return ""
    found = _HIT.sub(r"<mark>\1</mark>", str(escape(text)))
    return mark_safe(found.replace(HIT, "").replace(HIT_END, ""))  # noqa: S308 -- escaped above


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
