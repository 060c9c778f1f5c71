"""The groups in the administration. Answers to the criteria (`Profile`) are never here: see models/profiles.py."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cooperation.core.read_only_admin import ReadOnlyAdmin
from habitants import admin_relaying  # noqa: F401 -- registers its own
from habitants.models import Application, Cohort, Draw, Nomination, Relay, Seat


class SelectionAdmin(ReadOnlyAdmin):
    """A deletion would list what hangs on the row; the pages of a selection are not all public addresses."""

    view_on_site = False


@admin.register(Cohort)
class CohortAdmin(SelectionAdmin):
    list_display = ["name", "state", "starts_on", "ends_on", "size"]
    list_filter = ["state"]
    search_fields = ["name"]
    exclude = ["composition"]


@admin.register(Application)
class ApplicationAdmin(SelectionAdmin):
    list_display = ["name", "cohort", "state", "channel", "district", "created_at"]
    list_filter = ["state", "channel"]
    list_select_related = ["cohort", "district"]
    search_fields = ["name", "email"]
    exclude = ["household_digest"]


@admin.register(Nomination)
class NominationAdmin(SelectionAdmin):
    list_display = ["name", "organisation", "cohort", "state", "created_at"]
    list_filter = ["state"]
    list_select_related = ["cohort", "organisation"]
    search_fields = ["name", "email", "organisation__name"]


@admin.register(Seat)
class SeatAdmin(SelectionAdmin):
    list_display = ["person", "cohort", "way_in", "rank", "state", "answered_at"]
    list_filter = ["state", "way_in"]
    list_select_related = ["cohort", "application"]
    search_fields = ["application__name"]

    @admin.display(description=_("personne"))
    def person(self, seat):
        return str(seat.application or seat.draw_id)


@admin.register(Relay)
class RelayAdmin(admin.ModelAdmin):
    list_display = ["__str__", "district", "cohort", "starts_on", "ends_on", "ended_at"]
    list_filter = ["district", "ends_on"]
    list_select_related = ["user", "district", "cohort"]
    search_fields = ["user__display_name", "user__email", "name"]
    autocomplete_fields = ["user", "district"]
    readonly_fields = ["cohort", "way_in"]
    date_hierarchy = "starts_on"


@admin.register(Draw)
class DrawAdmin(SelectionAdmin):
    list_display = [
        "cohort",
        "frozen_at",
        "portfolio_at",
        "source_reference",
        "value_entered_at",
        "cancelled_at",
    ]
    list_select_related = ["cohort"]
    exclude = ["portfolio", "people", "seated", "order", "panel", "substitutes", "quotas"]
