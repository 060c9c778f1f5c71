"""What was decided of a file's rows, written: one statement for the new, one for the known, two for what is linked."""

from django.db import connection

from associations.imports import protection
from associations.imports.places import Places
from associations.imports.slugs import name_new
from associations.models import Organisation

# What is written in tables of its own.
LINKED = ("themes", "districts")
# Sheets whose words are gathered at a time.
SEARCH_BATCH = 2000


class Writing:
    """Reads `organisation_stage`, `organisation_made` (the new) and `organisation_verdict` (the known)."""

    def __init__(self, cursor, reader, fields, report, now):
        self.cursor = cursor
        self.format = reader
        self.fields = fields
        self.names = protection.compared(fields)
        self.report = report
        self.now = now

    def run(self):
        changed = self._changed()
        if "place" in self.fields:
            Places(self.cursor).settle()
        if self.report.created:
            self._insert()
        if self._is_news():
            self._update(changed)
        for name in LINKED:
            if name in self.fields:
                self._link(name, changed)
        self._refresh_search()

    def _is_news(self):
        """Whether a sheet changes, or the source says otherwise what is kept as it is here."""
        self.cursor.execute(
            "SELECT EXISTS (SELECT FROM organisation_verdict WHERE remembers OR changed <> '{}')"
        )
        return self.cursor.fetchone()[0]

    def _changed(self):
        self.cursor.execute("SELECT DISTINCT unnest(changed) FROM organisation_verdict")
        return {name for (name,) in self.cursor.fetchall()}

    def _insert(self):
        """Every column that the model has: what the file says, else the model's own default."""
        slug = name_new(self.cursor, self.format)
        said = {
            "id": "made.id",
            "slug": slug,
            "is_published": "made.is_published",
            "source_entry": f"jsonb_build_object('{self.format.NAME}', {protection.remembered(self.names)})",
        }
        linked = {"place": "stage.place_id", "main_theme": "main_theme.id"}
        said |= {name: value for name, value in linked.items() if name in self.fields}
        names, values, parameters = [], [], []
        for field in Organisation._meta.concrete_fields:
            if field.generated:
                continue
            names.append(f'"{field.column}"')
            if field.name in said:
                values.append(said[field.name])
            elif field.name in self.fields:
                values.append(f"coalesce(stage.{field.name}, {self._default(field, parameters)})")
            else:
                values.append(self._default(field, parameters))
        self.cursor.execute(
            f"""
            INSERT INTO associations_organisation ({", ".join(names)})
            SELECT {", ".join(values)}
              FROM organisation_stage AS stage
              JOIN organisation_made AS made USING (line)
              LEFT JOIN associations_theme AS main_theme ON main_theme.slug = stage.main_theme
            """,  # noqa: S608 (made of our own field and table names)
            parameters,
        )

    def _default(self, field, parameters):
        if field.name == "uid":
            # In the order of time where PostgreSQL can: its index grows at one end instead of everywhere.
            return "uuidv7()" if connection.pg_version >= 180_000 else "gen_random_uuid()"
        value = {"origin": self.format.ORIGIN, "created_at": self.now, "updated_at": self.now}.get(field.name)
        value = field.get_default() if value is None else value
        parameters.append(field.get_db_prep_save(value, connection))
        return f"%s::{field.db_type(connection)}"

    def _update(self, changed):
        columns = [
            f"{column} = CASE WHEN '{name}' = ANY(verdict.changed) THEN {value} ELSE organisation.{column} END"
            for name, column, value in (
                {
                    "place": (name, "place_id", "stage.place_id"),
                    "main_theme": (name, "main_theme_id", "theme.id"),
                }.get(name, (name, name, f"stage.{name}"))
                for name in sorted(changed.difference(LINKED))
            )
        ]
        self.cursor.execute(
            f"""
            UPDATE associations_organisation AS organisation
               SET {"".join(f"{column}, " for column in columns)}
                   source_entry = organisation.source_entry || jsonb_build_object(
                       %(format)s::text, coalesce(organisation.source_entry -> %(format)s, '{{}}') || verdict.said),
                   updated_at = CASE WHEN verdict.changed = '{{}}' THEN organisation.updated_at ELSE %(now)s END
              FROM organisation_verdict AS verdict
              JOIN organisation_stage AS stage USING (line)
              LEFT JOIN associations_theme AS theme ON theme.slug = stage.main_theme
             WHERE organisation.id = verdict.id AND (verdict.changed <> '{{}}' OR verdict.remembers)
            """,  # noqa: S608 (made of our own field and table names)
            {"format": self.format.NAME, "now": self.now},
        )

    def _link(self, name, changed):
        """What stands in a table of its own. The main theme is one of the themes."""
        kind, slugs = name[:-1], f"stage.{name}"
        written = [name]
        if name == "themes" and "main_theme" in self.fields:
            slugs = f"array_append({slugs}, stage.main_theme)"
            written.append("main_theme")
        links = f"associations_organisation_{name}"
        insert = f"""
            INSERT INTO {links} (organisation_id, {kind}_id)
            SELECT {{owner}}.id, linked.id
              FROM organisation_stage AS stage {{join}} CROSS JOIN LATERAL unnest({slugs}) AS named (slug)
              JOIN associations_{kind} AS linked ON linked.slug = named.slug
            {{conflict}}
        """  # noqa: S608 (made of our own field and table names)
        again = "ON CONFLICT DO NOTHING"
        if self.report.created:
            join = "JOIN organisation_made AS made USING (line)"
            conflict = again if len(written) > 1 else ""
            self.cursor.execute(insert.format(owner="made", join=join, conflict=conflict))
        if changed.intersection(written):
            self._unlink(name, kind, links, slugs)
            join = (
                "JOIN organisation_verdict AS verdict ON verdict.line = stage.line AND verdict.changed && %s"
            )
            self.cursor.execute(insert.format(owner="verdict", join=join, conflict=again), [written])

    def _unlink(self, name, kind, links, slugs):
        """A main theme that was chosen here stays among the themes."""
        spared = """AND NOT EXISTS (
            SELECT FROM associations_organisation AS owner
             WHERE owner.id = link.organisation_id AND owner.main_theme_id = link.theme_id)"""
        self.cursor.execute(
            f"""
            DELETE FROM {links} AS link USING organisation_verdict AS verdict, organisation_stage AS stage
             WHERE link.organisation_id = verdict.id AND stage.line = verdict.line
               AND '{name}' = ANY(verdict.changed)
               AND link.{kind}_id NOT IN (SELECT id FROM associations_{kind} WHERE slug = ANY({slugs}))
               {spared if name == "themes" else ""}
            """  # noqa: S608 (made of our own field and table names)
        )

    def _refresh_search(self):
        """Those that the directory shows, and that were touched."""
        self.cursor.execute(
            """
            SELECT id FROM organisation_made WHERE is_published
            UNION ALL
            SELECT id FROM organisation_verdict WHERE is_published AND changed <> '{}'
            """
        )
        touched = [pk for (pk,) in self.cursor.fetchall()]
        for start in range(0, len(touched), SEARCH_BATCH):
            Organisation.objects.filter(pk__in=touched[start : start + SEARCH_BATCH]).refresh_search_text()
