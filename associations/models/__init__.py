from associations.models.organisations import Membership, Organisation
from associations.models.territory import Accessibility, District, Place
from associations.models.themes import Public, Theme

__all__ = ["Accessibility", "District", "Membership", "Organisation", "Place", "Public", "Theme"]
