"""Who registered in the demo: one table that is full, with a waiting list, and places elsewhere. Nobody exists."""

from datetime import timedelta

from agenda.models import Event, Registration, Seats
from cooperation.portal.demo.plan import at_noon

FULL = "Couscous du vendredi"
CAPACITY = 12
# What each says, in the order in which they confirmed: the family of four is passed by who comes alone.
TABLE = [
    ("Samia B.", 3, "membre@example.org", ""),
    ("Famille Ouali", 4, "ouali@example.org", "06 39 98 41 02"),
    ("M. Pons", 1, "", "04 65 71 44 10"),
    ("Lucette et Régine", 2, "lucette@example.org", ""),
    ("Famille Da Costa", 4, "dacosta@example.org", "06 39 98 17 63"),
    ("Yanis", 1, "yanis@example.org", ""),
    ("Mireille G.", 1, "mireille@example.org", ""),
    ("Abdou et Anrafa", 2, "abdou@example.org", ""),
]
ROOM = {"Voile pour tous": 8, "Atelier couture des Tisseuses": 6, "Sortie en mer des aînés": 25}
ELSEWHERE = ["Premiers secours, le diplôme en deux matinées", "Stage de théâtre pour ados"]


def write(network):
    events = {event.title: event for event in network.events.values()}
    _set([events[FULL]], registering="here", capacity=CAPACITY, closes_hours_before=3)
    for title, capacity in ROOM.items():
        _set([events[title]], registering="here", capacity=capacity, closes_hours_before=24)
    _set([events[title] for title in ELSEWHERE], registering="elsewhere")
    _fill(events[FULL], network)


def _set(events, **fields):
    Event.objects.filter(pk__in=[event.pk for event in events]).update(**fields)


def _fill(event, network):
    now = at_noon(network.day)
    date = event.occurrences.filter(starts_at__gt=now + timedelta(days=1), is_cancelled=False).in_order()[0]
    taken = waiting = 0
    for number, (name, seats, email, phone) in enumerate(TABLE):
        fits = taken + seats <= CAPACITY
        Registration.objects.create(
            occurrence=date,
            name=name,
            seats=seats,
            email=email,
            phone=phone,
            state=Registration.State.CONFIRMED if fits else Registration.State.WAITING,
            queued_at=now - timedelta(hours=90 - number),
        )
        taken, waiting = (taken + seats, waiting) if fits else (taken, waiting + seats)
    row = Seats.locked(date.pk)
    row.taken, row.waiting = taken, waiting
    row.save()
