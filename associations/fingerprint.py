"""All that is public of the directory, as a few figures that change with any of it: ETags, and kept answers."""

import hashlib

from django.db import connection
from django.utils import timezone

# Organisations known from the national register alone are shown nowhere: they are not counted.
DIRECTORY = """
    (SELECT concat(count(*), ':', sum(extract(epoch FROM updated_at)))
       FROM associations_organisation WHERE is_published OR NOT origin = 'rna'),
    (SELECT concat(count(*), ':', sum(extract(epoch FROM updated_at))) FROM associations_place),
    (SELECT string_agg(concat_ws(':', id, name, slug, colour, icon, position, parent_id, keywords), ',' ORDER BY id)
       FROM associations_theme),
    (SELECT string_agg(concat_ws(':', id, name, slug), ',' ORDER BY id) FROM associations_district),
    (SELECT md5(string_agg(concat_ws(':', id, organisation_id, name, role, email, phone, theme_id), ',' ORDER BY id))
       FROM associations_contact WHERE visibility = 'public')
"""


def etag(*parts):
    """The ETag of an answer made of the directory, the day, and `parts` (its address), in one query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT concat_ws('|', {DIRECTORY})")
        data = cursor.fetchone()[0]
    words = "|".join(map(str, [data, timezone.localdate(), *parts]))
    return f'"{hashlib.sha256(words.encode()).hexdigest()[:32]}"'
