"""
Sortition: a panel drawn within quotas, fairly.

Pure: no request, no database, no randomness. The draw itself is a number from outside (`habitants.proof`).
"""

from habitants.sortition.portfolio import PANELS, Impossible, Portfolio, compute
from habitants.sortition.rules import Person, Quota, Rules, drawable

__all__ = ["PANELS", "Impossible", "Person", "Portfolio", "Quota", "Rules", "compute", "drawable"]
