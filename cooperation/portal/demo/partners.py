"""The centre social and the institutions of the demo. What they say here is made up."""

from cooperation.portal.demo.notation import OrganisationSheet as O

PARTNERS = [
    O(key="restanques", name="Centre social Les Restanques", short_name="Les Restanques",
      kind="centre-social",
      themes="vie-de-quartier parentalite enfance jeunesse acces-aux-droits",
      districts="mazargues le-cabot la-panouse sormiou les-baumettes", place="restanques",
      mailbox="accueil",
      website=True, logo="ronde",
      summary="Une maison ouverte à tous : on y vient pour un papier, un café ou une idée, on y reste pour la suite.",
      description="""
      Le centre social est né d’une pétition d’habitantes qui voulaient une salle pour se réunir quand il
      pleut. Trente ans plus tard, on y trouve une halte-garderie, un accueil de loisirs, des permanences et
      une cuisine où il se décide plus de choses qu’en réunion.

      **L’équipe anime la coopération des quartiers sud** : elle relit l’agenda partagé, accompagne les
      habitants-relais et met en lien les associations qui ne se connaissent pas encore.

      Accueil du lundi au vendredi de 9 h à 12 h 30 et de 14 h à 18 h, et le premier samedi du mois.
      """),
    O(key="ville", name="Ville de Marseille", kind="ville", themes="vie-de-quartier culture-et-arts",
      districts="mazargues bonneveine sainte-marguerite la-plage perier", place="magnolias",
      mailbox="vie-associative", website=True,
      summary="Les équipes municipales de proximité, aux côtés des associations des 8e et 9e arrondissements.",
      description="""
      La direction de la vie associative prête des salles et du matériel, soutient les projets et rappelle,
      quand il le faut, où en est une demande de subvention.

      Une référente vie associative tient une permanence au Pavillon des Magnolias. Venez avec vos
      questions, même celles qui paraissent petites : une table, une rue à fermer un dimanche, une affiche à
      imprimer.
      """),
    O(key="metropole", name="Métropole Aix-Marseille-Provence", short_name="Métropole", kind="metropole",
      themes="environnement-et-jardins vie-de-quartier insertion-et-emploi",
      districts="les-goudes sormiou le-redon",
      mailbox="cohesion",
      summary="Politique de la ville, propreté, déchets, mobilités : l’interlocutrice du cadre de vie.",
      description="""
      La Métropole cofinance les projets des quartiers prioritaires, prête les gants et les sacs des
      ramassages, et fournit composteurs et broyeurs aux jardins partagés.

      Les remontées sur les encombrants ou l’éclairage d’un cheminement piéton peuvent lui être adressées :
      une réponse est donnée sous trois semaines, même quand elle est négative.
      """),
    O(key="prefecture", name="Préfecture des Bouches-du-Rhône", short_name="Préfecture", kind="prefecture",
      themes="acces-aux-droits insertion-et-emploi vie-de-quartier", districts="mazargues le-cabot",
      mailbox="delegue-quartiers-sud",
      summary="La déléguée de la préfète suit les projets, ouvre les portes de l’État et vient voir sur place.",
      description="""
      La déléguée instruit les demandes du contrat de ville avec la Ville, la Métropole et le Département,
      et participe aux réunions du réseau.

      Elle peut débloquer une situation avec les services de l’État : titres de séjour, médiation numérique,
      postes adultes-relais. Une matinée par mois, elle reçoit au centre social.
      """),
    O(key="departement", name="Département des Bouches-du-Rhône", short_name="Département",
      kind="departement",
      themes="parentalite aide-a-domicile sante", districts="bonneveine mazargues le-rouet",
      place="arbousiers",
      mailbox="solidarites-sud",
      summary="PMI, maison de la solidarité, autonomie : les travailleurs sociaux du secteur.",
      description="""
      Les équipes médico-sociales accompagnent les familles, les personnes âgées et les personnes
      handicapées. Les puéricultrices de la PMI vont là où sont les parents : à la Maison des parents le
      jeudi, au centre social une fois par mois.

      Pour l’aide à domicile et l’APA, une conseillère autonomie vous rappelle dans la semaine.
      """),
    O(key="pins-et-mer", name="Habitat Pins et Mer", kind="bailleur",
      themes="vie-de-quartier acces-aux-droits",
      districts="mazargues la-panouse le-cabot", mailbox="proximite", website=True,
      summary="2 300 logements entre Mazargues et La Panouse, et des gardiens que l’on appelle par leur prénom.",
      description="""
      Bailleur social des quartiers de la colline, Habitat Pins et Mer ouvre ses pieds d’immeuble aux
      associations : local de La Clé du Cabot, ludothèque, jardin d’hiver.

      Chaque premier jeudi du mois, l’équipe de proximité s’installe au bas d’une résidence avec deux
      chaises et une liste de travaux.
      """),
    O(key="logis-calanques", name="Logis des Calanques", kind="bailleur",
      themes="vie-de-quartier insertion-et-emploi environnement-et-jardins",
      districts="montredon pointe-rouge bonneveine",
      mailbox="habiter",
      summary="Bailleur du littoral : logements, chantiers d’insertion et cours d’immeuble à reverdir.",
      description="""
      Logis des Calanques gère neuf résidences du front de mer. Ses chantiers de rénovation réservent des
      heures aux personnes en insertion, avec Tremplin Sud.

      Un budget « cour commune » permet aux locataires de décider ensemble d’un banc, d’un arbre ou d’une
      fresque.
      """),
    O(key="toits-littoral", name="Toits du Littoral", kind="bailleur", themes="vie-de-quartier sante",
      districts="sainte-anne saint-giniez sainte-marguerite", mailbox="contact",
      summary="Résidences familiales et résidences pour aînés, avec des salles communes prêtées aux associations.",
      description="""
      Toits du Littoral loge 1 100 familles et trois résidences autonomie, dont Les Glycines. Les salles
      communes sont prêtées gratuitement aux associations qui ouvrent leurs activités aux locataires.

      L’hiver, les gardiennes appellent chaque semaine les personnes seules de plus de 75 ans.
      """),
    O(key="education", name="Réseau éducatif des quartiers sud", short_name="Réseau éducatif", kind="autre",
      themes="enfance jeunesse apprendre-et-lire", districts="sainte-anne bonneveine vaufreges",
      place="tamaris",
      mailbox="coordination",
      summary="Écoles, collèges et lycées du secteur, réunis pour que les projets passent la grille dans les deux sens.",
      description="""
      Le réseau rassemble onze établissements. Il propose aux associations une date par trimestre pour se
      présenter aux équipes enseignantes, et relaie l’aide aux devoirs auprès des familles.

      Une coordinatrice répond aux demandes d’intervention : prévention, lecture, orientation, éducation aux
      médias.
      """),
]  # fmt: skip
