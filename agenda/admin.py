from datetime import timedelta

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import Booking, CoOrganising, Event, Occurrence, Review, Room, Source, SourceReading
from cooperation.core.read_only_admin import ReadOnlyAdmin


class OccurrenceInline(admin.TabularInline):
    model = Occurrence
    extra = 0
    max_num = 0
    can_delete = False
    fields = readonly_fields = ["starts_at", "ends_at", "is_cancelled", "place", "note"]
    verbose_name_plural = _("Prochaines dates")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(ends_at__gte=timezone.now()).select_related("place")


class ReviewInline(admin.TabularInline):
    model = Review
    extra = 0
    max_num = 0
    can_delete = False
    fields = readonly_fields = ["verdict", "by", "reason", "created_at"]


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    """
    The whole record. Events are written on the platform's own form, which writes the rule and the dates; they
    become public, or leave, through moderation, which tells their author.
    """

    list_display = [
        "title",
        "organiser",
        "state",
        "status",
        "starts_at",
        "is_repeated",
        "origin",
        "updated_at",
    ]
    list_filter = ["state", "status", "origin", "themes", "is_free"]
    list_select_related = ["organiser"]
    search_fields = ["title", "organiser__name", "external_uid", "uid"]
    autocomplete_fields = ["organiser", "co_organisers", "place", "other_places", "author"]
    filter_horizontal = ["themes"]
    date_hierarchy = "starts_at"
    readonly_fields = [
        *("slug", "starts_at", "ends_at", "all_day", "rrule", "uid", "sequence", "origin", "external_uid"),
        "skips_school_holidays",
        *("state", "submitted_at", "published_at", "created_at", "updated_at"),
    ]
    inlines = [OccurrenceInline, ReviewInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary", "description", "themes", "image", "image_alt"]}),
        (_("Quand"), {"fields": ["starts_at", "ends_at", "all_day", "rrule", "skips_school_holidays"]}),
        (_("Où"), {"fields": ["place", "other_places", "online_url"]}),
        (
            _("Pour qui"),
            {
                "fields": [
                    "publics",
                    "age_min",
                    "age_max",
                    "is_free",
                    "conditions",
                    "accessibility",
                    "language",
                ]
            },
        ),
        (
            _("Qui"),
            {"fields": ["organiser", "co_organisers", "contact_email", "contact_phone", "website"]},
        ),
        (
            _("Publication"),
            {"fields": ["state", "status", "author", "author_email", "submitted_at", "published_at"]},
        ),
        (
            _("Identité"),
            {"fields": ["uid", "sequence", "origin", "external_uid", "created_at", "updated_at"]},
        ),
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.revise(by=request.user)
        Event.objects.filter(pk=form.instance.pk).refresh_search_text()

    @admin.display(description=_("série"), boolean=True)
    def is_repeated(self, event):
        return event.is_series


class SourceReadingInline(admin.TabularInline):
    model = SourceReading
    extra = 0
    max_num = 0
    can_delete = False
    fields = readonly_fields = [
        "at",
        "outcome",
        "error",
        "created",
        "updated",
        "cancelled",
        "refused",
        "left_out",
    ]
    verbose_name_plural = _("Lectures des sept derniers jours")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(at__gte=timezone.now() - timedelta(days=7))


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    """
    To see how it goes. Sources are made, paused and stopped on the platform's own pages, which look first and ask
    what becomes of the events; here its name and its rules may be put right.
    """

    list_display = [
        "name",
        "organisation",
        "state",
        "format",
        "entries",
        "succeeded_at",
        "failures",
        "next_read_at",
    ]
    list_filter = ["state", "format", "publishes"]
    list_select_related = ["organisation"]
    search_fields = ["name", "organisation__name", "url"]
    autocomplete_fields = ["place"]
    fields = [
        *("name", "organisation", "url", "format", "state", "publishes", "theme", "place", "only_matching"),
        *("entries", "read_at", "succeeded_at", "next_read_at", "failures", "failing_since", "alerted_at"),
        *("added_by", "created_at"),
    ]
    readonly_fields = [
        *("organisation", "url", "format", "state", "entries", "read_at", "succeeded_at", "next_read_at"),
        *("failures", "failing_since", "alerted_at", "added_by", "created_at"),
    ]
    inlines = [SourceReadingInline]


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin):
    list_display = ["name", "place", "keeper", "capacity", "is_lent"]
    list_filter = ["is_lent"]
    list_select_related = ["place", "keeper"]
    search_fields = ["name", "place__name", "keeper__name"]
    autocomplete_fields = ["place", "keeper"]


@admin.register(Booking)
class BookingAdmin(ReadOnlyAdmin):
    """Read here; bookings are made and cancelled on the room's page, which tells those whom it concerns."""

    list_display = ["room", "organisation", "starts_at", "ends_at", "title", "by", "cancelled_at"]
    list_select_related = ["room__place", "organisation", "by"]
    search_fields = ["title", "organisation__name", "room__name"]
    date_hierarchy = "starts_at"


@admin.register(CoOrganising)
class CoOrganisingAdmin(ReadOnlyAdmin):
    """Read here; the organisation asked answers on the event's page."""

    list_display = ["organisation", "event", "answer", "invited_by", "created_at", "answered_at"]
    list_filter = ["answer"]
    list_select_related = ["organisation", "event", "invited_by"]
    search_fields = ["organisation__name", "event__title"]
