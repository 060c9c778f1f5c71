"""The account, and what every table rests on: extensions, `f_unaccent`, the text-search configuration `fr`."""

import django.db.models.functions.text
import django.utils.timezone
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.core.management import call_command
from django.db import migrations, models


def create_cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(
            """
            CREATE FUNCTION f_unaccent(text) RETURNS text
            LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
            AS $$ SELECT public.unaccent('public.unaccent'::regdictionary, $1) $$
            """,
            "DROP FUNCTION f_unaccent(text)",
        ),
        migrations.RunSQL(
            """
            CREATE TEXT SEARCH CONFIGURATION fr (COPY = french);
            ALTER TEXT SEARCH CONFIGURATION fr
                ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, french_stem;
            """,
            "DROP TEXT SEARCH CONFIGURATION fr",
        ),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
        migrations.CreateModel(
            name="RateCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("window_ends_at", models.DateTimeField(db_index=True)),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "window_ends_at"), name="ratecount_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="adresse e-mail")),
                (
                    "display_name",
                    models.CharField(
                        help_text="Tel que les autres membres du réseau le verront.",
                        max_length=80,
                        verbose_name="nom affiché",
                    ),
                ),
                (
                    "is_coordinator",
                    models.BooleanField(
                        default=False,
                        help_text="Équipe du centre social : modère l’agenda et voit tout.",
                        verbose_name="coordination",
                    ),
                ),
                ("is_staff", models.BooleanField(default=False, verbose_name="accès à l’administration")),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Décochez plutôt que de supprimer le compte.",
                        verbose_name="compte actif",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="inscrit le"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne",
                "verbose_name_plural": "personnes",
                "ordering": ["display_name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="user_email_unique",
                        violation_error_message="Un compte existe déjà avec cette adresse e-mail.",
                    )
                ],
            },
        ),
    ]
