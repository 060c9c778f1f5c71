"""
Two calendars announced one event, and one of them no longer does. What was merged stands while either announces it; that
only one takes it back is a question to people, asked once for each answer that the calendars give.
"""

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agenda.models.seats import CANCELLED
from agenda.models.sources import Source


class DisagreeingQuerySet(models.QuerySet):
    def weigh(self, source, gone, *, present, now):
        """
        When a reading takes events back: `gone`, a queryset of those that stand, and the absorbed ones that are not in
        `present` (None where the reading doesn't tell all). Of `gone`, those that another calendar still announces only
        learn that theirs does not, and are no longer in it.

        An absorbed event is archived whatever happens: its `status` holds what its calendar says, and `status_before`
        what that was while it had it.
        """
        events = self.model._meta.get_field("kept").related_model.objects
        merged = self.filter(
            Q(absorbed__source=source) | Q(absorbed__merged_into__source=source), undone_at=None
        )
        if not merged.exists():
            return
        theirs = events.filter(source=source).exclude(merged_into=None)
        if present is not None:
            kept = events.to_come(now=now).values("pk")
            dropped = theirs.filter(merged_into__in=kept).exclude(external_uid__in=present)
            dropped.exclude(status=CANCELLED).update(status_before=F("status"), status=CANCELLED)
            back = theirs.filter(external_uid__in=present, status=CANCELLED).exclude(status_before=None)
            back.update(status=F("status_before"), status_before=None)
        alive = events.filter(merged_into=OuterRef("pk"), source__state__in=Source.State.read())
        alive = alive.exclude(source__url="")
        gone.filter(Exists(alive.exclude(status=CANCELLED))).update(vanished_at=now)
        merged.compare(now=now)

    def compare(self, *, now):
        """Ask where one calendar announces what the other takes back; what both take back is off."""
        events = self.model._meta.get_field("kept").related_model.objects
        kept = events.public().to_come(now=now).values("pk")
        rows = self.filter(undone_at=None, absorbed__merged_into__in=kept).exclude(absorbed__source=None)
        for merging in rows.select_related("absorbed__source", "absorbed__merged_into").order_by("pk"):
            merging.hear(now=now)

    def asked_of(self, user):
        """Questions to those who run the event that was kept."""
        events = self.model._meta.get_field("kept").related_model.objects
        asked = self.filter(
            undone_at=None, absorbed__merged_into__in=events.run_by(user).public().values("pk")
        )
        return asked.exclude(question="").exclude(question=F("answered"))


class Disagreeing(models.Model):
    class Question(models.TextChoices):
        KEPT = "kept", _("Le calendrier de l’événement gardé ne l’annonce plus")
        ABSORBED = "absorbed", _("L’autre calendrier ne l’annonce plus")

    # Which of the two says that it is off, while the other announces it; what people last answered to.
    question = models.CharField(max_length=10, choices=Question, blank=True, editable=False)
    answered = models.CharField(max_length=10, choices=Question, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def stands_as(self):
        """The event that stands for the absorbed one: another than `kept` when that was absorbed too."""
        return self.absorbed.merged_into

    def said(self):
        """The question that what both calendars say makes, or none."""
        kept, absorbed = self.stands_as, self.absorbed
        if absorbed.is_cancelled:
            return "" if _is_taken_back(kept) or kept.is_cancelled else self.Question.ABSORBED
        is_announced = absorbed.source and absorbed.source.is_read
        return self.Question.KEPT if is_announced and _is_taken_back(kept) else ""

    def hear(self, *, now):
        question, kept = self.said(), self.stands_as
        if question == self.question:
            return
        was, self.question = self.question, question
        if not question:
            self.answered = ""
        self.save(update_fields=["question", "answered"])
        others = kept.absorbed.exclude(source=None).exclude(status=CANCELLED)
        if was == self.Question.KEPT and kept.vanished_at and not kept.is_cancelled and not others.exists():
            # It stood by the other's word alone.
            kept.status_before, kept.status, kept.vanished_at = kept.status, CANCELLED, now
            kept.sequence += 1
            kept.save(update_fields=["status_before", "status", "vanished_at", "sequence", "updated_at"])

    @transaction.atomic
    def answer(self, *, takes_place, by):
        """What people know: it takes place, or it does not. Asked again only when the calendars say something else."""
        kept = self.stands_as
        self.answered = self.question
        self.save(update_fields=["answered"])
        if takes_place and kept.is_cancelled:
            kept.reinstate(by=by)
        elif not takes_place and not kept.is_cancelled:
            kept.cancel(by=by)


def _is_taken_back(event):
    """By its own calendar: it no longer has it, or says that it is cancelled."""
    return bool(event.vanished_at) or event.external_entry.get("status") == CANCELLED
