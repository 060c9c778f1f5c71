"""How something is passed on to neighbours, and to about how many: always an estimate, told in bands."""

from django.db import models
from django.db.models import Case, Sum, Value, When
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How it was passed on."""

    DOOR = "door", _("Porte-à-porte")
    SCHOOL = "school", _("Sortie d’école")
    MESSAGES = "messages", _("Messages")
    POSTER = "poster", _("Affiche, papier")
    OTHER = "other", _("Autrement")

    @property
    def icon(self):
        return WAY_ICONS[self.value]


WAY_ICONS = {
    "door": "door-open",
    "school": "backpack",
    "messages": "chat-dots",
    "poster": "pin-map",
    "other": "people",
}


class Reach(models.TextChoices):
    """To about how many people."""

    FEW = "1-5", _("1 à 5")
    SOME = "6-20", _("6 à 20")
    MANY = "21-50", _("21 à 50")
    CROWD = "50+", _("plus de 50")

    @property
    def words(self):
        return _("%(band)s personnes") % {"band": self.label}


# The lowest and the highest number of each band; the last one is not guessed beyond.
REACH_BOUNDS = {"1-5": (1, 5), "6-20": (6, 20), "21-50": (21, 50), "50+": (51, 100)}


def reached(bound):
    """The sum of the lowest (0) or of the highest (1) numbers of the bands in `reach`."""
    cases = (When(reach=band, then=Value(bounds[bound])) for band, bounds in REACH_BOUNDS.items())
    return Sum(Case(*cases, output_field=models.IntegerField()), default=0)


class PassedOn(models.Model):
    """How, and to about how many."""

    way = models.CharField(_("comment"), max_length=10, choices=Way)
    reach = models.CharField(_("à combien de personnes environ"), max_length=10, choices=Reach)
    created_at = models.DateTimeField(_("noté le"), auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def way_icon(self):
        return Way(self.way).icon

    @property
    def reach_words(self):
        return Reach(self.reach).words


def taps():
    """What one tap says: (way, [(value of the button, band)])."""
    return [(way, [(f"{way}:{reach}", reach) for reach in Reach]) for way in Way]
