"""Events: what happens, when, where, for whom, and how it became public."""

import uuid
from urllib.parse import urlsplit

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agenda.models.adoption import Adoptable
from agenda.models.co_organising import CoOrganised
from agenda.models.confirmation import Confirmable
from agenda.models.doubles import ONE_HOP, Mergeable
from agenda.models.event_queryset import EventQuerySet
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


def mint_uid():
    """A UID of ours (RFC 7986, section 5.3): random, and never made from what may change."""
    return f"{uuid.uuid4()}@{settings.UID_DOMAIN}"


@pghistory.track(
    model_name="EventHistory",
    # Derived, the source's own words, or personal data that must be able to disappear.
    exclude=[
        *("search_text", "search_vector", "search_folded", "written_until", "external_entry"),
        *("author_email", "holiday_exdates", "confirmation_asked_at"),
        *("vanished_dates", "status_before", "disagreements"),
    ],
    # One statement of an import writes hundreds of rows.
    level=pgtrigger.Statement,
)
class Event(
    Publication, Series, Registrable, Followed, Mergeable, Confirmable, CoOrganised, Adoptable, Searchable
):
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

    FOUND_BY = {
        "theme": ("themes",),
        "district": ("place__district",),
        "place": ("place", "other_places"),
    }

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
            # What leads elsewhere is archived, and never to itself.
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(state=Publication.State.ARCHIVED) & ~Q(merged_into=F("pk")),
                name="event_merged_is_archived",
                violation_error_message=_("Un événement réuni avec un autre reste archivé."),
            ),
        ]
        triggers = [ONE_HOP]
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

    def words(self, themes):
        """What `refresh_search_text` would gather, for an event that is not written yet."""
        organiser, place = self.organiser, self.place
        names = [organiser.name if organiser else "", organiser.short_name if organiser else ""]
        names += [place.name if place else "", place.district.name if place and place.district else ""]
        ordered = sorted(themes, key=lambda theme: theme.pk)
        names.append(" ".join(theme.name for theme in ordered))
        names.append("")  # its other places: it has none yet
        return " ".join([self.title, self.summary, self.description, *names])

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
        self.bookings.free(by=by)

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

    def copied(self, *, by, **changes):
        """A new event with the same words, an identity of its own and nothing that came from elsewhere; unsaved."""
        copy = Event.objects.get(pk=self.pk)
        copy.pk = None
        copy._state.adding = True
        copy.external_uid = copy.slug = ""
        copy.imported_for, copy.external_entry = None, {}
        copy.source = copy.vanished_at = copy.status_before = copy.merged_into = None
        copy.vanished_dates, copy.disagreements = {}, []
        copy.uid, copy.submission, copy.sequence = mint_uid(), uuid.uuid4(), 0
        copy.origin, copy.author, copy.author_email = self.Origin.FORM, by, ""
        for name, value in changes.items():
            setattr(copy, name, value)
        return copy

    def duplicate(self, *, by):
        """A draft with the same words, of which the dates remain to be chosen."""
        copy = self.copied(by=by, state=self.State.DRAFT, status=self.Status.SCHEDULED, continues=None)
        copy.published_at = copy.submitted_at = None
        copy.confirmed_at = copy.confirmation_asked_at = None
        copy.save_by(by)
        copy.themes.set(self.themes.all())
        copy.invite(self.co_organisers.all(), by=by, tell=False)
        copy.other_places.set(self.other_places.all())
        copy.write_dates()
        return copy
