"""The thirty associations of the demo. None exists."""

from cooperation.portal.demo.notation import OrganisationSheet as O

ASSOCIATIONS = [
    O(key="lanternes", name="Les Lanternes de Mazargues", short_name="Les Lanternes",
      themes="apprendre-et-lire enfance", districts="mazargues sainte-anne", place="lentisques",
      website=True,
      logo="lanterne",
      summary="Après l’école, une table, un goûter et quelqu’un qui a le temps : l’aide aux devoirs du village.",
      description="""
      Tout a commencé dans une cuisine, avec trois enfants et une institutrice à la retraite. Les Lanternes
      accompagnent aujourd’hui une soixantaine d’enfants du CP à la 3e, trois soirs par semaine.

      **On ne fait pas les devoirs à la place des enfants** : on s’assied à côté, on reformule, on rit des
      fautes et on file goûter. Les parents sont reçus un samedi par mois, sans rendez-vous.

      Nous cherchons des bénévoles à l’aise avec les fractions. Ou avec le goûter.
      """),
    O(key="marmite", name="La Marmite des Calanques", short_name="La Marmite",
      themes="vie-de-quartier insertion-et-emploi", districts="mazargues sormiou la-panouse",
      place="restanques",
      website=True, logo="marmite",
      summary="Une cuisine de quartier où l’on paie ce que l’on peut et où l’on épluche ce qu’on veut.",
      description="""
      Chaque vendredi, quatre-vingts couverts sortent de la cuisine du centre social. Les recettes viennent
      des familles, les légumes des invendus du marché et du Jardin des Restanques.

      Le repas est à prix libre. **Personne ne demande qui a mis combien dans la boîte.** Ceux qui le
      veulent restent pour la vaisselle : c’est là que se racontent les meilleures histoires.

      - Chantier d’initiation à la cuisine collective, deux fois par an
      - Traiteur solidaire pour les fêtes des associations amies
      """),
    O(key="cle-du-cabot", name="La Clé du Cabot", themes="acces-aux-droits",
      districts="le-cabot la-panouse",
      place="micocouliers", website=True, logo="cle",
      summary="Un écrivain public, une juriste et du café : les papiers font moins peur à plusieurs.",
      description="""
      Lettre de la CAF, dossier MDPH, bail, amende : posez le courrier sur la table, on le lit ensemble. Une
      juriste est là le premier lundi du mois ; les autres jours, des bénévoles formés vous accompagnent.

      Tout est gratuit et confidentiel. Nous vous laissons toujours **une copie et la liste de ce qui reste
      à faire**, en français simple, et si besoin en arabe, en comorien ou en turc.
      """),
    O(key="mille-pas", name="Mille Pas Bonneveine", short_name="Mille Pas",
      themes="sport-et-bien-etre sante",
      districts="bonneveine vieille-chapelle pointe-rouge", place="bartavelles", logo="pin",
      summary="Marcher, s’étirer, respirer : le mouvement à tout âge, au rythme du moins pressé.",
      description="""
      Nos séances sont ouvertes à celles et ceux que la salle de sport n’a jamais attirés. On marche en bord
      de mer le dimanche, on s’étire deux matins par semaine, et l’on finit toujours assis, à parler.

      Le médecin peut prescrire nos activités : **la première séance est offerte**, et l’adhésion de 20 €
      par an ne doit arrêter personne.
      """),
    O(key="potager-restanques", name="Le Potager des Restanques",
      themes="environnement-et-jardins vie-de-quartier",
      districts="vaufreges le-redon", place="jardin", website=True, logo="terrasse",
      summary="Deux mille mètres carrés de terrasses, quarante familles et beaucoup de courgettes.",
      description="""
      Les restanques étaient en ruine. Pierre après pierre, les habitants de Vaufrèges les ont remontées, et
      le jardin nourrit aujourd’hui quarante familles, une cantine et d’innombrables limaces.

      Il y a les parcelles, **et il y a le carré commun**, où chacun peut venir sans rien savoir ni rien
      apporter. Une parcelle surélevée permet de jardiner en fauteuil.
      """),
    O(key="petits-garrigaires", name="Les Petits Garrigaïres", themes="enfance environnement-et-jardins",
      districts="les-baumettes sormiou", place="petits-garrigaires",
      summary="La colline comme salle de classe : cabanes, traces de sanglier et genoux écorchés.",
      description="""
      Le mercredi et pendant les vacances, les enfants de 5 à 11 ans partent dans la garrigue avec une loupe
      et un goûter. On y apprend le nom des plantes, à lire une carte, à se taire cinq minutes.

      Nos animatrices travaillent aussi avec les écoles, et plantent chaque hiver une haie avec une classe.
      """),
    O(key="embarcadere", name="L’Embarcadère des jeunes", short_name="L’Embarcadère",
      themes="jeunesse sport-et-bien-etre", districts="montredon pointe-rouge les-goudes",
      place="embarcadere",
      website=True, logo="vague",
      summary="Un local, un minibus et la mer : les 11-25 ans y montent leurs projets.",
      description="""
      Ici, ce sont les jeunes qui écrivent le programme sur le mur, et l’équipe qui se débrouille pour que
      ce soit possible : voile, séjours, tournois, premiers contrats l’été.

      **Le local est ouvert du mardi au samedi de 16 h à 20 h.** On peut y venir pour un stage à trouver, un
      dossier de permis à remplir, ou simplement pour ne pas rentrer tout de suite.
      """),
    O(key="cocon", name="Le Cocon du Rouet", themes="parentalite enfance", districts="le-rouet perier",
      place="maison-parents",
      summary="Jeunes parents, vieux soucis : un café, un tapis d’éveil, et on en parle.",
      description="""
      Être parent ne s’apprend pas tout seul. Au Cocon, les bébés jouent au milieu, les parents parlent
      autour, et une puéricultrice passe le jeudi avec sa balance.

      Nous tenons aussi un **vestiaire de puériculture** (0-4 ans) où tout s’échange, du body au lit
      parapluie.
      """),
    O(key="visiteuses", name="Les Visiteuses du Mistral", themes="aide-a-domicile sante",
      districts="sainte-marguerite perier saint-giniez", place="glycines",
      summary="Une visite, un appel, une course : la compagnie qui tient debout les jours de grand vent.",
      description="""
      Quarante bénévoles rendent visite chaque semaine à des personnes âgées ou isolées. On lit le journal,
      on descend les poubelles, on retrouve la photo du mariage.

      Un numéro répond **tous les soirs du lundi au jeudi**, été compris. Pour l’aide à domicile
      professionnelle, nous orientons vers les services du Département et restons jusqu’à ce que quelqu’un
      soit venu.
      """),
    O(key="theatre-restanque", name="La Compagnie de la Restanque", themes="culture-et-arts jeunesse",
      districts="sainte-anne mazargues", place="theatre", website=True,
      summary="Un théâtre de soixante-dix places où les voisins montent aussi sur scène.",
      description="""
      La compagnie joue, et fait jouer : ados le mercredi, adultes le lundi, et une scène ouverte le
      troisième vendredi du mois où l’on a vu un facteur jouer tout un acte de Cyrano.

      Les places sont à prix libre ou à 5 €. Les associations du réseau peuvent réserver la salle **deux
      soirs par an, technicien compris**.
      """),
    O(key="fabrique-redon", name="La Fabrique du Redon",
      themes="environnement-et-jardins insertion-et-emploi",
      districts="le-redon vaufreges", place="fabrique",
      summary="Un ancien garage où tout se répare : grille-pain, chaises, et parfois le moral.",
      description="""
      Établis, perceuses, machine à coudre, imprimante 3D : l’atelier est partagé, les savoir-faire aussi.
      Un samedi sur deux, on y répare avec vous ce que vous alliez jeter.

      **Sept objets sur dix repartent en marchant.** Les trois autres servent de pièces, ou de leçon.
      """),
    O(key="tremplin", name="Tremplin Sud", themes="insertion-et-emploi jeunesse",
      districts="sainte-marguerite le-cabot montredon", place="magnolias", website=True,
      summary="Du CV au premier jour de travail : un parrain, des entreprises d’ici, et pas de jargon.",
      description="""
      Chaque personne accompagnée a son parrain ou sa marraine, qui connaît le métier visé. On prépare
      l’entretien, on visite l’entreprise, on rappelle après l’embauche.

      Avec les bailleurs et les associations d’aide à domicile, nous ouvrons **une trentaine de postes par
      an** à moins d’une demi-heure de chez vous.
      """),
    O(key="sante-voisine", name="Santé Voisine", themes="sante acces-aux-droits",
      districts="les-baumettes mazargues", place="arbousiers",
      summary="Des médiatrices de santé qui parlent sept langues et connaissent le bon bureau.",
      description="""
      Trouver un médecin, comprendre une ordonnance, oser le dépistage : les médiatrices vous accompagnent,
      et viennent au rendez-vous si vous le souhaitez.

      Chaque mois, une matinée de dépistage **sans avance de frais** se tient à la Maison des Arbousiers, et
      une soirée donne la parole aux habitants sur un sujet qu’ils choisissent : sommeil, écrans, ménopause,
      bruit.
      """),
    O(key="barque-aux-livres", name="La Barque aux livres", themes="apprendre-et-lire culture-et-arts",
      districts="les-goudes montredon bonneveine", place="cabanon-livres", website=True, logo="barque",
      summary="Une bibliothèque grande comme un cabanon, et des histoires livrées à domicile en triporteur.",
      description="""
      Trois mille livres, dont un tiers en d’autres langues que le français, dans un ancien cabanon de
      pêcheur. Le triporteur passe sur les plages l’été et dans les cours d’immeuble l’hiver.

      **On emprunte sans carte et sans caution** : l’expérience montre que les livres reviennent, un peu
      salés.
      """),
    O(key="udzima", name="Udzima des Collines", short_name="Udzima",
      themes="culture-et-arts vie-de-quartier enfance",
      districts="la-panouse le-cabot mazargues", place="oliviers",
      summary="Langue, contes et tambours des Comores, à partager avec tout le quartier.",
      description="""
      *Udzima* veut dire « l’union ». L’association réunit des familles comoriennes de la colline et leurs
      voisins autour de la langue, de la cuisine, du chant et de la solidarité.

      Le samedi, les grands-mères transmettent contes et devinettes aux petits nés ici. **Les ateliers sont
      ouverts à tous** : la moitié des joueurs de tambour sont arrivés sans connaître un mot.
      """),
    O(key="signes", name="Signes et Rivages", themes="acces-aux-droits culture-et-arts",
      districts="saint-giniez la-plage", place="saint-giniez", logo="signes",
      summary="La langue des signes pour tous, et des événements du quartier que l’on suit des yeux.",
      description="""
      Sourds et entendants, nous enseignons la LSF, et nous accompagnons les associations qui veulent rendre
      leurs rendez-vous accessibles : interprétation, boucle magnétique, affiches claires.

      Dites-nous vos dates **trois semaines à l’avance**, nous trouvons l’interprète. On nous joint par SMS
      ou par e-mail.
      """),
    O(key="abricot", name="Abricot et Grenade", themes="culture-et-arts vie-de-quartier",
      districts="sainte-marguerite saint-giniez", place="magnolias",
      summary="La mémoire arménienne du quartier, par la table, la danse et les lettres.",
      description="""
      Nous collectons les recettes et les récits des familles arrivées il y a cent ans ou l’an dernier, et
      nous les cuisinons pour les voisins.

      Cours de langue pour enfants et adultes, cercle de danse, et une **boîte à photos** où chacun peut
      déposer une image et son histoire.
      """),
    O(key="velos-gineste", name="Les Vélos de la Gineste",
      themes="sport-et-bien-etre environnement-et-jardins",
      districts="carpiagne vaufreges le-redon", place="hangar-velos", logo="roue",
      summary="Réparer son vélo, apprendre à rouler, partir à plusieurs : la colline à la force du mollet.",
      description="""
      À l’atelier, on vous prête les outils et on vous montre le geste ; c’est vous qui tournez la clé. La
      vélo-école accueille **surtout des adultes qui n’ont jamais appris**, et ils repartent en roulant.

      Une fois par saison, une sortie de nuit au col, lampe au front.
      """),
    O(key="sentinelles", name="Les Sentinelles de Sormiou", themes="environnement-et-jardins",
      districts="sormiou les-baumettes les-goudes", place="pins-tordus",
      summary="Des gants, des sacs et des yeux grands ouverts : les amis de la calanque.",
      description="""
      Nous ramassons, nous comptons et nous racontons : chaque déchet est noté et les chiffres vont aux
      scientifiques et aux élus. L’été, nos binômes parlent aux visiteurs sur les sentiers.

      Prochaine envie : **replanter la barrière du chemin** avec des essences qui résistent au sel et aux
      sandales.
      """),
    O(key="rascasses", name="Le Chœur des Rascasses", themes="culture-et-arts sport-et-bien-etre",
      districts="la-plage saint-giniez", place="saint-giniez", logo="rascasse",
      summary="Une chorale sans audition : il suffit d’avoir une voix, même cabossée.",
      description="""
      Cinquante choristes, de 16 à 84 ans, et un répertoire qui passe du provençal au wolof. On apprend à
      l’oreille, **personne ne lit la musique**, sauf la cheffe, et encore.

      Le chœur chante volontiers dans les résidences, les fêtes de quartier et les mariages d’amis.
      """),
    O(key="ballon", name="Le Ballon partagé", themes="sport-et-bien-etre jeunesse enfance",
      districts="le-rouet perier", place="petit-mistral",
      summary="Du foot sans banc de touche : filles, garçons, petits et grands jouent le même temps.",
      description="""
      Pas de sélection, pas de classement : à la mi-temps, on mélange les équipes. Les entraînements sont
      encadrés par des éducateurs diplômés et par des jeunes du quartier en formation.

      **Les filles ont leur créneau et leur vestiaire**, et elles jouent aussi le samedi avec tout le monde.
      """),
    O(key="toit-et-reperes", name="Toit et Repères", themes="acces-aux-droits",
      districts="la-panouse le-cabot mazargues",
      place="oliviers",
      summary="Logement, papiers, langue : des repères pour qui arrive, et un toit qui tient.",
      description="""
      Nous accompagnons des familles mal logées ou nouvellement arrivées : demande de logement social,
      recours DALO, charges, premières démarches.

      Les ateliers se tiennent **en français et en arabe**. Un groupe de locataires prépare chaque trimestre
      la rencontre avec les bailleurs, avec un ordre du jour et un compte rendu que chacun peut lire.
      """),
    O(key="declic", name="Déclic et compagnie", short_name="Déclic",
      themes="apprendre-et-lire acces-aux-droits",
      districts="sainte-anne bonneveine", place="embruns",
      summary="Apprivoiser son téléphone, ouvrir un compte, ne plus craindre le bouton « Valider ».",
      description="""
      Nos conseillères numériques vont dans les bibliothèques, les cafés et les halls. On apprend sur
      **votre appareil**, à votre vitesse, et on note tout dans un petit carnet à gros caractères.

      Nous reconditionnons aussi des ordinateurs, cédés pour 40 € aux adhérents des associations du réseau.
      """),
    O(key="tisseuses", name="Les Tisseuses de liens", themes="vie-de-quartier insertion-et-emploi",
      districts="perier le-rouet", place="atelier-tisseuses", logo="aiguille",
      summary="Couture, broderie et conversation : un atelier de femmes, ouvert à ceux qui savent se tenir.",
      description="""
      Autour de douze machines, on coud des rideaux, des cabas, des costumes de théâtre. Certaines viennent
      pour apprendre un métier, d’autres pour **ne pas être seules l’après-midi**.

      L’atelier prend des commandes des associations : fanions, nappes, sacs de bibliothèque.
      """),
    O(key="deux-ages", name="Les Deux Âges", themes="vie-de-quartier aide-a-domicile enfance",
      districts="la-plage saint-giniez pointe-rouge", place="ressac",
      summary="Entre 7 et 97 ans, des après-midi où l’on se prête ce qu’on a : du temps, des billes, des souvenirs.",
      description="""
      Nous organisons la rencontre de ceux que l’emploi du temps sépare : lecture en maison de retraite,
      pétanque du dimanche, cohabitation d’étudiants et d’aînés.

      Une règle : **chacun apprend quelque chose à l’autre.** Le tricot contre les jeux vidéo, le morse
      contre le *skate*.
      """),
    O(key="repit", name="Sud Répit Aidants", themes="aide-a-domicile sante",
      districts="sainte-anne saint-giniez",
      place="lavoir",
      summary="Souffler deux heures quand on s’occupe d’un proche : café, relais, conseils.",
      description="""
      Vous aidez un mari, une mère, un enfant malade ou handicapé ? Vous êtes *aidant*, et vous avez droit à
      une pause.

      Un mardi sur deux, le café des aidants réunit une dizaine de personnes et une psychologue. Pendant ce
      temps, **une auxiliaire peut rester auprès de votre proche**, à la maison ou dans la pièce d’à côté.
      """),
    O(key="cigalon", name="Radio Cigalon", themes="jeunesse culture-et-arts",
      districts="vieille-chapelle bonneveine",
      place="studio", website=True,
      summary="La webradio faite par les 12-17 ans, qui tendent le micro à ceux qu’on n’entend pas.",
      description="""
      Chaque vendredi, une équipe prépare l’émission : reportage, chronique, technique. On apprend à
      vérifier une information, à couper un silence, à laisser parler.

      Les émissions sont en ligne et **transcrites** pour les personnes sourdes. Les associations peuvent
      inviter la radio à leurs événements.
      """),
    O(key="ludo-grand-pin", name="La Ludothèque du Grand Pin", short_name="La Ludothèque",
      themes="enfance parentalite", districts="la-panouse le-cabot", place="ludotheque", website=True,
      summary="Mille deux cents jeux à essayer sur place ou à emporter, et des parents qui finissent à quatre pattes.",
      description="""
      Du hochet au jeu de stratégie, tout se joue. Les ludothécaires expliquent les règles, puis
      s’éclipsent.

      Adhésion familiale de 12 € par an, **offerte à la première visite du centre social**. Une sélection de
      jeux adaptés (gros pions, contrastes, sans lecture) est signalée par une étoile.
      """),
    O(key="femmes-rivage", name="Femmes du rivage", themes="insertion-et-emploi apprendre-et-lire sante",
      districts="pointe-rouge montredon bonneveine", place="ressac",
      summary="Le français, le vélo, la mer, un métier : reprendre la main, ensemble.",
      description="""
      L’association accueille des femmes d’une vingtaine de pays. Le cours de français du matin est la porte
      d’entrée ; derrière, il y a la nage, l’informatique, le permis, le projet professionnel.

      **Les enfants sont gardés pendant les cours.** Les participantes siègent au conseil, et c’est l’une
      d’elles qui préside.
      """),
    O(key="cabanons", name="Récup’ et Cabanons", themes="environnement-et-jardins vie-de-quartier",
      districts="montredon les-goudes pointe-rouge", place="recuperie",
      summary="La recyclerie du bout de la ville : donner, retaper, revendre à petit prix.",
      description="""
      Un canapé fatigué, un vélo sans selle, trois assiettes : déposez, on trie. Ce qui est bon part en
      boutique, ce qui l’est presque passe à l’atelier, le reste devient décor ou matière.

      **Douze tonnes évitées l’an dernier**, six salariés en insertion, et la plus belle collection de
      transats du littoral.
      """),
]  # fmt: skip
