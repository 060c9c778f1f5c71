"""Before and after a course: each says for themselves how far they agree with the same statements."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core import rate_limit
from initiatives.models.courses import Course
from initiatives.models.enrolments import Enrolment

# Nobody is written to about the same questions twice on a day.
ASKED = {"amount": 1, "seconds": 86_400}


class Level(models.IntegerChoices):
    """The scale, the same before and after, in words."""

    NOT_AT_ALL = 0, _("Pas du tout")
    A_LITTLE = 1, _("Un peu")
    HALF = 2, _("À moitié")
    MOSTLY = 3, _("Plutôt oui")
    FULLY = 4, _("Tout à fait")


class Moment(models.TextChoices):
    BEFORE = "avant", _("Avant la formation")
    AFTER = "apres", _("Après la formation")


class Statement(models.Model):
    """What people say of themselves: "Je sais faire parler ceux qui se taisent"."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="statements")
    text = models.CharField(_("affirmation"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("affirmation du questionnaire")
        verbose_name_plural = _("affirmations du questionnaire")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text


class Respondent(models.Model):
    """
    Who answered, before or after: what pairs the two. It loses its enrolment when that is erased; the answers stay,
    without whom they are from.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="respondents")
    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.SET_NULL, null=True, related_name="respondent"
    )

    class Meta:
        verbose_name = _("réponse au questionnaire")
        verbose_name_plural = _("réponses aux questionnaires")

    def __str__(self):
        return f"{self.course} · {self.pk}"

    @classmethod
    @transaction.atomic
    def record(cls, enrolment, moment, levels):
        """{statement: level} at one moment; answering again replaces what was said."""
        Course.locked(enrolment.course_id)
        respondent, _new = cls.objects.get_or_create(
            enrolment=enrolment, defaults={"course_id": enrolment.course_id}
        )
        respondent.answers.filter(moment=moment).delete()
        Answer.objects.bulk_create(
            Answer(respondent=respondent, statement=statement, moment=moment, level=level)
            for statement, level in levels.items()
        )
        return respondent


class Answer(models.Model):
    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="answers")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="answers")
    moment = models.CharField(_("moment"), max_length=5, choices=Moment)
    level = models.PositiveSmallIntegerField(_("réponse"), choices=Level)

    class Meta:
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        constraints = [
            models.UniqueConstraint(fields=["respondent", "statement", "moment"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(level__in=Level.values) & Q(moment__in=Moment.values), name="answer_on_the_scale"
            ),
        ]

    def __str__(self):
        return f"{self.statement} · {self.get_moment_display()} · {self.get_level_display()}"


def moment_now(course):
    """
    Which questionnaire can be filled: before, until the first workshop is over; after, from the beginning of the
    last; nothing in between, and nothing while it is a draft.
    """
    if course.is_draft:
        return None
    if course.is_ended:
        return Moment.AFTER
    dates = [workshop.occurrence for workshop in course.workshops.for_list() if workshop.occurrence]
    held = [date for date in dates if not date.is_off]
    if held and held[-1].starts_at <= timezone.now():
        return Moment.AFTER
    if held and held[0].ends_at < timezone.now():
        return None
    return Moment.BEFORE


@transaction.atomic
def ask_to_answer(course, moment):
    """One mail to each who has a place and did not answer yet, once a day at most; returns how many."""
    answered = Answer.objects.filter(moment=moment, respondent__course=course)
    rows = course.enrolments.filter(state="confirmed").exclude(email="")
    rows = rows.exclude(
        pk__in=answered.filter(respondent__enrolment__isnull=False).values("respondent__enrolment")
    )
    rows = list(rows)
    if rows and not rate_limit.allowed_for(f"ask:{course.pk}:{moment}", **ASKED):
        raise ValidationError(_("C’est déjà demandé aujourd’hui : laissez un jour pour répondre."))
    for row in rows:
        row.tell(
            "initiatives/mail/questionnaire",
            moment=moment,
            is_before=moment == Moment.BEFORE,
            link=f"{settings.SITE_URL}{row.get_questionnaire_url(moment)}",
        )
    return len(rows)
