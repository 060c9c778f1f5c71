"""Addresses for the sheets that come in."""

import secrets

from associations.imports import waldec
from associations.models import Organisation
from associations.models.organisations import RESERVED_SLUGS
from cooperation.core.slugs import readable_slug

BATCH = 2000


def name_new(cursor, reader):
    """
    The SQL expression of a new row's slug. One of the national register is known by its number until it is
    published; the others get readable addresses.
    """
    if reader is waldec:
        return _numbers(cursor)
    cursor.execute(
        """
        SELECT stage.line, coalesce(stage.short_name, stage.name)
          FROM organisation_made JOIN organisation_stage AS stage USING (line) ORDER BY line
        """
    )
    rows, taken = cursor.fetchall(), set(RESERVED_SLUGS)
    cursor.execute("ALTER TABLE organisation_stage ADD COLUMN slug text")
    for start in range(0, len(rows), BATCH):
        _write(cursor, rows[start : start + BATCH], taken)
    return "stage.slug"


def _numbers(cursor):
    cursor.execute(
        "SELECT EXISTS (SELECT FROM organisation_stage AS stage "
        "JOIN associations_organisation AS taken ON taken.slug = lower(stage.rna) AND taken.rna <> stage.rna)"
    )
    if cursor.fetchone()[0]:
        return "lower(stage.rna) || '-' || made.id"
    return "lower(stage.rna)"


def _write(cursor, rows, taken):
    bases = {line: readable_slug(text) or "fiche" for line, text in rows}
    taken |= set(Organisation.objects.filter(slug__in=bases.values()).values_list("slug", flat=True))
    slugs = []
    for base in bases.values():
        slug = base if base not in taken else f"{base[:73]}-{secrets.token_hex(3)}"
        taken.add(slug)
        slugs.append(slug)
    cursor.execute(
        "UPDATE organisation_stage AS stage SET slug = given.slug "
        "FROM unnest(%s::int[], %s::text[]) AS given (line, slug) WHERE given.line = stage.line",
        [list(bases), slugs],
    )
