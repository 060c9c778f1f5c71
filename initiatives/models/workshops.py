"""The workshops of a course, held on dates of the agenda, and who was there, half-day by half-day."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import wording
from agenda.models import Event, Occurrence
from initiatives.models.courses import Course
from initiatives.models.methods import Method

NOON = time(13)
# A workshop that only reaches a little beyond lunch is one half-day.
SHORTEST_HALF = timedelta(minutes=30)


@dataclass(frozen=True)
class HalfDay:
    """What is signed for once: OPCO and funders count half-days. `part` is 1, or 2 for the afternoon of a whole day."""

    part: int
    starts_at: datetime | None
    ends_at: datetime | None
    minutes: int

    @property
    def label(self):
        if self.starts_at is None:
            return _("séance")
        return _("matin") if self.starts_at.time() < time(12) else _("après-midi")

    @property
    def hours(self):
        return wording.hours(self.starts_at, self.ends_at) if self.starts_at else ""


class WorkshopQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by(F("occurrence__starts_at").asc(nulls_last=True), "position", "pk")

    def for_list(self):
        return (
            self.select_related("occurrence__event__place", "occurrence__place")
            .prefetch_related(models.Prefetch("methods", Method.objects.public()))
            .in_order()
        )

    def to_tell(self):
        """Of courses to come or under way, those whose date is no longer what the people enrolled were told."""
        off = Q(occurrence__is_cancelled=True)
        off |= Q(occurrence__event__status__in=[Event.Status.POSTPONED, Event.Status.CANCELLED])
        off |= Q(occurrence__event__state=Event.State.ARCHIVED)
        now = timezone.now()
        lost = Q(occurrence=None, told_starts_at__isnull=False)
        same = Q(told_starts_at=F("occurrence__starts_at")) & Q(told_off=F("off"))
        return (
            self.filter(course__state__in=[Course.State.OPEN, Course.State.RUNNING])
            .annotate(off=models.Case(models.When(off, then=True), default=False))
            .filter(Q(occurrence__starts_at__gt=now) | Q(told_starts_at__gt=now))
            .filter(lost | Q(occurrence__isnull=False) & ~same)
        )


class Workshop(models.Model):
    """
    One gathering of a course. Its date is the agenda's: what is moved or called off there is so here, the same
    moment. `planned_minutes` is for what is invoiced where it is not what the clock says.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="workshops")
    title = models.CharField(_("titre de l’atelier"), max_length=140)
    description = models.TextField(_("ce qu’on y fait"), max_length=5_000, blank=True)
    occurrence = models.ForeignKey(
        Occurrence,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="workshops",
        verbose_name=_("date de l’agenda"),
    )
    planned_minutes = models.PositiveSmallIntegerField(
        _("durée retenue (minutes)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(1440)],
        help_text=_(
            "Pour la facturation, si elle n’est pas celle de l’agenda : pause de midi déduite, par exemple."
        ),
    )
    methods = models.ManyToManyField(Method, related_name="workshops", verbose_name=_("méthodes"), blank=True)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    # What the people enrolled were last told of its date.
    is_told = models.BooleanField(default=False, editable=False)
    told_starts_at = models.DateTimeField(null=True, editable=False)
    told_off = models.BooleanField(default=False, editable=False)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        verbose_name = _("atelier")
        verbose_name_plural = _("ateliers")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "occurrence"],
                condition=Q(occurrence__isnull=False),
                name="workshop_date_once",
                violation_error_message=_("Un autre atelier de cette formation a déjà cette date."),
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{self.course.get_absolute_url()}#atelier-{self.pk}"

    def get_edit_url(self):
        return reverse("initiatives:workshop-edit", args=[self.course.slug, self.pk])

    def get_attendance_url(self):
        return reverse("initiatives:workshop-attendance", args=[self.course.slug, self.pk])

    def get_signing_url(self):
        return reverse("initiatives:workshop-signing", args=[self.course.slug, self.pk])

    @property
    def is_off(self):
        return self.occurrence is not None and self.occurrence.is_off

    @property
    def is_past(self):
        return self.occurrence is not None and self.occurrence.is_past

    @property
    def shown_date(self):
        """The date as visitors may see it: that of an event that is not public yet is only the team's."""
        return self.occurrence if self.occurrence and self.occurrence.event.is_public else None

    @property
    def clock_minutes(self):
        if self.occurrence is None:
            return 0
        return min(round((self.occurrence.ends_at - self.occurrence.starts_at).total_seconds() / 60), 1440)

    @property
    def minutes(self):
        return self.planned_minutes or self.clock_minutes

    @property
    def half_days(self):
        """The morning and the afternoon of a whole day, which share its minutes; else one."""
        if self.occurrence is None:
            return [HalfDay(1, None, None, self.minutes)]
        start, end = self.occurrence.local_start, self.occurrence.local_end
        noon = datetime.combine(start.date(), NOON, tzinfo=start.tzinfo)
        if start.date() != end.date() or noon - start < SHORTEST_HALF or end - noon < SHORTEST_HALF:
            return [HalfDay(1, start, end, self.minutes)]
        morning = round(self.minutes * ((noon - start) / (end - start)))
        return [HalfDay(1, start, noon, morning), HalfDay(2, noon, end, self.minutes - morning)]

    @transaction.atomic
    def record(self, modes):
        """
        Who was there: {(enrolment's key, part): mode}, "" where it is not known. What was entered counts the
        minutes of its half-day as they are now.
        """
        Course.locked(self.course_id)
        minutes = {half.part: half.minutes for half in self.half_days}
        for (enrolment, part), mode in modes.items():
            key = {"workshop": self, "enrolment_id": enrolment, "part": part}
            if not mode:
                Attendance.objects.filter(**key).delete()
                continue
            counted = minutes.get(part, 0) if mode in Attendance.Mode.there() else 0
            Attendance.objects.update_or_create(**key, defaults={"mode": mode, "minutes": counted})

    @transaction.atomic
    def recount(self):
        """Its duration was corrected: what was entered counts anew."""
        for half in self.half_days:
            self.attendances.filter(part=half.part, mode__in=Attendance.Mode.there()).update(
                minutes=half.minutes
            )

    @transaction.atomic
    def tell_change(self):
        """The date was moved, called off or reinstated in the agenda: one mail to each who has a place."""
        Course.locked(self.course_id)
        first, was, was_off = not self.is_told, self.told_starts_at, self.told_off
        self.is_told, self.told_off = True, self.is_off
        self.told_starts_at = self.occurrence.starts_at if self.occurrence else None
        self.save(update_fields=["is_told", "told_starts_at", "told_off"])
        if first:
            return  # what they read when they enrolled
        for row in self.course.enrolments.filter(state="confirmed"):
            row.tell(
                "initiatives/mail/workshop_changed",
                workshop=self,
                date=self.occurrence,
                was=timezone.localtime(was) if was else None,
                reinstated=was_off and not self.told_off,
            )


class Attendance(models.Model):
    """Whether somebody was there, for one half-day. No row: nobody has said yet."""

    class Mode(models.TextChoices):
        PRESENT = "present", _("Sur place")
        ONLINE = "online", _("À distance")
        ABSENT = "absent", _("Absent")

        @classmethod
        def there(cls):
            return [cls.PRESENT, cls.ONLINE]

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="attendances")
    enrolment = models.ForeignKey("Enrolment", on_delete=models.CASCADE, related_name="attendances")
    part = models.PositiveSmallIntegerField(_("demi-journée"), default=1)
    mode = models.CharField(_("présence"), max_length=7, choices=Mode)
    minutes = models.PositiveSmallIntegerField(_("minutes comptées"), default=0)

    class Meta:
        verbose_name = _("présence")
        verbose_name_plural = _("présences")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "workshop", "part"], name="attendance_once"),
            models.CheckConstraint(condition=Q(part__in=[1, 2]), name="attendance_part"),
            models.CheckConstraint(
                condition=~Q(mode="absent") | Q(minutes=0), name="attendance_absent_counts_nothing"
            ),
        ]

    def __str__(self):
        return f"{self.enrolment} · {self.workshop} · {self.get_mode_display()}"
