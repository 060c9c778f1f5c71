"""The sheet of a method: what to do with a group, step by step, and who has done it where."""

import pghistory
from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from associations.models import Organisation, Theme
from cooperation.core import mail
from cooperation.core.history import acting
from cooperation.core.models import User
from cooperation.core.slugs import unique_slug
from cooperation.core.text_search import Searchable
from initiatives.models.initiatives import Initiative

# What `/formations/methodes/<slug>/` can't be: our own page stands there.
RESERVED_SLUGS = {"ecrire"}
TEXTS = ["material", "steps", "precautions"]


class MethodQuerySet(models.QuerySet):
    def public(self):
        return self.filter(state=self.model.State.PUBLISHED)

    def visible_to(self, user):
        shown = self.exclude(state=self.model.State.ARCHIVED)
        return shown.filter(Q(state=self.model.State.PUBLISHED) | self._edited_by(user))

    def editable_by(self, user):
        """
        A coordinator edits all; members what their organisations wrote; anyone what they wrote in their own name, or
        what was never public: once it was, it is the organisation's, whoever left it.
        """
        return self.exclude(state=self.model.State.ARCHIVED).filter(self._edited_by(user))

    def begun_by(self, user):
        """
        Those not public that this person answers for, the latest first; a coordinator answers for all, and began
        their own.
        """
        rows = self.editable_by(user).exclude(state=self.model.State.PUBLISHED)
        if user.is_authenticated and user.is_coordinator:
            rows = rows.filter(author=user)
        return rows.order_by("-updated_at", "pk")

    def pending(self):
        """What waits for the team, the oldest first."""
        return self.filter(state=self.model.State.PENDING).order_by("submitted_at", "pk")

    def for_list(self):
        return (
            self.select_related("organisation")
            .prefetch_related("themes")
            .defer(*TEXTS, "search_text", "search_vector", "search_folded")
        )

    def refresh_search_text(self):
        """Gather the words that each row may be found by: its own, its themes', its author's."""
        themes = Theme.objects.filter(methods=OuterRef("pk")).order_by().values("methods")
        names = themes.annotate(words=StringAgg("name", Value(" "))).values("words")
        parts = [
            *("title", "aim", *TEXTS),
            Coalesce(Subquery(names), Value(""), output_field=models.TextField()),
            Coalesce("organisation__name", Value("")),
        ]
        words = Concat(
            *(word for part in parts for word in (part, Value(" "))), output_field=models.TextField()
        )
        rows = self.model.objects.filter(pk__in=self.order_by().values("pk")).annotate(words=words)
        for row in rows.exclude(search_text=F("words")).values("pk", "words").iterator(chunk_size=500):
            self.model.objects.filter(pk=row["pk"]).update(search_text=row["words"])

    def _edited_by(self, user):
        if not user.is_authenticated:
            return Q(pk__in=[])
        if user.is_coordinator:
            return Q(pk__isnull=False)  # an empty Q would vanish from an `or`
        ours = Organisation.objects.written_by(user).values("pk")
        own = Q(author=user) & (Q(published_at=None) | Q(organisation=None))
        return own | Q(organisation__in=ours)


def _text(label, **kwargs):
    limit = MaxLengthValidator(
        20_000, _("Cette partie a %(show_value)d caractères ; %(limit_value)d au plus. Rien n’est perdu.")
    )
    return models.TextField(label, validators=[limit], **kwargs)


@pghistory.track(
    model_name="MethodHistory",
    exclude=["search_text", "search_vector", "search_folded", "created_at"],
)
class Method(Searchable):
    """
    What one does with a group, told so that somebody who was not there can do it. Written by the network: the
    word of those who write for an organisation is enough, others' waits for the team.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        PENDING = "pending", _("En attente de relecture")
        PUBLISHED = "published", _("Publiée")
        ARCHIVED = "archived", _("Archivée")

    FOUND_BY = {"theme": ("themes",)}

    title = models.CharField(_("nom de la méthode"), max_length=120)
    slug = models.SlugField(_("identifiant dans l’adresse"), max_length=80, unique=True, editable=False)
    aim = models.CharField(
        _("à quoi elle sert"),
        max_length=300,
        help_text=_("Une phrase : ce que le groupe sait, ose ou décide à la fin."),
    )
    group_min = models.PositiveSmallIntegerField(
        _("à partir de (personnes)"), validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    group_max = models.PositiveSmallIntegerField(
        _("jusqu’à (personnes)"), validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("durée (minutes)"), validators=[MinValueValidator(5), MaxValueValidator(1440)]
    )
    material = _text(_("matériel"), blank=True, help_text=_("Ce qu’il faut avoir sous la main."))
    steps = _text(
        _("déroulé, pas à pas"), help_text=_("Une étape par paragraphe ou par puce, avec sa durée.")
    )
    precautions = _text(
        _("précautions"),
        blank=True,
        help_text=_("Ce qui peut mal tourner, qui peut se sentir exclu, que faire."),
    )
    themes = models.ManyToManyField(Theme, related_name="methods", verbose_name=_("thèmes"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="methods",
        verbose_name=_("écrite au nom de"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="methods",
        verbose_name=_("écrite par"),
    )
    initiatives = models.ManyToManyField(
        Initiative, related_name="methods", verbose_name=_("initiatives qui l’ont employée"), blank=True
    )
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(_("publiée le"), null=True, editable=False)
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = MethodQuerySet.as_manager()

    class Meta(Searchable.Meta):
        abstract = False
        verbose_name = _("méthode")
        verbose_name_plural = _("méthodes")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group_min__gte=1) & Q(group_max__gte=F("group_min")),
                name="method_group",
                violation_error_message=_(
                    "Le plus grand groupe ne peut pas être plus petit que le plus petit."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(aim="") & ~Q(steps=""),
                name="method_published_is_told",
                violation_error_message=_("Dites à quoi sert la méthode et comment elle se déroule."),
            ),
        ]
        indexes = [*Searchable.Meta.indexes]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("initiatives:method-detail", args=[self.slug])

    def save(self, **kwargs):
        if not self.slug:
            self.slug = unique_slug(Method.objects, self.title, reserved=RESERVED_SLUGS)
        super().save(**kwargs)

    @property
    def is_public(self):
        return self.state == self.State.PUBLISHED

    @property
    def is_pending(self):
        return self.state == self.State.PENDING

    @property
    def colour_theme(self):
        return next(iter(self.themes.all()), None)

    @property
    def group_wording(self):
        if self.group_min == self.group_max:
            words = ngettext("%(number)d personne", "%(number)d personnes", self.group_min)
            return words % {"number": self.group_min}
        return _("de %(low)d à %(high)d personnes") % {"low": self.group_min, "high": self.group_max}

    def published_directly_by(self, user):
        if not user.is_authenticated:
            return False
        return user.is_coordinator or Organisation.objects.written_by(user).exists()

    @transaction.atomic
    def submit(self, *, by):
        """Public at once where this person's word is enough, else told to the team, who reads it."""
        if self.published_directly_by(by):
            return self.publish(by=by)
        if self.state != self.State.PENDING:
            self.state, self.submitted_at = self.State.PENDING, timezone.now()
            self._save_by(by)
            for coordinator in User.objects.coordinators():
                mail.send("initiatives/mail/method_submitted", coordinator.email, method=self)

    @transaction.atomic
    def publish(self, *, by):
        self.state = self.State.PUBLISHED
        self.published_at = self.published_at or timezone.now()
        self._save_by(by)

    @transaction.atomic
    def archive(self, *, by):
        """Deletion, for people: it leaves every page; its text and history stay."""
        self.state = self.State.ARCHIVED
        self._save_by(by)

    def _save_by(self, by):
        with acting(by):
            self.save(update_fields=["state", "submitted_at", "published_at", "updated_at"])
