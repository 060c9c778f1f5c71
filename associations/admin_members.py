"""The administration of people around a sheet. What would leave it without manager is refused in words."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from associations.models import Invitation, JoinRequest, Membership, Organisation, Report
from associations.models.memberships import LAST_MANAGER
from cooperation.core.read_only_admin import ReadOnlyAdmin


def managers_without(organisation_id, lost):
    """
    How many active managers an organisation had, and keeps without those memberships (their keys). Its row is
    locked, as `Membership.end` does: the answer holds until the end of the transaction.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    had = set(
        Membership.objects.active()
        .managers()
        .filter(organisation=organisation_id)
        .values_list("pk", flat=True)
    )
    return len(had), len(had - set(lost))


def gives_management(form):
    """Whether what the form holds makes an active manager."""
    data = form.cleaned_data
    person = data.get("user") or form.instance.user
    return data.get("role") == Membership.Role.MANAGER and data.get("is_active") and person.is_active


class MembershipFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        changed = [form for form in self.forms if form.has_changed() and form.cleaned_data.get("user")]
        kept = [form for form in changed if form not in self.deleted_forms]
        if not self.instance.pk or any(self.errors) or any(gives_management(form) for form in kept):
            return
        had, keeps = managers_without(self.instance.pk, [form.instance.pk for form in changed])
        if had and not keeps:
            raise ValidationError(LAST_MANAGER, code="last_manager")


class MembershipInline(admin.TabularInline):
    model = Membership
    formset = MembershipFormSet
    extra = 0
    autocomplete_fields = ["user"]


class MembershipForm(forms.ModelForm):
    def clean(self):
        data = super().clean()
        if self.instance.pk and not self.errors and not gives_management(self):
            had, keeps = managers_without(self.instance.organisation_id, [self.instance.pk])
            if had and not keeps:
                raise ValidationError(LAST_MANAGER, code="last_manager")
        return data


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    form = MembershipForm
    list_display = ["user", "organisation", "role", "is_active", "created_at"]
    list_filter = ["role", "is_active"]
    list_select_related = ["user", "organisation"]
    search_fields = ["user__display_name", "user__email", "organisation__name"]
    autocomplete_fields = ["user", "organisation"]

    def get_readonly_fields(self, request, obj=None):
        """Who and where make a membership what it is: another person's is another one."""
        return ["user", "organisation"] if obj else []

    @method_decorator(transaction.atomic)
    def changelist_view(self, request, extra_context=None):
        """One transaction, for the actions: what was checked still holds when it is done."""
        return super().changelist_view(request, extra_context)

    def get_deleted_objects(self, objs, request):
        """Django's, where an organisation's last managers are protected."""
        shown, counts, permissions, protected = super().get_deleted_objects(objs, request)
        lost = {}
        for membership in objs:
            lost.setdefault(membership.organisation_id, []).append(membership)
        for organisation_id, memberships in lost.items():
            had, keeps = managers_without(organisation_id, [membership.pk for membership in memberships])
            if had and not keeps:
                protected += [f"{membership} ({LAST_MANAGER})" for membership in memberships]
        return shown, counts, permissions, protected


class ErasableAdmin(ReadOnlyAdmin):
    """What is decided on the platform's own pages; the administration reads it, and may erase it."""

    def has_delete_permission(self, request, obj=None):
        return admin.ModelAdmin.has_delete_permission(self, request, obj)


@admin.register(Report)
class ReportAdmin(ErasableAdmin):
    list_display = ["organisation", "created_at", "is_answered", "answered_by"]
    list_filter = [("answered_at", admin.EmptyFieldListFilter)]
    list_select_related = ["organisation", "answered_by"]
    search_fields = ["organisation__name", "message"]
    date_hierarchy = "created_at"

    @admin.display(description=_("close"), boolean=True)
    def is_answered(self, report):
        return report.answered_at is not None


@admin.register(Invitation)
class InvitationAdmin(ErasableAdmin):
    list_display = [
        "email",
        "organisation",
        "role",
        "invited_by",
        "created_at",
        "accepted_at",
        "withdrawn_at",
    ]
    list_filter = ["role"]
    list_select_related = ["organisation", "invited_by"]
    search_fields = ["email", "organisation__name"]


@admin.register(JoinRequest)
class JoinRequestAdmin(ErasableAdmin):
    list_display = ["user", "organisation", "created_at", "decided_at", "decided_by", "is_accepted"]
    list_filter = ["is_accepted", ("decided_at", admin.EmptyFieldListFilter)]
    list_select_related = ["organisation", "user", "decided_by"]
    search_fields = ["user__display_name", "user__email", "organisation__name"]
