from gouvernance.models.bodies import Body, College
from gouvernance.models.mandates import Mandate

__all__ = ["Body", "College", "Mandate"]
