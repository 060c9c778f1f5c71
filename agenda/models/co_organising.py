"""Organising together: an organisation is named beside another once it has accepted."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Organisation
from cooperation.core import mail


class CoOrganisingQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(answer=CoOrganising.Answer.WAITING)

    def for_answer_by(self, user):
        """
        Those sent to this person's organisations and not answered. Nobody answers for others, the team neither,
        except where no manager is left to do it.
        """
        if not user.is_authenticated:
            return self.none()
        ours = Q(organisation__in=Organisation.objects.joined_by(user))
        if user.is_coordinator:
            ours |= Q(organisation__in=Organisation.objects.orphaned())
        return (
            self.waiting()
            .exclude(told_at=None)
            .filter(ours)
            .exclude(event__state__in=["unconfirmed", "archived"])
        )

    def not_joined(self):
        """Of each organisation its last invitation, where it was not accepted: waiting ones and refusals."""
        order = ["event_id", "organisation_id", "-created_at", "-pk"]
        latest = self.order_by(*order).distinct("event_id", "organisation_id")
        answers = [CoOrganising.Answer.WAITING, CoOrganising.Answer.DECLINED]
        return self.filter(pk__in=latest.values("pk"), answer__in=answers)

    @transaction.atomic
    def tell(self):
        """One message to those who answer, for each that waits and of which nobody was told."""
        for invitation in (
            self.waiting().filter(told_at=None).select_related("event", "organisation", "invited_by")
        ):
            invitation.told_at = timezone.now()
            invitation.save(update_fields=["told_at"])
            for person in invitation.organisation.active_managers():
                mail.send("agenda/mail/co_organising", person.email, invitation=invitation)


class CoOrganising(models.Model):
    """An organisation asked to organise an event with another. Once accepted it joins `Event.co_organisers`."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("en attente")
        ACCEPTED = "accepted", _("acceptée")
        DECLINED = "declined", _("déclinée")
        WITHDRAWN = "withdrawn", _("retirée")

    event = models.ForeignKey(
        "agenda.Event", on_delete=models.CASCADE, related_name="co_organisings", verbose_name=_("événement")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="co_organisings",
        verbose_name=_("organisation invitée"),
    )
    answer = models.CharField(_("réponse"), max_length=10, choices=Answer, default=Answer.WAITING)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("invitée le"), auto_now_add=True)
    # What a visitor or a copy names is told once the event is sent or published.
    told_at = models.DateTimeField(_("prévenue le"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("répondu le"), null=True)

    objects = CoOrganisingQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation à co-organiser")
        verbose_name_plural = _("invitations à co-organiser")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"], condition=Q(answer="waiting"), name="coorganising_once"
            ),
        ]

    def __str__(self):
        return f"{self.organisation} · {self.event}"

    @property
    def is_waiting(self):
        return self.answer == self.Answer.WAITING

    def concerns(self, user):
        """Whether this person belongs to the organisation asked."""
        return Organisation.objects.joined_by(user).filter(pk=self.organisation_id).exists()

    @transaction.atomic
    def accept(self, *, by):
        """The organisation is named beside the other, everywhere. False when it was answered or withdrawn before."""
        return self._answered(self.Answer.ACCEPTED, by)

    @transaction.atomic
    def decline(self, *, by):
        return self._answered(self.Answer.DECLINED, by)

    @transaction.atomic
    def withdraw(self, *, by):
        """By those in charge of the event; nobody is written to, the invitation is just no more."""
        return self._close(self.Answer.WITHDRAWN, by)

    def _answered(self, answer, by):
        if not self._close(answer, by):
            return False
        if answer == self.Answer.ACCEPTED:
            self.event.co_organisers.add(self.organisation)
            # Pages that were kept name one organisation more, and calendars are told.
            self.event.revise(by=by)
        if self.invited_by and self.invited_by.is_active and self.invited_by != by:
            mail.send("agenda/mail/co_organising_answer", self.invited_by.email, invitation=self)
        return True

    def _close(self, answer, by):
        waits = CoOrganising.objects.select_for_update().filter(pk=self.pk).waiting().exists()
        if waits:
            self.answer, self.answered_by, self.answered_at = answer, by, timezone.now()
            self.save(update_fields=["answer", "answered_by", "answered_at"])
        return waits


class CoOrganised(models.Model):
    """What an event knows of those who are asked to organise it together."""

    class Meta:
        abstract = True

    @property
    def named_co_organisers(self):
        """Those who joined, and those asked who have not answered."""
        waiting = self.co_organisings.waiting().values("organisation")
        joined = self.co_organisers.values("pk")
        return Organisation.objects.filter(Q(pk__in=joined) | Q(pk__in=waiting))

    @transaction.atomic
    def invite(self, organisations, *, by, again=False, tell=True):
        """
        Ask organisations to join. One's own joins at once, and one that no manager can answer for; the others
        are asked once: who declined is asked again only where that is what was wanted (`again`).
        """
        ours = set(Organisation.objects.joined_by(by).values_list("pk", flat=True)) if by else set()
        there = set(self.co_organisers.values_list("pk", flat=True)) | {self.organiser_id}
        standing = {row.organisation_id: row for row in self.co_organisings.not_joined()}
        joined = []
        for organisation in organisations:
            if organisation.pk in there:
                continue
            known = standing.get(organisation.pk)
            # Nobody who has no account names anyone without a word of theirs.
            if organisation.pk in ours or (by and not organisation.active_managers()):
                joined.append(organisation)
                if known and known.is_waiting:
                    known.withdraw(by=by)
            elif known is None or (again and not known.is_waiting):
                self.co_organisings.create(organisation=organisation, invited_by=by)
        self.co_organisers.add(*joined)
        if tell:
            self.co_organisings.all().tell()

    @transaction.atomic
    def name_co_organisers(self, organisations, *, by, tell=True):
        """What the form says: those left out are withdrawn or no longer named, the new ones are asked."""
        named = {organisation.pk for organisation in organisations}
        for invitation in self.co_organisings.waiting().exclude(organisation__in=named):
            invitation.withdraw(by=by)
        self.co_organisers.remove(*self.co_organisers.exclude(pk__in=named))
        self.invite(organisations, by=by, tell=tell)
