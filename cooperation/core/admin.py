from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import admin as procrastinate_admin

from cooperation.core.models import User

admin.site.site_header = _("Administration de la plateforme")
admin.site.site_title = _("Administration")
admin.site.index_title = _("Données du réseau")
# The platform's own sign-in: Django's form knows neither the second factor nor the rate limits.
admin.site.login = secure_admin_login(admin.site.login)
# The queue's jobs are mails: whole texts, addresses, links that are keys.
admin.site.unregister(procrastinate_admin.models.ProcrastinateJob)


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "display_name"]
        field_classes = {"email": forms.EmailField}


class ChangeForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes = {"email": forms.EmailField}


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    form = ChangeForm
    add_form = UserCreationForm
    list_display = ["display_name", "email", "is_coordinator", "is_staff", "is_active", "date_joined"]
    list_filter = ["is_coordinator", "is_staff", "is_active"]
    search_fields = ["display_name", "email"]
    ordering = ["display_name", "pk"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["display_name", "email", "password"]}),
        (_("Rôles"), {"fields": ["is_coordinator", "is_active", "is_staff", "is_superuser", "groups"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["display_name", "email", "usable_password", "password1", "password2"]})
    ]
