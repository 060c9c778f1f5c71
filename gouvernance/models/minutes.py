"""The agenda of a meeting, what was said on each item, what was decided, and what becomes of it."""

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core import documents


def approved_stays(table, columns, path):
    """Refuses that these columns change once the minutes are approved; `path` gives the meeting's key in SQL."""
    return pgtrigger.Trigger(
        name=f"{table}_approved_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf(*columns),
        func=f"""
            IF EXISTS (
                SELECT FROM gouvernance_meeting
                WHERE state = 'approved' AND id = ({path.format(row="(COALESCE(NEW, OLD))")})
            ) THEN
                RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = '{table}_approved_stays',
                    MESSAGE = '{table}_approved_stays: approved minutes do not change';
            END IF;
            RETURN COALESCE(NEW, OLD);
        """,
    )


class AgendaItem(models.Model):
    """A point of the agenda: what is prepared, then what was said, written during the meeting."""

    class Kind(models.TextChoices):
        INFORMATION = "information", _("Information")
        DISCUSSION = "discussion", _("Échange")
        DECISION = "decision", _("Décision")

    meeting = models.ForeignKey("Meeting", on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    title = models.CharField(_("point"), max_length=140)
    kind = models.CharField(_("de quelle sorte"), max_length=11, choices=Kind, default=Kind.DISCUSSION)
    minutes = models.PositiveSmallIntegerField(_("durée prévue (minutes)"), default=15)
    presenter = models.CharField(_("présenté par"), max_length=80, blank=True)
    words = models.TextField(_("de quoi il s’agit"), max_length=5_000, blank=True)
    document = models.FileField(_("document"), upload_to="gouvernance/", blank=True)
    document_type = models.CharField(max_length=100, blank=True, editable=False)
    notes = models.TextField(_("ce qui s’est dit"), max_length=20_000, blank=True)

    class Meta:
        verbose_name = _("point de l’ordre du jour")
        verbose_name_plural = _("points de l’ordre du jour")
        ordering = ["position", "pk"]
        triggers = [
            approved_stays(
                "agendaitem",
                ["title", "kind", "words", "notes", "position", "presenter"],
                "SELECT {row}.meeting_id",
            )
        ]

    def __str__(self):
        return self.title

    @property
    def document_name(self):
        return f"{self.position + 1}.{documents.EXTENSIONS.get(self.document_type, 'bin')}"


class DecisionQuerySet(models.QuerySet):
    def to_follow(self):
        return self.filter(follow_up__in=Decision.FollowUp.pending())

    def to_review(self, *, day=None):
        """Those whose review date has come and that no meeting has taken up again."""
        day = day or timezone.localdate()
        return self.filter(review_on__lte=day, came_back_as=None)


class Decision(models.Model):
    """
    What was decided, with the quorum of that moment: without it, PostgreSQL refuses the row. Its owner, its date and
    what becomes of it may change; its words may not once the minutes are approved.
    """

    class FollowUp(models.TextChoices):
        TODO = "todo", _("à faire")
        DOING = "doing", _("en cours")
        DONE = "done", _("fait")
        DROPPED = "dropped", _("abandonné")

        @classmethod
        def pending(cls):
            return [cls.TODO, cls.DOING]

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="decisions")
    text = models.TextField(_("ce qui est décidé"), max_length=2_000)
    owner = models.CharField(_("qui s’en occupe"), max_length=80)
    due_on = models.DateField(_("pour quand"))
    review_on = models.DateField(_("à revoir le"), null=True, blank=True)
    follow_up = models.CharField(_("où en est-on"), max_length=7, choices=FollowUp, default=FollowUp.TODO)
    follow_up_words = models.CharField(_("en quelques mots"), max_length=300, blank=True)
    present = models.PositiveSmallIntegerField(editable=False)
    represented = models.PositiveSmallIntegerField(editable=False)
    needed = models.PositiveSmallIntegerField(editable=False)
    quorum_reached = models.BooleanField(editable=False)
    decided_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    came_back_as = models.OneToOneField(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="reviews", editable=False
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("décision")
        verbose_name_plural = _("décisions")
        ordering = ["decided_at", "pk"]
        triggers = [
            approved_stays(
                "decision",
                ["text", "present", "represented", "needed", "quorum_reached", "decided_at", "item_id"],
                "SELECT meeting_id FROM gouvernance_agendaitem WHERE id = {row}.item_id",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_reached=True),
                name="decision_with_quorum",
                violation_error_message=_("Sans quorum, on peut échanger, pas décider."),
            )
        ]

    def __str__(self):
        return self.text[:80]

    @classmethod
    @transaction.atomic
    def take(cls, item, *, by, text, owner, due_on, review_on=None):
        """
        Record what is decided now, with the seats that are there now; raises ValidationError when there is no quorum
        as the body's rules count it.
        """
        quorum, now = item.meeting.quorum(), item.meeting.count_seats()
        if not quorum.reached:
            raise ValidationError(
                _("Sans quorum, on peut échanger, pas décider. %(lacking)s"),
                params={"lacking": " ".join(quorum.lacking)},
                code="quorum",
            )
        return cls.objects.create(
            item=item,
            by=by,
            text=text,
            owner=owner,
            due_on=due_on,
            review_on=review_on,
            present=now.present,
            represented=now.represented,
            needed=quorum.needed,
            quorum_reached=True,
        )
