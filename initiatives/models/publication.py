"""
How a sheet becomes public: sent by its team, read by a peer of another association, published by that peer.

A member's word, enough in the agenda, is not here: what others will do again is read first. Once public, the
carrier's team changes it freely; versions keep track.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from associations.models import Membership
from cooperation.core import mail
from cooperation.core.models import User
from initiatives.models.agreement import NOT_AGREED
from initiatives.models.readers import readers_for
from initiatives.models.readings import ASKED_AT_MOST, MOVED_ON, Reading

CHANGED_MEANWHILE = _("Entre-temps, cette fiche est passée à un autre état : relisez la page.")

CHANGED_TEXT = _(
    "La fiche a été modifiée pendant que vous la lisiez : la voici telle qu’elle est. Relisez-la, puis publiez."
)

TOLD_BY = {
    Reading.State.PUBLISHED: "initiatives/mail/reading_published",
    Reading.State.SENT_BACK: "initiatives/mail/reading_sent_back",
}


class Publication:
    """The moves of an `Initiative` between its states. Each is one transaction, under a lock of its row."""

    @property
    def publication_needs(self):
        """What is missing before anybody reads it, as sentences; the database refuses the rest."""
        needs = []
        if not self.carrier_id:
            needs.append(_("Dites quelle association la porte."))
        if not self.summary.strip():
            needs.append(_("Résumez-la en trois lignes."))
        if not f"{self.steps}{self.results}".strip():
            needs.append(_("Racontez ce qui a été fait, ou ses résultats."))
        return needs

    @property
    def team(self):
        """
        Who is written to about it: its author, once it was public while they belong to its carrier, and the carrier's
        managers.
        """
        people = [self.author] if self._is_still_the_author_s else []
        # Of one that has not said that it is theirs, nobody is written to but to ask (`agree_or_ask`).
        is_theirs = self.is_agreed or self.published_at is not None
        managers = self.carrier.active_managers() if self.carrier and is_theirs else []
        return people + [person for person in managers if person not in people]

    @property
    def _is_still_the_author_s(self):
        if self.author is None or not self.author.is_active:
            return False
        never_public = self.published_at is None or self.carrier_id is None
        return never_public or self._is_member(self.author)

    @property
    def team_or_coordinators(self):
        return self.team or list(User.objects.coordinators())

    @property
    def is_in_review(self):
        return self.state == self.State.REVIEW

    @property
    def open_reading(self):
        return (
            self.readings.open().select_related("reader", "organisation__main_theme", "proposed_by").first()
        )

    @transaction.atomic
    def submit(self, *, by, reader=None):
        """
        The team sends it to be read. `reader` is the membership that they chose among the three proposed; the first
        is asked where they chose none, the coordinators where there is nobody.
        """
        self.lock(self.State.DRAFT)
        if needs := self.publication_needs:
            raise ValidationError(needs, code="not_told")
        self.state, self.submitted_at = self.State.REVIEW, timezone.now()
        self._save("submitted_at")
        self.agree_or_ask(by=by)
        if reader is None:
            self.propose_next(by=by)
        else:
            self._ask(reader.user, reader.organisation, by=by)

    def propose_next(self, *, by=None):
        """Ask the next reader; after three without a yes, or when there is nobody, the coordinators are told."""
        asked = self.readings.filter(proposed_at__gte=self.submitted_at).count()
        following = readers_for(self, most=1) if asked < ASKED_AT_MOST else []
        if following:
            self._ask(following[0].user, following[0].organisation, by=by)
            return
        for coordinator in User.objects.coordinators():
            mail.send("initiatives/mail/reading_stuck", coordinator.email, initiative=self)

    @transaction.atomic
    def appoint(self, membership, *, by):
        """A coordinator gives it to somebody, who still may decline; whoever had it is thanked."""
        self.lock(self.State.REVIEW)
        if self._is_of_the_team(membership.user):
            raise ValidationError(
                _("Cette personne est de l’équipe de la fiche : il faut un regard d’ailleurs.")
            )
        if reading := self.open_reading:
            reading.withdraw()
        self._ask(membership.user, membership.organisation, by=by)

    @transaction.atomic
    def take_back(self, *, by):
        """The team goes on writing: a draft again; whoever had it has nothing to do any more."""
        self.lock(self.State.REVIEW)
        self.state = self.State.DRAFT
        self._save()
        if reading := self.open_reading:
            reading.withdraw()

    @transaction.atomic
    def publish(self, *, by, words="", read=None):
        """
        By who reads it, or by a coordinator. The team is told, with a word where there is one. `read` is the version
        that they had before their eyes, photos and documents included: a newer one is not made public unseen.
        """
        self.lock(self.State.REVIEW)
        if read is not None and read != self.version:
            raise ValidationError(CHANGED_TEXT, code="changed_text")
        if needs := self.publication_needs:
            raise ValidationError(needs, code="not_told")
        if not self.is_agreed:
            raise ValidationError(NOT_AGREED, code="not_agreed", params={"carrier": self.carrier.label})
        reading = self._reading_decided_by(by)
        now = timezone.now()
        is_first = self.published_at is None
        self.state = self.State.PUBLISHED
        if is_first:
            self.published_at = now
        else:
            self.confirmed_at = now
        self.confirmation_asked_at = None
        self._save("published_at", "confirmed_at", "confirmation_asked_at")
        self._decided(reading, Reading.State.PUBLISHED, by, words)
        if is_first:
            self.tell_source()

    @transaction.atomic
    def send_back(self, *, by, words):
        """With what is to be done, in words: a draft again."""
        if not words.strip():
            raise ValidationError(_("Dites à l’équipe ce qui est à reprendre."), code="no_words")
        self.lock(self.State.REVIEW)
        reading = self._reading_decided_by(by)
        self.state = self.State.DRAFT
        self._save()
        self._decided(reading, Reading.State.SENT_BACK, by, words)

    @transaction.atomic
    def archive(self, *, by):
        """Deletion, for people: it leaves every page; its text and versions stay."""
        self.lock(self.State.DRAFT, self.State.REVIEW, self.State.PUBLISHED)
        self.state = self.State.ARCHIVED
        self._save()
        if reading := self.open_reading:
            reading.withdraw()

    @transaction.atomic
    def reopen(self, *, by):
        """Public again where a peer had read it: nothing was changed since. A draft otherwise."""
        self.lock(self.State.ARCHIVED)
        if self.published_at:
            self.state, self.confirmed_at, self.confirmation_asked_at = (
                self.State.PUBLISHED,
                timezone.now(),
                None,
            )
        else:
            self.state = self.State.DRAFT
        self._save("confirmed_at", "confirmation_asked_at")

    def lock(self, *states):
        """Two moves at once are seen one after the other: the second is told when it comes too late."""
        fields = [
            "state",
            "submitted_at",
            "published_at",
            "confirmed_at",
            "summary",
            "steps",
            "results",
            "carrier",
            "agreed_carrier",
            "version",
        ]
        rows = type(self).objects.select_for_update(no_key=True)
        self.refresh_from_db(fields=fields, from_queryset=rows)
        if self.state not in states:
            raise ValidationError(CHANGED_MEANWHILE, code="moved_on")

    def _save(self, *fields):
        self.save(update_fields=["state", *fields, "updated_at"])

    def _is_of_the_team(self, user):
        return user.pk == self.author_id or self._is_member(user)

    def _is_member(self, user):
        return Membership.objects.active().filter(user=user, organisation=self.carrier_id).exists()

    def _ask(self, user, organisation, *, by):
        reading = self.readings.create(
            reader=user, organisation=organisation, proposed_by=by, proposed_at=timezone.now()
        )
        mail.send("initiatives/mail/reading_asked", user.email, reading=reading)

    def _reading_decided_by(self, by):
        """The open reading, when this person may decide: its reader who accepted, or a coordinator."""
        reading = self.open_reading
        theirs = reading is not None and reading.is_accepted and reading.reader_id == by.pk
        if not theirs and not by.is_coordinator:
            raise ValidationError(MOVED_ON, code="moved_on")
        return reading

    def _decided(self, reading, state, by, words):
        if reading is not None and reading.reader_id == by.pk:
            reading.close(state, words)
        else:
            if reading is not None:
                reading.withdraw()
            reading = self.readings.create(
                reader=by, state=state, words=words, proposed_at=timezone.now(), closed_at=timezone.now()
            )
        remarks = list(self.comments.open().select_related("author"))
        people = self.team
        # One from outside the carrier: the last that they hear of it as its author.
        if self.author and self.author.is_active and self.author not in people:
            people.append(self.author)
        for person in people:
            if person != by:
                mail.send(TOLD_BY[state], person.email, reading=reading, comments=remarks)
        # The message holds them: no other one follows.
        self.comments.filter(told_at=None).update(told_at=timezone.now())
