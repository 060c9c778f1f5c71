"""What the demo's associations share: two rooms, who has them, and invitations that wait for an answer."""

from datetime import datetime, time, timedelta

from agenda.models import Booking, CoOrganising, Room
from agenda.models.booking_queryset import room_span
from cooperation.portal.demo import plan
from cooperation.portal.demo.notation import typeset

ROOMS = {
    "grande-salle": {
        "place": "restanques",
        "keeper": "restanques",
        "name": "Grande salle",
        "capacity": 80,
        "equipment": "Quatre-vingts chaises, douze tables, cuisine, vidéoprojecteur et sono.",
    },
    "rez-de-chaussee": {
        "place": "lentisques",
        "keeper": "lanternes",
        "name": "Salle du rez-de-chaussée",
        "capacity": 25,
        "equipment": "Tables rondes, tableau blanc, coin thé. La clé est chez la voisine d’en face.",
    },
}
# Room, event, how many of its next dates, minutes before and after.
FOR_EVENTS = [
    ("grande-salle", "couscous-du-vendredi", 4, 60, 60),
    ("rez-de-chaussee", "aide-aux-devoirs-et-gouter", 6, 15, 0),
    ("rez-de-chaussee", "assemblee-generale-des-lanternes", 1, 30, 30),
]
# Room, for whom, by whom, in how many days, from, to, what for.
FOR_OTHERS = [
    ("grande-salle", "lanternes", "responsable", 2, "14:00", "17:00", "Réunion des parents"),
    ("grande-salle", "ville", "partenaire", 6, "09:00", "12:00", "Permanence du budget participatif"),
    ("rez-de-chaussee", "marmite", "coordination", 4, "10:00", "12:30", "Préparation des paniers"),
]
# Event, who is asked, by whom.
ASKED = [
    ("le-mardi-des-habitants", "lanternes", "coordination"),
    ("sortie-au-musee-avec-les-familles", "education", "membre"),
]


def write(network):
    rooms = {
        key: Room(
            place=network.places[sheet["place"]],
            keeper=network.organisations[sheet["keeper"]],
            name=typeset(sheet["name"]),
            capacity=sheet["capacity"],
            equipment=typeset(sheet["equipment"]),
        )
        for key, sheet in ROOMS.items()
    }
    Room.objects.bulk_create(rooms.values())
    now = plan.at_noon(network.day)
    bookings = []
    for key, slug, number, before, after in FOR_EVENTS:
        event = network.events[slug]
        dates = event.occurrences.filter(starts_at__gt=now, is_cancelled=False).in_order()[:number]
        for date in dates:
            starts_at, ends_at = room_span(date, before, after)
            bookings.append(
                Booking(
                    room=rooms[key],
                    organisation=event.organiser,
                    event=event,
                    recurrence_id=date.recurrence_id,
                    title=date.display_title,
                    before=before,
                    after=after,
                    starts_at=starts_at,
                    ends_at=ends_at,
                    by=event.author,
                )
            )
    for key, organisation, person, days, begins, ends, title in FOR_OTHERS:
        starts_at, ends_at = (
            datetime.combine(network.day + timedelta(days=days), time.fromisoformat(hour), tzinfo=plan.PARIS)
            for hour in (begins, ends)
        )
        bookings.append(
            Booking(
                room=rooms[key],
                organisation=network.organisations[organisation],
                title=title,
                starts_at=starts_at,
                ends_at=ends_at,
                by=network.people[person],
            )
        )
    Booking.objects.bulk_create(_apart(bookings))
    CoOrganising.objects.bulk_create(
        CoOrganising(
            event=network.events[slug],
            organisation=network.organisations[organisation],
            invited_by=network.people[person],
            told_at=now - timedelta(days=1),
        )
        for slug, organisation, person in ASKED
    )
    Booking.objects.update(created_at=now - timedelta(days=2))
    CoOrganising.objects.update(created_at=now - timedelta(days=1))


def _apart(bookings):
    """Whatever the day, what would meet an earlier one in the same room is left out."""
    kept = []
    for booking in bookings:
        if not any(
            booking.room is other.room
            and booking.starts_at < other.ends_at
            and other.starts_at < booking.ends_at
            for other in kept
        ):
            kept.append(booking)
    return kept
