"""The demo's bodies, and who sits in them. The people are made up."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from cooperation.portal.demo.notation import typeset
from gouvernance.models import Body, College, Mandate

# Key, kind, parent, name, rules, purpose; then colleges and their seats.
BODIES = [
    (
        *("assemblee", "assembly", "", "Assemblée territoriale"),
        {"term_months": 36, "quorum_percent": 0, "proxies_max": 2, "notice_days": 21},
        """Une fois l’an, tout le réseau : elle entend le bilan, choisit les grandes orientations, élit le conseil
        d’administration. Tout le monde peut y venir ; les sièges disent qui vote.""",
        {"Habitants": 10, "Associations": 10, "Partenaires": 6},
    ),
    (
        *("ca", "board", "assemblee", "Conseil d’administration"),
        {"term_months": 36, "quorum_percent": 50, "proxies_max": 1, "notice_days": 15},
        """Il décide du budget et des actions, et rend compte à l’assemblée. Une réserve ou un désaccord y est écrit
        avec les mots de celle ou celui qui le porte.""",
        {"Habitants": 6, "Associations": 5, "Partenaires": 3, "Salariés": 1},
    ),
    (
        *("bureau", "bureau", "ca", "Bureau"),
        {
            "term_months": 12,
            "quorum_percent": 50,
            "quorum_throughout": False,
            "proxies_max": 0,
            "notice_days": 5,
        },
        "Il prépare les séances du conseil et suit ce qui a été décidé.",
        {"Membres du bureau": 4},
    ),
    (
        *("conseil-relais", "relays", "assemblee", "Conseil des habitants-relais"),
        {"term_months": 6, "proxies_max": 0, "notice_days": 7},
        "Les habitantes et habitants-relais y comparent ce qu’ils entendent et choisissent ce qu’ils font remonter.",
        {},
    ),
    (
        *("jeunesse", "commission", "ca", "Commission jeunesse"),
        {"term_months": 24, "quorum_percent": 33, "quorum_scope": "college", "notice_days": 7},
        "Elle relit chaque projet pour les 11-25 ans, avec des jeunes.",
        {"Jeunes": 4, "Associations": 4},
    ),
    (
        *("logement", "commission", "ca", "Commission logement et cadre de vie"),
        {"term_months": 24, "notice_days": 7},
        "Bailleurs, amicales et habitants y suivent les remontées, adresse par adresse.",
        {"Habitants": 4, "Bailleurs": 2, "Collectivités": 2},
    ),
]
# Body, college, name, organisation, role, way, in days from today: first and last; account, shown.
MANDATES = [
    ("assemblee", "Habitants", "Yolande Serra", "", 9, "drawn", -300, 795),
    ("assemblee", "Habitants", "Mourad Belkacem", "", 9, "drawn", -300, 795),
    ("assemblee", "Associations", "Lucie Garnier", "marmite", 9, "appointed", -300, 795),
    ("assemblee", "Associations", "Marcel T.", "lanternes", 9, "appointed", -300, 795),
    ("assemblee", "Partenaires", "Claire D.", "ville", 9, "ex-officio", -300, 795),
    ("ca", "Habitants", "Yolande Serra", "", 1, "elected", -1000, 95),
    ("ca", "Habitants", "Patrick Nguyen", "", 4, "elected", -640, 455),
    ("ca", "Habitants", "Aïcha Mansouri", "", 3, "elected", -640, 455),
    ("ca", "Habitants", "Denise Roux", "", 9, "drawn", -300, 60),
    ("ca", "Associations", "Lucie Garnier", "marmite", 2, "elected", -640, 455),
    ("ca", "Associations", "Marcel T.", "lanternes", 9, "elected", -640, 455),
    ("ca", "Associations", "Hervé Costa", "toit-et-reperes", 9, "elected", -300, 795),
    ("ca", "Partenaires", "Claire D.", "ville", 9, "ex-officio", -900, 900),
    ("ca", "Partenaires", "", "metropole", 9, "ex-officio", -900, 900),
    ("ca", "Salariés", "Nadège R.", "restanques", 9, "elected", -300, 795),
    ("bureau", "Membres du bureau", "Yolande Serra", "", 1, "elected", -270, 95),
    ("bureau", "Membres du bureau", "Lucie Garnier", "marmite", 2, "elected", -270, 95),
    ("bureau", "Membres du bureau", "Patrick Nguyen", "", 4, "elected", -270, 95),
    ("bureau", "Membres du bureau", "Aïcha Mansouri", "", 3, "elected", -270, 95),
    ("jeunesse", "Jeunes", "Ilyes H.", "", 9, "appointed", -200, 530),
    ("jeunesse", "Associations", "Sandrine Pons", "embarcadere", 1, "elected", -200, 530),
    ("logement", "Habitants", "Denise Roux", "", 9, "drawn", -200, 530),
    ("logement", "Collectivités", "", "ville", 9, "ex-officio", -200, 530),
    # Before them
    ("ca", "Associations", "Odile Faure", "barque-aux-livres", 9, "elected", -1735, -641),
    ("ca", "Habitants", "Georges Amar", "", 1, "elected", -1735, -1001),
]
ACCOUNTS = {"Marcel T.": "responsable", "Claire D.": "partenaire", "Nadège R.": "coordination"}
# They sit without an account.
ADDRESSES = {"Denise Roux": "denise.roux@example.org", "Patrick Nguyen": "patrick.nguyen@example.org"}
HIDDEN = {"Ilyes H."}


def write(network):
    bodies, colleges = {}, {}
    founded = network.day - relativedelta(years=5)
    for position, (key, kind, parent, name, rules, purpose, seats) in enumerate(BODIES):
        body = Body(kind=kind, parent=bodies.get(parent), name=name, position=position, **rules)
        body.purpose, body.created_on = typeset(purpose), founded
        body.save()
        bodies[key] = body
        for order, (label, number) in enumerate(seats.items()):
            college = College.objects.create(body=body, name=label, seats=number, position=order)
            colleges[key, label] = college
    bodies["ca"].conveners.add(network.people["responsable"])
    for key, label, name, organisation, role, way, first, last in MANDATES:
        mandate = Mandate(
            college=colleges[key, label],
            name=name,
            organisation=network.organisations[organisation] if organisation else None,
            person=network.people[ACCOUNTS[name]] if name in ACCOUNTS else None,
            contact_email=ADDRESSES.get(name, ""),
            shows_name=name not in HIDDEN,
            role=role,
            way=way,
            starts_on=network.day + timedelta(days=first),
            ends_on=network.day + timedelta(days=last),
        )
        mandate.take_seat(by=network.people["coordination"])
