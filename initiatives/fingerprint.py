"""All that is public of the initiatives, as a few figures that change with any of it: ETags of feeds and exports."""

import hashlib

from django.db import connection

from associations.fingerprint import DIRECTORY

# A sheet's own moment of change follows all that it says (`write_version`), but for its pictures.
INITIATIVES = """
    (SELECT concat(count(*), ':', sum(extract(epoch FROM updated_at)), ':', sum(version))
       FROM initiatives_initiative WHERE state = 'published'),
    (SELECT concat(count(*), ':', sum(hashtextextended(concat_ws(':', id, image, alt, caption), 0)))
       FROM initiatives_photo),
    (SELECT string_agg(concat_ws(':', id, name, slug), ',' ORDER BY id) FROM initiatives_obstacle),
    (SELECT string_agg(concat_ws(':', id, name, slug), ',' ORDER BY id) FROM initiatives_lever)
"""


def etag(*parts):
    """The ETag of an answer made of public sheets, the directory, and `parts` (its address), in one query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(concat_ws('|', {INITIATIVES}, {DIRECTORY}))")
        data = cursor.fetchone()[0]
    words = "|".join(map(str, [data, *parts]))
    return f'"{hashlib.sha256(words.encode()).hexdigest()[:32]}"'
