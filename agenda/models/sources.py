"""Calendars kept elsewhere, that the agenda follows: nothing is typed twice."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation, Place, Theme


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
        HELD = "held", _("retenu : à vérifier")
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
        help_text=_("Des mots séparés par des virgules : un événement qui n’en contient aucun est laissé."),
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
    alerted_at = models.DateTimeField(_("association prévenue le"), null=True, editable=False)
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


class SourceReading(models.Model):
    """What one reading of a source gave, for its health page. Kept ninety days."""

    class Outcome(models.TextChoices):
        READ = "read", _("lu")
        UNCHANGED = "unchanged", _("inchangé")
        HELD = "held", _("retenu")
        FAILED = "failed", _("échec")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="readings")
    at = models.DateTimeField(_("le"), auto_now_add=True)
    outcome = models.CharField(_("résultat"), max_length=10, choices=Outcome)
    error = models.TextField(_("erreur"), blank=True)
    created = models.PositiveIntegerField(_("créés"), default=0)
    updated = models.PositiveIntegerField(_("modifiés"), default=0)
    unchanged = models.PositiveIntegerField(_("inchangés"), default=0)
    cancelled = models.PositiveIntegerField(_("annulés"), default=0)
    left_out = models.PositiveIntegerField(_("laissés par la règle"), default=0)
    # [{"line": 12, "uid": "…", "title": "…", "reason": "…"}], and messages
    refusals = models.JSONField(_("refusés"), default=list)
    warnings = models.JSONField(_("avertissements"), default=list)

    class Meta:
        verbose_name = _("lecture d’un calendrier")
        verbose_name_plural = _("lectures de calendriers")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.source} · {self.get_outcome_display()}"


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

    class Meta:
        abstract = True
