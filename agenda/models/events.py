"""Events: what happens, when, where, for whom, and how it became public."""

import uuid
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import recurrence, wording
from agenda.models.confirmation import Confirmable
from agenda.models.doubles import Mergeable
from agenda.models.event_queryset import EventQuerySet
from agenda.models.occurrences import HORIZON, PAST, RECENT, Occurrence
from agenda.models.publication import Publication
from agenda.models.registrations import Registrable
from agenda.models.series import Series
from agenda.models.sources import Followed
from associations.models import Accessibility, Language, Organisation, Place, Public, Theme
from associations.models.territory import accessibility_field
from associations.models.themes import publics_field
from cooperation.core.images import PictureField
from cooperation.core.slugs import unique_slug
from cooperation.core.text_search import Searchable

# Single and listed dates are written down however far they are.
ALL_TIME = datetime(1900, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC)


def mint_uid():
    """A UID of ours (RFC 7986, section 5.3): random, and never made from what may change."""
    return f"{uuid.uuid4()}@{settings.UID_DOMAIN}"


@pghistory.track(
    model_name="EventHistory",
    # Derived, the source's own words, or personal data that must be able to disappear.
    exclude=[
        *("search_text", "search_vector", "search_folded", "written_until", "external_entry"),
        *("author_email", "holiday_exdates", "confirmation_asked_at"),
    ],
)
class Event(Publication, Series, Registrable, Followed, Mergeable, Confirmable, Searchable):
    """
    Something that people can come to. A series is one event with a rule; its dates are `Occurrence` rows.

    Two lives: `status` is what happens to the event itself (OpenAgenda's values), `state` is where its text
    stands on its way to the public.
    """

    class Status(models.IntegerChoices):
        SCHEDULED = 1, _("Prévu")
        RESCHEDULED = 2, _("Reprogrammé")
        MOVED_ONLINE = 3, _("Déplacé en ligne")
        POSTPONED = 4, _("Reporté")
        FULL = 5, _("Complet")
        CANCELLED = 6, _("Annulé")

    class Origin(models.TextChoices):
        FORM = "form", _("Saisi sur la plateforme")
        IMPORT = "import", _("Repris d’un calendrier")

    # What
    title = models.CharField(_("titre"), max_length=140)
    slug = models.SlugField(_("identifiant dans l’adresse"), max_length=80, unique=True, editable=False)
    summary = models.CharField(_("en une phrase"), max_length=200, blank=True)
    description = models.TextField(_("description"), max_length=10_000, blank=True)
    themes = models.ManyToManyField(Theme, related_name="events", verbose_name=_("thèmes"), blank=True)
    image = PictureField(_("photo ou affiche"), upload_to="agenda/", blank=True)
    image_alt = models.CharField(_("ce que montre l’image"), max_length=200, blank=True)
    # When
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    all_day = models.BooleanField(_("toute la journée"), default=False)
    timezone = models.CharField(_("fuseau horaire"), max_length=40, default="Europe/Paris", editable=False)
    rrule = models.CharField(_("règle de répétition"), max_length=500, blank=True)
    rdates = ArrayField(models.DateTimeField(), verbose_name=_("dates ajoutées"), default=list, blank=True)
    exdates = ArrayField(models.DateTimeField(), verbose_name=_("dates ôtées"), default=list, blank=True)
    written_until = models.DateTimeField(null=True, editable=False, db_index=True)
    # Where
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("lieu"),
    )
    online_url = models.URLField(_("lien pour participer en ligne"), max_length=2000, blank=True)
    # For whom
    publics = publics_field(verbose_name=_("publics"))
    age_min = models.PositiveSmallIntegerField(
        _("à partir de (ans)"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    age_max = models.PositiveSmallIntegerField(
        _("jusqu’à (ans)"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    is_free = models.BooleanField(_("gratuit"), default=True)
    conditions = models.CharField(
        _("prix et conditions"), max_length=255, blank=True, help_text=_("Prix, adhésion, inscription…")
    )
    accessibility = accessibility_field()
    language = models.CharField(_("langue parlée"), max_length=3, choices=Language, default=Language.FRENCH)
    # Who
    organiser = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("organisateur"),
    )
    co_organisers = models.ManyToManyField(
        Organisation, related_name="co_organised_events", verbose_name=_("avec"), blank=True
    )
    contact_email = models.EmailField(_("e-mail de contact"), blank=True)
    contact_phone = models.CharField(_("téléphone de contact"), max_length=30, blank=True)
    website = models.URLField(_("page d’information ou d’inscription"), max_length=2000, blank=True)
    # Where it stands
    status = models.PositiveSmallIntegerField(_("statut"), choices=Status, default=Status.SCHEDULED)
    # One submission of the form makes one event, however often its button is pressed.
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Identity for calendars
    uid = models.CharField(max_length=255, unique=True, default=mint_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    origin = models.CharField(
        _("origine"), max_length=10, choices=Origin, default=Origin.FORM, editable=False
    )
    external_uid = models.CharField(_("identifiant d’origine"), max_length=1000, blank=True, editable=False)
    # Whose calendar it came from: an import finds it again there, even when another organiser took it over.
    imported_for = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        db_index=False,  # event_external_uid_unique begins with it
        related_name="imported_events",
        verbose_name=_("repris du calendrier de"),
    )
    # What the source said last time, so that the next import tells its changes from those made here.
    external_entry = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta(Searchable.Meta):
        abstract = False
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")),
                name="event_ends_after_start",
                violation_error_message=_("La fin doit suivre le début."),
            ),
            models.CheckConstraint(
                condition=Q(age_min__isnull=True) | Q(age_max__isnull=True) | Q(age_max__gte=F("age_min")),
                name="event_ages_in_order",
                violation_error_message=_("L’âge maximal doit suivre l’âge minimal."),
            ),
            models.CheckConstraint(
                condition=Q(image="") | ~Q(image_alt=""),
                name="event_image_described",
                violation_error_message=_(
                    "Dites en quelques mots ce que montre l’image, pour les personnes qui ne la voient pas."
                ),
            ),
            models.UniqueConstraint(
                fields=["imported_for", "external_uid"],
                condition=~Q(external_uid=""),
                name="event_external_uid_unique",
            ),
        ]
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["state", "submitted_at"], name="event_state"),
            # The fingerprint of what is public (agenda/recent.py) reads nothing else.
            models.Index(
                fields=["updated_at"],
                include=["written_until"],
                condition=Q(state=Publication.State.PUBLISHED),
                name="event_fingerprint",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("agenda:event-detail", args=[self.slug])

    def save(self, **kwargs):
        if not self.slug:
            self.slug = unique_slug(Event.objects, self.title)
        super().save(**kwargs)

    # Reading

    @property
    def schedule(self):
        return recurrence.Schedule(
            start=self.starts_at,
            end=self.ends_at,
            zone=self.timezone,
            all_day=self.all_day,
            rrule=self.rrule,
            rdates=tuple(self.rdates),
            exdates=tuple(self.exdates),
        )

    @property
    def is_series(self):
        return bool(self.rrule or self.rdates)

    @property
    def schedule_wording(self):
        if self.is_series:
            return wording.rule(self.schedule)
        zone = timezone.get_current_timezone()
        return wording.span(
            self.starts_at.astimezone(zone), self.ends_at.astimezone(zone), all_day=self.all_day
        )

    @property
    def is_cancelled(self):
        return self.status == self.Status.CANCELLED

    @property
    def is_full(self):
        return self.status == self.Status.FULL

    @property
    def is_postponed(self):
        return self.status == self.Status.POSTPONED

    @property
    def main_theme(self):
        """The theme whose colour and pictogram stand for the event."""
        return next(iter(self.themes.all()), None)

    @property
    def public_labels(self):
        return [Public(value).label for value in self.publics]

    @property
    def accessibility_labels(self):
        """Its own codes; those of the place where it has none."""
        codes = self.accessibility or (self.place.accessibility if self.place else [])
        return [Accessibility(code) for code in codes]

    @property
    def age_wording(self):
        match self.age_min, self.age_max:
            case None, None:
                return ""
            case low, None:
                return _("à partir de %(low)d ans") % {"low": low}
            case None, high:
                return _("jusqu’à %(high)d ans") % {"high": high}
            case low, high:
                return _("de %(low)d à %(high)d ans") % {"low": low, "high": high}

    @property
    def phone_url(self):
        return "tel:" + "".join(char for char in self.contact_phone if char in "+0123456789")

    @property
    def website_host(self):
        """What a link's text needs to say of a long address."""
        return (urlsplit(self.website).hostname or "").removeprefix("www.")

    @property
    def email_url(self):
        return f"mailto:{self.contact_email}"

    def next_dates(self, *, limit=None):
        return self.occurrences.filter(ends_at__gte=timezone.now()).in_order()[:limit]

    # Dates

    def plan_occurrences(self, existing, now, missing, changed, obsolete, shortened):
        """
        Compare the rows that stand with the schedule, and add what is to be done to the first three lists.

        `existing` maps recurrence_id to row. `written_until` becomes the horizon when dates remain beyond it.
        A series whose past alone has too many dates to be written joins `shortened`; its rows begin a month ago.
        """
        since, until = (now - PAST, now + HORIZON) if self.rrule else ALL_TIME
        expansion = recurrence.spans(self.schedule, since=since, until=until)
        if self.rrule and expansion.truncated:
            since = now - RECENT
            expansion = recurrence.spans(self.schedule, since=since, until=until)
            shortened.append(self)
        wanted = {span.start: span for span in expansion.spans}
        beyond = self.dates_given([key for key, row in existing.items() if row.is_override and key >= until])
        by_day = {timezone.localtime(start).date(): start for start in wanted if start not in existing}
        for recurrence_id, row in existing.items():
            span = wanted.pop(recurrence_id, None)
            if recurrence_id < since or recurrence_id in beyond:
                continue
            if span and (row.is_override or (row.starts_at, row.ends_at) == span):
                continue
            if span:
                row.starts_at, row.ends_at = span
                changed.append(row)
            elif row.is_override and (moved := by_day.pop(timezone.localtime(recurrence_id).date(), None)):
                wanted.pop(moved)
                row.starts_at += moved - recurrence_id
                row.ends_at += moved - recurrence_id
                row.recurrence_id = moved
                changed.append(row)
            else:
                obsolete.append(row.pk)
        missing.extend(
            Occurrence(event=self, recurrence_id=span.start, starts_at=span.start, ends_at=span.end)
            for span in wanted.values()
        )
        self.written_until = until if self._goes_on_after(until) else None

    def dates_given(self, moments):
        """Those among these starts that the schedule has; what is too far to be read is taken as given."""
        if not moments:
            return set()
        last = max(moments)
        expansion = recurrence.spans(self.schedule, since=min(moments), until=last + timedelta(seconds=1))
        given = {span.start for span in expansion.spans}
        if expansion.truncated:
            read = max(given, default=last)
            given |= {moment for moment in moments if moment > read}
        return given.intersection(moments)

    def _goes_on_after(self, moment):
        if not self.rrule or not recurrence.has_end(self.schedule):
            return bool(self.rrule)
        return bool(recurrence.spans(self.schedule, since=moment, until=ALL_TIME[1], limit=1).spans)

    def write_dates(self):
        """The dates and the words of this one event, after its form or its import was saved."""
        this = Event.objects.filter(pk=self.pk)
        this.write_occurrences()
        this.refresh_search_text()

    # Changes

    def revise(self, *, by):
        """Tell calendars that follow the event that it changed (RFC 5545, section 3.8.7.4)."""
        self.sequence += 1
        self.save_by(by, update_fields=["sequence", "updated_at"])

    @transaction.atomic
    def cancel(self, *, by):
        """The whole event will not take place. It stays visible, as cancelled, in pages and feeds."""
        self.status = self.Status.CANCELLED
        self.sequence += 1
        self.save_by(by)

    @transaction.atomic
    def mark_full(self, *, by):
        self.status = self.Status.FULL
        self.sequence += 1
        self.save_by(by)

    @transaction.atomic
    def reinstate(self, *, by):
        self.status = self.Status.SCHEDULED
        self.sequence += 1
        self.save_by(by)

    def duplicate(self, *, by):
        """A draft with the same words, of which the dates remain to be chosen."""
        copy = Event.objects.get(pk=self.pk)
        copy.pk = None
        copy._state.adding = True
        copy.external_uid = copy.slug = ""
        copy.imported_for, copy.external_entry = None, {}
        copy.uid, copy.submission, copy.sequence = mint_uid(), uuid.uuid4(), 0
        copy.state, copy.status = self.State.DRAFT, self.Status.SCHEDULED
        copy.origin, copy.author, copy.author_email = self.Origin.FORM, by, ""
        copy.published_at = copy.submitted_at = None
        copy.save_by(by)
        copy.themes.set(self.themes.all())
        copy.co_organisers.set(self.co_organisers.all())
        copy.write_dates()
        return copy
