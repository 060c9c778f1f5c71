from agenda.models.events import Event
from agenda.models.occurrences import Occurrence
from agenda.models.publication import Review

__all__ = ["Event", "Occurrence", "Review"]
