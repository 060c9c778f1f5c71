"""Photos, documents and events of a sheet."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import Event
from cooperation.core import documents, wording
from initiatives.models import Attachment, Photo

MAX_PHOTOS = 12
MAX_ATTACHMENTS = 20
OFFERED_EVENTS = 60


class PhotoForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = ["image", "alt", "caption"]
        help_texts = {
            "alt": _("Pour les personnes qui ne la voient pas : « Trois enfants plantent un olivier ».")
        }


class PhotoWordsForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = ["alt", "caption"]


class AttachmentForm(forms.ModelForm):
    """The document is known by its content; its name on our disk is ours."""

    class Meta:
        model = Attachment
        fields = ["file", "title"]
        help_texts = {
            "file": _("PDF ou bureautique (odt, ods, odp, docx, xlsx, pptx), 15 Mo au plus, sans macros.")
        }

    def clean_file(self):
        file = self.cleaned_data["file"]
        self.instance.media_type = documents.recognise(file)
        self.instance.size = file.size
        file.name = documents.random_name(self.instance.media_type)
        return file


class EventsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, event):
        return f"{event.title} ({wording.day_of_month(timezone.localdate(event.starts_at), year=True)})"


class EventsForm(forms.Form):
    """The carrier's events, the latest first, and those that are linked already."""

    events = EventsField(
        label=_("Événements de l’agenda"),
        queryset=Event.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, initiative, **kwargs):
        linked = list(initiative.events.values_list("pk", flat=True))
        super().__init__(*args, initial={"events": linked}, **kwargs)
        theirs = (
            Event.objects.public().filter(organiser=initiative.carrier_id) if initiative.carrier_id else None
        )
        recent = theirs.order_by("-starts_at").values_list("pk", flat=True)[:OFFERED_EVENTS] if theirs else []
        offered = Event.objects.filter(pk__in=[*linked, *recent])
        self.fields["events"].queryset = offered.order_by("-starts_at")

    @property
    def values(self):
        return {"events": sorted(event.pk for event in self.cleaned_data["events"])}


def refuse_too_many(form, rows, most, message):
    """One more would be too many: told on the form."""
    if rows.count() >= most:
        form.add_error(None, ValidationError(message, params={"most": most}))
        return True
    return False
