"""
Opening hours: a weekly schedule with exceptional closures, read, said and asked "is it open now?".

Pure: hours are kept as JSON, `{"mo": [["09:00", "12:30"], ["14:00", "18:00"]], …}` with the two-letter days of
OpenStreetMap's `opening_hours`, each span of a day within that day ("24:00" ends it); closures as
`[{"from": "2026-12-24", "to": "2027-01-03", "why": "Congés"}]`, both days included. All of it is the wall clock of
Marseille: moments are given in local time.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from cooperation.core.wording import NBSP, WEEKDAYS, day, hour

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
MAX_SPANS = 4
MIDNIGHT = "24:00"
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
LOOK_AHEAD = 14  # days in which the next opening is looked for

_HOUR = r"(\d{1,2})\s*(?:h(?:eures?)?|:|\.)?\s*(\d{2})?"
_SPAN = re.compile(rf"(?:de\s+)?{_HOUR}\s*(?:-|–|—|à|a|/)\s*{_HOUR}")
_CLOSED = re.compile(r"ferm[ée]{1,2}e?s?|-|–|off|closed", re.IGNORECASE)


class UnreadableHours(ValueError):
    """Its text, in French, says what was not understood."""


def read_day(text):
    """ "9h-12h30, 14 h – 18 h" → [["09:00", "12:30"], ["14:00", "18:00"]]; "" or "fermé" → []."""
    text = text.replace(NBSP, " ").replace("\N{NARROW NO-BREAK SPACE}", " ").strip().lower()
    if not text or _CLOSED.fullmatch(text):
        return []
    spans, position = [], 0
    for match in _SPAN.finditer(text):
        between = text[position : match.start()].strip(" ,;&+").removeprefix("et").strip()
        if between:
            break
        position = match.end()
        spans.append(_span(match, text))
    if text[position:].strip(" ,;.") or not spans:
        raise UnreadableHours(
            _("« %(text)s » : écrivez par exemple « 9h-12h30, 14h-18h », ou rien si c’est fermé.")
            % {"text": text[:60]}
        )
    return checked(spans)


def _span(match, text):
    numbers = [int(part or 0) for part in match.groups()]
    if numbers[2:] == [0, 0]:
        numbers[2] = 24
    starts, ends = f"{numbers[0]:02}:{numbers[1]:02}", f"{numbers[2]:02}:{numbers[3]:02}"
    if not (_exists(starts) and (_exists(ends) or ends == MIDNIGHT)):
        raise _no_such_hour(text)
    return [starts, ends]


def _exists(text):
    return _CLOCK.fullmatch(text) is not None


def _no_such_hour(text):
    return UnreadableHours(_("« %(text)s » : cette heure n’existe pas.") % {"text": text[:60]})


def checked(spans):
    """The spans of one day in order; each begins after the one before has ended."""
    spans = sorted(spans)
    if len(spans) > MAX_SPANS:
        raise UnreadableHours(_("Au plus %(max)d plages par jour.") % {"max": MAX_SPANS})
    for starts, ends in spans:
        if ends <= starts:
            raise UnreadableHours(
                _("La fermeture (%(end)s) doit suivre l’ouverture (%(start)s), le même jour.")
                % {"start": starts, "end": ends}
            )
    for (_start, ends), (starts, _end) in pairwise(spans):
        if starts < ends:
            raise UnreadableHours(_("Deux plages se chevauchent : %(hour)s.") % {"hour": starts})
    return spans


def write_day(spans):
    """ "9h-12h30, 14h-18h": what `read_day` reads, as people type it."""
    return ", ".join(f"{_typed(starts)}-{_typed(ends)}" for starts, ends in spans)


def _typed(text):
    hours, minutes = text.split(":")
    return f"{int(hours)}h" + (minutes if minutes != "00" else "")


def say_day(spans):
    """ "9 h – 12 h 30, 14 h – 18 h", or "fermé"."""
    if not spans:
        return _("fermé")
    return ", ".join(f"{_said(starts)}{NBSP}– {_said(ends)}" for starts, ends in spans)


def _said(text):
    """What was stored and is no hour is shown as it stands."""
    if text == MIDNIGHT:
        return _("minuit")
    return hour(time.fromisoformat(text)) if _exists(text) else text


def say_week(hours):
    """[("lundi", "9 h – 12 h"), …] for the seven days; [] when no hours are known."""
    if not any(hours.values()):
        return []
    return [(str(WEEKDAYS[number]), say_day(hours.get(code, []))) for number, code in enumerate(DAYS)]


# OpenStreetMap's notation

_OSM_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_OSM_RULE = re.compile(
    rf"^(?P<days>{_OSM_DAY}(?:-{_OSM_DAY})?(?:\s*,\s*{_OSM_DAY}(?:-{_OSM_DAY})?)*)?\s*"
    r"(?P<hours>\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}(?:\s*,\s*\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2})*|off|closed)$"
)


def read_osm(text):
    """
    The weekly part of an `opening_hours` value (https://wiki.openstreetmap.org/wiki/Key:opening_hours): days,
    ranges of days, hours, "off", "24/7". A later rule replaces an earlier one, as there; what goes on past midnight
    ("20:00-26:00", "20:00-02:00") ends on the next day. What tells of public holidays is left out; anything else
    (months, weeks, comments) raises UnreadableHours: half of a schedule would be a wrong one.
    """
    if text.strip() == "24/7":
        return {code: [["00:00", MIDNIGHT]] for code in DAYS}
    hours, nights = {}, {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        if re.fullmatch(r"(PH|SH)\b.*", part):
            continue
        rule = _OSM_RULE.match(part)
        if not rule:
            raise UnreadableHours(_("Horaires non compris : « %(text)s ».") % {"text": part[:80]})
        spans, late = [], []
        if rule["hours"] not in ("off", "closed"):
            for span in rule["hours"].split(","):
                starts, ends, until = _osm_span(span)
                spans.append([starts, ends])
                late += [["00:00", until]] if until else []
        for code in _osm_days(rule["days"]):
            hours[code], nights[code] = spans, late
    for number, code in enumerate(DAYS):
        if late := nights.get(DAYS[number - 1]):
            hours[code] = late + hours.get(code, [])
    return {code: checked(hours[code]) for code in DAYS if code in hours}


def _osm_span(text):
    """(opens, closes that day, closes on the next day or ""): "20:00-26:00" → ("20:00", "24:00", "02:00")."""
    starts, ends = (f"{each.strip():0>5}" for each in text.split("-"))
    number, minutes = ends.split(":")
    past = f"{int(number) - 24:02}:{minutes}" if int(number) >= 24 else ends if ends < starts else ""
    if not _exists(starts) or not _exists(past or ends):
        raise _no_such_hour(text.strip())
    return (starts, MIDNIGHT, past.replace("00:00", "")) if past else (starts, ends, "")


def _osm_days(text):
    for part in (text or "Mo-Su").lower().replace(" ", "").split(","):
        first, _dash, last = part.partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        yield from (DAYS[number % 7] for number in range(start, end + 1 + (7 if end < start else 0)))


def write_osm(hours):
    """ "Mo-Tu 09:00-12:00; We off": days that are alike in a row are joined. "" when no hours are known."""
    if not any(hours.values()):
        return ""
    runs = []
    for code in DAYS:
        spans = [list(span) for span in hours.get(code, [])]
        if runs and runs[-1][1] == spans:
            runs[-1][0].append(code)
        else:
            runs.append(([code], spans))
    rules = []
    for codes, spans in runs:
        days = "-".join(code.title() for code in ([codes[0], codes[-1]] if codes[1:] else codes))
        rules.append(f"{days} {','.join('-'.join(span) for span in spans) or 'off'}")
    return "; ".join(rules)


# Now


@dataclass(frozen=True)
class Status:
    """Whether it is open at a moment, and until when that stays so, in words ("" when nothing is known)."""

    is_open: bool
    words: str
    closure: str = ""


def closure_on(closures, on):
    """The exceptional closure that holds that day, or None."""
    for closure in closures:
        if date.fromisoformat(closure["from"]) <= on <= date.fromisoformat(closure["to"]):
            return closure
    return None


def status(hours, closures, now: datetime):
    """Open or closed at `now` (local), and what changes next; None when no hours are known."""
    if not any(hours.values()):
        return None
    today = now.date()
    closure = closure_on(closures, today)
    spans = [] if closure else hours.get(DAYS[today.weekday()], [])
    clock = f"{now:%H:%M}"
    for starts, ends in spans:
        if starts <= clock < ends:
            return Status(True, _("Ouvert maintenant, jusqu’à %(hour)s") % {"hour": _said(ends)})
    why = closure.get("why", "") if closure else ""
    opening = next_opening(hours, closures, now)
    if opening is None:
        return Status(False, _("Fermé actuellement"), why)
    on, starts = opening
    if on == today:
        words = _("Fermé, ouvre à %(hour)s") % {"hour": _said(starts)}
    elif on == today + timedelta(days=1):
        words = _("Fermé, ouvre demain à %(hour)s") % {"hour": _said(starts)}
    elif on < today + timedelta(days=7):
        words = _("Fermé, ouvre %(day)s à %(hour)s") % {"day": WEEKDAYS[on.weekday()], "hour": _said(starts)}
    else:
        words = _("Fermé, ouvre le %(day)s") % {"day": day(on, today=today)}
    return Status(False, words, why)


def next_opening(hours, closures, now):
    """(day, "09:00") of the first opening after `now`, or None: never, or too far for it to be of use."""
    last = max((date.fromisoformat(closure["to"]) for closure in closures), default=now.date())
    for ahead in range(LOOK_AHEAD + max((last - now.date()).days, 0) + 1):
        on = now.date() + timedelta(days=ahead)
        if closure_on(closures, on):
            continue
        for starts, _ends in hours.get(DAYS[on.weekday()], []):
            if ahead or starts > f"{now:%H:%M}":
                return on, starts
    return None


def coming(closures, today):
    """Closures that are not over yet, in order."""
    return sorted(
        (closure for closure in closures if date.fromisoformat(closure["to"]) >= today),
        key=lambda closure: closure["from"],
    )


def say_closure(closure, *, today):
    """ "du jeudi 24 décembre au dimanche 3 janvier 2027 (congés)", "le vendredi 1er mai"."""
    first, last = date.fromisoformat(closure["from"]), date.fromisoformat(closure["to"])
    if first == last:
        words = _("le %(day)s") % {"day": day(first, today=today)}
    else:
        words = _("du %(first)s au %(last)s") % {
            "first": day(first, today=today),
            "last": day(last, today=today),
        }
    return f"{words} ({closure['why']})" if closure.get("why") else words
