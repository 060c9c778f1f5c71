"""One filter, every output: list, month, iCalendar, RSS, JSON and CSV are renderings of the same queryset."""

from datetime import date

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from agenda.models import Event, Occurrence
from associations.models import Accessibility, District, Organisation, Public, Theme
from cooperation.core.filters import ListFilter
from cooperation.core.text_search import matching

EARLIEST = date(1970, 1, 1)
LATEST = date(2199, 12, 31)


class DayField(forms.DateField):
    """A day in the query string. A wrong one is told in words, quoting what was read."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)
        self.validators += [
            MinValueValidator(EARLIEST, _("Cette date est trop ancienne.")),
            MaxValueValidator(LATEST, _("Cette date est trop lointaine.")),
        ]

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(
                _("« %(value)s » n’est pas une date. Écrivez par exemple 2026-11-24."),
                params={"value": str(value)[:40]},
                code="invalid",
            ) from error


class DayFilter(django_filters.DateFilter):
    field_class = DayField


class OccurrenceFilter(ListFilter):
    """
    The agenda's filters, read from the query string. `qs` holds every condition but the days `du` and `au`,
    which each output turns into its own window (`since`, `until`).
    """

    q = django_filters.CharFilter(
        label=_("Rechercher"),
        method="search",
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    theme = django_filters.ModelChoiceFilter(
        label=_("Thème"),
        field_name="event__themes",
        queryset=Theme.objects.main(),
        to_field_name="slug",
        empty_label=_("Tous les thèmes"),
    )
    quartier = django_filters.ModelChoiceFilter(
        label=_("Quartier"),
        field_name="event__place__district",
        queryset=District.objects.all(),
        to_field_name="slug",
        empty_label=_("Tous les quartiers"),
    )
    organisateur = django_filters.ModelChoiceFilter(
        label=_("Organisateur"),
        method="organised_by",
        queryset=Organisation.objects.public(),
        to_field_name="slug",
        empty_label=_("Tous les organisateurs"),
    )
    public = django_filters.ChoiceFilter(
        label=_("Pour qui"), method="for_public", choices=Public.choices, empty_label=_("Tous les publics")
    )
    age = django_filters.NumberFilter(
        label=_("Âge"), method="for_age", min_value=0, max_value=120, widget=forms.NumberInput
    )
    accessible = django_filters.ChoiceFilter(
        label=_("Accessibilité"),
        method="accessible_to",
        choices=Accessibility.choices,
        empty_label=_("Toutes situations"),
    )
    gratuit = django_filters.BooleanFilter(
        label=_("Gratuit seulement"), method="free", widget=forms.CheckboxInput
    )
    du = DayFilter(label=_("À partir du"), method="window")
    au = DayFilter(label=_("Jusqu’au"), method="window")

    class Meta:
        model = Occurrence
        fields = []

    @property
    def days(self):
        """The days asked for, (du, au); None where there is none or it was not understood."""
        self.is_valid()
        return self.form.cleaned_data.get("du"), self.form.cleaned_data.get("au")

    def events(self):
        """The public events that have a date among the filtered ones."""
        dates = self.qs.filter(event=OuterRef("pk"))
        return Event.objects.public().filter(Exists(dates))

    def search(self, queryset, name, value):
        return queryset.filter(matching(value, prefix="event__"))

    def organised_by(self, queryset, name, value):
        links = Event.co_organisers.through.objects.filter(event=OuterRef("event"), organisation=value)
        return queryset.filter(Q(event__organiser=value) | Exists(links))

    def for_public(self, queryset, name, value):
        """Events for this public, and those for everybody."""
        return queryset.filter(Q(event__publics__contains=[value]) | Q(event__publics=[]))

    def for_age(self, queryset, name, value):
        return queryset.filter(
            Q(event__age_min__isnull=True) | Q(event__age_min__lte=value),
            Q(event__age_max__isnull=True) | Q(event__age_max__gte=value),
        )

    def accessible_to(self, queryset, name, value):
        """Its own codes, or those of its place where the event says nothing."""
        return queryset.filter(
            Q(event__accessibility__contains=[value])
            | Q(event__accessibility=[], event__place__accessibility__contains=[value])
        )

    def free(self, queryset, name, value):
        return queryset.filter(event__is_free=True) if value else queryset

    def window(self, queryset, name, value):
        return queryset
