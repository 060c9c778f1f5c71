"""Remarks on a sheet that is not public yet, between those who wrote it and who reads it."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core import mail
from initiatives.models.readings import Reading
from initiatives.sections import Section

# One mail for all remarks, once nobody has added any for so long.
PAUSE = timedelta(minutes=30)
KEPT_AFTER_PUBLICATION = timedelta(days=365)


class CommentQuerySet(models.QuerySet):
    def open(self):
        return self.filter(resolved_at=None)

    def by_section(self):
        """{section: its remarks, in order}, in the sections' order."""
        remarks = defaultdict(list)
        for comment in self.select_related("author", "resolved_by"):
            remarks[comment.section].append(comment)
        return {section: remarks[section] for section in Section if section in remarks}

    def to_tell(self):
        """Those that nobody was told of, of sheets where the last one was written half an hour ago."""
        untold = self.filter(told_at=None)
        quiet = (
            untold.order_by()
            .values("initiative")
            .annotate(last=Max("created_at"))
            .filter(last__lte=timezone.now() - PAUSE)
        )
        return untold.filter(initiative__in=quiet.values("initiative"))

    @transaction.atomic
    def tell(self):
        """One mail to each person of the team, and to who reads, with the remarks of the others."""
        told = defaultdict(list)
        for comment in self.select_for_update(of=["self"]).select_related(
            "initiative__carrier", "initiative__author", "author"
        ):
            told[comment.initiative].append(comment)
        for initiative, comments in told.items():
            people = initiative.team
            reading = (
                initiative.readings.filter(state=Reading.State.ACCEPTED).select_related("reader").first()
            )
            if reading and reading.reader not in people:
                people.append(reading.reader)
            for person in people:
                theirs = [comment for comment in comments if comment.author_id != person.pk]
                if theirs and person.is_active:
                    mail.send(
                        "initiatives/mail/comments", person.email, initiative=initiative, comments=theirs
                    )
        self.model.objects.filter(pk__in=[each.pk for all_ in told.values() for each in all_]).update(
            told_at=timezone.now()
        )

    def to_erase(self):
        """They served the writing: gone a year after the sheet went public."""
        return self.filter(
            initiative__state="published",
            initiative__published_at__lte=timezone.now() - KEPT_AFTER_PUBLICATION,
            created_at__lte=timezone.now() - KEPT_AFTER_PUBLICATION,
        )


class Comment(models.Model):
    """A remark on one section, open until somebody of the team, or who wrote it, says that it is dealt with."""

    initiative = models.ForeignKey("Initiative", on_delete=models.CASCADE, related_name="comments")
    section = models.CharField(_("partie"), max_length=12, choices=Section)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("de"),
    )
    text = models.TextField(_("remarque"), max_length=5_000)
    created_at = models.DateTimeField(_("le"), default=timezone.now, editable=False)
    resolved_at = models.DateTimeField(_("traitée le"), null=True, blank=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    # Remarks are told together, once whoever writes them has paused.
    told_at = models.DateTimeField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("remarque")
        verbose_name_plural = _("remarques")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return self.text[:60]

    @property
    def is_open(self):
        return self.resolved_at is None

    def resolve(self, *, by):
        """Dealt with, or not worth it. Twice says the same."""
        if self.is_open:
            self.resolved_at, self.resolved_by = timezone.now(), by
            self.save(update_fields=["resolved_at", "resolved_by"])

    def reopen(self):
        self.resolved_at = self.resolved_by = None
        self.save(update_fields=["resolved_at", "resolved_by"])
