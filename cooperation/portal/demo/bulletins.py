"""News that relays passed on, and to about how many; among them three whose mandate has just ended. Nobody exists."""

from datetime import timedelta

from cooperation.core.models import User
from cooperation.portal.demo.notation import typeset
from cooperation.portal.demo.plan import at_noon
from habitants.models import Bulletin, Relay, Relaying

# Relays of the group before: what they passed on still counts.
BEFORE = [
    ("nordine", "Nordine K.", "le-cabot"),
    ("lucette", "Lucette P.", "bonneveine"),
    ("ismael", "Ismaël D.", "la-panouse"),
]

# title, text, organisation, event's words in its title, districts, days ago (None: a draft), days until it ends
BULLETINS = [
    (
        "Les encombrants : le premier jeudi du mois",
        "La Métropole passe désormais **le premier jeudi du mois**. On dépose le mercredi soir, devant chez soi.\n\n"
        "- un appel suffit, c’est gratuit\n- les gravats et la peinture vont à la déchèterie",
        "",
        "",
        "",
        45,
        -5,
        [
            ("nordine", "door", "21-50"),
            ("nordine", "poster", "50+"),
            ("lucette", "messages", "21-50"),
            ("ismael", "school", "6-20"),
            ("relais", "school", "21-50"),
        ],
    ),
    (
        "Samedi, on cuisine ensemble",
        "Il reste des places. On vient comme on est, les enfants aussi. Personne n’a besoin de savoir cuisiner.",
        "marmite",
        "cuisine",
        "",
        4,
        12,
        [("relais", "messages", "6-20"), ("relais", "school", "6-20")],
    ),
    (
        "Une aide pour les papiers, sans rendez-vous",
        "Impôts, CAF, préfecture : quelqu’un lit le courrier avec vous et remplit le dossier. C’est gratuit et discret.",
        "cle-du-cabot",
        "",
        "mazargues le-cabot",
        2,
        None,
        [],
    ),
    (
        "Coupure d’eau mardi matin",
        "De 8 h à midi, le temps de changer une vanne. Pensez aux voisins âgés : deux bouteilles chacun suffisent.",
        "",
        "",
        "mazargues",
        None,
        None,
        [],
    ),
]


def write(network):
    relays = _relays(network)
    now = at_noon(network.day)
    for title, text, by, event, districts, ago, until, told in BULLETINS:
        sent_at = None if ago is None else now - timedelta(days=ago)
        bulletin = Bulletin.objects.create(
            title=typeset(title),
            text=typeset(text),
            organisation=network.organisations.get(by),
            author=network.people["coordination"],
            state=Bulletin.State.SENT if sent_at else Bulletin.State.DRAFT,
            sent_at=sent_at,
            ends_on=None if until is None else network.day + timedelta(days=until),
        )
        bulletin.districts.set([network.districts[slug] for slug in districts.split()])
        if sent_at:
            Bulletin.objects.filter(pk=bulletin.pk).update(mailed=bulletin.relays_asked().count())
        if event:
            bulletin.events.set([row for row in network.events.values() if event in row.title.lower()][:1])
        for number, (key, way, reach) in enumerate(told):
            row = Relaying.objects.create(bulletin=bulletin, relay=relays[key], way=way, reach=reach)
            Relaying.objects.filter(pk=row.pk).update(created_at=sent_at + timedelta(hours=6 * (number + 1)))


def _relays(network):
    relays = {"relais": Relay.objects.current(day=network.day).get(user=network.people["relais"])}
    for key, name, district in BEFORE:
        user = User.objects.create_user(f"{key}@example.org", None, display_name=name)
        relays[key] = Relay.objects.create(
            user=user,
            district=network.districts[district],
            starts_on=network.day - timedelta(days=200),
            ends_on=network.day - timedelta(days=20),
        )
    return relays
