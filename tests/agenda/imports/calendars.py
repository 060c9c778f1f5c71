"""Short calendars for the tests, written line by line."""

DEFAULTS = {
    "UID": "UID:atelier@example.org",
    "DTSTAMP": "DTSTAMP:20260101T000000Z",
    "DTSTART": "DTSTART;TZID=Europe/Paris:20261124T180000",
    "DTEND": "DTEND;TZID=Europe/Paris:20261124T193000",
    "SUMMARY": "SUMMARY:Atelier",
}


def vevent(*lines: str, without: tuple[str, ...] = ()) -> str:
    """An event with the default properties, replaced by those given under the same name."""
    given = [line.split(":", 1)[0].split(";")[0] for line in lines]
    defaults = [line for name, line in DEFAULTS.items() if name not in (*given, *without)]
    return "\r\n".join(["BEGIN:VEVENT", *defaults, *lines, "END:VEVENT"])


def vcalendar(*components: str, header: tuple[str, ...] = ()) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//tests//FR",
        *header,
        *components,
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode()


def vtimezone(tzid: str, *, standard: str, daylight: str = "", extra: str = "") -> str:
    """`standard` and `daylight` are "offset from, offset to, RRULE"."""
    parts = [f"BEGIN:VTIMEZONE\r\nTZID:{tzid}{extra}"]
    for name, text in (("STANDARD", standard), ("DAYLIGHT", daylight)):
        if text:
            before, after, rule = text.split(",", 2)
            rule = f"\r\nRRULE:{rule}" if rule else ""
            parts.append(
                f"BEGIN:{name}\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:{before}\r\nTZOFFSETTO:{after}{rule}"
                f"\r\nEND:{name}"
            )
    return "\r\n".join([*parts, "END:VTIMEZONE"])
