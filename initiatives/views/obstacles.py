""" "Who has met this obstacle, and what did they do?": obstacles × levers, drawn from the public sheets."""

import django_filters
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from associations.models import District, Theme
from cooperation.core.filters import ListFilter
from initiatives import answers
from initiatives.models import Finding, Initiative, Lever, Obstacle


class FindingFilter(ListFilter):
    theme = django_filters.ModelChoiceFilter(
        label=_("Thème"),
        queryset=Theme.objects.main(),
        to_field_name="slug",
        empty_label=_("Tous les thèmes"),
        method="of_theme",
    )
    quartier = django_filters.ModelChoiceFilter(
        label=_("Quartier"),
        queryset=District.objects.all(),
        to_field_name="slug",
        empty_label=_("Tous les quartiers"),
        method="in_district",
    )
    frein = django_filters.ModelChoiceFilter(
        label=_("Frein"),
        queryset=Obstacle.objects.all(),
        to_field_name="slug",
        empty_label=_("Tous les freins"),
        field_name="obstacle",
    )

    class Meta:
        model = Finding
        fields = []

    def of_theme(self, queryset, name, value):
        links = Initiative.themes.through.objects.filter(theme__in=Theme.objects.families([value.slug]))
        return queryset.filter(initiative__in=links.values("initiative"))

    def in_district(self, queryset, name, value):
        links = Initiative.districts.through.objects.filter(district=value)
        return queryset.filter(initiative__in=links.values("initiative"))


@require_safe
def obstacle_list(request):
    findings = Finding.objects.filter(initiative__in=Initiative.objects.public().order_by().values("pk"))
    asked = FindingFilter(request.GET, queryset=findings)
    asked.is_valid()
    chosen = asked.form.cleaned_data.get("frein")
    blocks = answers.met(
        asked.qs,
        [chosen] if chosen else list(Obstacle.objects.all()),
        list(Lever.objects.all()),
        quoted=answers.QUOTED_ALONE if chosen else answers.QUOTED,
    )
    levers, rows = answers.overview(blocks)
    context = {"filter": asked, "chosen": chosen, "blocks": blocks, "levers": levers, "rows": rows}
    return render(request, "initiatives/obstacle_list.html", context)
