"""The sheet of an initiative, a project or an experiment: who did what, how, and what others need to do it again."""

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import Event
from associations.models import District, Organisation, Place, Public, Theme
from associations.models.themes import publics_field
from cooperation.core.slugs import unique_slug
from cooperation.core.text_search import Searchable
from initiatives.models.adapting import Adaptable
from initiatives.models.agreement import Agreed
from initiatives.models.confirmation import Confirmable
from initiatives.models.initiative_queryset import InitiativeQuerySet
from initiatives.models.publication import Publication
from initiatives.models.versioned import Versioned
from initiatives.models.words import KEEP_WORDS
from initiatives.sections import MAX_LENGTH, Section

# What `/initiatives/<slug>/` can't be: our own pages stand there.
RESERVED_SLUGS = {"ecrire", "freins", "suivi", "relectures", "inspirations", "confirmer", "carte", "liste"}
# What sheets like one another are found by (initiatives/similar.py).
SHORT = SearchVector("title", "summary", config="fr")


def section(**kwargs):
    """One part of the story, in Markdown."""
    limit = MaxLengthValidator(
        MAX_LENGTH,
        _(
            "Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu : raccourcissez-la."
        ),
    )
    return models.TextField(kwargs.pop("label"), blank=True, validators=[limit], **kwargs)


class Initiative(Publication, Agreed, Confirmable, Adaptable, Versioned, Searchable):
    """
    What a team did, told so that another can do it again. Nobody is forced to fill every part; `publication_needs`
    says what a peer can't read it without.
    """

    class Kind(models.TextChoices):
        INITIATIVE = "initiative", _("Initiative")
        PROJECT = "projet", _("Projet")
        EXPERIMENT = "experimentation", _("Expérimentation")

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        REVIEW = "review", _("En relecture")
        PUBLISHED = "published", _("Publiée")
        ARCHIVED = "archived", _("Archivée")

    class People(models.TextChoices):
        """How many carried it."""

        FEW = "1-2", _("1 ou 2 personnes")
        SMALL = "3-5", _("3 à 5 personnes")
        MEDIUM = "6-10", _("6 à 10 personnes")
        LARGE = "11+", _("11 personnes ou plus")

    class Hours(models.TextChoices):
        """Of work, paid or not, all together."""

        FEW = "0-20", _("moins de 20 heures")
        SMALL = "20-100", _("20 à 100 heures")
        MEDIUM = "100-300", _("100 à 300 heures")
        LARGE = "300+", _("plus de 300 heures")

    FOUND_BY = {"theme": ("themes",), "district": ("districts",), "place": ("place",)}

    class Budget(models.TextChoices):
        """In euros, salaries aside."""

        NONE = "0", _("sans argent")
        SMALL = "1-500", _("jusqu’à 500 €")
        MEDIUM = "500-2000", _("500 à 2 000 €")
        LARGE = "2000-10000", _("2 000 à 10 000 €")
        HUGE = "10000+", _("plus de 10 000 €")

    class Involvement(models.TextChoices):
        """How far inhabitants decided."""

        INFORMED = "informed", _("informés")
        CONSULTED = "consulted", _("consultés")
        INVOLVED = "involved", _("associés")
        CODECIDED = "codecided", _("co-décident")

    class Transferable(models.TextChoices):
        READY = "ready", _("Oui, telle quelle")
        ADAPTED = "adapted", _("Oui, en l’adaptant")
        NOT_YET = "not-yet", _("Pas encore")

    # What
    kind = models.CharField(_("de quoi s’agit-il ?"), max_length=15, choices=Kind, default=Kind.INITIATIVE)
    title = models.CharField(_("titre"), max_length=150)
    slug = models.SlugField(_("identifiant dans l’adresse"), max_length=80, unique=True, editable=False)
    summary = models.CharField(
        _("en trois lignes"),
        max_length=400,
        blank=True,
        help_text=_("Ce que c’est, pour qui, et ce que cela a changé."),
    )
    themes = models.ManyToManyField(Theme, related_name="initiatives", verbose_name=_("thèmes"), blank=True)
    main_theme = models.ForeignKey(
        Theme,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("thème principal"),
    )
    # Who, with whom, where, when, for whom
    carrier = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("portée par"),
    )
    partners = models.ManyToManyField(
        Organisation,
        through="Partnership",
        related_name="joined_initiatives",
        verbose_name=_("avec"),
        blank=True,
    )
    other_partners = models.CharField(
        _("autres partenaires"),
        max_length=300,
        blank=True,
        help_text=_("Celles et ceux qui ne sont pas dans l’annuaire."),
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("lieu"),
    )
    districts = models.ManyToManyField(
        District, related_name="initiatives", verbose_name=_("quartiers"), blank=True
    )
    starts_on = models.DateField(_("commencée le"), null=True, blank=True)
    ends_on = models.DateField(
        _("terminée le"), null=True, blank=True, help_text=_("Laissez vide si elle continue.")
    )
    publics = publics_field(verbose_name=_("pour qui"))
    # Means
    people = models.CharField(
        _("combien de personnes l’ont portée"), max_length=6, choices=People, blank=True
    )
    hours = models.CharField(_("combien d’heures, tous ensemble"), max_length=8, choices=Hours, blank=True)
    budget = models.CharField(_("budget, hors salaires"), max_length=12, choices=Budget, blank=True)
    # The story
    context = section(label=Section.CONTEXT.label)
    steps = section(label=Section.STEPS.label)
    inhabitants_place = models.CharField(
        _("les habitants étaient…"), max_length=10, choices=Involvement, blank=True
    )
    inhabitants = section(label=Section.INHABITANTS.label)
    results = section(label=Section.RESULTS.label)
    evidence = models.CharField(_("comment le savez-vous ?"), max_length=400, blank=True)
    verbatims = section(label=Section.VERBATIMS.label)
    differently = section(label=Section.DIFFERENTLY.label)
    transferable = models.CharField(
        _("peut-on la refaire ailleurs ?"), max_length=8, choices=Transferable, blank=True
    )
    conditions = section(label=Section.CONDITIONS.label)
    events = models.ManyToManyField(
        Event, related_name="initiatives", verbose_name=_("événements de l’agenda"), blank=True
    )
    # Where it stands
    state = models.CharField(_("publication"), max_length=10, choices=State, default=State.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("écrite par"),
    )
    # Whose members said that it is theirs: it is published in no other name.
    agreed_carrier = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("accord de"),
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("accord donné par"),
    )
    submitted_at = models.DateTimeField(_("envoyée en relecture le"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)
    # Still right? Asked a year after the publication, or after the last answer.
    confirmed_at = models.DateTimeField(_("confirmée le"), null=True, blank=True, editable=False)
    confirmation_asked_at = models.DateTimeField(null=True, editable=False)
    uid = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    created_at = models.DateTimeField(_("créée le"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    # Where words were searched, the list has here the texts in which they stand (initiatives/filters.py).
    title_found = summary_found = story_found = ""

    objects = InitiativeQuerySet.as_manager()

    class Meta(Searchable.Meta):
        abstract = False
        verbose_name = _("fiche initiative")
        verbose_name_plural = _("fiches initiatives")
        ordering = ["-published_at", "-pk"]
        triggers = [KEEP_WORDS]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="initiative_ends_after_start",
                violation_error_message=_("La fin doit suivre le début."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(carrier__isnull=False) & ~Q(summary=""),
                name="initiative_published_is_told",
                violation_error_message=_("Une fiche publiée dit qui la porte et se résume en trois lignes."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="initiative_published_at",
            ),
        ]
        indexes = [
            # A word that is misspelt is looked up among those of the sheets (`Word`): no trigrams of whole ones.
            GinIndex(fields=["search_vector"], name="initiative_search_vector"),
            GinIndex(SHORT, name="initiative_short"),
            models.Index(
                fields=["-published_at", "-id"], condition=Q(state="published"), name="initiative_in_order"
            ),
            # The fingerprint of what is public reads nothing else.
            models.Index(
                fields=["updated_at"], condition=Q(state="published"), name="initiative_fingerprint"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("initiatives:initiative-detail", args=[self.slug])

    def save(self, **kwargs):
        if not self.slug:
            self.slug = unique_slug(Initiative.objects, self.title, reserved=RESERVED_SLUGS)
        super().save(**kwargs)

    # Reading

    @property
    def is_public(self):
        return self.state == self.State.PUBLISHED

    @property
    def colour_theme(self):
        """The theme whose colour and pictogram stand for it: the main one, else the first."""
        return self.main_theme or next(iter(self.themes.all()), None)

    @property
    def public_labels(self):
        return [Public(value).label for value in self.publics]


class Partnership(models.Model):
    """What an organisation brought to an initiative beside its carrier."""

    class Role(models.TextChoices):
        PARTNER = "partner", _("Partenaire")
        FUNDER = "funder", _("Financeur")
        HOST = "host", _("Prête un lieu ou du matériel")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="partnerships",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("rôle"), max_length=8, choices=Role, default=Role.PARTNER)

    class Meta:
        verbose_name = _("partenariat")
        verbose_name_plural = _("partenariats")
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "organisation", "role"],
                name="partnership_once",
                violation_error_message=_("Cette organisation est déjà nommée dans ce rôle."),
            )
        ]

    def __str__(self):
        return f"{self.organisation} · {self.get_role_display()}"
