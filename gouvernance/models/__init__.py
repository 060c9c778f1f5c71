from gouvernance.models.bodies import Body, College
from gouvernance.models.concertation import Actor, ConcertationScheme, Involvement, Level, Subject
from gouvernance.models.mandates import Mandate
from gouvernance.models.people import AgeBand, Gender
from gouvernance.models.prospects import Prospect, ProspectContact

__all__ = [
    "Actor",
    "AgeBand",
    "Body",
    "College",
    "ConcertationScheme",
    "Gender",
    "Involvement",
    "Level",
    "Mandate",
    "Prospect",
    "ProspectContact",
    "Subject",
]
