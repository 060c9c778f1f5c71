from agenda.forms.events import EventForm, VisitorEventForm
from agenda.forms.occurrences import OccurrenceForm
from agenda.forms.reviews import ReviewForm
from agenda.forms.schedule import ScheduleForm

__all__ = ["EventForm", "OccurrenceForm", "ReviewForm", "ScheduleForm", "VisitorEventForm"]
