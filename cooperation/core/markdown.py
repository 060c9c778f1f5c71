"""Markdown to safe HTML, in one place: CommonMark without raw HTML, then an allow-list of tags."""

from html import unescape
from urllib.parse import urlsplit

import nh3
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

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


def blocks(text):
    """
    The text as JSON types for a PDF: blocks {kind: paragraph, heading, bullets, numbers, quote, code or rule}, whose
    `inner` holds strings and {kind: strong, em, code, link or break}. Headings have levels 1, 2, … without a gap.
    """
    root = SyntaxTreeNode(_parser.parse(text or ""))
    levels = sorted({node.tag for node in root.walk() if node.type == "heading"})
    return [_block(node, levels) for node in root.children if node.type != "html_block"]


def _block(node, levels):
    match node.type:
        case "heading":
            level = levels.index(node.tag) + 1
            return {"kind": "heading", "level": min(level, 3), "inner": _inline(node.children[0])}
        case "bullet_list" | "ordered_list":
            items = [[_block(child, levels) for child in item.children] for item in node.children]
            if node.type == "bullet_list":
                return {"kind": "bullets", "items": items}
            return {"kind": "numbers", "items": items, "start": int(node.attrs.get("start", 1))}
        case "blockquote":
            return {"kind": "quote", "inner": [_block(child, levels) for child in node.children]}
        case "fence" | "code_block":
            return {"kind": "code", "text": node.content}
        case "hr":
            return {"kind": "rule"}
    return {"kind": "paragraph", "inner": _inline(node.children[0]) if node.children else [node.content]}


def _inline(node):
    found = []
    for child in node.children:
        match child.type:
            case "text" | "html_inline":
                found.append(child.content)
            case "strong" | "em":
                found.append({"kind": child.type, "inner": _inline(child)})
            case "code_inline":
                found.append({"kind": "code", "text": child.content})
            case "softbreak" | "hardbreak":
                found.append({"kind": "break"})
            case "link" if urlsplit(child.attrs["href"]).scheme in _SCHEMES:
                found.append({"kind": "link", "url": child.attrs["href"], "inner": _inline(child)})
            case "image":
                found.append(child.content)
            case _:
                found.append({"kind": "span", "inner": _inline(child)})
    return found


def plain(text):
    """The text without its marks: summaries, feeds and mails."""
    return unescape(nh3.clean(render(text), tags=set())).strip()
