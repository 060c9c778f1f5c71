"""Writing what relays will tell: a title, a few sentences, events of the agenda."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import Event
from associations.models import Organisation
from cooperation.core.text_search import matching
from habitants.models import Bulletin

FOUND = 12


class BulletinForm(forms.ModelForm):
    """
    Events are looked for by their words, then ticked: a button shows what is found with what is chosen already, so
    that it works without a script and with hundreds of events.
    """

    find = forms.CharField(
        label=_("Chercher un événement de l’agenda"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    class Meta:
        model = Bulletin
        fields = ["organisation", "title", "text", "events", "message", "districts", "ends_on"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "message": forms.Textarea(attrs={"rows": 4}),
            "events": forms.CheckboxSelectMultiple,
            "districts": forms.SelectMultiple(attrs={"size": 6}),
            "ends_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.written_by(user).order_by("name")
        if user.is_coordinator:
            field.empty_label = _("L’équipe de coordination")
        else:
            field.required = True
            ours = list(field.queryset[:2])
            if len(ours) == 1:
                field.empty_label, field.initial = None, ours[0].pk
        self._offer_events()

    @property
    def is_search(self):
        return self.data.get("action") == "find"

    def full_clean(self):
        """Looking for an event sends nothing yet: nothing is missing."""
        super().full_clean()
        if self.is_search:
            self._errors.clear()

    def _offer_events(self):
        """What is chosen already, and what the words find among what is still to come."""
        public = Event.objects.public()
        chosen = self._chosen()
        asked = self.data.get(self.add_prefix("find"), "").strip() if self.is_bound else ""
        offered = Q(pk__in=chosen)
        if asked:
            to_come = public.filter(matching(asked), occurrences__ends_at__gte=timezone.now())
            found = to_come.order_by().distinct().values_list("pk", flat=True)[:FOUND]
            offered |= Q(pk__in=list(found))
        self.finds_nothing = bool(asked) and not public.filter(offered).exclude(pk__in=chosen).exists()
        rows = public.filter(offered).with_next_date().order_by("next_date", "title")
        self.fields["events"].queryset = rows
        self.fields["events"].label_from_instance = _event_label

    def _chosen(self):
        if self.is_bound:
            keys = self.data.getlist(self.add_prefix("events"))
            return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
        return list(self.instance.events.values_list("pk", flat=True)) if self.instance.pk else []

    def clean_events(self):
        events = self.cleaned_data["events"]
        if len(events) > Bulletin.MAX_EVENTS:
            raise ValidationError(_("Cinq événements au plus."), code="many")
        return events

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if day and day < timezone.localdate():
            raise ValidationError(_("Ce jour est passé."), code="past")
        return day


def _event_label(event):
    when = event.schedule_wording
    return f"{event.title} · {when}" if when else event.title
