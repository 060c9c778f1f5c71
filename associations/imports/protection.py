"""
Which fields of an organisation that is known a file may write. Two things tell what was decided here: the history
(`associations.history`), where a person's edit bears their name and an import its file's; and what the source said last
time, kept beside what the sheet says (`Organisation.source_entry`, by format and field).

- what the source doesn't say, or says as the sheet does, changes nothing;
- where the sheet is empty, the source fills it, unless it said the same last time: it was emptied here;
- what a person wrote here is kept, counted and told, unless the import is asked to overwrite;
- where the sheet says what the source said last time, the source's new words replace it;
- our own table is the team's hand: what it says anew replaces what any file wrote. A register is not: what another
  source said is kept, counted and told.
"""

from associations.imports.shape import NOT_COMPARED

SORTED = '(SELECT array_agg({0}::text ORDER BY {0}::text COLLATE "C") FROM unnest(organisation.{1}) AS {0})'
# What the sheet says, in the form in which the stage says it; "nothing" is NULL.
CURRENT = {
    "description": "nullif(replace(organisation.description, E'\\r\\n', E'\\n'), '')",
    "main_theme": "main_theme.slug",
    "founded_on": "organisation.founded_on",
    "themes": "themes.slugs",
    "districts": "districts.slugs",
    **{name: SORTED.format("word", name) for name in ("publics", "languages", "involvements", "links")},
    # A day without hours is a day that isn't there.
    "hours": "(SELECT jsonb_object_agg(key, value) FROM jsonb_each(organisation.hours) WHERE value <> '[]')",
    "closures": """(
        SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
            'from', value -> 'from', 'to', value -> 'to', 'why', nullif(value ->> 'why', '')
        )) ORDER BY position)
        FROM jsonb_array_elements(organisation.closures) WITH ORDINALITY AS closure (value, position)
    )""",
    "place": """nullif(
        jsonb_build_array(place.name, place.address, place.postal_code, place.city), '[null, null, null, null]'
    )""",
}
JOINS = {
    "main_theme": "LEFT JOIN associations_theme AS main_theme ON main_theme.id = organisation.main_theme_id",
    "place": "LEFT JOIN associations_place AS place ON place.id = organisation.place_id",
    **{
        name: f"""
            LEFT JOIN (
                SELECT organisation_id, array_agg(slug::text ORDER BY slug COLLATE "C") AS slugs
                  FROM associations_organisation_{name} AS link
                  JOIN organisation_match ON organisation_match.id = link.organisation_id
                  JOIN associations_{name[:-1]} AS linked ON linked.id = link.{name[:-1]}_id
                 GROUP BY organisation_id
            ) AS {name} ON {name}.organisation_id = organisation.id"""  # noqa: S608 (made of our own field and table names)
        for name in ("themes", "districts")
    },
}


# The saves of a person: an import has a source.
PERSON = "SELECT id FROM pghistory_context WHERE metadata ->> 'user' IS NOT NULL AND NOT metadata ? 'source'"
HISTORY = "associations_organisationhistory"
# What the history keeps in columns of another name, in tables of their own, or not at all.
COLUMNS = {"main_theme": "main_theme_id", "place": "place_id"}
LINKED = {
    "themes": "associations_organisationthemeevent",
    "districts": "associations_organisationdistrictevent",
}
UNTOLD = ("external_id",)


def compared(fields):
    return [name for name in fields if name not in NOT_COMPARED]


def current(name):
    return CURRENT.get(name, f"nullif(organisation.{name}, '')")


def edits(fields):
    """
    The statement that makes `organisation_edited`: (id, field) of what a person was the last to change, among the
    organisations that the file names.
    """
    names = [name for name in compared(fields) if name not in (*LINKED, *UNTOLD)]
    changes = ", ".join(
        f"history.{column} IS DISTINCT FROM lag(history.{column}) OVER saves AS {name}"
        for name, column in ((name, COLUMNS.get(name, name)) for name in names)
    )
    last = "(array_agg(by_person ORDER BY pgh_id DESC) FILTER (WHERE {0}))[1]"
    told = ", ".join(f"CASE WHEN {last.format(name)} THEN '{name}' END" for name in names)
    linked = "".join(
        f"""
        UNION ALL
        SELECT id, '{name}' FROM (
            SELECT DISTINCT ON (event.organisation_id) event.organisation_id AS id, event.pgh_context_id
              FROM {table} AS event JOIN organisation_match AS match ON match.id = event.organisation_id
             ORDER BY event.organisation_id, event.pgh_id DESC
          ) AS last
         WHERE pgh_context_id IN (SELECT id FROM person)"""  # noqa: S608 (made of our own field and table names)
        for name, table in LINKED.items()
        if name in fields
    )
    return f"""
        CREATE TEMPORARY TABLE organisation_edited AS
        WITH person AS ({PERSON}),
        theirs AS (
            SELECT DISTINCT match.id FROM organisation_match AS match
              JOIN {HISTORY} AS history ON history.pgh_obj_id = match.id
              JOIN person ON person.id = history.pgh_context_id
        ),
        steps AS (
            SELECT theirs.id, history.pgh_id, person.id IS NOT NULL AS by_person, {changes}
              FROM theirs
              JOIN {HISTORY} AS history ON history.pgh_obj_id = theirs.id
              LEFT JOIN person ON person.id = history.pgh_context_id
            WINDOW saves AS (PARTITION BY theirs.id ORDER BY history.pgh_id)
        )
        SELECT id, field FROM (SELECT id, unnest(ARRAY[{told}]::text[]) AS field FROM steps GROUP BY id) AS told
         WHERE field IS NOT NULL
        {linked}
    """  # noqa: S608 (made of our own field and table names)


def verdicts(fields):
    """
    The statement that makes `organisation_verdict`: for each row that is known, which fields are written
    (`changed`), which are kept against the source (`kept`), what the source says (`said`), and which state of the
    sheet was compared (`seen`). Rows that say what they said last time, and whose sheet says so too, have none. Reads
    `organisation_edited`. Parameters: `format`, `overwrite`, and `ours` (our own table).
    """
    names = compared(fields)
    inner = ", ".join(f"{_verdict(name)} AS {name}" for name in names)
    joins = " ".join(JOINS[name] for name in names if name in JOINS)

    def listed(verdict):
        each = ", ".join(f"CASE WHEN {name} = '{verdict}' THEN '{name}' END" for name in names)
        return f"array_remove(ARRAY[{each}]::text[], NULL)"

    untouched = " AND ".join(
        [
            "entry ->> 'digest' = stage.digest",
            *(f"(stage.{name} IS NULL OR {_agrees(name)})" for name in names),
        ]
    )
    return f"""
        CREATE TEMPORARY TABLE organisation_verdict AS
        SELECT line, id, seen, is_published, {listed("w")} AS changed, {listed("k")} AS kept, said,
               entry || said <> entry AS remembers
          FROM (
            SELECT stage.line, organisation.id, organisation.xmin::text AS seen, organisation.is_published,
                   entry, {inner},
                   {remembered(names)} AS said
              FROM organisation_stage AS stage
              JOIN organisation_match USING (line)
              JOIN associations_organisation AS organisation ON organisation.id = organisation_match.id
              CROSS JOIN LATERAL (
                SELECT coalesce(organisation.source_entry -> %(format)s, '{{}}') AS entry
              ) AS before
              LEFT JOIN (
                SELECT id, array_agg(field) AS fields FROM organisation_edited GROUP BY id
              ) AS edited ON edited.id = organisation.id
              {joins}
             WHERE NOT coalesce({untouched}, false)
          ) AS judged
    """  # noqa: S608 (made of our own field and table names)


def remembered(names):
    """The SQL of what the source says, as `source_entry` keeps it."""
    said = ", ".join(f"'{name}', stage.{name}" for name in names)
    return f"jsonb_strip_nulls(jsonb_build_object('digest', stage.digest, {said}))"


def _verdict(name):
    """ "w", write; "k", keep; NULL, nothing to do."""
    said, here, before = f"stage.{name}", current(name), f"entry -> '{name}'"
    return f"""
        CASE WHEN {said} IS NULL OR {_agrees(name)} THEN NULL
             WHEN %(overwrite)s THEN 'w'
             WHEN {here} IS NULL THEN CASE WHEN {before} = to_jsonb({said}) THEN 'k' ELSE 'w' END
             WHEN '{name}' = ANY(edited.fields) THEN 'k'
             WHEN {_same_json(name, before, here)} THEN 'w'
             WHEN {"%(ours)s" if name not in UNTOLD else "false"} AND {before} IS DISTINCT FROM to_jsonb({said}) THEN 'w'
             ELSE 'k' END"""


def _agrees(name):
    """Whether the sheet says what the source says."""
    said = f"stage.{name}"
    if name == "place":
        return _same_place(said)
    if current(name).startswith("nullif(organisation."):
        return f"{said} = organisation.{name}"
    return f"coalesce({said} = {current(name)}, false)"


def _same_json(name, before, here):
    return _same_place(f"({before})") if name == "place" else f"{before} = to_jsonb({here})"


def _same_place(said):
    """A place is known by its name, and by its address if one is said, whatever accents and capitals."""
    return f"""coalesce(
        lower(f_unaccent({said} ->> 0)) = lower(f_unaccent(place.name)) AND (
            {said} ->> 1 = '' OR lower(f_unaccent({said} ->> 1)) = lower(f_unaccent(place.address))
        ), false)"""
