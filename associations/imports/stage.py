"""
The rows of a file in a temporary table, each found again in the directory: one COPY, then a statement a question,
whatever the number of rows. Here and in `merge`, only names of our own stand in the text of statements.
"""

from hashlib import blake2b

from django.utils.translation import gettext as _

from associations.imports.shape import FIELDS, KEYS, label

BATCH = 2000
TABLES = (
    "organisation_stage",
    "organisation_place",
    "organisation_match",
    "organisation_edited",
    "organisation_held",
    "organisation_verdict",
    "organisation_made",
)
ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class Stage:
    """One file's rows. `fields` are those that its format, and its columns, can say."""

    def __init__(self, cursor, fields, report):
        self.cursor = cursor
        self.fields = fields
        self.keys = [key for key in KEYS if key in fields]
        self.report = report

    def create(self):
        self.drop()
        columns = ", ".join(f"{name} {kind}" for name, (kind, _label) in FIELDS.items())
        self.cursor.execute("SET LOCAL work_mem = '64MB'")
        self.cursor.execute(
            "CREATE TEMPORARY TABLE organisation_stage "
            f"(digest text, line integer, closed boolean, {columns})"
        )

    def drop(self):
        for table in TABLES:
            self.cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")

    def load(self, rows):
        """
        Write the rows as they are read: no more than BATCH of them are held here. A digest of each, wherever it
        stands in the file, tells later that nothing was said anew.
        """
        columns = ", ".join(("digest", "line", "closed", *self.fields))
        tabs = len(self.fields) + 1
        waiting = []
        statement = f"COPY organisation_stage ({columns}) FROM STDIN (FORMAT text, NULL '')"
        with self.cursor.connection.cursor() as cursor, cursor.copy(statement) as copy:
            for cells in rows:
                text = "\t".join(cells)
                if "\\" in text or "\n" in text or "\r" in text or text.count("\t") != tabs:
                    text = "\t".join([cell.translate(ESCAPES) for cell in cells])
                said = text[text.index("\t") :].encode()
                waiting.append(f"{blake2b(said, digest_size=8).hexdigest()}\t{text}")
                if len(waiting) == BATCH:
                    copy.write("\n".join(waiting) + "\n")
                    waiting.clear()
            if waiting:
                copy.write("\n".join(waiting) + "\n")
        self.cursor.execute(f"ANALYZE organisation_stage (line, {', '.join(self.keys)})")

    def match(self):
        """Find each row's organisation; refuse what names one twice, or has no name to begin with."""
        for key in self.keys:
            self._refuse_twice(key)
        joins = " ".join(
            f"LEFT JOIN associations_organisation AS by_{key} ON by_{key}.{key} = stage.{key}"
            for key in self.keys
        )
        found = f"COALESCE({', '.join(f'by_{key}.id' for key in self.keys)})"
        self.cursor.execute(
            f"CREATE TEMPORARY TABLE organisation_match AS SELECT stage.line, {found} AS id "  # noqa: S608 (made of our own field and table names)
            f"FROM organisation_stage AS stage {joins} WHERE {found} IS NOT NULL"
        )
        self.cursor.execute("ANALYZE organisation_match")
        self._refuse_same_organisation()
        self._leave_out_closed()
        self.cursor.execute(
            f"DELETE FROM organisation_stage AS stage WHERE {NEW} AND name IS NULL RETURNING line"  # noqa: S608 (made of our own field and table names)
        )
        for (line,) in self.cursor.fetchall():
            self.report.refuse(
                line, label("name"), _("Le nom manque, et l’annuaire ne connaît pas cette ligne.")
            )

    def leave_out_likely_doubles(self):
        """
        A register names by a number what is here without one: a new row of the same name, articles and accents aside,
        would be its double, out of sight. It is told, and doesn't come in; those whose places are known to differ do.
        """
        self.cursor.execute(
            f"""
            DELETE FROM organisation_stage AS stage USING (
                SELECT DISTINCT ON (new.line) new.line, ours.name
                  FROM (
                    SELECT line, seat_postal_code AS code, {town("seat_city")} AS town, {bare("name")} AS bare
                      FROM organisation_stage AS stage WHERE {NEW}
                  ) AS new
                  JOIN (
                    SELECT organisation.name, {bare("organisation.name")} AS bare,
                           array_remove(ARRAY[seat_postal_code, place.postal_code], '') AS codes,
                           array_remove(ARRAY[{town("seat_city")}, {town("place.city")}], '') AS towns
                      FROM associations_organisation AS organisation
                      LEFT JOIN associations_place AS place ON place.id = organisation.place_id
                     WHERE organisation.rna = ''
                  ) AS ours ON ours.bare = new.bare AND new.bare <> ''
                 WHERE new.code IS NULL OR array_remove(codes, NULL) = '{{}}'
                    OR new.code = ANY(codes) OR new.town = ANY(towns)
                 ORDER BY new.line, ours.name
              ) AS double
             WHERE stage.line = double.line
            RETURNING stage.line, stage.rna, double.name
            """  # noqa: S608 (made of our own field and table names)
        )
        found = self.cursor.fetchall()
        for line, rna, name in found:
            self.report.warn(
                line,
                label("name"),
                _(
                    "C’est peut-être « %(name)s », qui est ici sans numéro RNA : la ligne n’entre pas. Donnez à cette "
                    "fiche le numéro %(rna)s si c’est elle, sinon ajoutez l’autre à la main avec ce numéro."
                )
                % {"name": name, "rna": rna},
            )
        self.report.left_out += len(found)

    def _refuse_twice(self, key):
        self.cursor.execute(
            f"""
            DELETE FROM organisation_stage AS stage USING (
                SELECT {key}, min(line) AS line FROM organisation_stage WHERE {key} IS NOT NULL
                 GROUP BY {key} HAVING count(*) > 1
            ) AS first
            WHERE stage.{key} = first.{key} AND stage.line > first.line
            RETURNING stage.line, first.line, stage.{key}::text
            """  # noqa: S608 (made of our own field and table names)
        )
        for line, first, value in self.cursor.fetchall():
            self.report.refuse(
                line,
                label(key),
                _("« %(value)s » est déjà à la ligne %(line)d.") % {"value": value, "line": first},
            )

    def _refuse_same_organisation(self):
        """Two rows may name one organisation by different identifiers."""
        self.cursor.execute(
            """
            DELETE FROM organisation_match AS match USING (
                SELECT id, min(line) AS line FROM organisation_match GROUP BY id HAVING count(*) > 1
            ) AS first
            WHERE match.id = first.id AND match.line > first.line
            RETURNING match.line, first.line
            """
        )
        again = self.cursor.fetchall()
        for line, first in again:
            self.report.refuse(line, "", _("C’est la même organisation qu’à la ligne %d.") % first)
        if again:
            lines = [line for line, _first in again]
            self.cursor.execute("DELETE FROM organisation_stage WHERE line = ANY(%s)", [lines])

    def _leave_out_closed(self):
        """What has ended doesn't come in; what is here and has ended is said."""
        self.cursor.execute(
            "SELECT stage.line, organisation.name FROM organisation_stage AS stage "
            "JOIN organisation_match USING (line) "
            "JOIN associations_organisation AS organisation ON organisation.id = organisation_match.id "
            "WHERE stage.closed"
        )
        for line, name in self.cursor.fetchall():
            self.report.warn(
                line, "position", _("« %s », qui est dans l’annuaire, n’est plus en activité.") % name
            )
        self.cursor.execute(
            "DELETE FROM organisation_match USING organisation_stage AS stage "
            "WHERE stage.line = organisation_match.line AND stage.closed"
        )
        self.cursor.execute("DELETE FROM organisation_stage WHERE closed")
        self.report.left_out += self.cursor.rowcount


def bare(name):
    """The SQL of a name without accents, capitals, signs, articles, nor what every association is called."""
    small = r"\m(?:l|le|la|les|d|de|du|des|et|association|asso)\M|[^a-z0-9]"
    return f"regexp_replace(lower(f_unaccent({name})), '{small}', '', 'g')"


def town(city):
    """The SQL of a town's name: "MARSEILLE 08" is Marseille."""
    return f"trim(regexp_replace(lower(f_unaccent({city})), '[0-9].*$', ''))"


# The rows whose organisation is new.
NEW = "NOT EXISTS (SELECT FROM organisation_match WHERE organisation_match.line = stage.line)"
