"""Files of each format, made small, and what the command says of them."""

import csv
import io
import json

from associations.imports import table
from cooperation.core import spreadsheet

HEADER = (
    "id;id_ex;siret;rup_mi;gestion;date_creat;date_decla;date_publi;date_disso;nature;groupement;titre;titre_court;"
    "objet;objet_social1;objet_social2;adrs_complement;adrs_numvoie;adrs_repetition;adrs_typevoie;adrs_libvoie;"
    "adrs_distrib;adrs_codeinsee;adrs_codepostal;adrs_libcommune;adrg_declarant;adrg_complemid;adrg_complemgeo;"
    "adrg_libvoie;adrg_distrib;adrg_codepostal;adrg_achemine;adrg_pays;dir_civilite;siteweb;publiweb;observation;"
    "position;maj_time"
)
WALDEC = HEADER.split(";")
RNA = {
    "id": "W133001234",
    "titre": "LES  AMIS DU PARC",
    "objet": "faire vivre le parc",
    "objet_social1": "006000",
    "objet_social2": "000000",
    "date_creat": "2001-02-03",
    "position": "A",
    "adrs_complement": "_",
    "adrs_numvoie": "12",
    "adrs_typevoie": "RUE",
    "adrs_libvoie": "des Lilas",
    "adrs_codepostal": "13008",
    "adrs_libcommune": "Marseille",
    "adrg_libvoie": "3 RUE SECRÈTE",
    "siteweb": "www.parc.example",
}
SIRET, OTHER_SIRET = "73282932000074", "35600000000048"


def waldec(*rows, columns=WALDEC, delimiter=";", encoding="latin-1"):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([(RNA | row).get(column, "") for column in columns])
    return text.getvalue().encode(encoding)


STRUCTURE = {
    "id": "12",
    "source": "dora",
    "nom": "Maison des parents",
    "siret": SIRET,
    "code_postal": "13009",
    "commune": "Marseille",
    "adresse": "5 avenue des Pins",
    "latitude": 43.25,
    "longitude": 5.4,
    "telephone": "04 91 00 00 00",
    "courriel": "bonjour@maison.example",
    "site_web": "https://maison.example",
    "presentation_resume": "Accueille les parents.",
    "horaires_accueil": "Mo-Fr 09:00-12:00",
    "accessibilite_lieu": "https://acceslibre.beta.gouv.fr/app/x/",
    "thematiques": ["famille--soutien-aux-familles"],
}


def inclusion(*rows):
    return json.dumps([STRUCTURE | row for row in rows]).encode()


def exported(organisations):
    return "".join(spreadsheet.lines(table.header(), map(table.cells, organisations))).encode()


def sheet(*rows):
    """Our own table, with the columns of the first row."""
    return "".join(spreadsheet.lines(list(rows[0]), [list(row.values()) for row in rows])).encode()


def summary(**counts):
    known = dict.fromkeys(("created", "updated", "unchanged", "refused", "left_out", "protected"), 0) | counts
    return (
        "créées : {created}, modifiées : {updated}, inchangées : {unchanged}, refusées : {refused}, "
        "écartées : {left_out}, champs protégés : {protected}"
    ).format(**known)
