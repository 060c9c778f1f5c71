"""The mandate of the habitants-relais: who speaks for their neighbours, and until when."""

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import District
from cooperation.core.history import acting
from habitants.models.cohorts import Cohort, WayIn


class RelayQuerySet(models.QuerySet):
    def current(self, *, day=None):
        """Mandates that run on that local day, today by default. One that was left gives no right any more."""
        day = day or timezone.localdate()
        return self.filter(starts_on__lte=day, ends_on__gte=day, ended_at=None)

    def at(self, moment):
        """Mandates that ran at that moment."""
        day = timezone.localdate(moment)
        began = self.filter(starts_on__lte=day, ends_on__gte=day)
        return began.filter(Q(ended_at=None) | Q(ended_at__gt=moment))

    def staying(self):
        """Those who are there, or were to the end of their group."""
        with_the_group = Q(cohort__state=Cohort.State.ENDED, ends_on=F("cohort__ends_on"))
        return self.filter(Q(ended_at=None) | with_the_group)

    def shown(self):
        """Of these, those who agree to be named on the group's page."""
        return self.staying().filter(agrees_to_be_shown=True)

    def follow(self, before, after):
        """
        The mandates of a cohort whose (first day, last day) moved: one that had its day has the new one; one that was to
        end sooner of its own stays so. One of which nothing is left ends at this minute. Raises ValidationError where a
        person has another mandate by then.
        """
        for relay in self.filter(ended_at=None).select_related("user", "district", "cohort"):
            had_its_end = relay.ends_on == before[1]
            if relay.starts_on == before[0]:
                relay.starts_on = after[0]
            relay.ends_on = after[1] if had_its_end else min(relay.ends_on, after[1])
            if relay.ends_on < relay.starts_on:
                relay.ends_on, relay.ended_at = relay.starts_on, timezone.now()
            try:
                relay.validate_constraints()
            except ValidationError as error:
                raise ValidationError(
                    _("%(name)s : %(reason)s") % {"name": relay, "reason": " ".join(error.messages)}
                ) from error
            relay.save()

    def forget_names(self):
        """Of those without an account, whom nothing but a name told."""
        self.filter(user=None).update(name="—", first_name="", agrees_to_be_shown=False)

    def with_attestation(self):
        """Those whose mandate is over, by its last day or before."""
        return self.filter(Q(ends_on__lt=timezone.localdate()) | Q(ended_at__isnull=False))


@pghistory.track(model_name="RelayHistory", exclude=["name", "first_name", "ended_reason"])
class Relay(models.Model):
    """
    A person's mandate, from its first to its last day; a person never has two at once. Somebody without an
    e-mail address has no account: the team knows them by name.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="relays",
        verbose_name=_("compte"),
    )
    name = models.CharField(
        _("prénom et nom"), max_length=80, blank=True, help_text=_("De qui n’a pas de compte.")
    )
    district = models.ForeignKey(
        District,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="relays",
        verbose_name=_("quartier"),
    )
    cohort = models.ForeignKey(
        Cohort,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="relays",
        verbose_name=_("groupe"),
    )
    way_in = models.CharField(_("voie"), max_length=12, choices=WayIn, blank=True)
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))
    ended_at = models.DateTimeField(_("parti avant la fin, le"), null=True, blank=True, editable=False)
    ended_reason = models.CharField(_("motif du départ"), max_length=300, blank=True)
    agrees_to_be_shown = models.BooleanField(
        _("accepte d’être présenté"),
        default=False,
        help_text=_("Prénom et quartier, sur la page du groupe. Se change à tout moment."),
    )
    first_name = models.CharField(_("prénom montré"), max_length=40, blank=True)

    objects = RelayQuerySet.as_manager()

    class Meta:
        verbose_name = _("habitant-relais")
        verbose_name_plural = _("habitants-relais")
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="relay_ends_after_start",
                violation_error_message=_("Le dernier jour doit suivre le premier."),
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(name=""),
                name="relay_is_somebody",
                violation_error_message=_("Choisissez un compte, ou écrivez un nom."),
            ),
            ExclusionConstraint(
                name="relay_mandates_apart",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    (
                        Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Cette personne a déjà un mandat à ces dates."),
            ),
        ]

    def __str__(self):
        return str(self.user) if self.user_id else self.name

    @property
    def label(self):
        place = f" · {self.district}" if self.district else ""
        return _("habitant-relais") + place

    @property
    def is_over(self):
        return self.ended_at is not None or self.ends_on < timezone.localdate()

    @property
    def can_be_forgotten(self):
        """Over, and nothing of their candidacy is left by which they could ask for it."""
        seat = getattr(self, "seat", None)
        return self.is_over and not (seat and seat.application_id)

    @transaction.atomic
    def forget(self):
        """The person's wish: the mandate stays in the counts of its group, and is nobody's any more."""
        self.user, self.name, self.first_name = None, "—", ""
        self.agrees_to_be_shown, self.ended_reason = False, ""
        self.save()
        self.history.update(user=None)

    @property
    def shown_name(self):
        """The first name alone, as the person or the team wrote it."""
        return self.first_name or str(self).split(" ")[0]

    @transaction.atomic
    def end_early(self, *, by=None, reason=""):
        """At this minute: rights go with it. Of somebody who leaves before the first day nothing had begun."""
        if self.is_over:
            return
        today = timezone.localdate()
        self.ended_at, self.ended_reason = timezone.now(), str(reason)[:300]
        self.ends_on = max(self.starts_on, min(self.ends_on, today))
        with acting(by):
            self.save()
