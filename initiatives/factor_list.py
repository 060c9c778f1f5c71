"""
The obstacles and levers that the network starts with: few, in plain words, so that sheets can be compared. The team
adds to them and merges them in the administration; what exists is never touched from here.
"""

from typing import NamedTuple


class Listed(NamedTuple):
    slug: str
    name: str
    description: str


OBSTACLES = [
    Listed(
        "participation", "Participation insuffisante", "On prépare, on invite, et trop peu de gens viennent."
    ),
    Listed("toujours-les-memes", "Toujours les mêmes", "Ceux qu’on voulait toucher ne viennent pas."),
    Listed(
        "essoufflement",
        "Bénévoles qui s’essoufflent",
        "Tout repose sur deux ou trois personnes, qui fatiguent.",
    ),
    Listed("visibilite", "Activité peu visible", "Les gens auraient aimé venir, mais ne savaient pas."),
    Listed("locaux", "Pas de lieu adapté", "Local trop petit, loin, jamais libre, ou pas accessible."),
    Listed("horaires", "Horaires mal choisis", "Le créneau ne va pas à ceux que l’on attend."),
    Listed("argent", "Pas assez d’argent", "Le budget manque, arrive tard ou s’arrête."),
    Listed(
        "demarches", "Démarches lourdes", "Autorisations, dossiers, assurances : l’élan se perd en route."
    ),
    Listed("langue", "Langue et lecture", "On ne se comprend pas, ou l’écrit fait barrière."),
    Listed("confiance", "Manque de confiance", "Les gens se méfient, ou ont été déçus avant."),
    Listed("mobilite", "Difficile de venir", "Pas de transport, trop loin, la pente, le soir."),
    Listed("garde", "Enfants à garder", "Des parents voudraient venir et ne peuvent pas."),
    Listed(
        "numerique",
        "Écrans et numérique",
        "Inscription en ligne, messagerie : une partie des gens reste dehors.",
    ),
    Listed("concurrence", "Chacun de son côté", "Plusieurs font la même chose sans se le dire."),
    Listed("conflits", "Tensions dans le groupe", "Voisinage, générations, habitudes : cela frotte."),
    Listed(
        "duree",
        "Ne tient pas dans le temps",
        "Beau départ, puis tout s’arrête avec une personne ou une aide.",
    ),
]

LEVERS = [
    Listed("aller-vers", "Aller vers", "Aller où sont les gens : pied d’immeuble, sortie d’école, marché."),
    Listed(
        "habitants-relais", "Bouche-à-oreille par des habitants", "Une voisine qui invite vaut dix affiches."
    ),
    Listed(
        "decider-ensemble",
        "Faire décider les habitants",
        "Le sujet, la date, le budget : ce sont eux qui choisissent.",
    ),
    Listed("convivialite", "Partager un repas ou un goûter", "On vient pour manger, on reste pour le reste."),
    Listed("petits-groupes", "Commencer petit", "Cinq personnes contentes en amènent dix."),
    Listed(
        "rendez-vous-fixe", "Rendez-vous fixe", "Même jour, même heure, même lieu : on n’a rien à retenir."
    ),
    Listed("accueil-enfants", "Accueillir les enfants", "Un coin jeux et quelqu’un pour les garder."),
    Listed("mutualiser", "Mettre en commun", "Locaux, matériel, salariés : à plusieurs associations."),
    Listed("partage-des-taches", "Partager les tâches", "De petits rôles clairs, un binôme pour chacun."),
    Listed(
        "reconnaissance", "Dire merci", "Montrer ce que chacun a fait ; une fête, un nom, une attestation."
    ),
    Listed("mots-simples", "Mots simples et images", "Écrire comme on parle, montrer plutôt que dire."),
    Listed("plusieurs-langues", "Plusieurs langues", "Des habitants traduisent, à l’oral surtout."),
    Listed(
        "telephone", "Appeler, envoyer un SMS", "Un appel la veille, plutôt qu’un e-mail la semaine d’avant."
    ),
    Listed("lieu-neutre", "Choisir un lieu familier", "Une cour, un parc, une école : là où l’on va déjà."),
    Listed(
        "allie-institution",
        "Un allié dans l’institution",
        "Une personne qui connaît la maison et ouvre la porte.",
    ),
    Listed("petit-budget", "Récupérer, se faire prêter", "Faire avec peu, et le dire."),
    Listed("essai", "Essayer, puis ajuster", "Une première fois imparfaite, un bilan, une deuxième."),
    Listed("competences", "Se former ensemble", "Une demi-journée de formation, entre associations."),
    Listed("regles-communes", "Règles faites ensemble", "Un cadre écrit par le groupe, affiché, revu."),
    Listed("accompagner", "Faire le trajet ensemble", "Passer chercher, venir à deux la première fois."),
]


def write(obstacles, levers):
    """Add those that are missing to two models (or managers of them)."""
    for manager, listed in ((obstacles, OBSTACLES), (levers, LEVERS)):
        known = set(manager.values_list("slug", flat=True)) | set(manager.values_list("name", flat=True))
        manager.bulk_create(
            manager.model(**each._asdict(), position=number * 10)
            for number, each in enumerate(listed, start=1)
            if not known & {each.slug, each.name}
        )
