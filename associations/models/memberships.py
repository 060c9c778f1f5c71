"""People in organisations: who belongs, how one joins, and that a manager always remains."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core import mail
from cooperation.core.history import acting
from cooperation.core.models import User

LAST_MANAGER = _("Une association garde toujours un responsable : nommez-en un autre d’abord.")


class MembershipQuerySet(models.QuerySet):
    def active(self):
        """Those that give rights: neither ended, nor of an account that was closed."""
        return self.filter(is_active=True, user__is_active=True)

    def managers(self):
        return self.filter(role=Membership.Role.MANAGER)

    def for_list(self):
        """Managers first."""
        return self.select_related("user").order_by("role", "user__display_name", "pk")


@pghistory.track(model_name="MembershipHistory")
class Membership(models.Model):
    """A person in an organisation. The role says what they may do there."""

    class Role(models.TextChoices):
        MEMBER = "member", _("membre")
        MANAGER = "manager", _("responsable")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("personne"),
    )
    organisation = models.ForeignKey(
        "associations.Organisation",
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("rôle"), max_length=10, choices=Role, default=Role.MEMBER)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("depuis"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("adhésion")
        verbose_name_plural = _("adhésions")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="membership_unique",
                violation_error_message=_("Cette personne fait déjà partie de cette organisation."),
            ),
            models.CheckConstraint(condition=Q(role__in=["member", "manager"]), name="membership_role"),
        ]
        triggers = [
            # The organisation's row is locked, so that two managers who leave at once are seen one after the
            # other. An account that is erased takes its memberships with it: the organisation is then orphaned,
            # and the team sees it.
            pgtrigger.Trigger(
                name="membership_last_manager",
                when=pgtrigger.After,
                operation=pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Condition("OLD.role = 'manager' AND OLD.is_active"),
                func="""
                    PERFORM FROM associations_organisation WHERE id = OLD.organisation_id FOR NO KEY UPDATE;
                    IF FOUND
                       AND EXISTS (SELECT FROM core_user WHERE id = OLD.user_id AND is_active)
                       AND NOT EXISTS (
                           SELECT FROM associations_membership m JOIN core_user u ON u.id = m.user_id
                            WHERE m.organisation_id = OLD.organisation_id
                              AND m.role = 'manager' AND m.is_active AND u.is_active)
                    THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation',
                            CONSTRAINT = 'membership_last_manager',
                            MESSAGE = 'membership_last_manager: an organisation keeps one active manager';
                    END IF;
                    RETURN NULL;
                """,
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.organisation}"

    @property
    def label(self):
        """ "membre de La Rouvière en fête", as a badge says it."""
        return _("%(role)s · %(organisation)s") % {
            "role": self.get_role_display(),
            "organisation": self.organisation.label,
        }

    @property
    def is_manager(self):
        return self.role == self.Role.MANAGER

    @transaction.atomic
    def change_role(self, role, *, by):
        self._lock()
        if role != self.Role.MANAGER:
            self._refuse_if_last()
        self.role = role
        self._save_by(by)

    @transaction.atomic
    def end(self, *, by):
        """Leave, or be removed: the row stays, with its history; it gives no right any more."""
        self._lock()
        self._refuse_if_last()
        self.is_active = False
        self._save_by(by)

    def _lock(self):
        """As the trigger does, before asking who remains; what was decided while we waited is read again."""
        organisations = self._meta.get_field("organisation").related_model.objects
        organisations.select_for_update(no_key=True).get(pk=self.organisation_id)
        self.refresh_from_db(fields=["role", "is_active"])

    def _refuse_if_last(self):
        managers = self.organisation.memberships.active().managers()
        if self.is_manager and self.is_active and not managers.exclude(pk=self.pk).exists():
            raise ValidationError(LAST_MANAGER, code="last_manager")

    def _save_by(self, by):
        with acting(by):
            self.save()


class InvitationQuerySet(models.QuerySet):
    def unanswered(self):
        """Neither accepted nor withdrawn: those that are open, and those whose time is over."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self):
        """
        Those that let somebody in: in time, and whoever sent them may still invite there, whose right may have ended
        in the administration or by itself.
        """
        managers = Membership.objects.active().managers()
        manages = managers.filter(organisation=OuterRef("organisation"), user=OuterRef("invited_by"))
        return self.unanswered().filter(
            Q(invited_by__is_coordinator=True) | Exists(manages),
            invited_by__is_active=True,
            expires_at__gt=timezone.now(),
        )

    def for_list(self):
        stands = Exists(Invitation.objects.open().filter(pk=OuterRef("pk")))
        return self.select_related("invited_by").annotate(stands=stands)

    def for_person(self, user):
        """Open ones sent to an address that this person has shown to be theirs."""
        verified = user.emailaddress_set.filter(verified=True)
        addresses = [address.lower() for address in verified.values_list("email", flat=True)]
        return self.open().annotate(address=Lower("email")).filter(address__in=addresses)

    def closed_before(self, moment):
        """Those that were accepted, were withdrawn or ran out before then."""
        ran_out = Q(accepted_at=None, withdrawn_at=None, expires_at__lt=moment)
        return self.filter(Q(accepted_at__lt=moment) | Q(withdrawn_at__lt=moment) | ran_out)


class Invitation(models.Model):
    """
    A manager asks someone to join, by mail. The link is signed, good for `DAYS` and for one person: whoever opens
    it, signs in and presses the button. Nothing else is sent to that address before.
    """

    SALT = "associations.invitation"
    DAYS = 14
    # Somebody's address, who may never have answered: it is erased so long after the end.
    KEPT_DAYS = 60

    organisation = models.ForeignKey(
        "associations.Organisation", on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("adresse e-mail"))
    role = models.CharField(_("rôle"), max_length=10, choices=Membership.Role, default=Membership.Role.MEMBER)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_once",
                violation_error_message=_("Cette adresse a déjà une invitation en cours."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="invitation_one_end"
            ),
        ]

    def __str__(self):
        return f"{self.email} · {self.organisation}"

    def get_absolute_url(self):
        return reverse("associations:invitation", args=[self.token])

    @property
    def is_open(self):
        return type(self).objects.open().filter(pk=self.pk).exists()

    @property
    def is_expired(self):
        return self.expires_at <= timezone.now()

    @property
    def token(self):
        return signing.dumps(self.pk, salt=self.SALT)

    def send(self):
        """To the address, unless it is of an account that was closed: it gets nothing any more."""
        if not User.objects.filter(email__iexact=self.email, is_active=False).exists():
            mail.send("associations/mail/invitation", self.email, invitation=self)

    def adds_to(self, membership):
        """Whether someone with this membership (or None) gains anything by accepting."""
        if membership is None or not membership.is_active:
            return True
        return self.role == Membership.Role.MANAGER and not membership.is_manager

    @transaction.atomic
    def accept(self, *, by):
        """
        `by` joins with the role offered; someone who was there already keeps the higher of both. What they had
        asked for themselves is thereby answered. Raises ValidationError when it lets nobody in any more.
        """
        if not self.is_open:
            raise ValidationError(_("Cette invitation n’est plus valable."), code="closed")
        membership = self.organisation.memberships.filter(user=by).first()
        if self.adds_to(membership):
            membership = _join(self.organisation, by, self.role, by=by)
        self.accepted_at, self.accepted_by = timezone.now(), by
        self.save()
        self.organisation.join_requests.pending().filter(user=by).update(
            decided_at=self.accepted_at, decided_by=self.invited_by, is_accepted=True
        )
        return membership

    def withdraw(self):
        self.withdrawn_at = timezone.now()
        self.save()


def _join(organisation, user, role, *, by):
    """An active membership with this role, new or taken up again."""
    with acting(by):
        membership, created = organisation.memberships.get_or_create(user=user, defaults={"role": role})
        if not created:
            membership.role, membership.is_active = role, True
            membership.save()
    return membership


class JoinRequestQuerySet(models.QuerySet):
    def pending(self):
        """Not answered yet; nobody answers an account that was closed."""
        return self.filter(decided_at=None, user__is_active=True)

    def orphans_first(self):
        """Those that only the team can answer, then the others; each from the oldest."""
        managers = Membership.objects.active().managers().filter(organisation=OuterRef("organisation"))
        return self.annotate(has_manager=Exists(managers)).order_by("has_manager", "created_at")

    def forget_messages(self, before):
        """What people wrote of themselves in requests decided before then."""
        return self.filter(decided_at__lt=before).exclude(message="").update(message="")

    def for_decision_by(self, user):
        """Managers decide on their organisations; the team on all, since some have no manager."""
        if not user.is_authenticated:
            return self.none()
        if user.is_coordinator:
            return self.pending()
        managed = Membership.objects.active().managers().filter(user=user)
        return self.pending().filter(organisation__in=managed.values("organisation"))


class JoinRequest(models.Model):
    """Someone with an account asks to join; a manager answers, or the team where there is none."""

    MESSAGE_DAYS = 365

    organisation = models.ForeignKey(
        "associations.Organisation", on_delete=models.CASCADE, related_name="join_requests"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    message = models.CharField(
        _("votre message"),
        max_length=500,
        blank=True,
        help_text=_("Qui vous êtes dans l’association : cela aide à vous reconnaître."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    is_accepted = models.BooleanField(default=False)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande pour rejoindre")
        verbose_name_plural = _("demandes pour rejoindre")
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(decided_at=None),
                name="joinrequest_once",
                violation_error_message=_("Votre demande est déjà partie : elle attend une réponse."),
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.organisation}"

    def send(self):
        """To those who decide: the managers, or the team where there is none."""
        deciders = self.organisation.active_managers() or User.objects.coordinators()
        for person in deciders:
            mail.send("associations/mail/join_request", person.email, join_request=self)

    @transaction.atomic
    def accept(self, *, by, role=Membership.Role.MEMBER):
        """Someone who has been let in meanwhile, by an invitation say, keeps the role that they have."""
        membership = self.organisation.memberships.filter(user=self.user, is_active=True).first()
        membership = membership or _join(self.organisation, self.user, role, by=by)
        self._decide(by, True)
        return membership

    @transaction.atomic
    def refuse(self, *, by):
        self._decide(by, False)

    def _decide(self, by, is_accepted):
        self.decided_at, self.decided_by, self.is_accepted = timezone.now(), by, is_accepted
        self.save()
        if self.user.is_active:
            mail.send("associations/mail/join_answer", self.user.email, join_request=self)
