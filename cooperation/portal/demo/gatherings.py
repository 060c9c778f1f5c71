"""What happens once, on a few dates or over several days in the demo's agenda."""

from cooperation.portal.demo.notation import EventSheet as E
from cooperation.portal.demo.notation import dates, days, once

SEVERAL_DATES = [
    E(title="Stage de théâtre pour ados", by="theatre-restanque", also="embarcadere", at="theatre",
      when=dates("-1 mer, 0 mer, 1 mer, 2 mer", "17:00", "19:00"),
      themes="culture-et-arts jeunesse", publics="jeunes",
      ages=(12, 17), paid=True, conditions="20 € les quatre séances, arrangement possible.",
      summary="Quatre mercredis pour inventer une scène, et la jouer.",
      text="""
      Impro, voix, lumière : chacun essaie tout. La dernière séance se termine devant les parents, qui ont
      interdiction de filmer et obligation d’applaudir.
      """),
    E(title="Passeport pour un premier emploi", by="tremplin", also="logis-calanques embarcadere",
      at="magnolias",
      when=dates("1 lun, 1 mer, 2 lun", "13:30", "17:00"), themes="insertion-et-emploi jeunesse",
      publics="jeunes",
      ages=(16, 25), conditions="Gratuit, engagement sur les trois demi-journées.",
      summary="Trois après-midi pour un CV, une visite de chantier et un entretien pour de vrai.",
      text="""
      1. On démêle ce que l’on sait déjà faire, on écrit le CV.
      2. On visite un chantier de Logis des Calanques, casque compris.
      3. On passe un entretien avec deux employeurs, qui disent ensuite ce qu’ils en ont pensé.
      """),
    E(title="Premiers secours, le diplôme en deux matinées", by="sante-voisine", at="arbousiers",
      when=dates("2 sam, 3 sam", "09:00", "12:30"), themes="sante",
      publics="adultes jeunes professionnels", ages=(14, None),
      paid=True, status="full", conditions="15 €, pris en charge pour les bénévoles du réseau.",
      summary="Masser, alerter, rassurer : les gestes qui font gagner du temps au cœur.",
      text="""
      Dix places, toutes réservées. Une nouvelle session ouvrira le trimestre prochain ; laissez votre
      numéro, nous rappelons dans l’ordre.
      """),
    E(title="Balades sensibles de Pointe-Rouge à Montredon", by="femmes-rivage",
      also="tisseuses cigalon", at="ressac",
      when=dates("-2 dim, 1 dim, 4 dim", "14:00", "16:30"), themes="vie-de-quartier culture-et-arts",
      conditions="Gratuit, douze personnes par balade.",
      summary="Le quartier raconté par celles qui le traversent chaque jour.",
      text="""
      Un banc où l’on attend, un mur que l’on évite, une odeur de pain : les participantes du cours de
      français ont dessiné trois parcours. On marche lentement, on écoute, on ajoute son histoire à la
      carte.
      """),
    E(title="Trois rendez-vous de cuisine arménienne", by="abricot", also="marmite", at="glycines",
      when=dates("0 lun, 2 mar, 4 mar", "18:00", "20:30"), themes="culture-et-arts vie-de-quartier",
      publics="adultes seniors",
      language="hy", picture="grenades", paid=True, conditions="8 € la soirée, repas compris.",
      summary="Dolma, lahmadjoun, gata : on roule, on garnit, on goûte.",
      text="""
      Les recettes sont dites en arménien et traduites au-dessus des casseroles. Les résidents des Glycines
      surveillent la cuisson, et ils sont sévères.
      """),
]  # fmt: skip

OVER_SEVERAL_DAYS = [
    E(title="Les Escales du Sud, festival des quartiers", by="restanques",
      also="ville udzima abricot theatre-restanque rascasses marmite", at="vent-large", and_at="galets amandiers",
      when=days(2, "ven", 3, "18:00", "19:00"), themes="culture-et-arts vie-de-quartier", picture="fete",
      conditions="Entrée libre. Repas à 6 €.", accessibility="mi hi vi pi ii", website=True,
      summary="Trois jours, douze associations, une seule affiche : le quartier se donne en spectacle.",
      text="""
      **Vendredi** : apéritif des habitants et scène ouverte. **Samedi** : ateliers pour petits et grands,
      tablées du monde, bal. **Dimanche** : marche, fanfare, et rangement en musique.

      Les spectacles du samedi sont interprétés en langue des signes. Les bénévoles se retrouvent au centre
      social une semaine avant.
      """),
    E(title="Visages du Cabot, l’exposition", by="cle-du-cabot", also="cigalon pins-et-mer", at="grand-pin",
      when=days(-1, "mar", 12), themes="culture-et-arts vie-de-quartier",
      conditions="Entrée libre aux heures d’ouverture de la salle.", accessibility="mi hi",
      summary="Quarante portraits d’habitants, et leur voix à écouter au casque.",
      text="""
      Les jeunes de Radio Cigalon ont enregistré, les locataires ont choisi leur photo. Chaque récit est
      aussi **transcrit en gros caractères**. Livre d’or à remplir sans modération.
      """),
    E(title="Chantier de jeunes au belvédère", by="embarcadere", also="sentinelles metropole",
      at="pins-tordus",
      when=days(5, "lun", 3), themes="jeunesse environnement-et-jardins", publics="jeunes", ages=(14, 17),
      conditions="Gratuit, repas fournis, participation de 40 € versée au projet de séjour.",
      summary="Trois jours pour remonter le muret et planter la haie du belvédère.",
      text="""
      Dix jeunes, deux encadrants et un murailler. On apprend la pierre sèche, on plante, on dort chez soi.
      Gants et chaussures de sécurité prêtés.
      """),
    E(title="La Grande Récup’", by="cabanons", also="fabrique-redon velos-gineste", at="recuperie",
      when=days(3, "sam", 2), themes="environnement-et-jardins vie-de-quartier",
      conditions="Entrée libre, tout à petit prix.",
      summary="Deux jours de braderie : meubles retapés, vélos, vaisselle et transats.",
      text="""
      Tout ce qui a été réparé depuis la rentrée sort des réserves. Le dimanche à partir de 15 h, **tout à
      un euro**. Triporteur de livraison pour les voisins sans voiture.
      """),
]  # fmt: skip

ONCE = [
    E(title="Fête de la soupe", by="marmite", also="potager-restanques deux-ages", at="amandiers",
      when=once(-4, "sam", "11:00", "15:00"), themes="vie-de-quartier", conditions="Prix libre.",
      summary="Neuf soupes, un jury d’enfants et une louche d’or.",
      text="""
      Chaque association défend sa marmite. Le jury a moins de dix ans et aucune pitié pour les poireaux.
      """),
    E(title="Marionnettes au balcon", by="theatre-restanque", also="ludo-grand-pin", at="ludotheque",
      when=once(-3, "mer", "15:30", "16:30"), themes="culture-et-arts enfance",
      publics="enfants parents", ages=(3, 10),
      paid=True, conditions="3 €, gratuit pour les adhérents de la ludothèque.",
      summary="Un castelet accroché au premier étage et des spectateurs en pyjama.",
      text="L’histoire d’un crabe qui voulait marcher droit. Durée 45 min, câlin au crabe compris."),
    E(title="Cadre de vie : la visite à pied des partenaires", by="prefecture",
      also="ville metropole logis-calanques", at="embarcadere",
      when=once(-3, "jeu", "09:30", "12:00"), themes="vie-de-quartier", publics="professionnels",
      conditions="Sur inscription, habitants-relais bienvenus.",
      summary="Éclairage, encombrants, cheminements : on regarde ensemble, on note qui fait quoi.",
      text="""
      Un tour de deux heures entre Montredon et Pointe-Rouge, avec les gardiens et cinq habitants. Le relevé
      des décisions est publié dans la semaine.
      """),
    E(title="Planter une haie avec l’école", by="petits-garrigaires", also="education sentinelles",
      at="kermes",
      when=once(-2, "sam", "09:00", "12:30"), themes="environnement-et-jardins enfance",
      publics="enfants parents",
      conditions="Gratuit. Bottes et vieux habits.",
      summary="Cent vingt arbustes à mettre en terre avant midi, par petites mains.",
      text="""
      Arbousiers, lentisques et filaires, choisis avec un pépiniériste. Chaque enfant baptise le sien.
      """),
    E(title="Concert d’hiver à la résidence", by="rascasses", also="udzima toits-littoral", at="glycines",
      when=once(-2, "ven", "16:00", "17:30"), themes="culture-et-arts", publics="seniors",
      conditions="Entrée libre, dans la limite des chaises.", accessibility="mi hi vi",
      summary="Cinquante choristes, trois tambours et un piano qui ne demande qu’à servir.",
      text="""
      Le chœur chante au milieu du public, les refrains sont imprimés en grand. Tisanes et crêpes après le
      concert.
      """),
    E(title="Forum des droits", by="cle-du-cabot",
      also="departement toit-et-reperes prefecture sante-voisine declic",
      at="grand-pin", when=once(-1, "jeu", "10:00", "16:00"), themes="acces-aux-droits sante",
      publics="adultes",
      language="mul", conditions="Entrée libre. Interprètes en arabe, comorien, turc et LSF.",
      accessibility="mi hi pi ii",
      summary="Vingt guichets dans une seule salle, et personne pour vous dire de revenir.",
      text="""
      Caisse d’allocations, assurance maladie, logement, handicap, numérique : on entre avec une question et
      l’on ressort avec une réponse ou un rendez-vous. **Apportez vos originaux**, photocopieuse sur place.
      """),
    E(title="Tournoi de pétanque des deux âges", by="deux-ages", also="mille-pas", at="vallon-pins",
      when=once(-1, "dim", "14:00", "18:00"), themes="vie-de-quartier sport-et-bien-etre",
      picture="boules", paid=True,
      conditions="2 € par équipe, reversés à la caisse des sorties.", accessibility="mi vi",
      summary="Une équipe, deux générations, et un cochonnet sonore pour les malvoyants.",
      text="Équipes de deux, trente ans d’écart au minimum. Boules molles prêtées aux débutants."),
    E(title="Goûter-lecture, histoires en deux langues", by="signes", also="barque-aux-livres cocon",
      at="saint-giniez",
      when=once(0, "mer", "15:30", "17:00"), themes="apprendre-et-lire parentalite",
      publics="enfants parents",
      ages=(4, 10), language="fsl", conditions="Gratuit, goûter offert.", accessibility="hi mi",
      summary="Les albums se lisent avec la voix et avec les mains.",
      text="""
      Une lectrice sourde et un conteur entendant racontent ensemble. Les enfants apprennent dix signes,
      dont *chocolat*, qui sert aussitôt.
      """),
    E(title="Collecte de jouets et de cabans", by="cabanons", also="cocon", at="recuperie",
      when=once(0, "sam", "10:00", "16:00"), themes="environnement-et-jardins parentalite",
      conditions="Dépôt gratuit, objets propres et complets.",
      summary="Ce qui est trop petit chez vous tiendra chaud chez les voisins.",
      text="""
      Manteaux d’enfants, jouets, livres. Le Cocon prépare des colis pour les familles suivies ; le reste
      part en boutique.
      """),
    E(title="Loto solidaire des Tisseuses", by="tisseuses", also="ballon", at="petit-mistral",
      status="cancelled",
      when=once(0, "dim", "15:00", "18:30"), themes="vie-de-quartier", paid=True,
      conditions="3 € le carton. Les cartons déjà achetés sont remboursés ou gardés pour la prochaine date.",
      summary="Une couverture en patchwork à gagner, et le voyage des enfants à financer.",
      text="""
      **Annulé : la salle a pris l’eau.** Tout le monde va bien, la couverture aussi. Une nouvelle date sera
      annoncée ici et dans les halls.
      """),
    E(title="Parents et écrans, on en parle en ligne", by="cocon", also="cigalon education",
      online="https://cocon.example.org/ecrans", when=once(1, "mar", "20:30", "21:45"),
      themes="parentalite jeunesse",
      publics="parents", conditions="Gratuit, lien envoyé après inscription. Caméra facultative.",
      website=True,
      summary="Une soirée depuis son canapé, avec une pédiatre et trois ados qui n’ont pas leur langue en poche.",
      text="""
      Combien, quand, lesquels ? Pas de leçon : des situations racontées par les parents, et ce que chacun a
      essayé. La soirée est sous-titrée en direct, **rien n’est enregistré**.
      """),
    E(title="L’aide à domicile recrute près de chez vous", by="tremplin",
      also="visiteuses departement repit", at="magnolias",
      when=once(1, "ven", "10:00", "12:30"), themes="insertion-et-emploi aide-a-domicile",
      publics="adultes jeunes",
      conditions="Gratuit. CV utile, pas obligatoire.",
      summary="Quatorze postes, des professionnelles qui racontent et des entretiens sur place.",
      text="""
      Un métier que l’on croit connaître : horaires, formation, salaire, joies et maux de dos. Celles qui le
      font répondent franchement.
      """),
    E(title="Inauguration de la fresque du 18", by="embarcadere", also="logis-calanques tisseuses",
      at="embarcadere",
      when=once(1, "mer", "17:00", "19:00"), themes="jeunesse culture-et-arts",
      conditions="Entrée libre, buffet préparé par les parents.",
      summary="Quatre mois de peinture, deux échafaudages et un mérou de six mètres.",
      text="""
      Les jeunes présentent la fresque dont les locataires ont voté le dessin. Discours interdits au-delà
      d’une minute.
      """),
    E(title="Soirée contes et tambours", by="udzima", also="rascasses marmite", at="oliviers",
      when=once(1, "sam", "19:00", "22:30"), themes="culture-et-arts vie-de-quartier",
      picture="tambours", paid=True,
      conditions="5 €, gratuit pour les moins de 12 ans. Repas sur place.", language="mul",
      summary="Trois tambours, deux conteuses et une piste de danse qui ne désemplit pas.",
      text="""
      On commence assis, on finit debout. Les contes sont dits en comorien et traduits au fil de l’eau. Le
      *mataba* de La Marmite est servi à 20 h.
      """),
    E(title="Rencontre trimestrielle des bénévoles", by="restanques", also="ville education",
      at="restanques",
      when=once(2, "mer", "18:00", "20:30"), themes="vie-de-quartier", publics="professionnels",
      conditions="Ouvert à toutes les associations du réseau.", accessibility="mi hi vi pi ii",
      summary="Deux associations se racontent, les autres pillent leurs bonnes idées.",
      text="""
      Au menu : l’accueil des nouveaux bénévoles, vu par Les Lanternes et par Les Visiteuses. Puis un buffet
      pour se trouver des projets communs. Repartez avec au moins un numéro de téléphone.
      """),
    E(title="Sortie en mer des aînés", by="visiteuses", also="embarcadere deux-ages",
      at="barquettes", status="full",
      when=once(2, "mar", "10:00", "12:30"), themes="aide-a-domicile vie-de-quartier",
      publics="seniors", picture="port",
      paid=True,
      conditions="5 €, pique-nique offert. Complet, liste d’attente par téléphone.", accessibility="mi",
      summary="Une barque, douze passagers et les îles que l’on voyait de la fenêtre.",
      text="""
      Embarquement facilité, gilets et plaids à bord. Par mer agitée, on remplace la sortie par un loto face
      au port.
      """),
    E(title="Une nuit au col, étoiles et lampes frontales", by="velos-gineste",
      also="petits-garrigaires mille-pas", at="col",
      when=once(3, "sam", "22:00", "02:00"), themes="sport-et-bien-etre environnement-et-jardins",
      publics="adultes jeunes", ages=(12, None), picture="nuit", paid=True,
      conditions="4 €, soupe et boisson chaude comprises. Inscription jusqu’à la veille.",
      summary="Une montée à la lampe, à pied ou à vélo, puis le ciel, couchés sur des couvertures.",
      text="""
      Rendez-vous au relais à 22 h, retour en minibus à 2 h. Un astronome amateur apporte son télescope.
      Prévoyez des vêtements très chauds et une lampe ; **reporté si le ciel est couvert**.
      """),
    E(title="Tournoi mixte des trois quartiers", by="ballon", also="embarcadere udzima", at="petit-mistral",
      when=once(5, "sam", "13:30", "18:00"), themes="sport-et-bien-etre jeunesse", publics="jeunes",
      ages=(12, 18),
      conditions="Gratuit, équipes de sept inscrites avant mercredi.",
      summary="Le Rouet, Montredon, La Panouse : sept contre sept, et l’on mange ensemble après.",
      text="""
      Arbitrage par les jeunes formés au printemps. Le trophée du jeu le plus propre vaut plus que la coupe.
      """),
    E(title="Repas dansant des anciens", by="deux-ages", also="toits-littoral abricot", at="glycines",
      when=once(3, "ven", "12:00", "17:00"), themes="vie-de-quartier culture-et-arts",
      publics="seniors", paid=True,
      conditions="12 €, transport compris sur demande.", accessibility="mi hi vi",
      summary="Un accordéon, une danseuse arménienne et un dessert qui fait débat.",
      text="""
      On danse entre les plats, en fauteuil aussi. Les étudiants en cohabitation assurent le service et le
      dernier tango.
      """),
    E(title="Fête de la place des Amandiers", by="restanques",
      also="ville marmite ludo-grand-pin signes declic", at="amandiers",
      when=once(6, "dim", "11:00", "19:00"), themes="vie-de-quartier", conditions="Entrée libre.",
      accessibility="mi hi vi pi ii",
      summary="La place aux piétons, les tables dehors, et dix-huit associations à rencontrer.",
      text="""
      Jeux géants, fanfare, friperie, ateliers. À 13 h, la plus longue table du 9e : **apportez un plat et
      une chaise**. À 17 h, tirage au sort de la tombola.
      """),
    E(title="Jeux géants dans la cour", by="ludo-grand-pin", also="petits-garrigaires education",
      at="tamaris",
      when=once(4, "mer", "14:00", "17:00"), themes="enfance parentalite", publics="enfants parents",
      ages=(3, 12),
      conditions="Gratuit.",
      summary="Un mikado de deux mètres, un jeu de l’oie où l’on est le pion.",
      text="""
      Dix jeux en bois fabriqués à La Fabrique du Redon. Les parents ne sont pas dispensés de sauter.
      """),
    E(title="Bien dormir, soirée d’échanges", by="sante-voisine", also="repit", at="arbousiers",
      when=once(5, "mar", "18:30", "20:30"), themes="sante", publics="adultes seniors",
      conditions="Gratuit, tisane comprise.", accessibility="mi hi pi",
      summary="Ronflements, soucis, écrans, travail de nuit : ce que l’on peut essayer dès ce soir.",
      text="""
      Une médecin du sommeil répond à vos questions, écrites ou dites. Chacun repart avec un carnet de nuit.
      """),
    E(title="La Foulée des Pins", by="mille-pas", also="ballon sentinelles", at="vallon-pins",
      when=once(7, "dim", "09:30", "12:30"), themes="sport-et-bien-etre", ages=(10, None), paid=True,
      conditions="6 €, 2 € pour les moins de 16 ans. Dossard sur place dès 8 h 30.",
      accessibility="mi vi", website=True,
      summary="Cinq kilomètres à courir, à marcher ou à rouler, et zéro gobelet jeté.",
      text="""
      Trois départs : course, marche, fauteuils et poussettes. Les coureurs malvoyants partent avec un
      guide. Chacun apporte sa gourde, les Sentinelles veillent.
      """),
    E(title="Ciné-parole : filmer son quartier", by="cigalon", also="theatre-restanque femmes-rivage",
      at="theatre",
      when=once(6, "ven", "19:00", "21:30"), themes="culture-et-arts jeunesse", publics="jeunes adultes",
      conditions="Prix libre.", accessibility="hi mi",
      summary="Cinq films de poche tournés par des habitants, sous-titrés, et un débat sans micro d’or.",
      text="""
      Tournés au téléphone, montés au studio. Les réalisatrices et réalisateurs, de 13 à 71 ans, sont dans
      la salle.
      """),
    E(title="Forum des stages et de l’alternance", by="embarcadere", also="tremplin education",
      at="bartavelles",
      when=once(7, "mer", "13:30", "17:00"), themes="jeunesse insertion-et-emploi",
      publics="jeunes parents", ages=(14, 20),
      conditions="Entrée libre, CV conseillé.", accessibility="mi hi",
      summary="Trente employeurs d’ici, un photomaton pour les CV et des parrains pour se lancer.",
      text="""
      De la boulangerie au chantier naval : on vient avec ses questions, on repart avec des noms.
      Préparation possible le jeudi au Coup de pouce emploi.
      """),
]  # fmt: skip
