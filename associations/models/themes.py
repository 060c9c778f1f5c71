"""What activities are about, and whom they are for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Public(models.TextChoices):
    """For whom. An empty choice means everybody."""

    CHILDREN = "enfants", _("Enfants")
    YOUTH = "jeunes", _("Jeunes")
    PARENTS = "parents", _("Parents et familles")
    ADULTS = "adultes", _("Adultes")
    SENIORS = "seniors", _("Seniors")
    PROFESSIONALS = "professionnels", _("Professionnels et bénévoles")


class Theme(models.Model):
    """A field of action. It is always shown by its name with a colour and a pictogram, never by colour alone."""

    class Colour(models.TextChoices):
        """Names of the palette in static/css: each has AA contrast in light and dark."""

        MER = "mer", _("mer")
        PIN = "pin", _("pin")
        OCRE = "ocre", _("ocre")
        CALCAIRE = "calcaire", _("calcaire")
        CORAIL = "corail", _("corail")
        LAVANDE = "lavande", _("lavande")
        OLIVE = "olive", _("olive")
        AZUR = "azur", _("azur")
        BRIQUE = "brique", _("brique")
        PRUNE = "prune", _("prune")
        ARDOISE = "ardoise", _("ardoise")
        MENTHE = "menthe", _("menthe")

    name = models.CharField(_("nom"), max_length=60, unique=True)
    slug = models.SlugField(_("identifiant dans l’adresse"), unique=True)
    colour = models.CharField(_("couleur"), max_length=20, choices=Colour, default=Colour.MER)
    icon = models.SlugField(
        _("pictogramme"), default="tag", help_text=_("Nom d’une icône Bootstrap présente sur la plateforme.")
    )
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["position", "name"]

    def __str__(self):
        return self.name
