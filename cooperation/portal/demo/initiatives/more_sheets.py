"""The other five of the demo's ten sheets: screen, outings, homework, parents, memories."""

from cooperation.portal.demo.initiatives.notation import F
from cooperation.portal.demo.initiatives.notation import SheetText as S

SHEETS = [
    S(
        key="cine",
        title="Ciné plein air, et l’on se parle avant le film",
        by="theatre-restanque",
        kind="projet",
        themes="culture-et-arts vie-de-quartier",
        districts="sainte-anne mazargues",
        at="amandiers",
        partners="cigalon embarcadere signes",
        funders="ville departement",
        began=500,
        ended=110,
        people="6-10",
        hours="100-300",
        budget="2000-10000",
        summary="Quatre soirs d’été, un drap tendu entre deux platanes. Avant le film, une heure de parole en petits "
        "cercles sur une question du quartier ; après, des idées reprises par la mairie.",
        context="Les réunions publiques rassemblaient vingt personnes, de plus de soixante ans, et deux micros.",
        steps="""
      1. Les habitants votent pour le film, parmi cinq, à la boulangerie et au collège.
      2. Ils votent aussi **pour la question** : la nuit, les bancs, le bus, les chiens.
      3. À 20 h, huit cercles de dix chaises. Une personne écoute et note, une autre fait parler.
      4. À 21 h 30, trois minutes de restitution, puis le film.
      """,
        inhabitants_place="consulted",
        inhabitants="Les jeunes de L’Embarcadère ont tenu la technique et la buvette. Les notes sont publiques.",
        results="640 spectateurs, 310 dans les cercles. Onze propositions, quatre réalisées : bancs, éclairage…",
        evidence="Comptage à l’entrée, comptes rendus affichés, et un point avec la mairie six mois après.",
        verbatims="« Je venais pour le film. J’ai parlé du bus pendant une heure. » — Leïla, 19 ans",
        differently="Quatre soirs, c’est un de trop pour les bénévoles. Et louer un vrai générateur silencieux.",
        transferable="adapted",
        conditions="Les droits du film se négocient trois mois avant. Sans restitution, n’ouvrez pas les cercles.",
        findings=(
            F(
                obstacle="participation",
                met="Les réunions publiques attiraient vingt personnes.",
                lever="lieu-neutre",
                did="Sur la place, un soir d’été, autour d’un film choisi par les gens.",
                outcome="worked",
            ),
            F(
                obstacle="confiance",
                met="« On nous demande, et rien ne change. »",
                lever="allie-institution",
                did="Une élue vient écouter, sans micro, et revient rendre compte en janvier.",
                outcome="worked",
            ),
            F(
                obstacle="langue",
                met="Les sourds du quartier ne venaient pas.",
                lever="competences",
                did="Signes et Rivages a formé l’équipe, et deux interprètes étaient là.",
                outcome="worked",
            ),
            F(
                obstacle="argent",
                met="La subvention est arrivée en octobre.",
                lever="mutualiser",
                did="Trois associations ont avancé chacune 900 €.",
                outcome="partly",
            ),
        ),
        photos=(("theatre", "Un drap, deux platanes"), ("nuit", "Les cercles, avant la nuit")),
        published=90,
    ),
    S(
        key="calanques",
        title="Des familles aux calanques, pour la première fois",
        by="sentinelles",
        themes="environnement-et-jardins parentalite",
        districts="les-baumettes sormiou mazargues",
        at="pins-tordus",
        partners="restanques femmes-rivage",
        funders="metropole toits-littoral",
        publics="parents enfants",
        began=730,
        people="3-5",
        hours="20-100",
        budget="500-2000",
        summary="Elles habitent à trois kilomètres et n’y étaient jamais allées. Douze sorties d’une matinée, à pied, "
        "préparées par les familles elles-mêmes ; huit y retournent maintenant seules.",
        context="""
      Un atelier du centre social a posé la question : « la calanque, c’est pour qui ? » Sur vingt-six mères, **vingt
      n’y avaient jamais mis les pieds** : trop loin, trop cher, pas pour nous, et si l’on se perd ?
      """,
        steps="""
      1. Une réunion avec une carte, des chaussures et la question « de quoi avez-vous peur ? ».
      2. Une première sortie courte, sans mer : deux heures, un point de vue, un pique-nique.
      3. Chaque sortie est préparée par deux familles de la précédente.
      4. À la fin, chacun repart avec un plan dessiné à la main, bus et fontaines compris.
      """,
        inhabitants_place="codecided",
        inhabitants="À partir de la quatrième sortie, ce sont les mères qui guident. Nous fermons la marche.",
        results="12 sorties, 58 familles, dont 41 jamais venues. Six mois après, 8 sur 15 appelées y étaient retournées.",
        evidence="Liste de présence et quinze appels, six mois après.",
        verbatims="""
      « Je croyais qu’il fallait payer. » — une maman des Baumettes

      « Mon fils a pleuré parce qu’il fallait rentrer. Moi aussi, un peu. » — Hanane
      """,
        differently="Prévoir des chaussures à prêter dès la première fois : six enfants étaient en sandales.",
        transferable="ready",
        conditions="Vérifiez l’accès au massif la veille. Jamais plus de vingt personnes, et une trousse de secours.",
        findings=(
            F(
                obstacle="mobilite",
                met="Le bus s’arrête à quarante minutes à pied.",
                lever="accompagner",
                did="Rendez-vous à l’arrêt, on fait le trajet ensemble, on apprend la ligne.",
                outcome="worked",
            ),
            F(
                obstacle="garde",
                met="Les bébés ne pouvaient pas suivre.",
                lever="accueil-enfants",
                did="Deux bénévoles les gardent au belvédère, avec une tente et des jeux.",
                outcome="partly",
            ),
            F(
                obstacle="toujours-les-memes",
                met="Les inscriptions en ligne ont été prises par d’autres quartiers.",
                lever="habitants-relais",
                did="Plus d’inscription : chaque famille en amène une.",
                outcome="worked",
            ),
        ),
        photos=(("calanque", "Le premier point de vue"),),
        events="nettoyage-de-la-calanque",
        published=200,
    ),
    S(
        key="devoirs",
        title="L’aide aux devoirs sort de ses murs",
        by="lanternes",
        kind="experimentation",
        themes="enfance aide-aux-devoirs",
        districts="mazargues",
        at="lentisques",
        partners="education barque-aux-livres",
        funders="ville",
        hosts="logis-calanques",
        publics="enfants parents",
        began=420,
        people="6-10",
        hours="100-300",
        budget="1-500",
        summary="La salle était trop petite : nous avons mis les tables dans la cour. Des parents qui n’entraient pas "
        "se sont assis, et les enfants travaillent mieux qu’entre quatre murs.",
        context="Vingt enfants en attente, une salle de dix-neuf places, et des parents qui restaient au portail.",
        steps="""
      1. Mai : quatre tables pliantes dans la cour, un essai de trois semaines.
      2. Juin : une caisse par table, avec tout dedans. On sort en dix minutes.
      3. Octobre : un auvent prêté par le bailleur.
      4. Les jours de pluie, on lit sous le porche avec La Barque aux livres.
      """,
        inhabitants_place="involved",
        inhabitants="Deux mères tiennent la table des CP. Un grand frère, celle des fractions.",
        results="38 enfants au lieu de 19, le même nombre de bénévoles plus neuf parents. Bruit : supportable.",
        evidence="Feuilles de présence, et l’avis de six enseignants recueilli en juin.",
        verbatims="« Dedans, j’avais honte de mon écriture. Dehors, tout le monde regarde les martinets. » — Adam, 9 ans",
        differently="Prévenir les voisins du rez-de-chaussée avant, pas après.",
        transferable="ready",
        conditions="Une cour sans voitures, de l’ombre, et des caisses prêtes. Le reste s’invente.",
        findings=(
            F(
                obstacle="locaux",
                met="Dix-neuf places, vingt enfants en attente.",
                lever="lieu-neutre",
                did="Dans la cour, avec des tables pliantes.",
                outcome="worked",
            ),
            F(
                obstacle="confiance",
                met="Les parents n’osaient pas entrer.",
                lever="lieu-neutre",
                did="Dehors, on s’assoit sans y penser.",
                outcome="worked",
            ),
            F(
                obstacle="horaires",
                met="À 16 h 45, les parents travaillent.",
                lever="essai",
                did="Un samedi matin sur deux, en plus : presque personne.",
                outcome="failed",
            ),
        ),
        photos=(("livres", "La table des CP"),),
        events="aide-aux-devoirs-et-gouter",
        published=45,
    ),
    S(
        key="parents",
        title="Le café des parents, sans thème et sans expert",
        by="cocon",
        themes="parentalite",
        districts="le-rouet perier",
        at="maison-parents",
        partners="restanques sante-voisine",
        funders="departement",
        publics="parents",
        began=1300,
        people="3-5",
        hours="100-300",
        budget="1-500",
        summary="Chaque jeudi, des parents parlent de ce qu’ils veulent autour d’un tapis d’éveil. Nous avons enlevé "
        "les conférences ; la fréquentation a triplé et le café tient depuis trois ans.",
        context="Nous organisions des conférences sur l’adolescence. Sept personnes, dont quatre professionnelles.",
        steps="""
      1. Une question posée à la sortie de la crèche : « vous voudriez parler de quoi, et à qui ? »
      2. Réponse : de rien de précis, à d’autres parents. Nous avons annulé les conférences.
      3. Un jeudi fixe, un tapis, du café, **aucun ordre du jour**.
      4. Une puéricultrice vient avec sa balance : on ne la présente pas, on va la voir.
      """,
        inhabitants_place="codecided",
        inhabitants="Deux mères ont la clé. L’association n’ouvre plus qu’un jeudi sur trois.",
        results="De 7 à 22 parents. Un tiers de pères depuis que le café ouvre aussi le samedi, une fois par mois.",
        evidence="Comptage discret, et un questionnaire de quatre lignes chaque juin.",
        verbatims="« Ici, on ne m’a jamais dit “il faut”. » — Thibault, père de jumeaux",
        differently="Nous avons mis deux ans à lâcher l’ordre du jour. Faites-le tout de suite.",
        transferable="ready",
        conditions="Un lieu où l’on peut poser un bébé par terre, et une animatrice qui sait se taire.",
        findings=(
            F(
                obstacle="participation",
                met="Sept personnes aux conférences.",
                lever="decider-ensemble",
                did="Demander aux parents ce qu’ils voulaient, et arrêter ce que nous aimions faire.",
                outcome="worked",
            ),
            F(
                obstacle="garde",
                met="Sans garde, pas de café.",
                lever="accueil-enfants",
                did="Le tapis est au milieu : les enfants sont là, pas à côté.",
                outcome="worked",
            ),
            F(
                obstacle="toujours-les-memes",
                met="Uniquement des mères.",
                lever="essai",
                did="Un samedi par mois : un tiers de pères.",
                outcome="partly",
            ),
            F(
                obstacle="participation",
                met="Les professionnels invités prenaient toute la place.",
                lever="competences",
                did="Une formation à l’écoute, pour eux : deux sont venus sur neuf.",
                outcome="failed",
            ),
        ),
        photos=(("tasses", "Le jeudi, dix heures"),),
        events="cafe-des-parents-pesee-des-bebes",
        published=330,
    ),
    S(
        key="memoires",
        title="Une boîte à photos pour collecter la mémoire du quartier",
        by="abricot",
        kind="projet",
        themes="culture-et-arts vie-de-quartier",
        districts="sainte-marguerite saint-giniez",
        at="magnolias",
        partners="cigalon deux-ages",
        funders="ville prefecture",
        publics="seniors jeunes",
        began=980,
        ended=200,
        people="3-5",
        hours="100-300",
        budget="500-2000",
        summary="Une boîte voyage de table en table : on y dépose une photo et son histoire. Deux cents images, trente "
        "récits enregistrés par des lycéens, une exposition dans les halls.",
        context="Quatre vagues d’arrivées en cent ans, et pas une photo à la bibliothèque. Les anciens partaient.",
        steps="""
      1. Fabriquer la boîte avec Les Deux Âges : elle doit être belle, et fermer.
      2. La poser une semaine au coiffeur, au café, à la pharmacie, au foyer.
      3. Des lycéens de Radio Cigalon viennent enregistrer ceux qui le veulent.
      4. Rendre : **une soirée où chacun retrouve sa photo** agrandie, et repart avec.
      """,
        inhabitants_place="involved",
        inhabitants="Chacun titre sa photo. Trois familles ont refusé l’exposition : respecté.",
        results="214 photos, 31 récits, 9 halls d’immeuble. Deux familles brouillées se sont retrouvées sur la même.",
        evidence="Registre des prêts, et les récits en écoute libre.",
        verbatims="« Je ne savais pas que mon grand-père avait été jeune. » — Aram, 16 ans",
        differently="Faire signer l’autorisation au dépôt, pas après : nous avons couru trois mois.",
        transferable="adapted",
        conditions="Un scanner, deux personnes patientes, et une règle : la photo revient toujours.",
        findings=(
            F(
                obstacle="confiance",
                met="On ne prête pas ses photos.",
                lever="aller-vers",
                did="La boîte va chez les commerçants que l’on connaît déjà.",
                outcome="worked",
            ),
            F(
                obstacle="conflits",
                met="Deux communautés se disputaient la même rue.",
                lever="convivialite",
                did="Un repas, chacun apporte une photo et un plat.",
                outcome="partly",
            ),
            F(
                obstacle="participation",
                met="Les jeunes ne venaient pas aux rencontres.",
                lever="partage-des-taches",
                did="On leur a confié le son, du début à la fin.",
                outcome="worked",
            ),
        ),
        photos=(("grenades", "La boîte, au café du Pavillon"), ("radio", "Les lycéens enregistrent")),
        published=120,
        confirmed=15,
    ),
]
