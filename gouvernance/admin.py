from django import forms
from django.contrib import admin

from cooperation.core.read_only_admin import ReadOnlyAdmin, ReadOnlyInline
from gouvernance.models import (
    Actor,
    Body,
    College,
    ConcertationScheme,
    Consultation,
    Deliberation,
    LoggedMove,
    Mandate,
    Statement,
    Subject,
)


class MandateAdminForm(forms.ModelForm):
    """What `take_seat` would refuse is told on the form."""

    class Meta:
        model = Mandate
        fields = [
            *("college", "person", "contact_email", "name", "organisation", "shows_name"),
            *("substitute", "substitute_email", "role", "way"),
            *("starts_on", "ends_on", "end", "end_words"),
        ]

    def clean(self):
        data = super().clean()
        if not self.errors:
            for name, value in data.items():
                setattr(self.instance, name, value)
            self.instance.find_seat()
        return data


class CollegeInline(admin.TabularInline):
    model = College
    extra = 0


@admin.register(Body)
class BodyAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "parent", "created_on", "ended_on"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    autocomplete_fields = ["parent", "conveners"]
    inlines = [CollegeInline]


@admin.register(Mandate)
class MandateAdmin(admin.ModelAdmin):
    list_display = ["label", "college", "role", "way", "starts_on", "ends_on"]
    list_filter = ["college__body", "way"]
    list_select_related = ["person", "organisation", "college__body"]
    search_fields = ["name", "organisation__name"]
    autocomplete_fields = ["person", "organisation"]
    date_hierarchy = "ends_on"
    form = MandateAdminForm

    def save_model(self, request, obj, form, change):
        obj.take_seat(by=request.user)


class SubjectInline(admin.TabularInline):
    model = Subject
    extra = 0


class ActorInline(admin.TabularInline):
    model = Actor
    extra = 0
    autocomplete_fields = ["organisation"]


@admin.register(ConcertationScheme)
class ConcertationSchemeAdmin(admin.ModelAdmin):
    list_display = ["name", "adopted_on", "is_public"]
    search_fields = ["name"]
    inlines = [SubjectInline, ActorInline]


@admin.register(Consultation)
class ConsultationAdmin(ReadOnlyAdmin):
    list_display = ["title", "state", "body", "opened_at", "closes_on", "closed_at"]
    list_filter = ["state"]
    list_select_related = ["body"]
    search_fields = ["title", "question"]


@admin.register(Statement)
class StatementAdmin(ReadOnlyAdmin):
    list_display = ["text", "consultation", "state", "is_seed"]
    list_filter = ["state", "consultation"]
    list_select_related = ["consultation"]
    search_fields = ["text"]
    exclude = ["author"]


class LoggedMoveInline(ReadOnlyInline):
    """The log, without whose line it is: who asked for no name has none here either."""

    model = LoggedMove
    fields = ["number", "at", "kind", "text", "about", "review_on"]


@admin.register(Deliberation)
class DeliberationAdmin(ReadOnlyAdmin):
    """Ballots, and who answered, are in no administration."""

    list_display = ["title", "body", "method", "state", "opened_at", "closed_at", "review_on"]
    list_filter = ["method", "state", "body"]
    list_select_related = ["body"]
    search_fields = ["title"]
    inlines = [LoggedMoveInline]
