"""
How likely two announcements are of one event. Pure: two `Announcement`s in, a probability out.

The method is record linkage's: what agrees and what differs are weighed apart, and the weights (log-odds) add up
(Fellegi and Sunter, "A Theory for Record Linkage", JASA 64, 1969). Titles are compared as PostgreSQL's pg_trgm
does, by the trigrams that they share, after what all titles have in common is left out. The weights were chosen
on one half of tests/agenda/data/doubles.json; the other half measures them (tests/agenda/test_doubles_measured.py).
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from math import asin, cos, exp, radians, sin, sqrt
from urllib.parse import urlsplit

# At least so likely: the two are shown side by side.
LIKELY = 0.5
SAME_SPOT = 100  # metres
NEARBY = 300
EARTH = 6_371_000
# Hours that differ by so much are still one meeting's: people announce the door, or the show.
SHIFT = timedelta(minutes=45)

# Before anything is known, of two announcements on one day.
PRIOR = -4.0
# From the titles' likeness, 0 to 1: nothing alike speaks against, the same words speak for.
TITLE_SLOPE, TITLE_MIDDLE = 8.0, 0.35
# In two languages the words say nothing.
OTHER_LANGUAGE = 0.0
# "débutants" and "confirmés", "groupe 1" and "groupe 2": said to be told apart.
TOLD_APART = -6.0
TIME = {"same": 2.0, "close": 1.0, "overlap": -1.5, "day": -0.5}
PLACE = {"same": 2.0, "near": 1.0, "unknown": 0.0, "unlike": -5.5, "far": -6.0}
ORGANISER = {"same": 1.5, "unknown": 0.0, "other": -0.5}
SAME_PAGE = 2.0
SAME_PHONE = 0.5
SAME_UID = 8.0


@dataclass(frozen=True, slots=True)
class Announcement:
    """What an event says of itself, as far as it tells it from others. `spans`: the dates compared, in UTC."""

    title: str
    spans: tuple[tuple[datetime, datetime], ...]
    all_day: bool = False
    language: str = "fr"
    place: str = ""
    point: tuple[float, float] | None = None
    place_key: int | None = None
    organisers: frozenset = frozenset()
    phone: str = ""
    pages: frozenset = frozenset()
    uids: frozenset = frozenset()


def likelihood(one: Announcement, other: Announcement) -> float:
    """The probability that both announce one event; 0 when no date of theirs meets."""
    when = time_level(one, other)
    if when is None:
        return 0.0
    odds = PRIOR + _title_odds(one, other) + TIME[when]
    odds += PLACE[place_level(one, other)] + ORGANISER[organiser_level(one, other)]
    odds += SAME_PAGE * bool(one.pages & other.pages)
    odds += SAME_PHONE * bool(one.phone and one.phone == other.phone)
    odds += SAME_UID * bool(one.uids & other.uids)
    return 1 / (1 + exp(-odds))


def _title_odds(one, other):
    if one.language != other.language:
        return OTHER_LANGUAGE
    odds = TITLE_SLOPE * (title_likeness(one.title, other.title) - TITLE_MIDDLE)
    return odds + (TOLD_APART if are_told_apart(one.title, other.title) else 0)


# When


def time_level(one, other):
    """How near the nearest dates are: "same", "close", "overlap", "day" (one lasts all day), or None."""
    return min(
        filter(None, (_meet(a, b, one.all_day or other.all_day) for a in one.spans for b in other.spans)),
        key=["same", "close", "overlap", "day"].index,
        default=None,
    )


def _meet(a, b, all_day):
    if not ((a[0] < b[1] and b[0] < a[1]) or a[0] == b[0]):
        return None
    if all_day:
        return "same" if a == b else "day"
    apart = abs(a[0] - b[0])
    if apart <= timedelta(minutes=15):
        return "same"
    return "close" if apart <= SHIFT else "overlap"


# Where


def place_level(one, other):
    """ "same", "near" (300 m), "unknown" when one has none, "unlike" by its name alone, or "far"."""
    if one.place_key and one.place_key == other.place_key:
        return "same"
    apart = distance(one.point, other.point)
    if apart is not None:
        return "same" if apart <= SAME_SPOT else "near" if apart <= NEARBY else "far"
    if not (one.place and other.place):
        return "unknown"
    mine, theirs = place_words(one.place), place_words(other.place)
    return "same" if likeness(mine, theirs) >= 0.5 or shared_words(mine, theirs) >= 0.8 else "unlike"


def distance(one, other):
    """Metres between two (latitude, longitude), by haversine; None when one is unknown."""
    if one is None or other is None:
        return None
    (lat1, lon1), (lat2, lon2) = (map(radians, point) for point in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))


# Who


def organiser_level(one, other):
    if not (one.organisers and other.organisers):
        return "unknown"
    return "same" if one.organisers & other.organisers else "other"


def phone_key(phone):
    """A French number by its last nine digits, however it is written; "" when it is none."""
    digits = re.sub(r"\D", "", phone)
    return digits[-9:] if len(digits) >= 9 else ""


def page_key(url):
    """A page of its own, without what varies in an address; "" for a site's front page, which says little."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if not path and not parts.query:
        return ""
    return f"{(parts.hostname or '').removeprefix('www.')}{path}?{parts.query}"


# Words


def _set(text):
    return frozenset(text.split())


_SPONSORS = re.compile(
    r"\b(avec le (soutien|concours|financement)|en partenariat|avec la participation|dans le cadre|finance par"
    r"|offerte? par|proposee? par|organisee? par|soutenue? par)\b.*"
)
_SPELT_OUT = {
    "cs": "centre social",
    "mpt": "maison pour tous",
    "fle": "francais",
    "ag": "assemblee generale",
    "jpo": "journee portes ouvertes",
    "perm": "permanence",
    "foot": "football",
    "ado": "adolescent",
    "ados": "adolescent",
    "num": "numerique",
    "bib": "bibliotheque",
    "mediatheque": "bibliotheque",
    "asso": "association",
    "st": "saint",
    "ste": "sainte",
}
# What half of all titles begin with, and words that only link others.
_COMMON = _set(
    "atelier cours stage seance reunion permanence soiree journee apres midi grand grande fete sortie tournoi spectacle "
    "concert initiation decouverte gratuit gratuite ouvert ouverte tous toutes annule complet "
    "a au aux avec chez d dans de des du en et l la le les ou par pour s sur un une votre mes ma mon nos notre"
)
_PLACE_COMMON = _set(
    "salle local locaux espace centre social culturel maison pour tous de des du la le les l d et a au aux "
    "parc stade gymnase ecole groupe scolaire residence bibliotheque commun polyvalente fetes"
)
# Words said to tell one group from the other: two titles that each have one of a set, and none in common, are two.
_TELLING = [
    _set("debutant intermediaire confirme avance initiation perfectionnement conversation"),
    _set(
        "bebe enfant adolescent jeune adulte parent senior poussin benjamin minime cadet primaire college lycee"
    ),
    _set("fille garcon femme homme feminin masculin"),
    _set("matin midi soir"),
]


_GROUP = re.compile(r"\b(?:groupe|niveau|classe|section)s? (\w{1,2})\b")


@lru_cache(maxsize=20_000)
def words(text):
    """The words without accents, capitals or punctuation, with the usual abbreviations spelt out."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    plain = re.sub(r"\b([a-z])\.([a-z])\.", r"\1\2 ", plain)
    found = re.findall(r"[^\W_]+", _SPONSORS.sub("", plain)) or re.findall(r"[^\W_]+", plain)
    return tuple(" ".join(_SPELT_OUT.get(word, word) for word in found).split())


def title_words(title):
    """The words that say what it is about; all of them when it has no other."""
    found = words(title)
    return tuple(word for word in found if word not in _COMMON) or found


def place_words(name):
    found = words(name)
    return tuple(word for word in found if word not in _PLACE_COMMON) or found


@lru_cache(maxsize=20_000)
def trigrams(words):
    """As pg_trgm's show_trgm: each word alone, behind two blanks and before one."""
    return frozenset(f"  {word} "[at : at + 3] for word in words for at in range(len(word) + 1))


def likeness(one, other):
    """pg_trgm's similarity: of all trigrams of both, the part that they share."""
    mine, theirs = trigrams(one), trigrams(other)
    return len(mine & theirs) / len(mine | theirs) if mine or theirs else 0.0


def shared_words(one, other):
    """Of the words of the shorter, the part that the other has too, spelt much alike."""
    shorter, longer = sorted((set(one), set(other)), key=len)
    if not shorter:
        return 0.0
    found = sum(any(likeness((word,), (candidate,)) >= 0.45 for candidate in longer) for word in shorter)
    return found / len(shorter)


def title_likeness(one, other):
    """0 to 1. A title within a longer one is much like it; one word alone within many is less so."""
    mine, theirs = title_words(one), title_words(other)
    alike = likeness(mine, theirs)
    within = shared_words(mine, theirs)
    few = min(len(set(mine)), len(set(theirs)))
    return max(alike, within * (0.65 if few == 1 else 0.8))


def are_told_apart(one, other):
    mine, theirs = _singular(one), _singular(other)
    numbers = [{word for word in found if any(char.isdigit() for char in word)} for found in (mine, theirs)]
    if numbers[0] and numbers[1] and not numbers[0] & numbers[1]:
        return True
    groups = [set(_GROUP.findall(" ".join(words(title)))) for title in (one, other)]
    if groups[0] and groups[1] and not groups[0] & groups[1]:
        return True
    return any(mine & group and theirs & group and not mine & theirs & group for group in _TELLING)


def _singular(title):
    return {word.removesuffix("s") or word for word in words(title)}
