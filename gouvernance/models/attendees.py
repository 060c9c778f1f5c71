"""Who is called to a meeting, what they answer, who carries whose voice, and who was there."""

import pgtrigger
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cooperation.core import mail, wording
from gouvernance import invitations
from gouvernance.models.mandates import Mandate
from gouvernance.models.minutes import approved_stays

MAILS = {
    "convened": "gouvernance/mail/meeting_convened",
    "changed": "gouvernance/mail/meeting_changed",
    "cancelled": "gouvernance/mail/meeting_cancelled",
    "released": "gouvernance/mail/meeting_released",
    "carries": "gouvernance/mail/meeting_carries",
    "uncarried": "gouvernance/mail/meeting_uncarried",
}
# One person carries no more proxies than the body allows, and who gives theirs carries none.
PROXIES = pgtrigger.Trigger(
    name="attendee_proxies",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("proxy_id"),
    condition=pgtrigger.Condition("NEW.proxy_id IS NOT NULL"),
    func="""
        PERFORM FROM gouvernance_attendee WHERE id = NEW.proxy_id AND meeting_id = NEW.meeting_id FOR UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'attendee_proxy_of_meeting',
                MESSAGE = 'attendee_proxy_of_meeting: who carries a voice is called to the same meeting';
        END IF;
        IF (SELECT count(*) FROM gouvernance_attendee WHERE proxy_id = NEW.proxy_id AND id <> NEW.id)
           >= (SELECT COALESCE((m.opening_rules ->> 'proxies_max')::int, b.proxies_max)
               FROM gouvernance_body b JOIN gouvernance_meeting m ON m.body_id = b.id
               WHERE m.id = NEW.meeting_id)
        THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'attendee_proxies_max',
                MESSAGE = 'attendee_proxies_max: this person carries as many proxies as the body allows';
        END IF;
        IF EXISTS (SELECT FROM gouvernance_attendee WHERE id = NEW.proxy_id AND proxy_id IS NOT NULL)
           OR EXISTS (SELECT FROM gouvernance_attendee WHERE proxy_id = NEW.id)
        THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'attendee_proxy_chain',
                MESSAGE = 'attendee_proxy_chain: who gives a proxy carries none';
        END IF;
        RETURN NEW;
    """,
)


class AttendeeQuerySet(models.QuerySet):
    def for_list(self):
        return self.select_related(
            *("mandate__person", "mandate__organisation", "mandate__college"),
            *("proxy__mandate__organisation", "meeting__body", "answered_by"),
        ).order_by("mandate__college__position", "mandate__seat", "pk")


class Attendee(models.Model):
    """
    One seat at one meeting. The name, the organisation and the college are those of the day: minutes don't change with a
    mandate. Who holds the seat or, when they can't come, their substitute sits in it.
    """

    class Answer(models.TextChoices):
        NONE = "", _("pas encore répondu")
        PRESENT = "present", _("sera là")
        ABSENT = "absent", _("excusé·e")
        PROXY = "proxy", _("donne pouvoir")
        SUBSTITUTE = "substitute", _("sa suppléance sera là")

    SALT = "gouvernance.attendee"
    SUBSTITUTE_SALT = "gouvernance.attendee.substitute"

    meeting = models.ForeignKey("Meeting", on_delete=models.CASCADE, related_name="attendees")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="attendances")
    name = models.CharField(max_length=300)
    organisation_name = models.CharField(max_length=300, blank=True)
    college_name = models.CharField(max_length=80)
    answer = models.CharField(_("réponse"), max_length=10, choices=Answer, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    # Who noted it for them, if they did not answer themselves.
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    proxy = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="carried",
        verbose_name=_("pouvoir donné à"),
    )
    arrived_at = models.DateTimeField(null=True, editable=False)
    left_at = models.DateTimeField(null=True, editable=False)
    # Who leaves takes their voice along, unless they say that the proxy they gave counts from then on.
    leaves_proxy = models.BooleanField(default=False, editable=False)
    # Whether who came, or left, is the substitute.
    by_substitute = models.BooleanField(default=False, editable=False)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne convoquée")
        verbose_name_plural = _("personnes convoquées")
        ordering = ["pk"]
        triggers = [
            PROXIES,
            approved_stays(
                "attendee",
                [
                    *("meeting_id", "mandate_id", "name", "organisation_name", "college_name", "proxy_id"),
                    *("arrived_at", "left_at", "leaves_proxy", "by_substitute"),
                ],
                "{row}.meeting_id",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "mandate"], name="attendee_once"),
            models.CheckConstraint(condition=~Q(proxy=F("pk")), name="attendee_proxy_of_another"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(arrived_at__isnull=False), name="attendee_left_after_arrival"
            ),
            models.CheckConstraint(
                condition=Q(leaves_proxy=False) | Q(left_at__isnull=False),
                name="attendee_leaves_proxy_leaving",
            ),
        ]

    def __str__(self):
        return self.name

    # Reading

    @property
    def is_here(self):
        return self.arrived_at is not None and self.left_at is None

    @property
    def carries(self):
        """Whether the proxies given to them count now: they were given to a person, whose substitute carries none."""
        return self.is_here and not self.by_substitute

    @property
    def was_there(self):
        return self.arrived_at is not None

    @property
    def lends_voice(self):
        """
        Whether the proxy that they gave counts: until they arrive, and after they left if they said so. While they
        are there it is kept, unused, so that a tick by mistake loses nothing; it still fills its carrier's number.
        """
        return self.arrived_at is None or (self.left_at is not None and self.leaves_proxy)

    @property
    def carrier(self):
        """Who carried their voice in the meeting, in person; None when nobody did."""
        counts = self.proxy and self.lends_voice and self.proxy.was_there and not self.proxy.by_substitute
        return self.proxy if counts else None

    def is_of(self, user):
        """Whether this seat is this person's. Many seats have no account, and no visitor has one."""
        return user.is_authenticated and self.mandate.person_id == user.pk

    @property
    def email(self):
        return self.mandate.email

    @property
    def public_name(self):
        return self.mandate.named(self.name, self.organisation_name)

    @property
    def lost_carrier(self):
        """Who was to carry their voice and can't come, as they said or their substitute shows; None when all is well."""
        return self.proxy if self.proxy and not self.proxy.may_come else None

    @property
    def givers(self):
        """Those whose voice they carry, in words."""
        return wording.join(row.name for row in self.carried.order_by("pk"))

    @property
    def may_come(self):
        """Whether this seat may still be taken by who holds it: they are there, or did not say that they can't come."""
        if self.is_here:
            return not self.by_substitute
        return self.answer not in (self.Answer.ABSENT, self.Answer.SUBSTITUTE)

    @property
    def answer_url(self):
        """The link by which they answer, without signing in."""
        token = signing.Signer(salt=self.SALT).sign(self.pk)
        return reverse("gouvernance:meeting-answer", args=[token])

    @property
    def substitute_url(self):
        """The same for who stands in for them: this link says that the substitute comes, or can't."""
        token = signing.Signer(salt=self.SUBSTITUTE_SALT).sign(self.pk)
        return reverse("gouvernance:meeting-answer", args=[token])

    def may_carry(self):
        """Those to whom a proxy can still be given."""
        most = self.meeting.rule("proxies_max")
        away = Q(answer__in=[self.Answer.ABSENT, self.Answer.SUBSTITUTE], arrived_at=None) | Q(
            by_substitute=True
        )
        others = self.meeting.attendees.exclude(pk=self.pk).filter(proxy=None).exclude(away)
        mine = models.Count("carried", filter=~Q(carried=self.pk))
        return (
            others.annotate(carrying=mine).filter(carrying__lt=most).order_by("pk") if most else others.none()
        )

    # Moves

    def tell(self, what, *, others=(), is_called=False):
        """
        One mail, with the meeting for their calendar where it changes; `others` are the other seats of this address,
        which `is_called` for one more that this mail is not about: let go for one seat, it keeps the meeting. Who has no
        address is called otherwise.
        """
        if not self.email:
            return
        is_off = what in ("cancelled", "released")
        files = []
        if what not in ("carries", "uncarried") and not (what == "released" and is_called):
            calendar = invitations.calendar(self, cancelled=is_off)
            files = [("seance.ics", calendar, invitations.media_type(cancelled=is_off))]
        seats = [self, *others]
        mail.send(
            MAILS[what],
            self.email,
            attachments=files,
            attendee=self,
            names=wording.join(dict.fromkeys(row.name for row in seats)),
            meeting=self.meeting,
            colleges=wording.join(dict.fromkeys(row.college_name for row in seats)),
            is_called=is_called,
            url=f"{settings.SITE_URL}{self.answer_url}",
            seats=[(row, f"{settings.SITE_URL}{row.answer_url}") for row in seats] if others else [],
        )

    def tell_substitute(self, *, is_needed):
        """Who stands in for them is called when they can't come, and told when they come after all."""
        if self.mandate.substitute_email:
            mail.send(
                "gouvernance/mail/meeting_substitute",
                self.mandate.substitute_email,
                attendee=self,
                meeting=self.meeting,
                is_needed=is_needed,
                url=f"{settings.SITE_URL}{self.substitute_url}",
            )

    @transaction.atomic
    def reply(self, answer, *, proxy=None, by=None, by_substitute=False):
        """
        What they answer, or their substitute does, which may change until the meeting is over; `by` is who notes it for
        them. Who gets a proxy, gave one to somebody who can't come, or is to stand in, is told. Raises ValidationError
        when the one they name carries as many proxies as the body allows, when they carry one themselves, or when a
        substitute answers whom nobody needs any more. Answers come one after the other.
        """
        type(self.meeting).objects.select_for_update(no_key=True).get(pk=self.meeting_id)
        before = Attendee.objects.get(pk=self.pk)
        if by_substitute and before.may_come:
            raise ValidationError(
                _("%(name)s pourra venir : vous n’êtes plus attendu·e.") % {"name": self.name},
                code="unneeded",
            )
        if answer == self.Answer.PROXY:
            carrier = self.may_carry().filter(pk=proxy).first() if proxy else None
            if carrier is None:
                raise ValidationError(
                    _(
                        "Choisissez à qui vous donnez pouvoir, parmi celles et ceux qui le peuvent encore : chaque "
                        "personne en porte un nombre limité, et doit pouvoir venir."
                    )
                )
            if carried := self.carried.count():
                raise ValidationError(
                    ngettext(
                        "Vous portez déjà un pouvoir : prévenez d’abord la personne qui vous l’a donné.",
                        "Vous portez déjà %(total)d pouvoirs : prévenez d’abord celles et ceux qui vous les ont donnés.",
                        carried,
                    )
                    % {"total": carried}
                )
            self.proxy = carrier
        else:
            self.proxy = None
        self.leaves_proxy = self.proxy is not None and self.left_at is not None
        self.answer, self.answered_at, self.answered_by = answer, timezone.now(), by
        self.save(update_fields=["answer", "answered_at", "answered_by", "proxy", "leaves_proxy"])
        self._tell_of(before)

    def _tell_of(self, before):
        """Those to whom this answer, another than `before`, matters."""
        away = (self.Answer.ABSENT, self.Answer.SUBSTITUTE)
        if self.proxy and self.proxy_id != before.proxy_id:
            carrier = self.meeting.attendees.for_list().get(pk=self.proxy_id)
            carrier.tell("carries")
        if self.answer in away and before.answer not in away:
            for giver in self.carried.for_list():
                giver.tell("uncarried")
        if self.answer == self.Answer.ABSENT and before.answer not in away:
            self.tell_substitute(is_needed=True)
        elif before.answer in away and self.answer not in away:
            self.tell_substitute(is_needed=False)

    @transaction.atomic
    def arrive(self, *, by_substitute=False):
        """They are there themselves, or their substitute is: a proxy that they gave waits (see `lends_voice`)."""
        self.arrived_at, self.left_at, self.leaves_proxy = self.arrived_at or timezone.now(), None, False
        self.by_substitute = by_substitute
        self.save(update_fields=["arrived_at", "left_at", "leaves_proxy", "by_substitute"])

    @transaction.atomic
    def leave(self, *, leaves_proxy=False):
        """Their voice goes with them; with `leaves_proxy`, whoever has their proxy carries it from now on."""
        self.left_at, self.leaves_proxy = timezone.now(), leaves_proxy and self.proxy_id is not None
        self.save(update_fields=["left_at", "leaves_proxy"])

    @transaction.atomic
    def undo_arrival(self):
        """Ticked by mistake: all is as it was, their proxy included."""
        self.arrived_at, self.left_at, self.leaves_proxy, self.by_substitute = None, None, False, False
        self.save(update_fields=["arrived_at", "left_at", "leaves_proxy", "by_substitute"])
