"""A qualifying course: what it aims at, who may come, how many places, from what attendance it is certified."""

from datetime import timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from cooperation.core.history import acting
from cooperation.core.slugs import unique_slug

# What `/formations/<slug>/` can't be: our own pages stand there.
RESERVED_SLUGS = {"ajouter", "methodes", "attestations", "inscription", "questionnaire"}
# What people gave is erased so long after the course was closed: time to certify, and to answer who funds it.
KEPT_AFTER = timedelta(days=180)
# A course that nobody closes closes by itself so long after its last date.
CLOSED_AFTER = timedelta(days=60)


class CourseQuerySet(models.QuerySet):
    def public(self):
        return self.exclude(state=self.model.State.DRAFT)

    def visible_to(self, user):
        run = self.model.objects.run_by(user).values("pk")
        return self.filter(~Q(state=self.model.State.DRAFT) | Q(pk__in=run))

    def run_by(self, user):
        """The team's, and those that this person's organisations run."""
        if not user.is_authenticated:
            return self.none()
        if user.is_coordinator:
            return self
        return self.filter(organisation__in=Organisation.objects.written_by(user).values("pk"))

    def of_members(self, user):
        """Those to come or under way, that are run by the organisations this person belongs to."""
        ours = Organisation.objects.joined_by(user).values("pk")
        return self.exclude(state=self.model.State.ENDED).filter(organisation__in=ours)

    def for_list(self):
        """With the places that are taken."""
        confirmed = Q(enrolments__state="confirmed")
        return self.select_related("organisation").annotate(
            taken=Count("enrolments", filter=confirmed, distinct=True)
        )

    def to_close(self):
        """Those over for long that nobody closed: what people gave must have its end."""
        last = Greatest(Max("workshops__occurrence__ends_at"), F("updated_at"))
        return (
            self.exclude(state__in=[self.model.State.DRAFT, self.model.State.ENDED])
            .annotate(last=Coalesce(last, F("updated_at")))
            .filter(last__lt=timezone.now() - CLOSED_AFTER)
        )

    def to_forget(self):
        """Those whose enrolments have had their time."""
        return self.filter(ended_at__lt=timezone.now() - KEPT_AFTER, enrolments__isnull=False).distinct()


@pghistory.track(model_name="CourseHistory")
class Course(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        OPEN = "open", _("Inscriptions ouvertes")
        RUNNING = "running", _("En cours")
        ENDED = "ended", _("Terminée")

    title = models.CharField(_("titre"), max_length=150)
    slug = models.SlugField(_("identifiant dans l’adresse"), max_length=80, unique=True, editable=False)
    summary = models.CharField(_("en une phrase"), max_length=250)
    aims = models.TextField(
        _("ce qu’on saura faire"), max_length=10_000, help_text=_("Un objectif par puce, avec un verbe.")
    )
    audience = models.TextField(_("pour qui"), max_length=3_000, blank=True)
    programme = models.TextField(_("programme"), max_length=20_000, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="courses", verbose_name=_("organisée par")
    )
    trainers = models.CharField(_("animée par"), max_length=250, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("nombre de places"), default=14, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    minimum_share = models.PositiveSmallIntegerField(
        _("présence pour l’attestation (% des heures)"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    opens_on = models.DateField(_("inscriptions à partir du"), null=True, blank=True)
    closes_on = models.DateField(_("inscriptions jusqu’au"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.DRAFT)
    ended_at = models.DateTimeField(_("terminée le"), null=True, blank=True, editable=False)
    # What stays for reports and funders once the enrolments are erased.
    kept_people = models.PositiveIntegerField(_("personnes (après effacement)"), default=0, editable=False)
    kept_minutes = models.PositiveIntegerField(
        _("minutes suivies (après effacement)"), default=0, editable=False
    )
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("formation")
        verbose_name_plural = _("formations")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=1) & Q(minimum_share__gte=1) & Q(minimum_share__lte=100),
                name="course_numbers",
                violation_error_message=_("Au moins une place, et une présence entre 1 et 100 %."),
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
                name="course_enrolment_days",
                violation_error_message=_("Les inscriptions ne peuvent pas finir avant de commencer."),
            ),
            models.CheckConstraint(
                condition=Q(state="ended") & Q(ended_at__isnull=False)
                | ~Q(state="ended") & Q(ended_at__isnull=True),
                name="course_ended_when",
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        if not self.slug:
            self.slug = unique_slug(Course.objects, self.title, reserved=RESERVED_SLUGS)
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("initiatives:course-detail", args=[self.slug])

    def get_team_url(self):
        return reverse("initiatives:course-team", args=[self.slug])

    # Reading

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_ended(self):
        return self.state == self.State.ENDED

    @property
    def is_under_way(self):
        """People have places in it, or may have: open or running."""
        return self.state in [self.State.OPEN, self.State.RUNNING]

    @property
    def is_enrolling(self):
        """Whether one may ask for a place today, or for a rank in the queue."""
        today = timezone.localdate()
        return (
            self.state == self.State.OPEN
            and (self.opens_on is None or self.opens_on <= today)
            and (self.closes_on is None or self.closes_on >= today)
        )

    @property
    def opens_later(self):
        return bool(self.state == self.State.OPEN and self.opens_on and self.opens_on > timezone.localdate())

    @property
    def seats_taken(self):
        """Counted with the list where it is one (`for_list`)."""
        if "taken" in self.__dict__:
            return self.__dict__["taken"]
        return self.enrolments.filter(state="confirmed").count()

    @property
    def seats_left(self):
        return max(self.capacity - self.seats_taken, 0)

    @property
    def followed(self):
        """(people, minutes): how many were there, and how long in all, once erased too."""
        if self.kept_people:
            return self.kept_people, self.kept_minutes
        rows = self.enrolments.filter(state="confirmed").with_minutes().filter(minutes__gt=0)
        found = rows.aggregate(people=Count("pk"), total=Sum("minutes"))
        return found["people"], found["total"] or 0

    @property
    def erased_on(self):
        """When the enrolments go, as far as it is known: the last date, and the time until it is closed, or closed."""
        last = self.ended_at
        if last is None:
            held = self.workshops.aggregate(last=Max("occurrence__ends_at"))["last"]
            last = held or timezone.now()
            return timezone.localdate(last + CLOSED_AFTER + KEPT_AFTER)
        return timezone.localdate(last + KEPT_AFTER)

    # Places

    @classmethod
    def locked(cls, pk):
        """The course, for this transaction alone."""
        return cls.objects.select_for_update(no_key=True).get(pk=pk)

    def settle(self):
        """Let in those who wait while there is room, in order; returns them. Expects the lock."""
        if self.is_ended:
            return []
        waiting = self.enrolments.filter(state="waiting").in_queue()
        left = self.capacity - self.enrolments.filter(state="confirmed").count()
        entered = list(waiting[: max(left, 0)])
        for row in entered:
            row.state = row.State.CONFIRMED
            row.save(update_fields=["state"])
        return entered

    @transaction.atomic
    def let_the_waiting_in(self):
        """After a change that may have given room."""
        for row in Course.locked(self.pk).settle():
            row.tell(row.MAILS["entered"], moved_up=True)

    # Changes of state

    @transaction.atomic
    def open(self, *, by):
        """Public, and one may enrol from the day that it says."""
        self._become(self.State.OPEN, by)

    @transaction.atomic
    def start(self, *, by):
        """Nobody enrols any more; whoever waits may still move up."""
        self._become(self.State.RUNNING, by)

    @transaction.atomic
    def end(self, *, by):
        """
        After its last date: what was learnt is shown, certificates can be given, and the time of the enrolments begins
        to run out.
        """
        self._become(self.State.ENDED, by)

    def _become(self, state, by):
        """Becoming what it is already changes nothing: the time that is kept does not begin again."""
        row = Course.locked(self.pk)
        self.state, self.ended_at = row.state, row.ended_at
        if self.state == state:
            return
        if self.is_draft and state != self.State.OPEN:
            raise ValidationError(_("Ouvrez d’abord les inscriptions."))
        if state == self.State.OPEN and not self.workshops.exists():
            raise ValidationError(
                _("Ajoutez d’abord un atelier : une formation sans atelier ne s’ouvre pas.")
            )
        if self.is_draft:
            self.workshops.become_told()
        if state == self.State.ENDED:
            if self.workshops.to_come().exists():
                raise ValidationError(
                    _(
                        "Un atelier n’a pas encore eu lieu : la formation se termine après sa dernière date. "
                        "S’il n’a pas lieu, annulez sa date dans l’agenda."
                    )
                )
            self.workshops.recount()
        self.state = state
        self.ended_at = timezone.now() if state == self.State.ENDED else None
        with acting(by):
            self.save(update_fields=["state", "ended_at", "updated_at"])

    @transaction.atomic
    def forget_people(self):
        """
        Erase who was enrolled. Certificates stay, with what they bear; answers stay without whom they are from;
        the course keeps how many people followed how many minutes.
        """
        Course.locked(self.pk)
        self.kept_people, self.kept_minutes = self.followed
        self.save(update_fields=["kept_people", "kept_minutes"])
        self.enrolments.all().delete()
