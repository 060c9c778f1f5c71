"""
The national register of associations as the ministry of the Interior publishes it (« RNA Waldec », on
data.gouv.fr): 39 columns, or the 41 of older files, known by their names.

`adrg_*` is the address of whoever declares, often somebody's home: never read. The seat's (`adrs_*`) is kept for
those who run the sheet. Titles are in capitals, and stay so.
"""

import re
from datetime import date
from operator import itemgetter

from django.utils.translation import gettext as _

from associations import theme_list
from associations.identifiers import RNA, clean_rna, clean_siret
from associations.imports import values
from associations.imports.values import Unusable
from associations.models import Organisation

NAME = "rna"
LABEL = "RNA (Waldec)"
ORIGIN = Organisation.Origin.RNA
# Rows come in by the tens of thousands: they wait out of sight, under their number.
PUBLISHED_AT_ONCE = False
# A sheet of the directory may stand there already, without its number.
LEAVES_OUT_LIKELY_DOUBLES = True

NEEDED = {"id", "titre", "objet", "adrs_codepostal"}
STREET = (
    "adrs_numvoie",
    "adrs_repetition",
    "adrs_typevoie",
    "adrs_libvoie",
    "adrs_complement",
    "adrs_distrib",
)
READ = (
    *("id", "titre", "titre_court", "objet", "objet_social1", "objet_social2", "date_creat", "position"),
    *("siret", "siteweb", "adrs_codepostal", "adrs_libcommune"),
)
FIELDS = (
    *("rna", "name", "short_name", "summary", "description", "themes", "founded_on", "siren", "siret"),
    *("website", "seat_address", "seat_postal_code", "seat_city"),
)
POSTAL_CODE, NO_DATE = re.compile("[0-9]{5}"), "0001-01-01"
MAX_NAME, MAX_SHORT_NAME, MAX_SUMMARY, MAX_DESCRIPTION, MAX_ADDRESS, MAX_CITY = 250, 40, 200, 10_000, 255, 80


def recognises(header):
    return header >= NEEDED


def fields(header):
    """Older files have a telephone and an address."""
    return [
        *FIELDS,
        *(name for name, column in (("phone", "telephone"), ("email", "email")) if column in header),
    ]


def read(opened, context):
    """[line, closed, *fields] of each row that is asked for."""
    header, report, themes = opened.header, context.report, _Themes(context)
    pick = _picker(header, READ + STREET)
    contact = _picker(header, [name for name in ("telephone", "email") if name in header])
    wanted = context.postal_codes
    for line, cells in opened.rows:
        picked = pick(cells)
        text = "|".join(picked)
        if not text.isprintable() or "  " in text or " |" in text or "| " in text or "&" in text:
            picked = map(values.one_line, picked)
        (
            rna,
            name,
            short_name,
            purpose,
            code,
            other_code,
            created,
            position,
            siret,
            website,
            postcode,
            city,
            *street,
        ) = picked
        if wanted and postcode not in wanted:
            report.left_out += 1
            continue
        if not RNA.fullmatch(rna) or not name or len(name) > MAX_NAME:
            try:
                rna, name = _identity(context, line, rna, name)
            except Unusable as error:
                report.refuse(line, error.column, error)
                continue
        address = " ".join([part for part in street if part and part != "_"])
        if "_" in text:
            address, city = address.replace("_", " ").strip(), city.replace("_", " ").strip()
        siren = ""
        if siret:
            siret = _or_warn(context, line, "siret", _siret, siret)
            siren = siret[:9]
        if website:
            website = _or_warn(context, line, "siteweb", values.web_address, website)
        if not POSTAL_CODE.fullmatch(postcode):
            postcode = _or_warn(context, line, "adrs_codepostal", values.postal_code, postcode.strip("_ "))
        if created:
            try:
                created = date.fromisoformat(created).isoformat() if created != NO_DATE else ""
            except ValueError:
                created = _or_warn(context, line, "date_creat", values.read_date, created)
        is_short = len(purpose) <= MAX_SUMMARY
        row = [
            *(
                str(line),
                "" if position == "A" or not position else "t",
                rna,
                name,
                short_name[:MAX_SHORT_NAME],
            ),
            *(purpose if is_short else "", "" if is_short else purpose[:MAX_DESCRIPTION]),
            *(themes.of(line, code, other_code), created, siren, siret, website),
            *(address[:MAX_ADDRESS], postcode, city[:MAX_CITY]),
        ]
        if contact:
            row += _contact(context, line, header, contact(cells))
        yield row


def _picker(header, names):
    """The cells of these columns, "" for a column that the file has not; None for no columns."""
    if not names:
        return None
    places = {name: number for number, name in enumerate(header)}
    if all(name in places for name in names) and len(names) > 1:
        return itemgetter(*(places[name] for name in names))
    numbers = [places.get(name, -1) for name in names]
    return lambda cells: tuple(cells[number] if number >= 0 else "" for number in numbers)


class _Themes:
    """The themes of `objet_social` codes, among those that the directory has; what is unknown is told once."""

    def __init__(self, context):
        self.context = context
        self.arrays = {}
        self.told = set()

    def of(self, line, *codes):
        if codes not in self.arrays:
            slugs = {self._slug(line, code) for code in codes} - {""}
            self.arrays[codes] = values.array(sorted(slugs))
        return self.arrays[codes]

    def _slug(self, line, code):
        if not code.strip("0"):
            return ""
        slug = theme_list.of_waldec(code)
        if slug and slug not in self.context.theme_slugs and slug not in self.told:
            self.told.add(slug)
            self.context.report.warn(
                line, "objet_social1", _("Le thème « %s » n’existe pas dans l’annuaire.") % slug
            )
        return self.context.theme_slugs.get(slug, "")


def _identity(context, line, rna, name):
    """The row's own number, without which it can't come in, and its name, cut if need be."""
    if not rna:
        raise Unusable(_("Le numéro RNA manque."), column="id")
    if not name:
        raise Unusable(_("Le nom manque."), column="titre")
    try:
        rna = values.identifier(clean_rna, rna)
    except Unusable as error:
        error.column = "id"
        raise
    if len(name) > MAX_NAME:
        reason = _("Ce nom dépasse %d caractères : il est raccourci.") % MAX_NAME
        context.report.warn(line, "titre", reason)
    return rna, values.cut(name, MAX_NAME)


def _siret(text):
    return values.identifier(clean_siret, text)


def _contact(context, line, header, cells):
    given = dict(zip([name for name in ("telephone", "email") if name in header], cells, strict=True))
    readers = {"telephone": values.phone_number, "email": values.email_address}
    return [
        _or_warn(context, line, name, readers[name], given[name])
        for name in ("telephone", "email")
        if name in given
    ]


def _or_warn(context, line, column, reader, text):
    """The value; one that can't be kept is left out, and said."""
    try:
        return reader(text)
    except Unusable as error:
        context.report.warn(line, column, error)
        return ""
