"""Who acts: associations and their partners."""

from urllib.parse import urlsplit

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations import identifiers, opening
from associations.models.contacts import tel
from associations.models.freshness import Freshness
from associations.models.languages import Language, languages_field
from associations.models.organisation_queryset import OrganisationQuerySet
from associations.models.territory import District, Place
from associations.models.themes import Public, Theme, publics_field
from cooperation.core.history import SavedBy
from cooperation.core.images import PictureField
from cooperation.core.models import User
from cooperation.core.slugs import unique_slug
from cooperation.core.text_search import Searchable, folded

# What `/associations/<slug>/` can't be: our own pages stand there.
RESERVED_SLUGS = {"suivi", "ajouter", "invitation", "confirmer", "carte", "liste"}

# A version is looked for by its sheet, never by who, what or where it names: these have no index.
UNSEARCHED = pghistory.ContextForeignKey(db_index=False)


def named(model, *, null=True):
    """A key in a version."""
    return models.ForeignKey(
        model,
        models.DO_NOTHING,
        null=null,
        related_name="+",
        related_query_name="+",
        db_constraint=False,
        db_index=False,
    )


@pghistory.track(
    model_name="OrganisationHistory",
    exclude=[
        *("search_text", "search_vector", "search_folded", "source_entry", "review_asked_at"),
        *("uid", "created_at", "updated_at", "origin", "external_id"),
    ],
    # One statement of an import changes tens of thousands of rows.
    level=pgtrigger.Statement,
    context_field=UNSEARCHED,
    attrs={"main_theme": named(Theme), "place": named(Place), "verified_by": named(User)},
)
class Organisation(SavedBy, Freshness, Searchable):
    """
    An association or a partner. One model for both: either can organise events, hold seats, answer concerns.
    """

    class Kind(models.TextChoices):
        ASSOCIATION = "association", _("Association")
        CENTRE_SOCIAL = "centre-social", _("Centre social")
        VILLE = "ville", _("Ville")
        METROPOLE = "metropole", _("Métropole")
        PREFECTURE = "prefecture", _("Préfecture")
        DEPARTEMENT = "departement", _("Département")
        BAILLEUR = "bailleur", _("Bailleur social")
        OTHER = "autre", _("Autre partenaire")

        @classmethod
        def partners(cls):
            """Institutions: all but those who run activities with inhabitants."""
            return [kind for kind in cls if kind not in (cls.ASSOCIATION, cls.CENTRE_SOCIAL)]

    class Involvement(models.TextChoices):
        """What a partner does for the district."""

        FUNDER = "funder", _("Finance des projets")
        OWNER = "owner", _("Possède ou prête des lieux")
        OPERATOR = "operator", _("Mène des actions")

    class Origin(models.TextChoices):
        """Where the sheet came from first."""

        FORM = "form", _("Saisie sur la plateforme")
        RNA = "rna", _("Répertoire national des associations")
        INCLUSION = "inclusion", _("data.inclusion")
        CSV = "csv", _("Tableau de l’annuaire")

    FOUND_BY = {
        "theme": ("themes", "themes__parent"),
        "district": ("districts", "place__district"),
        "place": ("place",),
    }

    # Who
    name = models.CharField(_("nom"), max_length=250)
    short_name = models.CharField(_("sigle ou nom court"), max_length=40, blank=True)
    slug = models.SlugField(_("identifiant dans l’adresse"), max_length=80, blank=True, db_index=False)
    kind = models.CharField(_("type"), max_length=20, choices=Kind, default=Kind.ASSOCIATION)
    logo = PictureField(_("logo"), upload_to="organisations/", blank=True)
    # What
    summary = models.CharField(
        _("en une phrase"), max_length=200, blank=True, help_text=_("Ce que vous faites, et pour qui.")
    )
    description = models.TextField(_("présentation"), max_length=10_000, blank=True)
    themes = models.ManyToManyField(Theme, related_name="organisations", verbose_name=_("thèmes"), blank=True)
    main_theme = models.ForeignKey(
        Theme,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("thème principal"),
        db_index=False,
    )
    publics = publics_field(verbose_name=_("publics"))
    languages = languages_field(verbose_name=_("langues parlées"))
    involvements = ArrayField(
        models.CharField(max_length=10, choices=Involvement),
        verbose_name=_("implication"),
        default=list,
        blank=True,
    )
    founded_on = models.DateField(_("créée le"), null=True, blank=True)
    # Where and when
    districts = models.ManyToManyField(
        District, related_name="organisations", verbose_name=_("quartiers d’action"), blank=True
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("lieu d’accueil"),
        db_index=False,
    )
    other_places = models.ManyToManyField(
        Place, related_name="other_organisations", verbose_name=_("autres lieux"), blank=True
    )
    hours = models.JSONField(_("horaires"), default=dict, blank=True)
    hours_note = models.CharField(
        _("à propos des horaires"),
        max_length=200,
        blank=True,
        help_text=_("« Sur rendez-vous le mercredi », « fermé l’été »…"),
    )
    closures = models.JSONField(_("fermetures exceptionnelles"), default=list, blank=True)
    # How to reach it
    email = models.EmailField(_("e-mail public"), blank=True)
    phone = models.CharField(_("téléphone public"), max_length=30, blank=True)
    website = models.URLField(_("site web"), blank=True)
    links = ArrayField(
        models.URLField(max_length=300), verbose_name=_("autres liens"), default=list, blank=True
    )
    # Its identity elsewhere
    rna = models.CharField(_("numéro RNA"), max_length=10, blank=True)
    siren = models.CharField(_("SIREN"), max_length=9, blank=True)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True)
    # Often somebody's home: it is shown to those who run the sheet, never published.
    seat_address = models.CharField(_("siège social"), max_length=255, blank=True)
    seat_postal_code = models.CharField(_("code postal du siège"), max_length=5, blank=True)
    seat_city = models.CharField(_("commune du siège"), max_length=80, blank=True)
    # Where the sheet stands
    is_published = models.BooleanField(_("visible dans l’annuaire"), default=True)
    origin = models.CharField(
        _("origine"), max_length=10, choices=Origin, default=Origin.FORM, editable=False
    )
    external_id = models.CharField(_("identifiant d’origine"), max_length=200, blank=True, editable=False)
    # What each source said last time, by field: an import tells its changes from those made here.
    source_entry = models.JSONField(default=dict, editable=False)
    uid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    created_at = models.DateTimeField(_("créée dans l’annuaire le"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta(Searchable.Meta):
        abstract = False
        verbose_name = _("organisation")
        verbose_name_plural = _("associations et partenaires")
        ordering = [folded("name")]
        constraints = [
            # On the field, it would come with a second index, for addresses that begin with something.
            models.UniqueConstraint(fields=["slug"], name="organisation_slug_unique"),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(is_published=True),
                name="organisation_name_unique",
                violation_error_message=_("Une fiche de l’annuaire porte déjà ce nom."),
            ),
            models.UniqueConstraint(
                fields=["rna"],
                condition=~Q(rna=""),
                name="organisation_rna_unique",
                violation_error_message=_("Une autre fiche porte déjà ce numéro RNA."),
            ),
            models.UniqueConstraint(
                fields=["siret"],
                condition=~Q(siret=""),
                name="organisation_siret_unique",
                violation_error_message=_("Une autre fiche porte déjà ce numéro SIRET."),
            ),
            models.UniqueConstraint(
                fields=["external_id"],
                condition=~Q(external_id=""),
                name="organisation_external_id_unique",
            ),
            models.CheckConstraint(
                condition=Q(rna="") | Q(rna__regex=r"^W\d[0-9A-Z]{2}\d{6}$"),
                name="organisation_rna_form",
                violation_error_message=_("Le numéro RNA est W suivi de neuf caractères."),
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siren=Left("siret", 9)),
                name="organisation_siren_of_siret",
                violation_error_message=_(
                    "Le SIRET commence par le SIREN : ces deux numéros se contredisent."
                ),
            ),
        ]
        # The national register brings tens of thousands of rows that are not public, and name no place, main theme
        # nor person: an index holds only the rows that are looked for by it.
        indexes = [
            GinIndex(
                fields=["search_vector"], condition=Q(is_published=True), name="organisation_search_vector"
            ),
            GinIndex(
                OpClass(F("search_folded"), "gin_trgm_ops"),
                condition=Q(is_published=True),
                name="organisation_search_trgm",
            ),
            *(
                models.Index(
                    fields=[name], condition=Q((f"{name}__isnull", False)), name=f"organisation_has_{name}"
                )
                for name in ("place", "main_theme", "verified_by")
            ),
            # The fingerprint of what is public reads nothing else.
            models.Index(
                fields=["updated_at"],
                condition=Q(is_published=True) | ~Q(origin="rna"),
                name="organisation_fingerprint",
            ),
            models.Index(folded("name"), "id", condition=Q(is_published=True), name="organisation_in_order"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("associations:organisation-detail", args=[self.slug])

    def clean(self):
        """Numbers as the registers write them; each mistake is told beside its field."""
        errors = {}
        for name in ("rna", "siren", "siret"):
            try:
                setattr(self, name, getattr(identifiers, f"clean_{name}")(getattr(self, name)))
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise ValidationError(errors)
        if self.siret and not self.siren:
            self.siren = self.siret[:9]

    def save(self, **kwargs):
        """
        The address of a sheet never changes once it is public. One that came from the national register is
        known by its number until then.
        """
        if not self.slug or (self.is_published and self.rna and self.slug == self.rna.lower()):
            others = Organisation.objects.exclude(pk=self.pk)
            self.slug = unique_slug(others, self.short_name or self.name, reserved=RESERVED_SLUGS)
            if kwargs.get("update_fields"):
                kwargs["update_fields"] = {*kwargs["update_fields"], "slug"}
        super().save(**kwargs)

    # Reading

    @property
    def public_url(self):
        """Its sheet's address, "" while the sheet is not public."""
        return self.get_absolute_url() if self.is_published else ""

    @property
    def label(self):
        return self.short_name or self.name

    @property
    def email_url(self):
        return f"mailto:{self.email}"

    @property
    def phone_url(self):
        return tel(self.phone)

    @property
    def website_host(self):
        return host_of(self.website)

    @property
    def named_links(self):
        """(address, what a link's text needs to say of it)."""
        return [(link, host_of(link)) for link in self.links]

    @property
    def district_names(self):
        return ", ".join(district.name for district in self.districts.all())

    @property
    def public_labels(self):
        return [Public(value).label for value in self.publics]

    @property
    def language_labels(self):
        return [Language(value).label for value in self.languages]

    @property
    def involvement_labels(self):
        return [self.Involvement(value).label for value in self.involvements]

    @property
    def is_partner(self):
        return self.kind in self.Kind.partners()

    @property
    def colour_theme(self):
        """The theme whose colour and pictogram stand for it: the main one, else the first."""
        return self.main_theme or next(iter(self.themes.all()), None)

    @property
    def all_places(self):
        """Where people are received, the main place first."""
        return [*([self.place] if self.place else []), *self.other_places.all()]

    @property
    def siret_wording(self):
        return identifiers.say_siret(self.siret)

    @property
    def siren_wording(self):
        return identifiers.say_siren(self.siren)

    # Opening hours

    @property
    def week(self):
        return opening.say_week(self.hours)

    @property
    def opening_status(self):
        return opening.status(self.hours, self.closures, timezone.localtime())

    @property
    def coming_closures(self):
        today = timezone.localdate()
        return [opening.say_closure(closure, today=today) for closure in opening.coming(self.closures, today)]

    # People

    @property
    def is_spare(self):
        """Whether a file alone brought it: it is not public, and nobody nor anything belongs to it."""
        if self.is_published or self.origin == self.Origin.FORM:
            return False
        held = (relation.get_accessor_name() for relation in self._meta.related_objects)
        return not any(getattr(self, name).exists() for name in held if name != "history")

    def active_managers(self):
        """Those who answer for the sheet, with an account that can sign in."""
        managers = self.memberships.active().managers()
        return list(User.objects.filter(memberships__in=managers).order_by("display_name", "pk"))


def host_of(address):
    """What a link's text needs to say of a long address."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


# What stands in tables of its own: each row that comes or goes is one line of history.


def linked(**attrs):
    return pghistory.track(
        pghistory.InsertEvent("add"),
        pghistory.DeleteEvent("remove"),
        obj_field=None,
        level=pgtrigger.Statement,
        context_field=UNSEARCHED,
        attrs=attrs,
    )


@linked(theme=named(Theme, null=False))
class OrganisationTheme(Organisation.themes.through):
    class Meta:
        proxy = True


@linked(district=named(District, null=False))
class OrganisationDistrict(Organisation.districts.through):
    class Meta:
        proxy = True


@linked(place=named(Place, null=False))
class OrganisationPlace(Organisation.other_places.through):
    class Meta:
        proxy = True
