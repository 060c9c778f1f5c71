import django_filters
from django.utils.translation import gettext_lazy as _

from associations.models import District, Organisation, Theme
from cooperation.core.text_search import matching


class OrganisationFilter(django_filters.FilterSet):
    """The directory's filters, read from the query string."""

    q = django_filters.CharFilter(label=_("Rechercher"), method="search")
    theme = django_filters.ModelChoiceFilter(
        label=_("Thème"),
        field_name="themes",
        queryset=Theme.objects.all(),
        to_field_name="slug",
        empty_label=_("Tous les thèmes"),
    )
    quartier = django_filters.ModelChoiceFilter(
        label=_("Quartier"),
        field_name="districts",
        queryset=District.objects.all(),
        to_field_name="slug",
        empty_label=_("Tous les quartiers"),
    )
    type = django_filters.ChoiceFilter(
        label=_("Type"),
        field_name="kind",
        choices=Organisation.Kind.choices,
        empty_label=_("Associations et partenaires"),
    )

    class Meta:
        model = Organisation
        fields = []

    def search(self, queryset, name, value):
        return queryset.filter(matching(value))
