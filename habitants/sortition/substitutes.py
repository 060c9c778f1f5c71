"""Who may take the place of somebody who leaves, so that the group keeps its quotas."""

from habitants.sortition.groups import Groups
from habitants.sortition.rules import drawable


def useful(order, people, rules, panel):
    """
    Of the keys in `order`, those who could take the place of somebody of `panel`, all others staying: the
    substitutes. `rules` are those of the draw, `people` its list.
    """
    by_key = {person.key: person for person in people}
    members = [by_key[key] for key in panel]
    return [
        key
        for key in order
        if any(
            not _lives_with(by_key[key], others) and rules.departure([*others, by_key[key]]) == 0
            for others in ([one for one in members if one is not gone] for gone in members)
        )
    ]


def first_fitting(order, people, rules, staying):
    """
    The first of `order` with whom those who stay can be made a whole panel again, whatever the number of seats
    that are free; None when there is nobody.
    """
    by_key = {person.key: person for person in people}
    waiting = [by_key[key] for key in order if key in by_key]
    for person in waiting:
        seated = [*staying, person]
        if _lives_with(person, staying):
            continue
        left = rules.after(seated)
        if (
            left.seats >= 0
            and Groups(drawable(waiting, seated), left, with_households=True).panel() is not None
        ):
            return person.key
    return None


def _lives_with(person, others):
    return bool(person.household) and any(other.household == person.household for other in others)
