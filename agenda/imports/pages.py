"""
An OpenAgenda list is given in pages (`{total, events, after}`). Followed by its cursor to the end it is one document,
so that what isn't in it is missing from the agenda. Any other answer stays what it is.
"""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.utils.translation import gettext as _

from agenda.imports.entries import MAX_BYTES, NotACalendar
from agenda.imports.openagenda import load
from cooperation.core.fetch import Fetched, FetchError

# The largest page that OpenAgenda gives, and how many are asked for at most.
SIZE = 300
MAX_PAGES = 100
CURSOR = {"after", "after[]", "size"}

Page = dict[str, Any]


def fetch_whole(url: str, *, fetch: Callable[..., Fetched], timeout: float, **headers: str) -> Fetched:
    """
    What is at this address, its pages joined. Each is asked for, and checked, like any other address; `timeout` and
    the limit in bytes are for all together. Beyond them the document says itself to be a part: its `total` is larger.

    Several pages have no ETag in common: they are compared by their content.
    """
    deadline = time.monotonic() + timeout
    fetched = fetch(url, max_bytes=MAX_BYTES, timeout=timeout, partial=True, **headers)
    first = _page(fetched.content)
    if first is None or not _cursor(first):
        return fetched
    pages, cursors, size, whole = [first], [], len(fetched.content), False
    while True:
        cursor = _cursor(pages[-1])
        if whole := not cursor or not pages[-1]["events"] or _are_all(pages):
            break
        remaining = deadline - time.monotonic()
        if cursor in cursors or len(pages) == MAX_PAGES or size >= MAX_BYTES or remaining <= 0:
            break
        cursors.append(cursor)
        try:
            fetched = fetch(
                _following(fetched.final_url, cursor),
                max_bytes=MAX_BYTES - size,
                timeout=remaining,
                partial=True,
                accept=headers.get("accept", "*/*"),
            )
        except FetchError:
            if time.monotonic() < deadline:
                raise
            break
        if fetched.is_cut:
            break
        size += len(fetched.content)
        page = _page(fetched.content)
        if page is None:
            raise FetchError(_("La suite de cet agenda est illisible."))
        pages.append(page)
    return replace(fetched, content=_joined(pages, whole), etag="", last_modified="", is_cut=False)


def _page(content: bytes) -> Page | None:
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or b'"after"' not in content:
        return None
    try:
        page = load(content)
    except NotACalendar:
        return None
    return page if isinstance(page.get("events"), list) else None


def _cursor(page: Page) -> list[str]:
    """The sort values of the page's last event, as they are sent back."""
    after = page.get("after")
    values = after if isinstance(after, list) else [after]
    return [str(value) for value in values if isinstance(value, str | int | float) and value != ""]


def _are_all(pages: list[Page]) -> bool:
    total = pages[-1].get("total")
    return isinstance(total, int) and sum(len(page["events"]) for page in pages) >= total


def _following(url: str, cursor: list[str]) -> str:
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in CURSOR]
    query += [("size", str(SIZE)), *(("after[]", value) for value in cursor)]
    return urlunsplit(parts._replace(query=urlencode(query)))


def _joined(pages: list[Page], whole: bool) -> bytes:
    """One page; an event that moved to a later one meanwhile is what it says there."""
    later: set[Any] = set()
    found: list[Any] = []
    for page in reversed(pages):
        new = [event for event in page["events"] if _uid(event) not in later]
        later.update(map(_uid, new))
        found = new + found
    document = pages[0] | {
        "events": found,
        "after": [],
        "total": len(found) if whole else _beyond(pages, found),
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _uid(event: Any) -> Any:
    """What has none is like no other, and is refused later, with its reason."""
    uid = event.get("uid") if isinstance(event, dict) else None
    return uid if isinstance(uid, str | int) else object()


def _beyond(pages: list[Page], found: list[Any]) -> int:
    """What the agenda says to hold, at least one more than what came of it."""
    total = pages[-1].get("total")
    return max(total if isinstance(total, int) else 0, len(found) + 1)
