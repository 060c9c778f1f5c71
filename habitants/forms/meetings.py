"""A date of the agenda becomes a meeting of the group; then one answer per relay."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agenda.models import Event, Occurrence
from habitants.models import Attendance, GroupMeeting


class MeetingForm(forms.ModelForm):
    class Meta:
        model = GroupMeeting
        fields = ["occurrence"]

    def __init__(self, *args, cohort, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.cohort = cohort
        dates = Occurrence.objects.filter(
            event__in=Event.objects.public(),
            is_cancelled=False,
            starts_at__date__gte=cohort.starts_on,
            starts_at__date__lte=cohort.ends_on,
            group_meeting=None,
        )
        found = list(dates.order_by("starts_at", "pk").values_list("pk", flat=True))
        field = self.fields["occurrence"]
        field.queryset = Occurrence.objects.filter(pk__in=found).select_related("event").order_by("starts_at")
        field.label_from_instance = lambda date: f"{date.wording} · {date.display_title}"
        field.empty_label = _("Choisissez une date de l’agenda")


class AttendanceForm(forms.Form):
    """One choice per relay whose mandate holds that day."""

    def __init__(self, *args, meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.relays = list(
            meeting.relays().select_related("user").order_by("user__display_name", "name", "pk")
        )
        known = dict(meeting.attendances.values_list("relay", "state"))
        for relay in self.relays:
            self.fields[f"r{relay.pk}"] = forms.ChoiceField(
                label=str(relay),
                choices=Attendance.State,
                widget=forms.RadioSelect,
                initial=known.get(relay.pk, Attendance.State.PRESENT),
            )

    def save(self):
        by_state = {state: [] for state in Attendance.State}
        for relay in self.relays:
            by_state[self.cleaned_data[f"r{relay.pk}"]].append(relay)
        self.meeting.take_attendance(by_state[Attendance.State.PRESENT], by_state[Attendance.State.EXCUSED])
