from agenda.models.co_organising import CoOrganising
from agenda.models.doubles import Merging
from agenda.models.events import Event
from agenda.models.likely_doubles import LikelyDouble, NotDouble
from agenda.models.occurrences import Occurrence
from agenda.models.publication import Review
from agenda.models.registrations import Registration
from agenda.models.rooms import Booking, Room
from agenda.models.seats import Seats
from agenda.models.sources import Source, SourceReading
from agenda.models.staged import StagedCalendar
from agenda.models.widget import WidgetSite

__all__ = [
    "Booking",
    "CoOrganising",
    "Event",
    "LikelyDouble",
    "Merging",
    "NotDouble",
    "Occurrence",
    "Registration",
    "Review",
    "Room",
    "Seats",
    "Source",
    "SourceReading",
    "StagedCalendar",
    "WidgetSite",
]
