"""Who sits where, from when to when, and how they came."""

from collections import defaultdict
from datetime import date

import pghistory
import pgtrigger
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from cooperation.core import mail
from cooperation.core.history import SavedBy
from cooperation.core.models import User
from gouvernance.models.people import Described

# How long before its end the team hears of it.
ANNOUNCED = relativedelta(months=3)
SPAN = Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange")

# Two who take the last seat at once wait for each other; the number of a seat is one that the college has.
SEAT_EXISTS = pgtrigger.Trigger(
    name="mandate_seat_exists",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("seat", "college_id"),
    func="""
        PERFORM FROM gouvernance_college WHERE id = NEW.college_id AND seats >= NEW.seat FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'mandate_seat_exists',
                MESSAGE = 'mandate_seat_exists: the college has fewer seats';
        END IF;
        RETURN NEW;
    """,
)
FULL = _("Tous les sièges de ce collège sont pourvus à ces dates.")


class MandateQuerySet(models.QuerySet):
    def current(self, *, day=None):
        """Those that run on that local day, today by default."""
        return self.filter(Mandate.running(day))

    def upcoming_or_running(self):
        return self.filter(ends_on__gte=timezone.localdate())

    def for_list(self):
        return self.select_related("person", "organisation").order_by("role", "seat")

    def run_by(self, user):
        """Those that this person may write: see `BodyQuerySet.run_by`."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_coordinator else self.filter(college__body__conveners=user)

    def ending(self, *, day=None):
        """Those that reach their term within three months; one that was stopped is known already."""
        day = day or timezone.localdate()
        return self.current(day=day).filter(ends_on__lte=day + ANNOUNCED, end="")

    @transaction.atomic
    def announce(self):
        """One message to each coordinator and convener for all that ends within three months, told once."""
        rows = self.ending().filter(announced_at=None).select_for_update(of=["self"])
        told = defaultdict(list)
        for mandate in rows.select_related("college__body", "organisation").order_by("ends_on", "pk"):
            for person in mandate.college.body.conveners.filter(is_active=True):
                told[person].append(mandate)
            for person in User.objects.coordinators():
                told[person].append(mandate)
        for person, mandates in told.items():
            mandates = list(dict.fromkeys(mandates))
            mail.send("gouvernance/mail/ending", person.email, mandates=mandates)
        keys = {mandate.pk for mandates in told.values() for mandate in mandates}
        self.model.objects.filter(pk__in=keys).update(announced_at=timezone.now())


# What describes a person is the team's while they sit, and leaves no trace.
@pghistory.track(
    model_name="MandateHistory",
    exclude=["announced_at", "contact_email", "substitute_email", "district", "age_band", "gender"],
)
class Mandate(SavedBy, Described):
    """
    A seat of a college, held by a person or by an organisation that names who sits for it. PostgreSQL refuses that a
    seat is held twice, that somebody sits twice in one college, or that there are more holders than seats.
    """

    class Way(models.TextChoices):
        ELECTED = "elected", _("élection")
        APPOINTED = "appointed", _("désignation")
        DRAWN = "drawn", _("tirage au sort")
        EX_OFFICIO = "ex-officio", _("membre de droit")

    class Role(models.IntegerChoices):
        """What they are in the body; the order is that of the list."""

        CHAIR = 1, _("Présidence")
        VICE_CHAIR = 2, _("Vice-présidence")
        SECRETARY = 3, _("Secrétariat")
        TREASURER = 4, _("Trésorerie")
        MEMBER = 9, _("Membre")

    class End(models.TextChoices):
        TERM = "term", _("fin du mandat")
        RESIGNED = "resigned", _("démission")
        LEFT = "left", _("départ du territoire ou de la structure")
        REPLACED = "replaced", _("remplacement par la structure")
        REMOVED = "removed", _("révocation")
        DECEASED = "deceased", _("décès")

    college = models.ForeignKey("College", on_delete=models.PROTECT, related_name="mandates")
    seat = models.PositiveSmallIntegerField(_("siège"), editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name=_("compte de la personne"),
        help_text=_(
            "Si elle en a un : ses convocations y arrivent, et elle voit les séances de l’intérieur."
        ),
    )
    contact_email = models.EmailField(
        _("e-mail pour les convocations"), blank=True, help_text=_("Si la personne n’a pas de compte.")
    )
    name = models.CharField(_("prénom et nom"), max_length=80, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name=_("au titre de"),
        help_text=_("Si le siège est celui d’une association ou d’un partenaire."),
    )
    shows_name = models.BooleanField(
        _("nom public"),
        default=False,
        help_text=_("La personne est d’accord pour que son nom soit sur la page publique."),
    )
    substitute = models.CharField(_("suppléant·e"), max_length=80, blank=True)
    substitute_email = models.EmailField(
        _("e-mail de la suppléance"),
        blank=True,
        help_text=_("Appelée quand la personne qui siège dit qu’elle ne viendra pas."),
    )
    role = models.PositiveSmallIntegerField(_("fonction"), choices=Role, default=Role.MEMBER)
    way = models.CharField(_("arrivé·e par"), max_length=10, choices=Way)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))
    end = models.CharField(_("pourquoi il s’est terminé"), max_length=8, choices=End, blank=True)
    end_words = models.CharField(_("précision"), max_length=200, blank=True)
    announced_at = models.DateTimeField(null=True, editable=False)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        ordering = ["-starts_on", "pk"]
        triggers = [SEAT_EXISTS]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="mandate_ends_after_start",
                violation_error_message=_("Le dernier jour doit suivre le premier."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(organisation__isnull=False),
                name="mandate_is_somebodys",
                violation_error_message=_("Dites qui siège : une personne, une organisation, ou les deux."),
            ),
            models.CheckConstraint(
                condition=Q(substitute_email="") | ~Q(substitute=""),
                name="mandate_substitute_named",
                violation_error_message=_("Dites aussi le nom de la suppléance."),
            ),
            models.CheckConstraint(condition=Q(seat__gte=1), name="mandate_seat_numbered"),
            ExclusionConstraint(
                name="mandate_one_a_seat",
                expressions=[
                    ("college", RangeOperators.EQUAL),
                    ("seat", RangeOperators.EQUAL),
                    (SPAN, RangeOperators.OVERLAPS),
                ],
                violation_error_message=FULL,
            ),
            ExclusionConstraint(
                name="mandate_person_once",
                expressions=[
                    ("college", RangeOperators.EQUAL),
                    (Lower("name"), RangeOperators.EQUAL),
                    (SPAN, RangeOperators.OVERLAPS),
                ],
                condition=~Q(name=""),
                violation_error_message=_("Cette personne siège déjà dans ce collège à ces dates."),
            ),
            ExclusionConstraint(
                name="mandate_account_once",
                expressions=[
                    ("college", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (SPAN, RangeOperators.OVERLAPS),
                ],
                condition=Q(person__isnull=False),
                violation_error_message=_("Cette personne siège déjà dans ce collège à ces dates."),
            ),
        ]

    def __str__(self):
        return f"{self.label} · {self.college}"

    def get_absolute_url(self):
        return reverse("gouvernance:mandate-edit", args=[self.pk])

    def clean(self):
        """Told here: the exclusion constraints can't be asked about days in the wrong order."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Le dernier jour doit suivre le premier.")})

    @staticmethod
    def running(day=None, *, prefix=""):
        """As a Q: that run on that local day, today by default. `prefix` is the path to mandates."""
        day = day or timezone.localdate()
        return Q(**{f"{prefix}starts_on__lte": day, f"{prefix}ends_on__gte": day})

    # Reading

    @property
    def organisation_label(self):
        return self.organisation.label if self.organisation else ""

    @property
    def label(self):
        """Who sits, for those who may know it."""
        organisation = self.organisation_label
        return f"{self.name} ({organisation})" if self.name and organisation else self.name or organisation

    @property
    def names(self):
        """What is kept of the seat by those that are of one day: `Attendee`, `Deliberator`."""
        return {
            "name": self.label,
            "organisation_name": self.organisation_label,
            "college_name": self.college.name,
        }

    @property
    def email(self):
        """Their account's, or the one given for this seat: one can sit without an account."""
        return self.person.email if self.person and self.person.is_active else self.contact_email

    @property
    def public_label(self):
        """Who sits, for everybody: a person who does not agree to it is not named."""
        return self.named(self.label, self.organisation_label)

    def named(self, label, organisation):
        """For everybody, of what both were called on some day: whether they agree to be named is today's."""
        return label if self.shows_name else organisation or str(_("Siège pourvu"))

    # Changes

    def find_seat(self):
        """
        Keep the seat, or move to the first of the college that is free for all of these days; raises ValidationError
        when there is none.
        """
        others = Mandate.objects.filter(
            college=self.college_id, starts_on__lte=self.ends_on, ends_on__gte=self.starts_on
        ).exclude(pk=self.pk)
        held = set(others.values_list("seat", flat=True))
        free = [seat for seat in range(1, self.college.seats + 1) if seat not in held]
        if not free:
            raise ValidationError(FULL, code="full")
        if self.seat not in free:
            self.seat = free[0]

    @transaction.atomic
    def take_seat(self, *, by):
        """
        Save on a free seat; raises ValidationError, with a French message, when there is none or when this person
        already sits there. Those who ask at the same time are served one after the other.
        """
        self.college = type(self.college).objects.select_for_update().get(pk=self.college_id)
        self.find_seat()
        self.full_clean(exclude=["end", "end_words"])
        self.save_by(by)

    @transaction.atomic
    def stop(self, *, by, on: date, end, words=""):
        """It ends before its term, on that day, and says why."""
        if not self.starts_on <= on <= self.ends_on:
            raise ValidationError({"on": _("Ce jour n’est pas dans le mandat.")})
        self.ends_on, self.end, self.end_words = on, end, words
        self.save_by(by)
