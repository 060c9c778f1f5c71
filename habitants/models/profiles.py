"""
What people answered to the criteria, kept apart from who they are.

Nothing shows these rows but the draw and the page of the two people that a cohort names: they are not in the
administration, in no export but the person's own, and go three months after the cohort's last day.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from habitants.models.quotas import Criterion, Quota


@dataclass(frozen=True)
class PoolRow:
    """A person as the draw sees them: `answers` is {criterion key: quota key}, `household` a digest or ""."""

    id: str
    answers: dict
    household: str


class ProfileQuerySet(models.QuerySet):
    def readable_by(self, user):
        """The two people named by each cohort, and nobody else: neither the team nor an administrator."""
        if not user.is_authenticated:
            return self.none()
        named = Q(application__cohort__selection_lead=user) | Q(application__cohort__guarantor=user)
        return self.filter(named)

    def answers_of(self, applications):
        """{application pk: {criterion key: quota key}}."""
        answers = {}
        rows = self.filter(application__in=applications).values_list(
            "application", "criterion__key", "quota__key"
        )
        for application, criterion, quota in rows:
            answers.setdefault(application, {})[criterion] = quota
        return answers

    def counts(self, applications):
        """{quota pk: number of these applications}."""
        rows = self.filter(application__in=applications).order_by().values("quota").annotate(n=Count("pk"))
        return {row["quota"]: row["n"] for row in rows}

    def forget_computed(self, criterion):
        """Of an age or a district, which `compute_for` finds again: what it was reckoned by is about to change."""
        if not criterion.is_asked:
            self.filter(criterion=criterion).delete()

    def compute_for(self, cohort, *, application=None):
        """Age bands and districts of a cohort's applications (or of one), as its quotas are now."""
        criteria = [row for row in cohort.criteria.with_quotas() if not row.is_asked]
        applications = cohort.applications.identified()
        if application is not None:
            applications = applications.filter(pk=application.pk)
        self.filter(application__in=applications, criterion__in=criteria).delete()
        rows = []
        for pk, birth_year, district in applications.values_list("pk", "birth_year", "district"):
            for criterion in criteria:
                for quota in criterion.quotas.all():
                    quota.criterion = criterion
                    if quota.holds(cohort.starts_on.year - birth_year, district):
                        rows.append(Profile(application_id=pk, criterion=criterion, quota=quota))
                        break
        self.bulk_create(rows)


class Profile(models.Model):
    """One person's answer to one criterion. Never register it in the administration."""

    application = models.ForeignKey("habitants.Application", on_delete=models.CASCADE, related_name="+")
    # What somebody answered goes with their application, never because the team changed its questions.
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    quota = models.ForeignKey(Quota, on_delete=models.PROTECT, related_name="+")

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponse à un critère")
        verbose_name_plural = _("réponses aux critères")
        constraints = [models.UniqueConstraint(fields=["application", "criterion"], name="profile_once")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class ProfileReading(models.Model):
    """Each time one of the two readers opened the answers: shown to the team."""

    cohort = models.ForeignKey("habitants.Cohort", on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("lecture des réponses")
        verbose_name_plural = _("lectures des réponses")
        ordering = ["-read_at"]

    def __str__(self):
        return f"{self.user} · {self.read_at}"
