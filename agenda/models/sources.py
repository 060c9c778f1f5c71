"""Calendars kept elsewhere, that the agenda follows: nothing is typed twice."""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from associations.models import Organisation, Place, Theme
from cooperation.core import mail
from cooperation.core.models import User

# Between two readings; after failures twice as long each time, up to a day.
RHYTHM = timedelta(hours=1)
SLOWEST = timedelta(days=1)
# Failures in a row after which the association is told, once until it works again.
FAILURES_BEFORE_ALERT = 3
# A calendar that fails for so long is no longer asked for.
PATIENCE = timedelta(days=30)
READINGS_KEPT = timedelta(days=90)


class SourceQuerySet(models.QuerySet):
    def followed_by(self, user):
        """Those of the organisations in whose name this person publishes; all for a coordinator."""
        return self.filter(organisation__in=Organisation.objects.written_by(user).values("pk"))

    def due(self, *, now=None):
        """Those to read now, the longest overdue first."""
        return (
            self.filter(state__in=Source.State.read(), next_read_at__lte=now or timezone.now())
            .exclude(url="")
            .order_by("next_read_at", "pk")
        )

    def waiting(self):
        """Held, and nobody has answered yet: what the team looks at."""
        return self.filter(state=Source.State.HELD, kept_at=None)

    def for_list(self):
        """With what the last reading that found something new refused, in the same query."""
        told = SourceReading.objects.filter(source=OuterRef("pk"), outcome="read").order_by("-at", "-pk")
        return self.select_related("organisation").annotate(last_refused=Subquery(told.values("refused")[:1]))


class Source(models.Model):
    """
    A calendar that an organisation keeps elsewhere: its address, which a task reads again and again, or a file
    that was dropped once (`url` is then empty). The rules say what becomes of what it holds.
    """

    class Format(models.TextChoices):
        ICS = "ics", _("calendrier iCalendar")
        OPENAGENDA = "openagenda", _("OpenAgenda")
        JSON_LD = "jsonld", _("page web avec des données d’événements")
        RSS = "rss", _("flux RSS ou Atom")

    class State(models.TextChoices):
        ACTIVE = "active", _("suivi")
        HELD = "held", _("retenu : à vérifier")
        PAUSED = "paused", _("en pause")
        STOPPED = "stopped", _("arrêté")

        @classmethod
        def read(cls):
            """States in which the task goes on reading: what is held is read, and nothing of it is written."""
            return [cls.ACTIVE, cls.HELD]

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="sources",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("nom"), max_length=120)
    url = models.URLField(_("adresse du calendrier"), max_length=2000, blank=True)
    format = models.CharField(_("format"), max_length=12, choices=Format, blank=True, editable=False)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.ACTIVE)
    # Rules
    theme = models.ForeignKey(
        Theme,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("thème, si le calendrier n’en dit pas"),
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lieu, si le calendrier n’en dit pas"),
    )
    publishes = models.BooleanField(
        _("publier tout de suite"),
        default=False,
        help_text=_("Sans cela, l’équipe de coordination relit chaque nouvel événement."),
    )
    only_matching = models.CharField(
        _("garder seulement"),
        max_length=200,
        blank=True,
        help_text=_("Des mots séparés par des virgules : un événement qui n’en contient aucun est laissé."),
    )
    # What the server said last time, for a conditional request (RFC 9110, section 13)
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    # Health
    read_at = models.DateTimeField(_("lu le"), null=True, editable=False)
    succeeded_at = models.DateTimeField(_("lu avec succès le"), null=True, editable=False)
    next_read_at = models.DateTimeField(_("prochaine lecture"), null=True, editable=False)
    failures = models.PositiveSmallIntegerField(_("échecs de suite"), default=0, editable=False)
    failing_since = models.DateTimeField(_("en échec depuis"), null=True, editable=False)
    alerted_at = models.DateTimeField(_("association prévenue le"), null=True, editable=False)
    # How many entries the held reading had; how many somebody said to be right; when somebody said to wait.
    held_entries = models.PositiveIntegerField(null=True, editable=False)
    accepted_entries = models.PositiveIntegerField(null=True, editable=False)
    kept_at = models.DateTimeField(_("gardé en l’état le"), null=True, editable=False)
    # The UIDs that a page lacked at its last reading: what it lacks twice is gone.
    missing = models.JSONField(default=list, editable=False)
    entries = models.PositiveIntegerField(_("événements"), default=0, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("ajouté par"),
    )
    created_at = models.DateTimeField(_("ajouté le"), auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendrier suivi")
        verbose_name_plural = _("calendriers suivis")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "url"],
                condition=~Q(url=""),
                name="source_followed_once",
                violation_error_message=_("Ce calendrier est déjà suivi."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_read_at"], condition=Q(state__in=["active", "held"]), name="source_to_read"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("agenda:source-detail", args=[self.pk])

    # Reading

    @property
    def is_file(self):
        return not self.url

    @property
    def is_held(self):
        return self.state == self.State.HELD

    @property
    def is_read(self):
        return self.state in self.State.read() and not self.is_file

    @property
    def is_paused(self):
        return self.state == self.State.PAUSED

    @property
    def is_stopped(self):
        return self.state == self.State.STOPPED

    @property
    def is_failing(self):
        return self.failures > 0

    @property
    def needs_somebody(self):
        """Whether its association should look at it."""
        return (self.is_held and not self.kept_at) or self.failures >= FAILURES_BEFORE_ALERT

    @property
    def host(self):
        """What of the address may be shown around: the rest often is a key."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    @property
    def entries_wording(self):
        if not self.entries:
            return _("aucun événement")
        return ngettext("%(count)d événement", "%(count)d événements", self.entries) % {"count": self.entries}

    @property
    def tells_what_is_gone(self):
        """Whether what disappears from it does not take place; a feed holds the latest only."""
        return self.format != self.Format.RSS

    @property
    def is_page(self):
        return self.format == self.Format.JSON_LD

    @property
    def words(self):
        """The words of the rule, as they were written."""
        return [word for word in map(str.strip, self.only_matching.split(",")) if word]

    @property
    def publishes_now(self):
        """
        Whether what is new is public at once. The organisation's own word is enough for that; where nobody gives
        it any more, the team reads again.
        """
        if not self.publishes:
            return False
        by_team = self.added_by and self.added_by.is_active and self.added_by.is_coordinator
        return bool(by_team) or self.organisation.memberships.active().exists()

    # What became of a reading

    def succeed(self, *, now, entries=None):
        """The calendar was read; `entries` is how many of its events are followed."""
        self.read_at = self.succeeded_at = now
        self.next_read_at = None if self.is_file else now + RHYTHM
        self.forget_failures()
        if entries is not None:
            self.entries = entries
            self.state = self.State.ACTIVE
            self.held_entries = self.accepted_entries = self.kept_at = None
        self.save()

    def fail(self, *, now):
        """
        Try again later, and later still; tell the association once an outage, and give up after `PATIENCE`.
        """
        self.failures = min(self.failures + 1, 30_000)
        self.read_at = now
        self.next_read_at = now + min(RHYTHM * 2 ** min(self.failures - 1, 10), SLOWEST)
        self.failing_since = self.failing_since or now
        if now - self.failing_since > PATIENCE:
            self.state, self.next_read_at = self.State.PAUSED, None
        if self.failures >= FAILURES_BEFORE_ALERT and not self.alerted_at:
            self.alerted_at = now
            self.tell_managers("agenda/mail/source_failing")
        self.save()

    def hold(self, *, now, entries):
        """What was read is suspect: nothing of it is written before somebody has looked. Told once."""
        self.read_at = self.succeeded_at = now
        self.next_read_at = now + RHYTHM
        self.forget_failures()
        newly, self.state = not self.is_held, self.State.HELD
        # Still fewer than what somebody said to wait for: that is another question.
        if self.held_entries is not None and entries < self.held_entries:
            self.kept_at = None
        self.held_entries = entries
        self.accepted_entries = None
        if newly:
            self.tell_managers("agenda/mail/source_held", also_team=True)
        self.save()

    def forget_failures(self):
        self.failures, self.failing_since, self.alerted_at = 0, None, None

    def tell_managers(self, template, *, also_team=False):
        """Those who look after the organisation; the team where nobody does, or when it must look too."""
        people = list(self.organisation.active_managers())
        if also_team or not people:
            people += User.objects.coordinators()
        reading = self.readings.first()
        for address in dict.fromkeys(person.email for person in people):
            mail.send(template, address, source=self, reading=reading)

    # What people decide

    @transaction.atomic
    def accept_held(self):
        """“It is right”: the next reading, at once, may be as short as the one that was held."""
        self.accepted_entries, self.kept_at = self.held_entries, None
        self.read_again()

    def keep_held(self):
        """“Keep what is here”: nothing changes until the calendar is itself again, and nobody is asked."""
        self.kept_at = timezone.now()
        self.save(update_fields=["kept_at"])

    def pause(self):
        self.state, self.next_read_at = self.State.PAUSED, None
        self.save(update_fields=["state", "next_read_at"])

    def resume(self):
        """Read in full, whatever the server says to have changed; the outage is another one."""
        self.state = self.State.ACTIVE
        self.forget_failures()
        self.read_again()

    def read_again(self):
        """As soon as the worker can, and in full."""
        self.etag = self.last_modified = self.digest = ""
        if not self.is_file:
            self.next_read_at = timezone.now()
        self.save()

    @transaction.atomic
    def stop(self, *, by, archive):
        """Follow no longer. What came stays as it is, or what is still to come of it is archived."""
        self.state, self.next_read_at = self.State.STOPPED, None
        self.held_entries = self.accepted_entries = self.kept_at = None
        self.save()
        if archive:
            for event in self.events.to_come().exclude(state="archived").select_for_update():
                event.archive(by=by)


class SourceReadingQuerySet(models.QuerySet):
    def before(self, moment):
        return self.filter(at__lt=moment)


class SourceReading(models.Model):
    """What one reading of a source gave, for its health page. Kept ninety days."""

    class Outcome(models.TextChoices):
        READ = "read", _("lu")
        UNCHANGED = "unchanged", _("inchangé")
        HELD = "held", _("retenu")
        FAILED = "failed", _("échec")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="readings", db_index=False)
    at = models.DateTimeField(_("le"), default=timezone.now, editable=False)
    outcome = models.CharField(_("résultat"), max_length=10, choices=Outcome)
    error = models.TextField(_("erreur"), blank=True)
    created = models.PositiveIntegerField(_("créés"), default=0)
    updated = models.PositiveIntegerField(_("modifiés"), default=0)
    unchanged = models.PositiveIntegerField(_("inchangés"), default=0)
    cancelled = models.PositiveIntegerField(_("annulés"), default=0)
    left_out = models.PositiveIntegerField(_("laissés par la règle"), default=0)
    already_here = models.PositiveIntegerField(_("déjà dans l’agenda"), default=0)
    past = models.PositiveIntegerField(_("passés"), default=0)
    refused = models.PositiveIntegerField(_("refusés"), default=0)
    # The first of them: [{"line": 12, "uid": "…", "title": "…", "reason": "…"}], and messages
    refusals = models.JSONField(_("motifs des refus"), default=list)
    warnings = models.JSONField(_("avertissements"), default=list)

    objects = SourceReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("lecture d’un calendrier")
        verbose_name_plural = _("lectures de calendriers")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["source", "-at"], name="reading_of_source")]

    def __str__(self):
        return f"{self.source} · {self.get_outcome_display()}"

    @property
    def is_failed(self):
        return self.outcome == self.Outcome.FAILED

    @property
    def is_unchanged(self):
        return self.outcome == self.Outcome.UNCHANGED

    @property
    def is_held(self):
        return self.outcome == self.Outcome.HELD

    @property
    def counts_wording(self):
        """What it did, without what it did not."""
        counts = [
            (self.created, ngettext("%(count)d créé", "%(count)d créés", self.created)),
            (self.updated, ngettext("%(count)d modifié", "%(count)d modifiés", self.updated)),
            (self.cancelled, ngettext("%(count)d annulé", "%(count)d annulés", self.cancelled)),
            (self.unchanged, ngettext("%(count)d inchangé", "%(count)d inchangés", self.unchanged)),
            (self.refused, ngettext("%(count)d refusé", "%(count)d refusés", self.refused)),
        ]
        return ", ".join(text % {"count": count} for count, text in counts if count) or _("rien à reprendre")

    @property
    def refusals_left_out(self):
        return self.refused - len(self.refusals)


class Followed(models.Model):
    """What an event keeps of the source that it came from."""

    source = models.ForeignKey(
        Source,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="events",
        verbose_name=_("calendrier suivi"),
    )
    # Since when its source no longer has it: it is shown as cancelled, then archived.
    vanished_at = models.DateTimeField(_("disparu de sa source le"), null=True, blank=True, editable=False)
    # What its status was before, should it come back.
    status_before = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    # The dates that its source took out of the series: {start: [since when, whether already cancelled]}, ISO 8601.
    # They stay in the schedule, cancelled, for a while (agenda/imports/vanishing.py).
    vanished_dates = models.JSONField(default=dict, blank=True, editable=False)
    # What was corrected here and its source says otherwise since (agenda/imports/corrections.py): names of what it said.
    disagreements = ArrayField(models.CharField(max_length=20), default=list, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def schedule_as_announced(self):
        """The schedule without the dates that its source took out, which are in it to be shown as cancelled."""
        gone = set(map(datetime.fromisoformat, self.vanished_dates))
        schedule = self.schedule
        return replace(
            schedule,
            rdates=tuple(moment for moment in schedule.rdates if moment not in gone),
            exdates=tuple(sorted({*schedule.exdates, *(gone - set(schedule.rdates))})),
        )
