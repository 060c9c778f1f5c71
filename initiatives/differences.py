"""
What differs between two texts, word by word where that can be read, and what becomes of two persons' changes to the
same version. Pure.
"""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

# difflib looks at each pair of like pieces, once per run that it finds: with more, a region is read in larger pieces.
MOST_PAIRS = 250_000
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_SENTENCES = re.compile(r"[^.!?…\n]*[.!?…]+[»”)\s]*|[^.!?…\n]*\n|[^.!?…\n]+")
_WORDS = re.compile(r"\s+|\w+\s*|[^\w\s]\s*")
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
    return _readable(list(_parts(before, after, _LINES, _SENTENCES, _WORDS)))


def _parts(before, after, pieces, *finer):
    """What differs in larger pieces is compared in finer ones; words that are too many to be compared are all changed."""
    old, new = pieces.findall(before), pieces.findall(after)
    # Which spaces follow a word says nothing of what it matches.
    old_keys, new_keys = [piece.rstrip() for piece in old], [piece.rstrip() for piece in new]
    # What both begin and end with is most of a text that is being written.
    first = _common(old_keys, new_keys)
    last = _common(old_keys[first:][::-1], new_keys[first:][::-1])
    end, other_end = len(old) - last, len(new) - last
    yield from _alike(old[:first], new[:first])
    if _pairs(old_keys[first:end], new_keys[first:other_end]) > MOST_PAIRS:
        yield from _changed("".join(old[first:end]), "".join(new[first:other_end]), finer[:-1])
    else:
        matcher = SequenceMatcher(None, old_keys[first:end], new_keys[first:other_end], autojunk=False)
        for tag, *cuts in matcher.get_opcodes():
            here, there = slice(cuts[0] + first, cuts[1] + first), slice(cuts[2] + first, cuts[3] + first)
            if tag == "equal":
                yield from _alike(old[here], new[there])
            else:
                yield from _changed("".join(old[here]), "".join(new[there]), finer)
    yield from _alike(old[end:], new[other_end:])


def _alike(old, new):
    """Pieces that differ by the spaces after them, if at all."""
    for one, other in zip(old, new, strict=True):
        word = one if one == other else one.rstrip()
        yield Part(SAME, word)
        yield Part(REMOVED, one[len(word) :])
        yield Part(ADDED, other[len(word) :])


def _changed(before, after, finer):
    if before and after and finer:
        yield from _parts(before, after, *finer)
    else:
        yield Part(REMOVED, before)
        yield Part(ADDED, after)


def _pairs(old, new):
    """How many pairs of like pieces there are."""
    counts = Counter(new)
    return sum(number * counts[piece] for piece, number in Counter(old).items())


def _common(old, new):
    """How many pieces both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((number for number, (one, other) in pairs if one != other), min(len(old), len(new)))


def _readable(parts):
    """Between two runs of the same text, all that went, then all that came: whole phrases rather than confetti."""
    found, removed, added = [], "", ""
    parts = _joined(parts)
    for index, part in enumerate([*parts, Part(SAME, "")]):
        # A short word that alone is the same between two changes is part of both.
        is_lost = 0 < index < len(parts) - 1 and len(part.text.strip()) < 3 and "\n" not in part.text
        if part.kind == REMOVED or (part.kind == SAME and is_lost):
            removed += part.text
        if part.kind == ADDED or (part.kind == SAME and is_lost):
            added += part.text
        if part.kind == SAME and not is_lost:
            space = _shared_space(removed, added)
            cut = -len(space) or None
            found += [Part(REMOVED, removed[:cut]), Part(ADDED, added[:cut]), Part(SAME, space + part.text)]
            removed = added = ""
    return _joined(found)


def _shared_space(removed, added):
    """The spaces that both end with."""
    one, other = removed[len(removed.rstrip()) :], added[len(added.rstrip()) :]
    return one if one == other else ""


def _joined(parts):
    """Neighbours of one kind as one; none empty."""
    found = []
    for part in parts:
        if part.text and found and found[-1].kind == part.kind:
            found[-1] = Part(part.kind, found[-1].text + part.text)
        elif part.text:
            found.append(part)
    return found


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
