"""
What every format is read into: for each row a list of texts, [line, closed, *fields], as PostgreSQL's COPY reads
them, "" for what the source doesn't say. `closed` is "t" for an organisation that the source says has ended.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

# How rows are found again, in this order.
KEYS = ("uid", "rna", "siret", "external_id")
# A field of an organisation: PostgreSQL's type while it is staged, and its name for people.
FIELDS = {
    "name": ("text", _("nom")),
    "short_name": ("text", _("sigle")),
    "kind": ("text", _("type")),
    "summary": ("text", _("en une phrase")),
    "description": ("text", _("présentation")),
    "themes": ("text[]", _("thèmes")),
    "main_theme": ("text", _("thème principal")),
    "publics": ("text[]", _("publics")),
    "languages": ("text[]", _("langues")),
    "involvements": ("text[]", _("implication")),
    "founded_on": ("date", _("créée le")),
    "districts": ("text[]", _("quartiers")),
    "place": ("jsonb", _("lieu")),
    "hours": ("jsonb", _("horaires")),
    "hours_note": ("text", _("à propos des horaires")),
    "closures": ("jsonb", _("fermetures")),
    "email": ("text", _("e-mail")),
    "phone": ("text", _("téléphone")),
    "website": ("text", _("site web")),
    "links": ("text[]", _("autres liens")),
    "siren": ("text", _("SIREN")),
    "seat_address": ("text", _("siège social")),
    "seat_postal_code": ("text", _("code postal du siège")),
    "seat_city": ("text", _("commune du siège")),
    # Keys are fields too: an organisation gets those that it had not.
    "rna": ("text", _("RNA")),
    "siret": ("text", _("SIRET")),
    "external_id": ("text", _("identifiant d’origine")),
    "uid": ("uuid", _("identifiant")),
    # What is read of a place besides its identity, when it is new here.
    "point": ("jsonb", ""),
}
# What is no field of an organisation to compare.
NOT_COMPARED = ("uid", "point")


def label(name):
    return str(FIELDS[name][1])


@dataclass
class Context:
    """What readers need to know of the directory and of the request."""

    report: object
    theme_slugs: dict = field(default_factory=dict)  # by slug and by folded name
    district_slugs: dict = field(default_factory=dict)
    districts: list = field(default_factory=list)  # (slug, postal code, latitude, longitude)
    postal_codes: frozenset = frozenset()

    def wants(self, code):
        """Whether a postal code is asked for; the rows that are elsewhere are counted."""
        if self.postal_codes and code not in self.postal_codes:
            self.report.left_out += 1
            return False
        return True
