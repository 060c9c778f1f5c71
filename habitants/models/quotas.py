"""What the group should look like: criteria that the team defines, and how many of each there may be."""

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from associations.models import District
from cooperation.core.slugs import unique_slug

# The draw takes quotas as given: once the list is frozen no row changes, whatever way the change comes. Figures
# of the population, which only the chart reads, may.
FROZEN_QUOTAS = """
    IF TG_OP = 'UPDATE' THEN
        IF ROW(NEW.criterion_id, NEW.key, NEW.minimum, NEW.maximum, NEW.age_from, NEW.age_to)
           IS NOT DISTINCT FROM ROW(OLD.criterion_id, OLD.key, OLD.minimum, OLD.maximum, OLD.age_from, OLD.age_to)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    IF EXISTS (
        SELECT FROM habitants_criterion k JOIN habitants_cohort c ON c.id = k.cohort_id
         WHERE k.id = COALESCE(NEW.criterion_id, OLD.criterion_id) AND c.state NOT IN ('preparation', 'call'))
    THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'quota_frozen',
            MESSAGE = 'quota_frozen: the list is frozen';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class CriterionQuerySet(models.QuerySet):
    def with_quotas(self):
        return self.prefetch_related(Prefetch("quotas", queryset=Quota.objects.prefetch_related("districts")))

    def asked(self):
        return self.filter(source=Criterion.Source.ASKED)


class Criterion(models.Model):
    """What one looks at: gender, age, district… `key` names it in the draw and never changes."""

    class Source(models.TextChoices):
        ASKED = "asked", _("une question posée à la personne")
        AGE = "age", _("l’année de naissance")
        DISTRICT = "district", _("le quartier")

    cohort = models.ForeignKey(
        "habitants.Cohort", on_delete=models.CASCADE, related_name="criteria", verbose_name=_("groupe")
    )
    name = models.CharField(_("critère"), max_length=60, help_text=_("Par exemple : Âge."))
    key = models.SlugField(_("nom dans le tirage"), max_length=60, editable=False)
    source = models.CharField(_("d’après"), max_length=10, choices=Source, default=Source.ASKED)
    question = models.CharField(
        _("question"), max_length=160, blank=True, help_text=_("Telle que la personne la lit.")
    )
    reason = models.CharField(
        _("à quoi sert la réponse"),
        max_length=200,
        blank=True,
        help_text=_("Par exemple : pour qu’il y ait autant de femmes que d’hommes."),
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("critère")
        verbose_name_plural = _("critères")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "key"],
                name="criterion_key_unique",
                violation_error_message=_("Ce critère existe déjà."),
            ),
            models.UniqueConstraint(
                fields=["cohort", "source"],
                condition=~Q(source="asked"),
                name="criterion_computed_once",
                violation_error_message=_("Un critère se sert déjà de cette réponse."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.key:
            self.key = unique_key(Criterion.objects.filter(cohort=self.cohort_id), self.name)
        super().save(*args, **kwargs)

    @property
    def is_asked(self):
        return self.source == self.Source.ASKED

    @property
    def wording(self):
        return self.question or self.name


@pghistory.track(model_name="QuotaHistory")
class Quota(models.Model):
    """One answer to a criterion, and how many people of the group give it: at least, at most."""

    criterion = models.ForeignKey(
        Criterion, on_delete=models.CASCADE, related_name="quotas", verbose_name=_("critère")
    )
    label = models.CharField(_("réponse"), max_length=80)
    key = models.SlugField(_("nom dans le tirage"), max_length=60, editable=False)
    minimum = models.PositiveSmallIntegerField(_("au moins"), default=0, validators=[MaxValueValidator(500)])
    maximum = models.PositiveSmallIntegerField(_("au plus"), default=20, validators=[MaxValueValidator(500)])
    # Of the age that a person reaches in the year in which the group begins; both ends count.
    age_from = models.PositiveSmallIntegerField(_("de (ans)"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("à (ans)"), null=True, blank=True)
    districts = models.ManyToManyField(
        District,
        blank=True,
        related_name="+",
        verbose_name=_("quartiers"),
        db_table="habitants_quota_district",
    )
    population = models.PositiveIntegerField(
        _("habitants dans les quartiers"),
        null=True,
        blank=True,
        help_text=_("Pour comparer le groupe avec la population, sur sa page."),
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum__lte=F("maximum")),
                name="quota_minimum_below_maximum",
                violation_error_message=_("« Au moins » ne peut pas dépasser « au plus »."),
            ),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_from__lte=F("age_to")),
                name="quota_ages_in_order",
                violation_error_message=_("Le premier âge ne peut pas dépasser le second."),
            ),
            models.UniqueConstraint(
                fields=["criterion", "key"],
                name="quota_key_unique",
                violation_error_message=_("Cette réponse existe déjà."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="quota_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=FROZEN_QUOTAS,
            )
        ]

    def __str__(self):
        return f"{self.criterion} · {self.label}"

    def save(self, *args, **kwargs):
        if not self.key:
            self.key = unique_key(Quota.objects.filter(criterion=self.criterion_id), self.label)
        super().save(*args, **kwargs)

    def clean(self):
        if self.criterion_id and self.criterion.source == Criterion.Source.AGE and self.age_from is None:
            raise ValidationError({"age_from": _("Dites à partir de quel âge.")})

    def holds(self, age, district_id):
        """Whether a person of that age (reached in the year) and district answers this, for a computed criterion."""
        if self.criterion.source == Criterion.Source.AGE:
            return (self.age_from or 0) <= age <= (self.age_to or 200)
        return any(district.pk == district_id for district in self.districts.all())


def unique_key(queryset, text):
    """As an address is made, in the field `key`."""
    return unique_slug(queryset.annotate(slug=F("key")), text.replace("–", "-"), max_length=60)
