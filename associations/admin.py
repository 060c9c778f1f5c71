from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from associations.admin_import import OrganisationImportMixin
from associations.admin_members import MembershipInline
from associations.models import District, Organisation, Place, Theme
from cooperation.core.text_search import refresh_found_by


class NamingAdmin(admin.ModelAdmin):
    """Of what sheets, events and initiatives are found by: these follow when a word of it changes."""

    said = ("name",)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and set(self.said) & set(form.changed_data):
            refresh_found_by(obj)


@admin.register(Organisation)
class OrganisationAdmin(OrganisationImportMixin, admin.ModelAdmin):
    list_display = ["name", "kind", "theme_names", "member_count", "is_published", "updated_at"]
    list_filter = ["kind", "is_published", "origin", "themes", "districts"]
    search_fields = ["name", "short_name", "summary", "rna", "siren", "siret"]
    autocomplete_fields = ["place"]
    filter_horizontal = ["themes", "districts"]
    readonly_fields = ["slug", "updated_at"]
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "slug", "kind", "is_published"]}),
        (_("Présentation"), {"fields": ["summary", "description", "logo", "themes", "districts"]}),
        (_("Contact"), {"fields": ["place", "email", "phone", "website"]}),
        (_("Numéros nationaux"), {"fields": ["rna", "siren", "siret"]}),
    ]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .prefetch_related("themes")
            .annotate(members=Count("memberships", distinct=True))
        )

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        Organisation.objects.filter(pk=form.instance.pk).refresh_search_text()

    @admin.display(description=_("thèmes"))
    def theme_names(self, organisation):
        return ", ".join(theme.name for theme in organisation.themes.all())

    @admin.display(description=_("personnes"), ordering="members")
    def member_count(self, organisation):
        return organisation.members


@admin.register(Theme)
class ThemeAdmin(NamingAdmin):
    said = ("name", "keywords", "parent")
    list_display = ["name", "colour", "icon", "position"]
    list_editable = ["position"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(District)
class DistrictAdmin(NamingAdmin):
    list_display = ["name", "postal_code", "insee"]
    list_filter = ["postal_code"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Place)
class PlaceAdmin(NamingAdmin):
    said = ("name", "district")
    list_display = ["name", "address", "district", "event_count"]
    list_filter = ["district"]
    list_select_related = ["district"]
    search_fields = ["name", "address"]
    autocomplete_fields = ["district"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(event_total=Count("events"))

    @admin.display(description=_("événements"), ordering="event_total")
    def event_count(self, place):
        return place.event_total
