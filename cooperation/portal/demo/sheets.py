"""What the sheets of the demo say beyond their words: hours, publics, languages, parts of themes, people to call."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Details:
    """By key of an organisation; hours in OpenStreetMap's notation, `verified` in days before the demo's own."""

    hours: str = ""
    hours_note: str = ""
    closed: tuple[int, int, str] | None = None  # days from the demo's own: first, last; why
    publics: str = ""
    languages: str = "fr"
    parts: str = ""  # slugs of themes that are parts of others
    also_at: str = ""  # key of a second place
    involvements: str = ""
    contact: tuple[str, str, str, str] | None = None  # name, role, phone, visibility
    manager: str = ""
    verified: int | None = 40


D = Details
WEEKDAYS = "Mo-Fr 09:00-12:30,14:00-18:00"

DETAILS = {
    "lanternes": D(hours="Mo,Tu,Th 16:30-19:00; Sa 10:00-12:00", publics="enfants parents", parts="aide-aux-devoirs",
                   languages="fr ar", verified=20,
                   contact=("Marcel T.", "président", "06 39 98 40 11", "network")),
    "marmite": D(hours="Tu-Fr 09:00-15:00", publics="adultes parents", parts="aide-alimentaire",
                 manager="Josiane P.", contact=("L’équipe cuisine", "", "06 39 98 40 12", "public")),
    "cle-du-cabot": D(hours="Mo,We 09:00-12:00,14:00-17:00; Fr 09:00-12:00",
                      hours_note="Sans rendez-vous le mercredi, sur rendez-vous les autres jours.",
                      closed=(28, 40, "congés"), publics="adultes seniors",
                      parts="papiers-et-demarches droit-et-logement",
                      languages="fr ar zdj", also_at="restanques", manager="Yasmina L.", verified=12,
                      contact=("Yasmina L.", "écrivaine publique", "06 39 98 40 13", "public")),
    "mille-pas": D(hours="Mo-Fr 09:00-11:30", publics="adultes seniors", manager="Régis C."),
    "potager-restanques": D(hours="We,Sa 09:00-12:00; Su 10:00-13:00", publics="", manager="Lucien A."),
    "petits-garrigaires": D(hours="We 09:00-17:00; Sa 09:00-12:00", publics="enfants parents", parts="accueil-de-loisirs",
                            manager="Elsa V.", verified=230),
    "embarcadere": D(hours="Tu-Fr 14:00-19:00; Sa 10:00-18:00", publics="jeunes", manager="Kévin O.",
                     contact=("Kévin O.", "animateur", "06 39 98 40 17", "network")),
    "cocon": D(hours="Mo,Tu,Th,Fr 09:30-12:00", publics="parents enfants", languages="fr ar en", manager="Inès B."),
    "visiteuses": D(hours="Mo-Fr 09:00-12:00", hours_note="Au téléphone l’après-midi.", publics="seniors",
                    parts="personnes-agees", manager="Colette M.",
                    contact=("Colette M.", "coordinatrice des visites", "06 39 98 40 19", "team")),
    "theatre-restanque": D(hours="Mo-Fr 14:00-18:00", manager="Bastien R."),
    "fabrique-redon": D(hours="We-Sa 14:00-18:00", publics="adultes", manager="Nordine H."),
    "tremplin": D(hours=WEEKDAYS, publics="jeunes adultes", manager="Sandrine K.", languages="fr en"),
    "sante-voisine": D(hours="Mo-Fr 09:00-12:00,13:30-16:30", publics="adultes parents seniors",
                       languages="fr ar zdj tr hy en es", parts="papiers-et-demarches", also_at="restanques",
                       manager="Mariama S.", verified=5,
                       contact=("Mariama S.", "médiatrice de santé", "06 39 98 40 23", "public")),
    "barque-aux-livres": D(hours="We,Sa 10:00-12:30,14:00-17:30", publics="enfants parents seniors", manager="Odile F."),
    "udzima": D(hours="Sa 14:00-19:00", languages="fr zdj ar", manager="Anziza M."),
    "signes": D(hours="Tu,Th 17:00-20:00", languages="fr fsl", parts="handicap", manager="Théo N."),
    "abricot": D(hours="We 14:00-18:00; Sa 10:00-12:00", languages="fr hy", publics="", manager="Chouchane D."),
    "velos-gineste": D(hours="Sa 09:00-12:30", manager="Paul G."),
    "sentinelles": D(manager="Mireille J.", verified=210),
    "rascasses": D(hours="Th 19:00-21:00", publics="adultes seniors", manager="Hugues W."),
    "ballon": D(hours="We 14:00-18:00; Sa 09:00-12:00", publics="enfants jeunes", verified=None),
    "toit-et-reperes": D(hours="Mo,Tu,Th,Fr 09:00-12:00", publics="adultes parents",
                         parts="droit-et-logement papiers-et-demarches apprendre-le-francais",
                         languages="fr ar en es tr", manager="Daoud I.",
                         contact=("L’accueil", "", "06 39 98 40 32", "public")),
    "declic": D(hours="Tu-Th 09:30-12:00,14:00-17:00", publics="adultes seniors", parts="numerique papiers-et-demarches",
                manager="Franck E."),
    "tisseuses": D(hours="Mo,Th 13:30-16:30", publics="adultes", languages="fr ar tr", manager="Rabia Z."),
    "deux-ages": D(hours="We 14:00-17:00", publics="enfants seniors", parts="personnes-agees", manager="Simone L."),
    "repit": D(hours="Mo,Fr 14:00-17:00", publics="adultes seniors", parts="handicap personnes-agees",
               manager="Gérard Q."),
    "cigalon": D(hours="We 14:00-18:00; Fr 17:00-19:00", publics="jeunes", manager="Leïla U."),
    "ludo-grand-pin": D(hours="Tu,We,Fr 15:30-18:30; Sa 10:00-12:30", publics="enfants parents", manager="Yann X."),
    "femmes-rivage": D(hours="Mo,Tu,Th 09:00-11:30", publics="adultes", parts="apprendre-le-francais",
                       languages="fr ar zdj", manager="Fanta C."),
    "cabanons": D(hours="We-Sa 10:00-18:00", verified=None),
    "restanques": D(hours=f"{WEEKDAYS}; Sa 09:00-12:00", hours_note="Le samedi, le premier du mois seulement.",
                    parts="papiers-et-demarches accueil-de-loisirs", languages="fr ar zdj", verified=15,
                    contact=("L’accueil", "", "06 39 98 40 41", "public")),
    "ville": D(involvements="funder owner", manager="Alain V.",
               contact=("Référente vie associative", "", "06 39 98 40 42", "network")),
    "metropole": D(involvements="funder operator", manager="Benoît Y."),
    "prefecture": D(involvements="funder", manager="Agnès T.",
                    contact=("Déléguée de la préfète", "", "06 39 98 40 44", "network")),
    "departement": D(hours=WEEKDAYS, involvements="funder operator", parts="personnes-agees", manager="Solène B."),
    "pins-et-mer": D(involvements="owner funder", manager="Ludovic P."),
    "logis-calanques": D(involvements="owner funder", manager="Corinne A."),
    "toits-littoral": D(involvements="owner", manager="Pascal R."),
    "education": D(hours="Mo-Fr 08:30-17:00", involvements="operator", publics="enfants jeunes professionnels",
                   manager="Hélène S."),
}  # fmt: skip
