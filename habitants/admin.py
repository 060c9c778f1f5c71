from django.contrib import admin

from habitants import admin_relaying  # noqa: F401 -- registers its own
from habitants.models import Relay


@admin.register(Relay)
class RelayAdmin(admin.ModelAdmin):
    list_display = ["user", "district", "starts_on", "ends_on"]
    list_filter = ["district", "ends_on"]
    list_select_related = ["user", "district"]
    search_fields = ["user__display_name", "user__email"]
    autocomplete_fields = ["user", "district"]
    date_hierarchy = "starts_on"
