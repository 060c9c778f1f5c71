from habitants.models.applications import Application
from habitants.models.cohorts import Cohort, WayIn
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
