"""Who takes part in a deliberation: those invited, its author, those who facilitate it."""

import pgtrigger
from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core import mail
from gouvernance.models.mandates import Mandate
from gouvernance.models.voices import ANSWERS

MAILS = {
    "opened": "gouvernance/mail/deliberation_opened",
    "called": "gouvernance/mail/deliberation_called",
    "amended": "gouvernance/mail/deliberation_amended",
    "voting": "gouvernance/mail/deliberation_voting",
    "moved": "gouvernance/mail/deliberation_moved",
    "closed": "gouvernance/mail/deliberation_closed",
    "written": "gouvernance/mail/deliberation_written",
}
# A secret ballot has no voter, and yet nobody votes twice: there are as many ballots as people who have voted.
AS_MANY = """
    IF EXISTS (
        SELECT FROM gouvernance_deliberation WHERE id = {key} AND method <> 'consent'
    ) AND (SELECT count(*) FROM gouvernance_ballot WHERE deliberation_id = {key})
          <> (SELECT count(*) FROM gouvernance_deliberator WHERE deliberation_id = {key} AND has_answered)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'one_ballot_a_voice',
            MESSAGE = 'one_ballot_a_voice: there are as many ballots as people who have voted';
    END IF;
    RETURN NULL;
"""


class DeliberatorQuerySet(models.QuerySet):
    def of(self, user):
        """Those that this account acts for by itself."""
        return self.filter(Q(user=user) | Q(mandate__person=user))

    def for_list(self):
        return self.select_related("mandate__person", "mandate__organisation", "user").order_by("pk")

    def invite(self, deliberation, seats, *, by):
        """
        A voice for each of these mandates; whoever runs the body facilitates, and the author writes, with a voice or
        without. Somebody who is several of these is one row. Returns `by`'s own.
        """
        rows = [self._sitting(deliberation, mandate, is_invited=True) for mandate in seats]

        def row_of(person):
            found = next((row for row in rows if person == row.account), None)
            if found is None:
                found = self.model(deliberation=deliberation, user=person, name=named(person))
                rows.append(found)
            return found

        for person in dict.fromkeys([*deliberation.body.runners(), by]):
            row_of(person).facilitates = True
        author = next((row for row in rows if row.mandate and row.mandate == deliberation.author), None)
        if author is None and deliberation.author:
            author = self._sitting(deliberation, deliberation.author)
            rows.append(author)
        (author or row_of(deliberation.created_by or by)).is_author = True
        self.bulk_create(rows)
        return row_of(by)

    def _sitting(self, deliberation, mandate, **fields):
        return self.model(deliberation=deliberation, mandate=mandate, **mandate.names, **fields)


def named(person):
    """The name that a log keeps of an account: never its address."""
    return person.display_name or str(_("Une personne de l’équipe"))


class Deliberator(models.Model):
    """
    The name, the college and the organisation are those of the opening. Only who is invited takes a position or votes;
    `has_answered` says that they did, and nothing here says what.
    """

    SALT = "gouvernance.deliberator"

    deliberation = models.ForeignKey("Deliberation", on_delete=models.CASCADE, related_name="deliberators")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="deliberations")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="deliberations"
    )
    name = models.CharField(max_length=300)
    college_name = models.CharField(max_length=80, blank=True)
    organisation_name = models.CharField(max_length=300, blank=True)
    is_invited = models.BooleanField(default=False)
    facilitates = models.BooleanField(default=False)
    is_author = models.BooleanField(default=False)
    has_answered = models.BooleanField(_("s’est prononcé·e"), default=False)

    objects = DeliberatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne invitée à délibérer")
        verbose_name_plural = _("personnes invitées à délibérer")
        ordering = ["pk"]
        triggers = [
            pgtrigger.Trigger(
                name="deliberator_one_ballot",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("has_answered") | pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=AS_MANY.format(key="NEW.deliberation_id"),
            ),
            pgtrigger.Trigger(
                name="deliberator_is_heard",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("has_answered"),
                condition=pgtrigger.Condition("NEW.has_answered AND NOT OLD.has_answered"),
                func=f"""
                    IF NOT {ANSWERS.format(voice="NEW.id")} THEN
                        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'voice_is_heard',
                            MESSAGE = 'voice_is_heard: in a meeting, those answer who are there or represented';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["deliberation", "mandate"], name="deliberator_seat_once"),
            models.UniqueConstraint(fields=["deliberation", "user"], name="deliberator_account_once"),
            models.CheckConstraint(
                condition=Q(is_invited=False) | Q(mandate__isnull=False), name="voice_has_a_seat"
            ),
            models.CheckConstraint(
                condition=Q(has_answered=False) | Q(is_invited=True), name="only_the_invited_answer"
            ),
        ]

    def __str__(self):
        return self.name

    # Reading

    @property
    def account(self):
        """Whoever signs in for this row, if somebody does."""
        return self.user or (self.mandate.person if self.mandate else None)

    @property
    def email(self):
        if self.mandate:
            return self.mandate.email
        return self.user.email if self.user and self.user.is_active else ""

    @property
    def sits(self):
        """Whether their mandate runs today."""
        return (
            self.mandate is not None
            and self.mandate.starts_on <= timezone.localdate() <= self.mandate.ends_on
        )

    @property
    def public_name(self):
        """For everybody: a person is not named who does not agree to it, nor who facilitates or writes without a seat."""
        if self.mandate is None:
            return str(_("L’équipe d’animation"))
        return self.mandate.named(self.name, self.organisation_name)

    @property
    def own_url(self):
        """The link by which they take part, without signing in."""
        token = signing.Signer(salt=self.SALT).sign(self.pk)
        return reverse("gouvernance:deliberation-take-part", args=[token])

    def voices(self):
        """Those for whom they answer now: themselves, and whoever gave them a proxy for the meeting and is not there."""
        if not self.mandate:
            return []
        deliberation = self.deliberation
        given = [mandate for mandate, giver in deliberation.hearing().items() if giver == self.mandate_id]
        if self.sits and not deliberation.is_answered_in_meeting:
            given.append(self.mandate_id)
        rows = deliberation.deliberators.filter(is_invited=True, mandate__in=given).for_list()
        return sorted(rows, key=lambda row: (row.pk != self.pk, row.pk))

    def tell_written(self, writer, deliberation, said, *, by_proxy):
        """What somebody else wrote in their name, as their proxy or noting what they said aloud."""
        said = [str(line) for line in said if line]
        self.tell("written", deliberation, writer=writer, said=said, by_proxy=by_proxy)

    def tell(self, what, deliberation, **more):
        """One mail; who has no address is told otherwise."""
        if self.email:
            mail.send(
                MAILS[what],
                self.email,
                deliberator=self,
                deliberation=deliberation,
                url=f"{settings.SITE_URL}{self.own_url}",
                **more,
            )
