"""From an address or a file to a calendar that is followed: looked at first, then taken over as it was looked at."""

from django.db import transaction

from agenda.imports import following
from agenda.imports.entries import check_size
from agenda.imports.pages import fetch_whole
from agenda.imports.preview import Preview
from agenda.models import Source, SourceReading, StagedCalendar
from cooperation.core.fetch import fetch as fetch_address

# Somebody waits for the page: less patience than at night, in seconds.
TIMEOUT = 15
READING = 10
# Events, and dates, beyond which the worker takes it over.
AT_ONCE, DATES_AT_ONCE = 500, 2_000


def stage(staged: StagedCalendar, *, data: bytes | None = None, fetch=fetch_address) -> StagedCalendar:
    """Fetch or take the bytes, see that they are a calendar, and keep them. `FetchError` or `NotACalendar` if not."""
    is_cut = False
    if data is None:
        fetched = fetch_whole(staged.url, fetch=fetch, timeout=TIMEOUT, accept=following.ACCEPT)
        data, is_cut = fetched.content, fetched.is_cut
        staged.etag, staged.last_modified = fetched.etag, fetched.last_modified
    check_size(data)
    reading = following.understand(data, staged.url, is_cut=is_cut, seconds=READING)
    staged.rules.setdefault("name", "")
    staged.rules["name"] = staged.rules["name"] or reading.name[:120] or staged.default_name
    staged.data = data
    staged.preview = Preview.of(reading, staged.draft).as_json()
    staged.save()
    return staged


@transaction.atomic
def confirm(staged: StagedCalendar) -> tuple[Source, bool]:
    """
    The source that it becomes, and whether it is taken over already; a second press finds the first one's. Big ones
    are left to the worker: `take_over` by key, after this transaction.
    """
    staged = StagedCalendar.objects.select_for_update(of=["self"]).get(pk=staged.pk)
    if staged.source_id:
        return staged.source, True
    preview = Preview.from_json(staged.preview)
    source = staged.become_source()
    if preview.entries > AT_ONCE or preview.rows > DATES_AT_ONCE or preview.refused > AT_ONCE:
        return source, False
    _take(staged, following.understand(staged.data, staged.url))
    return source, True


@transaction.atomic
def take_over(key) -> SourceReading | None:
    staged = StagedCalendar.objects.select_for_update(of=["self"]).filter(pk=key).exclude(source=None).first()
    if staged is None or staged.source.read_at:
        return None
    return _take(staged, following.understand(staged.data, staged.source.url))


def _take(staged, reading):
    source = staged.source
    source.digest = following.digest(staged.data)
    told = following.take(source, reading)
    staged.content = b""
    staged.save(update_fields=["content"])
    return told
