"""
The directory's own table, in both directions: what `/associations.csv` writes comes back as it went. A column that
a file has not leaves its field alone, and so does an empty cell; a column that is not ours is told once.
"""

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from associations import opening
from associations.identifiers import clean_rna, clean_siren, clean_siret
from associations.imports import values
from associations.imports.values import CONTROLS, Unusable
from associations.models import Language, Organisation, Public
from cooperation.core.slugs import readable_slug
from cooperation.core.spreadsheet import from_cell

NAME = "csv"
LABEL = gettext_lazy("tableau de l’annuaire")
ORIGIN = Organisation.Origin.CSV
PUBLISHED_AT_ONCE = True
LEAVES_OUT_LIKELY_DOUBLES = False

BETWEEN = " | "
MAX_WHY = 80


def folded(text):
    """Without accents nor capitals: how words are looked up."""
    decomposed = unicodedata.normalize("NFD", text.replace("’", "'").strip().lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@dataclass(frozen=True)
class Column:
    """One column: what it writes of an organisation, and which field its cells are read into, if any."""

    header: str
    write: object
    field: str = ""
    read: object = None


def of_field(header, field, read=None, write=None):
    return Column(header, write or (lambda row: getattr(row, field)), field, read or _text_of(field))


def _text_of(field):
    limit = Organisation._meta.get_field(field).max_length

    def read(text, context):
        if len(text) > limit:
            raise Unusable(_("Ce texte dépasse %d caractères.") % limit)
        return text

    return read


def _choice(choices):
    """One of a list, by its label or its code."""
    known = _by_words((choice.value, choice.label) for choice in choices)

    def read(text, context):
        if not text:
            return ""
        if folded(text) not in known:
            raise Unusable(_("« %s » n’est pas un choix de la liste.") % text[:40])
        return known[folded(text)]

    return read


def _choices(choices):
    known = _by_words((choice.value, choice.label) for choice in choices)
    return lambda text, context: _known(text, known)


def _by_words(pairs):
    return {folded(str(word)): value for value, label in pairs for word in (value, label)}


def _words(text, known):
    """(the values that a cell names, the words unknown); commas separate too, where people type them."""
    found, unknown = [], []
    for part in filter(None, map(str.strip, text.split("|"))):
        words = [part] if folded(part) in known else [word.strip() for word in part.split(",")]
        for word in filter(None, words):
            if folded(word) in known:
                found.append(known[folded(word)])
            else:
                unknown.append(word)
    return found, unknown


def _unknown(words, *, kept=""):
    listed = ", ".join(f"« {word[:40]} »" for word in words)
    return Unusable(_("Inconnu de l’annuaire : %s.") % listed, kept=kept)


def _known(text, known):
    """The values that a cell names, as an array; those that are unknown are told, and the others kept."""
    found, unknown = _words(text, known)
    array = values.array(sorted(set(found)))
    if unknown:
        raise _unknown(unknown, kept=array)
    return array


def _themes(text, context):
    return _known(text, context.theme_slugs)


def _theme(text, context):
    found, unknown = _words(text, context.theme_slugs)
    if unknown:
        raise _unknown(unknown, kept=found[0] if found else "")
    return found[0] if found else ""


def _districts(text, context):
    return _known(text, context.district_slugs)


def _several(read, write):
    """For a cell of several values: those that can't be read are told, and the others kept."""

    def read_all(text, context):
        found, refused = [], []
        for part in filter(None, map(str.strip, text.split("|"))):
            try:
                found.append(read(part))
            except Unusable as error:
                refused.append(str(error))
        if refused:
            raise Unusable(" ".join(refused), kept=write(found))
        return write(found)

    return read_all


def _closure(text):
    """ "2026-12-24/2027-01-03 Congés": days as ISO 8601 writes an interval, and why."""
    days, _space, why = text.partition(" ")
    try:
        first, last = (date.fromisoformat(day).isoformat() for day in days.split("/"))
    except ValueError as error:
        raise Unusable(_("« %s » : écrivez par exemple 2026-12-24/2027-01-03 Congés.") % text[:40]) from error
    if last < first:
        raise Unusable(_("« %s » : la fin vient avant le début.") % text[:40])
    why = values.cut(why.strip(), MAX_WHY)
    return {"from": first, "to": last, **({"why": why} if why else {})}


def _write_closures(row):
    return BETWEEN.join(
        f"{closure['from']}/{closure['to']} {closure.get('why') or ''}".strip() for closure in row.closures
    )


def _link(text):
    return values.web_address(text, values.MAX_LINK)


def _sorted(links):
    return values.array(sorted(set(links)))


def _uid(text, context):
    try:
        return str(uuid.UUID(text)) if text else ""
    except ValueError as error:
        raise Unusable(
            _(
                "« %s » n’est pas un identifiant de cet annuaire : laissez cette cellule comme elle était, ou vide."
            )
            % text[:40]
        ) from error


def _plain(reader):
    return lambda text, context: reader(text)


def _number(clean):
    return lambda text, context: values.identifier(clean, text)


def _joined(words):
    return BETWEEN.join(map(str, words))


def _of_place(name):
    return lambda row: str(value) if row.place and (value := getattr(row.place, name)) is not None else ""


def _contacts(row):
    """Those whom everyone may see."""
    return _joined(
        ", ".join(filter(None, (contact.name, contact.role, contact.phone, contact.email)))
        for contact in row.contacts.all()
        if contact.is_public
    )


# The columns' names are the format: they are the same whatever the language.
PLACE, ADDRESS, POSTAL_CODE, CITY = "lieu", "adresse", "code postal", "ville"
LATITUDE, LONGITUDE = "latitude", "longitude"
COLUMNS = [
    Column("identifiant", lambda row: str(row.uid), "uid", _uid),
    of_field("nom", "name"),
    of_field("sigle", "short_name"),
    of_field("type", "kind", _choice(Organisation.Kind), lambda row: str(row.get_kind_display())),
    of_field("en une phrase", "summary"),
    of_field("présentation", "description"),
    Column("thèmes", lambda row: _joined(row.themes.all()), "themes", _themes),
    Column(
        "thème principal", lambda row: str(row.main_theme) if row.main_theme else "", "main_theme", _theme
    ),
    Column("publics", lambda row: _joined(row.public_labels), "publics", _choices(Public)),
    Column("langues", lambda row: _joined(row.language_labels), "languages", _choices(Language)),
    Column(
        *("implication", lambda row: _joined(row.involvement_labels), "involvements"),
        _choices(Organisation.Involvement),
    ),
    Column(*("créée le", lambda row: str(row.founded_on or ""), "founded_on"), _plain(values.read_date)),
    Column("quartiers", lambda row: _joined(row.districts.all()), "districts", _districts),
    Column(PLACE, _of_place("name")),
    Column(ADDRESS, _of_place("address")),
    Column(POSTAL_CODE, _of_place("postal_code")),
    Column(CITY, _of_place("city")),
    Column(LATITUDE, _of_place("latitude")),
    Column(LONGITUDE, _of_place("longitude")),
    Column("autres lieux", lambda row: _joined(row.other_places.all())),
    Column("horaires", lambda row: opening.write_osm(row.hours), "hours", _plain(values.weekly_hours)),
    of_field("à propos des horaires", "hours_note"),
    Column("fermetures", _write_closures, "closures", _several(_closure, values.as_json)),
    of_field("téléphone", "phone", _plain(values.phone_number)),
    of_field("e-mail", "email", _plain(values.email_address)),
    of_field("site web", "website", _plain(values.web_address)),
    Column("autres liens", lambda row: _joined(row.links), "links", _several(_link, _sorted)),
    Column("contacts", _contacts),
    of_field("RNA", "rna", _number(clean_rna)),
    of_field("SIREN", "siren", _number(clean_siren)),
    of_field("SIRET", "siret", _number(clean_siret)),
    Column(
        "vérifiée le",
        lambda row: str(timezone.localdate(row.verified_at)) if row.verified_at else "",
    ),
    Column("modifiée le", lambda row: str(timezone.localdate(row.updated_at))),
    Column("page", lambda row: f"{settings.SITE_URL}{row.get_absolute_url()}"),
]
BY_HEADER = {column.header.lower(): column for column in COLUMNS}


# Out


def header():
    return [column.header for column in COLUMNS]


def cells(organisation):
    """A row, from an organisation of `Organisation.objects.for_export()`."""
    return [column.write(organisation) for column in COLUMNS]


# In


def recognises(header):
    return bool(header & {"nom", "identifiant"}) and len(header & BY_HEADER.keys()) >= min(2, len(header))


def fields(header):
    """The fields of the columns that the file has; rows without an identifier are known by their name."""
    found = [BY_HEADER[name].field for name in header if name in BY_HEADER and BY_HEADER[name].field]
    place = ["place", "point"] if PLACE in header else []
    # A SIRET says the SIREN.
    siren = ["siren"] if "siret" in found and "siren" not in found else []
    return [*dict.fromkeys(found), *siren, *place, "external_id"]


def read(opened, context):
    _tell_unknown(opened.header, context)
    names = fields(opened.header)
    for line, row in opened.rows:
        texts = {name: _text(cell) for name, cell in zip(opened.header, row, strict=True)}
        if not any(texts.values()) or not context.wants(texts.get(POSTAL_CODE, "")):
            continue
        try:
            found = _fields(line, texts, context)
        except Unusable as error:
            context.report.refuse(line, COLUMNS[0].header, error)
            continue
        yield [str(line), "", *(found.get(name, "") for name in names)]


def _text(cell):
    return CONTROLS.sub("", from_cell(cell.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def _fields(line, texts, context):
    """Each field's cell; the row's own identifier refuses the row, any other value itself alone."""
    found = {}
    for name, text in texts.items():
        column = BY_HEADER.get(name)
        if not column or not column.field or not text:
            continue
        try:
            found[column.field] = column.read(text, context)
        except Unusable as error:
            if column.field == "uid":
                raise
            context.report.warn(line, column.header, error)
            if error.kept:
                found[column.field] = error.kept
    if siret := found.get("siret"):
        if found.get("siren", siret[:9]) != siret[:9]:
            context.report.warn(
                line, "SIREN", _("Le SIRET commence par un autre SIREN : c’est lui qui est gardé.")
            )
        found["siren"] = siret[:9]
    if texts.get(PLACE):
        found |= _place(line, texts, context)
    if found.get("name") and not any(found.get(key) for key in ("uid", "rna", "siret")):
        found["external_id"] = f"csv--{readable_slug(found['name'], max_length=190)}"
    return found


def _place(line, texts, context):
    try:
        code = values.postal_code(texts.get(POSTAL_CODE, ""))
    except Unusable as error:
        context.report.warn(line, POSTAL_CODE, error)
        code = ""
    place = [texts[PLACE][:100], texts.get(ADDRESS, "")[:255], code, texts.get(CITY, "")[:80] or "Marseille"]
    point = values.coordinates(texts.get(LATITUDE, ""), texts.get(LONGITUDE, ""))
    return {"place": values.as_json(place), "point": values.as_json([*point, ""] if point else None)}


def _tell_unknown(header, context):
    for name in header:
        if name not in BY_HEADER:
            context.report.warn(
                1, name[:40], _("Cette colonne n’est pas de l’annuaire : elle n’est pas reprise.")
            )
