"""Who deliberates: bodies, the colleges they are made of, and the rules that each declares beforehand."""

from collections import defaultdict

import pghistory
import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from associations.models import District, Organisation
from cooperation.core.models import User
from cooperation.core.slugs import unique_slug
from gouvernance.balance import Holder, lacks
from gouvernance.models.mandates import Mandate
from gouvernance.models.people import AgeBand, Gender

# The lock makes two changes that would close a circle together wait for each other.
NO_CIRCLE = pgtrigger.Trigger(
    name="body_no_circle",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
    condition=pgtrigger.Condition("NEW.parent_id IS NOT NULL"),
    declare=[("met", "boolean")],
    func="""
        PERFORM pg_advisory_xact_lock(hashtext('gouvernance_body'));
        WITH RECURSIVE above(id) AS (
            SELECT NEW.parent_id
            UNION
            SELECT body.parent_id FROM gouvernance_body body JOIN above ON body.id = above.id
        )
        SELECT EXISTS (SELECT FROM above WHERE id = NEW.id) INTO met;
        IF met THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'body_no_circle',
                MESSAGE = 'body_no_circle: a body answers to none of those that answer to it';
        END IF;
        RETURN NEW;
    """,
)
# Seats that somebody holds today or later are not taken away.
SEATS_HELD = pgtrigger.Trigger(
    name="college_seats_held",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("seats"),
    condition=pgtrigger.Condition("NEW.seats < OLD.seats"),
    func=f"""
        IF EXISTS (
            SELECT FROM gouvernance_mandate
            WHERE college_id = NEW.id AND seat > NEW.seats
                AND ends_on >= (now() AT TIME ZONE '{settings.TIME_ZONE}')::date
        ) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'college_seats_held',
                MESSAGE = 'college_seats_held: somebody holds a seat beyond';
        END IF;
        RETURN NEW;
    """,
)
# What `/gouvernance/instances/<slug>/` can't be: our own page stands there.
RESERVED_SLUGS = {"ajouter"}


class BodyQuerySet(models.QuerySet):
    def standing(self, *, day=None):
        """Bodies that exist on that local day, today by default."""
        day = day or timezone.localdate()
        return self.filter(Q(created_on=None) | Q(created_on__lte=day)).filter(
            Q(ended_on=None) | Q(ended_on__gte=day)
        )

    def run_by(self, user):
        """Those whose rules and mandates this person writes: the team's, and a convener's own."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_coordinator else self.filter(conveners=user)

    def open_to(self, user):
        """Those in which this person may propose something: where they sit, and those they run."""
        if not user.is_authenticated:
            return self.none()
        sits = Mandate.running(prefix="colleges__mandates__") & Q(colleges__mandates__person=user)
        return self.filter(Q(pk__in=self.run_by(user)) | Q(pk__in=self.model.objects.filter(sits)))

    def lacking(self):
        """(body, what it lacks today in sentences) of those with seats: see `gouvernance.balance`."""
        bodies = [body for body in self.standing().composed() if body.colleges.all()]
        districts = [district.name for district in District.objects.all()]
        holders = defaultdict(list)
        running = Mandate.objects.current().filter(college__body__in=bodies)
        for row in running.select_related("district", "college"):
            holder = Holder(str(row.district or ""), row.get_age_band_display(), row.get_gender_display())
            holders[row.college.body_id].append(holder)
        return [
            (
                body,
                lacks(
                    [(college.name, college.vacant) for college in body.colleges.all()],
                    holders[body.pk],
                    districts=districts,
                    ages=AgeBand.labels,
                    genders=[Gender.WOMAN.label, Gender.MAN.label],
                ),
            )
            for body in bodies
        ]

    def composed(self, *, day=None):
        """With their colleges, and in each those who sit on that day (`college.sitting`), in five queries at most."""
        colleges = College.objects.annotate(
            taken=Count("mandates", filter=Mandate.running(day, prefix="mandates__"))
        ).order_by("position", "pk")
        sitting = Mandate.objects.current(day=day).for_list()
        return self.select_related("parent").prefetch_related(
            Prefetch(
                "colleges",
                colleges.prefetch_related(Prefetch("mandates", sitting, to_attr="sitting")),
            )
        )


@pghistory.track(model_name="BodyHistory")
class Body(models.Model):
    """
    An instance of the governance. Its rules are declared before a meeting needs them: quorum, proxies, notice, who
    convenes. The 1901 law imposes none of them; once in the statutes they condition what is decided.
    """

    class Kind(models.TextChoices):
        BOARD = "board", _("Conseil d’administration")
        BUREAU = "bureau", _("Bureau")
        ASSEMBLY = "assembly", _("Assemblée territoriale")
        COMMISSION = "commission", _("Commission")
        RELAYS = "relays", _("Conseil des habitants-relais")
        OTHER = "other", _("Autre instance")

    class QuorumScope(models.TextChoices):
        OVERALL = "overall", _("sur l’ensemble des sièges")
        COLLEGE = "college", _("dans chaque collège")

    name = models.CharField(_("nom"), max_length=120, unique=True)
    slug = models.SlugField(_("identifiant dans l’adresse"), max_length=80, unique=True, editable=False)
    kind = models.CharField(_("type"), max_length=12, choices=Kind, default=Kind.OTHER)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("rend compte à"),
        help_text=_("L’instance qui la désigne ou à qui elle rend compte. Vide : tout en haut."),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        verbose_name=_("instance de"),
        help_text=_("Ses séances publiques sont dans l’agenda en ce nom. Vide : au nom du centre social."),
    )
    purpose = models.TextField(_("à quoi elle sert, ce qu’elle décide"), max_length=5_000, blank=True)
    created_on = models.DateField(_("créée le"), null=True, blank=True)
    ended_on = models.DateField(_("dissoute le"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)
    # The rules
    term_months = models.PositiveSmallIntegerField(
        _("durée d’un mandat (mois)"),
        default=36,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    quorum_percent = models.PositiveSmallIntegerField(
        _("quorum (en % des sièges pourvus)"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_(
            "0 : pas de quorum. 50 : la moitié des sièges pourvus doit être présente ou représentée."
        ),
    )
    quorum_scope = models.CharField(
        _("le quorum se compte"), max_length=8, choices=QuorumScope, default=QuorumScope.OVERALL
    )
    quorum_throughout = models.BooleanField(_("il doit tenir pendant toute la séance"), default=True)
    proxies_max = models.PositiveSmallIntegerField(
        _("pouvoirs qu’une personne peut porter"), default=1, validators=[MaxValueValidator(10)]
    )
    notice_days = models.PositiveSmallIntegerField(
        _("délai de convocation (jours)"), default=15, validators=[MaxValueValidator(120)]
    )
    conveners = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="convened_bodies",
        verbose_name=_("qui peut convoquer"),
        blank=True,
        help_text=_("En plus de l’équipe de coordination."),
    )
    updated_at = models.DateTimeField(_("modifiée le"), auto_now=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("instance")
        verbose_name_plural = _("instances")
        ordering = ["position", "name"]
        triggers = [NO_CIRCLE]
        constraints = [
            models.CheckConstraint(
                condition=Q(created_on=None) | Q(ended_on=None) | Q(ended_on__gte=models.F("created_on")),
                name="body_ends_after_start",
                violation_error_message=_("La dissolution doit suivre la création."),
            ),
            models.CheckConstraint(
                condition=~Q(parent=models.F("pk")),
                name="body_not_its_own_parent",
                violation_error_message=_("Une instance ne rend pas compte à elle-même."),
            ),
            models.CheckConstraint(condition=Q(quorum_percent__lte=100), name="body_quorum_share"),
        ]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        if not self.slug:
            self.slug = unique_slug(Body.objects, self.name, reserved=RESERVED_SLUGS)
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("gouvernance:body-detail", args=[self.slug])

    @property
    def kind_wording(self):
        """Its kind, where its name does not say it already."""
        kind = self.get_kind_display()
        return "" if kind.lower() in self.name.lower() else kind

    def runners(self):
        """Accounts that run it: the team, and those who may convene it."""
        team = Q(pk__in=User.objects.coordinators())
        return User.objects.filter(team | Q(convened_bodies=self, is_active=True)).distinct().order_by("pk")

    @property
    def announcer(self):
        """In whose name its public meetings are in the agenda, None where there is nobody."""
        centres = Organisation.objects.public().filter(kind=Organisation.Kind.CENTRE_SOCIAL)
        return self.organisation or centres.order_by("pk").first()

    # The rules in words

    @property
    def quorum_wording(self):
        if not self.quorum_percent:
            return _("Aucun quorum n’est exigé.")
        held = _("pendant toute la séance") if self.quorum_throughout else _("à l’ouverture de la séance")
        return _("%(percent)d %% des sièges pourvus, %(scope)s, %(held)s.") % {
            "percent": self.quorum_percent,
            "scope": self.get_quorum_scope_display(),
            "held": held,
        }

    @property
    def proxies_wording(self):
        if not self.proxies_max:
            return _("On ne peut pas donner pouvoir.")
        return ngettext(
            "Chaque personne présente peut porter un seul pouvoir.",
            "Chaque personne présente peut porter %(total)d pouvoirs au plus.",
            self.proxies_max,
        ) % {"total": self.proxies_max}

    @property
    def notice_wording(self):
        if not self.notice_days:
            return _("Sans délai.")
        return ngettext(
            "Au moins un jour avant la séance.",
            "Au moins %(total)d jours avant la séance.",
            self.notice_days,
        ) % {"total": self.notice_days}

    @property
    def term_wording(self):
        years, months = divmod(self.term_months, 12)
        if years and not months:
            return ngettext("%(total)d an", "%(total)d ans", years) % {"total": years}
        return _("%(total)d mois") % {"total": self.term_months}


class College(models.Model):
    """Those of a body who come in the same capacity: so many seats, numbered from 1."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="colleges")
    name = models.CharField(_("nom du collège"), max_length=80)
    seats = models.PositiveSmallIntegerField(
        _("nombre de sièges"), validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    class Meta:
        verbose_name = _("collège")
        verbose_name_plural = _("collèges")
        ordering = ["position", "pk"]
        triggers = [SEATS_HELD]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "name"],
                name="college_name_unique",
                violation_error_message=_("Cette instance a déjà un collège de ce nom."),
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="college_has_a_seat"),
        ]

    def __str__(self):
        return f"{self.body} · {self.name}"

    def clean(self):
        if not self.pk or self.seats is None:
            return
        held = self.mandates.filter(seat__gt=self.seats).upcoming_or_running().count()
        if held:
            text = ngettext(
                "%(total)d siège au-delà est occupé : terminez d’abord son mandat.",
                "%(total)d sièges au-delà sont occupés : terminez d’abord ces mandats.",
                held,
            )
            raise ValidationError({"seats": text % {"total": held}})

    @property
    def vacant(self):
        """Seats that nobody holds, of a college that `composed` read."""
        return max(self.seats - self.taken, 0)
