"""Teams of the demo that would like to do what others did: one that waits, one in contact, one six months later."""

from datetime import timedelta

from cooperation.portal.demo import plan
from cooperation.portal.demo.notation import typeset
from initiatives.models import Initiative, Inspiration

# Of which association's sheet, who asks, for whom, how many days ago, the answer, what came of it.
ASKED = [
    (
        *("lanternes", "relais", None, 3, Inspiration.State.ASKED, ""),
        "À Mazargues, nous voudrions commencer en mai, dans le jardin de la résidence. "
        "Comment avez-vous trouvé les premiers bénévoles ?",
    ),
    (
        *("potager-restanques", "membre", "lanternes", 60, Inspiration.State.ACCEPTED, ""),
        "Les enfants de l’aide aux devoirs demandent un carré à eux. Par quoi commencer en hiver ?",
    ),
    (
        *("lanternes", "partenaire", "ville", 250, Inspiration.State.ACCEPTED, Inspiration.Outcome.ONGOING),
        "Nous aimerions en parler aux mairies de secteur.",
    ),
]


def write(network):
    """On the sheets that the demo has written; nothing where an association has none."""
    now = plan.at_noon(network.day)
    for carrier, person, organisation, days, state, outcome, message in ASKED:
        sheet = Initiative.objects.public().filter(carrier=network.organisations[carrier]).last()
        if sheet is None:
            continue
        answered = state != Inspiration.State.ASKED
        Inspiration.objects.create(
            initiative=sheet,
            by=network.people[person],
            organisation=network.organisations[organisation] if organisation else None,
            message=typeset(message),
            state=state,
            created_at=now - timedelta(days=days),
            answered_at=now - timedelta(days=days - 2) if answered else None,
            answered_by=network.people["responsable"] if answered and carrier == "lanternes" else None,
            outcome=outcome,
            outcome_at=now - timedelta(days=20) if outcome else None,
            outcome_asked_at=now - timedelta(days=60) if outcome else None,
        )
