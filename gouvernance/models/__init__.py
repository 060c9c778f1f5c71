from gouvernance.models.attendees import Attendee
from gouvernance.models.ballot_box import Ballot
from gouvernance.models.bodies import Body, College
from gouvernance.models.computations import Computation
from gouvernance.models.concertation import Actor, ConcertationScheme, Involvement, Level, Subject
from gouvernance.models.consultations import Consultation, Statement
from gouvernance.models.deliberation_log import LoggedMove
from gouvernance.models.deliberations import Deliberation, Option
from gouvernance.models.deliberators import Deliberator
from gouvernance.models.item_documents import ItemDocument
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
    "Ballot",
    "Body",
    "College",
    "Computation",
    "ConcertationScheme",
    "Consultation",
    "Decision",
    "Deliberation",
    "Deliberator",
    "Gender",
    "Involvement",
    "ItemDocument",
    "Level",
    "LoggedMove",
    "Mandate",
    "Meeting",
    "Option",
    "Participant",
    "Prospect",
    "ProspectContact",
    "Statement",
    "Subject",
    "Vote",
]
