"""
What looks like a person's name or number in a French text: told before it is written down, never decided alone.

Pure: a text in, `Finding`s out, in its order. It is meant to be heeded, so it would rather miss a name than cry at
every capital letter: what begins a sentence, what is known (`known`: associations, places, districts, streets), what
stands after a word of the town ("rue Paul-Claudel", "école Jean-Jaurès") and acronyms are left alone.
"""

import re
import unicodedata
from dataclasses import dataclass

from habitants.name_words import GIVEN, GIVEN_AND_WORD, PUBLIC, ROLES, SMALL, TITLES, TOWN


@dataclass(frozen=True)
class Finding:
    kind: str  # "phone", "email", "address" or "name"
    start: int
    end: int
    text: str


# Ten digits in France, in any grouping, or an international number. A date or a price has none of these shapes.
_PHONE = re.compile(r"(?<![\w.,+])(?:\+\s?\d{1,3}|00\s?33|0)(?:[\s.\-]?(?:\(\d\)|\d)){8,10}(?![\w])")
_EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_STREET = (
    "rue|avenue|av|boulevard|bd|bld|chemin|che|traverse|impasse|allées?|place|square|montée|route|cours|quai"
    "|passage|résidence|lotissement|villa"
)
# "12 bis, traverse de la Gouffonne": a street alone says nothing about anyone, a number does.
_ADDRESS = re.compile(
    rf"\b\d{{1,4}}\s?(?:bis|ter|quater|[a-d])?,?\s(?:{_STREET})\b\.?(?:\s(?:d[eu]s?|la|le|les|l['’]|d['’]|[\w'’-]+)){{1,5}}",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def find(text, *, known=()):
    """The findings in `text`, those that overlap told once. `known` are names that are no person's."""
    found = [Finding("email", *match.span(), match[0]) for match in _EMAIL.finditer(text)]
    found += [
        Finding("phone", *match.span(), match[0].strip())
        for match in _PHONE.finditer(text)
        if _is_phone(match[0])
    ]
    found += [Finding("address", *match.span(), match[0]) for match in _ADDRESS.finditer(text)]
    found += _names(text, _spans_of(known, text))
    apart, end = [], -1
    for finding in sorted(found, key=lambda finding: (finding.start, -finding.end)):
        if finding.start >= end:
            apart.append(finding)
            end = finding.end
    return apart


def marked(text, findings):
    """The text in pieces (words, its finding or None), to show it with what was found."""
    pieces, at = [], 0
    for finding in findings:
        pieces += [(text[at : finding.start], None), (text[finding.start : finding.end], finding)]
        at = finding.end
    pieces.append((text[at:], None))
    return [piece for piece in pieces if piece[0]]


def _is_phone(text):
    digits = re.sub(r"\D", "", text)
    return len(digits) == 10 if digits[0] == "0" and digits[:2] != "00" else 10 <= len(digits) <= 13


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    text: str
    folded: str
    is_first: bool  # of a sentence, a quotation or a line
    gap: str  # what stands between the word before and this one

    @property
    def is_capital(self):
        """Dupont, El-Amrani, not CAF nor A."""
        return self.text[0].isupper() and len(self.text) > 1 and not self.text.isupper()


def _names(text, known):
    tokens = _tokens(text)
    used = 0
    for number, token in enumerate(tokens):
        if number < used or any(start <= token.start < end for start, end in known):
            continue
        length = _name_at(tokens, number, known)
        if length:
            last = tokens[number + length - 1]
            used = number + length
            yield Finding("name", token.start, last.end, text[token.start : last.end])


def _name_at(tokens, number, known):
    """How many words of a person's name begin here, 0 when none does."""
    token = tokens[number]
    if token.folded in TITLES and (token.folded != "me" or token.text == "Me"):
        return _titled(tokens, number)
    if not token.is_capital or token.folded in PUBLIC or _is_of_the_town(tokens, number):
        return 0
    if token.folded.startswith(("saint-", "sainte-")):
        return 0
    run = _capitals(tokens, number, known)
    is_given = _parts(token.folded) & GIVEN or token.folded in GIVEN
    is_either = token.folded in GIVEN_AND_WORD
    if is_given:
        # "Paul" alone is a person; at the head of a sentence too.
        return run
    if is_either:
        return run if run > 1 or (not token.is_first and not _after_article(tokens, number)) else 0
    # Two capitals in a row inside a sentence: "Zoulikha Haddad".
    if run > 1 and not token.is_first and not _after_article(tokens, number):
        return run
    return 0


def _titled(tokens, number):
    """ "Mme Benali", "M. El Amrani"; not "Madame la maire" nor "M le"."""
    if tokens[number].text in ("m", "me", "mr", "dr", "MM") or number + 1 >= len(tokens):
        return 0
    following = tokens[number + 1]
    if (
        following.folded in ROLES
        or following.folded in PUBLIC
        or not re.fullmatch(r"\.?[ \u00a0\u202f]?", following.gap)
    ):
        return 0
    length = 1
    while number + length < len(tokens) and length < 4:
        token = tokens[number + length]
        joined = re.fullmatch(r"\.?[ \u00a0\u202f]?", token.gap)
        if joined and token.text[0].isupper() and (len(token.text) > 1 or length == 1):
            length += 1
        else:
            break
    return length if length > 1 else 0


def _capitals(tokens, number, known):
    """How many capitalised words follow each other from here, small words of names (de, El, Ben) between them."""
    length = 1
    while number + length < len(tokens):
        token = tokens[number + length]
        if token.gap not in (" ", "\u00a0", "-") or any(start <= token.start < end for start, end in known):
            break
        if token.folded in SMALL and number + length + 1 < len(tokens):
            following = tokens[number + length + 1]
            if token.text[0].isupper() and following.is_capital and following.gap in (" ", "-", "'", "’"):
                length += 2
                continue
            break
        is_name = (
            token.is_capital or (token.text.isupper() and len(token.text) > 3)
        ) and token.folded not in PUBLIC
        if not is_name:
            break
        length += 1
    return length


def _is_of_the_town(tokens, number):
    """Whether this follows, through small words and capitals, a word that names streets and buildings."""
    for back in range(1, 5):
        if number - back < 0:
            return False
        token = tokens[number - back]
        gap = tokens[number - back + 1].gap
        if re.search(r"[.!?;:,\n«»()]", gap):
            return False
        if token.folded in TOWN:
            return True
        if token.folded not in SMALL and not token.is_capital:
            return False
    return False


def _after_article(tokens, number):
    """ "le Vélodrome", "aux Goudes", "à Mazargues", "de Luminy": places are said like that, people are not."""
    articles = {"le", "la", "les", "l", "au", "aux", "a", "du", "des", "en", "vers", "dans", "entre"}
    return number > 0 and tokens[number - 1].folded in articles


def _tokens(text):
    tokens, at = [], 0
    for match in _WORD.finditer(text):
        for start, end in _apart(match):
            gap = text[at:start]
            is_first = not tokens or bool(re.search(r"[.!?…:\n«“\"•]|(?:^|\n)\s*-\s", gap))
            if is_first and tokens and tokens[-1].folded in TITLES and gap.strip() == ".":
                is_first = False
            word = text[start:end]
            tokens.append(_Token(start, end, word, fold(word), is_first, gap))
            at = end
    return tokens


def _apart(match):
    """ "l’école", "d’Aïcha": the elided word and the one it leans on."""
    elided = re.match(r"(?:[ldmtsjnc]|qu|jusqu|lorsqu)['’]", match[0], re.IGNORECASE)
    if elided and elided.end() < len(match[0]):
        middle = match.start() + elided.end()
        return [(match.start(), middle - 1), (middle, match.end())]
    return [match.span()]


def _parts(folded):
    return {part for part in folded.split("-") if len(part) > 2}


def _spans_of(names, text):
    """Where known names stand in the text, whatever their accents and capitals."""
    flat = fold(text)
    if len(flat) != len(text):  # a character that unfolds into two: positions would lie
        return []
    spans = []
    for name in {fold(name).strip() for name in names}:
        if len(name) < 3:
            continue
        spans += [match.span() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", flat)]
    return spans


def fold(text):
    """Without accents nor capitals, letter for letter."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower().replace("’", "'")
