from habitants.models.addressings import Addressing
from habitants.models.answer_additions import AnswerAddition
from habitants.models.applications import Application
from habitants.models.bulletins import Bulletin, Relaying
from habitants.models.cohorts import Cohort, WayIn
from habitants.models.concern_moves import ConcernMove
from habitants.models.concerns import Concern
from habitants.models.draw_lists import DrawEntry
from habitants.models.draw_values import TypedValue
from habitants.models.draws import Draw
from habitants.models.gathering import Gathering
from habitants.models.meetings import Attendance, GroupMeeting
from habitants.models.nominations import Nomination
from habitants.models.profiles import PoolRow, Profile, ProfileReading
from habitants.models.quotas import Criterion, Quota
from habitants.models.reach import Reach, Way
from habitants.models.relays import Relay
from habitants.models.seats import Seat
from habitants.models.voices import Carrying, Voice

__all__ = [
    "Addressing",
    "AnswerAddition",
    "Application",
    "Attendance",
    "Bulletin",
    "Carrying",
    "Cohort",
    "Concern",
    "ConcernMove",
    "Criterion",
    "Draw",
    "DrawEntry",
    "Gathering",
    "GroupMeeting",
    "Nomination",
    "PoolRow",
    "Profile",
    "ProfileReading",
    "Quota",
    "Reach",
    "Relay",
    "Relaying",
    "Seat",
    "TypedValue",
    "Voice",
    "Way",
    "WayIn",
]
