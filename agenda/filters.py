"""One filter, every output: list, month, iCalendar, RSS, JSON and CSV are renderings of the same queryset."""

from datetime import date, timedelta

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from agenda.models import Event, Occurrence
from agenda.models.occurrences import start_of_day
from associations.models import Accessibility, District, Language, Organisation, Place, Public, Theme
from cooperation.core.facets import Array, Unnest, grouped, totals
from cooperation.core.filters import ListFilter
from cooperation.core.text_search import matching

# The fields whose choices are counted.
FACETS = ("theme", "quartier", "organisateur", "public", "accessible", "langue")
# How far ahead the choices of an endless list are counted, and a map looks.
COUNTED = timedelta(days=30)
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
                _("« %(value)s » n’est pas une date. Écrivez par exemple 2026-11-24."),
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
        method="in_district",
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
    langue = django_filters.ChoiceFilter(
        label=_("Langue parlée"),
        field_name="event__language",
        choices=Language.choices,
        empty_label=_("Toutes les langues"),
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

    @property
    def chooses_dates(self):
        """Whether one date of an event may pass and another not: what is asked is not of the event as a whole."""
        self.is_valid()
        return bool(self.form.cleaned_data.get("quartier"))

    @property
    def narrowed(self):
        """As elsewhere, but for the days: the arrows of a month choose them too."""
        return bool(self.errors) or any(not row["without"].keys() & {"q", "du", "au"} for row in self.active)

    def events(self):
        """The public events that have a date among the filtered ones."""
        dates = self.qs.filter(event=OuterRef("pk"))
        return Event.objects.public().filter(Exists(dates))

    def count_choices(self, first, last):
        """
        Say after each choice how many events it would give from `first` to `last`, both included, were its
        field alone to change. All in one query.
        """
        numbers = self.totals(first, last)
        for name in FACETS:
            widget = self.form.fields[name].widget
            widget.choices = [
                (value, f"{label} ({total})" if (total := numbers.get((name, str(value)))) else label)
                for value, label in self.form.fields[name].choices
            ]
        free = self.form["gratuit"]
        if total := numbers.get(("gratuit", "True")):
            free.label = f"{free.label} ({total})"

    def totals(self, first, last):
        """{(field, value): number of events with a date in these days}."""
        self.is_valid()
        window = {
            "starts_at__gte": start_of_day(first),
            "starts_at__lt": start_of_day(last + timedelta(days=1)),
        }
        counted = []
        for name in [*FACETS, "gratuit"]:
            dates = self.without(name).filter(**window)
            counted += [(name, rows) for rows in counts(name, dates)]
        return totals(counted)

    def search(self, queryset, name, value):
        return queryset.filter(matching(value, prefix="event__"))

    def in_district(self, queryset, name, value):
        """Where a date is held: exceptionally elsewhere, else at one of the event's places."""
        places = Place.objects.filter(district=value).values("pk")
        others = Event.other_places.through.objects.filter(place__in=places).values("event")
        usual = Q(event__place__in=places) | Q(event__in=others)
        return queryset.filter(Q(place__in=places) | Q(place=None) & usual)

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


def counts(name, dates):
    """Querysets of (value, number of events of these dates that a field's choice would give), to be added up."""
    events = Event.objects.public().filter(pk__in=dates.order_by().values("event"))
    links = {"event__in": events.order_by().values("pk")}
    one_each = Count("event", distinct=True)
    match name:
        case "theme":
            return [grouped(Event.themes.through.objects.filter(**links), F("theme__slug"), Count("*"))]
        case "quartier":
            own = Case(When(place=None, then="event__place__district__slug"), default="place__district__slug")
            others = Case(When(place=None, then="event__other_places__district__slug"))
            return [grouped(dates, Unnest(Array(own, others)), one_each)]
        case "organisateur":
            co_organised = Event.co_organisers.through.objects.filter(**links)
            return [
                grouped(events, F("organiser__slug")),
                grouped(co_organised, F("organisation__slug"), Count("*")),
            ]
        case "public":
            everybody = Value(Public.values, Event._meta.get_field("publics"))
            return [grouped(events, Unnest(Case(When(publics=[], then=everybody), default="publics")))]
        case "accessible":
            codes = Case(When(accessibility=[], then="place__accessibility"), default="accessibility")
            return [grouped(events, Unnest(codes))]
        case "langue":
            return [grouped(events, F("language"), Count("*"))]
        case "gratuit":
            return [grouped(events.filter(is_free=True), Value("True", CharField()), Count("*"))]
    raise ValueError(name)
