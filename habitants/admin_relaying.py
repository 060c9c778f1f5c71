"""News out and concerns in: written, moved and answered on the platform's own pages; the administration reads them."""

from django.contrib import admin

from cooperation.core.read_only_admin import ReadOnlyAdmin, ReadOnlyInline
from habitants.models import Addressing, Bulletin, Concern


@admin.register(Bulletin)
class BulletinAdmin(ReadOnlyAdmin):
    list_display = ["title", "organisation", "state", "sent_at", "ends_on"]
    list_filter = ["state"]
    list_select_related = ["organisation"]
    search_fields = ["title", "text"]


class AddressingInline(ReadOnlyInline):
    model = Addressing
    fields = ["organisation", "asked_at", "due_on", "answer", "answered_at"]


@admin.register(Concern)
class ConcernAdmin(ReadOnlyAdmin):
    """Who told it and where to write to them are the team's to know: they are not here."""

    list_display = ["label", "state", "theme", "district", "created_at", "moved_at"]
    list_filter = ["state", "district"]
    list_select_related = ["theme", "district"]
    search_fields = ["title", "words"]
    exclude = ["author", "reply_email", "photo"]
    inlines = [AddressingInline]
