"""Markdown to safe HTML, in one place: CommonMark without raw HTML, then an allow-list of tags."""

from html import unescape

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
_TAGS = {
    *("p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "a"),
    *("h2", "h3", "h4", "h5", "h6"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}


def render(text, *, top=2):
    """
    The text as HTML that may stand inside a page. Whatever levels its author chose, its headings follow the
    page's own without a gap, from `top` on; images are left out, since a remote image would tell its server
    who reads us.
    """
    tokens = _parser.parse(text or "")
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    levels = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{min(top + levels.index(token.tag), 6)}"
    html = _parser.renderer.render(tokens, _parser.options, {})
    return mark_safe(  # noqa: S308 -- nh3 has just sanitised it
        nh3.clean(
            html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="nofollow noopener"
        )
    )


def plain(text):
    """The text without its marks: summaries, feeds and mails."""
    return unescape(nh3.clean(render(text), tags=set())).strip()
