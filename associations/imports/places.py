"""The places that a file names: each found by its name and address, made when it is new to the network."""

from associations.models import District, Place

# Rows whose place is to be written: those that are new, and those whose place changes.
WANTED = """
    SELECT stage.line, stage.place, stage.point FROM organisation_stage AS stage
     WHERE stage.place IS NOT NULL AND (
        EXISTS (SELECT FROM organisation_made AS made WHERE made.line = stage.line)
        OR EXISTS (
            SELECT FROM organisation_verdict AS verdict
             WHERE verdict.line = stage.line AND 'place' = ANY(verdict.changed)))
"""


class Places:
    """Writes `place_id` beside each staged row that has a place."""

    def __init__(self, cursor):
        self.cursor = cursor

    def settle(self):
        self.cursor.execute("ALTER TABLE organisation_stage ADD COLUMN place_id bigint")
        self.cursor.execute(f"CREATE TEMPORARY TABLE organisation_place AS {WANTED}")
        self._find()
        self._make()
        self._find()
        self.cursor.execute("DROP TABLE organisation_place")

    def _find(self):
        """By name and address, or by name alone where no address is said; the oldest, if several are alike."""
        self.cursor.execute(
            """
            UPDATE organisation_stage AS stage SET place_id = found.id
              FROM (
                SELECT DISTINCT ON (wanted.line) wanted.line, place.id
                  FROM organisation_place AS wanted
                  JOIN associations_place AS place
                    ON lower(f_unaccent(place.name)) = lower(f_unaccent(wanted.place ->> 0))
                   AND (wanted.place ->> 1 = ''
                        OR lower(f_unaccent(place.address)) = lower(f_unaccent(wanted.place ->> 1)))
                 ORDER BY wanted.line, place.id
              ) AS found
             WHERE found.line = stage.line
            """
        )

    def _make(self):
        self.cursor.execute(
            """
            SELECT DISTINCT ON (lower(f_unaccent(wanted.place ->> 0)), lower(f_unaccent(wanted.place ->> 1)))
                   wanted.place ->> 0, wanted.place ->> 1, wanted.place ->> 2, wanted.place ->> 3,
                   (wanted.point ->> 0)::float, (wanted.point ->> 1)::float, wanted.point ->> 2
              FROM organisation_place AS wanted JOIN organisation_stage AS stage USING (line)
             WHERE stage.place_id IS NULL
             ORDER BY lower(f_unaccent(wanted.place ->> 0)), lower(f_unaccent(wanted.place ->> 1)), wanted.line
            """
        )
        districts = dict(District.objects.values_list("slug", "pk"))
        Place.objects.bulk_create(
            Place(
                name=name,
                address=address,
                postal_code=postal_code,
                city=city,
                latitude=latitude,
                longitude=longitude,
                district_id=districts.get(district),
            )
            for name, address, postal_code, city, latitude, longitude, district in self.cursor.fetchall()
        )
