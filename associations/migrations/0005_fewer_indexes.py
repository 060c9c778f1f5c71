"""
An index for what is searched, of rows that are searched: the national register brings tens of thousands of rows,
and each of them paid for indexes that no query reads.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The unique constraint of each pair begins with the organisation: its index answers for this one.
TWICE = {
    "associations_organisation_themes": "associations_organisation_themes_organisation_id_0b374e61",
    "associations_organisation_districts": "associations_organisation_districts_organisation_id_92adc25a",
    "associations_organisation_other_places": "associations_organisation_other_places_organisation_id_ea793587",
}


class Migration(migrations.Migration):
    dependencies = [
        ("associations", "0004_directory_data"),
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="organisation",
            name="organisation_search_vector",
        ),
        migrations.RemoveIndex(
            model_name="organisation",
            name="organisation_search_trgm",
        ),
        migrations.AlterField(
            model_name="organisation",
            name="main_theme",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="associations.theme",
                verbose_name="thème principal",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="place",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="organisations",
                to="associations.place",
                verbose_name="lieu d’accueil",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="slug",
            field=models.SlugField(
                blank=True, db_index=False, max_length=80, verbose_name="identifiant dans l’adresse"
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="verified_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="vérifiée par",
            ),
        ),
        migrations.AlterField(
            model_name="organisationdistrictevent",
            name="district",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="associations.district",
            ),
        ),
        migrations.AlterField(
            model_name="organisationdistrictevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AlterField(
            model_name="organisationhistory",
            name="main_theme",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="associations.theme",
            ),
        ),
        migrations.AlterField(
            model_name="organisationhistory",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AlterField(
            model_name="organisationhistory",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="associations.place",
            ),
        ),
        migrations.AlterField(
            model_name="organisationhistory",
            name="verified_by",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="organisationplaceevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AlterField(
            model_name="organisationplaceevent",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="associations.place",
            ),
        ),
        migrations.AlterField(
            model_name="organisationthemeevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AlterField(
            model_name="organisationthemeevent",
            name="theme",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="associations.theme",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("is_published", True)),
                fields=["search_vector"],
                name="organisation_search_vector",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(models.F("search_folded"), "gin_trgm_ops"),
                condition=models.Q(("is_published", True)),
                name="organisation_search_trgm",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("place__isnull", False)), fields=["place"], name="organisation_has_place"
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("main_theme__isnull", False)),
                fields=["main_theme"],
                name="organisation_has_main_theme",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("verified_by__isnull", False)),
                fields=["verified_by"],
                name="organisation_has_verified_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(fields=("slug",), name="organisation_slug_unique"),
        ),
        *(
            migrations.RunSQL(
                f"DROP INDEX IF EXISTS {index}", f"CREATE INDEX {index} ON {table} (organisation_id)"
            )
            for table, index in TWICE.items()
        ),
    ]
