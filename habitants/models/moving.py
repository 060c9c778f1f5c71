"""How a concern moves: qualified, addressed, answered, carried back, or set aside; each move is logged and told."""

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cooperation.core import mail
from cooperation.core.history import acting
from cooperation.core.models import User
from habitants.models.concern_moves import ConcernMove

# What a reading by the team may change.
WORDS = ["title", "words", "theme", "district", "spot", "photo", "photo_alt"]
# The mail that brings the answer.
ANSWER_MAIL = "habitants/mail/concern_answered"
# What became of it meanwhile: said to whoever acts on a page that is out of date.
MOVED = _("Cette remontée a changé entre-temps : relisez-la avant de décider.")


class Moving(models.Model):
    """The moves of a concern: each takes its row's lock, looks at where it stands by then, and is one transaction."""

    CARRYING_SALT = "habitants.carrying"

    class Meta:
        abstract = True

    @transaction.atomic
    def hear(self, *, by=None):
        """Written down for the first time, by an account or by a visitor; the team is told."""
        self.author = by
        self._move(self.State.HEARD, ConcernMove.Kind.HEARD, by, fields=["author"])
        self._refresh()
        for coordinator in User.objects.coordinators():
            mail.send("habitants/mail/concern_heard", coordinator.email, concern=self)

    @transaction.atomic
    def qualify(self, *, by):
        """The team has read it, and written it so that everybody may: it joins the board."""
        self._lock(self.State.HEARD)
        self._move(self.State.QUALIFIED, ConcernMove.Kind.QUALIFIED, by, fields=WORDS)
        self._refresh()

    @transaction.atomic
    def reword(self, *, by):
        """Its words are put better; where it stands stays."""
        self._lock(*self.State.of_the_board())
        with acting(by):
            self.save(update_fields=WORDS)
        self._refresh()

    @transaction.atomic
    def address(self, organisations, *, due_on, by):
        """
        Ask these organisations for an answer by that day. Who was asked already keeps its day. Returns the addressings
        that are new.
        """
        self._lock(self.State.QUALIFIED, self.State.ADDRESSED, self.State.ANSWERED)
        if due_on <= timezone.localdate():
            raise ValidationError(_("Choisissez un jour à venir."), code="past")
        asked = set(self.addressings.values_list("organisation", flat=True))
        others = [organisation for organisation in organisations if organisation.pk not in asked]
        if not others:
            raise ValidationError(_("Choisissez à qui l’adresser."), code="nobody")
        added = [self.addressings.create(organisation=other, due_on=due_on) for other in others]
        for addressing in added:
            self._move(self.State.ADDRESSED, ConcernMove.Kind.ASKED, by, organisation=addressing.organisation)
            addressing.tell()
        self._refresh()
        return added

    @transaction.atomic
    def set_aside(self, *, by, reason, hidden=False):
        """It goes no further, and the board says why; `hidden` keeps off it what nobody should read."""
        self._lock(self.State.HEARD, self.State.QUALIFIED)
        reason = reason.strip()
        if not reason:
            raise ValidationError(_("Dites pourquoi : ces mots sont publics."), code="reason")
        self.aside_reason, self.is_hidden = reason, hidden
        self._move(self.State.SET_ASIDE, ConcernMove.Kind.ASIDE, by, fields=["aside_reason", "is_hidden"])
        self._refresh()
        self.tell("habitants/mail/concern_aside")

    @transaction.atomic
    def take_up_again(self, *, by):
        """What was set aside waits for the team again."""
        self._lock(self.State.SET_ASIDE)
        self.aside_reason, self.is_hidden = "", False
        state = self.State.QUALIFIED if self.title else self.State.HEARD
        self._move(state, ConcernMove.Kind.TAKEN_UP, by, fields=["aside_reason", "is_hidden"])

    @transaction.atomic
    def withdraw(self, addressing, *, by):
        """An organisation that was asked by mistake is asked no longer; an answer given stays."""
        self._lock(self.State.ADDRESSED)
        if not self.addressings.waiting().filter(pk=addressing.pk).delete()[0]:
            raise ValidationError(MOVED, code="moved")
        if self.addressings.waiting().exists():
            state = self.State.ADDRESSED
        else:
            state = self.State.ANSWERED if self.addressings.exists() else self.State.QUALIFIED
        self._move(state, ConcernMove.Kind.WITHDRAWN, by, organisation=addressing.organisation)
        self._refresh()
        if state == self.State.ANSWERED:
            self.tell(ANSWER_MAIL)

    def has_an_answer(self, addressing, *, by):
        """An organisation has answered; once all have, the answer goes back to those who told it."""
        self._lock(self.State.ADDRESSED, self.State.ANSWERED)
        waits = self.addressings.waiting().exists()
        state = self.State.ADDRESSED if waits else self.State.ANSWERED
        self._move(state, ConcernMove.Kind.ANSWERED, by, organisation=addressing.organisation)
        self._refresh()
        if not waits:
            self.tell(ANSWER_MAIL)

    @transaction.atomic
    def carry_back(self, *, by, way, reach):
        """The answer was told to those who spoke: « réponse rapportée ». Several people may each say so."""
        self._lock(*self.State.with_answer())
        told = self.carryings.create(user=by, way=way, reach=reach)
        if self.state == self.State.ANSWERED:
            self._move(self.State.CARRIED_BACK, ConcernMove.Kind.CARRIED, by)
        return told

    def tell(self, template, *, told_in=(), **context):
        """
        Whoever told it or joined it, each with a link of their own; a visitor by the address they left. `told_in`: only
        those of these concerns, which it took under it. `context` is for the mail.
        """
        ours = told_in or [self, *self.absorbed.all()]
        people = User.objects.filter(is_active=True).filter(
            Q(concerns__in=ours) | Q(concern_voices__concern__in=ours)
        )
        for person in people.distinct().order_by("pk"):
            self.tell_one(template, user=person, **context)
        known = {person.email.lower() for person in people}
        voices = [voice for concern in ours for voice in concern.voices.all()]
        addresses = {row.reply_email.lower() for row in [*ours, *voices] if row.reply_email} - known
        for address in sorted(addresses):
            self.tell_one(template, reply_email=address, **context)

    def tell_one(self, template, *, user=None, reply_email="", **context):
        address, url = (user.email, self.carrying_url_for(user)) if user else (reply_email, "")
        if address:
            mail.send(template, address, concern=self, url=url, **context)

    def carrying_url_for(self, person):
        """A person's own link to say that they told the answer: it opens a page, whose buttons act."""
        token = signing.dumps([self.pk, person.pk], salt=self.CARRYING_SALT)
        return f"{settings.SITE_URL}{reverse('habitants:carrying-link', args=[token])}"

    def _lock(self, *states):
        """What was decided while we waited is read again."""
        row = type(self).objects.select_for_update(of=["self"]).get(pk=self.pk)
        if row.state not in states or row.merged_into_id:
            raise ValidationError(MOVED, code="moved")
        self.state = row.state

    def _move(self, state, kind, by, *, organisation=None, fields=()):
        """Saves where it stands and these fields alone: what else was read before the lock may be out of date."""
        before, now = self.state if self.pk else "", timezone.now()
        self.state, self.moved_at = state, now
        with acting(by):
            self.save(update_fields=["state", "moved_at", *fields] if self.pk else None)
        self.moves.create(kind=kind, before=before, after=state, by=by, organisation=organisation, at=now)

    def _refresh(self):
        type(self).objects.filter(pk=self.pk).refresh_search_text()
