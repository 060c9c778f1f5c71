"""The filters of governance's lists."""

import django_filters
from django.utils.translation import gettext_lazy as _

from cooperation.core.filters import ListFilter
from gouvernance.models import Body, Deliberation


class DeliberationFilter(ListFilter):
    """Deliberations of one body, or at one point of their way."""

    WHERE = {
        "ouvertes": (_("en cours"), Deliberation.State.running()),
        "decidees": (_("décidées"), Deliberation.State.decided()),
        "sans-decision": (
            _("closes sans décision"),
            [state for state in Deliberation.State.closed() if state not in Deliberation.State.decided()],
        ),
        "brouillons": (_("en préparation"), [Deliberation.State.DRAFT]),
    }

    instance = django_filters.ModelChoiceFilter(
        label=_("Instance"),
        queryset=Body.objects.all(),
        to_field_name="slug",
        field_name="body",
        empty_label=_("Toutes"),
    )
    etat = django_filters.ChoiceFilter(
        label=_("Où elle en est"),
        choices=[(key, label) for key, (label, _states) in WHERE.items()],
        method="at",
        empty_label=_("Toutes"),
    )

    def at(self, queryset, name, value):
        return queryset.filter(state__in=self.WHERE[value][1])
