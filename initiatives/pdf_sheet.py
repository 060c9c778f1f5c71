"""
A sheet on paper: two A4 pages at most, with a code to scan for the rest.

What is longer is shortened, the longest parts first, and says so: « la suite en ligne ». How much fits is found by
asking typst for the number of pages, so that nothing is guessed from letters.
"""

import re

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.recent import Recent
from cooperation.core import pdf, wording
from cooperation.core.markdown import blocks
from initiatives.sections import Section
from initiatives.templatetags.initiative_parts import partners_by_role, quotes, when_in_words

TEMPLATE = "initiatives/sheet.typ"
PAGES = 2
PHOTOS = 2
# Sizes of type, in points: the largest in which all fits, the smallest when something is cut.
SIZES = (10.5, 10, 9.5, 9)
# Characters that the longest part may have, from all to almost nothing, and how many findings come with them.
LONGEST, SHORTEST = 20_000, 60
FINDINGS = 8
TRIES = 9
# Colours of themes on paper (static/css/tokens.css, in light): dots and edges, background, text.
COLOURS = {
    "mer": ("#0b5078", "#d9e8f2", "#083c5b"),
    "pin": ("#2c6b43", "#d9ebde", "#1a4b2c"),
    "ocre": ("#a9630b", "#fae7c8", "#683c03"),
    "calcaire": ("#77674b", "#eae1cf", "#4b402c"),
    "corail": ("#c8384e", "#fde0e1", "#821f31"),
    "lavande": ("#6a51ad", "#e8e2f7", "#45337d"),
    "olive": ("#66700f", "#ebeec9", "#434a08"),
    "azur": ("#067a9b", "#cfeef6", "#045068"),
    "brique": ("#9c4221", "#f9e0d5", "#6b2a12"),
    "prune": ("#8c2f6c", "#f6dfee", "#641e4c"),
    "ardoise": ("#4f6475", "#e1e8ee", "#324454"),
    "menthe": ("#0b7a64", "#cff0e6", "#065141"),
}
_WHITE = re.compile(r"\s+\S*$")

_kept = Recent()


def kept(initiative):
    """The PDF, made once for each state of the sheet, of its pictures, and of who and what it names."""
    data, files = told(initiative)
    key = (initiative.pk, DjangoJSONEncoder(sort_keys=True).encode(data))
    if (answer := _kept.get(key)) is None:
        answer = _kept.keep(key, pdf.response(fitted(data, files), "x.pdf"))
    return answer.content


def fitted(data, files):
    """The PDF bytes: whole, on one page or in the largest type that two hold; else as much of each part as they do."""

    def pages(given):
        return pdf.pages(TEMPLATE, given, files=files)

    needed = {size: pages(shortened(data, size=size)) for size in SIZES}
    for most, sizes in ((1, SIZES[:-1]), (PAGES, SIZES)):
        if size := next((size for size in sizes if needed[size] <= most), None):
            return pdf.render(TEMPLATE, shortened(data, size=size), files=files)
    low, high = SHORTEST, LONGEST
    for _try in range(TRIES):
        middle = (low + high) // 2
        low, high = (middle, high) if pages(shortened(data, middle)) <= PAGES else (low, middle)
    return pdf.render(TEMPLATE, shortened(data, low), files=files)


def shortened(data, cap=None, *, size=SIZES[-1]):
    """The data with parts of `cap` characters at most, each that was cut saying so."""
    parts = [_shortened(part, cap) for part in data["parts"]]
    return {**data, "size": size, "parts": parts, "is_cut": any(part["is_cut"] for part in parts)}


def _shortened(part, cap):
    text, findings = part["text"], part["findings"]
    if cap is not None:
        text, findings = cut(text, cap), findings[: max(2, min(FINDINGS, cap // 90))]
    quoted = part["section"] == Section.VERBATIMS
    return {
        **{name: part[name] for name in ("section", "label", "note")},
        "blocks": [] if quoted else blocks(text),
        "quotes": [blocks(each) for each in quotes(text)] if quoted else [],
        "findings": findings,
        "is_cut": len(text) < len(part["text"]) or len(findings) < len(part["findings"]),
    }


def cut(text, length):
    """The beginning of a Markdown text: whole paragraphs where they are not too far from its end, else whole words."""
    if len(text) <= length:
        return text
    start = text[:length]
    for mark, least in (("\n\n", 0.6), ("\n", 0.7), (". ", 0.5)):
        at = start.rfind(mark)
        if at >= length * least:
            return start[: at + len(mark)].rstrip()
    return f"{_WHITE.sub('', start)} …"


def told(initiative):
    """(what the sheet says, with its parts whole, the files that the template reads)."""
    address = f"{settings.SITE_URL}{initiative.get_absolute_url()}"
    photos = list(initiative.photos.all())[:PHOTOS]
    files = {"qr.svg": pdf.qr(address)}
    pictures = []
    for number, photo in enumerate(photos):
        if content := _bytes(photo.image):
            files[f"photo{number}.webp"] = content
            pictures.append({"name": f"photo{number}.webp", "alt": photo.alt, "caption": photo.caption})
    theme = initiative.colour_theme
    day = initiative.confirmed_at or initiative.published_at or initiative.updated_at
    data = {
        "title": initiative.title,
        "kind": initiative.get_kind_display(),
        "summary": initiative.summary,
        "themes": [each.name for each in initiative.themes.all()],
        "colours": COLOURS.get(theme.colour if theme else "mer", COLOURS["mer"]),
        "facts": [{"label": str(label), "text": str(text)} for label, text in facts(initiative) if text],
        "parts": [part for section in Section if (part := _part(initiative, section))],
        "photos": pictures,
        "address": address,
        "short_address": address.partition("://")[2],
        "state": "" if initiative.is_public else str(initiative.get_state_display()),
        "as_of": wording.day_of_month(timezone.localtime(day).date(), year=True),
    }
    return data, files


def facts(initiative):
    """The identity card, a line each: (label, words)."""
    yield _("Portée par"), initiative.carrier.name if initiative.carrier else ""
    for label, organisations in partners_by_role(initiative):
        yield label, ", ".join(each.label for each in organisations)
    yield _("Et aussi"), initiative.other_partners
    where = [initiative.place.name] if initiative.place else []
    yield _("Où"), ", ".join([*where, *(district.name for district in initiative.districts.all())])
    yield _("Quand"), when_in_words(initiative)
    yield _("Pour qui"), ", ".join(map(str, initiative.public_labels)) or _("Tout le monde")
    means = [initiative.get_people_display(), initiative.get_hours_display(), initiative.get_budget_display()]
    yield _("Moyens"), ", ".join(str(each) for each in means if each)


def _part(initiative, section):
    """A part that something was told of, else None."""
    if section == Section.IDENTITY:
        return None
    findings, note, text = [], "", ""
    if section == Section.FINDINGS:
        findings = [_finding(row) for row in initiative.findings.all()]
    else:
        text = getattr(initiative, section).strip()
    match section:
        case Section.INHABITANTS if initiative.inhabitants_place:
            note = _("Place des habitants : %(how)s.") % {"how": initiative.get_inhabitants_place_display()}
        case Section.RESULTS if initiative.evidence:
            note = _("Comment nous le savons : %(words)s") % {"words": initiative.evidence}
        case Section.CONDITIONS if initiative.transferable:
            note = _("À refaire ailleurs ? %(answer)s.") % {"answer": initiative.get_transferable_display()}
    if not (text or findings or note):
        return None
    return {
        "section": section.value,
        "label": str(section.label),
        "text": text,
        "note": str(note),
        "findings": findings,
    }


def _finding(row):
    return {
        "obstacle": row.obstacle.name if row.obstacle else "",
        "obstacle_words": row.obstacle_words,
        "lever": row.lever.name if row.lever else "",
        "lever_words": row.lever_words,
        "outcome": row.outcome,
        "outcome_words": str(row.get_outcome_display()),
    }


def _bytes(picture):
    """The small size of a picture, None where its file has gone."""
    try:
        with picture.storage.open(picture.thumbnail_name) as file:
            return file.read()
    except OSError:
        return None
