"""The workshops of a course, held on dates of the agenda, and who was there, half-day by half-day."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import wording
from agenda.models import Event, Occurrence
from agenda.models.seats import IS_OFF
from associations.models import Place
from initiatives.models.courses import Course
from initiatives.models.methods import Method

NOON = time(13)
EVENING = time(18)
# A workshop that only reaches a little beyond lunch is one half-day.
SHORTEST_HALF = timedelta(minutes=30)
# What the people enrolled were last told of a workshop.
TOLD = ["is_told", "told_starts_at", "told_place", "told_off"]

NOT_BEGUN = _("Cette demi-journée n’a pas commencé : les présences se notent une fois sur place.")


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
        start = self.starts_at.time()
        if start >= EVENING:
            return _("soirée")
        return _("matin") if start < time(12) else _("après-midi")

    @property
    def hours(self):
        return wording.hours(self.starts_at, self.ends_at) if self.starts_at else ""

    @property
    def has_begun(self):
        """Nobody has been at what has not: what a certificate says took place."""
        return self.starts_at is not None and self.starts_at <= timezone.now()


class WorkshopQuerySet(models.QuerySet):
    def in_order(self):
        return self.order_by(F("occurrence__starts_at").asc(nulls_last=True), "position", "pk")

    def for_list(self):
        return (
            self.select_related("occurrence__event__place", "occurrence__place")
            .prefetch_related(models.Prefetch("methods", Method.objects.public()))
            .in_order()
        )

    def off(self):
        """Called off or postponed: nobody is asked to have been there."""
        return self.filter(IS_OFF)

    def held(self):
        """Those that took place."""
        return self.filter(~IS_OFF, occurrence__ends_at__lt=timezone.now())

    def to_come(self):
        """Those that are not over, by their dates."""
        return self.filter(~IS_OFF, occurrence__ends_at__gt=timezone.now())

    def to_tell(self):
        """
        Of courses to come or under way, those whose date or place is no longer what the people enrolled were told;
        of an event that is not public yet they are told once it is.
        """
        now = timezone.now()
        lost = Q(occurrence=None, told_starts_at__isnull=False)
        public = Q(occurrence__event__state__in=[Event.State.PUBLISHED, Event.State.ARCHIVED])
        same = Q(told_starts_at=F("occurrence__starts_at"), told_off=F("off"), told=F("place"))
        return (
            self.filter(course__state__in=[Course.State.OPEN, Course.State.RUNNING])
            .annotate(
                off=Case(When(IS_OFF, then=True), default=False),
                place=Coalesce("occurrence__place", "occurrence__event__place", 0),
                told=Coalesce("told_place", 0),
            )
            .filter(Q(occurrence__starts_at__gt=now) | Q(told_starts_at__gt=now))
            .filter(lost | public & ~same)
        )

    @transaction.atomic
    def become_told(self):
        """Whoever enrols from now on reads their dates and places as they are."""
        rows = list(self.select_related("occurrence__event__place", "occurrence__place"))
        for row in rows:
            row.remember_told()
        self.model.objects.bulk_update(rows, TOLD)

    @transaction.atomic
    def recount(self):
        """The agenda may have given them other hours since people were noted."""
        for row in self.select_related("occurrence"):
            row.recount()


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
            "Pour la facturation, si elle n’est pas celle de l’agenda : pause de midi déduite, par exemple."
        ),
    )
    methods = models.ManyToManyField(Method, related_name="workshops", verbose_name=_("méthodes"), blank=True)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    # What the people enrolled were last told of it, or read when they enrolled.
    is_told = models.BooleanField(default=False, editable=False)
    told_starts_at = models.DateTimeField(null=True, editable=False)
    told_place = models.ForeignKey(
        Place, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
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
        minutes of its half-day as they are now. ValidationError for a half-day that has not begun.
        """
        Course.locked(self.course_id)
        halves = self.half_days
        minutes = {half.part: half.minutes for half in halves}
        begun = {half.part for half in halves if half.has_begun}
        unknown, rows = Q(pk__in=[]), []
        for (enrolment, part), mode in modes.items():
            if not mode:
                unknown |= Q(enrolment=enrolment, part=part)
                continue
            if part not in begun:
                raise ValidationError(NOT_BEGUN, code="not_begun")
            counted = minutes.get(part, 0) if mode in Attendance.Mode.there() else 0
            rows.append(
                Attendance(workshop=self, enrolment_id=enrolment, part=part, mode=mode, minutes=counted)
            )
        self.attendances.filter(unknown).delete()
        Attendance.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["enrolment", "workshop", "part"],
            update_fields=["mode", "minutes"],
        )

    @transaction.atomic
    def recount(self):
        """
        Its hours were corrected: what was entered counts anew, and nothing for a half-day that is no more, or is to
        come since its date was moved.
        """
        halves = [When(part=half.part, then=half.minutes) for half in self.half_days if half.has_begun]
        self.attendances.filter(mode__in=Attendance.Mode.there()).update(minutes=Case(*halves, default=0))

    # What people know of it

    def remember_told(self):
        date = self.occurrence
        # Archived, it is called off; before it is public, nobody may know it.
        known = date is not None and date.event.state in [Event.State.PUBLISHED, Event.State.ARCHIVED]
        self.is_told, self.told_off = True, known and self.is_off
        self.told_starts_at = date.starts_at if known else None
        self.told_place = date.where if known else None

    @transaction.atomic
    def tell_change(self):
        """It was added, given a date, moved, called off or reinstated: one mail to each who has a place."""
        Course.locked(self.course_id)
        was, place = self.told_starts_at, self.told_place
        change = self._change()
        self.remember_told()
        self.save(update_fields=TOLD)
        if change:
            self._tell(change, was=timezone.localtime(was) if was else None, place=place)

    def _change(self):
        """What to tell since last time, in a word; "" when there is nothing to tell."""
        date = self.occurrence
        if date is None:
            return "lost"
        if self.is_off:
            # What nobody was told to come to is not called off.
            return "off" if self.told_starts_at and not self.told_off else ""
        if self.told_off:
            return "reinstated"
        if not self.is_told:
            return "added"
        if self.told_starts_at is None:
            return "dated"
        return "moved" if self.told_starts_at != date.starts_at else "elsewhere"

    def _tell(self, change, **context):
        for row in self.course.enrolments.filter(state="confirmed"):
            row.tell(
                "initiatives/mail/workshop_changed",
                workshop=self,
                date=self.occurrence,
                change=change,
                **context,
            )

    @transaction.atomic
    def remove(self):
        """
        It leaves the course; its date stays in the agenda. Those who counted on it are told. Where people were
        noted, it stays.
        """
        course = Course.locked(self.course_id)
        if self.attendances.exists():
            raise ValidationError(_("Des présences y sont notées : cet atelier ne peut plus être retiré."))
        if course.is_under_way and self.is_told and not self.is_past and not self.told_off:
            self._tell("removed", was=None, place=None)
        self.delete()


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
