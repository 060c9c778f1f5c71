from agenda.forms.events import EventForm, VisitorEventForm
from agenda.forms.occurrences import OccurrenceForm
from agenda.forms.registrations import (
    AddedRegistrationForm,
    MemberRegistrationForm,
    RegistrationForm,
    SeatsForm,
)
from agenda.forms.reviews import ReviewForm
from agenda.forms.schedule import ScheduleForm

__all__ = [
    "AddedRegistrationForm",
    "EventForm",
    "MemberRegistrationForm",
    "OccurrenceForm",
    "RegistrationForm",
    "ReviewForm",
    "ScheduleForm",
    "SeatsForm",
    "VisitorEventForm",
]
