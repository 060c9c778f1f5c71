"""Chances and sources of chance in plain French."""

from django.utils.translation import gettext as _

from cooperation.core.wording import NBSP
from habitants.proof import PANELS


def chance(panels):
    """ "environ 1 chance sur 13 (77 groupes sur 1 000)" """
    return _("%(odds)s (%(panels)d groupes sur 1%(space)s000)") % {
        "odds": odds(panels),
        "panels": panels,
        "space": NBSP,
    }


def odds(panels):
    """ "1 chance sur 4", "environ 1 chance sur 13", "3 chances sur 4"; "" where there is none, or all."""
    if not panels or panels >= PANELS:
        return ""
    if panels * 2 > PANELS:
        tenths = round(panels * 10 / PANELS)
        exact = tenths * PANELS == panels * 10
        words = _("%(number)d chances sur 10") % {"number": min(tenths, 9)}
    else:
        exact = PANELS % panels == 0
        words = _("1 chance sur %(number)d") % {"number": round(PANELS / panels)}
    return words if exact else _("environ %(odds)s") % {"odds": words}


def source(kind, reference):
    """ "Loto du mercredi 2 décembre 2026" is its own name; a round of drand is told by its number."""
    if kind == "drand":
        return _("le tour n° %(number)s de drand (réseau quicknet)") % {"number": reference}
    return _("le %(reference)s") % {"reference": reference}
