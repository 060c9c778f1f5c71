"""The agenda of a meeting, what was said on each item, what was decided, and what becomes of it."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core.history import SavedBy, acting


def approved_stays(table, columns, meeting):
    """
    Refuses that these columns of a meeting's rows change once its minutes are approved, or that a row joins or leaves
    them; `meeting` gives the meeting's key in SQL, of {row}.
    """
    keys = ", ".join(f"({meeting.format(row=row)})" for row in ("NEW", "OLD"))
    return pgtrigger.Trigger(
        name=f"{table}_approved_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf(*columns),
        func=f"""
            IF EXISTS (SELECT FROM gouvernance_meeting WHERE state = 'approved' AND id IN ({keys})) THEN
                RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = '{table}_approved_stays',
                    MESSAGE = '{table}_approved_stays: approved minutes do not change';
            END IF;
            RETURN COALESCE(NEW, OLD);
        """,
    )


# What a deliberation decided is the deliberation's: the log says it, nobody writes it otherwise.
DELIBERATED_STAYS = pgtrigger.Trigger(
    name="decision_deliberated_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("text", "review_on", "item_id"),
    condition=pgtrigger.Condition(
        "OLD.text <> NEW.text OR OLD.review_on IS DISTINCT FROM NEW.review_on OR OLD.item_id <> NEW.item_id"
    ),
    func="""
        IF EXISTS (SELECT FROM gouvernance_deliberation WHERE decision_id = OLD.id) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_deliberated_stays',
                MESSAGE = 'decision_deliberated_stays: a deliberation decided this';
        END IF;
        RETURN NEW;
    """,
)


@pghistory.track(model_name="AgendaItemHistory")
class AgendaItem(SavedBy, models.Model):
    """
    A point of the agenda: what is prepared, then what was said, written during the meeting. `notes_version` goes up
    with each writing, so that two who write at once are told.
    """

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
    notes = models.TextField(_("ce qui s’est dit"), max_length=20_000, blank=True)
    notes_version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("point de l’ordre du jour")
        verbose_name_plural = _("points de l’ordre du jour")
        ordering = ["position", "pk"]
        triggers = [
            approved_stays(
                "agendaitem",
                ["title", "kind", "words", "notes", "position", "presenter", "minutes", "meeting_id"],
                "{row}.meeting_id",
            )
        ]

    def __str__(self):
        return self.title

    @transaction.atomic
    def remove(self, *, by):
        """
        Off the agenda; what was drafted to be deliberated there stays, without it. Raises ValidationError when a
        deliberation is open on it.
        """
        if self.deliberations.exclude(state="draft").exists():
            raise ValidationError(
                _("Une délibération est ouverte sur ce point : il reste à l’ordre du jour.")
            )
        self.deliberations.update(item=None)
        with acting(by):
            self.delete()

    @transaction.atomic
    def write_notes(self, notes, *, by, read):
        """
        What was said. `read` is the version that its writer had before them: when somebody else wrote since, and this
        text is another, ValidationError (`changed`) is raised and nothing is overwritten. Who left the text as they
        had read it undoes nothing.
        """
        now = AgendaItem.objects.select_for_update().get(pk=self.pk)
        if notes == now.notes:
            return
        if read != now.notes_version:
            if notes == self.notes_of(read):
                return
            raise ValidationError(
                _("Quelqu’un d’autre a écrit sur ce point entre-temps : rien n’est perdu."), code="changed"
            )
        self.notes, self.notes_version = notes, now.notes_version + 1
        self.save_by(by, update_fields=["notes", "notes_version"])

    def notes_of(self, version):
        """The notes as they were in that version, None when it never was."""
        rows = self.history.filter(notes_version=version).order_by("-pgh_id")
        return rows.values_list("notes", flat=True).first()


class DecisionQuerySet(models.QuerySet):
    def seen_in(self, visible, inside):
        """
        Those of approved minutes among the meetings that are `visible`, and all of those seen from `inside`: both are
        querysets of meetings.
        """
        public = Q(item__meeting__state="approved", item__meeting__in=visible.values("pk"))
        return self.filter(public | Q(item__meeting__in=inside.values("pk")))

    def for_list(self):
        return self.select_related("item__meeting__body")

    def in_follow_up_order(self):
        """What is still to be done first, the most pressing on top; then what is over, the latest on top."""
        pending = Q(follow_up__in=Decision.FollowUp.pending())
        return self.alias(
            over=Case(When(pending, then=0), default=1), due=Case(When(pending, then="due_on"))
        ).order_by("over", "due", "-decided_at", "-pk")

    def minute(self):
        """What the minutes that are approved now will always say of them."""
        return self.update(
            minuted_owner=F("owner"), minuted_due_on=F("due_on"), minuted_review_on=F("review_on")
        )

    def to_review(self, *, day=None):
        """Those whose review date has come and that no meeting has taken up again."""
        day = day or timezone.localdate()
        return self.filter(review_on__lte=day, came_back_as=None)


@pghistory.track(model_name="DecisionHistory")
class Decision(SavedBy, models.Model):
    """
    What was decided, with the quorum of that moment: without it, PostgreSQL refuses the row. All of it may be
    corrected until the minutes are approved, but for the words and the review date of what a deliberation decided;
    then its words stay, and what the minutes say of its owner and dates too, while its owner, its date and what
    becomes of it go on.
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
    # What the approved minutes say, whatever is followed since.
    minuted_owner = models.CharField(max_length=80, blank=True, editable=False)
    minuted_due_on = models.DateField(null=True, editable=False)
    minuted_review_on = models.DateField(null=True, editable=False)
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
            DELIBERATED_STAYS,
            approved_stays(
                "decision",
                [
                    *("text", "present", "represented", "needed", "quorum_reached", "decided_at", "item_id"),
                    *("minuted_owner", "minuted_due_on", "minuted_review_on"),
                ],
                "SELECT meeting_id FROM gouvernance_agendaitem WHERE id = {row}.item_id",
            ),
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

    @property
    def is_late(self):
        return self.follow_up in self.FollowUp.pending() and self.due_on < timezone.localdate()

    @property
    def as_minuted(self):
        """Its owner, its date and its review date as the minutes say them."""
        if self.minuted_due_on:
            return self.minuted_owner, self.minuted_due_on, self.minuted_review_on
        return self.owner, self.due_on, self.review_on

    @property
    def is_minuted(self):
        """Whether the minutes that hold it are approved: its words are then everybody's."""
        return self.item.meeting.is_approved

    @property
    def is_deliberated(self):
        """Whether a deliberation came to it: its words and its review date are then those of the log."""
        return hasattr(self, "deliberation")

    @transaction.atomic
    def withdraw(self, *, by):
        """
        Written by mistake: it goes, as long as the minutes are not approved; the history keeps it. Raises ValidationError
        when a deliberation came to it.
        """
        if self.is_deliberated:
            raise ValidationError(_("Une délibération l’a décidée : elle reste au compte rendu, comme elle."))
        with acting(by):
            self.delete()

    @classmethod
    @transaction.atomic
    def take(cls, item, *, by, text, owner, due_on, review_on=None):
        """
        Record what is decided now, with the seats that are there now; raises ValidationError when the meeting is not
        open, or when there is no quorum as the body's rules count it.
        """
        if not item.meeting.is_open:
            raise ValidationError(_("La séance n’est pas ouverte : rouvrez-la pour écrire une décision."))
        quorum, now = item.meeting.quorum(), item.meeting.count_seats()
        if not quorum.reached:
            raise ValidationError(
                _("Sans quorum, on peut échanger, pas décider. %(lacking)s"),
                params={"lacking": " ".join(quorum.lacking)},
                code="quorum",
            )
        decision = cls(
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
        decision.save_by(by)
        return decision
