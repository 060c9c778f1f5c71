"""Concerns in (« remontées »): what neighbours say, brought to those who can answer, and the answer brought back."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import District, Place, Theme
from cooperation.core.images import PictureField
from cooperation.core.text_search import Searchable
from habitants.models.concern_queryset import ConcernQuerySet
from habitants.models.gathering import Gathered
from habitants.models.moving import Moving


@pghistory.track(
    model_name="ConcernHistory",
    # A visitor's address is erased: no version keeps it.
    exclude=["search_text", "search_vector", "search_folded", "reply_email"],
)
class Concern(Moving, Gathered, Searchable):
    """
    What was heard, and how far it went. It is public once the team has read it (qualified), never with who told it.
    Each change of state is a `ConcernMove`; what it says has a history.
    """

    class State(models.TextChoices):
        HEARD = "heard", _("Entendue")
        QUALIFIED = "qualified", _("À adresser")
        ADDRESSED = "addressed", _("Adressée")
        ANSWERED = "answered", _("Réponse reçue")
        CARRIED_BACK = "carried", _("Réponse rapportée")
        SET_ASIDE = "aside", _("Écartée")

        @classmethod
        def closed(cls):
            return [cls.CARRIED_BACK, cls.SET_ASIDE]

        @classmethod
        def with_answer(cls):
            return [cls.ANSWERED, cls.CARRIED_BACK]

        @classmethod
        def of_the_board(cls):
            return [state for state in cls if state != cls.HEARD]

        @property
        def tone(self):
            return TONES[self.value][0]

        @property
        def icon(self):
            return TONES[self.value][1]

    FOUND_BY = {"theme": ("theme",), "district": ("district",)}

    words = models.TextField(
        _("ce que vous avez entendu"),
        max_length=2000,
        help_text=_(
            "Avec les mots des gens, sans nom ni numéro : « Le soir, on ne voit rien devant l’école. »"
        ),
    )
    title = models.CharField(_("en quelques mots"), max_length=120, blank=True)
    theme = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns",
        verbose_name=_("thème"),
    )
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="concerns",
        verbose_name=_("quartier"),
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lieu connu"),
    )
    spot = models.CharField(
        _("où exactement"),
        max_length=120,
        blank=True,
        help_text=_("« Devant le portail de l’école », « à l’arrêt du bus ». Pas l’adresse de quelqu’un."),
    )
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    photo = PictureField(_("photo"), upload_to="remontees/", blank=True)
    photo_alt = models.CharField(_("ce que montre la photo"), max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="concerns",
        verbose_name=_("notée par"),
    )
    reply_email = models.EmailField(_("e-mail pour la réponse"), blank=True)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.HEARD, editable=False)
    aside_reason = models.TextField(_("raison, en mots publics"), max_length=600, blank=True, editable=False)
    is_hidden = models.BooleanField(_("absente du tableau"), default=False, editable=False)
    created_at = models.DateTimeField(_("entendue le"), default=timezone.now, editable=False)
    # When it took the state that it has: the last of its moves.
    moved_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ConcernQuerySet.as_manager()

    class Meta(Searchable.Meta):
        abstract = False
        verbose_name = _("remontée")
        verbose_name_plural = _("remontées")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="concern_coordinates",
                violation_error_message=_("Ce point de la carte n’est pas compris."),
            ),
            models.CheckConstraint(
                condition=Q(state="aside") ^ Q(aside_reason=""),
                name="concern_set_aside_says_why",
                violation_error_message=_("Dites pourquoi : ces mots sont publics."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["heard", "aside"]) | ~Q(title=""),
                name="concern_qualified_has_a_title",
                violation_error_message=_("Donnez-lui un titre."),
            ),
        ]
        indexes = [
            *Searchable.Meta.indexes,
            models.Index(fields=["state", "-moved_at"], name="concern_state"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="concern_merged_in_one_hop",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
                condition=pgtrigger.Condition("NEW.merged_into_id IS NOT NULL"),
                declare=[("its_own", "bigint")],
                func="""
                    SELECT merged_into_id INTO its_own
                      FROM habitants_concern WHERE id = NEW.merged_into_id FOR UPDATE;
                    IF its_own IS NOT NULL OR NEW.merged_into_id = NEW.id
                       OR EXISTS (SELECT FROM habitants_concern WHERE merged_into_id = NEW.id)
                    THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            CONSTRAINT = 'concern_merged_in_one_hop',
                            MESSAGE = 'concern_merged_in_one_hop: a gathered concern leads to one that stands';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("habitants:concern-detail", args=[self.pk])

    # Reading

    @property
    def label(self):
        """Its title, else the first words of what was heard."""
        words = " ".join(self.words.split())
        return self.title or (words if len(words) <= 80 else f"{words[:79].rsplit(' ', 1)[0]}…")

    @property
    def status(self):
        return self.State(self.state)

    @property
    def is_on_board(self):
        hidden = self.state == self.State.SET_ASIDE and self.is_hidden
        return self.merged_into_id is None and self.state != self.State.HEARD and not hidden

    @property
    def is_closed(self):
        return self.state in self.State.closed()

    @property
    def has_answer(self):
        return self.state in self.State.with_answer()

    @property
    def is_addressed(self):
        return self.state == self.State.ADDRESSED

    @property
    def is_heard(self):
        return self.state == self.State.HEARD

    @property
    def can_be_addressed(self):
        return self.state in (self.State.QUALIFIED, self.State.ADDRESSED, self.State.ANSWERED)

    @property
    def can_be_set_aside(self):
        return self.state in (self.State.HEARD, self.State.QUALIFIED)

    @property
    def late_addressings(self):
        return (
            [addressing for addressing in self.addressings.all() if addressing.is_late]
            if self.is_addressed
            else []
        )

    @property
    def days_late(self):
        """How many days the latest answer is late, 0 when none is."""
        return max((addressing.days_late for addressing in self.late_addressings), default=0)

    @property
    def days_to_answer(self):
        """Whole days from the first addressing to the last answer; None while one is missing."""
        days = [addressing.days_taken for addressing in self.addressings.all()]
        return max(days) if days and None not in days else None

    @property
    def days_since_heard(self):
        """From what was heard to the answer brought back, or to today: the whole way round."""
        end = self.moved_at if self.is_closed else timezone.now()
        return max((timezone.localdate(end) - timezone.localdate(self.created_at)).days, 0)

    @property
    def where(self):
        """ "Devant le portail, École des Pins, Mazargues": as far as it is known."""
        parts = [
            self.spot,
            self.place.name if self.place else "",
            self.district.name if self.district else "",
        ]
        return ", ".join(filter(None, parts))

    @property
    def point(self):
        """(latitude, longitude): what was clicked on the map, else its place's; None where neither is known."""
        if self.latitude is not None:
            return self.latitude, self.longitude
        return (self.place.latitude, self.place.longitude) if self.place else (None, None)

    @property
    def map_url(self):
        latitude, longitude = self.point
        return "" if latitude is None else Place(latitude=latitude, longitude=longitude).map_url


TONES = {
    "heard": ("neutral", "ear"),
    "qualified": ("sea", "signpost-split"),
    "addressed": ("ochre", "envelope"),
    "answered": ("pine", "chat-left-text"),
    "carried": ("pine", "check2-all"),
    "aside": ("neutral", "slash-circle"),
}
