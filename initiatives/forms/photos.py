"""Photos, documents and events of a sheet, and the methods that it used."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import Event
from cooperation.core import documents, wording
from initiatives.models import Attachment, Method, Photo

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
    """The events of the carrier and of its partners here, the latest first, and those that are linked already."""

    events = EventsField(
        label=_("Événements de l’agenda"),
        queryset=Event.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, initiative, **kwargs):
        linked = list(initiative.events.values_list("pk", flat=True))
        super().__init__(*args, initial={"events": linked}, **kwargs)
        teams = [initiative.carrier_id, *initiative.partnerships.values_list("organisation", flat=True)]
        held = Q(organiser__in=teams) | Q(co_organisers__in=teams)
        theirs = Event.objects.filter(pk__in=Event.objects.public().filter(held).order_by().values("pk"))
        recent = theirs.order_by("-starts_at", "pk").values_list("pk", flat=True)[:OFFERED_EVENTS]
        offered = Event.objects.filter(pk__in=[*linked, *recent])
        self.fields["events"].queryset = offered.order_by("-starts_at")

    @property
    def values(self):
        return {"events": sorted(event.pk for event in self.cleaned_data["events"])}


class MethodsForm(forms.Form):
    """The public methods, by name, and those that are linked already."""

    methods = forms.ModelMultipleChoiceField(
        label=_("Méthodes employées"),
        queryset=Method.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, initiative, **kwargs):
        linked = list(initiative.methods.values_list("pk", flat=True))
        super().__init__(*args, initial={"methods": linked}, **kwargs)
        offered = Method.objects.filter(Q(state=Method.State.PUBLISHED) | Q(pk__in=linked))
        self.fields["methods"].queryset = offered.order_by("title", "pk").only("title")

    @property
    def values(self):
        return {"methods": sorted(method.pk for method in self.cleaned_data["methods"])}


def refuse_too_many(form, rows, most, message):
    """One more would be too many: told on the form."""
    if rows.count() >= most:
        form.add_error(None, ValidationError(message, params={"most": most}))
        return True
    return False
