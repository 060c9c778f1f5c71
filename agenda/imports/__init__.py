"""Reading calendars that associations keep elsewhere: bytes in, entries and refusals out.

`reading.read` tells the format by content; `ics`, `openagenda`, `jsonld` (web pages)
and `rss` each read one. Nothing here knows a
database or a request, and nothing but `NotACalendar` is ever raised: what isn't understood in one entry
refuses that entry alone.
"""
