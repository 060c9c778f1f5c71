"""What held a team back and what helped: tags that sheets share, and what each sheet says of them."""

import pgtrigger
from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FactorQuerySet(models.QuerySet):
    @transaction.atomic
    def merge_into(self, kept, *, by):
        """
        These tags become one: sheets that named any of them name the kept one, each with a version of its own that
        says who did it. Earlier versions name it too, so that going back to one loses nothing. Returns how many
        sheets changed.
        """
        others = self.exclude(pk=kept.pk)
        name = kept._meta.model_name
        findings = Finding.objects.filter(**{f"{name}__in": others})
        initiatives = apps.get_model("initiatives.Initiative").objects
        sheets = list(initiatives.filter(pk__in=findings.order_by().values("initiative")))
        findings.update(**{name: kept})
        for sheet in sheets:
            sheet.write_version(by=by)
        _rename_in_versions(f"{name}_id", list(others.values_list("pk", flat=True)), kept.pk)
        others.delete()
        return len(sheets)


class Factor(models.Model):
    """A tag that the team keeps few and clear, so that sheets can be compared."""

    name = models.CharField(_("nom"), max_length=60, unique=True)
    slug = models.SlugField(_("identifiant dans l’adresse"), unique=True)
    description = models.CharField(_("ce que cela veut dire"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    objects = FactorQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class Obstacle(Factor):
    """ "Participation insuffisante", "locaux trop petits"."""

    class Meta(Factor.Meta):
        verbose_name = _("frein")
        verbose_name_plural = _("freins")


class Lever(Factor):
    """ "Aller vers", "bouche-à-oreille par les habitants-relais"."""

    class Meta(Factor.Meta):
        verbose_name = _("levier")
        verbose_name_plural = _("leviers")


class Finding(models.Model):
    """
    One thing that a team met: an obstacle and what they did about it, or either alone. A row with both, whose
    outcome is good, is what the page of obstacles × levers is drawn from.
    """

    class Outcome(models.TextChoices):
        WORKED = "worked", _("ça a marché")
        PARTLY = "partly", _("en partie")
        FAILED = "failed", _("ça n’a pas suffi")

    initiative = models.ForeignKey("Initiative", on_delete=models.CASCADE, related_name="findings")
    obstacle = models.ForeignKey(
        Obstacle,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("frein rencontré"),
    )
    obstacle_words = models.CharField(_("ce qui a coincé, en une phrase"), max_length=300, blank=True)
    lever = models.ForeignKey(
        Lever,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("levier"),
    )
    lever_words = models.CharField(_("ce qui a été fait, en une phrase"), max_length=300, blank=True)
    outcome = models.CharField(_("résultat"), max_length=6, choices=Outcome, blank=True)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("frein ou levier d’une fiche")
        verbose_name_plural = _("freins et leviers des fiches")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(obstacle__isnull=False) | Q(lever__isnull=False),
                name="finding_says_something",
                violation_error_message=_("Choisissez un frein, un levier ou les deux."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(lever__isnull=False),
                name="finding_outcome_of_lever",
                violation_error_message=_("Pour dire si cela a marché, dites d’abord ce qui a été fait."),
            ),
        ]

    def __str__(self):
        return " → ".join(str(tag) for tag in (self.obstacle, self.lever) if tag)


def _rename_in_versions(name, gone, kept):
    """The keys of tags in what versions kept: the only thing of a version that ever changes."""
    versions = apps.get_model("initiatives.Version")
    with pgtrigger.ignore("initiatives.Version:version_kept"):
        for key in gone:
            rows = versions.objects.filter(content__contains={"findings": [{name: key}]})
            for version in rows.iterator(chunk_size=200):
                for finding in version.content["findings"]:
                    if finding[name] == key:
                        finding[name] = kept
                version.save(update_fields=["content"])
