"""Who belongs to the network. Each app that makes people belong says so here, when it starts."""

_checks = []


def belongs_if(check):
    """Register `check(user)`: True when, by what this app knows, an active account belongs to the network."""
    _checks.append(check)
    return check


def is_in_network(user):
    """Members, relays, partners and the team; not just anyone who made an account."""
    return user.is_authenticated and (user.is_coordinator or any(check(user) for check in _checks))
