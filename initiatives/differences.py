"""
What differs between two texts, word by word where that can be read, and what becomes of two persons' changes to the
same version. Pure.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Above so many words the comparison takes lines for words: difflib's cost grows with the square.
MOST_WORDS = 2_500
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Part:
    """A run of text that is the same in both, or in one alone."""

    kind: str
    text: str


def compare(before, after):
    """
    The parts of both texts in reading order: what was taken away stands before what came in its place. Joining the
    parts that are not `added` gives `before`; those that are not `removed`, `after`.
    """
    old, new = _pieces(before, after)
    parts = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal":
            parts.append(Part(SAME, "".join(old[start:end])))
            continue
        if start < end:
            parts.append(Part(REMOVED, "".join(old[start:end])))
        if other_start < other_end:
            parts.append(Part(ADDED, "".join(new[other_start:other_end])))
    return _readable(parts)


def _pieces(before, after):
    """Words and spaces; lines where there are too many words to be compared one by one."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return _LINES.findall(before), _LINES.findall(after)
    return old, new


def _readable(parts):
    """A space that is alone the same between two changes is part of both: whole phrases read better than confetti."""
    found = []
    for index, part in enumerate(parts):
        between = 0 < index < len(parts) - 1
        if part.kind == SAME and between and part.text.strip() == "" and "\n" not in part.text:
            found += [Part(REMOVED, part.text), Part(ADDED, part.text)]
        else:
            found.append(part)
    # Between two runs of the same text, all that went, then all that came.
    ordered, removed, added = [], "", ""
    for part in [*found, Part(SAME, "")]:
        if part.kind == REMOVED:
            removed += part.text
        elif part.kind == ADDED:
            added += part.text
        else:
            ordered += [Part(REMOVED, removed)] if removed else []
            ordered += [Part(ADDED, added)] if added else []
            ordered += [part] if part.text else []
            removed = added = ""
    return [part for part in ordered if part.text]


def shortened(parts, *, around=120):
    """The same with what did not change cut to so many characters on each side of a change."""
    found = []
    for index, part in enumerate(parts):
        if part.kind != SAME or len(part.text) <= 2 * around:
            found.append(part)
            continue
        head = part.text[:around] if index > 0 else ""
        tail = part.text[-around:] if index < len(parts) - 1 else ""
        found.append(Part(SAME, f"{head} […] {tail}"))
    return found


def three_way(base, mine, theirs):
    """
    Two persons started from `base`, a dict; one saved `theirs`, the other now saves `mine`. Returns (what to keep, names
    that both changed, each otherwise): where one side alone changed a value, its value is kept; where both did, mine
    is, and the name is told.
    """
    kept, conflicts = {}, []
    for name, value in mine.items():
        before, other = base.get(name), theirs.get(name)
        if value == before:
            kept[name] = other
        else:
            kept[name] = value
            if other not in (before, value):
                conflicts.append(name)
    return kept, conflicts
