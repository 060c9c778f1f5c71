"""What a body lacks today, in words: empty seats, districts, ages and genders that nobody there has. Pure."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# A gender is said to be short below this share of those who said theirs, in percent.
SHORT = 40
# Below so many answers nothing is said: they would describe persons rather than a body.
FEWEST = 5


@dataclass(frozen=True)
class Holder:
    """Somebody who sits, as far as they said: the names of a district and an age band, a gender."""

    district: str = ""
    age: str = ""
    gender: str = ""


def lacks(colleges, holders, *, districts=(), ages=(), genders=()):
    """
    Sentences, the empty seats first. `colleges` are (name, seats, taken); `districts`, `ages` and `genders` are the
    names that could be there. What fewer than five holders said is not compared.
    """
    found = []
    for name, seats, taken in colleges:
        if vacant := seats - taken:
            text = ngettext(
                "%(college)s : %(total)d siège vacant.", "%(college)s : %(total)d sièges vacants.", vacant
            )
            found.append(text % {"college": name, "total": vacant})
    found += _absent(
        [holder.district for holder in holders], districts, _("Personne ne vient de : %(names)s.")
    )
    found += _absent([holder.age for holder in holders], ages, _("Personne n’a : %(names)s."))
    told = Counter(holder.gender for holder in holders if holder.gender)
    total = sum(told.values())
    if total >= FEWEST:
        for gender in genders:
            if told[gender] * 100 < SHORT * total:
                text = _("%(gender)s : %(told)d sur %(total)d qui l’ont dit.")
                found.append(text % {"gender": gender, "told": told[gender], "total": total})
    return found


def _absent(told, names, text):
    told = [name for name in told if name]
    missing = [str(name) for name in names if name not in told]
    return [text % {"names": ", ".join(missing)}] if len(told) >= FEWEST and missing else []
