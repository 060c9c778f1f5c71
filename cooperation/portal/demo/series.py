"""What comes back in the demo's agenda: every week, every other week, every month."""

from cooperation.portal.demo.notation import Change, fortnightly, monthly, weekly
from cooperation.portal.demo.notation import EventSheet as E

WEEKLY = [
    E(title="Aide aux devoirs et goûter", by="lanternes", also="education", at="lentisques",
      when=weekly("lun mar", "16:45", "18:15", closed="school"), themes="apprendre-et-lire enfance",
      publics="enfants parents", ages=(6, 14), picture="livres",
      conditions="Gratuit. Inscription d’un quart d’heure avec un parent, sur place.",
      summary="Une table, un goûter et un adulte disponible pour quatre enfants.",
      text="""
      On commence par le goûter, parce qu’on n’apprend rien le ventre vide. Ensuite chacun sort son cahier :
      lecture pour les petits, exercices pour les grands, et un coin calme pour ceux qui en ont besoin.

      À apporter : le cartable et le carnet de liaison.
      """,
      changes=(Change(2, "Réunion des bénévoles ce soir-là : on commence une demi-heure plus tard.",
                      start="17:15", end="18:30"),)),
    E(title="Gym douce seniors", by="mille-pas", at="bartavelles",
      when=weekly("lun jeu", "09:30", "10:30", closed="feast"),
      themes="sport-et-bien-etre sante", publics="seniors adultes", picture="souffle", paid=True,
      conditions="20 € l’année, première séance offerte. Certificat non obligatoire.",
      accessibility="mi hi",
      summary="Équilibre, souplesse et souffle, debout ou sur une chaise.",
      text="""
      Une heure pour dérouiller les épaules, retrouver l’équilibre et rire un peu. Chaque mouvement se fait
      **debout ou assis**. Tenue souple et bouteille d’eau.
      """,
      changes=(Change(3, "L’animatrice est en formation. Reprise à la séance suivante.", cancelled=True),)),
    E(title="Permanence d’accès aux droits", by="cle-du-cabot", also="toit-et-reperes", at="micocouliers",
      when=weekly("lun", "09:00", "12:00", closed="feast"), themes="acces-aux-droits", publics="adultes",
      picture="portes", conditions="Gratuit et confidentiel, sans rendez-vous jusqu’à 11 h 30.",
      language="mul",
      summary="Un courrier, un dossier, une inquiétude : on lit et on écrit avec vous.",
      text="""
      Apportez vos papiers, même en désordre. Un écrivain public et une médiatrice vous reçoivent l’un après
      l’autre, en français, en arabe ou en comorien.

      - CAF, retraite, MDPH, impôts
      - lettres, recours, attestations
      - le premier lundi du mois, une juriste
      """),
    E(title="Allô Mistral, une voix au bout du fil", by="visiteuses",
      online="https://visiteuses.example.org/allo",
      when=weekly("lun mar mer jeu", "17:00", "19:00"), themes="aide-a-domicile", publics="seniors adultes",
      conditions="Prix d’un appel local, ou en visio par le lien.",
      summary="Quatre soirs par semaine, une bénévole décroche et prend le temps.",
      text="""
      Pour parler de la pluie, d’un souci, ou de rien. Vous pouvez aussi demander qu’on vous rappelle chaque
      semaine à la même heure : beaucoup d’amitiés ont commencé comme ça.
      """),
    E(title="Apprivoiser son téléphone", by="declic", at="embruns",
      when=weekly("mar", "14:00", "16:00", closed="school"),
      themes="apprendre-et-lire acces-aux-droits", publics="seniors adultes", picture="telephone",
      conditions="Gratuit, huit places. Inscription par téléphone.", accessibility="mi hi vi",
      summary="Photos, messages, rendez-vous médicaux : venez avec votre appareil et vos questions.",
      text="""
      Un thème par semaine et du temps pour les questions de chacun. On écrit la marche à suivre dans un
      carnet, en gros, et **on ne vous prend jamais l’appareil des mains**.
      """),
    E(title="Le français au quotidien", by="femmes-rivage", also="declic", at="ressac",
      when=weekly("mar ven", "09:30", "11:30", closed="school"),
      themes="apprendre-et-lire insertion-et-emploi",
      publics="adultes", language="mul",
      conditions="Adhésion libre à partir de 1 €. Enfants gardés sur place.",
      summary="Parler chez le médecin, à l’école, au travail : un cours à plusieurs voix.",
      text="""
      Trois groupes, du tout premier mot à la préparation du diplôme. On part de ce qui est arrivé dans la
      semaine : un mot de la maîtresse, une annonce, une dispute avec un guichet.

      Les enfants de moins de 3 ans jouent dans la salle d’à côté avec une animatrice.
      """),
    E(title="Répétition du Chœur des Rascasses", by="rascasses", at="saint-giniez",
      when=weekly("mar", "19:00", "21:00", closed="school"), themes="culture-et-arts",
      publics="adultes jeunes",
      ages=(16, None), picture="choeur", paid=True,
      conditions="5 € par mois, et rien pour qui ne peut pas.",
      summary="Cinquante voix cabossées qui s’accordent. La vôtre manque.",
      text="""
      On chauffe la voix, on apprend à l’oreille, on recommence. Deux répétitions d’essai avant de décider.
      Au programme ce trimestre : trois chants des Comores, une valse, un air provençal.
      """),
    E(title="Ludothèque ouverte", by="ludo-grand-pin", at="ludotheque",
      when=weekly("mer sam", "14:00", "17:30", closed="feast"), themes="enfance parentalite",
      publics="enfants parents", picture="jeux", paid=True,
      conditions="Adhésion familiale de 12 € par an, essai gratuit.",
      summary="Mille deux cents jeux, trois tapis et une ludothécaire qui connaît toutes les règles.",
      text="""
      On joue sur place, on emprunte pour la semaine. Un coin pour les tout-petits, une table de jeux de
      société, et une étagère de **jeux adaptés**, signalés par une étoile.
      """,
      changes=(Change(3, "On fête les dix ans de la ludothèque : gâteau à 16 h !",
                      title="Ludothèque ouverte et anniversaire"),)),
    E(title="Foot à cinq, filles et garçons", by="ballon", at="petit-mistral",
      when=weekly("mer", "14:30", "16:30", closed="school"), themes="sport-et-bien-etre jeunesse",
      publics="enfants jeunes",
      ages=(8, 15), picture="ballon", paid=True, conditions="15 € l’année, chaussures prêtées.",
      summary="Tout le monde joue le même temps, et l’on mélange les équipes à la mi-temps.",
      text="""
      Une heure pour les 8-11 ans, une heure pour les 12-15 ans. Un éducateur diplômé, deux jeunes du
      quartier en formation, et une règle : **une équipe sans fille ne commence pas.**
      """),
    E(title="L’heure du conte", by="barque-aux-livres", at="embruns",
      when=weekly("mer", "10:30", "11:15", closed="feast"), themes="apprendre-et-lire enfance",
      publics="enfants parents",
      ages=(3, 7), conditions="Gratuit, sans inscription.", accessibility="mi hi",
      summary="Trois histoires, une comptine et un tapis assez grand pour les poussettes.",
      text="""
      La conteuse choisit les livres avec les enfants. Le dernier mercredi du mois, une histoire est dite
      aussi en langue des signes. Les parents restent, et reprennent le refrain.
      """),
    E(title="Café des parents, pesée des bébés", by="cocon", also="departement", at="maison-parents",
      when=weekly("jeu", "09:30", "11:30", closed="feast"), themes="parentalite sante", publics="parents",
      picture="tasses", conditions="Gratuit. Apportez le carnet de santé pour la pesée.",
      summary="Un café, un tapis d’éveil et une puéricultrice de la PMI, sans rendez-vous.",
      text="""
      Les nuits, les dents, la reprise du travail, le grand frère jaloux : on parle de tout, et l’on peut
      aussi se taire. La puéricultrice pèse les bébés et répond **à l’écart, si vous préférez**.
      """),
    E(title="Initiation à la langue des signes", by="signes", at="saint-giniez",
      when=weekly("jeu", "18:30", "20:00", closed="school"), themes="culture-et-arts acces-aux-droits",
      publics="adultes jeunes professionnels", ages=(14, None), picture="mains", paid=True,
      status="full", language="fsl",
      conditions="60 € le trimestre, 30 € pour les bénévoles. Liste d’attente par e-mail.",
      accessibility="hi",
      summary="Saluer, se présenter, raconter sa journée avec les mains.",
      text="""
      Le cours est donné par un professeur sourd : **la voix reste au vestiaire**. Dix-huit places, toutes
      prises ; écrivez pour la liste d’attente du trimestre prochain.
      """),
    E(title="Coup de pouce emploi", by="tremplin", at="magnolias",
      when=weekly("jeu", "14:00", "17:00", closed="feast"),
      themes="insertion-et-emploi", publics="adultes jeunes", ages=(16, None),
      conditions="Gratuit. Apportez votre CV si vous en avez un.",
      summary="Un CV à refaire, une annonce à comprendre, un entretien à répéter.",
      text="""
      On s’installe devant un ordinateur, à deux. Vous repartez avec un CV à jour, deux annonces et le
      prénom de la personne à appeler. Tenue d’entretien prêtée sur demande.
      """),
    E(title="Couscous du vendredi", by="marmite", also="restanques potager-restanques", at="restanques",
      when=weekly("ven", "12:00", "14:00", since=-12), themes="vie-de-quartier", picture="couscous",
      conditions="Prix libre. Réservation conseillée la veille avant 17 h.", website=True,
      summary="Une grande table, un plat qui mijote depuis l’aube, et l’on paie ce que l’on peut.",
      text="""
      Le couscous est végétarien, avec ou sans merguez. Les légumes viennent du Jardin des Restanques et des
      invendus du marché. **Venez dès 9 h si vous voulez éplucher** : le café est offert aux éplucheurs.

      Une part est portée chaque semaine à une douzaine de voisins qui ne peuvent plus sortir.
      """,
      changes=(Change(2, "Ce vendredi, c’est Udzima qui cuisine !", title="Le vendredi, c’est mataba", at="oliviers"),)),
    E(title="Atelier couture des Tisseuses", by="tisseuses", at="atelier-tisseuses",
      when=weekly("ven", "14:00", "17:00", closed="school"),
      themes="vie-de-quartier insertion-et-emploi", publics="adultes",
      picture="couture", paid=True, conditions="3 € la séance, tissu compris.",
      summary="Douze machines, du thé à la menthe et un ourlet qui n’attendait que vous.",
      text="""
      Débutantes et couturières confirmées s’entraident. En ce moment : des fanions pour la fête du quartier
      et une couverture en patchwork que l’on tirera au sort.
      """),
    E(title="La fabrique de l’émission", by="cigalon", at="studio",
      when=weekly("ven", "17:30", "19:30", closed="school"),
      themes="jeunesse culture-et-arts", publics="jeunes", ages=(12, 17), picture="radio",
      conditions="Gratuit, autorisation des parents la première fois.",
      summary="Reportage, chronique, technique : une émission à préparer en deux heures.",
      text="""
      Conférence de rédaction, interviews, montage, et enregistrement le dernier vendredi du mois. On peut
      venir une fois pour voir. **Timides bienvenus** : il y a aussi des boutons à tourner.
      """),
    E(title="Jardin ouvert", by="potager-restanques", at="jardin",
      when=weekly("sam", "09:30", "12:00", since=-12),
      themes="environnement-et-jardins vie-de-quartier", picture="jardin",
      conditions="Gratuit. Gants et outils sur place.", accessibility="mi pi ii",
      summary="Une matinée les mains dans la terre, sans rien savoir ni rien apporter.",
      text="""
      On sème, on taille, on remonte un muret, selon la saison et la météo. À 11 h 30, on partage la récolte
      du carré commun et ce que chacun a apporté à grignoter.

      Par grand vent, on trie les graines sous l’abri.
      """),
    E(title="Atelier vélo participatif", by="velos-gineste", at="hangar-velos",
      when=weekly("sam", "10:00", "13:00", closed="feast"),
      themes="sport-et-bien-etre environnement-et-jardins",
      picture="velo", paid=True, conditions="Adhésion annuelle de 10 €, pièces d’occasion à prix libre.",
      summary="Freins qui couinent, roue voilée : on vous prête les outils et on vous montre.",
      text="""
      Douze postes de réparation et quatre mécanos bénévoles. Le deuxième samedi du mois, un poste est
      réservé aux femmes qui veulent apprendre entre elles.
      """),
    E(title="Contes et devinettes en comorien", by="udzima", at="oliviers",
      when=weekly("sam", "15:00", "16:30", closed="school"), themes="culture-et-arts enfance",
      publics="enfants parents",
      ages=(5, 12), language="zdj", conditions="Gratuit, goûter partagé.",
      summary="Les grands-mères racontent, les petits répondent : *hale, hale !*",
      text="""
      Un conte, trois devinettes et une chanson, en shikomori puis en français. Les enfants qui n’ont jamais
      entendu la langue sont aussi attendus que les autres.
      """),
    E(title="Voile pour tous", by="embarcadere", also="ville", at="petit-port",
      when=weekly("sam", "13:30", "16:30", closed="school"), themes="jeunesse sport-et-bien-etre",
      publics="jeunes",
      ages=(11, 17), picture="voiles", paid=True,
      conditions="2 € la sortie. Savoir nager 25 m. Combinaisons prêtées.",
      accessibility="mi", website=True,
      summary="Du dériveur au catamaran, la mer en face de chez soi n’est plus un décor.",
      text="""
      Un moniteur pour six jeunes. Un bateau est équipé pour naviguer **en fauteuil ou avec une prothèse**.
      Par mistral fort, on reste à terre pour apprendre les nœuds et la météo.
      """),
    E(title="La marche du dimanche", by="mille-pas", also="deux-ages", at="vent-large",
      when=weekly("dim", "09:00", "11:30", since=-12), themes="sport-et-bien-etre sante", picture="chemin",
      conditions="Gratuit. Chaussures confortables, gourde.", accessibility="vi",
      summary="Six kilomètres au bord de la mer, au rythme du moins pressé.",
      text="""
      Deux groupes : les bavards et les rapides. Une binôme guide les personnes malvoyantes, prévenez la
      veille. On finit au café, et c’est souvent l’étape la plus longue.
      """),
    E(title="Le dimanche, on ne mange pas seul", by="deux-ages", also="visiteuses", at="ressac",
      when=weekly("dim", "12:30", "15:30", closed="feast"),
      themes="vie-de-quartier aide-a-domicile", publics="seniors adultes",
      conditions="Chacun apporte un plat, ou seulement son appétit. Transport possible.",
      summary="Une tablée pour ceux que le dimanche rend trop silencieux.",
      text="""
      On pose les plats au milieu et l’on goûte à tout. Des étudiants viennent avec leur linge et repartent
      avec une recette. **Une voiture passe vous chercher** si vous appelez avant samedi midi.
      """),
]  # fmt: skip

FORTNIGHTLY = [
    E(title="Café des aidants", by="repit", also="departement visiteuses", at="lavoir",
      when=fortnightly("mar", "14:30", "16:30", closed="feast"), themes="aide-a-domicile sante",
      publics="adultes seniors",
      conditions="Gratuit. Relais à domicile sur demande, trois jours avant.", accessibility="mi hi ii",
      summary="Deux heures pour souffler quand on s’occupe d’un proche.",
      text="""
      Une psychologue, du café, et d’autres qui vivent la même chose. Thèmes des prochaines rencontres :
      dire non, préparer un retour d’hôpital, les droits des aidants qui travaillent.
      """),
    E(title="Café réparation", by="fabrique-redon", also="cabanons", at="fabrique",
      when=fortnightly("sam", "14:00", "17:30", closed="feast"),
      themes="environnement-et-jardins vie-de-quartier",
      picture="outils", conditions="Prix libre, pièces en plus. Deux objets par personne.",
      summary="Grille-pain, lampe, chaise, jean : on répare ensemble avant de jeter.",
      text="""
      Un bénévole regarde avec vous ce qui cloche. Vous tenez le tournevis, il tient la lampe. Sept objets
      sur dix repartent en marchant, et le gâteau de la maison console les autres.
      """),
    E(title="Soirée jeux, de 7 à 97 ans", by="deux-ages", also="ludo-grand-pin", at="lavoir",
      when=fortnightly("ven", "18:00", "20:30", closed="feast"), themes="vie-de-quartier enfance",
      conditions="Gratuit, soupe à prix libre.",
      summary="Belote contre jeux de plateau : les champions ne sont pas ceux qu’on croit.",
      text="""
      Les équipes mêlent toujours une personne de moins de 20 ans et une de plus de 60. La ludothèque
      apporte ses nouveautés, et les anciens leur mauvaise foi.
      """),
    E(title="Mes papiers, mes droits, en arabe", by="toit-et-reperes", also="sante-voisine", at="oliviers",
      when=fortnightly("jeu", "14:00", "16:00", closed="school", since=-7), themes="acces-aux-droits sante",
      publics="adultes", language="ar", conditions="Gratuit, enfants bienvenus.",
      summary="Titre de séjour, carte Vitale, école : expliqués en arabe, notés en français.",
      text="""
      Un sujet par séance, puis des rendez-vous individuels. Vous repartez avec une feuille dans les deux
      langues à montrer au guichet.
      """),
]  # fmt: skip

MONTHLY = [
    E(title="Le mardi des habitants", by="restanques", also="ville pins-et-mer", at="restanques",
      when=monthly(2, "mar", "18:30", "20:30"), themes="vie-de-quartier", publics="adultes jeunes",
      conditions="Entrée libre. Garde d’enfants et soupe offertes.", accessibility="mi hi vi pi ii",
      summary="Ce qui va, ce qui coince, ce qu’on tente : la réunion où l’on parle debout devant une carte.",
      text="""
      Un tour des nouvelles, un sujet choisi le mois d’avant, trois décisions au plus. Le compte rendu tient
      sur une page et s’affiche dans les halls. **Les désaccords y sont écrits aussi.**
      """),
    E(title="Nettoyage de la calanque", by="sentinelles", also="metropole embarcadere", at="pins-tordus",
      when=monthly(1, "sam", "09:00", "12:00"), themes="environnement-et-jardins", ages=(8, None),
      picture="calanque",
      conditions="Gratuit. Gants et sacs fournis, chaussures fermées.",
      summary="On ramasse, on compte, on pique-nique : la mer s’en souvient.",
      text="""
      Rendez-vous à la barrière, répartition en équipes de cinq. Chaque déchet est noté sur une fiche : les
      chiffres servent aux scientifiques. Pique-nique tiré du sac à midi.

      Annulé en cas de fermeture du massif, on vous prévient la veille au soir.
      """),
    E(title="Scène ouverte de la Restanque", by="theatre-restanque", also="rascasses cigalon", at="theatre",
      when=monthly(3, "ven", "20:00", "22:30"), themes="culture-et-arts", paid=True, picture="theatre",
      conditions="Prix libre à partir de 2 €, gratuit pour qui monte sur scène.", accessibility="mi hi",
      summary="Sept minutes chacun : un poème, un tour, une chanson, un silence.",
      text="""
      Inscription le soir même jusqu’à 19 h 30, dans un chapeau. Le public applaudit tout le monde, c’est le
      contrat. Assiettes de La Marmite au bar.
      """),
    E(title="Matinée de dépistage et d’écoute", by="sante-voisine", also="departement", at="arbousiers",
      when=monthly(3, "mer", "09:00", "12:30", closed="feast"), themes="sante acces-aux-droits",
      publics="adultes seniors",
      picture="coeur",
      conditions="Gratuit, sans avance de frais. Carte Vitale si vous l’avez.", accessibility="mi hi pi",
      summary="Tension, diabète, vue, audition : un parcours d’une heure, avec interprète.",
      text="""
      Cinq tables, cinq professionnelles, et une médiatrice qui fait le chemin avec vous. Les résultats sont
      expliqués sur place et, si besoin, le rendez-vous suivant est pris ensemble.
      """),
    E(title="Le bailleur au pied de l’immeuble", by="pins-et-mer", also="toit-et-reperes cle-du-cabot",
      at="micocouliers",
      when=monthly(1, "jeu", "16:30", "18:30", closed="feast"),
      themes="acces-aux-droits vie-de-quartier", publics="adultes",
      conditions="Sans rendez-vous.",
      summary="Charges, travaux, voisinage : l’équipe de proximité s’assied et prend note.",
      text="""
      Le gardien, la chargée de clientèle et un technicien répondent aux locataires. Toit et Repères aide à
      préparer sa demande et **vérifie le mois suivant ce qui a été fait**.
      """),
    E(title="Troc de livres et de graines", by="barque-aux-livres", also="potager-restanques ville",
      at="amandiers",
      when=monthly(1, "dim", "10:00", "13:00", closed="feast"),
      themes="apprendre-et-lire environnement-et-jardins",
      conditions="Gratuit, on donne autant qu’on prend, ou presque.", accessibility="mi hi vi pi ii",
      summary="Un roman contre des graines de blettes, et la conversation en prime.",
      text="""
      Le triporteur de la Barque aux livres se gare sous les amandiers. Les graines viennent des jardins du
      quartier, avec le prénom de qui les a récoltées. En cas de pluie, sous le kiosque.
      """),
]  # fmt: skip
