from agenda.views import event, listing, moderation, visitor, writing

__all__ = ["event", "listing", "moderation", "visitor", "writing"]
