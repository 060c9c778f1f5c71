"""What the tables that exist need: a main theme among the themes, room between themes, a first line of history."""

from django.db import migrations

# The main theme is one of the themes; taking it out of them leaves none. Rows may come in either order.
MAIN_THEME = """
    ALTER TABLE associations_organisation ADD CONSTRAINT organisation_main_theme
        FOREIGN KEY (id, main_theme_id) REFERENCES associations_organisation_themes (organisation_id, theme_id)
        ON DELETE SET NULL (main_theme_id) DEFERRABLE INITIALLY DEFERRED
"""
# Parts of a theme come after it, before the next.
POSITIONS = "UPDATE associations_theme SET position = position * 100 WHERE position BETWEEN 1 AND 300"
# An earlier version of a sheet is what was added and not taken away: what is there already was added.
HISTORY = """
    INSERT INTO associations_organisationthemeevent
        (pgh_created_at, pgh_label, id, organisation_id, theme_id)
    SELECT now(), 'add', id, organisation_id, theme_id FROM associations_organisation_themes;
    INSERT INTO associations_organisationdistrictevent
        (pgh_created_at, pgh_label, id, organisation_id, district_id)
    SELECT now(), 'add', id, organisation_id, district_id FROM associations_organisation_districts
"""


class Migration(migrations.Migration):
    dependencies = [("associations", "0003_directory")]

    operations = [
        migrations.RunSQL(
            MAIN_THEME, "ALTER TABLE associations_organisation DROP CONSTRAINT organisation_main_theme"
        ),
        migrations.RunSQL(POSITIONS, "UPDATE associations_theme SET position = position / 100"),
        migrations.RunSQL(HISTORY, migrations.RunSQL.noop),
    ]
