from agenda.models.events import Event, Review
from agenda.models.occurrences import Occurrence

__all__ = ["Event", "Occurrence", "Review"]
