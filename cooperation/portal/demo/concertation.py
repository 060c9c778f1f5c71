"""The demo's concertation scheme: eight subjects, twelve actors, and the holes that a real one has."""

from datetime import timedelta

from cooperation.portal.demo.notation import typeset
from gouvernance.models import Actor, Body, ConcertationScheme, Involvement, Subject

ACTORS = [
    ("Habitants-relais", "habitants", ""),
    ("Amicales de locataires", "habitants", ""),
    ("Conseil des jeunes", "habitants", ""),
    ("Les Restanques", "social", "restanques"),
    ("Toit et Repères", "social", "toit-et-reperes"),
    ("Les Lanternes", "social", "lanternes"),
    ("La Restanque (théâtre)", "culturel", "theatre-restanque"),
    ("La Barque aux livres", "culturel", "barque-aux-livres"),
    ("Commerçants de Mazargues", "economique", ""),
    ("Tremplin Sud", "economique", "tremplin"),
    ("Ville de Marseille", "collectivite", "ville"),
    ("Métropole", "collectivite", "metropole"),
]
# Subject, then the level of each actor in that order: 0 none, 1 informed … 4 codecides.
SUBJECTS = [
    (
        "Logement et cadre de vie",
        "1 1 0 3 4 0 0 0 0 0 4 3",
        "Commission logement et cadre de vie",
        "quarterly",
    ),
    ("Jeunesse", "2 0 4 4 0 3 2 2 0 3 3 0", "Commission jeunesse", "monthly"),
    ("Parentalité", "3 0 0 4 0 4 0 3 0 0 2 0", "", "quarterly"),
    ("Accès aux droits", "3 1 0 4 4 2 0 1 0 1 3 0", "", "quarterly"),
    ("Emploi et insertion", "1 0 1 2 1 0 0 0 3 4 3 2", "", "half-yearly"),
    ("Culture et fêtes", "4 2 2 4 0 2 4 4 2 0 3 0", "", "monthly"),
    ("Propreté et déchets", "2 2 0 2 0 0 0 0 1 0 3 3", "Conseil des habitants-relais", "quarterly"),
    ("Déplacements", "0 0 0 1 0 0 0 0 2 0 3 4", "", "yearly"),
]


def write(network):
    scheme = ConcertationScheme.objects.create(
        name="Schéma de concertation des quartiers sud",
        introduction=typeset(
            """Sur chaque sujet, la place que chacun a aujourd’hui, pas celle qu’il voudrait. Il se relit une fois l’an
            à l’assemblée territoriale : les manques sont écrits pour qu’on s’en occupe."""
        ),
        adopted_on=network.day - timedelta(days=120),
        is_public=True,
    )
    actors = [
        Actor.objects.create(
            scheme=scheme,
            name=name,
            sector=sector,
            organisation=network.organisations.get(key),
            position=position,
        )
        for position, (name, sector, key) in enumerate(ACTORS)
    ]
    bodies = {body.name: body for body in Body.objects.all()}
    for position, (name, levels, where, rhythm) in enumerate(SUBJECTS):
        subject = Subject.objects.create(scheme=scheme, name=name, position=position)
        Involvement.objects.bulk_create(
            Involvement(
                subject=subject,
                actor=actor,
                level=int(level),
                body=bodies.get(where) if int(level) > 1 else None,
                rhythm=rhythm if int(level) > 1 else "",
            )
            for actor, level in zip(actors, levels.split(), strict=True)
            if level != "0"
        )
