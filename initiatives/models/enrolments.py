"""Enrolling in a course: a place or a rank, and personal data that goes once its purpose is over."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from cooperation.core import mail
from cooperation.core.text_search import folded
from cooperation.core.waiting_list import Queued, QueuedQuerySet
from initiatives.models.courses import Course
from initiatives.models.workshops import Attendance, Workshop

# Whoever gave their place back has no reason to be kept longer.
WITHDRAWN_KEPT = timedelta(days=30)


class EnrolmentQuerySet(QueuedQuerySet):
    def with_minutes(self):
        """How long each was there, workshops that were called off left out."""
        there = Attendance.objects.filter(enrolment=OuterRef("pk"))
        there = there.exclude(workshop__in=Workshop.objects.off().values("pk")).order_by().values("enrolment")
        total = there.annotate(total=Sum("minutes")).values("total")
        return self.annotate(minutes=Coalesce(Subquery(total), Value(0), output_field=models.IntegerField()))

    def of_course(self, course):
        """Those who have a place, by name, as its sheets list them."""
        return self.filter(course=course, state=self.model.State.CONFIRMED).order_by(Lower("name"), "pk")

    def to_erase(self):
        """Before the course's own time: what was never confirmed, and who gave their place back."""
        withdrawn = self.filter(
            state=self.model.State.CANCELLED, changed_at__lt=timezone.now() - WITHDRAWN_KEPT
        )
        return self.never_confirmed() | withdrawn


class Enrolment(Queued):
    SALT = "initiatives.enrolment"
    TARGET = "course"
    MAILS = {
        "confirm": "initiatives/mail/enrolment_confirm",
        "already": "initiatives/mail/enrolment_already",
        "entered": "initiatives/mail/enrolment_entered",
        "removed": "initiatives/mail/enrolment_removed",
    }

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="enrolments")
    name = models.CharField(_("prénom et nom"), max_length=80)
    email = models.EmailField(_("e-mail"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("association"),
    )
    # Where the team mended it: what was given first, and who did.
    name_given = models.CharField(_("nom donné à l’inscription"), max_length=80, blank=True, editable=False)
    renamed_at = models.DateTimeField(_("nom corrigé le"), null=True, editable=False)
    renamed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("nom corrigé par"),
    )
    created_at = models.DateTimeField(_("le"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscription à une formation")
        verbose_name_plural = _("inscriptions aux formations")
        ordering = ["queued_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "waiting"]) | Q(queued_at__isnull=False),
                name="enrolment_in_queue",
            ),
            models.UniqueConstraint(
                "course",
                Lower("email"),
                condition=~Q(email="") & ~Q(state="cancelled"),
                name="enrolment_once",
                violation_error_message=_("Cette adresse est déjà inscrite à cette formation."),
            ),
        ]

    def __str__(self):
        return f"{self.name} · {self.course}"

    def get_own_url(self):
        """
        The person's own page: signed, good as long as the row is kept. It is a key: not `get_absolute_url`, which the
        administration leads to.
        """
        return reverse("initiatives:enrolment", args=[self.token])

    @property
    def token(self):
        return signing.Signer(salt=self.SALT).sign(self.pk)

    @classmethod
    def pk_of(cls, token):
        """Raises BadSignature for a token that is not ours."""
        return signing.Signer(salt=cls.SALT).unsign(token)

    def get_questionnaire_url(self, moment):
        return reverse("initiatives:questionnaire", args=[self.token, moment])

    @property
    def can_confirm(self):
        """Asked for in time, it is confirmed for as long as it is kept, the last day's too."""
        course = self.course
        in_time = course.closes_on is None or timezone.localdate(self.created_at) <= course.closes_on
        return self.is_unconfirmed and course.state == course.State.OPEN and in_time

    @property
    def can_change(self):
        return (self.is_confirmed or self.is_waiting) and not self.course.is_ended

    @transaction.atomic
    def enter(self):
        """Who had left and comes back has again the hours and answers noted for them."""
        super().enter()
        left = self._same_person().filter(state=self.State.CANCELLED).order_by("-changed_at", "-pk")
        if not self.attendances.exists() and (last := left.exclude(attendances=None).first()):
            last.attendances.update(enrolment=self)
        has_answered = Enrolment.objects.filter(pk=self.pk, respondent__isnull=False).exists()
        if not has_answered and (last := left.exclude(respondent=None).first()):
            last.respondent.enrolment = self
            last.respondent.save(update_fields=["enrolment"])

    def _same_person(self):
        """The same address and name, or name first given, accents and capitals aside: an address may be a family's."""
        if not self.email:
            return Enrolment.objects.none()
        rows = Enrolment.objects.filter(course=self.course_id, email__iexact=self.email)
        rows = rows.annotate(folded_name=folded("name"), folded_given=folded("name_given"))
        name = folded(Value(self.name))
        return rows.filter(Q(folded_name=name) | Q(folded_given=name))

    @staticmethod
    def locked(pk):
        return Course.locked(pk)

    def took_lock(self, places):
        self.course = places

    @transaction.atomic
    def rename(self, name, *, by):
        """
        It was misspelt: certificates to come bear it right. What was given first stays beside, and goes with the row.
        One that is valid bears the name already, and never changes: it is revoked before.
        """
        self._lock()
        if self.certificates.valid().exists():
            raise ValidationError(
                _("Une attestation valable porte ce nom : révoquez-la d’abord, puis corrigez-le.")
            )
        if name != self.name:
            self.name_given = self.name_given or self.name
            self.name, self.renamed_at, self.renamed_by = name, timezone.now(), by
            self.save()

    def tell(self, template, **context):
        """A mail with the person's link; whoever left no address is for those who run the course to call."""
        if self.email:
            mail.send(
                template,
                self.email,
                enrolment=self,
                course=self.course,
                url=f"{settings.SITE_URL}{self.get_own_url()}",
                **context,
            )
