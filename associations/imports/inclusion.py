"""
data.inclusion's `structures` (https://github.com/gip-inclusion/data-inclusion), as JSON or CSV, with the names of
its versions 0 and 1.
"""

import json

from django.utils.translation import gettext as _

from associations import theme_list
from associations.identifiers import clean_rna, clean_siret
from associations.imports import values
from associations.imports.values import Unusable
from associations.models import Organisation

NAME = "inclusion"
LABEL = "data.inclusion"
ORIGIN = Organisation.Origin.INCLUSION
PUBLISHED_AT_ONCE = True
LEAVES_OUT_LIKELY_DOUBLES = False

FIELDS = (
    *("external_id", "name", "summary", "description", "themes", "place", "point", "hours"),
    *("email", "phone", "website", "links", "rna", "siren", "siret"),
)
ACCESSIBILITY_SITE = "https://acceslibre.beta.gouv.fr/"
# Degrees: a district's centre further than about 1.5 km says nothing of where a place is.
NEAR_KM = 1.5
KM_LATITUDE, KM_LONGITUDE = 111.2, 80.9  # of a degree, at Marseille's latitude


def recognises(header):
    return header >= {"id", "nom"} and bool(header & {"source", "code_insee", "thematiques", "commune"})


def fields(header):
    return list(FIELDS)


def read(opened, context):
    for line, row in opened.rows:
        if not isinstance(row, dict):
            row = dict(zip(opened.header, row, strict=True))
        shaped = _Structure(line, row, context)
        try:
            if cells := shaped.cells():
                yield cells
        except Unusable as error:
            context.report.refuse(line, shaped.column, error)


class _Structure:
    """One row, and the column that is being read."""

    def __init__(self, line, row, context):
        self.line, self.row, self.context = line, row, context
        self.column = ""

    def text(self, *columns):
        """The first of these columns that says something."""
        for column in columns:
            value = self.row.get(column)
            if value not in (None, "", [], {}):
                self.column = column
                return value if isinstance(value, str) else str(value)
        self.column = columns[0]
        return ""

    def take(self, reader, *columns):
        """A value of its own: when it is wrong, the rest of the row comes in without it."""
        text = self.text(*columns)
        try:
            return reader(text)
        except Unusable as error:
            self.context.report.warn(self.line, self.column, error)
            return ""

    def cells(self):
        postal_code = self.take(values.postal_code, "code_postal")
        if not self.context.wants(postal_code):
            return None
        external_id, name = self._external_id(), self._name()
        siret = self._siret()
        point = values.coordinates(self.text("latitude"), self.text("longitude"))
        summary, description = self._words()
        return [
            *(str(self.line), "", external_id, name, summary, description, self._themes()),
            *(
                self._place(name, postal_code),
                values.as_json([*point, self._district(point)] if point else None),
            ),
            self.take(values.weekly_hours, "horaires_accueil"),
            self.take(values.email_address, "courriel"),
            self.take(values.phone_number, "telephone"),
            self.take(values.web_address, "site_web"),
            self._links(),
            self.take(lambda text: values.identifier(clean_rna, text), "rna"),
            *(siret[:9], siret),
        ]

    def _external_id(self):
        """ "source--id": ids are unique within their source only."""
        source, number = values.one_line(self.text("source")), values.one_line(self.text("id"))
        if not number:
            raise Unusable(_("L’identifiant manque."))
        if source and not number.startswith(f"{source}--"):
            number = f"{source}--{number}"
        if len(number) > 200:
            raise Unusable(_("Cet identifiant dépasse 200 caractères."))
        return number

    def _name(self):
        name = values.one_line(self.text("nom"))
        if not name:
            raise Unusable(_("Le nom manque."))
        if len(name) > 250:
            self.context.report.warn(
                self.line, "nom", _("Ce nom dépasse %d caractères : il est raccourci.") % 250
            )
        return values.cut(name, 250)

    def _siret(self):
        """A branch carries the number of what it is a branch of, which is another sheet's."""
        if self.text("antenne").lower() in ("true", "t", "1"):
            return ""
        return self.take(lambda text: values.identifier(clean_siret, text), "siret")

    def _words(self):
        """(summary, description): version 1 has the latter alone."""
        summary = values.one_line(self.text("presentation_resume"))
        description = values.several_lines(self.text("presentation_detail", "description"))
        if not summary and "\n" not in description and len(description) <= 200:
            summary, description = description, ""
        if len(summary) > 200:
            summary, description = "", description or summary
        return summary, values.cut(description, 10_000)

    def _list(self, column):
        """JSON's list, or its text in a CSV: JSON, PostgreSQL's braces, or commas."""
        value = self.row.get(column)
        if isinstance(value, str):
            try:
                value = json.loads(value) if value.startswith("[") else value.strip("{}").split(",")
            except ValueError:
                value = []
        return [str(word).strip(' "') for word in value or [] if word] if isinstance(value, list) else []

    def _themes(self):
        slugs = set()
        for word in self._list("thematiques"):
            slug = theme_list.of_inclusion(word)
            if slug in self.context.theme_slugs:
                slugs.add(slug)
            else:
                self.context.report.warn(
                    self.line, "thematiques", _("Thème inconnu de l’annuaire : « %s ».") % word[:60]
                )
        return values.array(sorted(slugs))

    def _links(self):
        """Its sheet on Acceslibre, which says how to come in."""
        link = self.take(lambda text: values.web_address(text, values.MAX_LINK), "accessibilite_lieu")
        return values.array([link] if link.startswith(ACCESSIBILITY_SITE) else [])

    def _place(self, name, postal_code):
        """[name, address, postal code, town]: a place is known by these."""
        parts = [values.one_line(self.text(column)) for column in ("adresse", "complement_adresse")]
        address = values.cut(", ".join(filter(None, parts)), 255)
        if not address:
            return ""
        return values.as_json([values.cut(name, 100), address, postal_code, self._city()])

    def _city(self):
        return values.one_line(self.text("commune"))[:80] or "Marseille"

    def _district(self, point):
        """The slug of the district whose centre is nearest, when one is near."""
        if not point or not self.context.districts:
            return ""
        distance, slug = min(
            (
                ((latitude - point[0]) * KM_LATITUDE) ** 2 + ((longitude - point[1]) * KM_LONGITUDE) ** 2,
                slug,
            )
            for slug, _code, latitude, longitude in self.context.districts
        )
        return slug if distance <= NEAR_KM**2 else ""
