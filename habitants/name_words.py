"""
The words by which a French text names people, or does not: folded (no accents, no capitals), written by hand. They need
not be whole: a given name that is missing is still found after "Mme" or before another capital.
"""

# Given names that people of these districts bear.
_GIVEN = """
abdallah abdel abdelkader abdou abdoulaye adam adele adrien agathe ahmed aicha aisha alain alexandre alexis ali
alice aline alya amadou amandine amel amina amine amira anais andre andrea anissa anita anne annie anthony
antoine ariane arnaud arthur asma assia aurelie axel aya ayoub aziz bachir baptiste basile bastien benedicte
benjamin bernadette bernard bertrand bilal boris brahim brigitte bruno camille carine carla carmen caroline
cassandra catherine cecile cedric celia celine chaima chantal charles charlotte chloe christelle christian
christiane christine christophe claude claudine clemence clement colette corinne cyril dalila damien daniel
daniele david deborah delphine denis denise didier djamel djamila dominique dylan eliane elias elisabeth elise
elodie emilie emma emmanuel enzo eric estelle esther ethan etienne eva evelyne fabien fabienne fabrice fadila
faiza fanny farah farid fatiha fatima fatma fatou fatoumata felix ferdinand fernand fernande fouad francis
francois francoise frederic gabriel gaelle genevieve georges gerald gerard germaine ghislaine gilbert gilles
ginette guillaume guy habib hafida hakim halima hamid hamza hanane hannah hasna hassan hassna helene henri herve
hicham hocine houda hugo hugues ibrahim idriss ilyes imane imen ines irene isabelle ismael issa ivan jacqueline
jacques jamila janine jean jeanne jennifer jeremie jeremy jerome jessica joel joelle jonathan jordan joseph
josette josiane julie julien juliette justine kader kahina kamel kamil karim karima karine katia kevin khadija
khaled khalid kheira laetitia laila lamia latifa laura laurence laurent lea leila lena leo leon lilia lina linda
loic louis louisa louise luc lucas lucette lucie lucien lucienne ludovic lydia lyna madeleine magali mahmoud
malik malika mamadou manon marc marcel marcelle marguerite maria mariam marianne marie marie-christine
marie-claude marie-france marie-jeanne marie-therese marina marion marius martin martine maryse mathieu mathilde
mathis matteo matthieu maurice maxime medhi mehdi mehmet melanie melissa michael michel michele michelle mickael
mireille mohamed mohammed monique morgane mourad moussa moustapha mustapha myriam nabil nabila nadege nadia
nadine nadir naima najat najet nassim nathalie nathan nawel nicolas nicole noa noah noemie nora norbert nordine
nour odette olivia olivier omar ophelie oumar oussama pascal pascale patricia patrick paul paule paulette
pauline perrine philippe pierrette quentin rachel rachid rachida raoul raphael raymond raymonde regine regis
remi remy renaud rene renee richard robert robin roger roland romain romane ryad sabine sabrina safia said saida
salah salim salima sami samia samir samira samuel sandra sandrine sarah sebastien sephora serge severine simon
simone sofia sofiane solange sonia sophie soraya souad stephane stephanie steve sylvain sylvie tarik theo
theodore therese thibault thierry thomas tiago tony valentin valerie vanessa veronique vincent viviane wafa
walid wassim william xavier yacine yanis yann yannick yasmina yasmine yassine yazid yolande youcef younes
youssef yves yvette yvonne zahra zakaria zineb zoe zohra
"""
# Words too: a person's only before another capital, or inside a sentence.
_GIVEN_AND_WORD = """
aime ange angele blanche cerise claire clementine constance constant desire fleur florence florian france gloria
iris jade lilas lily luna marguerite marine mercedes modeste oceane olive pierre prudence roman rose sultan
victoire victor victoria violette
"""
# What stands before a person's name.
_TITLES = """
docteur dr m madame mademoiselle maitre me mesdames messieurs mlle mm mme mmes monsieur mr tata tonton
"""
# What may follow a title without being a name: "Madame la maire", "M. le préfet".
_ROLES = """
bonjour de du et l la le les on qui tout un une
"""
# After these a capital letter names something of the town.
_TOWN = """
allee allees anse arret asso association avenue bar bassin bastide bat batiment bd bibliotheque bloc boulevard
bus cafe calanque calanques canal centre chapelle chemin cinema cite clinique club college colline copropriete
cours creche domaine ecole eglise ehpad entreprise faculte fete fort foyer gymnase halle hopital huveaune
immeuble impasse jardin jardins journee ligne lotissement lycee magasin mairie maison marche maternelle
mediatheque metro montee mosquee parc passage piscine place plage pont port projet quai quartier residence
rond-point route rue ruisseau saint sainte saints salle societe square st stade station ste supermarche syndic
theatre tour traverse villa
"""
# What carries a name on: "rue de la Fontaine", "Marie de Souza".
_SMALL = """
a al au aux ben d de des du el en et l la le les sur
"""
# Proper nouns that are nobody here.
_PUBLIC = """
afrique aid aix algerie aout ascension auchan avril bonjour caf canebiere carrefour casino castellane centre
comores covid cpam decembre departement dieu dimanche ecole emploi etat europe facebook fevrier francais france
google habitat hlm instagram intermarche internet islam italie janvier jeudi juillet juin leclerc lidl lundi
madame mai mairie maison mardi maroc mars marseille mayotte mediterranee merci mercredi metropole monoprix
monsieur noel nord novembre octobre om paques paris pentecote police poste prado prefecture provence ramadan
region republique rtm samedi secours securite septembre sociale sud tiktok toussaint travail tunisie velodrome
vendredi ville whatsapp
"""

GIVEN = frozenset(_GIVEN.split())
GIVEN_AND_WORD = frozenset(_GIVEN_AND_WORD.split())
TITLES = frozenset(_TITLES.split())
ROLES = frozenset(_ROLES.split())
TOWN = frozenset(_TOWN.split())
SMALL = frozenset(_SMALL.split())
PUBLIC = frozenset(_PUBLIC.split())
