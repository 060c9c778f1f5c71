"""
Two calendars announced one event, and one of them no longer does. What was merged stands while either announces it; that
only one takes it back is a question to people, asked once for each answer that the calendars give.
"""

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agenda.models.seats import CANCELLED
from agenda.models.sources import Source


def announcing(absorbed):
    """Of these absorbed events, those that their own calendar, which is still read, announces."""
    read = absorbed.filter(source__state__in=Source.State.read()).exclude(source__url="")
    return read.exclude(status=CANCELLED)


class DisagreeingQuerySet(models.QuerySet):
    def weigh(self, source, gone, *, is_gone, seen, now):
        """
        When a reading takes events back: `gone`, a queryset of those that stand, and of the absorbed ones those that
        `is_gone` tells; `seen` are the UIDs that it has. Of `gone`, those that another calendar still announces, or
        that people said to take place, only learn that theirs does not, and are no longer in it.

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
        dropped = theirs.filter(is_gone, merged_into__in=events.to_come(now=now).values("pk"))
        dropped.exclude(status=CANCELLED).update(status_before=F("status"), status=CANCELLED)
        back = theirs.filter(external_uid__in=seen, status=CANCELLED).exclude(status_before=None)
        back.update(status=F("status_before"), status_before=None)
        others = announcing(events.filter(merged_into=OuterRef("pk")))
        insisted = self.insisted().filter(absorbed__merged_into=OuterRef("pk"))
        gone.filter(Exists(others) | Exists(insisted)).update(vanished_at=now)
        merged.compare(now=now)

    def insisted(self):
        """Those of which somebody said that it takes place."""
        return self.filter(undone_at=None, takes_place=True)

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
        NONE = "none", _("Aucun calendrier ne l’annonce plus")

    # Which of the two says that it is off, while the other announces it; what people last answered to.
    question = models.CharField(max_length=10, choices=Question, blank=True, editable=False)
    answered = models.CharField(max_length=10, choices=Question, blank=True, editable=False)
    # Whether that was that it takes place; it then isn't cancelled without a question.
    takes_place = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def stands_as(self):
        """The event that stands for the absorbed one: another than `kept` when that was absorbed too."""
        return self.absorbed.merged_into

    def said(self):
        """The question that what both calendars say makes, or none."""
        kept, absorbed = self.stands_as, self.absorbed
        if not _is_taken_back(kept):
            return self.Question.ABSORBED if absorbed.is_cancelled and not kept.is_cancelled else ""
        others = set(announcing(kept.absorbed).values_list("pk", flat=True))
        if absorbed.pk in others:
            return self.Question.KEPT
        return self.Question.NONE if self.takes_place and not others else ""

    def hear(self, *, now):
        question, kept = self.said(), self.stands_as
        if question == self.question:
            return
        was, self.question = self.question, question
        if not question:
            self.answered, self.takes_place = "", False
        self.save(update_fields=["question", "answered", "takes_place"])
        if (
            was == self.Question.KEPT
            and kept.vanished_at
            and not kept.is_cancelled
            and not self._is_held(kept)
        ):
            # It stood by the other's word alone.
            kept.status_before, kept.status, kept.vanished_at = kept.status, CANCELLED, now
            kept.sequence += 1
            kept.save(update_fields=["status_before", "status", "vanished_at", "sequence", "updated_at"])

    def _is_held(self, kept):
        """Whether another calendar announces it, or somebody said that it takes place."""
        insisted = type(self).objects.insisted().filter(absorbed__merged_into=kept)
        return announcing(kept.absorbed).exists() or insisted.exists()

    @transaction.atomic
    def answer(self, *, takes_place, by):
        """What people know: it takes place, or it does not. Asked again only when the calendars say something else."""
        kept = self.stands_as
        self.answered, self.takes_place = self.question, takes_place
        self.save(update_fields=["answered", "takes_place"])
        if takes_place and kept.is_cancelled:
            kept.reinstate(by=by)
        elif not takes_place and not kept.is_cancelled:
            kept.cancel(by=by)


def _is_taken_back(event):
    """By its own calendar: it no longer has it, or says that it is cancelled."""
    return bool(event.vanished_at) or event.external_entry.get("status") == CANCELLED
