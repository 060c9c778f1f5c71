"""The administration of sheets, tags, transfers; what goes on between people is only read here."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cooperation.core.read_only_admin import ReadOnlyAdmin, ReadOnlyInline
from initiatives import admin_courses  # noqa: F401 -- registers its models
from initiatives.models import (
    Attachment,
    Comment,
    Finding,
    Initiative,
    Inspiration,
    Lever,
    Obstacle,
    Partnership,
    Photo,
    Reading,
    Transfer,
    Version,
)

CHANGED_SINCE = _(
    "Cette fiche a été enregistrée depuis que vous l’avez ouverte : gardez votre texte, rechargez la page, puis reprenez."
)


class FindingInline(admin.TabularInline):
    model = Finding
    extra = 0
    fields = ["obstacle", "obstacle_words", "lever", "lever_words", "outcome"]


class PartnershipInline(admin.TabularInline):
    model = Partnership
    extra = 0
    autocomplete_fields = ["organisation"]


class PhotoInline(admin.TabularInline):
    """Taken away and erased on the sheet's own page, with its file."""

    model = Photo
    extra = 0
    can_delete = False
    fields = ["image", "alt", "caption"]


class AttachmentInline(admin.TabularInline):
    """Read here; sent, taken away and erased on the sheet's own page, which looks at what they hold."""

    model = Attachment
    extra = max_num = 0
    can_delete = False
    fields = ["title", "file", "media_type", "size"]
    readonly_fields = ["file", "media_type", "size"]


class ReadingInline(ReadOnlyInline):
    model = Reading
    fields = readonly_fields = ["reader", "organisation", "state", "proposed_at", "closed_at"]


class CommentInline(ReadOnlyInline):
    model = Comment
    fields = readonly_fields = ["section", "author", "text", "created_at", "resolved_at"]


class VersionInline(ReadOnlyInline):
    model = Version
    fields = readonly_fields = ["number", "by", "at", "restores"]


class InitiativeForm(forms.ModelForm):
    """A sheet that was saved since the form was opened is not overwritten."""

    read = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["read"] = self.instance.version

    def clean(self):
        data = super().clean()
        if self.instance.pk:
            rows = Initiative.objects.select_for_update().values_list("version", flat=True)
            if rows.get(pk=self.instance.pk) != data.get("read"):
                self.add_error(None, CHANGED_SINCE)
        return data

    def validate_constraints(self):
        """All of them: its state, which several are about, is not in the form."""
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error)


@admin.register(Initiative)
class InitiativeAdmin(admin.ModelAdmin):
    """The whole record. Its state changes on the platform's pages, which tell those whom it concerns."""

    form = InitiativeForm
    list_display = ["title", "kind", "carrier", "state", "transferable", "published_at", "updated_at"]
    list_filter = ["state", "kind", "themes", "transferable", "budget"]
    list_select_related = ["carrier"]
    search_fields = ["title", "summary", "carrier__name", "uid"]
    autocomplete_fields = ["carrier", "place", "author", "main_theme", "events"]
    filter_horizontal = ["themes", "districts"]
    date_hierarchy = "published_at"
    readonly_fields = [
        *("slug", "uid", "version", "state", "submitted_at", "published_at", "confirmed_at"),
        *("created_at", "updated_at"),
    ]
    inlines = [
        *(PartnershipInline, FindingInline, PhotoInline, AttachmentInline),
        *(ReadingInline, CommentInline, VersionInline),
    ]
    fieldsets = [
        (None, {"fields": ["read", "kind", "title", "slug", "summary", "themes", "main_theme"]}),
        (_("Qui, où, quand, pour qui"), {"fields": ["carrier", "other_partners", "place", "districts"]}),
        (None, {"fields": [("starts_on", "ends_on"), "publics", ("people", "hours", "budget")]}),
        (
            _("Le récit"),
            {
                "fields": [
                    *("context", "steps", "inhabitants_place", "inhabitants", "results", "evidence"),
                    *("verbatims", "differently", "transferable", "conditions", "events"),
                ]
            },
        ),
        (
            _("Publication"),
            {
                "fields": [
                    *("state", "author", "submitted_at", "published_at", "confirmed_at"),
                    *("version", "uid", "created_at", "updated_at"),
                ]
            },
        ),
    ]

    def has_delete_permission(self, request, obj=None):
        """What people wrote is archived, on its own page."""
        return False

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        form.instance.write_version(by=request.user)


class FactorAdmin(admin.ModelAdmin):
    list_display = ["name", "description", "position", "sheets"]
    list_editable = ["position"]
    search_fields = ["name", "description"]
    prepopulated_fields = {"slug": ["name"]}
    actions = ["merge"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(told=Count("findings__initiative", distinct=True))

    @admin.display(description=_("fiches"), ordering="told")
    def sheets(self, factor):
        return factor.told

    @admin.action(description=_("Fusionner en un seul"), permissions=["change", "delete"])
    def merge(self, request, queryset):
        """Two steps: which one stays, then all at once; nothing that sheets say is lost."""
        chosen = list(queryset)
        if len(chosen) < 2:
            self.message_user(request, _("Cochez au moins deux lignes à fusionner."), messages.WARNING)
            return None
        kept = next((each for each in chosen if str(each.pk) == request.POST.get("kept")), None)
        if kept is None:
            context = {
                **self.admin_site.each_context(request),
                "title": _("Fusionner en un seul"),
                "opts": self.model._meta,
                "chosen": chosen,
            }
            return TemplateResponse(request, "admin/initiatives/merge_factors.html", context)
        rows = self.model.objects.filter(pk__in=[each.pk for each in chosen])
        number = rows.merge_into(kept, by=request.user)
        words = ngettext(
            "C’est fait : « %(name)s » les remplace. %(number)d fiche a changé.",
            "C’est fait : « %(name)s » les remplace. %(number)d fiches ont changé.",
            number,
        )
        self.message_user(request, words % {"name": kept.name, "number": number}, messages.SUCCESS)
        return None


admin.site.register(Obstacle, FactorAdmin)
admin.site.register(Lever, FactorAdmin)


@admin.register(Transfer)
class TransferAdmin(admin.ModelAdmin):
    list_display = ["adaptation", "source", "created_at"]
    list_select_related = ["adaptation", "source"]
    search_fields = ["adaptation__title", "source__title"]
    readonly_fields = ["adaptation", "source", "source_version", "created_at"]

    def has_add_permission(self, request):
        """Begun on the page of the source, which keeps the version that it was made from."""
        return False


@admin.register(Reading)
class ReadingAdmin(ReadOnlyAdmin):
    list_display = ["initiative", "reader", "organisation", "state", "proposed_at", "closed_at"]
    list_filter = ["state"]
    list_select_related = ["initiative", "reader", "organisation"]
    search_fields = ["initiative__title", "reader__display_name"]


@admin.register(Inspiration)
class InspirationAdmin(ReadOnlyAdmin):
    list_display = ["initiative", "by", "organisation", "state", "outcome", "created_at"]
    list_filter = ["state", "outcome"]
    list_select_related = ["initiative", "by", "organisation"]
    search_fields = ["initiative__title", "by__display_name", "organisation__name"]
