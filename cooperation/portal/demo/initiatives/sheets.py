"""Five of the demo's ten sheets: ground, papers, way to school, kitchen, repairs."""

from cooperation.portal.demo.initiatives.notation import F
from cooperation.portal.demo.initiatives.notation import SheetText as S

SHEETS = [
    S(
        key="jardin",
        title="Un carré de jardin où personne n’est chez soi",
        by="potager-restanques",
        themes="environnement-et-jardins vie-de-quartier",
        districts="vaufreges le-redon",
        at="jardin",
        partners="petits-garrigaires",
        funders="metropole ville",
        hosts="pins-et-mer",
        others="La cantine de l’école, deux apiculteurs",
        began=1900,
        people="6-10",
        hours="300+",
        budget="500-2000",
        summary="Au milieu des parcelles, un carré commun : on y vient sans inscription, on cultive et on mange "
        "ensemble. Quarante familles s’y croisent, dont dix-huit qui n’avaient pas de parcelle.",
        context="""
      Le jardin avait quarante parcelles et **soixante-deux familles sur la liste d’attente**. Ceux qui
      attendaient passaient devant la grille le dimanche. Ceux qui avaient une parcelle ne se parlaient pas :
      chacun arrosait, chacun repartait.

      Un tour de porte-à-porte l’hiver a confirmé ce que l’on sentait : on ne voulait pas forcément des tomates,
      on voulait une raison de descendre.
      """,
        steps="""
      1. **Novembre** : deux parcelles abandonnées sont rendues par un vote, pas par le bureau.
      2. **Janvier** : trois samedis pour remonter le mur. Soupe à midi, offerte par la voisine d’en face.
      3. **Mars** : on écrit les règles sur une planche. Il y en a quatre, dont « on ne récolte pas seul ».
      4. **Mai** : premier repas, vingt-deux personnes, une seule assiette cassée.
      5. **Depuis** : tous les samedis à 9 h 30, qu’il y ait du travail ou pas.
      """,
        inhabitants_place="codecided",
        inhabitants="""
      Ce sont les habitants qui choisissent les cultures, en février, avec des gommettes. L’association apporte
      l’eau, l’assurance et un animateur **une demi-journée par semaine**, pas plus : au-delà, on attend tout de
      lui.

      Ne viennent pas encore : les hommes seuls de la résidence haute, malgré deux invitations.
      """,
        results="""
      - 46 samedis sur 52 ont eu lieu, avec 14 personnes en moyenne.
      - 18 familles sans parcelle viennent au moins une fois par mois.
      - Deux conflits de voisinage se sont réglés à table ; un troisième, non.
      - La cantine de l’école prend nos courges.
      """,
        evidence="Un cahier à l’entrée, où l’on coche sans écrire son nom, et un tour de table filmé chaque automne.",
        verbatims="""
      « Avant, je connaissais le jardin par la grille. » — une habitante de la résidence

      « Mon père ne parle pas français, mais il sait tailler. Ici, c’est lui qui explique. » — Ilyes, 15 ans

      « On m’a laissé rater mes fèves sans rien dire. C’est reposant. » — un jardinier du samedi
      """,
        differently="""
      Nous aurions dû écrire les règles **avant** le premier repas. Et prévoir l’ombre : en juillet, personne ne
      tient après 10 h.
      """,
        transferable="adapted",
        conditions="""
      Il faut un point d’eau, cent mètres carrés au moins, et **une personne qui vient tous les samedis pendant
      six mois**. L’argent vient après : la première année, nous avons dépensé 240 €.

      Le piège : distribuer de petites parcelles à l’intérieur du carré. Trois personnes l’ont proposé ; c’est la
      fin du carré.
      """,
        findings=(
            F(
                obstacle="participation",
                met="Le premier chantier a réuni quatre personnes, dont trois du bureau.",
                lever="convivialite",
                did="Une soupe à midi, annoncée avant le travail : seize personnes le samedi d’après.",
                outcome="worked",
            ),
            F(
                obstacle="toujours-les-memes",
                met="Les familles de la résidence haute ne descendaient pas.",
                lever="habitants-relais",
                did="Trois voisines ont invité chacune deux personnes, en les accompagnant.",
                outcome="worked",
            ),
            F(
                obstacle="participation",
                met="Affiches dans les halls : aucune arrivée.",
                lever="mots-simples",
                did="Nous avons refait l’affiche trois fois, plus belle à chaque fois.",
                outcome="failed",
            ),
            F(
                obstacle="conflits",
                met="Qui récolte, et quand ?",
                lever="regles-communes",
                did="Quatre règles peintes sur une planche, revues chaque février.",
                outcome="worked",
            ),
        ),
        photos=(
            ("jardin", "Le carré commun, un samedi de mai"),
            ("mains", "On remonte le mur en pierre sèche"),
        ),
        events="jardin-ouvert",
        published=420,
        revised=60,
        confirmed=50,
    ),
    S(
        key="papiers",
        title="Un café, un courrier : la permanence « papiers » sans rendez-vous",
        by="cle-du-cabot",
        themes="acces-aux-droits papiers-et-demarches",
        districts="le-cabot la-panouse",
        at="micocouliers",
        partners="sante-voisine toit-et-reperes",
        funders="prefecture departement",
        hosts="logis-calanques",
        publics="adultes seniors",
        began=1500,
        people="6-10",
        hours="300+",
        budget="2000-10000",
        summary="Trois matinées par semaine, on pose son courrier sur la table, on le lit ensemble et l’on repart "
        "avec une copie. Neuf personnes sur dix n’ont pas besoin de revenir pour la même lettre.",
        context="""
      Les guichets ferment, les formulaires passent en ligne, et **la peur du courrier** fait le reste : on nous
      apportait des sacs entiers d’enveloppes jamais ouvertes.

      Nous avions une permanence sur rendez-vous. Une personne sur trois ne venait pas.
      """,
        steps="""
      1. Supprimer le rendez-vous, garder un ticket de couleur pour l’ordre.
      2. Ouvrir avec du café, dans la même pièce : l’attente n’est plus une attente.
      3. Former onze bénévoles : deux jours, puis quatre matinées à deux.
      4. Écrire **une seule page** à la fin de chaque entretien : ce qui est fait, ce qui reste, qui le fait.
      5. Une juriste, le premier lundi, pour ce qui nous dépasse.
      """,
        inhabitants_place="involved",
        inhabitants="""
      Quatre des onze bénévoles sont d’anciennes personnes reçues. Elles ont réécrit les six lettres types, en
      enlevant la moitié des mots.
      """,
        results="""
      L’an dernier : **1 140 visites**, 610 personnes, 38 % d’hommes. Droits ouverts ou rétablis pour 204 d’entre
      elles. Le délai entre la première visite et l’ouverture du droit : onze semaines en moyenne.
      """,
        evidence="Une fiche sans nom par visite, comptée chaque mois, et soixante rappels téléphoniques tirés au sort.",
        verbatims="""
      « J’avais un sac. Maintenant j’ai un classeur. » — Mme K.

      « La première fois, je suis venue pour le café. Le courrier, je l’ai sorti la troisième. » — une habitante
      """,
        differently="Nous aurions formé les bénévoles **à dire non** : certains ramenaient des dossiers chez eux.",
        transferable="ready",
        conditions="""
      Deux pièces, dont une qui ferme ; une photocopieuse ; une convention de confidentialité signée par tous.
      Commencez par une matinée, tenez-la un an, ouvrez la deuxième ensuite.
      """,
        findings=(
            F(
                obstacle="confiance",
                met="On ne montre pas son courrier à un inconnu.",
                lever="rendez-vous-fixe",
                did="Toujours les mêmes visages, aux mêmes matins, pendant un an.",
                outcome="worked",
            ),
            F(
                obstacle="langue",
                met="Une personne sur trois lit mal le français.",
                lever="plusieurs-langues",
                did="Des habitantes traduisent en arabe, comorien et turc ; jamais un enfant de la famille.",
                outcome="worked",
            ),
            F(
                obstacle="numerique",
                met="Tout passe par un compte en ligne et un code perdu.",
                lever="accompagner",
                did="On fait la démarche ensemble, la personne tient la souris.",
                outcome="partly",
            ),
            F(
                obstacle="essoufflement",
                met="Deux bénévoles ont arrêté la première année.",
                lever="partage-des-taches",
                did="Un binôme par matinée, jamais deux matinées dans la semaine.",
                outcome="worked",
            ),
        ),
        photos=(("tasses", "Le café d’abord"),),
        events="permanence-d-acces-aux-droits",
        published=380,
        confirmed=20,
    ),
    S(
        key="pedibus",
        title="Le pédibus des Tamaris, un ramassage scolaire à pied",
        by="restanques",
        kind="experimentation",
        themes="enfance parentalite",
        districts="sainte-anne mazargues",
        at="tamaris",
        partners="education mille-pas",
        funders="ville",
        publics="enfants parents",
        began=620,
        people="11+",
        hours="100-300",
        budget="1-500",
        summary="Deux lignes, sept arrêts, trente-deux enfants : des parents et des retraités emmènent à pied ceux "
        "qui venaient en voiture. Moins d’embouteillage devant l’école, et des adultes qui se connaissent.",
        context="""
      Devant l’école, à 8 h 20, **cinquante-quatre voitures** pour une rue à sens unique : comptées par les CM2.
      Deux enfants avaient été heurtés, sans gravité. L’école demandait des barrières, les parents un policier.
      """,
        steps="""
      1. Les CM2 comptent, dessinent la carte et la montrent à la réunion de rentrée.
      2. Une marche d’essai, un mercredi, avec un goûter à l’arrivée.
      3. Deux lignes, des arrêts peints au sol, un gilet jaune par adulte.
      4. Un planning **d’un mois**, sur papier, dans le hall de l’école.
      """,
        inhabitants_place="codecided",
        inhabitants="Les arrêts ont été choisis par les parents, qui connaissaient les trottoirs mieux que le plan.",
        results="32 enfants inscrits, 24 présents un matin ordinaire. Devant l’école, 31 voitures au lieu de 54.",
        evidence="Un deuxième comptage des CM2, un an après, le même jour de la semaine.",
        verbatims="« Je n’ai plus d’enfant à l’école, mais j’ai gardé mon mardi. » — Gérard, ligne bleue",
        differently="Commencer en avril plutôt qu’en novembre : la pluie a failli tout emporter.",
        transferable="ready",
        conditions="Huit adultes par ligne, pas moins. Demandez à votre assureur une attestation, elle est gratuite.",
        findings=(
            F(
                obstacle="participation",
                met="Six parents à la première réunion, le soir.",
                lever="aller-vers",
                did="Nous avons tenu la réunion debout, à 16 h 30, sur le trottoir : quarante.",
                outcome="worked",
            ),
            F(
                obstacle="essoufflement",
                met="En janvier, cinq adultes faisaient tout.",
                lever="partage-des-taches",
                did="Un seul matin par personne, et des retraités de Mille Pas en renfort.",
                outcome="worked",
            ),
            F(
                obstacle="demarches",
                met="Autorisation de peindre le trottoir : sept mois.",
                lever="allie-institution",
                did="La référente de la Ville a porté le dossier elle-même.",
                outcome="partly",
            ),
            F(
                obstacle="numerique",
                met="Le groupe de messagerie laissait dehors douze familles.",
                lever="telephone",
                did="Un SMS la veille à chacun, écrit par une seule personne.",
                outcome="worked",
            ),
        ),
        photos=(("chemin", "La ligne verte, un matin d’octobre"),),
        published=240,
    ),
    S(
        key="cuisine",
        title="La cuisine de rue du vendredi",
        by="marmite",
        themes="vie-de-quartier aide-alimentaire",
        districts="mazargues sormiou",
        at="restanques",
        partners="cabanons potager-restanques",
        funders="metropole pins-et-mer",
        hosts="restanques",
        began=1100,
        people="11+",
        hours="300+",
        budget="2000-10000",
        summary="Une remorque, deux feux, des légumes sauvés : on cuisine dehors, avec qui passe, et l’on mange à "
        "prix libre. La cuisine est le prétexte ; la file d’attente, le vrai lieu.",
        context="""
      Le repas du centre social était complet, mais **par les mêmes**. Au pied du bâtiment C, à deux cents mètres,
      personne n’était jamais venu : « c’est pour les gens de l’association ».
      """,
        steps="""
      1. Emprunter une remorque et deux réchauds, s’installer devant le bâtiment C. Une fois, pour voir.
      2. Demander de l’aide **avant** de proposer à manger : « vous savez éplucher ? »
      3. Laisser une famille choisir la recette du vendredi suivant.
      4. Au bout de six fois, demander l’autorisation à l’année.
      """,
        inhabitants_place="involved",
        inhabitants="Depuis un an, un vendredi sur deux est mené par des habitantes du bâtiment C, sans nous.",
        results="31 vendredis, 70 assiettes en moyenne, dont la moitié pour des gens que nous n’avions jamais vus.",
        evidence="Nous comptons les assiettes, et un bénévole demande « c’est la première fois ? ».",
        verbatims="""
      « On m’a demandé ma recette, pas ma situation. » — Nadia

      « Les petits descendent voir le feu. Les grands descendent chercher les petits. » — un voisin du 3e
      """,
        differently="Acheter tout de suite de vraies bâches : un mistral nous a coûté trois vendredis.",
        transferable="adapted",
        conditions="Un point d’eau, un extincteur, une personne formée à l’hygiène. Et l’accord du bailleur, par écrit.",
        findings=(
            F(
                obstacle="toujours-les-memes",
                met="Au centre social, toujours les mêmes tablées.",
                lever="aller-vers",
                did="S’installer au pied du bâtiment d’où personne ne venait.",
                outcome="worked",
            ),
            F(
                obstacle="confiance",
                met="« C’est gratuit ? Qu’est-ce que vous vendez ? »",
                lever="decider-ensemble",
                did="Une famille choisit la recette, l’association fait la plonge.",
                outcome="worked",
            ),
            F(
                obstacle="argent",
                met="Le matériel neuf coûtait 6 000 €.",
                lever="petit-budget",
                did="Remorque prêtée, légumes invendus, boîte à prix libre.",
                outcome="worked",
            ),
            F(
                obstacle="participation",
                met="En février, il fait froid et nuit.",
                lever="rendez-vous-fixe",
                did="Nous avons tenu tous les vendredis quand même : huit personnes en tout.",
                outcome="failed",
            ),
        ),
        photos=(
            ("couscous", "Soixante-dix assiettes, deux feux"),
            ("fete", "Le vendredi, devant le bâtiment C"),
        ),
        events="couscous-du-vendredi",
        published=300,
        revised=30,
    ),
    S(
        key="reparer",
        title="Réparer avec, pas à la place : un café réparation",
        by="fabrique-redon",
        themes="environnement-et-jardins insertion-et-emploi",
        districts="le-redon vaufreges",
        at="fabrique",
        partners="cabanons velos-gineste declic",
        funders="metropole",
        began=800,
        people="6-10",
        hours="100-300",
        budget="500-2000",
        summary="Un samedi sur deux, des bricoleurs aident à réparer, tournevis dans la main du propriétaire. Sept "
        "objets sur dix repartent en marchant, et trois personnes sur dix reviennent pour aider.",
        context="La déchetterie est à huit kilomètres. Dans les caves, ce que l’on n’ose pas jeter s’entasse.",
        steps="""
      1. Trouver quatre bricoleurs : nous les avons débauchés au club de boules.
      2. Une table par métier, une pancarte, un minuteur de quarante minutes.
      3. **Le propriétaire démonte lui-même.** C’est la seule règle.
      4. Un registre : objet, panne, réparé ou non, ce qu’on a appris.
      """,
        inhabitants_place="involved",
        inhabitants="Trois réparatrices sont arrivées avec un aspirateur en panne et ne sont jamais reparties.",
        results="412 objets, 288 réparés, 1,3 tonne qui n’est pas allée à la benne. Deux embauches chez un réparateur.",
        evidence="Le registre, pesée comprise : une balance de cuisine et une balance de bagages.",
        verbatims="« Le grille-pain, je m’en moque. Je voulais savoir si j’étais capable. » — Solange, 71 ans",
        differently="Limiter les téléphones : ils prenaient la moitié du temps et un quart des réussites.",
        transferable="ready",
        conditions="Un local avec un compteur électrique récent, une assurance, et un stock de fusibles.",
        findings=(
            F(
                obstacle="visibilite",
                met="Les gens découvraient l’atelier par hasard.",
                lever="habitants-relais",
                did="Chacun repart avec un autocollant « réparé par moi » sur l’objet.",
                outcome="partly",
            ),
            F(
                obstacle="locaux",
                met="Le garage n’était pas accessible en fauteuil.",
                lever="mutualiser",
                did="Une fois par mois, l’atelier va au centre social avec ses caisses.",
                outcome="worked",
            ),
            F(
                obstacle="duree",
                met="Tout reposait sur Marc et ses outils.",
                lever="competences",
                did="Une soirée par mois où l’on apprend à réparer, entre associations.",
                outcome="worked",
            ),
            F(
                lever="reconnaissance",
                did="Un mur avec la photo de chaque objet sauvé et de qui l’a sauvé.",
                outcome="worked",
            ),
        ),
        photos=(("outils", "L’établi du samedi"),),
        events="cafe-reparation",
        published=150,
        confirmed=10,
    ),
]
