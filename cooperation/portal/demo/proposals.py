"""Events of the demo that are not public: the coordinators' queue, a text sent back, drafts."""

from cooperation.portal.demo.notation import EventSheet as E
from cooperation.portal.demo.notation import once, weekly

PROPOSALS = [
    E(title="Vide-grenier de la traverse", at="lentisques", by="restanques", author="relais",
      state="pending",
      when=once(3, "dim", "08:00", "13:00"), themes="vie-de-quartier environnement-et-jardins",
      conditions="Gratuit pour les visiteurs, 5 € l’emplacement.",
      summary="Toute la traverse sort ses cartons, le café est chez le numéro 9.",
      text="""
      Quatorze familles ont déjà dit oui. On ferme la traverse aux voitures de 7 h à 14 h, la mairie a donné
      son accord par téléphone. Il manque encore deux barrières et des tréteaux.
      """),
    E(title="Initiation au tricot sur la plage", at="galets",
      author_email="odile.visiteuse@example.org", state="pending",
      when=once(2, "sam", "14:30", "16:30"), themes="vie-de-quartier", publics="adultes seniors jeunes",
      conditions="Gratuit, aiguilles prêtées.",
      summary="Une pelote, un banc, la mer : j’apprends à qui veut.",
      text="""
      Je tricote depuis cinquante ans et j’ai des aiguilles pour huit personnes. On fera un bonnet, ou au
      moins le début. S’il pleut, je vous retrouve au café d’en face.
      """),
    # Announced already by its organiser, in other words: the pair waits in the queue of doubles.
    E(title="Contes et tambours, la soirée", at="oliviers", author_email="karim.visiteur@example.org",
      state="pending",
      when=once(1, "sam", "19:15", "22:30"), themes="culture-et-arts", conditions="Gratuit.",
      summary="Mon oncle joue du tambour, venez nombreux.",
      text="J’ai vu l’affiche chez le boulanger et je ne la trouvais pas ici."),
    E(title="Cours de boxe éducative", at="petit-mistral", by="ballon", author="relais", state="changes",
      when=weekly("mar", "18:00", "19:30", closed="school", since=2),
      themes="sport-et-bien-etre jeunesse", publics="jeunes",
      ages=(11, 16),
      summary="Apprendre à toucher sans frapper.",
      text="Gants et casques prêtés. Deux éducateurs du club voisin encadrent les séances.",
      reason="""
      Belle idée ! Pouvez-vous préciser le tarif et confirmer que le créneau du mardi ne tombe pas sur celui
      des filles ? Le Ballon partagé doit aussi donner son accord pour être affiché comme organisateur.
      """),
    E(title="Sortie au musée avec les familles", at="lentisques", by="lanternes", author="membre",
      state="draft",
      when=once(5, "mer", "13:30", "18:00"), themes="culture-et-arts enfance", publics="enfants parents",
      conditions="2 € par famille, billet de bus compris.", paid=True,
      summary="Un minibus, vingt places et une guide qui aime les questions.",
      text="Horaires du minibus à confirmer. Reste à trouver un parent accompagnateur de plus."),
    E(title="Assemblée générale des Lanternes", at="lentisques", by="lanternes", author="responsable",
      state="draft",
      when=once(8, "sam", "10:00", "12:00"), themes="vie-de-quartier", publics="adultes parents",
      conditions="Ouvert aux adhérents et aux curieux.",
      summary="Les comptes, les projets, et la galette.",
      text="Ordre du jour à compléter : rapport moral, budget, renouvellement d’un tiers du conseil."),
]  # fmt: skip
