"""The demo's sheets of methods, each in our own words."""

from dataclasses import dataclass
from typing import ClassVar

from cooperation.portal.demo.notation import Sheet


@dataclass(frozen=True, kw_only=True)
class MethodSheet(Sheet):
    words: ClassVar = ("title", "aim", "material", "steps", "precautions")

    title: str
    by: str
    themes: str
    minutes: int
    group: tuple[int, int]
    aim: str
    material: str = ""
    steps: str
    precautions: str = ""


METHODS = [
    MethodSheet(
        title="La ligne qui bouge",
        by="embarcadere",
        themes="jeunesse vie-de-quartier",
        minutes=45,
        group=(8, 40),
        aim="Un groupe qui n’est pas d’accord s’écoute, et chacun peut changer d’avis sans perdre la face.",
        material="""
        - une salle vide, ou un bout de place
        - du scotch au sol
        - quatre ou cinq phrases qui partagent, écrites à l’avance
        """,
        steps="""
        1. **La phrase (5 min).** Lisez une phrase courte et nette : « On ne change rien si on n’est pas en colère. »
        2. **Le choix (2 min).** D’accord à gauche, pas d’accord à droite. Personne ne reste au milieu.
        3. **Les raisons (10 min).** Chaque côté donne une raison, à tour de rôle. Qui est convaincu traverse.
        4. **Une autre phrase.** Trois phrases suffisent.
        5. **Le retour (10 min).** Assis en cercle : qu’est-ce qui vous a fait bouger ?
        """,
        precautions="""
        Une phrase qui parle d’une personne présente, ou de sa religion, blesse : testez-la d’abord à deux.
        Prévoyez des chaises : on peut jouer assis, en levant un carton.
        """,
    ),
    MethodSheet(
        title="La carte de ce qu’on ressent",
        by="femmes-rivage",
        themes="vie-de-quartier environnement-et-jardins",
        minutes=120,
        group=(4, 16),
        aim="Les habitants disent leur quartier avec leurs pas, et voient où ils ne vont jamais.",
        material="""
        - un grand plan du quartier, sans noms
        - des gommettes de quatre couleurs, des feutres
        - de bonnes chaussures
        """,
        steps="""
        1. Marchez ensemble une demi-heure, sans parler de ce qu’il faudrait faire.
        2. Au retour, chacun pose ses gommettes : j’aime, j’évite, j’attends, je rencontre.
        3. Par deux, racontez un endroit. L’autre l’écrit sur le plan.
        4. Regardez le plan debout, à distance : où y a-t-il du monde ? Où n’y a-t-il personne ?
        5. Choisissez trois endroits à revoir avec la mairie ou le bailleur.
        """,
        precautions="Une personne qui se déplace en fauteuil choisit le chemin : tout le monde le suit.",
    ),
    MethodSheet(
        title="La question sur la place",
        by="cigalon",
        themes="vie-de-quartier culture-et-arts",
        minutes=180,
        group=(3, 8),
        aim="Recueillir la parole de gens qui ne viendront jamais à une réunion.",
        material="""
        - des panneaux de carton et de gros feutres
        - de la ficelle et des pinces à linge
        - un thermos de café
        """,
        steps="""
        1. Choisissez une question ouverte, qui ne se répond pas par oui ou non.
        2. Accrochez-la en très grand, là où les gens passent et attendent.
        3. Parlez avec qui s’arrête. Ne distribuez rien.
        4. Proposez une phrase qui résume ce que la personne a dit ; elle la corrige, puis vous l’accrochez.
        5. Les suivants réagissent aux panneaux. Après trois heures, tapez tout, sans trier.
        """,
        precautions="Un prénom et un âge, jamais de nom. Demandez avant de photographier un panneau.",
    ),
    MethodSheet(
        title="Lire un livre à douze en une matinée",
        by="barque-aux-livres",
        themes="apprendre-et-lire",
        minutes=180,
        group=(6, 18),
        aim="Entrer dans un texte difficile sans l’avoir lu seul, et oser en discuter.",
        material="Un livre que l’on accepte de déchirer. Des crayons.",
        steps="""
        1. Déchirez le livre en autant de parts que de personnes.
        2. Trente minutes : chacun lit sa part, et note ce qui l’étonne.
        3. Dans l’ordre des pages, chacun raconte trois minutes. On ne corrige personne.
        4. Discutez d’abord de ce que cela change pour nous, ensuite de ce que dit l’auteur.
        """,
        precautions="Qui lit peu en français lit à deux, à voix basse. Dites-le à tout le monde avant de distribuer.",
    ),
    MethodSheet(
        title="L’entretien croisé",
        by="tisseuses",
        themes="parentalite vie-de-quartier",
        minutes=60,
        group=(6, 24),
        aim="Que tout le monde ait parlé, longuement et à une seule personne, avant que le groupe décide.",
        steps="""
        1. Par deux, avec quelqu’un que l’on connaît peu.
        2. Dix minutes : l’un demande « raconte une fois où… », l’autre raconte. On écrit ses mots à elle, à lui.
        3. On échange les rôles.
        4. Chacun présente l’autre au groupe, en deux minutes et avec son accord.
        5. Notez ce qui revient trois fois.
        """,
        precautions="Ce qui a été dit à deux ne sort pas sans un oui clair.",
    ),
    MethodSheet(
        title="Écouter à trois",
        by="visiteuses",
        themes="aide-a-domicile sante",
        minutes=40,
        group=(3, 30),
        aim="Apprendre à écouter sans conseiller, et sentir la différence.",
        material="Trois chaises par groupe, une montre.",
        steps="""
        1. Trois rôles : qui parle, qui écoute, qui observe.
        2. Cinq minutes : la personne parle d’une petite difficulté vraie.
        3. L’écoutant pose des questions ouvertes et reformule. Aucun conseil.
        4. L’observateur dit ce qu’il a vu : silences, regards, envie de répondre.
        5. On tourne deux fois.
        """,
        precautions="Petite difficulté : rien qui ouvre une blessure. Chacun peut dire « je passe ».",
    ),
    MethodSheet(
        title="Le mur des freins",
        by="restanques",
        themes="vie-de-quartier insertion-et-emploi",
        minutes=90,
        group=(5, 20),
        aim="Passer de « ça ne marche pas » à un premier pas que quelqu’un fera cette semaine.",
        material="Un mur, des papiers de deux couleurs, du ruban.",
        steps="""
        1. Seul, en silence : un frein par papier. Cinq minutes.
        2. On lit à voix haute et on rapproche ceux qui se ressemblent.
        3. Chacun a trois gommettes pour les freins sur lesquels *nous* pouvons agir.
        4. Par petits groupes : d’où vient-il, qui d’autre le vit, quel serait le plus petit pas ?
        5. Un papier de l’autre couleur par pas : qui, quand, avec qui. Rien sans prénom.
        """,
        precautions="Un frein n’est pas une personne : « untel ne répond jamais » devient « à qui écrire ? ».",
    ),
    MethodSheet(
        title="La statue de la situation",
        by="theatre-restanque",
        themes="culture-et-arts jeunesse",
        minutes=75,
        group=(8, 25),
        aim="Montrer avec le corps ce qu’on n’arrive pas à dire, et essayer autrement.",
        steps="""
        1. Échauffez-vous cinq minutes : marcher, s’arrêter, se saluer.
        2. Par quatre : une situation vécue où l’on s’est senti sans pouvoir. Faites-en une statue, sans un mot.
        3. Le groupe regarde et dit ce qu’il voit, avant toute explication.
        4. Quelqu’un du public remplace une personne de la statue, et change une seule chose.
        5. Assis : qu’est-ce qui était possible ?
        """,
        precautions="On demande avant de toucher. Qui ne veut pas jouer tient le temps ou dessine.",
    ),
    MethodSheet(
        title="Décider par les objections",
        by="fabrique-redon",
        themes="vie-de-quartier",
        minutes=60,
        group=(4, 20),
        aim="Prendre une décision que personne ne trouve dangereuse, même si personne ne la trouve parfaite.",
        steps="""
        1. Quelqu’un lit une proposition écrite, en cinq lignes.
        2. Questions pour comprendre. On ne donne pas encore son avis.
        3. Un tour : ce que chacun en ressent, en une phrase.
        4. Un tour : « As-tu une objection ? » Une objection dit ce que la proposition abîmerait.
        5. Chaque objection améliore la proposition. On recommence jusqu’à ce qu’il n’y en ait plus.
        6. On écrit la décision, et le jour où on la reverra.
        """,
        precautions="Se taire n’est pas être d’accord : demandez à chacun, par son prénom.",
    ),
]
