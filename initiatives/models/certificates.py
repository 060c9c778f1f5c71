"""What proves that somebody followed a course: a number that anyone can check."""

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from initiatives import numbering
from initiatives.models.courses import Course
from initiatives.models.enrolments import Enrolment


class CertificateQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(revoked_at=None)

    @transaction.atomic
    def issue(self, course, *, by):
        """
        One for each who was there enough and has none that is valid; they are told. Returns those given.
        ValidationError while the course goes on: a certificate says what took place.
        """
        course = Course.locked(course.pk)
        if not course.is_ended or course.workshops.to_come().exists():
            raise ValidationError(
                _("Les attestations se délivrent après la dernière date, une fois la formation terminée.")
            )
        course.workshops.recount()
        workshops = [row for row in course.workshops.for_list() if not row.is_off]
        total = sum(row.minutes for row in workshops)
        dates = [row.occurrence.local_start.date() for row in workshops if row.occurrence]
        if not total or not dates:
            raise ValidationError(_("Aucun atelier n’a de date : il n’y a rien à attester."))
        rows = Enrolment.objects.of_course(course).with_minutes()
        rows = rows.exclude(pk__in=self.valid().filter(enrolment__isnull=False).values("enrolment"))
        given = []
        for row in rows:
            if row.minutes * 100 < course.minimum_share * total:
                continue
            certificate = self.create(
                number=numbering.new(),
                course=course,
                enrolment=row,
                name=row.name,
                course_title=course.title,
                organisation_name=course.organisation.name,
                starts_on=min(dates),
                ends_on=max(dates),
                minutes=row.minutes,
                total_minutes=total,
                issued_by=by,
            )
            given.append(certificate)
            row.course = course
            row.tell(
                "initiatives/mail/certificate",
                certificate=certificate,
                link=f"{settings.SITE_URL}{certificate.get_absolute_url()}",
            )
        return given


class Certificate(models.Model):
    """
    What it bears is copied, and never changes: it stays when the enrolment is erased, or the course renamed. A
    mistake is revoked, with its reason, and another is given.
    """

    number = models.CharField(_("numéro"), max_length=numbering.LENGTH, unique=True, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="certificates")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.SET_NULL, null=True, related_name="certificates", editable=False
    )
    name = models.CharField(_("délivrée à"), max_length=80)
    course_title = models.CharField(_("formation"), max_length=150)
    organisation_name = models.CharField(_("délivrée par"), max_length=200)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))
    minutes = models.PositiveIntegerField(_("minutes suivies"))
    total_minutes = models.PositiveIntegerField(_("minutes de la formation"))
    issued_at = models.DateTimeField(_("délivrée le"), default=timezone.now, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    revoked_at = models.DateTimeField(_("révoquée le"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    revoked_reason = models.CharField(_("pourquoi"), max_length=250, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        ordering = ["-issued_at", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(revoked_at=None, enrolment__isnull=False),
                name="certificate_once",
                violation_error_message=_("Cette personne a déjà une attestation valable."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_reason="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_reason=""),
                name="certificate_revoked_why",
                violation_error_message=_("Dites pourquoi l’attestation est révoquée."),
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9A-HJKMNP-TV-Z]{12}$"), name="certificate_number"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="certificate_kept",
                operation=pgtrigger.UpdateOf(
                    *("number", "course_id", "name", "course_title", "organisation_name", "starts_on"),
                    *("ends_on", "minutes", "total_minutes", "issued_at"),
                ),
            )
        ]

    def __str__(self):
        return f"{self.spaced_number} · {self.name}"

    def get_absolute_url(self):
        return reverse("initiatives:certificate-check", args=[self.spaced_number])

    def get_pdf_url(self):
        return reverse("initiatives:certificate-pdf", args=[self.spaced_number])

    @property
    def spaced_number(self):
        return numbering.spaced(self.number)

    @property
    def is_valid(self):
        return self.revoked_at is None

    @transaction.atomic
    def revoke(self, *, by, reason):
        """It is no longer worth anything, and says so to whoever checks its number. Revoking twice changes nothing."""
        if not reason.strip():
            raise ValidationError(_("Dites pourquoi l’attestation est révoquée."))
        row = Certificate.objects.select_for_update().get(pk=self.pk)
        if row.is_valid:
            row.revoked_at, row.revoked_by, row.revoked_reason = timezone.now(), by, reason.strip()
            row.save(update_fields=["revoked_at", "revoked_by", "revoked_reason"])
        return row
