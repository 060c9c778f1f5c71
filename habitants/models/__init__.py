from habitants.models.relays import Relay

__all__ = ["Relay"]
