"""What activities are about, and whom they are for."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Public(models.TextChoices):
    """For whom. An empty choice means everybody."""

    CHILDREN = "enfants", _("Enfants")
    YOUTH = "jeunes", _("Jeunes")
    PARENTS = "parents", _("Parents et familles")
    ADULTS = "adultes", _("Adultes")
    SENIORS = "seniors", _("Seniors")
    PROFESSIONALS = "professionnels", _("Professionnels et bénévoles")


def publics_field(**kwargs):
    return ArrayField(models.CharField(max_length=20, choices=Public), default=list, blank=True, **kwargs)


class ThemeQuerySet(models.QuerySet):
    def main(self):
        """The fields of action themselves, without what they are divided into."""
        return self.filter(parent=None)

    def families(self, slugs):
        """The themes of these addresses, and what they are divided into."""
        return self.filter(Q(slug__in=slugs) | Q(parent__slug__in=slugs))


class Theme(models.Model):
    """
    A field of action, or a part of one: two levels, no more. It is always shown by its name with a colour and a
    pictogram, never by colour alone.
    """

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
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        limit_choices_to={"parent": None},
        verbose_name=_("fait partie de"),
    )
    keywords = models.CharField(
        _("mots que les gens emploient"),
        max_length=500,
        blank=True,
        help_text=_("« Papiers, CAF, impôts » : une association de ce thème est aussi trouvée par ces mots."),
    )
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["position", "name"]
        triggers = [
            pgtrigger.Trigger(
                name="theme_two_levels",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.parent_id IS NOT NULL"),
                func="""
                    IF EXISTS (SELECT FROM associations_theme WHERE id = NEW.parent_id AND parent_id IS NOT NULL)
                       OR EXISTS (SELECT FROM associations_theme WHERE parent_id = NEW.id)
                       OR NEW.parent_id = NEW.id
                    THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'theme_two_levels',
                            MESSAGE = 'theme_two_levels: a theme that has a parent has no children';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.name

    def clean(self):
        nested = self.parent and (self.parent.parent_id or self.parent_id == self.pk)
        if nested or (self.parent_id and self.pk and self.children.exists()):
            raise ValidationError({"parent": _("Les thèmes n’ont que deux niveaux.")})

    @property
    def full_name(self):
        """ "Accès aux droits › Papiers et démarches"."""
        return f"{self.parent.name} › {self.name}" if self.parent_id else self.name
