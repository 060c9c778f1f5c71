"""The concertation scheme: on each subject, how far each actor is involved, where, and how often."""

import pghistory
import pgtrigger
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from cooperation.core.slugs import unique_slug
from gouvernance.models.bodies import Body

# What `/gouvernance/concertation/<slug>/` can't be: our own page stands there.
RESERVED_SLUGS = {"ajouter"}

SAME_SCHEME = pgtrigger.Trigger(
    name="involvement_same_scheme",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("subject_id", "actor_id"),
    func="""
        IF (SELECT scheme_id FROM gouvernance_subject WHERE id = NEW.subject_id)
           IS DISTINCT FROM (SELECT scheme_id FROM gouvernance_actor WHERE id = NEW.actor_id)
        THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'involvement_same_scheme',
                MESSAGE = 'involvement_same_scheme: a subject and an actor of two schemes';
        END IF;
        RETURN NEW;
    """,
)


class ConcertationSchemeQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_public=True)

    def visible_to(self, user):
        return self if user.is_authenticated and user.is_coordinator else self.public()

    def run_by(self, user):
        """The team writes them."""
        return self if user.is_authenticated and user.is_coordinator else self.none()

    def current(self):
        """The one that stands: the latest."""
        return self.order_by("-adopted_on", "-pk").first()


@pghistory.track(model_name="ConcertationSchemeHistory")
class ConcertationScheme(models.Model):
    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("identifiant dans l’adresse"), max_length=80, unique=True, editable=False)
    introduction = models.TextField(_("à quoi il sert, comment le lire"), max_length=5_000, blank=True)
    adopted_on = models.DateField(_("adopté le"))
    is_public = models.BooleanField(_("visible par tous"), default=False)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = ConcertationSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("schéma de concertation")
        verbose_name_plural = _("schémas de concertation")
        ordering = ["-adopted_on", "-pk"]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        if not self.slug:
            self.slug = unique_slug(ConcertationScheme.objects, self.name, reserved=RESERVED_SLUGS)
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("gouvernance:scheme-detail", args=[self.slug])


class Subject(models.Model):
    """What is talked about: housing, youth, mobility…"""

    scheme = models.ForeignKey(ConcertationScheme, on_delete=models.CASCADE, related_name="subjects")
    name = models.CharField(_("sujet"), max_length=80)
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("sujet de concertation")
        verbose_name_plural = _("sujets de concertation")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "name"],
                name="subject_once",
                violation_error_message=_("Ce sujet est déjà dans le schéma."),
            )
        ]

    def __str__(self):
        return self.name


class Actor(models.Model):
    """Who is involved: an organisation of the directory, or a group that has no sheet (tenants, shopkeepers)."""

    class Sector(models.TextChoices):
        INHABITANTS = "habitants", _("Habitants")
        SOCIAL = "social", _("Social")
        CULTURAL = "culturel", _("Culturel")
        ECONOMIC = "economique", _("Économique")
        AUTHORITY = "collectivite", _("Collectivités et État")

    scheme = models.ForeignKey(ConcertationScheme, on_delete=models.CASCADE, related_name="actors")
    name = models.CharField(_("acteur"), max_length=80)
    sector = models.CharField(_("secteur"), max_length=12, choices=Sector)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fiche de l’annuaire"),
    )
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("acteur de la concertation")
        verbose_name_plural = _("acteurs de la concertation")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "name"],
                name="actor_once",
                violation_error_message=_("Cet acteur est déjà dans le schéma."),
            )
        ]

    def __str__(self):
        return self.name


class Level(models.IntegerChoices):
    """How far an actor weighs on what is decided, from the least to the most."""

    INFORMED = 1, _("informé")
    CONSULTED = 2, _("consulté")
    ASSOCIATED = 3, _("associé")
    CODECIDES = 4, _("codécide")


class Involvement(models.Model):
    """One cell of the scheme."""

    class Rhythm(models.TextChoices):
        MONTHLY = "monthly", _("chaque mois")
        QUARTERLY = "quarterly", _("chaque trimestre")
        HALF_YEARLY = "half-yearly", _("deux fois par an")
        YEARLY = "yearly", _("une fois par an")
        NEEDED = "needed", _("quand il le faut")

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="involvements")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="involvements")
    level = models.PositiveSmallIntegerField(_("niveau"), choices=Level)
    body = models.ForeignKey(
        Body, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("où")
    )
    rhythm = models.CharField(_("rythme"), max_length=12, choices=Rhythm, blank=True)

    class Meta:
        verbose_name = _("place d’un acteur sur un sujet")
        verbose_name_plural = _("places des acteurs")
        triggers = [SAME_SCHEME]
        constraints = [
            models.UniqueConstraint(fields=["subject", "actor"], name="involvement_once"),
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="involvement_level"),
        ]

    def __str__(self):
        return f"{self.actor} · {self.subject} · {self.get_level_display()}"

    @property
    def detail(self):
        """Where it happens and how often, as a cell says it below the level."""
        parts = [self.body.name if self.body else "", self.get_rhythm_display()]
        return ", ".join(str(part) for part in parts if part)
