import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import cooperation.core.history
import cooperation.core.triggers
import gouvernance.models.consultations
import gouvernance.models.deliberating
import gouvernance.models.participants


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
            name="ConcertationScheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "slug",
                    models.SlugField(
                        editable=False, max_length=80, unique=True, verbose_name="identifiant dans l’adresse"
                    ),
                ),
                (
                    "introduction",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="à quoi il sert, comment le lire"
                    ),
                ),
                ("adopted_on", models.DateField(verbose_name="adopté le")),
                ("is_public", models.BooleanField(default=False, verbose_name="visible par tous")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
            ],
            options={
                "verbose_name": "schéma de concertation",
                "verbose_name_plural": "schémas de concertation",
                "ordering": ["-adopted_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="nom")),
                (
                    "slug",
                    models.SlugField(
                        editable=False, max_length=80, unique=True, verbose_name="identifiant dans l’adresse"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("board", "Conseil d’administration"),
                            ("bureau", "Bureau"),
                            ("assembly", "Assemblée territoriale"),
                            ("commission", "Commission"),
                            ("relays", "Conseil des habitants-relais"),
                            ("other", "Autre instance"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                (
                    "purpose",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="à quoi elle sert, ce qu’elle décide"
                    ),
                ),
                ("created_on", models.DateField(blank=True, null=True, verbose_name="créée le")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="dissoute le")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "term_months",
                    models.PositiveSmallIntegerField(
                        default=36,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="durée d’un mandat (mois)",
                    ),
                ),
                (
                    "quorum_percent",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0 : pas de quorum. 50 : la moitié des sièges pourvus doit être présente ou représentée.",
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="quorum (en % des sièges pourvus)",
                    ),
                ),
                (
                    "quorum_scope",
                    models.CharField(
                        choices=[
                            ("overall", "sur l’ensemble des sièges"),
                            ("college", "dans chaque collège"),
                        ],
                        default="overall",
                        max_length=8,
                        verbose_name="le quorum se compte",
                    ),
                ),
                (
                    "quorum_throughout",
                    models.BooleanField(default=True, verbose_name="il doit tenir pendant toute la séance"),
                ),
                (
                    "proxies_max",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MaxValueValidator(10)],
                        verbose_name="pouvoirs qu’une personne peut porter",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="délai de convocation (jours)",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "conveners",
                    models.ManyToManyField(
                        blank=True,
                        help_text="En plus de l’équipe de coordination.",
                        related_name="convened_bodies",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="qui peut convoquer",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="Ses séances publiques sont dans l’agenda en ce nom. Vide : au nom du centre social.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="associations.organisation",
                        verbose_name="instance de",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        help_text="L’instance qui la désigne ou à qui elle rend compte. Vide : tout en haut.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="gouvernance.body",
                        verbose_name="rend compte à",
                    ),
                ),
            ],
            options={
                "verbose_name": "instance",
                "verbose_name_plural": "instances",
                "ordering": ["position", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("created_on", None),
                            ("ended_on", None),
                            ("ended_on__gte", models.F("created_on")),
                            _connector="OR",
                        ),
                        name="body_ends_after_start",
                        violation_error_message="La dissolution doit suivre la création.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("pk")), _negated=True),
                        name="body_not_its_own_parent",
                        violation_error_message="Une instance ne rend pas compte à elle-même.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quorum_percent__lte", 100)), name="body_quorum_share"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConcertationSchemeHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
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
                    "introduction",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="à quoi il sert, comment le lire"
                    ),
                ),
                ("adopted_on", models.DateField(verbose_name="adopté le")),
                ("is_public", models.BooleanField(default=False, verbose_name="visible par tous")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
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
                        to="gouvernance.concertationscheme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="titre")),
                (
                    "slug",
                    models.SlugField(
                        editable=False, max_length=80, unique=True, verbose_name="identifiant dans l’adresse"
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        help_text="Ouverte, sans réponse attendue : « Que voulons-nous pour nos parcs, le soir ? »",
                        max_length=200,
                        verbose_name="question",
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        blank=True,
                        help_text="Pourquoi cette question, ce que vous ferez des réponses.",
                        max_length=5000,
                        verbose_name="de quoi il s’agit",
                    ),
                ),
                ("closes_on", models.DateField(verbose_name="dernier jour pour répondre")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "en préparation"), ("open", "ouverte"), ("closed", "terminée")],
                        default="draft",
                        editable=False,
                        max_length=6,
                        verbose_name="état",
                    ),
                ),
                ("opened_at", models.DateTimeField(editable=False, null=True, verbose_name="ouverte le")),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="terminée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        help_text="Celle qui pose la question et lira les réponses.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="gouvernance.body",
                        verbose_name="instance",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation",
                "verbose_name_plural": "consultations",
                "ordering": ["-opened_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "draft"), ("opened_at__isnull", False), _connector="OR"),
                        name="consultation_opened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at", None)),
                            _connector="OR",
                        ),
                        name="consultation_closed",
                    ),
                ],
            },
            bases=(cooperation.core.history.SavedBy, models.Model),
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=140, verbose_name="titre")),
                ("starts_at", models.DateTimeField(verbose_name="début")),
                ("ends_at", models.DateTimeField(verbose_name="fin")),
                (
                    "online_url",
                    models.URLField(
                        blank=True, max_length=2000, verbose_name="lien pour participer à distance"
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=5000, verbose_name="mot d’introduction")),
                (
                    "is_public",
                    models.BooleanField(
                        default=False,
                        help_text="Annoncée sur la page de l’instance, visible par tous.",
                        verbose_name="ouverte au public",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "en préparation"),
                            ("convened", "convoquée"),
                            ("open", "ouverte"),
                            ("closed", "tenue, compte rendu à approuver"),
                            ("approved", "compte rendu approuvé"),
                            ("cancelled", "annulée"),
                        ],
                        default="prepared",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                (
                    "short_notice_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=300,
                        verbose_name="pourquoi le délai n’est pas tenu",
                    ),
                ),
                ("cancelled_because", models.CharField(blank=True, editable=False, max_length=300)),
                ("convened_at", models.DateTimeField(editable=False, null=True)),
                ("opened_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                ("agenda_changed_at", models.DateTimeField(editable=False, null=True)),
                ("opening_quorum", models.JSONField(editable=False, null=True)),
                ("closing_quorum", models.JSONField(editable=False, null=True)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("brought_back", models.JSONField(default=list, editable=False)),
                ("minuted", models.JSONField(editable=False, null=True)),
                ("opening_rules", models.JSONField(editable=False, null=True)),
                (
                    "approved_in",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approves",
                        to="gouvernance.meeting",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="gouvernance.body",
                        verbose_name="instance",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="meeting",
                        to="agenda.event",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="associations.place",
                        verbose_name="lieu",
                    ),
                ),
            ],
            options={
                "verbose_name": "séance",
                "verbose_name_plural": "séances",
                "ordering": ["-starts_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="meeting_ends_after_start",
                        violation_error_message="La fin doit suivre le début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["prepared", "cancelled"]),
                            ("convened_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meeting_convened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["open", "closed", "approved"]), _negated=True),
                            ("opened_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meeting_opened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            ("approved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="meeting_approved",
                    ),
                ],
            },
            bases=(cooperation.core.history.SavedBy, models.Model),
        ),
        migrations.CreateModel(
            name="Prospect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("18-25", "18 à 25 ans"),
                            ("26-39", "26 à 39 ans"),
                            ("40-59", "40 à 59 ans"),
                            ("60+", "60 ans et plus"),
                        ],
                        max_length=5,
                        verbose_name="âge",
                    ),
                ),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("femme", "Femme"), ("homme", "Homme"), ("autre", "Autre")],
                        max_length=5,
                        verbose_name="genre",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="prénom et nom")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="téléphone")),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="en quelques mots")),
                (
                    "availability",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("day", "en journée"),
                                ("evening", "en soirée"),
                                ("saturday", "le samedi"),
                                ("online", "à distance"),
                            ],
                            max_length=8,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="disponible",
                    ),
                ),
                (
                    "support",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("training", "une formation"),
                                ("childcare", "une garde d’enfants"),
                                ("transport", "de l’aide pour venir"),
                                ("reading", "de l’aide pour lire les documents"),
                            ],
                            max_length=9,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="ce qui aiderait",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "e-mail à confirmer"),
                            ("listed", "à rencontrer"),
                            ("met", "rencontré·e"),
                            ("trying", "assiste à des séances"),
                            ("ready", "prêt·e"),
                            ("seated", "a un mandat"),
                        ],
                        default="unconfirmed",
                        max_length=11,
                        verbose_name="où en est-on",
                    ),
                ),
                ("consent_version", models.CharField(default="2026-11", editable=False, max_length=20)),
                (
                    "consented_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="accord donné le"),
                ),
                (
                    "last_contact_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="dernier échange"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="le"
                    ),
                ),
                (
                    "bodies",
                    models.ManyToManyField(
                        blank=True, related_name="prospects", to="gouvernance.body", verbose_name="instances"
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="associations.district",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mentored_prospects",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accompagné·e par",
                    ),
                ),
                (
                    "suggested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposé·e par",
                    ),
                ),
                (
                    "themes",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="associations.theme",
                        verbose_name="ce qui vous intéresse",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne du vivier",
                "verbose_name_plural": "vivier d’administrateurs",
                "ordering": ["created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="prospect_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "unconfirmed"), ("consented_at__isnull", False), _connector="OR"
                        ),
                        name="prospect_consented",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="sujet")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subjects",
                        to="gouvernance.concertationscheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "sujet de concertation",
                "verbose_name_plural": "sujets de concertation",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "name"),
                        name="subject_once",
                        violation_error_message="Ce sujet est déjà dans le schéma.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("board", "Conseil d’administration"),
                            ("bureau", "Bureau"),
                            ("assembly", "Assemblée territoriale"),
                            ("commission", "Commission"),
                            ("relays", "Conseil des habitants-relais"),
                            ("other", "Autre instance"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                (
                    "purpose",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="à quoi elle sert, ce qu’elle décide"
                    ),
                ),
                ("created_on", models.DateField(blank=True, null=True, verbose_name="créée le")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="dissoute le")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "term_months",
                    models.PositiveSmallIntegerField(
                        default=36,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(120),
                        ],
                        verbose_name="durée d’un mandat (mois)",
                    ),
                ),
                (
                    "quorum_percent",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="0 : pas de quorum. 50 : la moitié des sièges pourvus doit être présente ou représentée.",
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="quorum (en % des sièges pourvus)",
                    ),
                ),
                (
                    "quorum_scope",
                    models.CharField(
                        choices=[
                            ("overall", "sur l’ensemble des sièges"),
                            ("college", "dans chaque collège"),
                        ],
                        default="overall",
                        max_length=8,
                        verbose_name="le quorum se compte",
                    ),
                ),
                (
                    "quorum_throughout",
                    models.BooleanField(default=True, verbose_name="il doit tenir pendant toute la séance"),
                ),
                (
                    "proxies_max",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MaxValueValidator(10)],
                        verbose_name="pouvoirs qu’une personne peut porter",
                    ),
                ),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        default=15,
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="délai de convocation (jours)",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Ses séances publiques sont dans l’agenda en ce nom. Vide : au nom du centre social.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="associations.organisation",
                        verbose_name="instance de",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="L’instance qui la désigne ou à qui elle rend compte. Vide : tout en haut.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="gouvernance.body",
                        verbose_name="rend compte à",
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
                        to="gouvernance.body",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="College",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="nom du collège")),
                (
                    "seats",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(200),
                        ],
                        verbose_name="nombre de sièges",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="colleges",
                        to="gouvernance.body",
                    ),
                ),
            ],
            options={
                "verbose_name": "collège",
                "verbose_name_plural": "collèges",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "name"),
                        name="college_name_unique",
                        violation_error_message="Cette instance a déjà un collège de ce nom.",
                    ),
                    models.CheckConstraint(condition=models.Q(("seats__gte", 1)), name="college_has_a_seat"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Actor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="acteur")),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("habitants", "Habitants"),
                            ("social", "Social"),
                            ("culturel", "Culturel"),
                            ("economique", "Économique"),
                            ("collectivite", "Collectivités et État"),
                        ],
                        max_length=12,
                        verbose_name="secteur",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="associations.organisation",
                        verbose_name="fiche de l’annuaire",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actors",
                        to="gouvernance.concertationscheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "acteur de la concertation",
                "verbose_name_plural": "acteurs de la concertation",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "name"),
                        name="actor_once",
                        violation_error_message="Cet acteur est déjà dans le schéma.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("title", models.CharField(max_length=140, verbose_name="point")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("information", "Information"),
                            ("discussion", "Échange"),
                            ("decision", "Décision"),
                        ],
                        default="discussion",
                        max_length=11,
                        verbose_name="de quelle sorte",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(default=15, verbose_name="durée prévue (minutes)"),
                ),
                ("presenter", models.CharField(blank=True, max_length=80, verbose_name="présenté par")),
                ("words", models.TextField(blank=True, max_length=5000, verbose_name="de quoi il s’agit")),
                ("notes", models.TextField(blank=True, max_length=20000, verbose_name="ce qui s’est dit")),
                ("notes_version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="gouvernance.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "point de l’ordre du jour",
                "verbose_name_plural": "points de l’ordre du jour",
                "ordering": ["position", "pk"],
            },
            bases=(cooperation.core.history.SavedBy, models.Model),
        ),
        migrations.CreateModel(
            name="Computation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "view",
                    models.CharField(
                        choices=[("tous", "tout le monde"), ("membres", "membres confirmés")],
                        max_length=7,
                        verbose_name="vue",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="calculé le")),
                ("result", models.JSONField()),
                ("memory", models.JSONField()),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="computations",
                        to="gouvernance.consultation",
                    ),
                ),
            ],
            options={
                "verbose_name": "calcul",
                "verbose_name_plural": "calculs",
                "constraints": [
                    models.UniqueConstraint(fields=("consultation", "view"), name="computation_view")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsultationHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=100, verbose_name="titre")),
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
                    "question",
                    models.CharField(
                        help_text="Ouverte, sans réponse attendue : « Que voulons-nous pour nos parcs, le soir ? »",
                        max_length=200,
                        verbose_name="question",
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        blank=True,
                        help_text="Pourquoi cette question, ce que vous ferez des réponses.",
                        max_length=5000,
                        verbose_name="de quoi il s’agit",
                    ),
                ),
                ("closes_on", models.DateField(verbose_name="dernier jour pour répondre")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "en préparation"), ("open", "ouverte"), ("closed", "terminée")],
                        default="draft",
                        editable=False,
                        max_length=6,
                        verbose_name="état",
                    ),
                ),
                ("opened_at", models.DateTimeField(editable=False, null=True, verbose_name="ouverte le")),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="terminée le")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifiée le")),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Celle qui pose la question et lira les réponses.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="gouvernance.body",
                        verbose_name="instance",
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
                        to="gouvernance.consultation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "informé"), (2, "consulté"), (3, "associé"), (4, "codécide")],
                        verbose_name="niveau",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("monthly", "chaque mois"),
                            ("quarterly", "chaque trimestre"),
                            ("half-yearly", "deux fois par an"),
                            ("yearly", "une fois par an"),
                            ("needed", "quand il le faut"),
                        ],
                        max_length=12,
                        verbose_name="rythme",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="involvements",
                        to="gouvernance.actor",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="gouvernance.body",
                        verbose_name="où",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="involvements",
                        to="gouvernance.subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "place d’un acteur sur un sujet",
                "verbose_name_plural": "places des acteurs",
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "actor"), name="involvement_once"),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", [1, 2, 3, 4])), name="involvement_level"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("18-25", "18 à 25 ans"),
                            ("26-39", "26 à 39 ans"),
                            ("40-59", "40 à 59 ans"),
                            ("60+", "60 ans et plus"),
                        ],
                        max_length=5,
                        verbose_name="âge",
                    ),
                ),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("femme", "Femme"), ("homme", "Homme"), ("autre", "Autre")],
                        max_length=5,
                        verbose_name="genre",
                    ),
                ),
                ("seat", models.PositiveSmallIntegerField(editable=False, verbose_name="siège")),
                (
                    "contact_email",
                    models.EmailField(
                        blank=True,
                        help_text="Si la personne n’a pas de compte.",
                        max_length=254,
                        verbose_name="e-mail pour les convocations",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="prénom et nom")),
                (
                    "shows_name",
                    models.BooleanField(
                        default=False,
                        help_text="La personne est d’accord pour que son nom soit sur la page publique.",
                        verbose_name="nom public",
                    ),
                ),
                ("substitute", models.CharField(blank=True, max_length=80, verbose_name="suppléant·e")),
                (
                    "role",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Présidence"),
                            (2, "Vice-présidence"),
                            (3, "Secrétariat"),
                            (4, "Trésorerie"),
                            (9, "Membre"),
                        ],
                        default=9,
                        verbose_name="fonction",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("elected", "élection"),
                            ("appointed", "désignation"),
                            ("drawn", "tirage au sort"),
                            ("ex-officio", "membre de droit"),
                        ],
                        max_length=10,
                        verbose_name="arrivé·e par",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="premier jour")),
                ("ends_on", models.DateField(verbose_name="dernier jour")),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "fin du mandat"),
                            ("resigned", "démission"),
                            ("left", "départ du territoire ou de la structure"),
                            ("replaced", "remplacement par la structure"),
                            ("removed", "révocation"),
                            ("deceased", "décès"),
                        ],
                        max_length=8,
                        verbose_name="pourquoi il s’est terminé",
                    ),
                ),
                ("end_words", models.CharField(blank=True, max_length=200, verbose_name="précision")),
                ("announced_at", models.DateTimeField(editable=False, null=True)),
                (
                    "substitute_email",
                    models.EmailField(
                        blank=True,
                        help_text="Appelée quand la personne qui siège dit qu’elle ne viendra pas.",
                        max_length=254,
                        verbose_name="e-mail de la suppléance",
                    ),
                ),
                (
                    "college",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="gouvernance.college",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="associations.district",
                        verbose_name="quartier",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        help_text="Si le siège est celui d’une association ou d’un partenaire.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="associations.organisation",
                        verbose_name="au titre de",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        help_text="Si elle en a un : ses convocations y arrivent, et elle voit les séances de l’intérieur.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mandates",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte de la personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "mandat",
                "verbose_name_plural": "mandats",
                "ordering": ["-starts_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="mandate_ends_after_start",
                        violation_error_message="Le dernier jour doit suivre le premier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            ("organisation__isnull", False),
                            _connector="OR",
                        ),
                        name="mandate_is_somebodys",
                        violation_error_message="Dites qui siège : une personne, une organisation, ou les deux.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seat__gte", 1)), name="mandate_seat_numbered"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("college", "="),
                            ("seat", "="),
                            (
                                models.Func(
                                    models.F("starts_on"),
                                    models.F("ends_on"),
                                    models.Value("[]"),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="mandate_one_a_seat",
                        violation_error_message="Tous les sièges de ce collège sont pourvus à ces dates.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        expressions=[
                            ("college", "="),
                            (django.db.models.functions.text.Lower("name"), "="),
                            (
                                models.Func(
                                    models.F("starts_on"),
                                    models.F("ends_on"),
                                    models.Value("[]"),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="mandate_person_once",
                        violation_error_message="Cette personne siège déjà dans ce collège à ces dates.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("person__isnull", False)),
                        expressions=[
                            ("college", "="),
                            ("person", "="),
                            (
                                models.Func(
                                    models.F("starts_on"),
                                    models.F("ends_on"),
                                    models.Value("[]"),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="mandate_account_once",
                        violation_error_message="Cette personne siège déjà dans ce collège à ces dates.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("substitute_email", ""),
                            models.Q(("substitute", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mandate_substitute_named",
                        violation_error_message="Dites aussi le nom de la suppléance.",
                    ),
                ],
            },
            bases=(cooperation.core.history.SavedBy, models.Model),
        ),
        migrations.CreateModel(
            name="MeetingHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=140, verbose_name="titre")),
                ("starts_at", models.DateTimeField(verbose_name="début")),
                ("ends_at", models.DateTimeField(verbose_name="fin")),
                (
                    "online_url",
                    models.URLField(
                        blank=True, max_length=2000, verbose_name="lien pour participer à distance"
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=5000, verbose_name="mot d’introduction")),
                (
                    "is_public",
                    models.BooleanField(
                        default=False,
                        help_text="Annoncée sur la page de l’instance, visible par tous.",
                        verbose_name="ouverte au public",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "en préparation"),
                            ("convened", "convoquée"),
                            ("open", "ouverte"),
                            ("closed", "tenue, compte rendu à approuver"),
                            ("approved", "compte rendu approuvé"),
                            ("cancelled", "annulée"),
                        ],
                        default="prepared",
                        max_length=9,
                        verbose_name="état",
                    ),
                ),
                (
                    "short_notice_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=300,
                        verbose_name="pourquoi le délai n’est pas tenu",
                    ),
                ),
                ("cancelled_because", models.CharField(blank=True, editable=False, max_length=300)),
                ("convened_at", models.DateTimeField(editable=False, null=True)),
                ("opened_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                ("opening_quorum", models.JSONField(editable=False, null=True)),
                ("closing_quorum", models.JSONField(editable=False, null=True)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "approved_in",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="gouvernance.meeting",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="gouvernance.body",
                        verbose_name="instance",
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
                        to="gouvernance.meeting",
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
                        verbose_name="lieu",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=gouvernance.models.participants.new_key,
                        editable=False,
                        max_length=22,
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="gouvernance.consultation",
                    ),
                ),
                (
                    "user",
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
                "verbose_name": "participation",
                "verbose_name_plural": "participations",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consultation", "user"),
                        name="participant_member_once",
                        violation_error_message="Ce compte répond déjà à cette consultation.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProspectContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="le"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "Appel ou message"),
                            ("meeting", "Rencontre"),
                            ("visit", "A assisté à une séance"),
                            ("note", "Note"),
                        ],
                        max_length=8,
                        verbose_name="quoi",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="en quelques mots")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "e-mail à confirmer"),
                            ("listed", "à rencontrer"),
                            ("met", "rencontré·e"),
                            ("trying", "assiste à des séances"),
                            ("ready", "prêt·e"),
                            ("seated", "a un mandat"),
                        ],
                        max_length=11,
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
                    "prospect",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="gouvernance.prospect",
                    ),
                ),
            ],
            options={
                "verbose_name": "échange avec une personne du vivier",
                "verbose_name_plural": "échanges avec le vivier",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="ce qui est décidé")),
                ("owner", models.CharField(max_length=80, verbose_name="qui s’en occupe")),
                ("due_on", models.DateField(verbose_name="pour quand")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="à revoir le")),
                (
                    "follow_up",
                    models.CharField(
                        choices=[
                            ("todo", "à faire"),
                            ("doing", "en cours"),
                            ("done", "fait"),
                            ("dropped", "abandonné"),
                        ],
                        default="todo",
                        max_length=7,
                        verbose_name="où en est-on",
                    ),
                ),
                (
                    "follow_up_words",
                    models.CharField(blank=True, max_length=300, verbose_name="en quelques mots"),
                ),
                ("minuted_owner", models.CharField(blank=True, editable=False, max_length=80)),
                ("minuted_due_on", models.DateField(editable=False, null=True)),
                ("minuted_review_on", models.DateField(editable=False, null=True)),
                ("present", models.PositiveSmallIntegerField(editable=False)),
                ("represented", models.PositiveSmallIntegerField(editable=False)),
                ("needed", models.PositiveSmallIntegerField(editable=False)),
                ("quorum_reached", models.BooleanField(editable=False)),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
                    "came_back_as",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reviews",
                        to="gouvernance.agendaitem",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="gouvernance.agendaitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "décision",
                "verbose_name_plural": "décisions",
                "ordering": ["decided_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quorum_reached", True)),
                        name="decision_with_quorum",
                        violation_error_message="Sans quorum, on peut échanger, pas décider.",
                    )
                ],
            },
            bases=(cooperation.core.history.SavedBy, models.Model),
        ),
        migrations.CreateModel(
            name="MandateHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("seat", models.PositiveSmallIntegerField(editable=False, verbose_name="siège")),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="prénom et nom")),
                (
                    "shows_name",
                    models.BooleanField(
                        default=False,
                        help_text="La personne est d’accord pour que son nom soit sur la page publique.",
                        verbose_name="nom public",
                    ),
                ),
                ("substitute", models.CharField(blank=True, max_length=80, verbose_name="suppléant·e")),
                (
                    "role",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Présidence"),
                            (2, "Vice-présidence"),
                            (3, "Secrétariat"),
                            (4, "Trésorerie"),
                            (9, "Membre"),
                        ],
                        default=9,
                        verbose_name="fonction",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("elected", "élection"),
                            ("appointed", "désignation"),
                            ("drawn", "tirage au sort"),
                            ("ex-officio", "membre de droit"),
                        ],
                        max_length=10,
                        verbose_name="arrivé·e par",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="premier jour")),
                ("ends_on", models.DateField(verbose_name="dernier jour")),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "fin du mandat"),
                            ("resigned", "démission"),
                            ("left", "départ du territoire ou de la structure"),
                            ("replaced", "remplacement par la structure"),
                            ("removed", "révocation"),
                            ("deceased", "décès"),
                        ],
                        max_length=8,
                        verbose_name="pourquoi il s’est terminé",
                    ),
                ),
                ("end_words", models.CharField(blank=True, max_length=200, verbose_name="précision")),
                (
                    "college",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="gouvernance.college",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Si le siège est celui d’une association ou d’un partenaire.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="associations.organisation",
                        verbose_name="au titre de",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Si elle en a un : ses convocations y arrivent, et elle voit les séances de l’intérieur.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte de la personne",
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
                        to="gouvernance.mandate",
                    ),
                ),
            ],
            options={
                "abstract": False,
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
                ("text", models.CharField(max_length=140, verbose_name="phrase")),
                ("is_seed", models.BooleanField(default=False, editable=False, verbose_name="de l’équipe")),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "à relire"), ("accepted", "acceptée"), ("refused", "refusée")],
                        default="pending",
                        editable=False,
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="pourquoi elle est refusée"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="statements",
                        to="gouvernance.participant",
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="gouvernance.consultation",
                    ),
                ),
                (
                    "moderated_by",
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
                "verbose_name": "phrase",
                "verbose_name_plural": "phrases",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("consultation"),
                        django.db.models.functions.text.Trim(gouvernance.models.consultations.Words("text")),
                        name="statement_once",
                        violation_error_message="Cette phrase est déjà dans la consultation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="statement_refused_with_reason",
                        violation_error_message="Dites pourquoi : la personne qui l’a écrite le lira.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItemHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("title", models.CharField(max_length=140, verbose_name="point")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("information", "Information"),
                            ("discussion", "Échange"),
                            ("decision", "Décision"),
                        ],
                        default="discussion",
                        max_length=11,
                        verbose_name="de quelle sorte",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(default=15, verbose_name="durée prévue (minutes)"),
                ),
                ("presenter", models.CharField(blank=True, max_length=80, verbose_name="présenté par")),
                ("words", models.TextField(blank=True, max_length=5000, verbose_name="de quoi il s’agit")),
                ("notes", models.TextField(blank=True, max_length=20000, verbose_name="ce qui s’est dit")),
                ("notes_version", models.PositiveIntegerField(default=0, editable=False)),
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
                        to="gouvernance.agendaitem",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="gouvernance.meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Attendee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("college_name", models.CharField(max_length=80)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "pas encore répondu"),
                            ("present", "sera là"),
                            ("absent", "excusé·e"),
                            ("proxy", "donne pouvoir"),
                            ("substitute", "sa suppléance sera là"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="réponse",
                    ),
                ),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
                ("arrived_at", models.DateTimeField(editable=False, null=True)),
                ("left_at", models.DateTimeField(editable=False, null=True)),
                ("leaves_proxy", models.BooleanField(default=False, editable=False)),
                ("by_substitute", models.BooleanField(default=False, editable=False)),
                ("organisation_name", models.CharField(blank=True, max_length=300)),
                (
                    "answered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proxy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="carried",
                        to="gouvernance.attendee",
                        verbose_name="pouvoir donné à",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="gouvernance.mandate",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendees",
                        to="gouvernance.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne convoquée",
                "verbose_name_plural": "personnes convoquées",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "mandate"), name="attendee_once"),
                    models.CheckConstraint(
                        condition=models.Q(("proxy", models.F("pk")), _negated=True),
                        name="attendee_proxy_of_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("left_at", None), ("arrived_at__isnull", False), _connector="OR"),
                        name="attendee_left_after_arrival",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("leaves_proxy", False), ("left_at__isnull", False), _connector="OR"
                        ),
                        name="attendee_leaves_proxy_leaving",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("text", models.TextField(max_length=2000, verbose_name="ce qui est décidé")),
                ("owner", models.CharField(max_length=80, verbose_name="qui s’en occupe")),
                ("due_on", models.DateField(verbose_name="pour quand")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="à revoir le")),
                (
                    "follow_up",
                    models.CharField(
                        choices=[
                            ("todo", "à faire"),
                            ("doing", "en cours"),
                            ("done", "fait"),
                            ("dropped", "abandonné"),
                        ],
                        default="todo",
                        max_length=7,
                        verbose_name="où en est-on",
                    ),
                ),
                (
                    "follow_up_words",
                    models.CharField(blank=True, max_length=300, verbose_name="en quelques mots"),
                ),
                ("minuted_owner", models.CharField(blank=True, editable=False, max_length=80)),
                ("minuted_due_on", models.DateField(editable=False, null=True)),
                ("minuted_review_on", models.DateField(editable=False, null=True)),
                ("present", models.PositiveSmallIntegerField(editable=False)),
                ("represented", models.PositiveSmallIntegerField(editable=False)),
                ("needed", models.PositiveSmallIntegerField(editable=False)),
                ("quorum_reached", models.BooleanField(editable=False)),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
                    "came_back_as",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="gouvernance.agendaitem",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="gouvernance.agendaitem",
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
                        to="gouvernance.decision",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Deliberation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=140, verbose_name="titre")),
                ("slug", models.SlugField(editable=False, max_length=80, unique=True)),
                ("text", models.TextField(max_length=10000, verbose_name="proposition")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("consent", "consentement"),
                            ("vote", "vote pour ou contre"),
                            ("judgment", "jugement majoritaire"),
                            ("approval", "vote par approbation"),
                        ],
                        default="consent",
                        max_length=8,
                        verbose_name="méthode",
                    ),
                ),
                (
                    "is_secret",
                    models.BooleanField(
                        default=False,
                        help_text="Personne ne peut relier un bulletin à qui l’a donné. On ne revient pas sur le sien.",
                        verbose_name="bulletins secrets",
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "aucun vote"),
                            ("simple", "plus de pour que de contre"),
                            ("absolute", "plus de la moitié des votes, blancs et abstentions compris"),
                            ("seats", "plus de la moitié de toutes les personnes invitées"),
                            ("two-thirds", "au moins deux tiers des pour et contre"),
                        ],
                        default="",
                        help_text="Par consentement : le vote qui départagera, si une objection reste. « Aucun vote » : elle bloque.",
                        max_length=10,
                        verbose_name="majorité",
                    ),
                ),
                (
                    "answers_percent",
                    models.PositiveSmallIntegerField(
                        default=50,
                        help_text="Par consentement : sans elles, rien n’est adopté. Le silence ne vaut pas accord.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="part des personnes qui doivent se prononcer (%)",
                    ),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Par approbation, pour une élection. Vide : on classe seulement.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="places à pourvoir",
                    ),
                ),
                (
                    "closes_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Passé ce moment, plus de bulletin. Vide : jusqu’au dépouillement.",
                        null=True,
                        verbose_name="fin du vote",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=False,
                        help_text="Sinon, seules les personnes invitées et l’équipe la lisent : un compte rendu public dit alors ce qui est décidé, sans les mots. Une fois ouverte, cela ne change plus.",
                        verbose_name="visible par tous",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "en préparation"),
                            ("clarification", "questions"),
                            ("reactions", "réactions"),
                            ("amended", "nouvelle version"),
                            ("objections", "positions et objections"),
                            ("voting", "vote ouvert"),
                            ("adopted", "adoptée"),
                            ("adopted_with_reservations", "adoptée avec réserves"),
                            ("adopted_by_vote", "adoptée par vote, objection maintenue"),
                            ("deferred", "reportée"),
                            ("withdrawn", "retirée"),
                            ("rejected", "rejetée"),
                            ("tied", "partage des voix"),
                            ("empty", "personne ne s’est prononcé"),
                            ("counted", "dépouillée"),
                        ],
                        db_index=True,
                        default="draft",
                        editable=False,
                        max_length=25,
                        verbose_name="état",
                    ),
                ),
                ("review_on", models.DateField(editable=False, null=True, verbose_name="à revoir le")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("opened_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliberations",
                        to="gouvernance.body",
                        verbose_name="instance",
                    ),
                ),
                (
                    "came_back_as",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reviewed_deliberation",
                        to="gouvernance.agendaitem",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliberation",
                        to="gouvernance.decision",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        help_text="Elle se décide alors pendant la séance, avec son quorum, et figure au compte rendu.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliberations",
                        to="gouvernance.agendaitem",
                        verbose_name="à quel point de l’ordre du jour",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        help_text="La personne qui peut amender le texte. Vide : vous.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gouvernance.mandate",
                        verbose_name="qui la porte",
                    ),
                ),
                (
                    "is_remote",
                    models.BooleanField(
                        default=False,
                        help_text="Pour un point d’une séance. Sinon, on s’y prononce pendant la séance seulement, présent ou représenté.",
                        verbose_name="on se prononce aussi à distance",
                    ),
                ),
            ],
            options={
                "verbose_name": "délibération",
                "verbose_name_plural": "délibérations",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method", "consent"), _negated=True),
                            ("is_secret", False),
                            _connector="OR",
                        ),
                        name="consent_is_open",
                        violation_error_message="Par consentement, chaque position s’exprime : pas de secret.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method", "vote"), _negated=True),
                            models.Q(("rule", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="vote_has_a_rule",
                        violation_error_message="Dites quelle majorité il faut.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answers_percent__gte", 1), ("answers_percent__lte", 100)),
                        name="deliberation_answers_share",
                        violation_error_message="Une part va de 1 à 100 %.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_at", None), ("state", "draft")),
                            models.Q(("state", "draft"), _negated=True),
                            _connector="OR",
                        ),
                        name="draft_is_not_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    ["adopted", "adopted_with_reservations", "adopted_by_vote", "counted"],
                                ),
                                _negated=True,
                            ),
                            ("review_on__isnull", False),
                            _connector="OR",
                        ),
                        name="deliberation_is_reviewed",
                        violation_error_message="Indiquez la date à laquelle la décision sera revue.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_at", None),
                            ("closes_at", None),
                            ("closes_at__gt", models.F("opened_at")),
                            _connector="OR",
                        ),
                        name="vote_opens_before_its_end",
                        violation_error_message="La fin du vote suit son ouverture.",
                    ),
                ],
            },
            bases=(
                gouvernance.models.deliberating.Deliberating,
                cooperation.core.history.SavedBy,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "value",
                    models.SmallIntegerField(
                        choices=[(1, "D’accord"), (-1, "Pas d’accord"), (0, "Je passe")]
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="gouvernance.participant",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="gouvernance.statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse",
                "verbose_name_plural": "réponses",
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "statement"), name="vote_once"),
                    models.CheckConstraint(condition=models.Q(("value__in", [-1, 0, 1])), name="vote_value"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliberationHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=140, verbose_name="titre")),
                ("slug", models.SlugField(db_index=False, editable=False, max_length=80)),
                ("text", models.TextField(max_length=10000, verbose_name="proposition")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("consent", "consentement"),
                            ("vote", "vote pour ou contre"),
                            ("judgment", "jugement majoritaire"),
                            ("approval", "vote par approbation"),
                        ],
                        default="consent",
                        max_length=8,
                        verbose_name="méthode",
                    ),
                ),
                (
                    "is_secret",
                    models.BooleanField(
                        default=False,
                        help_text="Personne ne peut relier un bulletin à qui l’a donné. On ne revient pas sur le sien.",
                        verbose_name="bulletins secrets",
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "aucun vote"),
                            ("simple", "plus de pour que de contre"),
                            ("absolute", "plus de la moitié des votes, blancs et abstentions compris"),
                            ("seats", "plus de la moitié de toutes les personnes invitées"),
                            ("two-thirds", "au moins deux tiers des pour et contre"),
                        ],
                        default="",
                        help_text="Par consentement : le vote qui départagera, si une objection reste. « Aucun vote » : elle bloque.",
                        max_length=10,
                        verbose_name="majorité",
                    ),
                ),
                (
                    "answers_percent",
                    models.PositiveSmallIntegerField(
                        default=50,
                        help_text="Par consentement : sans elles, rien n’est adopté. Le silence ne vaut pas accord.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="part des personnes qui doivent se prononcer (%)",
                    ),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Par approbation, pour une élection. Vide : on classe seulement.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="places à pourvoir",
                    ),
                ),
                (
                    "closes_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Passé ce moment, plus de bulletin. Vide : jusqu’au dépouillement.",
                        null=True,
                        verbose_name="fin du vote",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=False,
                        help_text="Sinon, seules les personnes invitées et l’équipe la lisent : un compte rendu public dit alors ce qui est décidé, sans les mots. Une fois ouverte, cela ne change plus.",
                        verbose_name="visible par tous",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "en préparation"),
                            ("clarification", "questions"),
                            ("reactions", "réactions"),
                            ("amended", "nouvelle version"),
                            ("objections", "positions et objections"),
                            ("voting", "vote ouvert"),
                            ("adopted", "adoptée"),
                            ("adopted_with_reservations", "adoptée avec réserves"),
                            ("adopted_by_vote", "adoptée par vote, objection maintenue"),
                            ("deferred", "reportée"),
                            ("withdrawn", "retirée"),
                            ("rejected", "rejetée"),
                            ("tied", "partage des voix"),
                            ("empty", "personne ne s’est prononcé"),
                            ("counted", "dépouillée"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=25,
                        verbose_name="état",
                    ),
                ),
                ("review_on", models.DateField(editable=False, null=True, verbose_name="à revoir le")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("opened_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="gouvernance.body",
                        verbose_name="instance",
                    ),
                ),
                (
                    "came_back_as",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="gouvernance.agendaitem",
                    ),
                ),
                (
                    "created_by",
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
                    "decision",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="gouvernance.decision",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Elle se décide alors pendant la séance, avec son quorum, et figure au compte rendu.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="gouvernance.agendaitem",
                        verbose_name="à quel point de l’ordre du jour",
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
                        to="gouvernance.deliberation",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="La personne qui peut amender le texte. Vide : vous.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="gouvernance.mandate",
                        verbose_name="qui la porte",
                    ),
                ),
                (
                    "is_remote",
                    models.BooleanField(
                        default=False,
                        help_text="Pour un point d’une séance. Sinon, on s’y prononce pendant la séance seulement, présent ou représenté.",
                        verbose_name="on se prononce aussi à distance",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Deliberator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("college_name", models.CharField(blank=True, max_length=80)),
                ("is_invited", models.BooleanField(default=False)),
                ("facilitates", models.BooleanField(default=False)),
                ("is_author", models.BooleanField(default=False)),
                ("has_answered", models.BooleanField(default=False, verbose_name="s’est prononcé·e")),
                ("organisation_name", models.CharField(blank=True, max_length=300)),
                (
                    "deliberation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliberators",
                        to="gouvernance.deliberation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deliberations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliberations",
                        to="gouvernance.mandate",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne invitée à délibérer",
                "verbose_name_plural": "personnes invitées à délibérer",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("deliberation", "mandate"), name="deliberator_seat_once"),
                    models.UniqueConstraint(fields=("deliberation", "user"), name="deliberator_account_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_invited", False), ("mandate__isnull", False), _connector="OR"
                        ),
                        name="voice_has_a_seat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("has_answered", False), ("is_invited", True), _connector="OR"),
                        name="only_the_invited_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Option",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("label", models.CharField(max_length=140)),
                (
                    "deliberation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="gouvernance.deliberation",
                    ),
                ),
            ],
            options={
                "verbose_name": "choix",
                "verbose_name_plural": "choix",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("deliberation", "position"), name="option_once"),
                    models.UniqueConstraint(fields=("deliberation", "label"), name="option_label_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "marks",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField()),
                ),
                (
                    "deliberation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ballots",
                        to="gouvernance.deliberation",
                    ),
                ),
                (
                    "deliberator",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="gouvernance.deliberator",
                    ),
                ),
                ("by_proxy", models.BooleanField(default=False)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gouvernance.deliberator",
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=2000)),
            ],
            options={
                "verbose_name": "bulletin",
                "verbose_name_plural": "bulletins",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deliberator__isnull", False)),
                        fields=("deliberation", "deliberator"),
                        name="ballot_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deliberator__isnull", False),
                            models.Q(("by_proxy", False), ("recorded_by", None), ("words", "")),
                            _connector="OR",
                        ),
                        name="secret_ballot_is_bare",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LoggedMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("declare", "declare"),
                            ("write", "write"),
                            ("open", "open"),
                            ("ask", "ask"),
                            ("answer", "answer"),
                            ("hear", "hear"),
                            ("react", "react"),
                            ("amend", "amend"),
                            ("call", "call"),
                            ("consent", "consent"),
                            ("reserve", "reserve"),
                            ("stand_aside", "stand_aside"),
                            ("object", "object"),
                            ("examine", "examine"),
                            ("uphold", "uphold"),
                            ("withdraw_objection", "withdraw_objection"),
                            ("dissent", "dissent"),
                            ("reply", "reply"),
                            ("adopt", "adopt"),
                            ("vote", "vote"),
                            ("call_vote", "call_vote"),
                            ("defer", "defer"),
                            ("withdraw", "withdraw"),
                            ("reject", "reject"),
                            ("count", "count"),
                            ("succeed", "succeed"),
                            ("name", "name"),
                            ("take_over", "take_over"),
                            ("reschedule", "reschedule"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gouvernance.deliberator",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("text", models.TextField(blank=True, max_length=10000)),
                ("about", models.PositiveIntegerField(null=True)),
                (
                    "integrates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveIntegerField(), default=list
                    ),
                ),
                ("signed", models.BooleanField(default=True)),
                ("facts", models.JSONField(default=dict)),
                ("review_on", models.DateField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="gouvernance.deliberator",
                    ),
                ),
                (
                    "deliberation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves",
                        to="gouvernance.deliberation",
                    ),
                ),
                ("by_proxy", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="gouvernance.deliberator",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne du registre",
                "verbose_name_plural": "lignes du registre",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("deliberation", "number"), name="log_number_once"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="log_starts_at_one"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "withdraw_objection"), _negated=True),
                            ("recorded_by", None),
                            ("by_proxy", True),
                            _connector="OR",
                        ),
                        name="objection_is_withdrawn_in_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by_proxy", False), ("recorded_by__isnull", False), _connector="OR"
                        ),
                        name="proxy_is_somebodys",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(upload_to="gouvernance/", verbose_name="document")),
                ("title", models.CharField(max_length=120, verbose_name="titre du document")),
                ("media_type", models.CharField(editable=False, max_length=100)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="gouvernance.agendaitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "document d’un point de l’ordre du jour",
                "verbose_name_plural": "documents des points de l’ordre du jour",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ItemDocumentHistory",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("file", models.FileField(upload_to="gouvernance/", verbose_name="document")),
                ("title", models.CharField(max_length=120, verbose_name="titre du document")),
                ("media_type", models.CharField(editable=False, max_length=100)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        related_query_name="history",
                        to="gouvernance.itemdocument",
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
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="gouvernance.agendaitem",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        cooperation.core.triggers.AddTriggers(
            triggers=[
                (
                    "concertationscheme",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "gouvernance_concertationschemehistory" ("adopted_on", "id", "introduction", "is_public", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "updated_at") VALUES (NEW."adopted_on", NEW."id", NEW."introduction", NEW."is_public", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug", NEW."updated_at"); RETURN NULL;',
                            hash="d516a11170f48951c2bccfe1937d09063dee81a1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d56a4",
                            table="gouvernance_concertationscheme",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "concertationscheme",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "gouvernance_concertationschemehistory" ("adopted_on", "id", "introduction", "is_public", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "updated_at") VALUES (NEW."adopted_on", NEW."id", NEW."introduction", NEW."is_public", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug", NEW."updated_at"); RETURN NULL;',
                            hash="d264cae22e107a2cdc1230300897bc196e57e44a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_98856",
                            table="gouvernance_concertationscheme",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "body",
                    pgtrigger.compiler.Trigger(
                        name="body_no_circle",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.parent_id IS NOT NULL)",
                            declare="DECLARE met boolean;",
                            func="\n        PERFORM pg_advisory_xact_lock(hashtext('gouvernance_body'));\n        WITH RECURSIVE above(id) AS (\n            SELECT NEW.parent_id\n            UNION\n            SELECT body.parent_id FROM gouvernance_body body JOIN above ON body.id = above.id\n        )\n        SELECT EXISTS (SELECT FROM above WHERE id = NEW.id) INTO met;\n        IF met THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'body_no_circle',\n                MESSAGE = 'body_no_circle: a body answers to none of those that answer to it';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="86b9f99382da9900527978ed7272813708ca1fa9",
                            operation='INSERT OR UPDATE OF "parent_id"',
                            pgid="pgtrigger_body_no_circle_703f2",
                            table="gouvernance_body",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "body",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "gouvernance_bodyhistory" ("created_on", "ended_on", "id", "kind", "name", "notice_days", "organisation_id", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proxies_max", "purpose", "quorum_percent", "quorum_scope", "quorum_throughout", "slug", "term_months", "updated_at") VALUES (NEW."created_on", NEW."ended_on", NEW."id", NEW."kind", NEW."name", NEW."notice_days", NEW."organisation_id", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."proxies_max", NEW."purpose", NEW."quorum_percent", NEW."quorum_scope", NEW."quorum_throughout", NEW."slug", NEW."term_months", NEW."updated_at"); RETURN NULL;',
                            hash="0aaafb37d71078ddb437ea48b3a122b7bea07582",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_37908",
                            table="gouvernance_body",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "body",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "gouvernance_bodyhistory" ("created_on", "ended_on", "id", "kind", "name", "notice_days", "organisation_id", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proxies_max", "purpose", "quorum_percent", "quorum_scope", "quorum_throughout", "slug", "term_months", "updated_at") VALUES (NEW."created_on", NEW."ended_on", NEW."id", NEW."kind", NEW."name", NEW."notice_days", NEW."organisation_id", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."proxies_max", NEW."purpose", NEW."quorum_percent", NEW."quorum_scope", NEW."quorum_throughout", NEW."slug", NEW."term_months", NEW."updated_at"); RETURN NULL;',
                            hash="dcb163415cb82dfeccce848aaffbd962af2a5841",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_10653",
                            table="gouvernance_body",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "consultation",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "gouvernance_consultationhistory" ("body_id", "closed_at", "closes_on", "id", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "slug", "state", "title", "updated_at", "words") VALUES (NEW."body_id", NEW."closed_at", NEW."closes_on", NEW."id", NEW."opened_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question", NEW."slug", NEW."state", NEW."title", NEW."updated_at", NEW."words"); RETURN NULL;',
                            hash="a4ed65409d54b20823b7a7e039d7f276784337e4",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2b9ee",
                            table="gouvernance_consultation",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "consultation",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "gouvernance_consultationhistory" ("body_id", "closed_at", "closes_on", "id", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "slug", "state", "title", "updated_at", "words") VALUES (NEW."body_id", NEW."closed_at", NEW."closes_on", NEW."id", NEW."opened_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question", NEW."slug", NEW."state", NEW."title", NEW."updated_at", NEW."words"); RETURN NULL;',
                            hash="c14e3f167dadf55654b463e70ffa169b53341c20",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_005b4",
                            table="gouvernance_consultation",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "decision",
                    pgtrigger.compiler.Trigger(
                        name="decision_approved_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF EXISTS (SELECT FROM gouvernance_meeting WHERE state = 'approved' AND id IN ((SELECT meeting_id FROM gouvernance_agendaitem WHERE id = NEW.item_id), (SELECT meeting_id FROM gouvernance_agendaitem WHERE id = OLD.item_id))) THEN\n                RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_approved_stays',\n                    MESSAGE = 'decision_approved_stays: approved minutes do not change';\n            END IF;\n            RETURN COALESCE(NEW, OLD);\n        ",
                            hash="fa12bdb12dc9f182efd4fb0afb7f220ebfc426f5",
                            operation='INSERT OR DELETE OR UPDATE OF "text", "present", "represented", "needed", "quorum_reached", "decided_at", "item_id", "minuted_owner", "minuted_due_on", "minuted_review_on"',
                            pgid="pgtrigger_decision_approved_stays_745f8",
                            table="gouvernance_decision",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "decision",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "gouvernance_decisionhistory" ("by_id", "came_back_as_id", "decided_at", "due_on", "follow_up", "follow_up_words", "id", "item_id", "minuted_due_on", "minuted_owner", "minuted_review_on", "needed", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "present", "quorum_reached", "represented", "review_on", "text") VALUES (NEW."by_id", NEW."came_back_as_id", NEW."decided_at", NEW."due_on", NEW."follow_up", NEW."follow_up_words", NEW."id", NEW."item_id", NEW."minuted_due_on", NEW."minuted_owner", NEW."minuted_review_on", NEW."needed", NEW."owner", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."present", NEW."quorum_reached", NEW."represented", NEW."review_on", NEW."text"); RETURN NULL;',
                            hash="264d229a9119dd20fc4354a74b5b87446e7d1d42",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_21aaf",
                            table="gouvernance_decision",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "decision",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "gouvernance_decisionhistory" ("by_id", "came_back_as_id", "decided_at", "due_on", "follow_up", "follow_up_words", "id", "item_id", "minuted_due_on", "minuted_owner", "minuted_review_on", "needed", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "present", "quorum_reached", "represented", "review_on", "text") VALUES (NEW."by_id", NEW."came_back_as_id", NEW."decided_at", NEW."due_on", NEW."follow_up", NEW."follow_up_words", NEW."id", NEW."item_id", NEW."minuted_due_on", NEW."minuted_owner", NEW."minuted_review_on", NEW."needed", NEW."owner", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."present", NEW."quorum_reached", NEW."represented", NEW."review_on", NEW."text"); RETURN NULL;',
                            hash="e683adf80a0507b61cf8189e160452ff067ca975",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9e392",
                            table="gouvernance_decision",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "ballot",
                    pgtrigger.compiler.Trigger(
                        name="ballot_fits",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE box gouvernance_deliberation%ROWTYPE; size integer; marks integer;",
                            func="\n        SELECT * FROM gouvernance_deliberation WHERE id = COALESCE(NEW.deliberation_id, OLD.deliberation_id) INTO box;\n        IF box.state <> 'voting' OR (box.closes_at IS NOT NULL AND box.closes_at <= now()) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_in_time',\n                MESSAGE = 'ballot_in_time: no ballot before the opening nor after the end';\n        END IF;\n        IF TG_OP = 'DELETE' THEN\n            RETURN OLD;\n        END IF;\n        IF box.is_secret <> (NEW.deliberator_id IS NULL) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_secret',\n                MESSAGE = 'ballot_secret: a secret ballot names nobody, an open one its voter';\n        END IF;\n        IF NEW.deliberator_id IS NOT NULL AND NOT EXISTS (\n            SELECT FROM gouvernance_deliberator\n            WHERE id = NEW.deliberator_id AND deliberation_id = NEW.deliberation_id AND is_invited\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_of_invited',\n                MESSAGE = 'ballot_of_invited: only those invited vote';\n        END IF;\n        IF NEW.deliberator_id IS NOT NULL AND NOT (EXISTS (\n        SELECT FROM gouvernance_deliberator v JOIN gouvernance_deliberation d ON d.id = v.deliberation_id\n        WHERE v.id = NEW.deliberator_id AND (d.item_id IS NULL OR d.is_remote)\n    ) OR EXISTS (SELECT \n    FROM gouvernance_deliberator v\n    JOIN gouvernance_deliberation d ON d.id = v.deliberation_id\n    JOIN gouvernance_agendaitem i ON i.id = d.item_id\n    JOIN gouvernance_meeting m ON m.id = i.meeting_id AND m.state = 'open'\n    JOIN gouvernance_attendee a ON a.meeting_id = m.id AND a.mandate_id = v.mandate_id\n    LEFT JOIN gouvernance_attendee c ON c.id = a.proxy_id AND c.arrived_at IS NOT NULL AND c.left_at IS NULL\n        AND NOT c.by_substitute AND (a.arrived_at IS NULL OR (a.left_at IS NOT NULL AND a.leaves_proxy))\n    WHERE v.id = NEW.deliberator_id AND (c.id IS NOT NULL OR (a.arrived_at IS NOT NULL AND a.left_at IS NULL)))) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_is_heard',\n                MESSAGE = 'ballot_is_heard: in a meeting, those vote who are there or represented';\n        END IF;\n        IF NEW.recorded_by_id IS NOT NULL AND NOT\n            (CASE WHEN NEW.by_proxy THEN EXISTS (SELECT \n    FROM gouvernance_deliberator v\n    JOIN gouvernance_deliberation d ON d.id = v.deliberation_id\n    JOIN gouvernance_agendaitem i ON i.id = d.item_id\n    JOIN gouvernance_meeting m ON m.id = i.meeting_id AND m.state = 'open'\n    JOIN gouvernance_attendee a ON a.meeting_id = m.id AND a.mandate_id = v.mandate_id\n    LEFT JOIN gouvernance_attendee c ON c.id = a.proxy_id AND c.arrived_at IS NOT NULL AND c.left_at IS NULL\n        AND NOT c.by_substitute AND (a.arrived_at IS NULL OR (a.left_at IS NOT NULL AND a.leaves_proxy))\n    WHERE v.id = NEW.deliberator_id AND c.mandate_id = (\n        SELECT mandate_id FROM gouvernance_deliberator WHERE id = NEW.recorded_by_id\n    )) ELSE EXISTS (SELECT \n    FROM gouvernance_deliberator v\n    JOIN gouvernance_deliberation d ON d.id = v.deliberation_id\n    JOIN gouvernance_agendaitem i ON i.id = d.item_id\n    JOIN gouvernance_meeting m ON m.id = i.meeting_id AND m.state = 'open'\n    JOIN gouvernance_attendee a ON a.meeting_id = m.id AND a.mandate_id = v.mandate_id\n    LEFT JOIN gouvernance_attendee c ON c.id = a.proxy_id AND c.arrived_at IS NOT NULL AND c.left_at IS NULL\n        AND NOT c.by_substitute AND (a.arrived_at IS NULL OR (a.left_at IS NOT NULL AND a.leaves_proxy))\n    WHERE v.id = NEW.deliberator_id AND (c.id IS NOT NULL OR (a.arrived_at IS NOT NULL AND a.left_at IS NULL))) AND EXISTS (\n        SELECT FROM gouvernance_deliberator f JOIN gouvernance_deliberator v USING (deliberation_id)\n        WHERE f.id = NEW.recorded_by_id AND f.facilitates AND v.id = NEW.deliberator_id\n    ) END)\n        THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_is_theirs',\n                MESSAGE = 'ballot_is_theirs: nobody votes for who is neither there nor represented there';\n        END IF;\n        IF TG_OP = 'UPDATE' AND NEW.recorded_by_id IS NOT NULL AND NOT NEW.by_proxy\n            AND (OLD.recorded_by_id IS NULL OR OLD.by_proxy)\n        THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_is_not_replaced',\n                MESSAGE = 'ballot_is_not_replaced: what is noted replaces no ballot that was given';\n        END IF;\n        SELECT CASE WHEN box.method IN ('vote', 'consent') THEN 1\n               ELSE (SELECT count(*) FROM gouvernance_option WHERE deliberation_id = box.id) END,\n               CASE box.method WHEN 'approval' THEN 2 WHEN 'judgment' THEN 7 ELSE 4 END\n        INTO size, marks;\n        IF cardinality(NEW.marks) <> size OR 0 > ANY (NEW.marks) OR marks <= ANY (NEW.marks) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'ballot_fits',\n                MESSAGE = 'ballot_fits: one mark for each choice, among those of the method';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="40c873935d74679645aa59f323018d26e51a856b",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_ballot_fits_e4eff",
                            table="gouvernance_ballot",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "ballot",
                    pgtrigger.compiler.Trigger(
                        name="ballot_one_a_voice",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="\n    IF EXISTS (\n        SELECT FROM gouvernance_deliberation WHERE id = COALESCE(NEW.deliberation_id, OLD.deliberation_id) AND method <> 'consent'\n    ) AND (SELECT count(*) FROM gouvernance_ballot WHERE deliberation_id = COALESCE(NEW.deliberation_id, OLD.deliberation_id))\n          <> (SELECT count(*) FROM gouvernance_deliberator WHERE deliberation_id = COALESCE(NEW.deliberation_id, OLD.deliberation_id) AND has_answered)\n    THEN\n        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'one_ballot_a_voice',\n            MESSAGE = 'one_ballot_a_voice: there are as many ballots as people who have voted';\n    END IF;\n    RETURN NULL;\n",
                            hash="e1e247f86d01faf6f21161def13e5dd56eccde07",
                            operation="INSERT OR DELETE",
                            pgid="pgtrigger_ballot_one_a_voice_7f204",
                            table="gouvernance_ballot",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "loggedmove",
                    pgtrigger.compiler.Trigger(
                        name="log_is_append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'log_is_append_only',\n            MESSAGE = 'log_is_append_only: what was said and decided stays as it was written';\n    ",
                            hash="ca2ce6682e30bff5ea772cd79ba5a90107c7d318",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_log_is_append_only_125f1",
                            table="gouvernance_loggedmove",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "loggedmove",
                    pgtrigger.compiler.Trigger(
                        name="log_follows",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE ended boolean; noted boolean;",
                            func="\n        IF NEW.number <> 1 + (\n            SELECT count(*) FROM gouvernance_loggedmove WHERE deliberation_id = NEW.deliberation_id\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'log_has_no_gap',\n                MESSAGE = 'log_has_no_gap: a line has the number after the last one';\n        END IF;\n        IF NEW.kind = 'withdraw_objection' AND NOT EXISTS (\n            SELECT FROM gouvernance_loggedmove\n            WHERE deliberation_id = NEW.deliberation_id AND number = NEW.about AND kind = 'object' AND by_id = NEW.by_id\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'objection_is_its_authors',\n                MESSAGE = 'objection_is_its_authors: an objection is withdrawn by its author only';\n        END IF;\n        noted := NEW.recorded_by_id IS NOT NULL AND NOT NEW.by_proxy;\n        IF NEW.recorded_by_id IS NOT NULL AND NOT\n            (CASE WHEN NEW.by_proxy THEN EXISTS (SELECT \n    FROM gouvernance_deliberator v\n    JOIN gouvernance_deliberation d ON d.id = v.deliberation_id\n    JOIN gouvernance_agendaitem i ON i.id = d.item_id\n    JOIN gouvernance_meeting m ON m.id = i.meeting_id AND m.state = 'open'\n    JOIN gouvernance_attendee a ON a.meeting_id = m.id AND a.mandate_id = v.mandate_id\n    LEFT JOIN gouvernance_attendee c ON c.id = a.proxy_id AND c.arrived_at IS NOT NULL AND c.left_at IS NULL\n        AND NOT c.by_substitute AND (a.arrived_at IS NULL OR (a.left_at IS NOT NULL AND a.leaves_proxy))\n    WHERE v.id = NEW.by_id AND c.mandate_id = (\n        SELECT mandate_id FROM gouvernance_deliberator WHERE id = NEW.recorded_by_id\n    )) ELSE EXISTS (SELECT \n    FROM gouvernance_deliberator v\n    JOIN gouvernance_deliberation d ON d.id = v.deliberation_id\n    JOIN gouvernance_agendaitem i ON i.id = d.item_id\n    JOIN gouvernance_meeting m ON m.id = i.meeting_id AND m.state = 'open'\n    JOIN gouvernance_attendee a ON a.meeting_id = m.id AND a.mandate_id = v.mandate_id\n    LEFT JOIN gouvernance_attendee c ON c.id = a.proxy_id AND c.arrived_at IS NOT NULL AND c.left_at IS NULL\n        AND NOT c.by_substitute AND (a.arrived_at IS NULL OR (a.left_at IS NOT NULL AND a.leaves_proxy))\n    WHERE v.id = NEW.by_id AND (c.id IS NOT NULL OR (a.arrived_at IS NOT NULL AND a.left_at IS NULL))) AND EXISTS (\n        SELECT FROM gouvernance_deliberator f JOIN gouvernance_deliberator v USING (deliberation_id)\n        WHERE f.id = NEW.recorded_by_id AND f.facilitates AND v.id = NEW.by_id\n    ) END)\n        THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'voice_is_theirs',\n                MESSAGE = 'voice_is_theirs: nobody writes for who is neither there nor represented there';\n        END IF;\n        IF NEW.kind IN ('consent', 'reserve', 'stand_aside', 'object') AND NOT (EXISTS (\n        SELECT FROM gouvernance_deliberator v JOIN gouvernance_deliberation d ON d.id = v.deliberation_id\n        WHERE v.id = NEW.by_id AND (d.item_id IS NULL OR d.is_remote)\n    ) OR EXISTS (SELECT \n    FROM gouvernance_deliberator v\n    JOIN gouvernance_deliberation d ON d.id = v.deliberation_id\n    JOIN gouvernance_agendaitem i ON i.id = d.item_id\n    JOIN gouvernance_meeting m ON m.id = i.meeting_id AND m.state = 'open'\n    JOIN gouvernance_attendee a ON a.meeting_id = m.id AND a.mandate_id = v.mandate_id\n    LEFT JOIN gouvernance_attendee c ON c.id = a.proxy_id AND c.arrived_at IS NOT NULL AND c.left_at IS NULL\n        AND NOT c.by_substitute AND (a.arrived_at IS NULL OR (a.left_at IS NOT NULL AND a.leaves_proxy))\n    WHERE v.id = NEW.by_id AND (c.id IS NOT NULL OR (a.arrived_at IS NOT NULL AND a.left_at IS NULL)))) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'position_is_heard',\n                MESSAGE = 'position_is_heard: in a meeting, those answer who are there or represented';\n        END IF;\n        IF noted AND NEW.kind IN ('consent', 'reserve', 'stand_aside', 'object') AND EXISTS (\n            SELECT FROM gouvernance_loggedmove\n            WHERE deliberation_id = NEW.deliberation_id AND by_id = NEW.by_id AND kind IN ('consent', 'reserve', 'stand_aside', 'object')\n                AND (recorded_by_id IS NULL OR by_proxy)\n                AND number > COALESCE((\n                    SELECT max(number) FROM gouvernance_loggedmove\n                    WHERE deliberation_id = NEW.deliberation_id\n                        AND (kind = 'amend' OR (kind = 'withdraw_objection' AND by_id = NEW.by_id))\n                ), 0)\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'position_is_not_replaced',\n                MESSAGE = 'position_is_not_replaced: what is noted replaces no position that was given';\n        END IF;\n        IF noted AND NEW.kind IN ('consent', 'reserve', 'stand_aside', 'object') AND NEW.kind <> 'object' AND EXISTS (\n            SELECT FROM gouvernance_loggedmove objection\n            JOIN gouvernance_loggedmove version USING (deliberation_id)\n            WHERE deliberation_id = NEW.deliberation_id AND objection.by_id = NEW.by_id\n                AND objection.kind = 'object' AND objection.number = ANY (version.integrates)\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'objection_is_lifted_in_person',\n                MESSAGE = 'objection_is_lifted_in_person: its author says whether a new version answers it';\n        END IF;\n        SELECT closed_at IS NOT NULL FROM gouvernance_deliberation WHERE id = NEW.deliberation_id INTO ended;\n        IF ended AND NEW.kind NOT IN ('dissent', 'reply') THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'log_is_closed',\n                MESSAGE = 'log_is_closed: only a minority opinion or a reply comes after the end';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="d085522a62d6b8b896bf2eb11eae0b7a1d66c059",
                            operation="INSERT",
                            pgid="pgtrigger_log_follows_636a3",
                            table="gouvernance_loggedmove",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "mandate",
                    pgtrigger.compiler.Trigger(
                        name="mandate_seat_exists",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        PERFORM FROM gouvernance_college WHERE id = NEW.college_id AND seats >= NEW.seat FOR SHARE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'mandate_seat_exists',\n                MESSAGE = 'mandate_seat_exists: the college has fewer seats';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="2902d155d04f99464e692136394c224d609fbbed",
                            operation='INSERT OR UPDATE OF "seat", "college_id"',
                            pgid="pgtrigger_mandate_seat_exists_175b3",
                            table="gouvernance_mandate",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "mandate",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "gouvernance_mandatehistory" ("college_id", "end", "end_words", "ends_on", "id", "name", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "seat", "shows_name", "starts_on", "substitute", "way") VALUES (NEW."college_id", NEW."end", NEW."end_words", NEW."ends_on", NEW."id", NEW."name", NEW."organisation_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."seat", NEW."shows_name", NEW."starts_on", NEW."substitute", NEW."way"); RETURN NULL;',
                            hash="378397952479f8ed6d47cb0fb19e703f73221ce0",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7b3e7",
                            table="gouvernance_mandate",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "mandate",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."college_id" IS DISTINCT FROM (NEW."college_id") OR OLD."end" IS DISTINCT FROM (NEW."end") OR OLD."end_words" IS DISTINCT FROM (NEW."end_words") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."seat" IS DISTINCT FROM (NEW."seat") OR OLD."shows_name" IS DISTINCT FROM (NEW."shows_name") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."substitute" IS DISTINCT FROM (NEW."substitute") OR OLD."way" IS DISTINCT FROM (NEW."way"))',
                            func='INSERT INTO "gouvernance_mandatehistory" ("college_id", "end", "end_words", "ends_on", "id", "name", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "seat", "shows_name", "starts_on", "substitute", "way") VALUES (NEW."college_id", NEW."end", NEW."end_words", NEW."ends_on", NEW."id", NEW."name", NEW."organisation_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."seat", NEW."shows_name", NEW."starts_on", NEW."substitute", NEW."way"); RETURN NULL;',
                            hash="1b1d9baf99bc78fac050919b0b4cea6a4340bbec",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_dd8eb",
                            table="gouvernance_mandate",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "deliberator",
                    pgtrigger.compiler.Trigger(
                        name="deliberator_one_ballot",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            func="\n    IF EXISTS (\n        SELECT FROM gouvernance_deliberation WHERE id = NEW.deliberation_id AND method <> 'consent'\n    ) AND (SELECT count(*) FROM gouvernance_ballot WHERE deliberation_id = NEW.deliberation_id)\n          <> (SELECT count(*) FROM gouvernance_deliberator WHERE deliberation_id = NEW.deliberation_id AND has_answered)\n    THEN\n        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'one_ballot_a_voice',\n            MESSAGE = 'one_ballot_a_voice: there are as many ballots as people who have voted';\n    END IF;\n    RETURN NULL;\n",
                            hash="fb786175e7897a1a37add273421c7303beac9bbd",
                            operation='UPDATE OF "has_answered" OR INSERT',
                            pgid="pgtrigger_deliberator_one_ballot_b8efc",
                            table="gouvernance_deliberator",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "deliberation",
                    pgtrigger.compiler.Trigger(
                        name="deliberation_declared_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.state <> 'draft')",
                            func="\n        IF TG_OP = 'DELETE'\n           OR (NEW.body_id, NEW.method, NEW.is_secret, NEW.is_remote, NEW.rule, NEW.answers_percent, NEW.places,\n               NEW.closes_at, NEW.text)\n              IS DISTINCT FROM\n              (OLD.body_id, OLD.method, OLD.is_secret, OLD.is_remote, OLD.rule, OLD.answers_percent, OLD.places,\n               OLD.closes_at, OLD.text)\n           OR (NEW.title, NEW.is_public) IS DISTINCT FROM (OLD.title, OLD.is_public)\n           OR (OLD.decision_id IS NOT NULL AND NEW.decision_id IS DISTINCT FROM OLD.decision_id)\n           OR (OLD.item_id IS NOT NULL AND NEW.item_id IS DISTINCT FROM OLD.item_id AND (\n               OLD.closed_at IS NOT NULL\n               OR NOT EXISTS (\n                   SELECT FROM gouvernance_agendaitem i JOIN gouvernance_meeting m ON m.id = i.meeting_id\n                   WHERE i.id = OLD.item_id AND m.state = 'cancelled')\n               OR NOT EXISTS (\n                   SELECT FROM gouvernance_agendaitem i JOIN gouvernance_meeting m ON m.id = i.meeting_id\n                   WHERE i.id = NEW.item_id AND m.body_id = NEW.body_id\n                       AND m.state IN ('prepared', 'convened', 'open'))\n           ))\n           OR NEW.state = 'draft'\n           OR (OLD.closed_at IS NOT NULL\n               AND (NEW.state, NEW.closed_at, NEW.review_on) IS DISTINCT FROM (OLD.state, OLD.closed_at, OLD.review_on))\n        THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'deliberation_declared_stays',\n                MESSAGE = 'deliberation_declared_stays: what was declared, and how it ended, stays';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="d5102e4fc1f72abd2dd95dcdd60350b510ea2c2a",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_deliberation_declared_stays_0b6f0",
                            table="gouvernance_deliberation",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "deliberation",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "gouvernance_deliberationhistory" ("answers_percent", "author_id", "body_id", "came_back_as_id", "closed_at", "closes_at", "created_at", "created_by_id", "decision_id", "id", "is_public", "is_remote", "is_secret", "item_id", "method", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "review_on", "rule", "slug", "state", "text", "title") VALUES (NEW."answers_percent", NEW."author_id", NEW."body_id", NEW."came_back_as_id", NEW."closed_at", NEW."closes_at", NEW."created_at", NEW."created_by_id", NEW."decision_id", NEW."id", NEW."is_public", NEW."is_remote", NEW."is_secret", NEW."item_id", NEW."method", NEW."opened_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places", NEW."review_on", NEW."rule", NEW."slug", NEW."state", NEW."text", NEW."title"); RETURN NULL;',
                            hash="931a89309a7dd859cc78cd7bb0230190baf802f1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d9808",
                            table="gouvernance_deliberation",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "deliberation",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "gouvernance_deliberationhistory" ("answers_percent", "author_id", "body_id", "came_back_as_id", "closed_at", "closes_at", "created_at", "created_by_id", "decision_id", "id", "is_public", "is_remote", "is_secret", "item_id", "method", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "review_on", "rule", "slug", "state", "text", "title") VALUES (NEW."answers_percent", NEW."author_id", NEW."body_id", NEW."came_back_as_id", NEW."closed_at", NEW."closes_at", NEW."created_at", NEW."created_by_id", NEW."decision_id", NEW."id", NEW."is_public", NEW."is_remote", NEW."is_secret", NEW."item_id", NEW."method", NEW."opened_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places", NEW."review_on", NEW."rule", NEW."slug", NEW."state", NEW."text", NEW."title"); RETURN NULL;',
                            hash="5d05bf00e63ea7cc2c19961774ccbaedb9dd0d8c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_30598",
                            table="gouvernance_deliberation",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "meeting",
                    pgtrigger.compiler.Trigger(
                        name="meeting_approved_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.state = 'approved')",
                            func="\n        IF TG_OP = 'DELETE' OR (NEW.body_id, NEW.title, NEW.starts_at, NEW.ends_at, NEW.place_id, NEW.state, NEW.short_notice_reason, NEW.convened_at, NEW.opened_at, NEW.closed_at, NEW.approved_at, NEW.approved_in_id, NEW.opening_quorum, NEW.closing_quorum, NEW.minuted)\n           IS DISTINCT FROM (OLD.body_id, OLD.title, OLD.starts_at, OLD.ends_at, OLD.place_id, OLD.state, OLD.short_notice_reason, OLD.convened_at, OLD.opened_at, OLD.closed_at, OLD.approved_at, OLD.approved_in_id, OLD.opening_quorum, OLD.closing_quorum, OLD.minuted)\n        THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'meeting_approved_stays',\n                MESSAGE = 'meeting_approved_stays: approved minutes do not change';\n        END IF;\n        RETURN COALESCE(NEW, OLD);\n    ",
                            hash="6771d89107a41d6dc907c84ed2d29819ded23b5c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_meeting_approved_stays_72900",
                            table="gouvernance_meeting",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "meeting",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "gouvernance_meetinghistory" ("approved_at", "approved_in_id", "body_id", "cancelled_because", "closed_at", "closing_quorum", "convened_at", "ends_at", "id", "is_public", "online_url", "opened_at", "opening_quorum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "sequence", "short_notice_reason", "starts_at", "state", "title", "uid", "words") VALUES (NEW."approved_at", NEW."approved_in_id", NEW."body_id", NEW."cancelled_because", NEW."closed_at", NEW."closing_quorum", NEW."convened_at", NEW."ends_at", NEW."id", NEW."is_public", NEW."online_url", NEW."opened_at", NEW."opening_quorum", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."sequence", NEW."short_notice_reason", NEW."starts_at", NEW."state", NEW."title", NEW."uid", NEW."words"); RETURN NULL;',
                            hash="4caf3f1733a165df5dc868c6ad4a9e07331b75c7",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ee4c0",
                            table="gouvernance_meeting",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "meeting",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."approved_at" IS DISTINCT FROM (NEW."approved_at") OR OLD."approved_in_id" IS DISTINCT FROM (NEW."approved_in_id") OR OLD."body_id" IS DISTINCT FROM (NEW."body_id") OR OLD."cancelled_because" IS DISTINCT FROM (NEW."cancelled_because") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closing_quorum" IS DISTINCT FROM (NEW."closing_quorum") OR OLD."convened_at" IS DISTINCT FROM (NEW."convened_at") OR OLD."ends_at" IS DISTINCT FROM (NEW."ends_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_public" IS DISTINCT FROM (NEW."is_public") OR OLD."online_url" IS DISTINCT FROM (NEW."online_url") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at") OR OLD."opening_quorum" IS DISTINCT FROM (NEW."opening_quorum") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."sequence" IS DISTINCT FROM (NEW."sequence") OR OLD."short_notice_reason" IS DISTINCT FROM (NEW."short_notice_reason") OR OLD."starts_at" IS DISTINCT FROM (NEW."starts_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."uid" IS DISTINCT FROM (NEW."uid") OR OLD."words" IS DISTINCT FROM (NEW."words"))',
                            func='INSERT INTO "gouvernance_meetinghistory" ("approved_at", "approved_in_id", "body_id", "cancelled_because", "closed_at", "closing_quorum", "convened_at", "ends_at", "id", "is_public", "online_url", "opened_at", "opening_quorum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "sequence", "short_notice_reason", "starts_at", "state", "title", "uid", "words") VALUES (NEW."approved_at", NEW."approved_in_id", NEW."body_id", NEW."cancelled_because", NEW."closed_at", NEW."closing_quorum", NEW."convened_at", NEW."ends_at", NEW."id", NEW."is_public", NEW."online_url", NEW."opened_at", NEW."opening_quorum", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."sequence", NEW."short_notice_reason", NEW."starts_at", NEW."state", NEW."title", NEW."uid", NEW."words"); RETURN NULL;',
                            hash="f1fe2cee6efe79bc26a9b550b490a80d1527bc13",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_32dc0",
                            table="gouvernance_meeting",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "attendee",
                    pgtrigger.compiler.Trigger(
                        name="attendee_proxies",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.proxy_id IS NOT NULL)",
                            func="\n        PERFORM FROM gouvernance_attendee WHERE id = NEW.proxy_id AND meeting_id = NEW.meeting_id FOR UPDATE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'attendee_proxy_of_meeting',\n                MESSAGE = 'attendee_proxy_of_meeting: who carries a voice is called to the same meeting';\n        END IF;\n        IF (SELECT count(*) FROM gouvernance_attendee WHERE proxy_id = NEW.proxy_id AND id <> NEW.id)\n           >= (SELECT COALESCE((m.opening_rules ->> 'proxies_max')::int, b.proxies_max)\n               FROM gouvernance_body b JOIN gouvernance_meeting m ON m.body_id = b.id\n               WHERE m.id = NEW.meeting_id)\n        THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'attendee_proxies_max',\n                MESSAGE = 'attendee_proxies_max: this person carries as many proxies as the body allows';\n        END IF;\n        IF EXISTS (SELECT FROM gouvernance_attendee WHERE id = NEW.proxy_id AND proxy_id IS NOT NULL)\n           OR EXISTS (SELECT FROM gouvernance_attendee WHERE proxy_id = NEW.id)\n        THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'attendee_proxy_chain',\n                MESSAGE = 'attendee_proxy_chain: who gives a proxy carries none';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="fd68624b7dfc8e3c8dff3cb74e70d0434eec9e68",
                            operation='INSERT OR UPDATE OF "proxy_id"',
                            pgid="pgtrigger_attendee_proxies_e4225",
                            table="gouvernance_attendee",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "attendee",
                    pgtrigger.compiler.Trigger(
                        name="attendee_approved_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF EXISTS (SELECT FROM gouvernance_meeting WHERE state = 'approved' AND id IN ((NEW.meeting_id), (OLD.meeting_id))) THEN\n                RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'attendee_approved_stays',\n                    MESSAGE = 'attendee_approved_stays: approved minutes do not change';\n            END IF;\n            RETURN COALESCE(NEW, OLD);\n        ",
                            hash="1f3da57fcef6504a27ceec6f6a42885c253caeab",
                            operation='INSERT OR DELETE OR UPDATE OF "meeting_id", "mandate_id", "name", "organisation_name", "college_name", "proxy_id", "arrived_at", "left_at", "leaves_proxy", "by_substitute"',
                            pgid="pgtrigger_attendee_approved_stays_4023f",
                            table="gouvernance_attendee",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "agendaitem",
                    pgtrigger.compiler.Trigger(
                        name="agendaitem_approved_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF EXISTS (SELECT FROM gouvernance_meeting WHERE state = 'approved' AND id IN ((NEW.meeting_id), (OLD.meeting_id))) THEN\n                RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'agendaitem_approved_stays',\n                    MESSAGE = 'agendaitem_approved_stays: approved minutes do not change';\n            END IF;\n            RETURN COALESCE(NEW, OLD);\n        ",
                            hash="9e5fbd8a3305f16ceca2450a6f1422e9dc0cdfd2",
                            operation='INSERT OR DELETE OR UPDATE OF "title", "kind", "words", "notes", "position", "presenter", "minutes", "meeting_id"',
                            pgid="pgtrigger_agendaitem_approved_stays_86a12",
                            table="gouvernance_agendaitem",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "agendaitem",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "gouvernance_agendaitemhistory" ("id", "kind", "meeting_id", "minutes", "notes", "notes_version", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "presenter", "title", "words") VALUES (NEW."id", NEW."kind", NEW."meeting_id", NEW."minutes", NEW."notes", NEW."notes_version", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."presenter", NEW."title", NEW."words"); RETURN NULL;',
                            hash="dc73f2a44458a8a1fb8af2dc68744981da191781",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ab16a",
                            table="gouvernance_agendaitem",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "agendaitem",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "gouvernance_agendaitemhistory" ("id", "kind", "meeting_id", "minutes", "notes", "notes_version", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "presenter", "title", "words") VALUES (NEW."id", NEW."kind", NEW."meeting_id", NEW."minutes", NEW."notes", NEW."notes_version", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."presenter", NEW."title", NEW."words"); RETURN NULL;',
                            hash="b00c8e6ed1947be62ba159bfb1ad506cea73cdd6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1b2a3",
                            table="gouvernance_agendaitem",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "option",
                    pgtrigger.compiler.Trigger(
                        name="option_declared_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF EXISTS (\n            SELECT FROM gouvernance_deliberation\n            WHERE state <> 'draft' AND id IN (\n                CASE WHEN TG_OP <> 'INSERT' THEN OLD.deliberation_id END,\n                CASE WHEN TG_OP <> 'DELETE' THEN NEW.deliberation_id END\n            )\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'option_declared_stays',\n                MESSAGE = 'option_declared_stays: the choices do not change once the deliberation is open';\n        END IF;\n        RETURN COALESCE(NEW, OLD);\n    ",
                            hash="845bc432a67b5e666d60b64ea523f9c666bb1679",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_option_declared_stays_4fb3c",
                            table="gouvernance_option",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "statement",
                    pgtrigger.compiler.Trigger(
                        name="statement_voted_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.text IS DISTINCT FROM NEW.text OR OLD.consultation_id <> NEW.consultation_id)",
                            func="\n        IF EXISTS (SELECT FROM gouvernance_vote WHERE statement_id = NEW.id) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_voted_stays',\n                MESSAGE = 'statement_voted_stays: people answered these words';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="c83caaa944e893f5192701c7bd7c47fc390dae0e",
                            operation='UPDATE OF "text", "consultation_id"',
                            pgid="pgtrigger_statement_voted_stays_7020d",
                            table="gouvernance_statement",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "involvement",
                    pgtrigger.compiler.Trigger(
                        name="involvement_same_scheme",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        IF (SELECT scheme_id FROM gouvernance_subject WHERE id = NEW.subject_id)\n           IS DISTINCT FROM (SELECT scheme_id FROM gouvernance_actor WHERE id = NEW.actor_id)\n        THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'involvement_same_scheme',\n                MESSAGE = 'involvement_same_scheme: a subject and an actor of two schemes';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="289c1c61f9db435004ea6d6f33122c2b0b9fd16f",
                            operation='INSERT OR UPDATE OF "subject_id", "actor_id"',
                            pgid="pgtrigger_involvement_same_scheme_18041",
                            table="gouvernance_involvement",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "vote",
                    pgtrigger.compiler.Trigger(
                        name="vote_while_open",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n        PERFORM FROM gouvernance_statement s\n        JOIN gouvernance_consultation c ON c.id = s.consultation_id\n        JOIN gouvernance_participant p ON p.consultation_id = c.id AND p.id = NEW.participant_id\n        WHERE s.id = NEW.statement_id AND s.state = 'accepted' AND c.state = 'open'\n            AND c.closes_on >= (now() AT TIME ZONE 'Europe/Paris')::date\n        FOR SHARE OF s, c;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_while_open',\n                MESSAGE = 'vote_while_open: the consultation is not open, or this statement is not in it';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="da3e2d16e61a7a6904d01cf3302b5279c63f0968",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_vote_while_open_ae954",
                            table="gouvernance_vote",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "deliberator",
                    pgtrigger.compiler.Trigger(
                        name="deliberator_is_heard",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.has_answered AND NOT OLD.has_answered)",
                            func="\n                    IF NOT (EXISTS (\n        SELECT FROM gouvernance_deliberator v JOIN gouvernance_deliberation d ON d.id = v.deliberation_id\n        WHERE v.id = NEW.id AND (d.item_id IS NULL OR d.is_remote)\n    ) OR EXISTS (SELECT \n    FROM gouvernance_deliberator v\n    JOIN gouvernance_deliberation d ON d.id = v.deliberation_id\n    JOIN gouvernance_agendaitem i ON i.id = d.item_id\n    JOIN gouvernance_meeting m ON m.id = i.meeting_id AND m.state = 'open'\n    JOIN gouvernance_attendee a ON a.meeting_id = m.id AND a.mandate_id = v.mandate_id\n    LEFT JOIN gouvernance_attendee c ON c.id = a.proxy_id AND c.arrived_at IS NOT NULL AND c.left_at IS NULL\n        AND NOT c.by_substitute AND (a.arrived_at IS NULL OR (a.left_at IS NOT NULL AND a.leaves_proxy))\n    WHERE v.id = NEW.id AND (c.id IS NOT NULL OR (a.arrived_at IS NOT NULL AND a.left_at IS NULL)))) THEN\n                        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'voice_is_heard',\n                            MESSAGE = 'voice_is_heard: in a meeting, those answer who are there or represented';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="8509ad67912c0996b8675bcf9a5fee054b7344eb",
                            operation='UPDATE OF "has_answered"',
                            pgid="pgtrigger_deliberator_is_heard_f511f",
                            table="gouvernance_deliberator",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "college",
                    pgtrigger.compiler.Trigger(
                        name="college_seats_held",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (NEW.seats < OLD.seats)",
                            func="\n        IF EXISTS (\n            SELECT FROM gouvernance_mandate\n            WHERE college_id = NEW.id AND seat > NEW.seats\n                AND ends_on >= (now() AT TIME ZONE 'Europe/Paris')::date\n        ) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'college_seats_held',\n                MESSAGE = 'college_seats_held: somebody holds a seat beyond';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="f91e3c2f2bb860f5b2e1c24a113392f25b266098",
                            operation='UPDATE OF "seats"',
                            pgid="pgtrigger_college_seats_held_a2534",
                            table="gouvernance_college",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "decision",
                    pgtrigger.compiler.Trigger(
                        name="decision_deliberated_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.text <> NEW.text OR OLD.review_on IS DISTINCT FROM NEW.review_on OR OLD.item_id <> NEW.item_id)",
                            func="\n        IF EXISTS (SELECT FROM gouvernance_deliberation WHERE decision_id = OLD.id) THEN\n            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_deliberated_stays',\n                MESSAGE = 'decision_deliberated_stays: a deliberation decided this';\n        END IF;\n        RETURN NEW;\n    ",
                            hash="4985b0d4d25b09270131a4644f41e15539dd82dd",
                            operation='UPDATE OF "text", "review_on", "item_id"',
                            pgid="pgtrigger_decision_deliberated_stays_2f338",
                            table="gouvernance_decision",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "itemdocument",
                    pgtrigger.compiler.Trigger(
                        name="itemdocument_approved_stays",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n            IF EXISTS (SELECT FROM gouvernance_meeting WHERE state = 'approved' AND id IN ((SELECT meeting_id FROM gouvernance_agendaitem WHERE id = NEW.item_id), (SELECT meeting_id FROM gouvernance_agendaitem WHERE id = OLD.item_id))) THEN\n                RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'itemdocument_approved_stays',\n                    MESSAGE = 'itemdocument_approved_stays: approved minutes do not change';\n            END IF;\n            RETURN COALESCE(NEW, OLD);\n        ",
                            hash="1ab6bcf7689a5405c0bb43af959a81b33294b5bc",
                            operation='INSERT OR DELETE OR UPDATE OF "item_id", "file", "title", "media_type"',
                            pgid="pgtrigger_itemdocument_approved_stays_49a6b",
                            table="gouvernance_itemdocument",
                            when="BEFORE",
                        ),
                    ),
                ),
                (
                    "itemdocument",
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "gouvernance_itemdocumenthistory" ("file", "id", "item_id", "media_type", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."file", NEW."id", NEW."item_id", NEW."media_type", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title"); RETURN NULL;',
                            hash="72d4eb0958e443fa5eca2a9ecd25bc24ab81620d",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e59a2",
                            table="gouvernance_itemdocument",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "itemdocument",
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "gouvernance_itemdocumenthistory" ("file", "id", "item_id", "media_type", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."file", NEW."id", NEW."item_id", NEW."media_type", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title"); RETURN NULL;',
                            hash="8a4f804935a2e295086d29f5a7a794bf63ea4ed9",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_286d6",
                            table="gouvernance_itemdocument",
                            when="AFTER",
                        ),
                    ),
                ),
                (
                    "itemdocument",
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "gouvernance_itemdocumenthistory" ("file", "id", "item_id", "media_type", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (OLD."file", OLD."id", OLD."item_id", OLD."media_type", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title"); RETURN NULL;',
                            hash="9d68fcfcc578e36caa9d5a09fe2f47e8e4bb0cd8",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_16dcf",
                            table="gouvernance_itemdocument",
                            when="AFTER",
                        ),
                    ),
                ),
            ],
        ),
    ]
