from habitants.models.applications import Application
from habitants.models.cohorts import Cohort, WayIn
from habitants.models.draw_lists import DrawEntry
from habitants.models.draws import Draw
from habitants.models.meetings import Attendance, GroupMeeting
from habitants.models.nominations import Nomination
from habitants.models.profiles import PoolRow, Profile, ProfileReading
from habitants.models.quotas import Criterion, Quota
from habitants.models.relays import Relay
from habitants.models.seats import Seat

__all__ = [
    "Application",
    "Attendance",
    "Cohort",
    "Criterion",
    "Draw",
    "DrawEntry",
    "GroupMeeting",
    "Nomination",
    "PoolRow",
    "Profile",
    "ProfileReading",
    "Quota",
    "Relay",
    "Seat",
    "WayIn",
]
