"""Who belongs to the network. Each app that makes people belong says so here, when it starts."""

from functools import reduce
from operator import or_

from django.db.models import Q

_registered = []


def belongs_by(rows):
    """Register `rows()`: a queryset that, by what this app knows, has a `user` for each account that belongs."""
    _registered.append(rows)
    return rows


def is_in_network(user):
    """Members, relays, partners and the team; not just anyone who made an account."""
    return user.is_authenticated and (
        user.is_coordinator or any(rows().filter(user=user).exists() for rows in _registered)
    )


def in_network():
    """The same of accounts, as a Q."""
    return reduce(or_, (Q(pk__in=rows().values("user")) for rows in _registered), Q(is_coordinator=True))
