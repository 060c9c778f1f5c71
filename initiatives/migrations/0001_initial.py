import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import cooperation.core.images
import cooperation.core.text_search
import cooperation.core.triggers
import initiatives.models.adapting
import initiatives.models.confirmation
import initiatives.models.publication


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agenda", "0003_full_agenda"),
        ("associations", "0005_fewer_indexes"),
        ("core", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lever",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="nom")),
                ("slug", models.SlugField(unique=True, verbose_name="identifiant dans l’adresse")),
                (
                    "description",
                    models.CharField(blank=True, max_length=200, verbose_name="ce que cela veut dire"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
            ],
            options={
                "verbose_name": "levier",
                "verbose_name_plural": "leviers",
                "ordering": ["position", "name"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Obstacle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="nom")),
                ("slug", models.SlugField(unique=True, verbose_name="identifiant dans l’adresse")),
                (
                    "description",
                    models.CharField(blank=True, max_length=200, verbose_name="ce que cela veut dire"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
            ],
            options={
                "verbose_name": "frein",
                "verbose_name_plural": "freins",
                "ordering": ["position", "name"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="titre")),
                (
                    "slug",
                    models.SlugField(
                        editable=False, max_length=80, unique=True, verbose_name="identifiant dans l’adresse"
                    ),
                ),
                ("summary", models.CharField(max_length=250, verbose_name="en une phrase")),
                (
                    "aims",
                    models.TextField(
                        help_text="Un objectif par puce, avec un verbe.",
                        max_length=10000,
                        verbose_name="ce qu’on saura faire",
                    ),
                ),
                ("audience", models.TextField(blank=True, max_length=3000, verbose_name="pour qui")),
                ("programme", models.TextField(blank=True, max_length=20000, verbose_name="programme")),
                ("trainers", models.CharField(blank=True, max_length=250, verbose_name="animée par")),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="nombre de places",
                    ),
                ),
                (
                    "minimum_share",
                    models.PositiveSmallIntegerField(
                        default=80,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="présence pour l’attestation (% des heures)",
                    ),
                ),
                (
                    "opens_on",
                    models.DateField(blank=True, null=True, verbose_name="inscriptions à partir du"),
                ),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="inscriptions jusqu’au")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Brouillon"),
                            ("open", "Inscriptions ouvertes"),
                            ("running", "En cours"),
                            ("ended", "Terminée"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="terminée le"),
                ),
                (
                    "kept_people",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="personnes (après effacement)"
                    ),
                ),
                (
                    "kept_minutes",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="minutes suivies (après effacement)"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="courses",
                        to="associations.organisation",
                        verbose_name="organisée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "formation",
                "verbose_name_plural": "formations",
                "ordering": ["-created_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("capacity__gte", 1), ("minimum_share__gte", 1), ("minimum_share__lte", 100)
                        ),
                        name="course_numbers",
                        violation_error_message="Au moins une place, et une présence entre 1 et 100 %.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_on", None),
                            ("closes_on", None),
                            ("closes_on__gte", models.F("opens_on")),
                            _connector="OR",
                        ),
                        name="course_enrolment_days",
                        violation_error_message="Les inscriptions ne peuvent pas finir avant de commencer.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), ("ended_at__isnull", False)),
                            models.Q(models.Q(("state", "ended"), _negated=True), ("ended_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="course_ended_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadingOptOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="depuis"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reading_opt_out",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne qui ne souhaite pas relire",
                "verbose_name_plural": "personnes qui ne souhaitent pas relire",
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                (
                    "word",
                    models.CharField(max_length=30, primary_key=True, serialize=False, verbose_name="mot"),
                ),
            ],
            options={
                "verbose_name": "mot des fiches",
                "verbose_name_plural": "mots des fiches",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("word"), "gin_trgm_ops"),
                        name="word_trigrams",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CourseHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=150, verbose_name="titre")),
                (
                    "slug",
                    models.SlugField(
                        db_index=False,
                        editable=False,
                        max_length=80,
                        verbose_name="identifiant dans l’adresse",
                    ),
                ),
                ("summary", models.CharField(max_length=250, verbose_name="en une phrase")),
                (
                    "aims",
                    models.TextField(
                        help_text="Un objectif par puce, avec un verbe.",
                        max_length=10000,
                        verbose_name="ce qu’on saura faire",
                    ),
                ),
                ("audience", models.TextField(blank=True, max_length=3000, verbose_name="pour qui")),
                ("programme", models.TextField(blank=True, max_length=20000, verbose_name="programme")),
                ("trainers", models.CharField(blank=True, max_length=250, verbose_name="animée par")),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="nombre de places",
                    ),
                ),
                (
                    "minimum_share",
                    models.PositiveSmallIntegerField(
                        default=80,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="présence pour l’attestation (% des heures)",
                    ),
                ),
                (
                    "opens_on",
                    models.DateField(blank=True, null=True, verbose_name="inscriptions à partir du"),
                ),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="inscriptions jusqu’au")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Brouillon"),
                            ("open", "Inscriptions ouvertes"),
                            ("running", "En cours"),
                            ("ended", "Terminée"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="terminée le"),
                ),
                (
                    "kept_people",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="personnes (après effacement)"
                    ),
                ),
                (
                    "kept_minutes",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="minutes suivies (après effacement)"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="associations.organisation",
                        verbose_name="organisée par",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="initiatives.course",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "e-mail à confirmer"),
                            ("confirmed", "inscrit"),
                            ("waiting", "en liste d’attente"),
                            ("cancelled", "désisté"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("queued_at", models.DateTimeField(editable=False, null=True)),
                ("name", models.CharField(max_length=80, verbose_name="prénom et nom")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "name_given",
                    models.CharField(
                        blank=True, editable=False, max_length=80, verbose_name="nom donné à l’inscription"
                    ),
                ),
                (
                    "renamed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="nom corrigé le"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="le"
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to="initiatives.course",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="enrolments",
                        to="associations.organisation",
                        verbose_name="association",
                    ),
                ),
                (
                    "renamed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="nom corrigé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "inscription à une formation",
                "verbose_name_plural": "inscriptions aux formations",
                "ordering": ["queued_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["confirmed", "waiting"]), _negated=True),
                            ("queued_at__isnull", False),
                            _connector="OR",
                        ),
                        name="enrolment_in_queue",
                    ),
                    models.UniqueConstraint(
                        models.F("course"),
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(
                            models.Q(("email", ""), _negated=True),
                            models.Q(("state", "cancelled"), _negated=True),
                        ),
                        name="enrolment_once",
                        violation_error_message="Cette adresse est déjà inscrite à cette formation.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="affirmation")),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="initiatives.course",
                    ),
                ),
            ],
            options={
                "verbose_name": "affirmation du questionnaire",
                "verbose_name_plural": "affirmations du questionnaire",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(editable=False, max_length=12, unique=True, verbose_name="numéro"),
                ),
                ("name", models.CharField(max_length=80, verbose_name="délivrée à")),
                ("course_title", models.CharField(max_length=150, verbose_name="formation")),
                ("organisation_name", models.CharField(max_length=200, verbose_name="délivrée par")),
                ("starts_on", models.DateField(verbose_name="premier jour")),
                ("ends_on", models.DateField(verbose_name="dernier jour")),
                ("minutes", models.PositiveIntegerField(verbose_name="minutes suivies")),
                ("total_minutes", models.PositiveIntegerField(verbose_name="minutes de la formation")),
                (
                    "issued_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="délivrée le"
                    ),
                ),
                ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="révoquée le")),
                ("revoked_reason", models.CharField(blank=True, max_length=250, verbose_name="pourquoi")),
                (
                    "issued_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="initiatives.course",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="certificates",
                        to="initiatives.enrolment",
                    ),
                ),
            ],
            options={
                "verbose_name": "attestation",
                "verbose_name_plural": "attestations",
                "ordering": ["-issued_at", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("enrolment__isnull", False), ("revoked_at", None)),
                        fields=("enrolment",),
                        name="certificate_once",
                        violation_error_message="Cette personne a déjà une attestation valable.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at", None), ("revoked_reason", "")),
                            models.Q(
                                ("revoked_at__isnull", False), models.Q(("revoked_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="certificate_revoked_why",
                        violation_error_message="Dites pourquoi l’attestation est révoquée.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__regex", "^[0-9A-HJKMNP-TV-Z]{12}$")),
                        name="certificate_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Respondent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="respondents",
                        to="initiatives.course",
                    ),
                ),
                (
                    "enrolment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="respondent",
                        to="initiatives.enrolment",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse au questionnaire",
                "verbose_name_plural": "réponses aux questionnaires",
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "moment",
                    models.CharField(
                        choices=[("avant", "Avant la formation"), ("apres", "Après la formation")],
                        max_length=5,
                        verbose_name="moment",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Pas du tout"),
                            (1, "Un peu"),
                            (2, "À moitié"),
                            (3, "Plutôt oui"),
                            (4, "Tout à fait"),
                        ],
                        verbose_name="réponse",
                    ),
                ),
                (
                    "respondent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="initiatives.respondent",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="initiatives.statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse",
                "verbose_name_plural": "réponses",
                "constraints": [
                    models.UniqueConstraint(fields=("respondent", "statement", "moment"), name="answer_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", [0, 1, 2, 3, 4]), ("moment__in", ["avant", "apres"])
                        ),
                        name="answer_on_the_scale",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Initiative",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search_text", models.TextField(blank=True, default="", editable=False)),
                (
                    "search_vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("search_text", config="fr"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "search_folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Lower(
                            cooperation.core.text_search.Unaccent("search_text")
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("initiative", "Initiative"),
                            ("projet", "Projet"),
                            ("experimentation", "Expérimentation"),
                        ],
                        default="initiative",
                        max_length=15,
                        verbose_name="de quoi s’agit-il ?",
                    ),
                ),
                ("title", models.CharField(max_length=150, verbose_name="titre")),
                (
                    "slug",
                    models.SlugField(
                        editable=False, max_length=80, unique=True, verbose_name="identifiant dans l’adresse"
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="Ce que c’est, pour qui, et ce que cela a changé.",
                        max_length=400,
                        verbose_name="en trois lignes",
                    ),
                ),
                (
                    "other_partners",
                    models.CharField(
                        blank=True,
                        help_text="Celles et ceux qui ne sont pas dans l’annuaire.",
                        max_length=300,
                        verbose_name="autres partenaires",
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="commencée le")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="Laissez vide si elle continue.",
                        null=True,
                        verbose_name="terminée le",
                    ),
                ),
                (
                    "publics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("enfants", "Enfants"),
                                ("jeunes", "Jeunes"),
                                ("parents", "Parents et familles"),
                                ("adultes", "Adultes"),
                                ("seniors", "Seniors"),
                                ("professionnels", "Professionnels et bénévoles"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="pour qui",
                    ),
                ),
                (
                    "people",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1-2", "1 ou 2 personnes"),
                            ("3-5", "3 à 5 personnes"),
                            ("6-10", "6 à 10 personnes"),
                            ("11+", "11 personnes ou plus"),
                        ],
                        max_length=6,
                        verbose_name="combien de personnes l’ont portée",
                    ),
                ),
                (
                    "hours",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0-20", "moins de 20 heures"),
                            ("20-100", "20 à 100 heures"),
                            ("100-300", "100 à 300 heures"),
                            ("300+", "plus de 300 heures"),
                        ],
                        max_length=8,
                        verbose_name="combien d’heures, tous ensemble",
                    ),
                ),
                (
                    "budget",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0", "sans argent"),
                            ("1-500", "jusqu’à 500 €"),
                            ("500-2000", "500 à 2 000 €"),
                            ("2000-10000", "2 000 à 10 000 €"),
                            ("10000+", "plus de 10 000 €"),
                        ],
                        max_length=12,
                        verbose_name="budget, hors salaires",
                    ),
                ),
                (
                    "context",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu : raccourcissez-la.",
                            )
                        ],
                        verbose_name="Le contexte et le besoin",
                    ),
                ),
                (
                    "steps",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu : raccourcissez-la.",
                            )
                        ],
                        verbose_name="Ce qui a été fait, pas à pas",
                    ),
                ),
                (
                    "inhabitants_place",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("informed", "informés"),
                            ("consulted", "consultés"),
                            ("involved", "associés"),
                            ("codecided", "co-décident"),
                        ],
                        max_length=10,
                        verbose_name="les habitants étaient…",
                    ),
                ),
                (
                    "inhabitants",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu : raccourcissez-la.",
                            )
                        ],
                        verbose_name="La place des habitants",
                    ),
                ),
                (
                    "results",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu : raccourcissez-la.",
                            )
                        ],
                        verbose_name="Les résultats",
                    ),
                ),
                (
                    "evidence",
                    models.CharField(blank=True, max_length=400, verbose_name="comment le savez-vous ?"),
                ),
                (
                    "verbatims",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu : raccourcissez-la.",
                            )
                        ],
                        verbose_name="Les mots des gens",
                    ),
                ),
                (
                    "differently",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu : raccourcissez-la.",
                            )
                        ],
                        verbose_name="Ce que nous ferions autrement",
                    ),
                ),
                (
                    "transferable",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ready", "Oui, telle quelle"),
                            ("adapted", "Oui, en l’adaptant"),
                            ("not-yet", "Pas encore"),
                        ],
                        max_length=8,
                        verbose_name="peut-on la refaire ailleurs ?",
                    ),
                ),
                (
                    "conditions",
                    models.TextField(
                        blank=True,
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu : raccourcissez-la.",
                            )
                        ],
                        verbose_name="Pour le refaire ailleurs",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Brouillon"),
                            ("review", "En relecture"),
                            ("published", "Publiée"),
                            ("archived", "Archivée"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="publication",
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="envoyée en relecture le"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="publiée le"),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="confirmée le"),
                ),
                ("confirmation_asked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "uid",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="créée le"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="initiatives",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="écrite par",
                    ),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiatives",
                        to="associations.organisation",
                        verbose_name="portée par",
                    ),
                ),
                (
                    "districts",
                    models.ManyToManyField(
                        blank=True,
                        related_name="initiatives",
                        to="associations.district",
                        verbose_name="quartiers",
                    ),
                ),
                (
                    "events",
                    models.ManyToManyField(
                        blank=True,
                        related_name="initiatives",
                        to="agenda.event",
                        verbose_name="événements de l’agenda",
                    ),
                ),
                (
                    "main_theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="associations.theme",
                        verbose_name="thème principal",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="initiatives",
                        to="associations.place",
                        verbose_name="lieu",
                    ),
                ),
                (
                    "themes",
                    models.ManyToManyField(
                        blank=True, related_name="initiatives", to="associations.theme", verbose_name="thèmes"
                    ),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accord donné par",
                    ),
                ),
                (
                    "agreed_carrier",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="associations.organisation",
                        verbose_name="accord de",
                    ),
                ),
            ],
            options={
                "verbose_name": "fiche initiative",
                "verbose_name_plural": "fiches initiatives",
                "ordering": ["-published_at", "-pk"],
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_vector"], name="initiative_search_vector"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector("title", "summary", config="fr"),
                        name="initiative_short",
                    ),
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["-published_at", "-id"],
                        name="initiative_in_order",
                    ),
                    models.Index(
                        condition=models.Q(("state", "published")),
                        fields=["updated_at"],
                        name="initiative_fingerprint",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on", None),
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="initiative_ends_after_start",
                        violation_error_message="La fin doit suivre le début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(("carrier__isnull", False), models.Q(("summary", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="initiative_published_is_told",
                        violation_error_message="Une fiche publiée dit qui la porte et se résume en trois lignes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_at__isnull", False),
                            _connector="OR",
                        ),
                        name="initiative_published_at",
                    ),
                ],
            },
            bases=(
                initiatives.models.publication.Publication,
                initiatives.models.confirmation.Confirmable,
                initiatives.models.adapting.Adaptable,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("identity", "L’essentiel"),
                            ("context", "Le contexte et le besoin"),
                            ("steps", "Ce qui a été fait, pas à pas"),
                            ("inhabitants", "La place des habitants"),
                            ("results", "Les résultats"),
                            ("findings", "Les freins et les leviers"),
                            ("verbatims", "Les mots des gens"),
                            ("differently", "Ce que nous ferions autrement"),
                            ("conditions", "Pour le refaire ailleurs"),
                        ],
                        max_length=12,
                        verbose_name="partie",
                    ),
                ),
                ("text", models.TextField(max_length=5000, verbose_name="remarque")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="le"
                    ),
                ),
                (
                    "resolved_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="traitée le"),
                ),
                ("told_at", models.DateTimeField(editable=False, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="de",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="initiatives.initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "remarque",
                "verbose_name_plural": "remarques",
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(upload_to="initiatives/documents/", verbose_name="document")),
                ("title", models.CharField(max_length=120, verbose_name="titre du document")),
                ("media_type", models.CharField(editable=False, max_length=100)),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="taille (octets)")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="ajouté le"
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ajouté par",
                    ),
                ),
                ("removed_at", models.DateTimeField(editable=False, null=True, verbose_name="retiré le")),
                (
                    "removed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="retiré par",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["created_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Inspiration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "message",
                    models.TextField(max_length=2000, verbose_name="votre projet, en quelques lignes"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "demandé"),
                            ("accepted", "mis en contact"),
                            ("declined", "décliné"),
                        ],
                        default="asked",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="répondu le")),
                ("outcome_asked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "Nous l’avons fait"),
                            ("ongoing", "C’est en cours"),
                            ("otherwise", "Cela a nourri autre chose"),
                            ("dropped", "Nous y avons renoncé"),
                        ],
                        max_length=9,
                        verbose_name="ce qu’il en est advenu",
                    ),
                ),
                (
                    "outcome_words",
                    models.TextField(blank=True, max_length=2000, verbose_name="en quelques mots"),
                ),
                ("outcome_at", models.DateTimeField(editable=False, null=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="le"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inspirations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="demandé par",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inspirations",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inspirations",
                        to="associations.organisation",
                        verbose_name="association qui demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande d’inspiration",
                "verbose_name_plural": "demandes d’inspiration",
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "asked"), ("answered_at__isnull", False), _connector="OR"
                        ),
                        name="inspiration_answered",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("initiative", "by"),
                        name="inspiration_asked_once",
                        violation_error_message="Votre demande est déjà chez l’équipe de cette fiche.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Method",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("search_text", models.TextField(blank=True, default="", editable=False)),
                (
                    "search_vector",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("search_text", config="fr"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "search_folded",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Lower(
                            cooperation.core.text_search.Unaccent("search_text")
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="nom de la méthode")),
                (
                    "slug",
                    models.SlugField(
                        editable=False, max_length=80, unique=True, verbose_name="identifiant dans l’adresse"
                    ),
                ),
                (
                    "aim",
                    models.CharField(
                        help_text="Une phrase : ce que le groupe sait, ose ou décide à la fin.",
                        max_length=300,
                        verbose_name="à quoi elle sert",
                    ),
                ),
                (
                    "group_min",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                        verbose_name="à partir de (personnes)",
                    ),
                ),
                (
                    "group_max",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                        verbose_name="jusqu’à (personnes)",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="durée (minutes)",
                    ),
                ),
                (
                    "material",
                    models.TextField(
                        blank=True,
                        help_text="Ce qu’il faut avoir sous la main.",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu.",
                            )
                        ],
                        verbose_name="matériel",
                    ),
                ),
                (
                    "steps",
                    models.TextField(
                        help_text="Une étape par paragraphe ou par puce, avec sa durée.",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu.",
                            )
                        ],
                        verbose_name="déroulé, pas à pas",
                    ),
                ),
                (
                    "precautions",
                    models.TextField(
                        blank=True,
                        help_text="Ce qui peut mal tourner, qui peut se sentir exclu, que faire.",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu.",
                            )
                        ],
                        verbose_name="précautions",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Brouillon"),
                            ("pending", "En attente de relecture"),
                            ("published", "Publiée"),
                            ("archived", "Archivée"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="publiée le")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="créée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="methods",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="écrite par",
                    ),
                ),
                (
                    "initiatives",
                    models.ManyToManyField(
                        blank=True,
                        related_name="methods",
                        to="initiatives.initiative",
                        verbose_name="initiatives qui l’ont employée",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="methods",
                        to="associations.organisation",
                        verbose_name="écrite au nom de",
                    ),
                ),
                (
                    "themes",
                    models.ManyToManyField(
                        blank=True, related_name="methods", to="associations.theme", verbose_name="thèmes"
                    ),
                ),
            ],
            options={
                "verbose_name": "méthode",
                "verbose_name_plural": "méthodes",
                "ordering": ["title", "pk"],
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_vector"], name="method_search_vector"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("search_folded"), "gin_trgm_ops"),
                        name="method_search_trgm",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("group_min__gte", 1), ("group_max__gte", models.F("group_min"))),
                        name="method_group",
                        violation_error_message="Le plus grand groupe ne peut pas être plus petit que le plus petit.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(
                                models.Q(("aim", ""), _negated=True), models.Q(("steps", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="method_published_is_told",
                        violation_error_message="Dites à quoi sert la méthode et comment elle se déroule.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "obstacle_words",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="ce qui a coincé, en une phrase"
                    ),
                ),
                (
                    "lever_words",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="ce qui a été fait, en une phrase"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("worked", "ça a marché"),
                            ("partly", "en partie"),
                            ("failed", "ça n’a pas suffi"),
                        ],
                        max_length=6,
                        verbose_name="résultat",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "lever",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="initiatives.lever",
                        verbose_name="levier",
                    ),
                ),
                (
                    "obstacle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="initiatives.obstacle",
                        verbose_name="frein rencontré",
                    ),
                ),
            ],
            options={
                "verbose_name": "frein ou levier d’une fiche",
                "verbose_name_plural": "freins et leviers des fiches",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("obstacle__isnull", False), ("lever__isnull", False), _connector="OR"
                        ),
                        name="finding_says_something",
                        violation_error_message="Choisissez un frein, un levier ou les deux.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome", ""), ("lever__isnull", False), _connector="OR"),
                        name="finding_outcome_of_lever",
                        violation_error_message="Pour dire si cela a marché, dites d’abord ce qui a été fait.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Partnership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("partner", "Partenaire"),
                            ("funder", "Financeur"),
                            ("host", "Prête un lieu ou du matériel"),
                        ],
                        default="partner",
                        max_length=8,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partnerships",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partnerships",
                        to="associations.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "partenariat",
                "verbose_name_plural": "partenariats",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "organisation", "role"),
                        name="partnership_once",
                        violation_error_message="Cette organisation est déjà nommée dans ce rôle.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "image",
                    cooperation.core.images.PictureField(upload_to="initiatives/", verbose_name="photo"),
                ),
                ("alt", models.CharField(max_length=200, verbose_name="ce que montre la photo")),
                ("caption", models.CharField(blank=True, max_length=200, verbose_name="légende")),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ajouté par",
                    ),
                ),
                ("removed_at", models.DateTimeField(editable=False, null=True, verbose_name="retiré le")),
                (
                    "removed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="retiré par",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("alt", ""), _negated=True),
                        name="photo_described",
                        violation_error_message="Dites en quelques mots ce que montre la photo, pour les personnes qui ne la voient pas.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposée"),
                            ("accepted", "en cours"),
                            ("declined", "déclinée"),
                            ("published", "publiée"),
                            ("sent-back", "renvoyée à l’équipe"),
                            ("withdrawn", "retirée"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=5000, verbose_name="mot à l’équipe")),
                (
                    "proposed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="proposée le"
                    ),
                ),
                ("accepted_at", models.DateTimeField(editable=False, null=True, verbose_name="acceptée le")),
                ("reminded_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="terminée le")),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="readings",
                        to="associations.organisation",
                        verbose_name="de l’association",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposée par",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lu par",
                    ),
                ),
            ],
            options={
                "verbose_name": "relecture",
                "verbose_name_plural": "relectures",
                "ordering": ["-proposed_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["proposed", "accepted"])),
                        fields=("initiative",),
                        name="reading_one_at_a_time",
                        violation_error_message="Cette fiche a déjà quelqu’un pour la relire.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "accepted"]),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="reading_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kept",
                    models.TextField(blank=True, max_length=5000, verbose_name="ce que nous avons gardé"),
                ),
                (
                    "changed",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="ce que nous avons changé, et pourquoi"
                    ),
                ),
                ("source_version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="le"
                    ),
                ),
                (
                    "adaptation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transfer",
                        to="initiatives.initiative",
                        verbose_name="adaptation",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="initiatives.initiative",
                        verbose_name="d’après la fiche",
                    ),
                ),
                ("told_version", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "essaimage",
                "verbose_name_plural": "essaimages",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("adaptation", models.F("source")), _negated=True),
                        name="transfer_of_another",
                        violation_error_message="Une fiche ne s’inspire pas d’elle-même.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Unsaved",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=30)),
                ("data", models.JSONField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unsaved",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "texte non enregistré",
                "verbose_name_plural": "textes non enregistrés",
                "constraints": [
                    models.UniqueConstraint(fields=("initiative", "step", "person"), name="unsaved_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("content", models.JSONField()),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="le"
                    ),
                ),
                ("restores", models.PositiveIntegerField(editable=False, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="initiatives.initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "version d’une fiche",
                "verbose_name_plural": "versions des fiches",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("initiative", "number"), name="version_numbered_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MethodHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=120, verbose_name="nom de la méthode")),
                (
                    "slug",
                    models.SlugField(
                        db_index=False,
                        editable=False,
                        max_length=80,
                        verbose_name="identifiant dans l’adresse",
                    ),
                ),
                (
                    "aim",
                    models.CharField(
                        help_text="Une phrase : ce que le groupe sait, ose ou décide à la fin.",
                        max_length=300,
                        verbose_name="à quoi elle sert",
                    ),
                ),
                (
                    "group_min",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                        verbose_name="à partir de (personnes)",
                    ),
                ),
                (
                    "group_max",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000),
                        ],
                        verbose_name="jusqu’à (personnes)",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="durée (minutes)",
                    ),
                ),
                (
                    "material",
                    models.TextField(
                        blank=True,
                        help_text="Ce qu’il faut avoir sous la main.",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu.",
                            )
                        ],
                        verbose_name="matériel",
                    ),
                ),
                (
                    "steps",
                    models.TextField(
                        help_text="Une étape par paragraphe ou par puce, avec sa durée.",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu.",
                            )
                        ],
                        verbose_name="déroulé, pas à pas",
                    ),
                ),
                (
                    "precautions",
                    models.TextField(
                        blank=True,
                        help_text="Ce qui peut mal tourner, qui peut se sentir exclu, que faire.",
                        validators=[
                            django.core.validators.MaxLengthValidator(
                                20000,
                                "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu.",
                            )
                        ],
                        verbose_name="précautions",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Brouillon"),
                            ("pending", "En attente de relecture"),
                            ("published", "Publiée"),
                            ("archived", "Archivée"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="publiée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="écrite par",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="associations.organisation",
                        verbose_name="écrite au nom de",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="initiatives.method",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TransferHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "kept",
                    models.TextField(blank=True, max_length=5000, verbose_name="ce que nous avons gardé"),
                ),
                (
                    "changed",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="ce que nous avons changé, et pourquoi"
                    ),
                ),
                (
                    "adaptation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="initiatives.initiative",
                        verbose_name="adaptation",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="initiatives.transfer",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="initiatives.initiative",
                        verbose_name="d’après la fiche",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Workshop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=140, verbose_name="titre de l’atelier")),
                (
                    "description",
                    models.TextField(blank=True, max_length=5000, verbose_name="ce qu’on y fait"),
                ),
                (
                    "planned_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Pour la facturation, si elle n’est pas celle de l’agenda : pause de midi déduite, par exemple.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="durée retenue (minutes)",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("is_told", models.BooleanField(default=False, editable=False)),
                ("told_starts_at", models.DateTimeField(editable=False, null=True)),
                ("told_off", models.BooleanField(default=False, editable=False)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="workshops",
                        to="initiatives.course",
                    ),
                ),
                (
                    "methods",
                    models.ManyToManyField(
                        blank=True, related_name="workshops", to="initiatives.method", verbose_name="méthodes"
                    ),
                ),
                (
                    "occurrence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="workshops",
                        to="agenda.occurrence",
                        verbose_name="date de l’agenda",
                    ),
                ),
                (
                    "told_place",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="associations.place",
                    ),
                ),
            ],
            options={
                "verbose_name": "atelier",
                "verbose_name_plural": "ateliers",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("occurrence__isnull", False)),
                        fields=("course", "occurrence"),
                        name="workshop_date_once",
                        violation_error_message="Un autre atelier de cette formation a déjà cette date.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.PositiveSmallIntegerField(default=1, verbose_name="demi-journée")),
                (
                    "mode",
                    models.CharField(
                        choices=[("present", "Sur place"), ("online", "À distance"), ("absent", "Absent")],
                        max_length=7,
                        verbose_name="présence",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=0, verbose_name="minutes comptées")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="initiatives.enrolment",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="initiatives.workshop",
                    ),
                ),
            ],
            options={
                "verbose_name": "présence",
                "verbose_name_plural": "présences",
                "constraints": [
                    models.UniqueConstraint(fields=("enrolment", "workshop", "part"), name="attendance_once"),
                    models.CheckConstraint(condition=models.Q(("part__in", [1, 2])), name="attendance_part"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mode", "absent"), _negated=True), ("minutes", 0), _connector="OR"
                        ),
                        name="attendance_absent_counts_nothing",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="initiative",
            name="partners",
            field=models.ManyToManyField(
                blank=True,
                related_name="joined_initiatives",
                through="initiatives.Partnership",
                to="associations.organisation",
                verbose_name="avec",
            ),
        ),
        cooperation.core.triggers.AddTriggers(
            triggers=[
                (
                    "course",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "initiatives_coursehistory" ("aims", "audience", "capacity", "closes_on", "created_at", "ended_at", "id", "kept_minutes", "kept_people", "minimum_share", "opens_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "slug", "state", "summary", "title", "trainers", "updated_at") VALUES (NEW."aims", NEW."audience", NEW."capacity", NEW."closes_on", NEW."created_at", NEW."ended_at", NEW."id", NEW."kept_minutes", NEW."kept_people", NEW."minimum_share", NEW."opens_on", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme", NEW."slug", NEW."state", NEW."summary", NEW."title", NEW."trainers", NEW."updated_at"); RETURN NULL;',
                            hash="687c4ecd4232e52bab66cf92fb610aa168caa6f7",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ee70d",
                            table="initiatives_course",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "course",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "initiatives_coursehistory" ("aims", "audience", "capacity", "closes_on", "created_at", "ended_at", "id", "kept_minutes", "kept_people", "minimum_share", "opens_on", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "slug", "state", "summary", "title", "trainers", "updated_at") VALUES (NEW."aims", NEW."audience", NEW."capacity", NEW."closes_on", NEW."created_at", NEW."ended_at", NEW."id", NEW."kept_minutes", NEW."kept_people", NEW."minimum_share", NEW."opens_on", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme", NEW."slug", NEW."state", NEW."summary", NEW."title", NEW."trainers", NEW."updated_at"); RETURN NULL;',
                            hash="79dfe8073e42845d9e871d51f11bac7b38a6f65e",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_010e8",
                            table="initiatives_course",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "certificate",
                    pgtrigger.compiler.Trigger(
                        name="certificate_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='RAISE EXCEPTION \'pgtrigger: Cannot update of "number", "course_id", "name", "course_title", "organisation_name", "starts_on", "ends_on", "minutes", "total_minutes", "issued_at" rows from % table\', TG_TABLE_NAME;',
                            hash="c962c853dbe6ba25cccf47f056f6400993122b2b",
                            operation='UPDATE OF "number", "course_id", "name", "course_title", "organisation_name", "starts_on", "ends_on", "minutes", "total_minutes", "issued_at"',
                            pgid="pgtrigger_certificate_kept_449a9",
                            table="initiatives_certificate",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "method",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "initiatives_methodhistory" ("aim", "author_id", "group_max", "group_min", "id", "material", "minutes", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precautions", "published_at", "slug", "state", "steps", "submitted_at", "title", "updated_at") VALUES (NEW."aim", NEW."author_id", NEW."group_max", NEW."group_min", NEW."id", NEW."material", NEW."minutes", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."precautions", NEW."published_at", NEW."slug", NEW."state", NEW."steps", NEW."submitted_at", NEW."title", NEW."updated_at"); RETURN NULL;',
                            hash="ea1664b2535d6f11004bb786f2100b85aff839e5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_eda79",
                            table="initiatives_method",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "method",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."aim" IS DISTINCT FROM (NEW."aim") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."group_max" IS DISTINCT FROM (NEW."group_max") OR OLD."group_min" IS DISTINCT FROM (NEW."group_min") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."material" IS DISTINCT FROM (NEW."material") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."precautions" IS DISTINCT FROM (NEW."precautions") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."steps" IS DISTINCT FROM (NEW."steps") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))',
                            func='INSERT INTO "initiatives_methodhistory" ("aim", "author_id", "group_max", "group_min", "id", "material", "minutes", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "precautions", "published_at", "slug", "state", "steps", "submitted_at", "title", "updated_at") VALUES (NEW."aim", NEW."author_id", NEW."group_max", NEW."group_min", NEW."id", NEW."material", NEW."minutes", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."precautions", NEW."published_at", NEW."slug", NEW."state", NEW."steps", NEW."submitted_at", NEW."title", NEW."updated_at"); RETURN NULL;',
                            hash="86eff6a5514691b0610ae173fef0cd7fb2f8770f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1c738",
                            table="initiatives_method",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "initiative",
                    pgtrigger.compiler.Trigger(
                        name="initiative_words",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.state = 'published')",
                            func="\n        IF TG_OP = 'INSERT' OR OLD.search_text IS DISTINCT FROM NEW.search_text OR OLD.state <> NEW.state THEN\n            INSERT INTO initiatives_word (word)\n            SELECT DISTINCT said FROM string_to_table(\n                regexp_replace(lower(f_unaccent(NEW.search_text)), '[^[:alnum:]]+', ' ', 'g'), ' '\n            ) AS said\n            WHERE length(said) BETWEEN 4 AND 30\n            ORDER BY said\n            ON CONFLICT DO NOTHING;\n        END IF;\n        RETURN NULL;\n    ",
                            hash="06b1888a16c9197ab475efe6dd770a71e1c3e610",
                            operation='INSERT OR UPDATE OF "search_text", "state"',
                            pgid="pgtrigger_initiative_words_b7239",
                            table="initiatives_initiative",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "transfer",
                    pgtrigger.compiler.Trigger(
                        name="transfer_no_cycle",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE met boolean;",
                            func="\n        PERFORM pg_advisory_xact_lock(hashtext('initiatives_transfer'));\n        WITH RECURSIVE ancestor(id) AS (\n            SELECT NEW.source_id\n            UNION\n            SELECT transfer.source_id FROM initiatives_transfer transfer JOIN ancestor\n                ON transfer.adaptation_id = ancestor.id AND transfer.id IS DISTINCT FROM NEW.id\n        )\n        SELECT EXISTS (SELECT FROM ancestor WHERE id = NEW.adaptation_id) INTO met;\n        IF met THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_no_cycle',\n                MESSAGE = 'transfer_no_cycle: a sheet is not adapted from one of its own adaptations';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="924ebcbafc15e4d251a44db214766c0fcc7263b8",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_transfer_no_cycle_80597",
                            table="initiatives_transfer",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "transfer",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "initiatives_transferhistory" ("adaptation_id", "changed", "kept", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."adaptation_id", NEW."changed", NEW."kept", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source_id"); RETURN NULL;',
                            hash="e873ea09407c78e0b195030f5ad9858e62b90b3f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a2368",
                            table="initiatives_transfer",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "transfer",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."adaptation_id" IS DISTINCT FROM (NEW."adaptation_id") OR OLD."changed" IS DISTINCT FROM (NEW."changed") OR OLD."kept" IS DISTINCT FROM (NEW."kept") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id"))',
                            func='INSERT INTO "initiatives_transferhistory" ("adaptation_id", "changed", "kept", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id") VALUES (NEW."adaptation_id", NEW."changed", NEW."kept", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source_id"); RETURN NULL;',
                            hash="f670ec9e92d4e44e71593cdf57575eb733e80b7b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3c13b",
                            table="initiatives_transfer",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "version",
                    pgtrigger.compiler.Trigger(
                        name="version_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='RAISE EXCEPTION \'pgtrigger: Cannot update of "content", "number", "at", "initiative_id" rows from % table\', TG_TABLE_NAME;',
                            hash="747096dd81b97d40e93afef85130d64ca17f9ea9",
                            operation='UPDATE OF "content", "number", "at", "initiative_id"',
                            pgid="pgtrigger_version_kept_3edee",
                            table="initiatives_version",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
