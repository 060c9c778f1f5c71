import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import cooperation.core.images
import cooperation.core.text_search
import cooperation.core.triggers
import habitants.models.draw_documents


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0003_full_agenda"),
        ("associations", "0005_fewer_indexes"),
        ("core", "__first__"),
        ("habitants", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bulletin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="titre")),
                (
                    "text",
                    models.TextField(
                        help_text="Ce qu’il faut savoir, en quelques phrases. **gras**, *italique*, listes avec un tiret.",
                        max_length=3000,
                        verbose_name="message",
                    ),
                ),
                (
                    "message",
                    models.TextField(
                        blank=True,
                        help_text="Pour WhatsApp, SMS… Laissez vide : il se compose du titre, du début du message et du lien.",
                        max_length=600,
                        verbose_name="texte prêt à envoyer",
                    ),
                ),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="Facultatif. Après ce jour, l’info n’est plus demandée aux relais.",
                        null=True,
                        verbose_name="à relayer jusqu’au",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Brouillon"), ("sent", "Envoyée")],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="envoyée le")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "mailed",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="relais qui l’ont reçue"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "districts",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Sans choix : tous les quartiers.",
                        related_name="bulletins",
                        to="associations.district",
                        verbose_name="pour les relais de",
                    ),
                ),
                (
                    "events",
                    models.ManyToManyField(
                        blank=True,
                        related_name="bulletins",
                        to="agenda.event",
                        verbose_name="événements de l’agenda",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulletins",
                        to="associations.organisation",
                        verbose_name="de la part de",
                    ),
                ),
            ],
            options={
                "verbose_name": "info à relayer",
                "verbose_name_plural": "infos à relayer",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", True), ("state", "draft")),
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            _connector="OR",
                        ),
                        name="bulletin_sent_has_its_moment",
                        violation_error_message="Une info envoyée a sa date d’envoi.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cohort",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Par exemple : Groupe du printemps 2027.", max_length=80, verbose_name="nom"
                    ),
                ),
                ("slug", models.SlugField(editable=False, max_length=80, unique=True)),
                ("starts_on", models.DateField(verbose_name="premier jour")),
                (
                    "ends_on",
                    models.DateField(
                        help_text="Six mois plus tard, si vous ne dites rien.", verbose_name="dernier jour"
                    ),
                ),
                ("call_opens_on", models.DateField(verbose_name="l’appel ouvre le")),
                ("call_closes_on", models.DateField(verbose_name="l’appel ferme le")),
                (
                    "size",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="nombre de sièges",
                    ),
                ),
                (
                    "seats_call",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="choisis parmi les candidatures"
                    ),
                ),
                (
                    "seats_nominated",
                    models.PositiveSmallIntegerField(default=5, verbose_name="proposés par les associations"),
                ),
                ("seats_drawn", models.PositiveSmallIntegerField(default=10, verbose_name="tirés au sort")),
                (
                    "substitutes",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[django.core.validators.MaxValueValidator(500)],
                        verbose_name="nombre de suppléants",
                    ),
                ),
                (
                    "household_rule",
                    models.BooleanField(
                        default=True,
                        help_text="Deux personnes à la même adresse ne sont pas tirées ensemble.",
                        verbose_name="une seule personne par foyer",
                    ),
                ),
                (
                    "call_text",
                    models.TextField(
                        blank=True,
                        help_text="Ce que les gens lisent avant le formulaire. Markdown.",
                        verbose_name="texte de l’appel",
                    ),
                ),
                (
                    "population_source",
                    models.CharField(
                        blank=True,
                        help_text="Par exemple : Insee, recensement 2022, 8e et 9e arrondissements.",
                        max_length=200,
                        verbose_name="source des chiffres de population",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparation", "en préparation"),
                            ("call", "appel à candidatures"),
                            ("frozen", "liste figée"),
                            ("drawn", "tirage fait"),
                            ("running", "en cours"),
                            ("ended", "terminé"),
                        ],
                        default="preparation",
                        editable=False,
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("frozen_at", models.DateTimeField(editable=False, null=True, verbose_name="liste figée le")),
                ("drawn_at", models.DateTimeField(editable=False, null=True, verbose_name="tirage fait le")),
                ("composition", models.JSONField(default=dict, editable=False)),
                ("others_erased_at", models.DateTimeField(editable=False, null=True)),
                ("profiles_erased_at", models.DateTimeField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("late_told_at", models.DateTimeField(editable=False, null=True)),
                ("tally", models.JSONField(default=dict, editable=False)),
                (
                    "guarantor",
                    models.ForeignKey(
                        blank=True,
                        help_text="Quelqu’un qui n’est pas de l’équipe, de préférence.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="garant",
                    ),
                ),
                (
                    "selection_lead",
                    models.ForeignKey(
                        blank=True,
                        help_text="Avec le garant, seule personne à pouvoir lire les réponses aux critères.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsable de la sélection",
                    ),
                ),
            ],
            options={
                "verbose_name": "groupe",
                "verbose_name_plural": "groupes",
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="cohort_ends_after_start",
                        violation_error_message="Le dernier jour doit suivre le premier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("call_closes_on__gte", models.F("call_opens_on"))),
                        name="cohort_call_closes_after_opening",
                        violation_error_message="L’appel doit fermer après son ouverture.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("call_closes_on__lt", models.F("starts_on"))),
                        name="cohort_call_before_start",
                        violation_error_message="L’appel doit fermer avant le premier jour du groupe.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "size",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("seats_call"), "+", models.F("seats_nominated")
                                    ),
                                    "+",
                                    models.F("seats_drawn"),
                                ),
                            ),
                            ("size__gte", 1),
                        ),
                        name="cohort_seats_add_up",
                        violation_error_message="Les sièges des trois voies doivent faire, ensemble, le nombre de sièges du groupe.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("selection_lead__isnull", True),
                            models.Q(("selection_lead", models.F("guarantor")), _negated=True),
                            _connector="OR",
                        ),
                        name="cohort_two_readers",
                        violation_error_message="Le garant et le responsable de la sélection sont deux personnes différentes.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "call")),
                        fields=("state",),
                        name="cohort_one_call",
                        violation_error_message="Un autre groupe a déjà un appel ouvert.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Concern",
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
                (
                    "words",
                    models.TextField(
                        help_text="Avec les mots des gens, sans nom ni numéro : « Le soir, on ne voit rien devant l’école. »",
                        max_length=2000,
                        verbose_name="ce que vous avez entendu",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="en quelques mots")),
                (
                    "spot",
                    models.CharField(
                        blank=True,
                        help_text="« Devant le portail de l’école », « à l’arrêt du bus ». Pas l’adresse de quelqu’un.",
                        max_length=120,
                        verbose_name="où exactement",
                    ),
                ),
                (
                    "latitude",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                    ),
                ),
                (
                    "longitude",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                    ),
                ),
                (
                    "photo",
                    cooperation.core.images.PictureField(
                        blank=True, upload_to="remontees/", verbose_name="photo"
                    ),
                ),
                (
                    "photo_alt",
                    models.CharField(blank=True, max_length=200, verbose_name="ce que montre la photo"),
                ),
                (
                    "reply_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail pour la réponse"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("heard", "Entendue"),
                            ("qualified", "À adresser"),
                            ("addressed", "Adressée"),
                            ("answered", "Réponse reçue"),
                            ("carried", "Réponse rapportée"),
                            ("aside", "Écartée"),
                        ],
                        default="heard",
                        editable=False,
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "aside_reason",
                    models.TextField(
                        blank=True, editable=False, max_length=600, verbose_name="raison, en mots publics"
                    ),
                ),
                (
                    "is_hidden",
                    models.BooleanField(default=False, editable=False, verbose_name="absente du tableau"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="entendue le"
                    ),
                ),
                ("moved_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="concerns",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="notée par",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concerns",
                        to="associations.district",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbed",
                        to="habitants.concern",
                        verbose_name="réunie avec",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="associations.place",
                        verbose_name="lieu connu",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="concerns",
                        to="associations.theme",
                        verbose_name="thème",
                    ),
                ),
            ],
            options={
                "verbose_name": "remontée",
                "verbose_name_plural": "remontées",
                "ordering": ["-pk"],
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_vector"], name="concern_search_vector"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(models.F("search_folded"), "gin_trgm_ops"),
                        name="concern_search_trgm",
                    ),
                    models.Index(fields=["state", "-moved_at"], name="concern_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__isnull", False),
                                ("longitude__isnull", False),
                                ("latitude__range", (-90, 90)),
                                ("longitude__range", (-180, 180)),
                            ),
                            _connector="OR",
                        ),
                        name="concern_coordinates",
                        violation_error_message="Ce point de la carte n’est pas compris.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "aside"), ("aside_reason", ""), _connector="XOR"),
                        name="concern_set_aside_says_why",
                        violation_error_message="Dites pourquoi : ces mots sont publics.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["heard", "aside"]),
                            models.Q(("title", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="concern_qualified_has_a_title",
                        violation_error_message="Donnez-lui un titre.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Addressing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="adressée le"),
                ),
                ("due_on", models.DateField(verbose_name="réponse attendue le")),
                ("answer", models.TextField(blank=True, max_length=3000, verbose_name="réponse")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="réponse donnée le")),
                ("reminded_at", models.DateTimeField(null=True)),
                ("due_reminded_at", models.DateTimeField(null=True)),
                ("team_told_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addressings",
                        to="associations.organisation",
                        verbose_name="adressée à",
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addressings",
                        to="habitants.concern",
                    ),
                ),
            ],
            options={
                "verbose_name": "adressage",
                "verbose_name_plural": "adressages",
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "organisation"),
                        name="addressing_once",
                        violation_error_message="Cette remontée est déjà adressée à cette organisation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="addressing_answer_has_its_moment",
                        violation_error_message="Une réponse a des mots et une date.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("draw_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="prénom et nom")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="téléphone")),
                (
                    "birth_year",
                    models.PositiveSmallIntegerField(null=True, verbose_name="année de naissance"),
                ),
                ("household_digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("online", "en ligne"),
                            ("desk", "à l’accueil, sur papier"),
                            ("imported", "fichier de candidatures papier"),
                            ("nomination", "proposée par une association"),
                        ],
                        default="online",
                        max_length=12,
                        verbose_name="voie",
                    ),
                ),
                ("consent_version", models.CharField(max_length=20, verbose_name="version du consentement")),
                ("consent_text", models.TextField(verbose_name="consentement, tel qu’il a été lu")),
                (
                    "consented_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="consentement donné le"
                    ),
                ),
                (
                    "guardian_name",
                    models.CharField(blank=True, max_length=80, verbose_name="parent ou tuteur"),
                ),
                (
                    "guardian_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail du parent ou tuteur"),
                ),
                (
                    "guardian_consented_at",
                    models.DateTimeField(null=True, verbose_name="accord parental donné le"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "e-mail à confirmer"),
                            ("guardian", "accord parental attendu"),
                            ("confirmed", "confirmée"),
                            ("withdrawn", "retirée"),
                            ("set_aside", "mise de côté"),
                        ],
                        default="unconfirmed",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("set_aside_reason", models.CharField(blank=True, max_length=200, verbose_name="motif")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="reçue le"
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="confirmée le"),
                ),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="retirée le")),
                (
                    "district",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="associations.district",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saisie par",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="habitants.cohort",
                        verbose_name="groupe",
                    ),
                ),
            ],
            options={
                "verbose_name": "candidature",
                "verbose_name_plural": "candidatures",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("cohort"),
                        django.db.models.functions.text.Lower("email"),
                        django.db.models.functions.text.Lower("name"),
                        models.F("birth_year"),
                        condition=models.Q(
                            ("state__in", ["confirmed", "guardian"]), models.Q(("email", ""), _negated=True)
                        ),
                        name="application_once",
                        violation_error_message="Cette personne est déjà candidate avec cette adresse.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            ("guardian_name", ""),
                            ("guardian_consented_at__isnull", False),
                            ("birth_year__isnull", True),
                            _connector="OR",
                        ),
                        name="application_guardian_agreed",
                        violation_error_message="Il manque l’accord du parent ou du tuteur.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["confirmed", "guardian"]), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="application_confirmed_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(("email", ""), ("name", ""), ("phone", "")),
                            _connector="OR",
                        ),
                        name="application_withdrawn_is_forgotten",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BulletinHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=100, verbose_name="titre")),
                (
                    "text",
                    models.TextField(
                        help_text="Ce qu’il faut savoir, en quelques phrases. **gras**, *italique*, listes avec un tiret.",
                        max_length=3000,
                        verbose_name="message",
                    ),
                ),
                (
                    "message",
                    models.TextField(
                        blank=True,
                        help_text="Pour WhatsApp, SMS… Laissez vide : il se compose du titre, du début du message et du lien.",
                        max_length=600,
                        verbose_name="texte prêt à envoyer",
                    ),
                ),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="Facultatif. Après ce jour, l’info n’est plus demandée aux relais.",
                        null=True,
                        verbose_name="à relayer jusqu’au",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Brouillon"), ("sent", "Envoyée")],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="envoyée le")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "mailed",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="relais qui l’ont reçue"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        verbose_name="de la part de",
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
                        to="habitants.bulletin",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Carrying",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("door", "Porte-à-porte"),
                            ("school", "Sortie d’école"),
                            ("messages", "Messages"),
                            ("poster", "Affiche, papier"),
                            ("other", "Autrement"),
                        ],
                        max_length=10,
                        verbose_name="comment",
                    ),
                ),
                (
                    "reach",
                    models.CharField(
                        choices=[
                            ("1-5", "1 à 5"),
                            ("6-20", "6 à 20"),
                            ("21-50", "21 à 50"),
                            ("50+", "plus de 50"),
                        ],
                        max_length=10,
                        verbose_name="à combien de personnes environ",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="noté le")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="carryings",
                        to="habitants.concern",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse rapportée",
                "verbose_name_plural": "réponses rapportées",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CohortHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "name",
                    models.CharField(
                        help_text="Par exemple : Groupe du printemps 2027.", max_length=80, verbose_name="nom"
                    ),
                ),
                ("slug", models.SlugField(db_index=False, editable=False, max_length=80)),
                ("starts_on", models.DateField(verbose_name="premier jour")),
                (
                    "ends_on",
                    models.DateField(
                        help_text="Six mois plus tard, si vous ne dites rien.", verbose_name="dernier jour"
                    ),
                ),
                ("call_opens_on", models.DateField(verbose_name="l’appel ouvre le")),
                ("call_closes_on", models.DateField(verbose_name="l’appel ferme le")),
                (
                    "size",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="nombre de sièges",
                    ),
                ),
                (
                    "seats_call",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="choisis parmi les candidatures"
                    ),
                ),
                (
                    "seats_nominated",
                    models.PositiveSmallIntegerField(default=5, verbose_name="proposés par les associations"),
                ),
                ("seats_drawn", models.PositiveSmallIntegerField(default=10, verbose_name="tirés au sort")),
                (
                    "substitutes",
                    models.PositiveSmallIntegerField(
                        default=5,
                        validators=[django.core.validators.MaxValueValidator(500)],
                        verbose_name="nombre de suppléants",
                    ),
                ),
                (
                    "household_rule",
                    models.BooleanField(
                        default=True,
                        help_text="Deux personnes à la même adresse ne sont pas tirées ensemble.",
                        verbose_name="une seule personne par foyer",
                    ),
                ),
                (
                    "call_text",
                    models.TextField(
                        blank=True,
                        help_text="Ce que les gens lisent avant le formulaire. Markdown.",
                        verbose_name="texte de l’appel",
                    ),
                ),
                (
                    "population_source",
                    models.CharField(
                        blank=True,
                        help_text="Par exemple : Insee, recensement 2022, 8e et 9e arrondissements.",
                        max_length=200,
                        verbose_name="source des chiffres de population",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparation", "en préparation"),
                            ("call", "appel à candidatures"),
                            ("frozen", "liste figée"),
                            ("drawn", "tirage fait"),
                            ("running", "en cours"),
                            ("ended", "terminé"),
                        ],
                        default="preparation",
                        editable=False,
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("frozen_at", models.DateTimeField(editable=False, null=True, verbose_name="liste figée le")),
                ("drawn_at", models.DateTimeField(editable=False, null=True, verbose_name="tirage fait le")),
                ("composition", models.JSONField(default=dict, editable=False)),
                ("others_erased_at", models.DateTimeField(editable=False, null=True)),
                ("profiles_erased_at", models.DateTimeField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "guarantor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Quelqu’un qui n’est pas de l’équipe, de préférence.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="garant",
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
                        to="habitants.cohort",
                    ),
                ),
                (
                    "selection_lead",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Avec le garant, seule personne à pouvoir lire les réponses aux critères.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsable de la sélection",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConcernHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "words",
                    models.TextField(
                        help_text="Avec les mots des gens, sans nom ni numéro : « Le soir, on ne voit rien devant l’école. »",
                        max_length=2000,
                        verbose_name="ce que vous avez entendu",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="en quelques mots")),
                (
                    "spot",
                    models.CharField(
                        blank=True,
                        help_text="« Devant le portail de l’école », « à l’arrêt du bus ». Pas l’adresse de quelqu’un.",
                        max_length=120,
                        verbose_name="où exactement",
                    ),
                ),
                (
                    "latitude",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                    ),
                ),
                (
                    "longitude",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                    ),
                ),
                (
                    "photo",
                    cooperation.core.images.PictureField(
                        blank=True, upload_to="remontees/", verbose_name="photo"
                    ),
                ),
                (
                    "photo_alt",
                    models.CharField(blank=True, max_length=200, verbose_name="ce que montre la photo"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("heard", "Entendue"),
                            ("qualified", "À adresser"),
                            ("addressed", "Adressée"),
                            ("answered", "Réponse reçue"),
                            ("carried", "Réponse rapportée"),
                            ("aside", "Écartée"),
                        ],
                        default="heard",
                        editable=False,
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "aside_reason",
                    models.TextField(
                        blank=True, editable=False, max_length=600, verbose_name="raison, en mots publics"
                    ),
                ),
                (
                    "is_hidden",
                    models.BooleanField(default=False, editable=False, verbose_name="absente du tableau"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="entendue le"
                    ),
                ),
                ("moved_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
                        verbose_name="notée par",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="associations.district",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="habitants.concern",
                        verbose_name="réunie avec",
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
                        to="habitants.concern",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="associations.place",
                        verbose_name="lieu connu",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="associations.theme",
                        verbose_name="thème",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConcernMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("heard", "Entendue"),
                            ("qualified", "Lue et reformulée par l’équipe"),
                            ("asked", "Adressée"),
                            ("withdrawn", "Plus de réponse attendue"),
                            ("answered", "Réponse"),
                            ("carried", "Réponse rapportée"),
                            ("aside", "Écartée"),
                            ("taken-up", "Reprise"),
                        ],
                        max_length=10,
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=10)),
                ("after", models.CharField(max_length=10)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="habitants.concern",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="associations.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "étape d’une remontée",
                "verbose_name_plural": "étapes des remontées",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="Par exemple : Âge.", max_length=60, verbose_name="critère"),
                ),
                ("key", models.SlugField(editable=False, max_length=60, verbose_name="nom dans le tirage")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("asked", "une question posée à la personne"),
                            ("age", "l’année de naissance"),
                            ("district", "le quartier"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="d’après",
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        blank=True,
                        help_text="Telle que la personne la lit.",
                        max_length=160,
                        verbose_name="question",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Par exemple : pour qu’il y ait autant de femmes que d’hommes.",
                        max_length=200,
                        verbose_name="à quoi sert la réponse",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="habitants.cohort",
                        verbose_name="groupe",
                    ),
                ),
            ],
            options={
                "verbose_name": "critère",
                "verbose_name_plural": "critères",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cohort", "key"),
                        name="criterion_key_unique",
                        violation_error_message="Ce critère existe déjà.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source", "asked"), _negated=True),
                        fields=("cohort", "source"),
                        name="criterion_computed_once",
                        violation_error_message="Un critère se sert déjà de cette réponse.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("frozen_at", models.DateTimeField(verbose_name="liste figée le")),
                ("code_version", models.CharField(max_length=64, verbose_name="version du programme")),
                ("seats", models.PositiveSmallIntegerField(verbose_name="places à tirer")),
                ("quotas", models.JSONField(verbose_name="quotas")),
                ("people", models.JSONField(verbose_name="codes")),
                ("seated", models.JSONField(verbose_name="places déjà prises")),
                ("pool_sha256", models.CharField(max_length=64, verbose_name="empreinte de la liste")),
                (
                    "portfolio_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="groupes publiés le"),
                ),
                ("portfolio", models.TextField(editable=False, null=True, verbose_name="les 1 000 groupes")),
                (
                    "portfolio_sha256",
                    models.CharField(
                        editable=False, max_length=64, null=True, verbose_name="empreinte des groupes"
                    ),
                ),
                (
                    "smallest_chance",
                    models.FloatField(editable=False, null=True, verbose_name="plus petite chance"),
                ),
                (
                    "largest_gap",
                    models.FloatField(editable=False, null=True, verbose_name="plus grand écart"),
                ),
                (
                    "source_named_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="source nommée le"),
                ),
                (
                    "source_kind",
                    models.CharField(
                        choices=[("loto", "un tirage du Loto"), ("drand", "un tour de drand")],
                        max_length=8,
                        null=True,
                        verbose_name="source",
                    ),
                ),
                ("source_reference", models.CharField(max_length=80, null=True, verbose_name="référence")),
                ("source_at", models.DateTimeField(null=True, verbose_name="hasard connu le")),
                (
                    "value_entered_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="résultat saisi le"),
                ),
                (
                    "value_kind",
                    models.CharField(
                        choices=[("loto", "un tirage du Loto"), ("drand", "un tour de drand")],
                        max_length=8,
                        null=True,
                        verbose_name="source lue",
                    ),
                ),
                ("value", models.CharField(max_length=64, null=True, verbose_name="résultat du hasard")),
                ("value_reference", models.URLField(null=True, verbose_name="où le vérifier")),
                (
                    "value_fallback",
                    models.CharField(max_length=300, null=True, verbose_name="pourquoi la règle de secours"),
                ),
                (
                    "index",
                    models.PositiveSmallIntegerField(
                        editable=False, null=True, verbose_name="numéro du groupe"
                    ),
                ),
                ("counter", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("panel", models.JSONField(editable=False, null=True, verbose_name="groupe tiré")),
                ("order", models.JSONField(editable=False, null=True, verbose_name="ordre des autres")),
                ("substitutes", models.JSONField(editable=False, null=True, verbose_name="suppléants")),
                (
                    "cancelled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="abandonné le"),
                ),
                ("cancelled_reason", models.CharField(max_length=300, null=True, verbose_name="pourquoi")),
                (
                    "source_unknown_until",
                    models.DateTimeField(null=True, verbose_name="inconnu de tous jusqu’au"),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="habitants.cohort",
                        verbose_name="groupe",
                    ),
                ),
                (
                    "frozen_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source_named_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "value_entered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tirage au sort",
                "verbose_name_plural": "tirages au sort",
                "ordering": ["-frozen_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None)),
                        fields=("cohort",),
                        name="draw_one_standing",
                        violation_error_message="Ce groupe a déjà un tirage.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("portfolio_at", None),
                            models.Q(
                                ("portfolio__isnull", False), ("portfolio_at__gte", models.F("frozen_at"))
                            ),
                            _connector="OR",
                        ),
                        name="draw_panels_after_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source_named_at", None),
                            models.Q(
                                ("portfolio_at__isnull", False),
                                ("source_named_at__gte", models.F("portfolio_at")),
                            ),
                            _connector="OR",
                        ),
                        name="draw_source_after_panels",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source_named_at", None),
                            models.Q(
                                ("source_at__gte", models.F("source_unknown_until")),
                                ("source_at__isnull", False),
                                ("source_kind__isnull", False),
                                ("source_unknown_until__gt", models.F("source_named_at")),
                                ("source_unknown_until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="draw_source_in_the_future",
                        violation_error_message="Le hasard doit parler après la publication des groupes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value_entered_at", None),
                            models.Q(
                                ("panel__isnull", False),
                                ("source_at__isnull", False),
                                ("value_entered_at__gte", models.F("source_at")),
                            ),
                            _connector="OR",
                        ),
                        name="draw_value_after_source",
                        violation_error_message="Le résultat ne peut pas être saisi avant la date annoncée.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_at", None), ("value_entered_at", None), _connector="OR"
                        ),
                        name="draw_done_is_never_cancelled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cancelled_at", None),
                            ("source_unknown_until", None),
                            ("cancelled_at__lt", models.F("source_unknown_until")),
                            _connector="OR",
                        ),
                        name="draw_cancelled_before_chance",
                        violation_error_message="Le hasard a parlé, ou va parler : ce tirage ne peut plus être abandonné.",
                    ),
                ],
            },
            bases=(habitants.models.draw_documents.Documented, models.Model),
        ),
        migrations.CreateModel(
            name="Gathering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redirected", models.JSONField(default=list)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "absorbed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="habitants.concern"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gatherings",
                        to="habitants.concern",
                    ),
                ),
            ],
            options={
                "verbose_name": "réunion de remontées",
                "verbose_name_plural": "réunions de remontées",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="GroupMeeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meetings",
                        to="habitants.cohort",
                        verbose_name="groupe",
                    ),
                ),
                (
                    "occurrence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="group_meeting",
                        to="agenda.occurrence",
                        verbose_name="date de l’agenda",
                    ),
                ),
            ],
            options={
                "verbose_name": "rencontre du groupe",
                "verbose_name_plural": "rencontres du groupe",
                "ordering": ["occurrence__starts_at"],
            },
        ),
        migrations.CreateModel(
            name="ProfileReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_at", models.DateTimeField(auto_now_add=True)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="habitants.cohort",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "lecture des réponses",
                "verbose_name_plural": "lectures des réponses",
                "ordering": ["-read_at"],
            },
        ),
        migrations.CreateModel(
            name="RelayHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "way_in",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("call", "choisi parmi les candidatures"),
                            ("nomination", "proposé par une association"),
                            ("draw", "tiré au sort"),
                            ("substitute", "suppléant appelé"),
                        ],
                        max_length=12,
                        verbose_name="voie",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="premier jour")),
                ("ends_on", models.DateField(verbose_name="dernier jour")),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="parti avant la fin, le"
                    ),
                ),
                (
                    "agrees_to_be_shown",
                    models.BooleanField(
                        default=False,
                        help_text="Prénom et quartier, sur la page du groupe. Se change à tout moment.",
                        verbose_name="accepte d’être présenté",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="habitants.cohort",
                        verbose_name="groupe",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="associations.district",
                        verbose_name="quartier",
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
                        to="habitants.relay",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Relaying",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("door", "Porte-à-porte"),
                            ("school", "Sortie d’école"),
                            ("messages", "Messages"),
                            ("poster", "Affiche, papier"),
                            ("other", "Autrement"),
                        ],
                        max_length=10,
                        verbose_name="comment",
                    ),
                ),
                (
                    "reach",
                    models.CharField(
                        choices=[
                            ("1-5", "1 à 5"),
                            ("6-20", "6 à 20"),
                            ("21-50", "21 à 50"),
                            ("50+", "plus de 50"),
                        ],
                        max_length=10,
                        verbose_name="à combien de personnes environ",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="noté le")),
                (
                    "bulletin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relayings",
                        to="habitants.bulletin",
                    ),
                ),
                (
                    "relay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relayings",
                        to="habitants.relay",
                    ),
                ),
            ],
            options={
                "verbose_name": "relais d’une info",
                "verbose_name_plural": "relais des infos",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=2000)),
                ("reply_email", models.EmailField(blank=True, max_length=254)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voices",
                        to="habitants.concern",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="concern_voices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "voix",
                "verbose_name_plural": "voix",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("concern", "user"),
                        name="voice_once",
                        violation_error_message="Votre voix y compte déjà.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AddressingHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "asked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="adressée le"),
                ),
                ("due_on", models.DateField(verbose_name="réponse attendue le")),
                ("answer", models.TextField(blank=True, max_length=3000, verbose_name="réponse")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="réponse donnée le")),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="associations.organisation",
                        verbose_name="adressée à",
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
                        to="habitants.addressing",
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="habitants.concern",
                    ),
                ),
            ],
            options={
                "abstract": False,
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
                (
                    "state",
                    models.CharField(
                        choices=[("present", "présent"), ("excused", "excusé"), ("absent", "absent")],
                        max_length=8,
                        verbose_name="présence",
                    ),
                ),
                (
                    "relay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="habitants.relay",
                        verbose_name="habitant-relais",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="habitants.groupmeeting",
                        verbose_name="rencontre",
                    ),
                ),
            ],
            options={
                "verbose_name": "présence",
                "verbose_name_plural": "présences",
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "relay"), name="group_attendance_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DrawEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8, verbose_name="code")),
                ("application_id_of_draw", models.UUIDField(editable=False)),
                ("is_seated", models.BooleanField(verbose_name="a déjà une place")),
                ("row", models.TextField(verbose_name="ligne")),
                ("commitment", models.CharField(max_length=64, verbose_name="empreinte de la ligne")),
                (
                    "panels",
                    models.PositiveSmallIntegerField(null=True, verbose_name="dans combien de groupes"),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="habitants.draw",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne d’un tirage",
                "verbose_name_plural": "lignes d’un tirage",
                "ordering": ["code"],
                "constraints": [models.UniqueConstraint(fields=("draw", "code"), name="draw_entry_code")],
            },
        ),
        migrations.CreateModel(
            name="Nomination",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="prénom et nom")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "message",
                    models.CharField(
                        blank=True,
                        help_text="Elle le lira dans l’e-mail qui lui demande son accord.",
                        max_length=500,
                        verbose_name="un mot pour cette personne",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "réponse attendue"),
                            ("accepted", "d’accord"),
                            ("declined", "a dit non"),
                            ("cancelled", "annulée par l’association"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="le"
                    ),
                ),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="réponse le")),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="demandée le")),
                (
                    "application",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="nominations",
                        to="habitants.application",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nominations",
                        to="habitants.cohort",
                        verbose_name="groupe",
                    ),
                ),
                (
                    "nominated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nominations",
                        to="associations.organisation",
                        verbose_name="association",
                    ),
                ),
            ],
            options={
                "verbose_name": "désignation",
                "verbose_name_plural": "désignations",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("cohort"),
                        models.F("organisation"),
                        django.db.models.functions.text.Lower("email"),
                        condition=models.Q(
                            ("state__in", ["asked", "accepted"]), models.Q(("email", ""), _negated=True)
                        ),
                        name="nomination_once",
                        violation_error_message="Votre association a déjà proposé cette personne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("email", ""), ("name", "")),
                            _connector="OR",
                        ),
                        name="nomination_declined_is_forgotten",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=80, verbose_name="réponse")),
                ("key", models.SlugField(editable=False, max_length=60, verbose_name="nom dans le tirage")),
                (
                    "minimum",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(500)],
                        verbose_name="au moins",
                    ),
                ),
                (
                    "maximum",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[django.core.validators.MaxValueValidator(500)],
                        verbose_name="au plus",
                    ),
                ),
                (
                    "age_from",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="de (ans)"),
                ),
                ("age_to", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="à (ans)")),
                (
                    "population",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Pour comparer le groupe avec la population, sur sa page.",
                        null=True,
                        verbose_name="habitants dans les quartiers",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotas",
                        to="habitants.criterion",
                        verbose_name="critère",
                    ),
                ),
                (
                    "districts",
                    models.ManyToManyField(
                        blank=True,
                        db_table="habitants_quota_district",
                        related_name="+",
                        to="associations.district",
                        verbose_name="quartiers",
                    ),
                ),
            ],
            options={
                "verbose_name": "quota",
                "verbose_name_plural": "quotas",
                "ordering": ["order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minimum__lte", models.F("maximum"))),
                        name="quota_minimum_below_maximum",
                        violation_error_message="« Au moins » ne peut pas dépasser « au plus ».",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("age_from__isnull", True),
                            ("age_to__isnull", True),
                            ("age_from__lte", models.F("age_to")),
                            _connector="OR",
                        ),
                        name="quota_ages_in_order",
                        violation_error_message="Le premier âge ne peut pas dépasser le second.",
                    ),
                    models.UniqueConstraint(
                        fields=("criterion", "key"),
                        name="quota_key_unique",
                        violation_error_message="Cette réponse existe déjà.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("draw_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "way_in",
                    models.CharField(
                        choices=[
                            ("call", "choisi parmi les candidatures"),
                            ("nomination", "proposé par une association"),
                            ("draw", "tiré au sort"),
                            ("substitute", "suppléant appelé"),
                        ],
                        max_length=12,
                        verbose_name="voie",
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rang de suppléant"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "suppléant"),
                            ("offered", "réponse attendue"),
                            ("accepted", "a accepté"),
                            ("declined", "a renoncé"),
                            ("unanswered", "n’a pas répondu"),
                            ("left", "est parti"),
                            ("released", "suppléant, non appelé"),
                        ],
                        default="offered",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Pourquoi cette personne, ou pourquoi elle part.",
                        max_length=300,
                        verbose_name="motif",
                    ),
                ),
                ("offered_at", models.DateTimeField(editable=False, null=True, verbose_name="proposé le")),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="réponse le")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="seats",
                        to="habitants.application",
                        verbose_name="candidature",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="habitants.cohort",
                        verbose_name="groupe",
                    ),
                ),
                (
                    "relay",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="seat",
                        to="habitants.relay",
                        verbose_name="mandat",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaced_by",
                        to="habitants.seat",
                        verbose_name="remplace",
                    ),
                ),
            ],
            options={
                "verbose_name": "siège",
                "verbose_name_plural": "sièges",
                "ordering": ["cohort", "way_in", "rank", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("cohort", "application"), name="seat_once_per_person"),
                    models.UniqueConstraint(
                        condition=models.Q(("rank__isnull", False)),
                        fields=("cohort", "rank"),
                        name="seat_rank_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rank__isnull", False), ("way_in", "substitute")),
                            models.Q(
                                models.Q(("way_in", "substitute"), _negated=True), ("rank__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="seat_rank_of_substitutes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), _negated=True),
                            ("way_in", "substitute"),
                            _connector="OR",
                        ),
                        name="seat_substitutes_wait",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="habitants.application",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="habitants.criterion",
                    ),
                ),
                (
                    "quota",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="habitants.quota"
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse à un critère",
                "verbose_name_plural": "réponses aux critères",
                "constraints": [
                    models.UniqueConstraint(fields=("application", "criterion"), name="profile_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="QuotaHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("label", models.CharField(max_length=80, verbose_name="réponse")),
                (
                    "key",
                    models.SlugField(
                        db_index=False, editable=False, max_length=60, verbose_name="nom dans le tirage"
                    ),
                ),
                (
                    "minimum",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(500)],
                        verbose_name="au moins",
                    ),
                ),
                (
                    "maximum",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[django.core.validators.MaxValueValidator(500)],
                        verbose_name="au plus",
                    ),
                ),
                (
                    "age_from",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="de (ans)"),
                ),
                ("age_to", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="à (ans)")),
                (
                    "population",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Pour comparer le groupe avec la population, sur sa page.",
                        null=True,
                        verbose_name="habitants dans les quartiers",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "criterion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="habitants.criterion",
                        verbose_name="critère",
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
                        to="habitants.quota",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SeatHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("draw_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "way_in",
                    models.CharField(
                        choices=[
                            ("call", "choisi parmi les candidatures"),
                            ("nomination", "proposé par une association"),
                            ("draw", "tiré au sort"),
                            ("substitute", "suppléant appelé"),
                        ],
                        max_length=12,
                        verbose_name="voie",
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rang de suppléant"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "suppléant"),
                            ("offered", "réponse attendue"),
                            ("accepted", "a accepté"),
                            ("declined", "a renoncé"),
                            ("unanswered", "n’a pas répondu"),
                            ("left", "est parti"),
                            ("released", "suppléant, non appelé"),
                        ],
                        default="offered",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("offered_at", models.DateTimeField(editable=False, null=True, verbose_name="proposé le")),
                ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="réponse le")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="habitants.application",
                        verbose_name="candidature",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="habitants.cohort",
                        verbose_name="groupe",
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
                        to="habitants.seat",
                    ),
                ),
                (
                    "relay",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="habitants.relay",
                        verbose_name="mandat",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="habitants.seat",
                        verbose_name="remplace",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AnswerAddition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(max_length=3000, verbose_name="complément")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "addressing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="additions",
                        to="habitants.addressing",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "complément d’une réponse",
                "verbose_name_plural": "compléments des réponses",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TypedValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("loto", "un tirage du Loto"), ("drand", "un tour de drand")],
                        max_length=8,
                        verbose_name="source lue",
                    ),
                ),
                ("value", models.CharField(max_length=64, verbose_name="résultat du hasard")),
                ("reference", models.URLField(verbose_name="où le vérifier")),
                (
                    "fallback",
                    models.CharField(blank=True, max_length=300, verbose_name="pourquoi la règle de secours"),
                ),
                ("typed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("first", "saisi une fois"),
                            ("same", "saisi deux fois, pareil"),
                            ("unequal", "saisi deux fois, autrement"),
                            ("dropped", "recommencé"),
                        ],
                        default="first",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="typed_values",
                        to="habitants.draw",
                    ),
                ),
                (
                    "typed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "saisie du hasard",
                "verbose_name_plural": "saisies du hasard",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "first")),
                        fields=("draw",),
                        name="typed_value_waits_alone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerAdditionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("words", models.TextField(max_length=3000, verbose_name="complément")),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "addressing",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="habitants.addressing",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="habitants.answeraddition",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="relay",
            name="agrees_to_be_shown",
            field=models.BooleanField(
                default=False,
                help_text="Prénom et quartier, sur la page du groupe. Se change à tout moment.",
                verbose_name="accepte d’être présenté",
            ),
        ),
        migrations.AddField(
            model_name="relay",
            name="ended_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="parti avant la fin, le"
            ),
        ),
        migrations.AddField(
            model_name="relay",
            name="ended_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="motif du départ"),
        ),
        migrations.AddField(
            model_name="relay",
            name="first_name",
            field=models.CharField(blank=True, max_length=40, verbose_name="prénom montré"),
        ),
        migrations.AddField(
            model_name="relay",
            name="name",
            field=models.CharField(
                blank=True, help_text="De qui n’a pas de compte.", max_length=80, verbose_name="prénom et nom"
            ),
        ),
        migrations.AddField(
            model_name="relay",
            name="way_in",
            field=models.CharField(
                blank=True,
                choices=[
                    ("call", "choisi parmi les candidatures"),
                    ("nomination", "proposé par une association"),
                    ("draw", "tiré au sort"),
                    ("substitute", "suppléant appelé"),
                ],
                max_length=12,
                verbose_name="voie",
            ),
        ),
        migrations.AlterField(
            model_name="relay",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="relays",
                to=settings.AUTH_USER_MODEL,
                verbose_name="compte",
            ),
        ),
        migrations.AddField(
            model_name="relay",
            name="cohort",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="relays",
                to="habitants.cohort",
                verbose_name="groupe",
            ),
        ),
        migrations.AddConstraint(
            model_name="relay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("user__isnull", False), models.Q(("name", ""), _negated=True), _connector="OR"
                ),
                name="relay_is_somebody",
                violation_error_message="Choisissez un compte, ou écrivez un nom.",
            ),
        ),
        cooperation.core.triggers.AddTriggers(
            triggers=[
                (
                    "relay",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "habitants_relayhistory" ("agrees_to_be_shown", "cohort_id", "district_id", "ended_at", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "user_id", "way_in") VALUES (NEW."agrees_to_be_shown", NEW."cohort_id", NEW."district_id", NEW."ended_at", NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."user_id", NEW."way_in"); RETURN NULL;',
                            hash="3a352b0f8ec56ad40acb9146d05deb70c1783c0e",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_207d8",
                            table="habitants_relay",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "relay",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."agrees_to_be_shown" IS DISTINCT FROM (NEW."agrees_to_be_shown") OR OLD."cohort_id" IS DISTINCT FROM (NEW."cohort_id") OR OLD."district_id" IS DISTINCT FROM (NEW."district_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."way_in" IS DISTINCT FROM (NEW."way_in"))',
                            func='INSERT INTO "habitants_relayhistory" ("agrees_to_be_shown", "cohort_id", "district_id", "ended_at", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "user_id", "way_in") VALUES (NEW."agrees_to_be_shown", NEW."cohort_id", NEW."district_id", NEW."ended_at", NEW."ends_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."user_id", NEW."way_in"); RETURN NULL;',
                            hash="7d149813ebdfa87d13af04b6ac97002a3b4ccab6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b69b5",
                            table="habitants_relay",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "bulletin",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "habitants_bulletinhistory" ("author_id", "created_at", "ends_on", "id", "mailed", "message", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "state", "text", "title", "updated_at") VALUES (NEW."author_id", NEW."created_at", NEW."ends_on", NEW."id", NEW."mailed", NEW."message", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sent_at", NEW."state", NEW."text", NEW."title", NEW."updated_at"); RETURN NULL;',
                            hash="1863d45fb482779e608b5a3dd3241182ac7d7faf",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9af7f",
                            table="habitants_bulletin",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "bulletin",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "habitants_bulletinhistory" ("author_id", "created_at", "ends_on", "id", "mailed", "message", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sent_at", "state", "text", "title", "updated_at") VALUES (NEW."author_id", NEW."created_at", NEW."ends_on", NEW."id", NEW."mailed", NEW."message", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sent_at", NEW."state", NEW."text", NEW."title", NEW."updated_at"); RETURN NULL;',
                            hash="5233a900a7289b524ef1e402964359403486abcb",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_38188",
                            table="habitants_bulletin",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "cohort",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "habitants_cohorthistory" ("call_closes_on", "call_opens_on", "call_text", "composition", "created_at", "drawn_at", "ends_on", "frozen_at", "guarantor_id", "household_rule", "id", "name", "others_erased_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population_source", "profiles_erased_at", "seats_call", "seats_drawn", "seats_nominated", "selection_lead_id", "size", "slug", "starts_on", "state", "substitutes") VALUES (NEW."call_closes_on", NEW."call_opens_on", NEW."call_text", NEW."composition", NEW."created_at", NEW."drawn_at", NEW."ends_on", NEW."frozen_at", NEW."guarantor_id", NEW."household_rule", NEW."id", NEW."name", NEW."others_erased_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."population_source", NEW."profiles_erased_at", NEW."seats_call", NEW."seats_drawn", NEW."seats_nominated", NEW."selection_lead_id", NEW."size", NEW."slug", NEW."starts_on", NEW."state", NEW."substitutes"); RETURN NULL;',
                            hash="2f043e03a5ebeadf9eb2928407b5daa7ef8577a9",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e4ed0",
                            table="habitants_cohort",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "cohort",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."call_closes_on" IS DISTINCT FROM (NEW."call_closes_on") OR OLD."call_opens_on" IS DISTINCT FROM (NEW."call_opens_on") OR OLD."call_text" IS DISTINCT FROM (NEW."call_text") OR OLD."composition" IS DISTINCT FROM (NEW."composition") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."drawn_at" IS DISTINCT FROM (NEW."drawn_at") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."frozen_at" IS DISTINCT FROM (NEW."frozen_at") OR OLD."guarantor_id" IS DISTINCT FROM (NEW."guarantor_id") OR OLD."household_rule" IS DISTINCT FROM (NEW."household_rule") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."others_erased_at" IS DISTINCT FROM (NEW."others_erased_at") OR OLD."population_source" IS DISTINCT FROM (NEW."population_source") OR OLD."profiles_erased_at" IS DISTINCT FROM (NEW."profiles_erased_at") OR OLD."seats_call" IS DISTINCT FROM (NEW."seats_call") OR OLD."seats_drawn" IS DISTINCT FROM (NEW."seats_drawn") OR OLD."seats_nominated" IS DISTINCT FROM (NEW."seats_nominated") OR OLD."selection_lead_id" IS DISTINCT FROM (NEW."selection_lead_id") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."substitutes" IS DISTINCT FROM (NEW."substitutes"))',
                            func='INSERT INTO "habitants_cohorthistory" ("call_closes_on", "call_opens_on", "call_text", "composition", "created_at", "drawn_at", "ends_on", "frozen_at", "guarantor_id", "household_rule", "id", "name", "others_erased_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population_source", "profiles_erased_at", "seats_call", "seats_drawn", "seats_nominated", "selection_lead_id", "size", "slug", "starts_on", "state", "substitutes") VALUES (NEW."call_closes_on", NEW."call_opens_on", NEW."call_text", NEW."composition", NEW."created_at", NEW."drawn_at", NEW."ends_on", NEW."frozen_at", NEW."guarantor_id", NEW."household_rule", NEW."id", NEW."name", NEW."others_erased_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."population_source", NEW."profiles_erased_at", NEW."seats_call", NEW."seats_drawn", NEW."seats_nominated", NEW."selection_lead_id", NEW."size", NEW."slug", NEW."starts_on", NEW."state", NEW."substitutes"); RETURN NULL;',
                            hash="4bb4991ee2168d3c8b35070a54e045a37eaef687",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ecc65",
                            table="habitants_cohort",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "concern",
                    pgtrigger.compiler.Trigger(
                        name="concern_merged_in_one_hop",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.merged_into_id IS NOT NULL)",
                            declare="DECLARE its_own bigint;",
                            func="\n                    SELECT merged_into_id INTO its_own\n                      FROM habitants_concern WHERE id = NEW.merged_into_id FOR UPDATE;\n                    IF its_own IS NOT NULL OR NEW.merged_into_id = NEW.id\n                       OR EXISTS (SELECT FROM habitants_concern WHERE merged_into_id = NEW.id)\n                    THEN\n                        RAISE EXCEPTION USING ERRCODE = 'check_violation',\n                            CONSTRAINT = 'concern_merged_in_one_hop',\n                            MESSAGE = 'concern_merged_in_one_hop: a gathered concern leads to one that stands';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="181f144021b2a47410c9dd60d422773ab9aa33e5",
                            operation='INSERT OR UPDATE OF "merged_into_id"',
                            pgid="pgtrigger_concern_merged_in_one_hop_676bb",
                            table="habitants_concern",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "concern",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "habitants_concernhistory" ("aside_reason", "author_id", "created_at", "district_id", "id", "is_hidden", "latitude", "longitude", "merged_into_id", "moved_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "photo_alt", "place_id", "spot", "state", "theme_id", "title", "words") VALUES (NEW."aside_reason", NEW."author_id", NEW."created_at", NEW."district_id", NEW."id", NEW."is_hidden", NEW."latitude", NEW."longitude", NEW."merged_into_id", NEW."moved_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."photo", NEW."photo_alt", NEW."place_id", NEW."spot", NEW."state", NEW."theme_id", NEW."title", NEW."words"); RETURN NULL;',
                            hash="3e695d89afa6480fcdee9132d86376ff37492d97",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f1425",
                            table="habitants_concern",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "concern",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."aside_reason" IS DISTINCT FROM (NEW."aside_reason") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."district_id" IS DISTINCT FROM (NEW."district_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_hidden" IS DISTINCT FROM (NEW."is_hidden") OR OLD."latitude" IS DISTINCT FROM (NEW."latitude") OR OLD."longitude" IS DISTINCT FROM (NEW."longitude") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."moved_at" IS DISTINCT FROM (NEW."moved_at") OR OLD."photo" IS DISTINCT FROM (NEW."photo") OR OLD."photo_alt" IS DISTINCT FROM (NEW."photo_alt") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."spot" IS DISTINCT FROM (NEW."spot") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."theme_id" IS DISTINCT FROM (NEW."theme_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."words" IS DISTINCT FROM (NEW."words"))',
                            func='INSERT INTO "habitants_concernhistory" ("aside_reason", "author_id", "created_at", "district_id", "id", "is_hidden", "latitude", "longitude", "merged_into_id", "moved_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "photo", "photo_alt", "place_id", "spot", "state", "theme_id", "title", "words") VALUES (NEW."aside_reason", NEW."author_id", NEW."created_at", NEW."district_id", NEW."id", NEW."is_hidden", NEW."latitude", NEW."longitude", NEW."merged_into_id", NEW."moved_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."photo", NEW."photo_alt", NEW."place_id", NEW."spot", NEW."state", NEW."theme_id", NEW."title", NEW."words"); RETURN NULL;',
                            hash="aad16d1da7bec606c6f77d8ec2b5df592d2cd03d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d40ed",
                            table="habitants_concern",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "addressing",
                    pgtrigger.compiler.Trigger(
                        name="addressing_answered_by_its_own",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.answered_by_id IS NOT NULL)",
                            func="\n                    IF NOT EXISTS (\n                        SELECT FROM associations_membership\n                         WHERE organisation_id = NEW.organisation_id AND user_id = NEW.answered_by_id AND is_active)\n                       AND NOT EXISTS (SELECT FROM core_user WHERE id = NEW.answered_by_id AND is_coordinator)\n                    THEN\n                        RAISE EXCEPTION USING ERRCODE = 'check_violation',\n                            CONSTRAINT = 'addressing_answered_by_its_own',\n                            MESSAGE = 'addressing_answered_by_its_own: this organisation was not asked';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="20bb39aada8fbb28b44a37cec24835de6deeab21",
                            operation='INSERT OR UPDATE OF "answer", "answered_by_id"',
                            pgid="pgtrigger_addressing_answered_by_its_own_28f12",
                            table="habitants_addressing",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "addressing",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "habitants_addressinghistory" ("answer", "answered_at", "answered_by_id", "asked_at", "concern_id", "due_on", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."concern_id", NEW."due_on", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="825cf20792a1285f569861ec1c29fdc5c35e267f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a77e9",
                            table="habitants_addressing",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "addressing",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."answered_by_id" IS DISTINCT FROM (NEW."answered_by_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."concern_id" IS DISTINCT FROM (NEW."concern_id") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id"))',
                            func='INSERT INTO "habitants_addressinghistory" ("answer", "answered_at", "answered_by_id", "asked_at", "concern_id", "due_on", "id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."asked_at", NEW."concern_id", NEW."due_on", NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="7ea2359b8af064d8f42b3c3ceb39c8cc9402c735",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_cf1c5",
                            table="habitants_addressing",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "addressing",
                    pgtrigger.compiler.Trigger(
                        name="addressing_answer_carried_back",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.answer <> '' AND NEW.answer IS DISTINCT FROM OLD.answer)",
                            func="\n                    IF EXISTS (SELECT FROM habitants_concern WHERE id = NEW.concern_id AND state = 'carried') THEN\n                        RAISE EXCEPTION USING ERRCODE = 'check_violation',\n                            CONSTRAINT = 'addressing_answer_carried_back',\n                            MESSAGE = 'addressing_answer_carried_back: what was told to neighbours is added to';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="07677140ce974ec4cbf43614579b2c8444b1b7b9",
                            operation="UPDATE",
                            pgid="pgtrigger_addressing_answer_carried_back_4a186",
                            table="habitants_addressing",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "concernmove",
                    pgtrigger.compiler.Trigger(
                        name="concernmove_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    IF TG_OP = 'UPDATE' THEN\n                        IF NEW.by_id IS NULL AND (to_jsonb(NEW) - 'by_id') = (to_jsonb(OLD) - 'by_id') THEN\n                            RETURN NEW;\n                        END IF;\n                    END IF;\n                    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'concernmove_append_only',\n                        MESSAGE = 'concernmove_append_only: what became of a concern is added to, never changed';\n                ",
                            hash="7828a6759f6d347aef9898e31e52d406700cea47",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_concernmove_append_only_bfa5f",
                            table="habitants_concernmove",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "draw",
                    pgtrigger.compiler.Trigger(
                        name="draw_steps_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF OLD.cohort_id IS NOT NULL AND NEW.cohort_id IS DISTINCT FROM OLD.cohort_id THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: cohort_id is written for good'; END IF;\nIF OLD.frozen_at IS NOT NULL AND NEW.frozen_at IS DISTINCT FROM OLD.frozen_at THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: frozen_at is written for good'; END IF;\nIF OLD.code_version IS NOT NULL AND NEW.code_version IS DISTINCT FROM OLD.code_version THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: code_version is written for good'; END IF;\nIF OLD.seats IS NOT NULL AND NEW.seats IS DISTINCT FROM OLD.seats THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: seats is written for good'; END IF;\nIF OLD.quotas IS NOT NULL AND NEW.quotas IS DISTINCT FROM OLD.quotas THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: quotas is written for good'; END IF;\nIF OLD.people IS NOT NULL AND NEW.people IS DISTINCT FROM OLD.people THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: people is written for good'; END IF;\nIF OLD.seated IS NOT NULL AND NEW.seated IS DISTINCT FROM OLD.seated THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: seated is written for good'; END IF;\nIF OLD.pool_sha256 IS NOT NULL AND NEW.pool_sha256 IS DISTINCT FROM OLD.pool_sha256 THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: pool_sha256 is written for good'; END IF;\nIF OLD.portfolio_at IS NOT NULL AND NEW.portfolio_at IS DISTINCT FROM OLD.portfolio_at THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: portfolio_at is written for good'; END IF;\nIF OLD.portfolio IS NOT NULL AND NEW.portfolio IS DISTINCT FROM OLD.portfolio THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: portfolio is written for good'; END IF;\nIF OLD.portfolio_sha256 IS NOT NULL AND NEW.portfolio_sha256 IS DISTINCT FROM OLD.portfolio_sha256 THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: portfolio_sha256 is written for good'; END IF;\nIF OLD.smallest_chance IS NOT NULL AND NEW.smallest_chance IS DISTINCT FROM OLD.smallest_chance THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: smallest_chance is written for good'; END IF;\nIF OLD.largest_gap IS NOT NULL AND NEW.largest_gap IS DISTINCT FROM OLD.largest_gap THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: largest_gap is written for good'; END IF;\nIF OLD.source_named_at IS NOT NULL AND NEW.source_named_at IS DISTINCT FROM OLD.source_named_at THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: source_named_at is written for good'; END IF;\nIF OLD.source_kind IS NOT NULL AND NEW.source_kind IS DISTINCT FROM OLD.source_kind THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: source_kind is written for good'; END IF;\nIF OLD.source_reference IS NOT NULL AND NEW.source_reference IS DISTINCT FROM OLD.source_reference THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: source_reference is written for good'; END IF;\nIF OLD.source_unknown_until IS NOT NULL AND NEW.source_unknown_until IS DISTINCT FROM OLD.source_unknown_until THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: source_unknown_until is written for good'; END IF;\nIF OLD.source_at IS NOT NULL AND NEW.source_at IS DISTINCT FROM OLD.source_at THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: source_at is written for good'; END IF;\nIF OLD.value_entered_at IS NOT NULL AND NEW.value_entered_at IS DISTINCT FROM OLD.value_entered_at THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: value_entered_at is written for good'; END IF;\nIF OLD.value IS NOT NULL AND NEW.value IS DISTINCT FROM OLD.value THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: value is written for good'; END IF;\nIF OLD.value_kind IS NOT NULL AND NEW.value_kind IS DISTINCT FROM OLD.value_kind THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: value_kind is written for good'; END IF;\nIF OLD.value_reference IS NOT NULL AND NEW.value_reference IS DISTINCT FROM OLD.value_reference THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: value_reference is written for good'; END IF;\nIF OLD.value_fallback IS NOT NULL AND NEW.value_fallback IS DISTINCT FROM OLD.value_fallback THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: value_fallback is written for good'; END IF;\nIF OLD.index IS NOT NULL AND NEW.index IS DISTINCT FROM OLD.index THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: index is written for good'; END IF;\nIF OLD.counter IS NOT NULL AND NEW.counter IS DISTINCT FROM OLD.counter THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: counter is written for good'; END IF;\nIF OLD.panel IS NOT NULL AND NEW.panel IS DISTINCT FROM OLD.panel THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: panel is written for good'; END IF;\nIF OLD.\"order\" IS NOT NULL AND NEW.\"order\" IS DISTINCT FROM OLD.\"order\" THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: \"order\" is written for good'; END IF;\nIF OLD.substitutes IS NOT NULL AND NEW.substitutes IS DISTINCT FROM OLD.substitutes THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: substitutes is written for good'; END IF;\nIF OLD.cancelled_at IS NOT NULL AND NEW.cancelled_at IS DISTINCT FROM OLD.cancelled_at THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: cancelled_at is written for good'; END IF;\nIF OLD.cancelled_reason IS NOT NULL AND NEW.cancelled_reason IS DISTINCT FROM OLD.cancelled_reason THEN RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_steps_once', MESSAGE = 'draw_steps_once: cancelled_reason is written for good'; END IF;\nRETURN NEW;",
                            hash="d4a5493886dee3242d125757888a51f179fc00d9",
                            operation="UPDATE",
                            pgid="pgtrigger_draw_steps_once_ba762",
                            table="habitants_draw",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "draw",
                    pgtrigger.compiler.Trigger(
                        name="draw_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="8c557754d5cd31ab4ad6fa01a22277df05278132",
                            operation="DELETE",
                            pgid="pgtrigger_draw_kept_66c83",
                            table="habitants_draw",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "draw",
                    pgtrigger.compiler.Trigger(
                        name="draw_value_typed_twice",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.value IS NULL AND NEW.value IS NOT NULL)",
                            func="\n        IF (SELECT count(*) FROM habitants_typedvalue\n             WHERE draw_id = NEW.id AND kind = NEW.value_kind AND value = NEW.value AND state = 'same') < 2\n        THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'draw_value_typed_twice',\n                MESSAGE = 'draw_value_typed_twice: the number counts once it was typed twice';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="36800bd82e2e0920598ee9ee351a1e3bcef1cea1",
                            operation="UPDATE",
                            pgid="pgtrigger_draw_value_typed_twice_3d15e",
                            table="habitants_draw",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "drawentry",
                    pgtrigger.compiler.Trigger(
                        name="draw_entry_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="ae38f390490054f5f7f9af5df63145de43785f16",
                            operation="DELETE",
                            pgid="pgtrigger_draw_entry_kept_062c7",
                            table="habitants_drawentry",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "drawentry",
                    pgtrigger.compiler.Trigger(
                        name="draw_entry_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (ROW(NEW.draw_id, NEW.code, NEW.application_id_of_draw, NEW.is_seated, NEW.commitment) IS DISTINCT FROM ROW(OLD.draw_id, OLD.code, OLD.application_id_of_draw, OLD.is_seated, OLD.commitment) OR NEW.row NOT IN (OLD.row, '') OR OLD.panels IS NOT NULL AND NEW.panels IS DISTINCT FROM OLD.panels)",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="98e448417284a5954d69b993f5c12f41db1e46d8",
                            operation="UPDATE",
                            pgid="pgtrigger_draw_entry_once_a0a24",
                            table="habitants_drawentry",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "quota",
                    pgtrigger.compiler.Trigger(
                        name="quota_frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF TG_OP = 'UPDATE' THEN\n        IF ROW(NEW.criterion_id, NEW.key, NEW.minimum, NEW.maximum, NEW.age_from, NEW.age_to)\n           IS NOT DISTINCT FROM ROW(OLD.criterion_id, OLD.key, OLD.minimum, OLD.maximum, OLD.age_from, OLD.age_to)\n        THEN\n            RETURN NEW;\n        END IF;\n    END IF;\n    IF EXISTS (\n        SELECT FROM habitants_criterion k JOIN habitants_cohort c ON c.id = k.cohort_id\n         WHERE k.id = COALESCE(NEW.criterion_id, OLD.criterion_id) AND c.state NOT IN ('preparation', 'call'))\n    THEN\n        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'quota_frozen',\n            MESSAGE = 'quota_frozen: the list is frozen';\n    END IF;\n    RETURN COALESCE(NEW, OLD);\n",
                            hash="6c5ce06e57dc28dde66a8a7ef9f30b66c4358783",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_quota_frozen_0fa0b",
                            table="habitants_quota",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "quota",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "habitants_quotahistory" ("age_from", "age_to", "criterion_id", "id", "key", "label", "maximum", "minimum", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population") VALUES (NEW."age_from", NEW."age_to", NEW."criterion_id", NEW."id", NEW."key", NEW."label", NEW."maximum", NEW."minimum", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."population"); RETURN NULL;',
                            hash="f0729e054e0234604592bfa18968049790ec2caa",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_17d72",
                            table="habitants_quota",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "quota",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "habitants_quotahistory" ("age_from", "age_to", "criterion_id", "id", "key", "label", "maximum", "minimum", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "population") VALUES (NEW."age_from", NEW."age_to", NEW."criterion_id", NEW."id", NEW."key", NEW."label", NEW."maximum", NEW."minimum", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."population"); RETURN NULL;',
                            hash="3716450fb922ea8600837e49ebda9a3c278a88ba",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0948b",
                            table="habitants_quota",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "relaying",
                    pgtrigger.compiler.Trigger(
                        name="relaying_of_what_was_sent",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    IF NOT EXISTS (SELECT FROM habitants_bulletin WHERE id = NEW.bulletin_id AND state = 'sent') THEN\n                        RAISE EXCEPTION USING ERRCODE = 'check_violation',\n                            CONSTRAINT = 'relaying_of_what_was_sent',\n                            MESSAGE = 'relaying_of_what_was_sent: a draft is not passed on';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="11e33b385ae3d7623fbbc2ae61ef8c2c717b4e48",
                            operation="INSERT",
                            pgid="pgtrigger_relaying_of_what_was_sent_d64e5",
                            table="habitants_relaying",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "seat",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "habitants_seathistory" ("answered_at", "application_id", "cohort_id", "created_at", "draw_id", "id", "offered_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "relay_id", "replaces_id", "state", "way_in") VALUES (NEW."answered_at", NEW."application_id", NEW."cohort_id", NEW."created_at", NEW."draw_id", NEW."id", NEW."offered_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."relay_id", NEW."replaces_id", NEW."state", NEW."way_in"); RETURN NULL;',
                            hash="017179202c9e38ded2eab64d61d66a429c039103",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3beff",
                            table="habitants_seat",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "seat",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."application_id" IS DISTINCT FROM (NEW."application_id") OR OLD."cohort_id" IS DISTINCT FROM (NEW."cohort_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."draw_id" IS DISTINCT FROM (NEW."draw_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."offered_at" IS DISTINCT FROM (NEW."offered_at") OR OLD."rank" IS DISTINCT FROM (NEW."rank") OR OLD."relay_id" IS DISTINCT FROM (NEW."relay_id") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."way_in" IS DISTINCT FROM (NEW."way_in"))',
                            func='INSERT INTO "habitants_seathistory" ("answered_at", "application_id", "cohort_id", "created_at", "draw_id", "id", "offered_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "relay_id", "replaces_id", "state", "way_in") VALUES (NEW."answered_at", NEW."application_id", NEW."cohort_id", NEW."created_at", NEW."draw_id", NEW."id", NEW."offered_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."relay_id", NEW."replaces_id", NEW."state", NEW."way_in"); RETURN NULL;',
                            hash="ef29ee15523ced51d9cdd4bb601682d222de311c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_82c77",
                            table="habitants_seat",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "answeraddition",
                    pgtrigger.compiler.Trigger(
                        name="answeraddition_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (ROW(NEW.addressing_id, NEW.added_at) IS DISTINCT FROM ROW(OLD.addressing_id, OLD.added_at) OR NEW.by_id IS NOT NULL AND NEW.by_id IS DISTINCT FROM OLD.by_id)",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="0d7ea62478a37db456369d2891dc130dd50228aa",
                            operation="UPDATE",
                            pgid="pgtrigger_answeraddition_once_51574",
                            table="habitants_answeraddition",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "answeraddition",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "habitants_answeradditionhistory" ("added_at", "addressing_id", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "words") VALUES (NEW."added_at", NEW."addressing_id", NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."words"); RETURN NULL;',
                            hash="5ffdb1a021a5f8758bea5882e42918472f7292ba",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ca44f",
                            table="habitants_answeraddition",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "answeraddition",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "habitants_answeradditionhistory" ("added_at", "addressing_id", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "words") VALUES (NEW."added_at", NEW."addressing_id", NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."words"); RETURN NULL;',
                            hash="1456832bed57d1a991e0eb3724ddeb75a1e51ddd",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_fc4b0",
                            table="habitants_answeraddition",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "typedvalue",
                    pgtrigger.compiler.Trigger(
                        name="typed_value_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="579fe95d2c8bf0b7e12b2fef5c352a7312660252",
                            operation="DELETE",
                            pgid="pgtrigger_typed_value_kept_129a4",
                            table="habitants_typedvalue",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "typedvalue",
                    pgtrigger.compiler.Trigger(
                        name="typed_value_once",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (ROW(NEW.draw_id, NEW.kind, NEW.value, NEW.reference, NEW.fallback, NEW.typed_at) IS DISTINCT FROM ROW(OLD.draw_id, OLD.kind, OLD.value, OLD.reference, OLD.fallback, OLD.typed_at) OR NEW.typed_by_id IS NOT NULL AND NEW.typed_by_id IS DISTINCT FROM OLD.typed_by_id OR OLD.state <> 'first' AND NEW.state <> OLD.state)",
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="1790bc6c9674582b11f0b565dfd6d24a01dba698",
                            operation="UPDATE",
                            pgid="pgtrigger_typed_value_once_d822e",
                            table="habitants_typedvalue",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
