"""What people write about their neighbourhood: whom it names, and what it only seems to."""

import pytest

from habitants.personal_words import find, fold, marked

KNOWN = [
    "Les Restanques",
    "Ballon d’Or",
    "Mazargues",
    "La Cayolle",
    "Parc Pastré",
    "Rue Paul Claudel",
    "Jean Jaurès",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Appelez-moi au 06 12 34 56 78 le soir.", [("phone", "06 12 34 56 78")]),
        ("Mon numéro : 0612345678", [("phone", "0612345678")]),
        ("au 04.91.00.00.01", [("phone", "04.91.00.00.01")]),
        ("Ma voisine (06 12 34 56 78) attend", [("phone", "06 12 34 56 78")]),
        ("au +33 (0)6 12 34 56 78", [("phone", "+33 (0)6 12 34 56 78")]),
        ("joignable au +33 6 12 34 56 78.", [("phone", "+33 6 12 34 56 78")]),
        ("le 06-12-34-56-78, merci", [("phone", "06-12-34-56-78")]),
        ("écrire à samia.b@example.org svp", [("email", "samia.b@example.org")]),
        ("Elle habite 12 rue des Lilas.", [("address", "12 rue des Lilas")]),
        ("au 4 bis, traverse de la Seigneurie", [("address", "4 bis, traverse de la Seigneurie")]),
        ("Mme Benali ne peut plus descendre.", [("name", "Mme Benali")]),
        ("C’est M. Dupont qui le dit", [("name", "M. Dupont")]),
        ("Madame El Amrani attend l’ascenseur", [("name", "Madame El Amrani")]),
        ("Monsieur Da Costa est tombé", [("name", "Monsieur Da Costa")]),
        ("Ma voisine Fatima a peur le soir", [("name", "Fatima")]),
        ("Karim dit que le bus ne passe plus", [("name", "Karim")]),
        ("Hier Karima Benslimane a chuté", [("name", "Karima Benslimane")]),
        ("d’après Zoulikha Haddad, rien n’a changé", [("name", "Zoulikha Haddad")]),
        ("le fils d’Aïcha est au collège", [("name", "Aïcha")]),
        ("avec Jean-Pierre, on a nettoyé", [("name", "Jean-Pierre")]),
        ("Le docteur Martin part à la retraite", [("name", "docteur Martin")]),
        ("Claire Fontaine et ses enfants", [("name", "Claire Fontaine")]),
        (
            "Mme Roux, 06 12 34 56 78, 3 allée des Pins",
            [("name", "Mme Roux"), ("phone", "06 12 34 56 78"), ("address", "3 allée des Pins")],
        ),
    ],
)
def test_person_is_found(text, expected):
    assert [(finding.kind, finding.text) for finding in find(text, known=KNOWN)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Le soir, on ne voit rien devant l’école.",
        "Il manque des bancs au Parc Pastré et à La Cayolle.",
        "Le bus 23 ne passe plus à Mazargues après 20 h 30.",
        "La rue Paul Claudel est dans le noir depuis le 12 novembre 2026.",
        "Devant l’école Jean Jaurès, les voitures roulent à 50 km/h.",
        "L’association Ballon d’Or n’a plus de salle le mercredi.",
        "Les Restanques ferment trop tôt.",
        "La CAF et la CPAM renvoient vers Internet.",
        "Madame la maire avait promis une crèche.",
        "M. le préfet doit répondre.",
        "Il y a des rats dans le bâtiment B de la cité Soude.",
        "Rien pour les jeunes en juillet et août à Marseille.",
        "Les trottoirs du boulevard Michelet sont trop étroits.",
        "Au collège Louise Michel, la cantine coûte 3,80 € par repas.",
        "Il faudrait 1 500 € pour réparer. Qui paie ?",
        "Marine nationale : des tirs le 3 mars 2027 de 8 h à 12 h",
        "L’ascenseur est en panne. Les personnes âgées restent chez elles.",
        "Pierre qui roule n’amasse pas mousse",
        "Plus de pharmacie de garde à Sainte-Anne ni à Saint-Giniez",
        "La Ville et la Métropole se renvoient la balle",
        "On attend depuis 2019 ; référence 2024-118",
        "Tout le monde va au Carrefour de Bonneveine.",
        "Aux Goudes, il n’y a qu’un bus par heure.",
        "Rose, orange ou verte, la poubelle déborde.",
        "",
    ],
)
def test_what_is_nobody_is_left_alone(text):
    assert find(text, known=KNOWN) == []


def test_known_names_are_known_whatever_their_accents_and_capitals():
    assert find("un tour au parc PASTRE et chez les restanques", known=KNOWN) == []


def test_text_is_shown_with_what_was_found():
    text = "Mme Roux a peur."

    pieces = marked(text, find(text))

    assert [(words, finding and finding.kind) for words, finding in pieces] == [
        ("Mme Roux", "name"),
        (" a peur.", None),
    ]


def test_positions_stay_those_of_the_text():
    text = "Élève de Cécile, là-bas"

    [finding] = find(text)

    assert (text[finding.start : finding.end], len(fold(text))) == ("Cécile", len(text))
