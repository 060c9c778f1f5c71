from agenda.models.co_organising import CoOrganising
from agenda.models.doubles import Merging, NotDouble
from agenda.models.events import Event
from agenda.models.occurrences import Occurrence
from agenda.models.publication import Review
from agenda.models.registrations import Registration
from agenda.models.rooms import Booking, Room
from agenda.models.sources import Source, SourceReading
from agenda.models.widget import WidgetSite

__all__ = [
    "Booking",
    "CoOrganising",
    "Event",
    "Merging",
    "NotDouble",
    "Occurrence",
    "Registration",
    "Review",
    "Room",
    "Source",
    "SourceReading",
    "WidgetSite",
]
