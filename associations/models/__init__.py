from associations.models.contacts import Contact
from associations.models.languages import Language
from associations.models.memberships import Invitation, JoinRequest, Membership
from associations.models.organisations import Organisation
from associations.models.reports import Report
from associations.models.territory import Accessibility, District, Place
from associations.models.themes import Public, Theme

__all__ = [
    "Accessibility",
    "Contact",
    "District",
    "Invitation",
    "JoinRequest",
    "Language",
    "Membership",
    "Organisation",
    "Place",
    "Public",
    "Report",
    "Theme",
]
