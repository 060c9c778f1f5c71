"""Courses and methods in the administration: what people do on the pages is corrected here, certificates are read."""

from django.contrib import admin

from cooperation.core.read_only_admin import ReadOnlyAdmin
from initiatives.forms.courses import BaseStatementFormSet
from initiatives.models import Certificate, Course, Enrolment, Method, Statement, Workshop


class WorkshopInline(admin.TabularInline):
    model = Workshop
    extra = 0
    fields = ["title", "occurrence", "planned_minutes"]
    raw_id_fields = ["occurrence"]
    # Taken away on its own page, which keeps those where people were noted, and tells those who counted on it.
    can_delete = False


class StatementInline(admin.TabularInline):
    model = Statement
    formset = BaseStatementFormSet
    extra = 0


@admin.register(Course)
class CourseAdmin(admin.ModelAdmin):
    list_display = ["title", "organisation", "state", "capacity"]
    list_filter = ["state"]
    list_select_related = ["organisation"]
    search_fields = ["title", "organisation__name"]
    autocomplete_fields = ["organisation"]
    readonly_fields = ["state", "ended_at"]
    inlines = [WorkshopInline, StatementInline]

    def has_delete_permission(self, request, obj=None):
        """What people were enrolled in stays, with their hours, until its time is over."""
        is_empty = obj is not None and not obj.enrolments.exists()
        return is_empty and super().has_delete_permission(request, obj)

    def save_related(self, request, form, formsets, change):
        """More places: those who wait move up, and are told. Other hours: what was noted counts anew."""
        super().save_related(request, form, formsets, change)
        form.instance.workshops.recount()
        form.instance.let_the_waiting_in()


@admin.register(Method)
class MethodAdmin(admin.ModelAdmin):
    list_display = ["title", "organisation", "state", "minutes"]
    list_filter = ["state", "themes"]
    list_select_related = ["organisation"]
    search_fields = ["title", "aim"]
    autocomplete_fields = ["organisation", "author", "themes"]
    raw_id_fields = ["initiatives"]

    def has_delete_permission(self, request, obj=None):
        """What people wrote is archived, on its own page."""
        return False

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        Method.objects.filter(pk=form.instance.pk).refresh_search_text()


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnlyAdmin):
    list_display = ["name", "course", "state", "created_at"]
    list_filter = ["state", "course"]
    list_select_related = ["course"]
    search_fields = ["name", "email"]
    readonly_fields = ["name_given", "renamed_at", "renamed_by"]


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    """Erasure on request goes through here: the whole certificate, or nothing."""

    list_display = ["spaced_number", "name", "course_title", "issued_at", "revoked_at"]
    list_filter = ["course"]
    search_fields = ["number", "name"]

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser
