from django.db import migrations

from initiatives.factor_list import write


def write_factors(apps, schema_editor):
    """To an installation that has its reference data; a new one gets them with it."""
    if apps.get_model("associations", "Theme").objects.exists():
        write(
            apps.get_model("initiatives", "Obstacle").objects, apps.get_model("initiatives", "Lever").objects
        )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]

    operations = [migrations.RunPython(write_factors, migrations.RunPython.noop)]
