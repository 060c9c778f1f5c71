"""Tags of the interface. They are builtins: no template has to load them."""

import logging
import re
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()
logger = logging.getLogger(__name__)

SVG_CONTENT = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
FALLBACK = "tag"


@register.simple_tag
def icon(name, label="", **attributes):
    """
    A vendored Bootstrap icon, inlined so that it takes the colour of the text.

    It is hidden from screen readers, the words beside it being enough; `label` makes it speak where there are
    none. `{% icon "calendar-event" %}`, `{% icon theme.icon class="icon-lg" %}`, `{% icon "ear" label="…" %}`.
    """
    classes = f"icon {attributes.pop('class', '')}".rstrip()
    if attributes:
        raise template.TemplateSyntaxError(f"icon: unknown argument {', '.join(attributes)}")
    if not label:
        return format_html(
            '<svg class="{}" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', classes, shapes(str(name))
        )
    return format_html(
        '<svg class="{}" viewBox="0 0 16 16" role="img" aria-label="{}"><title>{}</title>{}</svg>',
        classes,
        label,
        label,
        shapes(str(name)),
    )


@cache
def shapes(name):
    """
    What an icon's file draws. A name may come from the administration: an unknown one is drawn as a label, and
    said in the log; in a developer's own templates (DEBUG) it fails.
    """
    path = finders.find(f"vendor/bootstrap-icons/{name}.svg") if re.fullmatch(r"[a-z0-9-]+", name) else None
    if path:
        content = SVG_CONTENT.search(Path(path).read_text(encoding="utf-8"))[1]
        return mark_safe(content.strip())  # noqa: S308 (our own files)
    if settings.DEBUG or name == FALLBACK:
        raise template.TemplateSyntaxError(f"No icon “{name}” in static/vendor/bootstrap-icons.")
    logger.warning("No icon “%s” in static/vendor/bootstrap-icons", name)
    return shapes(FALLBACK)


@register.simple_tag(takes_context=True)
def nav_current(context, *view_names):
    """
    `aria-current` for a link of the navigation: "page" on the first view named, "true" on the others, which are
    pages below it. A name that ends with ":" stands for all of a namespace.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    if match is None:
        return ""
    if match.view_name == view_names[0]:
        return mark_safe('aria-current="page"')
    if any(
        match.view_name == name or (name.endswith(":") and match.view_name.startswith(name))
        for name in view_names
    ):
        return mark_safe('aria-current="true"')
    return ""
