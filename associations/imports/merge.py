"""From a file to the directory's rows, all or nothing. Importing the same file twice changes nothing."""

from dataclasses import replace

import pghistory
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from associations.imports import protection, reading
from associations.imports.report import Report, Row
from associations.imports.shape import Context, label
from associations.imports.stage import NEW, Stage
from associations.imports.table import folded
from associations.imports.writing import Writing
from associations.models import District, Organisation, Theme

# Rows whose fate is shown one by one.
MAX_ROWS = 300
# Lines read between two calls of `progress`.
TOLD_EVERY = 2000


class Merge:
    """
    One file into the directory. What is new comes in unpublished unless `publish` (the national register always
    does); what is known gets what `protection` lets through, everything with `overwrite`.
    """

    def __init__(self, *, publish=False, overwrite=False, postal_codes=(), by=None, progress=None):
        self.publish = publish
        self.overwrite = overwrite
        self.postal_codes = frozenset(postal_codes)
        self.by = by
        self.progress = progress

    def run(self, file, *, name="", format_name="", dry_run=False):
        """Read a binary file object; with `dry_run` everything is done, counted, then undone."""
        self.report = Report()
        self.now = timezone.now()
        with reading.opened(file, self.report, format_name=format_name) as opened:
            self.format = opened.format
            self.report.format = opened.format.NAME
            with (
                transaction.atomic(),
                pghistory.context(user=self.by.pk if self.by else None, source=name),
                connection.cursor() as self.cursor,
            ):
                self._load(opened)
                self._judge()
                self._tell()
                Writing(self.cursor, self.format, self.fields, self.report, self.now).run()
                self.stage.drop()
                if dry_run:
                    transaction.set_rollback(True)
        return self.report

    def _load(self, opened):
        self.fields = opened.format.fields(opened.header)
        self.stage = Stage(self.cursor, self.fields, self.report)
        self.stage.create()
        read = replace(opened, rows=self._told(opened.rows)) if self.progress else opened
        self.stage.load(opened.format.read(read, self._context()))
        self.stage.match()
        if opened.format.LEAVES_OUT_LIKELY_DOUBLES:
            self.stage.leave_out_likely_doubles()

    def _told(self, rows):
        """Progress is of the rows read, whether or not they are kept."""
        last = 0
        for line, row in rows:
            if line - last >= TOLD_EVERY:
                last = line
                self.progress(line)
            yield line, row

    def _context(self):
        themes, districts = Theme.objects.all(), District.objects.all()
        return Context(
            report=self.report,
            theme_slugs={word: row.slug for row in themes for word in (row.slug, folded(row.name))},
            district_slugs={word: row.slug for row in districts for word in (row.slug, folded(row.name))},
            districts=[(row.slug, row.postal_code, row.latitude, row.longitude) for row in districts],
            postal_codes=self.postal_codes,
        )

    # What becomes of each row

    def _judge(self):
        # Statistics taken while an import fills a table count none of its rows: the next one, planned for a single
        # row, was seen to run for ten minutes. Joins by hash cost the same whatever was expected.
        self.cursor.execute("SET LOCAL enable_nestloop = off")
        self._compare()
        self._hold()
        self.cursor.execute("SET LOCAL enable_nestloop = on")
        for key in self.stage.keys:
            if key != "uid":
                self._leave_to_others(key)
        if "siren" in self.fields:
            self._keep_numbers_together()
        if "name" in self.fields:
            self._keep_names_apart()
        self._make()

    def _compare(self):
        self.cursor.execute(protection.edits(self.fields))
        self.cursor.execute("ANALYZE organisation_edited")
        self.cursor.execute(
            protection.verdicts(self.fields),
            {
                "format": self.format.NAME,
                "overwrite": self.overwrite,
                "ours": self.format.ORIGIN == Organisation.Origin.CSV,
            },
        )

    def _hold(self):
        """
        The sheets that will be written are held until the end. Where somebody saved one since it was compared, what
        they wrote is read and all is compared anew: an edit made meanwhile is an edit like any other.
        """
        self.cursor.execute(
            """
            SELECT count(*) FROM (
                SELECT FROM associations_organisation AS organisation
                 WHERE id IN (SELECT id FROM organisation_verdict) ORDER BY id FOR NO KEY UPDATE
              ) AS held
            """
        )
        self.cursor.execute(
            """
            SELECT EXISTS (
                SELECT FROM organisation_verdict AS verdict
                  LEFT JOIN associations_organisation AS organisation USING (id)
                 WHERE organisation.xmin::text IS DISTINCT FROM verdict.seen)
            """
        )
        if self.cursor.fetchone()[0]:
            self.cursor.execute(
                "CREATE TEMPORARY TABLE organisation_held AS SELECT id FROM organisation_verdict"
            )
            self.cursor.execute("DROP TABLE organisation_verdict, organisation_edited")
            self._compare()
            # One that was saved only now waits for the next import.
            self.cursor.execute(
                "DELETE FROM organisation_verdict WHERE id NOT IN (SELECT id FROM organisation_held)"
            )

    def _leave_to_others(self, key):
        """A number that another organisation carries stays there."""
        gone = f"array_remove(array_remove(verdict.changed, '{key}'), '{'siren' if key == 'siret' else key}')"
        self.cursor.execute(
            f"""
            UPDATE organisation_verdict AS verdict SET changed = {gone}
              FROM organisation_stage AS stage, associations_organisation AS other
             WHERE stage.line = verdict.line AND '{key}' = ANY(verdict.changed)
               AND other.{key} = stage.{key} AND other.id <> verdict.id
            RETURNING verdict.line, stage.{key}, other.name
            """  # noqa: S608 (made of our own field and table names)
        )
        for line, value, name in self.cursor.fetchall():
            self.report.warn(
                line,
                label(key),
                _("« %(value)s » est déjà celui de « %(name)s ».") % {"value": value, "name": name},
            )

    def _keep_numbers_together(self):
        """A SIRET begins with the SIREN: when the sheet says another one, both numbers stay as they are."""
        siret = "CASE WHEN 'siret' = ANY(verdict.changed) THEN stage.siret ELSE organisation.siret END"
        siren = "CASE WHEN 'siren' = ANY(verdict.changed) THEN stage.siren ELSE organisation.siren END"
        self.cursor.execute(
            f"""
            UPDATE organisation_verdict AS verdict
               SET changed = array_remove(array_remove(verdict.changed, 'siret'), 'siren'),
                   kept = array_append(array_remove(array_remove(verdict.kept, 'siret'), 'siren'), 'siret')
              FROM organisation_stage AS stage, associations_organisation AS organisation
             WHERE stage.line = verdict.line AND organisation.id = verdict.id
               AND verdict.changed && ARRAY['siret', 'siren']
               AND {siret} <> '' AND left({siret}, 9) <> {siren}
            """  # noqa: S608 (made of our own field and table names)
        )

    def _keep_names_apart(self):
        """Two public sheets have two names."""
        self.cursor.execute(
            """
            UPDATE organisation_verdict AS verdict SET changed = array_remove(verdict.changed, 'name')
              FROM (
                SELECT line, row_number() OVER (PARTITION BY stage.name ORDER BY line) AS nth, stage.name
                  FROM organisation_stage AS stage JOIN organisation_verdict USING (line)
                 WHERE is_published AND 'name' = ANY(changed)
              ) AS stage
             WHERE stage.line = verdict.line AND (stage.nth > 1 OR EXISTS (
                SELECT FROM associations_organisation AS other
                 WHERE other.name = stage.name AND other.is_published AND other.id <> verdict.id))
            RETURNING verdict.line, stage.name
            """
        )
        for line, name in self.cursor.fetchall():
            self.report.warn(line, label("name"), _("Une autre fiche s’appelle déjà « %s ».") % name)

    def _make(self):
        """The rows that are new, the key that each will have, and whether it is public at once."""
        publish = self.publish and self.format.PUBLISHED_AT_ONCE
        is_first = (
            "row_number() OVER (PARTITION BY stage.name ORDER BY stage.line) = 1" if publish else "false"
        )
        self.cursor.execute(
            f"""
            CREATE TEMPORARY TABLE organisation_made AS
            SELECT stage.line, nextval(sequence) AS id,
                   {is_first} AND other.id IS NULL AS is_published, other.id IS NOT NULL AS is_namesake
              FROM organisation_stage AS stage
              CROSS JOIN CAST(pg_get_serial_sequence('associations_organisation', 'id') AS regclass) AS sequence
              LEFT JOIN associations_organisation AS other ON other.name = stage.name AND other.is_published
             WHERE {NEW}
            """  # noqa: S608 (made of our own field and table names)
        )
        self.cursor.execute(
            "SELECT line, name FROM organisation_made JOIN organisation_stage USING (line) "
            "WHERE is_namesake OR (%s AND NOT organisation_made.is_published)",
            [publish],
        )
        for line, name in self.cursor.fetchall():
            self.report.warn(
                line,
                label("name"),
                _("Une fiche publiée s’appelle déjà « %s » : celle-ci entre sans être publiée.") % name,
            )

    def _tell(self):
        self.cursor.execute(
            """
            SELECT (SELECT count(*) FROM organisation_made), (SELECT count(*) FROM organisation_match),
                   count(*) FILTER (WHERE changed <> '{}')
              FROM organisation_verdict
            """
        )
        self.report.created, known, self.report.updated = self.cursor.fetchone()
        self.report.unchanged = known - self.report.updated
        self.cursor.execute(
            """
            SELECT line, organisation.name, kept,
                   ARRAY(SELECT field FROM organisation_edited AS edited WHERE edited.id = organisation.id)
              FROM organisation_verdict JOIN associations_organisation AS organisation USING (id)
             WHERE kept <> '{}' ORDER BY line
            """
        )
        edited_here = _("« %s » a été modifiée ici : ce champ est gardé.")
        said_elsewhere = _("« %s » dit autre chose, qui ne vient pas de ce fichier : ce champ est gardé.")
        for line, name, kept, edited in self.cursor.fetchall():
            for field in kept:
                reason = edited_here if field in edited else said_elsewhere
                self.report.protected.add(line, label(field), reason % name)
        self.cursor.execute(
            """
            SELECT line, 'created', stage.name, '{}', '{}'
              FROM organisation_made JOIN organisation_stage AS stage USING (line)
            UNION ALL
            SELECT match.line, CASE WHEN changed <> '{}' THEN 'updated' ELSE 'unchanged' END, organisation.name,
                   coalesce(changed, '{}'), coalesce(kept, '{}')
              FROM organisation_match AS match JOIN associations_organisation AS organisation USING (id)
              LEFT JOIN organisation_verdict AS verdict ON verdict.line = match.line
             ORDER BY line LIMIT %s
            """,
            [MAX_ROWS],
        )
        self.report.rows = [
            Row(line, action, name, tuple(map(label, changed)), tuple(map(label, kept)))
            for line, action, name, changed, kept in self.cursor.fetchall()
        ]
