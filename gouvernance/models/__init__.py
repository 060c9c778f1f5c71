from gouvernance.models.bodies import Body, College
from gouvernance.models.concertation import Actor, ConcertationScheme, Involvement, Level, Subject
from gouvernance.models.mandates import Mandate

__all__ = [
    "Actor",
    "Body",
    "College",
    "ConcertationScheme",
    "Involvement",
    "Level",
    "Mandate",
    "Subject",
]
