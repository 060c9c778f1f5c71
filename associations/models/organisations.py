"""Who acts: associations and their partners, and the people who belong to them."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from associations.models.territory import District, Place
from associations.models.themes import Theme
from cooperation.core.images import PictureField
from cooperation.core.slugs import unique_slug
from cooperation.core.text_search import Searchable, folded


class OrganisationQuerySet(models.QuerySet):
    def public(self):
        return self.filter(is_published=True)

    def written_by(self, user):
        """Those in whose name this person publishes: their active memberships; all for a coordinator."""
        if not user.is_authenticated:
            return self.none()
        if user.is_coordinator:
            return self
        return self.filter(memberships__in=Membership.objects.active().filter(user=user))

    def for_list(self):
        return self.select_related("place__district").prefetch_related("themes")

    def refresh_search_text(self):
        """Gather the words that each row may be found by."""
        themes = Theme.objects.filter(organisations=OuterRef("pk")).order_by().values("organisations")
        districts = District.objects.filter(organisations=OuterRef("pk")).order_by().values("organisations")
        words = Concat(
            "name",
            Value(" "),
            "short_name",
            Value(" "),
            "summary",
            Value(" "),
            "description",
            Value(" "),
            _words(themes),
            Value(" "),
            _words(districts),
            output_field=models.TextField(),
        )
        return self.exclude(search_text=words).update(search_text=words)


def _words(rows):
    """The names of related rows as one text, "" when there are none."""
    return Coalesce(
        Subquery(rows.annotate(words=StringAgg("name", Value(" "))).values("words")),
        Value(""),
        output_field=models.TextField(),
    )


@pghistory.track(model_name="OrganisationHistory", exclude=["search_text", "search_vector", "search_folded"])
class Organisation(Searchable):
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

    name = models.CharField(_("nom"), max_length=120, unique=True)
    short_name = models.CharField(_("sigle ou nom court"), max_length=40, blank=True)
    slug = models.SlugField(_("identifiant dans l’adresse"), max_length=80, unique=True, blank=True)
    kind = models.CharField(_("type"), max_length=20, choices=Kind, default=Kind.ASSOCIATION)
    summary = models.CharField(
        _("en une phrase"), max_length=200, blank=True, help_text=_("Ce que vous faites, et pour qui.")
    )
    description = models.TextField(_("présentation"), max_length=10_000, blank=True)
    themes = models.ManyToManyField(Theme, related_name="organisations", verbose_name=_("thèmes"), blank=True)
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
    )
    email = models.EmailField(_("e-mail public"), blank=True)
    phone = models.CharField(_("téléphone public"), max_length=30, blank=True)
    website = models.URLField(_("site web"), blank=True)
    logo = PictureField(_("logo"), upload_to="organisations/", blank=True)
    is_published = models.BooleanField(_("visible dans l’annuaire"), default=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta(Searchable.Meta):
        abstract = False
        verbose_name = _("organisation")
        verbose_name_plural = _("associations et partenaires")
        ordering = [folded("name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("associations:organisation-detail", args=[self.slug])

    def save(self, **kwargs):
        if not self.slug:
            self.slug = unique_slug(Organisation.objects, self.short_name or self.name)
        super().save(**kwargs)

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
    def district_names(self):
        return ", ".join(district.name for district in self.districts.all())

    @property
    def is_partner(self):
        return self.kind in self.Kind.partners()


class MembershipQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)


@pghistory.track(model_name="MembershipHistory")
class Membership(models.Model):
    """A person in an organisation. The role says what they may do there."""

    class Role(models.TextChoices):
        MEMBER = "member", _("membre")
        MANAGER = "manager", _("responsable")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("personne"),
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    role = models.CharField(_("rôle"), max_length=10, choices=Role, default=Role.MEMBER)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("depuis"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("adhésion")
        verbose_name_plural = _("adhésions")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="membership_unique",
                violation_error_message=_("Cette personne fait déjà partie de cette organisation."),
            ),
            models.CheckConstraint(condition=Q(role__in=["member", "manager"]), name="membership_role"),
        ]

    def __str__(self):
        return f"{self.user} · {self.organisation}"

    @property
    def label(self):
        """ "membre de La Rouvière en fête", as a badge says it."""
        return _("%(role)s · %(organisation)s") % {
            "role": self.get_role_display(),
            "organisation": self.organisation.label,
        }
