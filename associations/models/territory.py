"""Where: districts and places."""

from urllib.parse import urlencode

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cooperation.core.text_search import folded


class Accessibility(models.TextChoices):
    """For whom a place or an event is accessible: OpenAgenda's five codes."""

    MOTOR = "mi", _("Handicap moteur")
    HEARING = "hi", _("Handicap auditif")
    VISUAL = "vi", _("Handicap visuel")
    PSYCHIC = "pi", _("Handicap psychique")
    INTELLECTUAL = "ii", _("Handicap intellectuel")

    @property
    def icon(self):
        return ACCESSIBILITY_ICONS[self.value]


ACCESSIBILITY_ICONS = {
    "mi": "universal-access",
    "hi": "ear",
    "vi": "eye-slash",
    "pi": "heart",
    "ii": "puzzle",
}


def accessibility_field(**kwargs):
    return ArrayField(
        models.CharField(max_length=2, choices=Accessibility),
        verbose_name=_("accessibilité"),
        default=list,
        blank=True,
        **kwargs,
    )


class District(models.Model):
    """One of the official districts (quartiers) of the 8th and 9th arrondissements."""

    name = models.CharField(_("nom"), max_length=60, unique=True)
    slug = models.SlugField(_("identifiant dans l’adresse"), unique=True)
    insee = models.CharField(_("code INSEE de l’arrondissement"), max_length=5)
    postal_code = models.CharField(_("code postal"), max_length=5)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))

    class Meta:
        verbose_name = _("quartier")
        verbose_name_plural = _("quartiers")
        ordering = [folded("name")]

    def __str__(self):
        return self.name


class PlaceQuerySet(models.QuerySet):
    def named(self, name):
        """Places of this name, whatever its accents and capitals."""
        return self.annotate(folded_name=folded("name")).filter(folded_name=folded(models.Value(name)))

    def offered(self, *, also=None):
        """
        Places that the forms offer: those of public events and of organisations, since what is typed in a
        proposal is read before others see it. `also` is the key of one more.
        """
        known = Q(pk=also)
        for held in (
            Q(events__state="published"),
            Q(other_events__state="published"),
            Q(occurrences__event__state="published"),
            Q(organisations__isnull=False),
        ):
            known |= Q(pk__in=Place.objects.filter(held).values("pk"))
        return self.filter(known)


class Place(models.Model):
    """Where something happens. Known places are offered in the forms, so that one place is written once."""

    name = models.CharField(_("nom du lieu"), max_length=100)
    address = models.CharField(_("adresse"), max_length=255, blank=True)
    postal_code = models.CharField(_("code postal"), max_length=5, blank=True)
    city = models.CharField(_("ville"), max_length=80, default="Marseille")
    district = models.ForeignKey(
        District,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=_("quartier"),
    )
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    accessibility = accessibility_field()
    access = models.CharField(
        _("comment venir"), max_length=500, blank=True, help_text=_("Bus, métro, étage, digicode, parking…")
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        ordering = [folded("name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # A comparison with NULL is unknown, which a CHECK lets through: both are asked for.
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_coordinates",
                violation_error_message=_("Donnez la latitude et la longitude, ou aucune des deux."),
            )
        ]

    def __str__(self):
        return self.name

    def serves_others(self, organisation):
        """Whether others than this organisation receive people there, or hold their events there."""
        theirs = [
            held.exclude(pk=organisation.pk) for held in (self.organisations, self.other_organisations)
        ] + [
            self.events.exclude(organiser=organisation.pk),
            self.other_events.exclude(organiser=organisation.pk),
            self.occurrences.exclude(event__organiser=organisation.pk),
        ]
        return any(rows.exists() for rows in theirs)

    @property
    def full_address(self):
        town = f"{self.postal_code} {self.city}".strip()
        return ", ".join(part for part in (self.address, town) if part)

    @property
    def map_url(self):
        """The place on OpenStreetMap: by its coordinates when they are known, else by its address."""
        if self.latitude is not None:
            point = f"{self.latitude:.5f}/{self.longitude:.5f}"
            query = urlencode({"mlat": f"{self.latitude:.5f}", "mlon": f"{self.longitude:.5f}"})
            return f"https://www.openstreetmap.org/?{query}#map=17/{point}"
        return "https://www.openstreetmap.org/search?" + urlencode({"query": self.full_address})

    @property
    def accessibility_labels(self):
        return [Accessibility(code) for code in self.accessibility]
