"""What a body lacks today, in words: empty seats, districts, ages and genders that nobody or few there have. Pure."""

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
    Sentences, the empty seats first. `colleges` are (name, vacant seats); `districts`, `ages` and `genders` are the
    names that could be there. What fewer than five holders said is not compared. Of districts and ages, few are fewer
    than half of what each would have in equal shares: we know no better, and don't guess at who lives where.
    """
    found = []
    for name, vacant in colleges:
        if vacant:
            text = ngettext(
                "%(college)s : %(total)d siège vacant.", "%(college)s : %(total)d sièges vacants.", vacant
            )
            found.append(text % {"college": name, "total": vacant})
    found += _short(
        [holder.district for holder in holders],
        districts,
        absent=_("Personne ne vient de : %(names)s."),
        few=_("Peu de personnes viennent de : %(names)s."),
    )
    found += _short(
        [holder.age for holder in holders],
        ages,
        absent=_("Personne n’a : %(names)s."),
        few=_("Peu de personnes ont : %(names)s."),
    )
    told = Counter(holder.gender for holder in holders if holder.gender)
    total = sum(told.values())
    if total >= FEWEST:
        for gender in genders:
            if told[gender] * 100 < SHORT * total:
                text = _("%(gender)s : %(told)d sur %(total)d qui l’ont dit.")
                found.append(text % {"gender": gender, "told": told[gender], "total": total})
    return found


def _short(told, names, *, absent, few):
    counts = Counter(name for name in told if name)
    total = counts.total()
    if total < FEWEST:
        return []
    missing = [str(name) for name in names if not counts[name]]
    rare = [
        _("%(name)s (%(told)d sur %(total)d)") % {"name": name, "told": counts[name], "total": total}
        for name in names
        if 0 < counts[name] * 2 * len(names) < total
    ]
    return [text % {"names": ", ".join(found)} for text, found in ((absent, missing), (few, rare)) if found]
