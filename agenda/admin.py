from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import Event, Occurrence, Review


class OccurrenceInline(admin.TabularInline):
    model = Occurrence
    extra = 0
    max_num = 0
    can_delete = False
    fields = readonly_fields = ["starts_at", "ends_at", "is_cancelled", "note"]
    verbose_name_plural = _("Prochaines dates")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(ends_at__gte=timezone.now())


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
    autocomplete_fields = ["organiser", "co_organisers", "place", "author"]
    filter_horizontal = ["themes"]
    date_hierarchy = "starts_at"
    readonly_fields = [
        *("slug", "starts_at", "ends_at", "all_day", "rrule", "uid", "sequence", "origin", "external_uid"),
        *("state", "submitted_at", "published_at", "created_at", "updated_at"),
    ]
    inlines = [OccurrenceInline, ReviewInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary", "description", "themes", "image", "image_alt"]}),
        (_("Quand"), {"fields": ["starts_at", "ends_at", "all_day", "rrule"]}),
        (_("Où"), {"fields": ["place", "online_url"]}),
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
