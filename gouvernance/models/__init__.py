from gouvernance.models.attendees import Attendee
from gouvernance.models.bodies import Body, College
from gouvernance.models.computations import Computation
from gouvernance.models.concertation import Actor, ConcertationScheme, Involvement, Level, Subject
from gouvernance.models.consultations import Consultation, Statement
from gouvernance.models.mandates import Mandate
from gouvernance.models.meetings import Meeting
from gouvernance.models.minutes import AgendaItem, Decision
from gouvernance.models.participants import Participant, Vote
from gouvernance.models.people import AgeBand, Gender
from gouvernance.models.prospects import Prospect, ProspectContact

__all__ = [
    "Actor",
    "AgeBand",
    "AgendaItem",
    "Attendee",
    "Body",
    "College",
    "Computation",
    "ConcertationScheme",
    "Consultation",
    "Decision",
    "Gender",
    "Involvement",
    "Level",
    "Mandate",
    "Meeting",
    "Participant",
    "Prospect",
    "ProspectContact",
    "Statement",
    "Subject",
    "Vote",
]
