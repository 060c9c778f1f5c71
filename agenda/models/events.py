"""Events: what happens, when, where, for whom, and how it became public."""

import uuid
from collections import defaultdict
from datetime import UTC, datetime
from itertools import batched

import pghistory
from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import recurrence, wording
from agenda.models.occurrences import HORIZON, PAST, Occurrence
from associations.models import Accessibility, District, Organisation, Place, Public, Theme
from associations.models.territory import accessibility_field
from cooperation.core import mail
from cooperation.core.images import PictureField
from cooperation.core.models import User
from cooperation.core.slugs import unique_slug
from cooperation.core.text_search import Searchable

# Single and listed dates are written down however far they are.
ALL_TIME = datetime(1900, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC)


def mint_uid():
    """A UID of ours (RFC 7986, section 5.3): random, and never made from what may change."""
    return f"{uuid.uuid4()}@{settings.UID_DOMAIN}"


class EventQuerySet(models.QuerySet):
    def public(self):
        return self.filter(state=Event.State.PUBLISHED)

    def visible_to(self, user):
        """Public events, and those that this person may edit."""
        return self.filter(Q(state=Event.State.PUBLISHED) | _edited_by(user) & ~Q(state=Event.State.ARCHIVED))

    def editable_by(self, user):
        """
        A coordinator edits all; members what their organisations carry; anyone what they wrote themselves.
        """
        return self.exclude(state=Event.State.ARCHIVED).filter(_edited_by(user))

    def to_moderate(self):
        return self.filter(state=Event.State.PENDING).order_by("submitted_at", "pk")

    def for_list(self):
        return self.select_related("organiser", "place__district").prefetch_related("themes")

    def with_next_date(self):
        upcoming = Occurrence.objects.filter(event=OuterRef("pk"), ends_at__gte=timezone.now())
        return self.annotate(next_date=Subquery(upcoming.in_order().values("starts_at")[:1]))

    def refresh_search_text(self):
        """Gather the words that each row may be found by: its own, and those of who, where and what."""
        themes = Theme.objects.filter(events=OuterRef("pk")).order_by().values("events")
        words = StringAgg("name", Value(" "))
        return self.update(
            search_text=Concat(
                "title",
                Value(" "),
                "summary",
                Value(" "),
                "description",
                *_names(Organisation.objects.filter(pk=OuterRef("organiser_id")).values("name")),
                *_names(Organisation.objects.filter(pk=OuterRef("organiser_id")).values("short_name")),
                *_names(Place.objects.filter(pk=OuterRef("place_id")).values("name")),
                *_names(District.objects.filter(places=OuterRef("place_id")).values("name")),
                *_names(themes.annotate(words=words).values("words")),
                output_field=models.TextField(),
            )
        )

    @transaction.atomic
    def write_occurrences(self, *, now=None):
        """
        Write down the dates of these events, from their schedules, up to the horizon.

        Rows that already stand are kept as they are; overrides stay when the rule still has their date, and
        follow it when only the hour of the series moved. Returns how many rows were added and removed.
        """
        now = now or timezone.now()
        added = removed = 0
        for events in batched(self.iterator(chunk_size=500), 500):
            existing = defaultdict(dict)
            for row in Occurrence.objects.filter(event__in=events):
                existing[row.event_id][row.recurrence_id] = row
            missing, changed, obsolete = [], [], []
            for event in events:
                event.plan_occurrences(existing[event.pk], now, missing, changed, obsolete)
            Occurrence.objects.filter(pk__in=obsolete).delete()
            Occurrence.objects.bulk_update(changed, ["recurrence_id", "starts_at", "ends_at"], batch_size=500)
            Occurrence.objects.bulk_create(missing, batch_size=2000)
            Event.objects.bulk_update(events, ["written_until"])
            added += len(missing)
            removed += len(obsolete)
        return added, removed

    def over_since(self, moment):
        """Events without any date that ends after `moment`."""
        return self.exclude(Exists(Occurrence.objects.filter(event=OuterRef("pk"), ends_at__gte=moment)))

    def short_of_horizon(self, *, now=None):
        """Series whose dates must be written further: the daily task's work."""
        now = now or timezone.now()
        return self.filter(written_until__lt=now + HORIZON).exclude(state=Event.State.ARCHIVED)


def _names(rows):
    return Value(" "), Coalesce(Subquery(rows[:1]), Value(""), output_field=models.TextField())


def _edited_by(user):
    if not user.is_authenticated:
        return Q(pk__in=[])
    if user.is_coordinator:
        return Q()
    ours = Organisation.objects.written_by(user).values("pk")
    return Q(author=user) | Q(organiser__in=ours) | Q(pk__in=_co_organised_by(ours))


def _co_organised_by(organisations):
    return Event.co_organisers.through.objects.filter(organisation__in=organisations).values("event")


@pghistory.track(
    model_name="EventHistory",
    # Derived, or personal data that must be able to disappear.
    exclude=["search_text", "search_vector", "search_folded", "written_until", "author_email"],
)
class Event(Searchable):
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

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        UNCONFIRMED = "unconfirmed", _("E-mail à confirmer")
        PENDING = "pending", _("En attente de relecture")
        CHANGES = "changes", _("À reprendre")
        PUBLISHED = "published", _("Publié")
        REFUSED = "refused", _("Refusé")
        ARCHIVED = "archived", _("Archivé")

        @classmethod
        def before_review(cls):
            """States from which the author may send the event."""
            return [cls.DRAFT, cls.UNCONFIRMED, cls.CHANGES, cls.REFUSED]

    class Origin(models.TextChoices):
        FORM = "form", _("Saisi sur la plateforme")
        IMPORT = "import", _("Repris d’un calendrier")

    class Language(models.TextChoices):
        FRENCH = "fr", _("Français")
        FRENCH_SIGN = "fsl", _("Langue des signes française")
        ARABIC = "ar", _("Arabe")
        COMORIAN = "zdj", _("Comorien")
        ENGLISH = "en", _("Anglais")
        SPANISH = "es", _("Espagnol")
        ARMENIAN = "hy", _("Arménien")
        TURKISH = "tr", _("Turc")
        PORTUGUESE = "pt", _("Portugais")
        OTHER = "mul", _("Plusieurs langues")

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
    online_url = models.URLField(_("lien pour participer en ligne"), blank=True)
    # For whom
    publics = ArrayField(
        models.CharField(max_length=20, choices=Public), verbose_name=_("publics"), default=list, blank=True
    )
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
    website = models.URLField(_("page d’information ou d’inscription"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("saisi par"),
    )
    author_email = models.EmailField(_("e-mail du visiteur"), blank=True)
    # Where it stands
    status = models.PositiveSmallIntegerField(_("statut"), choices=Status, default=Status.SCHEDULED)
    state = models.CharField(_("publication"), max_length=12, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(_("envoyé le"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True, editable=False)
    # One submission of the form makes one event, however often its button is pressed.
    submission = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Identity for calendars
    uid = models.CharField(max_length=255, unique=True, default=mint_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    origin = models.CharField(
        _("origine"), max_length=10, choices=Origin, default=Origin.FORM, editable=False
    )
    external_uid = models.CharField(_("identifiant d’origine"), max_length=1000, blank=True, editable=False)
    # What the last import wrote, so that the next one tells what changed at the source.
    external_digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifié le"), auto_now=True)

    objects = EventQuerySet.as_manager()

    # The link that a visitor without account follows to confirm and change what they proposed.
    PROPOSAL_SALT = "agenda.proposal"
    PROPOSAL_DAYS = 60

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
                fields=["organiser", "external_uid"],
                condition=~Q(external_uid=""),
                name="event_external_uid_unique",
            ),
        ]
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["state", "submitted_at"], name="event_state"),
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
    def is_public(self):
        return self.state == self.State.PUBLISHED

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
    def can_be_sent(self):
        return self.state in self.State.before_review()

    @property
    def phone_url(self):
        return "tel:" + "".join(char for char in self.contact_phone if char in "+0123456789")

    @property
    def email_url(self):
        return f"mailto:{self.contact_email}"

    @property
    def author_address(self):
        return self.author.email if self.author else self.author_email

    def next_dates(self, *, limit=None):
        return self.occurrences.filter(ends_at__gte=timezone.now()).in_order()[:limit]

    def published_directly_by(self, user):
        """Whether this person's word is enough: coordinators, and those who write for the organiser."""
        if not user.is_authenticated:
            return False
        if user.is_coordinator:
            return True
        return (
            self.organiser_id is not None
            and Organisation.objects.written_by(user).filter(pk=self.organiser_id).exists()
        )

    # Dates

    def plan_occurrences(self, existing, now, missing, changed, obsolete):
        """
        Compare the rows that stand with the schedule, and add what is to be done to the three lists.

        `existing` maps recurrence_id to row. `written_until` becomes the horizon when dates remain beyond it.
        """
        since, until = (now - PAST, now + HORIZON) if self.rrule else ALL_TIME
        wanted = {
            span.start: span for span in recurrence.spans(self.schedule, since=since, until=until).spans
        }
        by_day = {timezone.localtime(start).date(): start for start in wanted if start not in existing}
        for recurrence_id, row in existing.items():
            span = wanted.pop(recurrence_id, None)
            if recurrence_id < since or (span and (row.is_override or (row.starts_at, row.ends_at) == span)):
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

    def _goes_on_after(self, moment):
        if not self.rrule or not recurrence.has_end(self.schedule):
            return bool(self.rrule)
        return bool(recurrence.spans(self.schedule, since=moment, until=ALL_TIME[1], limit=1).spans)

    def write_dates(self):
        """The dates and the words of this one event, after its form or its import was saved."""
        this = Event.objects.filter(pk=self.pk)
        this.write_occurrences()
        this.refresh_search_text()

    # Changes of state

    def revise(self, *, by):
        """Tell calendars that follow the event that it changed (RFC 5545, section 3.8.7.4)."""
        self.sequence += 1
        self.save(update_fields=["sequence", "updated_at"])

    @transaction.atomic
    def submit(self, *, by):
        """
        The author sends the event: public at once where their word is enough, else in the queue of the
        coordinators. `by` is None for a visitor, whose address must have been confirmed.
        """
        if by is not None and self.published_directly_by(by):
            return self.publish(by=by)
        self.state = self.State.PENDING
        self.submitted_at = timezone.now()
        self.save()
        for coordinator in User.objects.filter(is_coordinator=True, is_active=True):
            mail.send("agenda/mail/submitted", coordinator.email, event=self)

    @property
    def proposal_url(self):
        """A visitor's own link to their proposal: signed, good for `PROPOSAL_DAYS`."""
        token = signing.dumps(self.pk, salt=self.PROPOSAL_SALT)
        return f"{settings.SITE_URL}{reverse('agenda:proposal', args=[token])}"

    def ask_visitor_to_confirm(self):
        mail.send("agenda/mail/confirm", self.author_email, event=self)

    @transaction.atomic
    def publish(self, *, by):
        accepted = self.state == self.State.PENDING and self.author != by
        self.state = self.State.PUBLISHED
        self.published_at = self.published_at or timezone.now()
        self.sequence += 1
        self.save()
        self.write_dates()
        if accepted:
            self._reviewed(by, Review.Verdict.ACCEPTED)

    @transaction.atomic
    def request_changes(self, *, by, reason):
        self.state = self.State.CHANGES
        self.save()
        self._reviewed(by, Review.Verdict.CHANGES, reason)

    @transaction.atomic
    def refuse(self, *, by, reason):
        self.state = self.State.REFUSED
        self.save()
        self._reviewed(by, Review.Verdict.REFUSED, reason)

    @transaction.atomic
    def cancel(self, *, by):
        """The whole event will not take place. It stays visible, as cancelled, in pages and feeds."""
        self.status = self.Status.CANCELLED
        self.sequence += 1
        self.save()

    @transaction.atomic
    def mark_full(self, *, by):
        self.status = self.Status.FULL
        self.sequence += 1
        self.save()

    @transaction.atomic
    def reinstate(self, *, by):
        self.status = self.Status.SCHEDULED
        self.sequence += 1
        self.save()

    @transaction.atomic
    def archive(self, *, by):
        """Deletion, for people: the event leaves every page; its text and history stay."""
        self.state = self.State.ARCHIVED
        self.sequence += 1
        self.save()

    def duplicate(self, *, by):
        """A draft with the same words, of which the dates remain to be chosen."""
        copy = Event.objects.get(pk=self.pk)
        copy.pk = None
        copy._state.adding = True
        copy.external_uid = copy.external_digest = copy.slug = ""
        copy.uid, copy.submission, copy.sequence = mint_uid(), uuid.uuid4(), 0
        copy.state, copy.status = self.State.DRAFT, self.Status.SCHEDULED
        copy.origin, copy.author, copy.author_email = self.Origin.FORM, by, ""
        copy.published_at = copy.submitted_at = None
        copy.save()
        copy.themes.set(self.themes.all())
        copy.co_organisers.set(self.co_organisers.all())
        copy.write_dates()
        return copy

    def _reviewed(self, by, verdict, reason=""):
        review = self.reviews.create(by=by, verdict=verdict, reason=reason)
        if self.author_address:
            mail.send(f"agenda/mail/{verdict}", self.author_address, event=self, review=review)


class Review(models.Model):
    """A coordinator's answer to a proposed event, told to its author and kept."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("Accepté")
        CHANGES = "changes", _("À reprendre")
        REFUSED = "refused", _("Refusé")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    verdict = models.CharField(_("réponse"), max_length=10, choices=Verdict)
    reason = models.TextField(_("explication"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("le"), auto_now_add=True)

    class Meta:
        verbose_name = _("relecture")
        verbose_name_plural = _("relectures")
        ordering = ["created_at"]

    def __str__(self):
        return f"{self.get_verdict_display()} · {self.event}"
