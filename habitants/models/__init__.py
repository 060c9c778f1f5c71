from habitants.models.addressings import Addressing
from habitants.models.bulletins import Bulletin, Relaying
from habitants.models.concern_moves import ConcernMove
from habitants.models.concerns import Concern
from habitants.models.gathering import Gathering
from habitants.models.reach import Reach, Way
from habitants.models.relays import Relay
from habitants.models.voices import Carrying, Voice

__all__ = [
    "Addressing",
    "Bulletin",
    "Carrying",
    "Concern",
    "ConcernMove",
    "Gathering",
    "Reach",
    "Relay",
    "Relaying",
    "Voice",
    "Way",
]
